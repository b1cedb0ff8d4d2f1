"""The walk in lines: what can be typed, and what is said to it."""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
from types import SimpleNamespace

import pytest

from postwise import Walk, plain
from postwise.errors import Crash
from postwise.plain import PlainDialogue, Stopped, keeping, meant, place_in_words
from postwise.plain_waiting import LinesOrSaves
from postwise.streams import heard
from postwise.tree.answers import AnswerError
from postwise.tree.loader import loads
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS
from strategies import LATE, tree_of

TREE = """format = 1
[tree]
title = "Which coat?"
summary = "A look out of the window."
start = "sky"
[question.sky]
ask = "What is the sky like, {buddy}?"
why = "Coats are *heavy*."
answers = [
  { id = "blue", text = "Blue all over", goto = "bag" },
  { id = "black", text = "Black", goto = "wind" },
  { id = "grey", text = "Grey", goto = "wind", unsure = true },
]
[question.wind]
ask = "How strong is the wind?"
type = "number"
min = 0
max = 12
step = 1
goto = "bag"
[question.bag]
ask = "What else?"
type = "checklist"
none = "Nothing more"
answers = [ { id = "hat", text = "A hat" }, { id = "map", text = "A map" } ]
goto = "by-wind"
notes = [{ when = { sky = "grey" }, text = "It looks like **rain**." }]
[branch.by-wind]
cases = [ { when = { wind = { min = 6 } }, goto = "stay" } ]
else = "go-out"
[outcome.go-out]
verdict = "go"
headline = "Go out."
[outcome.stay]
verdict = "leave"
headline = "Stay in."
"""


@pytest.fixture
def walk():
    return Walk.start(loads(TREE))


def talk(walk, typed, draft=""):
    """Return how a plain walk ended and all that it said."""
    said = io.StringIO()
    lines = PlainDialogue(io.StringIO(typed), said, lambda text: text.replace("*", ""))
    try:
        end = lines.walk(walk, draft)
    except Stopped as stopped:
        end = stopped.walk
    return end, said.getvalue()


def test_numbers_answer(walk):
    end, said = talk(walk, "2\n7\n1,2\n")
    assert end.at == "stay"
    assert end.asked == {"sky": "black", "wind": 7, "bag": frozenset({"hat", "map"})}
    assert "\nQuestion 1, 1 to 2 more.\nWhat is the sky like, a colleague you trust?\n" in said
    assert "   2  Black" in said


@pytest.mark.parametrize("typed", ["blue", "Blue all over", "blue a", "BLUE"])
def test_ids_words_and_first_letters_answer(walk, typed):
    end, _ = talk(walk, f"{typed}\n0\n")
    assert end.asked == {"sky": "blue", "bag": frozenset()}


def test_letters_that_could_be_two_answers_are_asked_again(walk):
    end, said = talk(walk, "bl\nblu\n0\n")
    assert '"bl" could be 1 or 2. Type its number.' in said
    assert end.asked["sky"] == "blue"


def test_a_row_of_digits_that_never_ends_is_none_of_the_answers(walk):
    end, said = talk(walk, f"{'1' * 5000}\n1\n{'1' * 5000}\n0\n")
    assert said.count("is none of the answers") == 2
    assert end.asked == {"sky": "blue", "bag": frozenset()}


@pytest.mark.parametrize("typed", ["٣", "1_0", "³", "３", "0x3", "1e1", "-3", "3.0", "+3"])
def test_the_number_of_an_answer_is_written_in_the_digits_0_to_9_alone(walk, typed):
    end, said = talk(walk, f"{typed}\n2\n7\n{typed}\n0\n")
    assert said.count("is none of the answers") == 2
    assert end.asked == {"sky": "black", "wind": 7, "bag": frozenset()}


@pytest.mark.parametrize("typed", ["٣", "1_0", "³", "３", "0x3", "7" * 4301, "1e999", "inf", "nan", "\x1b[A", ""])
def test_what_is_no_number_is_asked_again_in_one_short_line(walk, typed):
    end, said = talk(walk, f"2\n{typed}\n7\n0\n")
    assert end.asked["wind"] == 7
    complaint = said.partition("whole number")[2].splitlines()[1]
    assert complaint.startswith(">    ")
    assert len(complaint) < 120
    assert complaint.endswith(
        (
            "Type a whole number from 0 to 12. ? says what can be typed.",
            "It goes from 0 to 12. ? says what can be typed.",
        )
    )


