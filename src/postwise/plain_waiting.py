"""Lines that somebody types while something else may have to be said: a file that is saved, a session that goes on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TextIO

from postwise.errors import PostwiseError
from postwise.streams import LONGEST, heard, pasted

POLL = 0.2
"""Seconds between two looks at what may have to be said."""


class LinesOrSaves:
    """Lines as somebody types them, until something else is to be said: then there is none, and it says so."""

    def __init__(self, source: TextIO, interrupts: Callable[[], bool]) -> None:
        self.interrupts = interrupts
        """Asked every so often: whether something is to be said before the next line."""
        self.interrupted = False
        self._lines: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
        self._together: list[str] = []
        """Lines that came in with the last one, and are still to be taken."""
        threading.Thread(target=self._listen, args=(source,), daemon=True).start()

    def isatty(self) -> bool:
        """Tell that it is no terminal: what stands before it listens at one."""
        return False

    def gathered(self) -> list[str]:
        """Return the lines that came in with the last one, without their endings; they are taken then."""
        together, self._together = self._together, []
        return [line.rstrip("\r\n") for line in together]

    def _listen(self, source: TextIO) -> None:
        try:
            while line := heard(source):
                self._lines.put((line, *(f"{more}\n" for more in pasted(source))))
        except (PostwiseError, OSError, ValueError):  # it has no end, or the terminal is gone
            pass
        finally:
            self._lines.put(("",))

    def readline(self, _most: int = LONGEST) -> str:
        """Return the next line; empty at the end of them all, or where something else comes before it."""
        self.interrupted = False
        while not self._together:
            try:
                self._together += self._lines.get(timeout=POLL)
            except queue.Empty:
                if self.interrupts():
                    self.interrupted = True
                    return ""
        return self._together.pop(0)
