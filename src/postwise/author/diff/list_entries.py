"""Which entry of a list is which in two versions, whatever was put before it: by what it says, and not by its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from postwise.text import shortened
from postwise.tree.toml_writer import toml_value

CALLED_BY = ("text", "title", "when", "role")
"""The first of these keys that a table has is what it is called by."""
ALIKE = 0.6
"""From this share of the same letters on, an entry is taken for another one that was reworded."""
COMPARED = 2_500
"""So many pairs of entries are compared letter by letter; longer lists are told entry by entry."""


class ListEntry(NamedTuple):
    """An entry on the way to a key."""

    place: int
    """Where it stands in the new version (or stood in the old)."""
    called: str
    """What it is called where people read of it."""

    def __str__(self) -> str:
        """Return its place, as a path has it."""
        return str(self.place)


def called(entry: Any) -> str:
    """Return what an entry is called: by its text, its condition, or the whole of it."""
    names = [entry[key] for key in CALLED_BY if key in entry] if isinstance(entry, Mapping) else []
    said = names[0] if names else entry
    return f"“{shortened(said)}”" if isinstance(said, str) else shortened(toml_value(said))


def paired(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Return the new place of each old entry that is still there: the same, else called the same, else much alike."""
    pairs: dict[int, int] = {}
    for likeness in (toml_value, _name, _rest):
        _pair(pairs, old, new, likeness)
    left = [place for place in range(len(old)) if place not in pairs]
    free = [place for place in range(len(new)) if place not in pairs.values()]
    if len(left) * len(free) <= COMPARED:
        for was in left:
            now = max(free, key=lambda place: _share(old[was], new[place]), default=None)
            if now is not None and (_share(old[was], new[now]) >= ALIKE):
                pairs[was] = now
                free.remove(now)
    return pairs


def _pair(
    pairs: dict[int, int], old: Sequence[Any], new: Sequence[Any], likeness: Callable[[Any], Hashable | None]
) -> None:
    waiting: dict[Hashable, list[int]] = {}
    taken = set(pairs.values())
    for now, entry in enumerate(new):
        if now not in taken and (looks := likeness(entry)) is not None:
            waiting.setdefault(looks, []).append(now)
    for was, entry in enumerate(old):
        if was not in pairs and (places := waiting.get(likeness(entry))):
            pairs[was] = places.pop(0)


def _name(entry: Any) -> str | None:
    if isinstance(entry, Mapping):
        return next((toml_value(entry[key]) for key in CALLED_BY if key in entry), None)
    return toml_value(entry[:-1]) if isinstance(entry, list) and len(entry) > 1 else None


def _rest(entry: Any) -> str | None:
    """Return what a table says besides the key it is called by; None if that tells nothing."""
    if not isinstance(entry, Mapping):
        return None
    name = next((key for key in CALLED_BY if key in entry), None)
    rest = {key: inner for key, inner in entry.items() if key != name}
    return toml_value(rest) if rest else None


def _share(one: Any, other: Any) -> float:
    if type(one) is not type(other):
        return 0
    one, other = (entry if isinstance(entry, str) else toml_value(entry) for entry in (one, other))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def reordered(pairs: Mapping[int, int]) -> bool:
    """Tell whether entries that are in both versions stand in another order."""
    places = [pairs[was] for was in sorted(pairs)]
    return places != sorted(places)


def moved(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """Yield the fewest entries that have to move to make one order of the other, and which each stands behind now."""
    was = {entry: place for place, entry in enumerate(old)}
    stayed = set(_longest_rising([was[entry] for entry in new]))
    for place, entry in enumerate(new):
        if was[entry] not in stayed:
            yield entry, new[place - 1] if place else None


def _longest_rising(places: Sequence[int]) -> list[int]:
    """Return the longest run of places, not always next to each other, that rises."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    run, step = [], ends[-1] if ends else None
    while step is not None:
        run.append(step)
        step = before[step]
    return run
