from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise.train import transitions
from postwise.train.ballot import VoteError
from postwise.train.cases import contacts_missing, minutes_of, questions_of, suggest, suggested_choices
from postwise.train.events import VotesBy
from postwise.train.room_view import room
from postwise.train.session import VOTING, Session, SessionError
from postwise.train.session_words import fits
from strategies import examples

from .playing import SECRETS, TREE, begun, cases, counted, in_case, on, to


def test_a_question_goes_from_silence_to_the_next_along_the_bigger_road():
    session = on(in_case(), "forward")
    stages = [session.stage]
    session = on(session, "vote")
    stages.append(session.stage)
    session = counted(session, "5 6 0 1")
    stages.append(session.stage)
    session = on(session, "forward", "vote")
    stages.append(session.stage)
    session = counted(session, "2 9 0 1")
    stages.append(session.stage)
    assert stages == ["silence", "first", "shown", "second", "moved"]
    assert session.votes.movement.sentence == "split → leaning, at least 3 moved"
    session = on(session, "forward")
    assert (session.question, session.stage) == ("reception", "silence")


def test_what_is_agreed_at_once_needs_no_second_vote():
    session = counted(on(in_case(), "forward", "vote"), "0 12 0")
    assert on(session, "forward").question == "reception"


def test_a_tie_has_no_winner_and_the_facilitator_picks_the_first_road():
    session = counted(on(in_case(), "forward", "vote"), "6 6 0")
    assert transitions.onward(session) == ()
    assert [choice.answer for choice in transitions.choices(session)] == ["org", "mine"]
    session = session.after(*transitions.take(session, "org"))
    assert session.stage == "outcome"
    fork = transitions.due(session)[0]
    assert (fork.question, fork.choice.answer) == ("account", "mine")


def test_if_all_pass_every_answer_can_be_taken():
    session = counted(on(in_case(), "forward", "vote"), "0 0 0 12")
    assert [choice.answer for choice in transitions.choices(session)] == ["org", "mine", "none-yet"]


def test_if_all_pass_a_checklist_nothing_of_it_or_any_one_item_can_be_taken():
    session = to(in_case(), "contains", "0 0 0 12")
    ahead = transitions.choices(session)
    assert [choice.answer for choice in ahead] == [frozenset(), {"client"}, {"photo"}, {"number"}]
    assert all(choice.text for choice in ahead)
    assert session.after(*transitions.take(session, ahead[1].answer)).question == "words"


@pytest.mark.parametrize(("counts", "roads"), [("9 2 1", []), ("9 3 0", ["mine"]), ("6 3 3", ["mine", "none-yet"])])
def test_the_other_road_is_walked_from_a_fifth_on(counts, roads):
    session = counted(on(in_case(), "forward", "vote"), counts)
    session = session.after(*transitions.take(session, "org"))
    assert [fork.choice.answer for fork in transitions.due(session)] == roads


def test_both_roads_then_side_by_side_then_the_next_case():
    session = counted(on(in_case(), "forward", "vote"), "3 9 0")
    session = on(session, "onward", "vote")
    session = on(counted(session, "0 12"), "onward")
    assert (session.stage, session.walk().at) == ("outcome", "talk")
    session = on(session, "forward")
    assert (session.stage, session.road_number, session.walk().at) == ("outcome", 1, "stop")
    session = on(session, "forward")
    assert (session.stage, session.finished()) == ("compare", (0, 1))
    assert on(session, "forward").case == "towing/picture"


def test_where_roads_meet_again_the_votes_stand():
    session = to(in_case(), "account")
    session = on(counted(on(session, "vote"), "0 7 5"), "onward")
    session = on(counted(on(session, "vote"), "12 0"), "onward")
    assert session.question == "followers"
    session = on(counted(on(session, "vote"), "12 0"), "onward")
    session = on(counted(on(session, "vote"), "0 0 0 0"), "onward", "forward", "vote")
    session = on(counted(session, "0 12 0"), "onward")
    assert session.walk().at == "pause"
    session = on(session, "forward")
    assert (session.road_number, session.stage, session.walk().at) == (1, "outcome", "pause")
    assert [step.node_id for step in session.walk().steps] == ["account", "followers", "contains", "words", "when"]


