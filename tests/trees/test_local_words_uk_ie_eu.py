"""The words for the United Kingdom, Ireland and the European Union: they fit, they promise nothing, somebody answers."""

from __future__ import annotations

import datetime as dt
import re
import warnings

import pytest

from postwise import load
from postwise.tree.at_a_glance import is_overlay
from postwise.tree.library import shipped_folder
from postwise.tree.overlay_file import digest, faults_on, read_overlay, words_in
from postwise.tree.overlays import laid
from postwise.tree.placeholders import names
from tree_texts import ENDS_AN_EVENING, ends_in_trouble, is_own_or_official, texts_of

with warnings.catch_warnings():  # not every pip compiles it, and compiling it warns of its escapes
    warnings.simplefilter("ignore")
    import readability

READ = {name: read_overlay(shipped_folder() / f"{name}.toml") for name in ("uk", "ie", "eu")}
WORDS = {name: read.overlay for name, read in READ.items()}
TREES = {path.stem: load(path) for path in sorted(shipped_folder().glob("*.toml")) if not is_overlay(path)}
CALLABLE = ("uk", "ie")
"""Where the numbers of somebody to ring are known."""
NUMBERS = {
    "116 123": "samaritans.org: how to contact them, free from any phone",
    "0300 123 1100": "nibusinessinfo.co.uk: the Acas helpline; told to Parliament by the minister on 20 March 2015",
    "020 3117 2520": "protect-advice.org.uk: Protect, United Kingdom",
    "0345 6000 459": "revengepornhelpline.org.uk: frequently asked questions",
    "028 90 500 600": "equalityni.org: Equality Commission for Northern Ireland",
    "0818 80 80 90": "workplacerelations.ie: Workplace Relations Commission, Ireland",
    "1800 844 866": "transparency.ie: Speak Up, Transparency International Ireland, 2011",
}
"""What may be rung, and where the number was seen: on the body's own or an official page."""
OF_THE_BODY = {"1800 844 866": ("https://www.transparency.ie",)}
"""Whose line it is, where the line has an address of its own."""
HERE = {
    "uk": {"116 123", "0300 123 1100", "020 3117 2520", "0345 6000 459", "028 90 500 600"},
    "ie": {"116 123", "0818 80 80 90", "1800 844 866"},
    "eu": set(),
}
TELEPHONE = re.compile(r"\+?\d[\d ]{5,}\d")


def texts(place):
    overlay = WORDS[place]
    tables = [overlay.profile, *(part.as_data() for part in (overlay.about, overlay.tree))]
    for parts in overlay.sections.values():
        tables += [table.as_data() for table in parts.values()]
    return [text for table in tables for text in texts_of(dict(table))]


def shown(place):
    """Yield every ending of the trees that words are for, with them laid on."""
    for name in WORDS[place].about.trees:
        for outcome_id, outcome in laid(TREES[name], WORDS[place]).outcomes.items():
            yield name, outcome_id, outcome


def named(outcome):
    return {word for text in texts_of(outcome.as_data()) for word in names(text)}


@pytest.mark.parametrize("place", WORDS)
def test_the_words_can_be_read_and_fit_every_tree_they_are_for(place):
    assert READ[place].problems == ()
    assert list(faults_on(WORDS[place], TREES, {})) == []
    assert WORDS[place].about.place == place


@pytest.mark.parametrize("place", WORDS)
def test_every_number_to_ring_was_seen_on_a_page_that_counts(place):
    phones = {contact.phone for words in WORDS[place].outcomes.values() for contact in words.see if contact.phone}
    written = {number for text in texts(place) for number in TELEPHONE.findall(text)}
    assert phones <= written == HERE[place]
    assert HERE[place] <= NUMBERS.keys()


@pytest.mark.parametrize("place", CALLABLE)
def test_each_number_was_read_on_an_official_page_or_on_one_of_whom_it_rings(place):
    for number in HERE[place]:
        beside = [
            contact.url
            for words in WORDS[place].outcomes.values()
            for contact in words.see
            if contact.phone == number and contact.url
        ]
        assert is_own_or_official(NUMBERS[number], [*beside, *OF_THE_BODY.get(number, ())]), number


@pytest.mark.parametrize("place", WORDS)
def test_nobody_is_told_that_they_are_safe(place):
    for text in texts(place):
        assert not re.search(r"\b(?:you|they) (?:are|will be|is) (?:protected|safe|covered)\b", text, re.IGNORECASE), (
            text
        )
        assert not re.search(r"\b(?:UK|British|EU) law protects\b|\bUK law\b", text), text
        assert "!" not in text, text
        assert not re.search(r"\b[Ww]e\b", text), text


def test_what_holds_in_britain_alone_is_said_of_britain():
    for text in texts("uk"):
        if re.search(r"\bunfair\b|whistleblow\w* (?:there|in)|first day|industrial action", text):
            assert "Britain" in text, text


def test_in_britain_the_short_time_limit_is_told_and_northern_ireland_has_its_own():
    limits = [text for text in texts("uk") if "months less" in text]
    assert len(limits) >= 8
    for text in limits:
        assert "within three months less one day, even though six months may now apply" in text
        assert "In Northern Ireland it is three or six months" in text
    assert not any(
        re.search(r"\bsix months\b", text) and "2027" not in text for text in texts("uk") if text not in limits
    )


