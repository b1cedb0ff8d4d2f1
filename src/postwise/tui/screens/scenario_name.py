"""Asks what a scenario is to be called: a title or an id, in one line, with one that will do filled in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input

from postwise.author.scenario_writer import free_name
from postwise.text import typed_line
from postwise.tree.model import ID, id_of
from postwise.tui.dialogs import Dialog
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage

KEEP = "keep"


@dataclass(frozen=True, slots=True)
class ScenarioTitle:
    """What a scenario is called."""

    name: str
    title: str | None
    """None where an id was typed and nothing else."""


def named(typed: str, taken: Collection[str]) -> ScenarioTitle | None:
    """Return the id and the title that a typed line makes; None if it makes no id."""
    said = typed_line(typed)
    name = id_of(said)
    if not name:
        return None
    return ScenarioTitle(free_name(name, taken), None if ID.fullmatch(said) else said)


class ScenarioNameDialog(Dialog[ScenarioTitle]):
    """The line to type in, and what will be written where. Returns the name, or None."""

    DEFAULT_CSS = """
    ScenarioNameDialog Input, ScenarioNameDialog Input:focus { border: none; border-bottom: solid $ink-accent;
                                                   height: 2; padding: 0 1; background: $paper; color: $foreground;
                                                   background-tint: transparent; }
    """

    def __init__(self, wanted: str, taken: Collection[str], file: str) -> None:
        super().__init__()
        self.taken = taken
        self.file = file
        self.field = Input(free_name(wanted, taken), select_on_focus=True)
        self.above = TextPage()
        self.above.can_focus = False
        self.sheet.can_focus = False
        self.sheet.quiet = True

    def compose(self) -> ComposeResult:
        """Yield the title, the line, and what it will do."""
        with self.frame:
            yield self.above
            yield self.field
            yield self.sheet

    def fit(self) -> None:
        """Make the box as high as what stands in it."""
        self.above.styles.height = len(self.above.rows)
        self.frame.styles.height = len(self.above.rows) + 2 + len(self.sheet.rows) + 4

    def on_mount(self) -> None:
        """Ask."""
        self.above.show(
            [
                PageLine(line("Keep this walk as a scenario", "bold")),
                PageLine(line("What is it called? A title, or an id.", "muted")),
                BLANK,
            ]
        )
        self.field.focus()
        self._set()

    def _set(self) -> None:
        found = named(self.field.value, self.taken)
        if found is None:
            said = [PageLine(line("A name begins with a letter.", "stop"), styled("▲ ", "stop"))]
        else:
            place = f"Write it as [scenario.{found.name}] at the end of {self.file}"
            said = [PageLine(line(place), styled("↵  ", "accent bold"), KEEP)]
        stays = PageLine(line("Everything that is there stays as it is, comments too. Esc keeps nothing.", "muted"))
        self.sheet.show([BLANK, *said, stays])

    def on_input_changed(self) -> None:
        """Say what would be written."""
        self._set()

    def on_input_submitted(self) -> None:
        """Take the name."""
        self._take()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Take the name."""
        event.stop()
        self._take()

    def _take(self) -> None:
        found = named(self.field.value, self.taken)
        if found is not None:
            self.dismiss(found)