def test_numbers_dates_and_checklists_are_voted_and_texts_are_talked_about():
    session = to(in_case(), "followers")
    assert [choice.text for choice in session.ballot.choices] == ["0 to 999 people", "1000 people or more"]
    session = to(session, "contains", "7 2 6")
    assert session.ballot.several
    assert [choice.answer for choice in transitions.choices(session)] == [
        frozenset({"client"}),
        frozenset({"client", "number"}),
    ]
    session = session.after(*transitions.take(session, ["client"]))
    assert (session.question, session.stage, session.ballot) == ("words", "said", None)
    session = on(session, "forward")
    assert [choice.text for choice in session.ballot.choices] == [
        "1 January 2026 to 30 April 2026",
        "1 May 2026 to 7 May 2026",
        "8 May 2026 to 31 December 2026",
    ]
    session = on(counted(on(session, "vote"), "12 0 0"), "onward")
    assert session.walk().at == "stop"
    fork = next(fork for fork in transitions.due(session) if fork.question == "contains")
    assert fork.choice.answer == frozenset()


def test_back_goes_over_every_step_and_forward_comes_to_the_same_votes():
    session = to(in_case(), "reception", "6 6")
    seen = session.rounds
    while transitions.back(session):
        session = on(session, "back")
        assert session.rounds == seen
    assert session.stage == "rules"
    session = to(session, "account")
    assert session.stage == "shown"
    session = on(session, "forward")
    assert (session.question, session.stage) == ("reception", "shown")
    assert session.votes.first.counts == {"yes": 6, "no": 6}


def test_back_within_an_open_secret_vote_keeps_what_is_in_the_box():
    session = on(in_case(6, "secret"), "forward", "vote")
    for _ in range(3):
        session = transitions.cast(session, ["mine"])
    session = on(session, "back", "back", "forward", "forward")
    assert (session.stage, session.voted) == ("first", 3)
    session = transitions.cast(session, None)
    session = on(transitions.cast(session, None), "reveal")
    assert session.votes.first.counts == {"org": 0, "mine": 3, "none-yet": 0}
    assert session.votes.first.passes == 2


def test_people_come_late_and_leave():
    session = on(in_case(3, "secret"), "forward", "vote")
    for _ in range(3):
        session = transitions.cast(session, ["org"])
    with pytest.raises(SessionError, match="All 3"):
        transitions.cast(session, ["org"])
    session = session.after(*transitions.present(session, 4))
    assert transitions.cast(session, ["org"]).voted == 4
    gone = session.after(*transitions.present(session, 2))
    assert (room(gone).voted, room(gone).present) == (3, 3), "who has voted and left counts"


@pytest.mark.parametrize(
    "typed",
    ["1 2", "1 2 3 4 5", "a b c", "13 0 0", "-1 2 3", "1.5 1 1", "99999999 1 1", "٣ 1 1", "1_0 1 1", "9" * 4301],
)
def test_counts_that_cannot_be_are_refused_with_a_sentence(typed):
    session = on(in_case(), "forward", "vote")
    with pytest.raises(VoteError, match=r"^(Type|That)"):
        transitions.count(session, typed)


def test_noughts_are_left_out_only_where_everybody_is_counted():
    session = on(in_case(), "forward", "vote")
    assert on(session.after(*transitions.count(session, "5 7")), "reveal").votes.first.counts["none-yet"] == 0
    for typed in ("5 6", "11", "0"):
        with pytest.raises(VoteError, match="Type 3 numbers"):
            transitions.count(session, typed)
    session = on(to(in_case(), "contains"), "vote")
    with pytest.raises(VoteError, match="Type 3 numbers"):
        transitions.count(session, "12")


def test_counts_may_be_typed_again_before_they_are_shown():
    session = on(in_case(), "forward", "vote")
    session = session.after(*transitions.count(session, "12 0 0"))
    session = counted(session, "0 11 0 1")
    assert session.votes.first.counts["mine"] == 11


def test_a_vote_in_secret_can_begin_again_but_not_be_added_to():
    session = on(in_case(1, "secret"), "forward", "vote")
    session = on(transitions.cast(session, ["org"]), "reveal", "back")
    session = session.after(*transitions.present(session, 4))
    with pytest.raises(SessionError, match="start it again"):
        transitions.cast(session, ["org"])
    session = on(session, "start_again")
    assert (session.voted, session.votes.first) == (0, None)
    assert transitions.cast(session, ["mine"]).voted == 1


