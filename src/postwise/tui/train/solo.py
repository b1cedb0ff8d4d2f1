"""Three cases alone, then your road beside what groups said. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType

from postwise.train.solo import Solo, beside
from postwise.train.together import Together
from postwise.tree.words import DEFAULTS, fill
from postwise.tui.commands import Command, bindings
from postwise.tui.texts import line
from postwise.tui.train.solo_lines import beside_lines
from postwise.tui.train.walking import ANSWERING, Walking, ending
from postwise.walk.walk import Walk

HERE = (
    Command("n", "n", "next", "Next case", "Go on to the next case, from wherever this one is", foot=True),
    Command("q,escape", "q", "leave", "Leave", "Leave; nothing is kept", foot=True),
)
COMMANDS = (*ANSWERING, *HERE)


class SoloScreen(Walking[None]):
    """Somebody alone with a few cases."""

    COMMANDS_HERE = COMMANDS
    title_here = "Alone with three cases"
    BINDINGS: ClassVar[list[BindingType]] = bindings(HERE)

    def __init__(self, solo: Solo, together: Together, profile: Mapping[str, str]) -> None:
        super().__init__()
        self.solo = solo
        self.together = together
        self.profile = {**DEFAULTS, **profile}

    @property
    def walk(self) -> Walk | None:
        """The walk of the open case."""
        return self.solo.walk

    def on_mount(self) -> None:
        """Put the first question."""
        self.set_keys()
        self.put()

    def put(self) -> None:
        """Show where the person stands: a question, where a case led, or all roads beside those of groups."""
        solo, walk = self.solo, self.solo.walk
        place, count = min(solo.place + 1, len(solo.cases)), len(solo.cases)
        if solo.case is None or walk is None:
            self.masthead.show(line("Alone with a few cases", "bold"), line("done", "muted"), 1.0)
            self.put_page(list(beside_lines(beside(solo, self.together), self.profile)))
            return
        right = line(f"case {place} of {count}", "muted")
        self.masthead.show(line(fill(solo.case.title, self.profile.get), "bold"), right, solo.place / count)
        if walk.question is None:
            self.put_page(ending(walk))
        else:
            self.put_question(walk, fill(solo.case.scenario.story or "", self.profile.get))

    def took(self, walk: Walk) -> None:
        """Take an answer."""
        self.solo = self.solo.with_walk(walk)
        self.put()

    def action_back(self) -> None:
        """Take the last answer back, or go back to the case before."""
        self.solo = self.solo.back()
        self.put()

    def action_next(self) -> None:
        """Go on to the next case."""
        self.solo = self.solo.forward()
        self.put()

    def action_leave(self) -> None:
        """Leave; nothing is kept."""
        self.house.close(self)
