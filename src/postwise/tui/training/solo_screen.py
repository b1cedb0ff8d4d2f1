"""Three cases alone, then your road beside what groups said. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType

from postwise.train.aggregate import SessionAggregate
from postwise.train.session_words import DIVIDES, NOT_RIGHT, TALKED_ABOUT
from postwise.train.solo import Afterthoughts, AnswerComparison, CaseComparison, Solo, afterthoughts, beside
from postwise.train.tally import counted_aloud
from postwise.tui.screen_commands import SOLO, Action
from postwise.tui.training.case_walk import CaseScreen, ending
from postwise.tui.widgets.answering_keys import DIGITS
from postwise.tui.widgets.content import EMPTY, join, line, meter, styled
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.recommendation_lines import signed
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.walking import Standing

BAR = 12
"""The width of a bar, in columns."""


def beside_lines(roads: tuple[CaseComparison, ...]) -> Iterator[PageLine]:
    """Yield each of your roads, every answer beside the counts that groups have published."""
    if not roads:
        yield PageLine(styled("You have answered nothing, so there is no road to show."))
        return
    yield PageLine(styled("Your roads, beside what groups said", "bold"))
    yield PageLine(styled("Nothing here is right or wrong, nothing is counted, and nothing has been kept.", "muted"))
    for road in roads:
        yield BLANK
        yield PageLine(rule=True)
        end = signed(road.recommendation.verdict) if road.recommendation is not None else EMPTY
        yield PageLine(line(road.title, "bold"), right=end)
        for step in road.steps:
            yield BLANK
            yield from _step(step)


def _step(step: AnswerComparison) -> Iterator[PageLine]:
    yield PageLine(line(step.ask, "muted"))
    yield PageLine(line(step.mine, "bold"), styled("you    ", "accent"))
    groups = step.told
    if not groups.groups:
        yield PageLine(styled("no group has told us yet", "muted"), styled("groups ", "accent"))
        return
    words = ((groups.last[word], word) for word in ("agreed", "leaning", "split"))
    said = ", ".join(f"{n} {'was' if n == 1 else 'were'} {word}" for n, word in words if n)
    yield PageLine(styled(said), styled("groups ", "accent"))
    most = max((n for _, n in step.votes), default=0)
    for text, votes in step.votes:
        count = join([meter(votes / most if most else 0, BAR), styled(f"{counted_aloud(votes):>5}", "bold")])
        yield PageLine(line(text), styled("       "), right=count)
    if step.groups.dissent.kept:
        yield heading("Kept from the smaller side")
        yield from (PageLine(line(text), styled("       ·  ", "accent")) for text in step.groups.dissent.kept)


def thought_lines(thoughts: Afterthoughts) -> Iterator[PageLine]:
    """Yield what there is to think about once a case is over."""
    yield BLANK
    yield PageLine(rule=True)
    for road in thoughts.roads:
        yield heading(road.called)
        yield from prose(" → ".join(road.answers))
        if road.end is not None:
            yield PageLine(line(road.end.headline, "bold"), right=signed(road.end.verdict))
        yield BLANK
    yield PageLine(styled(NOT_RIGHT, "muted"))
    for title, texts in ((DIVIDES, filter(None, [thoughts.divides])), (TALKED_ABOUT, thoughts.discuss)):
        for place, text in enumerate(texts):
            if not place:
                yield BLANK
                yield heading(title)
            yield from bulleted(prose(text), "·  ")


class SoloScreen(CaseScreen[None]):
    """Somebody alone with a few cases."""

    COMMANDS_HERE = SOLO
    title_here = "Alone with a few cases"
    BINDINGS: ClassVar[list[BindingType]] = [*DIGITS]

    def __init__(self, solo: Solo, aggregate: SessionAggregate) -> None:
        super().__init__(self._page)
        self.aggregate = aggregate
        self.solo = solo
        self.left: dict[int, Standing] = {}
        """Where the cases stand that were gone on from, with what was begun at their questions."""

    def on_mount(self) -> None:
        """Put the first question."""
        self._put(self.solo)

    def _put(self, solo: Solo) -> None:
        """Show where the person stands: a question, where a case led, or all roads beside those of groups."""
        if solo.place != self.solo.place and self.walked.stands is not None:
            self.left[self.solo.place] = self.walked.stands
        self.solo = solo
        case, walk, count = solo.case, solo.walk, len(solo.cases)
        if case is None or walk is None:
            self.masthead.show(line(self.title_here, "bold"), line("done", "muted"), 1.0)
            self.put(None, "")
            self.set_keys()
            return
        right = line(f"case {solo.place + 1} of {count}", "muted")
        self.masthead.show(line(walk.filled(case.title), "bold"), right, solo.place / count)
        self.put(walk, walk.prose(case.scenario.story or ""), self.left.pop(solo.place, None))
        self.set_keys()

    def _page(self) -> Iterator[PageLine]:
        """Yield where a case led; after the last, all roads beside those of groups."""
        walk = self.walked.walk
        if walk is None:
            yield from beside_lines(beside(self.solo, self.aggregate))
        else:
            yield from ending(walk)
            if self.solo.case is not None:
                yield from thought_lines(afterthoughts(self.solo.case, walk))

    def on_walk_panel_moved(self, event: WalkPanel.Moved) -> None:
        """Take an answer."""
        event.stop()
        if self.walked.walk is not None:
            self._put(self.solo.with_walk(self.walked.walk))

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is as things stand: behind the last case no answer is taken back."""
        behind = command.action == "back" and self.solo.case is None
        return command._replace(help="Go back to the last case") if behind else command

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        if action == "next":
            return self.solo.case is not None
        return super().offers(action) or (action == "back" and self.solo.place > 0)

    @property
    def unwritten(self) -> str:
        """What would be lost, in words: nothing of what is done here is kept, and it is still needed until the end."""
        stands = self.walked.stands
        every = (*self.left.values(), *([stands] if stands is not None else []))
        begun = [piece for one in every for piece in one.unsent]
        if self.solo.case is None:
            done = "typed" if any(piece.typed for piece in begun) else "ticked"
            return f"what you have {done}" if begun else ""
        return "your road through these cases" if begun or any(walk.steps for walk in self.solo.walks) else ""

    def action_back(self) -> None:
        """Take the last answer back, or go back to the case before."""
        walk = self.walked.walk
        if walk is not None and walk.steps:
            self.walked.back()
        else:
            self._put(self.solo.back())

    def action_next(self) -> None:
        """Go on to the next case."""
        self._put(self.solo.forward())
