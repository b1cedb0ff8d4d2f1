"""A vote in secret: the keyboard goes from hand to hand, and the screen shows how many are in and nothing else.

What is typed is never drawn, not even as a mark beside an answer: the room may be looking on. Each vote is on the disk
before the next curtain falls, and nothing of it is left in the screen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from postwise.text import whole_number
from postwise.train.ballot import Ballot
from postwise.train.room_view import RoomView, room
from postwise.train.session_words import are_in
from postwise.train.store import OpenSession
from postwise.tui.base_screen import BaseScreen
from postwise.tui.screen_commands import SECRET_VOTE
from postwise.tui.widgets.answering_keys import DIGITS
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage


class UnmarkedPage(TextPage):
    """A page that shows neither where the pointer is nor what was pressed."""

    def hover_over(self, target: Hashable | None) -> None:
        """Shade nothing."""

    def press(self, target: Hashable) -> None:
        """Choose what was pressed, and leave the mark where it is."""
        self.post_message(self.Chosen(self, target, clicked=True))


class SecretVoteScreen(BaseScreen[None]):
    """One voter after the other, behind a curtain."""

    COMMANDS_HERE = SECRET_VOTE
    ALLOW_SELECT = False  # what somebody picked out would stand there for the next
    title_here = "Voting in secret"
    BINDINGS: ClassVar[list[BindingType]] = [*DIGITS, Binding("space,comma", "apart", show=False)]

    def __init__(self, hold: OpenSession, *, to_desk: bool = False) -> None:
        self.page = UnmarkedPage(id="page", quiet=True, can_focus=False)
        super().__init__(self.page)
        self.hold = hold
        self.drawn = False
        """Whether the curtain is open and somebody votes."""
        self.to_desk = to_desk
        """Whether what lies behind is not for those who vote."""
        self.all_in = False
        self._typed = ""

    def on_mount(self) -> None:
        """Let the curtain down before the first voter."""
        self.put()

    def put(self) -> None:
        """Set the page: the curtain, or the question."""
        view, ballot = room(self.hold.session), self.hold.session.ballot
        self.masthead.show(line("In secret", "bold"), line(f"{view.voted} of {view.present} in", "muted"))
        lines = _question(ballot, self.keycaps) if self.drawn and ballot is not None else _curtain(view)
        lines = _handed_back(view) if self.all_in else lines
        self.page.show([BLANK, *lines])
        self.set_keys()

    def offers(self, action: str) -> bool:
        """Tell what can be done now: to pass and to clear only while somebody votes."""
        return self.drawn or action not in {"passing", "clear"}

    # Voting

    def action_on(self) -> None:
        """Open the curtain; behind it, put in what was typed."""
        ballot = self.hold.session.ballot
        if not self.drawn:
            if self.app.may_be_held:  # by whoever has put a vote in, and the page is another person's
                return
            if self.all_in:
                self.dismiss(None)
                return
            self.drawn = True
            self.put()
        elif ballot is not None:
            chosen = chosen_in(ballot, self._typed)
            self._typed = ""
            if chosen is None:
                self.say(_wanted(ballot, self.keycaps), "stop")
            else:
                self._cast(chosen)

    def action_passing(self) -> None:
        """Put in a pass."""
        if self.drawn:
            self._cast(None)

    def _cast(self, chosen: frozenset[str] | None) -> None:
        self._typed = ""
        with self.saying_what_fails():
            session = self.hold.cast(chosen)
            self.drawn = False
            if session.voted >= session.present:
                self.all_in = self.to_desk
                self.put() if self.all_in else self.dismiss(None)
            else:
                self.put()
                self.say("It is in. Pass the keyboard on.")

    def action_digit(self, number: int) -> None:
        """Take a digit, and show nothing of it."""
        if self.drawn:
            self._typed += str(number)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Take a line that was clicked as its number; that one was is all that shows."""
        event.stop()
        ballot = self.hold.session.ballot
        if self.drawn and ballot is not None:
            self._typed = f"{self._typed} {event.target}" if ballot.several else str(event.target)
            self.say("Taken. Enter puts it in.")

    def action_apart(self) -> None:
        """Take a space between two numbers."""
        if self.drawn:
            self._typed += " "

    def on_key(self, event: events.Key) -> None:
        """Take what no number has as typed too: left out, -3 would be a vote for 3."""
        if self.drawn and event.character and event.is_printable and event.key not in self.active_bindings:
            self._typed += event.character

    def action_clear(self) -> None:
        """Forget what was typed."""
        self._typed = ""
        self.say("Cleared. Type the number anew.")

    def action_leave(self) -> None:
        """Go back to the room; while somebody votes, only let the curtain down again."""
        self._typed = ""
        if not self.drawn:
            self.dismiss(None)
            return
        self.drawn = False
        self.put()


def chosen_in(ballot: Ballot, typed: str) -> frozenset[str] | None:
    """Return the choices that were typed as numbers, or None if that is no vote.

    Of a checklist each number ticks a line, and 0 alone ticks none; up to nine lines need no spaces between.
    """
    pieces = typed.split()
    if ballot.several and len(ballot.keys) < 10:
        pieces = list("".join(pieces))
    numbers = {whole_number(piece) for piece in pieces}
    if ballot.several and numbers == {0}:
        return frozenset()
    chosen = frozenset(key for number, key in enumerate(ballot.keys, 1) if number in numbers)
    sound = 0 < len(chosen) == len(numbers)
    return chosen if sound and (ballot.several or len(chosen) == 1) else None


def _curtain(view: RoomView) -> Iterator[PageLine]:
    yield PageLine(styled(f"{view.voted} of {view.present} are in.", "bold"))
    yield BLANK
    yield PageLine(styled("Whoever has the keyboard: turn the screen to you, and press Enter.", "accent bold"))
    yield BLANK
    yield PageLine(styled("What you type is not shown, to you neither. Nothing tells whose vote was whose.", "muted"))


def _handed_back(view: RoomView) -> Iterator[PageLine]:
    yield PageLine(styled(are_in(view), "bold"))
    yield BLANK
    yield PageLine(styled("Give the keyboard back to whoever leads. Enter opens the desk, which is for them alone."))


def _wanted(ballot: Ballot, keys: Mapping[str, str]) -> str:
    passes = f"{keys['pass']} passes."
    if ballot.several:
        return f"Type the numbers of what you tick, from 1 to {len(ballot.keys)}, or 0 for none. {passes}"
    return f"Type one number from 1 to {len(ballot.keys)}, then Enter. {passes}"


def _question(ballot: Ballot, keys: Mapping[str, str]) -> Iterator[PageLine]:
    yield PageLine(styled(ballot.ask, "bold"))
    yield BLANK
    for place, choice in enumerate(ballot.choices, 1):
        yield PageLine(styled(choice.text), styled(f"{place:>2}  ", "accent bold"), place)
    if ballot.several:
        yield PageLine(styled(ballot.none), styled(" 0  ", "accent bold"), 0)
    yield PageLine(styled("Pass"), styled(f"{keys['pass']:>2}  ", "accent bold"))
    yield BLANK
    yield PageLine(styled(_wanted(ballot, keys), "muted"))
    yield PageLine(styled(f"Nothing you type or click shows. {keys['clear']} begins again.", "muted"))
