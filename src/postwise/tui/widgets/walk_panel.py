"""A walk in a panel, wherever one is walked: its question, or a page in the place of it, and the trail that led there.

Where somebody stands is one value, and `after`, which knows no screen, says what comes of each thing they do. The
question panel inside tells what was done; what is there then is put on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from textual import getters
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer

from postwise.logic.lookahead import AT_ONCE
from postwise.tui.widgets.keys_in_turn import KeysInTurn
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.question_panel import QuestionPanel
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.trail import NO_CHANGE, TrailChange, change_between, trail_lines
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walk import Walk
from postwise.walk.walking import AskAgain, Back, Begun, Deed, Place, Standing, after, alike, changed, gone_on, under

NO_MARKS: Mapping[str, Mapping[str, str]] = {}
PAUSE = 1 / 120
"""Seconds between two pieces of what lies ahead, in which keys are taken and frames painted."""
REST = 0.03
"""Seconds without a key after which the trail is brought up to date."""
LATEST = 0.25
"""Seconds after which it is, though keys go on."""
QUIET = 0.25
"""Seconds after an answer in which nothing is worked out: the next key may come at once."""
Ending = Callable[[], Iterable[PageLine]]
"""Returns the page that stands in the place of a question when none is open."""


class WalkPanel(Vertical):
    """Where a walk stands. Answers make the next walk; that it stands elsewhere is posted up."""

    app = getters.app(KeysInTurn)
    DEFAULT_CSS = """
    WalkPanel { width: 1fr; height: 1fr; }
    WalkPanel > #ending { display: none; }
    WalkPanel.ended > #ending { display: block; }
    WalkPanel.ended > QuestionPanel { display: none; }
    """

    @dataclass(eq=False, repr=False)
    class Moved(Message):
        """The walk stands somewhere else, or another question is put."""

        again: bool = False
        """Whether an earlier question was put again, or put away again, and nothing answered."""

    @dataclass(eq=False, repr=False)
    class Judged(Message):
        """*Not sure* was answered before it could be known what lies ahead."""

    @dataclass(eq=False, repr=False)
    class Looked(Message):
        """What lies ahead has been worked out, as far as it can be."""

    def __init__(self, trail: TextPage | None = None, ending: Ending | None = None, *, id: str) -> None:  # noqa: A002 - Textual's name
        self.panel = QuestionPanel()
        self.page = TextPage(id="ending", measure=66)
        super().__init__(self.panel, *([self.page] if ending is not None else []), id=id)
        self.stands: Standing | None = None
        """Where somebody stands on a walk; None if there is none."""
        self._seen: tuple[Walk | None, str | None] = (None, None)
        """A walk that was looked at, with the outcome that is decided already where it stands."""
        self._next_trail: Timer | None = None
        """What will bring the trail up to date."""
        self._trail_since = 0.0
        """Since when it is to be brought up to date."""
        self._next_look: Timer | None = None
        """What will work out more of what lies ahead."""
        self.change: TrailChange = NO_CHANGE
        self.own: Walk | None = None
        """The walk after the person's own last step: what a new tree is walked from."""
        self.marks = NO_MARKS
        """By question or ending, what was just edited in it."""
        self.trail = trail
        """The page for the trail, which stands where its screen puts it."""
        if trail is not None:
            trail.quiet = True
        self.ending = ending

    # Where it stands

    @property
    def walk(self) -> Walk | None:
        """The walk, if there is one."""
        return None if self.stands is None else self.stands.walk

    @property
    def asking(self) -> Place | None:
        """The earlier question that is put again; None: the one that is open."""
        return None if self.stands is None else self.stands.again

    @property
    def node_id(self) -> str | None:
        """The question or ending on the page; None if there is no walk."""
        if self.walk is None:
            return None
        return self.asking[1] if self.asking is not None else self.walk.at

    @property
    def asks(self) -> bool:
        """Whether a question is put: there is a walk, and it has not come to an end."""
        return self.stands is not None and self.stands.state != "ended"

    @property
    def ended(self) -> bool:
        """Whether the walk has ended, and no earlier question is put again."""
        return self.asking is None and self.walk is not None and self.walk.outcome is not None

    @property
    def put_again(self) -> str:
        """That an earlier question is put again, and how to leave its answer as it was; empty if none is."""
        if self.stands is None or self.asking is None:
            return ""
        if self.stands.asked is not None and self.stands.asked.typed:
            return "Put again: Esc leaves the field, then it as it was."
        return "An earlier answer, put again: Esc leaves it as it was."

    def show(self, walk: Walk | None, asking: Place | None = None, change: TrailChange = NO_CHANGE) -> None:
        """Put a walk on the page, as the person's own; None puts what stands in the place of one."""
        self.stands, self.own = None if walk is None else Standing(walk, asking), walk
        self.change = change
        self.put()

    def go_on_from(self, stands: Standing) -> None:
        """Put a walk on the page as it was left, with what was begun at its question."""
        self.stands, self.own, self.change = stands, stands.walk, NO_CHANGE
        self.put()

    def go_on_with(self, walk: Walk, asking: Place | None) -> None:
        """Put a walk on the page that goes on from the end of this one, with what was begun at its questions."""
        self.go_on_from(Standing(walk, asking) if self.stands is None else gone_on(self.stands, walk, asking))

    def put_under(self, walk: Walk) -> None:
        """Put the walk that this one is in another version of its tree in its place."""
        if self.stands is None or self.own is None:
            self.show(walk)
            return
        self.stands, self.change = under(self.stands, walk), NO_CHANGE
        self.put(keep=True)

    def mark(self, marks: Mapping[str, Mapping[str, str]]) -> None:
        """Mark what was just edited, or nothing any more."""
        if marks != self.marks:
            self.marks = marks
            self.put(keep=True)

    # The page

    def put(self, *, keep: bool = False) -> None:
        """Put the question that is to be put now, or what stands in its place, then bring the trail up to date.

        With `keep`, what is being ticked or typed stays, if it can. Nothing is put where the screens are being left.
        """
        if not self.is_attached:
            return
        opened = self.panel.asked is None
        elsewhere, asked_before, anew = self._keyboard_elsewhere, not self.has_class("ended"), False
        self.set_class(self.ending is not None and not self.asks, "ended")
        asked = None if self.stands is None else self.stands.asked
        if asked is not None and self.stands is not None:
            anew = self._ask(replace(asked, marks=self.marks.get(asked.id, {})), self.stands.answer, keep=keep)
        elif self.ending is not None:
            self.page.show(list(self.ending()), keep=keep)
        if not elsewhere and (asked_before == self.has_class("ended") or (anew and self.panel.has_class("typed"))):
            self.take_focus()
        if opened or keep:
            self.screen.call_after_refresh(self.show_trail)
        else:
            self._show_trail_soon()
        if self._next_look is not None:
            self._look_again_after(QUIET)
        else:
            self.screen.call_after_refresh(self._begin_to_look, at_once=opened)

    def _show_trail_soon(self) -> None:
        """Bring the trail up to date once no key has come for a moment, or at the latest: the question comes first."""
        now = monotonic()
        self._trail_since = self._trail_since or now
        if self._next_trail is not None:
            self._next_trail.stop()
        self._next_trail = self.set_timer(max(min(REST, self._trail_since + LATEST - now), 0.001), self._draw_trail)

    def _draw_trail(self) -> None:
        self.show_trail()
        if isinstance(self.app, KeysInTurn):
            self.app.draw()

    @property
    def trail_waits(self) -> bool:
        """Whether the trail is still to be brought up to date."""
        return self._next_trail is not None

    def _begin_to_look(self, *, at_once: bool) -> None:
        """Work out what lies ahead of where the walk now stands, unless that is known; after an answer, in a while."""
        if at_once and not self.looked_ahead:
            self._look_ahead()
        elif not self.looked_ahead:
            self._look_again_after(QUIET)

    @property
    def looked_ahead(self) -> bool:
        """Whether it is known what lies ahead of where the walk stands."""
        return self.walk is not None and self.walk.known.found_ahead(self.walk.at, self.walk.asked) is not None

    def _look_ahead(self) -> None:
        """Work out a piece of what lies ahead; the next one comes when whatever came in meanwhile has been done."""
        self._next_look = None
        if self.walk is None or self.walk.question is None:
            return
        more = self.walk.known.look_ahead(self.walk.at, self.walk.asked)
        if more:
            self._look_again_after(PAUSE)
        if not more or self._sees_an_end(self.walk):
            self.post_message(self.Looked())

    def _sees_an_end(self, walk: Walk) -> bool:
        """Look, once for where a walk stands, whether its end is decided: near it that is known before all else is."""
        if self._seen[0] is walk:
            return False
        self._seen = (walk, walk.decided_already(AT_ONCE))
        return self.decided is not None

    @property
    def decided(self) -> str | None:
        """The outcome that every way on from the open question leads to, if it is known that there is one."""
        if self.walk is None or self.asking is not None:
            return None
        if self.looked_ahead:
            return self.walk.decided_already(AT_ONCE)
        return self._seen[1] if self._seen[0] is self.walk else None

    def _look_again_after(self, seconds: float) -> None:
        if self._next_look is not None:
            self._next_look.stop()
        self._next_look = self.set_timer(seconds, self._look_ahead)

    @property
    def _keyboard_elsewhere(self) -> bool:
        """Whether the keyboard is at something else than the walk and its trail."""
        focused = self.screen.focused
        return focused is not None and focused is not self.trail and self not in focused.ancestors_with_self

    def _ask(self, new: FilledQuestion, begun: Begun, *, keep: bool) -> bool:
        """Put a question; return whether it is put anew."""
        old = self.panel.asked
        if keep and old is not None and alike(old, new):
            self.panel.put_for(new, begun)
            return False
        self.panel.show(new, begun)
        return True

    def show_trail(self) -> None:
        """Bring the trail up to date, now."""
        if self._next_trail is not None:
            self._next_trail.stop()
        self._next_trail, self._trail_since = None, 0.0
        self._show_trail()

    def _show_trail(self, change: TrailChange | None = None) -> None:
        trail = self.trail
        if trail is None or self.walk is None:
            return
        shown = list(trail_lines(self.walk, self.asking, self.change if change is None else change))
        trail.show(shown, self.asking, keep=True)
        if self.asking is None and not trail.has_focus:
            trail.scroll_rows(len(trail.rows))

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        if self.has_class("ended"):
            self.page.focus()
        else:
            self.panel.take_focus()

    # What is done

    def on_question_panel_did(self, event: QuestionPanel.Did) -> None:
        """Take what was done at the question that is put: it answers it, or begins an answer."""
        event.stop()
        if self._put_now(event.asked):
            self.do(event.deed)

    def do(self, deed: Deed) -> None:
        """Do something, and show where that leads; a walk that stands elsewhere then is posted up."""
        before = self.stands
        if before is None:
            return
        now = after(before, deed, nowhere=self.ending is not None)
        self.stands = now
        if now.walk is before.walk and now.again == before.again:
            if now is not before:
                self.panel.begin(now.answer)
            return
        again = now.walk is before.walk
        self.change = NO_CHANGE
        if not again:
            self.own = now.walk
            if before.again is not None and now.walk.tree is before.walk.tree:
                self.change = change_between(before.walk, now.walk, before.again[1])
        self.put()
        self.post_message(self.Moved(again=again))
        if not again and now.walk.by_gotos:
            self.post_message(self.Judged())

    def on_question_panel_marked(self, event: QuestionPanel.Marked) -> None:
        """While an earlier question is put again, show on the trail what another answer would keep."""
        event.stop()
        if self.walk is None or not self._put_now(event.asked):
            return
        if self.asking is not None and self.asking[0] == self.walk.tree.id:
            after = changed(self.walk, self.asking, event.raw)
            self._show_trail(change_between(self.walk, after, self.asking[1]))

    def _put_now(self, asked: FilledQuestion) -> bool:
        """Tell whether a question is the one on the page. Keys come in faster than messages are read."""
        return self.asks and asked is self.panel.asked

    async def on_answer_field_emptied(self) -> None:
        """Go back from an empty field, as the screen does, if that is what the key does there."""
        if self.app.still_does("backspace", "back"):
            await self.run_action("screen.back")

    def on_answer_field_left(self) -> None:
        """Leave the field for the keys of the page."""
        self.panel.page.focus()

    def back(self) -> None:
        """Take the last answer back; with an earlier question put again, leave it as it was."""
        self.do(Back())

    def ask_again(self, place: Place | None) -> None:
        """Put an earlier question again, its answer highlighted; the open one, or None, ends that."""
        self.do(AskAgain(place))
        self.take_focus()
