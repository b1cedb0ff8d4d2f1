"""The trees for whoever is wronged, in trouble, or of another mind: plain, on their side, and true in any country."""

from __future__ import annotations

import re
import warnings

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder
from postwise.tree.overlay_file import read_overlay
from postwise.tree.overlays import laid
from postwise.tree.placeholders import DEFAULTS
from tree_texts import texts_of, texts_of_tree

with warnings.catch_warnings():  # not every pip compiles it, and compiling it warns of its escapes
    warnings.simplefilter("ignore")
    import readability

TREES = {
    name: load(shipped_folder() / f"{name}.toml")
    for name in ("wrong-at-work", "in-trouble", "minority-report", "something-went-wrong", "under-fire")
}
OVERLAYS = {one: read_overlay(shipped_folder() / f"{one}.toml").overlay for one in ("uk", "ie", "us", "ca", "au", "eu")}
IN_FEAR = ("wrong-at-work", "in-trouble")
OURS = (*IN_FEAR, "minority-report", "something-went-wrong")
BESIDES = re.compile(
    r"\{(?:hr|unionrep|speakup|adviceline|helpline|regulator|buddy|comms|dpo)\}|lawyer|friend|trustee|whoever|above|somebody"
)


def endings():
    for name in OURS:
        for outcome_id, outcome in TREES[name].outcomes.items():
            yield pytest.param(outcome, id=f"{name}-{outcome_id}")


def road(tree, scenario):
    return Walk.replay(TREES[tree], TREES[tree].scenarios[scenario].answers)


@pytest.mark.parametrize("name", IN_FEAR)
def test_what_is_read_in_fear_reads_at_grade_six(name):
    sentences = [one for text in texts_of_tree(TREES[name]) for one in re.split(r"(?<=[.?:])\s+", text) if one]
    plain = [" ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", one)) for one in sentences]
    assert readability.getmeasures(plain, lang="en")["readability grades"]["Kincaid"] <= 6


@pytest.mark.parametrize("outcome", list(endings()))
def test_no_ending_speaks_as_the_employer(outcome):
    for text in texts_of(outcome.as_data()):
        assert not re.search(r"\b(?:[Ww]e|us|[Oo]urs?|US)\b", re.sub(r"“[^”]*”", "", text)), text


@pytest.mark.parametrize("outcome", list(endings()))
def test_the_manager_is_never_the_only_name(outcome):
    told = " ".join(texts_of(outcome.as_data()))
    assert "{manager}" not in told or BESIDES.search(told)


@pytest.mark.parametrize("name", IN_FEAR)
def test_nobody_wronged_or_in_trouble_is_sent_to_their_manager(name):
    assert not [
        text for part in TREES[name].outcomes.values() for text in texts_of(part.as_data()) if "{manager}" in text
    ]


@pytest.mark.parametrize("name", OURS)
def test_how_things_are_is_marked_so(name):
    """All but what is the person's own to choose, to judge or to do."""
    open_ones = {
        "wrong-at-work": {"terms-wish", "organise-wish"},
        "in-trouble": set(),
        "minority-report": set(),
        "something-went-wrong": {"draft-has"},
    }
    tree = TREES[name]
    assert {one for one, question in tree.questions.items() if not question.fact} == open_ones[name]


@pytest.mark.parametrize(
    ("tree", "scenario"),
    [
        ("in-trouble", "fair-and-needed"),
        ("in-trouble", "by-noon"),
        ("minority-report", "no-door"),
        ("something-went-wrong", "in-two-minds"),
    ],
)
def test_nobody_is_shown_that_another_account_of_what_happened_would_suit_them_better(tree, scenario):
    """Of whoever is told to delete it: that “it was faked” gets another answer reads as coaching, on paper."""
    told = {"looks", "inside", "fair-point", "old-now"}
    assert not told & {change.question for change in road(tree, scenario).what_if.changes}


@pytest.mark.parametrize("answer", ["danger", "treated", "terms", "organise", "silenced", "day"])
def test_what_is_wrong_goes_on_where_it_belongs_and_is_not_asked_again(answer):
    walk = Walk.start(TREES["minority-report"]).answer(answer)
    assert walk.outcome.tree == "wrong-at-work"
    assert walk.go_on(TREES["wrong-at-work"]).at not in {"at-work", "talk-differ"}


@pytest.mark.parametrize(
    ("tree", "scenario"), [("wrong-at-work", "warned-over-the-group"), ("something-went-wrong", "told-to-take-it-down")]
)
def test_whoever_is_in_trouble_begins_with_what_has_happened(tree, scenario):
    walk = road(tree, scenario)
    assert walk.outcome.tree == "in-trouble"
    assert walk.go_on(TREES["in-trouble"]).at == "trouble"


