"""The map: the road picked out, joins, signs, searching, and going back to an answered question."""

import pytest

from postwise.tree.library import Library
from postwise.tree.loader import loads
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenPreview, OpenWalk
from postwise.tui.screens.map_screen import MapScreen, outline, road_of
from postwise.walk.walk import Walk
from shown import tree_of

from .conftest import press, running, shown


def node_marked(app):
    return next(entry.node_id for entry in app.screen.entries if entry.path == app.screen.page.marked)


def test_every_node_hangs_once_and_joins_say_where(garden):
    entries = outline(garden, {})
    placed = [entry.node_id for entry in entries if entry.kind in {"question", "branch"}]
    assert sorted(placed) == sorted({*garden.questions, *garden.branches})
    assert [entry.node_id for entry in entries if entry.kind == "above"] == ["tools", "tools"]


def test_nodes_on_the_road_hang_where_the_walk_came_to_them(garden):
    walk = Walk.start(garden).answer("pot").answer("yes")
    entries = outline(garden, road_of(walk))
    walked = [entry.node_id for entry in entries if entry.walked]
    assert walked == ["place", "sunny", "tools"]
    size = next(entry.path for entry in entries if entry.node_id == "size")
    assert next(entry.kind for entry in entries if entry.path[:-1] == size and entry.node_id == "tools") == "below"


def test_a_road_is_followed_through_branches():
    library = Library()
    tree = library.load(library.find("before-you-post")).tree
    walk = Walk.start(tree).answer("personal").answer(["side"])
    entries = outline(tree, road_of(walk))
    assert [entry.node_id for entry in entries if entry.walked] == [
        "account",
        "signs",
        "what-is-in-it",
        "after-work",
        "closeness",
    ]


async def test_one_question_is_no_questions(library):
    tree = tree_of("""
        format = 1
        [tree]
        title = "Shall I?"
        start = "sure"
        [question.sure]
        ask = "Are you sure?"
        type = "yes-no"
        goto = "go"
        [outcome.go]
        verdict = "go"
        headline = "Do."
    """)
    app = PostwiseApp(library, OpenWalk(Walk.start(tree)))
    async with running(app) as pilot:
        await press(pilot, "m")
        assert "1 question, 1 ending" in shown(app)


async def test_it_opens_and_closes(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "m")
        page = shown(app)
        assert "◂ you are here" in page
        assert "◷ pause  Go and look." in page
        assert "↪ below:" not in page, "what hangs under an answer not taken is closed"
        await press(pilot, "x")
        assert "↪ below: What have you got?" in shown(app)
        await press(pilot, "x", "home", "left")
        assert "In a pot" not in shown(app)
        await press(pilot, "right", "right")
        assert "In a pot" in shown(app)


async def test_one_question_is_counted_as_one(library):
    tree = loads("""
format = 1
tree = { title = "Small", start = "sure" }
question.sure = { ask = "Sure?", goto = "done", type = "text" }
outcome.done = { headline = "Done." }
""")
    app = PostwiseApp(library, OpenWalk(Walk.start(tree)))
    async with running(app) as pilot:
        await press(pilot, "escape", "m")
        assert "1 question, 1 ending" in shown(app)


async def test_enter_on_an_answered_question_goes_back_to_it(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "m", "up", "enter")
        assert app.screen.walked.asking in {("garden", "sunny"), ("garden", "place")}


async def test_enter_on_a_join_goes_to_where_the_node_hangs(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "m", "x")
        entry = next(entry for entry in app.screen.entries if entry.kind == "below")
        app.screen.page.mark(entry.path)
        await press(pilot, "enter")
        assert isinstance(app.screen, MapScreen)
        assert node_marked(app) == "tools"
        assert app.screen.page.marked != entry.path


