"""Where the trees lie that a walk goes through: what is kept of that with it, and what it goes on in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.tree.library import Library, kept_file

if TYPE_CHECKING:
    from postwise.walk.walk import Walk


def files_of(walk: Walk) -> dict[str, str]:
    """Return where the trees of a walk lie, those that were gone back from too; nothing for those that ship."""
    trees = (*(piece.tree for piece in walk.beyond), *(leg.tree for leg in walk.legs))
    return {tree.id: file for tree in trees if (file := kept_file(tree)) is not None}


def library_of(walk: Walk, library: Library) -> Library:
    """Return the library in which a walk finds the trees that it goes on to: that of those that it went through."""
    first = walk.legs[0].tree
    return library.holding(first.id, files_of(walk)) or replace(library, files={first.id: Path(first.file)})
