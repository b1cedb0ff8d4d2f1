"""What the room sees at each step, as lines of a page: drawn from a `RoomView`, and from what the group wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from postwise.text import whole_number
from postwise.train.events import NoteKind, ScribeNote, Stage
from postwise.train.room_view import Bar, RoadEnd, RoomView
from postwise.train.session_words import (
    BELOW,
    CLOSING,
    INVENTED,
    INVITATIONS,
    KINDS,
    MEANINGS,
    NO_SHARED_STEP,
    NOBODY_NAMED,
    SCALE,
    SETTLED,
    SO_FAR,
    TIE,
    are_in,
    in_box,
    kept_in,
    note_in_words,
    road_begins,
    road_begins_shortly,
    to_count,
    write_out,
    write_trust,
)
from postwise.train.tally import SURE, counted_aloud
from postwise.tui.screen_commands import ROOM, keycaps
from postwise.tui.widgets.content import EMPTY, join, line, meter, styled
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine, PageWidth, SetLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.recommendation_lines import opening
from postwise.tui.widgets.text_page import TextPage

if TYPE_CHECKING:
    from textual.content import Content

COUNTS: Literal["counts"] = "counts"
"""The target of the line that takes the counts."""


def bar_lines(page: RoomContent) -> Iterator[PageLine]:
    """Yield a line for each choice of a vote and one for those who pass.

    Counts typed so far stand beside their lines, as dots where the room may not see them; choosing a line adds one to
    it.
    """
    view, width = page.view, page.width
    counted = None if page.typed is None else page.typed.split()
    room = 0 if page.bare else 24 if width >= 100 else 14 if width >= 72 else 8
    for place, bar in enumerate(view.bars):
        last = place == len(view.bars) - 1
        number = str(place + 1) if not last else ""
        lead = styled(f"{number:>2}  ", "accent bold")
        style = "muted" if last else "bold" if bar.leads and not view.hidden else ""
        typed = counted[place] if counted is not None and place < len(counted) else ""
        if typed and not page.in_the_open:
            typed = "••"
        target = None if counted is None else ("hand", place)
        right = _right(view, bar, room, typed)
        yield PageLine(styled(bar.text or number, style), lead, target, rows=page.answer_rows, right=right)
        if page.airy:
            yield BLANK


def _right(view: RoomView, bar: Bar, room: int, typed: str) -> Content:
    if view.hidden and view.stage == "silence":
        return EMPTY
    if view.hidden:
        return join([styled(f"{typed:>2} ", "accent bold"), meter(0, room)])
    count = bar.first if bar.second is None else bar.second
    if count is None:
        return styled("◂ in the lead", "accent bold") if bar.leads and view.word in {"all", "most"} else EMPTY
    most = max(view.voted, 1)
    style = "accent" if bar.leads else "muted"
    return join([meter(min(count, most) / most, room, style), _counts(bar)]) if room else _bare_counts(view, bar)


def _bare_counts(view: RoomView, bar: Bar) -> Content:
    """Return the counts of a line without a bar, each in a column that is as wide as what stands in it."""
    columns = [
        [counted_aloud(count) if count is not None else "" for count in counts]
        for counts in ([each.first for each in view.bars], [each.second for each in view.bars])
    ]
    first, second = (words[view.bars.index(bar)].rjust(max(map(len, words))) for words in columns)
    before = f"{first} → " if first.strip() and second.strip() else first
    return join([styled(before, "muted" if second.strip() else "bold"), styled(second, "bold")])


def _counts(bar: Bar) -> Content:
    if bar.second is None:
        return styled(f"{counted_aloud(bar.first or 0):>6}", "bold")
    before = "" if bar.first is None else f"{counted_aloud(bar.first)} →"
    return join([styled(f"{before:>8}", "muted"), styled(f"{counted_aloud(bar.second):>6}", "bold")])


def result(view: RoomView) -> Iterator[PageLine]:
    """Yield what a shown vote says: the word for it, what moved, and whether there is a tie."""
    if view.hidden or not view.word:
        return
    yield PageLine(styled(view.movement or MEANINGS[view.word], "accent bold"), right=_lead(view))
    if view.tie and view.stage in {"shown", "moved"}:
        yield BLANK
        yield PageLine(styled(TIE))


def _lead(view: RoomView) -> Content:
    leads = [(place, bar) for place, bar in enumerate(view.bars, 1) if bar.leads]
    if len(leads) != 1 or view.several:
        return EMPTY
    place, bar = leads[0]
    count = bar.first if bar.second is None else bar.second
    return EMPTY if count is None else styled(f"{count} of {view.voted} for {place}", "muted")


def counting(page: RoomContent, typed: str) -> PageLine:
    """Return the line that counts are typed on, with their sum: in the open, or as dots if they are not to be seen."""
    view = page.view
    if not typed:
        return PageLine(styled(to_count(view, page.keys), "muted"), styled("▸ "), COUNTS)
    numbers = [whole_number(number) for number in typed.split()]
    said = typed if page.in_the_open else " ".join("•" * len(number) for number in typed.split())
    total = sum(number or 0 for number in numbers)
    so_far = "" if view.several else f"   {total} of {view.present} so far"
    return PageLine(
        join([styled(said, "bold"), styled(f"{so_far}   Enter puts them in", "muted")]), styled("▸ "), COUNTS
    )


@dataclass(frozen=True)
class RoomContent:
    """All that a page is set from."""

    view: RoomView
    width: int
    height: int
    columns: int = 0
    """How wide lines are set; 0 while that is not known."""
    typed: str | None = None
    """The counts typed so far; None where votes are not typed as counts."""
    in_the_open: bool = False
    """Whether the room may see them while they are typed."""
    notes: Mapping[NoteKind, Sequence[ScribeNote]] = field(default_factory=dict)
    """What the group wrote, by kind."""
    dense: bool = False
    """Whether answers are to stand close, so that the story stays whole."""
    close: bool = False
    """Whether nothing stands between the question, its answers and what comes of them, and no help."""
    bare: bool = False
    """Whether counts stand without bars, and another road is announced by its answer alone."""
    answer_rows: int = 0
    """At most so many rows of each answer; 0 is as many as it takes."""
    led_here: bool = True
    """Whether the session is led from this page, so that it names keys."""
    where: str = ""
    """The session's file, said on the last page."""
    keys: Mapping[str, str] = field(default_factory=lambda: keycaps(ROOM))
    """The keys as a person reads them, by the names of the commands."""

    @property
    def airy(self) -> bool:
        """Whether there is room for a blank line between answers."""
        return self.height >= 24 and len(self.view.bars) <= 6 and not self.dense

    @property
    def above(self) -> int:
        """How many rows stay free above."""
        return 0 if self.height < 16 else 1 if self.height < 24 else 2

    def left_by(self, lines: Iterable[PageLine]) -> int:
        """Return how many rows some lines leave of the page; fewer than none if they do not fit.

        While nobody knows how wide the page is, each is taken for one row.
        """
        if not self.columns:
            return self.height - self.above - len(list(lines))
        width = PageWidth(self.columns, TextPage.edge, 0)
        return self.height - self.above - sum(len(SetLine(each, width).rows) for each in lines)


