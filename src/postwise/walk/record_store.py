"""A person's own records: saved walks in a SQLite file that nobody else may read. The only place that knows SQLite."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from postwise import files
from postwise.errors import PostwiseError
from postwise.tree.model import Verdict
from postwise.walk.saved_walk import Keep, SavedTree, SavedWalk, record_of
from postwise.walk.walk import Walk
from postwise.walk.walking import goes_on, held, words_of

NAME = "records.sqlite3"
Found = TypeVar("Found")
Kept = TypeVar("Kept", "RecordSummary", SavedWalk)
HEAD = 100
"""Bytes of a file's head."""
WAITED_FOR = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""What SQLite says where another has the file for the moment."""
PATIENCE = 20.0
"""Seconds to wait for another postwise that is writing."""
MIGRATIONS = (
    """
    CREATE TABLE record (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        saved TEXT NOT NULL,
        keep TEXT NOT NULL,
        tree TEXT NOT NULL,
        title TEXT NOT NULL,
        version TEXT,
        fingerprint TEXT NOT NULL,
        outcome TEXT,
        verdict TEXT,
        headline TEXT,
        body TEXT NOT NULL
    )
    """,
)
"""What brings a file from each version to the next; `user_version` says how many have been done."""
COLUMNS = "id, saved, keep, tree, title, version, fingerprint, outcome, verdict, headline"
OTHER = "CASE WHEN json_valid(body) THEN json_extract(body, '$.other') IS 1 ELSE 0 END"
"""What SQLite finds out of what stands in a record's body: all else of it waits until the record is asked for."""


def data_folder() -> Path:
    """Return the folder of the person's own data; it need not exist. ``POSTWISE_DATA`` names another one.

    Raises PostwiseError if none is named and the system knows no home of theirs.
    """
    named = os.environ.get("POSTWISE_DATA")
    folder = files.typed_path(named) if named else files.own_folder("data")
    if folder is None:
        raise PostwiseError("There is no home folder here to keep records in. POSTWISE_DATA can name a folder.")
    return folder


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A record as a line in a list."""

    id: int
    saved: dt.datetime
    keep: Keep
    tree: SavedTree
    outcome: str | None
    """The outcome's id; None for a walk put aside before its end."""
    verdict: Verdict | None
    headline: str | None
    other: bool = False
    """Whether it is a road that was looked at beside one's own."""


SUMMARY, RECORD = TypeAdapter(RecordSummary), TypeAdapter(SavedWalk)
"""What makes values of what was kept, or says that it is damaged."""


NONE_SAVED = "Nothing is saved. A walk is kept only if you ask for it: at its end, or when you leave before."
"""What is said where there are no records."""