@pytest.mark.parametrize("vote", ["first", "second", "living", "confidence-before"])
@pytest.mark.parametrize(("present", "voted"), [(12, 1), (12, 4), (4, 3), (2, 1)])
def test_a_box_that_would_point_at_people_stays_shut_whatever_is_pressed(vote, present, voted):
    session = {
        "first": lambda: on(in_case(present, "secret"), "forward", "vote"),
        "second": lambda: on(to(in_case(present), "account", f"{present - 1} 1 0"), "talk", "vote"),
        "living": lambda: on(to(in_case(present), "reception", f"0 {present}"), "onward", "living"),
        "confidence-before": lambda: on(begun(present, "secret"), "forward", "forward"),
    }[vote]()
    for _ in range(voted):
        session = transitions.cast(session, [session.ballot.keys[0]])
    assert session.stage == vote
    assert (transitions.reveal(session), transitions.forward(session)) == ((), ())
    gone = session.after(*transitions.present(session, voted))
    assert transitions.forward(gone), "all who are here have voted"
    if present == 12:
        while session.voted < 5:
            session = transitions.cast(session, [session.ballot.keys[0]])
        assert transitions.forward(session)
        assert transitions.awaited(session) == 7


@pytest.mark.parametrize("counts", ["1 0 0", "0 2 0 2", "1 1 1 1"])
def test_counts_of_a_few_out_of_many_are_not_shown_either(counts):
    session = on(in_case(), "forward", "vote")
    session = session.after(*transitions.count(session, counts))
    assert (transitions.reveal(session), transitions.forward(session)) == ((), ())


@pytest.mark.parametrize("chosen", [["nothing"], ["org", "mine"], []])
def test_what_cannot_be_chosen_does_not_go_into_the_box(chosen):
    session = on(in_case(4, "secret"), "forward", "vote")
    with pytest.raises(VoteError):
        transitions.cast(session, chosen)


def test_what_a_screen_can_see_of_a_secret_vote_is_its_number():
    sessions = []
    for order in (["org", "mine", "mine"], ["mine", "mine", "mine"]):
        session = on(in_case(6, "secret"), "forward", "vote")
        for one in order:
            session = transitions.cast(session, [one])
        sessions.append(session)
    assert repr(sessions[0]) == repr(sessions[1])
    assert sessions[0] == sessions[1]
    assert sessions[0].events == sessions[1].events
    assert sessions[0].votes == sessions[1].votes
    assert repr(sessions[0].secret_ballot) == "<Box: 3 in>"


def test_leaving_a_case_leaves_nothing_of_it():
    session = to(in_case(), "reception", "6 6")
    session = session.after(*transitions.write(session, "minority", "We saw it otherwise."))
    session = session.after(*transitions.present(session, 9))
    session = transitions.leave_case(session)
    assert (session.stage, session.case, session.present) == ("case", "towing/picture", 9)
    assert session.notes("minority") == ()
    assert "late-train" not in repr(session.setup.cases) + repr(session.events)
    assert not session.rounds


def test_leaving_a_case_keeps_what_was_changed_in_another_meanwhile():
    session = counted(on(in_case(), "forward", "vote"), "12 0 0")
    session = on(session, "forward", "forward", "forward", "vote")
    assert session.case == "towing/picture"
    session = counted(session, "12 0 0")
    session = on(session, "back", "back", "back", "back", "back", "back")
    assert (session.case, session.stage) == ("towing/late-train", "first")
    session = counted(session, "0 12 0")
    session = on(session, "onward", "vote")
    session = on(counted(session, "0 12"), "onward", "forward")
    left = transitions.leave_case(session)
    assert left.stage == "closing"
    assert {key: votes.last.counts for key, votes in left.rounds.items()} == {
        ("towing/late-train", "account"): {"org": 0, "mine": 12, "none-yet": 0},
        ("towing/late-train", "reception"): {"yes": 0, "no": 12},
    }


def test_leaving_the_only_case_goes_to_the_closing():
    session = transitions.leave_case(transitions.leave_case(in_case()))
    assert (session.stage, session.setup.cases, session.setup.trees) == ("closing", (), ())
    assert not any(word in session.setup.model_dump_json() for word in SECRETS)
    assert on(session, "back").stage == "confidence-before"


