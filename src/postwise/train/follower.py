"""A second window that follows a session: it reads the files of the first, and never writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from postwise.train.events import event_of
from postwise.train.session import NOTHING, Session
from postwise.train.store import START, SessionFileError, box_path, read_lines, session_of, with_boxes

Mark = tuple[int, int, int] | None


class SessionFollower:
    """Follows a session's file: call `poll` every so often (each look costs two `stat`s while nothing happens)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session: Session | None = None
        """The session as it was last seen; None before the first look."""
        self._seen: tuple[Mark, Mark] | None = None
        self._read = 0
        self._first = b""

    def poll(self) -> Session | None:
        """Return the session if anything has happened since the last look, else None.

        Raises SessionFileError if the file has gone, or cannot be read.
        """
        now = (_mark(self.path), _mark(box_path(self.path)))
        if now == self._seen and self.session is not None:
            return None
        try:
            session = self._take_in()
        except OSError as error:
            raise SessionFileError(f"{self.path}: {error.strerror or error}.") from None
        self._seen, self.session = now, with_boxes(session, self.path)
        return self.session

    def _take_in(self) -> Session:
        """Return the session with what has been appended; read afresh if a case was left and the file replaced.

        Every file begins with the checksum of its set-up, and that changes with the cases.
        """
        with self.path.open("rb") as file:
            first = file.read(START)
            known = self.session if first == self._first else None
            file.seek(self._read if known is not None else 0)
            found = read_lines(file.read(), str(self.path))
        if known is not None:
            self._read += found.size
            kept = replace(known, boxes=NOTHING)
            return kept.after(*map(event_of, found.data))
        session = session_of(found.data, self.path)
        self._read, self._first = found.size, first
        return session


def _mark(path: Path) -> Mark:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