YES_NO = """[tree]
title = "Send it?"
start = "read"
[question.read]
ask = "Has somebody read it?"
yes = { text = "No doubt about it", goto = "when" }
no = { text = "Not yet", goto = "when" }
[question.when]
ask = "When will it be sent?"
type = "date"
goto = "reach"
[question.reach]
ask = "How many does it reach?"
type = "number"
unit = "followers"
goto = "done"
[outcome.done]
headline = "Done."
"""


@pytest.mark.parametrize(("typed", "answer"), [("y", "yes"), ("Yes", "yes"), ("n", "no"), ("NO", "no"), ("1", "yes")])
def test_y_and_n_answer_yes_and_no_whatever_the_two_are_called(typed, answer):
    end, said = talk(Walk.start(tree_of(YES_NO)), f"?\n{typed}\n")
    assert end.asked == {"read": answer}
    assert "Type y or n, or the number of an answer." in said


def test_an_answer_is_said_back_as_it_was_understood(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    end, said = talk(Walk.start(tree_of(YES_NO)), "y\n1/12/2026\n12,000\n")
    assert end.at == "done"
    assert "\n>    1 December 2026\n" in said
    assert "\n>    12000 followers\n" in said


def test_a_date_or_number_that_is_none_is_asked_again_in_the_words_of_the_question():
    _, said = talk(Walk.start(tree_of(YES_NO)), "y\n\nsoon\ntoday\n\n1.234.567\n")
    how = "Type a date, as 1 December 2026 or 2026-12-01."
    assert f"   {how}\n>    There is no answer yet. {how} ? says what can be typed.\n" in said
    assert f'"soon" is not a date. {how}' in said
    assert "There is no answer yet. Type a number of followers." in said
    assert '"1.234.567" is not a clear number. Write thousands as 12,000 and decimals as 12.5.' in said


def test_a_word_that_stands_in_an_answer_is_said_back_with_its_number_and_answers_nothing(walk):
    end, said = talk(walk, "ALL OV\nl\n1\nat\n2\n")
    assert '"ALL OV" stands in this answer:\n   1  Blue all over\n   Type its number if you mean it.' in said
    assert '"l" is none of the answers.' in said, "a letter stands nearly everywhere"
    assert end.asked == {"sky": "blue", "bag": frozenset({"map"})}


def test_a_word_that_stands_in_several_answers_offers_them_by_number():
    question = Walk.start(tree_of(YES_NO.replace("Not yet", "I doubt it"))).question
    with pytest.raises(AnswerError) as error:
        meant(question, "doubt")
    assert str(error.value).splitlines() == [
        '"doubt" stands in these answers:',
        "   1  No doubt about it",
        "   2  I doubt it",
        "   Type its number if you mean it.",
    ]


def test_b_goes_back_and_says_the_answer_of_last_time(walk):
    end, said = talk(walk, "2\nb\n1\n0\n")
    assert "Last time: Black" in said
    assert end.asked == {"sky": "blue", "bag": frozenset()}


def test_w_says_why_without_its_markup(walk):
    _, said = talk(walk, "w\n")
    assert "   Coats are heavy." in said


def test_u_takes_the_answer_marked_unsure_and_says_so(walk):
    end, said = talk(walk, "u\n3\n0\n")
    assert end.unsure == {"sky"}
    assert "Not sure, so for now: Grey" in said
    assert "It looks like rain." in said


@pytest.mark.parametrize("most", [0, 1000])
def test_u_says_so_where_too_much_lies_ahead_to_know_what_can_follow(monkeypatch, most):
    monkeypatch.setattr(plain, "AT_ONCE", most)
    monkeypatch.setattr(plain, "SOON", most)
    end, said = talk(Walk.start(tree_of(LATE)), "u\n2\n")
    assert end.unsure == {"first"}
    assert (JUDGED_BY_GOTOS in said) == (most == 0)


def test_u_is_no_answer_to_a_number(walk):
    _, said = talk(walk, "3\nu\n")
    assert "Not sure is a way to answer a choice; this question is none." in said


@pytest.mark.parametrize(
    ("typed", "sentence"), [("13", "13 is too large"), ("2.5", "whole numbers"), ("x", "not a number")]
)
def test_a_number_out_of_bounds_is_asked_again(walk, typed, sentence):
    end, said = talk(walk, f"2\n{typed}\n4\n0\n")
    assert sentence in said
    assert end.asked["wind"] == 4


def test_q_stops_with_the_walk_so_far(walk):
    end, _ = talk(walk, "2\nq\n")
    assert end.at == "wind"


def test_the_end_of_input_stops_with_the_walk_so_far(walk):
    end, _ = talk(walk, "2\n5")
    assert end.at == "bag"


def test_the_draft_is_shown_without_its_control_characters(walk):
    _, said = talk(walk, "", draft="Hello \x1b[31mworld\n")
    assert "Your draft:\nHello \ufffd[31mworld\n" in said


def test_nothing_is_drawn_and_nothing_repainted(walk):
    _, said = talk(walk, "2\n7\n1\n")
    assert not set(said) & set("\x1b\r│─┌█▌")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "There is no answer yet. Type a number from 1 to 3."),
        ("2\n", "There is no answer yet. Type a whole number from 0 to 12."),
        ("1\n", "Nothing is ticked yet. Type what applies, or 0 if nothing does."),
        ("1\n0,1", "0 says that nothing applies."),
        ("1\nhat, none", "0 says that nothing applies."),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(walk, typed, told):
    stopped, said = talk(walk, f"{typed}\nq\n")
    assert told in said
    assert len(stopped.steps) == typed.count("\n")