def test_notes_are_written_changed_and_struck():
    session = to(in_case(), "reception")
    session = session.after(*transitions.write(session, "minority", " Ask the person first. "))
    note = session.notes("minority")[0]
    assert (note.text, note.question, note.tree) == ("Ask the person first.", "reception", "towing")
    session = session.after(
        *transitions.write(session, "minority", "Ask both.", number=note.number, question="reception")
    )
    assert [one.text for one in session.notes("minority")] == ["Ask both."]
    assert transitions.write(session, "parked", "  ") == ()
    session = session.after(*transitions.write(session, "minority", "", number=note.number))
    assert session.notes("minority") == ()


def test_the_confidence_vote_is_secret_even_by_hands():
    session = on(begun(5), "forward", "forward")
    assert session.secret
    assert not begun(mode="typed").secret
    assert on(session, "forward").stage == "case", "nobody need say so"
    for _ in range(5):
        session = transitions.cast(session, ["4"])
    session = on(session, "forward")
    assert session.round(":confidence-before", "").first.voters == 5


def test_voting_can_be_made_secret_on_the_way():
    session = on(in_case(), "forward", "vote")
    session = session.after(VotesBy(case=session.case, mode="secret"))
    assert session.secret
    assert transitions.cast(session, ["org"]).voted == 1
    assert transitions.leave_case(session).mode == "secret"


def split(present: int = 12) -> Session:
    """Return a session at the outcome of its first road, with another road due."""
    session = counted(on(to(in_case(present), "account", "4 8 0"), "talk", "vote"), "4 8 0")
    return on(to(on(session, "onward"), "reception", "0 12"), "onward")


def test_what_a_tie_promised_is_walked_after_the_vote_on_living_with_it_too():
    session = counted(on(split(), "living"), "8 4 0")
    assert session.stage == "lived"
    session = on(session, "forward")
    assert (session.road_number, session.stage) == (1, "outcome")
    session = on(session, "forward")
    assert session.stage == "compare"
    session = counted(on(session, "living", "start_again"), "12 0 0")
    assert on(session, "forward").case == "towing/picture", "they have been compared"
    first = counted(on(split(), "living"), "8 4 0")
    assert on(on(first, "forward"), "forward", "forward").case == "towing/picture"


def test_other_roads_can_be_left_for_another_time_and_come_back_when_the_line_is_struck():
    session = on(split(), "defer")
    assert [note.text for note in session.notes("parked")] == ["Whose account, your line manager? Ours"]
    assert transitions.due(session) == ()
    assert on(session, "forward").case == "towing/picture"
    struck = session.after(*transitions.write(session, "parked", "", 1))
    assert len(transitions.due(struck)) == 1
    assert transitions.defer(on(session, "forward")) == ()


def test_the_next_case_can_be_gone_to_and_all_that_was_voted_stays():
    session = on(to(in_case(), "reception"), "end_case")
    assert (session.stage, session.case) == ("case", "towing/picture")
    assert session.round("account", "towing/late-train").first is not None


def test_a_part_that_is_chosen_late_is_played_before_the_part_that_goes_on_from_it():
    titles = {"The late train": "Dog food, part one", "The picture": "Dog food, part two"}
    text = TREE
    for title, part in titles.items():
        text = text.replace(f'title = "{title}"', f'title = "{part}"')
    choices = replace(suggested_choices(cases(text), "", {}, Path(), dt.date(2026, 11, 22)), chosen=())
    one, two = "towing/late-train", "towing/picture"
    assert choices.toggled(two).toggled(one).chosen == choices.toggled(one).toggled(two).chosen == (one, two)
    assert choices.toggled(two).toggled(two).chosen == ()


def test_what_the_story_settles_is_taken_as_given_and_voted_by_nobody():
    session = on(in_case(), "given")
    assert (session.question, session.stage, session.rounds) == ("reception", "silence", {})
    assert room(session).trail == (("Whose account, your line manager?", "My own"),)
    assert room(session).settled == 1
    back = on(session, "back")
    assert (back.stage, back.walk().steps) == ("case", ()), "a question that was given is not put to the vote"
    assert on(back, "given").place == session.place
    assert on(back, "forward").question == "account"
    assert on(counted(on(session, "vote"), "0 12"), "onward", "back").question == "reception"
    assert transitions.given(on(in_case(), "forward")) == ()
    assert transitions.given(on(in_case(), "end_case")) == (), "nothing divides there"


