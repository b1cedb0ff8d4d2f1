"""A tree's file as it was last read: what it holds, what is wrong with it, and whether it has been touched since."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from operator import eq
from pathlib import Path
from typing import Any, Literal

from postwise.author.check_tree import check_entries
from postwise.author.scenarios import walks_of
from postwise.author.still_to_write import to_be_walked
from postwise.logic.claims import judged
from postwise.logic.counting import analyse
from postwise.logic.importance import Importance, importance
from postwise.logic.search import TooLarge
from postwise.text import counted
from postwise.tree.conditions import Answered
from postwise.tree.file_table import NOTHING, keys_of
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded, read_file
from postwise.tree.model import Question, Tree
from postwise.tree.problems import Problem, Severity, TomlPath, in_file_order
from postwise.tree.tree_lookup import TreeLookup
from postwise.walk.path import QuestionStep, steps_of
from postwise.walk.walk import Walk

ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "note": 2}


FileStamp = tuple[int, int, int, int]
"""How a file looks from outside, of which every way of saving it changes something: which file it is (an editor may put
a new one in its place), its size, and when it was written and moved here, in nanoseconds."""


def stamp_of(path: Path) -> FileStamp | None:
    """Return how a file looks now; None if it is not there, or cannot be looked at."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


@dataclass(frozen=True)
class FileReading:
    """What a file held when it was read."""

    path: Path
    stamp: FileStamp | None
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

    importance: Mapping[str, Importance | None] = field(default_factory=dict, compare=False)
    """How much hangs on each question, by its id, as far as it could be counted; empty until it has been."""

    start: Walk | None = field(default=None, compare=False)
    """The tree's walk before its first answer, which knows already how many questions lie ahead."""

    tree: Tree | None = None
    """The tree, if it can be walked: nothing is wrong with it but that gotos name what is still to be written."""
    unwritten: tuple[str, ...] = ()
    """What is still to be written, and where walks end for as long as it is not."""
    scenarios: tuple[int, int] | None = None
    """How many roads of scenarios end as they expect, and how many do not; None until they have been walked."""

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
        header = re.search(rf"^[ \t]*\[\[?\s*{names}\s*[.\]]", self.text, re.MULTILINE)
        return self.text.count("\n", 0, header.start()) + 1 if header else 1


def read(path: Path, library: Library) -> FileReading:
    """Return what a file holds now, and what reading alone finds wrong with it."""
    stamp = stamp_of(path)
    at = dt.datetime.now().astimezone()
    try:
        loaded = read_file(path, profile=library.words, name=path.name)
    except OSError as error:
        return FileReading(path, stamp, at, gone=f"{path.name} cannot be opened: {error.strerror or error}.")
    tree, missing = to_be_walked(loaded)
    start, problems = _start(tree, library), in_order(loaded.problems)
    reading = FileReading(path, stamp, at, loaded, problems=problems, start=start, tree=tree, unwritten=missing)
    reading.line_of(PLACED)
    return reading


PLACED: TomlPath = ("tree",)
"""A place that every tree has; looking for one finds all of them, which in a long file takes its time."""


def _start(tree: Tree | None, library: Library) -> Walk | None:
    """Return the walk before its first answer, what lies ahead of it worked out here and not where keys wait."""
    if tree is None:
        return None
    start = Walk.start(tree, profile=library.words)
    _ = start.question, start.remaining_so_far
    return start


def kept_under(start: Walk, before: Walk | None, renamed: Mapping[str, str] = NOTHING) -> Walk:
    """Return a fresh walk with what was answered in an earlier version of its tree, as far as it can be.

    `renamed` are the new ids of questions that have just been given one.
    """
    if before is None:
        return start

    def now(steps: Mapping[str, QuestionStep]) -> dict[str, Answered]:
        return {renamed.get(name, name): step.answer for name, step in steps.items()}

    given = {**{renamed.get(name, name): answer for name, answer in before.answers.items()}, **now(before.waiting)}
    doubted = {renamed.get(name, name) for name, step in before.remembered.items() if step.unsure}
    unsure = frozenset(renamed.get(name, name) for name in before.unsure)
    return start.taking(given, unsure).remembering(steps_of(start.tree, now(before.remembered), doubted))


WHILE_WRITING = 50_000
"""So much is looked at after each save: about two seconds of work."""


def checked(reading: FileReading, library: Library) -> FileReading:
    """Return a reading with everything that the check says of it, as `postwise check` would."""
    if reading.loaded is None:
        return replace(reading, checked=True)
    entry = LibraryEntry(reading.path.stem, reading.path, "file")
    lookup = TreeLookup(library, [entry], {reading.path: reading.loaded})
    report = check_entries([entry], lookup, today=reading.at.date(), bound=WHILE_WRITING)
    scenarios = None if reading.tree is None else _walked(reading.tree)
    return replace(reading, problems=in_order(report.problems), checked=True, scenarios=scenarios)


def _walked(tree: Tree) -> tuple[int, int]:
    """Return how many roads of scenarios end as they expect, and how many do not."""
    arrived = [walk.outcome is not None and walk.at == road.says.expect for road, walk in walks_of(tree)]
    return sum(arrived), len(arrived) - sum(arrived)


def weighed(reading: FileReading) -> FileReading:
    """Return a reading that knows how much hangs on each question."""
    if reading.tree is None or reading.count("error"):
        return reading
    return replace(reading, importance=importance(analyse(reading.tree, bound=WHILE_WRITING)) or {})


