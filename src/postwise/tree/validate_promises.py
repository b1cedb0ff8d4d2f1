"""Every promise of a tree held against the questions, verdicts and outcomes that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from postwise.text import joined
from postwise.tree.conditions import Collect
from postwise.tree.ids import ID
from postwise.tree.model import VERDICTS, Tree
from postwise.tree.problems import Fault, TomlPath, listing, suggestion
from postwise.tree.promises import CLAIMS, Promise
from postwise.tree.schema_errors import STAND_IN
from postwise.tree.validate_conditions import ConditionValidator


@dataclass(frozen=True, eq=False, repr=False)
class PromiseValidator:
    """Holds promises against the tree they stand in."""

    tree: Tree
    questions: Collection[str]
    """Every question that is written, those among them of which nothing could be read."""
    outcomes: Collection[str]
    """The same of outcomes."""

    def faults(self, promise: Promise, where: TomlPath) -> Iterator[Fault]:
        """Yield what is wrong with the claims of a promise; its condition is left aside."""
        claims = {"never": promise.never, "only": promise.only, "asked": promise.asked}
        if promise.at_most is None and all(names is None for names in claims.values()):
            words = joined((f'"{key}"' for key in CLAIMS), "or")
            hint = 'Say what every such walk keeps to, as in never = ["go"].'
            yield Fault("missing-key", where, f"One of the keys {words} is missing here.", hint, "header", CLAIMS)
        for key, names in claims.items():
            if names == ():
                yield Fault("bad-value", (*where, key), "This list is empty.")
            for place, name in enumerate(names or ()):
                if name != STAND_IN:
                    spot = (*where, key, place)
                    yield from self._question(name, spot) if key == "asked" else self._ending(name, spot)

    def _question(self, name: str, where: TomlPath) -> Iterator[Fault]:
        if name in self.questions:
            return
        for section, article in (("branch", "a"), ("value", "a"), ("outcome", "an")):
            if name in self.tree.sections[section]:
                message = f'"{name}" is {article} {section}, which nobody is asked.'
                yield Fault("unknown-question", where, message, "Name a question.")
                return
        hint = suggestion(name, filter(ID.fullmatch, self.tree.questions))
        yield Fault("unknown-question", where, f'There is no question "{name}".', hint)

    def _ending(self, name: str, where: TomlPath) -> Iterator[Fault]:
        outcome = self.tree.outcomes.get(name)
        if name in VERDICTS:
            if outcome is not None and outcome.verdict != name:
                message = f'"{name}" is a verdict, and here an outcome as well, whose verdict is "{outcome.verdict}".'
                hint = "Give the outcome this verdict, or another id."
                yield Fault("bad-value", where, message, hint)
        elif name not in self.outcomes:
            near = suggestion(name, [*VERDICTS, *filter(ID.fullmatch, self.tree.outcomes)])
            hint = near or f"The verdicts are {listing(VERDICTS, len(VERDICTS))}."
            yield Fault("unknown-target", where, f'There is no verdict and no outcome "{name}".', hint)


def check_promises(
    tree: Tree, fault: Collect, doubtful: frozenset[str], questions: Collection[str], outcomes: Collection[str]
) -> None:
    """Tell every fault in the conditions and claims of a tree's promises.

    Of the questions and values in `doubtful` nobody knows which answers and results they have; `questions` and
    `outcomes` are all that are written.
    """
    conditions, claims = ConditionValidator(tree, fault, doubtful), PromiseValidator(tree, questions, outcomes)
    for promise_id, promise in tree.promises.items():
        where: TomlPath = ("promise", promise_id)
        if promise.when is not None:
            conditions.condition(promise.when, (*where, "when"))
        for told in claims.faults(promise, where):
            fault(told)