def test_how_votes_are_given_can_change_but_not_over_a_box():
    session = on(in_case(), "forward", "vote")
    session = session.after(*transitions.votes_by(session, "secret"))
    session = transitions.cast(session, ["org"])
    assert transitions.votes_by(session, "hands") == ()
    session = on(session, "start_again")
    assert session.after(*transitions.votes_by(session, "hands")).mode == "hands"


def test_whether_all_could_live_with_it_is_voted_only_if_asked():
    session = counted(on(in_case(), "forward", "vote"), "12 0 0")
    session = on(session, "onward", "living")
    session = counted(session, "7 3 2")
    assert session.stage == "lived"
    assert room(session).bars[1].first == 3
    assert on(session, "back").stage == "living"
    assert on(session, "forward").case == "towing/picture"


def test_what_is_written_has_nothing_in_it_that_a_terminal_acts_on():
    session = in_case()
    session = session.after(*transitions.write(session, "parked", "Two\nlines \x1b[2J\u202e and  spaces "))
    assert session.notes("parked")[0].text == "Two lines [2J and spaces"


def test_contacts_that_are_not_filled_in_are_named():
    assert contacts_missing(cases(), {}) == ("buddy", "manager")
    assert contacts_missing(cases(), {"manager": "Ada", "buddy": "Bo"}) == ()


def test_a_case_is_chosen_by_its_title_with_every_word_filled(tmp_path):
    text = TREE.replace("The late train", "{team} is late for {manager}") + '[profile]\nteam = "Ops"\n'
    choices = suggested_choices(cases(text), "", {"manager": "Ada"}, tmp_path, dt.date(2026, 11, 22))
    assert [choices.filled(case, case.title) for case in choices.cases] == ["Ops is late for Ada", "The picture"]


def test_contacts_that_a_value_names_are_among_them():
    value = '[value.whom]\ncases = [ { when = { reception = "no" }, is = "{hr}" } ]\nelse = "them"\n'
    text = TREE.replace("Talk to {buddy}.", "Talk to {whom}.") + value
    assert contacts_missing(cases(text), {}) == ("hr", "manager")


def test_a_short_session_has_no_line_on_trust():
    session = on(begun(short=True), "forward")
    assert session.stage == "confidence-before"
    assert on(session, "back").stage == "rules"


def test_three_cases_are_suggested_and_none_twice():
    suggested = suggest(cases())
    assert [case.ref.scenario for case in suggested.values()] == ["picture", "late-train"]
    assert suggest([]) == {}


def test_cases_that_are_named_are_played_in_the_order_given_and_part_two_is_never_suggested_alone():
    given = cases()[::-1]
    choices = suggested_choices(given, "", {}, Path(), dt.date(2026, 11, 22)).all_chosen
    assert choices.chosen == ("towing/picture", "towing/late-train")
    again = TREE.replace('title = "The picture"', 'title = "The late train, part two"')
    for first in ("The late train", "The late train, part one"):
        parts = cases(again.replace('title = "The late train"', f'title = "{first}"'))
        suggested = suggested_choices(parts, "", {}, Path(), dt.date(2026, 11, 22))
        assert suggested.chosen == ("towing/late-train",)
        assert len(suggested.cases) == 2, "it can be chosen"


def test_how_long_it_takes_is_known_before_it_begins():
    late, picture = cases()
    assert (questions_of(late), minutes_of(late)) == (2, 8), "of its own road only what comes from the split on"
    assert (questions_of(picture), minutes_of(picture)) == (1, 5)
    choices = suggested_choices(cases(), "", {}, Path(), dt.date(2026, 11, 22))
    assert choices.minutes == 33
    assert fits(33, short=False) == "That makes about 33 minutes of 60, if what a story settles is taken as given."
    assert "22 more than there are" in fits(67, short=True)


def test_a_session_needs_a_case():
    with pytest.raises(SessionError):
        Session.begin([], begun().setup)


MOVES = st.sampled_from(
    ["forward", "forward", "forward", "back", "vote", "reveal", "count", "cast", "take", "other", "write", "present",
     "start_again", "talk", "compare", "living", "end_case", "leave"]
)  # fmt: skip