def test_not_sure_is_named_only_where_it_is_an_answer(walk):
    _, said = talk(walk, "?\n2\n?\n")
    assert said.partition("Question 1")[2].count("u not sure") == 1


@pytest.mark.parametrize(
    ("before", "told"),
    [("", "Type the number of an answer"), ("2\n", "Type a whole number from 0 to 12"), ("1\n", "or 0: Nothing more")],
)
def test_a_question_mark_says_what_can_be_typed_and_answers_nothing(walk, before, told):
    stopped, said = talk(walk, f"{before}?\nq\n")
    assert len(stopped.steps) == len(before.split())
    assert told in said.rpartition("> ")[0].rpartition("> ")[2]
    assert "w why we ask" in said.rpartition("> ")[0].rpartition("> ")[2]


def test_a_checklist_takes_none_in_words_and_never_by_accident(walk):
    question = walk.answer("blue").question
    assert meant(question, "none") == meant(question, "0") == frozenset()
    for nothing in ("", " ", ",", " , "):
        with pytest.raises(AnswerError, match="0 if nothing does"):
            meant(question, nothing)
    with pytest.raises(AnswerError):
        meant(question, "hat, shoe")


@pytest.mark.parametrize("fault", [KeyError("Ines"), FileNotFoundError(errno.ENOENT, "no such file")])
def test_the_walk_comes_along_with_a_fault_of_ours(fault):
    walk = Walk.start(loads(TREE))
    with pytest.raises(Crash) as found, keeping(walk):
        raise fault
    assert found.value.walk is walk
    assert found.value.__cause__ is fault


@pytest.mark.parametrize("number", [errno.EPIPE, errno.ENOSPC, errno.EDQUOT])
def test_what_can_be_written_nowhere_is_no_fault_of_ours(number):
    with pytest.raises(OSError, match="nowhere") as found, keeping(Walk.start(loads(TREE))):
        raise OSError(number, "nowhere")
    assert found.value.errno == number


def again(walk, place, typed):
    """Return the walk after one of its answers was put again, and all that was said."""
    said = io.StringIO()
    lines = PlainDialogue(io.StringIO(typed), said, lambda text: text.replace("*", ""))
    return lines.ask_again(walk, place + 1), said.getvalue()


