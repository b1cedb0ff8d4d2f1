"""What training groups said of a question, beside it while it is being written: counts and lines, never who."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from postwise.text import counted
from postwise.train.aggregate import GroupLines, GroupVotes, QuestionAggregate, SessionAggregate
from postwise.tui.widgets.content import join, line, meter, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading

Remarks = Callable[[str, str], list[PageLine]]
"""Lines on a question, by the tree's id and the question's; none where no group met it."""
BAR = 10
"""Columns of a bar in which every vote is for one answer."""
QUOTED = 3
"""As many lines of each kind are quoted."""


def remarks_of(together: SessionAggregate) -> Remarks:
    """Return what says what sessions said of a question."""

    def remarks(tree_id: str, question_id: str) -> list[PageLine]:
        aggregate = together.questions.get((tree_id, question_id))
        return [] if aggregate is None else list(remark_lines(aggregate))

    return remarks


def remark_lines(aggregate: QuestionAggregate) -> Iterator[PageLine]:
    """Yield how groups voted on a question, and what they wanted kept or changed."""
    everyone = aggregate.all
    yield heading("What groups said")
    if everyone.groups:
        counts = ", ".join(f"{everyone.last[word]} {word}" for word in ("agreed", "leaning", "split"))
        yield PageLine(line(f"{counted(everyone.groups, 'group')}: {counts}"))
        yield PageLine(line(_talk(everyone), "muted"))
    most = max(everyone.votes.values(), default=0)
    for choice, votes in sorted(everyone.votes.items(), key=lambda pair: -pair[1]):
        lead = join([meter(votes / most if most else 0, BAR), styled(f"{votes:>4}  ", "muted")])
        yield PageLine(line(aggregate.texts.get(choice, choice)), lead)
    yield from _quoted("Kept from the smaller side", aggregate.dissent)
    yield from _quoted("Proposed", aggregate.proposals)


def _talk(everyone: GroupVotes) -> str:
    first = f"At first {everyone.first['split']} split"
    return f"{first}; in {everyone.flipped} another answer led after the talk" if everyone.flipped else first


def _quoted(label: str, quoted: GroupLines) -> Iterator[PageLine]:
    if not quoted.kept:
        return
    yield BLANK
    yield PageLine(line(label, "muted"))
    yield from (PageLine(line(f"“{text}”"), styled("·  ", "accent")) for text in quoted.kept[:QUOTED])
    more = len(quoted.kept) - QUOTED + quoted.more
    if more > 0:
        yield PageLine(line(f"and {more} more", "muted"), styled("   "))
