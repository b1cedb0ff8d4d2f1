"""What was said and left behind: in a later tree, past an end, in a form. It is there again, and asked about before it is lost."""

from __future__ import annotations

import sqlite3

import pytest

from postwise.commands.records import in_a_line
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import CLOSES, LOSES, FormDialog, LeaveDialog
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.saved_walks import ENDED_SINCE
from postwise.walk.record_store import Records
from train.playing import in_case

from .conftest import Typed, press, running, settled, shown
from .screens import saved_walks
from .test_preview_screen import until
from .test_walks_in_hand import TEXTS, asked, at_the_library, begin, kept, on_disk, shelf  # noqa: F401 - a fixture
from .test_workshop_screen import writing
from .training import in_room


@pytest.fixture
def handing_over(shelf) -> Library:  # noqa: F811 - the fixture
    """Return a library of which the first tree leads into the third, and a text leads to an end or not."""
    (folder,) = shelf.folders
    (folder / "aaa.toml").write_text(f"format = 1\n{TEXTS['aaa'].replace('bbb', 'ccc')}", encoding="utf-8")
    (folder / "ddd.toml").write_text(
        'format = 1\n[tree]\ntitle = "Ddd"\nstart = "d0"\n[question.d0]\nask = "D0?"\nyes = "d1"\nno = "done"\n'
        '[question.d1]\nask = "D1?"\ntype = "text"\ngoto = "done"\n[outcome.done]\nheadline = "Done in d."\n',
        encoding="utf-8",
    )
    return Library((folder,))


async def test_what_was_answered_in_a_later_tree_is_there_again_after_another_answer_in_an_earlier_one(handing_over):
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", Typed("a thought"), "enter")
        assert app.screen.walk.at == "c2"
        await press(pilot, "tab", "home", "down", "enter", "2")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+q")
        assert "Answers wait in a later tree" in asked(app)
        await press(pilot, "s", "backspace", "1", "g")
        assert (app.screen.walk.at, app.screen.walk.answers) == ("c2", {"c1": "a thought"})


@pytest.mark.parametrize("kept_before", [False, True], ids=["in hand", "put aside before"])
async def test_at_an_end_too_what_waits_in_a_later_tree_is_asked_about_and_can_be_kept(handing_over, kept_before):
    (folder,) = handing_over.folders
    (folder / "aaa.toml").write_text(f"format = 1\n{TEXTS['aaa'].replace('bbb', 'ddd')}", encoding="utf-8")
    if kept_before:
        await kept(handing_over, "aaa", "1", "1", "g", "1")
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", *(() if kept_before else ("1", "1", "g", "1")), "tab", "home", "down", "enter", "2")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+q")
        assert "Answers wait in a later tree" in asked(app)
        assert bool(on_disk()) is kept_before, "what was put aside is not taken from the disk"
        await press(pilot, "k")
    (summary,) = Records().unfinished()
    assert "How you got here: Ddd" in RecommendationDocument.of_saved(Records().get(summary.id)).as_text()
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "backspace", "1", "g")
        assert app.screen.walk.answers == {"d0": "yes"}


async def test_what_has_been_saved_at_an_end_is_not_said_to_be_lost_until_its_record_is_deleted(choosing):
    app = PostwiseApp(choosing)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1", "tab", "home", "enter", "2", "1")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+q")
        assert "4 answers would be lost" in asked(app)
        await press(pilot, "s", "s", "s")
        assert "Saved as record 1" in shown(app)
        await press(pilot, "ctrl+q")
        assert "1 answer would be lost" in asked(app), "the one in the later tree"
        await press(pilot, "s")
        await at_the_library(pilot)
        await saved_walks(pilot)
        await press(pilot, "d", "d")
        await until(pilot, lambda: app.screen.kept is not None and not app.screen.kept.walks)
        await press(pilot, "ctrl+q")
        assert "4 answers would be lost" in asked(app)


async def test_another_road_that_stands_at_an_end_says_what_it_is_and_what_waits(choosing):
    app = PostwiseApp(choosing)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1", "tab", "home", "enter", "2", "1")
        own = app.begun_in("aaa")
        await at_the_library(pilot)
        app.walks.take(own.walk, other=True)
        losing = app.walks.losing("")
        assert losing.sentence.startswith("Answers wait in a later tree, and nothing")
        assert app.walks.is_other(own.walk)
        app.open_walk(max(hand.number for hand in app.walks.unfinished))
        await settled(pilot)
        assert isinstance(app.screen, RecommendationScreen)
        assert "Another road" in shown(app).split("\n")[1]
        await press(pilot, "s", "s")
    (summary,) = Records().list()
    assert summary.other, "what is kept of it says so too"
    assert "another road" in RecommendationDocument.of_saved(Records().get(summary.id)).as_text()
    assert in_a_line(summary).endswith(f"another road, {summary.verdict}: {summary.headline}")
    app = PostwiseApp(choosing)
    async with running(app, (70, 30)) as pilot:
        await saved_walks(pilot)
        assert "another road  " in shown(app)


