"""Programs in terminals of their own. The terminal says, as real ones do, that it can synchronise frames; what a key
brings has been painted once the end of its frame has been read."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FRAME_END = b"\x1b[?2026l"
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[6n": b"\x1b[1;1R"}
"""What the terminal is asked, and what it says."""
IDLE = 0.020
"""Seconds of rest before each key, as a person gives at the least: nothing is left to be done from the key before."""
PATIENCE = 30
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Painted:
    """What it took to paint something."""

    wall: float
    """Seconds until the end of its frame was read."""
    cpu: float
    """Seconds of processor time, to the hundredth."""
    size: int
    """Bytes written for it."""


class Terminal:
    """A program in a terminal, whose frames are waited for."""

    def __init__(self, *arguments: str | Path) -> None:
        self.screen, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.since = time.perf_counter()
        self.cpu_since = 0.0
        self.process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(inner)
        self.output = b""

    def painted(self, words: bytes) -> Painted:
        """Return what it took, since the start or the last key, until a frame with some words had been read whole."""
        while not (words in self.output and FRAME_END in self.output[self.output.index(words) :]):
            assert self._read(PATIENCE), f"{words!r} was never painted"
        return Painted(time.perf_counter() - self.since, self._cpu() - self.cpu_since, len(self.output))

    def press(self, key: bytes, rest: float = IDLE) -> None:
        """Press a key, once nothing has been painted for some seconds of rest."""
        while self._read(rest):
            pass
        self.output = b""
        self.cpu_since = self._cpu()
        self.since = time.perf_counter()
        os.write(self.screen, key)

    def _read(self, patience: float) -> bool:
        if not select.select([self.screen], [], [], patience)[0]:
            return False
        fresh = os.read(self.screen, 1 << 16)
        for asked, answer in ANSWERS.items():
            if asked in fresh:
                os.write(self.screen, answer)
        self.output += fresh
        return True

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> int:
        """Return the bytes of memory that the program holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def end(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


@contextlib.contextmanager
def terminal(*arguments: str | Path) -> Iterator[Terminal]:
    """Run a program in a terminal."""
    opened = Terminal(*arguments)
    try:
        yield opened
    finally:
        opened.end()
