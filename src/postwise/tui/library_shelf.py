"""The list of the library: which trees there are, under their groups, or by where the words stand that are searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from postwise.errors import PostwiseError
from postwise.text import one_line
from postwise.tree.library_index import FoundIn, IndexedTree, grouped
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.library_details import length_in_words, length_of, picked_out, so_far
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.recommendation import SIGNS
from postwise.walk.tree_files import kept_path

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.tree.library import Library
    from postwise.tui.walk_in_hand import WalkInHand
    from postwise.tui.walks_in_hand import WalksInHand
    from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class Shelved:
    """A line of one of the shelves above and below the trees: what choosing it means."""

    shelf: Literal["walk", "saved"]
    """A walk in hand, or all that was saved."""
    number: int = 0
    """Which walk in hand it is."""


SAVED = Shelved("saved")
STANDS: Mapping[FoundIn, str] = {
    "title": "In the title",
    "summary": "In what it is for",
    "question": "In a question",
    "answer": "In an answer",
}
"""The headings of what is found, best first."""
FOR_A_SHELF = 2_000
"""So much is looked at to say how many questions a tree asks; of a larger one the list does not say it."""
NONE_FOUND = "No title, question or answer has that in it. Esc empties the search."
WIDE = 56
"""From so many columns on, a row says *questions* behind how many there are; else its heading does."""


class BesidePage(TextPage):
    """A page beside a line to search with: a click on it leaves the keyboard there."""

    def __init__(self, *, id: str, measure: int = 0, lit: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, measure=measure, quiet=True, can_focus=False)
        self.lit = lit

    @property
    def can_choose(self) -> bool:
        """Whether Enter chooses something here: always, if only what the page is about."""
        return True

    def action_choose(self) -> None:
        """Choose the marked line, or what the page is about."""
        self.post_message(self.Chosen(self, self.marked))


@dataclass(frozen=True, slots=True)
class TreeList:
    """What the list of trees is made of."""

    books: Collection[IndexedTree]
    walks: WalksInHand
    """The walks begun, and those that have ended just now."""
    wanted: Sequence[str]
    """The words that are searched for; none lists every tree."""
    width: int
    """The columns there are."""
    home: str
    """The organisation's file of the library that lists them."""
    passed_over: str = ""
    """What lies among the trees and is none, in a sentence."""

    def lines(self) -> Iterator[PageLine]:
        """Yield the shelves and the trees under their headings, or that there are none."""
        if not self.wanted:
            yield from self._shelf("Go on where you left off", map(self._walk, self.walks.unfinished))
            yield from self._shelf("Ended just now", map(self._walk, self.walks.ended))
        places = self._found() if self.wanted else grouped(self.books)
        for place, books in places.items():
            yield from self._group(place, books)
        if not places:
            yield from (BLANK, PageLine(line(self._nothing, "muted")))
        if not self.wanted:
            words = styled("in your records", "muted")
            yield from self._shelf("Saved walks", [PageLine(line("What you have saved"), target=SAVED, right=words)])
            if self.passed_over:
                yield from (BLANK, PageLine(line(self.passed_over, "muted")))

    def _walk(self, hand: WalkInHand) -> PageLine:
        """Return a walk as a line: how it ended, or how far it is; where there is little room, its title has it."""
        walk, target = hand.walk, Shelved("walk", hand.number)
        outcome = walk.outcome
        if outcome is None or not hand.ended:
            how_far = f"{hand.answers} answered" if hand.answers else "begun"
            if hand.other:
                how_far = f"another road, {how_far}" if self.width >= WIDE else "another road"
            return PageLine(line(walk.title), target=target, right=styled(f"… {how_far}", "accent"))
        sign = styled(str(SIGNS[outcome.verdict]), outcome.verdict)
        right = join([styled("another road  ", "muted"), sign]) if hand.other else sign
        return PageLine(line(walk.title), target=target, right=right)

    def _shelf(self, heading: str, lines: Iterable[PageLine]) -> Iterator[PageLine]:
        shown = list(lines)
        if shown:
            yield from (BLANK, PageLine(line(heading.upper(), "muted")), *shown)

    def _found(self) -> dict[str, list[IndexedTree]]:
        """Return what has the words in it, by the best of the places where they stand."""
        best = [(book, found[0].where) for book in self.books if (found := book.found(self.wanted))]
        places = {heading: [book for book, at in best if at == where] for where, heading in STANDS.items()}
        return {heading: books for heading, books in places.items() if books}

    @property
    def _nothing(self) -> str:
        if not self.wanted:
            return "There are no trees here."
        reading = any(book.loaded is None and not book.faulty for book in self.books)
        return (
            "The trees are being read …"
            if reading
            else "No title, question or answer has that in it. Esc empties the search."
        )

    def _group(self, heading: str, books: Iterable[IndexedTree]) -> Iterator[PageLine]:
        yield BLANK
        unit = EMPTY if self.width >= WIDE else styled("questions", "muted")
        yield PageLine(line(heading if self.wanted else heading.upper(), "muted"), right=unit)
        for book in books:
            yield from self._book(book)

    def _book(self, book: IndexedTree) -> Iterator[PageLine]:
        own = styled(" ✎", "accent") if book.own else EMPTY
        title = picked_out(book.title, self.wanted)
        if book.faulty:
            yield PageLine(title, EMPTY, book.id, right=join([styled("▲ errors", "stop"), own]))
            yield PageLine(line(fault_of(book), "muted"), target=book.id, indent=2, rows=1)
            return
        begun = styled("… ", "accent bold") if self.walks.begun_in(book.entry, self.home) else EMPTY
        yield PageLine(title, EMPTY, book.id, right=join([begun, self._length(book), own]))

    def _length(self, book: IndexedTree) -> Content:
        return styled(length_in_words(book) if self.width >= WIDE else length_of(book), "muted")


