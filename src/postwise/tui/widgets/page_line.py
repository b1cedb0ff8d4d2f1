"""The lines of a page of text, and how each is set: broken into rows as wide as the page allows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from textual.content import Content

from postwise.tui.widgets.content import EMPTY, broken, join, line, styled


class PageLine(NamedTuple):
    """A paragraph of a page, broken into rows as wide as the page allows."""

    words: Content = EMPTY
    lead: Content = EMPTY
    """What stands before the first row; the others hang under the words."""
    target: Hashable | None = None
    """What choosing it means; None is text to read only."""
    indent: int = 0
    rows: int = 0
    """At most so many rows, the last ending in …; 0 is as many as it takes."""
    right: Content = EMPTY
    """Set flush right on the first row."""
    rule: bool = False
    """A thin line across the page instead of words."""


BLANK = PageLine()


def heading(text: str) -> PageLine:
    """Return the heading of a section."""
    return PageLine(line(text, "accent bold"))


def option(target: Hashable, text: str, *, on: bool) -> PageLine:
    """Return the line of one of several things of which one is picked."""
    lead = styled("◉  ", "accent") if on else styled("○  ", "muted")
    return PageLine(line(text, "bold" if on else ""), lead, target)


class PageWidth(NamedTuple):
    """How wide a page is, and how much of that its lines may take."""

    columns: int
    edge: int
    """Columns at the left that stay free for the mark."""
    measure: int
    """The widest that lines are set; 0 is as wide as the page."""

    @property
    def reach(self) -> int:
        """How far the shade of a picked-out line reaches; its words end one column before."""
        return min(self.columns, self.measure + self.edge + 4) if self.measure else self.columns


class SetLine:
    """A line set as wide as a page. What stands on its rows is worked out when one of them is drawn."""

    __slots__ = ("_words", "line", "rows", "width")

    def __init__(self, line: PageLine, width: PageWidth) -> None:
        self.line = line
        self.width = width
        self._words: tuple[Content, ...] | None = None
        self.rows = tuple(PageRow(self, place) for place in range(1 if self._short else len(self.words)))
        """The rows it takes."""

    @property
    def words(self) -> tuple[Content, ...]:
        """What stands on each row, from the left edge of the page."""
        if self._words is None:
            self._words = tuple(self._broken())
        return self._words

    @property
    def _short(self) -> bool:
        """Whether it is plain to see that it takes one row, without breaking it."""
        words = self.line.words.plain
        columns = len(words) if words.isascii() else 2 * len(words)
        return self.line.rule or not words or (columns <= self._room and words.isprintable())

    @property
    def _room(self) -> int:
        """The columns that there are for words."""
        line = self.line
        free = self.width.reach - 1 - self.width.edge - line.indent - line.lead.cell_length
        return max(free - (line.right.cell_length + 2 if line.right else 0), 4)

    def _broken(self) -> Iterator[Content]:
        line, width, indent = self.line, self.width, self.width.edge + self.line.indent
        if line.rule:
            length = max(min(width.columns - indent - 1, width.measure or width.columns), 0)
            yield join([Content(" " * indent), styled("─" * length, "rule")])
            return
        hang, right = indent + line.lead.cell_length, line.right.cell_length
        for place, part in enumerate(_parts(line, self._room)):
            words = join([Content(" " * hang) if place else line.lead.pad_left(indent), part])
            if right and not place:
                apart = max(width.reach - 1 - words.cell_length - right, 1)
                words = join([words, Content(" " * apart), line.right])
            yield words


class PageRow(NamedTuple):
    """One row of a page."""

    of: SetLine
    """The line it is one of."""
    place: int
    """Which of its rows."""

    @property
    def line(self) -> PageLine:
        """The line it is one of."""
        return self.of.line

    @property
    def words(self) -> Content:
        """What stands on it, from the left edge."""
        return self.of.words[self.place]


def _parts(line: PageLine, room: int) -> list[Content]:
    """Return the words of a line, broken; of what does not fit into the rows it may have, the last ends in …."""
    parts = broken(line.words, room) if line.words else [EMPTY]
    if not line.rows or len(parts) <= line.rows:
        return parts
    last = parts[line.rows - 1].rstrip().truncate(max(room - 1, 1)).rstrip()
    return [*parts[: line.rows - 1], last.extend_right(1, "…")]
