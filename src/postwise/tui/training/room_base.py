"""Counts typed at the room's page, as dots: digits with spaces between, or a line chosen once for each hand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.session import Session
from postwise.train.store import OpenSession
from postwise.train.transitions import Events
from postwise.tui.base_screen import BaseScreen
from postwise.tui.training.facilitator_screen import clock_for
from postwise.tui.training.timer import Timer
from postwise.tui.training.vote_bars import COUNTS
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
        return "count" in transitions.possible(self.session)

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
