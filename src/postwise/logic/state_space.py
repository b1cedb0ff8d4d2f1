"""Every state a walk can be in: a place in the tree, and what is left of the branches ahead, whatever was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from postwise.logic.answer_classes import AnswerClasses
from postwise.logic.decision_diagrams import LEAF, Diagram
from postwise.logic.gotos import edges, looping_questions, strong_components, target_of
from postwise.logic.search import BOUND, Budget
from postwise.logic.tree_diagrams import ASKED, Settled, TreeDiagrams
from postwise.logic.ways_out import Taken, WaysOut
from postwise.once import once
from postwise.tree.conditions import Answered
from postwise.tree.model import Tree

Remaining = tuple[tuple[int, Diagram], ...]
"""Branches, by number, and what the answers so far have left of them."""


class State(NamedTuple):
    """Where a walk is: a node, what is left of the branches ahead, and of questions in a ring which were asked."""

    node: str
    left: Remaining
    again: int


class Arc(NamedTuple):
    """One step from a state to the next."""

    state: State
    answer: Answered | None
    """A plain answer that takes it; None out of a branch."""
    classes: int
    """How many classes of answers take it (trees/README.md, "How walks are counted"), in a space that is `counted`."""


class Ask(NamedTuple):
    """Something that is to be known of every walk that comes to a node."""

    node: str
    diagram: Diagram


class StateSpace:
    """The states of one tree. Nothing is explored before it is asked for; what has been worked out is kept.

    `carried` are answers known beforehand, whose questions are not asked; `settled` those of questions that can come
    no more from any state that is looked at. Raises TooLarge, from whatever looks at a state, where the budget does
    not suffice.
    """

    def __init__(
        self,
        tree: Tree,
        carried: Mapping[str, Answered] | None = None,
        *,
        counted: bool = False,
        budget: Budget | None = None,
    ) -> None:
        self.tree = tree
        self.carried = dict(carried or {})
        self.counted = counted
        self.budget = budget or Budget(BOUND)
        self.asks: tuple[Ask, ...] = ()
        self._settled: dict[tuple[int, str], Diagram] = {}
        self._arrived: dict[str, dict[tuple[int, Diagram], tuple[int, Diagram] | None]] = {}
        self._readers: dict[str, Remaining] = {}

    def asking(self, asks: Iterable[Ask]) -> StateSpace:
        """Return the space of the same tree, diagrams and budget whose states also know what is asked.

        Its walks end where nothing that is asked can come any more, so that they carry nothing beyond.
        """
        space = StateSpace(self.tree, self.carried, budget=self.budget)
        space.asks = tuple(asks)
        space.made, space.onward_by_gotos, space._looping = self.made, self.onward_by_gotos, self._looping
        return space

    def settling(self, settled: Settled, budget: Budget) -> StateSpace:
        """Return the space of the same tree with some answers settled, their questions past, on a budget of its own."""
        space = StateSpace(self.tree, self.carried, budget=budget)
        space.made = TreeDiagrams(self.tree, budget, settled)
        space.onward_by_gotos, space._looping = self.onward_by_gotos, self._looping
        return space

    # What is looked at

    @once
    def made(self) -> TreeDiagrams:
        """The diagrams of the tree."""
        return TreeDiagrams(self.tree, self.budget)

    @once
    def _looping(self) -> frozenset[str]:
        return looping_questions(self.tree)

    @once
    def _ways(self) -> WaysOut:
        return WaysOut(self.made, self._looping, self.carried, counted=self.counted)

    @once
    def facts(self) -> AnswerClasses:
        """The classes of answers that the tree tells apart."""
        return AnswerClasses(self.tree)

    @once
    def _branches(self) -> list[Diagram]:
        return [*self.made.branches.values(), *self._asked_for]

    @once
    def _asked_for(self) -> dict[Diagram, int]:
        """Each diagram that is asked for, at however many nodes, with its number."""
        own = len(self.tree.branches)
        return {one: own + place for place, one in enumerate(dict.fromkeys(ask.diagram for ask in self.asks))}

    @once
    def _read_by(self) -> dict[str, list[int]]:
        """For each question that branches look at, those branches by number."""
        owner = [question_id for question_id, asked in self.made.asked.items() for _ in range(asked.levels)]
        readers: dict[str, list[int]] = {}
        for number, diagram in enumerate(self._branches):
            for question_id in {owner[level] for level in self.made.diagrams.levels(diagram)}:
                readers.setdefault(question_id, []).append(number)
        return readers

    @once
    def _bits(self) -> dict[str, int]:
        """A bit for each question that branches look at, or that stands in a ring."""
        questions = dict.fromkeys((*self._read_by, *sorted(self._looping)))
        return {question_id: 1 << place for place, question_id in enumerate(questions)}

    @once
    def _told_apart(self) -> tuple[str, ...]:
        """The same questions in the order of their levels: by the answers to others no states are told apart."""
        return tuple(question_id for question_id in self.made.asked if question_id in self._bits)

    @once
    def _levels(self) -> list[tuple[int, int]]:
        """For each level the bit of its question, and the place of never having been asked."""
        return [
            (self._bits.get(question_id, 0), asked.never)
            for question_id, asked in self.made.asked.items()
            for _ in range(asked.levels)
        ]

    @once
    def onward_by_gotos(self) -> dict[str, tuple[str, ...]]:
        """For each question and branch where its gotos lead."""
        return {node: tuple(targets) for node, targets in edges(self.tree)}

    @once
    def _gotos(self) -> dict[str, tuple[str, ...]]:
        """For each question and branch where its gotos lead, as far as anything that is asked can come there."""
        onward = self.onward_by_gotos
        if not self.asks:
            return onward
        asked = {ask.node for ask in self.asks}
        back: dict[str, list[str]] = {}
        for node, targets in onward.items():
            for target in targets:
                back.setdefault(target, []).append(node)
        waiting = list(asked)
        while waiting:
            before = [node for node in back.get(waiting.pop(), ()) if node not in asked]
            asked.update(before)
            waiting += before
        return {node: tuple(target for target in targets if target in asked) for node, targets in onward.items()}

    @once
    def _ahead(self) -> dict[str, tuple[int, int]]:
        """For each node the bits of the questions and of the branches that gotos lead to from there, itself counted."""
        numbers: dict[str, int] = {}
        for number, node in enumerate(self.tree.branches):
            if self._gotos[node]:
                numbers[node] = 1 << number
        for node, diagram in self.asks:
            numbers[node] = numbers.get(node, 0) | 1 << self._asked_for[diagram]
        onward = self._gotos
        ahead = {node: (0, bits) for node, bits in numbers.items() if node not in onward}
        for ring in reversed(list(strong_components(onward))):
            questions = branches = 0
            for node in ring:
                questions, branches = questions | self._bits.get(node, 0), branches | numbers.get(node, 0)
                for target in onward[node]:
                    more = ahead.get(target, (0, 0))
                    questions, branches = questions | more[0], branches | more[1]
            ahead.update(dict.fromkeys(ring, (questions, branches)))
        return ahead

    # States

    @property
    def start(self) -> State:
        """The state before the first question."""
        return State(self.tree.about.start, (), 0)

    def arrive(self, node: str, left: Iterable[tuple[int, Diagram]], again: int) -> State:
        """Return the state at a node: of what is left, only what says more than that nothing has been answered."""
        known = self._arrived.setdefault(node, {})
        pairs = []
        for pair in left:
            if pair not in known:
                known[pair] = self._kept(*pair, node)
            if (kept := known[pair]) is not None:
                pairs.append(kept)
        pairs.sort()
        return State(node, tuple(pairs), again and again & self._ahead.get(node, (0, 0))[0])

    def _kept(self, number: int, diagram: Diagram, node: str) -> tuple[int, Diagram] | None:
        """Return what is left of a branch at a node; None if nothing looks at it, or nothing has been answered."""
        questions, branches = self._ahead.get(node, (0, 0))
        settled = self._settle(diagram, questions) if branches >> number & 1 else None
        return None if settled is None or settled == self._untouched(number, node) else (number, settled)

    def _untouched(self, number: int, node: str) -> Diagram:
        """Return what is left of a branch at a node if nothing that it looks at has been answered."""
        key = (number, node)
        if key not in self._settled:
            self._settled[key] = self._settle(self._branches[number], self._ahead[node][0])
        return self._settled[key]

    def _settle(self, diagram: Diagram, questions: int) -> Diagram:
        """Return what is left of a diagram when the questions that it hangs on first can come no more."""
        diagrams, levels = self.made.diagrams, self._levels
        while (level := diagrams.level(diagram)) != LEAF and not levels[level][0] & questions:
            diagram = diagrams.at(diagram, levels[level][1])
        return diagram

    def at(self, node: str, answers: Mapping[str, Answered]) -> State:
        """Return the state of a walk that has given these answers and stands at a node."""
        left: dict[int, Diagram] = {}
        given = [question_id for question_id in self._told_apart if question_id in answers]
        to_come = self._ahead.get(node, (0, 0))[0] | sum(self._bits[question_id] for question_id in given)
        again = 0
        for question_id in given:  # in the order of levels, so that what is left hangs on the next one first
            again |= self._again(question_id)
            for number in self._read_by.get(question_id, ()):
                diagram = self._settle(left.get(number, self._branches[number]), to_come)
                left[number] = self._answered(diagram, question_id, answers)
        return self.arrive(node, left.items(), again)

    def _answered(self, diagram: Diagram, question_id: str, answers: Mapping[str, Answered]) -> Diagram:
        for level, place in self.made.asked[question_id].places(answers[question_id]):
            diagram = self.made.diagrams.restricted(diagram, level, place)
        return diagram

    def after_all(self, diagram: Diagram, answers: Mapping[str, Answered]) -> Any:
        """Return what a diagram comes to after answers; what has not been answered counts as never asked."""
        for question_id in answers.keys() & self.made.asked.keys():
            diagram = self._answered(diagram, question_id, answers)
        return self.made.diagrams.said(self._settle(diagram, 0))

    def _again(self, question_id: str) -> int:
        return self._bits[question_id] if question_id in self._looping else 0

    def after(self, state: State, answer: Answered) -> State:
        """Return the state that follows when the question of a state is answered with any answer it takes."""
        question = self.tree.questions[state.node]
        numbers, looking, rest = self._split(state)
        taken = self._ways.taken(state.node, looking, answer)
        left = (*rest, *zip(numbers, taken, strict=True))
        return self.arrive(target_of(question, answer), left, state.again | self._again(state.node))

    def _split(self, state: State) -> tuple[tuple[int, ...], Taken, Remaining]:
        """Return the branches ahead that look at the question of a state, what is left of them, and of the others."""
        left = dict(state.left)
        readers = self._readers_of(state.node)
        looking = tuple([left.pop(number, untouched) for number, untouched in readers])
        return tuple([number for number, _ in readers]), looking, tuple(left.items())

    def _readers_of(self, node: str) -> Remaining:
        """Return the branches ahead that look at the question of a node, untouched."""
        if node not in self._readers:
            branches = self._ahead[node][1]
            numbers = [number for number in self._read_by.get(node, ()) if branches >> number & 1]
            self._readers[node] = tuple((number, self._untouched(number, node)) for number in numbers)
        return self._readers[node]

    # A checklist item by item

    def before_ticking(self, state: State) -> Taken:
        """Return what is left of the branches that look at the checklist of a state, before its first item."""
        first = [(self.made.asked[state.node].level, ASKED)]
        return tuple(self._ways.placed(state.node, diagram, first) for diagram in self._split(state)[1])

    def ticked(self, question_id: str, taken: Taken, item: str) -> tuple[Taken, Taken]:
        """Return what is left with an item ticked, and with it not ticked; every look at a way to tick is counted."""
        self.budget.spend()
        level, restricted = self.made.asked[question_id].picks[item], self.made.diagrams.restricted
        on, off = (tuple(restricted(diagram, level, place) for diagram in taken) for place in (1, 0))
        return on, off

    def after_ticking(self, state: State, taken: Taken) -> State:
        """Return the state that follows a checklist of which all items have been gone through."""
        numbers, _, rest = self._split(state)
        left = (*rest, *zip(numbers, taken, strict=True))
        goto = self.tree.questions[state.node].goto or ""
        return self.arrive(goto, left, state.again | self._again(state.node))

    # Steps

    def loops(self, state: State) -> bool:
        """Tell whether a state stands at a question that its walk has asked already."""
        return bool(state.again & self._again(state.node)) if state.node in self._looping else False

    def onward(self, state: State) -> list[State]:
        """Return the states that can follow a state."""
        return list(dict.fromkeys(arc.state for arc in self.arcs(state)))

    def arcs(self, state: State) -> Iterator[Arc]:
        """Yield the steps out of a state: one for each answer of a choice, of others one for each thing they do.

        A question that was asked before has none (a loop), nor has a branch of which no case matches.
        """
        if state.node in self.tree.branches:
            target = self.target(state) if self._gotos[state.node] else None
            if target is not None and target in self._gotos[state.node]:
                yield Arc(self.arrive(target, state.left, state.again), None, 1)
        elif state.node in self.tree.questions and self._gotos[state.node] and not self.loops(state):
            numbers, looking, rest = self._split(state)
            gotos, again = self._gotos[state.node], state.again | self._again(state.node)
            for target, taken, answer, count in self._ways.of(state.node, looking):
                if target in gotos:
                    left = (*rest, *zip(numbers, taken, strict=True))
                    yield Arc(self.arrive(target, left, again), answer, count)

    def together(self, states: Sequence[State]) -> Iterator[tuple[list[State], int]]:
        """Yield the steps out of several states at one question, taken with one answer, as `arcs` does out of one."""
        splits = [self._split(state) for state in states]
        node, every = states[0].node, tuple(diagram for _, looking, _ in splits for diagram in looking)
        for target, taken, _, count in self._ways.of(node, every):
            after, onward = iter(taken), []
            for state, (numbers, _, rest) in zip(states, splits, strict=True):
                left = (*rest, *zip(numbers, islice(after, len(numbers)), strict=True))
                onward.append(self.arrive(target, left, state.again | self._again(node)))
            yield onward, count

    def target(self, state: State) -> str | None:
        """Return where the branch of a state leads; None if no case matches."""
        target: str | None = self._said(state, self._number[state.node])
        return target

    def said(self, state: State) -> Iterator[tuple[int, Any]]:
        """Yield what each ask that stands at the node of a state comes to there, by its place."""
        return ((place, self._said(state, number)) for place, number in self._asked_at.get(state.node, ()))

    def _said(self, state: State, number: int) -> Any:
        """Return what is said by the one with that number; what has not been asked by now counts as never asked."""
        left = dict(state.left)
        diagram = left[number] if number in left else self._untouched(number, state.node)
        return self.made.diagrams.said(self._settle(diagram, 0))

    @once
    def _number(self) -> dict[str, int]:
        return {branch_id: number for number, branch_id in enumerate(self.tree.branches)}

    @once
    def _asked_at(self) -> dict[str, list[tuple[int, int]]]:
        """Of each node the places of the asks that stand there, and the numbers of their diagrams."""
        at: dict[str, list[tuple[int, int]]] = {}
        for place, ask in enumerate(self.asks):
            at.setdefault(ask.node, []).append((place, self._asked_for[ask.diagram]))
        return at
