"""Promises judged over merged states, held against giving every answer there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Oracle
from postwise.author.check_tree import CheckReport, check_file
from postwise.logic.claims import Claim, judged
from postwise.logic.counting import analyse
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source
from strategies import LARGEST, as_toml, examples, made, thrown_with_promises, tree_of

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


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(1, LARGEST), st.integers(0, 2**32 - 1))
def test_what_is_so_of_a_promise_is_so_on_every_walk(size: int, seed: int) -> None:
    held_to_the_oracle(thrown_with_promises(size, seed), Counter())


def test_the_promises_that_are_thrown_reach_what_they_are_for() -> None:
    met: Counter[str] = Counter()
    for seed in range(50):
        held_to_the_oracle(thrown_with_promises(LARGEST, seed), met)
    assert met.keys() == {"never", "only", "asked", "at-most", "empty", "kept", "broken", "part"}
    assert min(met.values()) > 8, met


@settings(max_examples=examples(30), deadline=None)
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


TREE = """
[tree]
title = "Shall I?"
start = "tone"
[question.tone]
ask = "Would you say it aloud?"
answers = [
  { id = "yes", text = "Yes", goto = "stop" },
  { id = "no", text = "No", goto = "enough" },
  { id = "so", text = "So", goto = "more" },
]
[question.more]
ask = "More?"
yes = "leave-it"
no = "enough"
[outcome.stop]
verdict = "stop"
headline = "Stop."
[outcome.enough]
verdict = "stop"
headline = "Enough."
[outcome.leave-it]
verdict = "leave"
headline = "Leave it."
[promise.one]
text = "It is so."
"""


@pytest.mark.parametrize(
    ("claims", "broken"),
    [
        ('never = ["stop"]\nwhen = { tone = "no" }', {("never", 0): ["tone"]}),
        ('never = ["stop"]\nwhen = { more = "yes" }', {}),
        ('only = ["stop"]', {("only", None): ["tone", "more"]}),
        ('only = ["stop", "leave-it"]', {}),
        ('never = ["leave-it", "leave"]', {("never", 0): ["tone", "more"], ("never", 1): ["tone", "more"]}),
        ('asked = ["tone", "more"]\nonly = ["go"]', {("asked", 1): ["tone"], ("only", None): ["tone"]}),
        ("at-most = 1", {("at-most", None): ["tone", "more"]}),
        ("at-most = 1\nwhen = { more = { answered = false } }", {}),
    ],
)
def test_which_claim_is_broken_and_by_which_answers(claims: str, broken: dict[Claim, list[str]]) -> None:
    tree = tree_of(TREE + claims)
    found = judged(analyse(tree), tree.promises["one"])
    assert {claim: list(breach.answers) for claim, breach in found.broken.items()} == broken
    assert found.kept == (not broken)


def skipping(size: int) -> str:
    """Return a tree of so many questions, any of which lets the next one be left out."""
    names = [*(f"q{n}" for n in range(size)), "end", "end", "end"]
    asked = "".join(f'[question.q{n}]\nask = "?"\nyes = "{names[n + 1]}"\nno = "{names[n + 2]}"\n' for n in range(size))
    return f'[tree]\ntitle = "T"\nstart = "q0"\n{asked}[outcome.end]\nheadline = "End."\n'


@pytest.mark.parametrize("most", [150, 151, 200, 298, 299])
def test_of_walks_beyond_counting_the_shortest_that_is_too_long_is_found(most: int) -> None:
    tree = tree_of(f'{skipping(300)}[promise.one]\ntext = "Short."\nat-most = {most}\nwhen = {{ q0 = "yes" }}\n')
    (breach,) = judged(analyse(tree), tree.promises["one"]).broken.values()
    assert len(breach.answers) == most + 1
