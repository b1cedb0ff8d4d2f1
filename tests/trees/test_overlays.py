"""Words laid over a tree: they are other words, and every road, code and count stays what it was."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk, load
from postwise.author.check_tree import check
from postwise.author.overlay_writer import overlay_to_fill_in, state_of
from postwise.logic.counting import analyse
from postwise.tree.library import Library, shipped_folder
from postwise.tree.overlay_file import faults_on, overlay_of, words_in
from postwise.tree.overlays import ADDED, Overlay, laid
from postwise.tree.toml_source import Source
from strategies import tree_of

FRENCH = Path(__file__).with_name("pause-for-thought.fr.toml")
TREES = {
    path.stem: load(path) for path in shipped_folder().glob("*.toml") if "[overlay]" not in path.read_text("utf-8")
}
PAUSE = TREES["pause-for-thought"]
TODAY = dt.date(2026, 11, 29)


def overlay(text: str) -> Overlay:
    loaded = overlay_of(Source(text))
    assert [problem.as_text() for problem in loaded.problems] == []
    return loaded.overlay


def in_french() -> Library:
    return Library((FRENCH.parent,), {"place": "fr"})


def test_a_language_is_carried_whole():
    french = overlay(FRENCH.read_text(encoding="utf-8"))
    assert list(faults_on(french, {PAUSE.id: PAUSE}, {})) == []
    assert state_of(french, PAUSE).missing == {}, "nothing is left in the language of the tree"
    assert check(FRENCH, library=Library(), today=TODAY).problems == ()


def test_a_walk_is_the_same_walk_in_another_language():
    library = in_french()
    tree = library.load(library.find("pause-for-thought")).tree
    walk = Walk.start(tree, profile=library.words).answer("me").answer("no")
    own = Walk.start(PAUSE).answer("me").answer("no")
    assert walk.recommendation.headline == "Laissez passer."
    assert walk.recommendation.next[0] == "Racontez-le plutôt à un ami."
    assert "votre syndicat" in walk.recommendation.next[1]
    assert (walk.code, tree.fingerprint) == (own.code, PAUSE.fingerprint)
    assert walk.to_dict()["places"] == ["En français"]
    assert walk.filled(tree.questions["implications"].ask).endswith("pour votre organisation ?")
    for scenario in tree.scenarios.values():
        assert Walk.replay(tree, scenario.answers).at == scenario.expect


def test_a_tree_is_listed_by_its_title_in_the_words_of_the_place():
    library = in_french()
    assert library.heading(library.find("pause-for-thought")) == ("Un temps pour réfléchir", "Avant de publier")
    elsewhere = Library((FRENCH.parent,), {"place": "uk"})
    assert elsewhere.heading(elsewhere.find("pause-for-thought")).title == "Pause for thought"
    assert "pause-for-thought.fr" not in {entry.id for entry in library.entries}, "an overlay is no tree"


def test_an_organisations_own_word_counts_more_than_that_of_a_place():
    library = Library((FRENCH.parent,), {"place": "fr", "buddy": "Zoé"})
    tree = library.load(library.find("pause-for-thought")).tree
    walk = Walk.start(tree, profile=library.words).answer("me").answer("yes")
    assert walk.recommendation.next[0] == "Prenez dix minutes avec Zoé."


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_what_is_there_to_fill_in_is_an_overlay_that_says_nothing_yet(tree):
    text = overlay_to_fill_in(tree, "uk", TODAY)
    empty = overlay(text)
    assert [fault.message for fault in faults_on(empty, {tree.id: tree}, {})] == []
    assert state_of(empty, tree).said == 0
    assert laid(tree, empty).as_data() == tree.as_data()
    whole = overlay(re.sub(r"(?m)^# (?!Words|leave|see|What)", "", text))
    assert [fault.message for fault in faults_on(whole, {tree.id: tree}, {})] == []
    assert laid(tree, whole).as_data() == tree.as_data()


@given(st.data())
def test_no_words_change_a_road(data):
    tree = data.draw(st.sampled_from([*TREES.values()]))
    places = data.draw(st.lists(st.sampled_from([*words_in(tree)]), max_size=6, unique=True))
    other = laid(tree, overlay(said_otherwise(tree, places)))
    assert (other.id, other.fingerprint) == (tree.id, tree.fingerprint)
    assert without_words(other.as_data()) == without_words(tree.as_data())
    for scenario in tree.scenarios.values():
        mine, theirs = (Walk.replay(one, scenario.answers) for one in (tree, other))
        assert (mine.at, mine.code, mine.answers) == (theirs.at, theirs.code, theirs.answers)


def said_otherwise(tree, places):
    """Return an overlay that says some texts of a tree otherwise."""
    whole = overlay_to_fill_in(tree, None, TODAY).splitlines()
    wanted = {place.split(".")[-1 if place.split(".")[-1] != "text" else -2] for place in places}
    lines = [line[2:] if line.startswith("# ") and line[2:].split(" = ")[0] in wanted else line for line in whole]
    return "\n".join(
        re.sub(r'^(\w[\w-]* = ")', r"\1Otherwise: ", line) if "sha256" not in line else line for line in lines
    )


def without_words(data):
    """Return a tree's data without anything that an overlay can say."""
    if isinstance(data, dict):
        said = {"ask", "why", "help", "unit", "none", "text", "note", "headline", "reason", "next", "title", "summary"}
        said |= {"group", "audience", "purpose", "story", "discuss", "profile", *ADDED}
        return {key: without_words(value) for key, value in data.items() if key not in said}
    return [without_words(value) for value in data] if isinstance(data, list) else data