def test_to_stand_by_a_post_is_not_to_say_that_the_replies_are_abuse():
    walk = road("something-went-wrong", "they-keep-coming").go_on(TREES["under-fire"])
    assert [step.node_id for step in walk.steps if step.carried] == ["heat"]


@pytest.mark.parametrize("told", ["no", "waiting", "ignored", "unsafe"])
@pytest.mark.parametrize("status", ["staff", "young"])
def test_a_child_at_risk_waits_for_no_date(told, status):
    """Told of a child hurt at a club, an answer was: ask for a date, and come back if it goes by.

    On a small screen a note was on the second page: it is the first step, in the words of every place.
    """
    ours = TREES["wrong-at-work"]
    answers = {"at-work": "danger", "told": told, "kept": [], "status": status}
    for tree in (ours, *(laid(ours, words) for words in OVERLAYS.values())):
        steps = Walk.replay(tree, answers).recommendation.next
        assert steps[0].startswith("Is a child at risk, or anybody who cannot keep themselves safe?")
        assert "today" in steps[0]
        assert len(steps) <= 5


@pytest.mark.parametrize(("place", "line"), [("uk", "Victim Support"), ("us", "RAINN")])
@pytest.mark.parametrize("whose", ["above", "beside"])
def test_whoever_was_touched_is_told_of_a_line_for_it(place, line, whose):
    tree = laid(TREES["wrong-at-work"], OVERLAYS[place])
    answers = {"at-work": "treated", "safe": "yes", "treated-whom": "me", "who-does-it": whose, "status": "staff"}
    told = Walk.replay(tree, {**answers, "treated-how": ["sexual"]}).recommendation
    assert line in " ".join((*told.notes, *(contact.title for contact in told.see)))
    other = Walk.replay(tree, {**answers, "treated-how": ["online"]}).recommendation
    assert line not in " ".join((*other.notes, *(contact.title for contact in other.see)))


@pytest.mark.parametrize(("tree", "ending"), [("someone-complained", "act-talk"), ("restricted-roles", "stop-party")])
def test_where_notes_protect_they_are_said_in_short_too(tree, ending):
    assert load(shipped_folder() / f"{tree}.toml").outcomes[ending].rights


def test_whoever_concerns_are_raised_with_is_called_so_in_plain_words():
    assert DEFAULTS["speakup"] == "the person who hears concerns"


@pytest.mark.parametrize(
    "answers",
    [
        {"trouble": "rumour"},
        {"trouble": "delete", "looks": "wrong"},
        {"trouble": "chat", "how-found": [], "rep": "friend"},
        {"trouble": "meeting", "how-found": [], "rep": "friend"},
        {"trouble": "suspended", "how-found": [], "rep": "friend"},
        {"trouble": "out", "how-out": "out", "how-found": [], "status": "staff"},
        {"trouble": "out", "how-out": "pushed", "how-found": [], "status": "staff"},
        {"trouble": "out", "how-out": "dropped", "how-found": [], "status": "agency"},
    ],
    ids=lambda answers: "-".join(answers.get("how-out", answers["trouble"]).split()),
)
def test_what_shows_somebodys_private_details_comes_down_and_a_naked_body_is_not_copied(answers):
    """In front of a hearing the advice was: delete nothing. A friend's secret stayed up for it."""
    walk = Walk.replay(TREES["in-trouble"], {"holding": "ok", "post-about": ["private"], **answers})
    advice = walk.recommendation
    said = " ".join([*advice.next, *advice.notes])
    assert re.search(r"down now|take it down|take down the private part now", said, re.IGNORECASE)
    assert "Of a naked body keep only the address" in said
    assert not re.search(r"Delete nothing(?: yet)?[.:]", said)


@pytest.mark.parametrize(
    ("tree", "outcome"),
    [
        ("something-went-wrong", "act-safety"),
        ("something-went-wrong", "act-breach"),
        ("something-went-wrong", "act-fix-remove"),
        ("something-went-wrong", "act-fake"),
        ("in-trouble", "act-ready"),
        ("in-trouble", "act-copy-first"),
        ("under-fire", "act-handover"),
        ("under-fire", "adapt-mute"),
        ("wrong-at-work", "raise-treated"),
        ("wrong-at-work", "raise-treated-above"),
    ],
)
def test_nobody_is_told_to_copy_a_picture_of_a_naked_body(tree, outcome):
    assert "naked body" in " ".join(texts_of(TREES[tree].outcomes[outcome].as_data()))


