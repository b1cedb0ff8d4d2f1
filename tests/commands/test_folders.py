"""Folders on the command line: what is no tree is passed over, and that is said in a line."""

from __future__ import annotations

import json

import pytest

ONE_QUESTION = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "b"
no = "b"
[outcome.b]
headline = "B."
"""


@pytest.fixture
def folder(tmp_path):
    trees = tmp_path / "trees"
    trees.mkdir()
    (trees / "one.toml").write_text(ONE_QUESTION, encoding="utf-8")
    (trees / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (trees / "set\u202etings.toml").write_text("[a]\n", encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    return trees


LINE = "postwise: Passed over, because they are no trees: trees/pyproject.toml and trees/set\\u202etings.toml.\n"


@pytest.mark.parametrize(
    "words", [("check", "trees"), ("test", "trees"), ("check",), ("test",), ("list",)], ids=" ".join
)
def test_what_is_passed_over_is_said_in_a_line(postwise, folder, words):
    said = postwise(*words)
    assert said.code in {0, 1}
    assert said.err == LINE
    assert "pyproject" not in said.out
    assert "one" in said.out


def test_one_file_is_said_as_one(postwise, folder):
    (folder / "set\u202etings.toml").unlink()
    assert postwise("check", "trees").err == "postwise: Passed over, because it is no tree: trees/pyproject.toml.\n"


def test_documents_hold_trees_alone(postwise, folder):
    document = json.loads(postwise("check", "trees", "--format", "json").out)
    assert [tree["id"] for tree in document["trees"]] == ["one"]


@pytest.mark.parametrize(
    "words", [("check",), ("test",), ("run", "--plain"), ("show",), ("diff", "pause-for-thought")], ids=" ".join
)
def test_a_file_of_settings_is_never_a_tree(postwise, folder, words):
    said = postwise(*words, "trees/pyproject.toml")
    assert (said.code, said.out) == (2, "")
    assert said.err == 'postwise: "trees/pyproject.toml" holds settings, and is no tree.\n'
