"""The format's page, sentence by sentence: one cause is one problem, and it stands where the page says."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

from postwise.author.check_tree import check
from postwise.text import as_json
from postwise.tree.library import Library

TREE = """\
format = 1

[tree]
title = "Should I post this?"
start = "account"
review-by = 2099-01-01

[profile]
boss = "the boss"

[question.account]
ask = "Which account?"
why = "It matters."
answers = [
  { id = "org", text = "Ours", goto = "age" },
  { id = "own", text = "Mine", goto = "kinds" },
]

[question.age]
ask = "How old are you?"
why = "Because."
type = "number"
min = 0
step = 1
goto = "turn"

[question.kinds]
ask = "Which?"
why = "So."
type = "checklist"
answers = [ { id = "photo", text = "Photo" }, { id = "client", text = "Client" } ]
goto = "turn"

[branch.turn]
cases = [
  { when = { account = "org", age = { max = 17 } }, goto = "young" },
  { when = { score = { min = 2 } }, goto = "chat" },
]
else = "fine"

[value.score]
sum = { kinds = { photo = 1, client = 1.5 } }

[outcome.young]
verdict = "stop"
headline = "Too young."
reason = "Because you are."
next = ["Wait for {boss}."]

[outcome.chat]
verdict = "talk"
headline = "Talk with {manager}."
next = ["Talk."]

[outcome.fine]
verdict = "go"
headline = "Go."
next = ["Go on."]

[scenario.one]
answers = { account = "org", age = 12 }
expect = "young"

[scenario.two]
answers = { account = "own", kinds = ["photo", "client"] }
expect = "chat"

[scenario.three]
answers = { account = "org", age = 18 }
expect = "fine"
"""
TICKS = 'answers = [ { id = "photo", text = "Photo" }, { id = "client", text = "Client" } ]'
CASES = TREE[TREE.index("cases = [") : TREE.index('else = "fine"')]
CHAT = '{ when = { score = { min = 2 } }, goto = "chat" }'
SUM = "sum = { kinds = { photo = 1, client = 1.5 } }"


def found(folder: Path, text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of everything the check says of a text."""
    path = folder / "tree.toml"
    path.write_text(text, encoding="utf-8")
    report = check([path], library=Library(), today=dt.date(2026, 11, 22))
    return [(problem.code, problem.span.line, problem.span.column) for problem in report.problems]


def place(text: str, word: str) -> tuple[int, int]:
    """Return line and column of the first place where a word stands."""
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_tree_itself_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, TREE) == []


CAUSES = [
    ("format = 1\n", "format = true\n", "wrong-type", "true"),
    ("format = 1\n", "format = 1.0\n", "wrong-type", "1.0"),
    ("[tree]", "[tre]", "unknown-key", "tre]"),
    ('start = "account"', 'strt = "account"', "unknown-key", "strt"),
    ("[outcome.fine]", "[outcom.fine]", "unknown-key", "outcom."),
    ("[question.age]", "[questions.age]", "unknown-key", "questions."),
    (CHAT, CHAT.replace("goto", "is"), "unknown-key", 'is = "chat"'),
    ('why = "It matters."', 'why = "It matters."\nyes = "fine"', "unknown-key", "yes ="),
    ('why = "It matters."', 'why = "It matters."\nyes = "fine"\nno = "fine"', "unknown-key", "answers = [\n"),
    ('id = "own"', 'id = "org"', "duplicate-id", '"org", text = "Mine"'),
    ('id = "own", text = "Mine"', 'text = "漢字"', "missing-key", '{ text = "漢字"'),
    (TICKS, 'answers = "x"', "wrong-type", '"x"'),
    (TICKS, "answers = []", "bad-value", "[]"),
    (TICKS, "", "missing-key", "[question.kinds]"),
    ('{ id = "photo", text = "Photo" }', '"photo"', "wrong-type", '"photo"'),
    (SUM, "", "missing-key", "[value.score]"),
    (SUM, 'cases = [3, { when = { kinds = "photo" }, is = 2 }]\nelse = 0', "wrong-type", "3, {"),
    (CASES + 'else = "fine"\n', "", "missing-key", "[branch.turn]"),
    (CASES, 'cases = "x"\n', "wrong-type", '"x"'),
    (CHAT, "3", "wrong-type", "3,\n"),
    ('boss = "the boss"', 'boss = ""', "bad-value", '""'),
    ('boss = "the boss"', "boss = 3", "wrong-type", "3\n"),
    ('id = "client", text', r'id = "client\u001b", text', "control-character", r'"client\u001b"'),
    ('else = "fine"', r'else = "fi\u009bne"', "control-character", r'"fi\u009bne"'),
]


@pytest.mark.parametrize(("good", "bad", "code", "at"), CAUSES)
def test_one_cause_is_one_problem(tmp_path: Path, good: str, bad: str, code: str, at: str) -> None:
    text = TREE.replace(good, bad, 1).replace(", client = 1.5", "") if "client\\" in bad else TREE.replace(good, bad, 1)
    text = text.replace(', "client"]', "]").replace("min = 2 } }", "min = 1 } }") if "client\\" in bad else text
    assert found(tmp_path, text) == [(code, *place(text, at))]


