"""What can be done on a screen, and the head and the foot of its page.

Keys, foot, help and palette are read off one list of actions. The head says what a page is, and how far along; the foot
what was just said, and five keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeVar

from rich.cells import cell_len
from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.keys import key_to_character
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from postwise.tui.widgets.content import EMPTY, join, styled
from postwise.tui.widgets.themes import drawn

Result = TypeVar("Result")


class Action(NamedTuple):
    """Something a person can do on a screen."""

    keys: str
    """The keys that do it, as Textual names them; empty if they are bound elsewhere."""
    shown: str
    """The key as a person reads it."""
    action: str
    """The action it runs; empty if it cannot be run without its key."""
    label: str
    """What it is called in the footer."""
    help: str
    """What it does, in a sentence without a full stop."""
    foot: bool = False
    """Whether the footer has it: five at most."""
    palette: bool = True
    """Whether the palette has it."""


HELP = Action("question_mark,f1", "?", "app.help", "Help", "Show what the keys do here", foot=True, palette=False)
PALETTE = Action("ctrl+p", "ctrl+p", "app.palette", "Palette", "Find a command, a tree or a theme", palette=False)
QUIT = Action("ctrl+q", "ctrl+q", "app.leave_all", "Quit", "Leave postwise")
EVERYWHERE = (PALETTE, QUIT, HELP)


KEYCAPS = {"backspace": "⌫", "escape": "esc", "f1": "F1"}
"""Keys as a person reads them, where Textual names them otherwise."""
KEYS_SHOWN = {"↵": "enter"}
"""Keys that are bound by what they are shown on, and not by the command."""
MOVING = frozenset({"left", "right", "home", "end", "delete"})
"""Keys that move or take away in every field."""


def while_typing(command: Action, field: Widget) -> Action:
    """Return a command as it is while a field has the keyboard: under a key that nothing is written with."""
    keys = [key for key in (command.keys or KEYS_SHOWN.get(command.shown, "")).split(",") if key]
    free = [key for key in keys if not _written_with(key, field)]
    if free == keys:
        return command
    return command._replace(shown=KEYCAPS.get(free[0], free[0]) if free else "", foot=command.foot and bool(free))


def _written_with(key: str, field: Widget) -> bool:
    character = "/" if key == "slash" else key_to_character(key)  # its name is none of a character
    return key in MOVING or field.check_consume_key(key, character)


class TopScreen(Screen[Result]):
    """A screen that does something only while it is on top: keys come in faster than screens go."""

    # A dialog hears none of the app's own keys.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "app.suspend_process", show=False)]

    @property
    def typed_into(self) -> Widget | None:
        """The field that has the keyboard: letters are written into it, and are no commands."""
        focused = self.focused
        return focused if focused is not None and focused.check_consume_key("a", "a") else None

    def set_keys(self) -> None:
        """Name the keys that work now, where the screen names any."""

    def offers(self, _action: str) -> bool:
        """Tell whether an action of this screen can be carried out as things stand."""
        return True

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key does something now: not once postwise is being left."""
        return self.is_active and self.is_attached and self.offers(action)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave the screen with a result, once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


def bindings(commands: Iterable[Action]) -> list[BindingType]:
    """Return the commands as Textual binds them."""
    return [
        Binding(command.keys, command.action, command.label, show=False)
        for command in commands
        if command.keys and command.action
    ]


class Masthead(Widget):
    """A title on the left, a word on the right, and a line that can show how much is done."""

    ALLOW_SELECT = False

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
        width = self.size.width
        content = self._words(max(width - 4, 0)) if y == 0 else self._line(max(width - 2, 0))
        return drawn(content, self.visual_style, self.app.theme, width)

    def _words(self, room: int) -> Content:
        right = self.right.truncate(room, ellipsis=True)
        left = self.left.truncate(max(room - right.cell_length - 2, 0), ellipsis=True)
        gap = max(room - left.cell_length - right.cell_length, 0)
        return join([Content("  "), left, Content(" " * gap), right])

    def _line(self, room: int) -> Content:
        full = 0 if self.done is None else round(room * self.done)
        strong = "━" * max(full - 1, 0) + ("╸" if 0 < full < room else "━" * min(full, 1))
        return join([Content(" "), styled(strong, "accent"), styled("─" * (room - len(strong)), "rule")])


MOST = 5
"""As many commands as the footer keeps."""


class KeyBar(Widget):
    """The commands of a screen that its footer names."""

    ALLOW_SELECT = False

    @dataclass(eq=False, repr=False)
    class Pressed(Message):
        """A command of the footer was clicked."""

        command: Action

    def __init__(self) -> None:
        super().__init__()
        self.commands: Sequence[Action] = ()
        self.words = EMPTY
        self.standing = EMPTY
        """What is said as long as nothing else is."""
        self._hover: Action | None = None

    def show(self, commands: Sequence[Action]) -> None:
        """Set the commands, the most important first; the last always fits."""
        if commands != self.commands:
            self.commands = commands
            self.refresh()

    def say(self, words: Content) -> None:
        """Say something on the line above the keys, until something else is said."""
        if words or self.words:
            self.words = words
            self.refresh()

    def keep_saying(self, words: Content) -> None:
        """Say something on the line above the keys whenever nothing else is said there."""
        if words != self.standing:
            self.standing = words
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
        width = self.size.width
        return drawn(self._line(width) if y == 0 else self._keys(), self.visual_style, self.app.theme, width)

    def _keys(self) -> Content:
        pieces: list[Content] = []
        at = 0
        for start, end, command in self.places():
            under = " under" if command is self._hover else ""
            key, label = styled(command.shown, f"accent bold{under}"), styled(f" {command.label}", f"muted{under}")
            pieces += [Content(" " * (start - at)), key, label]
            at = end
        return join(pieces)

    def _line(self, width: int) -> Content:
        said = self.words or self.standing
        if not said:
            return join([Content(" "), styled("─" * max(width - 2, 0), "rule")])
        words = said.truncate(max(width - 6, 1), ellipsis=True)
        rule = styled("─" * max(width - 5 - words.cell_length, 0), "rule")
        return join([Content(" "), styled("─", "rule"), Content(" "), words, Content(" "), rule])

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
