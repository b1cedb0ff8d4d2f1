"""Words in braces: names only, filled once, from the organisation first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk
from postwise.tree.human_texts import placeholder_faults
from postwise.tree.loader import loads
from postwise.tree.placeholders import fill, names

TREE = """format = 1
[tree]
title = "T"
start = "a"
[profile]
manager = "the head"
desk = "the front desk"
[question.a]
ask = "{manager}, {desk}, {buddy}, {size}, {{manager}}?"
yes = "x"
no = "x"
[value.size]
cases = [ { when = { a = "yes" }, is = "{desk}" } ]
else = 2.0
[outcome.x]
headline = "{size}"
"""


def test_the_organisation_comes_first_then_the_tree_then_what_ships_then_values():
    tree = loads(TREE)
    assert Walk.start(tree).filled(tree.questions["a"].ask) == (
        "the head, the front desk, a colleague you trust, 2, {manager}?"
    )
    assert Walk.start(tree, profile={"manager": "Ada {desk}"}).filled("{manager}") == "Ada {desk}"


def test_what_a_value_says_is_filled_from_the_profile_and_what_fills_it_is_not_read_again():
    assert Walk.start(loads(TREE)).answer("yes").recommendation.headline == "the front desk"
    assert Walk.start(loads(TREE), profile={"desk": "{manager}"}).answer("yes").recommendation.headline == "{manager}"


@given(st.text(alphabet="{}ab.!:0_ ", max_size=20))
def test_filling_reaches_names_only_and_never_fails(text):
    asked = []
    fill(text, lambda name: asked.append(name) or "x")
    assert all("{" not in name and "}" not in name for name in asked)
    assert set(asked) == {name for name in names(text) if name not in "{}"} | ({""} if "" in asked else set())


def test_what_a_result_cannot_say_is_told_as_such() -> None:
    placed = [(("value", "fee", "else"), f"It is {{{name}}}.") for name in ("paid", "fee", "ana")]
    told = [fault.message for fault in placeholder_faults(iter(placed), {"manager"}, {"manager", "paid", "fee"})]
    result = "A result of a value cannot say"
    assert told == [f'{result} "{{paid}}".', f'{result} "{{fee}}".', 'Nothing fills "{ana}".']
