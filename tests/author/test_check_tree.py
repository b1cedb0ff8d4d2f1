"""The check, case by case: each file says in its first lines what is wrong with it, and where."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from postwise.author.check_tree import UNPROVED, CheckReport, check, check_file
from postwise.errors import PostwiseError
from postwise.tree.library import Library, shipped_folder, trees_in
from postwise.tree.loader import read_source
from postwise.tree.model import NOES
from postwise.tree.problems import CODES, Fault, suggestion
from postwise.tree.toml_source import Source

DATA = Path(__file__).parent.parent / "data"
TODAY = dt.date(2026, 11, 22)
INVALID = sorted((DATA / "invalid").glob("*.toml"))
VALID = sorted((DATA / "valid").glob("*.toml"))
TREES = [entry.path for entry in trees_in(shipped_folder(), "shipped")]


def checked(*paths: Path | str, library: Library | None = None, bound: int = 1_000_000) -> CheckReport:
    return check([str(path) for path in paths], library=library or Library(), today=TODAY, bound=bound)


def found(report: CheckReport) -> list[str]:
    return [f"{problem.code} {problem.span.line}:{problem.span.column}" for problem in report.problems]


def of_text(text: str) -> list[str]:
    return found(check_file(read_source(Source(text)), today=TODAY))


def expected(path: Path) -> list[str]:
    """Return the codes that a file says it shows."""
    return re.findall(r"^# expect: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_faulty_file_has_the_problems_it_says(path: Path) -> None:
    told = re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found(checked(path)) == told
    assert told


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_good_file_has_none(path: Path) -> None:
    assert found(checked(path)) == []


def test_codes_about_a_no_name_the_verdicts_that_are_one() -> None:
    for code in ("mostly-no", "rights-blocked"):
        assert " or ".join(NOES) in CODES[code][1]


def test_every_code_has_a_file_that_shows_it() -> None:
    assert {code for path in INVALID for code in expected(path)} == CODES.keys() - {"too-large"}


def test_the_trees_that_ship_are_clean() -> None:
    report = checked(*TREES)
    assert [problem.as_text() for problem in report.problems] == []
    assert len(report.trees) == len(TREES)


def test_every_message_is_a_sentence_and_every_line_holds_its_place() -> None:
    for path in INVALID:
        for problem in checked(path).problems:
            assert problem.message.endswith((".", "?")), problem.message
            assert problem.message[0].isupper() or problem.message[0] == '"', problem.message
            assert problem.span.column <= len(problem.excerpt) + 1


def in_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every fault and every suggestion be said in words that nobody can make sense of."""

    def mumbled(*said: Any, **named: Any) -> Fault:
        return Fault(*said, **named)._replace(message="Brabbel.", hint="Brabbel?")

    for name, module in list(sys.modules.items()):
        if name.startswith("postwise.") and getattr(module, "Fault", None) is Fault:
            monkeypatch.setattr(module, "Fault", mumbled)
        if name.startswith("postwise.") and getattr(module, "suggestion", None) is suggestion:
            monkeypatch.setattr(module, "suggestion", lambda wrong, known: suggestion(wrong, known) and "Brabbel?")


def test_no_verdict_hangs_on_the_words_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [found(checked(path)) for path in INVALID]
    in_other_words(monkeypatch)
    mumbled = [checked(path) for path in INVALID]
    assert {problem.message for report in mumbled for problem in report.problems} >= {"Brabbel."}
    assert [sorted(set(found(report))) for report in mumbled] == [sorted(set(codes)) for codes in told]


# Sizes at their limits

LIMITS = """
format = 1
[tree]
title = "T"
start = "q1"
review-by = 2027-11-01
{questions}
[outcome.end]
verdict = "talk"
headline = "Talk to {{buddy}}."
next = ["Talk."]
[scenario.one]
answers = {{ {answers} }}
expect = "end"
"""


