"""A case that one person walks through: a story, a question, and then where it led."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from textual.containers import Vertical

from postwise.tui.base_screen import BaseScreen
from postwise.tui.openings import Result
from postwise.tui.widgets.answering_keys import AnsweringKeys
from postwise.tui.widgets.fitted_page import FittedPage
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.recommendation_lines import PageState, opening, to_do
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.walk import Walk
from postwise.walk.walking import Standing

FIELDS = {"text": 12, "number": 8, "date": 8}
"""The rows of a field, with what stands below it: how to send it off, and why what was typed is none."""


class Story(FittedPage):
    """What a case tells: a part of the screen, and all that its question leaves; a field has its room first."""

    def __init__(self, walked: WalkPanel) -> None:
        super().__init__(4, 2, id="story", measure=88)
        self.walked = walked

    @property
    def most(self) -> int:
        """How high it may be; until it is known how the lines of the question break, its part of the screen."""
        panel = self.walked.panel
        rows, field = len(panel.page.rows), FIELDS.get(panel.asked.kind, 0) if panel.asked is not None else 0
        left = self.size.height + self.walked.size.height - rows - field
        if not rows:
            return super().most
        return max(left, self.least) if field else max(left, super().most)


class CaseWalk(Vertical):
    """The story above, the open question below it; a page where none is open."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    #story { height: 4; }
    .-middling #story { padding: 0 2; }
    .-wide #story { padding: 0 4; }
    CaseWalk.-done #story { display: none; }
    #case QuestionPanel { padding: 0 0 0 2; }
    .-wide #case QuestionPanel { padding: 0 0 0 4; }
    .-narrow #case QuestionPanel { padding: 0; }
    """

    def __init__(self, ending: Callable[[], Iterable[PageLine]]) -> None:
        self.walked = WalkPanel(ending=lambda: (BLANK, *ending()), id="case")
        self.story = Story(self.walked)
        self.walked.page.measure = 88
        super().__init__(self.story, self.walked)

    def show(self, walk: Walk | None, story: str, stood: Standing | None = None) -> None:
        """Put the open question with the story above it, or what stands in its place.

        What was begun at the questions of a walk stays: of one that stands here already, or as it `stood` before.
        """
        if walk is not None and stood is not None and stood.walk is walk:
            self.walked.go_on_from(stood)
        elif walk is None or walk is not self.walked.walk:
            self.walked.show(walk)
        self.set_class(not self.walked.asks, "-done")
        self.story.show([BLANK, *prose(story, "muted")])
        self.walked.take_focus()


class CaseScreen(AnsweringKeys[Result], BaseScreen[Result]):
    """A screen on which a case is walked."""

    def __init__(self, ending: Callable[[], Iterable[PageLine]]) -> None:
        self.case = CaseWalk(ending)
        self.walked = self.case.walked
        super().__init__(self.case)

    def put(self, walk: Walk | None, story: str, stood: Standing | None = None) -> None:
        """Put the open question with the story above it, or what stands in its place."""
        self.case.show(walk, story, stood)
        self._fit()

    def on_resize(self) -> None:
        """Give the story the room that the question leaves."""
        self._fit()

    def _fit(self, more: int = 2) -> None:
        """Fit the story, and again once it is known how the lines of the question break in the room it has then."""
        self.case.story.fit()
        self.set_keys()
        if more:
            self.call_after_refresh(self._fit, more - 1)

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now: where all of a story can be seen, nobody has to go to it."""
        if action == "story":
            return self.case.story.has_focus or (self.walked.asks and self.case.story.cut)
        return super().offers(action)

    def action_story(self) -> None:
        """Go to the story, whose end may be further down than can be seen; or back to the question."""
        if self.case.story.has_focus:
            self.walked.take_focus()
        else:
            self.case.story.can_focus = True
            self.case.story.focus()


def ending(walk: Walk) -> Iterator[PageLine]:
    """Yield where a walk ended; nothing if it leads nowhere."""
    if walk.recommendation is not None:
        yield from opening(walk.recommendation)
        yield BLANK
        yield from to_do(walk.recommendation, PageState(), None)
