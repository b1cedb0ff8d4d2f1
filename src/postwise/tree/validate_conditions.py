"""Every condition, table and sum of a tree held against the questions and values it looks at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from postwise.text import counted, joined
from postwise.tree.conditions import (
    AnyOf,
    Anything,
    Between,
    Collect,
    Count,
    Is,
    Not,
    Scalar,
    Test,
    Ticked,
    WasAsked,
    is_bound,
    located_tests,
    read_test,
    wrong_type,
)
from postwise.tree.ids import ID
from postwise.tree.model import Aside, Branch, BranchCase, Question, Tree, Value, ValueCase
from postwise.tree.problems import Fault, Part, TomlPath, listing, suggestion
from postwise.tree.schema_errors import STAND_IN

MOST_POINTS = 10**300
"""So many points an answer has at most: what they add up to is then still a number that has a point."""
Spot = tuple[TomlPath, Part]
"""Where a fault of a test is told: at the question's key, or in a list or a table at the item."""


@dataclass(frozen=True, eq=False, repr=False)
class ConditionValidator:
    """Holds tests against the tree they stand in."""

    tree: Tree
    fault: Collect
    doubtful: frozenset[str] = frozenset()
    """Questions and values that cannot all be read, so that nobody knows which answers and results they have."""

    def condition(self, raw: Any, where: TomlPath) -> None:
        """Check the value of a ``when``."""
        if raw != STAND_IN:
            for name, test, at in located_tests(raw, where, self.fault):
                self.named(name, test, at, (at, "key"))

    def named(self, name: str, test: Test, where: TomlPath, spot: Spot) -> None:
        """Check a test on the question or value of this name."""
        question, value = self.tree.questions.get(name), self.tree.values.get(name)
        if question is not None:
            for leaf, at, leaf_spot in leaves(test, where, spot):
                self._on_question(name, question, leaf, at, leaf_spot)
        elif value is None:
            self._unknown_question(name, spot)
        elif name not in self.doubtful and (value.lines or value.sum is not None):
            for leaf, at, leaf_spot in leaves(test, where, spot):
                self._on_value(name, value, leaf, at, leaf_spot)

    def _on_question(self, question_id: str, question: Question, test: Test, where: TomlPath, spot: Spot) -> None:
        match question.kind, test:
            case _, WasAsked() | Anything():
                pass
            case ("checklist", Is("none")) | ("checklist", Count()):
                pass
            case "choice" | "yes-no" | "checklist", Is(value):
                self._answer(question_id, question, value, spot)
            case "checklist", Ticked(items, every):
                for place, item in enumerate(items):
                    self._answer(question_id, question, item, ((*where, "all" if every else "none", place), "value"))
            case "number" | "date", Is(value):
                is_bound(value, question.kind, where, self.fault)
            case "number" | "date", Between():
                self._between(question.kind, test, where)
            case _:
                self._never(question_id, f"a {question.kind} question", question.kind, spot)

    def _answer(self, question_id: str, question: Question, value: Scalar, spot: Spot) -> None:
        if not isinstance(value, str):
            self.fault(wrong_type(spot[0], "an answer's id", value))
        elif value not in question.by_id and question_id not in self.doubtful:
            known = answer_ids(question)
            hint = suggestion(value, known) or f"It has {listing(known)}."
            self.fault(Fault("unknown-answer", spot[0], f'"{question_id}" has no answer "{value}".', hint, spot[1]))

    def _between(self, wanted: str, test: Between, where: TomlPath) -> None:
        for key, bound in (("min", test.low), ("max", test.high)):
            if bound is not None:
                is_bound(bound, wanted, (*where, key), self.fault)

    def _on_value(self, value_id: str, value: Value, test: Test, where: TomlPath, spot: Spot) -> None:
        results = value.results
        numeric = value.sum is not None or any(isinstance(result, int | float) for result in results)
        match test:
            case WasAsked() | Anything():
                pass
            case Is(result) if value.sum is not None:
                if not isinstance(result, int | float):
                    self.fault(wrong_type(spot[0], "a number of points", result))
            case Is(result):
                if result not in results:
                    hint = suggestion(result, map(str, results)) or f"It can be {listing(map(str, results))}."
                    self.fault(Fault("unknown-answer", spot[0], f'"{value_id}" is never "{result}".', hint, spot[1]))
            case Between() if numeric:
                self._between("number", test, where)
            case _:
                self._never(value_id, "a value with points" if numeric else "a value", "value", spot)

    def _never(self, name: str, what: str, takes: str, spot: Spot) -> None:
        message = f'"{name}" is {what}, which can never take this test.'
        self.fault(Fault("bad-condition", spot[0], message, TAKES[takes], spot[1]))

    def _unknown_question(self, name: str, spot: Spot) -> None:
        if name not in self.doubtful:
            self.fault(unknown_question(self.tree, name, spot))

    def table(self, holder: Branch | Value, where: TomlPath) -> None:
        """Check the columns and rows of a table, but for their last cells."""
        on = holder.on or ()
        for place, name in enumerate(on):
            if name not in self.tree.questions and name not in self.tree.values:
                self._unknown_question(name, ((*where, "on", place), "value"))
        for line, row in enumerate(holder.table or () if holder.on is not None else ()):
            self._row(on, row, (*where, "table", line))

    def _row(self, on: tuple[str, ...], row: tuple[Any, ...], where: TomlPath) -> None:
        if len(row) != len(on) + 1:
            cells = counted(len(row), "cell")
            hint = f"It wants one for each of {listing(on)}, and one for the result." if on else None
            self.fault(Fault("table-width", where, f"This row has {cells} where {len(on) + 1} are wanted.", hint))
            return
        for column, (name, cell) in enumerate(zip(on, row, strict=False)):
            if cell != "*":
                place = (*where, column)
                test = read_test(cell, place, self.fault)
                if name in self.tree.questions or name in self.tree.values:
                    self.named(name, test, place, (place, "value"))

    def results(self, value: Value, where: TomlPath) -> None:
        """Check what the lines of a value say that it is."""
        for at, result in line_ends(value, where):
            if isinstance(result, bool) or not isinstance(result, str | int | float):
                self.fault(wrong_type(at, "a word, a number or a text", result))
            elif isinstance(result, float) and not math.isfinite(result):
                self.fault(Fault("bad-value", at, "This is no number that can be worked with."))
            elif isinstance(result, str) and not result.strip():
                self.fault(Fault("bad-value", at, "This text is empty."))

    def sum(self, value: Value, where: TomlPath) -> None:
        """Check the questions and answers that a sum gives points for."""
        for question_id, points in (value.sum or {}).items():
            question, at = self.tree.questions.get(question_id), (*where, question_id)
            if question is not None and question.kind in {"choice", "yes-no", "checklist"}:
                self._points(question_id, question, points, at)
            elif question is not None:
                kind = question.kind
                message = f'"{question_id}" is a {kind} question; points go to the answers of a choice or a checklist.'
                self.fault(Fault("bad-condition", at, message, None, "key"))
            elif question_id in self.tree.values:
                message = f'"{question_id}" is a value; a sum adds up answers.'
                self.fault(Fault("bad-condition", at, message, None, "key"))
            else:
                self._unknown_question(question_id, (at, "key"))

    def _points(self, question_id: str, question: Question, points: Mapping[str, Any], where: TomlPath) -> None:
        known = answer_ids(question)
        for answer, number in points.items():
            if answer not in known:
                self._answer(question_id, question, answer, ((*where, answer), "key"))
            elif isinstance(number, float) and not math.isfinite(number):
                self.fault(Fault("bad-value", (*where, answer), "This is no number of points."))
            elif abs(number) > MOST_POINTS:
                self.fault(Fault("bad-value", (*where, answer), "So many points cannot be added up."))