def page_lines(page: RoomContent) -> Iterator[PageLine]:
    """Yield the lines of the present step."""
    yield from [BLANK] * page.above
    yield from PAGES.get(page.view.stage, _question)(page)


def _rules(page: RoomContent) -> Iterator[PageLine]:
    yield PageLine(styled("How we do this", "bold"))
    yield BLANK
    for rule in page.view.lines:
        yield PageLine(line(rule), styled("·  ", "accent bold"))
        if page.height >= 16:
            yield BLANK


def _trust(page: RoomContent) -> Iterator[PageLine]:
    for text in page.view.lines:
        yield PageLine(line(text, "bold"))
    yield BLANK
    yield from _written(page, ("trust",), heads=False)
    if not page.notes.get("trust") and page.led_here:
        yield PageLine(styled(write_trust(page.keys), "muted"))


def _case(page: RoomContent) -> Iterator[PageLine]:
    yield PageLine(line(page.view.title, "bold"))
    yield BLANK
    yield from prose(page.view.story)


def _question(page: RoomContent) -> Iterator[PageLine]:
    """Yield the story, the question and its answers, then why it is asked, then the road so far, as there is room.

    The story stays whole while there is room for the question without the rest; the road so far goes first.
    """
    view = page.view
    story = [PageLine(line(view.story, "muted")), *[BLANK] * (page.height >= 16)] if view.story else []
    why, trail, asked = list(_why(view)), list(_trail(view.trail, view.settled)), list(asked_lines(page))
    if page.left_by([*story, *asked, *why]) < 0:
        story, asked = _fitting(page, story)
    yield from (*story, *asked, *why)
    if page.left_by([*story, *asked, *why, *trail]) >= 0:
        yield from trail


