"""A saved walk as it is found today from the command line: its trees, and what it comes to in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postwise.commands.given import BrokenTreeError
from postwise.commands.shared import say_problems
from postwise.errors import PostwiseError
from postwise.streams import say
from postwise.text import on_one_line, shortened, whole_number
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.model import Tree
from postwise.walk.recorded_trees import trees_of
from postwise.walk.saved_walk import SavedWalk
from postwise.walk.walk import Walk


class FoundRecord(NamedTuple):
    """A saved walk with the trees that it is found in today."""

    record: SavedWalk
    library: Library
    """The library that it goes on in."""
    trees: dict[str, Tree]
    """Those of its trees that are there and can be walked, by their ids."""
    faulty: LibraryEntry | None = None
    """Its last tree, if that is there and has errors."""

    @property
    def there(self) -> bool:
        """Whether its last tree is there, without which it cannot be walked."""
        return self.record.tree.id in self.trees

    @property
    def gone(self) -> Iterator[str]:
        """The titles of the trees in which something was answered and which are not there."""
        titles = self.record.titled
        asking = dict.fromkeys(step.tree for step in self.record.steps)
        yield from (titles[name] for name in asking if name not in self.trees)

    @property
    def walk(self) -> Walk:
        """What it comes to today: where it was put aside, or its answers given again; only if it is there."""
        record, words = self.record, self.library.words
        return record.road(self.trees, words) if record.outcome is None else record.again(self.trees, words)


def record_number(typed: str) -> int:
    """Return the number of the record that is meant; raises PostwiseError if it is none."""
    number = whole_number(typed, digits=18)  # no record has a longer number
    if number is None:
        gives = '"postwise records list" gives the numbers.'
        raise PostwiseError(f'"{shortened(typed)}" is not the number of a record. {gives}')
    return number


def found(record: SavedWalk, today: Library) -> FoundRecord:
    """Return a saved walk with its trees as they are found from today's library; what is wrong with them is said."""
    library, faulty = record.library(today), dict[str, LibraryEntry]()
    if missed := record.home_missed(library):
        say(f"postwise: {missed}")

    def there(tree_id: str) -> Tree | None:
        try:
            entry = library.by_id(tree_id)
            loaded = library.load(entry)
        except PostwiseError:  # one that is not there any more cannot be gone on in
            return None
        if loaded.tree is None:
            say_problems(loaded.errors)
            faulty[tree_id] = entry
        return loaded.tree

    trees = trees_of(record, library, there)
    return FoundRecord(record, library, trees, faulty.get(record.tree.id))


def found_there(record: SavedWalk, today: Library) -> FoundRecord:
    """Return the same of a walk that is to be walked.

    Raises PostwiseError if no answers were kept, or its last tree is not there; BrokenTreeError if that has errors.
    """
    record.require_answers()
    there = found(record, today)
    if there.faulty is not None:
        raise BrokenTreeError(there.faulty)
    if not there.there:
        name, kept = record.tree.id, record.files
        file = kept[name].path if name in kept else ""
        where = f"where it was any more: {on_one_line(file)}" if file else "here any more."
        raise PostwiseError(f'The tree "{on_one_line(name)}" is not {where}')
    return there
