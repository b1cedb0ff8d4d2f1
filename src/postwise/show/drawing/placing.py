"""A tree as boxes and lines with their places: everything a drawing needs but the ink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise
from math import ceil

from postwise.show.drawing.layout import REACH, Edge, LayerPlace, Layout, lay_out, layers_of
from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.text import cells, wrap

ASCII = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278
584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944
667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500
278 556 500 722 500 500 500 334 260 334 584
"""
WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(ASCII.split())}
"""Thousandths of an em that Helvetica, and what stands in for it, gives each letter of ASCII (Adobe's metrics)."""
OTHERS = (0, 610, 1000)
"""The same for other letters, by how many columns of a terminal they take."""
SLACK = 1.05
"""Some fonts that stand in run a little wider."""


def breadth(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in a sans-serif font of a size, in the unit of the size; rather too wide than not."""
    thousandths = sum(WIDTHS[letter] if letter in WIDTHS else OTHERS[cells(letter)] for letter in text)
    return thousandths * size * SLACK * (1.07 if bold else 1) / 1000


TITLE, CELL, SMALL = 14.0, 12.0, 11.0
"""Sizes of letters."""
PAD = 10.0
LEADING = 1.3
NARROW, BROAD = 200.0, 168.0
"""How wide a question is at the least, and an ending always."""
CELL_WIDTHS = (44.0, 60.0, 76.0, 92.0, 108.0, 124.0, 140.0)
"""How wide the words of an answer may be: the first that makes do with few lines."""
FEW = 4


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one size, one under the other."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False

    @property
    def height(self) -> float:
        """How high the lines are together."""
        return len(self.lines) * self.size * LEADING

    @property
    def width(self) -> float:
        """How wide the longest line is."""
        return max((breadth(line, self.size, bold=self.bold) for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One answer in the lowest row of a box: the line to where it leads begins under it."""

    text: TextBlock
    line: OutgoingLine
    left: float
    width: float

    @property
    def port(self) -> float:
        """How far along the box its line begins."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A question, branch or ending as it is drawn, or a small box that names one drawn elsewhere."""

    node: NumberedNode
    width: float
    head: TextBlock
    """The number, or the verdict."""
    title: TextBlock
    items: TextBlock
    cells: tuple[AnswerCell, ...] = ()
    again: bool = False
    """Whether it only names what is drawn elsewhere."""

    @property
    def top_height(self) -> float:
        """How high everything above the answers is."""
        head = self.head.height if self.node.verdict else 0.0
        return head + self.title.height + self.items.height + (4 if self.items.lines else 0) + 2 * PAD

    @property
    def height(self) -> float:
        """How high the box is, in whole units, so that lines begin exactly where boxes end."""
        rows = [cell.text.height for cell in self.cells if cell.text.lines]
        return float(ceil(self.top_height + (max(rows) + PAD * 1.4 if rows else 0.0)))


def text(words: str, width: float, size: float, *, bold: bool = False) -> TextBlock:
    """Return a text broken to a width."""
    measure = partial(breadth, size=size, bold=bold)
    return TextBlock(tuple(wrap(words, width, measure, whole_words=False)) if words else (), size, bold)


def box(node: NumberedNode) -> NodeBox:
    """Return the box of a node."""
    return ending(node) if node.verdict else question(node)


def ending(node: NumberedNode, *, again: bool = False) -> NodeBox:
    """Return the box of an ending, or the one that stands for it where it is drawn elsewhere."""
    head = text(node.sign, BROAD - 2 * PAD, CELL, bold=True)
    title = text(node.title, BROAD - 2 * PAD, SMALL if again else TITLE - 1)
    return NodeBox(node, BROAD, head, title, TextBlock((), SMALL), again=again)


def pointer(node: NumberedNode) -> NodeBox:
    """Return the small box that stands for a node drawn elsewhere."""
    if node.verdict:
        return ending(node, again=True)
    title = text(f"→ {node.number}", BROAD, TITLE, bold=True)
    return NodeBox(node, title.width + 2 * PAD + 4, TextBlock((), CELL), title, TextBlock((), SMALL), again=True)


def question(node: NumberedNode) -> NodeBox:
    """Return the box of a question or a branch, its answers side by side at the bottom."""
    blocks = [_cell_text(line.text) for line in node.lines]
    widths = [max(block.width, 26.0) + 2 * PAD for block in blocks]
    width = max(sum(widths), NARROW)
    widths = [block * width / sum(widths) for block in widths] if widths else []
    lefts = [0.0, *accumulate(widths)]
    cells = tuple(
        AnswerCell(text(line.text, cell - 2 * PAD + 1, CELL), line, left, cell)
        for line, left, cell in zip(node.lines, lefts, widths, strict=False)
    )
    head = text(str(node.number), NARROW, TITLE, bold=True)
    room = width - 2 * PAD - head.width - 8
    title = text(node.title, room, TITLE if node.kind == "question" else CELL)
    items = [line for item in node.items for line in _item(item, room)]
    return NodeBox(node, width, head, title, TextBlock(tuple(items), SMALL), cells)


def _cell_text(words: str) -> TextBlock:
    for width in CELL_WIDTHS:
        block = text(words, width, CELL)
        torn = len(" ".join(block.lines).split()) > len(words.split())
        if len(block.lines) <= FEW and not torn:
            break
    return block


def _item(words: str, width: float) -> list[str]:
    first, *rest = text(words, width - 16, SMALL).lines
    return [f"☐ {first}", *(f"\u2003 {line}" for line in rest)]


MARGIN = 28.0
BETWEEN = 58.0
"""From the lowest box of a layer to the next layer."""


@dataclass(frozen=True, slots=True)
class EdgePiece:
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
class PlacedBox:
    """A box with its upper left corner."""

    box: NodeBox
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """A tree laid out in layers."""

    chart: NumberedTree

    @cached_property
    def _parts(self) -> tuple[dict[str, NodeBox], dict[str, int], list[Edge]]:
        """The boxes, the layer of each, and the lines between them."""
        nodes = self.chart.nodes
        boxes = {node_id: box(node) for node_id, node in nodes.items()}
        targets = {node_id: [line.target for line in node.lines] for node_id, node in nodes.items()}
        layer = layers_of(self.chart.order, targets)
        lines = []
        cells = [(node_id, cell) for node_id in nodes for cell in boxes[node_id].cells]
        for node_id, cell in cells:
            target = cell.line.target
            if not 0 < layer[target] - layer[node_id] <= REACH:
                target = f"{node_id} {target}"  # no id has a space in it
                boxes[target] = pointer(nodes[cell.line.target])
                layer[target] = layer[node_id] + 1
            lines.append(Edge(node_id, cell.port, target, cell.line.taken))
        return boxes, layer, lines

    @cached_property
    def layout(self) -> Layout:
        """Where everything is from left to right."""
        boxes, layer, lines = self._parts
        return lay_out(layer, {name: box.width for name, box in boxes.items()}, lines)

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

    def placed(self) -> Iterator[PlacedBox]:
        """Yield every box with its place."""
        for name, spot in self.layout.spots.items():
            yield PlacedBox(self._parts[0][name], spot.x + MARGIN, self._tops[spot.layer])

    def stretches(self) -> list[EdgePiece]:
        """Return the pieces of all lines, each once, those on the road last."""
        pieces: dict[tuple[int, float, int], EdgePiece] = {}
        for line in self._parts[2]:
            port = line.port
            for upper, lower in pairwise(self.layout.course(line)):
                key = (id(upper), port, id(lower))
                if line.taken or key not in pieces:
                    pieces[key] = self._stretch(upper, port, lower, taken=line.taken)
                port = lower.width / 2
        return sorted(pieces.values(), key=lambda piece: piece.taken)

    def _stretch(self, upper: LayerPlace, port: float, lower: LayerPlace, *, taken: bool) -> EdgePiece:
        begins, ends = self._tops[upper.layer], self._tops[lower.layer]
        if not upper.trunk:
            begins += self._parts[0][upper.name].height
        x, to_x = upper.x + port + MARGIN, lower.middle + MARGIN
        return EdgePiece(x, begins, ends - BETWEEN, to_x, ends, not lower.trunk, taken)
