"""Walks in hand: none takes another's place, nothing kept is destroyed, and nothing that was said is lost unasked."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from postwise.errors import PostwiseError
from postwise.show.recommendation_document import RecommendationDocument
from postwise.text import as_json
from postwise.tree.library import Library
from postwise.tui import walks_in_hand
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import LeaveDialog
from postwise.tui.library_shelf import SAVED, Shelved
from postwise.tui.openings import OpenWalk
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.saved_walks import ENDED_SINCE, GOES
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.walks_in_hand import WalksInHand
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk
from postwise.walk.walking import GoOn, Standing, Tick, Type, after
from strategies import tree_of

from .conftest import Typed, press, running, settled, shown
from .test_reach import clicked

TEXTS = {
    "aaa": """
[tree]
title = "Aaa"
start = "a1"
[question.a1]
ask = "A1?"
yes = "a2"
no = "a2"
[question.a2]
ask = "A2?"
yes = "onward"
no = "done"
[outcome.onward]
headline = "Go on in b."
tree = "bbb"
[outcome.done]
headline = "Done in a."
""",
    "bbb": """
[tree]
title = "Bbb"
start = "b1"
[question.b1]
ask = "B1?"
yes = "b2"
no = "b2"
[question.b2]
ask = "B2?"
yes = "done"
no = "done"
[outcome.done]
headline = "Done in b."
""",
    "ccc": """
[tree]
title = "Ccc"
start = "c1"
[question.c1]
ask = "C1?"
type = "text"
goto = "c2"
[question.c2]
ask = "C2?"
answers = [{ text = "One" }, { text = "Two" }]
type = "checklist"
goto = "c3"
[question.c3]
ask = "C3?"
yes = "done"
no = "done"
[outcome.done]
headline = "Done in c."
""",
}
A, B, C = (tree_of(text, name) for name, text in TEXTS.items())


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Library:
    """Return a library of three trees: two of one's own that hand over, and one with a text and a list."""
    folder = tmp_path / "ours"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.toml").write_text(f"format = 1\n{text}", encoding="utf-8")
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: folder / "none")
    monkeypatch.setattr(Library, "here", classmethod(lambda cls: cls((folder,))))
    monkeypatch.chdir(tmp_path)
    return Library((folder,))


async def begin(pilot, tree: str, *keys: str) -> None:
    pilot.app.screen.shelf.mark(tree)
    await press(pilot, "enter", *keys)


async def at_the_library(pilot) -> None:
    while not isinstance(pilot.app.screen, LibraryScreen):
        await press(pilot, "escape")


def on_disk() -> list[tuple[dict[str, Any], str]]:
    """Return what is put aside: the answers by question, through all trees, and the draft."""
    return [
        ({step.question: step.answer for step in record.steps}, record.draft or "")
        for record in Records().all()
        if record.outcome is None
    ]


def asked(app) -> str:
    """Return what is asked before leaving; empty if nothing is."""
    return app.screen.text if isinstance(app.screen, LeaveDialog) else ""


# What is kept stays until it is put aside again, or its own walk has ended


async def kept(shelf: Library, tree: str, *keys: str, way: str = "k") -> None:
    """Begin a walk, leave, and keep it."""
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, tree, *keys, "ctrl+q", way)
    assert app.return_code == 0
    assert on_disk()


@pytest.mark.parametrize("onward", [("1",), ("1", "1")])
async def test_a_walk_that_comes_into_a_tree_leaves_what_was_put_aside_there_as_it_was(shelf, onward):
    await kept(shelf, "bbb", "2")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", *onward)
        assert ({"b1": "no"}, "") in on_disk()
        await at_the_library(pilot)
        await press(pilot, "ctrl+q")
        if asked(app):
            await press(pilot, "k")
    assert ({"b1": "no"}, "") in on_disk()
    assert len(on_disk()) == (2 if len(onward) == 1 else 1)


