"""What the scribe writes down at the room's page: each line asked for in a box, and on the disk before it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from postwise.train import transitions
from postwise.train.events import ScribeNote
from postwise.tui.training import note_questions
from postwise.tui.training.room_base import CountKeys

Filled = Mapping[str, str] | None
KEYS = "123456789abcdefghimnopqrstuvwxyz"
"""The keys of a list of questions; j and k move its mark."""


class NoteKeys(CountKeys):
    """The keys that write something down."""

    def _write(self, kind: str, **about: str) -> None:
        def done(filled: Filled) -> None:
            if filled is not None:
                self.go(lambda session: note_questions.written(session, kind, filled, **about))

        self.app.push_screen(note_questions.form_for(kind), done)

    def action_minority(self) -> None:
        """Write down what the smaller side wants kept."""
        if "minority" in transitions.possible(self.session):
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
        found = note_questions.questions_voted(session)
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
            self.app.push_screen(note_questions.form_for(note.kind, note), partial(self._mended, note))

    def _mended(self, note: ScribeNote, filled: Filled) -> None:
        if filled is not None:
            self.go(partial(note_questions.mended, note=note, filled=filled))

    def action_people(self) -> None:
        """Say how many are here now."""

        def done(filled: Filled) -> None:
            if filled is not None:
                self.go(partial(transitions.present, people=int(filled["present"])))

        self.app.push_screen(note_questions.people_form(self.session.present), done)

    def action_debrief(self) -> None:
        """Write what was said into a file, where the facilitator wants it."""
        suggested = self.hold.path.with_suffix(".md")
        said = "Counts and the group's own lines, as Markdown, for everyone who was here."
        self.app.push_screen(note_questions.path_form("Write out what was said", said, suggested), self._written_out)

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
