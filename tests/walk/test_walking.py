"""A walk as one value and one function: random deeds on trees of every kind, beside a plain account of what they mean."""

import datetime as dt
from collections import Counter
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postwise.walk.walk import Walk
from postwise.walk.walking import (
    NO_CASE,
    NOTHING,
    AskAgain,
    Back,
    Begun,
    Give,
    GoOn,
    GoToItsEnd,
    NotSure,
    Send,
    Standing,
    Tick,
    Type,
    after,
    gone_on,
    under,
)
from strategies import answers_to, examples, made, thrown, tree_of, tree_texts, two_versions

DEEDS = 25
"""Deeds of one person."""
ANSWERS = Give | NotSure | GoOn | Send | Back | GoToItsEnd
"""The only deeds that may bring a walk elsewhere."""


def a_deed(stands, dice):
    """Return something to do, more often than not something that can be done here."""
    walk, asked = stands.walk, stands.asked
    places = [(step.tree.id, step.node_id) for leg in walk.legs for step in leg.steps]
    if asked is None or dice.random() < 0.25:
        return dice.choice([Back(), AskAgain(None), GoToItsEnd(), *map(AskAgain, places), AskAgain(("no", "where"))])
    raw = dice.choice(answers_to(walk.tree, asked.id)) if asked.id in walk.tree.questions else None
    ids = [answer.id for answer in asked.answers]
    match asked.kind:
        case "checklist":
            return dice.choice([*map(Tick, (*ids, None)), GoOn(), GoOn(), Give(raw), Send()])
        case "number" | "date" | "text":
            typed = raw.isoformat() if isinstance(raw, dt.date) else str(raw)
            return dice.choice([Type(typed), Type(typed), Type("what"), Send(), Send(), Give(raw), GoOn()])
        case _:
            return dice.choice([Give(raw), Give(raw), NotSure(), Tick(ids[0]), Give("none of them"), Type("x")])


def done_at_random(tree, dice, done):
    """Do some things at random, one after the other; `done` is told of each, with what it was before and after."""
    stands = Standing(Walk.start(tree))
    for _ in range(DEEDS):
        deed = a_deed(stands, dice)
        now = after(stands, deed)
        done(stands, deed, now)
        stands = now
    return stands


def held(before, deed, now):
    """Hold what every deed promises."""
    assert (now.state == "ended") == (now.asked is None)
    if now.walk is not before.walk:
        assert isinstance(deed, ANSWERS)
        assert now.again is None
        assert now.begun is None or now.begun.given in [left.begun.given for left in before.left]
    if isinstance(deed, Tick | Type | AskAgain):
        assert now.walk is before.walk, "nothing is answered by the way"
    match deed:
        case Give(raw) if now.walk is not before.walk and before.again is None:
            assert now.walk == before.walk.answer(raw)
        case Give(raw) if now.walk is not before.walk and before.again[0] == before.walk.tree.id:
            assert now.walk == before.walk.change(before.again[1], raw)
        case GoOn() if now.walk is not before.walk:
            assert before.answer.ticked is not None, "a list of which nothing was said is not answered"
        case Send() if now.walk is not before.walk:
            own = now.walk.answers if before.asked.id in now.walk.answers else now.walk.waiting
            assert before.asked.id in own or now.walk.tree is not before.walk.tree
        case Back() if before.again is not None:
            assert (now.walk, now.again) == (before.walk, None)
            assert (now.begun is None) or now.begun.given in [left.begun.given for left in before.left]
        case Tick() if now is not before:
            assert not now.answer.wanting
    for left in before.left:
        there = left in now.left or now.begun == left.begun
        anew = now.walk is not before.walk or now.begun is not before.begun  # at a question that a ring puts once more
        assert there or (anew and left.place == before.place), "what was begun elsewhere stays"
    if isinstance(deed, Back) and before.again is None and before.begun is not None and now is not before:
        assert before.begun in [left.begun for left in now.left]


@example(5, 278, 5)  # a ring of one question: what was begun there the second time, then the first time
@settings(max_examples=examples(50), deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32), st.integers(0, 2**32))
def test_whatever_is_done_each_deed_does_what_it_says_and_nothing_else(size, seed, deeds):
    done_at_random(made(thrown(size, seed)), Random(deeds), held)


def test_what_was_begun_is_there_after_going_to_the_end():
    done_at_random(made(thrown(3, 100064)), Random(100064), held)


