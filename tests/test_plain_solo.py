"""Cases alone, in lines: a story, its questions, where they led, and no score; nothing is kept."""

from __future__ import annotations

import io

from postwise.plain import PlainDialogue
from postwise.plain_solo import PlainSolo
from postwise.show.markdown import plain_lines
from postwise.train.aggregate import SessionAggregate
from postwise.train.session_report import debrief
from postwise.train.solo import Solo
from train.playing import cases, counted, in_case, on, to
from train.test_session_report import lay_together


def alone(*typed, together=None):
    target = io.StringIO()
    dialogue = PlainDialogue(io.StringIO("".join(f"{line}\n" for line in typed)), target, plain_lines)
    PlainSolo(dialogue, Solo.begin(cases()), together or SessionAggregate()).run()
    return target.getvalue()


def test_each_case_is_told_walked_and_ends_and_all_lie_beside_what_groups_said():
    session = counted(on(to(in_case(), "account", "8 3 1"), "talk", "vote"), "7 4 1")
    said = alone("2", "2", "n", "1", "n", together=lay_together([debrief(session)]))
    assert said.index("Case 1 of 2") < said.index("platform 4") < said.index("Whose account") < said.index("talk: ")
    assert said.index("Case 2 of 2") < said.index("stop: ") < said.index("Nothing here is right or wrong")
    page = said[said.index("Your roads") :]
    assert "  You: My own\n  1 group: 1 was split.\n" in page
    assert "    My own: 4 votes\n" in page
    assert "  No group has told us yet.\n" in page
    assert "score" not in said.lower()


def test_a_case_may_be_left_and_taken_up_again_or_passed_over():
    said = alone("1", "b", "2", "q", "b", "2", "2", "n", "q", "n")
    assert said.count("stop: ") == 1
    assert said.count("talk: ") == 1
    assert "left on the way" not in said[said.index("Your roads") :], "a case without an answer is not told"


def test_leaving_says_no_more_and_neither_does_the_end_of_what_is_typed():
    assert "Your roads" not in alone("q", "q")
    assert "Your roads" not in alone("2")
    assert "Your roads" not in alone("2", "2", "n")


def test_what_is_no_answer_between_cases_is_asked_again():
    said = alone("1", "x", "", "q")
    assert said.count("n goes on to the next case") == 3
