"""The trees of a library as they are listed and searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from postwise.text import one_line
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.placeholders import DEFAULTS, GAP, fill, value_name

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree

OURS = "Our own"
OTHERS = "More"
"""The headings of trees that name none: the organisation's own, and any other."""
FoundIn = Literal["title", "summary", "question", "answer"]
"""Where in a tree a word can be found."""


class Passage(NamedTuple):
    """A text of a tree that can be searched, as a reader sees it."""

    where: FoundIn
    text: str
    asked: str = ""
    """The question that an answer is to."""

    def has(self, words: Iterable[str]) -> bool:
        """Tell whether all of some words, in small letters, stand in it."""
        text = self.text.casefold()
        return all(word in text for word in words)


class IndexedTree(NamedTuple):
    """One tree of the library, and what is known of it by now."""

    entry: LibraryEntry
    title: str
    group: str
    loaded: Loaded | None = None
    """What reading it has said; None before it has been read."""
    steps: tuple[int, int] | None = None
    """The fewest and the most questions on a walk."""
    unopened: str = ""
    """Why its file could not be opened."""
    read: tuple[Passage, ...] = ()
    """Its summary, its questions and their answers, once it has been read."""

    @classmethod
    def of(cls, library: Library, entry: LibraryEntry) -> IndexedTree:
        """Return what the head of a tree's file says."""
        title, group = library.heading(entry)
        return cls(entry, title or entry.id, group or (OURS if entry.origin == "own" else OTHERS))

    def reading(self, loaded: Loaded, words: Mapping[str, str]) -> IndexedTree:
        """Return it with what its file holds, its texts filled with an organisation's words."""
        return self._replace(loaded=loaded, read=tuple(_passages(loaded.sketch, words)) if loaded.sketch else ())

    @property
    def id(self) -> str:
        """The tree's id."""
        return self.entry.id

    @property
    def own(self) -> bool:
        """Whether it is the organisation's own."""
        return self.entry.origin == "own"

    @property
    def tree(self) -> Tree | None:
        """The tree, if it has been read and can be walked."""
        return self.loaded.tree if self.loaded is not None else None

    @property
    def faulty(self) -> bool:
        """Whether it has errors or cannot be opened, so that it cannot be walked."""
        return bool(self.unopened) or (self.loaded is not None and self.loaded.tree is None)

    def found(self, words: Sequence[str]) -> tuple[Passage, ...]:
        """Return the texts in which all of some words stand, in small letters, the best first."""
        named = Passage("title", f"{self.title}\n{self.id}").has(words)
        return (*([Passage("title", self.title)] if named else []), *(one for one in self.read if one.has(words)))


def _passages(tree: Tree, words: Mapping[str, str]) -> Iterator[Passage]:
    """Yield the summary, the questions and the answers of a tree as a reader sees them before any is given."""
    unsaid = {**dict.fromkeys(tree.questions, GAP), **{value_id: value_name(value_id) for value_id in tree.values}}
    said = {**unsaid, **DEFAULTS, **tree.profile, **words}
    if tree.about.summary:
        yield Passage("summary", one_line(fill(tree.about.summary, said.get)))
    yield from (Passage("question", one_line(fill(question.ask, said.get))) for question in tree.questions.values())
    for question in tree.questions.values():
        asked = one_line(fill(question.ask, said.get))
        yield from (Passage("answer", one_line(fill(one.text, said.get)), asked) for one in question.options)


def grouped(books: Iterable[IndexedTree]) -> dict[str, list[IndexedTree]]:
    """Return books by their group: in the order they come up, then what is other, the organisation's own last."""
    groups: dict[str, list[IndexedTree]] = {}
    for book in books:
        groups.setdefault(book.group, []).append(book)
    return dict(
        sorted(groups.items(), key=lambda item: (item[0] == OURS, item[0] == OTHERS, item[0].startswith("Other")))
    )
