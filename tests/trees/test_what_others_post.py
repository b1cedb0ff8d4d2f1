"""The trees about other people's posts, about dreadful days, and for whoever decides: fair to both, in any country."""

from __future__ import annotations

import re

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder
from tree_texts import texts_of

NAMES = ("someone-complained", "respond-or-leave", "bad-news-day", "under-fire", "pause-for-thought")
TREES = {name: load(shipped_folder() / f"{name}.toml") for name in NAMES}
BESIDES = re.compile(r"\{(?:hr|unionrep|speakup|adviceline|helpline|buddy|comms|dpo)\}|lawyer|somebody|whoever")
COMPANY = re.compile(r"bring somebody|(?:someone|somebody)(?: of theirs)? beside them")


def endings():
    for name, tree in TREES.items():
        for outcome_id, outcome in tree.outcomes.items():
            yield pytest.param(outcome, id=f"{name}-{outcome_id}")


def landed(tree, scenario):
    return Walk.replay(TREES[tree], TREES[tree].scenarios[scenario].answers)


@pytest.mark.parametrize("outcome", list(endings()))
def test_no_ending_speaks_as_the_employer(outcome):
    for text in texts_of(outcome.as_data()):
        assert not re.search(r"\b(?:[Ww]e|us|[Oo]urs?|US)\b", re.sub(r"“[^”]*”", "", text)), text


@pytest.mark.parametrize("outcome", list(endings()))
def test_the_manager_is_never_the_only_name(outcome):
    told = " ".join(texts_of(outcome.as_data()))
    assert "{manager}" not in told or BESIDES.search(told)


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_four_cases_at_least_and_eight_for_whoever_decides(tree):
    cases = [one for one in tree.scenarios.values() if one.story]
    assert len(cases) >= (8 if tree.id == "someone-complained" else 4)
    for case in cases:
        assert case.split in case.answers
        assert case.answers != case.other.answers


@pytest.mark.parametrize("name", NAMES)
def test_how_things_are_is_marked_so(name):
    """All but what is the person's own to choose, to judge or to do."""
    open_ones = {
        "someone-complained": {"step"},
        "respond-or-leave": {"open-about-it", "more", "source", "adds"},
        "bad-news-day": {"what-for", "alike", "read-again"},
        "under-fire": {"in-hand", "would-help"},
        "pause-for-thought": {"reception", "worth-it"},
    }
    assert {one for one, question in TREES[name].questions.items() if not question.fact} == open_ones[name]


@pytest.mark.parametrize(
    "outcome", ["act-urgent", "act-today", "talk-then-and-now", "talk-belief", "talk-advice", "act-talk", "act-formal"]
)
def test_whoever_is_asked_about_a_post_may_bring_somebody(outcome):
    assert COMPANY.search(" ".join(texts_of(TREES["someone-complained"].outcomes[outcome].as_data())))


def test_whoever_is_to_be_heard_is_told_first_what_it_is_about_and_that_they_may_bring_somebody():
    walk = landed("someone-complained", "only-a-screenshot")
    asked = next(text for text in walk.recommendation.notes if "Before you ask the author" in text)
    for needed in ("what it is about", "formal matter", "bring somebody"):
        assert needed in asked


@pytest.mark.parametrize(
    ("tree", "scenario", "ending"),
    [  # from public life: what a wise adviser would say
        ("someone-complained", "a-hateful-page", "act-today"),
        ("someone-complained", "a-meme-among-officers", "act-today"),
        ("someone-complained", "restricted-and-canvassing", "act-formal"),
        ("someone-complained", "a-newsreader", "act-talk"),
        ("someone-complained", "a-school-and-a-belief", "talk-advice"),
        ("someone-complained", "a-party-in-their-own-time", "talk-belief"),
        ("someone-complained", "a-player-at-eighteen", "talk-then-and-now"),
        ("someone-complained", "back-us", "raise-terms"),
        ("someone-complained", "it-happened-to-me-here", "raise-treated"),
        ("someone-complained", "a-review-without-a-name", "pause-prove"),
        ("bad-news-day", "a-long-war", "go-on-any-day"),
        ("bad-news-day", "a-long-war-and-last-night", "adapt-known"),
        ("respond-or-leave", "a-reporter-asks", "raise-press"),
        ("respond-or-leave", "a-view-of-my-own", "go-on-post"),
        ("under-fire", "a-flood", "act-handover"),
        ("under-fire", "two-thousand", "go-stand-by"),
    ],
)
def test_what_has_been_argued_over_in_public_lands_where_a_wise_adviser_would_send_it(tree, scenario, ending):
    assert landed(tree, scenario).at == ending


def test_a_limit_of_the_job_is_told_apart_from_the_belief():
    notes = " ".join(landed("someone-complained", "restricted-and-canvassing").recommendation.notes)
    assert "It is about the limit, and not the belief" in notes


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("three-hundred-emails", "one complaint"),
        ("what-was-said-in-the-chat", "said in private"),
        ("four-jokes", "under eighteen"),
        ("a-heart", "Somebody is hurt by it"),
    ],
)
def test_what_is_fair_to_know_of_a_post_is_kept_in_mind(scenario, words):
    assert words in " ".join(landed("someone-complained", scenario).recommendation.notes)
