"""Numbers and dates voted by range: the stretches of answers that a tree's conditions tell apart, in words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise

from postwise.logic.answer_classes import AnswerClasses, plain, thresholds
from postwise.tree.answers import exact
from postwise.tree.conditions import Answered, Test, holds
from postwise.tree.model import Question, Tree
from postwise.tree.placeholders import spoken
from postwise.tree.validate_conditions import placed_asides


@dataclass(frozen=True, slots=True)
class AnswerRange:
    """One stretch of answers that lead alike."""

    text: str
    """As it is read out: "10 to 14", "up to 9 years", "after 1 May 2026"."""
    example: Answered
    """One answer of it: what a walk takes for the whole stretch."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """From one number to another; None is open on that side, and an edge that is not `closed` is left out."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool
    high_closed: bool
    example: Fraction


def ranges(tree: Tree, question_id: str) -> tuple[AnswerRange, ...]:
    """Return the ranges of a number or date question, lowest first; a single one if nothing tells answers apart."""
    question = tree.questions[question_id]
    tests = _tests(tree, question_id)
    marks = sorted(set(map(_number_of, thresholds(question, tests))))
    smooth = question.kind == "number" and question.step is None
    value = _date if question.kind == "date" else plain

    def truths(cell: NumberRange) -> tuple[bool, ...]:
        return tuple(holds(test, value(cell.example)) for test in tests)

    cells = groupby(_smooth(question, marks) if smooth else _grid(question, marks), truths)
    rows = [list(alike) for _, alike in cells]
    stretches = [replace(row[0], high=row[-1].high, high_closed=row[-1].high_closed) for row in rows]
    return tuple(AnswerRange(_words(question, stretch, value), value(stretch.example)) for stretch in stretches)


def _tests(tree: Tree, question_id: str) -> list[Test]:
    """Return every test of the tree on a question: of branches, of values, and of notes and contacts."""
    tests = list(AnswerClasses(tree).tests.get(question_id, ()))
    conditions = (aside.condition for _, aside in placed_asides(tree) if aside.condition is not None)
    looks = (look for condition in conditions for row in condition.alternatives for look in row)
    return list(dict.fromkeys((*tests, *(test for name, test in looks if name == question_id))))


def _number_of(mark: float | dt.date) -> Fraction:
    """Return a number as the exact decimal it was written as, and a date as its count of days."""
    return Fraction(mark.toordinal()) if isinstance(mark, dt.date) else exact(mark)


def _date(number: Fraction) -> dt.date:
    return dt.date.fromordinal(int(number))


def _bounds(question: Question) -> tuple[Fraction | None, Fraction | None]:
    low = None if question.min is None else _number_of(question.min)
    high = None if question.max is None else _number_of(question.max)
    if question.kind == "date":
        return low or Fraction(dt.date.min.toordinal()), high or Fraction(dt.date.max.toordinal())
    return low, high


def _grid(question: Question, marks: list[Fraction]) -> Iterator[NumberRange]:
    """Yield the stretches between marks of answers that go by steps: each begins and ends with an allowed answer."""
    first, last = _bounds(question)
    step = Fraction(1) if question.step is None else exact(question.step)
    base = first if first is not None else Fraction(0)
    places = [(mark - base) / step for mark in marks]
    starts = {math.ceil(place) for place in places} | {math.floor(place) + 1 for place in places}
    top = None if last is None else math.floor((last - base) / step)
    inner = sorted(place for place in starts if (first is None or place > 0) and (top is None or place <= top))
    edges = [0 if first is not None else None, *inner, None if top is None else top + 1]
    for begin, after in pairwise(edges):
        low = None if begin is None else base + begin * step
        high = None if after is None else base + (after - 1) * step
        example = low if low is not None else high if high is not None else base
        yield NumberRange(low, high, low_closed=True, high_closed=True, example=example)


def _smooth(question: Question, marks: list[Fraction]) -> Iterator[NumberRange]:
    """Yield the marks of a number without steps, and the gaps around them, from low to high."""
    first, last = _bounds(question)
    inside = [mark for mark in marks if (first is None or mark >= first) and (last is None or mark <= last)]
    for low, high in pairwise([None, *inside, None]):
        if low is not None:
            yield NumberRange(low, low, low_closed=True, high_closed=True, example=low)
        gap = _gap(first if low is None else low, last if high is None else high, (low is None, high is None))
        if gap is not None:
            yield gap


def _gap(low: Fraction | None, high: Fraction | None, closed: tuple[bool, bool]) -> NumberRange | None:
    """Return what lies between two marks; a bound of the question (`closed`) belongs to it, a mark does not."""
    if low is not None and high is not None and (low > high or (low == high and not all(closed))):
        return None
    if low is None or high is None:
        example = low + 1 if low is not None else high - 1 if high is not None else Fraction(0)
    else:
        middle = (low + high) / 2
        example = Fraction(math.ceil(middle)) if low < math.ceil(middle) < high else middle
    return NumberRange(low, high, closed[0] and low is not None, closed[1] and high is not None, example)


def _words(question: Question, stretch: NumberRange, value: Callable[[Fraction], Answered]) -> str:
    dates = question.kind == "date"
    first, last = _bounds(question)
    low = None if dates and stretch.low == first and question.min is None else stretch.low
    high = None if dates and stretch.high == last and question.max is None else stretch.high
    unit = f" {question.unit}" if question.unit and not dates else ""
    begin, end = (None if edge is None else spoken(value(edge)) for edge in (low, high))
    if begin is None and end is None:
        return "any date" if dates else "any number"
    if begin is None:
        return f"{'up to' if stretch.high_closed else 'under'} {end}{unit}"
    if end is None:
        later = "or later" if dates else "or more"
        return f"{begin}{unit} {later}" if stretch.low_closed else f"over {begin}{unit}"
    if low == high:
        return f"{begin}{unit}"
    lead = "" if stretch.low_closed else "over "
    return f"{lead}{begin} {'to' if stretch.high_closed else 'to under'} {end}{unit}"
