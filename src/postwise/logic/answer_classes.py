"""What earlier answers can still mean: answers cut into the classes that the tests of a tree can tell apart."""

from __future__ import annotations

import datetime as dt
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from operator import xor
from typing import Any

from postwise.tree.answers import exact, on_grid
from postwise.tree.conditions import Answered, Between, Condition, Count, Is, Test, Ticked, holds, parts
from postwise.tree.model import Branch, Question, Tree, Value
from postwise.tree.validate_conditions import placed_asides

LARGEST = Fraction(sys.float_info.max)
"""No number with a point is larger."""
Look = tuple[str, Test]
"""A test and the name of the question it looks at."""


class AnswerClasses:
    """The tests of a tree's branches and values by the question they look at, its sums, and the classes of answers.

    The rule stands in trees/README.md, "How walks are counted".
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tests: dict[str, dict[Test, None]] = {}
        sums = (value for value in tree.values.values() if value.sum is not None)
        self.points = [exact_points(value) for value in sums]
        for name, test in every_look(tree):
            if name in tree.questions:
                self.note(name, test)

    def note(self, question_id: str, test: Test) -> None:
        """Tell answers apart by one test more."""
        self.tests.setdefault(question_id, {})[test] = None

    def kinds(self, question_id: str) -> list[Answered]:
        """Return an answer of each class to a question; of a choice, every answer."""
        question = self.tree.questions[question_id]
        if question.picks_one:
            return list(question.by_id)
        tests = list(self.tests.get(question_id, ()))
        slots = [points.get(question_id, {}) for points in self.points]
        known = list(examples(question, tests, slots))
        points = [tuple(points_for(table, example) for table in slots) for example in known]
        classes: dict[Any, Answered] = {}
        for key, example in zip(zip(told_apart(tests, known), points, strict=True), known, strict=True):
            classes.setdefault(key, example)
        return list(classes.values())


def told_apart(tests: Sequence[Test], answers: Sequence[Answered]) -> list[int]:
    """Return for each of several answers, as bits, which tests hold for it.

    Along numbers or days what a test says turns only where it names one, so that it is asked nowhere else.
    """
    ranged = bool(answers) and isinstance(answers[0], int | float | dt.date)
    places = sorted(range(len(answers)), key=answers.__getitem__) if ranged else range(len(answers))
    row: list[Any] = [answers[place] for place in places]
    turns = [0] * len(row)
    for number, test in enumerate(tests):
        held = False
        for start in _turning(test, row) if ranged else range(len(row)):
            if holds(test, row[start]) is not held:
                held = not held
                turns[start] ^= 1 << number
    told = dict(zip(places, accumulate(turns, xor), strict=True))
    return [told[place] for place in range(len(row))]


def _turning(test: Test, row: Sequence[Any]) -> list[int]:
    """Return the places in a row of numbers or days at which a test can begin to say something else."""
    kind = dt.date if isinstance(row[0], dt.date) else int | float
    named = {mark for leaf in parts(test) for mark in _named(leaf) if isinstance(mark, kind)}
    sides = {side(row, mark) for mark in named for side in (bisect_left, bisect_right)}
    return sorted(place for place in {0, *sides} if place < len(row))


def examples(question: Question, tests: list[Test], slots: list[dict[str, Fraction]]) -> Iterator[Answered]:
    """Yield answers to a question that is no choice, at least one of each class."""
    match question.kind:
        case "checklist":
            yield from _ticks(question, tests, slots)
        case "number":
            yield from _numbers(question, tests)
        case "date":
            yield from _dates(question, tests)
        case _:
            yield ""


def every_look(tree: Tree) -> Iterator[Look]:
    """Yield each test of a branch or a value with the name it looks at."""
    holders: tuple[Branch | Value, ...] = (*tree.branches.values(), *tree.values.values())
    for holder in holders:
        for condition, _ in holder.lines:
            yield from (look for tests in condition.alternatives for look in tests)


def looks_beside(tree: Tree) -> Iterator[Look]:
    """Yield each test that leads nowhere, of a note, a contact or a promise, with the name it looks at."""
    asides = (aside.condition for _, aside in placed_asides(tree))
    for condition in (*asides, *(promise.condition for promise in tree.promises.values())):
        for tests in condition.alternatives if condition is not None else ():
            yield from tests


def exact_points(value: Value) -> dict[str, dict[str, Fraction]]:
    """Return the points of a sum as exact fractions, by question and answer."""
    return {
        question: {answer: exact(points) for answer, points in table.items()}
        for question, table in (value.sum or {}).items()
    }


def points_for(table: dict[str, Fraction], answer: Answered) -> Fraction:
    """Return the points that an answer adds; several ticked items add up, and ``none`` counts where nothing is."""
    if isinstance(answer, frozenset):
        answer_ids: Iterable[str] = answer or ("none",)
        return sum((table.get(answer_id, Fraction(0)) for answer_id in answer_ids), Fraction(0))
    return table.get(answer, Fraction(0)) if isinstance(answer, str) else Fraction(0)


def _ticks(question: Question, tests: list[Test], slots: list[dict[str, Fraction]]) -> Iterator[frozenset[str]]:
    """Yield, for every way of ticking that tests or points tell apart, one that ticks the fewest.

    Items are taken one by one, and ways that have come out the same so far are carried on as one.
    """
    leaves = [leaf for test in tests for leaf in parts(test)]
    single = {leaf.value for leaf in leaves if isinstance(leaf, Is)}
    groups = [leaf for leaf in leaves if isinstance(leaf, Ticked)]
    counted = any(isinstance(leaf, Count) for leaf in leaves)
    ways: dict[Any, frozenset[str]] = {((), (True,) * len(groups), (Fraction(0),) * len(slots), 0): frozenset()}
    for option in question.options:
        item = option.name
        added = tuple(table.get(item, Fraction(0)) for table in slots)
        after: dict[Any, frozenset[str]] = {}
        for (ticked, kept, points, count), example in ways.items():
            left, taken = (
                tuple(
                    whole and (item not in group.items or group.every is ticking)
                    for whole, group in zip(kept, groups, strict=True)
                )
                for ticking in (False, True)
            )
            more = tuple(map(Fraction.__add__, points, added))
            seen = (*ticked, item) if item in single else ticked
            number = count + 1 if counted else 1
            _keep(after, (ticked, left, points, count), example)
            _keep(after, (seen, taken, more, number), example | {item})
        ways = after
    yield from ways.values()


def _keep(ways: dict[Any, frozenset[str]], key: Any, example: frozenset[str]) -> None:
    known = ways.get(key)
    if known is None or len(example) < len(known):
        ways[key] = example


def thresholds(question: Question, tests: Iterable[Test]) -> list[Any]:
    """Return the numbers or dates that tests on a question name, lowest first; what it could never be is left out."""
    marks = {mark for test in tests for leaf in parts(test) for mark in _named(leaf)}
    kind = dt.date if question.kind == "date" else int | float
    return sorted(mark for mark in marks if isinstance(mark, kind))


def _named(leaf: Test) -> tuple[Any, ...]:
    return (leaf.value,) if isinstance(leaf, Is) else (leaf.low, leaf.high) if isinstance(leaf, Between) else ()


def _numbers(question: Question, tests: list[Test]) -> Iterator[int | float]:
    """Yield every threshold that can be answered, and one answer from each gap between them that holds one."""
    marks = thresholds(question, tests)
    if question.min is None and question.max is None and not marks:
        yield 0
        return
    edges = [exact(mark) for mark in marks]
    for mark, edge in zip(marks, edges, strict=True):
        if _inside(question, edge) and on_grid(question, mark):
            yield mark
    for low, high in zip([None, *edges], [*edges, None], strict=True):
        number = _between_marks(question, low, high)
        if number is None:
            continue
        if number.denominator == 1 or number < LARGEST:
            yield plain(number)
        elif low is None or int(number) > low:  # no number with a point is that large
            yield int(number)


def _inside(question: Question, number: Fraction) -> bool:
    return (question.min is None or number >= exact(question.min)) and (
        question.max is None or number <= exact(question.max)
    )


def _between_marks(question: Question, low: Fraction | None, high: Fraction | None) -> Fraction | None:
    """Return an allowed number strictly between two marks (None: no mark on that side), or None if there is none."""
    first, last = (None if bound is None else exact(bound) for bound in (question.min, question.max))
    if question.step is not None:
        step, base = exact(question.step), first or Fraction(0)
        above = None if low is None else base + ((low - base) // step + 1) * step
        ceiling = min(bound for bound in (high, last, Fraction(1)) if bound is not None)
        below = base + ((ceiling - base) // step) * step
        candidates = (first, above, below - step if below == high else below)
    elif low is None:
        candidates = (first, last, Fraction(0) if high is None else high - 1)
    else:
        candidates = (first, last, low + 1 if high is None else (low + high) / 2)
    allowed = (number for number in candidates if number is not None and _inside(question, number))
    return next((n for n in allowed if (low is None or low < n) and (high is None or n < high)), None)


def _dates(question: Question, tests: list[Test]) -> Iterator[dt.date]:
    """Yield the first and last day allowed, and every day named by a test with the days beside it."""
    first = question.min or dt.date.min
    last = question.max or dt.date.max
    days = {first, last} if question.min or question.max else {dt.date(2000, 1, 1)}
    beside = (mark.toordinal() + away for mark in thresholds(question, tests) for away in (-1, 0, 1))
    days.update(dt.date.fromordinal(n) for n in beside if first.toordinal() <= n <= last.toordinal())
    yield from sorted(day for day in days if first <= day <= last)


def value_of(
    tree: Tree, value_id: str, holding: Callable[[Condition], bool], total: Callable[[str], Fraction]
) -> str | int | float | None:
    """Return what a value is, given which conditions hold and what its sum adds up to; None: no result."""
    value = tree.values[value_id]
    if value.sum is not None:
        return plain(total(value_id))
    return next((result for condition, result in value.lines if holding(condition)), value.otherwise)


def plain(number: Fraction) -> int | float:
    """Return an exact number as a whole one where it is whole."""
    return int(number) if number.denominator == 1 else float(number)
