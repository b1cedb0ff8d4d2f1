"""A tree's file as it was last read: what it holds, what is wrong with it, and whether it has been touched since."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from postwise.author.checking import Shelf, check_entries
from postwise.tree.library import Entry, Library
from postwise.tree.loader import Loaded, load
from postwise.tree.model import Tree
from postwise.tree.problem import Problem, Severity, TomlPath
from postwise.walk.walk import Walk

ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file looks from outside; every way of saving it changes one of these."""

    file: int
    """Which file it is: an editor may put a new one in its place."""
    size: int
    written: int
    """When it was written, and moved here, in nanoseconds."""
    moved: int


def stamp_of(path: Path) -> Stamp | None:
    """Return how a file looks now; None if it is not there, or cannot be looked at."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return Stamp(seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


@dataclass(frozen=True)
class Reading:
    """What a file held when it was read."""

    path: Path
    stamp: Stamp | None
    at: dt.datetime
    """When it was read, by the clock here."""
    loaded: Loaded | None = None
    """None: the file was not there, or could not be opened."""
    gone: str = ""
    """Why there is nothing, in a sentence; empty if there is."""
    problems: tuple[Problem, ...] = ()
    """Errors first, each kind in the order of the file."""
    checked: bool = field(default=False, compare=False)
    """Whether the problems are all there are, and not only those that reading it has found."""

    start: Walk | None = field(default=None, compare=False)
    """The tree's walk before its first answer, which knows already how many questions lie ahead."""

    @property
    def tree(self) -> Tree | None:
        """The tree, if it can be walked."""
        return None if self.loaded is None else self.loaded.tree

    @property
    def text(self) -> str:
        """The text of the file; empty if there is none."""
        return "" if self.loaded is None else self.loaded.source.text

    def count(self, severity: Severity) -> int:
        """Return how many problems have a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def line_of(self, where: TomlPath) -> int:
        """Return the line at which a table of the file begins; of a text that is no TOML, its header as it looks."""
        if self.loaded is None or not where:
            return 1
        if all(problem.code != "toml-syntax" for problem in self.loaded.problems):
            return self.loaded.source.place(where, "header").line
        names = r"\s*\.\s*".join(rf"""["']?{re.escape(str(name))}["']?""" for name in where)
        found = re.search(rf"^[ \t]*\[\[?\s*{names}\s*[.\]]", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 1


def read(path: Path, library: Library) -> Reading:
    """Return what a file holds now, and what reading alone finds wrong with it."""
    stamp = stamp_of(path)
    at = dt.datetime.now().astimezone()
    try:
        loaded = load(path, profile=library.words, name=path.name)
    except OSError as error:
        return Reading(path, stamp, at, gone=f"{path.name} cannot be opened: {error.strerror or error}.")
    return Reading(path, stamp, at, loaded, problems=in_order(loaded.problems), start=_start(loaded.tree, library))


def _start(tree: Tree | None, library: Library) -> Walk | None:
    """Return the walk before its first answer, what lies ahead of it worked out here and not where keys wait."""
    if tree is None:
        return None
    start = Walk(tree, words=library.words)
    return start if start.ahead is None else replace(start, space=start.space)


def checked(reading: Reading, library: Library) -> Reading:
    """Return a reading with everything that the check says of it, as `postwise check` would."""
    if reading.loaded is None:
        return replace(reading, checked=True)
    entry = Entry(reading.path.stem, reading.path, "file")
    shelf = Shelf(library, read={reading.path: reading.loaded})
    report = check_entries([entry], shelf, today=reading.at.date())
    return replace(reading, problems=in_order(report.problems), checked=True)


def in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems with errors first, then warnings, then notes."""
    return tuple(sorted(problems, key=lambda one: (ORDER[one.severity], one.span.line, one.span.column)))
