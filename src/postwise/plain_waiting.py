"""Lines that somebody types while something else may have to be said: a file that is saved, a session that goes on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TextIO

from postwise.errors import PostwiseError
from postwise.streams import LONGEST, heard

POLL = 0.2
"""Seconds between two looks at what may have to be said."""


class LinesOrSaves:
    """Lines as somebody types them, until something else is to be said: then there is none, and it says so."""

    def __init__(self, source: TextIO, interrupts: Callable[[], bool]) -> None:
        self.interrupts = interrupts
        """Asked every so often: whether something is to be said before the next line."""
        self.interrupted = False
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(source,), daemon=True).start()

    def isatty(self) -> bool:
        """Tell that no line is known to belong to another: each is heard when it comes."""
        return False

    def _listen(self, source: TextIO) -> None:
        try:
            while line := heard(source):
                self._lines.put(line)
        except (PostwiseError, ValueError):  # it has no end, or the terminal is gone
            pass
        finally:
            self._lines.put("")

    def readline(self, _most: int = LONGEST) -> str:
        """Return the next line; empty at the end of them all, or where something else comes before it."""
        self.interrupted = False
        while True:
            try:
                return self._lines.get(timeout=POLL)
            except queue.Empty:
                if self.interrupts():
                    self.interrupted = True
                    return ""
