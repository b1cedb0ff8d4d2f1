"""A vote as lines of the room's page: what can be chosen, and the counts as bars once they are revealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from postwise.tui.widgets.content import EMPTY, join, styled
from postwise.tui.widgets.text_page import BLANK, PageLine

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.train.room_view import Bar, RoomView

FULL, REST = "█", "░"
MEANINGS = {
    "agreed": "agreed: of one mind, or nearly",
    "leaning": "leaning: one way, not all the way",
    "split": "split: the room divides here",
    "all": "all think alike",
    "most": "most think alike",
}
"""What the word for a vote says, for a room that reads it for the first time."""
COUNTS: Literal["counts"] = "counts"
"""The target of the line that takes the counts."""


def bar_lines(view: RoomView, width: int, counted: Sequence[str] | None, *, airy: bool) -> Iterator[PageLine]:
    """Yield a line for each choice of a vote and one for those who pass.

    `counted` are the counts typed so far, one for each line: they are shown as dots, and choosing a line adds one to
    it. None where no counts are typed.
    """
    room = 24 if width >= 100 else 14 if width >= 72 else 8
    for place, bar in enumerate(view.bars):
        last = place == len(view.bars) - 1
        number = str(place + 1) if not last else ""
        lead = styled(f"{number:>2}  ", "accent bold")
        ink = "muted" if last else "bold" if bar.leads and not view.hidden else ""
        typed = counted is not None and place < len(counted)
        target = None if counted is None else ("hand", place)
        yield PageLine(styled(bar.text or number, ink), lead, target, right=_right(view, bar, room, typed=typed))
        if airy:
            yield BLANK


def _right(view: RoomView, bar: Bar, room: int, *, typed: bool) -> Content:
    if view.hidden and view.stage == "silence":
        return EMPTY
    if view.hidden:
        return join([styled("•• " if typed else "   ", "accent bold"), styled(REST * room, "muted")])
    count = bar.first if bar.second is None else bar.second
    if count is None:
        return styled("◂ in the lead", "accent bold") if bar.leads and view.word in {"all", "most"} else EMPTY
    most = max(view.voted, 1)
    full = round(room * min(count, most) / most)
    ink = "accent" if bar.leads else "muted"
    return join([styled(FULL * full, ink), styled(REST * (room - full), "muted"), _counts(bar)])


def _counts(bar: Bar) -> Content:
    if bar.second is None:
        return styled(f"{bar.first:>4}", "bold")
    before = "" if bar.first is None else f"{bar.first} →"
    return join([styled(f"{before:>6}", "muted"), styled(f"{bar.second:>3}", "bold")])


def result(view: RoomView) -> Iterator[PageLine]:
    """Yield what a shown vote says: the word for it, what moved, and whether there is a tie."""
    if view.hidden or not view.word:
        return
    said = view.movement or MEANINGS[view.word]
    yield PageLine(styled(said, "accent bold"), right=_lead(view))
    if view.tie and view.stage in {"shown", "moved"}:
        yield BLANK
        yield PageLine(styled("No answer leads alone. Both roads are walked; the facilitator picks the first."))


def _lead(view: RoomView) -> Content:
    leads = [(place, bar) for place, bar in enumerate(view.bars, 1) if bar.leads]
    if len(leads) != 1 or view.several:
        return EMPTY
    place, bar = leads[0]
    count = bar.first if bar.second is None else bar.second
    return EMPTY if count is None else styled(f"{count} of {view.voted} for {place}", "muted")


def counting(view: RoomView, typed: str) -> PageLine:
    """Return the line that counts are typed on: as dots, for they are not to be seen yet."""
    if typed:
        dots = " ".join("•" * len(number) for number in typed.split())
        return PageLine(join([styled(dots, "bold"), styled("   Enter puts them in", "muted")]), styled("▸ "), COUNTS)
    if view.voted:
        said = f"{view.voted} of {view.present} are in. r reveals them; type again to put them right."
        return PageLine(styled(said, "muted"), styled("▸ "), COUNTS)
    each = "ticks of each line" if view.several else "hands for each answer"
    return PageLine(
        styled(f"Type the {each}, with spaces, and those who pass last: 7 4 1", "muted"), styled("▸ "), COUNTS
    )
