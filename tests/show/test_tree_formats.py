"""A whole tree as an outline, as a document and as data."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import xml.etree.ElementTree as ET

import pytest
import tomli
from hypothesis import given

from postwise import Walk, command_table, load
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import FORMATS, markdown, outline, tree_as_dict
from shown import SHIPPED, everything, hostile_trees
from strategies import tree_of

OUTLINE = """\
May the forum say it?
A minute's thought.
Version 2. Last looked at on 1 November 2026.

1  Who is speaking?
   All of us → 2
   Only me → 3

2  How many will read it?
   → 4

3  What is in it?
   - A face
   - A place
   → 4

4  Depending on earlier answers
   if «size» is “large” → ◇ talk: Ask whoever runs your organisation's social media first.
   if answer 3 has “A face” or “A place” ticked → 5
   otherwise → ● go: Go on.

5  Have they agreed?
   Yes → ● go: Go on.
   Not yet → ◇ talk: Ask whoever runs your organisation's social media first.
"""
ROAD = """\
▸ 1  Who is speaking?
     ▸ All of us → 2
       Only me → 3

▸ 2  How many will read it?
     ▸ 7 people → 4
"""


def test_a_document_says_whose_story_a_case_goes_on_with():
    case = '[scenario.{}]\ntitle = "{}"\nstory = "S"\nanswers = {{ a = "yes" }}\nexpect = "z"\n'
    head = 'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "z"\nno = "z"\n[outcome.z]\nheadline = "Z."\n'
    tree = tree_of(head + case.format("two", "Later") + 'after = "one"\n' + case.format("one", "What {manager} saw"))
    assert "It goes on from “What Ann saw”." in markdown(NumberedTree(tree, {"manager": "Ann"}))


def test_the_outline_numbers_questions_and_says_where_answers_lead():
    assert outline(NumberedTree(everything(), {})) == OUTLINE


def test_the_road_of_a_walk_is_marked():
    tree = everything()
    shown = outline(NumberedTree(tree, {}, Walk.replay(tree, {"who": "us", "reach": 7})))
    assert ROAD in shown
    assert "     ▸ otherwise → ● go: Go on.\n" in shown
    assert shown.endswith("\n▸ The road ends with ● go: Go on.\n")
    assert outline(NumberedTree(tree, {}, Walk.start(tree).answer("me"))).endswith("\n▸ The road has come to 3\n")


def test_a_value_is_shown_by_its_name_until_a_walk_says_what_it_is():
    tree = everything()
    assert "A «size» audience" in markdown(NumberedTree(tree, {}))
    assert "A large audience" in markdown(NumberedTree(tree, {}, Walk.replay(tree, {"who": "us", "reach": 5000})))


WHOM = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "b"
no = "b"
[value.who]
cases = [ { when = { a = "yes" }, is = "{hr}" } ]
else = "{manager} {{or}} so"
[branch.b]
cases = [ { when = { who = "{hr}" }, goto = "x" } ]
else = "x"
[outcome.x]
verdict = "talk"
headline = "Talk to {who}."
"""


@pytest.mark.parametrize("form", sorted(FORMATS.keys() - {"json", "table", "page"}))
def test_what_a_value_says_is_filled_like_any_text(form):
    tree, show = tree_of(WHOM), FORMATS[form]
    words = {"hr": "Ann", "manager": "Bo"}
    shown = show(NumberedTree(tree, words, Walk.start(tree, profile=words).answer("no")))
    assert "Talk to Bo {or} so." in html.unescape(shown.replace("#", "&#"))
    assert not re.search(r"\{(hr|manager|who)\}", shown + show(NumberedTree(tree, words)))


def test_the_organisation_has_the_first_word():
    assert "May Lantern say it?" in outline(NumberedTree(everything(), {"organisation": "Lantern"}))