def test_only_what_came_from_work_is_told_to_work():
    """A friend's face or an old quarrel is nobody's breach: whoever told on themselves told for nothing."""
    for outcome in TREES["in-trouble"].outcomes.values():
        for text in texts_of(outcome.as_data()):
            if "{dpo}" in text and outcome is not TREES["in-trouble"].outcomes["raise-watched"]:
                assert "came from work" in text


@pytest.mark.parametrize(
    "outcome",
    [
        *("act-ready", "act-copy-first", "act-other-words", "talk-delete", "raise-before-delete"),
        *("act-chat", "act-meeting", "act-suspended", "act-police", "act-regulator", "act-yours", "act-dismissed"),
    ],
)
def test_whoever_is_under_eighteen_has_an_adult_beside_them(outcome):
    assert "adult you trust" in " ".join(texts_of(TREES["in-trouble"].outcomes[outcome].as_data()))


@pytest.mark.parametrize("name", IN_FEAR)
def test_whoever_cannot_go_on_has_little_to_read(name):
    tonight = TREES[name].outcomes["act-tonight"]
    assert len(" ".join([tonight.headline, tonight.reason, *tonight.next]).split()) <= 75
    assert not tonight.notes


def test_nearly_everybody_has_a_contract_and_is_not_left_out_for_it():
    for question in ("left-out", "status"):
        assert not any("contract" in answer.text for answer in TREES["wrong-at-work"].questions[question].answers)


def test_a_limit_of_the_job_is_asked_after_and_not_taken_for_granted():
    notes = " ".join(texts_of(TREES["in-trouble"].outcomes["talk-delete"].as_data()))
    assert "how far it holds" in notes
    assert "hard to argue" not in notes


def test_whoever_may_publish_is_told_first_that_their_job_may_have_limits():
    """It was the fifth step, below the plain yes."""
    answers = {"at-work": "differ", "inside": "lost", "closeness": "far", "open-gap": "yes"}
    first, *_ = Walk.replay(TREES["minority-report"], answers).recommendation.next
    assert "“My role limits what I say in public”" in first


@pytest.mark.parametrize("name", OURS)
def test_each_case_says_why_it_is_open(name):
    """At least four, and the first thing to discuss is a question over which people part."""
    cases = [one for one in TREES[name].scenarios.values() if one.story]
    assert len(cases) >= 4
    for case in cases:
        assert case.answers != case.other.answers
        assert "?" in case.discuss[0] or "divides" in case.discuss[0], case.title
        assert case.split in case.answers


@pytest.mark.parametrize(
    ("tree", "scenario", "ending"),
    [  # from public life: what a wise adviser would say
        ("wrong-at-work", "back-us", "go-organise"),
        ("wrong-at-work", "the-pay-thread", "go-organise"),
        ("wrong-at-work", "nurse-in-the-corridor", "raise-it"),
        ("wrong-at-work", "bullied-by-the-boss", "raise-treated-above"),
        ("wrong-at-work", "messages-from-a-colleague", "raise-treated"),
        ("wrong-at-work", "whistleblower-ignored", "raise-outside"),
        ("wrong-at-work", "the-food-bank", "raise-shielded"),
        ("wrong-at-work", "two-stars", "adapt-review"),
        ("wrong-at-work", "gone-and-still-worried", "raise-it"),
        ("wrong-at-work", "apprentice", "raise-shielded"),
        ("wrong-at-work", "sign-by-friday", "raise-before-signing"),
        ("in-trouble", "meeting-at-nine", "act-meeting"),
        ("in-trouble", "the-group-chat-leaked", "act-meeting"),
        ("in-trouble", "sent-home", "act-suspended"),
        ("in-trouble", "belief-put-badly", "raise-before-delete"),
        ("in-trouble", "a-face-that-is-mine", "act-not-me"),
        ("in-trouble", "the-password", "act-yours"),
        ("in-trouble", "friend-your-manager", "talk-follow"),
        ("in-trouble", "a-volunteer-let-go", "act-dropped"),
        ("minority-report", "works-for-the-council", "raise-inside"),
        ("minority-report", "share-the-campaign", "talk-decline"),
        ("minority-report", "a-belief-that-work-does-not-share", "go-own-belief"),
        ("minority-report", "an-official-on-the-march", "talk-limited"),
        ("minority-report", "the-trustee", "adapt-own-belief"),
        ("something-went-wrong", "old-tweets-of-a-seventeen-year-old", "act-own-old"),
        ("something-went-wrong", "broke-a-rule", "act-own-up"),
    ],
)
def test_real_cases_land_where_a_wise_adviser_would_send_them(tree, scenario, ending):
    assert road(tree, scenario).at == ending
