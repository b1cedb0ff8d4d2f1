"""What the library says of one tree: what it is for, how long it is, where its walks end, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwise.text import command_line, counted
from postwise.tree.library import IndexedTree
from postwise.tree.placeholders import spoken
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    import datetime as dt

    from textual.content import Content

    from postwise.logic.counting import Analysis
    from postwise.tree.model import About, Tree, Verdict
    from postwise.tree.problems import Problem

BAR = 24
"""As many columns as the longest bar has."""


@dataclass(frozen=True, slots=True)
class TreeDetails:
    """What is known of a tree beside its file."""

    words: Mapping[str, str]
    """The organisation's own."""
    today: dt.date
    analysis: Analysis | None
    begun: Walk | None
    """The walk that was left off in it."""
    room: int
    """The columns there are."""


def preview_lines(book: IndexedTree, known: TreeDetails) -> Iterator[PageLine]:
    """Yield what is known of a tree by now."""
    yield BLANK
    yield PageLine(line(book.title, "bold"))
    loaded = book.loaded
    if loaded is None:
        yield BLANK
        yield PageLine(styled("Reading …", "muted"))
        return
    if loaded.tree is None:
        yield from _problem(loaded.errors[0], len(loaded.errors))
        return
    yield from _tree(Walk.start(loaded.tree, profile=known.words), book, known)


def _problem(problem: Problem, count: int) -> Iterator[PageLine]:
    yield BLANK
    yield PageLine(line("This tree has errors and cannot be walked yet.", "stop bold"), styled("▲ ", "stop"))
    yield BLANK
    yield PageLine(line(problem.message))
    if problem.hint:
        yield PageLine(line(problem.hint, "muted"))
    yield BLANK
    yield PageLine(line(f"{problem.path}, line {problem.span.line}  [{problem.code}]", "muted"))
    if count > 1:
        others = "one more problem" if count == 2 else f"{count - 1} more problems"
        yield PageLine(line(f"and {others}: {command_line('check', problem.path)}", "muted"))


def _tree(start: Walk, book: IndexedTree, known: TreeDetails) -> Iterator[PageLine]:
    about = start.tree.about
    if about.summary:
        yield PageLine(line(start.filled(about.summary), "muted"))
    yield BLANK
    if known.begun is not None:
        begun = f"You are part-way: {len(known.begun.steps)} answered. Enter goes on where you left off, a begins anew."
        yield PageLine(line(begun, "accent"), styled("… ", "accent bold"))
        yield BLANK
    asked = f"; {' to '.join(map(str, sorted(set(book.steps))))} on any walk" if book.steps is not None else ""
    yield PageLine(line(f"{size_of(start.tree)}{asked}"))
    yield BLANK
    if known.analysis is not None:
        yield from _endings(known.analysis, min(BAR, known.room - 20))
    yield from _about(start, about, known.today)


def size_of(tree: Tree) -> str:
    """Return in words how large a tree is."""
    return f"{counted(len(tree.questions), 'question')}, {counted(len(tree.outcomes), 'ending')}"


def _endings(known: Analysis, room: int) -> Iterator[PageLine]:
    walks = known.walks
    if not walks:
        return
    yield heading("Where walks end")
    shares = {verdict: known.verdicts[verdict] / walks for verdict in SIGNS if verdict in known.verdicts}
    most = max(shares.values())
    for verdict, share in shares.items():
        yield PageLine(
            _bar(verdict, share, most, room), styled(f"{SIGNS[verdict].sign} {SIGNS[verdict].word:<7}", verdict)
        )
    yield BLANK


def _bar(verdict: Verdict, share: float, most: float, room: int) -> Content:
    full = max(round(room * share / most), 1)
    percent = f"{share:>5.0%}" if share >= 0.005 else " <1%"
    return join([styled("━" * full, verdict), styled("─" * (room - full), "rule"), styled(percent, "muted")])


def _about(start: Walk, about: About, today: dt.date) -> Iterator[PageLine]:
    if about.audience:
        yield PageLine(line(start.filled(about.audience)), styled("For  ", "muted"))
    if about.purpose:
        yield PageLine(line(start.filled(about.purpose)), styled("Trusted for  ", "muted"))
    reviewed = _review(about, today)
    if reviewed:
        yield PageLine(line(reviewed, "muted"))
    if about.sources:
        yield PageLine(line(f"Built on {counted(len(about.sources), 'source')}", "muted"))


def _review(about: About, today: dt.date) -> str:
    """Return when a tree was last looked at and when it is due again."""
    reviewed = f"Reviewed {spoken(about.reviewed)}" if about.reviewed else ""
    if about.review_by is None:
        return reviewed
    days = (about.review_by - today).days
    if days < 0:
        due = "its review is overdue"
    elif days < 60:
        due = f"due again in {counted(days, 'day')}"
    else:
        due = f"due again in {days // 30} months"
    return f"{reviewed}, {due}" if reviewed else due.capitalize()
