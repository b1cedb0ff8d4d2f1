"""Answers said back in texts: in the words of the answer, in every view, as data; never what somebody wrote."""

from __future__ import annotations

import io
import json

import pytest

from postwise import Walk
from postwise.plain import PlainDialogue, Stopped
from postwise.show.brief import brief
from postwise.show.markdown import wrapped
from postwise.show.numbered_tree import NumberedTree
from postwise.show.recommendation_document import RecommendationDocument
from postwise.show.tree_formats import FORMATS
from postwise.text import for_html
from postwise.tree.library import Library
from postwise.tui.widgets.question_lines import aside, head
from postwise.tui.widgets.recommendation_lines import PageState, opening, to_do
from postwise.walk.saved_walk import record_of
from strategies import tree_of

TREE = """
[tree]
title = "Which?"
start = "who"
[profile]
desk = "the desk"
[question.who]
ask = "Who is it?"
answers = [
  { id = "us", text = "Us at {desk}", goto = "marks", note = "As “{who}” you are many." },
  { id = "odd", text = "*[red]b[/red]* <b>&amp; _x_", goto = "marks" },
]
[question.marks]
ask = "What is in it, “{who}”?"
why = "“{who}” asked."
type = "checklist"
answers = [{ id = "face", text = "A face" }, { id = "place", text = "A place" }, { id = "name", text = "A name" }]
goto = "size"
notes = [{ when = { who = "us" }, text = "We are {who}." }]
[question.size]
ask = "How large is “{marks}”?"
type = "number"
unit = "m_2_"
goto = "day"
[question.day]
ask = "Which day?"
type = "date"
goto = "sure"
[question.sure]
ask = "Sure?"
yes = "done"
no = { text = "Not at all", goto = "done" }
[outcome.done]
verdict = "talk"
headline = "{who}: {marks}."
reason = "{size} on {day}, {sure}; of “{who}”."
next = ["Think of {marks}."]
notes = [{ when = { size = { min = 3 } }, text = "{size} is much for “{who}”." }]
see = [{ title = "On {who}", url = "https://example.org/a" }]
"""


def walked(**answers: object) -> Walk:
    given = {"who": "us", "marks": ["face"], "size": 2, "day": "2026-11-01", "sure": "yes"}
    return Walk.replay(tree_of(TREE), {**given, **answers}, profile={"desk": "reception"})


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ([], "None of these"),
        (["place"], "A place"),
        (["name", "face"], "A face and A name"),
        (["name", "face", "place"], "A face, A place and A name"),
    ],
)
def test_a_checklist_is_said_with_commas_and_and(ticked: list[str], said: str) -> None:
    recommendation = walked(marks=ticked).recommendation
    assert recommendation is not None
    assert recommendation.headline == f"Us at reception: {said}."
    assert recommendation.next == (f"Think of {said}.",)


def test_every_kind_of_answer_is_said_in_its_words() -> None:
    recommendation = walked(size=4.0, sure="no").recommendation
    assert recommendation is not None
    assert wrapped(recommendation.reason, 200) == ["4 m_2_ on 1 November 2026, Not at all; of “Us at reception”."]
    assert [wrapped(note, 200) for note in recommendation.notes] == [
        ["As “Us at reception” you are many."],
        ["4 m_2_ is much for “Us at reception”."],
    ]
    assert recommendation.see[0].title == "On Us at reception"


def test_the_profile_comes_first_and_a_value_before_an_answer() -> None:
    said = '[tree]\ntitle = "T"\nstart = "manager"\n[question.manager]\nask = "?"\nyes = "x"\nno = "x"\n'
    said += '[outcome.x]\nheadline = "{manager}"\n'
    assert Walk.start(tree_of(said)).answer("yes").recommendation.headline == "your line manager"
    assert Walk.start(tree_of(said.replace("manager", "boss"))).answer("yes").recommendation.headline == "Yes"
    theirs = Walk.start(tree_of(said.replace("manager", "boss")), profile={"boss": "Ana"})
    assert theirs.answer("yes").recommendation.headline == "Ana"


def test_an_answer_stays_data_in_markdown_and_on_a_page() -> None:
    walk = walked(who="odd")
    odd = "*[red]b[/red]* <b>&amp; _x_"
    recommendation = walk.recommendation
    assert recommendation is not None
    assert wrapped(recommendation.reason, 200) == [f"2 m_2_ on 1 November 2026, Yes; of “{odd}”."]
    document = RecommendationDocument.of(walk)
    assert f"of “{odd}”." in document.as_text(200)
    assert f"of “{for_html(odd)}”." in document.as_html()
    assert "<em>" not in document.as_html()
    shown = "\n".join(row.words.plain for row in (*opening(recommendation), *to_do(recommendation, PageState(), None)))
    assert f"{odd}: A face." in shown
    assert f"of “{odd}”." in shown


