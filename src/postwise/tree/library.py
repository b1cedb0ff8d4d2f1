"""Which trees there are: the organisation's own first, then those that ship with postwise."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from postwise.errors import PostwiseError
from postwise.files import is_file, read
from postwise.text import on_one_line, one_line, typed_line
from postwise.tree.organisation import Settings, find_settings
from postwise.tree.placeholders import DEFAULTS, GAP, fill, value_name

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree

BEYOND_HEAD = r"(?m)^[ \t]*\[(?![ \t]*(?:tree|profile)[ \t]*\])"
"""Where in a tree's file something begins that a list of trees does not need."""
PROFILE = r"(?m)^[ \t]*\[[ \t]*[\"']?profile"
"""Where the words of a tree are, which may stand further down."""
Origin = Literal["own", "shipped", "file"]
"""Where a tree comes from: a folder of the organisation, postwise itself, or a path named on the command line."""
OURS = "Our own"
OTHERS = "More"
"""The headings of trees that name none: the organisation's own, and any other."""


class LibraryEntry(NamedTuple):
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


class NextTree(NamedTuple):
    """A tree in which a walk can go on."""

    title: str
    typed: str
    """What names it on the command line: its id, or its path where only a path leads to it."""


class Heading(NamedTuple):
    """What a list says of a tree, its words filled in; None for what the file does not say."""

    title: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Library:
    """The trees that can be named by their id, and the words that fill them."""

    folders: tuple[Path, ...] = ()
    """The organisation's own folders, first come first served."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The organisation's profile."""
    around: Path | None = None
    """The folder of a tree that was named by its path: the trees in it come first."""

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """Return the library that an organisation's settings make."""
        return cls(settings.folders, settings.profile)

    @classmethod
    def here(cls) -> Library:
        """Return the library as it is seen from the current folder.

        Raises PostwiseError if the organisation's file cannot be opened.
        """
        return cls.of(find_settings())

    @cached_property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every tree, the organisation's own first; one of its own hides a shipped one with the same id."""
        by_id: dict[str, LibraryEntry] = {}
        for entry in self._all():
            by_id.setdefault(entry.id, entry)
        return tuple(by_id.values())

    def _all(self) -> Iterator[LibraryEntry]:
        if self.around is not None:
            yield from trees_in(self.around, "file")
        for folder in self.folders:
            yield from trees_in(folder, "own")
        yield from trees_in(shipped_folder(), "shipped")

    def find(self, tree_id: str) -> LibraryEntry:
        """Return the tree with this id, or of this path.

        Raises PostwiseError, with the nearest id there is, if there is no such tree.
        """
        by_id = {entry.id: entry for entry in self.entries}
        if tree_id in by_id:
            return by_id[tree_id]
        path = Path(tree_id)
        match _kind_at(path):
            case "file":
                return LibraryEntry(path.stem, path, "file")
            case "folder":
                raise PostwiseError(f'"{on_one_line(tree_id)}" is a folder. Name one of the trees in it.')
            case "other":
                raise PostwiseError(f'"{on_one_line(tree_id)}" is not a file, and a tree is read from nothing else.')
        from postwise.tree.problems import suggestion  # only who mistypes pays for what helps

        hint = suggestion(tree_id, by_id) or 'Try "postwise list" to see the trees there are.'
        raise PostwiseError(f'There is no tree "{on_one_line(tree_id)}". {hint}')

    def beside(self, entry: LibraryEntry) -> Library:
        """Return the library from where a tree stands: of one named by its path, those beside it come first."""
        return self if entry.origin != "file" else replace(self, around=entry.path.parent)

    def next_tree(self, tree_id: str) -> NextTree | None:
        """Return what the tree with an id is called and how it is named, or None if there is no such tree."""
        found = next((entry for entry in self.entries if entry.id == tree_id), None)
        if found is None:
            return None
        typed = str(found.path) if found.origin == "file" else found.id
        return NextTree(self.heading(found).title or found.id, typed)

    def heading(self, entry: LibraryEntry) -> Heading:
        """Return what a tree is called and where it is listed, read off the head of its file alone."""
        try:
            data = _head_of(read(entry.path).decode("utf-8-sig", errors="replace"))
        except OSError:
            return Heading()
        about, profile = (_texts_in(data.get(key)) for key in ("tree", "profile"))
        words = {**DEFAULTS, **profile, **self.words}
        filled = (fill(about.get(key, ""), lambda name: words.get(name, value_name(name))) for key in Heading._fields)
        return Heading(*(typed_line(text) or None for text in filled))

    def load(self, entry: LibraryEntry) -> Loaded:
        """Return the entry's tree, or what is wrong with it.

        Raises PostwiseError if the file cannot be opened.
        """
        from postwise.tree.loader import read_file  # only who reads a tree pays for what reads it

        try:
            return read_file(entry.path, profile=self.words, name=entry.shown)
        except OSError as error:
            raise PostwiseError(f"{entry.shown} cannot be opened: {error.strerror or error}.") from None

    def named(self, paths: Sequence[str | Path]) -> list[LibraryEntry]:
        """Return the trees that paths name: files, the trees of folders, ids; none named, all of the library.

        Raises PostwiseError for what is none of these.
        """
        if not paths:
            return list(self.entries)
        by_path: dict[str, LibraryEntry] = {}
        for path in paths:
            for entry in self._named(Path(path), str(path)):
                by_path.setdefault(os.path.realpath(entry.path), entry)  # `Path.resolve` stumbles over a link to itself
        return list(by_path.values())

    def _named(self, path: Path, name: str) -> Iterator[LibraryEntry]:
        kind = _kind_at(path) if name else "nothing"
        if kind == "folder":
            try:
                inside = _named_as_trees(path, "file")
            except OSError as error:
                raise PostwiseError(f"{name} cannot be opened: {error.strerror or error}.") from None
            if not inside:
                raise PostwiseError(f'There is no tree in the folder "{name}": trees are files that end in .toml.')
            yield from inside
        elif kind == "file":
            yield LibraryEntry(path.stem, path, "file")
        else:
            yield self.find(name)


