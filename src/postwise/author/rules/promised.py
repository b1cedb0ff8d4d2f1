"""What a tree promises, proved on every walk; or broken, with a shortest walk that breaks it as a command to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from postwise.author.rules.locations import condition_words
from postwise.author.rules.reachability import ReachFacts
from postwise.logic.claims import Breach, Claim, JudgedPromise, judged, unknown_endings
from postwise.logic.search import TooLarge
from postwise.once import once
from postwise.text import command_line, counted, plural
from postwise.tree.answers import as_typed
from postwise.tree.problems import Fault, Part, TomlPath, listing
from postwise.tree.promises import Promise


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """What became of the promises of a tree, each by its id."""

    held: tuple[str, ...] = ()
    """Kept by every walk that comes under them, and some do."""
    broken: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    """No walk comes under them."""
    unproved: tuple[str, ...] = ()
    """The tree is too large to say, or names what is not there."""

    def to_dict(self) -> dict[str, list[str]]:
        """Return the promises as an object of ``postwise.problems/1``."""
        return {key.name: list(getattr(self, key.name)) for key in fields(self)}

    @property
    def all(self) -> int:
        """How many promises there are."""
        return sum(map(len, self.to_dict().values()))


class KeptPromises:
    """The rule about promises: every one of them judged, as far as the budget allows."""

    def __init__(self, reach: ReachFacts, called: str) -> None:
        self.reach = reach
        self.called = called
        """How the tree is named on a command line."""

    @once
    def _judged(self) -> dict[str, JudgedPromise | None]:
        """Every promise with what is so of it, None if that is too much to look at."""
        found: dict[str, JudgedPromise | None] = {}
        for promise_id, promise in self.reach.tree.promises.items():
            if not unknown_endings(self.reach.tree, promise):
                try:
                    found[promise_id] = judged(self.reach.analysis, promise)
                except TooLarge:
                    found[promise_id] = None
        return found

    @once
    def count(self) -> PromiseCount:
        """What became of the promises."""
        known: Mapping[str, JudgedPromise | None] = self._judged
        whole = not self.reach.analysis.holes
        held = tuple(name for name, one in known.items() if one is not None and one.kept and whole)
        broken = tuple(name for name, one in known.items() if one is not None and one.broken)
        empty = tuple(name for name, one in known.items() if one is not None and one.empty and whole)
        told = {*held, *broken, *empty}
        return PromiseCount(held, broken, empty, tuple(name for name in self.reach.tree.promises if name not in told))

    @property
    def proves(self) -> str:
        """What is not proved where this rule has to give up: the promises by their names."""
        names = [name for name, one in self._judged.items() if one is None]
        which = f"{plural(len(names), 'promise')} {listing(names, len(names))}"
        return f"that {which} {'holds' if len(names) == 1 else 'hold'}"

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each claim that some walk does not keep, and for each promise that no walk comes under.

        Raises TooLarge, after all that is known, if some promise could not be judged.
        """
        for promise_id, one in self._judged.items():
            promise = self.reach.tree.promises[promise_id]
            if one is not None and one.empty:
                yield from self._empty(promise_id, promise)
            for claim, breach in one.broken.items() if one is not None else ():
                yield self._broken(promise_id, promise, claim, breach)
        if None in self._judged.values():
            raise TooLarge

    def _broken(self, promise_id: str, promise: Promise, claim: Claim, breach: Breach) -> Fault:
        key, place = claim
        where: TomlPath = ("promise", promise_id, key, *(() if place is None else (place,)))
        verdict = self.reach.tree.outcomes[breach.outcome].verdict
        end = f'ends in "{breach.outcome}" ({verdict})'
        match key:
            case "asked":
                how = f'{end} and has not been asked "{(promise.asked or ())[place or 0]}"'
            case "at-most":
                how = f"asks {counted(len(breach.answers), 'question')}, and {end}"
            case _:
                how = end
        which = "a walk" if promise.condition is None else "a walk that comes under it"
        given = (f"{name}={as_typed(answer)}" for name, answer in breach.answers.items())
        message = f'The promise "{promise_id}" is broken: {which} {how}.'
        return Fault("broken-promise", where, message, f"Try it: {command_line('run', self.called, answer=given)}")

    def _empty(self, promise_id: str, promise: Promise) -> Iterator[Fault]:
        """Yield the fault that no walk comes under a promise, unless what keeps them from it is told elsewhere."""
        reach, condition = self.reach, promise.condition
        if not reach.proven or condition is None:
            return
        known = reach.tree.questions.keys() - reach.analysis.reached
        if all(any(name in known for name, _ in tests) for tests in condition.alternatives):
            return
        message = f'No walk comes under the promise "{promise_id}": none has {condition_words(condition)} at its end.'
        part: Part = "key"
        hint = "Change what it looks for, or take it out."
        yield Fault("empty-promise", ("promise", promise_id, "when"), message, hint, part)
