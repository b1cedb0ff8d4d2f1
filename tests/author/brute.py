"""The slow way to know all about a small tree: give every answer there is, one walk after the other."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from postwise.tree.conditions import Answered, Condition, holds
from postwise.tree.model import Question, Tree


@dataclass
class Brute:
    """Everything that happens on any walk."""

    tree: Tree
    walks: set[tuple[Any, ...]] = field(default_factory=set)
    endings: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    lines: set[tuple[str, int]] = field(default_factory=set)
    uncovered: set[str] = field(default_factory=set)
    cycles: int = 0
    asked_before: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, set[int | None]] = field(default_factory=dict)
    """Of each value named in an outcome's note, the lines met there (None: no result)."""

    def run(self) -> Brute:
        self.tests = {name: list(self._tests(name)) for name in self.tree.questions}
        self._go(self.tree.about.start, {}, ())
        return self

    def _tests(self, name: str) -> Iterator[Any]:
        for holder in (*self.tree.branches.values(), *self.tree.values.values()):
            for condition, _ in holder.lines:
                for tests in condition.alternatives:
                    yield from (test for looked, test in tests if looked == name)

    def _go(self, node: str, asked: dict[str, Answered], key: tuple[Any, ...]) -> None:
        turns: set[str] = set()
        while node in self.tree.branches:
            self._met(node, asked)
            if node in turns:
                self.cycles += 1
                return
            turns.add(node)
            branch = self.tree.branches[node]
            line = self._line(branch.lines, asked)
            if line is None and branch.otherwise is None:
                self.uncovered.add(node)
                return
            self.lines.add((node, -1 if line is None else line))
            node = branch.otherwise if line is None else branch.lines[line][1]
        self._met(node, asked)
        outcome = self.tree.outcomes.get(node)
        if outcome is not None:
            self.walks.add(key)
            self.endings.setdefault(node, set()).add(key)
            self.lengths.add(len(asked))
            self._notes(outcome.notes, asked)
            return
        if node in asked:
            self.cycles += 1
            return
        question = self.tree.questions[node]
        for answer in every_answer(question):
            option = question.by_id.get(answer) if question.picks_one else None
            onward = (option.goto if option else None) or question.goto
            self._go(onward, {**asked, node: answer}, (*key, (node, self._class(node, question, answer))))

    def _met(self, node: str, asked: dict[str, Answered]) -> None:
        self.reached.add(node)
        self.asked_before.setdefault(node, set()).update(asked)

    def _class(self, name: str, question: Question, answer: Answered) -> Any:
        if question.picks_one:
            return answer
        points = tuple(
            sum(Fraction(str(value.sum.get(name, {}).get(one, 0))) for one in answer)
            if isinstance(answer, frozenset)
            else 0
            for value in self.tree.values.values()
            if value.sum is not None
        )
        return tuple(holds(test, answer) for test in self.tests[name]), points

    def _line(self, lines: Any, asked: dict[str, Answered]) -> int | None:
        return next((place for place, (condition, _) in enumerate(lines) if self._holds(condition, asked)), None)

    def _holds(self, condition: Condition, asked: dict[str, Answered]) -> bool:
        return condition.holds(
            lambda name: asked.get(name) if name in self.tree.questions else self._value(name, asked)
        )

    def _value(self, name: str, asked: dict[str, Answered]) -> Any:
        value = self.tree.values[name]
        if value.sum is not None:
            total = Fraction(0)
            for question, points in value.sum.items():
                given = asked.get(question, frozenset())
                ticked = given if isinstance(given, frozenset) else {given}
                total += sum(Fraction(str(points.get(one, 0))) for one in ticked)
            return total
        line = self._line(value.lines, asked)
        return value.otherwise if line is None else value.lines[line][1]

    def _notes(self, notes: Any, asked: dict[str, Answered]) -> None:
        for note in notes:
            name = note.text.partition("{")[2].partition("}")[0]
            if note.condition is None or self._holds(note.condition, asked):
                value = self.tree.values[name]
                line = self._line(value.lines, asked)
                covered = value.sum is not None or line is not None or value.otherwise is not None
                self.said.setdefault(name, set()).add((-1 if line is None else line) if covered else None)


def every_answer(question: Question) -> Iterator[Answered]:
    """Yield every answer that a question of a small tree takes."""
    match question.kind:
        case "checklist":
            ids = [option.name for option in question.options]
            for size in range(len(ids) + 1):
                yield from map(frozenset, itertools.combinations(ids, size))
        case "number":
            step = Fraction(str(question.step))
            for count in range(int((question.max - question.min) / step) + 1):
                number = question.min + count * step
                yield int(number) if number.denominator == 1 else float(number)
        case "date":
            for days in range((question.max - question.min).days + 1):
                yield question.min + dt.timedelta(days)
        case "text":
            yield "words"
        case _:
            yield from question.by_id
