"""Which question and outcome of an old version is which of the new one: by its id, else by what it says."""

from __future__ import annotations

import pytest

from postwise import Walk
from postwise.author.diff.paired_states import REFUSED
from postwise.author.diff.tree_diff import compare
from strategies import tree_of, two_versions

LIKE = """
[tree]
title = "Like"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "me", text = "Me", goto = "met" }, { id = "you", text = "You", goto = "not-met" }]
[outcome.met]
headline = "Met."
reason = "It is so."
[outcome.not-met]
headline = "Not met."
"""


def test_a_question_is_known_again_by_its_words_or_else_by_its_answers() -> None:
    other_id = (('"who"', '"person"'), ("question.who", "question.person"))
    for changes in (other_id, (*other_id, ('"Who?"', '"Who is it?"'))):
        assert compare(*two_versions(LIKE, *changes)).match.renamed("questions") == {"who": "person"}
    found = compare(*two_versions(LIKE, *other_id, ('"Who?"', '"Who is it?"'), ('"Me"', '"Myself"')))
    assert (found.match.gone("questions"), found.match.added("questions")) == (["who"], ["person"])


def test_yes_and_no_are_no_answers_to_know_a_question_by() -> None:
    asked = (
        'answers = [{ id = "me", text = "Me", goto = "met" }, { id = "you", text = "You", goto = "not-met" }]',
        'yes = "met"\nno = "not-met"',
    )
    old, new = (
        tree_of(LIKE.replace(*asked).replace("who", name).replace("Who", words))
        for name, words in (("who", "Who"), ("person", "Whose"))
    )
    assert compare(old, new).match.gone("questions") == ["who"]


def test_an_outcome_is_known_again_by_its_headline_or_else_by_its_reason() -> None:
    other_id = (('"met"', '"done"'), ("outcome.met", "outcome.done"))
    for changes in (other_id, (*other_id, ('"Met."', '"Done."'))):
        assert compare(*two_versions(LIKE, *changes)).match.renamed("outcomes") == {"met": "done"}
    for changes in (("It is so.", "It is done."), ('reason = "It is so."', 'reason = "It is so."\nverdict = "go"')):
        assert compare(*two_versions(LIKE, *other_id, ('"Met."', '"Done."'), changes)).match.gone("outcomes") == ["met"]
    no_reason = (('"not-met"', '"missed"'), ("outcome.not-met", "outcome.missed"), ('"Not met."', '"Missed."'))
    assert compare(*two_versions(LIKE, *no_reason)).match.gone("outcomes") == ["not-met"]


def test_of_two_alike_nobody_knows_which_is_which() -> None:
    words = 'headline = "Met."\nreason = "It is so."\n'
    twins = LIKE.replace("[outcome.not-met]\n", "[outcome.not-met]\n" + words).replace('headline = "Not met."\n', "")
    found = compare(*two_versions(twins, ('"met"', '"done"'), ("outcome.met", "outcome.done"), ("not-met", "not-done")))
    assert found.match.renamed("outcomes") == {}
    assert found.match.gone("outcomes") == ["met", "not-met"]
    assert found.match.added("outcomes") == ["done", "not-done"]


@pytest.mark.parametrize("kind", ["questions", "outcomes"])
def test_every_old_thing_is_paired_or_gone(kind: str) -> None:
    found = compare(
        *two_versions(LIKE, ("not-met", "missed"), ('"Me"', '"Myself"'), ("who", "whom"), ("Who?", "Whom?"))
    ).match
    assert {*getattr(found, kind), *found.gone(kind)} == set(getattr(found.old, kind))
    assert {*getattr(found, kind).values(), *found.added(kind)} == set(getattr(found.new, kind))


TICKS = """
[tree]
title = "Ticks"
start = "which"
[question.which]
ask = "Which?"
type = "checklist"
goto = "sorting"
answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]
[branch.sorting]
cases = [{ when = { which = "none" }, goto = "nothing" }]
else = "some"
[outcome.nothing]
headline = "Nothing."
[outcome.some]
headline = "Some."
"""


@pytest.mark.parametrize(
    "test",
    [
        '"x"',
        '["x"]',
        '"y"',
        '{ not = "x" }',
        '{ not = "y" }',
        '{ not = ["x", "y"] }',
        '{ all = ["x", "y"] }',
        '{ none = ["y"] }',
        "{ count = 1 }",
        "{ answered = true }",
    ],
)
def test_a_test_that_is_new_looks_at_old_answers_under_their_new_names(test: str) -> None:
    case = ("cases = [", f'cases = [{{ when = {{ which = {test} }}, goto = "new" }}, ')
    names = (('"a"', '"x"'), ('"b"', '"y"'), ("[outcome.some]", '[outcome.new]\nheadline = "New."\n[outcome.some]'))
    old, new = two_versions(TICKS, *names, case)
    shown = set()
    for ticked in ("", "a", "b", "ab"):
        renamed = [{"a": "x", "b": "y"}[item] for item in ticked]
        before, after = Walk.replay(old, {"which": [*ticked]}).at, Walk.replay(new, {"which": renamed}).at
        shown |= {(before, after)} if before != after else set()
    assert {(change.was, change.now) for change in compare(old, new).changes} == shown


def test_points_that_are_new_are_counted_for_old_answers_under_their_new_names() -> None:
    points = (
        "[branch.sorting]\ncases = [",
        '[value.points]\nsum = { which = { x = 1, y = 2 } }\n[branch.sorting]\ncases = [{ when = { points = 1 }, goto = "new" }, ',
    )
    names = (('"a"', '"x"'), ('"b"', '"y"'), ("[outcome.some]", '[outcome.new]\nheadline = "New."\n[outcome.some]'))
    (change,) = (found := compare(*two_versions(TICKS, *names, points))).changes
    assert (change.was, change.now, found.changes[change]) == ("some", "new", {"which": frozenset({"a"})})


@pytest.mark.parametrize(("gone", "kept"), [("a", "b"), ("b", "a")])
def test_an_item_that_is_gone_is_found_though_nothing_asked_about_it(gone: str, kept: str) -> None:
    items = 'answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]'
    found = compare(*two_versions(TICKS, (items, f'answers = [{{ id = "{kept}", text = "{kept.upper()}" }}]')))
    assert {(change.was, change.now): answers for change, answers in found.changes.items()} == {
        ("some", REFUSED): {"which": frozenset({gone})}
    }


def test_answers_to_a_question_that_is_gone_keep_its_name() -> None:
    match = compare(*two_versions(LIKE, ('"who"', '"person"'), ("question.who", "question.person"))).match
    assert match.answers({"who": "me", "when": "now"}) == {"person": "me", "when": "now"}


TWO = """
[tree]
title = "Two"
start = "first"
[question.first]
ask = "First?"
answers = [{ id = "a", text = "A", goto = "second" }, { id = "b", text = "B", goto = "low" }]
[question.second]
ask = "Second?"
answers = [{ id = "x", text = "X", goto = "high" }, { id = "y", text = "Y", goto = "low" }]
[outcome.high]
headline = "High."
[outcome.low]
headline = "Low."
"""


def test_asked_the_other_way_round_an_answer_waits_under_its_own_question_and_new_name() -> None:
    turned = (
        ('start = "first"', 'start = "second"'),
        ('id = "a", text = "A", goto = "second"', 'id = "ay", text = "A", goto = "high"'),
        ('id = "x", text = "X", goto = "high"', 'id = "x", text = "X", goto = "first"'),
    )
    found = compare(*two_versions(TWO, *turned))
    assert found.changes == {}
