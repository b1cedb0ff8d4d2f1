"""A case that one person walks through: a story, a question, and then where it led."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from textual.containers import Vertical

from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.recommendation_lines import PageState, opening, to_do
from postwise.tui.widgets.text_page import FittedPage
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.walk import Walk
from postwise.walk.walking import Standing


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
        self.story = FittedPage(4, 2, id="story", measure=88)
        self.walked = WalkPanel(ending=lambda: (BLANK, *ending()), id="case")
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


def ending(walk: Walk) -> Iterator[PageLine]:
    """Yield where a walk ended; nothing if it leads nowhere."""
    if walk.recommendation is not None:
        yield from opening(walk.recommendation)
        yield BLANK
        yield from to_do(walk.recommendation, PageState(), None)
