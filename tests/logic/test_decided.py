"""What decided an ending, held against every walk there is: it fixes the ending, and nothing in it can be left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings

from postwise import Walk
from postwise.tree.model import Tree
from strategies import endings, examples, tree_of, trees_that_end


def leads_elsewhere(roads: Iterable[tuple[dict[str, Any], str]], kept: dict[str, Any], outcome: str) -> bool:
    """Tell whether some walk gives these answers wherever it is asked, and ends with another outcome."""
    return any(
        end != outcome and all(asked.get(name, kept[name]) == kept[name] for name in kept) for asked, end in roads
    )


@settings(max_examples=examples(150))
@given(trees_that_end())
def test_it_fixes_the_ending_and_nothing_in_it_can_be_left_out(tree: Tree) -> None:
    walks = list(endings(Walk.start(tree)))
    roads = [(dict(walk.answers), walk.at) for walk in walks]
    for walk in walks[:: max(len(walks) // 12, 1)]:
        by = walk.what_if.decided
        assert by is not None
        assert list(by) == [name for name in walk.answers if name in by]
        kept = {name: walk.answers[name] for name in by}
        assert not leads_elsewhere(roads, kept, walk.at)
        for name in by:
            less = {other: answer for other, answer in kept.items() if other != name}
            assert leads_elsewhere(roads, less, walk.at), name


TREE = """
[tree]
title = "Towing"
start = "licence"
[question.licence]
ask = "A licence?"
answers = [{ text = "Yes", goto = "load" }, { text = "No", goto = "no" }]
[question.load]
ask = "Over a ton?"
yes = "brakes"
no = "go"
[question.brakes]
ask = "Brakes?"
yes = "colour"
no = "no"
[question.colour]
ask = "Which colour?"
answers = [{ text = "Red", goto = "go" }, { text = "Blue", goto = "go" }]
[outcome.go]
headline = "Tow it."
verdict = "go"
[outcome.no]
headline = "Leave it."
verdict = "stop"
"""


@pytest.mark.parametrize(
    ("answers", "by"),
    [
        ({"licence": "no"}, ("licence",)),
        ({"licence": "yes", "load": "no"}, ("licence", "load")),
        ({"licence": "yes", "load": "yes", "brakes": "no"}, ("load", "brakes")),
        ({"licence": "yes", "load": "yes", "brakes": "yes", "colour": "red"}, ("licence", "brakes")),
    ],
)
def test_what_decided_it(answers: dict[str, str], by: tuple[str, ...]) -> None:
    walk = Walk.replay(tree_of(TREE), answers)
    assert walk.what_if.decided == by
    assert walk.to_dict()["decided"] == {"by": list(by), "outcome": walk.at}


def test_an_unfinished_walk_and_a_tree_too_large_say_nothing() -> None:
    from dataclasses import replace

    assert Walk.start(tree_of(TREE)).what_if.decided is None
    assert Walk.start(tree_of(TREE)).to_dict()["decided"] is None
    ended = Walk.replay(tree_of(TREE), {"licence": "yes", "load": "no"})
    assert replace(ended.what_if, limit=0).decided is None


def test_where_every_road_leads_to_one_end_nothing_decided_it() -> None:
    text = '[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "?"\nyes = "end"\nno = "end"\n[outcome.end]\nheadline = "E."\n'
    assert Walk.replay(tree_of(text), {"a": "yes"}).what_if.decided == ()
