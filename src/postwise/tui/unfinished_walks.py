"""Walks put aside: kept only when asked for, found again in the library, forgotten when they have come to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postwise.errors import PostwiseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postwise.tree.model import Tree
    from postwise.walk.record_store import Records
    from postwise.walk.walk import Walk


def _records() -> Records:
    from postwise.walk.record_store import Records  # SQLite comes with it, and the first frame does not wait for that

    return Records()


class UnfinishedWalks:
    """The walks that wait in the person's own records."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """The record of each, by the tree it stands in."""
        self.walks: dict[str, Walk] = {}
        """The walks that have been looked at so far."""

    def look(self) -> None:
        """Find which walks there are; records that cannot be read hold none for now."""
        try:
            self.numbers = {summary.tree.id: summary.id for summary in _records().unfinished()}
        except PostwiseError:
            self.numbers = {}

    def in_tree(self, tree: Tree, profile: Mapping[str, str]) -> Walk | None:
        """Return the walk put aside in a tree, if there is one and it has answers in today's tree."""
        number = self.numbers.get(tree.id)
        if number is None:
            return None
        try:
            walk = _records().get(number).walk(tree, profile)
        except PostwiseError:
            return None
        if not walk.answers or walk.question is None:
            return None
        self.walks[tree.id] = walk
        return walk

    def keep(self, walk: Walk) -> None:
        """Put a walk aside.

        Raises PostwiseError if it cannot be written.
        """
        self.numbers[walk.tree.id] = _records().put_aside(walk)
        self.walks[walk.tree.id] = walk

    def forget(self, tree_id: str) -> None:
        """Let go of the walk put aside in a tree: it has ended, or begins anew."""
        self.walks.pop(tree_id, None)
        number = self.numbers.pop(tree_id, None)
        if number is not None:
            try:
                _records().delete(number)
            except PostwiseError:
                return
