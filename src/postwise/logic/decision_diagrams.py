"""Decision diagrams: what follows from answers, so that whatever says the same is the same diagram.

R. E. Bryant, Graph-based algorithms for Boolean function manipulation (1986); with several values to a variable:
T. Kam, T. Villa, R. K. Brayton, A. L. Sangiovanni-Vincentelli, Multi-valued decision diagrams (1998).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import repeat
from typing import Any, NamedTuple

from postwise.logic.search import Budget

Diagram = int
"""A diagram, by its number; equal ones have one number."""
Pieces = Iterable[tuple[int, Diagram]]
"""Diagrams for places in their order, each with the place that is no longer its own."""
LEAF = 1 << 60
"""The level of what hangs on no answer any more."""
COMBINED = 8
"""So many pairs put together take as long as one diagram made, whether or not anything new comes of them."""


class Branching(NamedTuple):
    """What hangs on one variable: the places at which another diagram begins to follow, and those that follow."""

    level: int
    ends: tuple[int, ...]
    after: tuple[Diagram, ...]

    def at(self, place: int) -> Diagram:
        """Return what follows at a place."""
        return self.after[bisect_right(self.ends, place)]


class Diagrams:
    """All diagrams of one tree; variables are levels, tested in their order, and have places from 0.

    Raises TooLarge, from whatever makes a diagram, when the budget does not suffice.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self._made: list[Branching] = []
        """Every diagram by its number; a leaf is one without ends, and what follows it is itself."""
        self._known: dict[Branching, Diagram] = {}
        self._leaves: dict[tuple[type, Hashable], Diagram] = {}
        self._said: dict[Diagram, Any] = {}
        self._combined: dict[tuple[Diagram, Diagram, Diagram], Diagram] = {}
        self._levels: dict[Diagram, set[int]] = {}
        self._changed: dict[Hashable, dict[Diagram, Diagram]] = {}
        self.no, self.yes, self.nothing = map(self.leaf, (False, True, None))

    # Making

    def _add(self, branching: Branching) -> Diagram:
        self._made.append(branching)
        return len(self._made) - 1

    def leaf(self, said: Hashable) -> Diagram:
        """Return the diagram that says this, whatever is answered."""
        key = (type(said), said)
        if key not in self._leaves:
            number = self._add(Branching(LEAF, (), (len(self._made),)))
            self._leaves[key], self._said[number] = number, said
        return self._leaves[key]

    def node(self, level: int, pieces: Pieces) -> Diagram:
        """Return the diagram that hangs on a level first; of no level, if all places say the same."""
        ends: list[int] = []
        after: list[Diagram] = []
        for end, diagram in pieces:
            if after and after[-1] == diagram:
                ends[-1] = end
            else:
                ends.append(end)
                after.append(diagram)
        if len(after) == 1:
            return after[0]
        branching = Branching(level, tuple(ends[:-1]), tuple(after))
        if branching not in self._known:
            self.budget.spend()
            self._known[branching] = self._add(branching)
        return self._known[branching]

    # Looking

    @property
    def size(self) -> int:
        """How many diagrams there are."""
        return len(self._made)

    def level(self, diagram: Diagram) -> int:
        """Return the level that a diagram hangs on first, `LEAF` if on none."""
        return self._made[diagram].level

    def said(self, diagram: Diagram) -> Any:
        """Return what a leaf says."""
        return self._said[diagram]

    def at(self, diagram: Diagram, place: int) -> Diagram:
        """Return what follows a diagram if its level has this place."""
        return self._made[diagram].at(place)

    def row(self, diagram: Diagram, level: int, size: int) -> list[Diagram]:
        """Return what follows a diagram at the first places of a level, which is the first it can hang on."""
        branching = self._made[diagram]
        if branching.level != level:
            return [diagram] * size
        row: list[Diagram] = []
        for end, after in zip((*branching.ends, size), branching.after, strict=True):
            row += [after] * (min(end, size) - len(row))
        return row

    def ends(self, diagram: Diagram) -> tuple[int, ...]:
        """Return the places of a diagram's level at which something else begins to follow."""
        return self._made[diagram].ends

    def after(self, diagram: Diagram) -> tuple[Diagram, ...]:
        """Return what follows a diagram, from place to place."""
        return self._made[diagram].after

    def levels(self, diagram: Diagram) -> set[int]:
        """Return every level that a diagram hangs on."""
        if diagram not in self._levels:
            self._levels[diagram] = {self._made[inner].level for inner in self._inside(diagram)} - {LEAF}
        return self._levels[diagram]

    def _inside(self, diagram: Diagram) -> Iterator[Diagram]:
        seen, waiting = {diagram}, [diagram]
        while waiting:
            inner = waiting.pop()
            yield inner
            for after in self._made[inner].after:
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)

    # Working out

    def both(self, diagrams: Iterable[Diagram]) -> Diagram:
        """Return whether all of several diagrams say yes."""
        return self._all(self.no, diagrams, self.yes)

    def either(self, diagrams: Iterable[Diagram]) -> Diagram:
        """Return whether any of several diagrams says yes."""
        return self._all(self.yes, diagrams, self.no)

    def first(self, diagrams: Iterable[Diagram]) -> Diagram:
        """Return what the first of several diagrams says that does not say nothing."""
        return self._all(self.nothing, diagrams, self.nothing)

    def _all(self, law: Diagram, diagrams: Iterable[Diagram], empty: Diagram) -> Diagram:
        """Return many diagrams put together two by two, so that none is put to a long rest again and again."""
        row = list(diagrams)
        while len(row) > 1:
            pairs = zip(row[::2], row[1::2], strict=False)
            row = [self._two(law, *pair) for pair in pairs] + ([row[-1]] if len(row) % 2 else [])
        return row[0] if row else empty

    def _two(self, law: Diagram, one: Diagram, other: Diagram) -> Diagram:
        waiting = [(law, one, other)]
        while waiting:
            key = waiting[-1]
            if key in self._combined:
                waiting.pop()
                continue
            settled = self._settled(*key)
            if settled is None:
                level, pieces = self._side_by_side(*key)
                missing = [(law, a, b) for _, a, b in pieces if (law, a, b) not in self._combined]
                if missing:
                    waiting += missing
                    continue
                settled = self.node(level, ((end, self._combined[law, a, b]) for end, a, b in pieces))
                if not len(self._combined) % COMBINED:
                    self.budget.spend()
            self._combined[key] = settled
            waiting.pop()
        return self._combined[law, one, other]

    def _settled(self, law: Diagram, one: Diagram, other: Diagram) -> Diagram | None:
        """Return what follows from one of two diagrams alone, or None; the leaf `law` decides."""
        if one == other:
            return one
        if law == self.nothing:
            if self.level(one) == LEAF:
                return other if one == self.nothing else one
            return one if other == self.nothing else None
        for this, that in ((one, other), (other, one)):
            if self.level(this) == LEAF:
                return this if this == law else that
        return None

    def _side_by_side(
        self, law: Diagram, one: Diagram, other: Diagram
    ) -> tuple[int, list[tuple[int, Diagram, Diagram]]]:
        """Return the first level of two diagrams, and what follows both of them at its places."""
        this, that = self._made[one], self._made[other]
        if this.level < that.level:
            return this.level, list(zip((*this.ends, LEAF), this.after, repeat(other)))
        if that.level < this.level:
            return that.level, list(zip((*that.ends, LEAF), repeat(one), that.after))
        if this.ends == that.ends:
            return this.level, list(zip((*this.ends, LEAF), this.after, that.after, strict=True))
        return this.level, list(self._merged(law, this, that))

    def _merged(self, law: Diagram, this: Branching, that: Branching) -> Iterator[tuple[int, Diagram, Diagram]]:
        """Yield what follows two diagrams at the places of their level; where one alone decides, the rest is left."""
        these, those = (*this.ends, LEAF), (*that.ends, LEAF)
        near = far = end = 0
        while end < LEAF:
            a, b = this.after[near], that.after[far]
            if self._decides(law, a):
                end = these[near]
            elif law != self.nothing and self._decides(law, b):
                end = those[far]
            else:
                end = min(these[near], those[far])
            yield end, a, b
            near, far = bisect_right(this.ends, end, near), bisect_right(that.ends, end, far)

    def _decides(self, law: Diagram, diagram: Diagram) -> bool:
        """Tell whether a diagram is a leaf that says what comes of it, whatever it is put together with."""
        if self.level(diagram) != LEAF:
            return False
        return diagram != self.nothing if law == self.nothing else diagram == law

    def mapped(self, diagram: Diagram, law: Hashable, said: Callable[[Any], Hashable]) -> Diagram:
        """Return a diagram with other words at its leaves; `law` names the function, which is asked once for each."""
        return self._rebuilt(
            diagram, law, lambda inner: self.leaf(said(self._said[inner])) if self.level(inner) == LEAF else None
        )

    def restricted(self, diagram: Diagram, level: int, place: int) -> Diagram:
        """Return a diagram in which a level, wherever it stands, has one place."""
        first = self.level(diagram)
        if first >= level:  # as a rule, and lists ask it millions of times
            return self.at(diagram, place) if first == level else diagram

        def fixed(inner: Diagram) -> Diagram | None:
            found = self.level(inner)
            return None if found < level else self.at(inner, place) if found == level else inner

        return self._rebuilt(diagram, (level, place), fixed)

    def _rebuilt(self, diagram: Diagram, law: Hashable, changed: Callable[[Diagram], Diagram | None]) -> Diagram:
        """Return a diagram with its parts changed; where `changed` returns None, a part is changed further in."""
        known = self._changed.setdefault(law, {})
        waiting = [diagram]
        while waiting:
            inner = waiting[-1]
            if inner not in known:
                now = changed(inner)
                if now is None:
                    branching = self._made[inner]
                    missing = [after for after in branching.after if after not in known]
                    if missing:
                        waiting += missing
                        continue
                    after = map(known.__getitem__, branching.after)
                    now = self.node(branching.level, zip((*branching.ends, LEAF), after, strict=True))
                known[inner] = now
            waiting.pop()
        return known[diagram]
