"""What the check says to people who slip as people do: what to write instead, at the place where it went wrong."""

from __future__ import annotations

import pytest

from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

TREE = """format = 1
[tree]
title = "T"
start = "tone"
reviewed = 2026-01-01
review-by = 2027-01-01
[question.tone]
ask = "Ready?"
answers = [
  { id = "yes", text = "Yes it is", goto = "size" },
  { id = "no", text = "No", goto = "talk" },
]
[question.size]
ask = "How many?"
type = "number"
min = 1
max = 10
goto = "sure"
[question.sure]
ask = "Sure?"
yes = "go"
no = "talk"
[outcome.go]
headline = "Go."
[outcome.talk]
headline = "Talk."
[scenario.one]
answers = { tone = "no" }
expect = "talk"
"""
ANSWERS = TREE[TREE.index("answers = [") : TREE.index("[question.size]")]
SLIPS = [
    ('Yes it is", goto', 'Yes it is" goto', 10, "A comma is missing before goto."),
    ('"size" },\n', '"size" }\n', 11, "A comma is missing before this"),
    ('"Yes it is"', '"Yes "it" is"', 10, "A text ends at its second quotation mark."),
    ('"Ready?"', '"Are you "ready" now?"', 8, "A text ends at its second quotation mark."),
    ('"Ready?"', "'Isn't it?'", 8, "An apostrophe ends a text"),
    ("2027-01-01", "01/01/2028", 6, "A date has its year first, as in 2028-12-31"),
    ("2027-01-01", "01.01.2028", 6, "A date has its year first, as in 2028-12-31"),
    ("2027-01-01", "2027-1-9", 6, "A date is written 2027-01-09."),
    ('ask = "Ready?"', 'ask: "Ready?"', 8, "stands =, as in ask = …"),
    ('ask = "Ready?"', "ask: Ready?", 8, "stands =, as in ask = …"),
    ('ask = "Ready?"', 'ask "Ready?"', 8, "stands =, as in ask = …"),
    ("[question.size]", "// the second\n[question.size]", 13, "A remark begins with #."),
    ("min = 1\n", "min = 1 // least\n", 16, "A remark begins with #."),
    ("min = 1\n", "min = 1;\n", 16, "take the ; out"),
    ('ask = "Ready?"', 'ask\u00a0= "Ready?"', 8, "(U+00A0)"),
    ('ask = "Ready?"', 'ask =\u00a0"Ready?"', 8, "(U+00A0)"),
    ("[question.size]", "[question.my size]", 13, "A header has no spaces: [question.my-size]."),
    ("[question.size]", "[question.größe]", 13, "hyphens and points, and no others: [question.gro"),
    ("[question.size]", "[question.Über_Size]", 13, "hyphens and points, and no others: [question.uber-size]."),
    ("[question.size]", "[question.日本]", 13, "hyphens and points, and no others, as in [question.my-tone]."),
    ("[question.size]", "[question.über size]", 13, "A header has no spaces: [question.uber-size]."),
    ("[outcome.go]", "[tree]\n[outcome.go]", 23, "The first one stands in line 2; a file has one [tree]"),
    ("[outcome.go]", "[[question.tone.answers]]\n[outcome.go]", 23, "question.tone.answers is written above already"),
    ("2027-01-01", "01/01/28", 6, "A date is its year in four digits, its month and its day, as in 2028-12-31."),
    ("2027-01-01", "28-01-01", 6, "A date is its year in four digits, its month and its day, as in 2028-12-31."),
    ("[outcome.go]", '[outcome.sure]\nheadline = "S."\n[outcome.go]', 23, 'The first one stands in line 19. Give one of them another id, such as "sure-2".'),
    ('id = "no", text = "No"', 'id = "yes", text = "No"', 11, 'stands in line 10. Give one of them another id, such as "yes-2".'),
    ('id = "yes", text = "Yes it is"', 'id = "no", text = "N"', 11, 'stands in line 10. Give one of them another id, such as "no-2".'),
    ('{ id = "no", text = "No"', '{ text = "Yes"', 11, 'stands in line 10. Add an id of its own, such as id = "yes-2".'),
    ('id = "no"', 'id = "Yes"', 11, 'It could be "yes-2".'),
    ('id = "no"', 'id = "日本"', 11, "An id begins with a letter from a to z, as in over-18."),
    ('text = "No"', 'text = ""', 11, "Write it, or take the key out."),
    ("[outcome.go]", "[outcome go]", 23, "A header has no spaces: [outcome.go]."),
    ("min = 1\n", 'min = "1"\n', 16, "Write 1, without quotation marks."),
    ("2027-01-01", '"2027-01-01"', 6, "Write 2027-01-01, without quotation marks."),
    (ANSWERS, 'answers = ["Of course", "No"]\ngoto = "size"\n', 9, 'Write { id = "of-course", text = "Of course", goto'),
    ('yes = "go"', "yes = true", 21, 'Write yes = "…", with the id of what follows.'),
    ("[question.sure]", "[question.size]", 19, "The first one stands in line 13."),
    ("min = 1\n", "min = 1\nmin = 2\n", 17, "The first one stands in line 16."),
    ("[question.size]", "[qestion.size]", 13, 'Did you mean "question"?'),
    ('goto = "size"', 'goto = "Later_2"', 10, "Ids are lower-case letters and digits, joined by hyphens, as in later-2."),
    ('goto = "size"', 'goto = "size-no"', 10, "Write [question.size-no] or [outcome.size-no]."),
    ('goto = "size"', 'goto = "later"', 10, "Write [question.later] or [outcome.later]."),
    ("min = 1\n", "min = 1\nfact = True\n", 17, "Write true;"),
    ("max = 10", "max = 1,000", 17, "A number is written without a comma: 1000."),
    ("max = 10", "max = 9,5", 17, "A number has a point: 9.5."),
    ('"talk" },\n]\n', '"talk" },\n', 12, "A list above is never closed"),
    ("[scenario.one]", "[[scenario.one]]", 27, "Write [scenario.one], with one pair of brackets."),
    ("2027-01-01", "2027-11-31", 6, "November 2027 has 30 days: its last is 2027-11-30."),
    ("2027-01-01", "2027-02-30", 6, "February 2027 has 28 days: its last is 2027-02-28."),
    ("2027-01-01", "2027-13-01", 6, "There is no month 13. A date is its year, month and day, as in 2027-01-13."),
    ("2027-01-01", "2027-13-40", 6, "There is no month 13. A date is its year, month and day, as in 2027-12-31."),
    ("2027-01-01", "1 January 2028", 6, "A date is written 2028-01-01."),
    ("2027-01-01", "31st Dec. 2028", 6, "A date is written 2028-12-31."),
    ("2027-01-01", "January 9, 2028", 6, "A date is written 2028-01-09."),
    ("min = 1\n", "min = 1,\n", 16, "Nothing stands at the end of a line: take the , out."),
    ('"Ready?"\n', '"Ready?",\n', 8, "Nothing stands at the end of a line: take the , out."),
    ("min = 1\n", "min = 17 years\n", 16, "A number stands alone: take years out."),
    ("[question.size]", "[question.size", 13, "A header ends with ]: [question.size]."),
    ("[question.size]", "[question:size]", 13, "The parts of a header are parted by points: [question.size]."),
    ('"Ready?"', '"Are you\nready?"', 8, 'and one over several lines with """.'),
    ('ask = "Ready?"', '- ask = "Ready?"', 8, "A line begins with its key: take the - out."),
    ("min = 1\n", "min == 1\n", 16, "One = is enough."),
    ('"Ready?"', r'"In C:\users?"', 8, r"A \ is written \\"),
    ('"Ready?"', r'"In C:\docs?"', 8, r"A \ is written \\"),
    ("[question.size]", "<!-- the second -->\n[question.size]", 13, "A remark begins with #."),
    ('goto = "sure"', 'goto = ["sure"]', 18, 'Write "sure", without brackets.'),
]  # fmt: skip