def test_a_fault_below_a_misspelt_table_is_told_as_well(tmp_path: Path) -> None:
    text = TREE.replace("[outcome.fine]", "[outcom.fine]").replace('verdict = "go"', 'verdict = "gO"')
    text = text.replace("Go on.", "Go on, {bos}.")
    assert found(tmp_path, text) == [
        ("unknown-key", *place(text, "outcom.fine")),
        ("bad-value", *place(text, '"gO"')),
        ("unknown-placeholder", *place(text, '"Go on, {bos}."')),
    ]


def test_what_terminals_obey_is_written_out_in_messages_and_in_json(tmp_path: Path) -> None:
    path = tmp_path / "tree.toml"
    path.write_text(
        TREE.replace("[profile]", '[profile]\n"x\\u009b" = 3\n[check]\nallow = { "y\\u009b" = "z" }\n[profile.a]')
    )
    report = check([path], library=Library(), today=dt.date(2026, 11, 22))
    assert report.problems
    assert "\x9b" not in "".join(problem.as_text() for problem in report.problems)
    written = as_json(report.to_dict())
    assert "\x9b" not in written
    assert any("\x9b" in problem["at"] for problem in json.loads(written)["problems"])


NUMBERS = [
    ("min = 0", "min = -9" + "9" * 5000, "toml-syntax"),
    ("min = 0", "max = 0x" + "f" * 5000, "toml-syntax"),
]


@pytest.mark.parametrize(("good", "bad", "code"), NUMBERS, ids=["decimal", "hexadecimal"])
def test_a_number_too_long_to_read_is_told_where_it_stands(tmp_path: Path, good: str, bad: str, code: str) -> None:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(4300)
    try:
        assert found(tmp_path, TREE.replace(good, bad)) == [(code, 23, 7)]
    finally:
        sys.set_int_max_str_digits(before)


def test_numbers_larger_than_any_with_a_point_are_compared(tmp_path: Path) -> None:
    large = "1" + "0" * 400
    text = TREE.replace("step = 1\n", "").replace("{ max = 17 }", f"[{large}, {large[:-1]}1]")
    assert found(tmp_path, text.replace("age = 12", f"age = {large}")) == []


DEEP = {
    "conditions": ("{ max = 17 }", lambda n: "{ not = " * n + "12" + "}" * n),
    "lists": ("{ max = 17 }", lambda n: "[" * n + "12" + "]" * n),
    "tables": ("min = 0", lambda n: "min = " + "{ a = " * n + "1" + "}" * n),
}


@pytest.mark.parametrize("depth", [110, 350, 390, 3000])
@pytest.mark.parametrize("how", DEEP)
def test_what_is_nested_too_deep_is_told_and_nothing_breaks(tmp_path: Path, how: str, depth: int) -> None:
    good, bad = DEEP[how]
    assert found(tmp_path, TREE.replace(good, bad(depth))) == [("toml-syntax", 1, 1)]


def test_a_value_called_like_the_question_it_looks_at_is_no_loop(tmp_path: Path) -> None:
    text = (
        TREE.replace("[value.score]", "[value.kinds]").replace("score =", "kinds =").replace("{ min = 2 }", '"photo"')
    )
    text = text.replace(SUM, 'cases = [{ when = { kinds = "photo" }, is = 2 }]\nelse = 0')
    assert found(tmp_path, text) == [("duplicate-id", *place(text, "kinds]\ncases"))]


FINE = '[outcome.fine]\nverdict = "go"\nheadline = "Go."\nnext = ["Go on."]\n'
UNREADABLE = [
    ("[question.age]", "[[question.age]]", "wrong-type", "age]]"),
    (FINE, "", "wrong-type", '"x"'),
    (f"[value.score]\n{SUM}\n", "[value]\nscore = 3\n", "wrong-type", "3\n\n[outcome"),
    ('why = "It matters."', 'why = "It matters."\ntype = "yes-no"', "unknown-key", "answers = [\n"),
    ("[outcome.fine]", "[outcome.turn]", "duplicate-id", "turn]\nverdict"),
]


@pytest.mark.parametrize(("good", "bad", "code", "at"), UNREADABLE)
def test_what_cannot_be_read_is_not_missing_elsewhere(tmp_path: Path, good: str, bad: str, code: str, at: str) -> None:
    text = TREE.replace(good, bad, 1)
    if good == FINE:
        text = text.replace("[outcome.young]", '[outcome]\nfine = "x"\n\n[outcome.young]')
    if code == "duplicate-id":
        text = text.replace('else = "fine"', 'else = "turn"').replace('"fine"', '"turn"')
    assert found(tmp_path, text) == [(code, *place(text, at))]


def test_a_date_does_not_go_by_steps(tmp_path: Path) -> None:
    text = TREE.replace('type = "number"\nmin = 0', 'type = "date"').replace("max = 17", "max = 2020-01-01")
    text = text.replace("age = 12", "age = 2019-01-01").replace("age = 18", "age = 2026-01-01")
    assert found(tmp_path, text) == [("unknown-key", *place(text, "step = 1"))]


def test_a_file_with_a_control_character_in_its_name_is_named_safely(tmp_path: Path) -> None:
    path = tmp_path / "esc\x1b[31m.toml"
    path.write_text("format = 2\n", encoding="utf-8")
    report = check([path], library=Library(), today=dt.date(2026, 11, 22))
    assert report.problems
    assert "\x1b" not in "".join(problem.as_text() for problem in report.problems)
