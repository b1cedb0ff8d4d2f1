"""The one way in and out to the disk: files read up to a limit, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Literal

from postwise.errors import PostwiseError
from postwise.text import on_one_line

MEGABYTE = 1_000_000
FILE_LIMIT = 100 * MEGABYTE
"""What is read of a tree or a session at the most: some hundred thousand questions."""
TEXT_LIMIT = 10 * MEGABYTE
"""What is read of somebody's own words."""
NEVER_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""How a file is opened, so that no named pipe or device keeps us waiting, and line endings stay as they are."""
PATIENCE = 5.0
"""Seconds in which somebody has to open a named pipe that is to be read."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
OWNER_ONLY = 0o600


def full_name(path: Path) -> str:
    """Return the name of a file that holds wherever one stands; links in it stay, for they may lead elsewhere later."""
    path = path.absolute()
    plain = os.path.normpath(path)
    return plain if ".." not in path.parts or same_file(plain, path) else str(path)


def same_file(one: str | Path, other: str | Path) -> bool:
    """Tell whether two names are those of one file or folder."""
    try:
        return str(one) == str(other) or os.path.samefile(one, other)  # noqa: PTH121 - of names
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> Path:
    """Return where a path leads, whatever links are on it; one that leads to itself leads nowhere, and stays."""
    return Path(os.path.realpath(path))  # `Path.resolve` raises RuntimeError there, before Python 3.13


# Reading


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Give a file open to be read. Raises OSError if it cannot be opened, or is something else than a file."""
    with os.fdopen(_a_file(os.open(path, os.O_RDONLY | NEVER_WAITING)), "rb") as file:
        yield file


def read(path: Path, limit: int = FILE_LIMIT, *, pipes: bool = False) -> bytes:
    """Return what stands in a file, of at most so many bytes; of a named pipe too where `pipes` says so.

    Raises OSError if it cannot be opened, is something else than a file, or larger.
    """
    if pipes and stat.S_ISFIFO(path.stat().st_mode):
        return _read_pipe(path, limit)
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise _too_large(limit)
        return within(file, limit)


def _read_pipe(path: Path, limit: int) -> bytes:
    """Return what is written into a named pipe, as slowly as it may come. Raises OSError if nobody has it open."""
    with os.fdopen(os.open(path, os.O_RDONLY | NEVER_WAITING), "rb", buffering=0) as file:
        end = time.monotonic() + PATIENCE
        first: bytes | None = b""
        while first == b"":  # None: somebody has it open, and has not written yet
            if time.monotonic() > end:
                raise OSError(errno.ENXIO, "nobody writes into it")
            time.sleep(0.01)
            first = file.read(1)
        if sys.platform != "win32":
            os.set_blocking(file.fileno(), True)
        with os.fdopen(file.fileno(), "rb", closefd=False) as rest:
            return (first or b"") + within(rest, limit)


def within(file: BinaryIO, limit: int = FILE_LIMIT) -> bytes:
    """Return the rest of an open file. Raises OSError if that is more than so many bytes."""
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise _too_large(limit)
    return raw


def _too_large(limit: int) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {limit // MEGABYTE} MB, and that is more than postwise reads")


def read_text(name: str) -> str:
    """Return the text of a file or a named pipe, or of standard input for ``-``.

    Raises PostwiseError if it cannot be read, is too large, or is not UTF-8.
    """
    try:
        raw = within(sys.stdin.buffer, TEXT_LIMIT) if name == "-" else read(Path(name), TEXT_LIMIT, pipes=True)
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise PostwiseError(f"{name or Path()} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PostwiseError(f"{name} is not a text in UTF-8. Save it as UTF-8 and try again.") from None


def is_file(path: Path) -> bool:
    """Tell whether there is a file; no where nobody may look, or nothing can have such a name."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder; no where nobody may look, or nothing can have such a name."""
    try:
        return path.is_dir()
    except OSError:
        return False


def there(path: Path) -> bool:
    """Tell whether there is anything of a name, a link that leads nowhere too; no where nobody may look."""
    return os.path.lexists(path)


def no_folder(path: Path) -> bool:
    """Tell whether there is no folder for sure: where nobody may look, or a name is too long, what writes says so."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _a_file(handle: int) -> int:
    """Return a handle if a file is behind it, else let go of it and raise OSError."""
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "it is a folder")
    raise OSError(errno.EINVAL, "it is not a file")


# Writing


def write(path: Path, text: str) -> None:
    """Write a text to a file in one go: a reader sees the old file or the new one, never half of either.

    What is no file, such as a named pipe or a device, is written into as it stands. Raises PostwiseError if that
    cannot be done.
    """
    with _said(path):
        _put(path, _encoded(text))


def append(path: Path, text: str) -> None:
    """Write a text behind what stands in a file, which stays as it is, in one go.

    Raises PostwiseError if it cannot be read or written.
    """
    with _said(path):
        _put(path, read(path) + _encoded(text))


def write_new(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text to a file that is not there yet, whole or not at all; one that is private is for the person alone.

    Raises PostwiseError if there is one already, or if it cannot be written.
    """
    with _said(path):
        try:
            _replace(path, _encoded(text), OWNER_ONLY if private else None, new=True)
        except FileExistsError:
            raise PostwiseError(f"{path} is there already and stays as it is. Choose another name.") from None


