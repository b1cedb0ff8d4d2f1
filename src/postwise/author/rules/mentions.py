"""Where a tree looks at its questions and values, and where its texts say them: what many rules work from."""

from __future__ import annotations

from postwise.author.rules.locations import LocatedTest, looks
from postwise.logic.reads import Reading, texts_naming
from postwise.once import once
from postwise.tree.model import Tree


class Mentions:
    """The tests and the texts of one tree that name a question or a value, each looked for once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    @once
    def looks(self) -> list[LocatedTest]:
        """Every test of the tree."""
        return list(looks(self.tree))

    @once
    def texts(self) -> dict[str, list[Reading]]:
        """Where each value and each answer is said in a text."""
        return texts_naming(self.tree)
