"""What is said at the steps of a session names only what can be done there."""

from __future__ import annotations

import pytest

from postwise.train import transitions
from postwise.train.ballot import Ballot, Choice
from postwise.train.moves import KEYS
from postwise.train.room_view import room
from postwise.train.session_words import as_typed, in_box, to_count

from .playing import begun, in_case, on, to


@pytest.mark.parametrize("mode", ["typed", "secret"])
def test_of_confidence_nothing_is_revealed_and_the_session_goes_on(mode):
    session = on(begun(mode=mode), "forward", "forward")
    assert session.stage == "confidence-before"
    session = session.after(*transitions.count(session, "1 2 3 4 2"))
    assert transitions.reveal(session) == ()
    said = (to_count if mode == "typed" else in_box)(room(session), KEYS)
    assert "n goes on" in said
    assert "reveals" not in said


def test_at_a_question_counts_are_asked_for_and_then_revealed():
    session = on(to(in_case(), "account"), "vote")
    assert to_count(room(session), KEYS).startswith("Type the hands for each answer")
    session = session.after(*transitions.count(session, "8 4 0"))
    assert to_count(room(session), KEYS) == "12 of 12 are in. r reveals them; type again to put them right."


@pytest.mark.parametrize("answers", [2, 3, 6, 12])
def test_the_example_of_counts_is_taken_where_it_stands(answers):
    choices = tuple(Choice(f"c{number}", f"Answer {number}", f"c{number}") for number in range(answers))
    assert Ballot("q", "Which?", choices).typed(as_typed(answers + 1), 12).voters == 12
