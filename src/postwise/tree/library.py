"""Which trees there are: the organisation's own first, then those that ship with postwise."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from postwise.errors import PostwiseError
from postwise.files import full_name, is_file, is_folder, read, same_file
from postwise.text import joined, on_one_line, typed_line
from postwise.tree.at_a_glance import head_of, is_overlay, kind_of, place_of
from postwise.tree.folder_files import SETTINGS, PassedOver, files_in, others_in, trees_of
from postwise.tree.organisation import Settings, find_settings
from postwise.tree.placeholders import DEFAULTS, fill, value_name

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree
    from postwise.tree.overlay_file import LoadedOverlay
    from postwise.tree.overlays import Overlay

Origin = Literal["own", "shipped", "file"]
"""Where a tree comes from: a folder of the organisation, postwise itself, or a path named on the command line."""


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

    def is_of(self, tree: Tree) -> bool:
        """Tell whether a tree was read here, and not in another file of the name."""
        return self.id == tree.id and same_file(full_name(self.path), tree.file)


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
    files: Mapping[str, Path] = field(default_factory=dict)
    """Trees that are where they are, by their ids: one that was named by its path, those of a saved walk.

    They come first, and after them those in their folders.
    """
    home: str = ""
    """The organisation's file that says all this; empty where there is none."""
    unread: str = ""
    """Why nothing of that file is known, in a sentence; empty where it could be read."""
    seen_from: Library | None = None
    """The one of the folder where one stands, if that is another: its ids name trees on the command line."""
    overlaid: bool = True
    """Whether local words are laid over its trees; else they are as their files have them."""

    @property
    def place(self) -> str | None:
        """Where the organisation is, as it says itself, in small letters: it decides which local words are laid on."""
        return self.words.get("place", "").strip().casefold() or None

    @property
    def unknown_place(self) -> str:
        """A sentence that no words are here for the place it says it is in; empty if there are, or it says none."""
        if self.place is None or self._shipped_here is not None:
            return ""
        known = sorted({place for entry in self.overlays if (place := place_of(entry.path))})
        there = f'No words are here for a place called "{on_one_line(self.place)}": there are some for {joined(known)}.'
        return "" if self.place in known else there

    @property
    def _shipped_here(self) -> Path | None:
        path = shipped_folder() / f"{self.place}.toml"
        return path if self.place and path.name == f"{self.place}.toml" and is_overlay(path) else None

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """Return the library that an organisation's settings make."""
        home = full_name(settings.path) if settings.path else ""
        return cls(settings.folders, settings.profile, home=home, unread=settings.unread)

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
        yield from (entry for name in self.files if (entry := self._in_its_file(name)) is not None)
        for folder, origin in self._places:
            yield from trees_in(folder, origin)

    @cached_property
    def _around(self) -> tuple[Path, ...]:
        """The folders of the trees that are where they are, but for that of those that ship, which comes last."""
        folders = dict.fromkeys(path.parent for path in self.files.values())
        return tuple(folder for folder in folders if not same_file(folder, shipped_folder()))

    @property
    def _places(self) -> Iterator[tuple[Path, Origin]]:
        """The folders that trees are looked for in, in their order."""
        yield from ((folder, "file") for folder in self._around)
        yield from ((folder, "own") for folder in self.folders)
        yield shipped_folder(), "shipped"

    def _in_its_file(self, tree_id: str) -> LibraryEntry | None:
        path = self.files.get(tree_id)
        if path is None or not is_file(path):
            return None
        return LibraryEntry(tree_id, path, "shipped" if same_file(path.parent, shipped_folder()) else "file")

    def named_at_once(self, tree_id: str) -> LibraryEntry | None:
        """Return the tree with an id where it lies, without a look at all the others; None if it is nowhere."""
        there = self._in_its_file(tree_id)
        if there is not None:
            return there
        name = f"{tree_id}.toml"
        if Path(name).name != name or name.startswith(".") or name in SETTINGS:
            return None
        for folder, origin in self._places:
            path = folder / name
            if is_file(path) and kind_of(path) == "tree":
                return LibraryEntry(tree_id, path, origin)
        return None

    @cached_property
    def overlays(self) -> tuple[LibraryEntry, ...]:
        """The files of words to lay over trees, in the order in which they are laid on: the organisation's own last."""
        folders: list[tuple[Path, Origin]] = [(shipped_folder(), "shipped")]
        folders += [(folder, "own") for folder in reversed(self.folders)]
        folders += [(folder, "file") for folder in reversed(self._around)]
        found = (entry for folder, origin in folders for entry in overlays_in(folder, origin))
        return tuple(_each_once(found))

    @cached_property
    def words_laid_on(self) -> tuple[tuple[LibraryEntry, LoadedOverlay], ...]:
        """The overlays of the place where the organisation is, and those of every place, as they were read."""
        here = list(_each_once(self._holding_here())) if self.overlaid else []
        if not here:
            return ()
        from postwise.tree.overlay_file import read_overlay  # only who has any pays for what reads them

        read = []
        for entry in here:
            with contextlib.suppress(OSError):
                read.append((entry, read_overlay(entry.path, entry.shown)))
        return tuple((entry, one) for entry, one in read if one.overlay is None or one.overlay.holds_in(self.place))

    def _holding_here(self) -> Iterator[LibraryEntry]:
        """Yield the overlays that say so at a glance; those that ship are named by their places."""
        if self.place and self._shipped_here:
            yield LibraryEntry(self.place, self._shipped_here, "shipped")
        for folder in reversed(self.folders):
            yield from (one for one in overlays_in(folder, "own") if place_of(one.path) in {None, self.place})
        for folder in reversed(self._around):
            yield from (one for one in overlays_in(folder, "file") if place_of(one.path) in {None, self.place})

    def overlays_of(self, tree: Tree) -> Iterator[tuple[LibraryEntry, Overlay | None]]:
        """Yield the overlays for a tree in the order in which they are laid on; None for what is wrong with one.

        Those that ship have been held against the trees that ship before.
        """
        if not self.words_laid_on:
            return
        from postwise.tree.overlay_file import fits

        for entry, loaded in self.words_laid_on:
            overlay = loaded.overlay
            if overlay is None:
                yield entry, None
            elif overlay.is_for(tree.id):
                yield entry, overlay if entry.origin == "shipped" or fits(tree, overlay, self.words) else None

    def by_id(self, tree_id: str) -> LibraryEntry:
        """Return the tree with this id, as trees and records name one; no file of that path.

        Raises PostwiseError, with the nearest id there is, if there is no such tree.
        """
        found = self.named_at_once(tree_id)
        if found is not None:
            return found
        from postwise.tree.problems import suggestion  # only who mistypes pays for what helps

        hint = (
            suggestion(tree_id, [entry.id for entry in self.entries])
            or 'Try "postwise list" to see the trees there are.'
        )
        raise PostwiseError(f'There is no tree "{on_one_line(tree_id)}". {hint}')

    def find(self, tree_id: str) -> LibraryEntry:
        """Return the tree with this id, or of this path.

        Raises PostwiseError, with the nearest id there is, if there is no such tree.
        """
        found = self.named_at_once(tree_id)
        if found is not None:
            return found
        path = Path(tree_id)
        match _kind_at(path):
            case "file" if is_overlay(path):
                raise PostwiseError(f'"{on_one_line(tree_id)}" holds words to lay over trees, and is no tree itself.')
            case "file":
                return _named_file(path, tree_id)
            case "folder":
                raise PostwiseError(f'"{on_one_line(tree_id)}" is a folder. Name one of the trees in it.')
            case "other":
                raise PostwiseError(f'"{on_one_line(tree_id)}" is not a file, and a tree is read from nothing else.')
        return self.by_id(tree_id)

    def beside(self, entry: LibraryEntry) -> Library:
        """Return the library from where a tree stands: of one named by its path, those beside it come first."""
        return self if entry.origin != "file" else replace(self, files={entry.id: entry.path})

    def file_needed(self, tree: Tree) -> str:
        """Return the name of a tree's file, without which nobody else can open it; empty for one of the library."""
        found = replace(self, files={}).named_at_once(tree.id)
        ships = same_file(Path(tree.file).parent, shipped_folder())
        here = not tree.file or ships or (found is not None and found.is_of(tree))
        name = Path(tree.file).name
        return "" if here else name if name.endswith(".toml") else f"./{name}"

    def next_tree(self, tree_id: str) -> NextTree | None:
        """Return what the tree with an id is called and how it is named, or None if there is no such tree."""
        found = next((entry for entry in self.entries if entry.id == tree_id), None)
        if found is None:
            return None
        return NextTree(self.heading(found).title or found.id, found.id if self._typed(found) else str(found.path))

    def _typed(self, entry: LibraryEntry) -> bool:
        """Tell whether the id of a tree names it where it is typed here."""
        if self.seen_from is None:
            return entry.origin != "file"
        there = self.seen_from.named_at_once(entry.id)
        return there is not None and same_file(full_name(there.path), full_name(entry.path))

    def heading(self, entry: LibraryEntry) -> Heading:
        """Return what a tree is called and where it is listed, read off the head of its file alone."""
        try:
            data = head_of(read(entry.path).decode("utf-8-sig", errors="replace"))
        except OSError:
            return Heading()
        about, profile = (_texts_in(data.get(key)) for key in ("tree", "profile"))
        words = {**DEFAULTS, **profile, **self.words}
        for _, loaded in self.words_laid_on:
            if loaded.overlay is not None and loaded.overlay.is_for(entry.id):
                about |= {key: text for key in Heading._fields if (text := getattr(loaded.overlay.tree, key))}
        filled = (fill(about.get(key, ""), lambda name: words.get(name, value_name(name))) for key in Heading._fields)
        return Heading(*(typed_line(text) or None for text in filled))

    def load(self, entry: LibraryEntry) -> Loaded:
        """Return the entry's tree, or what is wrong with it.

        Raises PostwiseError if the file cannot be opened.
        """
        from postwise.tree.loader import read_file  # only who reads a tree pays for what reads it

        try:
            return self.in_local_words(read_file(entry.path, profile=self.words, name=entry.shown))
        except OSError as error:
            raise PostwiseError(f"{entry.shown} cannot be opened: {error.strerror or error}.") from None

    def in_local_words(self, loaded: Loaded) -> Loaded:
        """Return what a file holds with the words laid on that hold here; where it is no tree, as it is."""
        tree = loaded.tree
        if tree is not None:
            tree = tree.knowing(home=self.home)
            loaded = loaded._replace(tree=tree, sketch=tree)
        overlays = [] if tree is None else [one for _, one in self.overlays_of(tree) if one is not None]
        if tree is None or not overlays:
            return loaded
        from postwise.tree.overlays import laid

        tree = reduce(laid, overlays, tree)
        return loaded._replace(tree=tree, sketch=tree)

    def tree_named(self, tree_id: str) -> Tree | None:
        """Return the tree with an id, or None if it is not there or cannot be walked."""
        with contextlib.suppress(PostwiseError):
            return self.load(self.by_id(tree_id)).tree
        return None

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

    def files_named(self, paths: Sequence[str | Path] | None) -> tuple[Sequence[LibraryEntry], Sequence[LibraryEntry]]:
        """Return the trees that paths name, as above, and the overlays; of None, all of the library.

        Raises PostwiseError for what is neither.
        """
        if paths is None:
            return self.entries, self.overlays
        overlays: list[LibraryEntry] = []
        trees: list[str | Path] = []
        for named in paths:
            path = Path(named)
            inside = list(overlays_in(path, "file")) if os.path.isdir(path) else []  # noqa: PTH112 - of no name
            alone = not inside and is_file(path) and is_overlay(path)
            overlays += [LibraryEntry(path.stem, path, "file")] if alone else inside
            if not alone and not (inside and not any(trees_in(path, "file"))):
                trees.append(named)
        return self.named(trees) if trees else (), overlays

    def passed_over(self, paths: Sequence[str | Path]) -> tuple[PassedOver, ...]:
        """Return what is not read in the folders among paths, as `named` takes them, and may be a tree or hold one."""
        return others_in(filter(is_folder, map(Path, paths)) if paths else self.folders)

    def _named(self, path: Path, name: str) -> Iterator[LibraryEntry]:
        kind = _kind_at(path) if name else "nothing"
        if kind == "folder":
            yield from _entries(trees_of(path, name), "file")
        elif kind == "file":
            yield _named_file(path, name)
        else:
            yield self.find(name)


