"""A scenario written behind a file: every byte before it stays, and the file's own reader finds it again."""

from __future__ import annotations

import datetime as dt

import pytest

from postwise import Walk, load
from postwise.author.scenario_writer import NewScenario, add_scenario, scenario_of, with_scenario
from postwise.errors import PostwiseError
from postwise.tree.ids import free_id
from postwise.tree.loader import loads

TREE = """format = 1
[tree]
title = "Small"   # a comment
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "me", text = "Me", goto = "what" }, { id = "you", text = "You", goto = "done" }]
[question.what]
ask = "What?"
type = "checklist"
goto = "when"
answers = [{ id = "b", text = "B" }, { id = "a", text = "A" }]
[question.when]
ask = "When?"
type = "date"
goto = "how-many"
[question.how-many]
ask = "How many?"
type = "number"
goto = "say"
[question.say]
ask = "In your words?"
type = "text"
goto = "done"
[outcome.done]
headline = "Done."
"""


def walked(text: str = TREE) -> Walk:
    return Walk.replay(loads(text), {"who": "me", "what": frozenset({"a", "b"}), "when": dt.date(2026, 11, 1), "how-many": 2.5, "say": 'a "b"\n\\ c'})  # fmt: skip


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "# the end, without a line break"])
def test_every_byte_before_it_stays(tmp_path, ending, mark, last):
    path = tmp_path / "small.toml"
    before = (mark + TREE.replace("\n", ending) + last).encode()
    path.write_bytes(before)
    add_scenario(path, scenario_of(walked(), "late", "Late"), {})
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == (after.count(b"\n") if ending == "\r\n" else 0)
    scenario = load(path).scenarios["late"]
    assert (scenario.title, scenario.expect) == ("Late", "done")
    assert Walk.replay(load(path), scenario.answers).answers == walked().answers


def test_the_items_of_a_list_are_written_in_their_order():
    assert 'what = ["b", "a"]' in with_scenario("", scenario_of(walked(), "late"))


def test_few_answers_stand_in_a_line_and_many_in_a_table():
    few = with_scenario("", scenario_of(Walk.replay(loads(TREE), {"who": "you"}), "short"))
    assert few == '\n[scenario.short]\nanswers = { who = "you" }\nexpect  = "done"\n'
    many = with_scenario("", scenario_of(walked(), "long"))
    assert "\n[scenario.long.answers]\nwho = " in many


def test_a_walk_under_way_is_no_scenario():
    with pytest.raises(PostwiseError, match="come to its end"):
        scenario_of(Walk.start(loads(TREE)), "half")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TREE + "[outcome.done", "has errors"),
        (TREE + "[tree]\n", "has errors"),
        (TREE.replace("[tree]", "scenario = {}\n[tree]"), "does not take this walk: .*scenario"),
        (
            TREE.replace('"say"', '"done"').replace("[question.say]", "[question.tell]"),
            "does not take this walk: .*say",
        ),
    ],
    ids=["not TOML", "twice", "closed", "another question"],
)
def test_a_file_that_cannot_take_it_stays_as_it_is(tmp_path, text, said):
    path = tmp_path / "small.toml"
    path.write_text(text)
    with pytest.raises(PostwiseError, match=said):
        add_scenario(path, scenario_of(walked(), "late"), {})
    assert path.read_text() == text


def test_a_walk_that_ends_elsewhere_by_now_is_not_written(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(TREE + '[outcome.other]\nheadline = "Other."\n')
    new = NewScenario("late", {"who": "you"}, "other")
    with pytest.raises(PostwiseError, match="ends elsewhere"):
        add_scenario(path, new, {})


def test_a_taken_name_gets_a_number():
    assert free_id("done", ()) == "done"
    assert free_id("done", {"done", "done-2"}) == "done-3"
