"""The walks that a person has saved, read when this page is opened: to see as they were, walk again, or delete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events, work
from textual.containers import Horizontal, Vertical
from textual.worker import get_current_worker

from postwise.errors import PostwiseError
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tree.library import Library
from postwise.tree.placeholders import spoken
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.openings import OpenRecord
from postwise.tui.screen_commands import SAVED_WALKS, Action
from postwise.tui.widgets.column import Column
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.recommendation import SIGNS
from postwise.walk.record_store import NONE_SAVED, Records

if TYPE_CHECKING:
    import datetime as dt

    from postwise.walk.saved_walk import SavedWalk


ENDED_SINCE = "ended since"
"""What is said of a walk that was put aside, gone on with, and has come to its end."""
GOES = "You have come to its end since, and what was put aside goes when you leave postwise. What you save there stays."


WIDE = 56
"""From so many columns on, a row says days and *another road* in full."""


class Kept(NamedTuple):
    """What is in a person's records."""

    walks: Mapping[int, SavedWalk]
    """The saved walks by their numbers, the latest first."""
    damaged: tuple[int, ...]
    """The numbers of those that nobody can read."""
    trouble: str = ""
    """Why the records cannot be read at all."""


def read_records() -> Kept:
    """Return what the records hold."""
    try:
        records = Records()
        walks = {record.id: record for record in records.all()}
        listed = {summary.id for summary in (*records.list(), *records.unfinished())}
        damaged = sorted({*records.damaged(), *(listed - walks.keys())})
    except PostwiseError as error:
        return Kept({}, (), str(error))
    return Kept(walks, tuple(damaged))


