"""Setting up a session: cases, votes, people and the file; nothing is written before the facilitator begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postwise.files import typed_path
from postwise.train.cases import SetupChoices, contacts_missing, minutes_of, questions_of
from postwise.train.session import Session
from postwise.train.session_words import (
    LEVELS,
    MODES,
    SET_UP,
    WHEN_UNSEEN,
    case_planned,
    contacts_unnamed,
    fits,
    time_planned,
)
from postwise.train.store import OpenSession
from postwise.train.written_lines import people_in
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import FormDialog, FormField
from postwise.tui.screen_commands import SETUP
from postwise.tui.training import OpenRoom, note_forms
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading, option
from postwise.tui.widgets.text_page import TextPage


def setup_lines(choices: SetupChoices, begin: str, *, every: bool) -> Iterator[PageLine]:
    """Yield the page, with the key that begins; `every` lists the cases that are not chosen as well."""
    yield BLANK
    yield heading("Cases, in the order they are played")
    yield from _chosen(choices)
    yield from _others(choices, every=every)
    yield BLANK
    yield heading("How we vote")
    yield from (option(("mode", mode), text, on=choices.plan.mode == mode) for mode, text in MODES.items())
    if choices.plan.mode == "hands":
        yield PageLine(styled(WHEN_UNSEEN, "muted"), indent=3)
    yield BLANK
    yield heading("Who, and how long")
    yield _fact("present", "People here", str(choices.plan.present))
    yield _fact("office", "Office or team", choices.plan.office or "not said")
    yield _fact("short", "Time", time_planned(short=choices.plan.short))
    yield PageLine(styled(fits(choices.minutes, short=choices.plan.short), "muted"), indent=3)
    yield BLANK
    yield heading("Where it is kept")
    yield _fact("path", "File", choices.path.name)
    yield PageLine(styled(SET_UP, "muted"))
    yield from _contacts(choices)
    yield BLANK
    kept = styled(f"Begin, and keep the session in {choices.path.name}", "bold")
    yield PageLine(kept, styled(f"{begin:<2} ", "accent bold"), "begin")
    yield BLANK
    yield PageLine(
        styled("For the back of the room, make the letters of this window larger: 60 columns are enough.", "muted")
    )


def _chosen(choices: SetupChoices) -> Iterator[PageLine]:
    for place, case in enumerate(choices.chosen_cases, 1):
        yield PageLine(
            line(choices.filled(case, case.title), "bold"),
            styled(f"☑  {place}  ", "accent bold"),
            ("case", case.ref.id),
            right=styled(choices.reasons.get(case.ref.id) or LEVELS[case.level], "muted"),
        )
        planned = case_planned(questions_of(case), minutes_of(case))
        yield PageLine(styled(planned, "muted"), indent=6)
        yield PageLine(line(choices.filled(case, case.scenario.story or ""), "muted"), indent=6, rows=2)
    if not choices.chosen:
        yield PageLine(styled("None yet. Choose at least one.", "stop"))


def _others(choices: SetupChoices, *, every: bool) -> Iterator[PageLine]:
    rest = [case for case in choices.cases if case.ref.id not in choices.chosen]
    if not rest:
        return
    offer = "Show only the chosen" if every else f"{len(rest)} more to choose from"
    yield PageLine(styled(offer, "muted"), styled("…  ", "accent"), "more")
    before = ""
    for case in rest if every else ():
        if case.ref.tree != before:
            yield PageLine(line(choices.filled(case, case.tree.title), "muted"), indent=3)
        before = case.ref.tree
        yield PageLine(
            line(choices.filled(case, case.title)), styled("☐  ", "muted"), ("case", case.ref.id), 3,
            right=styled(LEVELS[case.level], "muted"),
        )  # fmt: skip


def _fact(target: str, label: str, value: str) -> PageLine:
    return PageLine(line(value, "bold"), styled(f"{label:<16}", "muted"), target)


def _contacts(choices: SetupChoices) -> Iterator[PageLine]:
    missing = contacts_missing(choices.chosen_cases, choices.plan.words)
    if missing:
        yield BLANK
        yield PageLine(styled(contacts_unnamed(missing), "pause"))


class SetupScreen(BaseScreen[None]):
    """What is settled before a session. It holds choices, and writes nothing until they are agreed to."""

    COMMANDS_HERE = SETUP
    title_here = "Setting up a session"

    def __init__(self, choices: SetupChoices) -> None:
        self.page = TextPage(id="page")
        self.page.measure = 88
        super().__init__(self.page)
        self.choices = choices
        self.every = False

    def on_mount(self) -> None:
        """Show what is suggested."""
        self.masthead.show(line("Training together", "bold"), line("the facilitator's set-up", "muted"))
        self.page.focus()
        self.put()

    def put(self) -> None:
        """Set the page where it stands."""
        self.page.show(list(setup_lines(self.choices, self.keycaps["begin"], every=self.every)), keep=True)

    def _choose(self, choices: SetupChoices) -> None:
        self.choices = choices
        self.put()

    def _plan(self, **changes: object) -> None:
        self._choose(replace(self.choices, plan=self.choices.plan.model_copy(update=changes)))

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Change what was chosen."""
        event.stop()
        match event.target:
            case ("case", str(case_id)):
                self._choose(self.choices.toggled(case_id))
            case ("mode", mode):
                self._plan(mode=mode)
            case "short":
                self._plan(short=not self.choices.plan.short)
            case "more":
                self.action_more()
            case "begin":
                self.action_begin()
            case "present":
                form = note_forms.people_form(self.choices.plan.present)
                self.ask(form, lambda filled: self._plan(present=people_in(filled)))
            case "office":
                blank = FormField("office", "Office or team", self.choices.plan.office)
                explained = "So that yours can be laid beside others. It may stay empty."
                form = FormDialog("Which office or team?", explained, [blank])
                self.ask(form, lambda filled: self._plan(office=filled["office"]))
            case "path":
                explained = "It is written once you begin."
                form = note_forms.path_form("Where is the session kept?", explained, self.choices.path)
                self.ask(form, lambda filled: self._choose(replace(self.choices, path=typed_path(filled["path"]))))

    def action_more(self) -> None:
        """List every case, or only the chosen."""
        self.every = not self.every
        self.put()

    def action_begin(self) -> None:
        """Write the session's file, and open the room."""
        if not self.is_active:
            return
        with self.saying_what_fails():
            session = Session.begin(self.choices.chosen_cases, self.choices.plan)
            hold = OpenSession.begin(self.choices.path, session)
            self.app.open(OpenRoom(hold), lambda _: self.app.close(self))
