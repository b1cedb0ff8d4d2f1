"""Help: what the keys of a screen do, read off its commands; each line can be chosen and then does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.tui.box import Box
from postwise.tui.commands import Command
from postwise.tui.texts import line
from postwise.tui.widgets.sheet import BLANK, Line, Sheet


class HelpScreen(Box[Command]):
    """The commands of a screen over that screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,q,f1", "dismiss(None)", show=False)]

    def __init__(self, title: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self.named = title
        self.listed = commands

    def on_mount(self) -> None:
        """Set the list of keys."""
        self.sheet.show([Line(line(self.named, "bold")), BLANK, *map(_line, self.listed), BLANK, *_advice()])

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """Do the command that was chosen."""
        event.stop()
        chosen = next(command for command in self.listed if command.help == event.target)
        self.dismiss(chosen if chosen.action else None)


WIDTH = 10


def _line(command: Command) -> Line:
    return Line(
        line(command.help), line(command.shown, "accent bold").pad_right(WIDTH - len(command.shown)), command.help
    )


def _advice() -> list[Line]:
    return [Line(line("Everything here can be clicked, too. Esc closes this page.", "muted"))]
