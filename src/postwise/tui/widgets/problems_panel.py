"""What stands beside a walk while its tree is written: the problems of the file, and the file around a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.containers import Vertical
from textual.message import Message

from postwise.author.live_file import FileReading
from postwise.logic.importance import Importance
from postwise.tree.problems import Problem, TomlPath
from postwise.tui.widgets.fitted_page import FittedPage
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.problem_lines import FilePlace, Target, listed, problem_lines, source_lines, weight
from postwise.tui.widgets.text_page import TextPage

NO_LINES: frozenset[int] = frozenset()


class ProblemsPanel(Vertical):
    """Problems, remarks and source. What is chosen on it is posted up."""

    DEFAULT_CSS = """
    ProblemsPanel > #problems { height: 8; }
    ProblemsPanel > #remarks { height: 4; border-top: solid $ink-rule; display: none; }
    ProblemsPanel > #source { border-top: solid $ink-rule; }
    """

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A problem, or a line of the file by its number, was chosen."""

        what: Problem | int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.problems = TextPage(id="problems", quiet=True)
        self.remarks = FittedPage(3, 4, id="remarks", below=1)
        self.source = TextPage(id="source", quiet=True, can_focus=False)
        self.source.edge = 1
        super().__init__(self.problems, self.remarks, self.source, id=id)
        self.reading: FileReading | None = None
        """The file as it is now."""
        self.good: FileReading | None = None
        """The reading whose tree is on the page."""
        self.where: TomlPath = ()
        """What the page shows, as it stands in the file."""
        self.problem_at: Target | None = None
        """The problem whose place the source shows; None: it shows what is on the page."""
        self.edited = NO_LINES
        """The lines that are marked as edited."""
        self.importance: Mapping[str, Importance | None] = {}
        """How much hangs on each question, as it was last counted."""

    # What it shows

    def show(self, reading: FileReading, good: FileReading | None) -> None:
        """Set source and problems for a file as it is now; while it is still being checked, problems stay as they were.

        An error in a file that cannot be walked is looked at.
        """
        first = self.reading is None
        self.reading, self.good = reading, good
        known = reading.checked or reading.tree is None
        problems = listed(reading)
        if known and self.problem_at not in problems:
            self.problem_at = next(iter(problems), None) if reading.tree is None else None
        if known or first:
            self.set_problems()
        self.set_source()

    def look_at(self, where: TomlPath) -> None:
        """Show the source of what is on the page."""
        self.where = where
        self.problem_at = None
        self.set_source()

    def weigh(self, importance: Mapping[str, Importance | None]) -> None:
        """Say beside each question how much hangs on it."""
        self.importance = importance
        self.set_source()

    def mark_edited(self, lines: frozenset[int]) -> None:
        """Mark lines as edited, and no others."""
        self.edited = lines
        self.set_source()

    def remark(self, lines: Sequence[PageLine]) -> None:
        """Show what was said of the question on the page, or nothing."""
        self.remarks.display = bool(lines)
        self.remarks.show(lines)

    def set_problems(self) -> None:
        """Set the problems anew, at most half as high as the page."""
        if self.reading is None:
            return
        lines = list(problem_lines(self.reading, self.good, airy=self._airy, width=self.size.width))
        first = next(iter(listed(self.reading)), None)
        if self.problem_at in {None, first}:
            self.problems.show(lines)
        else:
            self.problems.show(lines, self.problem_at, keep=True)
        rows = len(self.problems.rows)
        if rows and self.size.height:
            self.problems.styles.height = min(rows + 1, max(self.size.height // 2, 5))

    def set_source(self) -> None:
        """Set the file around the place that is looked at."""
        if self.reading is not None:
            lines = source_lines(self.reading, self.spot, self.edited, weight=self._weight, airy=self._airy)
            self.source.show(list(lines))

    @property
    def _weight(self) -> str:
        """How much hangs on the question on the page, while its source is looked at."""
        asked = self.where[1] if self.where[:1] == ("question",) and self.problem_at is None else None
        return weight(self.importance.get(str(asked)))

    @property
    def _airy(self) -> bool:
        """Whether there is room for blank lines."""
        return self.size.height >= 24

    @property
    def spot(self) -> FilePlace:
        """The place that is looked at."""
        reading = self.reading
        if reading is None:
            return FilePlace(1)
        problem = listed(reading).get(self.problem_at) if self.problem_at is not None else None
        if problem is not None:
            return FilePlace(problem.span.line, problem.span)
        return FilePlace(reading.line_of(self.where))

    def on_resize(self) -> None:
        """Set both for their new room."""
        self.call_after_refresh(self.set_problems)
        self.call_after_refresh(self.set_source)

    # Problems

    def next_problem(self, by: int) -> bool:
        """Put the keyboard on the next problem, or the one before; return whether there is any."""
        targets = list(listed(self.reading)) if self.reading is not None else []
        if not targets:
            return False
        if self.problem_at not in targets:
            target = targets[0 if by > 0 else -1]
        else:
            turn = by if self.problems.has_focus else 0
            target = targets[(targets.index(self.problem_at) + turn) % len(targets)]
        self.problems.focus()
        self.problems.mark(target)
        self._look(target)
        return True

    def _look(self, target: Target | None) -> None:
        if target != self.problem_at:
            self.problem_at = target
            self.set_source()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the place of the marked problem when the keyboard comes to it."""
        marked = self.problems.marked
        if event.widget is self.problems and isinstance(marked, tuple):
            self._look(marked)

    def on_text_page_marked(self, event: TextPage.Marked) -> None:
        """Show the place of the marked problem."""
        if event.page is self.problems and isinstance(event.target, tuple):
            event.stop()
            self._look(event.target)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Say which problem, or which line of the file, was chosen."""
        target = event.target
        if event.page is self.source and isinstance(target, int):
            event.stop()
            self.post_message(self.Chosen(target))
        elif event.page is self.problems and self.reading is not None and isinstance(target, tuple):
            event.stop()
            self.post_message(self.Chosen(listed(self.reading)[target]))
