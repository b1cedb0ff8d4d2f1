"""A tree as boxes and lines with their places: everything a drawing needs but the ink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from postwise.show.boxes import Box, box, pointer
from postwise.show.chart import Chart
from postwise.show.layout import REACH, Layout, Line, Spot, lay_out, layers_of

MARGIN = 28.0
BETWEEN = 58.0
"""From the lowest box of a layer to the next layer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line from one layer to the next."""

    x: float
    y: float
    bend: float
    """Down to here it is straight."""
    to_x: float
    to_y: float
    arrives: bool
    """Whether it ends at a box."""
    taken: bool = False
    """Whether it is on the road that is shown."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper left corner."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """A tree laid out in layers."""

    chart: Chart

    @cached_property
    def _layers(self) -> dict[str, int]:
        nodes = self.chart.nodes
        targets = {name: [way.target for way in node.ways if way.target in nodes] for name, node in nodes.items()}
        return layers_of(self.chart.order, targets)

    @cached_property
    def _parts(self) -> tuple[dict[str, Box], dict[str, int], list[tuple[Line, bool]]]:
        """The boxes, the layer of each, and the lines between them, each with whether it is on the road."""
        boxes = {name: box(node) for name, node in self.chart.nodes.items()}
        layer = dict(self._layers)
        lines = []
        for name in self.chart.nodes:
            for cell in boxes[name].cells:
                target = cell.way.target
                if target not in self.chart.nodes:
                    continue
                if not 0 < self._layers[target] - self._layers[name] <= REACH:
                    target = f"{name} {target}"  # no id has a space in it
                    boxes[target] = pointer(self.chart.nodes[cell.way.target])
                    layer[target] = self._layers[name] + 1
                lines.append((Line(name, cell.port, target), cell.way.taken))
        return boxes, layer, lines

    @cached_property
    def layout(self) -> Layout:
        """Where everything is from left to right."""
        boxes, layer, lines = self._parts
        return lay_out(layer, {name: one.width for name, one in boxes.items()}, [line for line, _ in lines])

    @cached_property
    def _tops(self) -> list[float]:
        boxes = self._parts[0]
        tops = [MARGIN]
        for row in self.layout.layers:
            highest = max((boxes[spot.name].height for spot in row if not spot.trunk), default=0.0)
            tops.append(tops[-1] + highest + BETWEEN)
        return tops

    @property
    def width(self) -> float:
        """How wide the drawing is."""
        return self.layout.width + 2 * MARGIN

    @property
    def height(self) -> float:
        """How high the drawing is."""
        return self._tops[-1] - BETWEEN + MARGIN

    def placed(self) -> Iterator[Placed]:
        """Yield every box with its place."""
        for name, spot in self.layout.spots.items():
            yield Placed(self._parts[0][name], spot.x + MARGIN, self._tops[spot.layer])

    def stretches(self) -> list[Stretch]:
        """Return the pieces of all lines, each once, those on the road last."""
        found: dict[tuple[int, float, int], Stretch] = {}
        for line, taken in self._parts[2]:
            course = self.layout.course(line)
            port = line.port
            for upper, lower in pairwise(course):
                key = (id(upper), port, id(lower))
                if taken or key not in found:
                    found[key] = self._stretch(upper, port, lower, taken=taken)
                port = lower.width / 2
        return sorted(found.values(), key=lambda one: one.taken)

    def _stretch(self, upper: Spot, port: float, lower: Spot, *, taken: bool) -> Stretch:
        boxes: Mapping[str, Box] = self._parts[0]
        top = self._tops[upper.layer]
        begins = top if upper.trunk else top + boxes[upper.name].height
        ends = self._tops[lower.layer]
        return Stretch(
            upper.x + port + MARGIN,
            begins,
            ends - BETWEEN,
            lower.middle + MARGIN,
            ends,
            not lower.trunk,
            taken,
        )
