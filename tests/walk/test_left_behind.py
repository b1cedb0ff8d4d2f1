"""Walks back and forth through several trees, beside a plain account of what was given where: nothing is forgotten."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from postwise.walk.left_behind import left_in_later_trees
from postwise.walk.saved_walk import record_of
from postwise.walk.walk import Walk
from postwise.walk.walking import (
    AskAgain,
    Back,
    Give,
    GoToItsEnd,
    NotSure,
    Send,
    Standing,
    Type,
    after,
    goes_on,
    gone_on,
    held,
)
from strategies import tree_of

ENDS = '[outcome.to-{0}]\nheadline = "On."\ntree = "{0}"\n'
TEXTS = {
    "a": """
[tree]
title = "Whom is it about?"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "staff", text = "Staff", goto = "why" }, { id = "child", text = "A child", goto = "to-c" }]
[question.why]
ask = "Why?"
type = "text"
goto = "how"
[question.how]
ask = "How?"
answers = [
  { id = "b", text = "By B", goto = "to-b" },
  { id = "c", text = "By C", goto = "to-c" },
  { id = "d", text = "At once", goto = "to-d" },
]
""",
    "b": """
[tree]
title = "What did they say?"
start = "words"
[question.words]
ask = "What?"
type = "text"
goto = "on"
[question.on]
ask = "On?"
yes = "to-c"
no = "to-d"
""",
    "c": """
[tree]
title = "Do they know?"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "staff", text = "Staff", goto = "said" }, { id = "child", text = "A child", goto = "parents" }]
[question.said]
ask = "Said?"
type = "text"
goto = "know"
[question.parents]
ask = "Their parents?"
yes = "know"
no = "know"
[question.know]
ask = "Do they?"
yes = "to-d"
no = "to-b"
""",
    "d": """
