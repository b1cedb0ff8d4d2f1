"""The head and the foot of a page. Head: what it is, and how far along. Foot: what was just said, and five keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from postwise.tui.widgets.actions import Action
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

    def _style(self, name: str) -> Style:
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

    def _parse(self, style: str | Style) -> Style:
        return style_of(style, self.app.theme) if isinstance(style, str) else style

    def _line(self) -> Strip:
        width = self.size.width
        room = max(width - 2, 0)
        full = 0 if self.done is None else round(room * self.done)
        strong = "━" * max(full - 1, 0) + ("╸" if 0 < full < room else "━" * min(full, 1))
        return Strip(
            [
                Segment(" ", self.visual_style.rich_style),
                Segment(strong, self._style("accent").rich_style),
                Segment("─" * (room - len(strong)), self._style("rule").rich_style),
                Segment(" " * (width - room - 1), self.visual_style.rich_style),
            ]
        )


MOST = 5
"""As many commands as the footer keeps."""


class KeyBar(Widget):
    """The commands of a screen that its footer names."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """A command of the footer was clicked."""

        def __init__(self, command: Action) -> None:
            super().__init__()
            self.command = command

    def __init__(self) -> None:
        super().__init__()
        self.commands: Sequence[Action] = ()
        self.said = EMPTY
        self._hover: Action | None = None

    def show(self, commands: Sequence[Action]) -> None:
        """Set the commands, the most important first; the last always fits."""
        if commands != self.commands:
            self.commands = commands
            self.refresh()

    def say(self, said: Content) -> None:
        """Say something on the line above the keys, until something else is said."""
        if said or self.said:
            self.said = said
            self.refresh()

    def places(self) -> Iterator[tuple[int, int, Action]]:
        """Yield where each command stands on its row: first column, last column, command."""
        column = 2
        width = self.size.width - 2
        if not self.commands:
            return
        *others, last = (*self.commands[: MOST - 1], self.commands[-1]) if len(self.commands) > MOST else self.commands
        kept = _size(last)
        for command in others:
            if column + _size(command) + 2 + kept > width:
                break
            yield column, column + _size(command), command
            column += _size(command) + 3
        yield column, column + kept, last

    def render_line(self, y: int) -> Strip:
        """Return one row as it is drawn."""
        under = self.visual_style
        width = self.size.width
        if y == 0:
            return self._line(under, width)
        pieces: list[Segment] = []
        at = 0
        for start, end, command in self.places():
            ground = under + Style(underline=True) if command is self._hover else under
            pieces += [
                Segment(" " * (start - at), under.rich_style),
                Segment(command.shown, (ground + style_of("accent bold", self.app.theme)).rich_style),
                Segment(f" {command.label}", (ground + style_of("muted", self.app.theme)).rich_style),
            ]
            at = end
        return Strip(pieces).adjust_cell_length(width, under.rich_style)

    def _line(self, under: Style, width: int) -> Strip:
        rule = (under + style_of("rule", self.app.theme)).rich_style
        if not self.said:
            blank = Segment(" ", under.rich_style)
            return Strip([blank, Segment("─" * max(width - 2, 0), rule), blank])
        said = self.said.truncate(max(width - 6, 1), ellipsis=True)
        pieces = [Segment(" ", under.rich_style), Segment("─", rule), Segment(" ", under.rich_style)]
        for text, style in said.render(under, "", lambda style: style_of(str(style), self.app.theme)):
            pieces.append(Segment(text, style.rich_style))
        pieces += [Segment(" ", under.rich_style), Segment("─" * max(width - 5 - said.cell_length, 0), rule)]
        return Strip(pieces).adjust_cell_length(width, under.rich_style)

    def _at(self, event: events.MouseEvent) -> Action | None:
        if event.y != self.size.height - 1:
            return None
        return next((command for start, end, command in self.places() if start <= event.x < end), None)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        command = self._at(event)
        if command is not None:
            event.stop()
            self.post_message(self.Pressed(command))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline what a click would do."""
        self._hover_over(self._at(event))

    def on_leave(self) -> None:
        """Underline nothing."""
        self._hover_over(None)

    def _hover_over(self, command: Action | None) -> None:
        if command is not self._hover:
            self._hover = command
            self.refresh()


def _size(command: Action) -> int:
    return cell_len(command.shown) + 1 + cell_len(command.label)
