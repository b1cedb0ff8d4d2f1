"""Where the trees lie that a walk goes through: what is kept of that with it, and what it goes on in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postwise.tree.library import kept_file

if TYPE_CHECKING:
    from postwise.walk.walk import Walk


def files_of(walk: Walk) -> dict[str, str]:
    """Return where the trees of a walk lie, those that were gone back from too; nothing for those that ship."""
    trees = (*(piece.tree for piece in walk.beyond), *(leg.tree for leg in walk.legs))
    return {tree.id: file for tree in trees if (file := kept_file(tree)) is not None}
