"""What lies ahead, a piece at a time: the pieces end, and come to what is found in one go."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.families import interleaved_scales
from postwise import Walk
from postwise.logic.gotos import edges
from postwise.logic.lookahead import AT_ONCE, KnownBeforehand, settled
from postwise.logic.search import BOUND, Budget, Search, TooLarge, all_from, while_wanted
from postwise.logic.state_space import StateSpace
from strategies import LARGEST, answers_to, endings, made, thrown, tree_of, trees_that_end, walks


@given(trees_that_end(), st.integers(1, 30))
def test_pieces_come_to_what_is_found_in_one_go(tree, most):
    known, whole = KnownBeforehand(tree, {}), KnownBeforehand(tree, {})
    start = tree.about.start
    pieces = 0
    while known.look_ahead(start, {}, most):
        pieces += 1
        assert known.found_ahead(start, {}) is None
        assert pieces < 500
    assert known.found_ahead(start, {}) == known.ahead(start, {}) == whole.ahead(start, {})


def test_a_place_that_takes_too_long_to_be_told_from_others_is_not_known_yet(monkeypatch):
    tree = made(interleaved_scales(10))
    known = KnownBeforehand(tree, {})
    known.ahead(tree.about.start, {})
    assert known.found_ahead(tree.about.start, {}) is not None

    def too_large(*_):
        raise TooLarge

    monkeypatch.setattr(StateSpace, "at", too_large)
    assert known.found_ahead(tree.about.start, {}) is None


@given(trees_that_end())
def test_the_questions_still_to_come_are_those_of_the_walks_that_can_come(tree):
    walk = Walk.start(tree)
    while walk.question is not None:
        left = [len(end.steps) - len(walk.steps) for end in endings(walk)]
        assert walk.remaining == (min(left), max(left))
        assert walk.remaining_so_far == walk.remaining, "what has been worked out is known"
        by_gotos = walk.known.most_ahead(walk.at)
        assert by_gotos is None or by_gotos >= max(left)
        walk = walk.answer(answers_to(tree, walk.at)[0])


@given(trees_that_end(), st.integers(0, 40))
def test_before_it_is_known_no_fewer_questions_are_said_to_come_than_can(tree, most):
    walk = Walk.start(tree)
    walk.known.look_ahead(walk.at, walk.asked, most)
    left = [len(end.steps) for end in endings(walk)]
    fewest, longest = walk.remaining_so_far
    assert longest is None or longest >= max(left)
    assert fewest in {None, min(left)}


@given(trees_that_end())
def test_what_lies_ahead_is_worked_out_from_where_the_walk_stands_and_for_all_that_follows(tree):
    walk = Walk.start(tree).answer(answers_to(tree, tree.about.start)[-1])
    while walk.known.look_ahead(walk.at, walk.asked, 5):
        assert walk.remaining_so_far[0] is None
    while walk.question is not None:
        ahead = walk.known.found_ahead(walk.at, walk.asked)
        assert (ahead.shortest, ahead.longest) == walk.remaining_so_far == Walk.replay(tree, walk.answers).remaining
        walk = walk.answer(answers_to(tree, walk.at)[0])


@given(walks(finished=False))
def test_not_sure_knows_what_can_come_though_all_else_is_settled(walk):
    question = walk.question
    if question is None or not question.picks_one:
        return
    roads = {
        option.name: (option.goto or walk.tree.questions[walk.at].goto, {**walk.asked, walk.at: option.name})
        for option in walk.tree.questions[walk.at].options
    }
    taken = walk.known.most_cautious(roads, BOUND)
    assert not taken.by_gotos
    worst = {name: KnownBeforehand(walk.tree, {}).ahead(*road).worst for name, road in roads.items()}
    assert taken.answer == max(worst, key=worst.__getitem__)


@given(st.integers(2, LARGEST), st.integers(0, 2**32))
def test_a_question_that_gotos_can_lead_back_to_is_not_settled(size, seed):
    data = thrown(size, seed)
    tree, dice = made(data), Random(seed)
    walk = Walk.start(tree)
    for _ in range(dice.randrange(size)):
        if walk.question is not None:
            walk = walk.answer(dice.choice(answers_to(tree, walk.at)))
    whole = StateSpace(tree)
    fixed = settled(tree, {"here": (walk.at, walk.asked)}, whole.onward_by_gotos)
    onward = dict(edges(tree))
    reached = {walk.at}
    for _ in onward:
        reached |= {target for node in reached for target in onward.get(node, ())}
    assert fixed == {name: walk.asked.get(name) for name in tree.questions if name not in reached}
    near = whole.settling(fixed, Budget(BOUND))
    assert nodes_ahead(near, walk) == nodes_ahead(whole, walk)


def nodes_ahead(states, walk):
    """Return what can still come up on a walk."""
    return {state.node for state in all_from(states.at(walk.at, walk.asked), states.onward, states.budget)}


def test_near_the_end_of_a_large_tree_not_sure_is_judged_by_what_can_come():
    tree = made(interleaved_scales(25))
    given = dict.fromkeys(list(tree.questions)[:22], "a0") | {"q2": "a2", "q7": "a2"}
    walk = Walk.start(tree).taking(given, frozenset())
    assert walk.at == "q22"
    hasty, patient = walk.not_sure(AT_ONCE), walk.not_sure()
    assert not hasty.by_gotos
    assert hasty.answers == patient.answers
    assert hasty.answers["q22"] == "a1", "the kindest answer can lead to no ending as cautious"


def test_rings_of_gotos_say_nothing_of_the_most():
    text = (
        '[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "?"\nyes = "b"\nno = "end"\n'
        '[question.b]\nask = "?"\nyes = "a"\nno = "end"\n[outcome.end]\nheadline = "E."\n'
    )
    assert Walk.start(tree_of(text)).remaining_so_far == (None, None)


# The search itself


def chain(length):
    return lambda place: [place + 1] if place < length else []


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_a_search_goes_on_where_its_budget_ended(most):
    opened = []

    def onward(place):
        opened.append(place)
        return chain(500)(place)

    budget = Budget(0)
    search = Search(onward, lambda _, after: 1 + max(after, default=0), budget)
    while True:
        try:
            found = search.of(0)
            break
        except TooLarge:
            budget.left += most
    assert found == 501
    assert opened == list(range(501)), "nothing is looked at twice"


def test_a_part_of_the_budget_is_no_more_than_that_and_the_rest_is_left():
    budget = Budget(100)
    with pytest.raises(TooLarge), budget.part(10):
        all_from(0, chain(50), budget)
    assert budget.left == 90
    with budget.part(1_000):
        assert len(all_from(0, chain(50), budget)) == 51
    assert budget.left == 39


def test_what_nobody_wants_any_more_is_given_up_soon():
    budget, looked = Budget(100_000), []

    def wanted_no_more():
        looked.append(budget.left)
        return len(looked) > 3

    with while_wanted(wanted_no_more):
        all_from(0, chain(90_000), budget)
        pytest.fail("it went on to its end")
    assert 100_000 - budget.left < 64 * 5
