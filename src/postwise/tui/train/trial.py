"""A case run through a draft: its questions one by one, and where it ends."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from postwise.tui.commands import Command, bindings
from postwise.tui.texts import line
from postwise.tui.train.walking import ANSWERING, Walking, ending
from postwise.walk.walk import Walk

HERE = (
    Command("s", "s", "keep", "Keep", "Keep this case with the draft, once it has come to an end", foot=True),
    Command(
        "q,escape", "q", "dismiss(None)", "Draft", "Go back to the draft, and keep nothing of this case", foot=True
    ),
)
COMMANDS = (*ANSWERING, *HERE)


class TrialScreen(Walking[Walk]):
    """Tries a draft out. Returns the walk if it is to be kept, else None."""

    COMMANDS_HERE = COMMANDS
    title_here = "Running a case through the draft"
    BINDINGS: ClassVar[list[BindingType]] = bindings(HERE)

    def __init__(self, walk: Walk, title: str, story: str) -> None:
        super().__init__()
        self._walk = walk
        self.named = title
        self.told = story

    @property
    def walk(self) -> Walk:
        """The walk as it stands."""
        return self._walk

    def on_mount(self) -> None:
        """Put the first question."""
        self.masthead.show(line(self.named or "A case", "bold"), line("run through the draft", "muted"))
        self.took(self._walk)

    def took(self, walk: Walk) -> None:
        """Show the walk as it is now."""
        self._walk = walk
        if walk.question is None:
            self.put_page(ending(walk))
        else:
            self.put_question(walk, self.told)
        self.set_keys()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Tell what can be done now: a case is kept once it has come to an outcome."""
        return action != "keep" or self._walk.outcome is not None

    def action_keep(self) -> None:
        """Keep the case."""
        self.dismiss(self._walk)
