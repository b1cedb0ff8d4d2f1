"""The cases of a session: scenarios with a story, and which three to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from postwise.train.events import CaseRef
from postwise.tree.human_texts import texts
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import Scenario, Tree
from postwise.tree.placeholders import PEOPLE, names
from postwise.tree.toml_source import Source


@dataclass(frozen=True)
class TrainingCase:
    """A scenario of a tree that a group can talk through."""

    ref: CaseRef
    text: str = field(repr=False, compare=False)
    """The text of the tree's file."""
    tree: Tree = field(repr=False, compare=False)

    @property
    def scenario(self) -> Scenario:
        """The scenario as the tree has it."""
        return self.tree.scenarios[self.ref.scenario]

    @property
    def title(self) -> str:
        """What the case is called."""
        return self.scenario.title or self.ref.scenario

    @property
    def level(self) -> int:
        """How hard it is, from 1 to 3; 2 if the tree does not say."""
        return self.scenario.level or 2


def contacts_missing(cases: Iterable[TrainingCase], words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the people whom the chosen trees send others to, and whom the organisation has not named yet."""
    used = {name for tree in {case.ref.tree: case.tree for case in cases}.values() for name in _names(tree)}
    return tuple(sorted((used & PEOPLE) - words.keys()))


def _names(tree: Tree) -> Iterator[str]:
    return (name for _, text in texts(tree) for name in names(text))


def cases_of(loaded: Loaded) -> Iterator[TrainingCase]:
    """Yield the cases of a tree: its scenarios with a story. A tree with errors has none."""
    if loaded.tree is not None:
        for name, scenario in loaded.tree.scenarios.items():
            if scenario.story:
                yield TrainingCase(CaseRef(tree=loaded.tree.id, scenario=name), loaded.source.text, loaded.tree)


@lru_cache(maxsize=32)
def read_tree(text: str, name: str, words: tuple[tuple[str, str], ...]) -> Tree | None:
    """Return the tree that a session brought along, or None if it cannot be read (any more)."""
    return read_source(Source(text, name), dict(words), name).tree


@dataclass(frozen=True, slots=True)
class CaseSuggestion:
    """Three cases to begin with; any may be missing where there are too few."""

    easy: TrainingCase | None
    """To learn the rhythm: the lowest level."""
    split: TrainingCase | None
    """The one that divides groups: it names where, and another road."""
    near: TrainingCase | None
    """Near home: of the tree that was asked for first (an organisation's own, where there is one)."""

    @property
    def cases(self) -> tuple[TrainingCase, ...]:
        """The cases in the order they are played."""
        return tuple(case for case in (self.easy, self.split, self.near) if case is not None)


def suggest(cases: Iterable[TrainingCase], near: str = "") -> CaseSuggestion:
    """Return one easy case, one that splits groups, and one near home (`postwise.train`, rule 1), no case twice.

    `near` is the id of the tree that is nearest to this group; left out, the first case's tree.
    """
    left = list(cases)
    near = near or (left[0].ref.tree if left else "")
    split = _taken(left, [c for c in left if c.scenario.split and c.scenario.other], key=lambda c: -c.level)
    easy = _taken(left, left, key=lambda c: c.level)
    home = _taken(left, [c for c in left if c.ref.tree == near] or left, key=lambda c: abs(c.level - 2))
    return CaseSuggestion(easy, split, home)


def _taken(
    left: list[TrainingCase], among: list[TrainingCase], key: Callable[[TrainingCase], int]
) -> TrainingCase | None:
    """Return the first of the lowest by `key`, and take it out of those that are left."""
    found = min(among, key=key, default=None)
    if found is not None:
        left.remove(found)
    return found