def leaves(test: Test, where: TomlPath, spot: Spot) -> Iterator[tuple[Test, TomlPath, Spot]]:
    """Yield every test inside a test that looks at the answer itself, with where it stands."""
    match test:
        case AnyOf(tests):
            for place, inner_test in enumerate(tests):
                yield from leaves(inner_test, (*where, place), ((*where, place), "value"))
        case Not(inner):
            yield from leaves(inner, (*where, "not"), spot)
        case _:
            yield test, where, spot


def answer_ids(question: Question) -> list[str]:
    """Return what a condition or a sum can name of a question's answers: their ids, and of a checklist ``none``."""
    return [*question.by_id, "none"] if question.kind == "checklist" else list(question.by_id)


def unknown_question(tree: Tree, name: str, spot: Spot) -> Fault:
    """Return the fault that no question and no value has this name."""
    hint = suggestion(name, filter(ID.fullmatch, [*tree.questions, *tree.values]))
    return Fault("unknown-question", spot[0], f'There is no question or value "{name}".', hint, spot[1])


TAKES = {
    "choice": "It can be an answer, a list of answers, { not = … } or { answered = … }.",
    "yes-no": 'It can be "yes" or "no", { not = … } or { answered = … }.',
    "checklist": "It can be an answer, { all = […] }, { none = […] }, { count = … }, { not = … } or { answered = … }.",
    "number": "It can be a number, { min = …, max = … }, { not = … } or { answered = … }.",
    "date": "It can be a date, { min = …, max = … }, { not = … } or { answered = … }.",
    "text": "A text never decides anything: all that can be asked is { answered = … }.",
    "value": "It can be one of its results, a list of them, { not = … } or { answered = … }.",
}


def check_conditions(tree: Tree, fault: Collect, doubtful: frozenset[str] = frozenset()) -> None:
    """Tell every fault in the conditions, tables and sums of a tree.

    Of the questions and values in `doubtful` nobody knows which answers and results they have.
    """
    validator = ConditionValidator(tree, fault, doubtful)
    for where, aside in placed_asides(tree):
        validator.condition(aside.when, (*where, "when"))
    for branch_id, branch in tree.branches.items():
        _check_lines(validator, branch, ("branch", branch_id))
    for value_id, value in tree.values.items():
        _check_lines(validator, value, ("value", value_id))
        validator.results(value, ("value", value_id))
        validator.sum(value, ("value", value_id, "sum"))
    for ring in value_loops(tree):
        fault(ring)