class SavedWalksScreen(BaseScreen[None]):
    """The saved walks on the left, the marked one as it was on the right; what cannot be gone on with, too."""

    COMMANDS_HERE = SAVED_WALKS
    title_here = "At the saved walks"

    def __init__(self, library: Library) -> None:
        self.list = TextPage(id="saved")
        self.record = Column(id="record", quiet=True)
        super().__init__(Horizontal(Vertical(self.list, id="side"), Vertical(self.record, id="main"), id="body"))
        self.library = library
        self.kept: Kept | None = None
        self.clicked: object = None
        """What was clicked last: a second click on it opens it."""
        self._room = 0
        """The columns that the record was set for."""

    def on_mount(self) -> None:
        """Read the records beside the screen."""
        self.masthead.show(line("Saved walks", "bold"), line(f"in your own records, on {self.app.machine}", "muted"))
        self.set_focus(self.list)
        self._set()
        self._read()

    @work(thread=True, exclusive=True, group="records")
    def _read(self) -> None:
        worker, kept = get_current_worker(), read_records()
        if not worker.is_cancelled:
            self.app.call_from_thread(self._has_read, kept)

    def _has_read(self, kept: Kept) -> None:
        beside, self.kept = self._beside, kept
        self._set(beside if self.marked not in {*kept.walks, *kept.damaged} else None)

    # The pages

    @property
    def marked(self) -> int | None:
        """The number of the marked record."""
        return self.list.marked if isinstance(self.list.marked, int) else None

    def _set(self, mark: int | None = None) -> None:
        self.list.show([BLANK, *self._lines()], mark, keep=True)
        self._set_record()

    def _lines(self) -> Iterator[PageLine]:
        if self.kept is None:
            yield PageLine(line("Reading …", "muted"))
            return
        for number, record in self.kept.walks.items():
            end = record.outcome
            day = self._day(record.saved.astimezone().date())
            aside = "another road" if record.other else "put aside"
            aside = ENDED_SINCE if self._has_ended_since(number) else aside
            word = styled(aside, "muted") if end is None else styled(str(SIGNS[end.verdict]), end.verdict)
            if end is not None and record.other:
                word = join([styled("another road  " if self._wide else "other  ", "muted"), word])
            yield PageLine(line(record.tree.title), styled(f"{day}  ", "muted"), number, right=word)
        for number in self.kept.damaged:
            yield PageLine(line(f"Record {number} cannot be read", "stop"), styled("▲ ", "stop"), number)
        if self.kept.trouble:
            yield PageLine(line(self.kept.trouble, "stop"))
        elif not self.kept.walks and not self.kept.damaged:
            yield PageLine(line(NONE_SAVED, "muted"))

    @property
    def _wide(self) -> bool:
        return self.list.size.width >= WIDE

    def _day(self, day: dt.date) -> str:
        """Return a day as the list has it: of this year without the year, where there is little room."""
        if self._wide or day.year != self.app.today.year:
            return day.isoformat()
        number, month, _ = spoken(day).split()
        return f"{number:>2} {month[:3]}"

    def _set_record(self) -> None:
        self.record.show([BLANK, *self._record_lines()])
        self.set_keys()

    def _has_ended_since(self, number: int) -> bool:
        """Tell whether what was put aside was gone on with, and has come to its end."""
        hand = self.app.walks.put_aside_as(number)
        return hand is not None and hand.over and hand.kept is not None and hand.kept.whole

    def _record_lines(self) -> Iterator[PageLine]:
        record = self._record
        if record is not None:
            if self._has_ended_since(record.id):
                yield from (PageLine(line(GOES, "bold")), BLANK)
            self._room = self.record.size.width
            room = max(min(self._room - 4, 78), 20)
            text = RecommendationDocument.of_saved(record).as_text(room)
            yield from (PageLine(styled(row)) for row in text.rstrip("\n").split("\n"))
        elif self.marked is not None:
            yield PageLine(line(f"Record {self.marked} is damaged and cannot be read. It can be deleted."))

    @property
    def _record(self) -> SavedWalk | None:
        return self.kept.walks.get(self.marked) if self.kept is not None and self.marked is not None else None

    def on_text_page_marked(self, event: TextPage.Marked) -> None:
        """Show the record that the mark has come to."""
        event.stop()
        self._set_record()

    def on_screen_resume(self) -> None:
        """Say what has become of the walks meanwhile, and which have been saved."""
        if self.kept is not None:
            self._set()
            self._read()

    def on_resize(self) -> None:
        """Set the pages for their new room."""
        self.call_after_refresh(self._set)

    def on_column_resized(self, event: Column.Resized) -> None:
        """Set the record again where it has other room than it was set for: it may only just have come up."""
        event.stop()
        if self._room != self.record.size.width:
            self._set_record()

    # Keys

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        match action:
            case "choose":
                return self.marked is not None and not self.record.has_focus
            case "again":
                return self._record is not None
            case "delete":
                return self.marked is not None
            case _:
                return True

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Open what was chosen; a first click only marks it."""
        if event.page is self.list:
            event.stop()
            again, self.clicked = self.clicked == event.target, event.target
            if again or not event.clicked:
                self._show_side(record=True)

    def _show_side(self, *, record: bool) -> None:
        self.set_class(record, "-aside")
        self.call_after_refresh(self.set_focus, self.record if record else self.list)
        self.call_after_refresh(self._set_record)

    def action_other_side(self) -> None:
        """Go from the list to the record, or back."""
        self._show_side(record=not self.record.has_focus)

    def action_out(self) -> None:
        """Go back to the list, or to the library."""
        if self.record.has_focus:
            self._show_side(record=False)
        else:
            self.action_leave()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In one column, show the side that has the keyboard."""
        self.set_class(event.widget is self.record, "-aside")

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here: what was put aside is gone on with."""
        if command.action == "again" and self._record is not None and self._record.outcome is None:
            if self._has_ended_since(self._record.id):
                return command._replace(label="See its end", help="See the end that it has come to since")
            return command._replace(label="Go on", help="Go on with it where you left off")
        return super().called_now(command)

    def action_again(self) -> None:
        """Walk with the answers of the marked record through its tree as it is today; go on with what was put aside."""
        record = self._record
        if record is not None:
            with self.saying_what_fails():
                self.go_to(OpenRecord(record))

    def action_delete(self) -> None:
        """Ask whether the marked record is to be deleted."""
        number, record = self.marked, self._record
        if number is not None:
            text = "Nothing of it is left in the file then, and nobody can bring it back."
            choices = {"d": "Delete it", "k": "Keep it"}
            when = None if record is None else record.saved.astimezone()
            day = "" if when is None else f" of {spoken(when.date())}, {when:%H:%M}"
            called = f"record {number}" if record is None else f"“{record.tree.title}”{day}"
            self.ask(ChoiceDialog(f"Delete {called}?", text, choices), partial(self._delete, number, called))

    @property
    def _beside(self) -> int | None:
        """The number of the record behind the marked one, or before it at the end of the list."""
        there = [*self.kept.walks, *self.kept.damaged] if self.kept is not None else []
        if self.marked not in there:
            return None
        place = there.index(self.marked)
        return next(iter((*there[place + 1 :], *reversed(there[:place]))), None)

    def _delete(self, number: int, called: str, key: str) -> None:
        if key == "d":
            with self.saying_what_fails():
                Records().delete(number)
                self.app.walks.record_is_gone(number)
                self.say(f"{called[0].upper()}{called[1:]} is gone, and nothing of it is left in the file.")
            self._read()
