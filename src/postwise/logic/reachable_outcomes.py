"""Which outcomes answers can lead to: sets of outcomes, kindest first, worked out once for every state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from postwise.logic.search import Search, all_from
from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Tree, Verdict


@dataclass(frozen=True, slots=True)
class OutcomeRanking:
    """The outcomes of a tree from the kindest to the most cautious, in the order of the file where they are even."""

    outcome_ids: tuple[str, ...]
    groups: tuple[tuple[Verdict, int], ...]
    """For each verdict that the tree has, the bits of its outcomes: of each its place in `outcome_ids`."""

    @classmethod
    def of(cls, tree: Tree) -> OutcomeRanking:
        """Return the outcomes of a tree in their order."""
        outcome_ids: list[str] = []
        groups: list[tuple[Verdict, int]] = []
        for verdict in VERDICTS:
            group = [outcome_id for outcome_id, outcome in tree.outcomes.items() if outcome.verdict == verdict]
            if group:
                groups.append((verdict, ((1 << len(group)) - 1) << len(outcome_ids)))
                outcome_ids += group
        return cls(tuple(outcome_ids), tuple(groups))


@dataclass(frozen=True, slots=True)
class OutcomeSet:
    """A set of outcomes, kindest first; empty only where a faulty tree leads nowhere."""

    ranking: OutcomeRanking = field(repr=False)
    bits: int

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[str]:
        marks = reversed(f"{self.bits:b}")
        return (outcome_id for outcome_id, mark in zip(self.ranking.outcome_ids, marks, strict=False) if mark == "1")

    @property
    def only(self) -> str | None:
        """The one outcome of the set, or None if there are several."""
        return self.ranking.outcome_ids[self.bits.bit_length() - 1] if len(self) == 1 else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the outcomes, kindest first, each once."""
        return tuple(verdict for verdict, group in self.ranking.groups if self.bits & group)


class ReachableOutcomes:
    """Where a walk can end from any state of its tree, if known answers are given again and the others are free."""

    def __init__(self, space: StateSpace, known: Mapping[str, Answered]) -> None:
        self.space = space
        self.known = known
        self.ranking = OutcomeRanking.of(space.tree)
        self._bit = {outcome_id: 1 << place for place, outcome_id in enumerate(self.ranking.outcome_ids)}
        self._bits = Search(self.onward, self._union, space.budget)

    def onward(self, state: State) -> list[State]:
        """Return the states that can follow a state."""
        if state.node in self.known:
            return [] if self.space.loops(state) else [self.space.after(state, self.known[state.node])]
        return self.space.onward(state)

    def states(self) -> set[State]:
        """Return every state that a walk with the known answers can come to.

        Raises TooLarge if the budget does not suffice.
        """
        return all_from(self.space.start, self.onward, self.space.budget)

    def after(self, states: Iterable[State], answer: Answered) -> OutcomeSet:
        """Return the outcomes that can follow when the question of all these states is answered so.

        Raises TooLarge if the budget does not suffice.
        """
        bits = 0
        for state in states:
            following = self.space.after(state, answer)
            bits |= self._bits.of(following)
        return OutcomeSet(self.ranking, bits)

    def whatever_is_answered(self, state: State) -> OutcomeSet:
        """Return the outcomes that can follow a state, whether or not the answer to its own question is known.

        Raises TooLarge if the budget does not suffice.
        """
        following = [self._bits.of(after) for after in self.space.onward(state)]
        return OutcomeSet(self.ranking, reduce(or_, following, 0))

    def _union(self, state: State, following: list[int]) -> int:
        return reduce(or_, following, self._bit.get(state.node, 0))
