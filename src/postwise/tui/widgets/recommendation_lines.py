"""A recommendation as lines of pages: its sections set in the order of the screens, with what can be chosen in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from postwise.show import recommendation_document as parts
from postwise.text import number_word
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.markdown_lines import link, prose
from postwise.tui.widgets.page_line import BLANK, PageLine, PageWidth, SetLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.trail import place_of
from postwise.walk.recommendation import SIGNS

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.logic.reachable_outcomes import OutcomeSet
    from postwise.show.document import Item, Section
    from postwise.tree.model import Verdict
    from postwise.walk.recommendation import Recommendation
    from postwise.walk.walk import Walk

GO_ON: Literal["go on"] = "go on"
"""The target of the line that goes on in another tree."""
ALL: Literal["all"] = "all"
"""The target of the line that shows every change."""
ALL_DECIDING: Literal["all deciding"] = "all deciding"
"""The target of the line that shows every answer that decided it."""
ALL_DOUBTS: Literal["all doubts"] = "all doubts"
"""The target of the line that shows all that is worth settling."""
FEWEST: Literal["fewest"] = "fewest"
"""The target of the line with the fewest changes to something kinder."""
SHOWN = 6
"""As many changes are shown at first."""


class Detail(NamedTuple):
    """How much is said of why a walk ended where it did."""

    rows: int
    """The rows that an answer takes at most."""
    deciding: int
    """How many of the answers that decided it are named."""
    doubts: int
    """How many of the questions that are worth settling."""
    leads: bool
    """Whether it is said what each answer to them would lead to."""
    turns: int
    """How many of the fewest changes are named."""


MANY = 1_000_000
DETAILS = (
    Detail(3, MANY, MANY, leads=True, turns=MANY),
    Detail(2, MANY, MANY, leads=True, turns=MANY),
    Detail(1, MANY, MANY, leads=True, turns=MANY),
    Detail(1, 5, 1, leads=True, turns=3),
    Detail(1, 3, 1, leads=True, turns=3),
    Detail(1, 3, 2, leads=False, turns=2),
    Detail(1, 2, 1, leads=False, turns=1),
)
"""From all there is to what fits on a small page: the rest is a line away."""


@dataclass(frozen=True, slots=True)
class PageState:
    """What a person has done to the page."""

    ticked: frozenset[int] = field(default_factory=frozenset)
    """The steps under *Next* that are ticked."""
    every_change: bool = False
    every_deciding: bool = False
    every_doubt: bool = False


def _section(title: str, lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Yield lines under a heading and a blank one after them, or nothing if there are none."""
    shown = list(lines)
    if shown:
        yield from (heading(title), *shown, BLANK)


def opening(recommendation: Recommendation, *, airy: bool = True) -> Iterator[PageLine]:
    """Yield the verdict as sign and word, the headline, and the reason."""
    sign = SIGNS[recommendation.verdict]
    chip = styled(f" {sign.sign}  {sign.word.upper()} ", f"{recommendation.verdict} chip")
    headline = line(recommendation.headline, "bold")
    if airy:
        yield from (PageLine(chip), BLANK, PageLine(headline))
    else:
        yield PageLine(headline, chip.pad_right(2))
    if recommendation.reason:
        if airy:
            yield BLANK
        yield from prose(recommendation.reason)


def to_do(recommendation: Recommendation, shown: PageState, onward: str | None) -> Iterator[PageLine]:
    """Yield what to do next, whom to turn to, where to read and to go on, and what to keep in mind."""
    yield from steps(recommendation, shown, onward)
    yield from reached(recommendation)
    yield from keep_in_mind(recommendation)


def steps(recommendation: Recommendation, shown: PageState, onward: str | None) -> Iterator[PageLine]:
    """Yield what to do next and where to go on."""
    todo = parts.next_steps(recommendation)
    going_on = [] if recommendation.tree is None else [_going_on(onward or recommendation.tree)]
    yield from _section(todo.title, (*(_step(place, item, shown) for place, item in enumerate(todo.items)), *going_on))


def reached(recommendation: Recommendation) -> Iterator[PageLine]:
    """Yield whom to turn to and where to read on."""
    yield from _links(parts.people(replace(recommendation, by_place=False)))  # how to have more comes last
    yield from _links(parts.see(recommendation))


def _going_on(title: str) -> PageLine:
    words = line(f"Go on in “{title}”, with the answers you have given")
    return PageLine(words, styled("→  ", "accent"), GO_ON)


def keep_in_mind(recommendation: Recommendation) -> Iterator[PageLine]:
    """Yield what to keep in mind, and how to have the numbers of a place where none is said."""
    notes = parts.keep_in_mind(recommendation)
    yield from _section(notes.title, (note for item in notes.items for note in bulleted(prose(item.text), "·  ")))
    if recommendation.by_place:
        yield from (PageLine(line(parts.BY_PLACE, "muted")), BLANK)


def sources(walk: Walk) -> Iterator[PageLine]:
    """Yield what the tree was built on."""
    yield from _links(parts.sources(walk))