def test_an_answer_is_put_again_with_its_number_and_the_later_ones_are_kept(walk):
    end, _ = talk(walk, "2\n7\n1,2\n")
    changed, said = again(end, 1, "w\n?\nnix\n3\n")
    assert changed.asked == {**end.asked, "wind": 3}
    assert changed.at == "go-out"
    assert said.startswith("\nQuestion 2.\nHow strong is the wind?\n")
    for sentence in ("Last time: 7\n", "press Enter to leave it as it is", "The tree does not say.", "is not a number"):
        assert sentence in said


def test_an_answer_put_again_can_be_not_sure_or_be_left_as_it_is(walk):
    end, _ = talk(walk, "1\n0\n")
    assert again(end, 0, "\n")[0] is end
    changed, said = again(end, 0, "u\n")
    assert changed.asked["sky"] == "grey"
    assert changed.at == "wind"
    assert "Not sure, so for now: Grey" in said


THOUGHT = """[tree]
title = "Think"
start = "thought"
[question.thought]
ask = "What do you think?"
type = "text"
goto = "helper"
[question.helper]
ask = "Who is there?"
answers = [ { id = "a", text = "Help is there", goto = "done" }, { id = "b", text = "Nobody", goto = "done" } ]
[outcome.done]
headline = "Done."
"""


@pytest.mark.parametrize("typed", ["q", "B", "quit", "back", "stop"])
def test_an_answer_put_again_is_left_as_it_was_by_the_keys_of_every_question(walk, typed):
    thought = Walk.start(tree_of(THOUGHT)).answer("mine").answer("a")
    assert (again(thought, 0, f"{typed}\n2\n")[0] is thought) == (len(typed) == 1)
    end, _ = talk(walk, "1\n0\n")
    assert again(end, 0, f"{typed}\n2\n")[0] is end


def test_a_question_put_again_says_how_it_is_answered_and_left(walk):
    end, _ = talk(walk, "2\n7\n0\n")
    leaving = "b, q or an empty line to leave it as it is.\n"
    said = again(end, 1, "?\n\n")[1]
    assert f"\n   Type a whole number from 0 to 12.\n   Or w why we ask, {leaving}" in said
    assert "\n>    Question 1. What is the sky like" in said, "and the answers so far"
    said = again(end, 0, "?\n\n")[1]
    assert f"or the letters it begins with.\n   Or w why we ask, u not sure, {leaving}" in said


@pytest.mark.parametrize(
    ("word", "key"),
    [("help", "?"), ("Why", "w"), ("back", "b"), ("quit", "q"), ("Stop", "q"), ("not sure", "u"), ("unsure", "u")],
)
def test_words_do_as_well_as_keys(walk, word, key):
    for before in ("", "2\n", "1\n"):
        assert talk(walk, f"{before}{word}\n") == talk(walk, f"{before}{key}\n")


@pytest.mark.parametrize("word", ["help", "back", "stop", "not sure", "u"])
def test_any_word_may_be_a_thought_and_what_is_a_key_beside_it_is_said(word):
    end, said = talk(Walk.start(tree_of(THOUGHT)), f"{word}\n")
    assert end.asked["thought"] == word
    assert "\n   b, w, q and ? are keys here too; any other line is your text.\n> " in said


@pytest.mark.unix
@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("one\ntwo\n\nthree\n", "1\n"),
        pytest.param(
            "one\ntwo\n\nthr",
            "ee\n1\n",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="told on Linux alone"),
        ),
    ],
)
def test_a_paragraph_that_is_pasted_into_a_terminal_is_one_text_and_answers_nothing_else(typed, then):
    hand, tty = os.openpty()
    said = io.StringIO()

    class Heard(io.StringIO):
        def write(self, text):
            if "Who is there?" in text:
                os.write(hand, then[then.index("1") :].encode())
            return said.write(text)

    rest = then[: then.index("1")].encode()
    try:
        os.write(hand, typed.encode())
        if rest:
            threading.Timer(0.1, os.write, (hand, rest)).start()
        with open(tty, encoding="utf-8", closefd=False) as source:
            end = PlainDialogue(source, Heard(), str).walk(Walk.start(tree_of(THOUGHT)))
    finally:
        os.close(hand)
        os.close(tty)
    assert end.asked["thought"] == "one\ntwo\n\nthree"
    assert end.asked["helper"] == "a"
    assert "   one\n   two\n\n   three\n" in said.getvalue()


