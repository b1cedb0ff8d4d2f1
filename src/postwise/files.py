"""The one way in and out to the disk: files read up to a limit, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from postwise.errors import PostwiseError

MEGABYTE = 1_000_000
FILE_LIMIT = 100 * MEGABYTE
"""What is read of a tree or a session at the most: some hundred thousand questions."""
TEXT_LIMIT = 10 * MEGABYTE
"""What is read of somebody's own words."""
PRIVATE = 0o600
"""What may be done with a file that is for the person alone."""
READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""How a file is opened, so that a named pipe or a device does not keep us waiting."""


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file in one go: a reader sees the old file or the new one, never half of either.

    What is no file, such as a named pipe or a device, is written into as it stands. Raises PostwiseError if that
    cannot be done.
    """
    path = path.resolve() if path.is_symlink() else path
    if path.exists() and not path.is_file() and not path.is_dir():
        _write_into(path, text)
        return
    with _written_beside(path, text) as written:
        if path.exists():
            written.chmod(path.stat().st_mode & 0o777)
        written.replace(path)


def write_new(path: Path, text: str) -> None:
    """Write a text to a file that is not there yet, whole or not at all.

    Raises PostwiseError if there is one already, or if it cannot be written.
    """
    with _written_beside(path, text) as written:
        try:
            path.hardlink_to(written)  # unlike a rename, a link never takes the place of a file
        except FileExistsError:
            raise PostwiseError(f"{path} is there already and stays as it is. Choose another name.") from None


def write_private(path: Path, text: str) -> None:
    """Write a text, in one go, to a file that is for the person alone, as is the folder if there was none.

    A link there is replaced and not followed. Raises PostwiseError if it cannot be written.
    """
    try:
        make_private(path.parent)
    except OSError as error:
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None
    with _written_beside(path, text, PRIVATE) as written:
        written.replace(path)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the person alone; raises OSError if that cannot be."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def _write_into(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None


@contextmanager
def _written_beside(path: Path, text: str, mode: int | None = None) -> Iterator[Path]:
    """Give a file beside `path` that holds the text and is on the disk; it is gone afterwards, whatever happens."""
    written: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        written = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o666 & ~_umask() if mode is None else mode)
        yield written
    except OSError as error:
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        if written is not None:
            written.unlink(missing_ok=True)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def read_text(name: str) -> str:
    """Return the text of a file or a named pipe, or of standard input for ``-``.

    Raises PostwiseError if it cannot be read, is too large, or is not UTF-8.
    """
    try:
        raw = _within(sys.stdin.buffer, TEXT_LIMIT, name) if name == "-" else read(Path(name), TEXT_LIMIT, pipes=True)
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise PostwiseError(f"{name} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PostwiseError(f"{name} is not a text in UTF-8. Save it as UTF-8 and try again.") from None


def read(path: Path, limit: int = FILE_LIMIT, *, pipes: bool = False) -> bytes:
    """Return what stands in a file, of at most so many bytes; of a named pipe too where `pipes` says so.

    Raises OSError if it cannot be opened, and PostwiseError if it is something else than a file, or larger.
    """
    if pipes and stat.S_ISFIFO(path.stat().st_mode):
        with path.open("rb") as file:
            return _within(file, limit, str(path))
    handle = os.open(path, READING)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise PostwiseError(f"{path} is not a file that can be read.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return _within(file, limit, str(path))
    finally:
        os.close(handle)


def _within(file: BinaryIO, limit: int, name: str) -> bytes:
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise PostwiseError(f"{name} is larger than {limit // MEGABYTE} MB, and that is more than postwise reads.")
    return raw
