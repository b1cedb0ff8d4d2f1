"""The tests, values and branches of a tree as decision diagrams, over its questions in the order of walks."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from postwise.logic.answer_classes import every_look, exact_points, examples, looks_beside, thresholds
from postwise.logic.decision_diagrams import LEAF, Diagram, Diagrams
from postwise.logic.gotos import edges, followed_first
from postwise.logic.search import Budget
from postwise.logic.sum_diagrams import ZERO, Layer, checklist_layers, choice_layers, sum_diagram
from postwise.once import once
from postwise.tree.conditions import (
    Answered,
    AnyOf,
    Anything,
    Between,
    Condition,
    Count,
    Is,
    Not,
    Scalar,
    Test,
    Ticked,
    WasAsked,
    holds,
)
from postwise.tree.model import Branch, Question, Tree, Value

ASKED, NEVER = 0, 1
"""The places of the first level of a checklist, whose items have levels of their own."""
Settled = Mapping[str, Answered | None]
"""The answers of questions that can come no more; None has not been given and will not be."""
Places = Sequence[tuple[int, int]]
"""Levels, each with the place that an answer has there."""
LINES = 4
"""So many lines of a table count as one more thing to look at."""


class Asked(NamedTuple):
    """A question as variables: its levels, and where its answers lie on them."""

    question: Question
    level: int
    marks: tuple[Any, ...]
    """Of a number or date, what tests name, lowest first: each is a place, and so is every gap beside one."""
    picks: Mapping[str, int]
    """Of a choice, the places of its answers; of a checklist, the levels of its items."""
    never: int
    """The place, on the first level, of never having been asked."""

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return 1 + len(self.picks) if self.question.kind == "checklist" else 1

    def place(self, answer: Answered) -> int:
        """Return the place of an answer on the first level."""
        if self.question.picks_one:
            return self.picks[str(answer)]
        mark = bisect_left(self.marks, answer)
        return 2 * mark + int(mark < len(self.marks) and self.marks[mark] == answer)

    def stretch(self, test: Test) -> tuple[int, int]:
        """Return the first and the last place, on its only level, of the answers for which a plain test holds."""
        match test:
            case Is(str(value)) if value in self.picks:
                return self.picks[value], self.picks[value]
            case Is(value) if self._marked(value):
                return self.place(value), self.place(value)
            case Between(low, high) if all(self._marked(mark) for mark in (low, high) if mark is not None):
                return 0 if low is None else self.place(low), self.never - 1 if high is None else self.place(high)
        return 0, -1

    def _marked(self, mark: Scalar) -> bool:
        kind = dt.date if self.question.kind == "date" else int | float
        return isinstance(mark, kind) and self.place(mark) % 2 == 1

    def places(self, answer: Answered | None) -> Places:
        """Return what an answer is on every level that it has a place on; None is never asked."""
        if answer is None:
            return [(self.level, self.never)]
        if not isinstance(answer, frozenset):
            return [(self.level, self.place(answer))]
        return [(self.level, ASKED), *((level, int(item in answer)) for item, level in self.picks.items())]


class Examples(NamedTuple):
    """Answers in the order of their places on the only level of a question, and those places."""

    places: list[int]
    answers: list[Answered]


class TreeDiagrams:
    """The diagrams of a tree. What is costly is worked out when first asked for, and kept.

    Raises TooLarge, from whatever works one out, when the budget does not suffice.
    """

    def __init__(self, tree: Tree, budget: Budget, settled: Settled | None = None) -> None:
        self.tree = tree
        self.settled = settled or {}
        self.diagrams = Diagrams(budget)
        self.order = [node for node in order_of_walks(tree) if node in tree.questions]
        """The questions that gotos lead to, each before those that can follow it (but for rings)."""
        self._values: dict[str, Diagram] = {}
        self._unmade = [name for name in _in_order(tree) if tree.values[name].sum is None][::-1]
        self._tests: dict[tuple[str, Test], Diagram] = {}
        self._examples: dict[str, Examples] = {}
        self._met: dict[Hashable, list[Diagram]] = {}
        """Of each table, what its lines say where they match."""
        self._tables: dict[Hashable, Diagram] = {}

    @once
    def asked(self) -> dict[str, Asked]:
        """The questions as variables, in their order."""
        beside: dict[str, list[Test]] = {}
        for name, test in looks_beside(self.tree):
            beside.setdefault(name, []).append(test)
        asked: dict[str, Asked] = {}
        level = 0
        for question_id in self.order:
            tests = [*self.tests.get(question_id, ()), *beside.get(question_id, ())]
            asked[question_id] = _variables(self.tree.questions[question_id], level, tests)
            level += asked[question_id].levels
        return asked

    @once
    def tests(self) -> dict[str, dict[Test, None]]:
        """Every test of branches and values, by the name it looks at, each once."""
        tests: dict[str, dict[Test, None]] = {}
        for name, test in every_look(self.tree):
            tests.setdefault(name, {})[test] = None
        return tests

    def examples(self, question_id: str) -> Examples:
        """Return an answer from each place of a number, a date or a text that can be answered."""
        if question_id not in self._examples:
            asked, question = self.asked[question_id], self.tree.questions[question_id]
            answers = examples(question, [Is(mark) for mark in asked.marks], [])
            pairs = sorted(((asked.place(answer), answer) for answer in answers), key=itemgetter(0))
            self._examples[question_id] = Examples([place for place, _ in pairs], [answer for _, answer in pairs])
        return self._examples[question_id]

    def named_alone(self, question_id: str) -> list[str]:
        """Return the items of a checklist that a test names alone, in the order of their levels."""
        alone = {test.value for test in self.tests.get(question_id, ()) if isinstance(test, Is)}
        return [item for item in self.asked[question_id].picks if item in alone]

    def told_apart(self, question_id: str) -> tuple[list[Diagram], list[dict[str, Fraction]]]:
        """Return by what ways of ticking are told apart but by items alone: tests, and the points that sums give."""
        alone = self.named_alone(question_id)
        more = (test for test in self.tests.get(question_id, ()) if not (isinstance(test, Is) and test.value in alone))
        tests = [self.test(question_id, test) for test in more]
        sums = (exact_points(value) for value in self.tree.values.values() if value.sum is not None)
        return tests, [table[question_id] for table in sums if question_id in table]

    @once
    def branches(self) -> dict[str, Diagram]:
        """Where each branch leads; where no case matches, nothing."""
        return {
            branch_id: self._first(branch_id, branch.lines, branch.otherwise)
            for branch_id, branch in self.tree.branches.items()
        }

    @property
    def values(self) -> Mapping[str, Diagram]:
        """What each value is that is no sum; nothing, where it has no result."""
        if self._unmade:
            unmade, self._unmade = (
                self._unmade,
                [],
            )  # each is worked out after those that it looks at, which it finds here
            try:
                while unmade:
                    value = self.tree.values[unmade[-1]]
                    self._values[unmade[-1]] = self._first(unmade[-1], value.lines, value.otherwise)
                    unmade.pop()
            finally:
                self._unmade = unmade
        return self._values

    def lines(self, table: Branch | Value) -> Diagram:
        """Return which case or row of a branch or value is the first to match; -1 is its else, nothing is none."""
        if id(table) in self._tables:
            return self._tables[id(table)]
        numbered = [(condition, line) for line, (condition, _) in enumerate(table.lines)]
        return self._first(id(table), numbered, None if table.otherwise is None else -1)

    def _first(self, table: Hashable, lines: Sequence[tuple[Condition, Any]], otherwise: Any) -> Diagram:
        """Return the result of the first line whose condition holds.

        The lines of a table that are done stay done: of a long one they take more than one piece of work.
        """
        made, met = self.diagrams, self._met.setdefault(table, [])
        for condition, said in lines[len(met) :]:
            if len(met) % LINES == LINES - 1:  # a line takes its time, even where it needs no new diagram
                made.budget.spend()
            law = ("line", type(said), said)
            met.append(made.mapped(self.condition(condition), law, {True: said, False: None}.__getitem__))
        self._tables[table] = made.first([*met, made.leaf(otherwise)])
        return self._tables[table]

    def negated(self, diagram: Diagram) -> Diagram:
        """Return whether a diagram says no."""
        return self.diagrams.mapped(diagram, "not", lambda said: not said)

    def lacking(self, value_id: str) -> Diagram:
        """Return whether a value that is no sum has no result."""
        return self.diagrams.mapped(self.values[value_id], "lacking", lambda said: said is None)

    def given(self, condition: Diagram, said: Diagram) -> Diagram:
        """Return what a diagram says where a condition holds; elsewhere, and where it says nothing, an empty word."""
        some = self.diagrams.mapped(said, "some", lambda word: "" if word is None else word)
        return self.diagrams.first(
            (self.diagrams.mapped(condition, "given", lambda holds: None if holds else ""), some)
        )

    def condition(self, condition: Condition) -> Diagram:
        """Return whether a condition holds."""
        return self.diagrams.either(
            self.diagrams.both(self.test(name, test) for name, test in tests) for tests in condition.alternatives
        )

    def test(self, name: str, test: Test) -> Diagram:
        """Return whether a test on a question or value holds."""
        if (name, test) not in self._tests:
            self._tests[name, test] = self._worked_out(name, test)
        return self._tests[name, test]

    def _worked_out(self, name: str, test: Test) -> Diagram:
        made = self.diagrams
        value = self.tree.values.get(name)
        if value is not None and value.sum is not None:
            return sum_diagram(made, self._layers(name), test, self._settled_points(name))
        if value is not None:
            return made.mapped(self.values[name], ("test", test), lambda result: holds(test, result))
        if name in self.settled or name not in self.asked:
            return made.leaf(holds(test, self.settled.get(name)))
        return self._on_question(self.asked[name], test)

    # Tests on a question

    def _on_question(self, asked: Asked, test: Test) -> Diagram:
        made, never = self.diagrams, asked.never
        match test:
            case Anything():
                return made.yes
            case WasAsked(wanted):
                pieces = ((never, made.leaf(wanted)), (LEAF, made.leaf(not wanted)))
                return made.node(asked.level, pieces)
            case AnyOf(tests):
                return made.either(self._on_question(asked, inner) for inner in tests)
            case Not(inner):
                turned = self.negated(self._on_question(asked, inner))
                return made.both((self._on_question(asked, WasAsked(wanted=True)), turned))
        if asked.question.kind == "checklist":
            return made.node(asked.level, ((never, self._on_items(asked, test)), (LEAF, made.no)))
        return made.node(asked.level, self._on_places(asked, test))

    def _on_places(self, asked: Asked, test: Test) -> Iterator[tuple[int, Diagram]]:
        """Yield whether a test holds at the places of a question's only level."""
        first, last = asked.stretch(test)
        yield from ((place, self.diagrams.no) for place in (first,) if place)
        yield last + 1, self.diagrams.leaf(first <= last)
        yield LEAF, self.diagrams.no

    def _on_items(self, asked: Asked, test: Test) -> Diagram:
        made = self.diagrams
        match test:
            case Is("none"):
                return self._row(asked.picks.values(), ticked=False)
            case Is(item) if item in asked.picks:
                return self._row([asked.picks[str(item)]], ticked=True)
            case Ticked(items, every):
                levels = [asked.picks[item] for item in dict.fromkeys(items) if item in asked.picks]
                return made.no if every and len(levels) < len(set(items)) else self._row(sorted(levels), ticked=every)
            case Count(inner):
                counted = [made.leaf(holds(inner, count)) for count in range(len(asked.picks) + 1)]
                for level in sorted(asked.picks.values(), reverse=True):
                    counted = [made.node(level, ((1, less), (LEAF, more))) for less, more in pairwise(counted)]
                return counted[0]
        return made.no

    def _row(self, levels: Iterable[int], *, ticked: bool) -> Diagram:
        """Return whether all of some items are ticked, or none of them."""
        row = self.diagrams.yes
        for level in sorted(levels, reverse=True):
            off, on = (self.diagrams.no, row) if ticked else (row, self.diagrams.no)
            row = self.diagrams.node(level, ((1, off), (LEAF, on)))
        return row

    # Sums

    def _layers(self, value_id: str) -> list[Layer]:
        """Return what a sum adds at each level, in their order; the layers stand in a row, ended by the last one."""
        table = exact_points(self.tree.values[value_id])
        layers: list[Layer] = []
        for question_id, asked in self.asked.items():
            if question_id in table and question_id not in self.settled:
                made = checklist_layers if asked.question.kind == "checklist" else choice_layers
                layers += made(asked.level, asked.picks, table[question_id], len(layers))
        return layers

    def _settled_points(self, value_id: str) -> Fraction:
        """Return what a sum has of the answers that are settled."""
        table = exact_points(self.tree.values[value_id]) if self.settled else {}
        answers = ((points, self.settled.get(question_id)) for question_id, points in table.items())
        return sum((_points(points, answer) for points, answer in answers if answer is not None), ZERO)