@pytest.mark.parametrize("further", [(), ("1",)], ids=["nothing answered there", "an answer there"])
async def test_what_was_put_aside_in_a_later_tree_stays_while_ones_own_stands_at_the_end_that_leads_there(
    choosing, further
):
    await kept(choosing, "aaa", "1", "1", "g", *further)
    before = on_disk()
    app = PostwiseApp(choosing)
    async with running(app) as pilot:
        await begin(pilot, "aaa", *["backspace"] * (1 + len(further)))
        assert isinstance(app.screen, RecommendationScreen)
        await at_the_library(pilot)
        await saved_walks(pilot)
        assert "put aside" in shown(app)
        assert ENDED_SINCE not in shown(app)
        await press(pilot, "ctrl+q")
        assert not isinstance(app.screen, LeaveDialog)
    assert on_disk() == before


async def test_what_was_kept_and_then_left_behind_is_asked_about_before_it_goes_from_the_disk(handing_over):
    await kept(handing_over, "aaa", "1", "1", "g", Typed("a thought"), "enter")
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "tab", "home", "down", "enter", "2", "ctrl+q")
        assert "Answers wait in a later tree" in asked(app)
        assert on_disk()


async def test_words_taken_back_past_the_edge_of_a_tree_are_in_the_field_again(handing_over):
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", Typed("a thought"), "enter", "backspace", "escape", "b")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+q")
        assert "what you have typed" in asked(app)
        await press(pilot, "s", "g")
        assert "a thought" in shown(app)


@pytest.mark.parametrize("back", [("backspace",), ("r", "escape", "backspace")])
async def test_what_was_begun_is_there_again_after_an_end(handing_over, back):
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "ddd", "1", Typed("unsent"), "escape", "backspace", "2")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, *back)
        await press(pilot, "ctrl+q")
        assert "what you have typed" in asked(app)
        await press(pilot, "s", "1")
        assert "unsent" in shown(app)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_what_is_typed_in_a_form_is_asked_about(tmp_path, key):
    async with in_room(tmp_path / "s", in_case()) as pilot:
        await press(pilot, "a", Typed("buy seeds"), key)
        assert "what you have typed" in asked(pilot.app)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, FormDialog)
        assert "buy seeds" in shown(pilot.app)


@pytest.mark.parametrize("beside", [False, True], ids=["by esc", "by a click beside it"])
async def test_what_is_typed_in_a_form_goes_only_where_that_was_said_before(tmp_path, beside):
    async with in_room(tmp_path / "s", in_case()) as pilot:

        async def out():
            await (pilot.click(offset=(1, 1)) if beside else press(pilot, "escape"))
            await settled(pilot)

        await press(pilot, "a", Typed("buy seeds"))
        form = pilot.app.screen
        await out()
        assert LOSES in shown(pilot.app)
        await press(pilot, Typed("!"))
        assert CLOSES in shown(pilot.app)
        await out()
        assert pilot.app.screen is form
        await out()
        assert form not in pilot.app.screen_stack
        await press(pilot, "a")
        await out()
        assert not isinstance(pilot.app.screen, FormDialog), "where nothing was typed, nothing is asked"


async def test_a_form_in_which_nothing_was_changed_keeps_nobody(tmp_path):
    async with in_room(tmp_path / "s", in_case()) as pilot:
        await press(pilot, "p", "ctrl+q")
        assert not isinstance(pilot.app.screen, LeaveDialog)


async def test_what_is_typed_in_a_workshops_form_is_asked_about(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "enter", Typed("to be trusted"), "ctrl+q")
        assert "what you have typed" in asked(pilot.app)


async def test_a_record_that_cannot_be_read_hides_no_other(handing_over):
    await kept(handing_over, "bbb", "1")
    await kept(handing_over, "ddd", "1")
    with sqlite3.connect(Records().path) as records:
        records.execute("update record set body = 'not json' where id = 1")
    app = PostwiseApp(handing_over)
    async with running(app):
        assert [hand.began_in.id for hand in app.walks.unfinished] == ["ddd"]


async def test_a_draft_that_was_emptied_is_not_kept_on(handing_over):
    await kept(handing_over, "aaa", "d", Typed("a draft"), "escape", "1", way="d")
    assert [draft for _, draft in on_disk()] == ["a draft"]
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "d", *["backspace"] * 7, "escape", "tab", "home", "enter", "2")
        assert app.screen.draft == ""
        await press(pilot, "ctrl+q", "k")
    assert [draft for _, draft in on_disk()] == [""]


