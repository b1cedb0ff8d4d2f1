"""What lies ahead of a walk, worked out a piece at a time; what is not known yet is said from gotos alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from postwise.logic.gotos import Road, followed_first, most_by_gotos, worst_by_gotos
from postwise.logic.search import BOUND, Budget, Search, TooLarge, all_from
from postwise.logic.state_space import State, StateSpace
from postwise.logic.tree_diagrams import Settled
from postwise.once import once
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Tree

AT_ONCE = 250
"""So much is looked at between a key and its frame: less than a sixtieth of a second."""
SOON = 2_000
"""So much is looked at for a command that says where a walk stands: about a tenth of a second."""
ROADS = 20
"""So many roads count as one more thing to look at."""
PIECE = 64
"""So much is looked at in one go while nobody waits: a key that comes in meanwhile waits for a few milliseconds."""


class StillAhead(NamedTuple):
    """What still lies ahead of a state."""

    shortest: int
    longest: int
    """The fewest and the most questions still to be asked."""
    worst: int
    """The place in `VERDICTS` of the most cautious outcome that can be reached."""
    only: str | None
    """The outcome that every way on leads to, if it is one."""


class Cautious(NamedTuple):
    """The answer that *Not sure* takes."""

    answer: str
    by_gotos: bool
    """Whether the answers were judged by where gotos lead: too much lies ahead to know it better in time."""


@dataclass(frozen=True, eq=False)
class KnownBeforehand:
    """The answers whose questions are not asked in a tree, and with them all that can still come there.

    Every walk that knows the same beforehand shares it, and with it what has been worked out.
    """

    tree: Tree = field(repr=False)
    answers: Mapping[str, Answered]

    @once
    def _states(self) -> StateSpace:
        return StateSpace(self.tree, self.answers)

    @once
    def _search(self) -> Search[State, StillAhead]:
        return Search(self._states.onward, self._sum_up, self._states.budget)

    def _sum_up(self, state: State, onward: list[StillAhead]) -> StillAhead:
        outcome = self.tree.outcomes.get(state.node)
        if outcome is not None:
            return StillAhead(0, 0, VERDICTS.index(outcome.verdict), state.node)
        if not onward:
            return StillAhead(0, 0, 0, None)
        only = {ahead.only for ahead in onward}
        cost = int(state.node in self.tree.questions and state.node not in self.answers)
        return StillAhead(
            cost + min(ahead.shortest for ahead in onward),
            cost + max(ahead.longest for ahead in onward),
            max(ahead.worst for ahead in onward),
            only.pop() if len(only) == 1 else None,
        )

    # A piece at a time

    def look_ahead(self, node: str, answers: Mapping[str, Answered], most: int = PIECE) -> bool:
        """Work out no more than so much of what lies ahead of a walk; return whether there is more to do."""
        budget, found, known = self._states.budget, self._found, False
        with suppress(TooLarge), budget.part(most * self._larger.get(found, 1)):
            self._search.of(self._states.at(node, answers))
            known = True
        if self._found == found:
            self._larger[found] = 2 * self._larger.get(found, 1)
        return budget.left > 0 and not known

    def found_ahead(self, node: str, answers: Mapping[str, Answered]) -> StillAhead | None:
        """Return what lies ahead of a walk, if it has been worked out."""
        if not self._search.looked_at:
            return None
        with suppress(TooLarge), self._states.budget.part(AT_ONCE):
            return self._search.known.get(self._states.at(node, answers))
        return None

    @property
    def _found(self) -> int:
        return self._search.looked_at + self._states.made.diagrams.size

    @once
    def _larger(self) -> dict[int, int]:
        """So many times as large has a piece to be that comes further than so much: a list of many items is one."""
        return {}

    # What can come

    def ahead(self, node: str, answers: Mapping[str, Answered], most: int = BOUND) -> StillAhead | None:
        """Return what lies ahead of a walk that stands at a node; None if that is more to look at than `most`."""
        with suppress(TooLarge), self._states.budget.part(most):
            return self._search.of(self._states.at(node, answers))
        return None

    def most_ahead(self, node: str) -> int | None:
        """Return the most questions that gotos can lead through from a node; None if they lead in rings."""
        return self._most.get(node)

    @once
    def _most(self) -> dict[str, int]:
        return most_by_gotos(self.tree)

    def most_cautious(self, roads: Mapping[str, Road], most: int) -> Cautious:
        """Return by its name the first of the roads on which the most cautious of all outcomes can come.

        If to know that is more to look at than `most`, all of them are judged by where gotos lead after their answers.
        """
        known = self.near(roads, most)
        worst = worst_by_gotos(self.tree, roads) if known is None else {name: one.worst for name, one in known.items()}
        return Cautious(max(worst, key=worst.__getitem__), known is None)

    def near(self, roads: Mapping[str, Road], most: int) -> dict[str, StillAhead] | None:
        """Return what lies ahead of some roads; None if that is more to look at than `most`, and not known yet.

        All that can come no more is settled: near the end of a large tree there is little to look at.
        """
        ahead = {name: self.found_ahead(*road) for name, road in roads.items()} if self._search.looked_at else {}
        found = {name: one for name, one in ahead.items() if one is not None}
        if len(found) == len(roads):
            return found
        if len(roads) > most * ROADS:
            return None
        with suppress(TooLarge):
            fixed = settled(self.tree, roads, self._states.onward_by_gotos)
            states = self._states.settling(fixed, Budget(most))
            search = Search(states.onward, self._sum_up, states.budget)
            return {name: search.of(states.at(*road)) for name, road in roads.items()}
        return None

    def only_end(self, node: str, answers: Mapping[str, Answered], most: int) -> str | None:
        """Return the outcome that every way on from a node leads to; None if there is none, or if that is not known.

        No more is looked at than `most` in all that can come, and as much again in what can come from here.
        """
        ahead = self.ahead(node, answers, most) or (self.near({"": (node, answers)}, most) or {}).get("")
        return None if ahead is None else ahead.only

    def can_come(self, node: str, answers: Mapping[str, Answered], names: Collection[str]) -> tuple[str, ...]:
        """Return which of some questions can still come up; all that gotos lead to, if more is too much at once."""
        with suppress(TooLarge), self._states.budget.part(2 * AT_ONCE):
            states = all_from(self._states.at(node, answers), self._states.onward, Budget(AT_ONCE))
            nodes = {state.node for state in states}
            return tuple(name for name in names if name in nodes)
        onward = self._states.onward_by_gotos
        reached = {*followed_first(node, onward, set())} if node in onward and names else set()
        return tuple(name for name in names if name in reached)


def settled(tree: Tree, roads: Mapping[str, Road], onward: Mapping[str, Sequence[str]]) -> Settled:
    """Return the answers that are the same on all of some roads, and whose questions can come on none of them.

    `onward` is where the gotos of each question and branch lead.
    """
    seen = set[str]()
    begun = [node for node, _ in roads.values() if node in onward]
    can_come = {passed for node in begun for passed in followed_first(node, onward, seen)}
    given = [answers for _, answers in roads.values()]
    past = [name for name in tree.questions if name not in can_come]
    return {name: given[0].get(name) for name in past if len({answers.get(name) for answers in given}) == 1}
