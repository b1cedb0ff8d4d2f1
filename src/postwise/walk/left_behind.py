"""What was answered in trees that a walk has gone back from: it is remembered, should the walk come into them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from postwise.tree.conditions import Answered
from postwise.tree.model import Tree
from postwise.walk.path import HeldAnswers, QuestionStep


class LeftBehind(NamedTuple):
    """What was answered in a tree that was gone back from."""

    tree: Tree
    held: HeldAnswers


class Leg(Protocol):
    """A walk through one tree, as far as it can be left behind."""

    @property
    def tree(self) -> Tree:
        """The tree."""

    @property
    def own(self) -> Mapping[str, QuestionStep]:
        """The answers given there."""

    @property
    def waiting(self) -> Mapping[str, QuestionStep]:
        """Those that wait behind the open question."""

    @property
    def remembered(self) -> Mapping[str, Answered]:
        """Those whose question does not come up any more."""

    @property
    def beyond(self) -> tuple[LeftBehind, ...]:
        """What was left behind when it was come back to from later trees, the latest first."""


def left_behind(legs: Sequence[Leg]) -> tuple[LeftBehind, ...]:
    """Return what a walk through some trees has left behind in others, the latest first."""
    there = {leg.tree.id for leg in legs}
    latest = _latest(one for leg in reversed(legs) for one in leg.beyond)
    return tuple(one for one in latest if one.tree.id not in there)


def gone_back(legs: Sequence[Leg], later: Sequence[Leg]) -> tuple[LeftBehind, ...]:
    """Return what a walk leaves behind that comes back to the last of some trees from where it was `later`."""
    left = (leg for leg in reversed(later[len(legs) :]) if leg.own or leg.remembered)
    new = (LeftBehind(leg.tree, HeldAnswers(leg.own, leg.waiting, leg.remembered)) for leg in left)
    return _latest((*new, *left_behind(later), *legs[-1].beyond))


def answered_before(legs: Sequence[Leg], tree: Tree) -> HeldAnswers:
    """Return what a walk that goes on in a tree had answered there; nothing if it was another version of it."""
    return next((one.held for one in left_behind(legs) if one.tree == tree), HeldAnswers())


def _latest(pieces: Iterable[LeftBehind]) -> tuple[LeftBehind, ...]:
    by_tree: dict[str, LeftBehind] = {}
    for piece in pieces:
        by_tree.setdefault(piece.tree.id, piece)
    return tuple(by_tree.values())