async def test_words_on_the_disk_are_asked_about_before_a_record_without_them_takes_their_place(handing_over):
    (folder,) = handing_over.folders
    text = (folder / "ddd.toml").read_text(encoding="utf-8").replace('no = "done"', 'no = "d2"', 1)
    text = text.replace('goto = "done"', 'goto = "d2"') + '[question.d2]\nask = "D2?"\nyes = "done"\nno = "done"\n'
    (folder / "ddd.toml").write_text(text, encoding="utf-8")
    await kept(handing_over, "ddd", "1", Typed("a thought"), "enter")
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "ddd", "ctrl+q")
        assert asked(app) == ""
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "ddd", "tab", "home", "enter", "2", "ctrl+q")
        assert "1 answer would be lost" in asked(app)
        await press(pilot, "k")
    (record,) = [Records().get(summary.id) for summary in Records().unfinished()]
    assert [(step.question, step.text) for step in record.steps if step.waiting] == [("d1", "a thought")]
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "ddd", "tab", "home", "enter", "1")
        assert app.screen.walk.answers == {"d0": "yes", "d1": "a thought"}, "it is there again"


async def test_answers_that_the_trail_calls_kept_are_kept(handing_over):
    (folder,) = handing_over.folders
    asks = "".join(f'[question.f{n}]\nask = "F{n}?"\nyes = "f{n + 1}"\nno = "f{n + 1}"\n' for n in (3, 4, 5))
    (folder / "fff.toml").write_text(
        f'format = 1\n[tree]\ntitle = "Fff"\nstart = "f1"\n[question.f1]\nask = "F1?"\nyes = "f3"\nno = "f2"\n'
        f'[question.f2]\nask = "F2?"\nyes = "f3"\nno = "f3"\n{asks}[question.f6]\nask = "F6?"\nyes = "done"\nno = "done"\n'
        '[outcome.done]\nheadline = "Done."\n',
        encoding="utf-8",
    )
    app = PostwiseApp(library := Library((folder,)))
    async with running(app) as pilot:
        await begin(pilot, "fff", "1", "1", "1", "1", "tab", "home", "enter", "2")
        assert shown(app).count("(kept)") == 3
        await press(pilot, "ctrl+q")
        assert "4 answers would be lost" in asked(app)
        await press(pilot, "s", "backspace", "escape")
        await press(pilot, "ctrl+q")
        assert "3 answers would be lost" in asked(app), "of a walk on whose road nothing is answered, too"
        await press(pilot, "k")
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await begin(pilot, "fff", "1")
        assert app.screen.walk.answers == {"f1": "yes", "f3": "yes", "f4": "yes", "f5": "yes"}


async def test_at_the_end_of_an_earlier_tree_words_taken_back_in_a_later_one_stay_on_the_disk(handing_over):
    await kept(handing_over, "aaa", "1", "1", "g", Typed("a thought"), "enter")
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "backspace", "escape", "b")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "escape", "ctrl+q")
        assert asked(app) == "", "nothing would be lost"
    assert [step["c1"] for step, _ in on_disk()] == ["a thought"]


@pytest.fixture
def choosing(handing_over) -> Library:
    """Return that library with a way round in its first tree, and a choice in the third."""
    (folder,) = handing_over.folders
    for name, *changes in (
        (
            "aaa",
            ('no = "a2"', 'no = "ax"'),
            ("[outcome.onward]", '[question.ax]\nask = "Ax?"\nyes = "a2"\nno = "a2"\n[outcome.onward]'),
        ),
        ("ccc", ('type = "text"\ngoto = "c2"', 'yes = "c2"\nno = "c2"')),
    ):
        text = (folder / f"{name}.toml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Library((folder,))


async def test_an_end_that_leads_on_is_none_while_later_trees_hold_choices(choosing):
    library = choosing
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", "1", "tab", "home", "enter", "2", "1")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+q")
        assert "4 answers would be lost" in asked(app)
        await press(pilot, "k")
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await begin(pilot, "aaa")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "g")
        assert app.screen.walk.answers == {"c1": "yes"}
        await press(pilot, "escape", "ctrl+q")
        assert asked(app) == ""
    assert on_disk()


async def test_what_a_tree_holds_that_cannot_be_read_just_now_stays_on_the_disk(choosing):
    (folder,) = choosing.folders
    await kept(choosing, "aaa", "1", "1", "g", "1", "tab", "home", "enter", "2")
    before = on_disk()
    (folder / "ccc.toml").rename(folder / "ccc.away")
    app = PostwiseApp(choosing)
    async with running(app) as pilot:
        await begin(pilot, "aaa")
        assert "2 of 3 answers still stand" in shown(app)
        await press(pilot, "1", "ctrl+q", *["l"] * bool(asked(app)))
    assert on_disk() == before
    (folder / "ccc.away").rename(folder / "ccc.toml")
    app = PostwiseApp(choosing)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "g")
        assert app.screen.walk.answers == {"c1": "yes"}


