"""Scenarios: both roads, what is covered, and the missing ones written behind what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from oracle import Everything, Oracle
from postwise.author import scenarios
from postwise.author.check_tree import check
from postwise.author.scenarios import ScenarioRun, run_scenarios, with_missing, write_missing
from postwise.errors import PostwiseError
from postwise.logic.counting import analyse
from postwise.tree.library import Library, shipped_folder
from postwise.tree.loader import loads, read_source
from postwise.tree.toml_source import Source
from strategies import as_toml, examples, tree_data

TREE = """format = 1
[tree]
title = "Shall I?"
start = "tone"
[question.tone]
ask = "Aloud?"
yes = "say"
no = "about"
[question.about]
ask = "About what?"
type = "checklist"
answers = [{ id = "pay", text = "Pay" }, { id = "food", text = "Food" }]
goto = "sorting"
[branch.sorting]
cases = [{ when = { about = "pay" }, goto = "raise-it" }, { when = { about = "none" }, goto = "say" }]
else = "ask"
[outcome.say]
headline = "Say it."
[outcome.ask]
headline = "Ask."
[outcome.raise-it]
headline = "Raise it."
[outcome.nowhere]
headline = "Nobody comes here."
"""


def rehearsed(scenarios: str) -> ScenarioRun:
    loaded = read_source(Source(TREE + scenarios))
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    return ScenarioRun(loaded.tree)


@pytest.mark.parametrize(
    ("answers", "expect", "got", "message"),
    [
        ('{ tone = "yes" }', "say", "say", None),
        ('{ tone = "no", about = ["pay"] }', "raise-it", "raise-it", None),
        ('{ tone = "yes" }', "ask", "say", 'It ends in "say", and "ask" is expected.'),
        ('{ tone = "no" }', "ask", None, 'The walk stops at "about": the scenario gives no answer to it.'),
        ("{}", "ask", None, 'The walk stops at "tone": the scenario gives no answer to it.'),
        ('{ tone = "yes", about = [] }', "say", "say", 'It answers "about", which is not asked on this road.'),
        (
            '{ tone = "yes", about = [] }',
            "ask",
            "say",
            'It ends in "say", and "ask" is expected. It answers "about", which is not asked on this road.',
        ),
    ],
)
def test_a_road_leads_where_it_says_or_tells_why_not(
    answers: str, expect: str, got: str | None, message: str | None
) -> None:
    (result,) = rehearsed(f'[scenario.one]\nanswers = {answers}\nexpect = "{expect}"\n').results
    assert (result.got, result.message, result.passed) == (got, message, message is None)


def test_the_other_road_is_a_test_as_well() -> None:
    text = '[scenario.one]\nstory = "S."\nanswers = { tone = "yes" }\nexpect = "say"\n'
    results = rehearsed(text + 'other = { answers = { tone = "no", about = ["food"] }, expect = "raise-it" }\n').results
    assert [(result.id, result.passed) for result in results] == [("one", True), ("one.other", False)]


def test_coverage_counts_what_can_be_reached() -> None:
    text = '[scenario.one]\nanswers = { tone = "no", about = ["pay", "food"] }\nexpect = "raise-it"\n'
    coverage = rehearsed(text).coverage
    assert coverage.outcomes == (1, 3)
    assert coverage.answers == (3, 4)
    assert coverage.missing == ("say", "ask")


def test_a_branch_that_takes_no_case_is_said() -> None:
    text = (
        TREE.replace('else = "ask"\n', "")
        + '[scenario.one]\nanswers = { tone = "no", about = ["food"] }\nexpect = "ask"\n'
    )
    loaded = read_source(Source(text))
    assert loaded.tree is not None
    (result,) = ScenarioRun(loaded.tree).results
    assert result.message == 'The walk stops in the branch "sorting": none of its cases takes these answers.'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("cut", [0, 1])
def test_writing_what_is_missing_leaves_every_byte_before_it_alone(
    tmp_path: Path, ending: str, mark: bytes, cut: int
) -> None:
    text = TREE + '# kept\n[scenario.reaches-ask]\nanswers = { tone = "yes" }\nexpect = "say"\n'
    before = mark + text.replace("\n", ending).encode()
    before = before[: len(before) - cut * len(ending)]
    path = tmp_path / "tree.toml"
    path.write_bytes(before)
    assert write_missing(path, Library()) == ("ask", "raise-it")
    after = path.read_bytes()
    assert after.startswith(before)
    added = after[len(before) :].decode()
    assert "[scenario.reaches-ask-2]" in added
    assert added.count("\n") == added.count(ending)
    report = run_scenarios([path], library=Library())
    assert report.passed
    assert report.trees[0].coverage.missing == ()
    assert write_missing(path, Library()) == ()
    assert path.read_bytes() == after


@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(tree_data())
def test_what_is_written_covers_every_outcome_that_answers_reach(data: dict[str, Any]) -> None:
    text = as_toml(data)
    again = loads(text + with_missing(text, ScenarioRun(loads(text))))
    covered = ScenarioRun(again)
    assert [result.message for result in covered.results if not result.passed] == []
    assert set(Everything(Oracle(data)).endings) == {result.got for result in covered.results}


def test_an_ending_that_only_an_astray_scenario_comes_to_is_missing_as_the_check_says(tmp_path: Path) -> None:
    path = tmp_path / "tree.toml"
    path.write_text(TREE + '[scenario.one]\nanswers = { tone = "yes" }\nexpect = "ask"\n', encoding="utf-8")
    told = [problem.at for problem in check(path, library=Library()).problems if problem.code == "untested-outcome"]
    assert told == ["outcome.say", "outcome.ask", "outcome.raise-it"]
    assert write_missing(path, Library()) == ("say", "ask", "raise-it")
    assert not [one for one in check(path, library=Library()).problems if one.code == "untested-outcome"]


def test_scenarios_in_one_inline_table_cannot_be_added_to() -> None:
    text = 'scenario = { one = { answers = { tone = "yes" }, expect = "say" } }\n' + TREE
    tree = loads(text)
    assert tree is not None
    with pytest.raises(PostwiseError, match="inline"):
        with_missing(text, ScenarioRun(tree))


def test_a_tree_with_errors_is_not_run_and_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "tree.toml"
    path.write_text(TREE.replace('yes = "say"', 'yes = "sya"'), encoding="utf-8")
    report = run_scenarios([path], library=Library())
    assert not report.passed
    assert "1 error" in "\n".join(report.as_lines())
    with pytest.raises(PostwiseError, match="has errors"):
        write_missing(path, Library())


def test_the_report_reads_like_the_tree_and_as_json(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TREE + '[scenario.one]\nanswers = { tone = "yes" }\nexpect = "ask"\n', encoding="utf-8")
    report = run_scenarios([path], library=Library())
    assert report.as_lines() == [
        "Shall I? (small)",
        '  ✗ one  It ends in "say", and "ask" is expected.',
        "  Covered: 1 of 3 endings, 1 of 4 answers.",
        '  No scenario comes to "ask" and "raise-it".',
        "",
        "1 road walked, 1 astray.",
    ]
    assert report.to_dict() == {
        "schema": "postwise.tests/1",
        "scenarios": [
            {
                "tree": "small",
                "id": "one",
                "passed": False,
                "expected": "ask",
                "got": "say",
                "message": 'It ends in "say", and "ask" is expected.',
            }
        ],
        "coverage": [{"tree": "small", "outcomes": [1, 3], "answers": [1, 4], "missing": ["ask", "raise-it"]}],
    }


def test_what_is_missing_is_looked_for_once(tmp_path, monkeypatch):
    path = tmp_path / "pause.toml"
    text = (shipped_folder() / "pause-for-thought.toml").read_text(encoding="utf-8")
    path.write_text(text.partition("[scenario.")[0], encoding="utf-8")
    looked = []
    monkeypatch.setattr(scenarios, "analyse", lambda tree: looked.append(tree) or analyse(tree))
    assert write_missing(path, Library())
    assert len(looked) == 1