def _fitting(page: RoomContent, story: list[PageLine]) -> tuple[list[PageLine], list[PageLine]]:
    """Return as much of the story as there is room for, and a vote with all that comes of it.

    Rather than that an answer, or what came of them, is below the page, first the story goes, then the bars beside the
    counts, and last what an answer says beyond a row.
    """
    dense = replace(page, dense=True)
    close = replace(dense, close=True)
    bare = replace(close, bare=True)
    read_before = page.view.stage not in {"silence", "said"}
    cut = [replace(bare, answer_rows=rows) for rows in (2, 1) if read_before]
    ways = [(story, dense), (story, close), *(([], laid) for laid in (dense, close, bare, *cut))]
    told: list[PageLine] = []
    asked: list[PageLine] = []
    for kept, laid in ways:
        asked = list(asked_lines(laid))
        room = page.left_by([*kept[1:], *asked])
        told = [*(each._replace(rows=max(room, LEAST_OF_STORY)) for each in kept[:1]), *kept[1:]]
        if page.left_by([*told, *asked]) >= 0:
            return told, asked
    return told, [asked[0]._replace(right=styled(BELOW, "muted")), *asked[1:]]


LEAST_OF_STORY = 2
"""With fewer rows than these a story says nothing."""


def asked_lines(page: RoomContent) -> Iterator[PageLine]:
    """Yield the question, its answers, and what is happening."""
    view = page.view
    apart = [] if page.close else [BLANK]
    if any(view.road) and view.stage in {"silence", "said"}:
        told = road_begins_shortly(view.road[1]) if page.bare else road_begins(*view.road)
        yield PageLine(styled(told, "accent bold"), rows=1 if page.bare else 0)
        yield from apart
    several = styled("Any of these, or none", "muted")
    beside = view.several and page.close
    yield PageLine(join([styled(f"{view.ask}  ", "bold"), several]) if beside else styled(view.ask, "bold"))
    if view.help and page.height >= 16 and not page.close:
        yield from prose(view.help, "muted")
    if view.several and not beside:
        yield PageLine(several)
    yield from apart
    yield from bar_lines(page)
    if not page.airy:
        yield from apart
    yield from _below(page)


def _below(page: RoomContent) -> Iterator[PageLine]:
    view = page.view
    if view.hidden and view.stage != "silence":
        yield _voting(page)
    shown = [each for each in result(view) if not (page.close and each is BLANK)]
    yield from shown
    if view.stage in INVITATIONS:
        if shown and not page.close:
            yield BLANK
        yield PageLine(styled(INVITATIONS[view.stage], "accent bold"))


def _why(view: RoomView) -> Iterator[PageLine]:
    if view.why and view.stage in {"silence", "said"}:
        yield BLANK
        yield from prose(view.why, "muted")


def _voting(page: RoomContent) -> PageLine:
    """Return the line that takes the counts, or in secret says how many are in."""
    view = page.view
    if page.typed is not None:
        return counting(page, page.typed)
    said = in_box(view, page.keys) if page.led_here else are_in(view)
    return PageLine(styled(said, "accent bold" if view.voted else ""))


def _trail(trail: Sequence[tuple[str, str]], settled: int) -> Iterator[PageLine]:
    for title, part in ((SETTLED, trail[:settled]), (SO_FAR, trail[settled:])):
        if part:
            yield BLANK
            yield PageLine(styled(title, "muted"))
        for ask, answer in part:
            yield PageLine(join([line(ask, "muted"), line(answer).pad_left(2)]), styled("  "), rows=2)


