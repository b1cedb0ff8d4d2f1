"""What the desktop around the terminal does when asked: its clipboard takes a text, its browser opens an address.

It is asked by commands of its own, never through a shell, and not where the person sits at another machine. What none
of them says yes to has not been done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

HERE, SERVING = "this machine", "the machine that this page comes from"
"""What the machine that keeps things is called, and what in a browser, which may be on another."""
PATIENCE = 2.0
"""Seconds that a clipboard's command may take; one that hangs is ended, and has not said yes."""
START = 3.0
"""Seconds within which a command for opening says whether it could; it goes on if it does not."""
Taker = Literal["desktop", "tmux", "browser"]
"""Who took a text, or was sent it."""
NOWHERE = subprocess.DEVNULL
TAKEN: Mapping[Taker | None, str] = {
    "desktop": "Copied",
    "tmux": "Copied into tmux",
    "browser": "Sent to your browser",
    None: "Sent to your terminal",
}
"""What is said of a text, by who took it; neither a terminal nor a browser tells whether it did."""
OPENED: Mapping[bool | None, str] = {
    True: "Opened",
    None: "Asked your desktop to open",
    False: "Nothing here opens",
}
"""What is said before an address, by whether it was opened."""


class CopyWords(NamedTuple):
    """What is said when a text was copied: behind the word for that, and where nobody knows whether it was."""

    what: str
    otherwise: str = ""

    def said(self, taker: Taker | None) -> str:
        """Return the sentence."""
        sure = taker in {"desktop", "tmux"}
        return f"{TAKEN[taker]}{self.what}" if sure else f"{TAKEN[taker]}{self.what} {self.otherwise}".rstrip()


COPIED = CopyWords(".", "If it does not paste: drag with shift.")


class ClipboardCommand(NamedTuple):
    """A command that takes a text on its standard input."""

    command: tuple[str, ...]
    taker: Taker = "desktop"
    encoding: str = "utf-8"


def far(environ: Mapping[str, str]) -> bool:
    """Tell whether the person sits at another machine than this one, so that its desktop is not theirs."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "TEXTUAL_DRIVER"))


def clipboards(environ: Mapping[str, str], platform: str) -> Iterator[ClipboardCommand]:
    """Yield the commands that may take a text, the desktop's own first."""
    if not far(environ):
        if platform == "win32":
            yield ClipboardCommand((_windows("clip.exe", environ),), encoding="utf-16-le")
        elif platform == "darwin":
            yield ClipboardCommand(("pbcopy",))
        elif environ.get("WSL_DISTRO_NAME"):
            yield ClipboardCommand(("clip.exe",), encoding="utf-16-le")
        if platform not in {"win32", "darwin"}:
            if environ.get("WAYLAND_DISPLAY"):
                yield ClipboardCommand(("wl-copy", "--type", "text/plain"))
            if environ.get("DISPLAY"):
                yield ClipboardCommand(("xclip", "-selection", "clipboard"))
                yield ClipboardCommand(("xsel", "--input", "--clipboard"))
    if environ.get("TMUX") and not environ.get("TEXTUAL_DRIVER"):
        yield ClipboardCommand(("tmux", "load-buffer", "-w", "-"), "tmux")


def openers(environ: Mapping[str, str], platform: str) -> Iterator[str]:
    """Yield the commands that may open an address."""
    if far(environ):
        return
    if platform == "darwin":
        yield "open"
    elif platform != "win32":
        if environ.get("WSL_DISTRO_NAME"):
            yield "wslview"
        if environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY"):
            yield "xdg-open"


def _windows(name: str, environ: Mapping[str, str]) -> str:
    """Return where a command of Windows lies: one of that name in the current folder is not meant."""
    return "\\".join([environ.get("SYSTEMROOT", r"C:\Windows"), "System32", name])


def copied(text: str) -> Taker | None:
    """Put a text on the clipboard; return who took it, or None if nobody said so."""
    ways = clipboards(os.environ, sys.platform)
    return next((way.taker for way in ways if _took(way, text)), None)


def _took(way: ClipboardCommand, text: str) -> bool:
    program = shutil.which(way.command[0])
    if program is None:
        return False
    given = text.encode(way.encoding, "replace")
    locale = {"LC_CTYPE": "UTF-8"} if sys.platform == "darwin" else {}  # pbcopy reads what it is given by it
    try:
        return (
            subprocess.run(
                [program, *way.command[1:]],
                input=given,
                stdout=NOWHERE,  # a command that stays to serve the clipboard would be waited for
                stderr=NOWHERE,
                timeout=PATIENCE,
                check=False,
                start_new_session=True,  # and it is to outlive the terminal
                env=os.environ | locale,
            ).returncode
            == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def opened(address: str) -> bool | None:
    """Have an address opened; return whether it was, or None if that is not said."""
    if sys.platform == "win32":
        if far(os.environ):
            return False
        try:
            os.startfile(address)  # noqa: S606 - an address of the web or of mail, and nothing else
        except OSError:
            return False
        return True
    answers = (_opened(opener, address) for opener in openers(os.environ, sys.platform))
    return next((answer for answer in answers if answer is not False), False)


def _opened(opener: str, address: str) -> bool | None:
    program = shutil.which(opener)
    if program is None:
        return False
    try:
        started = subprocess.Popen(
            [program, address], stdin=NOWHERE, stdout=NOWHERE, stderr=NOWHERE, start_new_session=True
        )
    except OSError:
        return False
    try:
        return started.wait(START) == 0
    except subprocess.TimeoutExpired:  # it may be the browser itself
        threading.Thread(target=started.wait, daemon=True).start()
        return None
