"""The line to search with that keeps the keyboard: one chooses among what it found without leaving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from postwise.tui.widgets.one_line import OneLine


class SearchBox(OneLine):
    """A line to search with. Letters are typed into it and nothing else; the arrows and Enter act on what it found."""

    DEFAULT_CSS = """
    SearchBox, SearchBox:focus { border: none; border-bottom: solid $ink-rule; height: 2; padding: 0 2; }
    SearchBox:focus { border-bottom: solid $ink-accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.mark(-1)", show=False),
        Binding("down", "screen.mark(1)", show=False),
        Binding("pageup", "screen.turn(-1)", show=False),
        Binding("pagedown", "screen.turn(1)", show=False),
    ]

    def __init__(self, placeholder: str, enter: Callable[[], None]) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, id="search")
        self.cursor_blink = False
        self.enter = enter
        """Chooses what is marked among what was found."""

    @property
    def words(self) -> tuple[str, ...]:
        """What is searched for, in small letters."""
        return tuple(self.value.casefold().split())

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the line's own."""
        return key == "backspace" or super().check_consume_key(key, character)

    async def action_submit(self) -> None:
        """Choose what is marked."""
        self.enter()

    async def _on_key(self, event: events.Key) -> None:
        if isinstance(self.screen, Screen) and not self.screen.is_active:  # keys come in faster than screens go
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)
