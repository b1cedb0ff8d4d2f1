"""Values over all states: which of their lines are ever met, and where one without a result is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from postwise.logic.answer_classes import AnswerClasses, Mask
from postwise.logic.counting import Analysis, Line, analyse
from postwise.logic.state_space import BOUND, State, StateSpace, behind, decided_by
from postwise.tree.conditions import Answered, AnyOf, Condition, Is, Test, WasAsked
from postwise.tree.human_texts import texts
from postwise.tree.model import Branch, Tree
from postwise.tree.placeholders import names
from postwise.tree.problems import Part, TomlPath


@dataclass(frozen=True, slots=True)
class ValueText:
    """A text that says a value, shown at a node."""

    where: TomlPath
    node: str | None
    """The question or outcome; None for what is read before anything has been asked."""
    condition: Condition | None
    """What has to hold for it to be shown."""


@dataclass
class ValueResults:
    """What is known of the values of a tree."""

    met: set[Line] = field(default_factory=set)
    """Lines that give some value its result (-1: the else)."""
    taken: dict[Line, set[int]] = field(default_factory=dict)
    """Of lines that hold in some state in which an earlier one is met, those earlier ones."""
    looked: set[str] = field(default_factory=set)
    """Values that some walk comes to look at."""
    missing: dict[tuple[str, TomlPath, Part], Mapping[str, Answered]] = field(default_factory=dict)
    """The fewest answers that come to where a value is needed and has no result: by the value and the place."""
    unproved: list[str] = field(default_factory=list)
    """Values whose texts were in more states than could be looked at."""

    def lacks(self, value: str, where: TomlPath, part: Part, analysis: Analysis, number: int | None) -> None:
        """Note that a value has no result where it is needed, unless that was found already."""
        if (value, where, part) not in self.missing:
            self.missing[value, where, part] = {} if number is None else analysis.answers(number)


def texts_naming(tree: Tree) -> dict[str, list[ValueText]]:
    """Return where each value is said, by its name."""
    places: dict[str, list[ValueText]] = {}
    if tree.values:
        for where, text in texts(tree):
            for value_id in dict.fromkeys(names(text)):
                if value_id in tree.values and value_id not in tree.profile:
                    places.setdefault(value_id, []).extend(_shown(tree, where))
    return places


def _shown(tree: Tree, where: TomlPath) -> Iterator[ValueText]:
    kind, name = where[0], str(where[1])
    if kind not in {"question", "outcome"}:
        yield ValueText(where, None, None)
    elif kind == "question" and where[-1] == "note":
        answers = tree.questions[name].answers or ()
        answer = answers[int(where[3])].name if where[2] == "answers" else str(where[2])
        for outcome in tree.outcomes:
            yield ValueText(where, outcome, Condition((((name, Is(answer)),),)))
    elif where[2] == "notes":
        holder = tree.questions[name] if kind == "question" else tree.outcomes[name]
        yield ValueText(where, name, holder.notes[int(where[3])].condition)
    else:
        yield ValueText(where, name, None)


def through(tree: Tree, value_id: str) -> frozenset[str]:
    """Return a value and the values it is worked out from."""
    return frozenset(tree.values.keys() & behind(tree, (value_id,)))


def results(analysis: Analysis, bound: int = BOUND) -> ValueResults:
    """Return what is known of the values that branches and texts look at."""
    known, tree = ValueResults(), analysis.tree
    for branch_id, branch in tree.branches.items():
        _at_branch(analysis, branch_id, branch, known)
    for name, places in texts_naming(tree).items():
        if tree.values[name].sum is None:
            _in_texts(analysis, name, places, bound, known)
    return known


def _at_branch(analysis: Analysis, branch_id: str, branch: Branch, known: ValueResults) -> None:
    space = analysis.space
    values = frozenset(analysis.tree.values.keys() & decided_by(analysis.tree, branch_id))
    if not values:
        return
    lacking = any(may_lack(analysis.tree, value) for value in values)
    for number in sorted(analysis.states_at(branch_id), key=analysis.tally.near.__getitem__):
        state = analysis.state(number)
        _note_lines(space, values, state, known)
        for line, place, value in _needed(space, branch, state) if lacking else ():
            where, part = _test_place(branch_id, branch, line, place, value)
            known.lacks(value, where, part, analysis, number)


def may_lack(tree: Tree, value_id: str) -> bool:
    """Tell whether this is a value, and can be without a result at all."""
    value = tree.values.get(value_id)
    return value is not None and value.sum is None and value.otherwise is None


def needs_result(space: StateSpace, branch: Branch, state: State) -> bool:
    """Tell whether a branch needs, in a state, a value that has no result there."""
    return next(_needed(space, branch, state), None) is not None


def _needed(space: StateSpace, branch: Branch, state: State) -> Iterator[tuple[int, int, str]]:
    """Yield line, alternative and value wherever a result would decide whether a line of the branch matches."""
    for line, (condition, _) in enumerate(branch.lines):
        if space.holds(condition, state):
            return
        for place, tests in enumerate(condition.alternatives):
            void = [
                name
                for name, test in tests
                if may_lack(space.tree, name) and not allows_none(test) and space.value(name, state) is None
            ]
            others = Condition((tuple((name, test) for name, test in tests if name not in void),))
            if void and space.holds(others, state):
                yield from ((line, place, name) for name in void)


def allows_none(test: Test) -> bool:
    """Tell whether a test says itself what holds without an answer."""
    return isinstance(test, WasAsked) or (isinstance(test, AnyOf) and any(map(allows_none, test.tests)))


def _test_place(branch_id: str, branch: Branch, line: int, place: int, value: str) -> tuple[TomlPath, Part]:
    if branch.cases is None:
        return ("branch", branch_id, "on", (branch.on or ()).index(value)), "value"
    inner = (place,) if isinstance(branch.cases[line].when, list) else ()
    return ("branch", branch_id, "cases", line, "when", *inner, value), "key"


def _note_lines(space: StateSpace, values: frozenset[str], state: State, known: ValueResults) -> None:
    for value_id in values:
        known.looked.add(value_id)
        value = space.tree.values[value_id]
        if value.sum is None:
            holding = [line for line, (condition, _) in enumerate(value.lines) if space.holds(condition, state)]
            if holding or value.otherwise is not None:
                known.met.add((value_id, holding[0] if holding else -1))
            for line in holding[1:]:
                known.taken.setdefault((value_id, line), set()).add(holding[0])


def _in_texts(analysis: Analysis, value_id: str, places: list[ValueText], bound: int, known: ValueResults) -> None:
    """Explore the tree again with the states told apart by what decides one value where it is said."""
    at: dict[str, list[ValueText]] = {}
    for place in places:
        at.setdefault(place.node or "", []).append(place)

    def reads(facts: AnswerClasses, node: str) -> Mask:
        if node not in at:
            return 0, 0
        bits, slots = facts.of_value(value_id)
        for place in at[node]:
            more, sums = facts.mask(place.condition) if place.condition is not None else (0, 0)
            bits, slots = bits | more, slots | sums
        return bits, slots

    again = analyse(analysis.tree, bound=bound, reads=reads)
    if again.too_large:
        known.unproved.append(value_id)
        known.looked.add(value_id)
    _say_all(again, value_id, at, known)


def _say_all(again: Analysis, value_id: str, at: Mapping[str, list[ValueText]], known: ValueResults) -> None:
    space = again.space
    before = State("", space.facts.unasked, (Fraction(0),) * len(space.facts.sums))
    for place in at.get("", ()):
        if _say(space, value_id, place, before, known):
            known.lacks(value_id, place.where, "value", again, None)
    for node in at.keys() - {""}:
        for number in sorted(again.states_at(node), key=again.tally.near.__getitem__):
            for place in at[node]:
                if _say(space, value_id, place, again.state(number), known):
                    known.lacks(value_id, place.where, "value", again, number)


def _say(space: StateSpace, value_id: str, place: ValueText, state: State, known: ValueResults) -> bool:
    """Note what a value is where it is said, in one state; tell whether it has no result there."""
    if place.condition is not None and not space.holds(place.condition, state):
        return False
    _note_lines(space, through(space.tree, value_id), state, known)
    return space.value(value_id, state) is None
