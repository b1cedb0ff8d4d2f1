"""The fewest changed answers that lead to the kindest verdict: a shortest path through the states of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from postwise.logic.reachable_outcomes import LIMIT
from postwise.logic.state_space import State, StateSpace
from postwise.tree.answers import in_words
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Verdict
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One answer that is given otherwise, or given to a question not yet asked."""

    question: str
    answer: Answered
    words: str
    """The answer as a person reads it."""


@dataclass(frozen=True, slots=True)
class FewestChanges:
    """The shortest way from a walk to a kinder outcome."""

    outcome: str
    verdict: Verdict
    changes: tuple[NewAnswer, ...]
    """The answers given otherwise, in the order in which their questions come up."""
    new: tuple[NewAnswer, ...]
    """The answers to questions that the walk has not asked; a new answer is not a change."""

    def taken(self, walk: Walk) -> Walk:
        """Return the walk with the changes made and the new questions answered."""
        turned = {turn.question: turn.answer for turn in (*self.changes, *self.new)}
        unsure = walk.unsure - turned.keys()
        return Walk.replay(walk.tree, {**walk.answers, **turned}, unsure, walk.words, walk.previous)


class SearchStep(NamedTuple):
    """How a state was come to: from which one, with which answer, and whether that is changed, new or neither."""

    state: State
    answer: Answered | None
    changed: int
    new: int


def fewest(walk: Walk, limit: int = LIMIT) -> FewestChanges | None:
    """Return the fewest changes that lead a finished walk to `go`, or to the kindest verdict that answers can reach.

    Of equally few changes those count that need the fewest answers to new questions. None if nothing kinder than the
    walk's own verdict can be reached, if the walk is unfinished, or if `limit` states do not suffice to find it.
    The search is Dijkstra's (1959), over states, with the pair of changes and new answers as its length.
    """
    if walk.outcome is None:
        return None
    search = ChangeSearch(walk)
    ending = search.kindest(VERDICTS.index(walk.outcome.verdict), limit)
    return None if ending is None else search.told(ending)


class ChangeSearch:
    """A search through the states of a walk's tree, along its answers for nothing and along others at a cost."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.space = walk.states if not walk.states.carried else StateSpace(walk.tree)
        self.known = walk.asked
        self.ways: dict[State, SearchStep | None] = {}

    def kindest(self, above: int, limit: int) -> State | None:
        """Return the nearest ending whose verdict is the kindest of all that can be reached, if kinder than `above`."""
        outcomes = self.walk.tree.outcomes
        wanted = min(VERDICTS.index(outcome.verdict) for outcome in outcomes.values())
        best: State | None = None
        for state in self.nearest():
            if state.node in outcomes:
                place = VERDICTS.index(outcomes[state.node].verdict)
                if place < above:
                    best, above = state, place
                if above == wanted:
                    return best
            if len(self.ways) > limit:
                return None
        return best

    def nearest(self) -> Iterator[State]:
        """Yield the states that answers can reach, those that need the fewest changes first."""
        order = count()
        waiting: list[tuple[int, int, int, State, SearchStep | None]] = [(0, 0, next(order), self.space.start, None)]
        while waiting:
            changed, new, _, state, way = heappop(waiting)
            if state in self.ways:
                continue
            self.ways[state] = way
            yield state
            for following, onward in self.onward(state):
                if following not in self.ways:
                    heappush(waiting, (changed + onward.changed, new + onward.new, next(order), following, onward))

    def onward(self, state: State) -> Iterator[tuple[State, SearchStep]]:
        """Yield the states that follow a state, the kept answer first."""
        kept = self.known.get(state.node)
        if kept is not None and not self.space.loops(state):
            yield self.space.after(state, kept), SearchStep(state, kept, 0, 0)
        for arc in self.space.arcs(state):
            asks = arc.answer is not None
            yield arc.state, SearchStep(state, arc.answer, int(asks and kept is not None), int(asks and kept is None))

    def told(self, state: State) -> FewestChanges:
        """Return the way to an ending as changes and new answers."""
        turns: tuple[list[NewAnswer], list[NewAnswer]] = ([], [])
        tree, current = self.walk.tree, state
        while (way := self.ways[current]) is not None:
            current = way.state
            if way.answer is not None and (way.changed or way.new):
                words = self.walk.filled(in_words(tree.questions[current.node], way.answer))
                turns[way.new].append(NewAnswer(current.node, way.answer, words))
        changes, new = (tuple(reversed(kind)) for kind in turns)
        return FewestChanges(state.node, tree.outcomes[state.node].verdict, changes, new)
