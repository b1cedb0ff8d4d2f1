"""What people have kept opens for ever: saved walks, a training session, its debrief, and codes of walks.

These files are as the first release wrote them and are never written anew; what comes out may grow, and lose nothing.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from golden_cases import FOREVER
from golden_run import run, scratch

RECORDS = FOREVER / "records.sqlite3"
CODES = json.loads((FOREVER / "codes.json").read_text(encoding="utf-8"))


@pytest.fixture
def place():
    names = ("training.session", "training.json")
    with scratch({"home/data/records.sqlite3": RECORDS} | {f"work/{name}": FOREVER / name for name in names}) as made:
        yield made


def holds(now: Any, then: Any) -> bool:
    """Tell whether all that there was then is there now; objects may have more keys."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and holds(now[key], one) for key, one in then.items())
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(holds, now, then))
    return now == then


def test_records_are_listed(place):
    lines = run(place, ["records", "list"]).out.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1", "4"]
    assert lines[1].endswith("Should I post this?  talk: You may disagree. The question is how.")
    assert lines[3].endswith("Should I post this?  put aside, to go on with")


@pytest.mark.parametrize(
    "then", json.loads((FOREVER / "records.json").read_text(encoding="utf-8")), ids=lambda one: one["id"]
)
def test_a_record_holds_what_was_saved(place, then):
    number = str(then["id"])
    said = run(place, ["records", "export", number])
    assert said.code == 0
    assert holds(json.loads(said.out), then)
    shown = run(place, ["records", "show", number]).out
    for words in (then["tree"]["title"], *(step["ask"] for step in then["steps"]), *(then["draft"] or "").splitlines()):
        assert words in shown


def test_a_record_is_replayed_in_todays_tree(place):
    said = run(place, ["records", "replay", "2"])
    assert said.code in {0, 1}  # today's tree may say something else
    assert said.out
    assert not said.err


def test_a_record_can_be_deleted(place):
    assert run(place, ["records", "delete", "2"]).code == 0
    assert run(place, ["records", "show", "2"]).code == 2
    assert run(place, ["records", "show", "1"]).code == 0


@pytest.mark.parametrize("name", ["training.session", "training.json"])
def test_a_session_and_its_debrief_say_what_the_group_said(place, name):
    said = run(place, ["debrief", f"@/{name}", "--format", "json"])
    assert (said.code, said.err) == (0, "")
    assert holds(json.loads(said.out), json.loads((FOREVER / "training.json").read_text(encoding="utf-8")))


def test_sessions_are_laid_together(place):
    said = run(place, ["debrief", "@/training.session", "@/training.json", "--format", "json"])
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["sessions"] == 2


RENAMED = {
    ("before-you-post", "public-yet"),
    ("before-you-post", "purpose"),
    ("restricted-roles", "purpose"),
    ("someone-complained", "protected"),
    ("something-went-wrong", "whose"),
}
"""Questions of codes that have another id today, because another tree asked something else under theirs."""


@pytest.mark.parametrize("one", CODES, ids=lambda one: one["tree"])
def test_a_code_leads_where_it_led(place, one):
    said = run(place, ["run", one["tree"], "--resume", one["code"], "--format", "json"])
    found = json.loads(said.out)
    given = dict(answer.split("=", 1) for answer in one["answers"])
    gone = {question for question in given if (one["tree"], question) in RENAMED}
    changed = "postwise: The tree has changed since this code was made.\n"
    if gone:
        assert (said.code, found["outcome"]) == (1, None)
        assert said.err.startswith(f"{changed}postwise: {len(given) - len(gone)} of {len(given)} answers still stand: ")
        return
    assert (said.code, found["outcome"]["id"]) == (0, one["outcome"])
    assert said.err in {"", f"{changed}postwise: Every answer in it still stands.\n"}
    steps = {step["question"]: step for step in found["steps"]}
    for question, typed in given.items():
        step = steps[question]
        assert step["unsure"] is (typed == "?")
        if isinstance(step["answer"], list):
            assert set(step["answer"]) == set(typed.split(",")) - {""}
        elif typed != "?":
            assert str(step["answer"]) == typed
