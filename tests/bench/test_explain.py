"""Explaining a finished walk: on a shipped tree, and on trees of a thousand and ten thousand questions."""

from __future__ import annotations

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder
from postwise.tree.loader import loads


def explained(walk: Walk) -> tuple[object, ...]:
    """Return all that is said of a walk, worked out from nothing."""
    fresh = Walk.replay(walk.tree, walk.answers, unsure=walk.unsure)
    return fresh.what_if.changes, fresh.what_if.fewest, fresh.what_if.settle


def test_explain_a_walk_through_the_largest_shipped_tree(benchmark) -> None:
    tree = load(shipped_folder() / "before-you-post.toml")
    walk = max((Walk.replay(tree, case.answers) for case in tree.scenarios.values()), key=lambda walk: len(walk.steps))
    told = benchmark(explained, walk)
    assert told[0]


def chain(length: int) -> str:
    """Return a tree of so many questions that lead on or out."""
    lines = ['format = 1\n[tree]\ntitle = "Long"\nstart = "q0"']
    for place in range(length):
        onward = f"q{place + 1}" if place + 1 < length else "last"
        lines.append(f'[question.q{place}]\nask = "?"\nyes = "{onward}"\nno = "o{place}"')
        lines.append(f'[outcome.o{place}]\nheadline = "Out."\nverdict = "adapt"')
    lines.append('[outcome.last]\nheadline = "Last."\nverdict = "stop"')
    return "\n".join(lines)


@pytest.mark.parametrize("length", [1_000, 10_000])
def test_explain_a_walk_of_many_questions(benchmark, length: int) -> None:
    tree = loads(chain(length))
    walk = Walk.replay(tree, {f"q{place}": "yes" for place in range(length)}, unsure=frozenset({"q0", "q7"}))
    told = benchmark.pedantic(explained, [walk], rounds=3)
    assert len(told[0]) == length


@pytest.mark.parametrize("length", [1_000, 10_000])
def test_explain_a_walk_that_left_ten_thousand_questions_unasked(benchmark, length: int) -> None:
    tree = loads(chain(length))
    walk = Walk.replay(tree, {"q0": "no"})
    told = benchmark.pedantic(explained, [walk], rounds=3)
    assert len(told[0][0].endings) == length
