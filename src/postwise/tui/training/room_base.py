"""What every page over a session can do: go on, take counts, and write down what the group says.

Counts are typed as dots, or a line is chosen once for each hand. A written line is on the disk before it is shown.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.events import ScribeNote
from postwise.train.facilitator_notes import Timer, clock_for
from postwise.train.session import VOTING, Session
from postwise.train.store import OpenSession
from postwise.train.transitions import Events
from postwise.tui.base_screen import BaseScreen
from postwise.tui.training import note_forms
from postwise.tui.training.room_lines import COUNTS
from postwise.tui.widgets.text_page import TextPage


class SessionScreen(BaseScreen[None]):
    """A page over a session that is being held."""

    def __init__(self, hold: OpenSession) -> None:
        super().__init__()
        self.hold = hold
        self.clock: Timer | None = clock_for(hold.session)
        self.typed = ""
        """The counts typed and not yet put in."""

    @property
    def session(self) -> Session:
        """The session as it is on the disk."""
        return self.hold.session

    @abstractmethod
    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""

    def go(self, make: Callable[[Session], Events]) -> bool:
        """Take events into the session and onto the disk, then show them; tell whether there were any."""
        before = self.session
        try:
            events = make(before)
            now = self.hold.after(*events)
        except PostwiseError as error:
            self.say(str(error), "stop")
            return False
        if not events:
            return False
        self.typed = ""
        self.moved(before, now)
        return True

    def moved(self, before: Session, now: Session) -> None:
        """Show the session as it is now; another step has a clock of its own."""
        other = (before.stage, before.case, before.question) != (now.stage, now.case, now.question)
        if other:
            self.clock = clock_for(now)
        self.put(anew=other)


MOST = 80
"""As many characters of counts are taken."""


class CountKeys(SessionScreen):
    """The keys that counts are typed with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"digit({number})", show=False) for number in range(10)),
        Binding("space,comma", "apart", show=False),
        Binding("backspace", "rub", show=False),
    ]

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.page = TextPage(id="page")

    @property
    def counts_typed(self) -> bool:
        """Whether counts are typed at this step."""
        return self.session.stage in VOTING and not self.session.secret

    def action_digit(self, number: int) -> None:
        """Type a digit of a count."""
        self._type(f"{self.typed}{number}")

    def action_apart(self) -> None:
        """Type a space between two counts."""
        if self.typed:
            self._type(f"{self.typed.rstrip()} ")

    def action_rub(self) -> None:
        """Take back what was typed last; with nothing typed, go back a step."""
        if self.typed:
            self._type(self.typed[:-1])
        else:
            self.go(transitions.back)

    def _type(self, text: str) -> None:
        if self.counts_typed and len(text) < MOST:
            self.typed = text
            self.put()
            self.page.mark(COUNTS)

    def hand(self, place: int) -> None:
        """Count one hand more for a line."""
        counts = self._whole()
        if place < len(counts) and counts[place].isdigit():
            counts[place] = str(int(counts[place]) + 1)
            self.typed = " ".join(counts)
            self.put()

    def _whole(self) -> list[str]:
        """Return the counts as typed, with a nought for each line that none was typed for."""
        ballot = self.session.ballot
        given = self.typed.split()
        lines = 0 if ballot is None else len(ballot.choices) + 1
        return given + ["0"] * (lines - len(given))

    def count(self) -> bool:
        """Put the counts in; tell whether they could be."""
        return bool(self.typed.strip()) and self.go(partial(transitions.count, text=" ".join(self._whole())))


Filled = Mapping[str, str] | None
KEYS = "123456789abcdefghimnopqrstuvwxyz"
"""The keys of a list of questions; j and k move its mark."""


class NoteKeys(CountKeys):
    """The keys that write something down."""

    def _write(self, kind: str, **about: str) -> None:
        def done(filled: Filled) -> None:
            if filled is not None:
                self.go(lambda session: note_forms.written(session, kind, filled, **about))

        self.app.push_screen(note_forms.form_for(kind), done)

    def action_minority(self) -> None:
        """Write down what the smaller side wants kept."""
        if self.session.case and self.session.stage != "case":
            self._write("minority")
        else:
            self.say("A minority note belongs to a question of a case.")

    def action_trust(self) -> None:
        """Write down what people must be able to trust the group for."""
        self._write("trust")

    def action_later(self) -> None:
        """Keep a line for another time."""
        self._write("parked")

    def action_act(self) -> None:
        """Write down an action."""
        self._write("action")

    def action_change(self) -> None:
        """Propose a change: to the question at hand, or to one that is chosen from those voted on."""
        session = self.session
        if session.question:
            self._write("proposal", question=session.question)
            return
        found = note_forms.questions_voted(session)
        if not found:
            self.say("Nothing has been voted on yet, so there is nothing to change.")
            return
        from postwise.tui.dialogs import ChoiceDialog, DialogChoice

        listed = dict(zip(KEYS, found.items(), strict=False))
        ways = [DialogChoice(key, ask) for key, (_, ask) in listed.items()]

        def done(key: str | None) -> None:
            if key is not None:
                tree, question = listed[key][0]
                self._write("proposal", tree=tree, question=question)

        self.app.push_screen(ChoiceDialog("Which question did not fit?", "", ways), done)

    def mend(self, number: int) -> None:
        """Change a line that was written before, or strike it."""
        note = next((note for of, note in self.session.state.notes.values() if note.number == number), None)
        if note is not None:
            self.app.push_screen(note_forms.form_for(note.kind, note), partial(self._mended, note))

    def _mended(self, note: ScribeNote, filled: Filled) -> None:
        if filled is not None:
            self.go(partial(note_forms.mended, note=note, filled=filled))

    def action_people(self) -> None:
        """Say how many are here now."""

        def done(filled: Filled) -> None:
            if filled is not None:
                self.go(partial(transitions.present, people=int(filled["present"])))

        self.app.push_screen(note_forms.people_form(self.session.present), done)

    def action_debrief(self) -> None:
        """Write what was said into a file, where the facilitator wants it."""
        suggested = self.hold.path.with_suffix(".md")
        said = "Counts and the group's own lines, as Markdown, for everyone who was here."
        self.app.push_screen(note_forms.path_form("Write out what was said", said, suggested), self._written_out)

    def _written_out(self, filled: Filled) -> None:
        from postwise.errors import PostwiseError
        from postwise.files import write_whole
        from postwise.show.session_document import as_markdown
        from postwise.train.session_report import debrief

        if filled is None:
            return
        path = Path(filled["path"]).expanduser()
        try:
            write_whole(path, as_markdown(debrief(self.session)))
        except PostwiseError as error:
            self.say(str(error), "stop")
        else:
            self.say(f"Written to {path}")
