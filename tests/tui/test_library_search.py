"""Searching the library, and what keys do where the keyboard is: typing never fires a command."""

import pytest

from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.library_shelf import NONE_FOUND
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.walk_screen import WalkScreen

from .conftest import SIZES, TEXT, press, running, shown


def foot(app):
    return shown(app).split("\n")[-1]


async def test_the_search_is_there_and_has_the_keyboard(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        assert "Search trees" in shown(app)
        await press(pilot, *"post")
        assert app.screen.search.value == "post"
        await press(pilot, *"tmneads?/q")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.search.value == "posttmneads?/q"
        assert NONE_FOUND[:30] in shown(app)


async def test_escape_empties_the_search_then_leaves_it_then_postwise(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, *"fire", "escape")
        assert (app.screen.search.value, app.screen.place) == ("", "search")
        assert "What shall I plant?" in shown(app)
        await press(pilot, "escape")
        assert app.screen.place == "list"
        await press(pilot, "escape")
    assert app.return_code == 0


async def test_arrows_and_enter_choose_while_the_keyboard_is_in_the_search(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        before = app.screen.marked_id
        await press(pilot, "down")
        after = app.screen.marked_id
        assert after != before
        await press(pilot, "up")
        assert app.screen.marked_id == before
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.tree.id == after


async def test_what_is_found_says_where_the_words_stand_and_the_title_comes_first(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, *"fire")
        assert app.screen.marked_id == "under-fire"
        page = shown(app)
        assert "In the title" in page
        await press(pilot, *["backspace"] * 4, *"HOW", "space", *"large")
        page = shown(app)
        assert "In a question" in page
        assert app.screen.marked_id in {"broken", "garden"}
        app.screen.shelf.mark("garden")
        await press(pilot)
        lines = [line.words.plain for line in app.screen.preview.lines]
        assert "How large is the bed?" in lines[lines.index("In a question") + 1]


async def test_what_is_searched_is_what_a_reader_sees(tmp_path):
    folder = tmp_path / "trees"
    folder.mkdir()
    text = TEXT.replace("How large is the bed", "Does {buddy} know the bed")
    (folder / "garden.toml").write_text(text, encoding="utf-8")
    app = PostwiseApp(Library((folder,), {"buddy": "Ines Okafor"}))
    async with running(app) as pilot:
        await press(pilot, *"okafor")
        assert app.screen.marked_id == "garden"
        assert "Does Ines Okafor know the bed" in shown(app)
        await press(pilot, "escape", *"{buddy}")
        assert app.screen.marked_id == ""


async def test_while_something_is_searched_for_letters_are_never_commands(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, *"fire", "tab", "t")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.search.value == "firet"
        await press(pilot, "backspace", "ctrl+o")
        assert isinstance(app.screen, MapScreen)
        assert app.screen.walk.tree.id == "under-fire"


async def test_once_the_empty_search_is_left_letters_are_commands(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, "tab", "m")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "escape", "slash", "m")
        assert app.screen.search.value == "m"


@pytest.mark.parametrize("size", SIZES)
async def test_the_foot_names_the_keys_that_work_where_the_keyboard_is(library, size):
    app = PostwiseApp(library)
    async with running(app, size) as pilot:
        assert "↵ Start   tab The list" in foot(app)
        assert "t Train" not in foot(app).replace("ctrl+t Train", "")
        await press(pilot, *"fire")
        assert "↵ Start   tab About it" in foot(app)
        await press(pilot, "escape", "tab")
        assert "t Train" in foot(app)
        assert "ctrl" not in foot(app)
        await press(pilot, "d")
        assert foot(app).strip() == "tab Search   F1 Help   esc Done"
        assert "Start" not in foot(app)


@pytest.mark.parametrize("keys", [(), tuple("fire"), ("tab",), ("tab", "tab")], ids=" ".join)
async def test_every_key_in_the_foot_does_what_a_click_on_it_does(library, keys):
    async def after(place: int, *, clicked: bool) -> tuple[object, ...]:
        """Return how many commands the foot names, and where the one at a place of them leads."""
        app = PostwiseApp(library)
        async with running(app) as pilot:
            await press(pilot, *keys)
            start, _, command = (named := list(app.screen.keybar.places()))[place]
            if clicked:
                await pilot.click(app.screen.keybar, offset=(start, 1))
                await press(pilot)
            else:
                await press(pilot, {"↵": "enter", "esc": "escape"}.get(command.shown, command.shown))
            screen = app.screen
            return len(named), type(screen).__name__, getattr(screen, "place", ""), getattr(screen, "wanted", "")

    place, named = 0, 2
    while place < min(4, named - 2):  # the last ones are help and the way out
        named, *led = await after(place, clicked=False)
        assert await after(place, clicked=True) == (named, *led), place
        place += 1


async def test_a_search_that_is_begun_before_the_trees_are_read_finds_in_them_all_the_same(library):
    app = PostwiseApp(library)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, *"spade", *["backspace"] * 5, *"how", "space", *"large")
        assert app.screen.marked_id in {"broken", "garden"}


