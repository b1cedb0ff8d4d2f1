"""Help, the palette and themes; the terminal left as found."""

import asyncio
import importlib
import inspect
import os
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator

import pytest
from textual._compositor import Compositor
from textual.app import App

from postwise.tree.library import Library
from postwise.tui import app as app_module
from postwise.tui import screens, training
from postwise.tui.app import PostwiseApp
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import HelpDialog
from postwise.tui.openings import Opening
from postwise.tui.palette import PaletteDialog, entries
from postwise.tui.screen_commands import ANSWERS, EITHER, EVERYWHERE, KEEP, PUT_AWAY, TO_THE_END, WALK, WHY
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.head_and_foot import MOST
from postwise.tui.widgets.themes import THEMES

from .conftest import press, running, shown

for package in (screens, training):
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)


def kinds(parent: type) -> Iterator[type]:
    """Yield every class of ours that is made from one, however far down."""
    for kind in parent.__subclasses__():
        yield from (kind, *kinds(kind))


PAGES = {
    page.__name__: page for page in kinds(BaseScreen) if page.__module__.startswith("postwise.") and page.COMMANDS_HERE
}
"""Every screen there is."""
OPENINGS = {kind.__name__ for kind in kinds(Opening) if kind.__module__.startswith("postwise.")}


async def test_help_lists_every_command_and_does_the_chosen_one(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        page = shown(app)
        assert isinstance(app.screen, HelpDialog)
        others = [way for way in ANSWERS if way is not EITHER]  # it is answered with yes or no
        elsewhere = {one.action for one in (TO_THE_END, WHY, PUT_AWAY, *others)}  # no end, reason, list, field or draft
        for command in WALK:
            assert (command.help.split(";")[0] in page) == (command.action not in elsewhere)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.answers == {}, "the second line takes the last answer back"


async def test_a_click_beside_help_closes_it(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        await pilot.click(offset=(1, 1))
        assert isinstance(app.screen, WalkScreen)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_key_does_two_things_and_footers_keep_five(page):
    commands = (*page.COMMANDS_HERE, *EVERYWHERE)
    keys = [key for command in commands for key in command.keys.split(",") if key]
    assert len(keys) == len(set(keys))
    in_turn = (KEEP, TO_THE_END, *ANSWERS[1:])  # for ANSWER, and for the draft
    at_once = [command for command in commands if command not in in_turn]
    assert sum(command.foot for command in at_once) <= MOST
    assert all(command.help and not command.help.endswith(".") for command in commands)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_key_does_something_and_every_screen_has_a_name(page):
    actions = {command.action.partition("(")[0] for command in page.COMMANDS_HERE}
    assert [name for name in actions if name and "." not in name and not hasattr(page, f"action_{name}")] == []
    assert page.title_here


def test_the_app_opens_whatever_a_screen_can_ask_for():
    opened = set(re.findall(r"case \w+\.(\w+)\(", inspect.getsource(app_module)))
    assert opened == OPENINGS


def test_the_palette_has_commands_then_trees_by_title_then_themes(library):
    listed = list(entries(WALK, library))
    assert list(dict.fromkeys(group for group, _ in listed)) == ["Here", "Walk through", "Look"]
    titles = [command.help for group, command in listed if group == "Walk through"]
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
    listed = [command.action for _, command in entries((), Library())]
    assert "app.open_tree('before-you-post')" in listed


@pytest.mark.parametrize(("size", "beside"), [((120, 36), True), ((60, 20), False)])
async def test_a_screen_is_styled_once_for_its_room_and_then_laid_out(walking, monkeypatch, size, beside):
    app, done = walking(), []

    def note(kind: type, name: str, so: Callable[[], object] = lambda: None) -> None:
        way = getattr(kind, name)
        monkeypatch.setattr(kind, name, lambda *given, **named: [done.append((name, so())), way(*given, **named)][1])

    note(App, "update_styles")
    note(Compositor, "reflow", lambda: app.screen.query_one("#side").display)
    async with running(app, size):
        first = next(place for place, (name, _) in enumerate(done) if name == "reflow")
        assert (first <= 1, done[first]) == (True, ("reflow", beside))


async def test_what_the_terminal_cannot_say_any_more_is_said_on_the_first_screen(library):
    app = PostwiseApp(library)
    app.told = "Your own file has a slip in it."
    async with running(app) as pilot:
        assert app.told in shown(app)
        await press(pilot, "down")
        assert app.told not in shown(app), "it is said once"
