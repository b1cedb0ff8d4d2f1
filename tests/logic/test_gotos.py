"""A tree as its gotos draw it, and what stands behind what."""

from __future__ import annotations

from postwise.logic.gotos import behind, decided_by
from strategies import tree_of

TEXT = """
[tree]
title = "T"
start = "a"
[question.a]
ask = "?"
yes = "b"
no = "b"
[question.b]
ask = "?"
yes = "turn"
no = "turn"
[branch.turn]
cases = [{ when = { outer = "far" }, goto = "end" }]
else = "end"
[value.outer]
cases = [{ when = { middle = "so" }, is = "far" }]
else = "near"
[value.middle]
cases = [{ when = { points = { min = 1 }, b = "yes" }, is = "so" }]
else = "other"
[value.points]
sum = { a = { yes = 1 } }
[outcome.end]
headline = "E."
"""


def test_behind_a_value_stands_all_that_it_is_worked_out_from_each_once() -> None:
    tree = tree_of(TEXT)
    assert behind(tree, ("outer",)) == ("outer", "middle", "points", "b", "a")
    assert behind(tree, ("b", "points", "b")) == ("b", "points", "a")
    assert decided_by(tree, "turn") == ("outer", "middle", "points", "b", "a")