def write_private(path: Path, text: str) -> None:
    """Write a text, in one go, to a file that is for the person alone, as is the folder if there was none.

    A link there is replaced and not followed. Raises PostwiseError if it cannot be written.
    """
    with _said(path):
        make_private(path.parent)
        _replace(path, _encoded(text), OWNER_ONLY)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the person alone; raises OSError if that cannot be."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def open_own(path: Path, how: int = 0) -> int:
    """Return a file of the person's own, open to be read and written; one that is made now is for nobody else.

    Raises OSError if it cannot be opened, or is something else than a file.
    """
    return _a_file(os.open(path, os.O_RDWR | NEVER_WAITING | how, OWNER_ONLY))


def _put(path: Path, raw: bytes) -> None:
    """Put bytes in the place of a file's own, or write them into what is no file."""
    before = path.stat().st_mode if path.exists() else None
    if before is not None and stat.S_ISDIR(before):
        raise PostwiseError(f"{path} is a folder. Name a file in it.")
    if before is not None and not stat.S_ISREG(before):
        _put_through(path, raw)
        return
    target = real_path(path) if path.is_symlink() else path
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    _replace(target, raw, before)


def _put_through(path: Path, raw: bytes) -> None:
    """Write bytes into a pipe or a device, which may take its time once somebody reads from it."""
    try:
        handle = os.open(path, os.O_WRONLY | NEVER_WAITING)
    except OSError as error:
        raise OSError(error.errno, "nobody reads from it") if error.errno == errno.ENXIO else error from None
    with os.fdopen(handle, "wb") as file:
        if sys.platform != "win32":
            os.set_blocking(handle, True)
        file.write(raw)


def _replace(path: Path, raw: bytes, mode: int | None, *, new: bool = False) -> None:
    """Put a new file in the place of one, or where none is, once it is whole and on the disk."""
    written = path.with_name(f".postwise-{os.urandom(6).hex()}")
    private = 0o666 if mode is None else OWNER_ONLY  # what others may see of a file, they may see when it is whole
    with undisturbed():
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NEVER_WAITING, private)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                written.chmod(mode & 0o777)  # whose it is may be another, so it does not act for them
            if new:
                path.touch(exist_ok=False)  # not every disk has the links that would do both in one step
            written.replace(path)
        except BaseException:
            written.unlink(missing_ok=True)
            raise


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no signal end us in between, so that nothing half done stays behind; it does afterwards."""
    if sys.platform == "win32":
        yield
    else:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _encoded(text: str) -> bytes:
    """Return a text as it is written: what is no character, as in some names of files, becomes a question mark."""
    return text.encode("utf-8", errors="replace")


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn what the system says of a file that is to be written into one sentence; nothing but a file may be meant."""
    check_name(path)
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = error.strerror or error
        if isinstance(error, FileNotFoundError) and no_folder(path.parent):
            why = f"there is no folder {on_one_line(str(path.parent))}"
        raise PostwiseError(f"{on_one_line(str(path))} cannot be written: {why}.") from None


def check_name(path: Path) -> None:
    """Raise PostwiseError, with a sentence, for what no file can be called: a folder's name, or none of any kind."""
    try:
        folder = not path.name or stat.S_ISDIR(path.lstat().st_mode)
    except OSError:  # what writes says so
        return
    except ValueError:
        raise PostwiseError(f"{on_one_line(str(path))} cannot be written: no file can have such a name.") from None
    if folder:
        raise PostwiseError(f"{on_one_line(str(path))} is a folder. Name a file in it.")


# Folders


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; where a folder cannot be opened, as on Windows, the system sees to it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


FOLDERS = {
    ("config", "win32"): ("APPDATA", "AppData/Roaming"),
    ("config", "darwin"): ("", "Library/Application Support"),
    ("config", ""): ("XDG_CONFIG_HOME", ".config"),
    ("data", "win32"): ("LOCALAPPDATA", "AppData/Local"),
    ("data", "darwin"): ("", "Library/Application Support"),
    ("data", ""): ("XDG_DATA_HOME", ".local/share"),
}
"""What names the folders of a person's settings and data on each system, and where they are below home otherwise."""


def own_folder(kind: Literal["config", "data"]) -> Path | None:
    """Return our folder among a person's settings or data; it need not exist. None where the system knows no home."""
    variable, below = FOLDERS.get((kind, sys.platform)) or FOLDERS[kind, ""]
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():
        return named / "postwise"
    home = typed_path("~")
    return home / below / "postwise" if home.is_absolute() else None


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return the path of a file that is not there yet, with a number behind its name if need be."""
    numbers = chain([""], (f"-{number}" for number in count(2)))
    return next(path for path in (folder / f"{stem}{number}{suffix}" for number in numbers) if not there(path))


def typed_path(text: str) -> Path:
    """Return the path that somebody typed, with ``~`` as they mean it where there is such a folder."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - `Path.expanduser` raises where there is none
