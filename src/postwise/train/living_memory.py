"""What no disk may ever have in it: kept in memory that outlives this process, where a system has such, or nowhere.

POSIX shared memory stays when a process is killed and goes when the machine is switched off. There is none on Windows,
nor where nothing of the kind is mounted; whoever keeps something here hears so, and decides what then becomes of it.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
import sys
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from postwise.files import real_path

try:
    from _posixshmem import shm_open, shm_unlink  # type: ignore[import-not-found]  # as multiprocessing does
except ImportError:  # on Windows, and where Python was built without
    shm_open = shm_unlink = None

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HALF = 1 << 19
"""As many bytes has each half; the two are written in turn: a state stands until the next is whole, and no longer."""
HEAD = struct.Struct("<QII")
"""Before what is kept: how often has been written, how many bytes, and the sum of it all."""
MOST = HALF - HEAD.size
LINUX_MEMORY = "/dev/shm"  # noqa: S108 - it is looked whether it is memory, and never written into by this name


def _there_is_memory() -> bool:
    """Tell whether there is memory of the kind; on Linux a folder of that name might be one on a disk."""
    if shm_open is None:
        return False
    return sys.platform != "linux" or os.path.ismount(LINUX_MEMORY)


class LivingMemory:
    """What belongs to one file and is never in it; `about` tells several such things apart."""

    def __init__(self, path: Path, about: str = "") -> None:
        place = hashlib.sha256(os.fsencode(real_path(path)) + about.encode()).hexdigest()
        self.name = f"/postwise-{place[:20]}"  # no longer than macOS takes

    @property
    def there(self) -> bool:
        """Whether there is such memory here."""
        return _there_is_memory()

    def keep(self, raw: bytes) -> bool:
        """Keep this in the place of what was kept; False, and as it was, where it cannot be."""
        if len(raw) > MOST:
            return False
        with self._mapped(create=True) as kept:
            if kept is None:
                return False
            times, _ = _newest(kept)
            begin = HALF * ((times + 1) % 2)
            kept[begin + HEAD.size : begin + HEAD.size + len(raw)] = raw
            kept[begin : begin + HEAD.size] = HEAD.pack(times + 1, len(raw), _sum(times + 1, raw))
            end = begin + HEAD.size + len(raw)
            kept[end : begin + HALF] = bytes(begin + HALF - end)  # what a longer state, and the one before this, had:
            other = HALF - begin  # between two states lies one vote
            kept[other : other + HALF] = bytes(HALF)
        return True

    def kept(self) -> bytes:
        """Return what is kept, also by a process that was killed; empty if nothing is."""
        with self._mapped() as kept:
            return b"" if kept is None else _newest(kept)[1]

    def forget(self) -> None:
        """Keep nothing any more."""
        if self.there:
            with suppress(OSError):
                shm_unlink(self.name)

    @contextmanager
    def _mapped(self, *, create: bool = False) -> Iterator[mmap.mmap | None]:
        """Give the memory, made if need be; None where there is none, or it is somebody else's."""
        handle = self._opened(create=create) if self.there else -1
        if handle < 0:
            yield None
            return
        try:
            with mmap.mmap(handle, 2 * HALF) as kept:
                yield kept
        finally:
            os.close(handle)

    def _opened(self, *, create: bool) -> int:
        """Return the memory as a handle, -1 if it cannot be had."""
        if sys.platform == "win32":
            return -1
        with suppress(OSError):
            handle: int = shm_open(self.name, os.O_RDWR, mode=0o600)
            status = os.fstat(handle)
            if status.st_uid == os.geteuid() and status.st_size >= 2 * HALF:
                return handle
            os.close(handle)  # somebody else made it, who could read along; or whoever made it was killed at it
            shm_unlink(self.name)
        if not create:
            return -1
        with suppress(OSError):
            handle = shm_open(self.name, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600)
            try:
                os.ftruncate(handle, 2 * HALF)
                if hasattr(os, "posix_fallocate"):  # memory that is only promised ends the process once it is missing
                    os.posix_fallocate(handle, 0, 2 * HALF)
            except OSError:
                os.close(handle)
                shm_unlink(self.name)
                raise
            return handle
        return -1


def _sum(times: int, raw: bytes) -> int:
    return zlib.crc32(raw, times & 0xFFFFFFFF)


def _newest(kept: mmap.mmap) -> tuple[int, bytes]:
    """Return how often has been written and what was written last; 0 and nothing if nothing whole is there."""
    found = (0, b"")
    for begin in (0, HALF):
        times, size, total = HEAD.unpack(kept[begin : begin + HEAD.size])
        raw = kept[begin + HEAD.size : begin + HEAD.size + min(size, MOST)]
        if times > found[0] and total == _sum(times, raw):
            found = (times, raw)
    return found