def _points(points: Mapping[str, Fraction], answer: Answered) -> Fraction:
    """Return what an answer adds to a sum; of a checklist, all that is ticked, or that nothing is."""
    names = (answer or ("none",)) if isinstance(answer, frozenset) else (str(answer),)
    return sum((points.get(name, ZERO) for name in names), ZERO)


def _variables(question: Question, level: int, tests: Collection[Test]) -> Asked:
    if question.picks_one:
        return Asked(
            question, level, (), {name: place for place, name in enumerate(question.by_id)}, len(question.by_id)
        )
    if question.kind == "checklist":
        alone = {test.value for test in tests if isinstance(test, Is)}
        names = sorted(question.by_id, key=lambda name: name not in alone)
        items = {name: level + 1 + place for place, name in enumerate(names)}
        return Asked(question, level, (), items, NEVER)
    marks = tuple(dict.fromkeys(thresholds(question, tests))) if question.kind in {"number", "date"} else ()
    return Asked(question, level, marks, {}, 2 * len(marks) + 1)


def order_of_walks(tree: Tree) -> list[str]:
    """Return the nodes that gotos lead to, each before all that can follow it (but for rings)."""
    onward = dict(edges(tree))
    start = tree.about.start
    return [*followed_first(start, onward, set())][::-1] if start in onward else []


def _in_order(tree: Tree) -> Iterator[str]:
    """Yield the values, each after those that it looks at."""
    named = {
        value_id: [name for condition, _ in value.lines for name in condition.names()]
        for value_id, value in tree.values.items()
    }
    seen: set[str] = set()
    return (value_id for root in named for value_id in followed_first(root, named, seen))
