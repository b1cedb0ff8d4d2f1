"""A recommendation as lines of sheets: what to do and why, how one got here, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.markdown_lines import link, prose
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.text_page import BLANK, PageLine
from postwise.tui.widgets.trail import Place, place_of
from postwise.walk.recommendation import SIGNS

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.logic.reachable_outcomes import OutcomeSet
    from postwise.tree.model import Verdict
    from postwise.walk.recommendation import Recommendation
    from postwise.walk.walk import Walk
    from postwise.walk.what_if import AnswerChange, FewestChanges, WorthSettling

GO_ON: Literal["go on"] = "go on"
"""The target of the line that goes on in another tree."""
ALL: Literal["all"] = "all"
"""The target of the line that shows every change."""
FEWEST: Literal["fewest"] = "fewest"
"""The target of the line with the fewest changes to something kinder."""
SHOWN = 6
"""As many changes are shown at first."""
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would change a recommendation; worked out after it has been shown."""

    changes: tuple[AnswerChange, ...] = ()
    fewest: FewestChanges | None = None
    settle: tuple[WorthSettling, ...] = ()


@dataclass(frozen=True, slots=True)
class PageState:
    """What a person has done to the page."""

    ticked: frozenset[int] = field(default_factory=frozenset)
    """The steps under *Next* that are ticked."""
    every_change: bool = False


def heading(text: str) -> PageLine:
    """Return the heading of a section."""
    return PageLine(line(text, "accent bold"))


def opening(found: Recommendation, *, airy: bool = True) -> Iterator[PageLine]:
    """Yield the verdict as sign and word, the headline, and the reason."""
    sign = SIGNS[found.verdict]
    yield PageLine(styled(f" {sign.sign}  {sign.word.upper()} ", f"{found.verdict} chip"))
    if airy:
        yield BLANK
    yield PageLine(line(found.headline, "bold"))
    if found.reason:
        yield BLANK
        yield from prose(found.reason)


def to_do(found: Recommendation, shown: PageState, onward: str | None) -> Iterator[PageLine]:
    """Yield what to do next, what to keep in mind, where to go on and where to read on."""
    if found.next:
        yield heading("Next")
        for place, step in enumerate(found.next):
            done = place in shown.ticked
            box = styled("☑  ", "go bold") if done else styled("☐  ", "muted")
            yield PageLine(line(step, "muted" if done else ""), box, ("next", place))
        yield BLANK
    if found.tree is not None:
        yield heading("Go on")
        yield PageLine(
            line(f"“{onward or found.tree}”, with the answers you have given"), styled("→  ", "accent"), GO_ON
        )
        yield BLANK
    if found.notes:
        yield heading("Keep in mind")
        for note in found.notes:
            yield from bulleted(prose(note), "·  ")
        yield BLANK
    if found.see:
        yield heading("See")
        yield from (link(one.title or one.url, one.url) for one in found.see)
        yield BLANK


def road(walk: Walk) -> Iterator[PageLine]:
    """Yield the way here; each answer can be chosen to change it."""
    found = walk.recommendation
    if found is None or not found.steps:
        return
    yield heading("How you got here")
    for step in found.steps:
        if step.carried:
            continue
        place: Place = place_of(step)
        said = f"Not sure; for now: {walk.said(step)}" if step.unsure else walk.said(step)
        yield PageLine(line(walk.filled(step.question.ask), "muted"), target=place, rows=1)
        yield PageLine(line(said), styled("  "), place, rows=2)
    yield BLANK


def signed(verdict: Verdict) -> Content:
    """Return a verdict as its sign and word, in its ink."""
    sign = SIGNS[verdict]
    return styled(f"{sign.sign} {sign.word}", f"{verdict} bold")


def ends(endings: OutcomeSet | None) -> Content:
    """Return the verdicts that endings have, the kindest first."""
    if endings is None or not endings:
        return styled("? cannot say", "muted")
    first, *others = endings.verdicts
    if not others:
        return signed(first)
    return join([signed(first), styled(" or ", "muted"), signed(others[0]), styled(" …" if len(others) > 1 else "")])


def would_change(walk: Walk, explained: Explanation, shown: PageState) -> Iterator[PageLine]:
    """Yield the other answers that lead elsewhere, kindest first, and the fewest that lead to something kinder."""
    changes = explained.changes
    if not changes:
        return
    yield heading("What would change this")
    listed = changes if shown.every_change else changes[:SHOWN]
    before = ""
    for place, change in enumerate(listed):
        leads_to = ends(change.endings)
        if leads_to.plain != before:
            yield PageLine(leads_to)
            before = leads_to.plain
        yield PageLine(if_you_said(walk, change), styled("  "), ("change", place), rows=3)
    if len(listed) < len(changes):
        yield PageLine(line(f"and {len(changes) - len(listed)} more", "muted"), styled("… ", "accent"), ALL)
    yield from _fewest(walk, explained.fewest)
    yield BLANK


def if_you_said(walk: Walk, change: AnswerChange) -> Content:
    """Return another answer in words."""
    question = walk.tree.questions[change.question]
    ask = line(f" to “{walk.filled(question.ask)}”", "muted").pad_left(1)
    if change.item is None:
        return join([line(f"“{change.words}”"), ask])
    ticked = isinstance(change.answer, frozenset) and change.item in change.answer
    item = walk.filled(question.by_id[change.item].text)
    ask = line(f" at “{walk.filled(question.ask)}”", "muted").pad_left(1)
    return join([line(f"“{item}” {'ticked' if ticked else 'not ticked'}"), ask])


def _fewest(walk: Walk, fewest: FewestChanges | None) -> Iterator[PageLine]:
    if fewest is None or not fewest.changes:
        return
    number = len(fewest.changes)
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    yield BLANK
    yield PageLine(join([styled("Fewest changes to "), signed(fewest.verdict), styled(f": {said}")]), target=FEWEST)
    for turn in (*fewest.changes, *fewest.new) if number > 1 else ():
        ask = walk.filled(walk.tree.questions[turn.question].ask)
        yield PageLine(
            join([line(f"“{turn.words}”"), line(f"to “{ask}”", "muted").pad_left(1)]), styled("  "), FEWEST, rows=3
        )


def worth_settling(walk: Walk, found: Iterable[WorthSettling]) -> Iterator[PageLine]:
    """Yield the unsure answers that are worth settling, and what each would lead to."""
    for place, settle in enumerate(found):
        if place == 0:
            yield heading("Worth settling")
        target: Place = (walk.tree.id, settle.question)
        yield PageLine(
            line(walk.filled(walk.tree.questions[settle.question].ask)), styled("? ", "accent bold"), target, rows=3
        )
        for lead in settle.answers:
            yield PageLine(
                join([ends(lead.endings), line(f"if “{lead.words}”", "muted").pad_left(2)]),
                styled("  "),
                target,
                rows=2,
            )
        yield BLANK
