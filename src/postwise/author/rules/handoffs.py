"""Trees that hand over to other trees: whether those are there, and whether the walk comes round in a ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from postwise.tree.model import Tree
from postwise.tree.problems import Fault, TomlPath, suggestion

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
