"""How a key comes from the terminal to what it does: past nobody who does not read keys, and past nobody who does."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, Key
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from postwise.tui.dialogs import ChoiceDialog, FormLine
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.training.session_screen import SessionScreen
from postwise.tui.widgets.field import DraftPanel, FilterField, TypedLine
from postwise.tui.widgets.keys_in_turn import KeysInTurn, reads
from postwise.tui.widgets.text_page import TextPage

from .conftest import press, running
from .screens import TO_THE_END


class ByConvention(Widget):
    def on_key(self, event: Key) -> None: ...


class ByName(Widget):
    def key_1(self) -> None: ...


class ByAnEvent(Widget):
    @on(Event)
    def heard(self) -> None: ...


class ByAKey(Widget):
    @on(Key)
    def heard(self) -> None: ...


class Inherited(ByAKey): ...


class AnotherMessage(Widget):
    @on(Input.Changed)
    def heard(self) -> None: ...


@pytest.mark.parametrize(
    "kind",
    [
        *(ByConvention, ByName, ByAnEvent, ByAKey, Inherited),
        *(Input, TextArea, TypedLine, FilterField, DraftPanel, FormLine, ChoiceDialog, SessionScreen),
    ],
)
def test_what_does_something_with_keys_itself_reads_them(kind):
    assert reads(kind, "1")


@pytest.mark.parametrize("kind", [Widget, Screen, TextPage, WalkScreen, RecommendationScreen, AnotherMessage])
def test_what_only_has_keys_bound_does_not(kind):
    assert not reads(kind, "1")


@pytest.fixture
def told_of_keys(monkeypatch) -> list[str]:
    told: list[str] = []
    dispatch = MessagePump._dispatch_message

    async def dispatched(pump: MessagePump, message: object) -> None:
        if isinstance(message, Key):
            told.append("app" if isinstance(pump, App) else type(pump).__name__)
        await dispatch(pump, message)

    monkeypatch.setattr(MessagePump, "_dispatch_message", dispatched)
    return told


def test_what_reads_one_key_reads_no_other():
    assert reads(Screen, "escape"), "Textual lets go of what is picked out there"
    assert not reads(ByName, "2")


async def test_escape_lets_go_of_what_is_picked_out(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "2")
        await pilot.mouse_down("#question", offset=(6, 3))
        await pilot.hover("#question", offset=(20, 3))
        await pilot.mouse_up("#question", offset=(20, 3))
        assert app.screen.words_picked
        await press(pilot, "escape", "s")
        assert not app.screen.words_picked


async def test_of_a_key_nobody_is_told_who_does_not_read_it(walking, told_of_keys):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, *TO_THE_END[:2], "w", "up", "7")
        assert told_of_keys == ["app"] * 5
        assert app.screen.walk.steps


async def test_of_a_key_in_a_field_all_are_told(walking, told_of_keys):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d", "x")
        assert app.screen.draft == "x"
        assert "DraftPanel" in told_of_keys


async def test_a_key_that_comes_while_the_terminal_is_elsewhere_brings_the_keyboard_back(walking):
    app = walking()
    async with running(app) as pilot:
        app.app_focus = False
        await press(pilot, "2")
        assert app.app_focus
        assert len(app.screen.walk.steps) == 1


class Shelf(Widget, can_focus=True):
    """Reads the keys that come up to it from what stands on it."""

    def compose(self):
        yield TextPage(id="book")

    def on_key(self, event: Key) -> None:
        self.app.read.append(event.key)


class Reading(KeysInTurn):
    BINDINGS: ClassVar[list[BindingType]] = [("z", "shut", "Shut")]

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def compose(self):
        yield Shelf()

    def action_shut(self) -> None:
        self.read.append("shut")


async def test_what_reads_above_where_the_keyboard_is_reads_them(monkeypatch):
    app = Reading()
    async with app.run_test() as pilot:
        app.query_one("#book").focus()
        await pilot.pause()
        await pilot.press("x", "z")
        assert app.read == ["x", "z", "shut"]
