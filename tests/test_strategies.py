"""What the random trees reach: a test over trees in which nothing happens would prove nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from statistics import median
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from oracle import Oracle
from strategies import LARGEST, as_toml, thrown, tree_data, tree_of, walks

TREES = 400


def drawn(strategy: st.SearchStrategy[Any], number: int = TREES) -> list[Any]:
    """Return what a strategy gives a test, so many times and always the same."""
    given_to_it: list[Any] = []

    @settings(max_examples=number, derandomize=True, database=None, phases=[Phase.generate])
    @given(strategy)
    def test(example: Any) -> None:
        given_to_it.append(example)

    test()
    return given_to_it


@cache
def seen() -> tuple[Counter[str], list[int]]:
    """Return in how many trees each thing happens on some walk, and how many questions a walk asks, by tree."""
    happened: Counter[str] = Counter()
    lengths = []
    for data in drawn(tree_data()):
        walks = list(Oracle(data).walks())
        happened.update(set(happenings(data, walks)))
        lengths.append(int(median(len(asked) for asked, _, _ in walks)))
    return happened, lengths


def happenings(data: dict[str, Any], walks: list[Any]) -> Iterator[str]:
    oracle = Oracle(data)
    for asked, place, _ in walks:
        yield from (f"a {oracle.questions[name]['type']}" for name in asked)
        yield place.how
    ends = {place.node for _, place, _ in walks if place.ends}
    if len(ends) > 2:
        yield "three endings"
    turns = {turn for _, _, branches in walks for turn in branches}
    splitting = [name for name, count in Counter(name for name, _ in turns).items() if count > 1]
    if splitting:
        yield "a branch that splits"
    for name in splitting:
        for when, _ in oracle.lines(oracle.branches[name]):
            for looked in (name for table in (when if isinstance(when, list) else [when]) for name in table):
                yield f"a branch on a {'value' if looked in oracle.values else oracle.questions[looked]['type']}"
    reached = [oracle.outcomes[name] for name in ends]
    if any("tree" in outcome for outcome in reached):
        yield "a hand-over"
    answers = [
        answer for asked, _, _ in walks for name in asked for answer in oracle.questions[name].get("answers", ())
    ]
    if any("rights" in thing for thing in (*reached, *answers)):
        yield "a right"
    if "scenario" in data:
        yield "a scenario"


@pytest.mark.parametrize(
    ("what", "percent"),
    [
        ("three endings", 60),
        ("a branch that splits", 40),
        *((f"a {kind}", 10) for kind in ("choice", "yes-no", "checklist", "number", "date", "text")),
        *((f"a branch on a {kind}", 10) for kind in ("choice", "yes-no", "checklist", "number", "date", "value")),
        ("ring", 10),
        ("a hand-over", 10),
        ("a right", 10),
        ("a scenario", 10),
        ("stuck", 5),
    ],
)
def test_it_happens_often_enough(what: str, percent: int) -> None:
    assert 100 * seen()[0][what] / TREES >= percent


def test_a_walk_asks_four_questions() -> None:
    assert median(seen()[1]) >= 4
    asked = [len(walk.steps) for walk in drawn(walks(), 200)]
    assert median(asked) >= 4
    assert sum(number < 2 for number in asked) <= 0.2 * len(asked)


@pytest.mark.parametrize("seed", range(100))
def test_nothing_is_wrong_with_the_file(seed: int) -> None:
    assert tree_of(as_toml(thrown(1 + seed % LARGEST, seed)))
