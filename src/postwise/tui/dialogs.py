"""A short question over a screen: a sentence or two, and a few ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from postwise.tui.widgets.actions import Action
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A sheet in a box. Escape, or a click beside it, closes it without a result."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $paper; }
    Dialog > Vertical { width: 72; max-width: 96%; max-height: 94%; height: 10; background: $paper;
                     border: round $ink-muted; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.sheet = TextPage()
        self.frame = Vertical()

    def compose(self) -> ComposeResult:
        """Yield the sheet in its box."""
        with self.frame:
            yield self.sheet

    def fit(self) -> None:
        """Make the box as high as what stands on its sheet."""
        self.frame.styles.height = len(self.sheet.rows) + 4

    def on_resize(self) -> None:
        """Fit the box to what stands in it."""
        self.call_after_refresh(self.fit)

    def on_click(self, event: events.Click) -> None:
        """Close at a click beside the box."""
        if event.widget is self:
            self.dismiss(None)


@dataclass(frozen=True, slots=True)
class DialogChoice:
    """One way on."""

    key: str
    text: str


class ChoiceDialog(Dialog[str]):
    """Says something and lets the person choose a way on; returns its key, or None if they would rather not."""

    def __init__(self, title: str, said: str, ways: Sequence[DialogChoice]) -> None:
        super().__init__()
        self.named = title
        self.said = said
        self.ways = ways

    def on_mount(self) -> None:
        """Set the page."""
        ways = [PageLine(line(way.text), styled(f"{way.key}  ", "accent bold"), way.key) for way in self.ways]
        said = [BLANK, PageLine(line(self.said))] if self.said else []
        self.sheet.show([PageLine(line(self.named, "bold")), *said, BLANK, *ways])

    def on_key(self, event: events.Key) -> None:
        """Take the way whose key was pressed."""
        if any(event.key == way.key for way in self.ways):
            event.stop()
            self.dismiss(event.key)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Take the way that was chosen."""
        event.stop()
        self.dismiss(str(event.target))


class HelpDialog(Dialog[Action]):
    """The commands of a screen over that screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,q,f1", "dismiss(None)", show=False)]

    def __init__(self, title: str, commands: Sequence[Action]) -> None:
        super().__init__()
        self.named = title
        self.listed = commands

    def on_mount(self) -> None:
        """Set the list of keys."""
        self.sheet.show([PageLine(line(self.named, "bold")), BLANK, *map(_line, self.listed), BLANK, *_advice()])

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Do the command that was chosen."""
        event.stop()
        chosen = next(command for command in self.listed if command.help == event.target)
        self.dismiss(chosen if chosen.action else None)


WIDTH = 10


def _line(command: Action) -> PageLine:
    return PageLine(
        line(command.help), line(command.shown, "accent bold").pad_right(WIDTH - len(command.shown)), command.help
    )


def _advice() -> list[PageLine]:
    return [PageLine(line("Everything here can be clicked, too. Esc closes this page.", "muted"))]
