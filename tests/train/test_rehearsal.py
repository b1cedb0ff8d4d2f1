"""The hour played beforehand: its votes come of themselves, and nothing of it stays."""

from __future__ import annotations

import pytest

from postwise.train import transitions
from postwise.train.living_memory import LivingMemory
from postwise.train.rehearsal import as_rehearsal, invented, of_rehearsal, rehearsed
from postwise.train.session import VOTING
from postwise.train.session_report import read_debrief
from postwise.train.session_words import INVENTED
from postwise.train.store import SessionFileError

from .playing import begun, in_case, on


def played(session):
    """Return every step of a session in which the next step is all that is done, and the first road where it ties."""
    steps = [session]
    while session.stage != "closed":
        events = transitions.forward(session) or transitions.take(session, transitions.choices(session)[0].answer)
        session = session.after(*events)
        session = session.after(*invented(session))
        steps.append(session)
    return steps


@pytest.mark.parametrize("present", [3, 5, 6, 12, 14])
@pytest.mark.parametrize("mode", ["hands", "secret", "typed"])
def test_every_vote_is_in_as_soon_as_it_is_opened_and_the_hour_comes_to_its_end(present, mode):
    steps = played(begun(present, mode))
    assert all(step.voted for step in steps if step.stage in VOTING)
    assert {step.case for step in steps} == {"", "towing/late-train", "towing/picture"}
    assert steps[-1].stage == "closed"


def test_it_goes_along_the_cases_own_road_and_divides_where_groups_do():
    steps = played(begun(12))
    own = [step for step in steps if step.case == "towing/late-train"][-1].walk(0)
    assert [(step.node_id, step.answer) for step in own.steps] == [("account", "mine"), ("reception", "no")]
    divided = next(step for step in steps if step.question == "reception" and step.stage == "shown")
    assert divided.votes.first.agreement == "split"
    assert any(step.road_number for step in steps), "another road is walked"


def test_nothing_of_it_stays_and_one_that_was_killed_is_not_in_the_way(tmp_path):
    path = tmp_path / "rehearsal.session"
    for _ in range(2):
        with rehearsed(begun(), tmp_path) as hold:
            hold.after(*transitions.forward(hold.session))
            assert path.exists()
            with pytest.raises(SessionFileError), rehearsed(begun(), tmp_path):
                pass
        assert not path.exists()
        assert LivingMemory(path).kept() == LivingMemory(path, "clocks").kept() == b""
    with rehearsed(begun(), tmp_path) as hold:
        hold.hand_over()
        with rehearsed(on(begun(), "forward"), tmp_path) as again:
            assert again.session.stage == "trust"


def test_what_was_invented_is_no_session_to_look_back_on(tmp_path):
    with rehearsed(begun(), tmp_path) as hold, pytest.raises(SessionFileError) as refused:
        read_debrief(hold.path)
    assert INVENTED in str(refused.value)


def test_votes_are_invented_in_a_rehearsal_alone():
    session = on(in_case(), "given", "vote")
    assert of_rehearsal(session) == ()
    assert of_rehearsal(as_rehearsal(session)) == invented(session) != ()
