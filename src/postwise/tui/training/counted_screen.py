"""Counts of hands, slips or ticks as they are typed in front of the room, or counted with the mouse."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from postwise.text import whole_number
from postwise.train import transitions
from postwise.train.moves import whole_counts
from postwise.train.room_view import RoomView
from postwise.train.session import CLOSED_BY_SHOWING, VOTING, Session
from postwise.train.store import OpenSession
from postwise.train.tally import FEW
from postwise.train.transitions import Events
from postwise.tui.training.room_lines import COUNTS
from postwise.tui.widgets.answering_keys import DIGITS
from postwise.tui.widgets.head_and_foot import TopScreen
from postwise.tui.widgets.text_page import TextPage

TYPED_EACH = 7
"""As many characters of counts are taken for each line: no number that is counted is as long."""


class CountedScreen(TopScreen[None]):
    """What takes counts on a screen of a session; what they do to it is for the screen itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *DIGITS,
        Binding("space,comma", "apart", show=False),
        Binding("backspace", "rub", show=False),
    ]

    hold: OpenSession
    page: TextPage
    view: RoomView
    typed: str
    """The counts typed and not yet put in."""

    @property
    def session(self) -> Session:
        """The session as it is kept."""
        return self.hold.session

    @abstractmethod
    def say(self, text: str, style: str = "accent") -> None:
        """Say something in the foot."""

    @abstractmethod
    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""

    @abstractmethod
    def go(self, make: Callable[[Session], Events]) -> bool | None:
        """Take events into the session, then show them; tell whether there were any, None if it failed."""

    @abstractmethod
    def action_move(self, does: str) -> None:
        """Do what only leads on, or say why it does not."""

    @property
    def counts_typed(self) -> bool:
        """Whether counts are typed at this step."""
        return self.session.stage in VOTING and not self.session.secret

    @property
    def counts_seen(self) -> bool:
        """Whether the room may see counts while they are typed: hands that it has seen, but for those of few."""
        session = self.session
        return session.mode == "hands" and session.stage in CLOSED_BY_SHOWING and session.present >= FEW

    def action_digit(self, number: int) -> None:
        """Type a digit of a count."""
        self._type(f"{self.typed}{number}")

    def on_key(self, event: events.Key) -> None:
        """Take what no count has as typed too: left out, -3 would be 3 and 2.5 would be 25."""
        sign = event.character if event.is_printable and event.key not in self.active_bindings else None
        if sign is not None and self.counts_typed and (self.typed or not sign.isalpha()):
            self._type(f"{self.typed}{sign}")

    def action_apart(self) -> None:
        """Type a space between two counts."""
        if self.typed:
            self._type(f"{self.typed.rstrip()} ")

    def action_rub(self) -> None:
        """Take back what was typed last; with nothing typed, go back a step."""
        if self.typed:
            self._type(self.typed[:-1])
        elif self.app.still_does("backspace", "back"):
            self.action_move("back")

    def _type(self, text: str) -> None:
        if not self.counts_typed:
            return
        if len(text) > TYPED_EACH * len(self.view.bars) + 1:  # so that what is taken of too much is too much as well
            self.say("That is more than can be counted here. Backspace takes away what was typed last.", "stop")
        else:
            self.typed = text
            self.put()
            self.page.mark(COUNTS)

    def _hand(self, place: int) -> None:
        """Count one hand more for a line."""
        counts = self._whole()
        count = whole_number(counts[place]) if place < len(counts) else None
        if count is not None:
            counts[place] = str(count + 1)
            self.typed = " ".join(counts)
            self.put()

    def _whole(self) -> list[str]:
        return whole_counts(self.typed, len(self.view.bars))

    def _count(self) -> bool:
        """Put the counts in; tell whether they could be."""
        if not self.typed.strip():
            return False
        taken = self.go(partial(transitions.count, text=self.typed))
        if taken is None and not self.counts_seen:  # nobody could put right what nobody sees
            self._type("")
        return bool(taken)