EEE = """format = 1
[tree]
title = "Eee"
start = "e1"
[question.e1]
ask = "E1?"
yes = "done"
no = "e2"
[question.e2]
ask = "E2?"
type = "text"
goto = "e3"
[question.e3]
ask = "E3?"
yes = "other"
no = "third"
[outcome.done]
headline = "Done."
[outcome.other]
headline = "Other."
verdict = "stop"
[outcome.third]
headline = "Third."
verdict = "adapt"
"""


@pytest.fixture
def two_roads(shelf) -> Library:  # noqa: F811 - the fixture
    """Return a library with a tree of which another answer leads to questions."""
    (folder,) = shelf.folders
    (folder / "eee.toml").write_text(EEE, encoding="utf-8")
    return Library((folder,))


async def on_the_other_road(pilot):
    """Walk to the end, and look at the road that another answer leads to."""
    await begin(pilot, "eee", "1")
    while pilot.app.screen.explained is None:
        await settled(pilot)
    page = pilot.app.screen.right
    page.focus()
    page.mark(("change", 0))
    await press(pilot, "enter")
    assert pilot.app.screen.walk.at == "e2"
    assert "Another road" in shown(pilot.app)
    assert "esc Leave field" in shown(pilot.app)


@pytest.mark.parametrize("sent", [False, True], ids=["typed", "sent"])
async def test_what_is_done_on_another_road_is_not_lost_unasked(two_roads, sent):
    app = PostwiseApp(two_roads)
    async with running(app) as pilot:
        await on_the_other_road(pilot)
        await press(pilot, Typed("other words"), *["enter"] * sent, "ctrl+q")
        assert ("2 answers" if sent else "what you have typed") in asked(app)
        await press(pilot, "s", "escape", *["escape"] * (not sent))
        assert isinstance(app.screen, RecommendationScreen)
        assert "Done." in shown(app)
        assert app.walk.outcome is not None, "and one's own is what comes of it"
        await press(pilot, "escape")
        (other,) = app.walks.unfinished
        app.open_walk(other.number)
        await settled(pilot)
        assert app.screen.walk.at == ("e3" if sent else "e2")
        assert "other words" in shown(app)


async def test_another_road_on_which_nothing_was_done_is_no_walk_of_ones_own(two_roads):
    app = PostwiseApp(two_roads)
    async with running(app) as pilot:
        await on_the_other_road(pilot)
        await press(pilot, "escape")
        assert "esc Your own" in shown(app)
        await press(pilot, "escape")
        assert "Done." in shown(app)
        assert app.walks.unfinished == ()


async def test_another_road_that_was_walked_stays_in_hand_when_one_more_is_looked_at(two_roads):
    app = PostwiseApp(two_roads)
    async with running(app) as pilot:
        await on_the_other_road(pilot)
        await press(pilot, Typed("my words"), "enter", "1")
        while getattr(app.screen, "explained", None) is None:
            await settled(pilot)
        page = app.screen.right
        page.focus()
        first = next(target for target in page.targets if isinstance(target, tuple) and target[0] == "change")
        page.mark(first)
        await press(pilot, "enter", "r", "escape")
        roads = [hand.walk.answers for hand in app.walks.ended]
        assert {"e1": "no", "e2": "my words", "e3": "yes"} in roads
        assert {"e1": "yes"} in roads


async def test_a_saved_walk_through_two_trees_is_walked_again_through_both(handing_over):
    app = PostwiseApp(handing_over)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1", "1", "g", Typed("a thought"), "enter", "space", "g", "1")
        walk = app.screen.walk
        Records().save(walk, "draft")
        await press(pilot, "escape")
        await saved_walks(pilot)
        await press(pilot, "w")
        assert app.screen.walk == walk
        assert app.screen.walk.visited == ("aaa", "ccc")
        assert "still stand" not in shown(app)


@pytest.mark.parametrize("other", [False, True], ids=["own", "another road"])
async def test_words_begun_are_in_hand_where_the_palette_leads_to_a_walk_below(two_roads, other):
    app = PostwiseApp(two_roads)
    async with running(app) as pilot:
        await begin(pilot, "aaa", "1")
        app.action_open_tree("eee")
        await settled(pilot)
        if other:
            await press(pilot, "1")
            while getattr(app.screen, "explained", None) is None:
                await settled(pilot)
            app.screen.right.focus()
            app.screen.right.mark(("change", 0))
            await press(pilot, "enter")
        else:
            await press(pilot, "2")
        assert app.screen.walk.at == "e2"
        await press(pilot, Typed("unsent words"))
        app.action_open_tree("aaa")
        await settled(pilot)
        assert app.screen.walk.at == "a2"
        await press(pilot, "ctrl+q")
        assert "what you have typed" in asked(app)