@pytest.mark.parametrize(("written", "slip", "line", "hint"), SLIPS, ids=[slip[1][:25] for slip in SLIPS])
def test_a_slip_is_told_once_where_it_is_with_what_to_write(written, slip, line, hint):
    assert read_source(Source(TREE)).tree is not None
    assert written in TREE
    problems = read_source(Source(TREE.replace(written, slip, 1))).problems
    first = problems[0]
    assert len(problems) == 1 + slip.startswith("answers = [")
    assert first.span.line == line
    assert hint in (first.hint or "")
    assert "('" not in first.message


def test_a_yes_and_a_no_that_are_no_names_are_two_slips_and_not_three():
    problems = read_source(Source(TREE.replace('yes = "go"\nno = "talk"', "yes = true\nno = false"))).problems
    assert [problem.at for problem in problems] == ["question.sure.yes", "question.sure.no"]


def test_a_number_in_quotation_marks_is_told_in_a_condition_as_it_is_in_a_question():
    note = 'notes = [{ when = { size = { min = "2" } }, text = "Many." }]\n'
    (problem,) = read_source(Source(TREE.replace("[scenario.one]", f"{note}[scenario.one]"))).problems
    assert problem.hint == "Write 2, without quotation marks."


def test_what_stands_twice_is_named_as_the_file_names_it():
    (problem,) = read_source(Source(TREE.replace("[question.sure]", "[question.size]", 1))).problems
    assert problem.message == 'Cannot declare "question.size" twice.'


def test_a_list_of_what_cannot_be_read_is_not_said_to_be_empty():
    problems = read_source(Source(TREE.replace(ANSWERS, 'answers = ["a", "b"]\ngoto = "size"\n'))).problems
    assert not any("empty" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "text", ["a = ", "[", "x", '"', "a = [", "a = { b", "a.b = 1\na = 2", "= 1", "[[a]]\n[a]", "a = 1 b"]
)
def test_whatever_is_no_toml_has_a_place_and_a_sentence(text):
    (problem,) = read_source(Source(text)).problems
    assert problem.code == "toml-syntax"
    assert problem.message.endswith(".")
