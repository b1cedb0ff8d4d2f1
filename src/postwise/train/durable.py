"""Bytes that are on the disk when a call returns: appended to a file that one process holds, or replaced whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing keeps a second process out
    fcntl = None  # type: ignore[assignment]

OWNER_ONLY = 0o600


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; where a folder cannot be opened, as on Windows, the system sees to it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(handle: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(handle, raw) :]
    os.fsync(handle)


def _hold(handle: int) -> None:
    """Keep other processes from holding the same file. Raises BlockingIOError if one does."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _replaced(path: Path, raw: bytes) -> int:
    """Put a new file in the place of one, and return it still open and held. The name is never of half a file."""
    temporary = _temporary(path)
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        _hold(handle)
        _write(handle, raw)
        temporary.replace(path)
    except BaseException:
        os.close(handle)
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return handle


def _temporary(path: Path) -> Path:
    """Return where the next contents of a file stand until they are whole: always there, so that none stays behind."""
    return path.with_name(f".{path.name}.new")


def sweep(path: Path) -> None:
    """Take away what a process that was killed may have left of a replacement."""
    _temporary(path).unlink(missing_ok=True)


def replace_whole(path: Path, raw: bytes) -> None:
    """Replace a file, for its owner only. Raises OSError if it cannot be written; then the old one is still there."""
    os.close(_replaced(path, raw))


class Appended:
    """A file that this process holds and appends to."""

    def __init__(self, handle: int, size: int) -> None:
        self._handle = handle
        self._size = size

    @classmethod
    def create(cls, path: Path) -> Appended:
        """Return a new file. Raises FileExistsError if there is one, OSError if none can be made."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        _hold(handle)
        return cls(handle, 0)

    @classmethod
    def open(cls, path: Path) -> Appended:
        """Return a file that is there. Raises BlockingIOError if another process holds it, OSError if it cannot be."""
        handle = os.open(path, os.O_RDWR)
        try:
            _hold(handle)
        except OSError:
            os.close(handle)
            raise
        return cls(handle, os.fstat(handle).st_size)

    def cut(self, size: int) -> None:
        """Shorten the file to so many bytes; what follows is appended there."""
        if size != self._size:
            os.ftruncate(self._handle, size)
            os.fsync(self._handle)
        self._size = size

    def append(self, *lines: bytes) -> None:
        """Append lines. Raises OSError if the disk does not take them; then the file is as it was."""
        raw = b"".join(lines)
        os.lseek(self._handle, self._size, os.SEEK_SET)
        try:
            _write(self._handle, raw)
        except OSError:
            os.ftruncate(self._handle, self._size)
            raise
        self._size += len(raw)

    def replaced(self, path: Path, lines: Iterable[bytes]) -> Appended:
        """Return a new file with these lines that has taken the place of this one, and let go of the old."""
        raw = b"".join(lines)
        following = Appended(_replaced(path, raw), len(raw))
        self.close()
        return following

    def close(self) -> None:
        """Let go of the file. Doing so again does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
