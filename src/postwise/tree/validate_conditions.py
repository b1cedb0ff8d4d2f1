"""Every condition, table and sum of a tree held against the questions and values it looks at."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from postwise.text import counted
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
    read_condition,
    read_test,
    wrong_type,
)
from postwise.tree.model import Branch, Note, Question, Tree, Value
from postwise.tree.problems import Fault, Part, TomlPath, listing, suggestion
from postwise.tree.schema_errors import STAND_IN

Spot = tuple[TomlPath, Part]
"""Where a fault of a test is told: at the question's key, or in a list or a table at the item."""


@dataclass(frozen=True)
class ConditionValidator:
    """Holds tests against the tree they stand in."""

    tree: Tree
    fault: Collect
    doubtful: frozenset[str] = frozenset()
    """Questions and values that cannot all be read, so that nobody knows which answers and results they have."""

    def condition(self, raw: Any, where: TomlPath) -> None:
        """Check the value of a ``when``."""
        if raw == STAND_IN:
            return
        read_condition(raw, where, self.fault)
        tables = enumerate(raw) if isinstance(raw, list) else [(None, raw)]
        for place, table in tables:
            if isinstance(table, dict):
                inner = where if place is None else (*where, place)
                for name, test in table.items():
                    self.named(name, read_test(test), (*inner, name), ((*inner, name), "key"))

    def named(self, name: str, test: Test, where: TomlPath, spot: Spot) -> None:
        """Check a test on the question or value of this name."""
        question, value = self.tree.questions.get(name), self.tree.values.get(name)
        if question is not None:
            self._on_question(name, question, test, where, spot)
        elif value is not None:
            self._on_value(name, value, test, where, spot)
        elif name not in self.doubtful:
            self.fault(unknown_question(self.tree, name, spot))

    def _on_question(self, name: str, question: Question, test: Test, where: TomlPath, spot: Spot) -> None:
        def leaf(inner_test: Test, place: TomlPath, at: Spot) -> None:
            match question.kind, inner_test:
                case _, WasAsked() | Anything():
                    pass
                case "choice" | "yes-no", Is(value):
                    self._answer(name, question, value, at)
                case "checklist", Is(value):
                    if value != "none":
                        self._answer(name, question, value, at)
                case "checklist", Ticked(items, every):
                    for item_place, item in enumerate(items):
                        list_key = "all" if every else "none"
                        self._answer(name, question, item, ((*place, list_key, item_place), "value"))
                case "checklist", Count():
                    pass
                case "number" | "date", Is(value):
                    self._kind(question.kind, value, place)
                case "number" | "date", Between(low, high):
                    for key, bound in (("min", low), ("max", high)):
                        if bound is not None:
                            self._kind(question.kind, bound, (*place, key))
                case _:
                    self.fault(_never(name, f"a {question.kind} question", question.kind, at))

        each_leaf(test, where, spot, leaf)

    def _answer(self, name: str, question: Question, value: Scalar, at: Spot) -> None:
        if not isinstance(value, str):
            self.fault(wrong_type(at[0], "an answer's id", value))
        elif value not in question.by_id and name not in self.doubtful:
            known = [*question.by_id, "none"] if question.kind == "checklist" else list(question.by_id)
            hint = suggestion(value, known) or f"It has {listing(known)}."
            self.fault(Fault("unknown-answer", at[0], f'"{name}" has no answer "{value}".', hint, at[1]))

    def _kind(self, wanted: str, value: Scalar, where: TomlPath) -> None:
        if isinstance(value, dt.date) != (wanted == "date") or isinstance(value, str):
            self.fault(wrong_type(where, f"a {wanted}", value))
        elif isinstance(value, float) and not math.isfinite(value):
            self.fault(Fault("bad-value", where, f"{value} is no number that an answer can be held against."))

    def _on_value(self, name: str, value: Value, test: Test, where: TomlPath, spot: Spot) -> None:
        if name in self.doubtful or (not value.lines and value.sum is None):
            return
        results = results_of(value)
        numeric = value.sum is not None or any(isinstance(one, int | float) for one in results)

        def leaf(one: Test, place: TomlPath, at: Spot) -> None:
            match one:
                case WasAsked() | Anything():
                    pass
                case Is(result) if value.sum is not None:
                    if not isinstance(result, int | float):
                        self.fault(wrong_type(at[0], "a number of points", result))
                case Is(result):
                    if result not in results:
                        hint = suggestion(result, map(str, results)) or f"It can be {listing(map(str, results))}."
                        self.fault(Fault("unknown-answer", at[0], f'"{name}" is never "{result}".', hint, at[1]))
                case Between(low, high) if numeric:
                    for key, bound in (("min", low), ("max", high)):
                        if bound is not None:
                            self._kind("number", bound, (*place, key))
                case _:
                    self.fault(_never(name, "a value with points" if numeric else "a value", "value", at))

        each_leaf(test, where, spot, leaf)

    def notes(self, notes: Iterable[Note], where: TomlPath) -> None:
        """Check the conditions of a list of notes."""
        for place, note in enumerate(notes):
            if note.when is not None:
                self.condition(note.when, (*where, "notes", place, "when"))

    def table(self, holder: Branch | Value, where: TomlPath) -> None:
        """Check the columns and rows of a table, but for their last cells."""
        on = holder.on or ()
        for place, name in enumerate(on):
            if name not in self.tree.questions and name not in self.tree.values and name not in self.doubtful:
                self.fault(unknown_question(self.tree, name, ((*where, "on", place), "value")))
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