async def test_two_walks_that_stand_in_one_tree_are_both_kept(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1")
        app.action_open_tree("bbb")
        await settled(pilot)
        await press(pilot, "2", "ctrl+q")
        assert "4 answers" in asked(app)
        await press(pilot, "k")
    assert sorted(on_disk(), key=as_json) == [({"a1": "yes", "a2": "yes", "b1": "yes"}, ""), ({"b1": "no"}, "")]


async def test_of_one_tree_all_that_was_put_aside_is_on_the_shelf(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        app.screen.shelf.mark("aaa")
        await press(pilot, "ctrl+r", "2", "ctrl+q")
        assert "1 answer " in asked(app)
        await press(pilot, "k")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        assert [hand.walk.answers for hand in app.walks.unfinished] == [{"a1": "no"}, {"a1": "yes"}]
        app.screen.shelf.mark(Shelved("walk", app.walks.unfinished[1].number))
        await press(pilot, "enter")
        assert app.screen.walk.answers == {"a1": "yes"}


async def test_a_walk_through_two_trees_is_taken_up_with_all_of_its_answers(shelf):
    await kept(shelf, "aaa", "1", "1", "g", "2")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        assert (hand.answers, hand.walk.visited, hand.began_in.id) == (3, ("aaa", "bbb"), "aaa")
        await begin(pilot, "aaa")
        assert [step.node_id for step in app.screen.walk.before] == ["a1", "a2"]
        await press(pilot, "ctrl+q")
        assert not asked(app), "it stands on the disk as it does here"


def test_a_walk_goes_through_a_tree_in_which_nothing_was_asked():
    through = tree_of(TEXTS["aaa"].replace('tree = "bbb"', 'tree = "ccc"').replace("[tree]", "[tree]"), "bbb")
    first = tree_of(TEXTS["aaa"], "aaa")
    walk = Walk.start(first).answer("yes").answer("yes").go_on(through)
    assert walk.outcome is not None, "both of its answers have come along"
    walk = walk.go_on(C).answer("here")
    Records().put_aside(walk)
    walks = WalksInHand()
    walks.look(Library())
    walks.take_up({"aaa": first, "ccc": C}, Library())
    assert walks.unfinished == (), "the tree between may still be read"
    walks.take_up({"aaa": first, "bbb": through, "ccc": C}, Library(), all_read=True)
    assert [(hand.walk.visited, hand.answers) for hand in walks.unfinished] == [(("aaa", "bbb", "ccc"), 3)]


async def test_where_a_tree_on_the_way_is_gone_the_record_stays_as_it_is(shelf):
    (folder,) = shelf.folders
    (folder / "mid.toml").write_text(
        f"format = 1\n{TEXTS['aaa'].replace('Aaa', 'Mid')}", encoding="utf-8"
    )  # all of its questions have been answered before
    (folder / "aaa.toml").write_text(f"format = 1\n{TEXTS['aaa'].replace('bbb', 'mid')}", encoding="utf-8")
    await kept(Library((folder,)), "aaa", "1", "1", "g", "g", "1")
    before = on_disk()
    (folder / "mid.toml").unlink()
    for keys, way in ((("1",), "l"), (("tab", "home", "enter", "2"), "k")):
        app = PostwiseApp(Library((folder,)))
        async with running(app) as pilot:
            await begin(pilot, "bbb", *keys, "ctrl+q", *[way] * bool(asked(app)))
        assert all(record in on_disk() for record in before)


def test_a_walk_whose_first_tree_has_gone_is_taken_up_in_its_last(shelf):
    Records().put_aside(Walk.start(A).answer("yes").answer("yes").go_on(B).answer("no"))
    walks = WalksInHand()
    walks.look(Library())
    walks.take_up({"bbb": B}, Library())
    assert walks.unfinished == (), "its first tree may still be read"
    walks.take_up({"bbb": B}, Library(), all_read=True)
    assert [hand.walk.visited for hand in walks.unfinished] == [("bbb",)]


def test_a_walk_whose_first_tree_leads_elsewhere_now_is_taken_up_in_its_last(shelf):
    Records().put_aside(Walk.start(A).answer("yes").answer("yes").go_on(B).answer("no"))
    other = tree_of(TEXTS["aaa"].replace('tree = "bbb"\n', ""), "aaa")
    walks = WalksInHand()
    walks.look(Library())
    walks.take_up({"aaa": other, "bbb": B}, Library(), all_read=True)
    assert [(hand.walk.visited, hand.walk.answers) for hand in walks.unfinished] == [(("bbb",), {"b1": "no"})]


async def test_whoever_is_quicker_than_the_shelf_takes_nothings_place(shelf, monkeypatch):
    """The trees are opened before what was put aside has been read."""
    await kept(shelf, "aaa", "2")
    monkeypatch.setattr(LibraryScreen, "_take_up", lambda *_, **__: None)
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "ctrl+q", "k")
    assert [answers for answers, _ in on_disk()] == [{"a1": "yes"}, {"a1": "no"}]


async def test_a_walk_that_was_saved_is_walked_again_beside_what_was_put_aside(shelf):
    Records().save(Walk.start(A).answer("no").answer("no"), "answers")
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        app.screen.shelf.mark(SAVED)
        await press(pilot, "enter", "down", "w")
        assert isinstance(app.screen, RecommendationScreen)
        await at_the_library(pilot)
        await press(pilot, "ctrl+q")
    assert on_disk() == [({"a1": "yes"}, "")]


async def test_the_trail_says_what_is_kept_in_trees_that_were_gone_back_from(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1")
        assert "kept for when" not in shown(app)
        await press(pilot, "tab", "home", "down", "enter", "2", "backspace")
        assert app.screen.walk.at == "a2"
        assert "1 answer in “Bbb”, kept for when" in shown(app)
        await press(pilot, "1", "g")
        assert app.screen.walk.answers["b1"] == "yes", "and there it is"
        assert "kept for when" not in shown(app)


async def test_of_what_was_put_aside_and_has_ended_since_that_is_said(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        app.screen.shelf.mark(SAVED)
        await press(pilot, "enter", "w", "1")
        await at_the_library(pilot)
        app.screen.shelf.mark(SAVED)
        await press(pilot, "enter")
        assert ENDED_SINCE in shown(app)
        assert GOES[:40] in shown(app)


async def test_what_was_put_aside_goes_when_its_own_walk_has_ended_and_postwise_is_left(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "2")
        assert isinstance(app.screen, RecommendationScreen)
        assert on_disk(), "whatever ends postwise now, it is still there"
        await press(pilot, "escape", "ctrl+q")
    assert on_disk() == []


async def test_of_two_in_a_tree_the_one_that_ended_goes(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        old = app.walks.unfinished[0].number
        app.screen.shelf.mark("aaa")
        await press(pilot, "ctrl+r", "2", "escape")
        app.screen.shelf.mark(Shelved("walk", old))
        await press(pilot, "enter", "2")
        await at_the_library(pilot)
        await press(pilot, "ctrl+q", "k")
    assert on_disk() == [({"a1": "no"}, "")]


async def test_an_end_that_is_taken_back_ends_nothing(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "2", "backspace", "ctrl+q")
    assert on_disk() == [({"a1": "yes"}, "")]


async def test_what_another_change_is_kept_over_keeps_its_draft(shelf):
    await kept(shelf, "aaa", "d", Typed("hello"), "escape", "1", way="d")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "backspace", "2", "ctrl+q", "k")
    assert on_disk() == [({"a1": "no"}, "hello")]


async def test_what_is_on_the_disk_is_not_asked_about_and_not_counted(shelf):
    await kept(shelf, "bbb", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "bbb", "backspace")
        assert not any(app.losing), "what was answered is there still"
        await press(pilot, "2", "backspace", "1")
        assert not any(app.losing)
    app = PostwiseApp(shelf, OpenWalk(Walk.start(C).answer("a").answer([])))
    async with running(app) as pilot:
        app.walks.keep(app.losing, drafts=False)
        await press(pilot, "backspace", "1", "g", "ctrl+q")
        assert "1 answer " in asked(app), "of two answers one is another now"


async def test_where_nothing_can_be_kept_one_is_where_one_was_and_told(shelf, monkeypatch):
    def full(*_, **__):
        raise PostwiseError("The disk is full.")

    app = PostwiseApp(shelf, OpenWalk(Walk.start(A).answer("yes")))
    async with running(app) as pilot:
        app.action_open_tree("bbb")
        await settled(pilot)
        await press(pilot, "2", "escape", "2")
        assert isinstance(app.screen, RecommendationScreen)
        monkeypatch.setattr(Records, "put_aside", full)
        await press(pilot, "q", "k")
        assert isinstance(app.screen, RecommendationScreen)
        assert "The disk is full." in shown(app)


async def test_what_another_postwise_has_let_go_is_at_stake_here(shelf):
    await kept(shelf, "aaa", "d", Typed("hello"), "escape", "1", way="d")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        assert not any(app.losing)
        Records().delete(app.walks.unfinished[0].kept.record)
        await press(pilot, "ctrl+q")
        assert "1 answer and your draft" in asked(app)
        await press(pilot, "d")
    assert on_disk() == [({"a1": "yes"}, "hello")]


async def test_words_that_were_taken_back_are_there_again_and_asked_about(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "ccc", Typed("secret"), "enter", "backspace")
        await at_the_library(pilot)
        await begin(pilot, "ccc")
        assert app.screen.walked.stands.answer.typed == "secret"
        await press(pilot, "ctrl+q")
        assert "what you have typed" in asked(app)


async def test_a_walk_on_the_shelf_is_spoken_of_as_it_stands(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1")
        await at_the_library(pilot)
        app.screen.shelf.mark(Shelved("walk", 1))
        await settled(pilot)
        page = shown(app)
        assert "Bbb" in page
        assert "… 3 answered" in page
        assert "You are part-way: 3 answered" in page


async def test_what_cannot_be_kept_is_said_over_a_dialog_too(shelf, monkeypatch):
    def full(*_, **__):
        raise PostwiseError("The disk is full.")

    app = PostwiseApp(shelf, OpenWalk(Walk.start(A).answer("yes")))
    async with running(app) as pilot:
        monkeypatch.setattr(Records, "put_aside", full)
        await press(pilot, "f1", "ctrl+q", "k")
        assert "The disk is full." in shown(app)


async def test_a_draft_is_kept_once_and_with_no_walk_that_holds_nothing_else(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        app.draft = "one"
        await begin(pilot, "aaa", "1")
        app.action_open_tree("bbb")
        await settled(pilot)
        await press(pilot, "ctrl+q", "d")
    assert on_disk() == [({"a1": "yes"}, "one")]


async def test_ticks_are_not_taken_for_an_empty_answer_that_was_kept(shelf):
    await kept(shelf, "ccc", "enter")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "ccc", "1", "ctrl+q")
        assert "what you have ticked" in asked(app)


async def test_words_are_asked_about_however_far_one_has_gone_back(shelf):
    app = PostwiseApp(shelf, OpenWalk(Walk.start(C).answer("secret").answer([]).back().back()))
    async with running(app) as pilot:
        await press(pilot, "ctrl+q")
        assert "what you have typed" in asked(app)


async def test_what_goes_from_the_disk_while_one_is_asked_is_kept_all_the_same(shelf):
    await kept(shelf, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "backspace", "2", "ctrl+q")
        Records().delete(app.walks.unfinished[0].kept.record)
        assert app.losing.walks, "it has been looked at again"
        await press(pilot, "k")
    assert on_disk() == [({"a1": "no"}, "")]


# Nothing is lost unasked


async def test_answers_in_an_earlier_tree_are_asked_about_too(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "ctrl+q")
        assert "2 answers" in asked(app)
        await press(pilot, "s", "escape")
        app.screen.shelf.mark("aaa")
        await press(pilot, "ctrl+r", "escape")
        assert [hand.answers for hand in app.walks.unfinished] == [2]
        await press(pilot, "ctrl+q", "k")
    assert on_disk() == [({"a1": "yes", "a2": "yes"}, "")]


async def test_a_walk_in_another_tree_is_asked_about_too(shelf):
    app = PostwiseApp(shelf, OpenWalk(Walk.start(A)))
    async with running(app) as pilot:
        await press(pilot, "1")
        app.action_open_tree("bbb")
        await settled(pilot)
        await press(pilot, "2", "escape", "escape")
        assert "2 answers" in asked(app)
        await press(pilot, "s", "2", "q")
        assert "1 answer " in asked(app), "the one here has ended"
        await press(pilot, "k")
    assert on_disk() == [({"b1": "no"}, "")]


@pytest.mark.parametrize(
    ("keys", "words"), [((Typed("secret"),), "what you have typed"), (("x", "enter", "1"), "what you have ticked")]
)
async def test_what_was_begun_and_not_sent_off_is_there_again_and_asked_about(shelf, keys, words):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "ccc", *keys)
        await press(pilot, *(["escape"] if words.endswith("typed") else []), "escape")
        assert isinstance(app.screen, LibraryScreen)
        await begin(pilot, "ccc")
        begun = app.screen.walked.stands.begun
        assert begun.typed == "secret" or begun.ticked == {"one"}
        await press(pilot, "ctrl+q")
        assert words in asked(app)
        await press(pilot, "s")
        assert isinstance(app.screen, WalkScreen)


async def test_the_draft_of_a_walk_that_has_ended_is_asked_about_and_what_it_was_kept_with_is_not_there_then(shelf):
    await kept(shelf, "aaa", "d", Typed("hello"), "escape", "1", way="d")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "2", "q", "ctrl+q")
        assert "your draft" in asked(app)
        await press(pilot, "l")
    assert on_disk() == []


async def test_drafts_of_ended_walks_and_of_the_library_are_all_asked_about_and_copied(shelf, monkeypatch):
    copied = []
    monkeypatch.setattr(PostwiseApp, "copy_to_clipboard", lambda _, text, *__: copied.append(text))
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "d", Typed("first"), "escape", "1", "2", "q")
        app.draft = "second"
        await press(pilot, "ctrl+q")
        assert "your 2 drafts" in asked(app)
        await press(pilot, "c")
        assert app.is_running
    assert copied == ["first\n\nsecond"]


async def test_a_walk_taken_back_to_its_start_has_its_draft_when_it_is_opened_again(shelf):
    await kept(shelf, "aaa", "d", Typed("hello"), "escape", "1", way="d")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "backspace", "escape")
        await begin(pilot, "aaa")
        assert app.screen.draft == "hello"