class Records:
    """The records in one file. Nothing is there before something is saved, and each call leaves the file closed.

    What is damaged in it is left out of lists; `damaged` says what that is.
    """

    def __init__(self, path: Path | None = None, patience: float = PATIENCE) -> None:
        self.path = path if path is not None else data_folder() / NAME
        self.patience = patience
        """Seconds to wait for another program that is writing."""

    def save(self, walk: Walk, keep: Keep = "recommendation", *, draft: str | None = None, other: bool = False) -> int:
        """Keep a finished walk, as much of it as wished, and return its number.

        An `other` road, looked at beside one's own, is kept as that. Raises PostwiseError if the walk is not finished,
        or the file cannot be written.
        """
        if walk.outcome is None:
            raise PostwiseError("This walk has not come to its end. It can be put aside to go on with later.")
        with self._writing() as file:
            return _insert(file, replace(record_of(walk, keep, draft, now()), other=other))

    def put_aside(
        self, walk: Walk, *, draft: str | None = None, instead_of: int | None = None, other: bool = False
    ) -> int:
        """Keep an unfinished walk to go on with later, beside others or instead of one of them; return its number.

        An `other` road, looked at beside one's own, is kept as that.
        Answers in one's own words are kept too: a walk without them could not be gone on with. Raises PostwiseError if
        the walk is finished.
        """
        if not goes_on(walk):
            raise PostwiseError("This walk has come to its end: there is nothing to go on with.")
        keep: Keep = "answers" if draft is None and not words_of(held(walk)) else "draft"
        record = replace(record_of(walk, keep, draft, now(), to_go_on=True), other=other)
        with self._writing() as file:
            file.execute("DELETE FROM record WHERE outcome IS NULL AND id = ?", (instead_of,))
            return _insert(file, record)

    def list(self) -> tuple[RecordSummary, ...]:
        """Return the finished walks, the latest first."""
        return tuple(self._summaries("outcome IS NOT NULL"))

    def unfinished(self) -> tuple[RecordSummary, ...]:
        """Return the walks put aside, the latest first."""
        return tuple(self._summaries("outcome IS NULL"))

    def _summaries(self, wanted: str) -> Iterator[RecordSummary]:
        rows = self._rows(f"SELECT {COLUMNS}, {OTHER} FROM record WHERE {wanted} ORDER BY id DESC")  # noqa: S608 - ours
        return (summary for summary in map(_summary, rows) if summary is not None)

    def damaged(self) -> tuple[int, ...]:
        """Return the numbers of the records that are not as postwise wrote them."""
        rows = self._rows(f"SELECT {COLUMNS}, body FROM record ORDER BY id")  # noqa: S608
        return tuple(row[0] for row in rows if _record(row) is None)

    def get(self, number: int) -> SavedWalk:
        """Return a record.

        Raises PostwiseError if there is none with this number, or it is damaged.
        """
        row = next(self._rows(f"SELECT {COLUMNS}, body FROM record WHERE id = ?", number), None)  # noqa: S608
        if row is None:
            raise no_such(number)
        record = _record(row)
        if record is None:
            raise PostwiseError(damage(number))
        return record

    def all(self) -> Iterator[SavedWalk]:
        """Yield every record that is not damaged, the latest first."""
        rows = self._rows(f"SELECT {COLUMNS}, body FROM record ORDER BY id DESC")  # noqa: S608
        return (record for record in map(_record, rows) if record is not None)

    def delete(self, number: int) -> None:
        """Delete a record, so that nothing of it is left in the file.

        Raises PostwiseError if there is none with this number.
        """
        if not self._is_there():
            raise no_such(number)
        with self._writing() as file:
            if not file.execute("DELETE FROM record WHERE id = ?", (number,)).rowcount:
                raise no_such(number)

    # The file

    def _is_there(self) -> bool:
        try:
            self.path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # what keeps us from it is said when it is opened
            return True
        return True

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        if not self._is_there():
            return
        with self._open() as file:
            yield from patiently(lambda: file.execute(query, values), self.patience)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing; what was deleted or replaced is then gone from every file, the log among them."""
        with self._open() as file:
            with transaction(file, self.patience):
                yield file
            patiently(lambda: file.execute("PRAGMA wal_checkpoint(TRUNCATE)"), self.patience)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._make()
            with closing(sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)) as file:
                file.text_factory = partial(str, encoding="utf-8", errors="replace")  # a wrong byte costs no record
                file.execute("PRAGMA secure_delete = ON")
                file.execute("PRAGMA temp_store = MEMORY")
                self._migrate(file)
                if sys.platform != "win32" and self.path.stat().st_mode & 0o077:
                    self.path.chmod(files.OWNER_ONLY)
                patiently(lambda: file.execute("PRAGMA journal_mode = WAL"), self.patience)
                yield file
        except OSError as error:
            raise PostwiseError(f"{self.path} cannot be written: {error.strerror or error}.") from None
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in WAITED_FOR:
                raise PostwiseError(f"{self.path} cannot be used now: {error}. Try again in a moment.") from None
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                message = f"{self.path} cannot be used: {error}. It has to lie in a folder that you can write in."
                raise PostwiseError(message) from None
            raise self._not_ours(f" or is damaged: {error}") from None

    def _make(self) -> None:
        """Make the folder and the empty file, for the person alone, before anything is in them."""
        files.make_private(self.path.parent)
        if self.path.is_symlink():
            raise PostwiseError(f"{self.path} is a link, and records are kept in a file of their own. Move it away.")
        handle = files.open_own(self.path, os.O_CREAT | files.NO_LINK)
        try:
            if not ours(os.read(handle, HEAD)):
                raise self._not_ours()
        finally:
            os.close(handle)

    def _not_ours(self, why: str = "") -> PostwiseError:
        return PostwiseError(f"{self.path} does not hold records{why}. Move it away to begin afresh.")

    def _migrate(self, file: sqlite3.Connection) -> None:
        if _version(file, self.patience) == len(MIGRATIONS):
            file.execute(f"SELECT {COLUMNS}, body FROM record LIMIT 0")  # noqa: S608 - raises if they are not there
            return
        with transaction(file, self.patience):
            version = _version(file, self.patience)  # another postwise may have been quicker
            if version > len(MIGRATIONS):
                raise PostwiseError(f"{self.path} was written by a newer postwise than this one.")
            for migration in MIGRATIONS[version:]:
                file.execute(migration)
            file.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def ours(head: bytes) -> bool:
    """Tell by the first bytes of a file whether it may hold records: it is empty, or SQLite's with a version of ours.

    Where they stand says https://www.sqlite.org/fileformat.html, 1.3; without a change of schema there are no tables.
    """
    changes, version = head[40:44], head[60:64]
    return not head or (head.startswith(b"SQLite format 3\0") and (any(version) or not any(changes)))


@contextmanager
def transaction(file: sqlite3.Connection, patience: float = PATIENCE) -> Iterator[None]:
    """Do all that is done inside at once, or nothing of it; nobody else writes in between."""
    patiently(lambda: file.execute("BEGIN IMMEDIATE"), patience)
    try:
        yield
    except BaseException:
        file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


def _version(file: sqlite3.Connection, patience: float) -> int:
    return int(patiently(lambda: file.execute("PRAGMA user_version").fetchone(), patience)[0])


def patiently(do: Callable[[], Found], patience: float = PATIENCE) -> Found:
    """Return what `do` returns, tried again for a while where another postwise has the file.

    SQLite waits by itself only for some locks: not where one process changes the journal or takes the file up as the
    last or the first of all, which two that begin or end at once both do.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in WAITED_FOR or time.monotonic() > end:
                raise
            time.sleep(0.01)


