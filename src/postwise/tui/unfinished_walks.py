"""Walks that have not ended: those begun since postwise was opened, and those put aside, which are kept when asked for.

What is put aside is found again in the library, and forgotten when it has come to its end.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from postwise.errors import PostwiseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postwise.tree.model import Tree
    from postwise.walk.record_store import Records
    from postwise.walk.walk import Walk


def _records() -> Records:
    from postwise.walk.record_store import Records  # loads SQLite, which no first question waits for

    return Records()


class UnfinishedWalks:
    """The walks to go on with."""

    def __init__(self) -> None:
        self.begun: dict[str, Walk] = {}
        """The walks begun and not ended, by the tree they began in."""
        self.numbers: dict[str, int] = {}
        """The record of each walk put aside, by the tree it stands in."""
        self.kept: dict[str, Walk] = {}
        """The walks put aside that have been looked at so far."""

    # Begun

    def stands(self, walk: Walk) -> None:
        """Remember where a walk stands; it is let go once it has ended, or has no answer any more."""
        first = walk.visited[0]
        if walk.question is not None and (walk.answers or walk.previous is not None):
            self.begun[first] = walk
        else:
            self.begun.pop(first, None)
        if walk.question is None:
            self.forget(walk.tree.id)

    @property
    def lost(self) -> tuple[Walk, ...]:
        """The walks that would be lost if postwise were left now; none if there is no answer in any of them."""
        unkept = tuple(walk for walk in self.begun.values() if walk != self.kept.get(walk.tree.id))
        return unkept if any(walk.answers for walk in unkept) else ()

    # Put aside

    def look(self) -> None:
        """Find which walks are put aside; records that cannot be read hold none for now."""
        try:
            self.numbers = {summary.tree.id: summary.id for summary in _records().unfinished()}
        except PostwiseError:
            self.numbers = {}

    def take_up(self, tree: Tree, profile: Mapping[str, str]) -> None:
        """Begin with the walk put aside in a tree, if there is one that has answers in today's tree."""
        number = self.numbers.get(tree.id)
        if number is None or tree.id in self.begun:
            return
        try:
            walk = _records().get(number).walk(tree, profile)
        except PostwiseError:
            return
        if walk.answers and walk.question is not None:
            self.kept[tree.id] = self.begun[tree.id] = walk

    def keep(self, walk: Walk) -> None:
        """Put a walk aside.

        Raises PostwiseError if it cannot be written.
        """
        self.numbers[walk.tree.id] = _records().put_aside(walk)
        self.kept[walk.tree.id] = walk

    def begin_anew(self, tree_id: str) -> None:
        """Let go of the walk in a tree, begun or put aside."""
        self.begun.pop(tree_id, None)
        self.forget(tree_id)

    def forget(self, tree_id: str) -> None:
        """Let go of the walk put aside in a tree: it has ended, or begins anew."""
        self.kept.pop(tree_id, None)
        number = self.numbers.pop(tree_id, None)
        if number is not None:
            with contextlib.suppress(PostwiseError):
                _records().delete(number)
