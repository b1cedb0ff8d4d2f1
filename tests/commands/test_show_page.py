"""postwise show --format page: several trees and languages on one page, and what is said of what it lacks."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

WELSH = """format = 1
[overlay]
title = "Cymraeg"
trees = ["pause-for-thought"]
place = "cy"
reviewed = 2026-11-01
[question.reception]
ask = "Yn uchel?"
"""


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="trees">(.*)</script>', page)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture
def own_words(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "cy.toml").write_text(WELSH, encoding="utf-8")
    settings = '[profile]\nbuddy = "Ana"\nplace = "uk"\n[library]\ntrees = ["ours"]\n'
    (tmp_path / "postwise.toml").write_text(settings, encoding="utf-8")


@pytest.mark.usefixtures("own_words")
def test_a_page_has_the_words_of_organisation_place_and_languages(postwise):
    said = postwise("show", "pause-for-thought", "under-fire", "--format", "page", "--language", "cy")
    assert said.code == 0
    english, welsh = data_of(said.out)["words"]
    assert [table["tree"]["id"] for table in english["trees"]] == ["pause-for-thought", "under-fire"]
    assert english["trees"][0]["overlays"] == ["the United Kingdom"]
    assert "Ana" in json.dumps(english["trees"][0]["outcomes"])
    assert welsh["title"] == "Cymraeg"
    assert [table["lang"] for table in welsh["trees"]] == ["cy", ""]
    assert welsh["trees"][0]["overlays"] == ["the United Kingdom", "Cymraeg"]
    assert welsh["trees"][0]["questions"]["reception"]["ask"] == "Yn uchel?"
    assert "states" not in welsh["trees"][0]


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize(("tag", "wrong"), [("fr", "No words are here in the language"), ("Welsh!", "is no language")])
def test_a_language_without_words_is_said(postwise, tag, wrong):
    said = postwise("show", "pause-for-thought", "--format", "page", "--language", tag)
    assert (said.code, said.out) == (2, "")
    assert wrong in said.err


def test_trees_that_a_walk_can_go_on_in_are_named(postwise):
    said = postwise("show", "account-setup", "restricted-roles", "account-setup", "--format", "page")
    assert said.err.startswith("postwise: Walks can go on in minority-report and wrong-at-work. Name them too")
    data = data_of(said.out)
    assert len(data["words"][0]["trees"]) == 2
    assert data["elsewhere"]["minority-report"] == "I disagree with my organisation"


def test_a_road_is_where_the_page_opens(postwise):
    said = postwise("show", "pause-for-thought", "--format", "page", "--answer", "implications=no")
    walked = postwise("run", "pause-for-thought", "--answer", "implications=no", "--format", "json")
    assert data_of(said.out)["opens"] == json.loads(walked.out)["code"]


@pytest.mark.parametrize("words", [("under-fire",), ("--language", "cy")])
def test_all_else_is_of_one_tree(postwise, words):
    said = postwise("show", "pause-for-thought", *words)
    assert (said.code, said.out) == (2, "")
    assert "--format page" in said.err
