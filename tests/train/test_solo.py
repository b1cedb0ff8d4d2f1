from __future__ import annotations

from postwise.train.aggregate import SessionAggregate
from postwise.train.session_report import debrief
from postwise.train.solo import Solo, afterthoughts, beside

from .playing import cases, counted, in_case, on, to
from .test_session_report import lay_together, told


def answered(solo: Solo, *answers: object) -> Solo:
    """Return the same after answers to the open case."""
    for answer in answers:
        solo = solo.with_walk(solo.walk.answer(answer))
    return solo


def test_three_cases_alone_then_beside_the_group():
    together = lay_together([debrief(told()), debrief(told(second="6 6 0")), debrief(told(4, "2 2 0", "1 3 0"))])
    solo = Solo.begin(cases())
    assert [case.ref.scenario for case in solo.cases] == ["late-train", "picture"]
    solo = answered(answered(solo, "mine", "no").forward(), "org")
    road, other = beside(solo, together)
    account = road.steps[0]
    assert (account.ask, account.mine) == ("Whose account, your line manager?", "My own")
    assert (account.groups.all.groups, account.groups.all.voters) == (3, 24)
    assert account.votes == (("Ours", 9), ("My own", 15), ("None yet", 0))
    assert account.groups.all.last == {"leaning": 2, "split": 1}
    assert account.groups.dissent.kept == ["We would ask first."]
    assert (road.recommendation.id, other.recommendation.id) == ("talk", "stop")


def test_what_no_group_has_voted_on_has_no_counts():
    solo = answered(Solo.begin(cases()), "mine")
    step = beside(solo, SessionAggregate())[0].steps[0]
    assert (step.groups.all.groups, step.votes) == (0, ())
    few = lay_together([debrief(told(4, "2 2 0", "1 3 0"))])
    step = beside(solo, few)[0].steps[0]
    assert (step.groups.all.groups, step.votes) == (1, ())


def test_a_number_lies_beside_the_range_that_groups_voted():
    session = counted(on(to(in_case(), "followers"), "vote"), "4 8")
    solo = answered(Solo.begin(cases()), "mine", "yes", 1500)
    followers = beside(solo, lay_together([debrief(session)]))[0].steps[2]
    assert followers.mine == "1500 people"
    assert followers.votes == (("0 to 999 people", 4), ("1000 people or more", 8))


def test_who_was_not_sure_did_not_say_yes():
    solo = answered(Solo.begin(cases()), "mine")
    solo = solo.with_walk(solo.walk.not_sure())
    assert beside(solo, SessionAggregate())[0].steps[1].mine == "Not sure; for now: Yes"


def test_once_a_case_is_over_there_is_what_a_group_would_have_talked_about():
    solo = answered(Solo.begin(cases()), "org")
    thoughts = afterthoughts(solo.case, solo.walk)
    assert [(road.called, road.answers, road.end.id) for road in thoughts.roads] == [
        ("The case's own road", ("My own", "No"), "talk"),
        ("Its other road", ("Ours",), "stop"),
    ]
    assert (thoughts.divides, thoughts.discuss) == ("Would you say it in reception?", ("Who was on the platform?",))
    lonely = solo.forward()
    assert len(afterthoughts(lonely.case, lonely.walk).roads) == 1


def test_solo_goes_back_and_ends():
    solo = answered(Solo.begin(cases()), "mine").forward()
    assert solo.case.ref.scenario == "picture"
    solo = solo.back()
    assert (solo.case.ref.scenario, solo.walk.at) == ("late-train", "reception")
    assert solo.back().walk.at == "account"
    done = solo.forward().forward().forward()
    assert (done.case, done.walk) == (None, None)
    assert done.back().place == 1
