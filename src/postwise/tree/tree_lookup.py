"""Trees that are looked up by their ids while others are worked on: those named, those beside them, the library's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.errors import PostwiseError
from postwise.tree.library import Library, LibraryEntry, trees_in

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree


class TreeLookup:
    """The trees named, those beside them or in some other folders, and those of the library, each read once at most."""

    def __init__(
        self,
        library: Library,
        entries: Sequence[LibraryEntry],
        known: Mapping[Path, Loaded] | None = None,
        folders: Iterable[Path] = (),
    ) -> None:
        self.library = library
        self._read = dict(known or {})
        folders = dict.fromkeys((*(entry.path.parent for entry in entries), *folders))
        beside = [entry for folder in folders for entry in trees_in(folder, "file")]
        self.files: dict[str, Path] = {}
        """Where the tree with an id is: the first of those named, those beside them, and those of the library."""
        for entry in (*entries, *beside, *library.entries):
            self.files.setdefault(entry.id, entry.path)

    def load(self, entry: LibraryEntry) -> Loaded:
        """Return what the file of an entry holds.

        Raises PostwiseError if it cannot be opened.
        """
        shown = str(entry.path) if entry.origin == "file" else entry.shown  # as it was named, or as it lies from here
        try:
            return self._loaded(entry.path, shown)
        except OSError as error:
            raise PostwiseError(f"{entry.path} cannot be opened: {error.strerror or error}.") from None

    def load_all(self, entries: Sequence[LibraryEntry]) -> tuple[dict[LibraryEntry, Loaded], tuple[str, ...]]:
        """Return what the files hold that can be opened, and of each that cannot a sentence that says so."""
        loaded, unopened = {}, []
        for entry in entries:
            try:
                loaded[entry] = self.load(entry)
            except PostwiseError as error:
                unopened.append(str(error))
        return loaded, tuple(unopened)

    def tree(self, tree_id: str) -> Tree | None:
        """Return the tree with an id as far as it can be understood, or None."""
        path = self.files.get(tree_id)
        try:
            return None if path is None else self._loaded(path, None).sketch
        except OSError:
            return None

    def _loaded(self, path: Path, shown: str | None) -> Loaded:
        from postwise.tree.loader import read_file

        if path not in self._read:
            self._read[path] = read_file(path, profile=self.library.words, name=shown)
        return self._read[path]