def test_a_committee_finds_everything_in_the_document():
    document = markdown(NumberedTree(everything(), {}))
    for text in (
        "# May the forum say it?",
        "- For: Everyone",
        "- So that we can be trusted for: Plain facts",
        "- Written by: The \\* group",
        "- Last looked at: 1 November 2026",
        "### 1: Who is speaking?\n\nIt *matters*.\n",
        "- Only me → 3\n  - Keep in mind: Then say **I**.",
        "- A whole number (people) from 0",
        "- Tick: A face",
        "- Or tick nothing: Nothing of the kind",
        "- If «size» is “large” → ◇ talk:",
        "### «size»\n\n- “large” if answer 2 is 1000 people or more\n- “small” otherwise",
        "### ● go: Go on.\n\n- Next:\n  - Post it.",
        "  - If answer 1 is “All of us”: It is in *our* name.",
        "- See [How to ask](<https://example.org/ask>)",
        "- The walk can go on in other-tree.",
        "### A face\n\nThere is a *face* in it.\n\n- One road → ◇ talk:",
        "  - 1: Only me; 3: A face; 5: Not yet",
        "- Groups divide at question 5.",
        "## Walks that are tested\n\n- many → ◇ talk:",
        "- [A report](<https://example.org/report_%281%29.html>)".replace("_%", "%5F%"),
    ):
        assert text in document, text


def test_points_are_told_by_answer():
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "Q?"\nyes = "o"\nno = "o"\n'
        "[value.score]\nsum = { q = { yes = 2, no = -0.5 } }\n[outcome.o]\nheadline = 'H {score}'\n"
    )
    assert "### «score»\n\n- +2 for “Yes” as answer 1\n- -0.5 for “No” as answer 1" in markdown(NumberedTree(tree, {}))


def test_each_question_comes_before_what_it_leads_to():
    for path in SHIPPED:
        chart = NumberedTree(load(path))
        numbers = chart.numbers
        for node in chart.nodes.values():
            for way in node.lines:
                assert way.target in chart.tree.outcomes or numbers[way.target] > node.number


@given(hostile_trees())
def test_every_question_stands_in_the_outline_once_whatever_its_words_and_loops(tree):
    chart = NumberedTree(tree)
    assert sorted(chart.order) == sorted([*tree.questions, *tree.branches, *tree.outcomes])
    numbered = [line for line in outline(NumberedTree(tree, {})).splitlines()[2:] if re.match(r" ?\d+  ", line)]
    assert len(numbered) == len(tree.questions) + len(tree.branches)


def plain(value):
    """Return what JSON makes of a file's data."""
    return json.loads(json.dumps(value, default=lambda day: day.isoformat() if isinstance(day, dt.date) else None))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_json_holds_the_whole_file(path):
    tree = load(path)
    shown = json.loads(FORMATS["json"](NumberedTree(tree)))
    assert list(shown)[:3] == ["schema", "id", "fingerprint"]
    assert (shown.pop("schema"), shown.pop("id")) == ("postwise.tree/1", path.stem)
    assert shown.pop("fingerprint") == tree.fingerprint
    file = plain(tomli.loads(path.read_text(encoding="utf-8")))
    assert longhand(shown) == longhand(file)
    assert tree_as_dict(tree)["schema"] == "postwise.tree/1"


def longhand(data):
    """Write the short form of yes and no as the long one."""
    for question in data["question"].values():
        for name in {"yes", "no"} & question.keys():
            if isinstance(question[name], str):
                question[name] = {"goto": question[name]}
    return data


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_tree_can_be_shown_in_every_format_with_a_road(path, name):
    tree = load(path)
    scenario = next(iter(tree.scenarios.values()))
    walk = Walk.replay(tree, scenario.answers)
    plain_form, marked = FORMATS[name](NumberedTree(tree)), FORMATS[name](NumberedTree(tree, road=walk))
    assert plain_form.endswith("\n")
    assert (plain_form == marked) is (name in {"json", "table"})
    if name in {"svg", "html", "handout"}:
        for page in (plain_form, marked):
            assert not {element.tag.rpartition("}")[2] for element in ET.fromstring(page).iter()} & {"script", "image"}


def test_the_command_line_offers_these_formats():
    assert tuple(FORMATS) == command_table.SHOW_FORMATS


def test_three_thousand_questions_in_a_row_are_shown():
    count = 3000
    lines = ["format = 1", '[tree]\ntitle = "Long"\nstart = "q0"', '[outcome.end]\nheadline = "End"']
    for number in range(count):
        onward = f"q{number + 1}" if number + 1 < count else "end"
        lines.append(f'[question.q{number}]\nask = "Number {number}?"\nyes = "{onward}"\nno = "end"')
    tree = tree_of("\n".join(lines))
    assert outline(NumberedTree(tree)).count("\n") == 4 * count + 1
    for name in ("mermaid", "dot"):
        assert FORMATS[name](NumberedTree(tree)).count("Number") == count
