"""What a test asks of an answer: trees/README.md, "What a condition can say", line by line."""

from __future__ import annotations

import datetime as dt

import pytest

from postwise.tree.conditions import holds, located_tests, parts, read_condition, read_test
from postwise.tree.problems import Fault

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
    ({"count": 3}, TICKED, False),
    ({"count": 0}, TICKED, False),
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
    ({"min": 3}, "a", False),
    ({"max": 3}, TICKED, False),
    ({"max": 3}, DAY, False),
    ({"min": DAY}, 3, False),
    ({"not": {"min": 3}}, "a", True),
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
    faults = []
    assert holds(read_test(raw, fault=faults.append), answer) is wanted
    assert faults == []


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


# What cannot be read

AN_ANSWER = "an answer, a list of answers, or a table such as { min = 3 }"
WORDS = "The words of a test are not, all, none, count, min, max, answered."
ONE_THING = "Put them in a value or in a branch of their own; only min and max go together."
FAULTS = [
    # test, where in it, code, what is said, what would mend it
    ([], (), "bad-value", "A list with no answers in it never holds.", None),
    ({}, (), "bad-condition", "A test without a word says nothing.", "Say { min = 3 }, for example."),
    (True, (), "wrong-type", f"This has to be {AN_ANSWER}, and is true or false.", None),
    (["a", dt.time(1)], (1,), "wrong-type", f"This has to be {AN_ANSWER}, and is a time.", None),
    ({"mni": 3}, ("mni",), "unknown-key", 'A test knows no word "mni".', 'Did you mean "min"?'),
    ({"is": 3}, ("is",), "unknown-key", 'A test knows no word "is".', WORDS),
    (
        {"min": 1, "count": 2},
        (),
        "bad-condition",
        'One test says one thing, and this says "min" and "count".',
        ONE_THING,
    ),
    (
        {"not": [{"answered": False}]},
        ("not", 0, "answered"),
        "bad-condition",
        "Inside not, answered has no meaning: what was not asked is false there too.",
        "Say { answered = false }.",
    ),
    ({"answered": "yes"}, ("answered",), "wrong-type", "This has to be true or false, and is a text.", None),
    ({"count": 2.5}, ("count",), "wrong-type", "This has to be a whole number, and is a number.", None),
    ({"count": True}, ("count",), "wrong-type", "This has to be a whole number, and is true or false.", None),
    ({"count": [1]}, ("count",), "wrong-type", "This has to be a whole number, and is a list.", None),
    ({"count": -1}, ("count",), "bad-value", "Nobody ticks -1 answers.", "A count is 0 or more."),
    ({"count": {"min": -2}}, ("count", "min"), "bad-value", "Nobody ticks -2 answers.", "A count is 0 or more."),
    (
        {"count": {"min": 3, "max": 1}},
        ("count", "min"),
        "bad-value",
        "Nothing lies between 3 and 1.",
        "Swap min and max.",
    ),
    ({"count": {"min": "a"}}, ("count", "min"), "wrong-type", "This has to be a whole number, and is a text.", None),
    (
        {"count": {"min": 1, "max": DAY}},
        ("count", "max"),
        "wrong-type",
        "This has to be a whole number, and is a date.",
        None,
    ),
    ({"count": {"mni": 2}}, ("count", "mni"), "unknown-key", 'A test knows no word "mni".', 'Did you mean "min"?'),
    *(
        (
            {"count": within},
            ("count",),
            "bad-condition",
            "A count is a number, or has a min or a max.",
            "Say { count = { min = 2 } }.",
        )
        for within in ({}, {"answered": True}, {"min": 1, "not": 2})
    ),
    (
        {"all": "a"},
        ("all",),
        "wrong-type",
        'This has to be a list of answers, as in ["a", "b"], and is a text.',
        None,
    ),
    ({"none": []}, ("none",), "bad-value", "A list with no answers in it says nothing.", None),
    ({"all": ["a", 3]}, ("all", 1), "wrong-type", "This has to be an answer's id, and is a number.", None),
    ({"min": "a"}, ("min",), "wrong-type", "This has to be a number or a date, and is a text.", None),
    ({"min": 3, "max": DAY}, ("max",), "wrong-type", "This has to be a number, and is a date.", None),
    ({"min": DAY, "max": 3}, ("max",), "wrong-type", "This has to be a date, and is a number.", None),
    ({"min": 9, "max": 3}, ("min",), "bad-value", "Nothing lies between 9 and 3.", "Swap min and max."),
    (
        {"max": float("inf")},
        ("max",),
        "bad-value",
        "This is no number that an answer can be held against.",
        None,
    ),
]


