"""A file that this process holds, appends to and replaces whole: on the disk before anybody is told, on all systems."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postwise import files

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR = 1 << 40
"""Where Windows marks a file as held: behind all that is ever in it, for nobody can read there meanwhile."""


def _write(handle: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(handle, raw) :]
    os.fsync(handle)


def _hold(handle: int) -> None:
    """Keep other processes from holding the same file. Raises BlockingIOError if one does."""
    if sys.platform == "win32":
        os.lseek(handle, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def replacing(path: Path, raw: bytes) -> Iterator[Path]:
    """Give a closed file beside one, with its next contents on the disk; it is gone afterwards, or has taken its place.

    Closed, because on Windows a file that is open can be neither moved nor replaced.
    """
    temporary = temporary_for(path)
    try:
        handle = files.open_own(temporary, os.O_CREAT | os.O_TRUNC | files.NO_LINK)
        try:
            _write(handle, raw)
        finally:
            os.close(handle)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
    files.sync_folder(path.parent)


def temporary_for(path: Path) -> Path:
    """Return where the next contents of a file stand until they are whole: always there, so that none stays behind."""
    return path.parent / f".{path.name}.new"


class HeldFile:
    """A file that this process holds and appends to."""

    def __init__(self, handle: int, size: int) -> None:
        self._handle = handle
        self.size = size
        """How many bytes of it are ours."""

    @classmethod
    def create(cls, path: Path) -> HeldFile:
        """Return a new file. Raises FileExistsError if there is one, OSError if none can be made."""
        handle = files.open_own(path, os.O_CREAT | os.O_EXCL)
        _hold(handle)
        return cls(handle, 0)

    @classmethod
    def open(cls, path: Path) -> HeldFile:
        """Return a file that is there. Raises BlockingIOError if another process holds it, OSError if it cannot be."""
        handle = files.open_own(path)
        try:
            _hold(handle)
            held = os.fstat(handle)
            if not os.path.samestat(held, path.stat()):  # it was replaced while it was opened
                raise BlockingIOError
        except OSError:
            os.close(handle)
            raise
        return cls(handle, held.st_size)

    def is_at(self, path: Path) -> bool:
        """Tell whether it is this file that a path leads to."""
        return self._handle >= 0 and path.exists() and os.path.samestat(os.fstat(self._handle), path.stat())

    @property
    def is_open(self) -> bool:
        """Whether it is still held."""
        return self._handle >= 0

    @property
    def is_whole(self) -> bool:
        """Whether it is as long as it was left: nobody else has written into it, or emptied it."""
        return os.fstat(self._handle).st_size == self.size

    def read(self) -> bytes:
        """Return all that stands in the file. Raises OSError if that is too much."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        with os.fdopen(self._handle, "rb", closefd=False) as file:
            return files.within(file)

    def cut(self, size: int) -> None:
        """Shorten the file to so many bytes; what follows is appended there."""
        if size != self.size:
            os.ftruncate(self._handle, size)
            os.fsync(self._handle)
        self.size = size

    def append(self, *lines: bytes) -> None:
        """Append lines. Raises OSError if the disk does not take them; then the file is as it was."""
        raw = b"".join(lines)
        os.lseek(self._handle, self.size, os.SEEK_SET)
        try:
            _write(self._handle, raw)
        except OSError:
            os.ftruncate(self._handle, self.size)
            raise
        self.size += len(raw)

    def close(self) -> None:
        """Let go of the file. Doing so again does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
