"""What a small tree does, read off the data of its file and off nothing else: no code of postwise is used here.

It gives every answer there is, one walk after the other. Tests hold the program against it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

Asked = Mapping[str, Any]
"""Answers by question, in the order in which they were given: an id, a set of ids, a number, a date or a text."""


class Place(NamedTuple):
    """Where a walk has come to."""

    node: str
    how: str
    """``asks`` at a question, ``ends`` at an outcome, ``stuck`` in a branch none of whose cases match, or ``ring``."""
    branches: tuple[tuple[str, int], ...]
    """The branches on the way, each with its line (-1: the else)."""

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return self.how == "asks"

    @property
    def ends(self) -> bool:
        """Whether the walk has come to an outcome."""
        return self.how == "ends"


class Oracle:
    """Reads one tree's data."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.questions: dict[str, Any] = data.get("question", {})
        self.branches: dict[str, Any] = data.get("branch", {})
        self.values: dict[str, Any] = data.get("value", {})
        self.outcomes: dict[str, Any] = data.get("outcome", {})
        self.start: str = data["tree"]["start"]

    # Answers

    def answers(self, name: str) -> list[Any]:
        """Return every answer that a question takes; of a number without a grid, every half."""
        asked = self.questions[name]
        match asked["type"]:
            case "choice":
                return [answer["id"] for answer in asked["answers"]]
            case "yes-no":
                return ["yes", "no"]
            case "checklist":
                ids = [answer["id"] for answer in asked["answers"]]
                sets = (itertools.combinations(ids, size) for size in range(len(ids) + 1))
                return [frozenset(ticked) for size in sets for ticked in size]
            case "number":
                step = Fraction(str(asked.get("step", 0.5)))
                marks = (asked["min"] + count * step for count in range(int((asked["max"] - asked["min"]) / step) + 1))
                return [int(mark) if mark.denominator == 1 else float(mark) for mark in marks]
            case "date":
                return [asked["min"] + dt.timedelta(days) for days in range((asked["max"] - asked["min"]).days + 1)]
        return ["words"]

    def goto(self, name: str, answer: Any) -> str:
        """Return where an answer leads, before any branch is looked at."""
        asked = self.questions[name]
        if asked["type"] == "yes-no":
            return asked[answer]
        if asked["type"] == "choice":
            return next(option["goto"] for option in asked["answers"] if option["id"] == answer)
        return asked["goto"]

    # Conditions

    def holds(self, when: Any, asked: Asked) -> bool:
        """Tell whether a condition holds."""
        tables = when if isinstance(when, list) else [when]
        return any(all(self._test(test, self._look(name, asked)) for name, test in table.items()) for table in tables)

    def _look(self, name: str, asked: Asked) -> Any:
        return self.value(name, asked) if name in self.values else asked.get(name)

    def _test(self, test: Any, answer: Any) -> bool:
        if test == "*":
            return True
        if isinstance(test, list):
            return any(self._test(inner, answer) for inner in test)
        if isinstance(test, dict) and "answered" in test:
            return test["answered"] == (answer is not None)
        if answer is None:
            return False
        if not isinstance(test, dict):
            if isinstance(answer, frozenset):
                return len(answer) == 0 if test == "none" else test in answer
            return bool(test == answer)
        if "not" in test:
            return not self._test(test["not"], answer)
        if "count" in test:
            return self._test(test["count"], len(answer))
        if "all" in test:
            return set(test["all"]) <= answer
        if "none" in test:
            return not set(test["none"]) & answer
        return bool(test.get("min", answer) <= answer <= test.get("max", answer))

    def value(self, name: str, asked: Asked) -> Any:
        """Return what a value is, or None if it has no result."""
        value = self.values[name]
        if "sum" in value:
            return sum((self.points(points, asked.get(looked)) for looked, points in value["sum"].items()), Fraction(0))
        line = self.line(value, asked)
        return value.get("else") if line == -1 else self.lines(value)[line][1]

    @staticmethod
    def points(points: Mapping[str, Any], answer: Any) -> Fraction:
        """Return the points that an answer adds to a sum."""
        chosen = answer or {"none"} if isinstance(answer, frozenset) else {answer}
        return sum((Fraction(str(points.get(item, 0))) for item in chosen), Fraction(0))

    @staticmethod
    def lines(holder: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        """Return the cases or rows of a branch or a value: each a condition, and where it leads or what it says."""
        if "cases" in holder:
            return [(case["when"], case["goto" if "goto" in case else "is"]) for case in holder["cases"]]
        return [(dict(zip(holder["on"], row, strict=False)), row[-1]) for row in holder.get("table", ())]

    def line(self, holder: Mapping[str, Any], asked: Asked) -> int:
        """Return the first case or row that matches, or -1."""
        matching = (place for place, (when, _) in enumerate(self.lines(holder)) if self.holds(when, asked))
        return next(matching, -1)

    # Walks

    def settle(self, node: str, asked: Asked) -> Place:
        """Return where a walk that comes to a node with these answers comes to rest."""
        turns: list[tuple[str, int]] = []
        while node in self.branches:
            branch = self.branches[node]
            if node in dict(turns):
                return Place(node, "ring", tuple(turns))
            line = self.line(branch, asked)
            if line == -1 and "else" not in branch:
                return Place(node, "stuck", tuple(turns))
            turns.append((node, line))
            node = branch["else"] if line == -1 else self.lines(branch)[line][1]
        if node in asked:
            return Place(node, "ring", tuple(turns))
        return Place(node, "asks" if node in self.questions else "ends", tuple(turns))

    def walks(self) -> Iterator[tuple[dict[str, Any], Place, tuple[tuple[str, int], ...]]]:
        """Yield every walk there is: its answers, where it came to rest, and all branches on the way with their lines."""
        waiting: list[tuple[dict[str, Any], str, tuple[tuple[str, int], ...]]] = [({}, self.start, ())]
        while waiting:
            asked, node, before = waiting.pop()
            place = self.settle(node, asked)
            turns = (*before, *place.branches)
            if not place.asks:
                yield asked, place, turns
                continue
            waiting += [
                ({**asked, place.node: answer}, self.goto(place.node, answer), turns)
                for answer in self.answers(place.node)
            ]

    def all_end(self) -> bool:
        """Tell whether every walk comes to an outcome."""
        return all(place.ends for _, place, _ in self.walks())

    @cached_property
    def tests(self) -> dict[str, list[Any]]:
        """By question, every test on it in branches and values."""
        tests: dict[str, list[Any]] = {name: [] for name in self.questions}
        for holder in (*self.branches.values(), *self.values.values()):
            for when, _ in self.lines(holder):
                for table in when if isinstance(when, list) else [when]:
                    for name, test in table.items():
                        tests.get(name, []).append(test)
        return tests

    def answer_class(self, name: str, answer: Any) -> Any:
        """Return what is the same for two answers to a question if they count as one."""
        if self.questions[name]["type"] in {"choice", "yes-no"}:
            return answer
        sums = [value["sum"].get(name, {}) for value in self.values.values() if "sum" in value]
        told_apart = tuple(self._test(test, answer) for test in self.tests[name])
        return told_apart, tuple(self.points(points, answer) for points in sums)


@dataclass
class Everything:
    """All that happens on any walk of a tree."""

    oracle: Oracle
    walks: set[tuple[Any, ...]] = field(default_factory=set)
    """Finished walks, each by the classes of its answers."""
    endings: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    lines: set[tuple[str, int]] = field(default_factory=set)
    uncovered: set[str] = field(default_factory=set)
    rings: int = 0
    asked_before: dict[str, set[str]] = field(default_factory=dict)
    given: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """Of each outcome the questions and answers, ticked items too, of all walks that end there."""
    told: dict[str, set[int | None]] = field(default_factory=dict)
    """Of each value named in an outcome's note, the lines met there (None: no result)."""

    def __post_init__(self) -> None:
        """Walk every walk."""
        self._go(self.oracle.start, {}, ())

    def _go(self, node: str, asked: dict[str, Any], key: tuple[Any, ...]) -> None:
        place = self.oracle.settle(node, asked)
        for turn in (*(branch for branch, _ in place.branches), place.node):
            self.reached.add(turn)
            self.asked_before.setdefault(turn, set()).update(asked)
        self.lines.update(place.branches)
        match place.how:
            case "ring":
                self.rings += 1
            case "stuck":
                self.uncovered.add(place.node)
            case "ends":
                self.walks.add(key)
                self.endings.setdefault(place.node, set()).add(key)
                self.lengths.add(len(asked))
                for question_id, answer in asked.items():
                    said = answer if isinstance(answer, frozenset) else [answer]
                    self.given.setdefault(place.node, set()).update((question_id, str(one)) for one in said)
                self._notes(self.oracle.outcomes[place.node].get("notes", ()), asked)
            case _:
                for answer in self.oracle.answers(place.node):
                    step = (place.node, self.oracle.answer_class(place.node, answer))
                    self._go(self.oracle.goto(place.node, answer), {**asked, place.node: answer}, (*key, step))

    def _notes(self, notes: Any, asked: Asked) -> None:
        for note in notes:
            name = note["text"].partition("{")[2].partition("}")[0]
            if self.oracle.holds(note["when"], asked):
                value = self.oracle.values[name]
                line = -1 if "sum" in value else self.oracle.line(value, asked)
                covered = "sum" in value or line != -1 or "else" in value
                self.told.setdefault(name, set()).add(line if covered else None)
