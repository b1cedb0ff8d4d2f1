"""A question as a person is asked it: every text filled, in every view; what they typed themselves is left as it is."""

from __future__ import annotations

import io

import pytest

from postwise import Walk
from postwise.plain import PlainDialogue, Stopped
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tree.answers import AnswerError
from postwise.tui.widgets.question_lines import answers
from postwise.tui.widgets.trail import trail_lines
from strategies import tree_of

TREE = """
[tree]
title = "Which?"
start = "marks"
[question.marks]
ask = "What is in it, {manager}?"
type = "checklist"
none = "None of {manager}'s"
answers = [{ id = "face", text = "A face of {organisation}" }]
goto = "size"
why = "{manager} asks."
help = "Look at {organisation}."
notes = [{ text = "{manager} knows." }]
[question.size]
ask = "How large?"
type = "number"
unit = "{organisation} points"
min = 1
max = 9
step = 1
goto = "day"
[question.day]
ask = "Which day?"
type = "date"
min = 2026-01-01
goto = "thought"
[question.thought]
ask = "What do you think?"
type = "text"
goto = "done"
[outcome.done]
headline = "Done."
"""
WORDS = {"manager": "Kim", "organisation": "Acme"}


@pytest.fixture
def walk() -> Walk:
    return Walk.start(tree_of(TREE), profile=WORDS)


def aloud(walk: Walk) -> str:
    """Return what plain mode says of the open question."""
    said = io.StringIO()
    with pytest.raises(Stopped):
        PlainDialogue(io.StringIO(""), said, str).walk(walk)
    return said.getvalue()


def test_every_text_of_it_is_filled(walk: Walk) -> None:
    question = walk.question
    assert question is not None
    assert (question.id, question.kind, question.ask) == ("marks", "checklist", "What is in it, Kim?")
    assert [(answer.id, answer.text) for answer in question.answers] == [("face", "A face of Acme")]
    assert (question.why, question.help, question.notes) == ("Kim asks.", "Look at Acme.", ("Kim knows.",))
    assert question.none == "None of Kim's"
    following = walk.answer([]).question
    assert following is not None
    assert (following.unit, following.wanted) == ("Acme points", "a whole number of Acme points from 1 to 9")


def test_a_unit_is_filled_wherever_it_is_shown(walk: Walk) -> None:
    asked = walk.answer([])
    assert "Type a whole number of Acme points from 1 to 9." in aloud(asked)
    assert asked.question is not None
    assert asked.question.how == "Type a whole number of Acme points from 1 to 9."
    done = asked.answer(3).answer("2026-02-01").answer("")
    assert "3 Acme points" in RecommendationDocument.of(done).as_text()
    assert done.to_dict()["steps"][1]["text"] == "3 Acme points"
    assert any("3 Acme points" in row.words.plain for row in trail_lines(done, None))


def test_ticking_nothing_is_filled_wherever_it_is_shown(walk: Walk) -> None:
    assert "or 0: None of Kim's." in aloud(walk)
    assert walk.question is not None
    assert any(row.words.plain == "None of Kim's" for row in answers(walk.question, frozenset(), {}))
    done = walk.answer([]).answer(3).answer("2026-02-01").answer("")
    assert "None of Kim's" in RecommendationDocument.of(done).as_text()
    assert done.to_dict()["steps"][0]["text"] == "None of Kim's"
    assert any(row.words.plain == "None of Kim's" for row in trail_lines(done, None))


def test_what_has_to_be_typed_is_said_for_a_date_too(walk: Walk) -> None:
    asked = walk.answer([]).answer(3)
    assert asked.question is not None
    assert asked.question.how == "Type a date from 1 January 2026, as 1 December 2026 or 2026-12-01."
    assert asked.question.how in aloud(asked)


@pytest.mark.parametrize("typed", ["", "  ", "many", "3 pears"])
def test_every_refusal_says_what_is_wanted_in_the_sentence_that_stands_at_the_question(walk: Walk, typed: str) -> None:
    for asked in (walk.answer([]), walk.answer([]).answer(3)):
        question = asked.question
        assert question is not None
        with pytest.raises(AnswerError) as error:
            question.read(typed)
        assert error.value.hint == question.how
        assert '""' not in str(error.value)


def test_the_unit_may_follow_a_number_in_the_words_it_is_shown_in(walk: Walk) -> None:
    question = walk.answer([]).question
    assert question is not None
    assert question.read("3 Acme points") == question.read("3 acme point") == 3


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("3", ""),
        ("3 Acme points", ""),
        ("+3", "3 Acme points"),
        ("3.50", "3.5 Acme points"),
        ("12,000", "12000 Acme points"),
        ("", ""),
        ("many", ""),
        ("1.234.567", ""),
        ("9" * 5000, ""),
        ("1e999", ""),
    ],
)
def test_what_is_understood_of_a_number_is_said_where_it_is_not_what_was_typed(
    walk: Walk, typed: str, understood: str
) -> None:
    question = walk.answer([]).question
    assert question is not None
    assert question.understood(typed) == understood


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("1/12/26", "1 December 2026"),
        ("2026-12-01", "1 December 2026"),
        ("1 December 2026", ""),
        ("1 Dec", None),
        ("", ""),
    ],
)
def test_what_is_understood_of_a_date_is_said_with_its_year(
    walk: Walk, typed: str, understood: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    question = walk.answer([]).answer(3).question
    assert question is not None
    said = question.understood(typed)
    assert said.startswith("1 December 20") if understood is None else said == understood


def test_nothing_is_understood_of_what_is_no_number_or_date(walk: Walk) -> None:
    assert walk.question is not None
    assert walk.question.understood("12,000") == ""


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ('type = "number"', "a number"),
        ('type = "number"\nstep = 0.5\nunit = "hours"\nmin = -1', "a number of hours from -1"),
        ('type = "number"\nstep = 1\nunit = "years"\nmin = 0\nmax = 120', "a whole number of years from 0 to 120"),
        ('type = "number"\nmax = 2.5', "a number up to 2.5"),
        ('type = "date"\nmax = 2026-12-31', "a date up to 31 December 2026"),
        ('type = "text"', ""),
    ],
)
def test_what_has_to_be_typed_is_said_in_few_words(asked: str, wanted: str) -> None:
    tree = tree_of(
        f'[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "?"\n{asked}\ngoto = "done"\n[outcome.done]\nheadline = "Done."'
    )
    question = Walk.start(tree).question
    assert question is not None
    assert question.wanted == wanted


def test_braces_that_a_person_typed_stay_as_they_are(walk: Walk) -> None:
    typed = "Ask {manager}, {{or}} not"
    done = walk.answer([]).answer(3).answer("2026-02-01").answer(typed)
    assert done.said(done.steps[-1]) == typed
    assert done.to_dict()["steps"][-1]["text"] == typed
    again = done.back()
    assert f"Last time: {typed}" in aloud(again)
