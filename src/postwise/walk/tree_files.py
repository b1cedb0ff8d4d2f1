"""Where the trees lie that a walk goes through: what is kept of that with it, and the library that it goes on in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.files import full_name, is_file, same_file
from postwise.text import on_one_line
from postwise.tree.library import Library, shipped_folder
from postwise.tree.organisation import own_file, own_settings, read_settings

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class TreeFile:
    """The file that a tree was read in."""

    path: str
    """Nothing for one that ships, wherever that is."""
    fingerprint: str


def files_of(walk: Walk) -> dict[str, TreeFile]:
    """Return the files of the trees of a walk by their ids, those that were gone back from too."""
    files: dict[str, TreeFile] = {}
    for tree in (*(leg.tree for leg in walk.legs), *(piece.tree for piece in walk.beyond)):
        path = kept_path(tree)
        if path is not None:
            files.setdefault(tree.id, TreeFile(path, tree.fingerprint))
    return files


def library_of(walk: Walk, today: Library) -> Library:
    """Return the library in which a walk finds the trees that it goes on to: that of those that it went through."""
    return library_with(files_of(walk), walk.tree.id, walk.legs[0].tree.home, today)


def library_with(files: Mapping[str, TreeFile], at: str, home: str | None, today: Library) -> Library:
    """Return the library in which a walk goes on that stands in a tree, with the files of all of its trees.

    It is that of the organisation's file that it was begun with. While that cannot be read it has today's words and
    folders if today's has these very trees, else nothing but them: no tree that only has the id of the next one takes
    its place, and its name is kept. Where there was none, it is today's once that has taken the trees in. Where the
    tree is not to be found, today's may have all of them, moved there. None for the file is today's.
    """
    begun_in = _library_at(home, today)
    if any(file.path for file in files.values()) and all(_has(today, name, file) for name, file in files.items()):
        if not home:
            return today
        if begun_in.unread:
            return replace(today, home=begun_in.home, unread=begun_in.unread, seen_from=today)
    lost = at in files and not _found(begun_in, at, files[at])
    moved = lost and all(_found(today, name, file) for name, file in files.items())
    return _holding(today if moved else begun_in, files)


def _library_at(home: str | None, today: Library) -> Library:
    """Return the library of an organisation's file; where that cannot be read, one that knows nothing but its name.

    Begun without one, or with the person's own, a walk goes on with what they have said in that since.
    """
    if home is None or home == today.home:
        return today
    if not home or home == str(own_file()):
        own = Library.of(own_settings())
        return today if own.home == today.home else replace(own, seen_from=today)
    try:
        library = Library.of(read_settings(Path(home)))
    except (OSError, ValueError):
        library = Library(home=home, unread=f"{on_one_line(home)} is not there, or cannot be opened.")
    return replace(library, seen_from=today)


def _holding(library: Library, files: Mapping[str, TreeFile]) -> Library:
    """Return a library in which ids name the trees that files held, as far as those are still there.

    Nothing for a file is that of a tree that ships, whose place one of the organisation's own may have taken. Where the
    library names them all it is this one; else each is looked for where it was, and then beside the others.
    """
    plain = replace(library, files={}) if library.files else library
    for as_it_is in (library, plain):
        if all(_names(as_it_is, name, file) for name, file in files.items()):
            return as_it_is
    here = {name: plain.named_at_once(name) for name, file in files.items() if not file.path}
    there = {name: Path(file.path) for name, file in files.items() if file.path}
    return replace(library, files=there | {name: entry.path for name, entry in here.items() if entry is not None})


def _has(library: Library, tree_id: str, file: TreeFile) -> bool:
    """Tell whether an id names that very file in a library; where none is said, the tree that ships."""
    found = library.named_at_once(tree_id)
    if found is None:
        return False
    return same_file(full_name(found.path), file.path) if file.path else found.origin == "shipped"


def _names(library: Library, tree_id: str, file: TreeFile) -> bool:
    """Tell whether an id names the tree in a file there; where none is said, one that ships or stands for it."""
    found = library.named_at_once(tree_id)
    if found is None:
        return False
    return same_file(full_name(found.path), file.path) if file.path else found.origin != "file"


def _found(library: Library, tree_id: str, file: TreeFile) -> bool:
    """Tell whether there is a tree that was in a file, in its place or in that library."""
    if not file.path:
        return _names(library, tree_id, file)
    if is_file(Path(file.path)):
        return True
    tree = library.tree_named(tree_id)
    return tree is not None and stands_for(tree, file, library)


def stands_for(tree: Tree, file: TreeFile, library: Library) -> bool:
    """Tell whether a tree of a library is the one that a file held, or one of its own in the place of that.

    That is one in the place of one that ships, or one that says the same to the letter as one that has gone.
    """
    now, gone = kept_path(tree), not (file.path and is_file(Path(file.path)))
    moved = not file.path or (gone and tree.fingerprint == file.fingerprint)
    own = any(same_file(full_name(folder), Path(tree.file).parent) for folder in library.folders)
    return now is None or same_file(now, file.path) or (moved and own)


def kept_path(tree: Tree) -> str | None:
    """Return what a tree is known by again beside its id: its file, nothing if it ships, None if it was in no file."""
    if not tree.file:
        return None
    return "" if same_file(Path(tree.file).parent, shipped_folder()) else tree.file
