"""A session on disk: a log of events, each there before it is shown, and the boxes of secret votes beside it.

The log is lines of JSON, appended and flushed to the disk before an event counts. A vote in secret is no event: an
appended log of single votes would have their order in it. What is on disk of it is the running tally, in a small file
beside the log that each vote replaces whole. Both files are for their owner only (mode 0600).
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from postwise import files
from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.ballot import SecretBallot, VoteKey
from postwise.train.cases import ReadTree, read_tree
from postwise.train.events import Event, SessionSetup, Voted, event_of
from postwise.train.session import Session, SessionError

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
def _beside(path: Path, raw: bytes) -> Iterator[Path]:
    """Give a closed file beside one, with its next contents on the disk; it is gone afterwards, or has taken its place.

    Closed, because on Windows a file that is open can be neither moved nor replaced.
    """
    temporary = _temporary(path)
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


def _temporary(path: Path) -> Path:
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


OPENING = b'{"sum":"'
MIDDLE = b'","is":'
START = len(OPENING) + 8 + len(MIDDLE)


class SessionFileError(PostwiseError):
    """A session's file cannot be read or written; the message names it."""


def line_of(data: Any) -> bytes:
    """Return data as one line: ``{"sum":"<CRC-32>","is":<JSON>}`` and a line break."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")
    return b"%s%08x%s%s}\n" % (OPENING, zlib.crc32(body), MIDDLE, body)


def data_of(line: bytes) -> Any:
    """Return the data of a line, without its line break.

    Raises ValueError if it is not a whole line as `line_of` makes it.
    """
    body = line[START:-1]
    if line[:START] != OPENING + b"%08x" % zlib.crc32(body) + MIDDLE or line[-1:] != b"}":
        raise ValueError("not a whole line")
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nothing of ours lies so deep") from None


def read_lines(raw: bytes, path: Path) -> tuple[list[Any], int]:
    """Return the data of the whole lines of a file, and how many bytes they take; what follows was never acknowledged.

    Raises SessionFileError if a broken line has a whole one behind it: that file was changed by something else.
    """
    lines: list[Any] = []
    size = place = 0
    broken = False
    for line in raw.split(b"\n")[:-1]:
        place += len(line) + 1
        try:
            data = data_of(line)
        except ValueError:
            broken = True
            continue
        if broken:
            raise SessionFileError(f"{path} is damaged: line {len(lines) + 1} is not as postwise wrote it.")
        lines.append(data)
        size = place
    return lines, size


def secret_path(path: Path) -> Path:
    """Return where the boxes of a session's secret votes are kept while they are going on."""
    return path.parent / f"{path.name}.box"


