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
    assert said.index("Case 1 of 2") < said.index("platform 4") < said.index("Whose account") < said.index("Talk: ")
    assert said.index("Case 2 of 2") < said.index("\nStop: ") < said.index("Nothing here is right or wrong")
    page = said[said.index("Your roads") :]
    assert "  You: My own\n  1 group: 1 was split.\n" in page
    assert "    My own: 4 votes\n" in page
    assert "  No group has told us yet.\n" in page
    assert "score" not in said.lower()


def test_once_a_case_is_over_there_is_what_a_group_would_have_talked_about():
    said = alone("1", "q")
    order = [
        "\nStop: Do not.",
        "The case's own road: My own, then No. Talk: Talk to a colleague you trust.",
        "Its other road: Ours. Stop: Do not.",
        "This is what whoever wrote the case thought of, and not what is right.",
        "Groups divide at this question: Would you say it in reception?",
        "To think about:\n- Who was on the platform?",
    ]
    places = [said.find(line) for line in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_a_case_may_be_left_and_taken_up_again_or_passed_over():
    said = alone("1", "b", "2", "q", "b", "2", "n", "q", "n")
    assert said.count("\nStop: ") == 1
    assert said.count("\nTalk: ") == 1
    assert "left on the way" not in said[said.index("Your roads") :], "a case without an answer is not told"


def test_whoever_left_at_a_question_comes_back_to_it_and_from_an_end_to_the_question_before():
    said = alone("2", "q", "b", "2", "b", "q")
    left, ended, _ = (line for line in said.splitlines() if line.startswith("n goes on"))
    assert "b goes back to the question you left" in left
    assert "b goes back to the question before" in ended
    assert said.count("\nQuestion 2") == 3
    assert "Last time: " in said.rpartition("\nQuestion 2")[2]


def test_the_end_of_what_is_typed_leaves_at_once_at_a_question_too():
    class Terminal(io.StringIO):
        """One on which ctrl+d ends a line, and others may come after it."""

        def readline(self, size=-1):
            return super().readline(size).removeprefix("ctrl+d\n")

    target = io.StringIO()
    solo = Solo.begin(cases())
    PlainSolo(PlainDialogue(Terminal("2\nctrl+d\nn\n"), target, plain_lines), solo, SessionAggregate()).run()
    assert "n goes on" not in target.getvalue()


def test_the_last_case_offers_no_next_one():
    said = alone("q", "n", "q")
    assert said.count("n goes on to the next case") == 1
    assert "n shows your roads and ends, b goes back to the question you left, q leaves." in said


def test_where_nothing_was_answered_that_is_said():
    said = alone("q", "n", "q", "n")
    assert "You have answered nothing, so there is no road to show." in said
    assert "Your roads" not in said


def test_that_no_group_has_told_is_said_once():
    said = alone("2", "2", "n", "1", "n")
    assert said.count("No group has told us yet") == 1
    assert "\nYour roads.\n" in said


def test_a_tree_says_once_what_it_is_for():
    assert alone("q", "n", "1", "b", "b", "q", "q").count("Type a number, or b back") == 1


def test_leaving_says_no_more_and_neither_does_the_end_of_what_is_typed():
    assert "Your roads" not in alone("q", "q")
    assert "Your roads" not in alone("2")
    assert "Your roads" not in alone("2", "2", "n")


def test_what_is_no_answer_between_cases_is_asked_again():
    said = alone("1", "x", "", "q")
    assert said.count("n goes on to the next case") == 3
    assert said.count('"x" is none of the words here. n goes on') == 1
