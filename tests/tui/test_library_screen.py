"""The library on screen: groups, the preview, searching, trees with errors, going on where one left off."""

import asyncio
import datetime as dt
import os
import signal

import pytest

from postwise.author.check_tree import check
from postwise.tree.library import Library, shipped_folder
from postwise.tui.app import PostwiseApp
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.preview_screen import PreviewScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.training.room_screen import RoomScreen
from postwise.tui.training.setup_screen import SetupScreen

from .conftest import press, running, shown

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def own_only(library, monkeypatch):
    """Return the library without the trees that ship."""
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: library.folders[0] / "none")
    return library


async def mark(pilot, name):
    pilot.app.screen.shelf.mark(name)
    await press(pilot)
    from .conftest import settled

    await settled(pilot)


async def test_it_lists_trees_by_group_and_says_what_is_known_of_one(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        page = shown(app)
        for said in ("GARDENS", "What shall I plant?", "1-5 ✎", "A bed, some seeds and an afternoon."):
            assert said in page
        for said in ("6 questions, 5 endings; 1 to 5 on any walk", "Where walks end", "● go", "Anyone with a spade"):
            assert said in page
        assert "Reviewed 1 November 2026, due again in" in page


async def test_every_shipped_tree_is_there_and_can_be_walked():
    app = PostwiseApp(Library())
    async with running(app):
        names = {path.stem for path in shipped_folder().glob("*.toml")}
        assert set(app.screen.books) == names
        assert all(book.loaded.tree is not None for book in app.screen.books.values())
        assert app.screen.marked_id == "before-you-post"


async def test_a_tree_with_errors_shows_the_first_and_is_not_walked(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "broken")
        page = shown(app)
        assert "This tree has errors and cannot be walked yet." in page
        assert "sise" in page
        assert "unknown-target" in page
        await press(pilot, "enter")
        assert isinstance(app.screen, LibraryScreen)
        await press(pilot, "m")
        assert isinstance(app.screen, LibraryScreen)


async def test_searching_looks_into_questions_and_escape_ends_it(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await press(pilot, "slash", *"noonday")
        assert "No tree has that word in it." in shown(app)
        await press(pilot, "escape")
        assert "What shall I plant?" in shown(app)
        await press(pilot, "slash", *"how", "space", *"large", "enter")
        assert app.screen.wanted == "how large"
        assert app.screen.marked_id in {"broken", "garden"}


async def test_a_walk_goes_on_where_it_was_left_off(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "enter", "2", "escape")
        assert isinstance(app.screen, LibraryScreen), "nothing is lost, so nothing is asked"
        assert "You are part-way: 1 answered." in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.answers == {"place": "pot"}
        await press(pilot, "escape", "q")
        assert "1 answer would be lost" in shown(app)
        await press(pilot, "k")
    again = PostwiseApp(own_only)
    async with running(again) as pilot:
        await mark(pilot, "garden")
        assert "You are part-way: 1 answered." in shown(again)
        await press(pilot, "q")
    assert again.return_code == 0, "what is kept is not lost by leaving"
    third = PostwiseApp(own_only)
    async with running(third) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "a")
        assert third.screen.walk.answers == {}


async def test_a_click_walks(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        sheet = app.screen.shelf
        row = next(y for y, row in enumerate(sheet.rows) if row.line.target == "garden")
        await pilot.click(sheet, offset=(6, row))
        await press(pilot)
        await pilot.pause()
        assert isinstance(app.screen, WalkScreen)


async def test_the_map_of_a_tree_opens_from_here(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "m")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_in_one_column_tab_says_more(own_only):
    app = PostwiseApp(own_only)
    async with running(app, (60, 20)) as pilot:
        await mark(pilot, "garden")
        assert "A bed, some seeds" not in shown(app)
        await press(pilot, "tab")
        assert "A bed, some seeds" in shown(app)
        await press(pilot, "tab")
        assert "GARDENS" in shown(app)


async def test_an_empty_library_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: tmp_path)
    app = PostwiseApp(Library())
    async with running(app) as pilot:
        assert "There are no trees here." in shown(app)
        await press(pilot, "enter", "m", "q")
    assert app.return_code == 0


async def test_in_one_column_the_trees_are_listed(library):
    app = PostwiseApp(library)
    async with running(app, (60, 20)):
        assert "What shall I plant?" in shown(app)
        assert app.screen.shelf.display
        assert app.screen.shelf.size.width > 50


async def test_from_here_to_a_file_and_back(own_only, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "e")
        assert isinstance(app.screen, PreviewScreen)
        assert app.screen.entry.id == "garden"
        await press(pilot, "q")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.marked_id == "garden"
        await press(pilot, "q")
    assert app.return_code == 0


async def test_from_here_to_a_new_tree_which_is_there_afterwards(own_only, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await press(pilot, "n")
        await press(pilot, *"My Tree", "enter")
        assert "It could be my-tree." in shown(app)
        await press(pilot, *["backspace"] * 7, *"my-tree", "enter")
        assert isinstance(app.screen, PreviewScreen)
        assert app.screen.entry.path == tmp_path / "trees" / "my-tree.toml"
        await press(pilot, "q")
        assert "my-tree" in app.screen.books
    assert not check(tmp_path / "trees" / "my-tree.toml", library=Library(), today=TODAY).problems


async def test_a_new_tree_that_cannot_be_written_is_said(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        (own_only.folders[0] / "late.toml").write_text("", encoding="utf-8")
        await press(pilot, "n", *"late", "enter")
        assert isinstance(app.screen, LibraryScreen)
        assert "late.toml" in shown(app)


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_from_here_to_training_in_the_projectors_theme_and_back(library, leave, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    app = PostwiseApp(library)
    async with running(app) as pilot:
        theme = app.theme
        await mark(pilot, "before-you-post")
        await press(pilot, "e")
        assert "comes with postwise" in shown(app)
        await press(pilot, "t")
        assert isinstance(app.screen, SetupScreen)
        assert app.theme == "postwise-projector"
        await press(pilot, leave)
        assert isinstance(app.screen, LibraryScreen)
        assert app.theme == theme
        assert app.screen_stack == [app.screen]


async def test_a_session_from_here_is_begun_and_left_for_the_library(library, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await mark(pilot, "before-you-post")
        await press(pilot, "t", "g")
        assert isinstance(app.screen, RoomScreen)
        await press(pilot, "q", "l")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen_stack == [app.screen]


async def test_a_signal_at_what_was_opened_from_here_ends_it_all(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "e")
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
        await pilot.pause()
    assert app.return_code == 143


async def test_going_on_asks_first_if_a_walk_would_be_lost(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "enter", "2")
        await press(pilot, "escape")
        await press(pilot, "e")
        assert "would be lost" in shown(app)
        await press(pilot, "s")
        assert isinstance(app.screen, LibraryScreen)
        await press(pilot, "e", "l")
        assert isinstance(app.screen, PreviewScreen)
        await press(pilot, "q", "q")
    assert app.return_code == 0, "what was lost is not asked about again"