def now() -> dt.datetime:
    """Return the time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def no_such(number: int) -> PostwiseError:
    """Return the error that there is no record with a number."""
    return PostwiseError(f'There is no record {number}. Try "postwise records list".')


def damage(number: int) -> str:
    """Return the sentence that a record is damaged."""
    return f'Record {number} is damaged and cannot be read. "postwise records delete {number}" removes it.'


def storable(text: str) -> str:
    """Return a text as it can be stored: what is no character (in the name of a file) becomes a question mark."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _insert(file: sqlite3.Connection, record: SavedWalk) -> int:
    tree, outcome = record.tree, record.outcome
    body: dict[str, Any] = {
        "steps": [asdict(step) for step in record.steps],
        "earlier": record.earlier,
        "draft": record.draft,
    }
    if record.other:
        body |= {"other": True}
    if record.files:
        body |= {"files": {name: asdict(one) for name, one in record.files.items()}}
    if record.home is not None:
        body |= {"home": record.home}
    if record.titles:
        body |= {"titles": dict(record.titles)}
    if outcome is not None:
        body |= {"reason": outcome.reason, "next": outcome.next, "notes": outcome.notes}
        body |= {"see": None if outcome.see is None else [asdict(contact) for contact in outcome.see]}
        body |= {"urgent": True} if outcome.urgent else {}
    ending = (outcome.id, outcome.verdict, outcome.headline) if outcome is not None else (None, None, None)
    about = (storable(tree.id), tree.title, tree.version, tree.fingerprint)
    row = (record.saved.isoformat(), record.keep, *about, *ending, json.dumps(body))
    columns = COLUMNS.removeprefix("id, ")
    marks = ", ".join("?" * len(row))
    done = file.execute(f"INSERT INTO record ({columns}, body) VALUES ({marks})", row)  # noqa: S608
    return done.lastrowid or 0


def _about(row: tuple[Any, ...]) -> dict[str, Any]:
    tree = dict(zip(("id", "title", "version", "fingerprint"), row[3:7], strict=True))
    return {"id": row[0], "saved": row[1], "keep": row[2], "tree": tree}


def _summary(row: tuple[Any, ...]) -> RecordSummary | None:
    ending = dict(zip(("outcome", "verdict", "headline"), row[7:10], strict=True))
    return _understood(SUMMARY, _about(row) | ending | {"other": row[10]})


def _earlier(body: Mapping[str, Any]) -> object:
    """Return what is kept of earlier trees; in 0.1.0 that was how many steps came first, whatever tree they were of."""
    before, steps = body.get("earlier", ()), body.get("steps")
    if not (isinstance(before, int) and isinstance(steps, list)):
        return before
    trees = groupby(step.get("tree") if isinstance(step, dict) else None for step in steps[:before])
    return [(tree, len(list(same))) for tree, same in trees]


def _record(row: tuple[Any, ...]) -> SavedWalk | None:
    try:
        body = dict(json.loads(row[10]))
    except (ValueError, TypeError, RecursionError):
        return None
    ending = dict(zip(("id", "verdict", "headline"), row[7:10], strict=True))
    outcome = {
        **{key: body.pop(key, None) for key in ("reason", "next", "notes")},
        "see": body.pop("see", None),
        "urgent": body.pop("urgent", False),
        **ending,
    }
    known = _about(row) | body | {"earlier": _earlier(body)}
    return _understood(RECORD, known | {"outcome": None if row[7] is None else outcome})


def _understood(adapter: TypeAdapter[Kept], values: dict[str, Any]) -> Kept | None:
    """Return what was kept as the value it was; None if it is not as it was written."""
    try:
        value = adapter.validate_python(values)
        value.saved.astimezone()  # a time that no clock here can show is damaged too
        if isinstance(value, SavedWalk) and not all(map(_is_a_file_s, _paths(value))):
            return None
    except (ValidationError, OverflowError, ValueError):
        return None
    return value


def _paths(record: SavedWalk) -> tuple[str, ...]:
    return (record.home or "", *(file.path for file in record.files.values()))


def _is_a_file_s(name: str) -> bool:
    """Tell whether a name can be that of a file wherever one stands; raises ValueError for what no system can have."""
    return "\0" not in name and (not name or Path(os.fsdecode(os.fsencode(name))).is_absolute())
