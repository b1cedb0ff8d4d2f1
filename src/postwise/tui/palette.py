"""The palette: what can be done here, every tree, every theme, in this order; a few letters find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from postwise.tree.library import Library
from postwise.tree.organisation import AUTO
from postwise.tui.dialogs import Dialog
from postwise.tui.screen_commands import Action
from postwise.tui.widgets.content import line
from postwise.tui.widgets.one_line import OneLine
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.themes import AS_TERMINAL, THEME_OF, TITLES

PaletteEntry = tuple[str, Action]
"""Something the palette can do, behind the heading that it stands under."""


def entries(commands: Sequence[Action], library: Library, *, asks: bool = False) -> Iterator[PaletteEntry]:
    """Yield everything: commands as they stand in their list, trees by title, themes.

    `asks`: a theme can be left to the terminal.
    """
    for command in commands:
        if command.palette and command.action:
            yield "Here", command
    titles = sorted((library.heading(entry).title or entry.id, entry.id) for entry in library.entries)
    for title, tree_id in titles:
        yield "Walk through", Action("", "", f"app.open_tree({tree_id!r})", title, title)
    for word, theme in THEME_OF.items():
        yield "Look", Action("", "", f"app.look({word!r})", TITLES[theme], TITLES[theme])
    if asks:
        yield "Look", Action("", "", f"app.look({AUTO!r})", AS_TERMINAL, AS_TERMINAL)


class PaletteDialog(Dialog[str]):
    """Everything that can be done, over a screen. Returns the action of what was chosen."""

    DEFAULT_CSS = "PaletteDialog > Vertical { padding: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "dismiss(None)", show=False, id="palette"),
        Binding("down", "mark(1)", show=False, priority=True),
        Binding("up", "mark(-1)", show=False, priority=True),
    ]

    def __init__(self, listed: Sequence[PaletteEntry]) -> None:
        self.field = OneLine(placeholder="Type a few letters", select_on_focus=False)
        super().__init__(above=[self.field])
        self.listed = listed
        self.field.cursor_blink = False
        self.page.can_focus = False
        self.page.lit = True

    def on_mount(self) -> None:
        """Show everything."""
        self.field.focus()
        self.page.show(list(self._lines("")))

    def fit(self) -> None:
        """Keep the frame as high as it is with everything in it."""
        self.frame.styles.height = 26

    def _lines(self, typed: str) -> Iterator[PageLine]:
        wanted = typed.casefold().split()
        before = ""
        for place, (group, command) in enumerate(self.listed):
            if all(part in f"{group} {command.label} {command.help}".casefold() for part in wanted):
                if group != before:
                    yield from (BLANK, PageLine(line(group, "accent bold")))
                    before = group
                yield PageLine(line(command.help), target=place, right=line(command.shown, "muted"))
        if not before:
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
            self.dismiss(self.listed[event.target][1].action)