def _confidence(page: RoomContent) -> Iterator[PageLine]:
    view = page.view
    yield PageLine(styled(f"“{view.ask}”", "bold"))
    yield BLANK
    yield PageLine(styled(SCALE))
    yield BLANK
    yield _voting(page)


def _outcome(page: RoomContent) -> Iterator[PageLine]:
    for end in page.view.ends[:1]:
        yield from end_lines(end, (), 2 if end.number else 1, airy=page.height >= 16)
        yield from _trail(end.trail, page.view.settled)


def end_lines(end: RoadEnd, shared: Sequence[str], roads: int, *, airy: bool) -> Iterator[PageLine]:
    """Yield where a road ended; the next steps that it shares with the others are left out.

    Beside other roads (`roads` in all) it says which one it is.
    """
    if roads > 1:
        yield PageLine(styled("The other road" if end.number else "The first road", "muted"))
        yield PageLine(line(f"“{end.at}”" if end.number else "", "muted"), rows=1)
        for at in end.also:
            yield PageLine(line(f"and the one on which “{at}” was answered", "muted"))
        yield BLANK
    yield from opening(end.recommendation, airy=airy)
    own = [step for step in end.recommendation.next if step not in shared]
    if own:
        yield BLANK
        yield heading("Next")
        yield from (PageLine(line(step), styled("·  ", "accent")) for step in own)
    yield BLANK
    if end.recommendation.notes:
        yield heading("Keep in mind")
        for note in end.recommendation.notes:
            yield from bulleted(prose(note), "·  ")
        yield BLANK


def shared_lines(view: RoomView) -> Iterator[PageLine]:
    """Yield what the roads side by side have in common."""
    if view.shared:
        yield heading("On either road")
        yield from (PageLine(line(step), styled("·  ", "accent")) for step in view.shared)
    else:
        yield PageLine(styled(NO_SHARED_STEP, "accent bold"))


def _compare(page: RoomContent) -> Iterator[PageLine]:
    yield from shared_lines(page.view)
    for end in page.view.ends:
        yield BLANK
        yield PageLine(rule=True)
        yield from end_lines(end, page.view.shared, 2, airy=False)


def _closing(page: RoomContent) -> Iterator[PageLine]:
    yield from (PageLine(line(text, "bold")) for text in page.view.lines)
    yield BLANK
    yield PageLine(styled(CLOSING))
    yield BLANK
    yield from _written(page, tuple(KINDS))
    yield PageLine(styled(NOBODY_NAMED, "muted"))


def _written(page: RoomContent, kinds: Sequence[NoteKind], *, heads: bool = True) -> Iterator[PageLine]:
    for kind in kinds:
        notes = page.notes.get(kind, ())
        if notes and heads:
            yield heading(KINDS[kind])
        yield from (
            PageLine(line(note_in_words(note)), styled("·  ", "accent"), ("note", note.number)) for note in notes
        )
        if notes:
            yield BLANK


def _closed(page: RoomContent) -> Iterator[PageLine]:
    yield PageLine(styled("Thank you.", "bold"))
    yield BLANK
    yield from _sureness(page.view)
    rehearsed = page.view.rehearsed
    yield PageLine(styled(INVENTED if rehearsed else kept_in(page.where)))
    yield BLANK
    if page.led_here and not rehearsed:
        yield PageLine(styled(write_out(page.keys)))
        yield BLANK
    yield from _written(page, tuple(KINDS))


def _sureness(view: RoomView) -> Iterator[PageLine]:
    votes = [(when, vote) for when, vote in zip(("before", "after"), view.confidence, strict=True) if vote is not None]
    if votes:
        yield heading(SURE)
        for when, vote in votes:
            yield PageLine(styled(vote.sentence), styled(f"{when:<8}", "muted"))
        yield BLANK


PAGES: Mapping[Stage, Callable[[RoomContent], Iterator[PageLine]]] = {
    "rules": _rules,
    "trust": _trust,
    "confidence-before": _confidence,
    "case": _case,
    "outcome": _outcome,
    "compare": _compare,
    "closing": _closing,
    "confidence-after": _confidence,
    "closed": _closed,
}
"""How a page is set, by its step; a step of a question, and the vote on an outcome, as a question."""
