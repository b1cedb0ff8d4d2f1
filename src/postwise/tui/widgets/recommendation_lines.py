"""A recommendation as lines of pages: its sections set in the order of the screens, with what can be chosen in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from postwise.show import recommendation_document as parts
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.markdown_lines import link, prose
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.trail import Place, place_of
from postwise.walk.recommendation import SIGNS

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.logic.reachable_outcomes import OutcomeSet
    from postwise.show.document import Item
    from postwise.tree.model import Verdict
    from postwise.walk.recommendation import Recommendation
    from postwise.walk.walk import Walk

GO_ON: Literal["go on"] = "go on"
"""The target of the line that goes on in another tree."""
ALL: Literal["all"] = "all"
"""The target of the line that shows every change."""
FEWEST: Literal["fewest"] = "fewest"
"""The target of the line with the fewest changes to something kinder."""
SHOWN = 6
"""As many changes are shown at first."""


@dataclass(frozen=True, slots=True)
class PageState:
    """What a person has done to the page."""

    ticked: frozenset[int] = field(default_factory=frozenset)
    """The steps under *Next* that are ticked."""
    every_change: bool = False


def _section(title: str, lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Yield lines under a heading and a blank one after them, or nothing if there are none."""
    shown = list(lines)
    if shown:
        yield from (heading(title), *shown, BLANK)


def opening(recommendation: Recommendation, *, airy: bool = True) -> Iterator[PageLine]:
    """Yield the verdict as sign and word, the headline, and the reason."""
    sign = SIGNS[recommendation.verdict]
    yield PageLine(styled(f" {sign.sign}  {sign.word.upper()} ", f"{recommendation.verdict} chip"))
    if airy:
        yield BLANK
    yield PageLine(line(recommendation.headline, "bold"))
    if recommendation.reason:
        yield BLANK
        yield from prose(recommendation.reason)


def to_do(recommendation: Recommendation, shown: PageState, onward: str | None) -> Iterator[PageLine]:
    """Yield what to do next, where to go on, what to keep in mind, whom to turn to and where to read on."""
    steps, notes, see = parts.next_steps(recommendation), parts.keep_in_mind(recommendation), parts.see(recommendation)
    yield from _section(steps.title, (_step(place, item, shown) for place, item in enumerate(steps.items)))
    if recommendation.tree is not None:
        going_on = line(f"“{onward or recommendation.tree}”, with the answers you have given")
        yield from _section("Go on", [PageLine(going_on, styled("→  ", "accent"), GO_ON)])
    yield from _section(notes.title, (note for item in notes.items for note in bulleted(prose(item.text), "·  ")))
    yield from _section(see.title, (link(item.text, item.address, phone=item.phone) for item in see.items))


def _step(place: int, item: Item, shown: PageState) -> PageLine:
    done = place in shown.ticked
    tick = styled("☑  ", "go bold") if done else styled("☐  ", "muted")
    return PageLine(line(item.text, "muted" if done else ""), tick, ("next", place))


def road(walk: Walk, *, explained: bool) -> Iterator[PageLine]:
    """Yield the way here; each answer can be chosen to change it. Once `explained`, those of no account say so."""
    idle = parts.made_no_difference(walk) if explained else ()
    steps = [item for section in parts.road(walk, idle) for item in section.items] if walk.outcome is not None else []
    yield from _section(parts.ROAD, (answered for item in steps for answered in _answered(item)))


def _answered(item: Item) -> Iterator[PageLine]:
    place = place_of(item.about)
    yield PageLine(line(item.text, "muted"), target=place, rows=1)
    for answer in item.under:
        shown = line(answer.words, "muted" if answer.aside else "")
        yield PageLine(shown, styled("  "), place, rows=2)


def signed(verdict: Verdict) -> Content:
    """Return a verdict as its sign and word, in its style."""
    return styled(str(SIGNS[verdict]), f"{verdict} bold")


def ends(endings: OutcomeSet | None) -> Content:
    """Return the verdicts that endings have, the kindest first."""
    if endings is None or not endings:
        return styled("? cannot say", "muted")
    first, *others = endings.verdicts
    if not others:
        return signed(first)
    return join([signed(first), styled(" or ", "muted"), signed(others[0]), styled(" …" if len(others) > 1 else "")])


def decided(walk: Walk) -> Iterator[PageLine]:
    """Yield the answers that fixed the ending; each can be chosen to change it."""
    section = parts.decided(walk)
    yield from _section(section.title, map(_deciding, section.items))


def _deciding(item: Item) -> PageLine:
    if item.about is None:
        return PageLine(line(item.text))
    return PageLine(_with_aside(item), target=place_of(item.about), rows=3)


def would_change(walk: Walk, shown: PageState) -> Iterator[PageLine]:
    """Yield the other answers that lead elsewhere, kindest first, and the fewest that lead to something kinder."""
    if walk.what_if.changes:
        yield from _section(parts.CHANGES, (*_changes(walk, shown), *_fewest(walk)))


def _changes(walk: Walk, shown: PageState) -> Iterator[PageLine]:
    changes = walk.what_if.changes
    listed = changes if shown.every_change else changes[:SHOWN]
    before = ""
    for place, change in enumerate(listed):
        leads_to = ends(change.endings)
        if leads_to.plain != before:
            yield PageLine(leads_to)
            before = leads_to.plain
        yield PageLine(_with_aside(parts.other_answer(walk, change)), styled("  "), ("change", place), rows=3)
    if len(listed) < len(changes):
        more = f"and {len(changes) - len(listed)} more"
        yield PageLine(line(more, "muted"), styled("… ", "accent"), ALL)


def _with_aside(item: Item) -> Content:
    return join([line(item.text), line(item.aside, "muted").pad_left(1)])


def _fewest(walk: Walk) -> Iterator[PageLine]:
    for item in parts.fewest_changes(walk):
        yield BLANK
        yield PageLine(_coloured(item.text, item.about), target=FEWEST)
        yield from (PageLine(_with_aside(turn), styled("  "), FEWEST, rows=3) for turn in item.under)


def _coloured(text: str, verdict: Verdict) -> Content:
    """Return a text with the verdict that it names in its style."""
    before, _, after = text.partition(str(SIGNS[verdict]))
    return join([styled(before), signed(verdict), styled(after)])


def worth_settling(walk: Walk) -> Iterator[PageLine]:
    """Yield the unsure answers that are worth settling, and what each would lead to."""
    section = parts.worth_settling(walk)
    yield from _section(section.title, [doubt for item in section.items for doubt in (*_doubt(walk, item), BLANK)][:-1])


def _doubt(walk: Walk, item: Item) -> Iterator[PageLine]:
    place: Place = (walk.tree.id, item.about.question)
    yield PageLine(line(item.text), styled("? ", "accent bold"), place, rows=3)
    for lead in item.about.answers:
        answer = line(f"if “{lead.words}”", "muted").pad_left(2)
        yield PageLine(join([ends(lead.endings), answer]), styled("  "), place, rows=2)