def each_leaf(test: Test, where: TomlPath, spot: Spot, leaf: Callable[[Test, TomlPath, Spot], None]) -> None:
    """Call `leaf` with every test inside a test that looks at the answer itself, and where it stands."""
    match test:
        case AnyOf(tests):
            for place, inner_test in enumerate(tests):
                each_leaf(inner_test, (*where, place), ((*where, place), "value"), leaf)
        case Not(inner):
            each_leaf(inner, (*where, "not"), spot, leaf)
        case _:
            leaf(test, where, spot)


def unknown_question(tree: Tree, name: str, spot: Spot) -> Fault:
    """Return the fault that no question and no value has this name."""
    hint = suggestion(name, [*tree.questions, *tree.values])
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


def _never(name: str, what: str, takes: str, at: Spot) -> Fault:
    return Fault("bad-condition", at[0], f'"{name}" is {what}, which can never take this test.', TAKES[takes], at[1])


def results_of(value: Value) -> list[str | int | float]:
    """Return every result that the lines of a value name, in their order."""
    results = [*(result for _, result in value.lines), value.otherwise]
    return list(dict.fromkeys(result for result in results if isinstance(result, str | int | float)))


def check_conditions(tree: Tree, fault: Collect, doubtful: frozenset[str] = frozenset()) -> None:
    """Tell every fault in the conditions, tables and sums of a tree.

    Of the questions and values in `doubtful` nobody knows which answers and results they have.
    """
    looker = ConditionValidator(tree, fault, doubtful)
    for name, question in tree.questions.items():
        if not question.notes:
            continue
        looker.notes(question.notes, ("question", name))
    for name, outcome in tree.outcomes.items():
        looker.notes(outcome.notes, ("outcome", name))
    for kind_name, holders in (("branch", tree.branches), ("value", tree.values)):
        for name, holder in holders.items():
            _check_holder(looker, holder, (kind_name, name))
    for name, value in tree.values.items():
        for told in _sum_faults(tree, value, ("value", name, "sum")):
            if told.code not in {"unknown-answer", "unknown-question"} or told.where[3] not in doubtful:
                fault(told)
    for told in value_loops(tree):
        fault(told)


def _check_holder(looker: ConditionValidator, holder: Branch | Value, where: TomlPath) -> None:
    for told in _spelling(holder, where):
        looker.fault(told)
    for place, case in enumerate(holder.cases or ()):
        looker.condition(case.when, (*where, "cases", place, "when"))
    looker.table(holder, where)
    if isinstance(holder, Value):
        for at, result in _results(holder, where):
            if isinstance(result, bool) or not isinstance(result, str | int | float):
                looker.fault(wrong_type(at, "a word, a number or a text", result))
            elif isinstance(result, float) and not math.isfinite(result):
                looker.fault(Fault("bad-value", at, f"{result} is no number that can be worked with."))
            elif isinstance(result, str) and not result.strip():
                looker.fault(Fault("bad-value", at, "This text is empty."))