def test_it_is_said_in_every_view_of_a_walk() -> None:
    walk = walked()
    said = "Us at reception: A face."
    document = RecommendationDocument.of(walk)
    for view in (document.as_text(), document.as_markdown(), document.as_html(), brief(walk, Library())):
        assert said in view
    assert walk.to_dict()["outcome"]["headline"] == said
    assert walk.to_dict()["steps"][1]["ask"] == "What is in it, “Us at reception”?"
    assert record_of(walk, "answers", None, None).outcome.headline == said  # type: ignore[arg-type, union-attr]


def test_it_is_said_in_every_view_of_a_question() -> None:
    walk = walked().back().back().back().back()
    said = io.StringIO()
    with pytest.raises(Stopped):
        PlainDialogue(io.StringIO("w\n"), said, lambda text: "\n".join(wrapped(text, 200))).walk(walk)
    for words in ("What is in it, “Us at reception”?", "“Us at reception” asked.", "We are Us at reception."):
        assert words in said.getvalue()
        assert words in "\n".join(row.words.plain for row in (*head(walk.question), *aside(walk.question, why=True)))


def test_where_there_is_no_walk_it_is_named_by_its_number() -> None:
    tree = tree_of(TREE)
    shown = NumberedTree(tree)
    assert shown.fill("{who}, {size} and {desk}") == "«answer 1», «answer 3» and the desk"
    road = NumberedTree(tree, road=walked().back().back().back())
    assert road.fill("{who}, {size} and {desk}") == "Us at reception, «answer 3» and reception"
    for name in ("outline", "markdown", "html", "svg", "handout"):
        assert "«answer 1»" in FORMATS[name](shown)
    assert json.loads(FORMATS["json"](shown))["outcome"]["done"]["headline"] == "{who}: {marks}."


def test_what_has_not_been_asked_is_a_gap() -> None:
    assert Walk.start(tree_of(TREE)).filled("{size} and {nothing}") == "… and {nothing}"


def test_what_somebody_wrote_is_never_said() -> None:
    text = '[tree]\ntitle = "T"\nstart = "wish"\n[question.wish]\ntype = "text"\nask = "?"\ngoto = "x"\n'
    walk = Walk.start(tree_of(text + '[outcome.x]\nheadline = "X"\n')).answer("secret")
    assert "secret" not in walk.filled("{wish}")


def test_another_tree_says_what_came_along() -> None:
    walk = walked().go_on(tree_of(TREE.replace('title = "Which?"', 'title = "Again?"')))
    assert walk.recommendation is not None
    assert walk.recommendation.headline == "Us at reception: A face."


def test_where_another_answer_leads_is_said_with_that_answer() -> None:
    text = '[tree]\ntitle = "T"\nstart = "who"\n[question.who]\nask = "Who?"\nanswers = [\n'
    text += "".join(f'{{ id = "{one}", text = "Say {one}", goto = "{one}" }},\n' for one in ("a", "b")) + "]\n"
    text += "".join(
        f'[outcome.{one}]\nverdict = "{word}"\nheadline = "You did {{who}}."\n'
        for one, word in (("a", "go"), ("b", "stop"))
    )
    walk = Walk.start(tree_of(text)).not_sure()
    shown = RecommendationDocument.of(walk).as_text(200)
    assert "“Say a” leads to go: You did Say a." in shown
    assert "“Say b” leads to stop: You did Say b." in shown
    assert "go: You did Say a." in shown.partition("What would change this")[2]


def test_a_sheet_of_paper_numbers_its_questions_where_texts_speak_of_them() -> None:
    told = TREE.replace('goto = "sure"', 'goto = "turn"').partition("[question.sure]")[0]
    told += '[branch.turn]\nelse = "done"\n[outcome.done]\nheadline = "Done."\n'
    silent = told.replace("{marks}", "it").replace("{who}", "it")
    assert "<b>1</b>" in FORMATS["handout"](NumberedTree(tree_of(told)))
    assert "<b>1</b>" not in FORMATS["handout"](NumberedTree(tree_of(silent)))


def test_a_value_without_a_result_is_said_by_its_name() -> None:
    values = '[value.tone]\ncases = [{ when = { who = "odd" }, is = "odd" }]\n[question.who]'
    tree = tree_of(TREE.replace("[question.who]", values, 1).replace("Think of {marks}.", "It is {tone}."))
    assert (
        Walk.start(tree).filled("It is {tone}.")
        == Walk.start(tree).answer("us").filled("It is {tone}.")
        == "It is «tone»."
    )
    assert Walk.start(tree).answer("odd").filled("It is {tone}.") == "It is odd."
