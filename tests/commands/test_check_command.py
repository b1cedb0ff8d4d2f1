"""postwise check: what is printed, in each form, and when it says no."""

from __future__ import annotations

import json
import shlex

import pytest

GOOD = """format = 1
[tree]
title = "Coat?"
start = "rain"
review-by = 2999-01-01
[question.rain]
ask = "Is it raining?"
why = "Coats are heavy."
yes = "go"
no = "talk"
[outcome.go]
verdict = "go"
headline = "Off you go."
reason = "It rains."
next = ["Take a coat."]
[outcome.talk]
verdict = "talk"
headline = "Talk about the weather."
reason = "It may change."
next = ["Ask {buddy}."]
[scenario.wet]
answers = { rain = "yes" }
expect = "go"
[scenario.dry]
answers = { rain = "no" }
expect = "talk"
"""
BAD = GOOD.replace('yes = "go"', 'yes = "goo"').replace('why = "Coats are heavy."\n', "")


@pytest.fixture
def write(tmp_path):
    def put(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return put


def test_a_good_tree_is_said_in_a_line(postwise, write):
    said = postwise("check", write("coat.toml", GOOD), "--strict")
    assert said.code == 0
    assert said.out == "coat.toml: 1 question, 2 endings, 2 walks of 1 question\nNothing wrong.\n"


def test_every_problem_is_printed_with_its_place_and_a_caret(postwise, write):
    said = postwise("check", write("coat.toml", BAD))
    assert said.code == 1
    assert 'coat.toml:8:7: error: There is no question, branch or outcome "goo". [unknown-target]' in said.out
    assert (
        '    8 | yes = "goo"\n      |       ^^^^^\n    Did you mean "go"? Or write [question.goo] or [outcome.goo].'
        in said.out
    )
    assert "coat.toml:6:1: warning:" in said.out
    assert said.out.endswith("1 error, 1 warning.\n")


def test_warnings_count_only_when_they_are_asked_to(postwise, write):
    name = write("coat.toml", GOOD.replace('why = "Coats are heavy."\n', ""))
    assert postwise("check", name).code == 0
    assert postwise("check", name, "--strict").code == 1


def test_the_document_says_what_is_wrong_and_counts_the_trees(postwise, write):
    document = json.loads(postwise("check", write("coat.toml", BAD), write("good.toml", GOOD), "--format", "json").out)
    assert next(iter(document)) == "schema"
    assert document["schema"] == "postwise.problems/1"
    assert document["problems"][1] == {
        "path": "coat.toml",
        "line": 8,
        "column": 7,
        "end_line": 8,
        "end_column": 12,
        "severity": "error",
        "code": "unknown-target",
        "at": "question.rain.yes",
        "message": 'There is no question, branch or outcome "goo".',
        "hint": 'Did you mean "go"? Or write [question.goo] or [outcome.goo].',
    }
    assert document["trees"][1] == {
        "id": "good",
        "path": "good.toml",
        "questions": 1,
        "branches": 0,
        "outcomes": 2,
        "walks": 2,
        "shortest": 1,
        "longest": 1,
        "verdicts": {"go": 1, "talk": 1},
        "promises": {"held": [], "broken": [], "empty": [], "unproved": []},
        "states": 3,
        "importance": {"rain": {"asked": 2, "elsewhere": 2, "share": 1.0}},
    }


def test_annotations_are_escaped(postwise, write):
    said = postwise("check", write("a,b.toml", BAD.replace("goo", "g%o")), "--format", "github")
    assert said.out.splitlines()[1].startswith(
        "::error file=a%2Cb.toml,line=8,endLine=8,col=7,endColumn=12,title=unknown-target::"
    )
    assert '"g%25o"' in said.out


def test_a_folder_is_checked_with_its_hand_overs(postwise, write, tmp_path):
    write("a.toml", GOOD.replace('headline = "Off you go."', 'headline = "Off you go."\ntree = "b"'))
    write("b.toml", GOOD.replace('headline = "Off you go."', 'headline = "Off you go."\ntree = "nowhere"'))
    out = postwise("check", tmp_path).out
    assert out.count("unknown-tree") == 1
    assert 'tree = "nowhere"' in out


def test_a_file_that_is_not_there_ends_with_two(postwise):
    said = postwise("check", "nowhere.toml")
    assert said.code == 2
    assert "nowhere.toml" in said.err


def test_without_a_path_the_whole_library_is_checked_and_clean(postwise):
    said = postwise("check", "--strict")
    assert said.code == 0
    assert "Nothing wrong." in said.out
    assert said.out.count("walks of") == 15


def test_a_number_of_walks_too_long_to_read_is_said_by_its_size(postwise, write):
    links = "".join(
        f'[question.q{n}]\nask = "Q{n}?"\nwhy = "w"\nanswers = [ {{ id = "a", text = "A", goto = "q{n + 1}" }}, {{ id = "b", text = "B", goto = "q{n + 1}" }} ]\n'
        for n in range(80)
    )
    text = GOOD.replace('start = "rain"', 'start = "q0"').replace("[question.rain]", f"{links}[question.q80]")
    name = write("long.toml", text.replace("rain = ", "q80 = "))
    assert "walks (a number of about 24 digits)" in postwise("check", name).out
    document = json.loads(postwise("check", name, "--format", "json").out)
    assert document["trees"][0]["walks"] == 2**81


KEPT = '[promise.dry]\ntext = "Who stays dry talks."\nwhen = { rain = "no" }\nonly = ["talk"]\n'
BROKEN = '[promise.wet]\ntext = "Nobody goes out."\nnever = ["go"]\n'
EMPTY = '[promise.snow]\ntext = "Snow."\nwhen = [{ rain = { answered = false } }]\nnever = ["go"]\n'
MISSPELT = '[promise.hail]\ntext = "Hail."\nnever = ["goo"]\n'


@pytest.mark.parametrize(
    ("promises", "said"),
    [
        (KEPT, "2 walks of 1 question; 1 promise holds on all of them"),
        (KEPT + KEPT.replace(".dry", ".two"), "2 walks of 1 question; 2 promises hold on all of them"),
        (KEPT + BROKEN, "2 walks of 1 question; 1 of 2 promises holds on all of them"),
        (EMPTY, "2 walks of 1 question; no promise holds"),
        (KEPT + MISSPELT, "2 walks of 1 question; 1 of 2 promises holds on all of them, 1 not proved"),
    ],
)
def test_how_many_promises_hold_stands_behind_the_walks(postwise, write, promises, said):
    path = write("coat.toml", GOOD + promises)
    line = next(line for line in postwise("check", path).out.splitlines() if "endings" in line)
    assert line == f"{path}: 1 question, 2 endings{',' if said[0] == '2' else ';'} {said}"


def test_the_command_that_shows_a_broken_promise_works_as_it_is_printed(postwise, write):
    path = write("my coat.toml", GOOD + BROKEN)
    said = postwise("check", path)
    assert said.code == 1
    command = next(line for line in said.out.splitlines() if "Try it" in line).partition("postwise ")[2]
    assert command == shlex.join(["run", path, "--answer", "rain=yes"])
    assert "Go: Off you go." in postwise(*shlex.split(command), "--format", "text").out
