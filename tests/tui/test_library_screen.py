"""The library on screen: groups, the preview, searching, trees with errors, going on where one left off."""

import asyncio
import datetime as dt
import os
import signal

import pytest

from postwise.author.check_tree import check
from postwise.tree.library import Library, shipped_folder, trees_in
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenPreview
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.preview_screen import PreviewScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.training.session_screen import SessionScreen
from postwise.tui.training.setup_screen import SetupScreen

from .conftest import press, running, settled, shown

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def own_only(library, monkeypatch):
    """Return the library without the trees that ship."""
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: library.folders[0] / "none")
    return library


async def mark(pilot, name):
    pilot.app.screen.shelf.mark(name)
    await press(pilot)


async def test_it_lists_trees_by_group_and_says_what_is_known_of_one(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        page = shown(app)
        for said in ("GARDENS", "What shall I plant?", "1 to 5 questions ✎", "A bed, some seeds and an afternoon."):
            assert said in page
        for said in ("It asks 1 to 5 questions.", "Anyone with a spade", "Telling you the truth about slugs"):
            assert said in page
        assert "Reviewed 1 November 2026, due again by" in page
        assert "%" not in page, "shares count roads, and are for authors"


async def test_every_shipped_tree_is_there_and_can_be_walked():
    app = PostwiseApp(Library())
    async with running(app):
        names = {entry.id for entry in trees_in(shipped_folder(), "shipped")}
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
        assert "ctrl+l Write" in page.split("\n")[-1]
        assert "Start" not in page.split("\n")[-1]
        await press(pilot, "enter")
        assert isinstance(app.screen, LibraryScreen)
        assert "It cannot be walked yet." in shown(app)
        await press(pilot, "ctrl+o")
        assert isinstance(app.screen, LibraryScreen)
        await press(pilot, "ctrl+l")
        assert isinstance(app.screen, PreviewScreen)


async def test_what_lies_among_the_trees_and_is_none_is_said(own_only):
    (own_only.folders[0] / "pyproject.toml").write_text("[a]\n", encoding="utf-8")
    app = PostwiseApp(own_only)
    async with running(app, (120, 36)):
        assert "pyproject" not in app.screen.books
        assert "Passed over, because it is no tree: pyproject.toml." in shown(app)


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
        await press(pilot, "escape", "tab", "q")
        assert "1 answer would be lost" in shown(app)
        await press(pilot, "k")
    again = PostwiseApp(own_only)
    async with running(again) as pilot:
        await mark(pilot, "garden")
        assert "You are part-way: 1 answered." in shown(again)
        await press(pilot, "tab", "q")
    assert again.return_code == 0, "what is kept is not lost by leaving"
    third = PostwiseApp(own_only)
    async with running(third) as pilot:
        await mark(pilot, "garden")
        assert "Go on" in shown(third).split("\n")[-1]
        await press(pilot, "ctrl+r")
        assert third.screen.walk.answers == {}


async def click(pilot, page, target):
    row = next(y for y, row in enumerate(page.rows) if row.line.target == target)
    await pilot.click(page, offset=(6, row - page.top))
    await press(pilot)
    await settled(pilot)


async def test_a_first_click_marks_and_a_second_starts(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        screen = app.screen
        await click(pilot, screen.shelf, "before-you-post")
        assert isinstance(app.screen, LibraryScreen), "the first click on what was marked already only marks it"
        await click(pilot, screen.shelf, "garden")
        assert isinstance(app.screen, LibraryScreen)
        assert screen.marked_id == "garden"
        assert "A bed, some seeds" in shown(app)
        await click(pilot, screen.shelf, "garden")
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "escape")
        await click(pilot, screen.shelf, "garden")
        assert isinstance(app.screen, LibraryScreen), "back in the library, a first click marks again"


async def test_a_click_after_the_mark_has_moved_on_marks_again(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await click(pilot, app.screen.shelf, "garden")
        await press(pilot, "down", "down")
        await click(pilot, app.screen.shelf, "garden")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.marked_id == "garden"


async def test_a_click_on_a_tree_leaves_the_keyboard_in_the_search(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await click(pilot, app.screen.shelf, "under-fire")
        await press(pilot, *"tmn")
        assert app.screen.search.value == "tmn"


async def test_the_map_of_a_tree_opens_from_here(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "tab", "m")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_in_one_column_tab_says_more(own_only):
    app = PostwiseApp(own_only)
    async with running(app, (60, 20)) as pilot:
        await mark(pilot, "garden")
        assert "A bed, some seeds" not in shown(app)
        await press(pilot, "tab", "tab")
        assert "A bed, some seeds" in shown(app)
        await press(pilot, "tab")
        assert "GARDENS" in shown(app)


async def test_an_empty_library_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: tmp_path)
    app = PostwiseApp(Library())
    async with running(app) as pilot:
        assert "There are no trees here." in shown(app)
        await press(pilot, "tab", "m", "t", "q")
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
        await press(pilot, "tab", "e")
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
        await press(pilot, "ctrl+n")
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
        await press(pilot, "ctrl+n", *"late", "enter")
        assert isinstance(app.screen, LibraryScreen)
        assert "late.toml" in shown(app)


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_from_here_to_training_in_the_projectors_theme_and_back(library, leave, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    app = PostwiseApp(library)
    async with running(app) as pilot:
        theme = app.theme
        await mark(pilot, "before-you-post")
        await press(pilot, "tab", "t")
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
        await press(pilot, "ctrl+t", "g")
        assert isinstance(app.screen, SessionScreen)
        await press(pilot, "q", "l")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen_stack == [app.screen]


async def test_a_signal_at_what_was_opened_from_here_ends_it_all(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "ctrl+l")
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
        await pilot.pause()
    assert app.return_code == 143


async def test_a_walk_waits_in_the_library_while_one_has_gone_on_from_there(own_only):
    app = PostwiseApp(own_only)
    async with running(app) as pilot:
        await mark(pilot, "garden")
        await press(pilot, "enter", "2")
        await press(pilot, "escape")
        await press(pilot, "ctrl+l")
        assert isinstance(app.screen, PreviewScreen)
        assert not app.walks.unfinished, "nobody who looks at that screen can come upon it"
        await press(pilot, "ctrl+c")
        assert "1 answer would be lost" in shown(app)
        await press(pilot, "s", "q")
        assert isinstance(app.screen, LibraryScreen)
        assert "1 answered" in shown(app)
        await press(pilot, "ctrl+q")
        assert "1 answer would be lost" in shown(app)
        await press(pilot, "l")
    assert app.return_code == 0


async def test_a_theme_chosen_while_training_is_the_one_to_come_back_to(library, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await mark(pilot, "before-you-post")
        await press(pilot, "ctrl+t")
        assert isinstance(app.screen, SetupScreen)
        app.action_look("light")
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)
        assert app.theme == "postwise-light"


async def test_a_draft_in_the_library_is_asked_about_wherever_one_has_gone_from_there(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        app.draft = "Slugs"
        app.go_on_to(lambda: OpenPreview(library.find("garden")), lambda: None)
        await settled(pilot)
        assert app.away is not None
        await press(pilot, "ctrl+c")
        assert "your draft would be lost" in shown(app)
        await press(pilot, "s", "ctrl+q")
        assert app.away is None
        assert app.draft == "Slugs"