async def test_a_tree_that_cannot_be_opened_says_why(library, monkeypatch):
    path = library.folders[0] / "garden.toml"
    app = PostwiseApp(library)
    real = Library.load

    def load(self, entry):
        return real(self, entry._replace(path=path.with_name("gone.toml")) if entry.path == path else entry)

    monkeypatch.setattr(Library, "load", load)
    async with running(app) as pilot:
        app.screen.shelf.mark("garden")
        await press(pilot)
        assert "This tree cannot be opened." in shown(app)
        assert "▲ errors" in shown(app)


async def test_what_one_means_to_post_becomes_the_draft_of_the_walk(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, "ctrl+y", *"Dear", "enter", *"council", "escape")
        assert app.screen.place == "search"
        assert "You mean to post: Dear council" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.draft == "Dear\ncouncil"
        await press(pilot, "escape")
        assert "You mean to post: Dear council" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_what_one_means_to_post_never_pushes_the_trees_away(library, size):
    app = PostwiseApp(library)
    async with running(app, size) as pilot:
        assert app.screen.meant.size.height == 1
        await press(pilot, "ctrl+y", *"Dear")
        assert "Dear" in shown(app)
        assert app.screen.shelf.size.height >= 5
        await pilot.click(app.screen.search)
        await press(pilot)
        assert app.screen.place == "search"
        await pilot.click(app.screen.meant, offset=(6, 0))
        await press(pilot, *"!")
        assert app.draft in {"!Dear", "Dear!"}


async def test_a_word_of_an_answer_is_found_after_those_of_questions(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, *"not looked")
        assert app.screen.marked_id in {"broken", "garden"}
        assert "In an answer" in shown(app)
        app.screen.shelf.mark("garden")
        await press(pilot)
        lines = [line.words.plain for line in app.screen.preview.lines]
        assert lines[lines.index("In an answer") + 1] == "I have not looked  Where will it grow?"


@pytest.mark.parametrize("size", SIZES)
async def test_escape_goes_from_what_is_said_of_a_tree_back_to_what_was_found(library, size):
    app = PostwiseApp(library)
    async with running(app, size) as pilot:
        await press(pilot, *"plant", "tab")
        assert app.screen.place == "about"
        await press(pilot, "escape")
        assert (app.screen.place, app.screen.search.value) == ("found", "plant")
        await press(pilot, "escape")
        assert (app.screen.place, app.screen.search.value) == ("search", "")


@pytest.mark.parametrize("size", SIZES)
async def test_where_nothing_is_found_there_is_nothing_to_go_on_to(library, size):
    app = PostwiseApp(library)
    async with running(app, size) as pilot:
        await press(pilot, *"xyzzy")
        assert "About it" not in foot(app)
        await press(pilot, "tab")
        assert app.screen.place == "found"
        assert NONE_FOUND[:20] in shown(app)
