"""Standard output and standard error: the one way out for what a command says, made safe for a terminal."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from typing import TextIO

from postwise.errors import PostwiseError


def put(text: str, output: str | None = None) -> None:
    """Print a result on standard output, or write it to a file if one is named other than ``-``.

    Raises PostwiseError if the file cannot be written.
    """
    from postwise.text import on_one_line, safe  # what starts does not wait for it

    text = text.removesuffix("\n") + "\n"
    if output is None or output == "-":
        sys.stdout.write(safe(text))
        sys.stdout.flush()
    else:
        from pathlib import Path  # what is printed waits for neither

        from postwise.files import write

        if output.endswith(os.sep):
            raise PostwiseError(f"{output} is a folder. Name a file in it.")
        write(Path(output), text)
        say(f"Written to {on_one_line(output)}.")


def columns(stream: TextIO) -> int | None:
    """Return how many columns the terminal has that a stream goes to; None where it goes to none, or nobody can say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def room(stream: TextIO) -> int:
    """Return the columns that a text is set for: fewer than usual where the terminal that it goes to has fewer."""
    from postwise.text import FULL, NARROWEST  # as above

    return max(min(columns(stream) or FULL, FULL), NARROWEST)


def room_of(output: str | None) -> int:
    """Return the columns that a result is set for: in a file, as many as usual."""
    from postwise.text import FULL  # as above

    return room(sys.stdout) if output in {None, "-"} else FULL


REMARKS: list[str] = []
"""What has been said on standard error so far: screens cover it until they are left."""


def say(text: str, end: str = "\n") -> None:
    """Print a remark on standard error."""
    from postwise.text import in_columns, safe  # as above

    REMARKS.append(text)
    try:
        sys.stderr.write(f"{in_columns(safe(text), columns(sys.stderr))}{end}")
        sys.stderr.flush()
    except OSError:  # full, or nobody reads it: what the command does and how it ends stays the same
        drop_output(sys.stderr)


WRITTEN_NOWHERE = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO})
"""What the system says where a result can go nowhere, which is no fault of ours: nobody reads on, the disk is full."""
LONGEST = 100_000
"""Characters of a line that somebody may type."""


ENDLESS = 100 * LONGEST
"""And of one that is read to its end, to be left out."""
TOO_LONG = "What is typed here is a line, and this one is too long to be read."


def heard(source: TextIO) -> str:
    """Return the next line that is typed, empty where there is none.

    One that is too long is left out, which is said, and the next one read. Raises PostwiseError if it has no end.
    """
    try:
        while len(line := source.readline(LONGEST)) == LONGEST and not line.endswith("\n"):
            rest, read = line, 0
            while not rest.endswith("\n"):
                rest = source.readline(LONGEST)
                read += len(rest)
                if not rest or read > ENDLESS:
                    raise PostwiseError(TOO_LONG)
            say(f"{TOO_LONG} Type a shorter one.", end="\n> ")
    except OSError:  # the terminal is gone, or the stream is not for reading
        return ""
    if cut_short(source, line):
        say(f"A terminal takes at most {HELD[sys.platform]:,} letters of a line: the end of this one may be missing.")
    return line


HELD = {"linux": 4095, "darwin": 1023}
"""Bytes of a line that a terminal holds until it is ended, by system; what comes after them is lost there."""


def cut_short(source: TextIO, line: str) -> bool:
    """Tell whether a terminal may have lost the end of a line: it is as long as one can be."""
    held = HELD.get(sys.platform)
    if held is None or len(line) < held // 4 or not source.isatty():
        return False
    return len(line.rstrip("\r\n").encode("utf-8", "surrogateescape")) >= held


TOGETHER = 0.02
"""Seconds within which what is pasted into a terminal has come in."""


def pasted(source: TextIO) -> Iterator[str]:
    """Yield the lines that have come in with the last one: at a terminal those of one paste, of a pipe none."""
    yield from getattr(source, "gathered", list)()  # by what listens there for us
    while source.isatty() and _at_hand(source):
        line = heard(source)
        if not line:
            return
        yield line.rstrip("\r\n")


def _at_hand(source: TextIO) -> bool:
    """Tell whether a terminal has more, be it a line that is not ended, as far as the system can say so."""
    if sys.platform == "win32":
        import msvcrt
        import time

        time.sleep(TOGETHER)
        return msvcrt.kbhit()
    from select import select  # who types no text waits for neither

    number = source.fileno()
    return bool(select([number], [], [], TOGETHER)[0]) or _amid_a_line(number)


def _amid_a_line(terminal: int) -> bool:
    """Tell whether a terminal has the beginning of a line: read as keys and no longer as lines, it has something.

    Only Linux can be asked without a trace; elsewhere this is never told.
    """
    if sys.platform != "linux":
        return False
    import termios
    from select import select

    try:
        lines = termios.tcgetattr(terminal)
        keys = [*lines[:3], lines[3] & ~termios.ICANON, *lines[4:]]
        termios.tcsetattr(terminal, termios.TCSANOW, keys)
        try:
            return bool(select([terminal], [], [], 0)[0])
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, lines)
    except termios.error:  # it is gone
        return False


def prepare() -> None:
    """Let every text be written and every line be read, wherever the standard streams lead and whatever their encoding.

    What is closed leads nowhere, in silence. A file or a pipe gets UTF-8, unless the person's environment names another
    encoding; what an encoding cannot hold is written out as in JSON, and what cannot be read is U+FFFD.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    codecs.register_error("written-out", _written_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            asked_for = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if asked_for else "utf-8", errors="written-out")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def drop_output(stream: TextIO) -> None:
    """Send what is left in the buffers nowhere, so that a closed pipe stays silent to the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nowhere(mode: str) -> TextIOWrapper:
    return TextIOWrapper(open(os.devnull, f"{mode}b"), encoding="utf-8")  # noqa: PTH123 - open as long as we run


def _written_out(error: UnicodeError) -> tuple[str, int]:
    r"""Return what cannot be encoded as ``\u25cf``, in pairs where it takes two."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    pairs = (units[place : place + 2].hex() for place in range(0, len(units), 2))
    return "".join(f"\\u{pair}" for pair in pairs), error.end