def test_words_that_ship_are_named_by_their_place_and_hold_nowhere_else():
    shipped = {entry.path: overlay(entry.path.read_text("utf-8")) for entry in Library().overlays}
    assert {path.stem for path in shipped} == {"au", "ca", "eu", "ie", "uk", "us"}
    assert all(one.about.place == path.stem for path, one in shipped.items()), "they are looked for by that name"
    for place in (None, "nowhere", "../trees/uk", "uk/../uk"):
        library = Library((), {"place": place} if place else {})
        assert library.load(library.find("in-trouble")).tree.overlays == ()
    here = Library((), {"place": "uk"})
    assert here.load(here.find("in-trouble")).tree.overlays == ("the United Kingdom",)
    by_path = here.beside(here.find(str(shipped_folder() / "in-trouble.toml")))
    assert by_path.load(by_path.find("in-trouble")).tree.overlays == ("the United Kingdom",)


def test_counts_are_the_same_under_any_words():
    other = laid(PAUSE, overlay(FRENCH.read_text(encoding="utf-8")))
    assert analyse(other).walks == analyse(PAUSE).walks


HEAD = 'format = 1\n[overlay]\ntitle = "{title}"\ntrees = ["*"]\nreviewed = 2026-11-01\nreview-by = 2027-05-01\n'


def test_of_two_that_say_the_same_the_first_folder_of_the_organisation_holds(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = HEAD.format(title=name) + f'[outcome.go-on]\nheadline = "From {name}."\n'
        (tmp_path / name / "words.toml").write_text(text, encoding="utf-8")
    library = Library((tmp_path / "one", tmp_path / "two"), {})
    tree = library.load(library.find("pause-for-thought")).tree
    assert tree.outcomes["go-on"].headline == "From one."
    assert tree.overlays == ("two", "one")


def test_an_answer_keeps_the_id_that_its_words_made():
    tree = tree_of(IMPLICIT)
    other = laid(tree, overlay(HEAD.format(title="W") + '[question.q.answers]\nyes-please = "Oui"\n'))
    assert [(one.name, one.text) for one in other.questions["q"].options] == [("yes-please", "Oui"), ("never", "Never")]
    assert Walk.start(other).answer("yes-please").at == "end"


IMPLICIT = """
[tree]
title = "T"
start = "q"
[question.q]
ask = "Q?"
goto = "end"
answers = [{ text = "Yes please" }, { text = "Never" }]
[outcome.end]
headline = "End."
"""
