"""Which cases come before which: part two of a story behind part one, however they were chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from postwise.train.agenda import agenda
from postwise.train.cases import parts_in_order, suggested_choices
from postwise.train.events import SessionPlan
from postwise.train.session import Session
from postwise.train.solo import Solo

from .playing import TREE, cases

PARTS = TREE.replace("[scenario.late-train]\n", '[scenario.late-train]\nafter = "picture"\n')
"""The small tree, whose first case goes on with the story of its last."""


@pytest.mark.parametrize("taken", [cases(PARTS), cases(PARTS)[::-1]])
def test_what_comes_after_another_case_is_behind_it_wherever_both_are_taken(taken):
    choices = suggested_choices(taken, "", {}, Path(), dt.date(2026, 11, 22))
    assert choices.chosen == ("towing/picture",), "part two is never suggested"
    both = ("towing/picture", "towing/late-train")
    assert choices.all_chosen.chosen == both
    nothing = replace(choices, chosen=())
    late, picture = "towing/late-train", "towing/picture"
    assert nothing.toggled(late).toggled(picture).chosen == nothing.toggled(picture).toggled(late).chosen == both
    assert nothing.toggled(late).chosen == (late,), "alone it is a case as any other"
    assert [case.ref.id for case in Solo.begin(taken, given=True).cases] == [*both]
    plan = SessionPlan(date=dt.date(2026, 11, 22), present=12)
    held = agenda(Session.begin(choices.all_chosen.chosen_cases, plan))
    assert [part.title for part in held[1:-1]] == ["The picture", "The late train"]


def test_a_case_whose_first_part_is_not_taken_is_suggested_as_any_other():
    late = [case for case in cases(PARTS) if case.ref.scenario == "late-train"]
    assert suggested_choices(late, "", {}, Path(), dt.date(2026, 11, 22)).chosen == ("towing/late-train",)


def scenarios_of(**after):
    """Return cases of these names, each after another if it says so, in the order of the file."""
    head, _, _ = TREE.partition("[scenario.")
    told = [
        f'[scenario.{name}]\ntitle = "{name}"\nstory = "S"\nanswers = {{ account = "org" }}\nexpect = "stop"\n'
        + (f'after = "{first}"\n' if first else "")
        for name, first in after.items()
    ]
    return cases(head + "".join(told))


def test_first_parts_come_right_before_what_goes_on_from_them_and_all_else_stays():
    three = scenarios_of(c="b", x="", b="a", y="", a="")
    assert [case.title for case in parts_in_order(three)] == ["a", "b", "c", "x", "y"]
    assert [case.title for case in parts_in_order(three[::-1])] == ["a", "y", "b", "x", "c"]
    without_b = [case for case in three if case.title != "b"]
    assert [case.title for case in parts_in_order(without_b)] == ["a", "c", "x", "y"], "part three is behind part one"


def test_titles_with_parts_keep_the_order_of_the_file_unless_the_file_says_another():
    text = TREE.replace("The late train", "Dog food, part one").replace("The picture", "Dog food, part two")
    taken = cases(text)
    assert parts_in_order(taken[::-1]) == taken
    turned = cases(text.replace("[scenario.late-train]\n", '[scenario.late-train]\nafter = "picture"\n'))
    assert parts_in_order(turned) == turned[::-1]