async def test_a_word_is_found_and_shown(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "m", "slash", *"ferns")
        assert "1 found" in shown(app)
        assert "» ◐ adapt  Ferns, then." in shown(app)
        await press(pilot, "enter")
        assert node_marked(app) == "ferns"
        await press(pilot, "n")
        assert node_marked(app) == "ferns"
        await press(pilot, "escape")
        assert app.screen.walk.answers == {"place": "pot"}


async def test_it_opens_from_the_recommendation_too(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "u", "m")
        assert "◂ you are here" in shown(app)
        await press(pilot, "up", "up", "up", "enter")
        assert app.screen.walked.asking == ("garden", "place")


async def test_while_a_word_is_searched_for_the_foot_names_no_key_that_is_written_or_moves_with(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "m")
        assert {"→", "←", "/"} <= {command.shown for command in app.screen.keybar.commands}
        await press(pilot, "slash")
        assert {command.shown for command in app.screen.keybar.commands} == {"esc", "F1"}


async def test_how_a_search_ends_is_named_and_can_be_clicked(walking):
    app = walking()
    async with running(app) as pilot:
        for way in ("key", "click"):
            await press(pilot, *(["m"] if way == "key" else []), "slash", *"sun")
            assert app.screen.wanted == "sun"
            bar = app.screen.keybar
            start = next(start for start, _, command in bar.places() if command.shown == "esc")
            if way == "key":
                await press(pilot, "escape")
            else:
                await pilot.click(bar, offset=(start, 1))
                await press(pilot)
            assert isinstance(app.screen, MapScreen)
            assert (app.screen.wanted, app.screen.typed_into) == ("", None)


async def test_an_author_sees_on_the_map_where_walks_end(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "m", "s")
        await press(pilot)
        page = shown(app)
        assert "Where walks end" in page
        assert "● go" in page
        assert "%" in page
        assert "shares of roads through the tree, not of people" in page
        await press(pilot, "escape")
        assert isinstance(app.screen, MapScreen)


async def test_where_walks_end_is_shown_from_the_preview_too(library):
    entry = library.find("garden")
    app = PostwiseApp(library, OpenPreview(entry))
    async with running(app) as pilot:
        await press(pilot, "s")
        await press(pilot)
        assert "● go" in shown(app)


SAID_BEHIND = """format = 1
[tree]
title = "Behind"
start = "list"
[question.list]
ask = "What is in it?"
why = "Each is heard differently."
type = "checklist"
none = "Nothing of the sort"
goto = "on"
answers = [{ id = "photo", text = "A photo, or what stands behind it" }, { id = "blame", text = "Blame", note = "Who reads that is hurt." }]
[question.on]
ask = "Does it rest on something?"
yes = "done"
no = "done"
[outcome.done]
headline = "Done."
reason = "So it is fair."
next = ["Leave out the adjectives"]
"""


@pytest.mark.parametrize(
    ("word", "node", "told"),
    [
        ("photo", "list", "1 found. Behind this one: “A photo, or what stands"),
        ("heard", "list", "1 found. Behind this one: “Each is heard differently.”"),
        ("is hurt", "list", "1 found. Behind this one: “Who reads that is hurt.”"),
        ("adjectives", "done", "2 found. Behind this one: “Leave out the adjectives”"),
        ("fair", "done", "2 found. Behind this one: “So it is fair.”"),
        ("of the sort", "list", "1 found. Behind this one: “Nothing of the sort”"),
        ("rest on", "on", "1 found"),
        ("nowhere", None, "Nothing found"),
    ],
)
async def test_a_word_is_found_anywhere_in_the_tree(word, node, told):
    app = PostwiseApp(Library(), OpenWalk(Walk.start(tree_of(SAID_BEHIND))))
    async with running(app) as pilot:
        await press(pilot, "m", "slash", *("space" if letter == " " else letter for letter in word))
        assert told in shown(app)
        if node is not None:
            await press(pilot, "enter")
            assert node_marked(app) == node
            assert "» " in shown(app)