def row(count: int, ask: str = "?", text: str = "Yes") -> str:
    targets = [*(f"q{n}" for n in range(2, count + 1)), "end"]
    questions = "".join(
        f'[question.q{n}]\nask = "{ask}"\nwhy = "W."\nyes = {{ goto = "{to}", text = "{text}" }}\n'
        f'no = {{ goto = "{to}", note = "N." }}\n'
        for n, to in enumerate(targets, 1)
    )
    answers = ", ".join(f'q{n} = "yes"' for n in range(1, count + 1))
    return LIMITS.format(questions=questions, answers=answers)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (row(12), []),
        (row(13), ["long-walk 3:1"]),
        (row(1, ask="x" * 140), []),
        (row(1, ask="x" * 141), ["long-ask 8:7"]),
        (row(1, text="x" * 75), []),
        (row(1, text="x" * 76), ["long-answer 10:30"]),
    ],
)
def test_lengths_at_the_limit_are_still_fine(text: str, codes: list[str]) -> None:
    assert of_text(text) == codes


def test_the_day_of_review_is_not_overdue() -> None:
    assert of_text(row(1).replace("2027-11-01", "2026-11-22")) == []


# Allowances


def test_an_allowed_warning_is_not_told_and_an_error_always_is() -> None:
    text = row(13) + '[check]\nallow = { long-walk = "it is thorough" }\n'
    assert of_text(text) == []
    assert of_text(text.replace('yes = { goto = "end"', 'yes = { goto = "edn"'))[0].startswith("unknown-target")


def test_an_allowance_may_allow_allowances_in_vain() -> None:
    text = row(1) + '[check]\nallow = { long-walk = "soon", unused-allowance = "soon needed" }\n'
    assert of_text(text) == []
    assert of_text(row(1) + '[check]\nallow = { unused-allowance = "never" }\n') == ["unused-allowance 21:11"]


# Many trees

HANDOVER = row(1).replace('next = ["Talk."]', 'next = ["Talk."]\ntree = "{to}"')


def test_a_tree_beside_it_or_on_the_command_line_or_in_the_library_is_known(tmp_path: Path) -> None:
    here, there, shelf = (tmp_path / name for name in ("here", "there", "shelf"))
    for folder in (here, there, shelf):
        folder.mkdir()
    for name, to in (("one", "beside"), ("two", "named"), ("three", "kept"), ("four", "nowhere")):
        (here / f"{name}.toml").write_text(HANDOVER.replace("{to}", to), encoding="utf-8")
    for path in (here / "beside.toml", there / "named.toml", shelf / "kept.toml"):
        path.write_text(row(1), encoding="utf-8")
    library = Library(folders=(shelf,))
    files = [here / f"{name}.toml" for name in ("one", "two", "three", "four")]
    report = checked(*files, there / "named.toml", library=library)
    assert [(Path(problem.path).stem, problem.code) for problem in report.problems] == [("four", "unknown-tree")]


def test_trees_that_hand_over_in_a_ring_are_told_once(tmp_path: Path) -> None:
    for name, to in (("one", "two"), ("two", "three"), ("three", "one"), ("aside", "one")):
        (tmp_path / f"{name}.toml").write_text(HANDOVER.replace("{to}", to), encoding="utf-8")
    report = checked(*(tmp_path / f"{name}.toml" for name in ("one", "two", "three", "aside")))
    assert [(Path(problem.path).stem, problem.code) for problem in report.problems] == [("three", "handoff-loop")]
    alone = checked(tmp_path / "two.toml")
    assert [problem.code for problem in alone.problems] == ["handoff-loop"]