def test_in_britain_a_post_about_pay_is_not_said_to_be_guarded_whatever_it_says():
    """The law on pay talk there reaches as far as its note says, and the reason said more."""
    reason = laid(TREES["wrong-at-work"], WORDS["uk"]).outcomes["go-organise"].reason
    assert "may be breaking the law" not in reason
    assert "depends on what it says and why" in reason


@pytest.mark.parametrize("place", WORDS)
def test_no_note_has_a_sentence_too_long_to_follow(place):
    for words in WORDS[place].outcomes.values():
        for note in words.notes:
            for sentence in re.split(r"(?<=[.?:;])\s+", note.text):
                assert len(sentence.split()) <= 32, sentence


def test_nobody_in_britain_is_told_that_their_party_is_guarded_as_a_belief_is():
    """The law there lifts the time that is needed in the job, and no more."""
    texts_there = list(texts_of(laid(TREES["minority-report"], WORDS["uk"]).outcomes["go-own-belief"].as_data()))
    assert any("Party politics is not guarded in that way in Britain" in text for text in texts_there)
    assert not any("belief and politics are often protected" in text for text in texts_there)


def test_in_ireland_nobody_is_told_to_count_on_more_than_six_months():
    for text in texts("ie"):
        if "twelve: " in text:
            assert "within six months" in text
            assert text.endswith("do not count on that.")


@pytest.mark.parametrize("place", WORDS)
def test_somebody_looks_again_within_a_year(place):
    about = WORDS[place].about
    assert about.reviewed < about.review_by <= about.reviewed + dt.timedelta(days=365)


def test_the_british_words_are_looked_at_soon_after_the_law_changes():
    assert dt.date(2027, 1, 1) < WORDS["uk"].about.review_by <= dt.date(2027, 3, 1)


@pytest.mark.parametrize("place", CALLABLE)
@pytest.mark.parametrize("tree", ["wrong-at-work", "in-trouble"])
def test_whoever_is_told_to_act_or_to_raise_it_has_somebody_to_ring(place, tree):
    for outcome_id, outcome in laid(TREES[tree], WORDS[place]).outcomes.items():
        if outcome.verdict in {"act", "raise"}:
            assert any(contact.phone and contact.when is None for contact in outcome.see), outcome_id


@pytest.mark.parametrize("place", CALLABLE)
def test_wherever_a_line_is_named_its_number_stands_there(place):
    for tree, outcome_id, outcome in shown(place):
        if named(outcome) & {"adviceline", "helpline", "unionrep"}:
            assert any(contact.phone for contact in outcome.see), (tree, outcome_id)


@pytest.mark.parametrize("place", CALLABLE)
@pytest.mark.parametrize("tree", ["wrong-at-work", "in-trouble"])
def test_at_eleven_at_night_somebody_answers(place, tree):
    for outcome_id, outcome in laid(TREES[tree], WORDS[place]).outcomes.items():
        if outcome.verdict in {"act", "raise"}:
            assert any(contact.phone == "116 123" for contact in outcome.see), outcome_id


@pytest.mark.parametrize("place", CALLABLE)
def test_whoever_is_stopped_pressed_or_on_their_own_has_somebody_to_ring_at_night(place):
    """The endings outside the two trees of fear that end an evening badly."""
    named_endings = {outcome_id: outcome for _, outcome_id, outcome in shown(place)}
    for outcome_id in ENDS_AN_EVENING:
        assert any(contact.phone == "116 123" for contact in named_endings[outcome_id].see), outcome_id


@pytest.mark.parametrize("place", CALLABLE)
def test_no_ending_beside_a_right_leaves_anybody_without_one_at_night_but_for_a_plain_yes(place):
    for name in WORDS[place].about.trees:
        local = laid(TREES[name], WORDS[place])
        for outcome_id in ends_in_trouble(local):
            assert "116 123" in {contact.phone for contact in local.outcomes[outcome_id].see}, (name, outcome_id)


def test_in_the_union_no_number_is_given_that_is_not_right_everywhere():
    assert not any(words.see for words in WORDS["eu"].outcomes.values())


@pytest.mark.parametrize("place", WORDS)
def test_no_ending_is_buried(place):
    for name, words in WORDS[place].outcomes.items():
        assert len(words.notes) + len(words.note) <= 4, name
        assert len([contact for contact in words.see if not contact.when]) <= 3, name
        assert len({(contact.title, contact.phone) for contact in words.see}) == len(words.see), name


@pytest.mark.parametrize("place", WORDS)
def test_what_is_said_otherwise_is_remembered_as_it_was(place):
    overlay, kept = WORDS[place], {}
    for tree in overlay.about.trees:
        before, after = words_in(TREES[tree]), words_in(laid(TREES[tree], overlay))
        kept |= {f"{tree}/{where}": digest(text) for where, text in before.items() if after[where] != text}
    assert overlay.was == kept


@pytest.mark.parametrize("place", WORDS)
def test_a_fact_is_said_once_to_whoever_reads_an_ending(place):
    for tree, outcome_id, outcome in shown(place):
        notes = [note.text for note in outcome.notes]
        assert len(set(notes)) == len(notes), (tree, outcome_id)


@pytest.mark.parametrize("place", WORDS)
def test_it_is_plain_to_read(place):
    notes = [note.text for words in WORDS[place].outcomes.values() for note in words.notes]
    sentences = {one for text in notes for one in re.split(r"(?<=[.?:;])\s+", text) if one}
    plain = [" ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", one)) for one in sorted(sentences)]
    assert readability.getmeasures(plain, lang="en")["readability grades"]["Kincaid"] <= 6
