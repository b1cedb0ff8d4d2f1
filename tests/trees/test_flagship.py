"""“Should I post this?” within its minute, and what it and the tree of limits owe to those who ask."""

from __future__ import annotations

import re

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder

POST, LIMITS, ACCOUNTS = (
    load(shipped_folder() / f"{name}.toml") for name in ("before-you-post", "restricted-roles", "account-setup")
)
PER_MINUTE = 230
"""So many words are read in a minute by somebody who reads neither fast nor slowly."""


def words(texts):
    return sum(len(re.findall(r"[^\W_]+(?:[’'@-][^\W_]+)*", text)) for text in texts)


def seconds(tree, name):
    """Return how long a scenario takes to read: its questions, all their answers, and the ending with its steps."""
    walk = Walk.replay(tree, tree.scenarios[name].answers)
    texts = [walk.recommendation.headline, walk.recommendation.reason or "", *walk.recommendation.next]
    for step in walk.steps:
        question = step.question
        texts += [question.ask, *(answer.text for answer in question.answers), question.none or ""]
    return words(walk.filled(text) for text in texts) * 60 / PER_MINUTE


@pytest.mark.parametrize(
    ("name", "questions", "at_most"), [("lunch", 3, 45), ("we-won", 4, 60), ("angry-at-the-council", 5, 75)]
)
def test_it_is_read_within_its_minute(name, questions, at_most):
    assert len(POST.scenarios[name].answers) == questions
    assert seconds(POST, name) <= at_most


def test_the_three_questions_of_the_mission_are_asked_in_about_these_words():
    assert POST.about.start == "account"
    assert POST.questions["account"].ask.startswith("Which account")
    assert "exists to do" in POST.questions["closeness"].ask
    assert POST.questions["reception"].ask.startswith("Would you say it aloud in reception")


@pytest.mark.parametrize("tree", [POST, LIMITS], ids=["before-you-post", "restricted-roles"])
def test_nothing_goes_ahead_unchecked(tree):
    """The go endings of both trees have been through consent, proof, temper and reception."""
    goes = {name for name, outcome in tree.outcomes.items() if outcome.verdict == "go"}
    for scenario in tree.scenarios.values():
        for road in filter(None, (scenario, scenario.other)):
            if road.expect in goes:
                signs = road.answers.get("signs", [])
                assert "reception" in road.answers
                assert "heat" not in signs
                assert "people" not in signs or road.answers["confidence"] == "agreed"
                assert "claim" not in signs or road.answers["facts"] in {"solid", "share"}
    assert "reception" in tree.promises
    assert {"people", "confidence"} & tree.promises.keys()


def test_a_like_by_a_restricted_officer_is_stopped_by_way_of_both_trees():
    """What review A2 found: one tree said go, the other stop, on the same facts."""
    post = Walk.replay(POST, POST.scenarios["the-rosette"].answers)
    assert post.outcome.tree == "restricted-roles"
    going_on = post.go_on(LIMITS)
    assert going_on.at == "party", "account, what is in it and the job came along"
    assert going_on.answer("yes").answer("never").at == "stop-party"


def test_political_controversy_never_goes_ahead_where_the_rules_stop_at_it():
    """What review A1 found: a restricted official was told to go ahead."""
    promise = LIMITS.promises["controversy"]
    assert "go" in promise.never
    for answer, end in (("stop", "stop-controversy"), ("ask", "pause-permission"), ("unknown", "pause-ask")):
        walk = Walk.replay(LIMITS, {"account": "personal", "signs": ["side"], "role": "law", "party": "policy"})
        assert walk.answer(answer).at == end
    assert (
        Walk.replay(LIMITS, {"account": "personal", "signs": ["side"], "role": "law", "party": "policy"}).not_sure().at
        == "pause-ask"
    )


@pytest.mark.parametrize("tree", [POST, LIMITS, ACCOUNTS], ids=["before-you-post", "restricted-roles", "account-setup"])
def test_each_has_four_cases_whose_two_roads_both_end(tree):
    cases = [scenario for scenario in tree.scenarios.values() if scenario.story]
    assert len(cases) >= 4
    for case in cases:
        assert case.other.expect != case.expect
        assert case.other.answers[case.split] != case.answers[case.split]


@pytest.mark.parametrize("tree", [POST, LIMITS, ACCOUNTS], ids=["before-you-post", "restricted-roles", "account-setup"])
def test_no_ending_speaks_as_the_employer_or_sends_anybody_to_the_manager_alone(tree):
    for name, outcome in tree.outcomes.items():
        texts = [outcome.headline, outcome.reason or "", *outcome.next, *(note.text for note in outcome.notes)]
        said = " ".join(re.sub(r"“[^”]*”", "", text) for text in texts)
        assert not re.search(r"\b(?:we|our|us)\b", said, re.IGNORECASE), name
        if outcome.rights and "{manager}" in said:
            assert len(set(re.findall(r"\{(\w+)\}", said)) - {"manager", "organisation"}) >= 1, name


