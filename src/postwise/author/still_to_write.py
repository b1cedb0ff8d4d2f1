"""What gotos of a file name and no table is yet: there its walks end, for as long as it is not written."""

from __future__ import annotations

from postwise.logic.gotos import edges
from postwise.tree.loader import Loaded
from postwise.tree.model import Outcome, Tree


def unwritten(tree: Tree) -> tuple[str, ...]:
    """Return what gotos of a tree name and no table is, in their order."""
    targets = (tree.about.start, *(target for _, targets in edges(tree) for target in targets))
    there = (tree.questions, tree.branches, tree.outcomes)
    return tuple(dict.fromkeys(name for name in targets if not any(name in section for section in there)))


def to_be_walked(loaded: Loaded) -> tuple[Tree | None, tuple[str, ...]]:
    """Return the tree of a file, and what is not written in it yet; there its walks end, for as long as nothing is.

    None, where anything else is wrong with the file.
    """
    if loaded.tree is not None or loaded.sketch is None or not loaded.sound:
        return loaded.tree, ()
    sketch = loaded.sketch
    missing = unwritten(sketch)
    shown = {name: name.replace("{", "{{").replace("}", "}}") for name in missing}
    ends = {name: Outcome(headline=f"“{shown[name]}” is not written yet.") for name in missing}
    lacking = {name: one for name, one in sketch.scenarios.items() if one.expect in {*sketch.outcomes, *missing}}
    tree = sketch.replaced(outcomes={**sketch.outcomes, **ends}, scenarios=lacking)
    return tree.knowing(unwritten=missing), missing


def written(tree: Tree) -> Tree:
    """Return a tree without the endings that stand in for what is not written yet."""
    kept = {name: one for name, one in tree.outcomes.items() if name not in tree.unwritten}
    return tree.replaced(outcomes=kept) if tree.unwritten else tree
