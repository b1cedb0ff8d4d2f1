"""The local words of the United States, Canada and Australia: they fit, and name nobody whose number has not been seen."""

import re
import warnings
from datetime import timedelta

import pytest

from postwise import Walk, load
from postwise.tree.library import Library, shipped_folder, trees_in
from postwise.tree.overlay_file import digest, faults_on, read_overlay, words_in
from postwise.tree.overlays import laid
from tree_texts import ENDS_AN_EVENING, ends_in_trouble, is_own_or_official, texts_of

with warnings.catch_warnings():  # not every pip compiles it, and compiling it warns of its escapes
    warnings.simplefilter("ignore")
    import readability

NUMBERS = {
    "us": {
        "1-844-762-6572": "employer.gov: contact the NLRB (whistleblowers.gov still has 1-866-667-6572)",
        "1-800-669-4000": "eeoc.gov: field offices; whistleblowers.gov: about us",
        "1-844-234-5122": "eeoc.gov: field offices (American Sign Language, by video)",
        "1-800-321-6742": "osha.gov: workers' page, as archived in 2012; File a complaint, as printed for a review in 2024",
        "800-854-2824": "osc.gov: Hatch Act, advisory opinions",
        "988": "health.wyo.gov: 988 Lifeline",
        "1-800-656-4673": "rainn.org: national sexual assault hotline (800.656.HOPE); span.state.gov: round the clock",
    },
    "ca": {
        "988": "canada.ca: Healthy Canadians, about the 9-8-8 Suicide Crisis Helpline",
        "9-8-8": "canada.ca: the same, as it is written",
        "1-800-531-5551": "labour.gov.on.ca: contact us",
        "1-833-236-3700": "www2.gov.bc.ca: employment standards, information and forms",
        "1-877-427-3731": "work.alberta.ca: administering employment standards, 2017",
        "1-844-838-0808": "cnesst.gouv.qc.ca: online complaints about labour standards",
    },
    "au": {
        "13 13 94": "fairwork.gov.au: about us",
        "1300 799 675": "wip.fwc.gov.au: where to get help with an unfair dismissal",
        "13 11 14": "lifeline.org.au: about Lifeline; health.gov.au: mental health",
        "1800 737 732": "1800respect.org.au: terms and conditions",
        "1300 656 419": "humanrights.gov.au: complaints",
    },
}
"""Every number that may be rung, and the page it was read on (November 2026); each is to be rung before a release."""
OVERLAYS = {place: read_overlay(shipped_folder() / f"{place}.toml") for place in NUMBERS}
TREES = {entry.id: load(entry.path) for entry in trees_in(shipped_folder(), "shipped")}
IN_FEAR = ("wrong-at-work", "in-trouble")
LOOKS_RUNG = re.compile(r"(?<![\d-])(?:\d[\d -]{5,}\d|\d-\d-\d)(?![\d-])")
ALL = pytest.mark.parametrize("place", NUMBERS)


def words(place):
    return OVERLAYS[place].overlay


def contacts(place):
    return [one for outcome in words(place).outcomes.values() for one in outcome.see]


def all_texts(place):
    return list(texts_of(words(place).as_data()))


@ALL
def test_it_is_read_and_fits_every_tree(place):
    assert not OVERLAYS[place].problems
    assert words(place).about.place == place
    assert not {"can-i-tow", "choose-a-licence", "drinking-score"} & {*words(place).about.trees}, (
        "they are about no post"
    )
    assert list(faults_on(words(place), TREES, {})) == []


@ALL
def test_it_is_laid_on_where_the_organisation_is_there_and_nowhere_else(place):
    for tree in (TREES[name] for name in words(place).about.trees):
        there, elsewhere = Library(words={"place": place}), Library(words={"place": "zz"})
        assert [overlay for _, overlay in there.overlays_of(tree)] == [words(place)]
        assert list(elsewhere.overlays_of(tree)) == []


@ALL
def test_it_is_looked_at_again_within_a_year(place):
    about = words(place).about
    assert timedelta(0) < about.review_by - about.reviewed <= timedelta(days=365)


@ALL
def test_no_number_is_rung_that_was_not_seen(place):
    assert {one.phone for one in contacts(place) if one.phone} <= NUMBERS[place].keys()
    found = {number for text in all_texts(place) for number in LOOKS_RUNG.findall(text)}
    assert found <= NUMBERS[place].keys()
    assert found, "the pattern finds the numbers that stand in a sentence"


