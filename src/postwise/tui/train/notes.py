"""The facilitator's notes and timer: over the room's page when asked for, or in a second terminal that follows it."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from postwise.errors import PostwiseError
from postwise.train.crib import crib
from postwise.train.follow import Follower
from postwise.train.room import room
from postwise.train.session import Session
from postwise.tui.commands import Command, bindings
from postwise.tui.page import Page
from postwise.tui.texts import line
from postwise.tui.train.clock import Clock
from postwise.tui.train.notes_lines import notes_lines
from postwise.tui.train.room_lines import STEPS
from postwise.tui.widgets.sheet import Sheet

OFTEN = 0.25
"""So many seconds lie between two looks at the session's file."""
COMMANDS = (
    Command("t", "t", "timer", "Timer", "Stop the timer, or let it go on", foot=True),
    Command("f,q,escape", "q", "leave", "Leave", "Put the notes away", foot=True),
)


class NotesScreen(Page[None]):
    """What only the facilitator sees. It reads a session and never writes."""

    COMMANDS_HERE = COMMANDS
    title_here = "The facilitator's notes"
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    AUTO_FOCUS = ""

    def __init__(self, session: Session, clock: Clock | None, follower: Follower | None = None) -> None:
        super().__init__()
        self.session = session
        self.clock = clock
        self.follower = follower
        self.sheet = Sheet(id="page")

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.sheet
        yield self.keybar

    def on_mount(self) -> None:
        """Show the notes; in a second terminal, follow the first."""
        self.sheet.focus()
        self.set_keys()
        self.put()
        self.set_interval(OFTEN, self.look)

    def put(self) -> None:
        """Set the page."""
        self.sheet.show(list(notes_lines(room(self.session), crib(self.session))), keep=True)
        self._head()

    def _head(self) -> None:
        clock = f" · {self.clock.shown(time.monotonic())}" if self.clock is not None else ""
        step = f"{STEPS[self.session.stage]}{clock}"
        self.masthead.show(line("For the facilitator only", "bold"), line(step, "muted"))

    def look(self) -> None:
        """Bring the notes up to date with the session's file, and the timer with the time."""
        try:
            following = self.follower.poll() if self.follower is not None else None
        except PostwiseError as error:
            self.say(str(error), "stop")
            return
        if following is None:
            self._head()
            return
        before, self.session = self.session, following
        if (before.stage, before.case, before.question) != (following.stage, following.case, following.question):
            self.clock = clock_for(following)
        self.put()

    def action_timer(self) -> None:
        """Stop the timer, let it go on, or set one going."""
        now = time.monotonic()
        self.clock = Clock(0, now) if self.clock is None else self.clock.toggled(now)
        self._head()

    def action_leave(self) -> None:
        """Put the notes away; the clock goes on where it is."""
        self.house.close(self)


def clock_for(session: Session) -> Clock | None:
    """Return the clock that a step begins with; None where nothing is timed."""
    seconds = crib(session).seconds
    return Clock(seconds, time.monotonic()) if seconds else None
