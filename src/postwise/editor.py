"""Which editor a person wants, how it is told to open a file at a line, and what it is run in."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from postwise.errors import PostwiseError


@dataclass(frozen=True, slots=True)
class EditorSyntax:
    """How an editor is told which line to open a file at."""

    place: tuple[str, ...]
    """The words that name file and line, with FILE and LINE in them."""
    options: tuple[str, ...] = ()
    """What is put before them, unless the person has editor so already."""
    window: bool = False
    """Whether it opens a window of its own, so that the terminal stays ours."""


PLUS = EditorSyntax(("+LINE", "FILE"))
PLUS_WINDOW = EditorSyntax(("+LINE", "FILE"), window=True)
COLON = EditorSyntax(("FILE:LINE",))
GOTO = EditorSyntax(("-g", "FILE:LINE"), ("--wait",), window=True)
COLON_WINDOW = EditorSyntax(("FILE:LINE",), ("--wait",), window=True)
LINE_WINDOW = EditorSyntax(("--line", "LINE", "FILE"), window=True)

SPELLINGS: Mapping[str, EditorSyntax] = {
    **dict.fromkeys(("vi", "vim", "nvim", "view", "elvis", "nvi", "vis"), PLUS),
    **dict.fromkeys(("nano", "pico", "rnano", "ne", "joe", "jed", "mg", "kak", "emacsclient", "micro", "dte"), PLUS),
    "emacs": EditorSyntax(("+LINE", "FILE"), ("-nw",)),
    **dict.fromkeys(("hx", "helix"), COLON),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), GOTO),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "atom"), COLON_WINDOW),
    **dict.fromkeys(("gedit", "pluma", "xed", "gvim", "mvim", "geany"), PLUS_WINDOW),
    "gnome-text-editor": PLUS_WINDOW,
    **dict.fromkeys(("kate", "kwrite", "mousepad"), LINE_WINDOW),
    "bbedit": EditorSyntax(("+LINE", "FILE"), ("--wait",), window=True),
    "mate": EditorSyntax(("--line", "LINE", "FILE"), ("--wait",), window=True),
    "notepad++": EditorSyntax(("-nLINE", "FILE"), window=True),
    "notepad": EditorSyntax(("FILE",), window=True),
}
"""The common editors, by the name of their program."""
UNKNOWN = EditorSyntax(("FILE",))
"""An editor that is not in the table opens the file, and the person finds the line."""
SAYS_SO: Mapping[str, frozenset[str]] = {
    "--wait": frozenset({"--wait", "-w"}),
    "-nw": frozenset({"-nw", "-t", "-tty", "--no-window-system"}),
}
"""Under which words an option may stand among a person's own."""
FALLBACKS = ("nano", "vim", "vi", "notepad")
"""What is tried, in this order, when no editor is named."""


@dataclass(frozen=True, slots=True)
class EditorCall:
    """What has to be run to open a file at a line."""

    command: tuple[str, ...]
    name: str
    """The program, as a person knows it."""
    window: bool
    """Whether it opens a window of its own."""


def editor_named(environment: Mapping[str, str] = os.environ, which: Callable[[str], str | None] = shutil.which) -> str:
    """Return what VISUAL says, else EDITOR, else the first of the usual editors that is here.

    Raises PostwiseError if there is none.
    """
    for name in ("VISUAL", "EDITOR"):
        editor = environment.get(name, "").strip()
        if editor:
            return editor
    for name in FALLBACKS:
        if which(name):
            return name
    raise PostwiseError("No editor is named here. Name one, as in: export EDITOR=nano")


def opening(editor: str, path: Path, line: int) -> EditorCall:
    """Return how an editor, named with or without options as in a shell, opens a file at a line.

    Raises PostwiseError if the editor's name cannot be understood.
    """
    words = split(editor)
    name = program(words[0])
    spelling = SPELLINGS.get(name, UNKNOWN)
    file = str(path.absolute())
    options = [option for option in spelling.options if not SAYS_SO[option] & set(words[1:])]
    place = [part.replace("LINE", str(max(line, 1))).replace("FILE", file) for part in spelling.place]
    return EditorCall((*words, *options, *place), name, spelling.window)


def split(editor: str) -> list[str]:
    """Return the program and its options as a shell would split them; on Windows a backslash is a letter.

    Raises PostwiseError if there is a lone quote in them, or nothing at all.
    """
    windows = os.name == "nt"
    try:
        words = [word.strip('"') if windows else word for word in shlex.split(editor, posix=not windows)]
    except ValueError:
        words = []
    if not words:
        raise PostwiseError(f"The editor's name cannot be understood: {editor}")
    return words


def program(word: str) -> str:
    """Return the name of a program without its folder, its ending and its version."""
    name = re.split(r"[/\\]", word)[-1].lower()
    name = re.sub(r"\.(?:exe|cmd|bat|basic|tiny|gtk3?|nox)$", "", name)
    return name if name in SPELLINGS else re.sub(r"[-.]?\d[\d.]*$", "", name)


# Running it


def in_the_terminal(call: EditorCall) -> int:
    """Run an editor in the terminal, and return what it ended with. Raises OSError if it cannot be started."""
    return subprocess.run(call.command, check=False, stdout=_terminal()).returncode


def _terminal() -> int | None:
    """Return where an editor draws if our own output goes into a file: where we draw."""
    if sys.__stdout__ is not None and sys.__stdout__.isatty():
        return None
    return sys.__stderr__.fileno() if sys.__stderr__ is not None else None


def in_a_window(call: EditorCall) -> None:
    """Start an editor that lives beside us, and take note of its end whenever that comes; raises OSError as above."""
    nowhere = subprocess.DEVNULL
    window = subprocess.Popen(call.command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    threading.Thread(target=window.wait, daemon=True).start()


def not_started(call: EditorCall, error: OSError) -> str:
    """Return in a sentence that an editor cannot be started."""
    return f"{call.name} cannot be started: {error.strerror or error}. EDITOR names your editor."


def how_it_ended(call: EditorCall, code: int) -> str | None:
    """Return in a sentence what went wrong with an editor; None if nothing did."""
    return None if code == 0 else f"{call.name} ended with {code}; what it saved has been read."


def lend_in_lines(call: EditorCall) -> str | None:
    """Run an editor amid lines, or start one that has a window; return what went wrong, or None.

    The terminal is as it was found afterwards, even if the editor is killed; ctrl-c is the editor's while it runs.
    """
    try:
        if call.window:
            in_a_window(call)
            return None
        with _as_found(), _ctrl_c_left_to_it():
            return how_it_ended(call, in_the_terminal(call))
    except OSError as error:
        return not_started(call, error)


@contextmanager
def _ctrl_c_left_to_it() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, lambda *_: None)  # to ignore it, the editor would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _as_found() -> Iterator[None]:
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios

    found = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, found)