[tree]
title = "And now?"
start = "rest"
[question.rest]
ask = "What is left?"
type = "text"
goto = "sure"
[question.sure]
ask = "Sure?"
yes = "done"
no = "done"
[outcome.done]
headline = "Done."
""",
}
TREES = {
    name: tree_of(text + "".join(ENDS.format(to) for to in TEXTS if f'"to-{to}"' in text), name)
    for name, text in TEXTS.items()
}


def into(stands: Standing, tree_id: str) -> Standing:
    return gone_on(stands, stands.walk.go_on(TREES[tree_id]))


def led(*steps: object) -> Standing:
    """Return where somebody stands who gave answers one after the other, and went on wherever a tree hands over."""
    stands = Standing(Walk.start(TREES["a"]))
    for step in steps:
        stands = after(stands, Give(step))
        if stands.walk.outcome is not None and stands.walk.outcome.tree is not None:
            stands = into(stands, stands.walk.outcome.tree)
    return stands


def again(stands: Standing, place: tuple[str, str], raw: str) -> Standing:
    return after(after(stands, AskAgain(place)), Give(raw))


def said(stands: Standing) -> set[str]:
    return {begun.typed for begun in stands.unsent}


def test_words_in_a_tree_that_the_walk_leads_past_are_not_forgotten():
    stands = led("staff", "", "b", "in b", "yes", "in c", "yes", "in d")
    assert stands.walk.visited == ("a", "b", "c", "d")
    past = again(stands, ("a", "who"), "child")
    assert (past.walk.visited, past.walk.at) == (("a", "c"), "parents")
    assert said(past) == {"in b", "in c", "in d"}
    back = again(past, ("a", "who"), "staff")
    assert back.walk.visited == ("a",)
    there = into(back, "b")
    assert there.walk.answers == {"words": "in b", "on": "yes"}
    assert into(into(there, "c"), "d").walk.answers == {"rest": "in d"}


def test_of_an_answer_that_was_replaced_and_taken_back_nobody_gives_the_old_one():
    stands = led("staff", "", "b", "old", "yes", "in c")
    stands = again(stands, ("a", "how"), "c")
    assert stands.walk.visited == ("a", "c")
    stands = after(stands, Give("no"))
    stands = into(stands, "b")
    assert stands.walk.answers["words"] == "old"
    stands = again(stands, ("b", "words"), "new")
    while stands.walk.visited == ("a", "c", "b"):
        stands = after(gone_on(stands, stands.walk.back()), AskAgain(None))
    stands = again(stands, ("a", "how"), "c")
    there = into(stands, "b")
    assert (there.walk.answers, there.answer.typed) == ({}, "new")
    assert "old" not in said(there)


def deed(stands: Standing, dice: Random, turn: int):
    """Return something to do where somebody stands."""
    places = [(step.tree.id, step.node_id) for leg in stands.walk.legs for step in leg.steps]
    asked = stands.asked
    if asked is None or dice.random() < 0.3:
        return dice.choice([Back(), AskAgain(dice.choice(places) if places else None)])
    if asked.typed:
        return dice.choice([Type(f"words {turn}"), Send(), Send()])
    return dice.choice([*(Give(answer.id) for answer in asked.answers), NotSure()])


def done(dice: Random, turns: int):
    """Yield where somebody stands after each thing they do at random, and all that was given last at each place."""
    stands, given = Standing(Walk.start(TREES["a"])), {}
    for turn in range(turns):
        outcome = stands.walk.outcome
        if stands.again is None and outcome is not None and outcome.tree is not None and dice.random() < 0.7:
            stands = into(stands, outcome.tree)
        else:
            what, before = deed(stands, dice, turn), stands
            stands = after(stands, what)
            if stands.walk is not before.walk and isinstance(what, Give | NotSure | Send):
                raw = what.raw if isinstance(what, Give) else before.answer.typed
                given[before.place] = None if isinstance(what, NotSure) else raw
        yield stands, given


def held_to(stands: Standing, given) -> None:
    """Hold a walk to what was given: no words are gone, and what is left behind goes along with its last leg."""
    words = {raw for (_, name), raw in given.items() if raw and name in {"why", "words", "said", "rest"}}
    standing = {step.answer for leg in stands.walk.legs for step in leg.own.values()}
    begun = {left.begun.typed for left in stands.left} | {stands.answer.typed}
    assert words <= standing | said(stands) | begun
    assert not any(leg.beyond for leg in stands.walk.legs[:-1])


def once(walk: Walk) -> bool:
    return len(set(walk.visited)) == len(walk.visited)


@pytest.mark.parametrize("seed", range(60))
def test_of_random_walks_through_several_trees_nothing_is_forgotten(seed):
    twice = False
    for stands, given in done(Random(seed), 60):
        held_to(stands, given)
        twice = twice or not once(stands.walk)
        for leg in () if twice else stands.walk.legs:  # of two visits to a tree nobody could say which was last
            for name, step in leg.own.items():
                last = given[leg.tree.id, name]
                assert step.unsure if last is None else step.answer == last
        if not twice:
            left = [piece.tree.id for piece in stands.walk.beyond]
            assert len({*left, *stands.walk.visited}) == len(left) + len(stands.walk.visited)


def test_what_is_not_answered_just_now_in_an_earlier_tree_is_not_newer_than_what_was_left_behind():
    first = tree_of(FIRST, "first")
    then = tree_of(THEN, "then")
    stands = after(after(Standing(Walk.start(first)), Give("yes")), Give("Ann"))
    stands = gone_on(stands, stands.walk.go_on(then))
    stands = again(after(stands, Give("yes")), ("then", "who"), "Bob")
    stands = again(stands, ("first", "way"), "no")
    assert (stands.walk.visited, stands.walk.at) == (("first",), "detour")
    record = record_of(stands.walk, "draft", None, dt.datetime.now(dt.UTC), to_go_on=True)
    taken_up = record.road({"first": first, "then": then})
    assert stood(held(taken_up)) == stood(held(stands.walk))
    for walk in (stands.walk, taken_up):
        there = after(Standing(walk), Give("yes")).walk.go_on(then)
        assert there.answers == {"sure": "yes", "who": "Bob"}
        newer = again(again(Standing(walk), ("first", "way"), "yes"), ("first", "who"), "Cyn")
        there = newer.walk.go_on(then)
        assert (there.asked, there.remembered["who"].answer) == ({"sure": "yes", "who": "Cyn"}, "Bob"), (
            "what was said last counts"
        )


def test_who_goes_on_with_a_walk_is_asked_the_earlier_question_that_was_put():
    stands = after(Standing(Walk.start(tree_of(FIRST, "first"))), Give("yes"))
    for place, question in ((("first", "way"), "way"), (None, "who")):
        there = gone_on(stands, stands.walk, place)
        assert (there.again, there.asked.id) == (place, question)


FIRST = """
[tree]
title = "First"
start = "way"
[question.way]
ask = "Which way?"
yes = "who"
no = "detour"
[question.detour]
ask = "Round?"
yes = "who"
no = "who"
[question.who]
ask = "Who?"
type = "text"
goto = "on"
[outcome.on]
headline = "On."
tree = "then"
"""
THEN = """
[tree]
title = "Then"
start = "sure"
[question.sure]
ask = "Sure?"
yes = "who"
no = "who"
[question.who]
ask = "Who?"
type = "text"
goto = "last"
[question.last]
ask = "And last?"
yes = "end"
no = "end"
[outcome.end]
headline = "Ended."
"""


def test_what_waits_behind_an_early_end_of_an_earlier_tree_is_put_aside_too():
    early = tree_of(EARLY, "early")
    then = tree_of(THEN, "then")
    stands = Standing(Walk.start(early))
    for raw in ("yes", "yes", "my words"):
        stands = after(stands, Give(raw))
    stands = after(stands, GoToItsEnd())
    assert stands.walk.outcome is not None
    stands = after(gone_on(stands, stands.walk.go_on(then)), Give("yes"))
    stands = again(stands, ("early", "q1"), "no")
    assert stands.walk.visited == ("early", "then")
    assert "my words" in {step.answer for step in held(stands.walk)}
    record = record_of(stands.walk, "draft", None, dt.datetime.now(dt.UTC), to_go_on=True)
    assert stood(held(record.road({"early": early, "then": then}))) == stood(held(stands.walk))


EARLY = """
[tree]
title = "Early"
start = "q0"
[question.q0]
ask = "Q0?"
yes = "q1"
no = "other"
[question.q1]
ask = "Q1?"
yes = "w"
no = "q3"
[question.w]
ask = "W?"
type = "text"
goto = "q3"
[question.q3]
ask = "Q3?"
yes = "on"
no = "on"
[outcome.on]
headline = "On."
tree = "then"
[outcome.other]
headline = "Other."
"""


def test_an_end_that_leads_on_to_nothing_but_what_was_taken_back_is_an_end():
    stands = led("staff", "", "b", "in b")
    stands = after(gone_on(stands, stands.walk.back()), Back())
    assert (stands.walk.visited, bool(stands.walk.beyond), goes_on(stands.walk)) == (("a",), True, False)


def stood(steps) -> set[tuple[object, ...]]:
    return {(step.tree.id, step.node_id, step.answer, step.unsure) for step in steps}


@pytest.mark.parametrize("seed", range(60))
def test_what_is_put_aside_is_all_there_again(seed):
    for stands, _ in done(Random(seed), 60):
        walk = stands.walk
        if not goes_on(walk):
            continue
        record = record_of(walk, "draft", None, dt.datetime.now(dt.UTC), to_go_on=True)
        again = record.road(TREES)
        assert [stood(leg.own.values()) for leg in again.legs] == [stood(leg.own.values()) for leg in walk.legs]
        assert stood(again.waiting.values()) == stood(walk.waiting.values())
        assert stood(held(again)) == stood(held(walk))
        assert [*left_in_later_trees(again.beyond)] == [*left_in_later_trees(walk.beyond)]
        assert record.fewer(again) == ""


def test_the_random_walks_go_where_they_are_to_go():
    met = Counter()
    for seed in range(60):
        walks = [stands.walk for stands, _ in done(Random(seed), 60)]
        met["three trees"] += any(len(walk.visited) > 2 for walk in walks)
        met["left behind"] += any(walk.beyond for walk in walks)
        met["left behind, and a question open"] += any(walk.beyond and walk.question for walk in walks)
        met["two left behind"] += any(len(walk.beyond) > 1 for walk in walks)
        met["a tree twice"] += not all(map(once, walks))
        met["past a tree"] += any(
            old.visited[1:2] == ("b",) and new.visited[1:2] not in {("b",), ()} for old, new in pairwise(walks)
        )
    assert all(times >= 6 for times in met.values()), met
    assert set(met) == {
        "three trees",
        "left behind",
        "left behind, and a question open",
        "two left behind",
        "a tree twice",
        "past a tree",
    }


def test_a_record_stands_where_an_earlier_tree_asks_something_new_with_the_rest_left_behind():
    stands = led("staff", "", "b", "in b", "yes", "in c")
    walk = stands.walk
    assert walk.visited == ("a", "b", "c")
    record = record_of(walk, "draft", None, dt.datetime.now(dt.UTC), to_go_on=True)
    asks_more = TEXTS["a"].replace('goto = "how"', 'goto = "rain"') + RAIN
    newer = {**TREES, "a": tree_of(asks_more + "".join(ENDS.format(to) for to in "bcd"), "a")}
    road = record.road(newer)
    assert (road.visited, road.at) == (("a",), "rain")
    assert record.fewer(road) == "", "every answer waits"
    on = after(Standing(road), Give("yes")).walk
    assert on.outcome.tree == "b"
    there = on.go_on(newer["b"])
    assert there.answers == {"words": "in b", "on": "yes"}
    assert there.go_on(newer["c"]).answers["said"] == "in c"


RAIN = """
[question.rain]
ask = "Does it rain?"
yes = "how"
no = "how"
"""
