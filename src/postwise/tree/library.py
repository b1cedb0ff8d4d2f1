"""Which trees there are: the organisation's own first, then those that ship with postwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from postwise.errors import PostwiseError
from postwise.text import typed_line

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded
    from postwise.tree.organisation import Settings

Origin = Literal["own", "shipped", "file"]
"""Where a tree comes from: a folder of the organisation, postwise itself, or a path named on the command line."""
TITLE = re.compile(r"""^\s*title\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One tree of the library, not yet read."""

    id: str
    path: Path
    origin: Origin

    @property
    def shown(self) -> str:
        """The path as a person would name it: from here if it lies below the current folder."""
        try:
            return str(self.path.relative_to(Path.cwd()))
        except ValueError:
            return str(self.path)


@dataclass(frozen=True)
class Library:
    """The trees that can be named by their id, and the words that fill them."""

    folders: tuple[Path, ...] = ()
    """The organisation's own folders, first come first served."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The organisation's profile."""

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """Return the library that an organisation's settings make."""
        return cls(settings.folders, settings.profile)

    @cached_property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every tree, the organisation's own first; one of its own hides a shipped one with the same id."""
        found: dict[str, LibraryEntry] = {}
        for entry in self._all():
            found.setdefault(entry.id, entry)
        return tuple(found.values())

    def _all(self) -> Iterator[LibraryEntry]:
        for folder in self.folders:
            yield from trees_in(folder, "own")
        yield from trees_in(shipped_folder(), "shipped")

    def find(self, name: str) -> LibraryEntry:
        """Return the tree with this id, or of this path.

        Raises PostwiseError, with the nearest id there is, if there is no such tree.
        """
        by_id = {entry.id: entry for entry in self.entries}
        if name in by_id:
            return by_id[name]
        path = Path(name)
        if path.is_file():
            return LibraryEntry(path.stem, path, "file")
        if path.is_dir():
            raise PostwiseError(f'"{name}" is a folder. Name one of the trees in it.')
        from postwise.tree.problems import suggestion

        hint = suggestion(name, by_id) or 'Try "postwise list" to see the trees there are.'
        raise PostwiseError(f'There is no tree "{name}". {hint}')

    def load(self, entry: LibraryEntry) -> Loaded:
        """Return the entry's tree, or what is wrong with it.

        Raises PostwiseError if the file cannot be opened.
        """
        from postwise.tree.loader import load

        try:
            return load(entry.path, profile=self.words, name=entry.shown)
        except OSError as error:
            raise PostwiseError(f"{entry.shown} cannot be opened: {error.strerror or error}.") from None


def trees_in(folder: Path, origin: Origin) -> Iterator[LibraryEntry]:
    """Yield the trees of a folder, by name; its organisation file is none."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except OSError:
        return
    yield from (
        LibraryEntry(path.stem, path, origin) for path in paths if path.name != "postwise.toml" and path.is_file()
    )


def shipped_folder() -> Path:
    """Return the folder of the trees that ship: in the package, or in a checkout beside its sources."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "trees"
    return inside if inside.is_dir() else package.parent.parent / "trees"


def title_in(path: Path) -> str | None:
    """Return the first title in a tree's file without reading the whole tree; None if there is none to see."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            found = TITLE.search(file.read(8192))
    except OSError:
        return None
    if found is None:
        return None
    return typed_line(found[1] or found[2] or "") or None