@ALL
def test_each_number_was_read_on_an_official_page_or_on_one_of_whom_it_rings(place):
    """Some were from lists of others, and one of those rang a line that had been closed."""
    for number, page in NUMBERS[place].items():
        assert is_own_or_official(page, [one.url for one in contacts(place) if one.phone == number and one.url]), number


@ALL
def test_each_number_that_was_seen_is_given_to_somebody(place):
    everything = " ".join(all_texts(place))
    assert [number for number in NUMBERS[place] if number not in everything] == []


@ALL
def test_it_promises_nobody_the_law(place):
    for text in all_texts(place):
        assert not re.search(r"\byou(?:'re| are| will be) (?:\w+ )?(?:protected|covered|safe)\b", text), text
        assert "!" not in text, text
        assert not re.search(r"\b(?:we|us|our)\b", text), text
        assert not re.search(r"\d ?[ap]\.?m\b|\bMon(?:day)?\b|\b24/7\b", text), text


@ALL
def test_an_ending_is_given_three_of_each_at_most_and_nothing_twice(place):
    for name, outcome in words(place).outcomes.items():
        notes = [note.text for note in outcome.notes]
        assert len([one for one in outcome.see if not one.when]) <= 3, name
        assert len(notes) <= 3, name
        assert len({(one.title, one.phone) for one in outcome.see}) == len(outcome.see), name
        assert len({*notes}) == len(notes), name


@ALL
@pytest.mark.parametrize("name", IN_FEAR)
def test_whoever_has_to_act_has_somebody_to_ring(place, name):
    tree = laid(TREES[name], words(place))
    urgent = {key: one for key, one in tree.outcomes.items() if one.verdict in {"act", "raise"}}
    assert [key for key, one in urgent.items() if not any(see.phone for see in one.see)] == []


@ALL
@pytest.mark.parametrize("name", IN_FEAR)
def test_at_night_somebody_answers(place, name):
    """Those are the ones whose numbers were seen to be answered day and night."""
    night = {"us": {"988"}, "ca": {"988"}, "au": {"13 11 14", "1800 737 732"}}[place]
    assert "day or night" in words(place).profile["helpline"]
    for key, outcome in laid(TREES[name], words(place)).outcomes.items():
        if outcome.verdict in {"act", "raise"}:
            assert night & {one.phone for one in outcome.see if not one.when}, key


@ALL
def test_no_ending_beside_a_right_leaves_anybody_without_one_at_night_but_for_a_plain_yes(place):
    night = {"us": {"988"}, "ca": {"988"}, "au": {"13 11 14", "1800 737 732"}}[place]
    for name in words(place).about.trees:
        local = laid(TREES[name], words(place))
        for key in ends_in_trouble(local):
            assert night & {one.phone for one in local.outcomes[key].see}, (name, key)


@ALL
@pytest.mark.parametrize("ending", ENDS_AN_EVENING)
def test_whoever_is_stopped_pressed_or_on_their_own_has_somebody_to_ring_at_night(place, ending):
    night = {"us": {"988"}, "ca": {"988"}, "au": {"13 11 14", "1800 737 732"}}[place]
    assert night & {one.phone for one in words(place).outcomes[ending].see if not one.when}


def test_an_official_in_canada_is_not_sent_to_labour_standards_over_politics():
    for ending in ("stop-party", "stop-controversy", "pause-permission", "pause-ask", "talk-limited"):
        assert not any("Labour standards" in one.title for one in words("ca").outcomes[ending].see)


OVER_BELIEF = {"ca": {"go-own-belief", "act-formal"}}
"""Endings about a belief, in a place where nobody for it has a number that was seen."""


@pytest.mark.parametrize("ending", sorted(OVER_BELIEF["ca"]))
def test_over_a_belief_nobody_in_canada_is_sent_to_an_office_for_pay_and_hours(ending):
    titles = [one.title for one in words("ca").outcomes[ending].see]
    assert titles[0].startswith("Your province's human rights commission")
    assert not any("Labour standards" in title for title in titles)


def test_a_line_for_sexual_assault_is_given_only_where_it_is_about_that():
    """It was the first to ring over an uncredited photo, and a brief then said of its sender what was not so."""
    given = {
        name: [one for one in outcome.see if "RAINN" in one.title] for name, outcome in words("us").outcomes.items()
    }
    asked = {name: seen[0].when for name, seen in given.items() if seen}
    assert asked.keys() == {"raise-treated-above", "stop-law", "act-safe"}
    assert {name for name, when in asked.items() if not when} == {"act-safe"}, "nobody in danger is asked what it is"
    first, second = words("us").outcomes["act-safe"].see
    assert first.phone == "988"
    assert second.title.startswith("RAINN, if it was or may be sexual assault")


