"""Which asides of endings are shown on other walks now: those of which the condition is another, each with a walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from postwise.author.diff.list_entries import called, paired
from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.promise_changes import when_as_new
from postwise.logic.counting import Analysis
from postwise.logic.exploration import Exploration
from postwise.logic.search import Budget, TooLarge
from postwise.logic.state_space import Ask, StateSpace
from postwise.tree.conditions import Answered, read_condition
from postwise.tree.promises import Promise

ASIDES = ("notes", "see")
"""The lists of an ending of which entries have a condition."""


@dataclass(frozen=True, slots=True)
class NoteChange:
    """An aside that walks of the new version are shown and were not before, or the other way round."""

    outcome: str
    """The ending, by its new id."""
    note: str
    """What the aside is called."""
    shown: bool
    """Whether it is shown now and was not."""
    example: Mapping[str, Answered]
    """The fewest answers after which that is so."""


class _Aside(NamedTuple):
    outcome: str
    note: str
    old: Any
    """Its condition in the old version, as the new one would have written it; None for always."""
    new: Any


def note_changes(match: NodeMatch, budget: Budget) -> tuple[NoteChange, ...]:
    """Return how asides are shown on other walks, in the order of the new file.

    Of conditions on what is not there any more nothing is said, nor where the tree is too large to look at.
    """
    asides = [aside for aside in _other_conditions(match) if _known(match, aside.old)]
    if not asides:
        return ()
    conditions = [when for aside in asides for when in (aside.old, aside.new)]
    told_apart = {f"{number}": Promise(text="?", when=when) for number, when in enumerate(conditions)}
    tree = match.new.replaced(promises={**match.new.promises, **told_apart})
    try:
        analysis = Analysis(tree, Exploration(StateSpace(tree, counted=True, budget=budget)))
        return tuple(_shown_otherwise(analysis, asides))
    except TooLarge:
        return ()


def _shown_otherwise(analysis: Analysis, asides: list[_Aside]) -> Iterator[NoteChange]:
    made = analysis.space.made
    for aside in asides:
        old, new = (made.diagrams.yes if when is None else made.condition(read_condition(when)) for when in aside[-2:])
        asks = [
            Ask(aside.outcome, made.diagrams.both((one, made.negated(other))))
            for one, other in ((new, old), (old, new))
        ]
        for shown, met in zip((True, False), analysis.occurrences(asks), strict=True):
            if met.yes is not None:
                yield NoteChange(aside.outcome, aside.note, shown, met.yes)


def _other_conditions(match: NodeMatch) -> Iterator[_Aside]:
    """Yield the asides that are in both versions, under another condition."""
    order = {name: place for place, name in enumerate(match.new.outcomes)}
    for before, after in sorted(match.outcomes.items(), key=lambda pair: order[pair[1]]):
        for key in ASIDES:
            old, new = (
                [one.as_data() for one in getattr(tree.outcomes[name], key)]
                for tree, name in ((match.old, before), (match.new, after))
            )
            for entry in old:
                if entry.get("when") is not None:
                    entry["when"] = when_as_new(match, entry["when"])
            for was, now in paired(old, new).items():
                whens = old[was].get("when"), new[now].get("when")
                if whens[0] != whens[1]:
                    yield _Aside(after, called(new[now]), *whens)


def _known(match: NodeMatch, when: Any) -> bool:
    names = set() if when is None else {*read_condition(when).names()}
    return names <= match.new.questions.keys() | match.new.values.keys()
