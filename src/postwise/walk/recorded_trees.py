"""The trees of a saved walk as they are today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postwise.tree.library import Library
    from postwise.tree.model import Tree
    from postwise.walk.saved_walk import SavedWalk


def trees_of(record: SavedWalk, library: Library, tree_named: Callable[[str], Tree | None]) -> dict[str, Tree]:
    """Return the trees that a walk went through by their ids, from the library that the record is seen in.

    Those that it went back from with no answer there are among them: it comes to them again. Those that are not here,
    or have errors, are left out, and so are others that only have the name of one. In those on its way in which nothing
    was answered, 0.1.0 kept nothing: every tree that they lead to may be among them.
    """
    trees: dict[str, Tree] = {}
    unsaid = bool(record.earlier) and not record.earlier[0].title
    names = [*(leg.tree for leg in record.earlier), *(step.tree for step in record.steps), record.tree.id]
    names += record.files
    asked = set[str]()
    for name in names:
        tree = None if name in asked else tree_named(name)
        asked.add(name)
        if tree is not None:
            trees[name] = tree
            names += _led_to(tree) if unsaid else ()
    return record.its_own(trees, library)


def _led_to(tree: Tree) -> Iterator[str]:
    return (end.tree for end in tree.outcomes.values() if end.tree is not None)
