"""A walk in a panel, wherever one is walked: its question, or a page in the place of it, and the trail that led there.

A question is asked, or an earlier one asked again; at the end there is none. Picking, ticking and typing is what the
question panel inside does; what follows from an answer is worked out here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer

from postwise.logic.lookahead import AT_ONCE
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.question_panel import Begun, QuestionPanel
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.trail import NO_CHANGE, Place, TrailChange, change_between, trail_lines
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walk import Walk

NO_MARKS: Mapping[str, Mapping[str, str]] = {}
PAUSE = 1 / 120
"""Seconds between two pieces of what lies ahead, in which keys are taken and frames painted."""
QUIET = 0.25
"""Seconds after an answer in which nothing is worked out: the next key may come at once."""
Ending = Callable[[], Iterable[PageLine]]
"""Returns the page that stands in the place of a question when none is open."""


class WalkPanel(Vertical):
    """Where a walk stands. Answers make the next walk; that it stands elsewhere is posted up."""

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
        self.walk: Walk | None = None
        self._seen: tuple[Walk | None, str | None] = (None, None)
        """A walk that was looked at, with the outcome that is decided already where it stands."""
        self._next_look: Timer | None = None
        """What will work out more of what lies ahead."""
        self.asking: Place | None = None
        """The earlier question that is put again; None: the one that is open."""
        self.change: TrailChange = NO_CHANGE
        self._begun: Begun | None = None
        """What was ticked or typed at the open question before an earlier one was put again."""
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
    def node_id(self) -> str | None:
        """The question or ending on the page; None if there is no walk."""
        if self.walk is None:
            return None
        return self.asking[1] if self.asking is not None else self.walk.at

    @property
    def asks(self) -> bool:
        """Whether a question is put: there is a walk, and it has not come to an end."""
        return self.asking is not None or (self.walk is not None and self.walk.question is not None)

    @property
    def ended(self) -> bool:
        """Whether the walk has ended, and no earlier question is put again."""
        return self.asking is None and self.walk is not None and self.walk.outcome is not None

    def show(self, walk: Walk | None, asking: Place | None = None, change: TrailChange = NO_CHANGE) -> None:
        """Put a walk on the page, as the person's own; None puts what stands in the place of one."""
        self.walk = self.own = walk
        self.asking, self._begun = asking, None
        self.change = change
        self.put()

    def put_under(self, walk: Walk) -> None:
        """Put the walk that this one is in another version of its tree in its place."""
        if self.own is None:
            self.show(walk)
            return
        self.walk = walk
        if self.asking is not None:
            on_road = {step.node_id for step in self.walk.steps}
            self.asking = (walk.tree.id, self.asking[1]) if self.asking[1] in on_road else None
        self.change = NO_CHANGE
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
        had_keyboard, asked_before = self.has_focus_within, not self.has_class("ended")
        self.set_class(self.ending is not None and not self.asks, "ended")
        asked = self._to_ask()
        if asked is not None:
            self._ask(replace(asked, marks=self.marks.get(asked.id, {})), keep=keep)
        elif self.ending is not None:
            self.page.show(list(self.ending()), keep=keep)
        if had_keyboard and asked_before == self.has_class("ended"):
            self.take_focus()
        if self.trail is not None:
            # The screen's own callbacks come before it paints, so the question and its trail are one frame.
            self.screen.call_after_refresh(self._show_trail)
        if self._next_look is not None:
            self._look_again_after(QUIET)
        else:
            self.screen.call_after_refresh(self._begin_to_look, at_once=opened)

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

    def _to_ask(self) -> FilledQuestion | None:
        if self.walk is None or self.asking is None:
            return self.walk.question if self.walk is not None else None
        walk = next(leg for leg in reversed(self.walk.legs) if leg.tree.id == self.asking[0])
        step = next(step for step in walk.steps if step.node_id == self.asking[1])
        return walk.asked_as(step.node_id, step.answer, unsure=step.unsure)

    def _ask(self, new: FilledQuestion, *, keep: bool) -> None:
        old = self.panel.asked
        if keep and old is not None and _alike(old, new):
            self.panel.put_for(new)
        else:
            self.panel.show(new)

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

    # Answering

    def on_question_panel_answered(self, event: QuestionPanel.Answered) -> None:
        """Take an answer to the question that is put, or *Not sure* for one, and go on."""
        event.stop()
        before = self.walk
        if before is None or not self._put_now(event.asked):
            return
        if self.asking is None:
            self.show(before.not_sure(AT_ONCE) if event.unsure else before.answer(event.raw))
        else:
            after = changed(before, self.asking, event.raw, unsure=event.unsure)
            same = after.tree is before.tree
            self.show(after, change=change_between(before, after, self.asking[1]) if same else NO_CHANGE)
        self.post_message(self.Moved())
        if self.walk is not None and self.walk.by_gotos:
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
        """Go back from an empty field, as the screen does."""
        await self.run_action("screen.back")

    def on_answer_field_left(self) -> None:
        """Leave the field for the keys of the page."""
        self.panel.page.focus()

    def back(self) -> None:
        """Take the last answer back; with an earlier question put again, leave it as it was."""
        if self.walk is not None:
            self.show(self.walk.back() if self.asking is None else self.walk)
            self.post_message(self.Moved())

    def ask_again(self, place: Place | None) -> None:
        """Put an earlier question again, its answer highlighted; the open one, or None, ends that."""
        if self.walk is not None:
            if self.asking is None:
                self._begun = self.panel.begun if self.asks else None
            self.asking = None if place == (self.walk.tree.id, self.walk.at) else place
            self.change = NO_CHANGE
            self.put()
            if self.asking is None and self._begun is not None:
                self.panel.take_up(self._begun)
            self.take_focus()
            self.post_message(self.Moved(again=True))


def changed(walk: Walk, place: Place, raw: Any, *, unsure: bool = False) -> Walk:
    """Return the walk with one answer changed, in this tree or in one that handed over to it.

    If the earlier tree still hands over to this one, the walk stands here with all its answers that still apply;
    if it does not any more, it is the walk in the earlier tree.
    """
    tree_id, question_id = place
    if walk.tree.id == tree_id or walk.previous is None:
        return walk.not_sure(AT_ONCE, question_id) if unsure else walk.change(question_id, raw)
    earlier = changed(walk.previous, place, raw, unsure=unsure)
    early = walk.previous.ended_early
    if early is not None and earlier.decided_already() == early:
        earlier = earlier.to_its_end()  # as it had been gone to before: nothing else is skipped
    if earlier.outcome is not None and earlier.outcome.tree == walk.tree.id:
        return walk.handed_over_by(earlier)
    return earlier


def _alike(old: FilledQuestion, new: FilledQuestion) -> bool:
    """Tell whether what is being ticked or typed for one question can stay for another."""
    ids = [answer.id for answer in old.answers], [answer.id for answer in new.answers]
    return (old.id, old.kind, old.suggested, old.unsure) == (new.id, new.kind, new.suggested, new.unsure) and (
        ids[0] == ids[1] or old.kind == "checklist"
    )