def test_a_folder_is_its_trees_and_what_is_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(row(1), encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[profile]\nmanager = "Jo"\n', encoding="utf-8")
    assert [tree.id for tree in checked(tmp_path).trees] == ["one"]
    with pytest.raises(PostwiseError, match="no tree"):
        checked(tmp_path / "two.toml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PostwiseError, match="no tree in the folder"):
        checked(tmp_path / "empty")


# Numbers


def test_the_tree_in_numbers(tmp_path: Path) -> None:
    path = tmp_path / "row.toml"
    path.write_text(row(3), encoding="utf-8")
    document = checked(path).to_dict()
    assert document["schema"] == "postwise.problems/1"
    assert document["trees"] == [
        {
            "id": "row",
            "path": str(path),
            "questions": 3,
            "branches": 0,
            "outcomes": 1,
            "walks": 8,
            "shortest": 3,
            "longest": 3,
            "verdicts": {"talk": 8},
            "promises": {"held": [], "broken": [], "empty": [], "unproved": []},
            "states": 4,
            "importance": {f"q{n}": {"asked": 8, "elsewhere": 0, "share": 0.0} for n in (1, 2, 3)},
        }
    ]


def test_a_path_is_all_that_has_to_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "row.toml").write_text(row(1).replace("2027-11-01", "1999-11-01"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for path in ("row.toml", Path("row.toml"), ["row.toml"], ".", tmp_path):
        report = check(path)
        assert [problem.code for problem in report.problems] == ["overdue-review"]
        assert report.to_dict()["schema"] == "postwise.problems/1"


@pytest.mark.parametrize(("says", "codes"), [("{buddy}", []), ("{organisation}", ["nobody-to-ask"])])
def test_whom_a_value_names_is_somebody_to_ask(says: str, codes: list[str]) -> None:
    text = row(1).replace("Talk to {buddy}.", "Talk to {whom}.") + (
        f'[value.whom]\ncases = [ {{ when = {{ q1 = "yes" }}, is = "{says}" }} ]\nelse = "them"\n'
    )
    assert [problem.code for problem in check_file(read_source(Source(text)), today=TODAY).problems] == codes


def test_what_a_promise_looks_at_is_used_and_one_that_is_empty_can_be_lived_with() -> None:
    value = '[value.haste]\ncases = [ { when = { q1 = "yes" }, is = "much" } ]\nelse = "none"\n'
    promise = '[promise.calm]\ntext = "C."\nwhen = { haste = "much" }\nonly = ["talk"]\n'
    empty = promise.replace("calm", "dull").replace('"much"', '"much", q1 = "no"')
    for added, codes in (
        (value, ["unused-value"]),
        (value + promise, []),
        (value + promise + empty, ["empty-promise"]),
    ):
        text = row(1) + added
        assert [problem.code for problem in check_file(read_source(Source(text)), today=TODAY).problems] == codes
        allow = ", ".join(f'{code} = "So."' for code in codes)
        allowed = f"{text}[check]\nallow = {{ {allow} }}\n"
        assert check_file(read_source(Source(allowed)), today=TODAY).problems == ()


def counted(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the codes of what is wrong with a tree, and what became of its promises."""
    report = check_file(read_source(Source(text)), today=TODAY)
    kept = report.trees[0].promises
    assert kept is not None
    return [problem.code for problem in report.problems], {key: names for key, names in kept.to_dict().items() if names}


def test_an_empty_promise_does_not_hold_and_where_a_goto_leads_nowhere_nothing_does() -> None:
    talk = '[promise.talk]\ntext = "T."\nonly = ["talk"]\n'
    none = '[promise.none]\ntext = "N."\nwhen = { q1 = { answered = false } }\nonly = ["talk"]\n'
    text = row(2) + talk + none
    assert counted(text) == (["empty-promise"], {"held": ["talk"], "empty": ["none"]})
    broken = talk.replace('only = ["talk"]', 'never = ["talk"]')
    astray = text.replace('no = { goto = "q2"', 'no = { goto = "q3"', 1)
    assert counted(astray)[0] == ["unknown-target"]
    assert counted(astray)[1] == {"unproved": ["talk", "none"]}
    assert counted(astray.replace(talk, broken))[0] == ["unknown-target", "broken-promise"]
    misspelt = text.replace('only = ["talk"]', 'only = ["tlak"]', 1)
    assert counted(misspelt) == (["unknown-target", "empty-promise"], {"empty": ["none"], "unproved": ["talk"]})


def test_a_promise_about_a_question_that_nothing_reaches_is_told_there_alone() -> None:
    lost = '[question.lost]\nask = "?"\nwhy = "W."\nyes = "end"\nno = "q1"\n'
    promise = '[promise.one]\ntext = "O."\nwhen = { lost = "yes" }\nonly = ["talk"]\n'
    assert counted(row(1) + lost + promise) == (["unreachable"], {"empty": ["one"]})
    either = promise.replace('{ lost = "yes" }', '[{ lost = "yes" }, { q1 = { not = ["yes", "no"] } }]')
    assert counted(row(1) + lost + either)[0] == ["unreachable", "empty-promise"]


def test_one_long_list_behind_one_answer_is_not_most_of_the_tree() -> None:
    no = ", ".join(f'{{ id = "a{n}", text = "Answer {n}", goto = "stop" }}' for n in range(9))
    text = row(1).replace('yes = { goto = "end"', 'yes = { goto = "list"').replace(
        "title", "summary = 'S.'\ntitle", 1
    ) + (
        f'[question.list]\nask = "Which?"\nwhy = "W."\nanswers = [{no}]\n'
        '[outcome.stop]\nverdict = "stop"\nheadline = "S."\nreason = "R."\nnext = ["N."]\n'
    )
    report = check_file(read_source(Source(text)), today=TODAY)
    assert report.trees[0].verdicts == {"talk": 1, "stop": 9}
    assert "mostly-no" not in {problem.code for problem in report.problems}


def test_a_tree_with_errors_has_no_walks_to_count() -> None:
    report = check_file(read_source(Source(row(3).replace('"end"', '"edn"'))), today=TODAY)
    assert [tree.walks for tree in report.trees] == [None]


def large() -> str:
    """Return a tree of more than 500 states, without a fault but that one outcome is not tested."""
    ids = [f"q{n}" for n in range(1, 13)]
    cases = ", ".join(f'{{ when = {{ {name} = "yes" }}, goto = "end" }}' for name in ids)
    text = (
        row(12).replace('goto = "end"', 'goto = "sorting"') + f'[branch.sorting]\ncases = [{cases}]\nelse = "other"\n'
    )
    return text + '[outcome.other]\nheadline = "O"\nnext = ["N."]\n'


def test_a_tree_past_the_bound_is_told_so_and_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(large(), encoding="utf-8")
    report = checked(path, bound=5)
    assert [(problem.code, problem.severity) for problem in report.problems] == [("too-large", "note")]
    assert report.trees[0].walks is None
    assert not report.fails(strict=True)
    assert "untested-outcome" in {problem.code for problem in checked(path).problems}


def warned(codes: Iterable[str]) -> set[str]:
    """Return those of some codes that are warnings: only they can be allowed."""
    return {code for code in codes if CODES[code][0] == "warning"}


def test_what_is_not_looked_for_past_the_bound_is_never_allowed_in_vain(tmp_path: Path) -> None:
    files = [(path, warned(expected(path))) for path in INVALID]
    missed = [codes - {problem.code for problem in checked(path, bound=0).problems} for path, codes in files if codes]
    assert set().union(*missed) - UNPROVED == set()
    path = tmp_path / "large.toml"
    allowed = ", ".join(f'{code} = "it is thorough"' for code in sorted(UNPROVED))
    path.write_text(f"{large()}[check]\nallow = {{ {allowed} }}\n", encoding="utf-8")
    assert [problem.code for problem in checked(path, bound=5).problems] == ["too-large"]


def test_a_scenario_that_expects_what_there_is_not_is_told_once() -> None:
    text = (DATA / "invalid" / "toml-syntax.toml").read_text(encoding="utf-8").replace("= tone", '= "tone"')
    assert of_text(text) == []
    assert of_text(text.replace('expect  = "say"', 'expect  = "sya"')) == ["unknown-target 27:11"]
