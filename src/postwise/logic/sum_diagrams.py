"""Whether what points add up to passes a test, as a decision diagram: totals that nothing tells apart are one.

I. Abío, R. Nieuwenhuis, A. Oliveras, E. Rodríguez-Carbonell, V. Mayer-Eichberger, A new look at BDDs for pseudo-Boolean
constraints (2012): what is known of a total is known of the whole stretch of totals that lead to the same diagram.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from postwise.logic.answer_classes import plain
from postwise.logic.decision_diagrams import LEAF, Diagram, Diagrams
from postwise.tree.answers import exact
from postwise.tree.conditions import Between, Is, Test, holds, parts

ZERO = Fraction(0)
Edge = tuple[Fraction, int]
"""A number, or what lies just below (-1) or above it (1)."""
LOWEST, HIGHEST = (Fraction(-(1 << 1100)), -1), (Fraction(1 << 1100), 1)
"""Below and above all numbers that a file can hold."""


class Addition(NamedTuple):
    """What some places of a level add to a total, and where the sum goes on."""

    end: int
    points: Fraction
    to: int


class Layer(NamedTuple):
    """One level of a sum: what each of its places adds."""

    level: int
    ways: tuple[Addition, ...]


class Stretch(NamedTuple):
    """Totals that lead to one diagram."""

    low: Edge
    high: Edge
    diagram: Diagram


def choice_layers(level: int, picks: Iterable[str], points: Mapping[str, Fraction], number: int) -> list[Layer]:
    """Return the layer of a choice, as the layer of that number."""
    added = [points.get(name, ZERO) for name in picks]
    ways = [Addition(place + 1, more, number + 1) for place, more in enumerate(added)]
    return [Layer(level, (*ways, Addition(LEAF, ZERO, number + 1)))]


def checklist_layers(level: int, picks: Mapping[str, int], points: Mapping[str, Fraction], number: int) -> list[Layer]:
    """Return the layers of a checklist, from the layer of that number on; points for nothing need a row of their own.

    One row of layers has the items as long as nothing is ticked, another as soon as something is.
    """
    items = [(at, points.get(name, ZERO)) for name, at in picks.items() if name in points or "none" in points]
    last, size = number + 1 + 2 * len(items), len(items)
    empty = points.get("none", ZERO)
    layers = [Layer(level, (Addition(1, ZERO if items else empty, number + 1), Addition(LEAF, ZERO, last)))]
    for row in (0, 1):
        for place, (at, more) in enumerate(items):
            closing = place + 1 == size
            after = last if closing else number + 2 + place
            off = Addition(1, empty if closing and not row else ZERO, after + (size if row and not closing else 0))
            layers.append(Layer(at, (off, Addition(LEAF, more, last if closing else after + size))))
    return layers


def sum_diagram(diagrams: Diagrams, layers: Sequence[Layer], test: Test, start: Fraction = ZERO) -> Diagram:
    """Return whether a test holds for what the layers, from the first on, add to a start."""
    edges = sorted({exact(number) for number in _named(test)})
    known: list[list[Stretch]] = [[] for _ in layers]

    def found(layer: int, total: Fraction) -> Stretch | None:
        if layer == len(layers):
            return _between_edges(edges, total, diagrams.leaf(holds(test, plain(total))))
        place = bisect_right(known[layer], (total, 0), key=lambda stretch: stretch.low) - 1
        near = known[layer][place] if place >= 0 else None
        return near if near is not None and near.high >= (total, 0) else None

    waiting = [(0, start)]
    while waiting:
        layer, total = waiting[-1]
        if found(layer, total) is None:
            ways = [(way, found(way.to, total + way.points)) for way in layers[layer].ways]
            missing = [(way.to, total + way.points) for way, after in ways if after is None]
            if missing:
                waiting += missing
                continue
            met = [(way, after) for way, after in ways if after is not None]
            diagram = diagrams.node(layers[layer].level, ((way.end, after.diagram) for way, after in met))
            low = max((after.low[0] - way.points, after.low[1]) for way, after in met)
            high = min((after.high[0] - way.points, after.high[1]) for way, after in met)
            row = known[layer]
            row.insert(bisect_right(row, low, key=lambda stretch: stretch.low), Stretch(low, high, diagram))
        waiting.pop()
    return known[0][0].diagram if layers else diagrams.leaf(holds(test, plain(start)))


def _named(test: Test) -> Iterator[int | float]:
    for leaf in parts(test):
        numbers = (leaf.value,) if isinstance(leaf, Is) else (leaf.low, leaf.high) if isinstance(leaf, Between) else ()
        yield from (number for number in numbers if isinstance(number, int | float))


def _between_edges(edges: Sequence[Fraction], total: Fraction, diagram: Diagram) -> Stretch:
    """Return the totals that a test cannot tell from this one, which lies on an edge or between two."""
    place = bisect_right(edges, total)
    if place and edges[place - 1] == total:
        return Stretch((total, 0), (total, 0), diagram)
    low = (edges[place - 1], 1) if place else LOWEST
    return Stretch(low, (edges[place], -1) if place < len(edges) else HIGHEST, diagram)
