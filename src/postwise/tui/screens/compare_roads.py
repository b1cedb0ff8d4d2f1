"""Two roads side by side: what they share, where they part, and where each ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal

from postwise.tui.base_screen import BaseScreen
from postwise.tui.screen_commands import ROADS, Action
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.tui.widgets.recommendation_lines import signed
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.path import QuestionStep
from postwise.walk.walk import Walk


class CompareRoadsScreen(BaseScreen[Walk | None]):
    """A walk beside others that differ in one answer. Returns the one to look at more closely, or None."""

    COMMANDS_HERE = ROADS
    title_here = "Two roads"
    SCOPED_CSS = False
    CSS = """
    CompareRoadsScreen.-wide #shared, CompareRoadsScreen.-wide #columns { padding: 0 2; }
    CompareRoadsScreen.-narrow #columns { display: none; }
    """

    def __init__(self, own: Walk, others: Sequence[Walk], *, other: bool = False) -> None:
        self.shared = TextPage(id="shared", can_focus=False)
        self.left = TextPage(id="left", can_focus=False)
        self.right = TextPage(id="right", can_focus=False)
        super().__init__(self.shared, Horizontal(self.left, self.right, id="columns"))
        self.own = own
        self.other = other
        """Whether that is a road that is looked at beside one's own, too."""
        self.others = others
        self.place = 0

    def on_mount(self) -> None:
        """Show the first other road."""
        self._set()

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self._set, keep=True)

    def _set(self, *, keep: bool = False) -> None:
        own, other = self.own, self.others[self.place]
        right = f"{self.place + 1} of {len(self.others)}" if len(self.others) > 1 else ""
        self.masthead.show(line("Two roads", "bold"), line(right, "muted"))
        both = shared(own, other)
        if self.narrow:
            self.shared.styles.height = "1fr"
            columns = [*_column(own, "This one" if self.other else "Yours", both), *_column(other, "The other", both)]
            self.shared.show([*_shared_lines(own, both), *columns], keep=keep)
            return
        self.shared.show(list(_shared_lines(own, both)), keep=keep)
        self.shared.styles.height = min(len(self.shared.rows) + 1, max(self.size.height // 3, 5))
        self.left.show(list(_column(own, "This road" if self.other else "Your road", both)), keep=keep)
        self.right.show(list(_column(other, "The other road", both)), keep=keep)

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here: from another road, the way out leads back to that one."""
        back = self.other and command.name == "leave"
        return command._replace(label="Back", help="Go back to the road that you look at") if back else command

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        return len(self.others) > 1 or not action.startswith("turn")

    def action_turn(self, by: int) -> None:
        """Show another road."""
        self.place = (self.place + by) % len(self.others)
        self._set()

    def action_down(self, by: int) -> None:
        """Move both columns, and what stands over them."""
        for page in self._columns:
            page.scroll_rows(by * 3)

    def action_page(self, by: int) -> None:
        """Turn the page, in both columns."""
        for page in self._columns:
            page.action_turn(by)

    @property
    def _columns(self) -> tuple[TextPage, ...]:
        return (self.shared,) if self.narrow else (self.shared, self.left, self.right)

    def action_take(self) -> None:
        """Look at the other road more closely."""
        self.dismiss(self.others[self.place])


def shared(own: Walk, other: Walk) -> frozenset[str]:
    """Return the questions that both walks ask and answer alike."""
    theirs = {step.node_id: step.answer for step in other.steps}
    return frozenset(step.node_id for step in own.steps if theirs.get(step.node_id) == step.answer)


def _shared_lines(own: Walk, both: frozenset[str]) -> Iterator[PageLine]:
    yield BLANK
    yield heading("What they share" if both else "They share nothing but the start")
    for step in own.steps:
        if step.node_id in both:
            yield _said(own, step, one_row=True)


def _said(walk: Walk, step: QuestionStep, *, one_row: bool = False) -> PageLine:
    ask = line(walk.filled(step.question.ask), "muted")
    if one_row:
        return PageLine(join([line(walk.said(step)), ask.pad_left(2)]), styled("  "), rows=1)
    return PageLine(join([line(walk.said(step), "bold"), styled("\n"), ask]), styled("  "), rows=4)


def _column(walk: Walk, title: str, both: frozenset[str]) -> Iterator[PageLine]:
    yield heading(title)
    for step in walk.steps:
        if step.node_id not in both:
            yield _said(walk, step)
    recommendation = walk.recommendation
    if recommendation is not None:
        yield BLANK
        yield PageLine(signed(recommendation.verdict))
        yield PageLine(line(recommendation.headline, "bold"))
        yield BLANK
        yield from (PageLine(line(step), styled("·  ", "accent")) for step in recommendation.next)
