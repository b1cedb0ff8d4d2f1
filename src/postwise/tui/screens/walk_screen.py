"""The walk on one screen: a question at a time, the trail on the left, all of it updated in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from postwise.tree.conditions import Answered
from postwise.tui.base_screen import BaseScreen
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.question_panel import QuestionPanel
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.trail import NO_CHANGE, Place, TrailChange, change_between, trail_lines
from postwise.walk.filled_question import fill_question
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from postwise.tui.screens.recommendation_screen import NextWalk
    from postwise.tui.widgets.draft_panel import DraftPanel

COMMANDS = (
    Action("", "1-9", "", "Answer", "Answer with that number; in a list, tick it", foot=True),
    Action("backspace,b", "⌫", "back", "Back", "Take the last answer back", foot=True),
    Action("w", "w", "why", "Why", "Say why we ask, or hide it", foot=True),
    Action("d", "d", "draft", "Draft", "Your draft beside the questions; it stays on this machine", foot=True),
    Action("u", "u", "unsure", "Not sure", "Answer that you are not sure"),
    Action("space", "space", "tick", "Tick", "Tick in a list; Enter goes on", palette=False),
    Action("tab,t", "tab", "other_side", "Trail", "Go to the trail, where any answer can be changed; and back"),
    Action("m", "m", "map", "Map", "See the whole tree, with your road in it"),
    Action("escape", "esc", "leave", "Leave", "Leave this walk"),
)


class WalkScreen(BaseScreen[None]):
    """A person's walk through a tree. The walk is a value; answers make the next one."""

    COMMANDS_HERE = COMMANDS
    title_here = "On a walk"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(COMMANDS),
        *(Binding(str(number), f"digit({number})", show=False) for number in range(10)),
        Binding("shift+tab", "other_side", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, walk: Walk, draft: str = "", *, other: bool = False) -> None:
        super().__init__()
        self.walk = walk
        self.draft = draft
        self.other = other
        """Whether this is a road looked at beside one's own."""
        self.asking: Place | None = None
        """The earlier question that is put again; None: the one that is open."""
        self.changed: TrailChange = NO_CHANGE
        self.panel = QuestionPanel(id="main")
        self.trail = TextPage(id="trail")
        self.trail.quiet = True

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield self.trail
            yield self.panel
        yield self.keybar

    def on_mount(self) -> None:
        """Put the first question."""
        self.set_keys()
        self.panel.sheet.focus()
        if self.walk.question is None:
            self.finish()
            return
        self.put()
        if self.draft and not self.narrow:
            self.call_after_refresh(self.open_draft)

    # Putting a question

    def put(self) -> None:
        """Put the question that is to be put now, then bring the trail up to date."""
        here, name, suggested, unsure = self._to_ask()
        self._head()
        self.panel.show(fill_question(here, name, suggested, unsure=unsure))
        self.call_after_refresh(self._show_trail)

    def _to_ask(self) -> tuple[Walk, str, Answered | None, bool]:
        if self.asking is None:
            return self.walk, self.walk.at, self.walk.suggested, False
        here = _in_tree(self.walk, self.asking[0])
        step = next(step for step in here.steps if step.node_id == self.asking[1])
        return here, step.node_id, step.answer, step.unsure

    def _head(self) -> None:
        walk = self.walk
        done = len(walk.steps)
        left = walk.remaining
        title = line(walk.filled(walk.tree.title), "bold")
        if left is None:
            self.masthead.show(title, line(f"question {done + 1}", "muted"))
            return
        if walk.question is None:
            self.masthead.show(title, line("done", "muted"), 1.0)
            return
        self.masthead.show(title, line(f"{done + 1} · {to_go(*left)}", "muted"), done / max(done + left[1], 1))

    def _show_trail(self, change: TrailChange | None = None) -> None:
        shown = list(trail_lines(self.walk, self.asking, self.changed if change is None else change))
        self.trail.show(shown, self.asking, keep=True)
        if self.asking is None and not self.trail.has_focus:
            self.trail.scroll_rows(len(self.trail.rows))

    # Answering

    def on_question_panel_answered(self, event: QuestionPanel.Answered) -> None:
        """Take an answer."""
        event.stop()
        self.take(event.raw)

    def on_question_panel_unsure(self, event: QuestionPanel.Unsure) -> None:
        """Take *Not sure* for an answer."""
        event.stop()
        here, name, _, _ = self._to_ask()
        self.take(here.cautious(name), unsure=True)

    def take(self, raw: Any, *, unsure: bool = False) -> None:
        """Take an answer to the question that is put, and go on."""
        before = self.walk
        if self.asking is None:
            self.walk = before.not_sure() if unsure else before.answer(raw)
            self.changed = NO_CHANGE
        else:
            tree, name = self.asking
            self.walk = changed(before, tree, name, raw, unsure=unsure)
            self.changed = change_between(before, self.walk, name) if self.walk.tree is before.tree else NO_CHANGE
        self.asking = None
        self.go_on()

    def go_on(self) -> None:
        """Put the next question, or show where the walk has ended."""
        self.house.stands(self)
        if self.walk.question is not None:
            self.put()
        else:
            self.asking = None
            self.finish()

    def finish(self) -> None:
        """Show the recommendation."""
        from postwise.tui.screens.recommendation_screen import RecommendationScreen

        self._head()
        self.call_after_refresh(self._show_trail)
        self.app.push_screen(RecommendationScreen(self.walk, self.draft, other=self.other), self.returned)

    def returned(self, onward: NextWalk | None) -> None:
        """Go on after the recommendation: with another walk, with an answer to change, or not at all."""
        if onward is None:
            self.house.close(self)
            return
        self.walk = onward.walk
        self.asking = onward.asking
        self.changed = NO_CHANGE
        if self.walk.question is None and self.asking is None:
            self.finish()
        else:
            self.house.stands(self)
            self.put()
            self.panel.take_focus()

    # Keys

    def action_digit(self, number: int) -> None:
        """Answer by number."""
        self.panel.digit(number)

    def action_unsure(self) -> None:
        """Answer that one is not sure."""
        self.panel.unsure()

    def action_tick(self) -> None:
        """Tick the marked item."""
        self.panel.tick()

    def action_why(self) -> None:
        """Say why we ask, or hide it."""
        self.panel.toggle_why()

    def action_back(self) -> None:
        """Take the last answer back; with an earlier question put again, leave it as it was."""
        self.changed = NO_CHANGE
        if self.asking is not None:
            self.asking = None
        else:
            self.walk = self.walk.back()
        self.go_on()

    def action_other_side(self) -> None:
        """Go from the question to the trail, or back."""
        to_trail = not self.trail.has_focus
        self.set_class(to_trail, "-aside")
        if to_trail:
            if not self.trail.targets:
                self.remove_class("-aside")
                self.say("Nothing is answered yet, so there is nothing to change.")
                return
            self.trail.focus()
        else:
            self.panel.take_focus()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Put an earlier question again."""
        event.stop()
        target = event.target
        if isinstance(target, tuple):
            self.ask_again(None if target == (self.walk.tree.id, self.walk.at) else target)

    def ask_again(self, place: Place | None) -> None:
        """Put an earlier question again, its answer highlighted; None goes back to the open one."""
        self.asking = place
        self.changed = NO_CHANGE
        self.remove_class("-aside")
        self.put()
        self.panel.take_focus()

    def on_question_panel_marked(self, event: QuestionPanel.Marked) -> None:
        """While an earlier question is put again, show on the trail what another answer would keep."""
        event.stop()
        if self.asking is not None and self.asking[0] == self.walk.tree.id:
            after = changed(self.walk, *self.asking, event.raw)
            self._show_trail(change_between(self.walk, after, self.asking[1]))

    def on_answer_field_emptied(self) -> None:
        """Go back from an empty field."""
        self.action_back()

    def on_answer_field_left(self) -> None:
        """Leave the field for the keys of the page."""
        self.panel.sheet.focus()

    def action_map(self) -> None:
        """Show the whole tree."""
        from postwise.tui.screens.map_screen import MapScreen

        self.app.push_screen(MapScreen(self.walk.tree, self.walk), self.mapped)

    def mapped(self, name: str | None) -> None:
        """Go back to a question that was chosen on the map."""
        if name is not None:
            self.ask_again((self.walk.tree.id, name))

    # The draft

    def action_draft(self) -> None:
        """Open the draft, or put it away."""
        if self.has_class("-draft"):
            self.close_draft()
        else:
            self.open_draft()
            self.call_after_refresh(self._draft().focus)

    def open_draft(self) -> None:
        """Show the draft beside the question."""
        self._draft()
        self.add_class("-draft")

    def close_draft(self) -> None:
        """Put the draft away; what stands in it is kept."""
        self.remove_class("-draft")
        self.panel.take_focus()

    def _draft(self) -> DraftPanel:
        from postwise.tui.widgets.draft_panel import DraftPanel

        found = self.query(DraftPanel)
        if found:
            return found.first()
        draft = DraftPanel(self.draft)
        self.query_one("#side").mount(draft)
        return draft

    def on_draft_panel_left(self) -> None:
        """Go back to the question; in one column, put the draft away."""
        if self.narrow:
            self.close_draft()
        else:
            self.panel.take_focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what was written in the draft."""
        from postwise.tui.widgets.draft_panel import DraftPanel

        if isinstance(event.text_area, DraftPanel):
            self.draft = event.text_area.text
            self.house.draft = self.draft

    def action_leave(self) -> None:
        """Leave the walk; ask first if something would be lost."""
        if self.asking is not None:
            self.ask_again(None)
        else:
            self.house.leave(self)

    @property
    def lost(self) -> bool:
        """Whether something would be lost if postwise were left now."""
        return bool(self.walk.answers)


def to_go(shortest: int, longest: int) -> str:
    """Return in words how many questions are still to come, this one counted."""
    if longest <= 1:
        return "the last one"
    return f"{longest} to go" if shortest == longest else f"{shortest} to {longest} to go"


def _in_tree(walk: Walk, tree: str) -> Walk:
    """Return the walk, or the one that handed over to it, in a tree."""
    return next((leg for leg in reversed(walk.legs) if leg.tree.id == tree), walk)


def changed(walk: Walk, tree: str, name: str, raw: Any, *, unsure: bool = False) -> Walk:
    """Return the walk with one answer changed, in this tree or in one that handed over to it.

    If the earlier tree still hands over to this one, the walk stands here with all its answers that still apply;
    if it does not any more, it is the walk in the earlier tree.
    """
    if walk.tree.id == tree or walk.previous is None:
        return walk.change(name, raw, unsure=unsure)
    earlier = changed(walk.previous, tree, name, raw, unsure=unsure)
    if earlier.outcome is not None and earlier.outcome.tree == walk.tree.id:
        return walk.handed_over_by(earlier)
    return earlier
