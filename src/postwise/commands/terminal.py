"""From a command to the screens: whether they can be drawn, and the one place that loads Textual for it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from postwise.commands.shared import own_look
from postwise.errors import Crash
from postwise.streams import REMARKS
from postwise.tree.library import Library
from postwise.tree.organisation import Look
from postwise.tui.openings import Opening, OpenLibrary

if TYPE_CHECKING:
    from postwise.tui.app import ScreensLeft


OFF = {"0", "no", "n", "false", "off"}
"""What POSTWISE_PLAIN says, in any case, to turn lines off; where it is blank, it says nothing."""


def look_wanted(options: argparse.Namespace) -> Look:
    """Return how the person likes what they see: as the command line says, else POSTWISE_PLAIN, else their own file."""
    own, named = own_look(), os.environ.get("POSTWISE_PLAIN", "").strip().lower()
    return own._replace(plain=options.plain or (named not in OFF if named else own.plain))


def screens_instead(options: argparse.Namespace) -> str:
    """Return what to do for screens in place of lines, this once, in a sentence."""
    first = "leave --plain out" if options.plain else ""
    line = "set POSTWISE_PLAIN to 0" if sys.platform == "win32" else "type POSTWISE_PLAIN=0 before the command"
    always = f"where lines are on for good, {line}" if first else line
    return f"For screens, this once: {'; '.join(filter(None, (first, always)))}."


def screens_possible(look: Look) -> bool:
    """Tell whether there is something that screens can be drawn on, and nobody asked for lines."""
    if look.plain:
        return False
    return driven() or (os.environ.get("TERM") != "dumb" and sys.stdin.isatty() and sys.stderr.isatty())


TERMINALS = ("textual.drivers.linux_", "textual.drivers.windows_")
"""How the names of Textual's drivers begin that draw on a terminal, and need one."""


NUMBERS = {
    "COLUMNS": "[0-9]{1,6}",
    "LINES": "[0-9]{1,6}",
    "TEXTUAL_FPS": "[1-9][0-9]{0,2}",
    "TEXTUAL_SCREENSHOT": "[1-9][0-9]{0,5}",
}
"""How numbers in the environment are written that Textual can use: any other ends in a fault there, or in no frame."""


def driven() -> bool:
    """Tell whether the environment names what draws the screens, as what serves them in a browser does.

    It talks over the standard streams, which need be no terminal.
    """
    named = os.environ.get("TEXTUAL_DRIVER", "")
    return bool(named) and not named.startswith(TERMINALS)


def on_screens(library: Library, look: Look, opening: Opening[Any] | None = None) -> ScreensLeft:
    """Open the screens, the library unless another is asked for, and return how they were left."""
    for name, shape in NUMBERS.items():
        if not re.fullmatch(shape, os.environ.get(name, "1")):
            del os.environ[name]
    from postwise.tui.app import run_app  # loads Textual, which no other command needs

    for name in ("TEXTUAL_DRIVER", "NO_COLOR"):  # empty says nothing, and Textual heeds it all the same
        if os.environ.get(name) == "":
            del os.environ[name]
    with _output_kept_aside():
        try:
            return run_app(library, opening or OpenLibrary(), look.theme, look.keys, told=covered())
        except Crash as crash:
            if driven():  # how to go on with a walk is said to who serves it, and holds its answers
                crash.walk = None
            raise


def covered() -> str:
    """Return in a sentence what has been said in the terminal, which screens cover; empty if nothing has."""
    if not REMARKS:
        return ""
    first = REMARKS[0].removeprefix("postwise: ").partition("\n")[0]
    more = not driven() and (len(REMARKS) > 1 or "\n" in REMARKS[0])
    return f"{first} The terminal says more once you leave." if more else first


@contextmanager
def _output_kept_aside() -> Iterator[None]:
    """Let screens measure the terminal while standard output leads elsewhere, to a file or a pipe.

    Screens are drawn on standard error, but the size of a terminal is asked of standard output.
    """
    if driven() or sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    real, number = os.dup(sys.stdout.fileno()), sys.stdout.fileno()
    try:
        os.dup2(sys.stderr.fileno(), number)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(real, number)
        os.close(real)