def _links(section: Section) -> Iterator[PageLine]:
    yield from _section(section.title, (link(item.text, item.address, phone=item.phone) for item in section.items))


def _step(place: int, item: Item, shown: PageState) -> PageLine:
    done = place in shown.ticked
    tick = styled("☑  ", "go bold") if done else styled("☐  ", "muted")
    return PageLine(line(item.text, "muted" if done else ""), tick, ("next", place))


def road(walk: Walk) -> Iterator[PageLine]:
    """Yield the way here; each answer can be chosen to change it, and those of no account say so."""
    told = [item for section in parts.road(walk, parts.made_no_difference(walk)) for item in section.items]
    yield from _section(parts.ROAD, (answered for item in told for answered in _answered(item)))


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


def explained(walk: Walk, shown: PageState, width: PageWidth, height: int) -> list[PageLine]:
    """Return what decided it, what is worth settling and the fewest changes, in so much detail as fits on a page.

    What a person has asked to see all of is all there.
    """
    fitting = (detail for detail in DETAILS if rows_of(_explained(walk, PageState(), detail), width) <= height)
    return list(_explained(walk, shown, next(fitting, DETAILS[-1])))


def rows_of(lines: Iterable[PageLine], width: PageWidth) -> int:
    """Return how many rows lines take, but for blank ones at the end."""
    set_lines = [SetLine(one, width) for one in lines]
    while set_lines and set_lines[-1].line == BLANK:
        set_lines.pop()
    return sum(len(one.rows) for one in set_lines)


def _explained(walk: Walk, shown: PageState, detail: Detail) -> Iterator[PageLine]:
    yield from _decided(walk, detail._replace(deciding=MANY) if shown.every_deciding else detail)
    yield from _worth_settling(walk, detail._replace(doubts=MANY, leads=True) if shown.every_doubt else detail)
    yield from _fewest(walk, detail)


def _decided(walk: Walk, detail: Detail) -> Iterator[PageLine]:
    """Yield the answers that fixed the ending; each can be chosen to change it."""
    section = parts.decided(walk)
    named = (_deciding(item, detail) for item in section.items[: detail.deciding])
    yield from _section(section.title, (*named, *_more(len(section.items) - detail.deciding, ALL_DECIDING)))


def _deciding(item: Item, detail: Detail) -> PageLine:
    if item.about is None:
        return PageLine(line(item.text))
    return PageLine(_with_aside(item), target=("decided", *place_of(item.about)), rows=detail.rows)


def _more(left: int, target: Hashable) -> Iterator[PageLine]:
    if left > 0:
        yield PageLine(line(f"and {left} more", "muted"), styled("… ", "accent"), target)


def would_change(walk: Walk, shown: PageState) -> Iterator[PageLine]:
    """Yield the other answers that lead elsewhere, kindest first."""
    yield from _section(parts.CHANGES, _changes(walk, shown))


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
    yield from _more(len(changes) - len(listed), ALL)


def _with_aside(item: Item) -> Content:
    return join([line(item.text), line(item.aside, "muted").pad_left(1)])


def _fewest(walk: Walk, detail: Detail) -> Iterator[PageLine]:
    """Yield the fewest changes that lead to something kinder; choosing any of them shows that road."""
    for item in parts.fewest_changes(walk):
        number = number_word(len(item.about.changes))
        head = (styled("Fewest changes to ", "accent bold"), signed(item.about.verdict), styled(f": {number}"))
        yield PageLine(join(head), target=FEWEST)
        yield from (
            PageLine(_with_aside(turn), styled("  "), FEWEST, rows=detail.rows) for turn in item.under[: detail.turns]
        )
        yield from _more(len(item.under) - detail.turns, FEWEST)
        yield BLANK


def _worth_settling(walk: Walk, detail: Detail) -> Iterator[PageLine]:
    """Yield the unsure answers that are worth settling, and what each would lead to."""
    section = parts.worth_settling(walk)
    between = (BLANK,) if detail.leads and detail.rows > 1 else ()
    named = section.items[: detail.doubts]
    doubts = [one for item in named for one in (*between, *_doubt(walk, item, detail))][len(between) :]
    more = list(_more(len(section.items) - detail.doubts, ALL_DOUBTS))
    if not (more or detail.leads) and any(item.about.answers for item in named):
        more = [PageLine(line("what each answer leads to", "muted"), styled("… ", "accent"), ALL_DOUBTS)]
    yield from _section(section.title, (*doubts, *more) if doubts else ())


def _doubt(walk: Walk, item: Item, detail: Detail) -> Iterator[PageLine]:
    place = ("settle", walk.tree.id, item.about.question)
    yield PageLine(line(item.text), styled("? ", "accent bold"), place, rows=detail.rows)
    for lead in item.about.answers if detail.leads else ():
        answer = line(f"if “{lead.words}”", "muted").pad_left(2)
        yield PageLine(join([ends(lead.endings), answer]), styled("  "), place, rows=2)
