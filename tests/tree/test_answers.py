"""What each type of question takes as an answer, typed or from a file."""

from __future__ import annotations

import datetime as dt

import pytest

from postwise.tree.answers import AnswerError, in_words, plain_answer, read_answer, typed_answer
from postwise.tree.ids import id_of
from postwise.tree.model import Answer, Question

CHOICE = Question(ask="?", answers=(Answer(text="Yes, please!", goto="x"), Answer(id="b", text="B", goto="x")))
TICKS = Question(ask="?", type="checklist", goto="x", answers=CHOICE.answers, none="Not one")
YEARS = Question(ask="?", type="number", goto="x", min=18, max=99, step=1, unit="years")
TENTHS = Question(ask="?", type="number", goto="x", min=0.5, step=0.1)
DAY = Question(ask="?", type="date", goto="x", min=dt.date(2026, 1, 1))
WORDS = Question(ask="?", type="text", goto="x")


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (CHOICE, "yes-please", "yes-please"),
        (TICKS, "b,yes-please", frozenset({"b", "yes-please"})),
        (TICKS, "", frozenset()),
        (TICKS, "none", frozenset()),
        (YEARS, "18", 18),
        (TENTHS, "0.7", 0.7),
        (TENTHS, "1", 1),
        (TENTHS, "+1.5", 1.5),
        (TENTHS, "1e16", 1e16),
        (TENTHS, "12,000", 12000),
        (TENTHS, "12 000", 12000),
        (TENTHS, "1\u202f234\u202f567.5", 1234567.5),
        (DAY, "2026-11-01", dt.date(2026, 11, 1)),
        (WORDS, "two\nlines", "two\nlines"),
    ],
)
def test_what_is_typed_is_taken(question, typed, answer):
    assert typed_answer(question, typed) == answer
    assert read_answer(question, plain_answer(answer)) == answer


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        (CHOICE, "c", "unknown-answer"),
        (TICKS, "b,c", "unknown-answer"),
        (YEARS, "17", "bad-value"),
        (YEARS, "100", "bad-value"),
        (YEARS, "20.5", "bad-value"),
        (YEARS, "many", "bad-value"),
        (YEARS, "nan", "bad-value"),
        (YEARS, "٣٣", "bad-value"),
        (YEARS, "3_3", "bad-value"),
        (YEARS, "３３", "bad-value"),
        (YEARS, "²", "bad-value"),
        (YEARS, "", "bad-value"),
        (YEARS, "--33", "bad-value"),
        (TENTHS, "1,5", "bad-value"),
        (TENTHS, "1,2345", "bad-value"),
        (TENTHS, "12,000 000", "bad-value"),
        (TENTHS, "0x10", "bad-value"),
        (TENTHS, "0,500", "bad-value"),
        (YEARS, "20 years", "bad-value"),
        (TENTHS, "12'000", "bad-value"),
        (DAY, "1/12/2026", "bad-value"),
        (DAY, "today", "bad-value"),
        (TENTHS, "0.75", "bad-value"),
        (DAY, "2025-12-31", "bad-value"),
        (DAY, "1 May", "bad-value"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(question, typed, code):
    with pytest.raises(AnswerError) as error:
        typed_answer(question, typed)
    assert error.value.code == code
    assert str(error.value).endswith(".") or str(error.value).endswith("?")


@pytest.mark.parametrize(
    ("raw", "question"), [(True, YEARS), ("18", YEARS), (3, CHOICE), ("b", TICKS), (dt.datetime(2026, 1, 1), DAY)]
)
def test_another_kind_of_value_is_the_wrong_type(raw, question):
    with pytest.raises(AnswerError) as error:
        read_answer(question, raw)
    assert error.value.code == "wrong-type"


def test_an_answer_is_said_in_the_questions_own_words():
    assert in_words(CHOICE, "b") == "B"
    assert in_words(TICKS, frozenset({"b", "yes-please"})) == "Yes, please!; B"
    assert in_words(TICKS, frozenset()) == "Not one"
    assert in_words(YEARS, 18) == "18 years"
    assert in_words(DAY, dt.date(2026, 11, 1)) == "1 November 2026"


@pytest.mark.parametrize(
    ("text", "made"),
    [("Yes, please!", "yes-please"), ("Café", "cafe"), ("It's 3 pm", "it-s-3-pm"), ("18 or over", ""), ("?!", "")],
)
def test_an_id_is_made_from_words(text, made):
    assert id_of(text) == made


@pytest.mark.parametrize("written", ["1.12.2026", "1 December 2026", "01/12/2026"])
def test_files_and_records_write_a_date_in_one_way(written):
    with pytest.raises(AnswerError, match="is not a date"):
        read_answer(DAY, written)


@pytest.mark.parametrize("digits", [4301, 5000, 100_000])
def test_a_number_of_which_nobody_can_make_a_text_is_refused(digits):
    plain = Question(ask="?", type="number", goto="x")
    for question in (plain, YEARS):
        for number in (10 ** (digits - 1), -(10 ** (digits - 1))):
            with pytest.raises(AnswerError, match="so many digits"):
                read_answer(question, number)
        for typed in ("9" * digits, "-" + "9" * digits):
            with pytest.raises(AnswerError, match="so many digits"):
                typed_answer(question, typed)
    assert typed_answer(plain, "9" * 4300) == 10**4300 - 1
    assert typed_answer(plain, "-" + "9" * 4300) == 1 - 10**4300


@pytest.mark.parametrize(
    ("question", "end"), [(YEARS, "It goes from 18 to 99."), (TENTHS, "It starts at 0.5."), (WORDS, "be answered.")]
)
@pytest.mark.parametrize("typed", ["9" * 4301, "1e999", "9" * 400 + ".5", "-1e999"])
def test_a_number_too_large_for_anything_is_called_too_large_and_never_inf(question, end, typed):
    if question is WORDS:
        question = Question(ask="?", type="number", goto="x")
    with pytest.raises(AnswerError) as error:
        typed_answer(question, typed)
    assert "inf" not in str(error.value)
    assert "not a number" not in str(error.value)
    assert str(error.value).endswith(end)


@pytest.mark.parametrize("number", [float("inf"), float("-inf")])
def test_a_number_of_a_file_that_is_larger_than_any_is_not_called_by_a_name_it_does_not_have(number):
    with pytest.raises(AnswerError, match=r"^A number that large cannot be answered\. It goes from 18 to 99\.$"):
        read_answer(YEARS, number)


@pytest.mark.parametrize("question", [CHOICE, TICKS, YEARS, DAY])
@pytest.mark.parametrize("typed", ["x" * 100_000, "9" * 4300, "x\n" * 500])
def test_what_is_long_is_said_back_cut_short_and_on_one_line(question, typed):
    with pytest.raises(AnswerError) as error:
        typed_answer(question, typed)
    assert len(str(error.value)) < 200
    assert "\n" not in str(error.value)
