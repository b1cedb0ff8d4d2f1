"""Real situations, and where they land: each is a scenario of a tree, and ends where a wise adviser would send it.

They are from public life and from the first readers of the trees, who had seen a good third of them end wrongly. What
each has to end in is held by the scenario; here stands that each is there, under which name, and that it has not moved.
"""

from __future__ import annotations

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder
from postwise.tree.model import Scenario, Tree

LANDS = {
    "lunch": ["before-you-post lunch go-ahead"],
    "a success at work, out already": ["before-you-post we-won go-ahead"],
    "a success before the funder says so": ["before-you-post good-news-early pause-owner"],
    "anger at the council": [
        "before-you-post angry-at-the-council pause-sleep",
        "before-you-post cross-about-the-buses go-ahead",
    ],
    "the same from somebody who works for it": [
        "before-you-post works-for-that-council go-on-minority",
        "minority-report works-for-the-council raise-inside",
    ],
    "a like or a share": ["before-you-post a-share go-ahead", "something-went-wrong a-like-was-seen act-own-slip"],
    "a restricted officer's harmless like": [
        "before-you-post the-rosette go-on-restricted",
        "restricted-roles the-thumb stop-party",
    ],
    "a senior official on another department's policy": [
        "restricted-roles another-departments-policy stop-controversy",
        "restricted-roles my-own-policy leave-own-policy",
    ],
    "a presenter who is not in the news": ["restricted-roles known-by-office talk-senior"],
    "a newsreader": ["restricted-roles the-newsreader stop-controversy", "someone-complained a-newsreader act-talk"],
    "an official with the department's news near a vote": [
        "before-you-post launch-near-a-vote go-on-restricted",
        "restricted-roles launch-near-a-vote pause-election",
    ],
    "an official without a name": ["before-you-post the-funny-one leave-unnamed"],
    "the organisation's name in the handle": ["before-you-post on-what-i-do go-ahead"],
    "staff of such an organisation, in their own name": ["restricted-roles might-come-our-way talk-future"],
    "a go-between's petition": ["restricted-roles the-incinerator adapt-declare"],
    "a private chat that leaked": [
        "before-you-post the-leaked-group adapt-audience",
        "in-trouble the-group-chat-leaked act-meeting",
    ],
    "an account for satire": ["before-you-post the-funny-one leave-unnamed"],
    "a strike: back us": ["before-you-post on-strike go-on-wrong", "wrong-at-work back-us go-organise"],
    "a thread on pay": ["before-you-post pay-slip go-on-wrong", "wrong-at-work the-pay-thread go-organise"],
    "a nurse on care in corridors": [
        "before-you-post corridor-care go-on-wrong",
        "wrong-at-work nurse-in-the-corridor raise-it",
    ],
    "a nurse's moving story of a patient": ["before-you-post the-man-who-sang adapt-jigsaw"],
    "a nurse who answers a stranger": ["before-you-post advice-to-a-stranger adapt-boundary"],
    "bullied or harassed at work": [
        "before-you-post harassed go-on-wrong",
        "wrong-at-work bullied-by-the-boss raise-treated-above",
    ],
    "a whistleblower whom nobody heeded": ["wrong-at-work whistleblower-ignored raise-outside"],
    "a war of years, and a shop worker": [
        "before-you-post years-of-war go-ahead",
        "bad-news-day a-long-war go-on-any-day",
    ],
    "a belief, and its author": [
        "in-trouble belief-put-badly raise-before-delete",
        "minority-report a-belief-that-work-does-not-share go-own-belief",
    ],
    "a belief, and the school": ["someone-complained a-school-and-a-belief talk-advice"],
    "a hateful post, and the manager": ["someone-complained a-hateful-page act-today"],
    "a restricted officer's post for a party, and the manager": [
        "someone-complained restricted-and-canvassing act-formal",
    ],
    "a teacher: a class in a picture, pupils who ask": [
        "before-you-post red-class adapt-ask",
        "account-setup pupils-find-me boundary-account",
    ],
    "thrilled, on a site for jobs": ["before-you-post we-won go-ahead", "before-you-post good-news-early pause-owner"],
    "written by a machine, or a fake": [
        "before-you-post the-leaving-film stop-law",
        "before-you-post four-in-ten pause-check",
        "something-went-wrong her-voice act-fake",
        "in-trouble a-face-that-is-mine act-not-me",
    ],
    "a review of an employer, unsigned": [
        "before-you-post two-stars adapt-opinion",
        "wrong-at-work two-stars adapt-review",
        "someone-complained a-review-without-a-name pause-prove",
    ],
    "a picture of colleagues": ["before-you-post team-photo adapt-ask"],
    "a grave charge against somebody by name": ["before-you-post names-the-officer adapt-opinion"],
    "open to work": ["before-you-post open-to-work go-ahead", "account-setup open-search talk-looking"],
    "old posts dug up": [
        "something-went-wrong old-tweets-of-a-seventeen-year-old act-own-old",
        "someone-complained a-player-at-eighteen talk-then-and-now",
    ],
    "after leaving": [
        "before-you-post after-leaving go-ahead",
        "account-setup last-day adapt-goodbye",
        "wrong-at-work gone-and-still-worried raise-it",
    ],
    "a crowd at one's throat, or at a colleague's": [
        "under-fire a-flood act-handover",
        "under-fire two-thousand go-stand-by",
    ],
    "a campaign that one is asked to share": ["minority-report share-the-campaign talk-decline"],
    "a contractor, a volunteer, a trustee": [
        "minority-report the-trustee adapt-own-belief",
        "in-trouble a-volunteer-let-go act-dropped",
        "wrong-at-work the-food-bank raise-shielded",
    ],
    "under eighteen": ["in-trouble seventeen act-copy-first", "wrong-at-work apprentice raise-shielded"],
    "called to a meeting": [
        "before-you-post meeting-at-nine go-on-trouble",
        "in-trouble meeting-at-nine act-meeting",
    ],
}
"""Every situation of the first reading, in its order: tree, scenario, ending."""


def scenario_of(line: str) -> tuple[Tree, Scenario, str]:
    tree_id, name, ending = line.split()
    tree = load(shipped_folder() / f"{tree_id}.toml")
    return tree, tree.scenarios[name], ending


@pytest.mark.parametrize("line", sorted({line for lines in LANDS.values() for line in lines}))
def test_a_real_case_lands_where_a_wise_adviser_would_send_it(line: str) -> None:
    tree, scenario, ending = scenario_of(line)
    assert scenario.expect == ending
    assert Walk.replay(tree, scenario.answers).at == ending


def test_every_situation_of_the_first_reading_has_its_place() -> None:
    assert len(LANDS) == 43
    assert all(LANDS.values())
