from __future__ import annotations

import re
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise import Walk, loads
from postwise.show.session_document import facilitator_notes
from postwise.train import transitions
from postwise.train.ballot import ballot_on
from postwise.train.clocks import clock_for
from postwise.train.facilitator_notes import NO_ANSWER, PROMPTS, notes_at
from postwise.train.room_view import RoadEnd, RoomView, room
from postwise.train.session_words import INVITATIONS
from postwise.tui import training
from postwise.tui.training.room_lines import RoomContent, page_lines
from strategies import examples

from .playing import TREE, begun, cases, counted, in_case, on, to
from .test_session import MOVES, pressed

SCREENS = Path(training.__file__).parent


def test_the_room_sees_the_case_and_the_question_filled_in():
    session = on(in_case(), "forward")
    seen = room(session)
    assert (seen.place, seen.cases, seen.title) == (1, 2, "The late train")
    assert seen.story == "You are on platform 4, and your line manager is waiting."
    assert seen.ask == "Whose account, your line manager?"
    assert [bar.text for bar in seen.bars] == ["Ours", "My own", "None yet", "Pass"]


def test_an_ending_that_several_roads_come_to_stands_once_side_by_side():
    text = TREE.replace('text = "Ours", goto = "stop"', 'text = "Ours", goto = "talk"')
    session = on(counted(on(to(in_case(text=text), "account", "5 7"), "talk", "vote"), "5 7"), "onward", "vote")
    session = on(counted(session, "0 12"), "onward", "forward", "forward")
    view = room(session)
    assert (view.stage, session.finished()) == ("compare", (0, 1))
    assert [(end.recommendation.verdict, end.also) for end in view.ends] == [("talk", ("Ours",))]
    shown = "\n".join(line.words.plain for line in page_lines(RoomContent(view, 80, 24)))
    assert "and the one on which “Ours” was answered" in shown
    assert shown.count("Talk to ") == 1


def test_counts_are_hidden_until_they_are_revealed_and_again_when_gone_back_to():
    session = on(in_case(), "forward", "vote")
    session = session.after(*transitions.count(session, "6 5 0 1"))
    assert room(session).hidden
    assert room(session).voted == 12
    assert [bar.first for bar in room(session).bars] == [None] * 4
    session = on(session, "reveal")
    for step in ("shown", "talk", "second"):
        if step != "shown":
            session = on(session, {"talk": "talk", "second": "vote"}[step])
        seen = room(session)
        assert all(bar.first is bar.second is None and not bar.leads for bar in seen.bars), "it would lead the talk"
        assert (seen.word, seen.tie) == ("" if step == "second" else "split", False)
        assert notes_at(session).first == (("Ours", "6"), ("My own", "5"), ("None yet", "0"), ("Pass", "1"))
    session = session.after(*transitions.count(session, "9 3 0 0"))
    assert room(session).bars[0].first is None
    session = on(session, "reveal")
    assert [(bar.first, bar.second) for bar in room(session).bars] == [(6, 9), (5, 3), (0, 0), (1, 0)]
    assert room(session).movement == "split → leaning, at least 3 moved"
    assert [bar.first for bar in room(on(session, "back", "back", "back", "back")).bars] == [None] * 4


@pytest.mark.parametrize(("part", "called"), [(RoomView, "view"), (RoadEnd, "end")])
def test_all_that_the_room_may_see_is_drawn_somewhere(part, called):
    drawing = "".join(path.read_text(encoding="utf-8") for path in SCREENS.glob("*.py"))
    drawn = set(re.findall(rf"\b{called}\.(\w+)", drawing))
    assert [field.name for field in fields(part) if field.name not in drawn] == []


def test_of_few_voters_the_room_sees_a_word():
    seen = room(counted(on(in_case(4), "forward", "vote"), "3 1 0"))
    assert (seen.word, seen.tie) == ("most", False)
    assert [(bar.first, bar.leads) for bar in seen.bars] == [(None, False)] * 4
    seen = room(counted(on(to(in_case(4), "account", "3 1 0"), "vote"), "3 1 0"))
    assert [(bar.first, bar.leads) for bar in seen.bars] == [(None, True), (None, False), (None, False), (None, False)]
    assert room(counted(on(to(in_case(4), "account", "3 1 0"), "vote"), "2 2 0")).tie
    assert notes_at(to(in_case(4), "account", "3 1 0")).first == (("Ours", "in the lead"),)


def test_another_road_is_announced_before_it_is_walked():
    session = on(in_case(), "forward")
    assert room(session).road == ("", "")
    session = counted(on(to(in_case(), "account", "8 4 0"), "vote"), "8 4 0")
    session = on(on(session, "onward"), "forward")
    assert room(session).road == ("Whose account, your line manager?", "My own")


def test_what_is_agreed_at_once_is_shown_at_once():
    seen = room(counted(on(in_case(), "forward", "vote"), "11 1 0"))
    assert (seen.word, [bar.first for bar in seen.bars]) == ("agreed", [11, 1, 0, 0])


def test_ticking_nothing_is_called_what_the_tree_calls_it():
    ways = '[question.contains]\nnone = "Nothing, says {manager}"'
    walk = Walk.start(loads(TREE.replace("[question.contains]", ways)), profile={"manager": "Joan"})
    ballot = ballot_on(walk, "contains")
    assert [choice.text for choice in ballot.bigger(replace(ballot.empty, voters=6))] == ["Nothing, says Joan"]
    assert ballot.none == "Nothing, says Joan"