async def test_a_draft_alone_is_not_thrown_away_by_beginning_anew(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        app.draft = "in the library"
        await begin(pilot, "aaa", "d", Typed(" and more"), "escape")
        app.draft = "another"
        await press(pilot, "escape")
        app.screen.shelf.mark("aaa")
        await press(pilot, "ctrl+r", "escape")
        assert any("and more" in hand.draft for hand in app.walks.unfinished)
        await press(pilot, "ctrl+q")
        assert "your 2 drafts" in asked(app)


async def test_what_was_answered_in_ones_own_words_is_kept_once_one_has_been_told(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "ccc", Typed("secret"), "enter", "ctrl+q")
        assert "Keep it, with your own words," in shown(app)
        await press(pilot, "k")
    assert on_disk() == [({"c1": "secret"}, "")]


async def test_what_was_answered_in_ones_own_words_can_be_saved_and_left_out(shelf):
    for part, answer in ((0, ""), (1, "secret")):
        app = PostwiseApp(shelf)
        async with running(app) as pilot:
            await begin(pilot, "ccc", Typed("secret"), "enter", "1")
            app.screen.walked.do(GoOn())
            await press(pilot, "1")
            assert isinstance(app.screen, RecommendationScreen)
            await press(pilot, "s")
            page = shown(app)
            assert "With my answers, without my own words" in page
            assert "With my answers and my own words" in page
            app.screen.page.mark(("answers", "draft")[part])
            await press(pilot, "enter", "s", "q", "ctrl+q")
        assert app.return_code == 0
        assert next(Records().all()).steps[0].answer == answer


@pytest.mark.parametrize("draft", ["", "Dear all"])
async def test_of_a_file_it_is_said_that_ones_own_words_are_in_it(shelf, tmp_path, draft):
    app = PostwiseApp(shelf, OpenWalk(Walk.start(C).answer("secret").answer([]).answer("yes"), draft))
    async with running(app) as pilot:
        await press(pilot, "s")
        app.screen.page.mark("draft")
        await press(pilot, "enter")
        app.screen.page.mark("text")
        await press(pilot, "enter")
        page = shown(app)
        assert "without my own words" not in page
        assert "With my answers and my own words" in page
        assert ("With my answers, my own words and my draft" in page) is bool(draft)
        assert app.screen.part == ("draft" if draft else "answers")
        await press(pilot, "s")
    (saved,) = tmp_path.glob("ccc*.txt")
    assert "secret" in saved.read_text(encoding="utf-8")


async def test_another_road_is_on_the_shelf_by_that_name_and_not_ones_own(shelf):
    app = PostwiseApp(shelf)
    async with running(app, (120, 36)) as pilot:
        await begin(pilot, "aaa", "1", "escape")
        own = app.begun_in("aaa")
        beside = app.walks.take(own.walk.change(own.walk.steps[0].node_id, "no"), other=True)
        app.screen.on_screen_resume()
        await press(pilot, "down", "up")
        assert "another road, 1 answered" in " ".join(shown(app).split())
        assert app.begun_in("aaa").number == own.number
        assert [hand.number for hand in app.walks.unfinished] == [beside, own.number]


async def test_another_road_that_is_put_aside_is_not_ones_own_the_next_day_either(shelf):
    app = PostwiseApp(shelf)
    async with running(app, (120, 36)) as pilot:
        app.walks.take(Walk.start(A).answer("yes"), other=True)
        await press(pilot, "ctrl+q")
        assert "the end of another road that you looked at" in asked(app)
        await press(pilot, "k")
    app = PostwiseApp(shelf)
    async with running(app, (120, 36)) as pilot:
        assert app.begun_in("aaa") is None
        assert "another road, 1 answered" in " ".join(shown(app).split())
        (hand,) = app.walks.unfinished
        await clicked(pilot, app.screen.shelf, Shelved("walk", hand.number))
        await clicked(pilot, app.screen.shelf, Shelved("walk", hand.number))
        assert "Another road · " in shown(app).split("\n")[1]
    assert Records().get(1).other
    assert RecommendationDocument.of_saved(Records().get(1)).headline.startswith("Another road, ")


async def test_a_draft_of_the_library_is_gone_on_with_behind_what_is_there(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await press(pilot, "ctrl+y", Typed("One"), "enter", Typed("two"), "escape", "ctrl+y", Typed(" three"))
        assert app.draft == "One\ntwo three"


async def test_a_draft_that_is_kept_somewhere_else_goes_with_the_walk_that_is_put_aside(shelf):
    app = PostwiseApp(shelf, OpenWalk(Walk.start(A).answer("yes"), "my words", in_a_file=True))
    async with running(app) as pilot:
        await press(pilot, "ctrl+q")
        assert "Keep it, with your draft, on" in " ".join(shown(app).split())
        await press(pilot, "k")
    assert on_disk() == [({"a1": "yes"}, "my words")]


async def test_what_was_chosen_to_be_saved_stays_chosen_while_one_looks_at_another_place(shelf):
    app = PostwiseApp(shelf, OpenWalk(Walk.start(C).answer("secret").answer([]).answer("yes")))
    async with running(app) as pilot:
        await press(pilot, "s")
        for chosen in ("draft", "text", "records"):
            app.screen.page.mark(chosen)
            await press(pilot, "enter")
        await press(pilot, "s")
    assert next(Records().all()).steps[0].answer == "secret"


async def test_a_draft_that_was_kept_and_written_over_is_at_stake_again(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "d", Typed("one"), "escape", "1")
        app.walks.keep(app.losing, drafts=True)
        assert not any(app.losing)
        for key in ("Z", "backspace"):
            await press(pilot, "d", key, "escape")
            assert app.losing.drafts == (app.screen.draft,)
            app.walks.keep(app.losing, drafts=True)


async def test_a_draft_saved_in_a_record_that_was_deleted_is_at_stake_again(shelf):
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "d", Typed("one"), "escape", "1", "2", "s")
        app.screen.page.mark("draft")
        await press(pilot, "enter", "s", "q")
        assert app.losing.drafts == ()
        app.screen.shelf.mark(SAVED)
        await press(pilot, "enter")  # and they are read
        await press(pilot, "d", "d", "escape")
        assert app.losing.drafts == ("one",)


async def test_another_program_that_has_the_records_keeps_nobody_waiting_long(shelf, monkeypatch):
    monkeypatch.setattr(walks_in_hand, "AT_A_KEY", 0.05)
    await kept(shelf, "aaa", "1")
    with sqlite3.connect(Records().path, isolation_level=None) as other:
        app = PostwiseApp(shelf)
        async with running(app) as pilot:
            await begin(pilot, "bbb", "1")
            other.execute("BEGIN EXCLUSIVE")
            await press(pilot, "ctrl+q", "k")
            assert "records.sqlite3 cannot be used now" in shown(app)
            other.execute("ROLLBACK")
            await press(pilot, "ctrl+q", "k")
    other.close()
    assert len(on_disk()) == 2


# As values


def test_what_is_unsent_is_what_is_there_and_was_not_before():
    typing = Standing(Walk.start(C))
    assert typing.unsent == ()
    assert [begun.typed for begun in after(typing, Type("a")).unsent] == ["a"]
    assert after(after(typing, Type("a")), Type("  ")).unsent == ()
    ticking = Standing(Walk.start(C).answer("a"))
    assert [begun.ticked for begun in after(ticking, Tick("one")).unsent] == [{"one"}]
    assert after(after(ticking, Tick("one")), Tick("one")).unsent == ()
    back = Standing(Walk.start(C).answer("a").answer(["one"]).back())
    assert back.unsent == (), "it is the answer that was there before"
    assert after(back, Tick("two")).unsent


@pytest.mark.parametrize("change", [lambda hand: {"draft": "x"}, lambda hand: {"stands": Standing(hand.walk.back())}])
def test_a_walk_in_hand_is_a_value(change: Callable[..., dict[str, Any]]):
    walks = WalksInHand()
    number = walks.take(Walk.start(A).answer("yes"))
    hand = walks[number]
    walks.stand(number, Standing(hand.walk.answer("no")), "x")
    assert hand.draft == ""
    assert dataclasses.replace(hand, **change(hand)).number == number
    assert walks.get(number + 1) is None


def test_what_another_road_has_in_common_with_ones_own_would_be_lost_once():
    walks, own = WalksInHand(), Walk.start(B).answer("yes")
    walks.take(own)
    assert walks.losing("").sentence.endswith("1 answer would be lost.")
    walks.take(own, other=True)
    assert walks.losing("").sentence.endswith("1 answer would be lost.")
    walks.take(Walk.start(B).answer("no"), other=True)
    assert walks.losing("").sentence.endswith("2 answers would be lost.")
    walks.take(own)
    assert walks.losing("").sentence.endswith("3 answers would be lost."), "another walk of one's own is another"
