"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from postwise.errors import PostwiseError


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file in one go: a reader sees the old file or the new one, never half of either.

    Raises PostwiseError if the file cannot be written.
    """
    path = path.resolve() if path.is_symlink() else path
    temporary = ""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101 - the name came from mkstemp as a string
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        _forget(temporary)
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None
    except BaseException:
        _forget(temporary)
        raise


def write_new(path: Path, text: str) -> None:
    """Write a text to a file that is not there yet, whole or not at all.

    Raises PostwiseError if there is one already, or if it cannot be written.
    """
    handle, temporary = -1, ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - the name came from mkstemp as a string
        os.link(temporary, path)  # noqa: PTH200 - a link, unlike a rename, never takes the place of a file
    except FileExistsError:
        raise PostwiseError(f"{path} is there already and stays as it is. Choose another name.") from None
    except OSError as error:
        raise PostwiseError(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        _forget(temporary)


def _forget(temporary: str) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises PostwiseError if it cannot be read, or is not UTF-8.
    """
    import sys

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise PostwiseError(f"{name} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PostwiseError(f"{name} is not a text in UTF-8. Save it as UTF-8 and try again.") from None
