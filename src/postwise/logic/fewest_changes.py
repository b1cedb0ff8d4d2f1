"""The fewest changed answers that lead to the kindest verdict: a shortest path through the states of a tree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from postwise.logic.search import TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Verdict


class SearchStep(NamedTuple):
    """How a search came to a state: from which one, with which answer, and whether that is changed, new or neither."""

    state: State
    answer: Answered | None
    changed: bool = False
    new: bool = False
    """Whether the question had no answer yet."""


def fewest_changes(
    space: StateSpace, known: Mapping[str, Answered], verdict: Verdict | None, fixed: Collection[str] = ()
) -> tuple[str, tuple[SearchStep, ...]] | None:
    """Return the kindest outcome that answers can reach, with the fewest changed and new answers that lead there.

    They stand in the order in which their questions come up; answers to questions that are `fixed` stay as they are.
    Of equally few changes those count that need the fewest answers to new questions. None if nothing kinder than
    `verdict` can be reached (if there is one), or if the budget does not suffice to find it. The search is Dijkstra's
    (1959), over states, with the pair of changes and new answers as its length.
    """
    outcomes = space.tree.outcomes
    kindest = min(VERDICTS.index(outcome.verdict) for outcome in outcomes.values())
    above = len(VERDICTS) if verdict is None else VERDICTS.index(verdict)
    came: dict[State, SearchStep | None] = {}
    best: State | None = None
    try:
        for state in _nearest(space, known, fixed, came):
            place = VERDICTS.index(outcomes[state.node].verdict) if state.node in outcomes else above
            if place < above:
                best, above = state, place
            if above == kindest:
                break
    except TooLarge:
        return None
    return None if best is None else (best.node, tuple(_turns(best, came))[::-1])


def _nearest(
    space: StateSpace, known: Mapping[str, Answered], fixed: Collection[str], came: dict[State, SearchStep | None]
) -> Iterator[State]:
    """Yield the states that answers can reach, those that need the fewest changes first; `came` says how."""
    order = count()
    waiting: list[tuple[int, int, int, State, SearchStep | None]] = [(0, 0, next(order), space.start, None)]
    while waiting:
        changed, new, _, state, step = heappop(waiting)
        if state in came:
            continue
        came[state] = step
        space.budget.spend()
        yield state
        for following, onward in _onward(space, known, fixed, state):
            if following not in came:
                heappush(waiting, (changed + onward.changed, new + onward.new, next(order), following, onward))


def _onward(
    space: StateSpace, known: Mapping[str, Answered], fixed: Collection[str], state: State
) -> Iterator[tuple[State, SearchStep]]:
    """Yield the states that follow a state, the kept answer first."""
    kept = known.get(state.node)
    if kept is not None and not space.loops(state):
        yield space.after(state, kept), SearchStep(state, kept)
    for arc in space.arcs(state) if kept is None or state.node not in fixed else ():
        asks = arc.answer is not None
        yield arc.state, SearchStep(state, arc.answer, asks and kept is not None, asks and kept is None)


def _turns(end: State, came: Mapping[State, SearchStep | None]) -> Iterator[SearchStep]:
    """Yield the changed and new answers that lead to an ending, the last first."""
    step = came[end]
    while step is not None:
        if step.changed or step.new:
            yield step
        step = came[step.state]
