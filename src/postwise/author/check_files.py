"""Checking files: those named, those in folders, or the whole library; each tree knows the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postwise.author.check_tree import CheckReport, check
from postwise.author.rules.handoffs import rings
from postwise.errors import PostwiseError
from postwise.logic.state_space import BOUND
from postwise.tree.library import Library, LibraryEntry, trees_in
from postwise.tree.loader import Loaded, load
from postwise.tree.model import Tree


def entries_of(paths: Sequence[str | Path], library: Library) -> list[LibraryEntry]:
    """Return the trees that paths name: files, the trees of folders, ids; none named, all of the library.

    Raises PostwiseError for what is none of these.
    """
    if not paths:
        return list(library.entries)
    found: dict[Path, LibraryEntry] = {}
    for name in paths:
        for entry in _named(Path(name), str(name), library):
            found.setdefault(entry.path.resolve(), entry)
    return list(found.values())


def _named(path: Path, name: str, library: Library) -> Iterator[LibraryEntry]:
    if path.is_dir():
        inside = list(trees_in(path, "file"))
        if not inside:
            raise PostwiseError(f'There is no tree in the folder "{name}": trees are files that end in .toml.')
        yield from inside
    elif path.is_file():
        yield LibraryEntry(path.stem, path, "file")
    else:
        yield library.find(name)


@dataclass
class TreeLookup:
    """The trees that a check can look up, each read at most once."""

    library: Library
    files: dict[str, Path] = field(default_factory=dict)
    """Where the tree with an id is, of those named and those beside them and in the library."""
    read: dict[Path, Loaded] = field(default_factory=dict)

    def put(self, entries: Sequence[LibraryEntry]) -> None:
        """Add the trees named, those in the same folders, and those of the library; the first of an id counts."""
        folders = dict.fromkeys(entry.path.parent for entry in entries)
        beside = [entry for folder in folders for entry in trees_in(folder, "file")]
        for entry in (*entries, *beside, *self.library.entries):
            self.files.setdefault(entry.id, entry.path)

    def load(self, entry: LibraryEntry) -> Loaded:
        """Return what the file of an entry holds.

        Raises PostwiseError if it cannot be opened.
        """
        if entry.path not in self.read:
            try:
                self.read[entry.path] = load(entry.path, profile=self.library.words, name=_name(entry))
            except OSError as error:
                raise PostwiseError(f"{entry.path} cannot be opened: {error.strerror or error}.") from None
        return self.read[entry.path]

    def known(self, name: str) -> Tree | None:
        """Return the tree with an id as far as it can be understood, or None."""
        path = self.files.get(name)
        if path is None:
            return None
        if path not in self.read:
            try:
                self.read[path] = load(path, profile=self.library.words)
            except OSError:
                return None
        return self.read[path].sketch


def check_files(
    paths: Sequence[str | Path],
    *,
    library: Library,
    today: dt.date,
    bound: int = BOUND,
) -> CheckReport:
    """Return everything wrong with the trees that paths name (files, folders, ids; none: all of the library).

    Problems come file by file, each in its order. Raises PostwiseError for a path that is nothing, or cannot be opened.
    """
    return check_entries(entries_of(paths, library), TreeLookup(library), today=today, bound=bound)


def check_entries(
    entries: Sequence[LibraryEntry], shelf: TreeLookup, *, today: dt.date, bound: int = BOUND
) -> CheckReport:
    """Return everything wrong with trees; what the shelf has read of them already is not read again.

    Raises PostwiseError for one that cannot be opened.
    """
    shelf.put(entries)
    loaded = [(entry, shelf.load(entry)) for entry in entries]
    trees = {entry.id: one.sketch for entry, one in loaded if one.sketch is not None and one.sound}
    in_rings = rings(trees, shelf.known)
    reports = [
        check(one, today=today, known_trees=shelf.files, rings=in_rings.get(entry.id, ()), bound=bound)
        for entry, one in loaded
    ]
    return CheckReport(
        tuple(problem for report in reports for problem in report.problems),
        tuple(tree for report in reports for tree in report.trees),
    )


def _name(entry: LibraryEntry) -> str:
    """Return a file as it was named, or a tree of the library as it lies from here."""
    return str(entry.path) if entry.origin == "file" else entry.shown
