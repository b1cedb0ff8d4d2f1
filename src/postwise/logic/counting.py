"""What every answer can lead to: reached, counted, with an example; decided over all states, never over gotos alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from postwise.logic.decision_diagrams import LEAF, Diagram
from postwise.logic.exploration import Exploration
from postwise.logic.search import BOUND, Budget, TooLarge
from postwise.logic.state_space import Ask, State, StateSpace
from postwise.logic.walk_tally import FAR, WalkTally, open_ways, tally
from postwise.once import once
from postwise.tree.conditions import Answered
from postwise.tree.model import Tree

Line = tuple[str, int]
"""A branch or value and the place of one of its cases or rows; -1 is its else."""
SPARE = 4
"""So many times as many states as the tree has may be looked at to answer several things at once."""


class ExploredStep(NamedTuple):
    """One step of a walk: from a question with an answer, or out of a branch by one of its lines."""

    node: str
    answer: Answered | None
    """An answer that takes this step; None out of a branch."""
    line: int
    """The case or row of the branch (-1: the else); -1 out of a question."""


class Occurrences(NamedTuple):
    """What something asked comes to on walks."""

    said: Mapping[Any, int]
    """All that it comes to, each with the nearest state in which it does."""
    analysis: Analysis
    """In which those states have their numbers."""
    node: str
    """Where it is asked."""
    place: int | None
    """Which of the things asked for at once it is; None if it comes to the same everywhere."""

    @property
    def states(self) -> list[int]:
        """The states in which it is so."""
        at, space = self.analysis.states_at(self.node), self.analysis.space
        if self.place is None:
            return at if True in self.said else []
        return [number for number in at if (self.place, True) in space.said(self.analysis.state(number))]

    @property
    def questions(self) -> int:
        """The fewest questions before it is so, which it is somewhere."""
        return self.analysis.tally.near[self.said[True]]

    @property
    def yes(self) -> dict[str, Answered] | None:
        """The fewest answers after which it is so; None if it never is."""
        return self.analysis.answers(self.said[True]) if True in self.said else None


@dataclass(frozen=True, slots=True)
class EndsAhead:
    """Which of some outcomes a walk can come to from each state."""

    ends: tuple[str, ...]
    bits: list[int]
    """Of each state, in the order of `ends`."""

    def first(self, bits: int) -> str:
        """Return the first outcome of which the bit is set; there is one."""
        return self.ends[(bits & -bits).bit_length() - 1]


@dataclass(frozen=True, slots=True)
class Loop:
    """Steps that lead back to where they began; the last of them closes the loop."""

    steps: tuple[ExploredStep, ...]
    before: tuple[ExploredStep, ...]
    """How a walk comes to the first of them."""


@dataclass(frozen=True)
class Analysis:
    """Everything that can be said of a tree over all its states. What is costly is worked out when first asked for."""

    tree: Tree
    exploration: Exploration = field(repr=False)

    @property
    def space(self) -> StateSpace:
        """The space explored."""
        return self.exploration.space

    @property
    def too_large(self) -> bool:
        """Whether there are more states than the bound, so that what was not found proves nothing."""
        return not self.exploration.complete

    @once
    def tally(self) -> WalkTally:
        """Counts and distances, of everything that was explored."""
        return tally(self.tree, self.exploration)

    @property
    def walks(self) -> int | None:
        """How many different walks there are; None if the tree is too large to say.

        They are counted as trees/README.md, "How walks are counted", says.
        """
        return None if self.too_large else sum(self.tally.endings.values())

    @property
    def shortest(self) -> int | None:
        """The fewest questions that a walk asks; None if no walk ends, or the tree is too large to say."""
        nodes, near = self.exploration.nodes, self.tally.near
        ends = (near[state] for state in self.exploration.order if nodes[state] in self.tree.outcomes)
        return None if self.too_large else min((asked for asked in ends if asked < FAR), default=None)

    @property
    def longest(self) -> int | None:
        """The most questions that a walk asks; None if no walk ends, or the tree is too large to say."""
        return None if self.too_large or self.tally.longest < 0 else self.tally.longest

    @once
    def endings(self) -> dict[str, int]:
        """How many walks end in each outcome that is reached, in the order of the file."""
        walks = self.tally.endings
        return {outcome_id: walks[outcome_id] for outcome_id in self.tree.outcomes if outcome_id in walks}

    @once
    def verdicts(self) -> dict[str, int]:
        """How many walks end in each verdict."""
        counts = Counter[str]()
        for outcome_id, walks in self.endings.items():
            counts[self.tree.outcomes[outcome_id].verdict] += walks
        return dict(counts)

    @once
    def shares(self) -> dict[str, float]:
        """What share of walks ends in each verdict, if every class of answers to a question is as frequent as any.

        So one long list behind one answer is not most of the tree.
        """
        exploration = self.exploration
        weights, ways = [0.0] * len(exploration.states), open_ways(exploration)
        weights[0] = 1.0
        shares: dict[str, float] = {}
        for state in exploration.order:
            node, weight, classes = exploration.nodes[state], weights[state], exploration.classes[state]
            if node in self.tree.outcomes:
                verdict = self.tree.outcomes[node].verdict
                shares[verdict] = shares.get(verdict, 0.0) + weight
            for_each = weight / sum(classes) if classes else 0.0
            for place, to in ways(state):
                weights[to] += for_each * classes[place]
        return shares

    @once
    def reached(self) -> frozenset[str]:
        """The questions, branches and outcomes (and unknown targets) that some answers reach."""
        nodes, near = self.exploration.nodes, self.tally.near
        return frozenset(nodes[state] for state in self.exploration.order if near[state] < FAR)

    @property
    def holes(self) -> bool:
        """Whether a walk can come to a node that is missing."""
        return not self.reached <= {*self.tree.questions, *self.tree.branches, *self.tree.outcomes}

    @once
    def _by_node(self) -> dict[str, list[int]]:
        states: dict[str, list[int]] = {}
        for state in self.exploration.order:
            if self.tally.near[state] < FAR:
                states.setdefault(self.exploration.nodes[state], []).append(state)
        return states

    def states_at(self, node: str) -> list[int]:
        """Return the numbers of the states at a node."""
        return self._by_node.get(node, [])

    def state(self, number: int) -> State:
        """Return a state by its number."""
        return self.exploration.states[number]

    # Examples

    def steps_to(self, state: int) -> list[ExploredStep]:
        """Return a shortest walk to a state, step by step."""
        return self._steps(self._road(state))

    def _road(self, state: int) -> list[tuple[int, int]]:
        """Return the states of a shortest walk to a state, each with the way out taken there."""
        road: list[tuple[int, int]] = []
        while state:
            road.append(self.tally.came[state])
            state = road[-1][0]
        return road[::-1]

    def _steps(self, road: Iterable[tuple[int, int]]) -> list[ExploredStep]:
        steps: list[ExploredStep] = []
        answers: dict[str, Answered] = {}
        for state, place in road:
            node, answer = self.exploration.nodes[state], self.exploration.took(state, place)
            if answer is None:
                steps.append(ExploredStep(node, None, self._line(node, answers)))
            else:
                answers[node] = answer
                steps.append(ExploredStep(node, answer, -1))
        return steps

    def _line(self, branch_id: str, answers: Mapping[str, Answered]) -> int:
        """Return the line that a branch takes after answers."""
        made = self.space.made
        line: int = self.space.after_all(made.lines(self.tree.branches[branch_id]), answers)
        return line

    def answers(self, state: int) -> dict[str, Answered]:
        """Return the answers of a shortest walk to a state."""
        steps = (
            (self.exploration.nodes[before], self.exploration.took(before, place))
            for before, place in self._road(state)
        )
        return {node: answer for node, answer in steps if answer is not None}

    def nearest(self, node: str) -> int | None:
        """Return the state at a node with the fewest questions before it; None if no answers reach it."""
        return min(self.states_at(node), key=self.tally.near.__getitem__, default=None)

    def witness(self, node: str) -> dict[str, Answered] | None:
        """Return the fewest answers that reach a node; None if none do."""
        state = self.nearest(node)
        return None if state is None else self.answers(state)

    def witnesses(self, met: Collection[str]) -> Iterator[tuple[str, dict[str, Answered]]]:
        """Yield each outcome that some answers reach and that is not `met`, with the fewest answers that do."""
        for outcome_id in self.tree.outcomes:
            answers = self.witness(outcome_id) if outcome_id not in met else None
            if answers is not None:
                yield outcome_id, answers

    # Branches

    @once
    def lines(self) -> frozenset[Line]:
        """The lines of branches that some answers take; raises TooLarge if that cannot be looked through."""
        made = self.space.made
        reached = [branch_id for branch_id in self.tree.branches if branch_id in self.reached]
        found = self.occurrences(Ask(branch_id, made.lines(self.tree.branches[branch_id])) for branch_id in reached)
        pairs = zip(reached, found, strict=True)
        return frozenset((branch_id, line) for branch_id, met in pairs for line in met.said if line is not None)

    def occurrences(self, asks: Iterable[Ask]) -> list[Occurrences]:
        """Return what each ask comes to on walks.

        All are looked at together, unless that would take far more states than the tree has; then in two halves.
        Raises TooLarge if the budget does not suffice.
        """
        row = list(asks)
        open_ones = iter(self._looked_for([ask for ask in row if not self._settled(ask)]))
        return [self._everywhere(ask) if self._settled(ask) else next(open_ones) for ask in row]

    def _settled(self, ask: Ask) -> bool:
        return self.space.made.diagrams.level(ask.diagram) == LEAF

    def _everywhere(self, ask: Ask) -> Occurrences:
        """Return what hangs on no answers, and comes to the same wherever its node is reached."""
        nearest, said = self.nearest(ask.node), self.space.made.diagrams.said(ask.diagram)
        if nearest is None and self.too_large:
            raise TooLarge
        return Occurrences({} if nearest is None else {said: nearest}, self, ask.node, None)

    def _looked_for(self, row: list[Ask]) -> list[Occurrences]:
        if not row:
            return []
        half = len(row) // 2
        budget = self.space.budget
        with budget.part(SPARE * len(self.exploration.states) + 1000 if half else budget.left):
            again = Analysis(self.tree, Exploration(self.space.asking(row)))
        if again.too_large and half:
            return [*self._looked_for(row[:half]), *self._looked_for(row[half:])]
        if again.too_large:
            raise TooLarge
        said: list[dict[Any, int]] = [{} for _ in row]
        near = again.tally.near
        for number in sorted(again.exploration.order, key=near.__getitem__):
            if near[number] < FAR:
                for place, what in again.space.said(again.state(number)):
                    said[place].setdefault(what, number)
        return [Occurrences(said[place], again, ask.node, place) for place, ask in enumerate(row)]

    def occurs(self, node: str, diagrams: Iterable[Diagram]) -> list[bool]:
        """Tell of diagrams whether any walk comes to a node where they say yes."""
        return [True in met.said for met in self.occurrences(Ask(node, diagram) for diagram in diagrams)]

    @once
    def uncovered(self) -> dict[str, int]:
        """The branches that some answers reach without matching any line, each with a nearest such state."""
        stuck = {
            branch_id: [number for number in self.states_at(branch_id) if self.space.target(self.state(number)) is None]
            for branch_id in self.tree.branches
        }
        near = self.tally.near
        return {branch_id: min(states, key=near.__getitem__) for branch_id, states in stuck.items() if states}

    # Loops

    @once
    def loops(self) -> tuple[Loop, ...]:
        """The loops that some answers take, each once, by whichever of its steps closes it on a shortest walk."""
        closing = sorted(self._closing(), key=lambda arc: self.tally.near[arc[0]])
        loops: dict[frozenset[Line | tuple[str, object]], Loop] = {}
        last: set[tuple[ExploredStep, str]] = set()
        for state, place in closing:
            node, answer = self.exploration.nodes[state], self.exploration.took(state, place)
            to = self.exploration.onward[state][place]
            back = self.exploration.nodes[to]
            goto = _goto_of(ExploredStep(node, answer, -1), self.tree)
            if (goto, back) in last:
                continue
            last.add((goto, back))
            asked = to in self.exploration.repeats
            steps = self._steps([*self._road(state), (state, place)] if asked else [*self._road(to), *self._round(to)])
            begin = max(number for number, taken in enumerate(steps) if taken.node == back)
            loop = Loop(tuple(steps[begin:]), tuple(steps[:begin]))
            loops.setdefault(frozenset((taken.node, _goto_of(taken, self.tree)) for taken in loop.steps), loop)
        return tuple(loops.values())

    def _round(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield the states of a ring of branches, each with its one way out; a walk may enter it at any of them."""
        yield start, 0
        state = start
        while (state := self.exploration.onward[state][0]) != start:
            yield state, 0

    def _closing(self) -> Iterator[tuple[int, int]]:
        near = self.tally.near
        yield from ((state, place) for state, place in self.exploration.closing if near[state] < FAR)
        repeats = self.exploration.repeats
        for state, onward in enumerate(self.exploration.onward) if repeats else ():
            if near[state] < FAR:
                yield from ((state, place) for place, to in enumerate(onward) if to in repeats)

    # Backwards and forwards

    def ends_ahead(self, ends: Iterable[str]) -> EndsAhead:
        """Return which of some outcomes a walk can come to from each state."""
        marks = {end: 1 << place for place, end in enumerate(ends)}
        nodes, onward = self.exploration.nodes, self.exploration.onward
        bits = [0] * len(nodes)
        for state in reversed(self.exploration.order):
            bits[state] = reduce(or_, (bits[to] for to in onward[state]), marks.get(nodes[state], 0))
        return EndsAhead(tuple(marks), bits)

    def asked_before(self, interest: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for every node which of these questions some walk has asked before it comes there."""
        return self._asked(interest, or_, 0)

    def asked_always(self, interest: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for every node which of these questions each walk has asked before it comes there."""
        return self._asked(interest, and_, -1)

    def _asked(
        self, interest: Iterable[str], together: Callable[[int, int], int], unknown: int
    ) -> dict[str, frozenset[str]]:
        """Return for every node the questions asked before it, as the walks that come there say them together."""
        question_ids = [question_id for question_id in dict.fromkeys(interest) if question_id in self.tree.questions]
        own = {question_id: 1 << place for place, question_id in enumerate(question_ids)}
        before = dict.fromkeys(self.reached, unknown)
        nodes, onward, near = self.exploration.nodes, self.exploration.onward, self.tally.near
        asked = [0, *(unknown for _ in nodes[1:])]
        for state in self.exploration.order if question_ids else ():
            if near[state] < FAR:
                node = nodes[state]
                before[node] = together(before[node], asked[state])
                known = asked[state] | own.get(node, 0)
                for to in onward[state]:
                    asked[to] = together(asked[to], known)
        sets: dict[int, frozenset[str]] = {}
        for bits in set(before.values()):
            sets[bits] = frozenset(question_id for question_id in question_ids if bits & own[question_id])
        return {node: sets[bits] for node, bits in before.items()}


def _goto_of(step: ExploredStep, tree: Tree) -> ExploredStep:
    """Return a step as the goto that it follows: answers that share a question's own goto are one."""
    question = tree.questions.get(step.node)
    if question is None or not question.picks_one or not isinstance(step.answer, str):
        return ExploredStep(step.node, None, step.line)
    return step


def analyse(tree: Tree, *, bound: int = BOUND) -> Analysis:
    """Return what can be said of a tree over all states that its walks can be in; a missing node ends a walk.

    Nothing is raised: a tree of more than `bound` states is `too_large`.
    """
    return Analysis(tree, Exploration(StateSpace(tree, counted=True, budget=Budget(bound))))
