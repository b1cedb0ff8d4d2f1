"""Where the trees lie that a walk goes through: what is kept of that with it, and what it goes on in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.tree.library import Library, kept_file
from postwise.tree.organisation import read_settings

if TYPE_CHECKING:
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
        path = kept_file(tree)
        if path is not None:
            files.setdefault(tree.id, TreeFile(path, tree.fingerprint))
    return files


def library_of(walk: Walk, library: Library) -> Library:
    """Return the library in which a walk finds the trees that it goes on to: that of those that it went through."""
    return at_home(library, walk.legs[0].tree.home).holding({name: file.path for name, file in files_of(walk).items()})


def at_home(library: Library, home: str | None) -> Library:
    """Return the library of the organisation's file that a walk was begun with; today's if that has gone."""
    if home is None or home == library.home:
        return library
    if not home:
        return replace(library, folders=(), home="")
    try:
        return Library.of(read_settings(Path(home)))
    except (OSError, ValueError):
        return library
