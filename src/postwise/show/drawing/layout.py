"""Where boxes go in a layered drawing: layers from the top, few crossings, lines as straight as there is room for.

The steps are those of Sugiyama, Tagawa and Toda (1981): layers by the longest path, an order in each layer by the mean
of the neighbours, then places. Lines to one target that come from further up run together in one trunk.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

REACH = 5
"""A line that would run past more layers than this is cut: it leads to a small box that names its target."""
GAP = 26.0
"""Between boxes side by side."""
TRUNK = 14.0
"""The room a trunk takes on its way through a layer."""
STRAIGHT, HEAVY = 4.0, 4.0
"""How much more than others it counts that a trunk is straight, and that a question stands under a question."""
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Edge:
    """A line to be drawn: from a place on the lower edge of one box to another box."""

    source: str
    port: float
    """How far along the source's width it leaves."""
    target: str
    taken: bool = False
    """Whether it is on the road that is shown."""


@dataclass(eq=False, slots=True)
class LayerPlace:
    """A box in its layer, or a piece of a trunk on its way through one."""

    name: str
    """The box, or what the trunk leads to."""
    layer: int
    width: float
    trunk: bool = False
    x: float = 0.0
    place: int = 0
    above: list[tuple[LayerPlace, float]] = field(default_factory=list)
    """What leads here, each with how far along its width the line leaves."""
    below: list[tuple[LayerPlace, float]] = field(default_factory=list)
    """Where it leads, each with how far along its own width the line leaves."""

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Layout:
    """Where everything goes, from left to right; how high the layers are is for the drawing to say."""

    layers: list[list[LayerPlace]]
    spots: Mapping[str, LayerPlace]
    """The boxes by name."""
    trunks: Mapping[tuple[str, int], LayerPlace]
    """The pieces of trunks by target and layer."""
    width: float

    def course(self, line: Edge) -> list[LayerPlace]:
        """Return what a line touches on its way: its source, pieces of the trunk, and its target."""
        source, target = self.spots[line.source], self.spots[line.target]
        pieces = [self.trunks[line.target, layer] for layer in range(source.layer + 1, target.layer)]
        return [source, *pieces, target]