def test_random_deeds_reach_every_state_and_every_deed():
    states, deeds = Counter(), Counter()

    def count(before, deed, now):
        states[before.state] += 1
        if now is not before:
            deeds[type(deed)] += 1

    for seed in range(150):
        done_at_random(made(thrown(1 + seed % 6, seed)), Random(seed), count)
    assert states.keys() == {"asking", "asking again", "ticking", "typing", "ended"}
    assert min(states.values()) > 100
    assert deeds.keys() == {Give, NotSure, Tick, GoOn, Type, Send, Back, AskAgain, GoToItsEnd}
    assert min(deeds.values()) > 3


@example(5, 1111326, 196)  # what was begun where a walk went no further, then begun otherwise
@settings(max_examples=examples(25), deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32), st.integers(0, 2**32))
def test_a_look_at_an_earlier_answer_loses_nothing(size, seed, deeds):
    def looked(before, deed, now):
        opened = (now.walk.tree.id, now.walk.at)
        earlier = {(step.tree.id, step.node_id) for leg in now.walk.legs for step in leg.steps} - {opened}
        for place in earlier if now.again is None else ():
            for leave in (Back(), AskAgain(None), AskAgain(opened)):
                assert after(after(now, AskAgain(place)), leave) == now

    done_at_random(made(thrown(size, seed)), Random(deeds), looked)


@settings(max_examples=examples(25), deadline=None)
@given(tree_texts(), st.integers(0, 2**32))
def test_another_version_of_the_same_words_changes_nothing(text, deeds):
    tree, same = two_versions(text)

    def saved(before, deed, now):
        if len(now.walk.legs) == 1:
            there = Walk.start(same).taking(now.walk.answers, now.walk.unsure)
            moved = under(now, there)
            assert (moved.again, moved.state) == (now.again, now.state) or now.walk.ended_early
            if moved.asked is not None and not now.walk.ended_early and now.walk.remembered == there.remembered:
                assert moved.answer == now.answer

    done_at_random(tree, Random(deeds), saved)


LISTS = tree_of("""
[tree]
title = "Lists"
start = "what"
[question.what]
ask = "What?"
type = "checklist"
answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]
goto = "many"
[question.many]
ask = "How many?"
type = "number"
goto = "end"
[outcome.end]
headline = "End."
""")


def at(*deeds, tree=LISTS):
    stands = Standing(Walk.start(tree))
    for deed in deeds:
        stands = after(stands, deed)
    return stands


def test_a_list_is_ticked_and_gone_on_from_and_nothing_is_taken_for_nothing():
    assert at(GoOn()).answer == Begun(wanting=True)
    assert at(GoOn()).walk.answers == {}
    assert at(Tick("a"), Tick("b"), Tick("a")).answer.ticked == {"b"}
    assert at(Tick("a"), Tick("a")).answer.ticked is None
    assert at(Tick("a"), Tick(None)).answer.ticked == NOTHING
    assert at(Tick(None), Tick(None)).answer.ticked is None
    assert at(Tick(None), Tick("a"), GoOn()).walk.answers == {"what": {"a"}}
    assert at(Tick(None), GoOn()).walk.answers == {"what": NOTHING}
    assert at(Tick("nowhere")).begun is None


def test_what_is_typed_is_read_when_it_is_sent_and_stays_when_it_is_refused():
    there = (Tick(None), GoOn())
    assert at(*there, Type("12,000")).walk.answers == {"what": NOTHING}
    assert at(*there, Type("12,000"), Send()).walk.answers["many"] == 12000
    refused = at(*there, Type("lots"), Send())
    assert refused.answer.typed == "lots"
    assert '"lots" is not a number' in refused.answer.refused
    assert at(*there, Type("lots"), Send(), Type("1")).answer == Begun(typed="1")
    assert "no answer yet" in at(*there, Send()).answer.refused


@pytest.mark.parametrize("deed", [Tick("a"), GoOn(), Type("x"), Send(), NotSure(), Give("a")])
def test_at_an_end_there_is_nothing_to_answer(deed):
    end = at(Tick(None), GoOn(), Type("1"), Send())
    assert end.state == "ended"
    assert after(end, deed) is end


ALIKE = tree_of("""
[tree]
title = "Alike"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "me", text = "Me", goto = "what" }, { id = "us", text = "Us", goto = "what" }]
[question.what]
ask = "What?"
type = "checklist"
answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]
goto = "end"
[outcome.end]
headline = "End."
""")


@pytest.mark.parametrize("raw", ["me", "us"])
def test_what_was_begun_stays_where_an_earlier_answer_leads_to_the_same_question(raw):
    stands = at(Give("me"), Tick("a"), AskAgain((ALIKE.id, "who")), Give(raw), tree=ALIKE)
    assert (stands.walk.answers, stands.answer.ticked) == ({"who": raw}, {"a"})


