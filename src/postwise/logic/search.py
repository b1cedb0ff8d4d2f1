"""One search over states, on one budget: all that can follow, and what follows from what is known of those after."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

BOUND = 200_000
"""So many diagrams and states in all are looked at: about eight seconds of work."""

Known = TypeVar("Known")
Place = TypeVar("Place", bound=Hashable)


class TooLarge(Exception):  # noqa: N818 - it is no error: the tree is fine, only large
    """There is more to look at than the budget allows."""


class GivenUp(Exception):  # noqa: N818 - as above: nobody waits for it any more
    """Whoever asked wants to know it no more."""


WANTED_NO_MORE: ContextVar[Callable[[], bool]] = ContextVar("WANTED_NO_MORE", default=bool)
OFTEN = 63
"""After so many diagrams and states it is asked whether anybody still wants to know."""


@contextmanager
def while_wanted(wanted_no_more: Callable[[], bool]) -> Iterator[None]:
    """Work something out only as long as it is wanted; what is given up half-way ends here, without a word."""
    before = WANTED_NO_MORE.set(wanted_no_more)
    try:
        yield
    except GivenUp:
        pass
    finally:
        WANTED_NO_MORE.reset(before)


class Budget:
    """How much may still be looked at, in diagrams and states counted together: the same on every machine."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self) -> None:
        """Take one more into account; raises TooLarge if nothing is left, GivenUp if nobody wants to know any more."""
        if self.left <= 0:
            raise TooLarge
        if not self.left & OFTEN and WANTED_NO_MORE.get()():
            raise GivenUp
        self.left -= 1

    @contextmanager
    def part(self, most: int) -> Iterator[None]:
        """Let no more than so much be spent within; what is not spent is left for later."""
        kept = max(self.left - most, 0)
        self.left -= kept
        try:
            yield
        finally:
            self.left += kept


def all_from(start: Place, onward: Callable[[Place], Iterable[Place]], budget: Budget) -> set[Place]:
    """Return a state and every one that can follow it; raises TooLarge if the budget does not suffice."""
    reached, waiting = {start}, [start]
    while waiting:
        budget.spend()
        fresh = set(onward(waiting.pop())) - reached
        reached |= fresh
        waiting += fresh
    return reached


class Search(Generic[Place, Known]):
    """What follows for states, each worked out once from what is known of those after it.

    What closes a ring is left aside.
    """

    def __init__(
        self,
        onward: Callable[[Place], Iterable[Place]],
        sum_up: Callable[[Place, list[Known]], Known],
        budget: Budget,
    ) -> None:
        self.known: dict[Place, Known] = {}
        self._onward = onward
        self._sum_up = sum_up
        self._budget = budget
        self._waiting: list[Place] = []
        self._opened: dict[Place, list[Place]] = {}

    @property
    def looked_at(self) -> int:
        """How many states have been looked at."""
        return len(self.known) + len(self._opened)

    def of(self, start: Place) -> Known:
        """Return what follows for a state.

        Raises TooLarge if the budget does not suffice; with more of it, the same question goes on where this ended.
        """
        if start not in self.known:
            if self._waiting[:1] != [start]:
                self._waiting, self._opened = [start], {}
            while self._waiting:
                self._step(self._waiting[-1])
        return self.known[start]

    def _step(self, state: Place) -> None:
        """Open a state, or close it once all after it is known."""
        known, opened = self.known, self._opened
        if state not in known and state not in opened:
            opened[state] = list(self._onward(state))
            self._waiting += [later for later in opened[state] if later not in known and later not in opened]
            self._budget.spend()  # last, so that what it interrupts goes on from here
            return
        self._waiting.pop()
        if state not in known:
            known[state] = self._sum_up(state, [known[later] for later in opened.pop(state) if later in known])
