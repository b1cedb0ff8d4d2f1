"""What the library says of one tree: what it is for, how long it takes, who wrote it, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwise.text import command_line, counted, joined
from postwise.tree.library_index import IndexedTree
from postwise.tree.placeholders import spoken
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.walk.walk import Walk
from postwise.walk.walking import held

if TYPE_CHECKING:
    import datetime as dt

    from textual.content import Content

    from postwise.tree.library_index import Passage
    from postwise.tree.model import About
    from postwise.tree.problems import Problem

FOUND = {"summary": "In what it is for", "question": "In a question", "answer": "In an answer"}
"""Where a word that is searched for stands, if it is not the title."""
MOST_FOUND = 3
"""As many texts with the word in them are shown."""


@dataclass(frozen=True, slots=True)
class TreeDetails:
    """What is known of a tree beside its file."""

    words: Mapping[str, str]
    """The organisation's own."""
    today: dt.date
    begun: Walk | None
    """The walk that was left off in it."""
    wanted: Sequence[str] = ()
    """The words that are searched for."""


def length_of(book: IndexedTree) -> str:
    """Return in words how many questions a walk asks, as 2 to 12; empty where that is not known."""
    return "" if book.steps is None else " to ".join(map(str, sorted(set(book.steps))))


def length_in_words(book: IndexedTree) -> str:
    """Return how many questions a walk asks, as 2 to 12 questions; empty where that is not known."""
    if book.steps is None:
        return ""
    fewest, most = book.steps
    return counted(fewest, "question") if fewest == most else f"{length_of(book)} questions"


def preview_lines(book: IndexedTree, known: TreeDetails) -> Iterator[PageLine]:
    """Yield what is known of a tree by now."""
    yield BLANK
    yield PageLine(line(book.title, "bold"))
    if book.unopened:
        yield from _cannot("This tree cannot be opened.", book.unopened)
    elif book.loaded is None:
        yield from (BLANK, PageLine(styled("Reading …", "muted")))
    elif book.loaded.tree is None:
        yield from _problem(book.loaded.errors[0], len(book.loaded.errors))
    else:
        yield from _tree(Walk.start(book.loaded.tree, profile=known.words), book, known)


def _cannot(what: str, why: str) -> Iterator[PageLine]:
    yield from (BLANK, PageLine(line(what, "stop bold"), styled("▲ ", "stop")))
    yield from (BLANK, PageLine(line(why)))


def _problem(problem: Problem, count: int) -> Iterator[PageLine]:
    yield from _cannot("This tree has errors and cannot be walked yet.", problem.message)
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
    yield from _found(book.found(known.wanted) if known.wanted else (), known.wanted)
    if known.begun is not None:
        begun = f"{so_far(known.begun)} You go on where you left off, or begin anew."
        yield PageLine(line(begun, "accent"), styled("… ", "accent bold"))
        yield BLANK
    if book.steps is not None:
        yield from (PageLine(line(f"It asks {length_in_words(book)}.")), BLANK)
    yield from _about(start, about, known.today)


def so_far(walk: Walk) -> str:
    """Return a sentence on how far a walk is that goes on."""
    answered, part_way = len(held(walk)), walk.question is not None
    stands = "You are part-way" if part_way else "You have come to an end, with answers kept in a later tree"
    return f"{stands}: {answered} answered." if answered else "You have begun."


def _found(passages: Sequence[Passage], wanted: Sequence[str]) -> Iterator[PageLine]:
    """Yield the texts in which the words stand that are searched for, with the words picked out."""
    before, found = "", [passage for passage in passages if passage.where in FOUND]
    for passage in found[:MOST_FOUND]:
        if passage.where != before:
            yield heading(FOUND[passage.where])
            before = passage.where
        asked = line(passage.asked, "muted").pad_left(2) if passage.asked else EMPTY
        yield PageLine(join([picked_out(passage.text, wanted), asked]), indent=2)
    if len(found) > MOST_FOUND:
        yield PageLine(line(f"and in {len(found) - MOST_FOUND} more", "muted"), indent=2)
    if found:
        yield BLANK


def picked_out(text: str, wanted: Sequence[str]) -> Content:
    """Return a text with every place picked out at which one of some words stands."""
    content = line(text)
    small = content.plain.casefold()
    if len(small) == len(content.plain):  # else the places are not those of the text
        for word in filter(None, wanted):
            at = small.find(word)
            while at >= 0:
                content = content.stylize("accent bold", at, at + len(word))
                at = small.find(word, at + len(word))
    return content


def _about(start: Walk, about: About, today: dt.date) -> Iterator[PageLine]:
    if about.audience:
        yield PageLine(line(start.filled(about.audience)), styled("For  ", "muted"))
    if about.purpose:
        yield PageLine(line(start.filled(about.purpose)), styled("Trusted for  ", "muted"))
    if about.authors:
        yield PageLine(line(joined(map(start.filled, about.authors))), styled("Written by  ", "muted"))
    reviewed = _review(about, today)
    if reviewed:
        yield PageLine(line(reviewed, "muted"))
    if start.tree.overlays:
        yield PageLine(line(f"With the words of {joined(start.tree.overlays)}", "muted"))
    if about.sources:
        yield PageLine(line(f"Built on {counted(len(about.sources), 'source')}", "muted"))


def _review(about: About, today: dt.date) -> str:
    """Return when a tree was last looked at, and until when that holds."""
    reviewed = f"Reviewed {spoken(about.reviewed)}" if about.reviewed else ""
    if about.review_by is None:
        return reviewed
    overdue = about.review_by < today
    due = f"{'overdue since' if overdue else 'due again by'} {spoken(about.review_by)}"
    return f"{reviewed}, {due}" if reviewed else f"Its review is {due}"
