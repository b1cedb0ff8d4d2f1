"""Counts of walks and distances, from one pass over all states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from postwise.logic.exploration import Exploration
from postwise.tree.model import Tree

FAR = 1 << 60


@dataclass(frozen=True, slots=True)
class WalkTally:
    """What one pass over all states says."""

    endings: Mapping[str, int]
    """The walks that end in each outcome, by its id."""
    near: list[int]
    """The fewest questions asked before each state; `FAR` where no answers lead."""
    longest: int
    """The most questions that a walk asks; -1 if none ends."""
    came: Mapping[int, tuple[int, int]]
    """Of each state the one before it on a shortest walk, and the way out taken there."""


def tally(tree: Tree, exploration: Exploration) -> WalkTally:
    """Return counts and distances. Counts are let go as soon as they have been handed on: they may be very long."""
    nodes, onward = exploration.nodes, open_ways(exploration)
    cost = [int(node in tree.questions) for node in nodes]
    if not exploration.complete:
        return _partial(exploration, cost)
    counts = [0] * len(nodes)
    near = [FAR] * len(nodes)
    far = [-1] * len(nodes)
    came: dict[int, tuple[int, int]] = {}
    counts[0], near[0], far[0] = 1, 0, 0
    endings: dict[str, int] = {}
    longest = -1
    for state in exploration.order:
        count = counts[state]
        if not count:
            continue
        counts[state] = 0
        if nodes[state] in tree.outcomes:
            endings[nodes[state]] = endings.get(nodes[state], 0) + count
            longest = max(longest, far[state])
            continue
        close, long = near[state] + cost[state], far[state] + cost[state]
        for place, to in onward(state):
            counts[to] += count * exploration.classes[state][place]
            if close < near[to]:
                near[to] = close
                came[to] = (state, place)
            if long > far[to]:  # noqa: PLR1730 - max costs twice as much, three hundred thousand times
                far[to] = long
    return WalkTally(endings, near, longest, came)


def _partial(exploration: Exploration, cost: list[int]) -> WalkTally:
    """Return distances of the states found before the bound stopped the search; each was found from one before it."""
    near = [0] + [FAR] * (len(cost) - 1)
    came: dict[int, tuple[int, int]] = {}
    for state, close in enumerate(near):
        for place, to in enumerate(exploration.onward[state]):
            if near[to] == FAR:
                near[to] = close + cost[state]
                came[to] = (state, place)
    return WalkTally({}, near, -1, came)


def open_ways(exploration: Exploration) -> Callable[[int], Iterable[tuple[int, int]]]:
    """Return what yields the ways out of a state and where they lead, but for those that close a ring of branches."""
    closed, onward = set(exploration.closing), exploration.onward
    if not closed:
        return lambda state: enumerate(onward[state])
    return lambda state: ((place, to) for place, to in enumerate(onward[state]) if (state, place) not in closed)
