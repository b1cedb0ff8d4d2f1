"""Help, the palette and themes; the terminal left as found."""

import asyncio
import os
import signal

import pytest

from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import HelpDialog
from postwise.tui.palette import PaletteDialog, entries
from postwise.tui.screens import compare_roads, library_screen, map_screen, recommendation_screen, walk_screen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.head_and_foot import EVERYWHERE, MOST
from postwise.tui.widgets.themes import THEMES

from .conftest import press, running, shown

PAGES = (library_screen, walk_screen, recommendation_screen, map_screen, compare_roads)


async def test_help_lists_every_command_and_does_the_chosen_one(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        page = shown(app)
        assert isinstance(app.screen, HelpDialog)
        for command in walk_screen.COMMANDS:
            assert command.help.split(";")[0] in page
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.answers == {}, "the second line takes the last answer back"


async def test_a_click_beside_help_closes_it(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        await pilot.click(offset=(1, 1))
        assert isinstance(app.screen, WalkScreen)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_no_key_does_two_things_and_footers_keep_five(page):
    commands = (*page.COMMANDS, *EVERYWHERE)
    keys = [key for command in commands for key in command.keys.split(",") if key]
    assert len(keys) == len(set(keys))
    assert sum(command.foot for command in commands) <= MOST
    assert all(command.help and not command.help.endswith(".") for command in commands)


def test_the_palette_has_commands_then_trees_by_title_then_themes(library):
    listed = list(entries(walk_screen.COMMANDS, library))
    assert list(dict.fromkeys(entry.group for entry in listed)) == ["Here", "Walk through", "Look"]
    titles = [entry.text for entry in listed if entry.group == "Walk through"]
    assert titles == sorted(titles)
    assert "What shall I plant?" in titles


async def test_the_palette_finds_and_does(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "ctrl+p", *"light")
        assert isinstance(app.screen, PaletteDialog)
        await press(pilot, "enter")
        assert app.theme == "postwise-light"
        await press(pilot, "ctrl+p", *"take", "enter")
        assert app.screen.walk.answers == {}
        await press(pilot, "ctrl+p", *"zzz")
        assert "Nothing has these letters in it." in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, WalkScreen)


async def test_a_tree_chosen_in_the_palette_is_walked_and_left_again(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "ctrl+p", *"pause", "enter")
        assert app.screen.walk.tree.id == "pause-for-thought"
        await press(pilot, "escape")
        assert app.screen.walk.answers == {"place": "pot"}


async def test_a_tree_with_errors_chosen_in_the_palette_says_so(library):
    app = PostwiseApp(library)
    async with running(app):
        app.action_open_tree("broken")
        assert "cannot be walked" in shown(app)


async def test_a_theme_can_be_named_beforehand(library, monkeypatch):
    app = PostwiseApp(library)
    assert app.theme in {theme.name for theme in THEMES}


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
async def test_a_signal_ends_it_with_its_code(walking, name, code):
    app = walking("pot")
    async with running(app) as pilot:
        os.kill(os.getpid(), getattr(signal, name))
        await asyncio.sleep(0)
        await pilot.pause()
    assert app.return_code == code


def test_the_trees_that_ship_are_all_in_the_palette():
    listed = [entry.action for entry in entries((), Library())]
    assert "app.open_tree('before-you-post')" in listed
