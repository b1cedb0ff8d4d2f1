"""A recommendation as text, Markdown, a page and data: all of it is there, and nothing of the person's that was not asked for."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk, load
from postwise.show.recommendation_document import RecommendationDocument
from postwise.text import cells
from postwise.tree.library import NextTree
from postwise.walk.saved_walk import record_of
from shown import EVERYTHING, SHIPPED, everything, hostile_trees
from strategies import answers_to, tree_of

WORDS = {"comms": "Priya [x]"}


def as_text(walk: Walk, width: int = 80, **kept) -> str:
    return RecommendationDocument.of(walk, **kept).as_text(width)


def as_markdown(walk: Walk, **kept) -> str:
    return RecommendationDocument.of(walk, **kept).as_markdown()


def as_html(walk: Walk, **kept) -> str:
    return RecommendationDocument.of(walk, **kept).as_html()


def asked_first() -> Walk:
    return Walk.replay(everything(), {"who": "us", "reach": 5000}, profile=WORDS)


TEXT = """\
Talk: Ask Priya [x] first.
May the forum say it?, version 2

A large audience, as they say (https://example.org).

Next
  1. Ring Priya [x].
  2. Wait.

See
  - How to ask: https://example.org/ask

Go on
  - In “The other tree”, from its first question:
    postwise run other-tree

Keep in mind
  - It is in our name.

What decided it
  - “All of us” to “Who is speaking?”
  - “5000 people” to “How many will read it?”

What would change this
  - go: Go on.
    “0 people” to “How many will read it?”
  - go or talk, by what you answer then
    “Only me” to “Who is speaking?”
  - Fewest changes to go: one
    “0 people” to “How many will read it?”

Sources
  - A report: https://example.org/report_(1).html

How you got here
  - Who is speaking?
    All of us
  - How many will read it?
    5000 people
"""


def test_text_reads_from_the_verdict_to_the_road_and_is_all_words():
    assert as_text(asked_first(), onward=NextTree("The other tree", "other-tree")) == TEXT


def test_an_unfinished_walk_says_which_question_is_left():
    text = as_text(Walk.start(everything()).answer("me").answer(["face"]))
    assert text.startswith("This walk is not finished.\n")
    assert "The question left\n  - Have they agreed?\n    - Yes\n    - Not yet\n" in text
    assert "How you got here\n  - Who is speaking?\n    Only me\n  - What is in it?\n    A face\n" in text


def test_a_note_of_an_answer_is_kept_in_mind_without_its_stars():
    text = as_text(Walk.replay(everything(), {"who": "me", "marks": []}))
    assert "Keep in mind\n  - Then say I.\n" in text
    assert "What is in it?\n    Nothing of the kind\n" in text


def test_not_sure_is_said_and_what_is_worth_settling():
    walk = Walk.start(everything()).answer("me").answer(["face"]).not_sure()
    text = as_text(walk)
    assert "Not sure; for now: Not yet" in text
    settling = " ".join(text[text.index("Worth settling") : text.index("What would change")].split())
    assert settling == (
        "Worth settling - Have they agreed? - “Yes” leads to go: Go on. "
        "- “Not yet” leads to talk: Ask whoever runs your organisation's social media first."
    )


def test_the_fewest_changes_are_named_where_it_takes_several():
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "b"\nno = "b"\n'
        '[question.b]\nask = "B?"\nyes = "turn"\nno = "turn"\n[branch.turn]\nelse = "wait"\n'
        'cases = [{ when = { a = "yes", b = "yes" }, goto = "post" }]\n'
        '[outcome.post]\nverdict = "go"\nheadline = "Post."\n[outcome.wait]\nverdict = "pause"\nheadline = "Wait."\n'
    )
    text = as_text(Walk.start(tree).answer("no").answer("no"))
    assert "What would change this\n  - Fewest changes to go: two\n    - “Yes” to “A?”\n    - “Yes” to “B?”\n" in text


def test_text_keeps_a_draft_as_it_was_written():
    text = as_text(asked_first(), draft="First line\n\nthird")
    assert text.endswith("\nYour draft\n  First line\n\n  third\n")


@given(st.integers(30, 100))
def test_lines_keep_to_the_width_where_words_let_them(width):
    for line in as_text(asked_first(), width).splitlines():
        assert cells(line) <= width or "https:" in line


def test_it_is_all_words_no_sign_no_line_and_no_code_for_a_terminal():
    text = as_text(Walk.start(everything()).answer("me").answer(["face"]).not_sure())
    assert not [letter for letter in text if "\u2190" <= letter <= "\u2bff" or letter in "·\x1b\t\r"]


def test_whom_to_turn_to_stands_under_the_steps_with_number_and_address():
    helpline = """
see = [{ title = "A helpline", phone = "0300 123 1100", url = "https://example.org/help" }, { url = "mailto:us@example.org" }, """
    walk = Walk.replay(tree_of(EVERYTHING.replace("\nsee = [", helpline)), {"who": "us", "reach": 5000}, profile=WORDS)
    people = """
  2. Wait.

Whom to turn to
  - A helpline: 0300 123 1100, https://example.org/help
  - mailto:us@example.org

See
  - How to ask: https://example.org/ask
"""
    assert people in as_text(walk)


def test_what_the_tree_was_built_on_can_be_followed():
    assert "## Sources\n\n- [A report](<https://example.org/report%5F%281%29.html>)\n" in as_markdown(asked_first())


HEARD = """
format = 1
[tree]
title = "Heard"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "us", text = "All of us", goto = "rain" }, { id = "them", text = "They", goto = "other" }]
[question.rain]
ask = "Is it raining?"
yes = "wind"
no = "wind"
[question.wind]
ask = "Is it windy?"
yes = "end"
no = "end"
[outcome.end]
headline = "End."
notes = [{ when = { rain = "yes" }, text = "Take a coat." }]
[outcome.other]
headline = "Other."
"""


def test_an_answer_that_changes_what_is_to_be_kept_in_mind_made_a_difference():
    for rain in ("yes", "no"):
        text = as_text(Walk.replay(tree_of(HEARD), {"who": "us", "rain": rain, "wind": "no"}))
        assert f"Is it raining?\n    {rain.capitalize()}\n" in text
        assert "Is it windy?\n    No (made no difference)\n" in text


HANDED = """
format = 1
[tree]
title = "The other tree"
start = "who"
[question.who]
ask = "Who, again?"
answers = [{ id = "us", text = "The lot of us", goto = "again" }, { id = "them", text = "They", goto = "end" }]
[question.again]
ask = "Really?"
yes = "end"
no = "end"
[outcome.end]
headline = "End."
"""


def test_a_walk_handed_over_tells_the_earlier_tree_first_and_a_carried_answer_once():
    walk = asked_first().go_on(tree_of(HANDED)).answer("yes")
    text = as_text(walk)
    first = text.index("How you got here: May the forum say it?\n  - Who is speaking?\n    All of us\n")
    assert first < text.index("How you got here: The other tree\n  - Really?\n    Yes (made no difference)\n")
    assert "Who, again?" not in text
    steps = walk.to_dict()["steps"]
    assert [(step["tree"], step["question"], step["carried"]) for step in steps] == [
        ("everything", "who", False),
        ("everything", "reach", False),
        ("tree", "who", True),
        ("tree", "again", False),
    ]


def test_a_saved_walk_tells_each_tree_as_the_walk_did():
    walk = asked_first().go_on(tree_of(HANDED)).answer("yes")
    saved = record_of(walk, "answers", None, dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC))
    text, kept = as_text(walk), RecommendationDocument.of_saved(saved).as_text()
    road = text[text.index("How you got here") :]
    road = road.rstrip().replace(" (made no difference)", "")
    assert road in kept
    alone = record_of(asked_first(), "answers", None, saved.saved)
    assert "How you got here\n  - Who is" in RecommendationDocument.of_saved(alone).as_text()


def test_markdown_escapes_plain_texts_and_keeps_those_that_are_markdown():
    markdown = as_markdown(asked_first())
    assert markdown.startswith("# ◇ talk: Ask Priya \\[x\\] first.\n\nMay the forum say it?, version 2\n")
    assert "A large audience, [as they say](https://example.org)." in markdown
    assert "- [ ] Ring Priya \\[x\\]." in markdown
    assert "- It is in *our* name." in markdown
    assert "- [How to ask](<https://example.org/ask>)" in markdown


def test_the_draft_is_quoted_line_by_line():
    markdown = as_markdown(asked_first(), draft="One *line*\nanother\n\n# last\x1b[2J")
    assert markdown.endswith("## Your draft\n\n> One \\*line\\*\\\n> another\n>\n> \\# last\ufffd\\[2J\n")
    assert "Your draft" not in as_markdown(asked_first(), draft=" \n")


@pytest.mark.parametrize("show", [as_markdown, as_html])
def test_without_answers_nothing_shows_them(show):
    page = show(asked_first(), answers=False)
    for word in ("All of us", "5000", "How you got here", "What would change this", "Only me"):
        assert word not in page
    assert "Go on" in page


def test_the_page_stands_alone():
    page = as_html(asked_first(), draft="<script>alert(1)</script>")
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(page).iter()}
    assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "base"})
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page


@given(hostile_trees(rings=False), st.data())
def test_hostile_texts_reach_the_page_and_the_text_as_they_are(tree, data):
    walk = Walk.start(tree)
    while walk.question is not None:
        walk = walk.answer(data.draw(st.sampled_from(answers_to(tree, walk.at))))
    page = ET.fromstring(as_html(walk))
    assert {element.tag.rpartition("}")[2] for element in page.iter()}.isdisjoint({"script", "b", "img"})
    assert "\x1b" not in as_text(walk)
    json.dumps(walk.to_dict())


KEYS = [
    "schema",
    "tree",
    "places",
    "code",
    "steps",
    "outcome",
    "notes",
    "values",
    "decided",
    "changes",
    "settle",
    "question",
]


def test_json_has_the_promised_keys_in_the_promised_order():
    walk = asked_first()
    shown = walk.to_dict()
    assert list(shown) == KEYS
    assert shown["schema"] == "postwise.recommendation/1"
    assert shown["tree"] == {
        "id": "everything",
        "title": "May the forum say it?",
        "version": "2",
        "fingerprint": walk.tree.fingerprint,
    }
    assert shown["places"] == []
    assert shown["code"] == walk.code
    assert shown["steps"][1] == {
        "question": "reach",
        "ask": "How many will read it?",
        "answer": 5000,
        "text": "5000 people",
        "unsure": False,
    }
    assert shown["outcome"]["id"] == "ask-first"
    assert shown["outcome"]["next"] == ["Ring Priya [x].", "Wait."]
    assert shown["outcome"]["tree"] == "other-tree"
    assert shown["notes"] == ["It is in *our* name."]
    assert shown["values"] == {"size": "large"}
    assert {"question": "reach", "answer": 0, "outcome": "go-on", "verdict": "go"} in shown["changes"]
    assert shown["question"] is None


def test_json_of_an_unfinished_walk_has_the_open_question():
    shown = Walk.start(everything()).answer("me").to_dict()
    assert list(shown) == KEYS
    assert shown["outcome"] is None
    assert shown["changes"] == shown["settle"] == shown["notes"] == []
    assert shown["question"] == {
        "id": "marks",
        "ask": "What is in it?",
        "type": "checklist",
        "answers": [{"id": "face", "text": "A face"}, {"id": "place", "text": "A place"}],
    }


def test_json_answers_are_as_their_type_says():
    walk = Walk.replay(everything(), {"who": "me", "marks": ["place", "face"], "sure": "yes"})
    assert [step["answer"] for step in walk.to_dict()["steps"]] == ["me", ["face", "place"], "yes"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_scenario_of_a_shipped_tree_can_be_shown(path):
    tree = load(path)
    for scenario in tree.scenarios.values():
        walk = Walk.replay(tree, scenario.answers)
        shown = json.loads(json.dumps(walk.to_dict()))
        assert shown["outcome"]["id"] == scenario.expect
        assert len(shown["changes"]) == len(walk.what_if.changes)
        unsure = Walk.replay(tree, walk.answers, unsure={s.node_id for s in walk.steps if s.question.picks_one})
        assert len(unsure.to_dict()["settle"]) == len(unsure.what_if.settle)
        ET.fromstring(as_html(walk))
