"""A page on which one person answers the questions of a case: alone, or when a draft is tried out."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from postwise.tui.base_screen import BaseScreen
from postwise.tui.openings import Result
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.filled_question import asked
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.question_panel import QuestionPanel
from postwise.tui.widgets.recommendation_lines import PageState, opening, to_do
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage
from postwise.walk.walk import Walk

ANSWERING = (
    Action("", "1-9", "", "Answer", "Answer with that number; in a list, tick it", foot=True),
    Action("backspace,b", "⌫", "back", "Back", "Take the last answer back", foot=True),
    Action("w", "w", "why", "Why", "Say why we ask, or hide it"),
    Action("u", "u", "unsure", "Not sure", "Answer that you are not sure"),
    Action("space", "space", "tick", "Tick", "Tick in a list; Enter goes on", palette=False),
)


class CaseWalkScreen(BaseScreen[Result]):
    """A story, a question, and then where it led."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    CaseWalkScreen #story { height: 4; }
    CaseWalkScreen.-middling #story { padding: 0 2; }
    CaseWalkScreen.-wide #story { padding: 0 4; }
    CaseWalkScreen #page { display: none; }
    CaseWalkScreen.-done #page { display: block; }
    CaseWalkScreen.-done #story, CaseWalkScreen.-done #main { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ANSWERING),
        *(Binding(str(number), f"digit({number})", show=False) for number in range(10)),
    ]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.story = TextPage(id="story")
        self.story.can_focus = False
        self.panel = QuestionPanel(id="main")
        self.page = TextPage(id="page")
        self.page.measure = self.story.measure = 88

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.story
            yield self.panel
            yield self.page
        yield self.keybar

    @property
    @abstractmethod
    def walk(self) -> Walk | None:
        """The walk as it stands; None where there is none any more."""

    @abstractmethod
    def took(self, walk: Walk) -> None:
        """Take the walk as it is after an answer, and show it."""

    def put_question(self, walk: Walk, story: str) -> None:
        """Put the open question, with the story above it."""
        self.remove_class("-done")
        self.story.show([BLANK, *prose(story, "muted")])
        self.panel.show(asked(walk, walk.at, walk.suggested))
        self.panel.take_focus()
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.story.styles.height = min(len(self.story.rows), max(self.size.height // 4, 2))

    def put_page(self, lines: list[PageLine]) -> None:
        """Put a page in the place of the question."""
        self.add_class("-done")
        self.page.show([BLANK, *lines])
        self.page.focus()

    def on_resize(self) -> None:
        """Fit the story to its new room."""
        self.call_after_refresh(self._fit)

    def on_question_panel_answered(self, event: QuestionPanel.Answered) -> None:
        """Take an answer."""
        event.stop()
        if self.walk is not None:
            self.took(self.walk.answer(event.raw))

    def on_question_panel_unsure(self, event: QuestionPanel.Unsure) -> None:
        """Take *Not sure* for an answer."""
        event.stop()
        if self.walk is not None:
            self.took(self.walk.not_sure())

    def action_digit(self, number: int) -> None:
        """Answer by number."""
        if not self.has_class("-done"):
            self.panel.digit(number)

    def action_unsure(self) -> None:
        """Answer that one is not sure."""
        if not self.has_class("-done"):
            self.panel.unsure()

    def action_tick(self) -> None:
        """Tick the marked item."""
        self.panel.tick()

    def action_why(self) -> None:
        """Say why we ask, or hide it."""
        self.panel.toggle_why()

    def action_back(self) -> None:
        """Take the last answer back."""
        if self.walk is not None:
            self.took(self.walk.back())

    def on_answer_field_emptied(self) -> None:
        """Go back from an empty field."""
        self.action_back()

    def on_answer_field_left(self) -> None:
        """Leave the field for the keys of the page."""
        self.panel.sheet.focus()


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
        self._walk = walk
        self.named = title
        self.told = story

    @property
    def walk(self) -> Walk:
        """The walk as it stands."""
        return self._walk

    def on_mount(self) -> None:
        """Put the first question."""
        self.masthead.show(line(self.named or "A case", "bold"), line("run through the draft", "muted"))
        self.took(self._walk)

    def took(self, walk: Walk) -> None:
        """Show the walk as it is now."""
        self._walk = walk
        if walk.question is None:
            self.put_page(ending(walk))
        else:
            self.put_question(walk, self.told)
        self.set_keys()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Tell what can be done now: a case is kept once it has come to an outcome."""
        return action != "keep" or self._walk.outcome is not None

    def action_keep(self) -> None:
        """Keep the case."""
        self.dismiss(self._walk)
