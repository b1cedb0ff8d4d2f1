"""The trees of a saved walk as they are today: those that it went through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.walk.saved_walk import SavedWalk


def trees_of(record: SavedWalk, tree_named: Callable[[str], Tree | None]) -> dict[str, Tree]:
    """Return the trees that a walk went through by their ids; those that are not here, or have errors, are left out.

    In those on its way in which nothing was answered, 0.1.0 kept nothing: every tree that they lead to may be among
    them.
    """
    trees: dict[str, Tree] = {}
    unsaid = bool(record.earlier) and not record.earlier[0].title
    names = [*(leg.tree for leg in record.earlier), *(step.tree for step in record.steps), record.tree.id]
    for name in names:
        tree = None if name in trees else tree_named(name)
        if tree is not None:
            trees[name] = tree
            names += _led_to(tree) if unsaid else ()
    return trees


def _led_to(tree: Tree) -> Iterator[str]:
    return (end.tree for end in tree.outcomes.values() if end.tree is not None)
