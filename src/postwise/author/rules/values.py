"""Values over all states: which of their lines are ever met, and where one without a result is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from postwise.logic.counting import Analysis, Line
from postwise.logic.decision_diagrams import Diagram
from postwise.logic.gotos import behind, decided_by
from postwise.logic.reads import Reading
from postwise.logic.state_space import Ask
from postwise.tree.conditions import Answered, AnyOf, Condition, Test, WasAsked
from postwise.tree.model import Branch, Tree
from postwise.tree.problems import Part, TomlPath
from postwise.tree.validate_conditions import placed_asides


@dataclass
class ValueResults:
    """What is known of the values of a tree."""

    met: set[Line] = field(default_factory=set)
    """Lines that give some value its result (-1: the else)."""
    looked: dict[str, list[Reading]] = field(default_factory=dict)
    """Values that some walk comes to look at, with where."""
    missing: dict[tuple[str, TomlPath, Part], Mapping[str, Answered]] = field(default_factory=dict)
    """The fewest answers that come to where a value is needed and has no result: by the value and the place."""


def through(tree: Tree, value_id: str) -> frozenset[str]:
    """Return a value and the values it is worked out from."""
    return frozenset(tree.values.keys() & behind(tree, (value_id,)))


def results(analysis: Analysis, texts: Mapping[str, list[Reading]]) -> ValueResults:
    """Return what is known of the values that anything looks at, or that `texts` say, by value.

    Raises TooLarge if that is too much.
    """
    known, tree = ValueResults(), analysis.tree
    for branch_id, branch in tree.branches.items():
        if branch_id in analysis.reached:
            place = Reading(("branch", branch_id), branch_id, None)
            for value_id in tree.values.keys() & decided_by(tree, branch_id):
                known.looked.setdefault(value_id, []).append(place)
            for (line, alternative, value), answers in _needed(analysis, branch_id, branch).items():
                known.missing.setdefault((value, *_test_place(branch_id, branch, line, alternative, value)), answers)
    for place, condition in _conditions(tree):
        if place.node in analysis.reached:
            for value_id in tree.values.keys() & behind(tree, condition.names()):
                known.looked.setdefault(value_id, []).append(place)
    for name, places in texts.items():
        for place in places if name in tree.values else ():
            if place.node is None or place.node in analysis.reached:
                _said(analysis, name, place, known)
    for value_id, places in known.looked.items():
        if tree.values[value_id].sum is None:
            known.met.update((value_id, line) for line in _lines_met(analysis, value_id, places))
    return known


def _conditions(tree: Tree) -> Iterator[tuple[Reading, Condition]]:
    """Yield the conditions that lead nowhere, each where it is judged: a promise's at every ending."""
    for where, aside in placed_asides(tree):
        if aside.condition is not None:
            yield Reading((*where, "when"), str(where[1]), None), aside.condition
    for promise_id, promise in tree.promises.items():
        if promise.condition is not None:
            where = ("promise", promise_id, "when")
            yield from ((Reading(where, outcome_id, None), promise.condition) for outcome_id in tree.outcomes)


def may_lack(tree: Tree, value_id: str) -> bool:
    """Tell whether this is a value, and can be without a result at all."""
    value = tree.values.get(value_id)
    return value is not None and value.sum is None and value.otherwise is None


def needed(analysis: Analysis, branch: Branch) -> dict[tuple[int, int, str], Diagram]:
    """Return when a branch needs a value that has no result then: by line, alternative and value.

    That is where a result would decide whether the line matches, and no line so far does.
    """
    made, tree = analysis.space.made, analysis.tree
    diagrams = made.diagrams
    wanting: dict[tuple[int, int, str], Diagram] = {}
    if not any(may_lack(tree, name) for condition, _ in branch.lines for name in condition.names()):
        return wanting
    before = diagrams.yes
    for line, (condition, _) in enumerate(branch.lines):
        before = diagrams.both((before, made.negated(made.condition(condition))))
        for place, tests in enumerate(condition.alternatives):
            void = {name: made.lacking(name) for name, test in tests if may_lack(tree, name) and not allows_none(test)}
            met = [diagrams.either((made.test(name, test), void.get(name, diagrams.no))) for name, test in tests]
            for name, lacking in void.items():
                wanting[line, place, name] = diagrams.both((before, lacking, *met))
    return wanting


def _needed(analysis: Analysis, branch_id: str, branch: Branch) -> dict[tuple[int, int, str], Mapping[str, Answered]]:
    """Return where a branch needs a value that has no result there, each with the fewest answers."""
    wanting = needed(analysis, branch)
    found = analysis.occurrences(Ask(branch_id, diagram) for diagram in wanting.values())
    return {where: met.yes for where, met in zip(wanting, found, strict=True) if met.yes is not None}


def allows_none(test: Test) -> bool:
    """Tell whether a test says itself what holds without an answer."""
    return isinstance(test, WasAsked) or (isinstance(test, AnyOf) and any(map(allows_none, test.tests)))


def _test_place(branch_id: str, branch: Branch, line: int, place: int, value: str) -> tuple[TomlPath, Part]:
    if branch.cases is None:
        return ("branch", branch_id, "on", (branch.on or ()).index(value)), "value"
    inner = (place,) if isinstance(branch.cases[line].when, list) else ()
    return ("branch", branch_id, "cases", line, "when", *inner, value), "key"


def _said(analysis: Analysis, value_id: str, place: Reading, known: ValueResults) -> None:
    """Note what a text looks at, and where the value that it says has no result."""
    space, made = analysis.space, analysis.space.made
    shown = made.diagrams.yes if place.condition is None else made.condition(place.condition)
    for looked in through(analysis.tree, value_id):
        known.looked.setdefault(looked, []).append(place)
    if not may_lack(analysis.tree, value_id):
        return
    lacking = made.diagrams.both((shown, made.lacking(value_id)))
    if place.node is None:
        if space.after_all(lacking, {}):
            known.missing.setdefault((value_id, place.where, "value"), {})
        return
    (met,) = analysis.occurrences([Ask(place.node, lacking)])
    if met.yes is not None:
        known.missing.setdefault((value_id, place.where, "value"), met.yes)


def _lines_met(analysis: Analysis, value_id: str, places: list[Reading]) -> set[int]:
    """Return which lines of a value are met where it is looked at."""
    return _met(analysis, analysis.space.made.lines(analysis.tree.values[value_id]), places)


def takers(analysis: Analysis, value_id: str, line: int, places: list[Reading]) -> set[int]:
    """Return the earlier lines of a value that are met, where it is looked at, when one of its lines holds."""
    made, value = analysis.space.made, analysis.tree.values[value_id]
    return _met(analysis, made.given(made.condition(value.lines[line][0]), made.lines(value)), places)


def _met(analysis: Analysis, lines: Diagram, places: list[Reading]) -> set[int]:
    """Return which lines come up, by a diagram that says one, at any of some places."""
    made = analysis.space.made
    seen = [
        (place.node, lines if place.condition is None else made.given(made.condition(place.condition), lines))
        for place in places
    ]
    found = analysis.occurrences(dict.fromkeys(Ask(node, diagram) for node, diagram in seen if node is not None))
    before = {analysis.space.after_all(diagram, {}) for node, diagram in seen if node is None}
    return {line for met in (*(one.said for one in found), before) for line in met if isinstance(line, int)}