def placed_asides(tree: Tree) -> Iterator[tuple[TomlPath, Aside]]:
    """Yield every note and contact that has a condition, with where it stands."""
    rows: list[tuple[TomlPath, tuple[Aside, ...]]] = []
    rows += [(("question", question_id, "notes"), question.notes) for question_id, question in tree.questions.items()]
    for outcome_id, outcome in tree.outcomes.items():
        rows += [(("outcome", outcome_id, "notes"), outcome.notes), (("outcome", outcome_id, "see"), outcome.see)]
    for where, row in rows:
        yield from (((*where, place), aside) for place, aside in enumerate(row) if aside.when is not None)


def _check_lines(validator: ConditionValidator, holder: Branch | Value, where: TomlPath) -> None:
    for told in _spelling(holder, where):
        validator.fault(told)
    for place, case in enumerate(holder.cases or ()):
        validator.condition(case.when, (*where, "cases", place, "when"))
    validator.table(holder, where)


def line_ends(holder: Branch | Value, where: TomlPath) -> Iterator[tuple[TomlPath, Any]]:
    """Yield where each case and row of a branch leads, and its else, or of a value what each says; with its place."""
    cases: tuple[BranchCase | ValueCase, ...] = holder.cases or ()
    for place, case in enumerate(cases):
        key, end = ("goto", case.goto) if isinstance(case, BranchCase) else ("is", case.result)
        yield (*where, "cases", place, key), end
    for place, row in enumerate(holder.table or ()):
        if len(row) == len(holder.on or ()) + 1:
            yield (*where, "table", place, len(row) - 1), row[-1]
    if holder.otherwise is not None:
        yield (*where, "else"), holder.otherwise


def _spelling(holder: Branch | Value, where: TomlPath) -> Iterator[Fault]:
    """Yield what is wrong in how a decision table is drawn: as cases, as a table, or as a sum, and one of them only."""
    points = isinstance(holder, Value) and holder.sum is not None
    drawn = [key for key in ("cases", "table") if getattr(holder, key) is not None] + (["sum"] if points else [])
    if len(drawn) > 1:
        message = f'This is drawn twice, as "{drawn[0]}" and as "{drawn[1]}".'
        yield Fault("bad-value", (*where, drawn[1]), message, "Keep one of them.", "key")
    elif not drawn:
        if holder.on is not None:
            yield Fault("missing-key", where, 'The key "table" is missing here.', "Add the rows.", "header", ("table",))
        elif holder.otherwise is None:
            keys = ("cases", "table", *(("sum",) if isinstance(holder, Value) else ()), "else")
            words = joined((f'"{key}"' for key in keys), "or")
            yield Fault("missing-key", where, f"One of the keys {words} is missing here.", None, "header", keys)
    elif points and holder.otherwise is not None:
        yield Fault("bad-value", (*where, "else"), "A sum always has a result, so it takes no else.", None, "key")
    if holder.table is not None and holder.on is None:
        hint = "Name a question for each column."
        yield Fault("missing-key", where, 'The key "on" is missing here.', hint, "header", ("on",))
    if holder.table is None and holder.on is not None and drawn:
        message = f'"on" names the columns of a table, and this is "{drawn[0]}".'
        yield Fault("bad-value", (*where, "on"), message, None, "key")
    for key in ("cases", "table", "on"):
        if getattr(holder, key) == ():
            yield Fault("bad-value", (*where, key), "This list is empty.")


def value_loops(tree: Tree) -> Iterator[Fault]:
    """Yield a fault for each ring of values that are worked out from each other, at the reference that closes it."""
    done = {value_id for value_id in tree.values if value_id in tree.questions}  # the question is what is looked at
    for start in tree.values:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[tuple[str, TomlPath]]]] = []
        if start not in done:
            stack, trail = [(start, references(tree.values[start], start))], [start]
        while stack:
            value_id, rest = stack[-1]
            step = next(((to, at) for to, at in rest if to in tree.values and to not in done), None)
            if step is None:
                done.add(value_id)
                stack.pop()
                trail.pop()
            elif step[0] in trail:
                ring = [*trail[trail.index(step[0]) :], step[0]]
                message = f"These values need each other to be worked out: {' → '.join(ring)}."
                part: Part = "value" if "on" in step[1][2:3] else "key"
                yield Fault("cycle", step[1], message, "Let one of them look at questions alone.", part)
            else:
                trail.append(step[0])
                stack.append((step[0], references(tree.values[step[0]], step[0])))


def references(value: Value, value_id: str) -> Iterator[tuple[str, TomlPath]]:
    """Yield every question or value that a value looks at, with where it does."""
    where: TomlPath = ("value", value_id)
    for place, case in enumerate(value.cases or ()):
        for looked, _, at in located_tests(case.when, (*where, "cases", place, "when")):
            yield looked, at
    for place, looked in enumerate(value.on or ()):
        yield looked, (*where, "on", place)
