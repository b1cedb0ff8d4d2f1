"""Files written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postwise.errors import PostwiseError


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


def _write_into(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None


@contextmanager
def _written_beside(path: Path, text: str) -> Iterator[Path]:
    """Give a file beside `path` that holds the text and is on the disk; it is gone afterwards, whatever happens."""
    written: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        written = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o666 & ~_umask())
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
    """Return the text of a file, or of standard input for ``-``.

    Raises PostwiseError if it cannot be read, or is not UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise PostwiseError(f"{name} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PostwiseError(f"{name} is not a text in UTF-8. Save it as UTF-8 and try again.") from None
