"""A line to search with, put above a sheet when it is asked for and taken away when it is empty."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from postwise.tui.widgets.text_page import TextPage


class SearchField(Input):
    """Searches as one types; escape empties it, Enter and down go to what was found."""

    DEFAULT_CSS = """
    SearchField, SearchField:focus { border: none; border-bottom: solid $ink-accent; height: 2; padding: 0 2;
                           background: $paper; color: $foreground; background-tint: transparent; }
    SearchField > .input--placeholder { color: $ink-muted; }
    """

    def __init__(self, sheet: TextPage, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self.cursor_blink = False
        self.sheet = sheet

    @property
    def wanted(self) -> str:
        """What is looked for, in small letters."""
        return self.value.strip().casefold()

    async def _on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "down", "enter"}:
            event.stop()
            event.prevent_default()
            if event.key == "escape":
                self.value = ""
            self.sheet.focus()
        else:
            await super()._on_key(event)

    def on_blur(self) -> None:
        """Go when there is nothing to search for."""
        if not self.value:
            self.remove()


def search_above(sheet: TextPage, placeholder: str) -> None:
    """Put the keyboard into the search line above a sheet; without one, make it."""
    screen = sheet.screen
    found = screen.query(SearchField)
    field = found.first() if found else SearchField(sheet, placeholder)
    if not found and sheet.parent is not None:
        screen.mount(field, before=sheet)
    field.focus()
