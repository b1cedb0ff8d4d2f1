"""A session on disk: a log of events, each there before it is shown, and the boxes of secret votes beside it.

The log is lines of JSON, appended and flushed to the disk before an event counts. A vote in secret is no event: an
appended log of single votes would have their order in it. What is on disk of it is the running tally, in a small file
beside the log that each vote replaces whole. Both files are for their owner only (mode 0600).
"""

from __future__ import annotations

import json
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
from postwise.train.held_file import HeldFile, replacing, temporary_for
from postwise.train.session import Session, SessionError

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
                    temporary_for(kept).unlink(missing_ok=True)
            except BaseException:
                file.close()
                raise
        log = cls(path, file, session)
        log._write_secret_ballots(session)
        return log

    def after(self, *events: Event) -> Session:
        """Return the session after these events, now that they are on the disk."""
        following = self.session.after(*events)
        with _named(self.path):
            self._put_back()
            size = self._file.size
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
        with _named(self.path):
            self._put_back()
        self._write_secret_ballots(following)
        self.session = following
        return following

    def leave_case(self) -> Session:
        """Return the session without the case it is in, now that nothing of it is left in the files."""
        following = transitions.leave_case(self.session)
        with _named(self.path):
            self._put_back()
            self._write_whole(following)
        self.session = following
        self._write_secret_ballots(following)
        return following

    def _put_back(self) -> None:
        """Write the session into its file again, where somebody has taken that away meanwhile, or written into it."""
        here = self._file.is_at(self.path)
        if self.path.exists() and not here:
            raise SessionFileError(f"Another file stands at {self.path} now. Move it away, and the session goes on.")
        if not here or not self._file.is_whole:
            self._write_whole(self.session)

    def _write_whole(self, session: Session) -> None:
        with replacing(self.path, b"".join((_header(session.setup), *map(_line, session.events)))) as whole:
            self._file.close()
            try:
                whole.replace(self.path)
            finally:
                self._file = HeldFile.open(self.path)

    def _write_secret_ballots(self, session: Session) -> None:
        """Put the boxes on the disk; no open box, no file."""
        path = secret_path(self.path)
        with _named(path):
            if session.secret_ballots:
                with replacing(path, line_of(_secret_entries(session))) as whole:
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
