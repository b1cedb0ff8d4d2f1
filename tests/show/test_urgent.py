"""Who may not be safe reads what to do and whom to ring, and nothing else; where nobody says where, how to have numbers."""

from __future__ import annotations

import pytest

from postwise import Walk, load
from postwise.show.recommendation_document import BY_PLACE, SETTERS, RecommendationDocument, besides
from postwise.show.recommendation_in_short import LINES, in_short
from postwise.tree.library import Library, shipped_folder
from postwise.tree.overlay_file import read_overlay
from postwise.tree.overlays import laid
from postwise.tree.placeholders import names
from postwise.walk.record_store import Records
from shown import SHIPPED, endings, everything

TREES = {name: load(shipped_folder() / f"{name}.toml") for name in ("in-trouble", "wrong-at-work")}
LOW = {
    "in-trouble": {"trouble": "suspended", "holding": "low"},
    "wrong-at-work": {"at-work": "treated", "safe": "low"},
}
UK = read_overlay(shipped_folder() / "uk.toml").overlay


@pytest.mark.parametrize("name", LOW)
@pytest.mark.parametrize("form", SETTERS)
def test_whoever_cannot_go_on_reads_what_to_do_and_whom_to_ring_and_nothing_else(name, form):
    walk = Walk.replay(laid(TREES[name], UK), LOW[name], profile={"place": "uk"})
    text = SETTERS[form](RecommendationDocument.of(walk))
    for said in ("emergency services", "Give someone else the phone.", "Whom to turn to", "116 123"):
        assert said in text
    for other in ("Sources", "Higgs", "How you got here", "What decided it", "same ending", "Keep in mind"):
        assert other not in text, other


@pytest.mark.parametrize("name", LOW)
def test_in_short_it_is_the_same_and_there_is_no_word_of_more(name):
    walk = Walk.replay(laid(TREES[name], UK), LOW[name], profile={"place": "uk"})
    assert in_short(walk, "More with --all") == RecommendationDocument.of(walk).as_text()
    assert "Sources" not in [section.title for section in besides(walk) if section.items], "whoever asks for more"


@pytest.mark.parametrize("name", LOW)
def test_what_was_saved_of_it_is_shown_so_too_with_the_answers_kept(name, tmp_path):
    records = Records(tmp_path / "records.db")
    walk = Walk.replay(laid(TREES[name], UK), LOW[name], profile={"place": "uk"})
    kept = records.get(records.save(walk, "draft", draft="What I wrote."))
    text = RecommendationDocument.of_saved(kept).as_text()
    for said in ("Give someone else the phone.", "Whom to turn to", "116 123", "saved on"):
        assert said in text
    for other in ("How you got here", "go on", "suspended", "safe?", "What I wrote."):
        assert other not in text, other
    assert [step.answer for step in kept.steps] == [step.answer for step in walk.steps]
    assert "What I wrote." not in RecommendationDocument.of(walk, draft="What I wrote.").as_text()


def test_what_an_earlier_answer_notes_does_not_stand_there_either():
    carried = Walk.start(TREES["in-trouble"]).answer("suspended").change("holding", "low")
    assert carried.recommendation is not None
    assert carried.recommendation.notes == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_where_no_place_is_said_an_ending_that_sends_to_somebody_says_how_to_have_numbers(path):
    tree = load(path)
    local = tree.id in UK.about.trees
    for walk in endings(tree):
        outcome, text = walk.outcome, in_short(walk, "More with --all")
        lines = {"helpline", "adviceline"} & {
            name for text in (*outcome.next, outcome.reason or "") for name in names(text)
        }
        sent = lines or outcome.rights or outcome.verdict in {"act", "raise"} or bool(walk.recommendation.see)
        assert (BY_PLACE in text) == bool(sent and local), walk.at
        assert len(text.splitlines()) <= LINES or outcome.rights
        assert BY_PLACE not in in_short(Walk.replay(tree, walk.answers, profile={"place": "uk"}), "More")


def test_in_other_trees_nobody_is_promised_numbers():
    walk = Walk.replay(everything(), {"who": "us", "reach": 5000})
    assert BY_PLACE not in RecommendationDocument.of(walk).as_text()
    assert Library().place is None