def pressed(session: Session, name: str, data: st.DataObject) -> Session:
    """Return the session after any key a facilitator may press, whether it leads anywhere or not."""
    if name == "leave":
        return transitions.leave_case(session) if session.case and data.draw(st.integers(0, 9)) == 0 else session
    if name == "cast":
        if not session.secret or transitions.no_cast(session):
            return session
        return transitions.cast(session, data.draw(st.sampled_from([None, *([key] for key in session.ballot.keys)])))
    if name == "count":
        if session.ballot is None or session.stage not in VOTING or session.secret:
            return session
        top = session.present // (len(session.ballot.choices) + 1)
        numbers = [data.draw(st.integers(0, top)) for _ in range(len(session.ballot.choices) + 1)]
        return session.after(*transitions.count(session, " ".join(map(str, numbers))))
    if name == "take":
        found = transitions.choices(session)
        return session.after(*transitions.take(session, data.draw(st.sampled_from(found)).answer)) if found else session
    if name == "other":
        found = transitions.due(session) if session.stage in {"outcome", "compare"} else ()
        fork = data.draw(st.sampled_from(found)) if found else None
        return session.after(*transitions.other_road(session, fork.question, fork.choice.answer)) if fork else session
    if name == "write":
        return session.after(*transitions.write(session, "minority", "Not us."))
    if name == "present":
        return session.after(*transitions.present(session, data.draw(st.integers(1, 14))))
    return session.after(*getattr(transitions, name)(session))


def test_a_vote_that_was_counted_takes_no_late_vote():
    session = in_case(4, "secret")
    session = session.after(*transitions.forward(session))
    while session.ballot is None or session.stage != "first":
        session = session.after(*transitions.vote(session))
    for _ in range(4):
        session = transitions.cast(session, None)
    session = session.after(*transitions.reveal(session))
    back = session.after(*transitions.back(session))
    back = back.after(*transitions.present(back, 6))
    assert back.voted < back.present
    with pytest.raises(SessionError, match="has been counted"):
        transitions.cast(back, None)


def as_counted(votes):
    """Return votes as they were counted, shown or not: to show them is to move on, too."""
    return votes and replace(votes, revealed=0)


@settings(max_examples=examples(60))
@given(st.data(), st.sampled_from(["hands", "secret", "typed"]), st.sampled_from([2, 4, 9]))
def test_whatever_is_pressed_the_session_is_its_events(data, mode, present):
    session = in_case(present, mode)
    for place, name in enumerate(data.draw(st.lists(MOVES, min_size=30, max_size=60))):
        before = session
        session = pressed(session, name, data)
        if place % 4 == 0:
            assert Session.replay(session.setup, session.events) == session
        if name in {"back", "forward", "vote", "talk", "take", "other"} and session.case == before.case:
            kept = {
                key: votes
                for key, votes in before.rounds.items()
                if as_counted(session.rounds.get(key)) == as_counted(votes)
            }
            opened = {event.question for event in session.events[len(before.events) :] if event.kind == "voted"}
            assert {key for key in before.rounds if key not in kept} <= {(before.case, one) for one in opened}
        if name == "back":
            assert {k: b.voters for k, b in session.secret_ballots.items()} == {
                k: b.voters for k, b in before.secret_ballots.items()
            }
            assert session.rounds == before.rounds


def test_a_vote_that_was_not_shown_is_not_shown_by_going_back_and_on():
    session = on(to(in_case(), "account"), "vote")
    session = session.after(*transitions.count(session, "8 3 1"))
    again = on(session, "back", "back", "forward")
    assert (again.stage, again.voted) == ("first", 12)
    shown = on(again, "reveal", "back", "back", "back", "forward")
    assert shown.stage == "shown", "and what was shown stays so"
    second = on(shown, "talk", "vote")
    second = second.after(*transitions.count(second, "7 4 1"))
    while second.stage not in {"case", "silence"}:
        second = on(second, "back")
    assert on(second, "forward").stage in {"second", "shown", "first"}
    redone = on(session, "reveal", "back")
    redone = redone.after(*transitions.count(redone, "1 10 1"))
    assert on(redone, "back", "back", "forward").stage == "first", "counted anew, it is hidden again"
