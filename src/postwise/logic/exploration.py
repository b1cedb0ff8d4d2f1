"""Every state a walk can come to, found once, and in an order in which each follows all that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from postwise.logic.answer_classes import AnswerClasses, Look
from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered, Condition
from postwise.tree.model import Question, Tree


class ExploredStep(NamedTuple):
    """One step of a walk: from a question with an answer, or out of a branch by one of its lines."""

    node: str
    answer: Answered | None
    """An answer that takes this step; None out of a branch."""
    line: int
    """The case or row of the branch (-1: the else); -1 out of a question."""


@dataclass(frozen=True)
class Exploration:
    """The states reached, by number from 0 (the start), and the steps between them. Never changed once made."""

    nodes: list[str]
    """The node that each state stands at."""
    onward: list[list[int]]
    """Of each state those that follow it, one for each class of answers."""
    order: list[int]
    """The states, each after all that lead to it; the first is the start."""
    took: Callable[[int, int], ExploredStep]
    """Which step the n-th way out of a state is."""
    found_from: dict[int, tuple[int, int]]
    """Of each state one state and way out that lead to it; empty where the order makes that plain."""
    repeats: frozenset[int] = frozenset()
    """States at a question that their walk has asked before; they lead nowhere."""
    closing: tuple[tuple[int, int], ...] = ()
    """Ways out (state and number) that close a ring of branches."""
    states: list[State] | None = None
    """The states themselves; None for a tree without branches, where a state is its node."""
    complete: bool = True
    """Whether every state has been looked at."""


def settled_tests(facts: AnswerClasses, tree: Tree) -> None:
    """Make the classes of answers those that FORMAT counts: told apart by all tests in branches and values."""
    for condition in conditions(tree):
        for name, test in every_look(condition):
            if name in tree.questions:
                facts.note(name, test)


def conditions(tree: Tree) -> Iterator[Condition]:
    """Yield every condition of a branch or a value."""
    for branch in tree.branches.values():
        yield from (condition for condition, _ in branch.lines)
    for value in tree.values.values():
        yield from (condition for condition, _ in value.lines)


def every_look(condition: Condition) -> Iterator[Look]:
    """Yield each test of a condition with the name it looks at."""
    return (look for tests in condition.alternatives for look in tests)


def explore_plain(tree: Tree) -> Exploration | None:
    """Return the exploration of a tree without branches, where states are nodes; None if its gotos make a loop."""
    nodes = [*tree.questions, *tree.outcomes]
    number = {name: place for place, name in enumerate(nodes)}
    classes = _classes(tree)
    onward: list[list[int]] = []
    forward = True
    for place, (name, question) in enumerate(tree.questions.items()):
        if question.type is None and question.goto is None and question.answers is not None:
            targets = [answer.goto for answer in question.answers]
        else:
            targets = _targets(question) if question.picks_one else [question.goto] * len(classes(name))
        try:
            found = [number[target] for target in targets]  # type: ignore[index]
        except KeyError:
            found = [_number_of(target or "", number, nodes) for target in targets]
        forward = forward and (not found or min(found) > place)
        onward.append(found)
    onward += [[] for _ in range(len(nodes) - len(onward))]
    start = _number_of(tree.about.start, number, nodes)
    onward += [[] for _ in range(len(nodes) - len(onward))]
    order = list(range(start, len(nodes))) if forward else _ordered(onward, start)
    if order is None:
        return None

    def took(state: int, way: int) -> ExploredStep:
        name = nodes[state]
        question = tree.questions[name]
        answer: Answered = question.options[way].name if question.picks_one else classes(name)[way]
        return ExploredStep(name, answer, -1)

    return Exploration(nodes, onward, order, took, {})


def _targets(question: Question) -> list[str | None]:
    if question.answers is not None:
        return [answer.goto or question.goto for answer in question.answers]
    return [option.goto for option in question.options]


def _number_of(target: str, number: dict[str, int], nodes: list[str]) -> int:
    if target not in number:
        number[target] = len(nodes)
        nodes.append(target)
    return number[target]


def _classes(tree: Tree) -> Callable[[str], list[Answered]]:
    facts = AnswerClasses(tree)
    settled_tests(facts, tree)
    known: dict[str, list[Answered]] = {}

    def classes(name: str) -> list[Answered]:
        if name not in known:
            known[name] = [kind.example for kind in facts.kinds(name)]
        return known[name]

    return classes


def _ordered(onward: list[list[int]], start: int) -> list[int] | None:
    """Return the states that can be reached, each after all that lead to it; None if there is a loop among them."""
    after: list[int] = []
    open_ = bytearray(len(onward))
    waiting = [(start, iter(onward[start]))]
    open_[start] = 1
    while waiting:
        here, rest = waiting[-1]
        for to in rest:
            if open_[to] == 1:
                return None
            if not open_[to]:
                open_[to] = 1
                waiting.append((to, iter(onward[to])))
                break
        else:
            open_[here] = 2
            after.append(here)
            waiting.pop()
    after.reverse()
    return after


class Explorer:
    """The search through a space, deepest first, as far as its bound allows."""

    def __init__(self, space: StateSpace) -> None:
        self.space = space
        self.states = [space.start]
        self.number = {space.start: 0}
        self.onward: list[list[int]] = [[]]
        self.found_from: dict[int, tuple[int, int]] = {}
        self.opened = bytearray(1)
        self.repeats: set[int] = set()
        self.closing: list[tuple[int, int]] = []

    def expand(self, here: int) -> Iterator[tuple[int, int]]:
        """Return the ways out of a state, numbering the states that they lead to."""
        state, onward = self.states[here], self.onward[here]
        if self.space.loops(state):
            self.repeats.add(here)
        for arc in self.space.arcs(state):
            to = self.number.setdefault(arc.state, len(self.states))
            if to == len(self.states):
                self.states.append(arc.state)
                self.onward.append([])
                self.opened.append(0)
                self.found_from[to] = here, len(onward)
            onward.append(to)
        self.opened[here] = 1
        return enumerate(onward)

    def search(self) -> tuple[list[int], bool]:
        """Return the states in the order in which all that follows them was known, and whether that is all of them."""
        after: list[int] = []
        waiting = [(0, self.expand(0))]
        while waiting and len(self.states) <= self.space.bound:
            here, rest = waiting[-1]
            for way, to in rest:
                if self.opened[to] == 1:
                    self.closing.append((here, way))
                elif not self.opened[to]:
                    waiting.append((to, self.expand(to)))
                    break
            else:
                self.opened[here] = 2
                after.append(here)
                waiting.pop()
        return after, not waiting

    def took(self, state: int, way: int) -> ExploredStep:
        """Return the n-th step out of a state."""
        arc = next(islice(self.space.arcs(self.states[state]), way, None))
        return ExploredStep(self.states[state].node, arc.answer, arc.line)


def explore(space: StateSpace) -> Exploration:
    """Return the exploration of a space, as far as its bound allows."""
    search = Explorer(space)
    after, complete = search.search()
    return Exploration(
        nodes=[state.node for state in search.states],
        onward=search.onward,
        order=after[::-1] if complete else list(range(len(search.states))),
        took=search.took,
        found_from=search.found_from,
        repeats=frozenset(search.repeats),
        closing=tuple(search.closing),
        states=search.states,
        complete=complete,
    )
