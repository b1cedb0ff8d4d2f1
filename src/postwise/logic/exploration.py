"""Every state that a walk can come to, each looked at once, with a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from postwise.logic.search import TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered


class Exploration:
    """Every state a walk can come to, by number from 0 (the start), found deepest first as far as the budget allows."""

    def __init__(self, space: StateSpace) -> None:
        self.space = space
        self.states = [space.start]
        self.onward: list[tuple[int, ...]] = [()]
        """Of each state those that follow it, one for each step out of it."""
        self.classes: list[tuple[int, ...]] = [()]
        """Of each step the classes of answers that take it."""
        self.repeats: set[int] = set()
        """States at a question that their walk has asked before; they lead nowhere."""
        self.closing: list[tuple[int, int]] = []
        """Ways out (state and number) that close a ring of branches."""
        self._number = {space.start: 0}
        self._rows: dict[tuple[int, ...], tuple[int, ...]] = {}
        """Rows of classes, of which there are few: most states share theirs."""
        self._opened = bytearray(1)
        after, self.complete = self._search()
        self.order = after[::-1] if self.complete else list(range(len(self.states)))
        """The states, each after all that lead to it (if all were looked at); the first is the start."""
        self.nodes = [state.node for state in self.states]
        """The node that each state stands at."""

    def _search(self) -> tuple[list[int], bool]:
        """Return the states in the order in which all that follows them was known, and whether that is all of them."""
        after: list[int] = []
        waiting = [(0, iter([(0, 0)]))]
        self._opened[0] = 2
        with suppress(TooLarge):
            waiting = [(0, self._expand(0))]
            while waiting:
                state, rest = waiting[-1]
                for place, to in rest:
                    if self._opened[to] == 1:
                        self.closing.append((state, place))
                    elif not self._opened[to]:
                        waiting.append((to, self._expand(to)))
                        break
                else:
                    self._opened[state] = 2
                    after.append(state)
                    waiting.pop()
        return after, not waiting

    def _expand(self, number: int) -> Iterator[tuple[int, int]]:
        """Return the ways out of a state, numbering the states that they lead to."""
        state = self.states[number]
        if self.space.loops(state):
            self.repeats.add(number)
        onward: list[int] = []
        classes: list[int] = []
        try:
            for arc in self.space.arcs(state):
                onward.append(self._numbered(arc.state))
                classes.append(arc.classes)
        finally:  # where the budget ends in the middle, what was found is kept
            self.onward[number] = tuple(onward)
            row = tuple(classes)
            self.classes[number] = self._rows.setdefault(row, row)
        self._opened[number] = 1
        return enumerate(onward)

    def _numbered(self, state: State) -> int:
        """Return the number of a state, which is a new one if it was not met before."""
        number = self._number.get(state)
        if number is None:
            self.space.budget.spend()
            number = self._number[state] = len(self.states)
            self.states.append(state)
            self.onward.append(())
            self.classes.append(())
            self._opened.append(0)
        return number

    def took(self, state: int, place: int) -> Answered | None:
        """Return an answer that takes the n-th step out of a state; None out of a branch."""
        return next(islice(self.space.arcs(self.states[state]), place, None)).answer