@pytest.mark.parametrize(("raw", "where", "code", "said", "hint"), FAULTS, ids=[str(case[0]) for case in FAULTS])
def test_what_is_wrong_with_a_test_is_said_once_and_where(raw, where, code, said, hint):
    faults = []
    read_test(raw, ("when", "q"), faults.append)
    part = "key" if (where and where[-1] in {"mni", "is"}) or "Inside not" in said else "value"
    assert faults == [Fault(code, ("when", "q", *where), said, hint, part)]


@pytest.mark.parametrize(
    ("raw", "where", "code", "said", "hint"),
    [
        ([], (), "bad-value", "A list with no conditions in it never holds.", None),
        ({}, (), "bad-value", "A condition without a test says nothing.", "Name a question and an answer."),
        (
            [{"q": "a"}, 3],
            (1,),
            "wrong-type",
            'This has to be a table of tests, as in { account = "org" }, and is a number.',
            None,
        ),
        ([{"q": "a"}, {"q": []}], (1, "q"), "bad-value", "A list with no answers in it never holds.", None),
        ({"q": []}, ("q",), "bad-value", "A list with no answers in it never holds.", None),
    ],
)
def test_what_is_wrong_with_a_condition_is_said_once_and_where(raw, where, code, said, hint):
    faults = []
    read_condition(raw, ("when",), faults.append)
    assert faults == [Fault(code, ("when", *where), said, hint)]
    assert [*located_tests(raw, ("when",))] == [
        (name, test, ("when", place, name) if isinstance(raw, list) else ("when", name))
        for place, tests in enumerate(read_condition(raw).alternatives)
        for name, test in tests
    ]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("yes", "a text"),
        (3, "a number"),
        (2.5, "a number"),
        (DAY, "a date"),
        (dt.datetime(2026, 11, 1), "a date with a time"),
        (dt.time(12), "a time"),
        ([True], "a list"),
        ({"min": 1}, "a table"),
        (None, "something else"),
    ],
)
def test_what_stands_in_a_wrong_place_is_named(raw, kind):
    faults = []
    read_test({"answered": raw}, fault=faults.append)
    assert [fault.message for fault in faults] == [f"This has to be true or false, and is {kind}."]


@pytest.mark.parametrize(
    "raw", [True, {}, {"mni": 3}, {"min": 1, "count": 2}, {"min": "a"}, {"min": 3, "max": DAY}, {"max": float("nan")}]
)
@pytest.mark.parametrize("answer", [None, "a", TICKED, 3, DAY])
def test_what_cannot_be_read_rules_out_no_answer(raw, answer):
    assert holds(read_test(raw), answer)


@pytest.mark.parametrize("raw", [True, [1], {}, {"answered": True}, {"min": "a"}])
def test_a_count_that_cannot_be_read_rules_out_no_number(raw):
    assert holds(read_test({"count": raw}), TICKED)


def test_every_test_inside_a_test_is_found_once():
    inner = [{"not": {"count": {"min": 1}}}, "a"]
    whole = read_test(inner)
    assert [*parts(whole)] == [
        whole,
        read_test({"not": {"count": {"min": 1}}}),
        read_test({"count": {"min": 1}}),
        read_test({"min": 1}),
        read_test("a"),
    ]


def test_a_condition_names_what_it_looks_at_as_often_as_it_does():
    assert [*read_condition([{"q": "a", "r": "b"}, {"q": "c"}]).names()] == ["q", "r", "q"]
