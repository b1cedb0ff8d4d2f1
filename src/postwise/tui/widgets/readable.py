"""Rows of words on the screen: a press counts where it was released, and a drag picks words out, to be copied."""

from __future__ import annotations

from collections.abc import Hashable
from textwrap import dedent

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.widget import Widget


class Readable(Widget):
    """What is drawn row by row. A kind of it says what stands on a row, and what a press there would do."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.top = 0
        """The first row that is in view."""
        self.picked: Selection | None = None
        """What is picked out: from a place in a row to a place in another."""
        self._pressed: tuple[Offset, Hashable | None] | None = None
        """Where the button went down and on what, as long as neither has moved since."""
        self.heeds_from = 0.0
        """The time of the first press that is meant for what stands here now."""

    # What a kind of it says

    @property
    def row_count(self) -> int:
        """How many rows there are, in view or not."""
        return self.size.height

    def row_words(self, _place: int) -> str:
        """Return what can be read on a row: each character where it is drawn, a blank for what only adorns."""
        return ""

    def target_at(self, _event: events.MouseEvent) -> Hashable | None:
        """Return what a press under the pointer would choose."""
        return None

    def press(self, target: Hashable) -> None:
        """Choose what was pressed."""

    def hover_over(self, target: Hashable | None) -> None:
        """Pick out what a press would choose."""

    # Pressing

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where the button went down, and follow the pointer wherever it goes until it is released."""
        meant = event.button == 1 and event.time >= self.heeds_from
        self._pressed = (event.screen_offset, self.target_at(event)) if meant else None
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pick out what is under the pointer; with the button down, it is a drag from here on, and no press."""
        if self._pressed is not None and event.screen_offset != self._pressed[0]:
            self._pressed = None
        self.hover_over(self.target_at(event))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Choose what was pressed, if the button was released where it went down, and the same still stands there."""
        self.release_mouse()
        pressed, self._pressed = self._pressed, None
        target = self.target_at(event)
        if target is not None and pressed == (event.screen_offset, target):
            self.press(target)

    def forget_press(self) -> None:
        """Take a button that is down for no press any more: something else stands there now."""
        self._pressed = None

    def on_click(self, event: events.Click) -> None:
        """Do nothing more: two presses are two presses, where Textual would pick out all there is."""
        event.prevent_default()
        event.stop()

    def on_hide(self) -> None:
        """Let the mouse go."""
        self._pressed = None
        self.release_mouse()

    def on_leave(self) -> None:
        """Pick out nothing."""
        self.hover_over(None)

    # Picking words out

    def place_at(self, x: int, y: int) -> Offset | None:
        """Return which character of which row stands at a place on the screen, or is the nearest; None is none."""
        region, last = self.content_region, self.row_count - 1
        if last < 0:
            return None
        if y < region.y:
            return Offset(0, self.top)
        row = y - region.y + self.top
        if y >= region.bottom or row > last:
            row, x = min(row, region.height - 1 + self.top, last), region.right
        return Offset(_character_at(self.row_words(row), x - region.x), row)

    def span(self, place: int) -> tuple[int, int] | None:
        """Return from where to where a row is picked out, if any of its words are."""
        span = self.picked.get_span(place) if self.picked is not None else None
        if span is None:
            return None
        words = self.row_words(place).rstrip()
        start = max(span[0], len(words) - len(words.lstrip()))
        end = len(words) if span[1] < 0 else min(span[1], len(words))
        return (start, end) if start < end else None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the words picked out, as they are read, without the margin before them; and what parts them."""
        start, end = selection.start or Offset(0, 0), selection.end
        last = self.row_count - 1 if end is None else min(end.y, self.row_count - 1)
        rows = [self.row_words(place) for place in range(start.y, last + 1)]
        if rows and end is not None and end.y == last:
            rows[-1] = rows[-1][: max(end.x, 0)]
        rows = [row.rstrip() for row in rows]
        if rows and rows[0][: start.x].strip():
            return "\n".join([rows[0][start.x :], dedent("\n".join(rows[1:]))]).rstrip("\n"), "\n"
        return dedent("\n".join(rows)).strip("\n"), "\n"

    @property
    def picked_words(self) -> str:
        """The words that are picked out; empty if there are none."""
        found = self.get_selection(self.picked) if self.picked is not None else None
        return found[0] if found is not None else ""

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw anew what is picked out."""
        if selection != self.picked:
            self.picked = selection
            self.redraw()

    def forget_picked(self) -> None:
        """Pick out nothing any more: there are other words now."""
        if self.picked is not None:
            self.picked = None
            self.screen.clear_selection()

    def redraw(self) -> None:
        """Have drawn anew what does not look as it did."""
        self.refresh()

    def with_picked(self, words: Content, place: int) -> Content:
        """Return the words of a row as they are drawn: with what is picked out of them."""
        span = self.span(place)
        return words if span is None else words.stylize("picked", *span)


def _character_at(words: str, column: int) -> int:
    """Return which character of a text stands at a column; past its end, the one after the last."""
    if words.isascii():
        return min(max(column, 0), len(words))
    return next((place for place in range(len(words)) if cell_len(words[: place + 1]) > column), len(words))