def test_what_was_begun_stays_under_another_version_while_an_earlier_question_is_put_again():
    stands = at(Give("me"), Tick("a"), AskAgain((ALIKE.id, "who")), tree=ALIKE)
    assert after(under(stands, stands.walk), Back()).answer.ticked == {"a"}


def test_words_begun_are_there_again_once_a_question_put_before_theirs_is_answered():
    old = tree_of(THEN.replace('start = "words"', 'start = "first"') + BEFORE.replace("between", "words"))
    new = tree_of(THEN.replace('start = "words"', 'start = "first"') + BEFORE + BETWEEN)
    stands = after(after(Standing(Walk.start(old)), Give("yes")), Type("long words"))
    asked = under(stands, Walk.start(new).answer("yes"))
    assert (asked.walk.at, [begun.typed for begun in asked.unsent]) == ("between", ["long words"])
    assert after(asked, Give("no")).answer.typed == "long words"
    assert under(asked, stands.walk).answer.typed == "long words", "in the file as it was, too"


BEFORE = '[question.first]\nask = "First?"\nyes = "between"\nno = "between"\n'
BETWEEN = '[question.between]\nask = "Between?"\nyes = "words"\nno = "words"\n'


def test_an_earlier_step_is_put_again_in_whichever_leg_of_a_tree_it_was():
    first = tree_of("""
[tree]
title = "Round"
start = "one"
[question.one]
ask = "One?"
yes = "two"
no = "on"
[question.two]
ask = "Two?"
yes = "on"
no = "on"
[outcome.on]
headline = "On."
""")
    round_again = Walk.start(first).answer("yes").answer("no").go_on(LISTS).answer([]).answer(1).go_on(first)
    stands = after(Standing(round_again), Give("no"))
    put = after(stands, AskAgain((first.id, "two")))
    assert put.state == "asking again"
    assert put.asked is not None
    assert put.asked.suggested == "no"
    assert after(put, Give("yes")).walk.tree is first


def test_not_sure_is_refused_where_no_answer_is_picked():
    assert "this question is none" in at(NotSure()).answer.refused
    assert at(NotSure()).walk.answers == {}


def test_an_answer_that_is_put_again_is_there_as_it_was_given():
    again = at(Tick("a"), GoOn(), Type("1"), Send(), AskAgain((LISTS.id, "what")))
    assert (again.state, again.answer.ticked) == ("asking again", {"a"})
    changed = after(after(again, Tick("b")), GoOn())
    assert changed.walk.answers == {"what": {"a", "b"}, "many": 1}
    assert at(Tick("a"), GoOn(), Type("1"), Send(), AskAgain((LISTS.id, "many"))).answer.typed == "1"


BACK = """
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "list"
no = "other"
[question.list]
ask = "Which?"
type = "checklist"
answers = [{ text = "One" }, { text = "Two" }]
goto = "other"
[question.other]
ask = "Other?"
yes = "end"
no = "end"
[outcome.end]
headline = "The end."
[outcome.never]
headline = "Never."
"""


def test_what_was_begun_is_there_again_after_a_step_back_and_the_same_answer():
    ticked = after(after(Standing(Walk.start(tree_of(BACK))), Give("yes")), Tick("one"))
    back = after(ticked, Back())
    assert (back.asked.id, back.begun) == ("a", None)
    assert [begun.ticked for begun in back.unsent] == [{"one"}], "it is not lost, and not answered"
    again = after(back, Give("yes"))
    assert (again.asked.id, again.answer.ticked) == ("list", {"one"})
    elsewhere = after(back, Give("no"))
    assert elsewhere.begun is None
    assert after(after(after(elsewhere, AskAgain(("tree", "a"))), Give("yes")), GoOn()).asked.id == "other"


def test_an_end_that_was_gone_to_stays_where_an_answer_stays_as_it_was():
    ended = after(after(Standing(Walk.start(tree_of(BACK))), Give("no")), GoToItsEnd())
    assert ended.walk.ended_early == "end"
    same = after(after(ended, AskAgain(("tree", "a"))), Give("no"))
    assert same.walk.ended_early == "end"
    other = after(after(ended, AskAgain(("tree", "a"))), Give("yes"))
    assert other.asked.id == "list", "another answer asks what follows"


NOWHERE = """
[tree]
title = "A gap"
start = "first"
[question.first]
ask = "First?"
yes = "by-first"
no = "by-first"
[question.second]
ask = "Second?"
yes = "end"
no = "end"
[branch.by-first]
cases = [{ when = { first = "yes" }, goto = "second" }]
[outcome.end]
headline = "Done."
"""


