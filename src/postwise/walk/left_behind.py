"""What becomes of answers when an earlier one is another, or a walk comes back from a later tree: none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from postwise.tree.answers import plain_answer
from postwise.tree.model import Tree
from postwise.walk.path import HeldAnswers, QuestionStep


class Changed(NamedTuple):
    """What a changed answer does to the answers given before, by their questions and in their order."""

    kept: tuple[str, ...]
    """Still on the road, or waiting behind an open question that can lead to theirs."""
    dropped: tuple[str, ...]
    """Struck out: their questions cannot come up, whatever the open one is answered with."""


class LeftBehind(NamedTuple):
    """What was answered in a tree that was gone back from."""

    tree: Tree
    held: HeldAnswers
    earlier: Mapping[str, Any]
    """What had been answered in the trees before it, then, as JSON has it."""

    @property
    def answers(self) -> tuple[QuestionStep, ...]:
        """What was answered there and still counts."""
        return (*self.held.given.values(), *self.held.waiting.values())


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
    def remembered(self) -> Mapping[str, QuestionStep]:
        """Those whose question does not come up any more."""

    @property
    def beyond(self) -> tuple[LeftBehind, ...]:
        """What was left behind in later trees, the latest first; it goes along, and only the last leg has any."""


def gone_back(later: Sequence[Leg]) -> tuple[LeftBehind, ...]:
    """Return what is left behind by who goes back from the last of some trees: what was answered there comes first.

    Going forward again takes the pieces up as they lie, so that of a tree walked twice each finds its own.
    """
    leg = later[-1]
    piece = LeftBehind(leg.tree, HeldAnswers(leg.own, leg.waiting, leg.remembered), _answers(later[:-1]))
    return (*((piece,) if leg.own or leg.waiting or leg.remembered else ()), *leg.beyond)


def answered_before(legs: Sequence[Leg], tree: Tree) -> tuple[HeldAnswers, tuple[LeftBehind, ...]]:
    """Return what a walk that goes on in a tree had answered there, and what it has left behind in others.

    What was answered otherwise in an earlier tree since counts more, as it was said later; what was answered in another
    version of the tree is not there again.
    """
    beyond, now = legs[-1].beyond, _answers(legs)
    piece = next((piece for piece in beyond if piece.tree == tree), None)
    if piece is None:
        return HeldAnswers(), beyond
    held = _newest(piece.held, piece.earlier, now)
    return held, tuple(one for one in beyond if one is not piece)


def left_in_later_trees(beyond: Iterable[LeftBehind]) -> Iterator[tuple[QuestionStep, Any]]:
    """Yield the answers that are left behind, each with what had been answered to it in the trees before, then."""
    for piece in beyond:
        yield from ((step, piece.earlier.get(step.node_id)) for step in piece.answers)


def led_to_anew(leg: Leg, before: Sequence[Leg], now: Sequence[Leg]) -> HeldAnswers:
    """Return what holds of a walk through a tree when those that led to it are others than before."""
    return _newest(HeldAnswers(leg.own, leg.waiting, leg.remembered), _answers(before), _answers(now))


def _newest(held: HeldAnswers, then: Mapping[str, Any], now: Mapping[str, Any]) -> HeldAnswers:
    """Return answers in a tree without those that an earlier tree has a newer one to: they are only remembered."""
    outdated = {name for name in held.given if name in now and now[name] != then.get(name)}
    given = {name: step for name, step in held.given.items() if name not in outdated}
    remembered = {**held.remembered, **{name: held.given[name] for name in outdated}}
    return HeldAnswers(given, held.waiting, remembered)


def _answers(legs: Sequence[Leg]) -> dict[str, Any]:
    return {name: plain_answer(step.answer) for leg in legs for name, step in leg.own.items()}
