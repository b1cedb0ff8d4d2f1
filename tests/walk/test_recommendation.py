"""What a walk says at its end: texts filled, notes kept in mind, the way on into another tree."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk
from postwise.logic.gotos import worst_by_gotos
from postwise.text import cells
from postwise.tree.model import VERDICTS
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import WalkError
from strategies import LATE, answers_to, endings, tree_of, trees_that_end

TREE = """
[tree]
title = "Where for {organisation}?"
start = "account"
[profile]
room = "the front room"
manager = "the head"
site = "rules"
[value.reach]
cases = [{ when = { account = "org" }, is = "everyone" }, { when = { marks = { count = { min = 2 } } }, is = "many" }]
[value.risk]
sum = { account = { org = 2, mine = 0.5 }, marks = { face = 1, name = 1.5, none = -1 } }
[question.account]
ask = "Which account?"
answers = [
  { id = "org", text = "Ours", goto = "marks", note = "It speaks for {organisation}." },
  { id = "mine", text = "Mine", goto = "marks" },
]
notes = [{ text = "Always said." }, { when = { account = "org" }, text = "Never yet." }]
[question.marks]
ask = "What is in it, seen from {room}?"
type = "checklist"
none = "Nothing, {buddy}"
goto = "weigh"
answers = [
  { id = "face", text = "A face", note = "Ask first." },
  { id = "name", text = "A name", note = "Ask first." },
]
[branch.weigh]
on = ["risk"]
table = [[{ min = 2 }, "talk"]]
else = "go"
[outcome.go]
verdict = "go"
headline = "Go: it is {{yours}}, {unionrep}."
[outcome.talk]
verdict = "talk"
headline = "Ask {manager}: {reach} will see it, at risk {risk}."
reason = "Because of {reach}."
next = ["Ring {manager}."]
see = [{ title = "About {organisation}", url = "https://example.org/{site}" }]
notes = [{ when = { marks = "face" }, text = "A face." }, { when = { reach = "many" }, text = "Ask first." }]
tree = "again"
"""


def test_texts_are_filled_from_the_organisation_then_the_tree_then_what_ships_then_values() -> None:
    walk = Walk.start(tree_of(TREE), profile={"manager": "Kim"}).answer("org").answer(["name"])
    assert walk.recommendation.headline == "Ask Kim: everyone will see it, at risk 3.5."
    plain = Walk.start(tree_of(TREE)).answer("org").answer(["name"])
    assert plain.recommendation.headline == "Ask the head: everyone will see it, at risk 3.5."
    assert plain.filled(plain.tree.title) == "Where for your organisation?"
    assert plain.filled("{room} {unknown} {{room}}") == "the front room {unknown} {room}"
    go = Walk.start(tree_of(TREE)).answer("mine").answer([])
    assert go.recommendation.headline == "Go: it is {yours}, your union rep (or a free advice line, if you have none)."


def test_what_to_keep_in_mind_is_said_once_and_in_the_order_of_the_walk() -> None:
    walk = Walk.start(tree_of(TREE)).answer("org").answer(["name", "face"])
    assert walk.recommendation.notes == ("It speaks for your organisation.", "Ask first.", "A face.")
    many = Walk.start(tree_of(TREE)).answer("mine").answer(["face", "name"])
    assert many.recommendation.notes == ("Ask first.", "A face.")
    assert (many.recommendation.reason, many.recommendation.next) == ("Because of many.", ("Ring the head.",))


def test_a_link_can_lead_to_a_place_of_the_organisations_own() -> None:
    link = Walk.start(tree_of(TREE)).answer("org").answer(["name"]).recommendation.see[0]
    assert (link.title, link.url) == ("About your organisation", "https://example.org/rules")


def test_values_are_worked_out_from_the_answers_so_far() -> None:
    start = Walk.start(tree_of(TREE))
    assert start.values == {"risk": 0}
    assert start.answer("mine").values == {"risk": 0.5}
    assert start.answer("mine").answer(["face", "name"]).values == {"reach": "many", "risk": 3}
    assert type(start.answer("mine").answer(["face", "name"]).values["risk"]) is int
    assert start.answer("mine").answer([]).values == {"risk": -0.5}


def test_an_aside_is_shown_only_where_its_condition_holds() -> None:
    walk = Walk.start(tree_of(TREE))
    assert walk.question.notes == ("Always said.",)
    assert walk.answer("org").notes(walk.tree.questions["account"].notes) == ("Always said.", "Never yet.")


def test_an_answer_is_said_in_the_words_of_its_question() -> None:
    walk = Walk.start(tree_of(TREE)).answer("mine").answer([])
    assert [walk.said(step) for step in walk.steps] == ["Mine", "Nothing, a colleague you trust"]
    walk = walk.change("marks", ["name", "face"])
    assert walk.said(walk.steps[1]) == "A face; A name"


def test_the_trail_and_the_notes_come_along_into_the_next_tree() -> None:
    first = Walk.start(tree_of(TREE)).answer("org").answer(["name"])
    again = tree_of(TREE.replace('start = "account"', 'start = "marks"'), "again")
    walk = first.go_on(again)
    assert walk.visited == ("tree", "again")
    assert [(step.node_id, step.carried) for step in walk.recommendation.steps] == [
        ("account", False),
        ("marks", False),
        ("marks", True),
    ]
    assert walk.recommendation.notes == ("It speaks for your organisation.", "Ask first.")
    assert (
        walk.recommendation.headline == "Go: it is {yours}, your union rep (or a free advice line, if you have none)."
    )


def test_before_the_end_there_is_no_recommendation() -> None:
    assert Walk.start(tree_of(TREE)).answer("org").recommendation is None


def test_every_verdict_has_a_sign_of_its_own_and_is_its_word() -> None:
    assert [*SIGNS] == [sign.word for sign in SIGNS.values()] == [*VERDICTS]
    assert len({sign.sign for sign in SIGNS.values()}) == len(SIGNS)
    assert [cells(sign.sign) for sign in SIGNS.values()] == [1] * len(SIGNS)
    assert max(map(len, SIGNS)) <= 7, "the bars of where walks end have no room for more"


@given(trees_that_end())
def test_not_sure_takes_the_answer_whose_worst_ending_is_the_most_cautious(tree) -> None:
    walk = Walk.start(tree)
    while walk.question is not None:
        if walk.question.picks_one:
            taken = walk.not_sure()
            marked = [option.name for option in walk.tree.questions[walk.at].options if option.unsure]
            worst = {
                answer: max(VERDICTS.index(end.outcome.verdict) for end in endings(walk.answer(answer)))
                for answer in walk.tree.questions[walk.at].by_id
            }
            chosen = taken.answers[walk.at]
            assert chosen == marked[0] if marked else worst[chosen] == max(worst.values())
            assert taken.unsure == {*walk.unsure, walk.at}
            walk = taken
        else:
            walk = walk.answer(answers_to(tree, walk.at)[0])


@pytest.mark.parametrize("most", [0, 1, 2, 5, 1000])
def test_in_a_tree_too_large_to_say_not_sure_takes_the_road_to_the_most_cautious_ending(most) -> None:
    walk = Walk.start(tree_of(LATE)).not_sure(most)
    assert walk.answers == {"first": "late"}
    assert walk == Walk.start(tree_of(LATE)).not_sure(), "it is the same walk, however it was judged"


def test_not_sure_says_until_the_next_step_that_it_was_judged_by_gotos() -> None:
    for most, by_gotos in ((0, True), (1000, False)):
        walk = Walk.start(tree_of(LATE)).not_sure(most)
        assert walk.by_gotos is by_gotos
        assert not walk.answer("yes").by_gotos
        assert walk.answer("yes").not_sure(most, "first").by_gotos is by_gotos, "an earlier question too"
    assert not Walk.start(tree_of(LATE.replace('"second" }', '"second", unsure = true }'))).not_sure(0).by_gotos


@pytest.mark.parametrize("most", [0, 1, 1000])
def test_what_one_late_table_says_of_an_answer_counts_where_all_answers_go_on_alike(most) -> None:
    alike = """
    [tree]
    title = "Alike"
    start = "first"
    [question.first]
    ask = "First?"
    goto = "second"
    answers = [{ text = "Kind" }, { text = "Hard" }]
    [question.second]
    ask = "Second?"
    yes = "late"
    no = "late"
    [branch.late]
    cases = [{ when = { first = "kind" }, goto = "go" }, { when = { second = "no" }, goto = "stop" }]
    else = "go"
    [outcome.go]
    verdict = "go"
    headline = "Go."
    [outcome.stop]
    verdict = "stop"
    headline = "Stop."
    """
    assert Walk.start(tree_of(alike)).not_sure(most).answers == {"first": "hard"}


def test_to_take_one_of_thousands_of_answers_looks_at_each_once() -> None:
    answers = ", ".join(f'{{ text = "Answer {place}" }}' for place in range(5_000))
    cases = ", ".join(f'{{ when = {{ one = "answer-{place}" }}, goto = "end" }}' for place in range(0, 5_000, 5))
    text = (
        f'[tree]\ntitle = "T"\nstart = "one"\n[question.one]\nask = "?"\ngoto = "which"\nanswers = [{answers}]\n'
        f'[branch.which]\ncases = [{cases}]\nelse = "end"\n[outcome.end]\nheadline = "E."\n'
    )
    walk = Walk.start(tree_of(text))
    started = process_time()
    assert walk.not_sure(0).at == "end"
    assert process_time() - started < 1


@given(trees_that_end(), st.integers(0, 60))
def test_however_little_may_be_looked_at_not_sure_takes_what_it_would_take_of_all_or_by_gotos(tree, most) -> None:
    walk = Walk.start(tree)
    while walk.question is not None:
        if walk.question.picks_one and not any(option.unsure for option in tree.questions[walk.at].options):
            options = tree.questions[walk.at].options
            roads = {one.name: (one.goto, {**walk.asked, walk.at: one.name}) for one in options}
            by_gotos = worst_by_gotos(tree, roads)
            exact = Walk.replay(tree, walk.asked).not_sure().answers[walk.at]
            taken = Walk.replay(tree, walk.asked).not_sure(most).answers[walk.at]
            assert taken in {exact, max(by_gotos, key=by_gotos.__getitem__)}
        walk = walk.answer(answers_to(tree, walk.at)[0])


@given(trees_that_end())
def test_in_a_tree_too_large_to_say_nothing_worse_comes_than_not_sure_expects(tree) -> None:
    walk = Walk.start(tree)
    while walk.question is not None:
        for option in walk.question.answers if walk.question.picks_one else ():
            goto = walk.tree.questions[walk.at].by_id[option.id].goto
            truth = max(VERDICTS.index(end.outcome.verdict) for end in endings(walk.answer(option.id)))
            for answers in ({}, {**walk.asked, walk.at: option.id}):
                assert truth <= worst_by_gotos(tree, {"this": (goto, answers)})["this"]
        walk = walk.answer(answers_to(tree, walk.at)[0])


def test_only_a_choice_can_be_answered_with_not_sure() -> None:
    with pytest.raises(WalkError, match="Not sure is a way to answer a choice"):
        Walk.start(tree_of(TREE)).answer("org").not_sure()


@given(trees_that_end())
def test_what_is_told_of_a_walk_does_not_depend_on_how_it_was_come_to(tree) -> None:
    for end in endings(Walk.start(tree)):
        again = Walk.replay(tree, dict(reversed(end.answers.items())))
        assert again.recommendation == end.recommendation
        assert again.values == end.values
