"""How much hangs on each question: on how many of the walks that are asked it another answer could end elsewhere.

A walk and what would have become of it are followed side by side, with one answer to every question that both are
asked, the earlier question first; what has become the same state has the same ends, and is followed no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from operator import mul
from typing import NamedTuple

from postwise.logic.counting import Analysis
from postwise.logic.gotos import edges, strong_components
from postwise.logic.search import Search, TooLarge
from postwise.once import once

Beside = tuple[int, frozenset[int]]
"""The state of a walk, and those in which it could be after another answer to one of its questions."""
WEIGHED = 150_000
"""So many states and steps are looked at for one tree: about two seconds of work."""


class Importance(NamedTuple):
    """How much hangs on a question."""

    asked: int
    """The walks that are asked it, counted as trees/README.md, "How walks are counted", says."""
    elsewhere: int
    """Those of them that could have ended elsewhere with another answer to it and every other answer the same.

    Where the other answer leads to questions that the walk has not been asked, they can be answered in any way.
    """
    walks: int
    """All walks of the tree."""

    @property
    def share(self) -> float:
        """What part of all walks could have ended elsewhere with another answer to it."""
        return self.elsewhere / self.walks

    def to_dict(self) -> dict[str, float]:
        """Return it as an entry of ``importance`` in ``postwise.problems/1``."""
        return {"asked": self.asked, "elsewhere": self.elsewhere, "share": self.share}


class InRings(Exception):  # noqa: N818 - it is no error: the tree is fine
    """Two walks stand in one ring of questions, and which of them comes first to which is not known."""


def importance(analysis: Analysis, most: int = WEIGHED) -> dict[str, Importance | None] | None:
    """Return the importance of every question, None where it is not known; None of all if not every walk has an end."""
    exploration = analysis.exploration
    loops = bool(exploration.closing or exploration.repeats)
    unknown = analysis.too_large or loops or analysis.holes or bool(analysis.uncovered)
    return None if unknown else ImportanceSearch(analysis).all(most)


class ImportanceSearch:
    """Looks through all states of a tree, every walk of which has an end."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._exploration = analysis.exploration
        self._budget = analysis.space.budget
        self._classes: dict[Beside, list[int]] = {}
        """Of walks being looked at, how many classes of answers lead to each that follows."""
        self._search = Search(self._onward, self._sum_up, self._budget)

    def all(self, most: int = WEIGHED) -> dict[str, Importance | None]:
        """Return the importance of every question; None where that is more to look at, or hangs on an order in rings.

        The last questions are looked at first: with what is known of them, those before are soon known.
        """
        questions = self._analysis.tree.questions
        found: dict[str, Importance | None] = dict.fromkeys(questions)
        if len(self._exploration.states) > most:
            return found
        with self._budget.part(most):
            for question_id in sorted(questions, key=self._rank.__getitem__, reverse=True):
                with suppress(TooLarge, InRings):
                    found[question_id] = self._of(question_id)
        return found

    def _of(self, question_id: str) -> Importance:
        asked = elsewhere = 0
        for state in self._analysis.states_at(question_id):
            before, onward = self._before[state], Counter[int]()
            for after, classes in self._ways(state):
                onward[self._rest[after]] += classes
            asked += before * self._walks[state]
            elsewhere += before * sum(
                classes * self._search.of(self._beside(after, onward)) for after, classes in onward.items()
            )
        return Importance(asked, elsewhere, self._walks[0])

    def _ways(self, state: int) -> Iterator[tuple[int, int]]:
        return zip(self._exploration.onward[state], self._exploration.classes[state], strict=True)

    # What is known of every state

    @once
    def _before(self) -> list[int]:
        """How many ways lead to each state."""
        exploration = self._exploration
        before = [0] * len(exploration.states)
        before[0] = 1
        for state in exploration.order:
            for after, classes in zip(exploration.onward[state], exploration.classes[state], strict=True):
                before[after] += before[state] * classes
        return before

    @once
    def _walks(self) -> list[int]:
        """How many walks go on from each state."""
        exploration = self._exploration
        walks = [1] * len(exploration.states)
        for state in reversed(exploration.order):
            ways = zip(exploration.onward[state], exploration.classes[state], strict=True)
            if exploration.onward[state]:
                walks[state] = sum(walks[after] * classes for after, classes in ways)
        return walks

    @once
    def _ends(self) -> list[int]:
        """As bits, the outcomes that can follow each state."""
        exploration = self._exploration
        bits = {outcome_id: 1 << place for place, outcome_id in enumerate(self._analysis.tree.outcomes)}
        ends = [bits.get(node, 0) for node in exploration.nodes]
        for state in reversed(exploration.order):
            for after in exploration.onward[state]:
                ends[state] |= ends[after]
        return ends

    @once
    def _rest(self) -> list[int]:
        """Where a walk that comes to each state comes to rest: past the branches, at a question or an outcome."""
        exploration, branches = self._analysis.exploration, self._analysis.tree.branches
        rest = list(range(len(exploration.states)))
        for state in reversed(exploration.order):
            if exploration.nodes[state] in branches:
                rest[state] = rest[exploration.onward[state][0]]
        return rest

    @once
    def _number(self) -> Mapping[object, int]:
        return {state: number for number, state in enumerate(self._analysis.exploration.states)}

    @once
    def _rank(self) -> dict[str, int]:
        """Nodes in an order in which gotos lead, those of a ring together."""
        rings = strong_components(dict(edges(self._analysis.tree)))
        return {node: place for place, ring in enumerate(rings) for node in ring}

    # Side by side

    def _beside(self, state: int, others: Iterable[int]) -> Beside:
        """Return a walk with those beside it that can still come to another end."""
        ends, kept = self._ends, set[int]()
        sure = ends[state] if ends[state].bit_count() == 1 else -1
        for other in others:
            self._budget.spend()
            if other != state and ends[other] != sure:
                kept.add(other)
        return state, frozenset(kept)

    def _decided(self, beside: Beside) -> int | None:
        """Return on how many walks another end can come, where that is plain: at the end, and where none is shared."""
        state, others = beside
        if not others:
            return 0
        apart = any(not self._ends[other] & self._ends[state] for other in others)
        return self._walks[state] if apart or not self._exploration.onward[state] else None

    def _onward(self, beside: Beside) -> list[Beside]:
        if self._decided(beside) is not None:
            return []
        state, others = beside
        first = min(map(self._at, (state, *others)))
        turn = sorted(other for other in others if self._at(other) == first)
        waiting = others.difference(turn)
        if len({self._exploration.nodes[one] for one in (*turn, *([state] if self._at(state) == first else []))}) > 1:
            raise InRings
        if self._at(state) != first:
            free = (self._rest[after] for other in turn for after in self._exploration.onward[other])
            self._classes[beside] = [1]
            return [self._beside(state, waiting.union(free))]
        onward = Counter[tuple[int, ...]]()
        together = [self._exploration.states[one] for one in (state, *turn)]
        for after, classes in self._analysis.space.together(together):
            self._budget.spend()
            onward[tuple(self._rest[self._number[one]] for one in after)] += classes
        self._classes[beside] = [*onward.values()]
        return [self._beside(now, waiting.union(turned)) for now, *turned in onward]

    def _at(self, state: int) -> int:
        """Return how far a state is: what can follow it in the order of gotos is farther."""
        return self._rank.get(self._exploration.nodes[state], len(self._rank))

    def _sum_up(self, beside: Beside, onward: list[int]) -> int:
        decided = self._decided(beside)
        return sum(map(mul, self._classes.pop(beside), onward)) if decided is None else decided
