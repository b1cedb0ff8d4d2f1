"""What a test asks of an answer: trees/README.md, "What a condition can say", line by line."""

from __future__ import annotations

import datetime as dt

import pytest

from postwise.tree.conditions import holds, read_condition, read_test

TICKED = frozenset({"a", "b"})
EMPTY = frozenset()
DAY = dt.date(2026, 11, 1)

CASES = [
    # test, answer, whether it holds
    ("a", "a", True),
    ("a", "b", False),
    ("a", None, False),
    (["a", "b"], "b", True),
    (["a", "b"], "c", False),
    ({"not": "a"}, "b", True),
    ({"not": "a"}, "a", False),
    ({"not": "a"}, None, False),
    ({"not": ["a", "b"]}, "c", True),
    ({"not": {"not": "a"}}, "a", True),
    ({"not": {"not": "a"}}, None, False),
    ("a", TICKED, True),
    ("c", TICKED, False),
    ("none", EMPTY, True),
    ("none", TICKED, False),
    ("none", None, False),
    ({"not": "none"}, TICKED, True),
    ({"all": ["a", "b"]}, TICKED, True),
    ({"all": ["a", "c"]}, TICKED, False),
    ({"none": ["c", "d"]}, TICKED, True),
    ({"none": ["a", "d"]}, TICKED, False),
    ({"none": ["a"]}, None, False),
    ({"count": 2}, TICKED, True),
    ({"count": 0}, EMPTY, True),
    ({"count": {"min": 3}}, TICKED, False),
    ({"count": {"min": 1, "max": 2}}, TICKED, True),
    (3, 3, True),
    (3, 3.0, True),
    (3, 4, False),
    ({"min": 3}, 3, True),
    ({"min": 3}, 2.9, False),
    ({"max": 9}, 9, True),
    ({"min": 3, "max": 9}, 10, False),
    ({"min": 3}, None, False),
    (DAY, DAY, True),
    ({"min": DAY}, dt.date(2026, 10, 31), False),
    ({"max": DAY}, DAY, True),
    ({"answered": True}, "a", True),
    ({"answered": True}, None, False),
    ({"answered": False}, None, True),
    ({"answered": False}, EMPTY, False),
    (["a", {"answered": False}], None, True),
]


@pytest.mark.parametrize(("raw", "answer", "wanted"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_a_test_holds(raw, answer, wanted):
    assert holds(read_test(raw), answer) is wanted


@pytest.mark.parametrize(
    ("raw", "answers", "wanted"),
    [
        ({"q": "a", "r": "b"}, {"q": "a", "r": "b"}, True),
        ({"q": "a", "r": "b"}, {"q": "a"}, False),
        ([{"q": "a"}, {"r": "b"}], {"r": "b"}, True),
        ([{"q": "a"}, {"r": "b"}], {"r": "c"}, False),
    ],
)
def test_a_condition_needs_every_test_of_one_of_its_tables(raw, answers, wanted):
    assert read_condition(raw).holds(answers.get) is wanted
