"""Conditions in words."""

from __future__ import annotations

import pytest
from hypothesis import given

from postwise.show.numbered_tree import NumberedTree
from postwise.tree.conditions import read_condition
from postwise.tree.loader import loads
from strategies import as_toml, tree_data, tree_of

TREE = """
format = 1
[tree]
title = "A tree"
start = "role"
[question.role]
ask = "Your role?"
answers = [{ id = "boss", text = "Boss of {organisation}", goto = "tags" }, { id = "staff", text = "Staff", goto = "tags" }]
[question.tags]
ask = "Which?"
type = "checklist"
answers = [{ id = "a", text = "Ay" }, { id = "b", text = "Bee" }, { id = "c", text = "Sea" }]
goto = "age"
[question.age]
ask = "How old?"
type = "number"
unit = "years"
goto = "day"
[question.day]
ask = "When?"
type = "date"
goto = "end"
[value.risk]
sum = { role = { boss = 2 } }
[outcome.end]
headline = "End {risk}"
"""
ROLE, TAGS, AGE, DAY = (f"answer {number}" for number in range(1, 5))
CASES = [
    ('{ role = "boss" }', f"{ROLE} is “Boss of us”"),
    ('{ role = ["boss", "staff"] }', f"{ROLE} is “Boss of us” or “Staff”"),
    ('{ role = { not = "boss" } }', f"{ROLE} is not “Boss of us”"),
    ('{ role = { not = ["boss", "staff"] } }', f"{ROLE} is neither “Boss of us” nor “Staff”"),
    ("{ role = { answered = true } }", f"there is an {ROLE}"),
    ("{ role = { answered = false } }", f"there is no {ROLE}"),
    ('{ tags = "a" }', f"{TAGS} has “Ay” ticked"),
    ('{ tags = ["a", "b"] }', f"{TAGS} has “Ay” or “Bee” ticked"),
    ('{ tags = "none" }', f"{TAGS} has nothing ticked"),
    ('{ tags = { not = "none" } }', f"{TAGS} has something ticked"),
    ('{ tags = { not = "a" } }', f"{TAGS} has not “Ay” ticked"),
    ('{ tags = { all = ["a", "b", "c"] } }', f"{TAGS} has “Ay”, “Bee” and “Sea” ticked"),
    ('{ tags = { none = ["a", "b"] } }', f"{TAGS} has neither “Ay” nor “Bee” ticked"),
    ("{ tags = { count = 2 } }", f"{TAGS} has exactly 2 ticked"),
    ("{ tags = { count = { min = 2 } } }", f"{TAGS} has at least 2 ticked"),
    ("{ tags = { count = { max = 2 } } }", f"{TAGS} has at most 2 ticked"),
    ("{ tags = { count = { min = 1, max = 2 } } }", f"{TAGS} has from 1 to 2 ticked"),
    ("{ age = 3 }", f"{AGE} is 3 years"),
    ("{ age = { min = 0 } }", f"{AGE} is 0 years or more"),
    ("{ age = { max = 0 } }", f"{AGE} is 0 years or less"),
    ("{ age = { min = 3, max = 9 } }", f"{AGE} is from 3 to 9 years"),
    ("{ age = { not = { min = 3 } } }", f"there is an {AGE}, and it is not so that {AGE} is 3 years or more"),
    ("{ age = [{ max = 3 }, { min = 9 }] }", f"{AGE} is 3 years or less, or {AGE} is 9 years or more"),
    ("{ day = { min = 2026-11-01 } }", f"{DAY} is 1 November 2026 or after"),
    ("{ day = { max = 2026-11-01 } }", f"{DAY} is 1 November 2026 or before"),
    ("{ risk = 2 }", "«risk» is 2"),
    ("{ risk = { answered = false } }", "«risk» has no result"),
    ('{ role = "boss", age = 3 }', f"{ROLE} is “Boss of us” and {AGE} is 3 years"),
    (
        '{ role = "boss", age = [{ max = 3 }, { min = 9 }] }',
        f"{ROLE} is “Boss of us” and ({AGE} is 3 years or less, or {AGE} is 9 years or more)",
    ),
    ('[{ role = "boss" }, { age = 3 }]', f"{ROLE} is “Boss of us”; or {AGE} is 3 years"),
]


def condition(toml: str):
    import tomli

    return read_condition(tomli.loads(f"when = {toml}")["when"])


@pytest.mark.parametrize(("toml", "words"), CASES)
def test_a_condition_is_said_as_one_says_it(toml, words):
    assert NumberedTree(tree_of(TREE), {"organisation": "us"}).condition(condition(toml)) == words


def test_a_row_that_matches_anything_holds_in_any_case():
    tree = tree_of(TREE + '[branch.b]\non = ["role"]\ntable = [["*", "end"]]\n')
    ((asked, _),) = tree.branches["b"].lines
    assert NumberedTree(tree).condition(asked) == "in any case"


@given(tree_data())
def test_every_condition_can_be_said(data):
    chart = NumberedTree(loads(as_toml(data)))
    for holder in (*chart.tree.branches.values(), *chart.tree.values.values()):
        for asked, _ in holder.lines:
            assert chart.condition(asked)
