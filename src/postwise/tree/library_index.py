"""The library as it is shown: what is known of each tree, at a glance and once it has been read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.tree.library import LibraryEntry, title_in

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded

GROUP = re.compile(r"""^\s*group\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')""", re.MULTILINE)
OWN = "Our own"
OTHER = "More"


@dataclass(frozen=True, slots=True)
class IndexedTree:
    """One tree of the library, and what is known of it by now."""

    entry: LibraryEntry
    title: str
    group: str
    loaded: Loaded | None = None
    """What reading it has said; None before it has been read."""
    steps: tuple[int, int] | None = None
    """The fewest and the most questions on a walk."""

    @property
    def id(self) -> str:
        """The tree's id."""
        return self.entry.id

    @property
    def own(self) -> bool:
        """Whether it is the organisation's own."""
        return self.entry.origin == "own"

    @property
    def faulty(self) -> bool:
        """Whether it has errors, so that it cannot be walked."""
        return self.loaded is not None and self.loaded.tree is None

    def has(self, wanted: str) -> bool:
        """Tell whether a word stands in the title, the summary or a question."""
        return any(wanted in text.casefold() for text in self._texts())

    def _texts(self) -> Iterator[str]:
        yield self.title
        yield self.id
        tree = self.loaded.sketch if self.loaded is not None else None
        if tree is not None:
            yield tree.about.summary or ""
            yield from (question.ask for question in tree.questions.values())


def glance(entry: LibraryEntry) -> IndexedTree:
    """Return what a look at the head of a tree's file says."""
    group = group_in(entry.path) or (OWN if entry.origin == "own" else OTHER)
    return IndexedTree(entry, title_in(entry.path) or entry.id, group)


def group_in(path: Path) -> str | None:
    """Return the group that a tree's file names, without reading the whole tree."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            found = GROUP.search(file.read(8192))
    except OSError:
        return None
    return None if found is None else (found[1] or found[2] or None)


def grouped(books: Iterable[IndexedTree]) -> dict[str, list[IndexedTree]]:
    """Return books by their group: in the order they come up, then what is other, the organisation's own last."""
    groups: dict[str, list[IndexedTree]] = {}
    for book in books:
        groups.setdefault(book.group, []).append(book)
    return dict(
        sorted(groups.items(), key=lambda item: (item[0] == OWN, item[0] == OTHER, item[0].startswith("Other")))
    )