def test_a_text_that_one_goes_back_to_stays_where_nothing_else_is_typed():
    end, said = talk(Walk.start(tree_of(THOUGHT)), "one\nb\n\n2\n")
    assert end.asked == {"thought": "one", "helper": "b"}
    assert "   Last time: one\n   Or press Enter to say the same again, or type 0 to take it away.\n" in said


def test_of_a_pipe_each_line_is_an_answer():
    end, _ = talk(Walk.start(tree_of(THOUGHT)), "one\n2\n")
    assert end.asked == {"thought": "one", "helper": "b"}


def test_each_question_says_how_many_may_come_after_it(walk):
    _, said = talk(walk, "2\n7\n")
    places = [line for line in said.splitlines() if line.startswith("Question ")]
    assert places == ["Question 1, 1 to 2 more.", "Question 2, 1 more.", "Question 3, the last one."]


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        ((None, None), "Question 4"),
        ((None, 7), "Question 4, at most 6 more"),
        ((1, 7), "Question 4, at most 6 more"),
        ((3, 7), "Question 4, 2 to 6 more"),
        ((7, 7), "Question 4, 6 more"),
        ((None, 1), "Question 4, the last one"),
    ],
)
def test_how_many_may_come_is_said_as_far_as_it_is_known(ahead, words):
    walk = SimpleNamespace(own={1: 1, 2: 2, 3: 3}, remaining_so_far=ahead)
    walk.legs = (walk,)
    assert place_in_words(walk) == words


def test_every_line_of_what_belongs_to_a_question_is_set_in():
    text = TREE.replace('"Coats are *heavy*."', '"""Coats:\n\n1. rain\n2. wind"""')
    _, said = talk(Walk.start(loads(text)), "w\n")
    assert ">    Coats:\n\n   1. rain\n   2. wind\n> " in said


def test_at_the_first_question_back_says_that_it_is_the_first(walk):
    end, said = talk(walk, "b\n1\n0\n")
    assert "\n>    This is the first question.\n> " in said
    assert end.at == "go-out"


@pytest.mark.parametrize("typed", ["2.", "2)"])
def test_a_number_may_be_written_as_in_a_list(walk, typed):
    assert talk(walk, f"{typed}\n")[0].asked == {"sky": "black"}


@pytest.mark.parametrize("before", ["", "2\n", "1\n"])
def test_every_refusal_ends_with_how_to_hear_what_can_be_typed(walk, before):
    for refused in ("nonsense", "", "l"):
        _, said = talk(walk, f"{before}{refused}\n")
        assert said.splitlines()[-2].endswith(" ? says what can be typed."), refused


def test_a_word_that_is_a_key_answers_only_where_it_is_all_of_an_answer():
    end, said = talk(Walk.start(tree_of(THOUGHT)), "mine\nhelp\n1\n")
    assert end.asked["helper"] == "a"
    assert "what can be typed" in said
    alone = tree_of(THOUGHT.replace("Help is there", "Help"))
    assert talk(Walk.start(alone), "mine\nhelp\n")[0].asked["helper"] == "a"


HIDDEN = """
[tree]
title = "Hidden"
start = "sky"
[question.sky]
ask = "What is it like?"
answers = [
  { id = "quit", text = "Grey", goto = "out" },
  { id = "early", text = "Blue", goto = "out" },
  { id = "young", text = "Blue, but no", goto = "out" },
]
[outcome.out]
headline = "Out."
"""


@pytest.mark.parametrize("typed", ["quit", "e", "y", "ea"])
def test_no_word_that_nobody_can_see_answers(typed):
    assert talk(Walk.start(tree_of(HIDDEN)), f"{typed}\n")[0].asked == {}


def test_an_id_answers_nothing_where_its_word_stands_in_another_answer():
    tree = tree_of(HIDDEN.replace('"quit"', '"but"'))
    end, said = talk(Walk.start(tree), "but\n")
    assert end.asked == {}
    assert "stands in this answer:\n   3  Blue, but no" in said


