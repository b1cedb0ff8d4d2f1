"""The head of a page: what it is, how far along it is, and a line under both. Two rows, drawn in place."""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from postwise.tui.widgets.content import EMPTY
from postwise.tui.widgets.themes import style_of


class Masthead(Widget):
    """A title on the left, a word on the right, and a line that can show how much is done."""

    ALLOW_SELECT = False
    margin = 2

    def __init__(self) -> None:
        super().__init__()
        self.left = EMPTY
        self.right = EMPTY
        self.done: float | None = None
        """How much of the line is drawn strong, from 0 to 1; None is a plain line."""

    def show(self, left: Content, right: Content = EMPTY, done: float | None = None) -> None:
        """Set the head anew."""
        self.left, self.right, self.done = left, right, done
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row as it is drawn."""
        return self._words() if y == 0 else self._line()

    def _ink(self, name: str) -> Style:
        return self.visual_style + style_of(name, self.app.theme)

    def _words(self) -> Strip:
        width = self.size.width
        room = max(width - 2 * self.margin, 0)
        right = self.right.truncate(room, ellipsis=True)
        left = self.left.truncate(max(room - right.cell_length - 2, 0), ellipsis=True)
        gap = max(room - left.cell_length - right.cell_length, 0)
        under = self.visual_style
        pieces = [Segment(" " * self.margin, under.rich_style)]
        for content in (left, Content(" " * gap), right):
            pieces += [Segment(text, style.rich_style) for text, style in content.render(under, "", self._parse)]
        return Strip(pieces).adjust_cell_length(width, under.rich_style)

    def _parse(self, ink: str | Style) -> Style:
        return style_of(ink, self.app.theme) if isinstance(ink, str) else ink

    def _line(self) -> Strip:
        width = self.size.width
        room = max(width - 2, 0)
        full = 0 if self.done is None else round(room * self.done)
        strong = "━" * max(full - 1, 0) + ("╸" if 0 < full < room else "━" * min(full, 1))
        return Strip(
            [
                Segment(" ", self.visual_style.rich_style),
                Segment(strong, self._ink("accent").rich_style),
                Segment("─" * (room - len(strong)), self._ink("rule").rich_style),
                Segment(" " * (width - room - 1), self.visual_style.rich_style),
            ]
        )
