"""A walk in a panel: its question or its ending, and the trail under it; another tree can be put under its feet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from postwise.author.live_file import WHOLE
from postwise.tui.widgets import recommendation_lines as ending_lines
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.question_lines import edited
from postwise.tui.widgets.question_panel import QuestionPanel
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage
from postwise.tui.widgets.trail import NO_CHANGE, Place, TrailChange, change_between, trail_lines
from postwise.walk.filled_question import FilledQuestion, fill_question
from postwise.walk.walk import Walk

NO_MARKS: Mapping[str, Mapping[str, str]] = {}
WAITING = (
    "There is nothing to walk through yet.",
    "The file has errors; they stand beside, or behind tab. Save it without them and the walk begins here.",
)


class WalkPanel(Vertical):
    """Where a walk stands. Answers make the next walk; what stands is posted up."""

    DEFAULT_CSS = """
    WalkPanel { width: 1fr; height: 1fr; }
    WalkPanel > #ending { display: none; }
    WalkPanel.ended > #ending { display: block; }
    WalkPanel.ended > QuestionPanel { display: none; }
    WalkPanel > #walked-trail { height: auto; max-height: 10; padding: 0; border-top: solid $ink-rule; }
    """

    class Moved(Message):
        """The walk stands somewhere else, or another question is put."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.walk: Walk | None = None
        self.asking: Place | None = None
        """The earlier question that is put again; None: the one that is open."""
        self.marks = NO_MARKS
        """By question or ending, what was just edited in it."""
        self.change: TrailChange = NO_CHANGE
        self.own: Walk | None = None
        """The walk after the person's own last step: what a new tree is walked from."""
        self.panel = QuestionPanel()
        self.ending = TextPage(id="ending")
        self.ending.measure = 66
        self.trail = TextPage(id="walked-trail")
        self.trail.quiet = True

    def compose(self) -> ComposeResult:
        """Yield the question, the ending in its place, and the trail."""
        yield self.panel
        yield self.ending
        yield self.trail

    # Where it stands

    @property
    def node(self) -> str | None:
        """The question or ending on the page; None if there is no walk."""
        if self.walk is None:
            return None
        return self.asking[1] if self.asking is not None else self.walk.at

    @property
    def ended(self) -> bool:
        """Whether the page shows where the walk has ended."""
        return self.walk is not None and self.asking is None and self.walk.outcome is not None

    def begin(self, walk: Walk) -> None:
        """Put a walk on the page, as the person's own step."""
        self._stand(walk)

    def put_under(self, start: Walk) -> None:
        """Put the tree of a fresh walk under this one: what was answered is answered again, as far as it can be."""
        before, tree = self.own, start.tree
        if before is None:
            self.begin(start)
            return
        given = {**before.answers, **{name: step.answer for name, step in before.waiting.items()}}
        self.walk = start.taking(given, before.unsure).remembering(before.remembered)
        if self.asking is not None:
            on_road = {step.node_id for step in self.walk.steps}
            self.asking = (tree.id, self.asking[1]) if self.asking[1] in on_road else None
        self.change = NO_CHANGE
        self.put()

    def _stand(self, walk: Walk, change: TrailChange = NO_CHANGE) -> None:
        self.walk = self.own = walk
        self.change = change
        self.asking = None
        self.put()
        self.post_message(self.Moved())

    # The page

    def mark(self, marks: Mapping[str, Mapping[str, str]]) -> None:
        """Mark what was just edited, or nothing any more."""
        if marks != self.marks:
            self.marks = marks
            self.put()

    def put(self) -> None:
        """Put the question that is to be put now, or the ending; what is being ticked or typed stays if it can."""
        walk, name = self.walk, self.node
        had_keyboard, was_ended = self._has_keyboard, self.has_class("ended")
        open_question = walk is not None and name in walk.tree.questions
        self.set_class(not open_question, "ended")
        if walk is not None and name is not None and open_question:
            self._ask(self._asked(walk, name))
        else:
            self.ending.show(list(self._ending_lines()), keep=True)
        self._show_trail()
        if had_keyboard and was_ended != self.has_class("ended"):
            self.take_focus()

    def _asked(self, walk: Walk, name: str) -> FilledQuestion:
        marks = self.marks.get(name, {})
        if self.asking is None:
            return replace(fill_question(walk, name, walk.suggested), marks=marks)
        step = next(step for step in walk.steps if step.node_id == name)
        return replace(fill_question(walk, name, step.answer, unsure=step.unsure), marks=marks)

    def _ask(self, new: FilledQuestion) -> None:
        old = self.panel.asked
        if old is not None and _alike(old, new):
            self.panel.asked = new
            self.panel.again()
        else:
            self.panel.show(new)

    def _ending_lines(self) -> Iterator[PageLine]:
        walk = self.walk
        yield BLANK
        if walk is None:
            yield from (PageLine(line(said, ink)) for said, ink in zip(WAITING, ("bold", "muted"), strict=True))
            return
        found = walk.recommendation
        if found is None:
            yield PageLine(line("The walk stops here.", "stop bold"), styled("▲ ", "stop"))
            yield BLANK
            yield PageLine(
                line(f"“{walk.at}” takes none of these answers any further. Take one back, or mend the file.")
            )
            return
        yield from ending_lines.opening(found)
        yield PageLine(edited(self.marks.get(walk.at, {}), WHOLE))
        for one in ending_lines.to_do(found, ending_lines.PageState(), found.tree):
            yield one if isinstance(one.target, LinkTarget) else replace(one, target=None)

    def _show_trail(self, change: TrailChange | None = None) -> None:
        if self.walk is None:
            self.trail.show([])
            return
        shown = list(trail_lines(self.walk, self.asking, self.change if change is None else change))
        self.trail.show(shown, self.asking, keep=True)
        if self.asking is None and not self.trail.has_focus:
            self.trail.scroll_rows(len(self.trail.rows))

    # The keyboard

    @property
    def _has_keyboard(self) -> bool:
        focused = self.screen.focused
        return focused is not None and focused is not self.trail and self in focused.ancestors

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        if self.has_class("ended"):
            self.ending.focus()
        else:
            self.panel.take_focus()

    # Answering

    def on_question_panel_answered(self, event: QuestionPanel.Answered) -> None:
        """Take an answer."""
        event.stop()
        self._take(event.name, event.raw)

    def on_question_panel_unsure(self, event: QuestionPanel.Unsure) -> None:
        """Take *Not sure* for an answer."""
        event.stop()
        if self.walk is not None:
            self._take(event.name, self.walk.cautious(event.name), unsure=True)

    def _take(self, name: str, raw: Any, *, unsure: bool = False) -> None:
        before = self.walk
        if before is None:
            return
        after = before.change(name, raw, unsure=unsure)
        self._stand(after, NO_CHANGE if self.asking is None else change_between(before, after, name))
        self.take_focus()

    def on_question_panel_marked(self, event: QuestionPanel.Marked) -> None:
        """While an earlier question is put again, show on the trail what another answer would keep."""
        event.stop()
        if self.walk is not None and self.asking is not None:
            after = self.walk.change(event.name, event.raw)
            self._show_trail(change_between(self.walk, after, event.name))

    def on_answer_field_emptied(self) -> None:
        """Go back from an empty field."""
        self.back()

    def on_answer_field_left(self) -> None:
        """Leave the field for the keys of the page."""
        self.panel.sheet.focus()

    def back(self) -> None:
        """Take the last answer back; with an earlier question put again, leave it as it was."""
        if self.walk is not None:
            self._stand(self.walk.back() if self.asking is None else self.walk)
            self.take_focus()

    def ask_again(self, name: str) -> None:
        """Put a question of this road again, its answer highlighted; the open one ends that."""
        if self.walk is not None:
            self.asking = None if name == self.walk.at else (self.walk.tree.id, name)
            self.change = NO_CHANGE
            self.put()
            self.take_focus()
            self.post_message(self.Moved())

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Put an earlier question again."""
        if event.sheet is self.trail and isinstance(event.target, tuple):
            event.stop()
            self.ask_again(str(event.target[1]))


def _alike(old: FilledQuestion, new: FilledQuestion) -> bool:
    """Tell whether what is being ticked or typed for one question can stay for another."""
    ids = [answer.id for answer in old.answers], [answer.id for answer in new.answers]
    return (old.id, old.kind, old.suggested, old.unsure) == (new.id, new.kind, new.suggested, new.unsure) and (
        ids[0] == ids[1] or old.kind == "checklist"
    )
