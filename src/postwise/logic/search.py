"""One search over states: all that can follow, and what follows for each from what is known of those after it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

BOUND = 1_000_000
"""More states than this are not looked at."""

Known = TypeVar("Known")
Place = TypeVar("Place", bound=Hashable)


class TooLarge(Exception):  # noqa: N818 - it is no error: the tree is fine, only large
    """There are more states than the bound."""


def all_from(start: Place, onward: Callable[[Place], Iterable[Place]], bound: int) -> set[Place]:
    """Return a state and every one that can follow it; raises TooLarge if they are more than the bound."""
    reached, waiting = {start}, [start]
    while waiting:
        fresh = set(onward(waiting.pop())) - reached
        reached |= fresh
        waiting += fresh
        if len(reached) > bound:
            raise TooLarge
    return reached


def worked_out(
    start: Place,
    known: dict[Place, Known],
    onward: Callable[[Place], Iterable[Place]],
    sum_up: Callable[[Place, list[Known]], Known],
    bound: int,
) -> Known:
    """Return what follows for a state from what is known of the states after it, which joins what is `known`.

    What closes a ring is left aside. Raises TooLarge if that would take looking at more states than the bound.
    """
    waiting = [start]
    opened: dict[Place, list[Place]] = {}
    while waiting:
        state = waiting[-1]
        if state not in known and state not in opened:
            opened[state] = list(onward(state))
            waiting += [later for later in opened[state] if later not in known and later not in opened]
            if len(known) + len(waiting) > bound:
                raise TooLarge
            continue
        waiting.pop()
        if state not in known:
            known[state] = sum_up(state, [known[later] for later in opened.pop(state) if later in known])
    return known[start]