@pytest.mark.parametrize(
    ("tree", "asked"),
    [(POST, "ask"), (POST, "asked"), (POST, "puzzle"), (LIMITS, "ask"), (LIMITS, "asked"), (LIMITS, "puzzle")],
)
def test_whoever_did_the_harm_need_not_be_asked_for_a_yes(tree, asked):
    """A tenant to whom nobody answers, or a survivor, was told to wait for a yes or to leave it out."""
    walk = Walk.replay(tree, {"account": "personal", "signs": ["people", "claim"]})
    if walk.at == "role":
        walk = walk.answer("no")
    said = " ".join(walk.answer(asked).recommendation.notes)
    assert "you need no yes" in said
    assert "do not write to them" in said


def test_whoever_was_hurt_in_private_is_told_first_where_it_can_be_told():
    walk = Walk.replay(POST, {"account": "personal", "signs": ["people", "claim"], "confidence": "told"})
    first, *_ = walk.recommendation.next
    assert "it is your story as well" in first
    assert "crisis line" in first
    assert any("do not write to them" in note for note in walk.recommendation.notes)


@pytest.mark.parametrize("account", ["brief", "profile", "personal"])
@pytest.mark.parametrize("signs", [[], ["heat"], ["claim", "heat"]])
def test_nobody_who_says_that_it_is_who_they_are_is_offered_to_hide_it(account, signs):
    """Whom they love was answered with: send it to fewer people."""
    reception = {"reception": "no", "why-not": "private", "seen": "self"}
    walk = Walk.replay(POST, {"account": account, "signs": signs, **reception})
    assert not any("adapt-audience" in change.endings for change in walk.what_if.changes)
    assert "seen" not in {change.question for change in walk.what_if.changes}
    assert walk.what_if.fewest is None or not {"seen", "why-not"} & walk.what_if.fewest.answers.keys()


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("minority-report", {"at-work": "asked", "in-whose-name": "org", "say-it": "no"}),
        (
            "before-you-post",
            {
                "account": "profile",
                "signs": ["claim", "work"],
                "work-kind": "trade",
                "facts": "untested",
                "boundary": "no",
            },
        ),
        ("bad-news-day", {"account": "org", "jarring": ["jolly"], "which": "queued"}),
        ("bad-news-day", {"account": "org", "still-going-on": "yes", "which": "resume"}),
        ("account-setup", {"why-here": "private", "linked": ["profile", "posts"], "read-as": "no"}),
        ("account-setup", {"why-here": "speak", "handle": "yes", "keeper": "me"}),
        ("respond-or-leave", {"heat": "flood", "whose": "subject", "adds": "yes", "reply-is": "plain"}),
        ("pause-for-thought", {"worth-it": "no", "implications": "me"}),
    ],
)
def test_nobody_is_shown_that_it_would_go_better_if_things_were_otherwise(name, answers):
    """Who could not honestly say what was asked of them was shown the yes. The last answer is the one that is not theirs to choose."""
    walk = Walk.replay(load(shipped_folder() / f"{name}.toml"), answers)
    fixed = list(answers)[-1]
    assert walk.outcome
    assert fixed not in {change.question for change in walk.what_if.changes}
    assert walk.what_if.fewest is None or fixed not in walk.what_if.fewest.answers


def test_a_vote_needs_no_evidence():
    """“Vote X” by a teacher was asked for evidence, and paused for want of it."""
    walk = Walk.replay(LIMITS, {"account": "personal", "signs": ["side"], "role": "code", "reception": "yes"})
    assert walk.at == "go-unbound"
    assert "Your vote and your party are your own" in " ".join(walk.recommendation.notes)


def test_whoever_brings_sides_together_is_asked_if_a_vote_is_near():
    """“Vote X” was said to be something that no party fights over."""
    far = {"account": "personal", "signs": ["side"], "role": "convene", "convening": "no", "pattern": "no"}
    assert Walk.replay(LIMITS, far).at == "election"
    assert Walk.replay(LIMITS, {**far, "election": "yes"}).at == "pause-election"
    assert Walk.replay(LIMITS, {**far, "election": "no", "reception": "yes"}).at == "go-unbound"


@pytest.mark.parametrize("reception", ["words", "no"])
def test_an_angry_charge_is_asked_what_it_rests_on_whatever_the_job(reception):
    walk = Walk.replay(LIMITS, {"account": "personal", "signs": ["claim", "heat"], "role": "no"}).answer(reception)
    assert "what you only suspect of a person, stays out" in " ".join(walk.recommendation.notes)


def test_an_officials_plain_news_near_a_vote_is_not_waved_through():
    news = {"account": "personal", "signs": ["work"], "work-kind": "news", "reception": "yes"}
    notes = " ".join(Walk.replay(POST, news).recommendation.notes)
    assert "If you work for a public body and a vote is near" in notes