class TreeLookup:
    """The trees named, those beside them and those of the library, each read at most once."""

    def __init__(
        self, library: Library, entries: Sequence[LibraryEntry], known: Mapping[Path, Loaded] | None = None
    ) -> None:
        self.library = library
        self._read = dict(known or {})
        folders = dict.fromkeys(entry.path.parent for entry in entries)
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


def trees_in(folder: Path, origin: Origin) -> Iterator[LibraryEntry]:
    """Yield the trees of a folder, by name; its organisation file is none."""
    with contextlib.suppress(OSError):
        yield from (entry for entry in _named_as_trees(folder, origin) if is_file(entry.path))


def _named_as_trees(folder: Path, origin: Origin) -> list[LibraryEntry]:
    """Return all that has the name of a tree in a folder. Raises OSError if nobody may look into it."""
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    return [LibraryEntry(path.stem, path, origin) for path in paths if path.name != "postwise.toml"]


def _kind_at(path: Path) -> Literal["file", "folder", "other", "nothing"]:
    """Return what is at a path. Raises PostwiseError where nobody may look."""
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise PostwiseError(f"{path} cannot be opened: {error.strerror}.") from None
    except (OSError, ValueError) as error:  # such as a name that no file can have
        if isinstance(error, OSError) and os.path.lexists(path):  # a link that leads nowhere, or to itself
            raise PostwiseError(f"{path} cannot be opened: {error.strerror}.") from None
        return "nothing"
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def shipped_folder() -> Path:
    """Return the folder of the trees that ship: in the package, or in a checkout beside its sources."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "trees"
    return inside if inside.is_dir() else package.parent.parent / "trees"


def _texts_in(table: Any) -> dict[str, str]:
    return {key: text for key, text in table.items() if isinstance(text, str)} if isinstance(table, dict) else {}


def _head_of(text: str) -> dict[str, Any]:
    """Return the data of a tree's text as far as a list needs it, empty where it is not to be had.

    All titles are there at once, and a file with errors further down has one too.
    """
    import tomli  # only who asks what a tree is called pays for what reads it, and for no places of faults

    beyond = re.search(BEYOND_HEAD, text)
    for part in (text[: beyond.start()], text) if beyond else (text,):
        with contextlib.suppress(ValueError, RecursionError):
            data = tomli.loads(part)
            if "tree" in data and ("profile" in data or part is text or not re.search(PROFILE, text)):
                return data
    return {}


FoundIn = Literal["title", "summary", "question"]
"""Where in a tree a word can be found."""


class Passage(NamedTuple):
    """A text of a tree that can be searched, as a reader sees it."""

    where: FoundIn
    text: str

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
    """Its summary and its questions, once it has been read."""

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
        """Return the texts in which all of some words stand, in small letters: title or id, summary, questions."""
        named = Passage("title", f"{self.title}\n{self.id}").has(words)
        return (*([Passage("title", self.title)] if named else []), *(one for one in self.read if one.has(words)))


def _passages(tree: Tree, words: Mapping[str, str]) -> Iterator[Passage]:
    """Yield the summary and the questions of a tree as a reader sees them before anything is answered."""
    unsaid = {**dict.fromkeys(tree.questions, GAP), **{value_id: value_name(value_id) for value_id in tree.values}}
    said = {**unsaid, **DEFAULTS, **tree.profile, **words}
    if tree.about.summary:
        yield Passage("summary", one_line(fill(tree.about.summary, said.get)))
    yield from (Passage("question", one_line(fill(question.ask, said.get))) for question in tree.questions.values())


def grouped(books: Iterable[IndexedTree]) -> dict[str, list[IndexedTree]]:
    """Return books by their group: in the order they come up, then what is other, the organisation's own last."""
    groups: dict[str, list[IndexedTree]] = {}
    for book in books:
        groups.setdefault(book.group, []).append(book)
    return dict(
        sorted(groups.items(), key=lambda item: (item[0] == OURS, item[0] == OTHERS, item[0].startswith("Other")))
    )