def test_an_answer_that_leads_nowhere_is_none():
    first = Standing(Walk.start(tree_of(NOWHERE)))
    no = after(first, Give("no"))
    assert (no.walk, no.answer.refused) == (first.walk, NO_CASE)
    second = after(no, Give("yes"))
    assert (second.walk.at, second.answer.refused) == ("second", "")
    again = after(second, AskAgain(("tree", "first")))
    no = after(again, Give("no"))
    assert (no.walk, no.again, no.answer.refused) == (second.walk, again.again, NO_CASE)
    there = after(again, Give("no"), nowhere=True)
    assert (there.walk.at, there.walk.question, there.walk.outcome) == ("by-first", None, None)


FIRST = """
[tree]
title = "First"
start = "way"
[question.way]
ask = "Which way?"
yes = "onward"
no = "done"
[outcome.onward]
headline = "Go on."
tree = "then"
[outcome.done]
headline = "Done."
"""
THEN = """
[tree]
title = "Then"
start = "words"
[question.words]
ask = "What?"
type = "text"
goto = "sure"
[question.sure]
ask = "Sure?"
yes = "end"
no = "end"
[outcome.end]
headline = "Ended."
"""


def in_the_second(*deeds):
    """Return where somebody stands who has gone on from the first tree into the second, and done something there."""
    first, then = tree_of(FIRST, "first"), tree_of(THEN, "then")
    stands = after(Standing(Walk.start(first)), Give("yes"))
    stands = gone_on(stands, stands.walk.go_on(then))
    for deed in deeds:
        stands = after(stands, deed)
    return stands, then


def test_what_was_answered_in_a_later_tree_is_there_again_when_the_walk_comes_back_into_it():
    stands, then = in_the_second(Type("a thought"), Send(), Give("yes"))
    assert stands.walk.answers == {"words": "a thought", "sure": "yes"}
    stands = after(after(stands, AskAgain(("first", "way"))), Give("no"))
    assert stands.walk.visited == ("first",)
    assert [begun.typed for begun in stands.unsent] == ["a thought"], "it is asked about before it is lost"
    stands = after(after(stands, AskAgain(("first", "way"))), Give("yes"))
    again = stands.walk.go_on(then)
    assert again.answers == {"words": "a thought", "sure": "yes"}
    assert gone_on(stands, again).unsent == ()


def test_words_taken_back_past_the_edge_of_a_tree_are_there_again():
    stands, then = in_the_second(Type("a thought"), Send(), Back(), Back())
    assert (stands.walk.visited, stands.state) == (("first",), "ended")
    assert [begun.typed for begun in stands.unsent] == ["a thought"]
    there = gone_on(stands, stands.walk.go_on(then))
    assert (there.walk.at, there.answer.typed) == ("words", "a thought")


def test_words_taken_back_in_an_earlier_tree_are_asked_about_in_a_later_one():
    asking = FIRST.replace('yes = "onward"', 'yes = "thought"') + (
        '[question.thought]\nask = "What of it?"\ntype = "text"\ngoto = "onward"\n'
    )
    walk = (
        Walk.start(tree_of(asking.replace('no = "done"', 'no = "onward"'), "first")).answer("yes").answer("a thought")
    )
    stands = after(after(Standing(walk), Back()), Back())
    stands = after(stands, Give("no"))
    stands = gone_on(stands, stands.walk.go_on(tree_of(THEN, "then")))
    assert [begun.typed for begun in stands.unsent] == ["a thought"]


def test_nothing_is_left_behind_where_nothing_was_answered():
    stands, _ = in_the_second()
    assert stands.walk.back() is stands.walk.previous


def test_of_several_questions_what_was_begun_at_each_is_there_again():
    walk = Walk.start(tree_of(THEN.replace('goto = "sure"', 'goto = "more"') + MORE, "then"))
    stands = after(after(Standing(walk), Type("one")), Send())
    stands = after(after(stands, Type("a long thought")), Back())
    assert stands.answer.typed == "one"
    stands = after(after(stands, Type("one more")), AskAgain(None))
    stands = after(stands, Send())
    assert (stands.walk.at, stands.answer.typed) == ("more", "a long thought")


MORE = """
[question.more]
ask = "And more?"
type = "text"
goto = "sure"
"""


