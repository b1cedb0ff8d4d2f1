"""A page on which one person answers the questions of a case: alone, or when a draft is tried out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from postwise.tui.base_screen import BaseScreen
from postwise.tui.openings import Result
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.recommendation_lines import PageState, opening, to_do
from postwise.tui.widgets.text_page import BLANK, FittedPage, PageLine
from postwise.tui.widgets.walk_panel import DIGITS, AnsweringKeys, WalkPanel
from postwise.walk.walk import Walk

ANSWERING = (
    Action("", "1-9", "", "Answer", "Answer with that number; in a list, tick it", foot=True),
    Action("backspace,b", "⌫", "back", "Back", "Take the last answer back", foot=True),
    Action("w", "w", "why", "Why", "Say why we ask, or hide it"),
    Action("u", "u", "unsure", "Not sure", "Answer that you are not sure"),
    Action("space", "space", "tick", "Tick", "Tick in a list; Enter goes on", palette=False),
)


class CaseWalkScreen(AnsweringKeys, BaseScreen[Result]):
    """A story, a question, and then where it led."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    CaseWalkScreen #story { height: 4; }
    CaseWalkScreen.-middling #story { padding: 0 2; }
    CaseWalkScreen.-wide #story { padding: 0 4; }
    CaseWalkScreen.-done #story { display: none; }
    #case QuestionPanel { padding: 0 0 0 2; }
    .-wide #case QuestionPanel { padding: 0 0 0 4; }
    .-narrow #case QuestionPanel { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ANSWERING), *DIGITS]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.story = FittedPage(4, 2, id="story", measure=88)
        self.walked = WalkPanel(ending=self._page, id="case")
        self.walked.page.measure = 88

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.story
            yield self.walked
        yield self.keybar

    @abstractmethod
    def took(self, walk: Walk) -> None:
        """Take the walk as it is after an answer, and show it."""

    @abstractmethod
    def page_lines(self) -> Iterable[PageLine]:
        """Return what stands in the place of a question: where the walk has led."""

    def put(self, walk: Walk | None, story: str) -> None:
        """Put the open question with the story above it, or what stands in its place."""
        self.walked.show(walk)
        self.set_class(not self.walked.asks, "-done")
        self.story.show([BLANK, *prose(story, "muted")])
        self.walked.take_focus()

    def _page(self) -> Iterable[PageLine]:
        return BLANK, *self.page_lines()

    def on_walk_panel_moved(self, event: WalkPanel.Moved) -> None:
        """Take the walk on."""
        event.stop()
        if self.walked.walk is not None:
            self.took(self.walked.walk)


def ending(walk: Walk) -> list[PageLine]:
    """Return where a walk ended, as lines; none if it leads nowhere."""
    found = walk.recommendation
    return [] if found is None else [*opening(found), BLANK, *to_do(found, PageState(), None)]


HERE = (
    Action("s", "s", "keep", "Keep", "Keep this case with the draft, once it has come to an end", foot=True),
    Action("q,escape", "q", "dismiss(None)", "Draft", "Go back to the draft, and keep nothing of this case", foot=True),
)
COMMANDS = (*ANSWERING, *HERE)


class TrialWalkScreen(CaseWalkScreen[Walk]):
    """Tries a draft out. Returns the walk if it is to be kept, else None."""

    COMMANDS_HERE = COMMANDS
    title_here = "Running a case through the draft"
    BINDINGS: ClassVar[list[BindingType]] = bindings(HERE)

    def __init__(self, walk: Walk, title: str, story: str) -> None:
        super().__init__()
        self.walk = walk
        self.named = title
        self.told = story

    def on_mount(self) -> None:
        """Put the first question."""
        self.masthead.show(line(self.named or "A case", "bold"), line("run through the draft", "muted"))
        self.took(self.walk)

    def took(self, walk: Walk) -> None:
        """Show the walk as it is now."""
        self.walk = walk
        self.put(walk, self.told)
        self.set_keys()

    def page_lines(self) -> Iterable[PageLine]:
        """Return where the walk has ended."""
        return ending(self.walk)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Tell what can be done now: a case is kept once it has come to an outcome."""
        return action != "keep" or self.walk.outcome is not None

    def action_keep(self) -> None:
        """Keep the case."""
        self.dismiss(self.walk)