@pytest.mark.parametrize("asked", ["ask", "asked", "puzzle", "told"])
def test_whoever_blames_is_not_said_to_have_been_assaulted(asked):
    tree = laid(TREES["before-you-post"], words("us"))
    answers = {"account": "personal", "signs": ["people", "claim"], "confidence": asked}
    titles = [one.title for one in Walk.replay(tree, answers).recommendation.see]
    assert any("988" in title for title in titles)
    assert not any("RAINN" in title for title in titles)


@pytest.mark.parametrize(("answers", "given"), [({"confidence": "fake"}, True), ({"facts": "law"}, False)])
def test_where_a_naked_picture_is_meant_there_is_a_line_for_it(answers, given):
    tree = laid(TREES["before-you-post"], words("us"))
    signs = ["people"] if given else ["claim"]
    see = Walk.replay(tree, {"account": "personal", "signs": signs, **answers}).recommendation.see
    assert any("RAINN, if it is a naked or sexual picture" in one.title for one in see) == given


@ALL
def test_where_a_line_or_a_rep_is_named_there_is_a_number(place):
    for name in words(place).about.trees:
        plain, local = TREES[name], laid(TREES[name], words(place))
        for key, outcome in plain.outcomes.items():
            if key in OVER_BELIEF.get(place, set()):
                continue
            if re.search(r"\{(?:adviceline|helpline|unionrep)\}", " ".join(texts_of(outcome.as_data()))):
                assert any(one.phone for one in local.outcomes[key].see), (name, key)


@ALL
def test_it_is_plain_to_read(place):
    notes = {note.text for outcome in words(place).outcomes.values() for note in outcome.notes}
    sentences = sorted({one for text in notes for one in re.split(r"(?<=[.?:;])\s+", text) if one})
    plain = [" ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", one)) for one in sentences]
    assert readability.getmeasures(plain, lang="en")["readability grades"]["Kincaid"] <= 7


@ALL
def test_what_is_said_otherwise_is_remembered_as_it_was(place):
    kept = {}
    for name in words(place).about.trees:
        before, after = words_in(TREES[name]), words_in(laid(TREES[name], words(place)))
        kept |= {f"{name}/{where}": digest(text) for where, text in before.items() if after[where] != text}
    assert words(place).was == kept


def test_nobody_dismissed_in_the_united_states_waits_for_an_appeal_that_they_may_not_have():
    """Most private jobs there are at will: what holds elsewhere cost days."""
    out, meeting = (laid(TREES["in-trouble"], words("us")).outcomes[name] for name in ("act-dismissed", "act-meeting"))
    assert "dismissals are overturned" not in out.reason
    assert any("do not wait for it" in step for step in out.next)
    assert any(step.startswith("Ask if you may bring somebody") for step in meeting.next)
    assert "bring somebody" not in meeting.headline.replace("ask to bring somebody", "")


@pytest.mark.parametrize(
    ("place", "ending", "said"),
    [
        ("us", "act-dismissed", "180 days"),
        ("us", "raise-treated", "180 days; federal staff 45"),
        ("us", "raise-outside", "30 days"),
        ("us", "go-citizen", "Hatch Act"),
        ("us", "go-own-belief", "not private employers"),
        ("us", "go-own-belief", "may mostly still dismiss you"),
        ("ca", "go-own-belief", "in some provinces and not in others"),
        ("ca", "act-dismissed", "90"),
        ("ca", "raise-treated", "12 months"),
        ("ca", "go-citizen", "impartiality"),
        ("au", "act-dismissed", "21 days"),
        ("au", "raise-outside", "not on that list"),
        ("au", "act-meeting", "support person"),
    ],
)
def test_what_may_not_be_missed_is_said_where_it_is_needed(place, ending, said):
    assert any(said in text for text in texts_of(words(place).outcomes[ending].as_data()))


def test_who_is_outside_the_law_in_the_united_states_is_sent_to_ask_first():
    tree = laid(TREES["wrong-at-work"], words("us"))
    (answer,) = (one for one in tree.questions["left-out"].answers if one.name == "uniform")
    for outside in ("Government", "farm", "domestic", "rail", "airline"):
        assert outside in answer.text
    assert answer.goto == "raise-limited"
