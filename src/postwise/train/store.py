"""A session on disk: a log of events, each there before it is shown, and what is held back from every disk.

The log is lines of JSON, appended and flushed to the disk before an event counts, for its owner only (mode 0600). What
might tell one person's vote, or of a case what may yet be too close to somebody, is never in it: the votes in a box,
and all of the case in hand until the session goes on from it, stand in memory that outlives a killed process
(`postwise.train.living_memory`). Where a system has none, the case is in the log at once, and a box in this process
alone. Of fewer than five voters no count is written at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from postwise import files
from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.ballot import SecretBallot, VoteKey
from postwise.train.cases import ReadTree, read_tree
from postwise.train.events import Event, SessionSetup, StoredModel, Voted, event_of
from postwise.train.held_file import HeldFile, replacing, temporary_for
from postwise.train.kept_clocks import KeptClocks
from postwise.train.living_memory import LivingMemory
from postwise.train.session import Session, SessionError
from postwise.train.tally import Tally, in_few_words

OPENING = b'{"sum":"'
MIDDLE = b'","is":'
START = len(OPENING) + 8 + len(MIDDLE)


class SessionFileError(PostwiseError):
    """A session's file cannot be read or written; the message names it."""


class SessionHeldError(SessionFileError):
    """Another window has the session open."""


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


class OpenSession:
    """A session that is being held, and its files. Only one process can have it open; any number can read along.

    `after`, `cast` and `leave_case` return the next session only once it is safe: on the disk, or held back where a
    killed process leaves it. If that fails they raise SessionFileError, and the session stays what it was.
    """

    def __init__(self, path: Path, file: HeldFile, session: Session, written: int) -> None:
        self.path = path
        self.session = session
        self._file = file
        self._written = written
        """How many of the events are in the log; the rest is held back."""
        self._memory = LivingMemory(path)
        self.clocks = KeptClocks(path)
        self.taken_up = False
        """Whether it had been broken off, or left, before."""

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
        hold = cls(path, file, session, len(session.events))
        hold.forget()  # what is left of a session that stood there before
        return hold

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
                session = _with_held_back(session_of(lines, path), path)
                file.cut(size)
                half = temporary_for(files.real_path(path))  # of a replacement, of a process that was killed
                half.unlink(missing_ok=True)
                (path.parent / f"{path.name}.box").unlink(missing_ok=True)  # where 0.1.0 had votes in the clear
            except BaseException:
                file.close()
                raise
        hold = cls(path, file, session, len(lines) - 1)
        hold.taken_up = True
        return hold

    @property
    def outlives(self) -> bool:
        """Whether a box outlives this process."""
        return self._memory.there

    def after(self, *events: Event) -> Session:
        """Return the session after these events, now that nothing of them can be lost."""
        following = self.session.after(*events)
        with _named(self.path):
            self._put_back()
            self._take(following, self._ready(following))
        return self.session

    def _ready(self, session: Session) -> int:
        """Return how many events go into the log: all up to those of the case in hand."""
        place = len(session.events)
        while session.case and place > self._written and session.events[place - 1].case == session.case:
            place -= 1
        return place

    def _take(self, session: Session, written: int) -> None:
        """Put the events up to so many into the log and hold the rest back; where nothing can hold it, log it too."""
        size = self._file.size
        try:
            session, written = self._logged(session, self._written, written)
            if not self._hold_back(session, written) and written < len(session.events):
                session, written = self._logged(session, written, len(session.events))
                self._hold_back(session, written)
        except OSError:
            self._file.cut(size)
            raise
        self.session, self._written = session, written

    def _logged(self, session: Session, begin: int, end: int) -> tuple[Session, int]:
        """Return the session with these events as they may be written down, and how many there are, now in the log."""
        told = _as_written(session.events[begin:end])
        if told != session.events[begin:end]:
            whole = (*session.events[:begin], *told, *session.events[end:])
            boxes = session.secret_ballots.values()
            session = Session.at_rules(session.setup, session.cases).after(*whole)
            for box in boxes:
                session = session.with_secret_ballot(box)
        if told:
            self._file.append(*map(_line, told))
        return session, begin + len(told)

    def _hold_back(self, session: Session, written: int) -> bool:
        """Hold back what is not in the log, and the boxes; tell whether it could be.

        A box that nothing can hold stands in this process alone.
        """
        if len(session.events) == written and not session.secret_ballots:
            self._memory.forget()
            return True
        return self._memory.keep(line_of([_held_back(session, written)]))

    def cast(self, chosen: Iterable[str] | None) -> Session:
        """Return the session with one secret vote more (None: pass); no disk has anything of it.

        Raises what `transitions.cast` raises if the vote cannot be given.
        """
        following = transitions.cast(self.session, chosen)
        with _named(self.path):
            self._put_back()
        self._hold_back(following, self._written)
        self.session = following
        return following

    def leave_case(self) -> Session:
        """Return the session without the case it is in, now that nothing of it is left."""
        following = transitions.leave_case(self.session)
        with _named(self.path):
            self._put_back()
            # whichever of the two logs is there, if we are killed in between, has its boxes
            self._memory.keep(line_of([_held_back(self.session, self._written), _held_back(following, None)]))
            self._write_whole(following.setup, following.events)
        self.session, self._written = following, len(following.events)
        self._hold_back(following, self._written)
        return following

    def _put_back(self) -> None:
        """Write the session into its file again, where somebody has taken that away meanwhile, or written into it."""
        here = self._file.is_at(self.path)
        if self.path.exists() and not here:
            raise SessionFileError(f"Another file stands at {self.path} now. Move it away, and the session goes on.")
        if not here or not self._file.is_whole:
            self._write_whole(self.session.setup, self.session.events[: self._written])

    def _write_whole(self, setup: SessionSetup, events: Sequence[Event]) -> None:
        file = files.real_path(self.path)  # with a link replaced, all of a case that is left would stay where it leads
        with replacing(file, b"".join((_header(setup), *map(_line, events)))) as whole:
            self._file.close()
            try:
                whole.replace(file)
            finally:
                self._file = HeldFile.open(self.path)

    def forget(self) -> None:
        """Let nothing of the session stay in memory."""
        self._memory.forget()
        self.clocks.forget()

    def hand_over(self) -> bool:
        """Let go of the file as it is, for another window that goes on at once; False if it could not have all."""
        if not self._hold_back(self.session, self._written):
            return False
        self._file.close()
        return True

    def close(self) -> None:
        """Put what is left of the case in hand in the log, and let go of the file; another process may go on with it.

        Whoever leaves may switch the machine off. A box stays where it is. Raises SessionFileError if the disk does
        not take it; then it is held back still, and the file is ours.
        """
        if self._file.is_open and self._written < len(self.session.events):
            with _named(self.path):
                self._put_back()
                self._take(self.session, len(self.session.events))
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.close()
        finally:
            self._file.close()


