"""What every part of the room's page works on: the session on the disk, and the way it is taken further."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from postwise.errors import PostwiseError
from postwise.train.log import OpenLog
from postwise.train.session import Session
from postwise.train.steps import Events
from postwise.tui.page import Page
from postwise.tui.train.clock import Clock
from postwise.tui.train.notes import clock_for


class Desk(Page[None]):
    """A page over a session that is being held."""

    def __init__(self, hold: OpenLog) -> None:
        super().__init__()
        self.hold = hold
        self.clock: Clock | None = clock_for(hold.session)
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
