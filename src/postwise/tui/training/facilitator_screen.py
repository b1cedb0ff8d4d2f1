"""The facilitator's notes and timer: over the room's page when asked for, or in a second terminal that follows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.train.facilitator_notes import FacilitatorNotes, Timer, clock_for, hour_for, notes_at, toggled
from postwise.train.room_view import RoomView, room
from postwise.train.session import Session
from postwise.train.session_words import FIRST_VOTE, STEPS
from postwise.train.store import SessionFollower
from postwise.tui.base_screen import BaseScreen
from postwise.tui.screen_commands import NOTES
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.text_page import TextPage


def notes_lines(view: RoomView, notes: FacilitatorNotes) -> Iterator[PageLine]:
    """Yield what a facilitator may want at a step."""
    yield BLANK
    yield PageLine(line(view.ask or view.title or "Between the cases", "bold"))
    if view.ask:
        yield PageLine(
            styled(f"{view.voted} of {view.present} are in" if view.hidden else f"{view.present} here", "muted")
        )
    yield BLANK
    yield from _split(notes)
    yield from _list(FIRST_VOTE, [f"{text}: {count}" for text, count in notes.first])
    yield from _list("You may say", notes.prompts)
    yield from _list("To talk about", notes.discuss)
    yield from _list("Other roads still to walk", [f"{ask} {answer}" for ask, answer in notes.due])
    yield from _list("Left for another time", notes.parked)
    if notes.suggest_secret:
        yield PageLine(
            styled("So few are here that hands point at people. Say once that the keyboard can be passed round.")
        )


def _split(notes: FacilitatorNotes) -> Iterator[PageLine]:
    if notes.splits_here:
        yield PageLine(styled("Groups are known to divide here.", "pause bold"))
        yield BLANK
    if notes.likely:
        yield PageLine(join([styled("The case's own road: ", "muted"), line(notes.likely).pad_left(1)]))
        if notes.other:
            yield PageLine(join([styled("Its other road: ", "muted"), line(notes.other).pad_left(1)]))
        yield BLANK


def _list(title: str, texts: Sequence[str]) -> Iterator[PageLine]:
    if texts:
        yield heading(title)
        for text in texts:
            yield from bulleted(prose(text), "·  ")
        yield BLANK


OFTEN = 0.25
"""So many seconds lie between two looks at the session's file."""


class FacilitatorScreen(BaseScreen[None]):
    """What only the facilitator sees. It reads a session and never writes."""

    COMMANDS_HERE = NOTES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f", "leave", show=False, id="notes")]
    title_here = "The facilitator's notes"

    def __init__(
        self,
        session: Session,
        clock: Timer | None,
        follower: SessionFollower | None = None,
        hour: Timer | None = None,
    ) -> None:
        self.page = TextPage(id="page")
        super().__init__(self.page)
        self.session = session
        self.clock = clock
        self.follower = follower
        self.hour = hour or hour_for(session)

    def on_mount(self) -> None:
        """Show the notes; in a second terminal, follow the first."""
        self.page.focus()
        self.put()
        self.set_interval(OFTEN, self.look)

    def put(self) -> None:
        """Set the page."""
        self.page.show(list(notes_lines(room(self.session), notes_at(self.session))), keep=True)
        self._head()

    def _head(self) -> None:
        clock = f" · {self.clock.shown(time.monotonic())}" if self.clock is not None else ""
        step = f"{STEPS[self.session.stage]}{clock} · in all {self.hour.shown(time.monotonic())}"
        self.masthead.show(line("For the facilitator only", "bold"), line(step, "muted"))

    def look(self) -> None:
        """Bring the notes up to date with the session's file, and the timer with the time."""
        with self.saying_what_fails():
            following = self.follower.poll() if self.follower is not None else None
            if following is None:
                self._head()
                return
            before, self.session = self.session, following
            if before.place != following.place:
                self.clock = clock_for(following)
            self.put()

    def action_timer(self) -> None:
        """Stop the timer, let it go on, or set one going."""
        self.clock = toggled(self.clock)
        self._head()
