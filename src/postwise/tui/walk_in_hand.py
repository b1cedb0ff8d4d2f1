"""A walk that somebody has in hand: where it stands, what it was taken up from, and what of it would be lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from postwise.walk.walking import Standing, goes_on, held, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postwise.tree.conditions import Answered
    from postwise.tree.library import LibraryEntry
    from postwise.tree.model import Tree
    from postwise.walk.path import QuestionStep
    from postwise.walk.walk import Walk
    from postwise.walk.walking import Begun


class PutAside(NamedTuple):
    """A walk as it stands on the disk, to be gone on with."""

    walk: Walk
    draft: str
    record: int
    """Its number among the records."""
    whole: bool = True
    """Whether its trees are there, and take all of it: else the record holds more than the walk, and stays as it is."""
    missed: bool = False
    """Whether nobody knows now what its organisation says, and in which trees it goes on."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WalkInHand:
    """A walk that somebody has in hand, with its draft."""

    number: int
    """Which one it is in this run of the program."""
    stands: Standing
    draft: str = ""
    kept: PutAside | None = None
    """What it was taken up from, or last put aside as."""
    changed: str = ""
    """What is said of its answers as it is gone on with: that not all that were kept still stand."""
    other: bool = False
    """Whether it is a road that was looked at beside one's own: it is gone on with only by name."""
    saved: Mapping[int, frozenset[Given]] = field(default_factory=dict)
    """The answers on it that a record holds, by the records' numbers."""

    @property
    def walk(self) -> Walk:
        """The walk as it stands."""
        return self.stands.walk

    @property
    def ended(self) -> bool:
        """Whether it has come to its end."""
        return not goes_on(self.walk)

    @property
    def over(self) -> bool:
        """Whether it has come to its end for good: not to one that leads on to where it was kept, or nobody knows."""
        end, kept = self.walk.outcome, self.kept
        further = kept is not None and (kept.missed or len(kept.walk.visited) > len(self.walk.visited))
        return self.ended and not (further and end is not None and end.tree is not None)

    @property
    def began_in(self) -> Tree:
        """The tree that it began in."""
        return self.walk.legs[0].tree

    def is_of(self, entry: LibraryEntry, home: str) -> bool:
        """Tell whether it began in a tree of the library of an organisation's file, in the words of that."""
        return entry.is_of(self.began_in) and self.began_in.home in {None, home}

    @property
    def answers(self) -> int:
        """How many answers were given on it, in all of its trees, those that wait for their questions too."""
        return len(held(self.walk))

    @property
    def lost(self) -> set[Given]:
        """Those of its answers that would be lost: it has not ended, and they are not on the disk."""
        there = set() if self.kept is None else given_in(held(self.kept.walk))
        return set() if self.ended else given_in(held(self.walk)).difference(there, *self.saved.values())

    @property
    def unsent(self) -> tuple[Begun, ...]:
        """What was typed or ticked at its questions, is no answer, and is not on the disk or would not stay there."""
        kept = self.kept
        stays = kept is not None and not (self.over or self.lost or self.draft != kept.draft)
        there = words_of(held(kept.walk)) if kept is not None and stays else set()
        counted = set() if self.ended else words_of(held(self.walk))  # as answers
        return tuple(begun for begun in self.stands.unsent if begun.typed not in {*there, *counted})


Given = tuple[str, str, "Answered", bool]
"""An answer with its tree and its question before it, and whether it is *Not sure*."""


def alike(one: Walk, other: Walk) -> bool:
    """Tell whether two walks are the same, in the same words."""
    return one == other and one.profile == other.profile


def given_in(steps: Iterable[QuestionStep]) -> set[Given]:
    """Return the answers that were given in some steps."""
    return {(step.tree.id, step.node_id, step.answer, step.unsure) for step in steps}
