"""A session that another window leads, read along as it goes on."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from postwise.train.cases import read_tree
from postwise.train.living_memory import LivingMemory
from postwise.train.session import Session
from postwise.train.store import resume

Mark = tuple[int, int, int] | None


class SessionFollower:
    """Follows a session's file: call `poll` every so often (a look costs little while nothing happens)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session: Session | None = None
        """The session as it was last seen; None before the first look."""
        self._seen: tuple[Mark, bytes] | None = None
        self._trees = lru_cache(read_tree)
        """Reads each tree of the session once."""

    def poll(self) -> Session | None:
        """Return the session if anything has happened since the last look, else None.

        Raises SessionFileError if the file has gone, or cannot be read.
        """
        now = (_mark(self.path), LivingMemory(self.path).kept())
        if now == self._seen and self.session is not None:
            return None
        self._seen, self.session = now, resume(self.path, self._trees)
        return self.session


def _mark(path: Path) -> Mark:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
