"""What can be done on a screen, and the head and the foot of its page.

Keys, foot, help and palette are read off one list of actions. The head says what a page is, and how far along; the foot
what was just said, and five keys.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual import events, getters
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.keys import key_to_character
from textual.message import Message
from textual.screen import Screen
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from postwise.tui.screen_commands import FIXED, KEYCAPS, Action
from postwise.tui.widgets import keys_in_turn
from postwise.tui.widgets.content import EMPTY, broken, join, styled
from postwise.tui.widgets.keys_in_turn import EDITING, KeysInTurn, same_press
from postwise.tui.widgets.readable import Readable
from postwise.tui.widgets.themes import drawn

Result = TypeVar("Result")


KEYS_SHOWN = {"↵": "enter"}
"""Keys that are bound by what they are shown on, and not by the command."""
MOVING = frozenset({"left", "right", "home", "end", "delete"})
"""Keys that move or take away in every field."""
GOING_ON = frozenset({"up", "down", "pageup", "pagedown", "tab", "shift+tab", "j", "k", *MOVING})
"""Keys that may be held down anywhere: they only move."""
LEADING_BACK = frozenset({"escape", "backspace"})
"""Keys that lead away from what they opened, and do nothing there that could not be taken back."""
COUNTING = frozenset("0123456789")
"""Keys of which two may come in at once and both be meant: a count is typed with them where no field is."""
SIGNS = {"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}
"""The signs whose keys are not called what the characters are."""


def with_own_keys(command: Action, own: Mapping[str, tuple[str, ...]]) -> Action:
    """Return a command under the keys that a person gave it, and those of its own that stay for everybody."""
    given = own.get(command.name, ()) if own else ()
    if not given:
        return command
    keys = (*map(_bound, given), *(key for key in command.keys.split(",") if key in FIXED))
    return command._replace(keys=",".join(keys), shown=KEYCAPS.get(given[0], given[0]))


def _bound(key: str) -> str:
    """Return what Textual calls a key that a person wrote."""
    return next(iter(Binding.make_bindings([Binding(key, "")]))).key


def bound_anew(bound: BindingsMap, own: Mapping[str, tuple[str, ...]]) -> BindingsMap:
    """Return what keys do once a person's own have been given to the commands that are named.

    A keymap of Textual's comes too late for that: it finds nothing to move where a field has taken a key away before.
    """
    kept: dict[str, list[Binding]] = {}
    moved: dict[str, list[Binding]] = {}
    for key, bindings in bound.key_to_bindings.items():
        for binding in bindings:
            given = own.get(binding.id or "", ())
            if not given or key in FIXED:
                kept.setdefault(key, []).append(binding)
            for each in map(_bound, given):  # what is written is never a command first, whatever has the keyboard
                first = binding.priority and len(each) > 1 and each not in EDITING
                moved[each] = [replace(binding, key=each, priority=first)]
    return BindingsMap.from_keys({key: kept.get(key, []) + moved.get(key, []) for key in {**kept, **moved}})


def while_typing(command: Action, field: Widget) -> Action:
    """Return a command as it is while a field has the keyboard: under a key that nothing is written with."""
    keys = [key for key in (command.keys or KEYS_SHOWN.get(command.shown, "")).split(",") if key]
    free = [key for key in keys if not _written_with(key, field)]
    if free == keys:
        return command
    return command._replace(shown=KEYCAPS.get(free[0], free[0]) if free else "", foot=command.foot and bool(free))


def _written_with(key: str, field: Widget) -> bool:
    character = SIGNS.get(key) or key_to_character(key)
    return key in MOVING or field.check_consume_key(key, character)


class TopScreen(Screen[Result]):
    """A screen that does something only while it is on top: keys come in faster than screens go."""

    app = getters.app(KeysInTurn)
    # A dialog hears none of the app's own keys.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "sleep", show=False, priority=True)]

    def on_mount(self) -> None:
        """Listen to the keys that the person gave commands."""
        if self.app.own_keys:
            self._bindings = bound_anew(self._bindings, self.app.own_keys)

    def on_screen_resume(self) -> None:
        """Remember which key led here: what opened this, or closed what stood over it."""
        self._led_by, self._led_at = self.app.given, self.app.given_at

    heeds_from: float = 0.0
    """From when on keys do anything here, by their clock: what is to be read first is passed by none from before."""

    _led_by: object = None
    """Which key led here, or where the mouse was pressed for it."""
    _led_at: float = 0.0
    """When that was pressed."""

    def heeds(self, key: str, time: float) -> bool:
        """Tell whether a key that was pressed at a time does anything here.

        One that is held down moves and writes on, but does nothing twice, here or where it has led.
        """
        if not same_press(self.app.given, self._led_by):
            self._led_by = None  # it was let go
        if time < self.heeds_from:
            return False
        field = self.typed_into
        acting = getattr(field, "acting", ())
        writes = field is not None and key not in acting and (key in EDITING or _written_with(key, field))
        led = self.to_be_let_go and key not in LEADING_BACK
        writes = writes and not (self.led_here and self.app.held)  # what led here may write what begins with it
        again = led or (self.app.held and key not in COUNTING and key != "")
        return key in GOING_ON or writes or not again

    def ask_to_let_go(self) -> None:
        """Say why a key does nothing here, where somebody may press it again and wait for something."""

    @property
    def to_be_let_go(self) -> bool:
        """Whether what is pressed led here, and may not have been let go since.

        It comes for the second time here; from then on it is seen by itself that it is held.
        """
        return self.led_here and self.app.given_at - self._led_at < keys_in_turn.FIRST_REPEAT

    @property
    def led_here(self) -> bool:
        """Whether what is pressed is what led here, and nothing else was pressed since."""
        return self._led_by is not None and self.app.rested < inf

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
        if action == "sleep":  # where there is no shell to go back to, the key is the field's own
            driver = self.app._driver  # noqa: SLF001 - the app has no other name for it
            return sys.platform != "win32" and driver is not None and driver.can_suspend
        return self.is_active and self.is_attached and self.offers(action)

    def action_sleep(self) -> None:
        """Give the terminal back to the shell until postwise is let go on."""
        self.app.action_suspend_process()

    def _watch_selections(self, old: Mapping[Widget, Selection], new: Mapping[Widget, Selection]) -> None:  # type: ignore[override]
        """Have it told what is picked out now; unlike Textual's own, where a screen goes first nothing is left over."""
        self.call_next(self._tell_picked, old.keys() | new.keys(), new)

    def _tell_picked(self, widgets: Iterable[Widget], picked: Mapping[Widget, Selection]) -> None:
        for widget in widgets:
            widget.selection_updated(picked.get(widget))

    @property
    def words_picked(self) -> str:
        """The words that are picked out, on a page or in a field; empty if there are none."""
        pages = [page for page in self.selections if isinstance(page, Readable) and page.is_attached and page.region]
        fields = [field for field in self.query("Input, TextArea") if field.region]
        focused = [field for field in fields if field is self.focused]
        picked = (page.picked_words for page in pages)
        typed = (str(getattr(field, "selected_text", "")) for field in (*focused, *fields))
        return next(filter(None, (*picked, *typed)), "")

    @property
    def unwritten(self) -> str:
        """What would be lost with this screen, in words, but for walks and drafts; empty if nothing would."""
        return ""

    def say(self, _text: str, _style: str = "accent") -> None:
        """Say something, where the screen has a place for it."""

    def in_foot(self, command: Action) -> bool:
        """Tell whether the footer names a command; the way out stands there all the same."""
        return command.foot or self.first_in_foot(command)

    def first_in_foot(self, _command: Action) -> bool:
        """Tell whether a command comes first in the footer."""
        return False

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Return what stands at a place, and where in its words: a drag stays on the page that it began on."""
        widget: Widget | None = self.app.mouse_captured
        if not isinstance(widget, Readable):
            try:
                widget = self.get_widget_at(x, y)[0]
            except NoWidget:
                return None, None
            if not isinstance(widget, Readable):
                return super().get_widget_and_offset_at(x, y)
            if not self._selecting:  # a press; amid a drag it would end that
                self.text_selection_started_signal.publish(self)  # fields let go of what is picked out in them
        place = widget.place_at(x, y)
        return (None, None) if place is None else (widget, place)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave the screen with a result, once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


def bindings(commands: Iterable[Action]) -> list[BindingType]:
    """Return the commands as Textual binds them."""
    return [
        Binding(command.keys, command.action, command.label, show=False, id=command.name or None)
        for command in commands
        if command.keys and command.action
    ]


RULES = str.maketrans("━╸─", "   ")
"""What is drawn and not read, as blanks."""


class Masthead(Readable):
    """A title on the left, a word on the right, and a line that can show how much is done."""

    def __init__(self) -> None:
        super().__init__()
        self.left = EMPTY
        self.right = EMPTY
        self.done: float | None = None
        """How much of the line is drawn strong, from 0 to 1; None is a plain line."""

    def show(self, left: Content, right: Content = EMPTY, done: float | None = None) -> None:
        """Set the head anew; one that says the same is not drawn again, and what was picked out in it stays."""
        if self.left.is_same(left) and self.right.is_same(right) and self.done == done:
            return
        self.left, self.right, self.done = left, right, done
        self.forget_picked()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row as it is drawn."""
        return drawn(self.with_picked(self._row(y), y), self.visual_style, self.app.theme, self.size.width)

    def row_words(self, place: int) -> str:
        """Return what can be read on a row."""
        return self._row(place).plain.translate(RULES)

    def _row(self, y: int) -> Content:
        width = self.size.width
        return self._words(max(width - 4, 0)) if y == 0 else self._line(max(width - 2, 0))

    def _words(self, room: int) -> Content:
        name = min(self.left.cell_length, room // 2)  # half of the room is the title's, if it wants it
        right = self.right.truncate(max(room - name - 2, 0), ellipsis=True)
        left = self.left.truncate(max(room - right.cell_length - 2, 0), ellipsis=True)
        gap = max(room - left.cell_length - right.cell_length, 0)
        return join([Content("  "), left, Content(" " * gap), right])

    def _line(self, room: int) -> Content:
        full = 0 if self.done is None else round(room * self.done)
        strong = "━" * max(full - 1, 0) + ("╸" if 0 < full < room else "━" * min(full, 1))
        return join([Content(" "), styled(strong, "accent"), styled("─" * (room - len(strong)), "rule")])


SAID = 5
"""In so many rows is said what does not fit into one."""
MOST = 6
"""As many commands as the footer keeps, help and the way out among them."""
ALWAYS = 2
"""So many at the end always fit."""


class KeyBar(Readable):
    """The commands of a screen that its footer names."""

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
        self._hover: Hashable | None = None

    def show(self, commands: Sequence[Action]) -> None:
        """Set the commands, the most important first; the last two, help and the way out, always fit."""
        if commands != self.commands:
            self.commands = commands
            self._changed()

    def say(self, words: Content) -> None:
        """Say something on the line above the keys, until something else is said."""
        if words or self.words:
            self.words = words
            self._changed()

    def keep_saying(self, words: Content) -> None:
        """Say something on the line above the keys whenever nothing else is said there."""
        if words != self.standing:
            self.standing = words
            self._changed()

    def _changed(self) -> None:
        self.forget_picked()
        self._fit()
        self.refresh()

    def on_resize(self) -> None:
        """Give what is said the rows that it takes in another width."""
        self._fit()

    def _fit(self) -> None:
        """Have as many rows as what is said takes, and one for the keys."""
        high = len(self._said()) + 1
        if self.is_attached and self.size.height not in {0, high}:
            self.styles.height = high

    def _said(self) -> list[Content]:
        """Return what is said, a row each: all of it, if that leaves the page its room."""
        said, room = self.words or self.standing, max(self.size.width - 6, 1)
        if said.cell_length <= room:
            return [said]
        rows = broken(said, room)
        return (
            rows
            if len(rows) <= SAID
            else [*rows[: SAID - 1], Content(" ").join(rows[SAID - 1 :]).truncate(room, ellipsis=True)]
        )

    def places(self) -> Iterator[tuple[int, int, Action]]:
        """Yield where each command stands on its row: first column, last column, command."""
        column = 2
        width = self.size.width - 2
        if not self.commands:
            return
        last = self.commands[-ALWAYS:]
        kept = sum(_size(command) + GAP for command in last)
        for command in self.commands[:-ALWAYS][: MOST - ALWAYS]:
            if column + _size(command) + kept > width:
                break
            yield column, column + _size(command), command
            column += _size(command) + GAP
        for command in last:
            yield column, column + _size(command), command
            column += _size(command) + GAP

    def render_line(self, y: int) -> Strip:
        """Return one row as it is drawn."""
        return drawn(self.with_picked(self._row(y), y), self.visual_style, self.app.theme, self.size.width)

    def row_words(self, place: int) -> str:
        """Return what can be read on a row."""
        return self._row(place).plain.translate(RULES)

    def _row(self, y: int) -> Content:
        rows = self._said()[: max(self.size.height - 1, 1)]
        return self._line(rows[y], y, self.size.width) if y < len(rows) else self._keys()

    def _keys(self) -> Content:
        pieces: list[Content] = []
        at = 0
        for start, end, command in self.places():
            under = " under" if command is self._hover else ""
            key, label = styled(command.shown, f"accent bold{under}"), styled(f" {command.label}", f"muted{under}")
            pieces += [Content(" " * (start - at)), key, label]
            at = end
        return join(pieces)

    def _line(self, said: Content, y: int, width: int) -> Content:
        if not said:
            return join([Content(" "), styled("─" * max(width - 2, 0), "rule")])
        words = said.rstrip().truncate(max(width - 6, 1), ellipsis=True)
        if y > 0:
            return join([Content("   "), words])
        rule = styled("─" * max(width - 5 - words.cell_length, 0), "rule")
        return join([Content(" "), styled("─", "rule"), Content(" "), words, Content(" "), rule])

    def target_at(self, event: events.MouseEvent) -> Action | None:
        """Return the command under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y != self.size.height - 1:
            return None
        return next((command for start, end, command in self.places() if start <= offset.x < end), None)

    def press(self, target: Hashable) -> None:
        """Do what was pressed; what has come under the pointer since, in a double click, was not."""
        if isinstance(target, Action) and not keys_in_turn.is_held(self):
            self.post_message(self.Pressed(target))

    def hover_over(self, target: Hashable | None) -> None:
        """Underline what a press would do."""
        if target is not self._hover:
            self._hover = target
            self.refresh()


GAP = 3
"""Columns between two commands."""


def way_out(commands: Sequence[Action]) -> Action | None:
    """Return the command that leads out of where somebody is: what esc does, else what leaves the screen."""
    esc = (command for command in commands if command.shown == "esc")
    return next(esc, None) or next((command for command in commands if command.name == "leave"), None)


def _size(command: Action) -> int:
    return cell_len(command.shown) + 1 + cell_len(command.label)
