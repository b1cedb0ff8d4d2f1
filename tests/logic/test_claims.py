"""Promises judged over merged states, held against giving every answer there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Oracle
from postwise.author.check_tree import CheckReport, check_file
from postwise.logic.claims import Claim, judged
from postwise.logic.counting import analyse
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source
from strategies import LARGEST, as_toml, made, thrown_with_promises

TODAY = dt.date(2026, 11, 22)


class Court:
    """What is so of one promise, by every walk there is."""

    def __init__(self, oracle: Oracle, promise: dict[str, Any]) -> None:
        self.oracle = oracle
        self.promise = promise
        ended = [(asked, place.node) for asked, place, _ in oracle.walks() if place.ends]
        self.under = [walk for walk in ended if self.covers(walk[0])]

    def covers(self, asked: dict[str, Any]) -> bool:
        return "when" not in self.promise or self.oracle.holds(self.promise["when"], asked)

    def broken_by(self, asked: dict[str, Any], end: str) -> set[Claim]:
        """Return the claims that a walk breaks that comes under the promise."""
        said = {end, self.oracle.outcomes[end]["verdict"]}
        broken: set[Claim] = {("never", at) for at, name in enumerate(self.promise.get("never", ())) if name in said}
        broken |= {("asked", at) for at, name in enumerate(self.promise.get("asked", ())) if name not in asked}
        if "only" in self.promise and not said & {*self.promise["only"]}:
            broken.add(("only", None))
        if len(asked) > self.promise.get("at-most", len(asked)):
            broken.add(("at-most", None))
        return broken

    def shortest(self) -> dict[Claim, int]:
        """Return the claims that are broken, each with how many questions a shortest walk asks that breaks it."""
        lengths: dict[Claim, int] = {}
        for asked, end in self.under:
            for claim in self.broken_by(asked, end):
                lengths[claim] = min(lengths.get(claim, len(asked)), len(asked))
        return lengths


def walked(oracle: Oracle, answers: dict[str, Any]) -> str:
    """Return where these answers lead, and that none of them is left over."""
    asked: dict[str, Any] = {}
    place = oracle.settle(oracle.start, asked)
    while place.asks:
        asked[place.node] = answers[place.node]
        place = oracle.settle(oracle.goto(place.node, asked[place.node]), asked)
    assert place.ends
    assert list(asked) == list(answers)
    return place.node


def held_to_the_oracle(data: dict[str, Any], met: Counter[str]) -> None:
    tree, oracle = made(data), Oracle(data)
    analysis = analyse(tree)
    for name, promise in data["promise"].items():
        fast, slow = judged(analysis, tree.promises[name]), Court(oracle, promise)
        assert fast.empty == (not slow.under)
        assert {claim: len(breach.answers) for claim, breach in fast.broken.items()} == slow.shortest()
        for claim, breach in fast.broken.items():
            answers = dict(breach.answers)
            assert walked(oracle, answers) == breach.outcome
            assert slow.covers(answers)
            assert claim in slow.broken_by(answers, breach.outcome)
            met[claim[0]] += 1
        met["empty" if fast.empty else "kept" if fast.kept else "broken"] += 1
        met["part"] += fast.kept and "when" in promise


@settings(max_examples=100, deadline=None)
@given(st.integers(1, LARGEST), st.integers(0, 2**32 - 1))
def test_what_is_so_of_a_promise_is_so_on_every_walk(size: int, seed: int) -> None:
    held_to_the_oracle(thrown_with_promises(size, seed), Counter())


def test_the_promises_that_are_thrown_reach_what_they_are_for() -> None:
    met: Counter[str] = Counter()
    for seed in range(80):
        held_to_the_oracle(thrown_with_promises(LARGEST, seed), met)
    assert met.keys() == {"never", "only", "asked", "at-most", "empty", "kept", "broken", "part"}
    assert min(met.values()) > 10, met


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 5, 20, 50, 100, 200, 400]))
def test_with_less_to_look_at_nothing_is_claimed_that_is_not_so(seed: int, bound: int) -> None:
    loaded = read_source(Source(as_toml(thrown_with_promises(LARGEST, seed))))
    whole, part = (check_file(loaded, today=TODAY, bound=most) for most in (1 << 40, bound))
    assert told(part) <= told(whole)
    known, less = whole.trees[0].promises, part.trees[0].promises
    assert known is not None
    assert less is not None
    assert not known.unproved
    assert set(less.held) <= set(known.held)
    assert set(less.broken) <= set(known.broken)
    assert set(less.empty) <= set(known.empty)
    assert {*less.held, *less.broken, *less.empty, *less.unproved} == loaded.tree.promises.keys()
    named = [problem.message for problem in part.problems if problem.code == "too-large"]
    assert all(f'"{name}"' in named[0] for name in less.unproved)


def told(report: CheckReport) -> set[tuple[str, str]]:
    return {(problem.code, problem.at) for problem in report.problems if "promise" in problem.code}