def _results(value: Value, where: TomlPath) -> Iterator[tuple[TomlPath, Any]]:
    for place, case in enumerate(value.cases or ()):
        yield (*where, "cases", place, "is"), case.result
    for place, row in enumerate(value.table or ()):
        if len(row) == len(value.on or ()) + 1:
            yield (*where, "table", place, len(row) - 1), row[-1]
    if value.otherwise is not None:
        yield (*where, "else"), value.otherwise


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
        else:
            keys = ("cases", "table", "sum") if isinstance(holder, Value) else ("cases", "table")
            words = '"cases", "table" or "sum"' if isinstance(holder, Value) else '"cases" or "table"'
            yield Fault("missing-key", where, f"One of the keys {words} is missing here.", None, "header", keys)
    elif points and holder.otherwise is not None:
        yield Fault("bad-value", (*where, "else"), "A sum always has a result, so it takes no else.", None, "key")
    if holder.table is not None and holder.on is None:
        yield Fault(
            "missing-key",
            where,
            'The key "on" is missing here.',
            "Name a question for each column.",
            "header",
            ("on",),
        )
    if holder.table is None and holder.on is not None and drawn:
        yield Fault(
            "bad-value",
            (*where, "on"),
            f'"on" names the columns of a table, and this is "{drawn[0]}".',
            None,
            "key",
        )
    for key in ("cases", "table", "on"):
        if getattr(holder, key) == ():
            yield Fault("bad-value", (*where, key), "This list is empty.")


def _sum_faults(tree: Tree, value: Value, where: TomlPath) -> Iterator[Fault]:
    for name, points in (value.sum or {}).items():
        question = tree.questions.get(name)
        spot: Spot = ((*where, name), "key")
        if question is None and name in tree.values:
            yield Fault("bad-condition", spot[0], f'"{name}" is a value; a sum adds up answers.', None, "key")
        elif question is None:
            yield unknown_question(tree, name, spot)
        elif question.kind not in {"choice", "yes-no", "checklist"}:
            message = f'"{name}" is a {question.kind} question; points go to the answers of a choice or a checklist.'
            yield Fault("bad-condition", spot[0], message, None, "key")
        else:
            yield from _point_faults(name, question, points, (*where, name))


def _point_faults(name: str, question: Question, points: dict[str, Any], where: TomlPath) -> Iterator[Fault]:
    known = [*question.by_id, "none"] if question.kind == "checklist" else list(question.by_id)
    for answer, number in points.items():
        if answer not in known:
            hint = suggestion(answer, known) or f"It has {listing(known)}."
            yield Fault("unknown-answer", (*where, answer), f'"{name}" has no answer "{answer}".', hint, "key")
        elif isinstance(number, float) and not math.isfinite(number):
            yield Fault("bad-value", (*where, answer), f"{number} is no number of points.")


def value_loops(tree: Tree) -> Iterator[Fault]:
    """Yield a fault for each ring of values that are worked out from each other, at the reference that closes it."""
    done: set[str] = {name for name in tree.values if name in tree.questions}  # the question is what is looked at
    for start in tree.values:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[tuple[str, TomlPath]]]] = []
        if start not in done:
            stack, trail = [(start, references(tree.values[start], start))], [start]
        while stack:
            name, rest = stack[-1]
            step = next(((to, at) for to, at in rest if to in tree.values and to not in done), None)
            if step is None:
                done.add(name)
                stack.pop()
                trail.pop()
            elif step[0] in trail:
                ring = [*trail[trail.index(step[0]) :], step[0]]
                message = f"These values need each other to be worked out: {' → '.join(ring)}."
                yield Fault("cycle", step[1], message, "Let one of them look at questions alone.", _part(step[1]))
            else:
                trail.append(step[0])
                stack.append((step[0], references(tree.values[step[0]], step[0])))


def _part(where: TomlPath) -> Part:
    return "value" if "on" in where[2:3] else "key"


def references(value: Value, name: str) -> Iterator[tuple[str, TomlPath]]:
    """Yield every question or value that a value looks at, with where it does."""
    where: TomlPath = ("value", name)
    for place, case in enumerate(value.cases or ()):
        tables = enumerate(case.when) if isinstance(case.when, list) else [(None, case.when)]
        for inner, table in tables:
            at = (*where, "cases", place, "when") if inner is None else (*where, "cases", place, "when", inner)
            for looked in table if isinstance(table, dict) else ():
                yield looked, (*at, looked)
    for place, looked in enumerate(value.on or ()):
        yield looked, (*where, "on", place)