@pytest.mark.parametrize("typed", ["1 2", "1, 2", "1,2,", "2  1"])
def test_numbers_of_a_list_may_be_apart_by_blanks(walk, typed):
    assert talk(walk, f"1\n{typed}\n")[0].asked["bag"] == frozenset({"hat", "map"})


@pytest.mark.parametrize("typed", ["I can’t", "i can't"])
@pytest.mark.parametrize("text", ["I can’t see", "I can't see"])
def test_an_apostrophe_is_one_however_it_is_typed(typed, text):
    tree = tree_of(HIDDEN.replace("Grey", text))
    assert talk(Walk.start(tree), f"{typed}\n")[0].asked == {"sky": "quit"}


class Keyboard(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize("typed", ["early", "young"])
def test_nobody_who_types_is_understood_by_what_they_cannot_see(typed):
    with pytest.raises(AnswerError):
        meant(Walk.start(tree_of(HIDDEN)).question, typed, seen_only=True)
    lines = PlainDialogue(Keyboard(f"{typed}\n"), io.StringIO(), str)
    with pytest.raises(Stopped) as stopped:
        lines.walk(Walk.start(tree_of(HIDDEN)))
    assert stopped.value.walk.asked == {}


def test_of_a_list_the_words_for_none_and_a_whole_answer_are_understood(walk):
    assert talk(walk, "1\nnothing more\n")[0].asked["bag"] == frozenset()
    coats = tree_of(TREE.replace('text = "A map"', 'text = "A map, or two"'))
    assert talk(Walk.start(coats), "1\na map, or two\n")[0].asked["bag"] == frozenset({"map"})


def test_none_is_the_answer_that_begins_so_where_there_is_one(walk):
    coats = tree_of(TREE.replace('text = "A map"', 'text = "None of us knew"'))
    assert talk(Walk.start(coats), "1\nnone\n")[0].asked["bag"] == frozenset({"map"})
    assert talk(walk, "1\nnone\n")[0].asked["bag"] == frozenset()
    both = tree_of(TREE.replace('text = "A map"', 'text = "None of us knew"').replace("Nothing more", "None of these"))
    stopped, said = talk(Walk.start(both), "1\nnone\nq\n")
    assert "bag" not in stopped.asked
    assert '"none" could be 0 or ' in said


def test_what_was_typed_of_a_list_is_quoted_as_it_was_typed(walk):
    assert '"Non" is none of the answers' in talk(walk, "1\nNon\nq\n")[1]


def test_an_id_that_is_written_out_answers_where_no_answer_begins_so():
    assert talk(Walk.start(tree_of(HIDDEN)), "early\n")[0].asked == {"sky": "early"}
    seen = HIDDEN.replace('"early"', '"grey"')
    assert talk(Walk.start(tree_of(seen)), "grey\n")[0].asked == {"sky": "quit"}


def test_what_can_be_typed_is_said_with_the_answers_so_far_and_the_question_again(walk):
    _, said = talk(walk, "1\n?\n")
    asked = said.split("\n> ")[-2]
    assert "Question 1. " in asked
    assert asked.count(walk.answer("blue").question.ask) == 1, said


def test_not_sure_that_was_gone_back_from_is_not_said_to_have_been_an_answer(walk):
    _, said = talk(walk, "u\nb\n")
    assert "Last time: Not sure, so for now: " in said


def test_an_unknown_word_is_told_where_to_hear_what_can_be_typed(walk):
    _, said = talk(walk, "xyzzy\n")
    assert '"xyzzy" is none of the answers. Type a number from 1 to 3. ? says what can be typed.\n' in said


def test_the_way_to_an_end_that_is_decided_is_named_only_where_it_works(walk):
    _, said = talk(walk, "1\n?\n")
    assert "Type e to go there." in said
    assert "w why we ask, e to the ending that is clear by now, q stop here" in said
    assert "e to the end" not in talk(walk, "?\n")[1]


def test_words_that_were_written_can_be_taken_away():
    end, said = talk(Walk.start(tree_of(THOUGHT)), "one\nb\n0\n2\n")
    assert end.asked["thought"] == ""
    assert "or type 0 to take it away" in said


def test_nought_is_a_text_like_any_other_where_nothing_was_written():
    end, _ = talk(Walk.start(tree_of(THOUGHT)), "0\n2\n")
    assert end.asked["thought"] == "0"


@pytest.mark.unix
def test_a_paste_that_begins_with_an_empty_line_is_the_new_text_of_an_answer():
    hand, tty = os.openpty()
    try:
        os.write(hand, b"\nMy thoughts\nsave\nq\n")
        walk = Walk.start(tree_of(THOUGHT)).answer("one").answer("a")
        with open(tty, encoding="utf-8", closefd=False) as source:
            end = PlainDialogue(source, io.StringIO(), str).ask_again(walk, 1)
    finally:
        os.close(hand)
        os.close(tty)
    assert end.asked["thought"] == "My thoughts\nsave\nq"


@pytest.mark.unix
def test_lines_that_are_pasted_stay_together_where_something_listens_for_them():
    hand, tty = os.openpty()
    try:
        os.write(hand, b"My thoughts\nand more\n")
        walk = Walk.start(tree_of(THOUGHT)).answer("one")
        with open(tty, encoding="utf-8", closefd=False) as source:
            lines = PlainDialogue(LinesOrSaves(source, lambda: False), io.StringIO(), str)
            assert lines.ask_again(walk.answer("a"), 1).asked["thought"] == "My thoughts\nand more"
            os.write(hand, b"q\n")
            assert lines.read(walk, ">") == "q"
            os.write(hand, b"\x04")  # no more to read, so that what listens ends
            assert lines.typed() is None
    finally:
        os.close(hand)
        os.close(tty)


@pytest.mark.unix
@pytest.mark.skipif(sys.platform != "linux", reason="how long a line may be is told by the system")
@pytest.mark.parametrize(("letters", "said"), [(5000, True), (3000, False)])
def test_a_line_of_which_the_terminal_has_lost_the_end_is_said_to_be(letters, said, capsys):
    hand, tty = os.openpty()
    try:
        os.write(hand, b"a" * letters)
        os.write(hand, b"\n")
        with open(tty, encoding="utf-8", closefd=False) as source:
            line = heard(source)
    finally:
        os.close(hand)
        os.close(tty)
    assert len(line) == min(letters, 4095) + 1
    assert ("the end of this one may be missing" in capsys.readouterr().err) == said


def test_of_a_question_that_one_came_to_twice_the_later_answer_is_the_one_to_change():
    first, second = (tree_of(ROUND.format(here=here, there=there), here) for here, there in (("a", "b"), ("b", "a")))
    walk = Walk.start(first).answer("yes").go_on(second).answer("no").go_on(first)
    said = io.StringIO()
    lines = PlainDialogue(io.StringIO("2\n1\n"), said, str)
    again = lines.ask_again(walk, 1)
    assert [leg.answers for leg in again.legs] == [{"in-a": "yes"}, {"in-b": "no"}, {"in-a": "no"}]
    assert lines.ask_again(again, 1) is again
    assert "You came to “a” once more after that, and to this question. Change it there.\n" in said.getvalue()
    assert lines.ask_again(again, 3).answers == {"in-a": "yes"}


ROUND = """
[tree]
title = "{here}"
start = "in-{here}"
[question.in-{here}]
ask = "Is it?"
yes = "on"
no = "on"
[outcome.on]
headline = "On."
tree = "{there}"
"""


def test_words_that_are_taken_away_are_said_to_be():
    end, said = talk(Walk.start(tree_of(THOUGHT)), "\n1\n")
    assert "   Nothing is written.\n" in said
    changed, said = again(talk(Walk.start(tree_of(THOUGHT)), "a thought\n1\n")[0], 0, "0\n")
    assert (changed.asked["thought"], "   Nothing is written.\n" in said) == ("", True)
    assert "Last time" not in again(end, 0, "\n")[1], "and there was no last time"


def test_how_the_answer_is_found_is_said_with_the_question():
    text = TREE.replace("[question.wind]", '[question.wind]\nhelp = "It stands on the *card*."')
    assert text != TREE
    _, said = talk(Walk.start(loads(text)), "2\nw\nq\nq\n")
    asked, why = said.split("It stands on the card.")
    assert asked.endswith("   ")
    assert "The tree does not say." in why