def layers_of(order: Sequence[str], targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the layer of each box: one below the lowest that leads to it, lines back up left aside."""
    rank = {name: place for place, name in enumerate(order)}
    layers = dict.fromkeys(order, 0)
    for name in order:
        for target in targets[name]:
            if rank[target] > rank[name]:
                layers[target] = max(layers[target], layers[name] + 1)
    return layers


def lay_out(layer: Mapping[str, int], widths: Mapping[str, float], lines: Sequence[Edge]) -> Layout:
    """Return the places of boxes whose layers are known, for lines that all lead downwards."""
    spots = {name: LayerPlace(name, layer[name], width) for name, width in widths.items()}
    trunks: dict[tuple[str, int], LayerPlace] = {}
    for line in lines:
        _connect(line, spots, trunks)
    depth = max(layer.values(), default=-1) + 1
    rows: list[list[LayerPlace]] = [[] for _ in range(depth)]
    for spot in (*spots.values(), *trunks.values()):
        rows[spot.layer].append(spot)
    _put_in_order(rows)
    _put_in_place(rows)
    left = min((spot.x for row in rows for spot in row), default=0.0)
    for spot in (spot for row in rows for spot in row):
        spot.x -= left
    return Layout(rows, spots, trunks, max((spot.x + spot.width for row in rows for spot in row), default=0.0))


def _connect(line: Edge, spots: Mapping[str, LayerPlace], trunks: dict[tuple[str, int], LayerPlace]) -> None:
    spot, port, target = spots[line.source], line.port, spots[line.target]
    for layer in range(spot.layer + 1, target.layer):
        known = trunks.get((line.target, layer))
        piece = known or trunks.setdefault((line.target, layer), LayerPlace(line.target, layer, TRUNK, trunk=True))
        _join(spot, port, piece)
        if known is not None:
            return
        spot, port = piece, TRUNK / 2
    _join(spot, port, target)


def _join(upper: LayerPlace, port: float, lower: LayerPlace) -> None:
    upper.below.append((lower, port))
    lower.above.append((upper, port))


# The order in each layer


def _put_in_order(rows: list[list[LayerPlace]]) -> None:
    _number(rows)
    best, fewest = [list(row) for row in rows], crossings(rows)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows[1:] if down else reversed(rows[:-1]):
            row.sort(key=_mean_above if down else _mean_below)
            _number([row])
        if (now := crossings(rows)) < fewest:
            best, fewest = [list(row) for row in rows], now
    rows[:] = best
    _number(rows)


def _number(rows: list[list[LayerPlace]]) -> None:
    for row in rows:
        for place, spot in enumerate(row):
            spot.place = place


def _mean_above(spot: LayerPlace) -> float:
    if not spot.above:
        return spot.place
    return sum(upper.place + port / upper.width for upper, port in spot.above) / len(spot.above)


def _mean_below(spot: LayerPlace) -> float:
    if not spot.below:
        return spot.place
    return sum(lower.place + 0.5 for lower, _ in spot.below) / len(spot.below)


def crossings(rows: list[list[LayerPlace]]) -> int:
    """Return how many pairs of lines cross between the layers, each layer in its order."""
    return sum(_crossings_below(row) for row in rows)


def _crossings_below(row: list[LayerPlace]) -> int:
    ends = [
        lower.place
        for spot in row
        for _, lower in sorted(
            ((port, lower) for lower, port in spot.below), key=lambda leaving: (leaving[0], leaving[1].place)
        )
    ]
    earlier: list[int] = []
    crossed = 0
    for end in ends:
        place = bisect_right(earlier, end)
        crossed += len(earlier) - place
        earlier.insert(place, end)
    return crossed


# The places in each layer


def _put_in_place(rows: list[list[LayerPlace]]) -> None:
    for row in rows:
        left = 0.0
        for spot in row:
            spot.x, left = left, left + spot.width + GAP
    for sweep in range(SWEEPS):
        for row in rows:
            _settle(row, [_preferred(spot, up=True, down=sweep > 0) for spot in row])
        for row in reversed(rows):
            _settle(row, [_preferred(spot, up=sweep > 1, down=True) for spot in row])


def _preferred(spot: LayerPlace, *, up: bool, down: bool) -> tuple[float, float]:
    """Return where a spot would like its left edge to be, and how much that counts."""
    preferences = list(_preferences(spot, up=up, down=down))
    if not preferences:
        return spot.x, 0.1
    total = sum(weight for _, weight in preferences)
    return sum(x * weight for x, weight in preferences) / total, total


def _preferences(spot: LayerPlace, *, up: bool, down: bool) -> Iterator[tuple[float, float]]:
    """Yield where each line of a spot would have its left edge.

    What leads on stands under the middle of what leads to it rather than under the very answer, and endings make room
    for it: otherwise a long row of questions would slide sideways.
    """
    leads_on = bool(spot.below) and not spot.trunk
    if up:
        for upper, port in spot.above:
            at = upper.width / 2 if leads_on else port
            weight = STRAIGHT if spot.trunk and upper.trunk else HEAVY if leads_on else 1.0
            yield upper.x + at - spot.width / 2, weight
    if down:
        for lower, port in spot.below:
            at = spot.width / 2 if lower.below and not lower.trunk else port
            yield lower.middle - at, STRAIGHT if spot.trunk and lower.trunk else 1.0


def _settle(row: list[LayerPlace], preferences: list[tuple[float, float]]) -> None:
    """Move a layer's spots as near to their preferences as their order and the gaps between them let them.

    That is a regression under order constraints: neighbours that get in each other's way are pooled (Ayer et al. 1955).
    """
    taken = 0.0
    offsets = []
    pools: list[list[float]] = []  # of each pool: where it stands, its weight, how many spots
    for spot, (x, weight) in zip(row, preferences, strict=True):
        offsets.append(taken)
        pools.append([x - taken, weight, 1])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            x2, w2, n2 = pools.pop()
            x1, w1, n1 = pools.pop()
            pools.append([(x1 * w1 + x2 * w2) / (w1 + w2), w1 + w2, n1 + n2])
        taken += spot.width + GAP
    spots = iter(zip(row, offsets, strict=True))
    for x, _, number in pools:
        for _ in range(int(number)):
            spot, offset = next(spots)
            spot.x = x + offset
