"""Which promises of a tree say less than they did: a claim gone or its list shorter, fewer walks under it, fewer names.

How it is decided stands in trees/README.md, "What a tree promises".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from postwise.author.diff.matching import NodeMatch
from postwise.logic.counting import Analysis
from postwise.logic.exploration import Exploration
from postwise.logic.search import Budget, TooLarge
from postwise.logic.state_space import Ask, StateSpace
from postwise.once import once
from postwise.tree.file_table import keys_of
from postwise.tree.model import VERDICTS, Tree
from postwise.tree.promises import CLAIMS, Promise

LISTS = ("never", "only", "asked")
CLAIMED = frozenset({"when", *CLAIMS})
"""The keys that say, beside the text, what is promised."""


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """How a promise that is in both versions differs."""

    id: str
    """Its new id."""
    old: Promise
    """The old promise, as the new version would have written it."""
    new: Promise
    weaker: tuple[str, ...]
    """The keys by which it claims less than before."""
    unsigned: tuple[str, ...]
    """The roles that have signed it no longer."""
    other: tuple[str, ...]
    """The keys that differ and make it no weaker, or of which that cannot be said."""

    @property
    def reworded(self) -> bool:
        """Whether its text is another."""
        return self.old.text.split() != self.new.text.split()

    @property
    def claims(self) -> tuple[str, ...]:
        """The keys by which it claims something else than before."""
        return tuple(key for key in (*self.weaker, *self.other) if key in CLAIMED)

    @property
    def outdated(self) -> tuple[str, ...]:
        """The roles whose signature is as old as the one to what it said before: they have not signed what it says."""
        if not (self.reworded or self.claims):
            return ()
        before = {one.role: one.date for one in self.old.signed}
        given = (one.role for one in self.new.signed if one.role in before and one.date <= before[one.role])
        return tuple(dict.fromkeys(given))

    def to_dict(self) -> dict[str, object]:
        """Return the change as an object of ``postwise.diff/1``."""
        keys = {"weaker": self.weaker, "unsigned": self.unsigned, "other": self.other, "outdated": self.outdated}
        return {"id": self.id, "reworded": self.reworded, **{key: list(names) for key, names in keys.items()}}


class PromiseComparison:
    """The promises that are in both versions, laid side by side."""

    def __init__(self, match: NodeMatch, budget: Budget) -> None:
        self.match = match
        self.budget = budget
        self.pairs = {
            after: (self._as_new(match.old.promises[before]), match.new.promises[after])
            for before, after in match.promises.items()
        }
        """By its new id each old promise, as the new version would have written it, and the new one."""

    def changes(self) -> tuple[tuple[PromiseChange, ...], bool]:
        """Return how promises differ, in the order of the old file; and whether that is all."""
        changes, judged = [], True
        for promise_id, (old, new) in self.pairs.items():
            roles = {one.role for one in new.signed}
            unsigned = tuple(dict.fromkeys(one.role for one in old.signed if one.role not in roles))
            narrowed = old.when != new.when and self._narrowed(old, new)
            judged = judged and narrowed is not None
            weaker = (*(["when"] if narrowed else []), *self._weaker(old, new))
            told = {*weaker, *(["signed"] if unsigned else [])}
            other = tuple(key for key in _differing(old, new) if key not in told)
            change = PromiseChange(promise_id, old, new, weaker, unsigned, other)
            if told or other or change.reworded:
                changes.append(change)
        return tuple(changes), judged

    def _as_new(self, promise: Promise) -> Promise:
        """Return an old promise under the new names of what it speaks of."""
        match, fields = self.match, promise.given
        endings = {name: now for name, now in match.outcomes.items() if name not in VERDICTS}  # that is the verdict
        for key, names in (("never", endings), ("only", endings), ("asked", match.questions)):
            if fields.get(key) is not None:
                fields[key] = tuple(names.get(name, name) for name in fields[key])
        fields["when"] = None if promise.when is None else when_as_new(match, promise.when)
        return Promise(**fields)

    # Weaker

    def _weaker(self, old: Promise, new: Promise) -> Iterator[str]:
        if set(lost(self.match.new, old, new, "never")):
            yield "never"
        if old.only is not None and (new.only is None or set(added(self.match.new, old, new))):
            yield "only"
        if set(lost(self.match.new, old, new, "asked")):
            yield "asked"
        if old.at_most is not None and (new.at_most is None or new.at_most > old.at_most):
            yield "at-most"

    def _narrowed(self, old: Promise, new: Promise) -> bool | None:
        """Tell whether a walk of the new version came under the old promise and comes under the new one no longer.

        If what the old one looks at is not there any more, nobody can say; None if the tree is too large to say.
        """
        tree = self._both
        names = () if old.condition is None else old.condition.names()
        if new.condition is None or not {*names} <= tree.questions.keys() | tree.values.keys():
            return False
        try:
            made = self._analysis.space.made
            before = made.diagrams.yes if old.condition is None else made.condition(old.condition)
            left = made.diagrams.both((before, made.negated(made.condition(new.condition))))
            found = self._analysis.occurrences(Ask(end, left) for end in tree.outcomes)
        except TooLarge:
            return None
        return any(met.yes is not None for met in found)

    @once
    def _both(self) -> Tree:
        """The new version with the old promises beside its own, so that what they look at is told apart."""
        numbered = {f"{number}": old for number, (old, _) in enumerate(self.pairs.values())}
        return self.match.new.replaced(promises={**self.match.new.promises, **numbered})

    @once
    def _analysis(self) -> Analysis:
        return Analysis(self._both, Exploration(StateSpace(self._both, counted=True, budget=self.budget)))


def when_as_new(match: NodeMatch, when: Any) -> Any:
    """Return what a condition of the old version says, under the new names of what it looks at."""
    tables = when if isinstance(when, list | tuple) else [when]
    said = [
        {match.questions.get(name, name): _renamed(test, match.answer_ids(name)) for name, test in table.items()}
        for table in tables
    ]
    return said if isinstance(when, list | tuple) else said[0]


def lost(tree: Tree, old: Promise, new: Promise, key: str) -> Iterator[str]:
    """Yield what a list of a promise named and names no longer; an ending that is gone from the tree is no loss."""
    now: Collection[str] = getattr(new, key) or ()
    for name in getattr(old, key) or ():
        gone = key == "never" and name not in VERDICTS and name not in tree.outcomes
        if name not in now and not gone and not (key == "never" and _verdict(tree, name) in now):
            yield name


def added(tree: Tree, old: Promise, new: Promise) -> Iterator[str]:
    """Yield the endings that a promise allows and did not allow before."""
    before = old.only or ()
    yield from (name for name in new.only or () if name not in before and _verdict(tree, name) not in before)


def _verdict(tree: Tree, name: str) -> str | None:
    return tree.outcomes[name].verdict if name not in VERDICTS and name in tree.outcomes else None


def _renamed(raw: Any, ids: Any) -> Any:
    """Return what a file says of a test, with the answers in it under their new names."""
    if isinstance(raw, list):
        return [_renamed(item, ids) for item in raw]
    if isinstance(raw, dict):
        return {word: _renamed(item, ids) for word, item in raw.items()}
    return ids.get(raw, raw) if isinstance(raw, str) else raw


def _differing(old: Promise, new: Promise) -> Iterator[str]:
    """Yield the keys that differ, but for the text itself."""
    for name, key in keys_of(Promise).items():
        before, after = getattr(old, name), getattr(new, name)
        if name in LISTS and before is not None and after is not None:
            before, after = set(before), set(after)
        if name == "dissent":  # the texts are told among the words
            before, after = ([one.date for one in side] for side in (before, after))
        if name != "text" and before != after:
            yield key.written
