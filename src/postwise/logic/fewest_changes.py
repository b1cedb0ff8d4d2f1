"""The fewest changed answers that lead to the kindest verdict: a shortest path through the states of a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Verdict


class Turn(NamedTuple):
    """One answer on the way to another outcome that was not given so."""

    question: str
    answer: Answered
    new: bool
    """Whether the question had no answer yet; else its answer is changed."""


class SearchStep(NamedTuple):
    """How a state was come to: from which one, with which answer, and whether that is changed, new or neither."""

    state: State
    answer: Answered | None
    changed: int
    new: int


def fewest_changes(
    space: StateSpace, known: Mapping[str, Answered], verdict: Verdict | None, limit: int
) -> tuple[str, tuple[Turn, ...]] | None:
    """Return the kindest outcome that answers can reach, with the fewest changes to known answers that lead there.

    The changes stand in the order in which their questions come up. Of equally few those count that need the fewest
    answers to new questions. None if nothing kinder than `verdict` can be reached (if there is one), or if `limit`
    states do not suffice to find it. The search is Dijkstra's (1959), over states, with the pair of changes and new
    answers as its length.
    """
    search = ChangeSearch(space, known)
    end = search.kindest(len(VERDICTS) if verdict is None else VERDICTS.index(verdict), limit)
    return None if end is None else (end.node, tuple(reversed(list(search.turns(end)))))


class ChangeSearch:
    """A search through the states of a tree, along known answers for nothing and along others at a cost."""

    def __init__(self, space: StateSpace, known: Mapping[str, Answered]) -> None:
        self.space = space
        self.known = known
        self.came: dict[State, SearchStep | None] = {}

    def kindest(self, above: int, limit: int) -> State | None:
        """Return the nearest ending whose verdict is the kindest of all that can be reached, if kinder than `above`."""
        outcomes = self.space.tree.outcomes
        wanted = min(VERDICTS.index(outcome.verdict) for outcome in outcomes.values())
        best: State | None = None
        for state in self.nearest():
            if state.node in outcomes:
                place = VERDICTS.index(outcomes[state.node].verdict)
                if place < above:
                    best, above = state, place
                if above == wanted:
                    return best
            if len(self.came) > limit:
                return None
        return best

    def nearest(self) -> Iterator[State]:
        """Yield the states that answers can reach, those that need the fewest changes first."""
        order = count()
        waiting: list[tuple[int, int, int, State, SearchStep | None]] = [(0, 0, next(order), self.space.start, None)]
        while waiting:
            changed, new, _, state, came = heappop(waiting)
            if state in self.came:
                continue
            self.came[state] = came
            yield state
            for following, onward in self.onward(state):
                if following not in self.came:
                    heappush(waiting, (changed + onward.changed, new + onward.new, next(order), following, onward))

    def onward(self, state: State) -> Iterator[tuple[State, SearchStep]]:
        """Yield the states that follow a state, the kept answer first."""
        kept = self.known.get(state.node)
        if kept is not None and not self.space.loops(state):
            yield self.space.after(state, kept), SearchStep(state, kept, 0, 0)
        for arc in self.space.arcs(state):
            asks = arc.answer is not None
            yield arc.state, SearchStep(state, arc.answer, int(asks and kept is not None), int(asks and kept is None))

    def turns(self, end: State) -> Iterator[Turn]:
        """Yield the changed and new answers that lead to an ending, the last first."""
        step = self.came[end]
        while step is not None:
            if step.answer is not None and (step.changed or step.new):
                yield Turn(step.state.node, step.answer, bool(step.new))
            step = self.came[step.state]
