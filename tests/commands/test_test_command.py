"""postwise test: every road walked, what is covered, and what is missing written behind the file."""

from __future__ import annotations

import json

import pytest

TREE = """# a coat
format = 1
[tree]
title = "Coat?"
start = "rain"
[question.rain]
ask = "Is it raining?"
yes = "wind"
no = "go"
[question.wind]
ask = "Is it windy?"
yes = "stay"
no = "go"
[outcome.go]
headline = "Off you go."
[outcome.stay]
headline = "Stay in."
[scenario.dry]
answers = { rain = "no" }
expect = "go"
"""


@pytest.fixture
def coat(tmp_path):
    path = tmp_path / "coat.toml"
    path.write_text(TREE, encoding="utf-8")
    return path


def test_what_passes_is_said_with_what_is_covered(postwise, coat):
    said = postwise("test", coat)
    assert said.code == 0
    assert "dry" in said.out
    assert "1 of 2 endings" in said.out


def test_a_scenario_that_ends_elsewhere_fails_and_says_where(postwise, coat):
    coat.write_text(TREE.replace('expect = "go"', 'expect = "stay"'), encoding="utf-8")
    said = postwise("test", coat, "--format", "json")
    assert said.code == 1
    document = json.loads(said.out)
    assert document["schema"] == "postwise.tests/1"
    (scenario,) = document["scenarios"]
    assert (scenario["passed"], scenario["expected"], scenario["got"]) == (False, "stay", "go")
    assert scenario["message"]


def test_the_document_counts_what_is_covered(postwise, coat):
    document = json.loads(postwise("test", coat, "--format", "json").out)
    assert document["coverage"] == [{"tree": "coat", "outcomes": [1, 2], "answers": [1, 4], "missing": ["stay"]}]


def test_what_is_missing_is_written_behind_the_file(postwise, coat):
    said = postwise("test", coat, "--write-missing")
    assert said.code == 0
    assert "2 of 2 endings" in said.out
    text = coat.read_text(encoding="utf-8")
    assert text.startswith(TREE)
    assert 'expect  = "stay"' in text or 'expect = "stay"' in text
    postwise("test", coat, "--write-missing")
    assert coat.read_text(encoding="utf-8") == text


def test_the_trees_that_ship_are_never_written_to(postwise):
    assert postwise("test", "--write-missing").code == 2
    assert postwise("test", "before-you-post", "--write-missing").code == 2


def test_a_tree_with_errors_cannot_be_tested(postwise, coat):
    coat.write_text(TREE.replace('no = "go"\n[question', 'no = "gone"\n[question'), encoding="utf-8")
    said = postwise("test", coat)
    assert said.code == 1
    assert "unknown-target" in said.err


def test_the_whole_library_passes(postwise):
    said = postwise("test", "--format", "json")
    assert said.code == 0
    assert all(entry["missing"] == [] for entry in json.loads(said.out)["coverage"])