def as_read(book: IndexedTree, library: Library) -> IndexedTree:
    """Return a tree of a library with what its file holds, or why that cannot be opened."""
    from postwise.walk.walk import Walk

    try:
        loaded = library.load(book.entry)
    except PostwiseError as error:
        return book._replace(unopened=str(error))
    book = book.reading(loaded, library.words)
    if loaded.tree is None:
        return book
    start = Walk.start(loaded.tree, profile=library.words)
    start.known.look_ahead(start.at, start.asked, FOR_A_SHELF)
    fewest, most = start.remaining_so_far
    steps = None if fewest is None or most is None else (fewest, most)
    return book._replace(title=start.title, steps=steps)


def hand_lines(hand: WalkInHand, home: str) -> Iterator[PageLine]:
    """Yield what is known of a walk that has ended, or goes on in a tree that is not of the library of a file."""
    end = hand.walk.recommendation
    yield from (BLANK, PageLine(line(hand.walk.title, "bold")), BLANK)
    if not hand.ended:
        yield PageLine(line(so_far(hand.walk), "accent"), styled("… ", "accent bold"))
        yield from (BLANK, PageLine(line(_where_it_goes_on(hand.walk, home), "muted")))
        if hand.changed:
            yield from (BLANK, PageLine(line(hand.changed, "muted")))
    elif end is not None:
        yield PageLine(line(end.headline, "bold"), styled(f"{SIGNS[end.verdict]}  ", f"{end.verdict} bold"))
        here = "It is here, with its draft," if hand.draft.strip() else "It is here"
        yield from (
            BLANK,
            PageLine(line(f"{here} until you leave postwise. Nothing is recorded but what you keep.", "muted")),
        )


def _where_it_goes_on(walk: Walk, home: str) -> str:
    """Return in a sentence where a walk goes on that does not in the library of a file."""
    begun_with = walk.legs[0].tree.home
    if begun_with and begun_with != home:
        return f"It was begun in another library, that of {Path(begun_with).parent}, and goes on there."
    if kept_path(walk.tree):
        return f"Its tree is in {Path(walk.tree.file).parent}, and is not the library's."
    return "Its tree is the one that comes with postwise, as it was begun, and not the library's."


def saved_lines(machine: str) -> Iterator[PageLine]:
    """Yield what the saved walks on a machine are, which nobody has read yet."""
    yield from (BLANK, PageLine(line("Saved walks", "bold")))
    yield from (BLANK, PageLine(line(f"What you have saved of walks, in your own records on {machine}.")))
    yield PageLine(line("They are read when you open them here, and not before.", "muted"))


def fault_of(book: IndexedTree) -> str:
    """Return the first thing that keeps a tree from being walked; empty if there is none."""
    if book.unopened or book.loaded is None or book.loaded.tree is not None:
        return book.unopened
    return book.loaded.errors[0].message


def draft_line(draft: str, target: str) -> PageLine:
    """Return the line that says what one means to post, or asks for it."""
    said = one_line(draft)
    words = join([styled("You mean to post: ", "muted"), line(said)]) if said else line("What do you mean to post?")
    return PageLine(words, target=target, rows=1, right=EMPTY if said else styled("optional", "muted"))
