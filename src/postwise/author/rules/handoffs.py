"""Trees that hand over to other trees: whether those are there, ask what they share alike, and do not go in a ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from postwise.text import joined, one_line
from postwise.tree.model import Question, Tree
from postwise.tree.problems import Fault, TomlPath, listing, suggestion
from postwise.tree.schema_errors import STAND_IN

TreeById = Callable[[str], Tree | None]
"""Gives the tree with an id, or None if there is none that can be read."""


@dataclass(frozen=True, slots=True)
class Handover:
    """An ending that hands over to another tree."""

    tree: str
    outcome: str
    to: str

    @property
    def where(self) -> TomlPath:
        """Where the other tree is named."""
        return ("outcome", self.outcome, "tree")


def handovers(tree: Tree) -> Iterator[Handover]:
    """Yield the endings of a tree that hand over."""
    for outcome_id, outcome in tree.outcomes.items():
        if outcome.tree is not None:
            yield Handover(tree.id, outcome_id, outcome.tree)


def unknown_trees(tree: Tree, there_are: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each ending that hands over to a tree that is nowhere to be found."""
    known = {tree.id, *there_are}
    for handover in handovers(tree):
        if handover.to not in known:
            hint = suggestion(handover.to, known) or "Its file would stand beside this one, or in the library."
            yield Fault("unknown-tree", handover.where, f'There is no tree "{handover.to}".', hint)


MOST = 4
"""So many questions are told of one hand-over."""


@dataclass(frozen=True, slots=True)
class Onward:
    """What a tree has to do with those that it hands over to, near or far."""

    faults: tuple[Fault, ...] = ()
    """What is wrong between it and them."""
    carried: frozenset[str] = frozenset()
    """The questions whose answers come along, and are looked at there."""


NOWHERE = Onward()


def between(trees: Mapping[str, Tree], known: TreeById) -> dict[str, Onward]:
    """Return what each tree has to do with those that it hands over to, by its id."""
    in_rings = rings(trees, known)
    return {
        tree_id: Onward(
            (*in_rings.get(tree_id, ()), *_carried_differs(tree, trees, known)), _carried(tree, trees, known)
        )
        for tree_id, tree in trees.items()
    }


def _carried_differs(tree: Tree, trees: Mapping[str, Tree], known: TreeById) -> Iterator[Fault]:
    """Yield a fault for each hand-over to a tree with a question of the same id that is not the same question.

    The trail comes along all the way, so the trees that the walk can go on to from there are looked at as well.
    """
    straight = {handover.to for handover in handovers(tree)}
    for handover in handovers(tree):
        told: list[str] = []
        for tree_id in _reached_from(handover.to, trees, known):
            other = trees.get(tree_id) or known(tree_id)
            if other is not None and tree_id != tree.id and (tree_id == handover.to or tree_id not in straight):
                found = _differences(tree, other)
                told += [f"{difference} in “{tree_id}”" for difference in found] if tree_id != handover.to else found
        if told:
            more = [f"{len(told) - MOST} more"] if len(told) > MOST else []
            message = f'Answers come along to "{handover.to}", where {joined((*told[:MOST], *more))}.'
            hint = "Where both ask the same, use the same words and answers; else give one of them another id."
            yield Fault("carried-differs", handover.where, message, hint)


def _carried(tree: Tree, trees: Mapping[str, Tree], known: TreeById) -> frozenset[str]:
    """Return the questions whose answers come along to a tree that asks them too; all of them if one cannot be read."""
    onward = {tree_id for handover in handovers(tree) for tree_id in _reached_from(handover.to, trees, known)}
    others = [trees.get(tree_id) or known(tree_id) for tree_id in onward]
    asked = {question_id for other in others if other is not None for question_id in other.questions}
    return frozenset(tree.questions if None in others else asked.intersection(tree.questions))


def _reached_from(tree_id: str, trees: Mapping[str, Tree], known: TreeById) -> list[str]:
    """Return a tree and those that a walk can go on to from there, the nearest first."""
    reached = [tree_id]
    for one in reached:
        reached += [handover.to for handover in _onward(one, trees, known) if handover.to not in reached]
    return reached


def _differences(tree: Tree, other: Tree) -> list[str]:
    """Return how each question that two trees share by its id differs in the other one."""
    shared = (question_id for question_id in tree.questions if question_id in other.questions)
    pairs = ((one, _difference(tree.questions[one], other.questions[one])) for one in shared)
    return [f'"{question_id}" {difference}' for question_id, difference in pairs if difference]


def _difference(ours: Question, theirs: Question) -> str:
    """Return in words what is another thing in their question; empty if it is the same one, or cannot be read."""
    if STAND_IN in {theirs.ask, *(option.text for option in theirs.options)}:
        return ""
    if ours.ask != theirs.ask:
        return f"asks “{one_line(theirs.ask)}”"
    if ours.kind != theirs.kind:
        return f"is a {theirs.kind} question"
    lacking = [name for name in ours.by_id if name not in theirs.by_id]
    if lacking:
        return f"has no answer {listing(lacking, MOST)}"
    more = [name for name in theirs.by_id if name not in ours.by_id]
    if more:
        return f"has the answer {listing(more, MOST)} as well"
    for name, option in ours.by_id.items():
        if option.text != theirs.by_id[name].text:
            return f'means by "{name}" “{one_line(theirs.by_id[name].text)}”'
    if ours.unit != theirs.unit:
        return f"counts {one_line(theirs.unit) if theirs.unit else 'without a unit'}"
    return ""


def rings(trees: Mapping[str, Tree], known: TreeById) -> dict[str, list[Fault]]:
    """Return a fault for each ring of trees that hand over to each other, by the id of the tree it is told in.

    It is told once, at the ending that closes it; in a tree that was looked at only to follow a ring, at the last
    ending before it that is in one of `trees`.
    """
    faults: dict[str, list[Fault]] = {}
    told: set[frozenset[str]] = set()
    for start in trees:
        for trail in _rings_from(start, trees, known):
            members = frozenset(handover.tree for handover in trail)
            if members not in told:
                told.add(members)
                closing = [handover for handover in trail if handover.tree in trees][-1]
                ring = " → ".join([*(handover.tree for handover in trail), trail[0].tree])
                message = f"These trees hand over to each other in a ring: {ring}."
                hint = "Let one of them end for good."
                faults.setdefault(closing.tree, []).append(Fault("handoff-loop", closing.where, message, hint))
    return faults


def _rings_from(start: str, trees: Mapping[str, Tree], known: TreeById) -> Iterator[list[Handover]]:
    """Yield the shortest way round from a tree back to itself for each tree that it hands over to."""
    for first in _onward(start, trees, known):
        came: dict[str, Handover] = {first.to: first}
        waiting = [first.to]
        while waiting and start not in came:
            tree_id = waiting.pop(0)
            for handover in _onward(tree_id, trees, known):
                if handover.to not in came:
                    came[handover.to] = handover
                    waiting.append(handover.to)
        if start in came:
            yield _trail(came, start, first)


def _trail(came: Mapping[str, Handover], start: str, first: Handover) -> list[Handover]:
    trail = [came[start]]
    while trail[-1] is not first:
        trail.append(came[trail[-1].tree])
    return trail[::-1]


def _onward(tree_id: str, trees: Mapping[str, Tree], known: TreeById) -> list[Handover]:
    tree = trees.get(tree_id) or known(tree_id)
    return [] if tree is None else list({handover.to: handover for handover in handovers(tree)}.values())