def resume(path: Path, read: ReadTree = read_tree) -> Session:
    """Return the session that a file holds, without opening it for more: as far as it came, with its counts.

    Raises SessionFileError if the file cannot be read or is damaged.
    """
    with _named(path):
        return _with_held_back(session_of(read_lines(files.read(path), path)[0], path, read), path)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into one sentence that names it."""
    try:
        yield
    except FileExistsError:
        raise SessionFileError(f"{path} is there already. Choose another name, or resume it.") from None
    except BlockingIOError:
        raise SessionHeldError(f"{path} is open in another window. Close the session there first.") from None
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


def _as_written(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events as they may be written down: of a vote that was counted again, the last count alone.

    Between two counts of one vote lies what came in meanwhile, one vote as it may be.
    """
    last = {_vote_of(event): place for place, event in enumerate(events) if isinstance(event, Voted)}
    told = (
        event for place, event in enumerate(events) if not isinstance(event, Voted) or last[_vote_of(event)] == place
    )
    return tuple(map(_in_few_words, told))


def _vote_of(event: Voted) -> VoteKey:
    return event.case, event.question, event.vote


def _in_few_words(event: Event) -> Event:
    """Return an event as it may be written down: of fewer than five voters no count, and of confidence no lead."""
    if not isinstance(event, Voted):
        return event
    return event.model_copy(update={"votes": in_few_words(event.votes, secret=not event.case)})


# What is held back


class HeldBox(StoredModel):
    """A vote in secret so far, and how often it had been counted by then: once counted again, it is spent."""

    case: str
    question: str
    vote: Literal[1, 2]
    votes: Tally
    counted: int


class HeldBack(StoredModel):
    """What is held back beside a log of so many events, which have a sum."""

    written: int
    sum: int
    events: tuple[Event, ...]
    boxes: tuple[HeldBox, ...]


HELD_BACK = TypeAdapter(tuple[HeldBack, ...])


def _times_counted(session: Session, key: VoteKey) -> int:
    votes = (event for event in session.events if isinstance(event, Voted))
    return sum((event.case, event.question, event.vote) == key for event in votes)


def _sum(events: Iterable[Event]) -> int:
    return zlib.crc32(b"".join(map(_line, events)))


def _held_back(session: Session, written: int | None) -> dict[str, Any]:
    """Return what is held back of a session with so many events in its log; None if all are."""
    log = session.events[:written]
    boxes = (
        HeldBox(case=case, question=question, vote=vote, votes=box.open(), counted=_times_counted(session, key))
        for key, box in session.secret_ballots.items()
        for case, question, vote in [key]
    )
    rest = session.events[len(log) :]
    held = HeldBack(written=len(log), sum=_sum(log), events=rest, boxes=tuple(boxes))
    return held.model_dump(mode="json")


def _with_held_back(session: Session, path: Path) -> Session:
    """Return the session that a log makes, with what is held back beside it.

    Some of what was held back may have been written down since, and a process have been killed at it; its boxes may be
    open still.
    """
    try:
        states = HELD_BACK.validate_python(data_of(LivingMemory(path).kept().rstrip(b"\n")))
        held = next((each for each in states if each.sum == _sum(session.events[: each.written])), None)
        if held is None:
            return session
        since = session.events[held.written :]
        told = _as_written(held.events)
        if since == told[: len(since)]:
            session = session.after(*(told[len(since) :] if since else held.events))
    except (ValueError, SessionError):  # a ValidationError is one
        return session
    for box in held.boxes:
        key: VoteKey = (box.case, box.question, box.vote)
        known = not box.case or box.case in session.order
        if known and _times_counted(session, key) == box.counted:
            session = session.with_secret_ballot(SecretBallot(key, box.votes))
    return session