class OpenSession:
    """A session that is being held, and its files. Only one process can have it open; any number can read along.

    `after`, `cast` and `leave_case` return the next session only once it is safe on the disk. If that fails they raise
    SessionFileError, and the session stays what it was.
    """

    def __init__(self, path: Path, file: HeldFile, session: Session) -> None:
        self.path = path
        self.session = session
        self._file = file

    @classmethod
    def begin(cls, path: Path, session: Session) -> OpenSession:
        """Return the log of a new session, in a new file.

        Raises SessionFileError if there is such a file already, or none can be made.
        """
        with _named(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = HeldFile.create(path)
            try:
                file.append(_header(session.setup), *map(_line, session.events))
                files.sync_folder(path.parent)
            except OSError:  # an empty file would stand in the way of the next try
                file.close()
                path.unlink(missing_ok=True)
                raise
        return cls(path, file, session)

    @classmethod
    def resume(cls, path: Path) -> OpenSession:
        """Return the log of a session that was broken off, at the same step with the same counts.

        What was being written when the power went is cut off. Raises SessionFileError if the file cannot be read, is
        damaged, or is open in another process.
        """
        with _named(path):
            file = HeldFile.open(path)
            try:
                lines, size = read_lines(file.read(), path)
                session = with_secret_ballots(session_of(lines, path), path)
                file.cut(size)
                for kept in (path, secret_path(path)):  # a process that was killed may have left half of a replacement
                    _temporary(kept).unlink(missing_ok=True)
            except BaseException:
                file.close()
                raise
        log = cls(path, file, session)
        log._write_secret_ballots(session)
        return log

    def after(self, *events: Event) -> Session:
        """Return the session after these events, now that they are on the disk."""
        following = self.session.after(*events)
        size = self._file.size
        with _named(self.path):
            if events:
                self._file.append(*map(_line, events))
            try:
                if following.secret_ballots.keys() != self.session.secret_ballots.keys():
                    self._write_secret_ballots(following)
            except SessionFileError:
                self._file.cut(size)  # left there, they would be written once more at the next try
                raise
        self.session = following
        return following

    def cast(self, chosen: Iterable[str] | None) -> Session:
        """Return the session with one secret vote more (None: pass), now that the running tally is on the disk.

        Raises what `transitions.cast` raises if the vote cannot be given.
        """
        following = transitions.cast(self.session, chosen)
        self._write_secret_ballots(following)
        self.session = following
        return following

    def leave_case(self) -> Session:
        """Return the session without the case it is in, now that nothing of it is left in the files."""
        following = transitions.leave_case(self.session)
        lines = (_header(following.setup), *map(_line, following.events))
        with _named(self.path), _beside(self.path, b"".join(lines)) as whole:
            self._file.close()
            try:
                whole.replace(self.path)
            finally:
                self._file = HeldFile.open(self.path)
        self.session = following
        self._write_secret_ballots(following)
        return following

    def _write_secret_ballots(self, session: Session) -> None:
        """Put the boxes on the disk; no open box, no file."""
        path = secret_path(self.path)
        with _named(path):
            if session.secret_ballots:
                with _beside(path, line_of(_secret_entries(session))) as whole:
                    whole.replace(path)
            elif path.exists():
                path.unlink()
                files.sync_folder(path.parent)

    def close(self) -> None:
        """Let go of the file; another process may go on with the session."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def resume(path: Path, read: ReadTree = read_tree) -> Session:
    """Return the session that a file holds, without opening it for more: as far as it came, with its counts.

    Raises SessionFileError if the file cannot be read or is damaged.
    """
    with _named(path):
        return with_secret_ballots(session_of(read_lines(files.read(path), path)[0], path, read), path)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into one sentence that names it."""
    try:
        yield
    except FileExistsError:
        raise SessionFileError(f"{path} is there already. Choose another name, or resume it.") from None
    except BlockingIOError:
        raise SessionFileError(f"{path} is open in another window. Close the session there first.") from None
    except OSError as error:
        raise SessionFileError(f"{path}: {error.strerror or error}.") from None


def _header(setup: SessionSetup) -> bytes:
    return line_of(setup.model_dump(mode="json", by_alias=True))


def _line(event: Event) -> bytes:
    return line_of(event.model_dump(mode="json", exclude_defaults=True) | {"kind": event.kind})


def session_of(lines: Sequence[Any], path: Path, read: ReadTree = read_tree) -> Session:
    """Return the session that the data of a file's lines make; `read` makes trees of the texts in it.

    Raises SessionFileError if there are none, or they are whole and yet not those of a session.
    """
    if not lines:
        raise SessionFileError(f"{path} holds no session.")
    first, *rest = lines
    try:
        return Session.replay(SessionSetup.model_validate(first), map(event_of, rest), read)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"])) or "a line"
        why = "its counts do not add up" if wrong["type"] == "value_error" else f'"{place}" is not right'
    except SessionError as error:
        raise SessionFileError(f"{path}: {error}") from None
    raise SessionFileError(f"{path} is no session that this postwise can read: {why}.")


# The boxes


def _times_counted(session: Session, key: VoteKey) -> int:
    """Return how often a vote has been counted: a box that was on the disk before its last counting is spent."""
    votes = (event for event in session.events if isinstance(event, Voted))
    return sum((event.case, event.question, event.vote) == key for event in votes)


class SecretEntry(Voted):
    """A box as it stands in the file beside a session's: a vote so far, and how often it had been counted by then."""

    counted: int


SECRET_ENTRIES = TypeAdapter(list[SecretEntry])


def _secret_entries(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "question": question,
            "vote": vote,
            "counted": _times_counted(session, (case, question, vote)),
            "votes": asdict(ballot.open()),
        }
        for (case, question, vote), ballot in session.secret_ballots.items()
    ]


def with_secret_ballots(session: Session, path: Path) -> Session:
    """Return the session with the boxes kept beside its file, as far as they have not been opened since."""
    try:
        entries = SECRET_ENTRIES.validate_python(data_of(files.read(secret_path(path)).rstrip(b"\n")))
    except (FileNotFoundError, ValueError):  # a ValidationError is one
        return session
    for entry in entries:
        key: VoteKey = (entry.case, entry.question, entry.vote)
        known = not entry.case or entry.case in session.order
        if known and _times_counted(session, key) == entry.counted:
            session = session.with_secret_ballot(SecretBallot(key, entry.votes))
    return session


Mark = tuple[int, int, int] | None


class SessionFollower:
    """Follows a session's file: call `poll` every so often (each look costs two `stat`s while nothing happens)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session: Session | None = None
        """The session as it was last seen; None before the first look."""
        self._seen: tuple[Mark, Mark] | None = None
        self._trees = lru_cache(read_tree)
        """Reads each tree of the session once."""

    def poll(self) -> Session | None:
        """Return the session if anything has happened since the last look, else None.

        Raises SessionFileError if the file has gone, or cannot be read.
        """
        now = (_mark(self.path), _mark(secret_path(self.path)))
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
