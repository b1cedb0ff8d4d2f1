"""The palette: what can be done here, every tree, every theme, in this order; a few letters find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from postwise.tree.library import Library, glance
from postwise.tui.dialogs import Dialog
from postwise.tui.widgets.content import line
from postwise.tui.widgets.head_and_foot import Action
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage
from postwise.tui.widgets.themes import THEMES, TITLES


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """Something the palette can do."""

    group: str
    """The heading it stands under."""
    text: str
    action: str
    """The action it runs."""
    shown: str = ""
    """The key that does the same."""


def entries(commands: Sequence[Action], library: Library) -> Iterator[PaletteEntry]:
    """Yield everything: commands as they stand in their list, trees by title, themes."""
    for command in commands:
        if command.palette and command.action:
            yield PaletteEntry("Here", command.help, command.action, command.shown)
    titles = sorted((glance(entry).title, entry.id) for entry in library.entries)
    for title, tree_id in titles:
        yield PaletteEntry("Walk through", title, f"app.open_tree({tree_id!r})")
    for theme in THEMES:
        yield PaletteEntry("Look", TITLES[theme.name], f"app.look({theme.name!r})")


class PaletteDialog(Dialog[str]):
    """Everything that can be done, over a screen. Returns the action of what was chosen."""

    DEFAULT_CSS = "PaletteDialog > Vertical { padding: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "dismiss(None)", show=False),
        Binding("down", "mark(1)", show=False, priority=True),
        Binding("up", "mark(-1)", show=False, priority=True),
    ]

    def __init__(self, listed: Sequence[PaletteEntry]) -> None:
        super().__init__()
        self.listed = listed
        self.field = Input(placeholder="Type a few letters", select_on_focus=False)
        self.field.cursor_blink = False
        self.page.can_focus = False
        self.page.lit = True

    def compose(self) -> ComposeResult:
        """Yield the field and the list."""
        with self.frame:
            yield self.field
            yield self.page

    def on_mount(self) -> None:
        """Show everything."""
        self.field.focus()
        self.page.show(list(self._lines("")))

    def fit(self) -> None:
        """Keep the frame as high as it is with everything in it."""
        self.frame.styles.height = 26

    def _lines(self, typed: str) -> Iterator[PageLine]:
        wanted = typed.casefold().split()
        group = ""
        for place, entry in enumerate(self.listed):
            if not all(part in f"{entry.group} {entry.text}".casefold() for part in wanted):
                continue
            if entry.group != group:
                yield from (BLANK, PageLine(line(entry.group, "accent bold")))
                group = entry.group
            yield PageLine(line(entry.text), target=place, right=line(entry.shown, "muted"))
        if not group:
            yield from (BLANK, PageLine(line("Nothing has these letters in it.", "muted")))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the typed letters in it."""
        self.page.show(list(self._lines(event.value)))

    def on_input_submitted(self, event: events.Event) -> None:
        """Choose the marked line."""
        event.stop()
        self.page.action_choose()

    def action_mark(self, by: int) -> None:
        """Move the mark."""
        self.page.action_mark(by)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Return what was chosen."""
        event.stop()
        if isinstance(event.target, int):
            self.dismiss(self.listed[event.target].action)