def in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems with errors first, then warnings, then notes."""
    return tuple(sorted(in_file_order(problems), key=lambda problem: ORDER[problem.severity]))


Edit = Literal["new", "changed"]
WORDS = {"outcome": "ending"}
"""What the entries of a table are called, where it is not the word of the file."""
WHOLE = ""
"""The part of a question or an ending that is the whole of it."""
ANSWER = "answers."
"""What stands before an answer's id in the name of a part."""


@dataclass(frozen=True)
class TreeEdits:
    """What is different between two readings of a file."""

    parts: Mapping[str, Mapping[str, Edit]] = field(default_factory=dict)
    """By question or ending, its parts (a key, an answer, or the whole) that are new or changed."""
    counts: tuple[str, ...] = ()
    """What was edited in words, as in "2 questions changed"."""
    lines: frozenset[int] = frozenset()
    """The lines of the new text that the old one did not have there, from 1."""

    @property
    def sentence(self) -> str:
        """All of it in a sentence without a full stop; empty if nothing that matters was edited."""
        return ", ".join(self.counts)


NO_EDITS = TreeEdits()


def edits_between(old: Tree, new: Tree) -> TreeEdits:
    """Return what is different in a tree, without looking at its text."""
    parts: dict[str, Mapping[str, Edit]] = {}
    counts: list[str] = []
    for table, after in new.sections.items():
        before = old.sections[table]
        added = [name for name in after if name not in before]
        gone = [name for name in before if name not in after]
        other = [name for name in after if name in before and after[name] != before[name]]
        edited = {"new": len(added), "changed": len(other), "gone": len(gone)}
        counts += [f"{counted(n, WORDS.get(table, table))} {edit}" for edit, n in edited.items() if n]
        if table in {"question", "outcome"}:
            parts.update({name: {WHOLE: "new"} for name in added})
            parts.update({name: dict(_parts(before[name], after[name])) for name in other})
    if old.about != new.about or old.profile != new.profile:
        counts.append("the tree's own words changed")
    return TreeEdits(parts, tuple(counts))


def _parts(old: Any, new: Any) -> Iterator[tuple[str, Edit]]:
    yield WHOLE, "changed"
    for key in keys_of(type(new)):
        if key not in {"answers", "yes", "no"} and getattr(old, key) != getattr(new, key):
            yield key, "changed" if getattr(old, key) else "new"
    if isinstance(new, Question) and isinstance(old, Question):
        for answer_id, answer in new.by_id.items():
            if answer_id not in old.by_id:
                yield f"{ANSWER}{answer_id}", "new"
            elif answer != old.by_id[answer_id]:
                yield f"{ANSWER}{answer_id}", "changed"


def edited_lines(old: str, new: str) -> frozenset[int]:
    """Return the lines of a new text, from 1, that were not in the old one between what both begin and end with."""
    before, after = old.split("\n"), new.split("\n")
    start = sum(takewhile(bool, map(eq, before, after)))
    end = sum(takewhile(bool, map(eq, before[start:][::-1], after[start:][::-1])))
    had = Counter(before[start : len(before) - end])
    edited = []
    for place, line in enumerate(after[start : len(after) - end], start + 1):
        if had[line] > 0:
            had[line] -= 1
        elif line.strip():
            edited.append(place)
    return frozenset(edited)


def walk_past(now: Walk, at: str) -> tuple[Walk, str] | None:
    """Return a walk that comes by what a dotted TOML path names, and the node to look at there; None if none does.

    That is the present walk if it does, else one with the fewest answers; for a scenario, its own walk; for a claim of
    a promise, a walk that breaks it.
    """
    tree = now.tree
    table, _, rest = at.partition(".")
    node_id = rest.partition(".")[0]
    if table == "scenario" and node_id in tree.scenarios:
        walk = Walk.replay(tree, tree.scenarios[node_id].answers, profile=now.profile)
        return walk, walk.at
    if table == "promise" and node_id in tree.promises:
        broken = _breaking(tree, node_id, *rest.split(".")[1:])
        walk = Walk.replay(tree, broken or {}, profile=now.profile)
        return None if broken is None else (walk, walk.at)
    if table not in {"question", "branch", "outcome"} or node_id not in tree.sections[table]:
        return None
    if node_id == now.at or any(step.node_id == node_id for step in now.steps):
        return now, node_id
    answers = analyse(tree).witness(node_id)
    if answers is None:
        return None
    walk = Walk.replay(tree, answers, profile=now.profile)
    return walk.remembering({**now.remembered, **{step.node_id: step for step in now.steps}}), walk.at


def named_at(reading: FileReading, walk: Walk | None, node_id: str) -> TomlPath:
    """Return where something is named that is not written yet: where a walk came from, if it is named there."""
    problems = (one for one in reading.problems if one.code == "unknown-target")
    named = [problem.at for problem in problems if f'"{node_id}"' in problem.message]
    last = f"question.{walk.steps[-1].node_id}." if walk is not None and walk.steps else ""
    at = next((at for at in named if at.startswith(last)), next(iter(named), ""))
    return tuple(int(step) if step.isdigit() else step for step in at.split(".")) if at else ()


def _breaking(tree: Tree, promise_id: str, key: str = "", place: str | None = None) -> Mapping[str, Any] | None:
    """Return the answers of a walk that breaks a claim of a promise; None if none does, or nobody can say."""
    try:
        broken = judged(analyse(tree, bound=WHILE_WRITING), tree.promises[promise_id]).broken
    except TooLarge:
        return None
    breach = broken.get((key, None if place is None else int(place)))
    return None if breach is None else breach.answers