def trees_in(folder: Path, origin: Origin) -> Iterator[LibraryEntry]:
    """Yield the trees of a folder, by name."""
    with contextlib.suppress(OSError):
        yield from (entry for entry in _entries(files_in(folder).trees, origin) if is_file(entry.path))


def overlays_in(folder: Path, origin: Origin) -> Iterator[LibraryEntry]:
    """Yield the overlays of a folder, by name."""
    with contextlib.suppress(OSError):
        yield from _entries(files_in(folder).overlays, origin)


def _entries(paths: Iterable[Path], origin: Origin) -> Iterator[LibraryEntry]:
    return (LibraryEntry(path.stem, path, origin) for path in paths)


def _named_file(path: Path, name: str) -> LibraryEntry:
    """Return a file that was named as a tree, whatever is in it. Raises PostwiseError for one of settings."""
    if path.name in SETTINGS:
        raise PostwiseError(f'"{on_one_line(name)}" holds settings, and is no tree.')
    return LibraryEntry(path.stem, path, "file")


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


def _each_once(entries: Iterable[LibraryEntry]) -> Iterable[LibraryEntry]:
    """Return entries, those of one file once, where it came first: a folder may be one's own and that of a walk."""
    return {os.path.realpath(entry.path): entry for entry in entries}.values()


def _texts_in(table: Any) -> dict[str, str]:
    return {key: text for key, text in table.items() if isinstance(text, str)} if isinstance(table, dict) else {}
