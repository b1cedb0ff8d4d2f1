"""What a promise claims held against every walk there is: kept by all, or a shortest walk that does not keep it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from postwise.logic.counting import Analysis, Occurrences
from postwise.logic.search import TooLarge
from postwise.logic.state_space import Ask
from postwise.logic.walk_tally import FAR, open_ways
from postwise.once import once
from postwise.tree.conditions import Answered, WasAsked
from postwise.tree.model import VERDICTS, Tree
from postwise.tree.promises import Promise

Claim = tuple[str, int | None]
"""A key of a promise; of a list that is broken item by item, the place of one."""


class Breach(NamedTuple):
    """A walk that does not keep a claim; none is shorter."""

    answers: Mapping[str, Answered]
    outcome: str


@dataclass(frozen=True, slots=True)
class JudgedPromise:
    """What is so of a promise on all walks."""

    empty: bool
    """Whether no walk comes under it."""
    broken: Mapping[Claim, Breach]
    """The claims that some walk does not keep."""

    @property
    def kept(self) -> bool:
        """Whether some walk comes under it, and every such walk keeps it."""
        return not self.empty and not self.broken


def unknown_endings(tree: Tree, promise: Promise) -> bool:
    """Tell whether a promise names an ending that is not there, so that nobody knows what it claims."""
    return not {*(promise.never or ()), *(promise.only or ())} <= {*VERDICTS, *tree.outcomes}


def endings_named(tree: Tree, names: Collection[str]) -> list[str]:
    """Return the outcomes that verdicts and ids name, in the order of the file; a word that is both is the verdict."""
    return [end for end, outcome in tree.outcomes.items() if outcome.verdict in names or end in names]


def judged(analysis: Analysis, promise: Promise) -> JudgedPromise:
    """Return what is so of a promise on all walks that end; one that never ends is told elsewhere.

    Raises TooLarge if the budget does not suffice.
    """
    if analysis.too_large:
        raise TooLarge
    court = _Court(analysis, promise)
    return JudgedPromise(not court.under, {claim: breach for claim, breach in court.claims() if breach is not None})


class _Court:
    """Looks for walks that come under one promise and do not keep it."""

    def __init__(self, analysis: Analysis, promise: Promise) -> None:
        made = analysis.space.made
        self.analysis = analysis
        self.promise = promise
        self.ends = [end for end in analysis.tree.outcomes if end in analysis.reached]
        when = made.diagrams.yes if promise.condition is None else made.condition(promise.condition)
        missing = [made.diagrams.both((when, made.test(name, WasAsked(wanted=False)))) for name in promise.asked or ()]
        found = analysis.occurrences(Ask(end, diagram) for diagram in (when, *missing) for end in self.ends)
        rows = [found[start : start + len(self.ends)] for start in range(0, len(found), len(self.ends) or 1)]
        self.under = [met for met in rows[0] if True in met.said] if rows else []
        """Where walks end that come under the promise."""
        self.missing = rows[1:]

    def claims(self) -> Iterator[tuple[Claim, Breach | None]]:
        """Yield every claim with a shortest walk that breaks it, if there is one."""
        tree, promise = self.analysis.tree, self.promise
        for place, name in enumerate(promise.never or ()):
            named = endings_named(tree, (name,))
            yield ("never", place), self._nearest(met for met in self.under if met.node in named)
        if promise.only is not None:
            named = endings_named(tree, promise.only)
            yield ("only", None), self._nearest(met for met in self.under if met.node not in named)
        for place, met in enumerate(self.missing):
            yield ("asked", place), self._nearest(met)
        if promise.at_most is not None:
            yield ("at-most", None), self._longer(promise.at_most)

    def _nearest(self, found: Iterable[Occurrences]) -> Breach | None:
        met = min((met for met in found if True in met.said), key=lambda met: met.questions, default=None)
        return Breach(met.yes or {}, met.node) if met is not None else None

    def _longer(self, most: int) -> Breach | None:
        """Return a shortest walk under the promise that asks more than so many questions."""
        if (self.analysis.longest or 0) <= most:
            return None
        analyses = {id(met.analysis): met.analysis for met in self.under}
        walks = {key: LongWalks(analysis, most) for key, analysis in analyses.items()}
        asked, beyond, state, end = FAR, None, 0, ""
        for met in self.under:
            found = walks[id(met.analysis)]
            nearest = min(met.states, key=found.shortest.__getitem__)
            if found.shortest[nearest] < asked:
                asked, beyond, state, end = found.shortest[nearest], found, nearest, met.node
        return None if beyond is None else Breach(beyond.answers(state), end)


class LongWalks:
    """Of each state a shortest walk to it that asks more than `most` questions: one pass over all states."""

    def __init__(self, analysis: Analysis, most: int) -> None:
        exploration, questions = analysis.exploration, analysis.tree.questions
        self.analysis = analysis
        self.most = most
        self.ways = open_ways(exploration)
        self.cost = [int(node in questions) for node in exploration.nodes]
        self.within = [0] * len(self.cost)
        """By how many questions, as bits up to `most`, walks come to each state."""
        self.shortest = [FAR] * len(self.cost)
        """The questions asked on a shortest such walk; `FAR` if there is none."""
        self.came: dict[int, tuple[int, int]] = {}
        """The state before it on that walk, and the way out taken there."""
        self.within[0] = 1
        for state in exploration.order:
            self._hand_on(state)

    def _hand_on(self, state: int) -> None:
        within = self.within[state] << self.cost[state]
        beyond = self.most + 1 if within >> self.most + 1 else self.shortest[state] + self.cost[state]
        within &= (2 << self.most) - 1
        for place, to in self.ways(state):
            self.within[to] |= within
            if beyond < self.shortest[to]:
                self.shortest[to] = beyond
                self.came[to] = state, place

    @once
    def _back(self) -> dict[int, list[tuple[int, int]]]:
        back: dict[int, list[tuple[int, int]]] = {}
        for state in self.analysis.exploration.order:
            for place, to in self.ways(state):
                back.setdefault(to, []).append((state, place))
        return back

    def answers(self, state: int) -> dict[str, Answered]:
        """Return the answers of that walk to a state, which has one."""
        asked, road = self.shortest[state], list[tuple[int, int]]()
        while state:
            road.append(self.came[state] if asked > self.most else self._before(state, asked))
            state = road[-1][0]
            asked -= self.cost[state]
        nodes, took = self.analysis.exploration.nodes, self.analysis.exploration.took
        steps = ((nodes[before], took(before, place)) for before, place in reversed(road))
        return {node: answer for node, answer in steps if answer is not None}

    def _before(self, state: int, asked: int) -> tuple[int, int]:
        """Return a state and way out that lead to a state, on a walk that has asked so many questions there."""
        ways = self._back[state]
        return next(way for way in ways if self.within[way[0]] << self.cost[way[0]] >> asked & 1)