def test_side_by_side_with_what_they_share():
    session = counted(on(in_case(), "forward", "vote"), "3 0 9")
    session = on(session, "onward", "vote")
    session = on(counted(session, "12 0"), "onward", "vote")
    session = on(counted(session, "0 0 0"), "onward", "forward", "vote")
    session = on(counted(session, "12 0 0"), "onward")
    assert room(session).ends[0].recommendation.headline == "Go ahead, and tell your line manager."
    session = on(session, "forward", "forward")
    seen = room(session)
    assert [(end.at, end.recommendation.id) for end in seen.ends] == [("", "go"), ("Ours", "stop")]
    assert seen.shared == ("Read it aloud.",)
    assert [words for _, words in seen.ends[0].trail[1:]] == [
        "0 to 999 people",
        "None of these",
        "talked about",
        "1 January 2026 to 30 April 2026",
    ]


def test_the_facilitator_sees_more_and_the_room_none_of_it():
    session = to(in_case(), "reception")
    notes = notes_at(session)
    assert notes.discuss == ("Who was on the platform?",)
    assert (notes.splits_here, notes.likely, clock_for(session).seconds) == (True, "No", 20)
    assert "Who was on the platform" not in str(asdict(room(session)))
    account = notes_at(on(in_case(), "forward"))
    assert (account.likely, account.other) == ("My own", "Ours")


@settings(max_examples=examples(40))
@given(st.data())
def test_no_page_that_the_room_sees_has_a_line_of_the_facilitators(data):
    """`postwise.train`, rule 13."""
    lines = {NO_ANSWER, *(line for prompts in PROMPTS.values() for line in prompts)}
    lines |= {line for case in cases() for line in case.scenario.discuss}
    session = begun()
    for move in data.draw(st.lists(MOVES, max_size=40)):
        session = pressed(session, move, data)
        seen = "\n".join(row.words.plain for row in page_lines(RoomContent(room(session), 100, 40)))
        assert [line for line in lines if line in seen] == []


def test_a_step_that_invites_to_something_says_so_on_its_page():
    asked = room(on(in_case(), "forward"))
    for stage, invitation in INVITATIONS.items():
        page = page_lines(RoomContent(replace(asked, stage=stage), 100, 40))
        assert any(row.words.plain == invitation for row in page), stage


def test_the_facilitator_hears_when_a_tree_has_no_answer():
    session = to(in_case(), "reception", "0 12")
    assert any("no answer" in line for line in notes_at(on(session, "onward")).prompts)


def test_voting_in_secret_is_suggested_where_hands_would_point_at_people():
    assert notes_at(on(in_case(4), "forward", "vote")).suggest_secret
    assert not notes_at(on(in_case(12), "forward", "vote")).suggest_secret
    assert notes_at(on(begun(managers=True), "forward", "forward", "forward", "forward", "vote")).suggest_secret
    assert not notes_at(on(in_case(4, "secret"), "forward", "vote")).suggest_secret


def test_a_second_vote_that_is_counted_and_not_shown_changes_nothing_on_the_screen():
    session = on(counted(on(in_case(), "forward", "vote"), "7 5 0"), "vote")
    one, two = (session.after(*transitions.count(session, text)) for text in ("6 6 0", "0 12 0"))
    assert room(one) == room(two)
    moves = ("forward", "back", "vote", "reveal", "talk", "onward", "start_again", "living", "end_case", "close")
    assert [getattr(transitions, move)(one) for move in moves] == [getattr(transitions, move)(two) for move in moves]
    assert transitions.no_cast(one) == transitions.no_cast(two)
    assert transitions.choices(one) == transitions.choices(two) == ()


def test_the_crib_for_print_has_both_roads():
    text = facilitator_notes(cases())
    assert "- Likely road: My own → No → ◇ talk: Talk to a colleague you trust." in text
    assert "- The other road: Ours → ■ stop: Do not." in text
    assert "- Groups divide at: Would you say it in reception?" in text
    assert "- Who was on the platform?" in text


def test_confidence_is_a_mean_and_only_of_five_or_more():
    session = on(begun(6), "forward", "forward")
    for key in "33345":
        session = transitions.cast(session, [key])
    session = on(transitions.cast(session, None), "forward", "close", "forward")
    for key in "4455":
        session = transitions.cast(session, [key])
    assert transitions.forward(session) == (), "a few are waited for"
    session = on(session.after(*transitions.present(session, 4)), "forward")
    before, after = room(session).confidence
    assert (before.mean, after) == (3.6, None)


@settings(max_examples=examples(40))
@given(st.data(), st.sampled_from(["hands", "secret"]), st.sampled_from([3, 9]))
def test_the_room_never_sees_what_is_hidden(data, mode, present):
    session = in_case(present, mode)
    for name in data.draw(st.lists(MOVES, min_size=20, max_size=40)):
        session = pressed(session, name, data)
        seen = room(session)
        notes_at(session)
        if seen.hidden and session.stage != "second":
            assert not seen.word
            assert all(bar.first is bar.second is None and not bar.leads for bar in seen.bars)
        if session.stage == "second":
            assert all(bar.second is None for bar in seen.bars)
        for vote in ("first", "second"):
            tally = getattr(session.votes, vote)
            if tally is not None and tally.voters < 5:
                assert all(getattr(bar, vote) is None for bar in seen.bars)


@pytest.mark.parametrize("mode", ["hands", "secret", "typed"])
def test_what_two_different_secret_votes_show_is_the_same(mode):
    one, two = (on(in_case(6, mode), "forward", "vote") for _ in range(2))
    if mode == "secret":
        one, two = transitions.cast(one, ["org"]), transitions.cast(two, None)
    else:
        one, two = one.after(*transitions.count(one, "1 0 0")), two.after(*transitions.count(two, "0 1 0"))
    assert room(one) == room(two)
