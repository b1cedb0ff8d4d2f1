"""The facilitator's notes in lines, beside a session that runs elsewhere: said anew whenever it goes on."""

from __future__ import annotations

from typing import TextIO

from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue
from postwise.plain_waiting import LinesOrSaves
from postwise.show.markdown import plain_lines
from postwise.show.room_in_lines import heading, notes_in_lines
from postwise.text import shortened
from postwise.train.facilitator_notes import clock_for, notes_at, timed
from postwise.train.room_view import room
from postwise.train.session import Session
from postwise.train.store import SessionFollower

HELP = "Enter says them again, t says the time, timer stop and timer go hold it and let it go on, q leaves."
LEAVE = {"q", "quit", "exit", "stop", "leave"}


class PlainNotes:
    """What only the facilitator hears. It reads a session and never writes."""

    def __init__(self, session: Session, follower: SessionFollower, source: TextIO, target: TextIO) -> None:
        self.session, self.follower = session, follower
        self.lines = LinesOrSaves(source, self._gone_on)
        self.dialogue = PlainDialogue(self.lines, target, plain_lines)  # type: ignore[arg-type]
        self.clock = clock_for(session)
        self._wrong = ""
        """Why the session's file could not be read when it was last looked at."""

    def run(self) -> None:
        """Say the notes, and say them anew at each step, until the person leaves."""
        self._put()
        self.dialogue.say(HELP)
        while self._once():
            pass

    def _once(self) -> bool:
        """Do what is typed, or say what has come in between; False to leave."""
        line = self.dialogue.typed()
        if line is None:
            if self.lines.interrupted:
                self._put()
            return self.lines.interrupted
        typed = " ".join(line.split()).casefold()
        if typed in {"", "f", "notes"}:
            self._put()
        elif typed in {"t", "timer", "timer stop", "timer go"}:
            self.clock, said = timed(self.clock, typed.removeprefix("timer").removeprefix("t").strip())
            self.dialogue.say(said)
        elif typed not in LEAVE:
            self.dialogue.say(
                HELP if typed in {"?", "help"} else f'"{shortened(typed)}" is none of the words here. {HELP}'
            )
        return typed not in LEAVE

    def _put(self) -> None:
        self.dialogue.say()
        if self._wrong:
            self.dialogue.say(self._wrong)
            return
        view = room(self.session)
        self.dialogue.say(f"{heading(view)}.")
        for said in notes_in_lines(view, notes_at(self.session)):
            self.dialogue.say(said)

    def _gone_on(self) -> bool:
        """Take in what the session's file says by now; tell whether there is something to say of it."""
        before, wrong = self.session, self._wrong
        try:
            self.session = self.follower.poll() or before
            self._wrong = ""
        except PostwiseError as error:
            self._wrong = str(error)
        if self.session.place != before.place:
            self.clock = clock_for(self.session)
        return self.session is not before or self._wrong != wrong
