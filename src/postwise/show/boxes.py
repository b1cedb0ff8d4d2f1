"""The boxes of a drawing: what is written in each, broken into lines, and how large that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import ceil

from postwise.show.chart import Node, Way
from postwise.show.metrics import breadth
from postwise.show.wrapping import wrap

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
class Text:
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
class Cell:
    """One answer in the lowest row of a box: the line to where it leads begins under it."""

    text: Text
    way: Way
    left: float
    width: float

    @property
    def port(self) -> float:
        """How far along the box its line begins."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Box:
    """A question, branch or ending as it is drawn, or a small box that names one drawn elsewhere."""

    node: Node
    width: float
    head: Text
    """The number, or the verdict."""
    title: Text
    items: Text
    cells: tuple[Cell, ...] = ()
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


def text(words: str, width: float, size: float, *, bold: bool = False) -> Text:
    """Return a text broken to a width."""
    measure = partial(breadth, size=size, bold=bold)
    return Text(tuple(wrap(words, width, measure, whole_words=False)) if words else (), size, bold)


def box(node: Node) -> Box:
    """Return the box of a node."""
    return ending(node) if node.verdict else question(node)


def ending(node: Node, *, again: bool = False) -> Box:
    """Return the box of an ending, or the one that stands for it where it is drawn elsewhere."""
    head = text(node.sign, BROAD - 2 * PAD, CELL, bold=True)
    title = text(node.title, BROAD - 2 * PAD, SMALL if again else TITLE - 1)
    return Box(node, BROAD, head, title, Text((), SMALL), again=again)


def pointer(node: Node) -> Box:
    """Return the small box that stands for a node drawn elsewhere."""
    if node.verdict:
        return ending(node, again=True)
    title = text(f"→ {node.number}", BROAD, TITLE, bold=True)
    return Box(node, title.width + 2 * PAD + 4, Text((), CELL), title, Text((), SMALL), again=True)


def question(node: Node) -> Box:
    """Return the box of a question or a branch, its answers side by side at the bottom."""
    written = [_cell_text(way.text) for way in node.ways]
    widths = [max(one.width, 26.0) + 2 * PAD for one in written]
    width = max(sum(widths), NARROW)
    widths = [one * width / sum(widths) for one in widths] if widths else []
    lefts = [0.0, *accumulate(widths)]
    cells = tuple(
        Cell(text(way.text, cell - 2 * PAD + 1, CELL), way, left, cell)
        for way, left, cell in zip(node.ways, lefts, widths, strict=False)
    )
    head = text(str(node.number), NARROW, TITLE, bold=True)
    room = width - 2 * PAD - head.width - 8
    title = text(node.title, room, TITLE if node.kind == "question" else CELL)
    items = [line for item in node.items for line in _item(item, room)]
    return Box(node, width, head, title, Text(tuple(items), SMALL), cells)


def _cell_text(words: str) -> Text:
    for width in CELL_WIDTHS:
        written = text(words, width, CELL)
        if len(written.lines) <= FEW and not _torn(words, written):
            return written
    return written


def _torn(words: str, written: Text) -> bool:
    return len(" ".join(written.lines).split()) > len(words.split())


def _item(words: str, width: float) -> list[str]:
    first, *rest = text(words, width - 16, SMALL).lines
    return [f"☐ {first}", *(f"\u2003 {line}" for line in rest)]
