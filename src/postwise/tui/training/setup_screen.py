"""Setting up a session: cases, votes, people and the file; nothing is written before the facilitator begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from postwise.errors import PostwiseError
from postwise.train.store import OpenSession
from postwise.tui.base_screen import BaseScreen
from postwise.tui.form_dialog import FormDialog, FormField
from postwise.tui.openings import OpenRoom
from postwise.tui.training import note_questions, setup_lines
from postwise.tui.training.setup_lines import SetupChoices
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import TextPage

Filled = Mapping[str, str] | None
READS: Mapping[str, Callable[[str], object]] = {
    "present": int,
    "office": str,
    "path": lambda text: Path(text).expanduser(),
}
"""What becomes of a value as it was typed."""
COMMANDS = (
    Action("space", "↵", "choose", "Change", "Change the marked line: choose a case, or type another value", foot=True),
    Action("g", "g", "begin", "Begin", "Begin, and keep the session in the file that is named", foot=True),
    Action("m", "m", "more", "More cases", "List every case there is, or only the chosen", foot=True),
    Action("q,escape", "q", "leave", "Leave", "Leave; nothing has been written", foot=True),
)


class SetupScreen(BaseScreen[None]):
    """What is settled before a session. It holds wishes, and writes nothing until they are agreed to."""

    COMMANDS_HERE = COMMANDS
    title_here = "Setting up a session"
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    AUTO_FOCUS = ""

    def __init__(self, wishes: SetupChoices, today: dt.date) -> None:
        super().__init__()
        self.wishes = wishes
        self.today = today
        self.every = False
        self.sheet = TextPage(id="page")
        self.sheet.measure = 88

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.sheet
        yield self.keybar

    def on_mount(self) -> None:
        """Show what is suggested."""
        self.masthead.show(line("Training together", "bold"), line("set-up, for the facilitator", "muted"))
        self.set_keys()
        self.sheet.focus()
        self.put()

    def put(self) -> None:
        """Set the page where it stands."""
        self.sheet.show(list(setup_lines.setup_lines(self.wishes, every=self.every)), keep=True)

    def _now(self, **changes: object) -> None:
        self.wishes = replace(self.wishes, **changes)  # type: ignore[arg-type]
        self.put()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Change what was chosen."""
        event.stop()
        match event.target:
            case ("case", str(name)):
                self.wishes = self.wishes.toggled(name)
                self.put()
            case ("mode", mode):
                self._now(mode=mode)
            case setup_lines.SHORT:
                self._now(short=not self.wishes.short)
            case setup_lines.MORE:
                self.action_more()
            case setup_lines.BEGIN:
                self.action_begin()
            case str(name):
                self._ask(name)

    def _ask(self, name: str) -> None:
        wishes = self.wishes
        forms = {
            setup_lines.PRESENT: note_questions.people_form(wishes.present),
            setup_lines.OFFICE: FormDialog(
                "Which office or team?",
                "So that yours can be laid beside others. It may stay empty.",
                [FormField("office", "Office or team", wishes.office)],
            ),
            setup_lines.PATH: note_questions.path_form(
                "Where is the session kept?", "It is written once you begin.", wishes.path
            ),
        }
        self.app.push_screen(forms[name], self._filled)

    def _filled(self, filled: Filled) -> None:
        if filled is None:
            return
        for name, text in filled.items():
            self._now(**{name: READS[name](text)})

    def action_choose(self) -> None:
        """Change the marked line."""
        self.sheet.action_choose()

    def action_more(self) -> None:
        """List every case, or only the chosen."""
        self.every = not self.every
        self.put()

    def action_begin(self) -> None:
        """Write the session's file, and open the room."""
        try:
            log = OpenSession.begin(self.wishes.path, self.wishes.session(self.today))
        except PostwiseError as error:
            self.say(str(error), "stop")
            return
        self.app.open(OpenRoom(log), lambda _: self.app.close(self))

    def action_leave(self) -> None:
        """Leave; nothing has been written."""
        self.app.close(self)