def test_what_was_begun_is_there_again_after_the_end():
    walk = Walk.start(
        tree_of(FIRST.replace('no = "done"', 'no = "words"').replace('yes = "onward"', 'yes = "done"') + ASKING)
    )
    stands = after(Standing(walk), Give("no"))
    stands = after(after(stands, Type("unsent")), Back())
    stands = after(stands, Give("yes"))
    assert stands.state == "ended"
    assert [begun.typed for begun in stands.unsent] == ["unsent"]
    stands = after(gone_on(stands, stands.walk.back()), Give("no"))
    assert stands.answer.typed == "unsent"


ASKING = '[question.words]\nask = "What?"\ntype = "text"\ngoto = "done"\n'


def test_what_was_answered_since_in_an_earlier_tree_counts_in_the_later_one():
    first = tree_of(
        FIRST.replace('no = "done"', 'no = "sure"') + '[question.sure]\nask = "Sure?"\nyes = "onward"\nno = "onward"\n',
        "first",
    )
    then = tree_of(THEN, "then")
    stands = after(Standing(Walk.start(first)), Give("yes"))
    stands = gone_on(stands, stands.walk.go_on(then))
    stands = after(after(stands, Give("a thought")), Give("yes"))
    stands = after(after(stands, AskAgain(("first", "way"))), Give("no"))
    stands = after(stands, Give("no"))
    again = stands.walk.go_on(then)
    assert again.answers == {"words": "a thought"}
    assert again.asked == {"words": "a thought", "sure": "no"}
    assert again.remembered["sure"].answer == "yes"


def test_words_of_which_the_question_may_still_come_up_are_asked_about():
    tree = tree_of(THEN.replace('start = "words"', 'start = "way"') + WAITING)
    stands = after(after(Standing(Walk.start(tree)), Give("yes")), Give("a thought"))
    stands = after(after(stands, AskAgain(("tree", "way"))), Give("no"))
    assert "words" not in stands.walk.asked
    assert [begun.typed for begun in stands.unsent] == ["a thought"]


WAITING = """
[question.way]
ask = "Which way?"
yes = "words"
no = "detour"
[question.detour]
ask = "Round?"
yes = "words"
no = "end"
"""


def test_of_a_tree_walked_twice_nothing_is_forgotten():
    other = FIRST.replace('no = "done"', 'no = "other"') + '[outcome.other]\nheadline = "Other."\ntree = "third"\n'
    first = tree_of(other, "first")
    then = tree_of(THEN.replace('headline = "Ended."', 'headline = "Ended."\ntree = "third"'), "then")
    third = tree_of(
        THEN.replace("words", "more").replace('headline = "Ended."', 'headline = "Ended."\ntree = "then"'), "third"
    )
    stands = after(Standing(Walk.start(first)), Give("yes"))
    for tree, words in ((then, "one"), (third, "two")):
        stands = gone_on(stands, stands.walk.go_on(tree))
        stands = after(stands, Give(words))
        stands = after(stands, Give("yes")) if stands.walk.question is not None else stands
    assert stands.walk.visited == ("first", "then", "third")
    stands = after(after(stands, AskAgain(("first", "way"))), Give("no"))
    assert (stands.walk.visited, stands.walk.answers["more"]) == (("first", "third"), "two")
    assert [begun.typed for begun in stands.unsent] == ["one"]
    stands = gone_on(stands, stands.walk.go_on(then))
    assert stands.walk.answers["words"] == "one"
    assert stands.unsent == ()


def test_of_answers_left_behind_twice_the_latest_is_there_again():
    other = FIRST.replace('no = "done"', 'no = "other"') + '[outcome.other]\nheadline = "Other."\ntree = "third"\n'
    first = tree_of(other, "first")
    then = tree_of(THEN.replace('headline = "Ended."', 'headline = "Ended."\ntree = "third"'), "then")
    third = tree_of(THEN.replace("words", "more"), "third")
    stands = after(Standing(Walk.start(first)), Give("no"))
    stands = gone_on(stands, stands.walk.go_on(third))
    stands = after(stands, Give("old"))
    stands = after(after(stands, AskAgain(("first", "way"))), Give("yes"))
    stands = gone_on(stands, stands.walk.go_on(then))
    stands = after(after(stands, Give("a thought")), Give("yes"))
    stands = gone_on(stands, stands.walk.go_on(third))
    assert stands.walk.answers == {"more": "old"}
    stands = after(after(stands, Back()), Give("new"))
    stands = after(after(stands, Back()), Back())
    assert (stands.walk.visited, stands.state) == (("first", "then"), "ended")
    stands = after(after(stands, AskAgain(("first", "way"))), Give("yes"))
    there = stands.walk.go_on(third)
    assert (there.answers, there.remembered["more"].answer) == ({}, "new")
