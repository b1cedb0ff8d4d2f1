"""One who only clicks and one who only types come to every command of every screen, in every state, and it is carried out.

What there is to come to is read off the running program: the commands a screen names now, its foot, and its keys.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.actions import parse
from textual.app import App
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Offset
from textual.pilot import Pilot

from postwise import tui
from postwise.train.seats import Seat
from postwise.train.store import OpenSession
from postwise.tree.library import Library, LibraryEntry
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import Dialog, FormDialog, HelpDialog
from postwise.tui.openings import OpenPreview, OpenWalk
from postwise.tui.training import OpenDesk, OpenFollowingRoom
from postwise.tui.widgets.head_and_foot import Action
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.walk import Walk
from strategies import LONG_RUN, tree_of
from train.playing import begun, counted, in_case, on, to

from .conftest import NAMED, SIZES, TEXT, post, press, running, settled
from .screens import SCREENS, TO_THE_END, Steps, keys
from .test_everywhere import PAGES, kinds
from .test_solo_screen import alone, told
from .test_typed_ahead import MANY
from .test_workshop_screen import writing
from .training import in_room, session_of, setting_up

Opened = AbstractAsyncContextManager[Pilot[None]]
State = Callable[[Path, Callable[..., PostwiseApp]], Opened]


def walked(steps: Steps) -> State:
    """Return what comes to a screen from the first question of the garden."""

    @asynccontextmanager
    async def state(_: Path, walking: Callable[..., PostwiseApp]) -> AsyncIterator[Pilot[None]]:
        async with running(walking()) as pilot:
            await steps(pilot)
            yield pilot

    return state


def pressed(opened: Callable[[Path], Opened], *names: str) -> State:
    """Return what opens something of its own and presses keys there."""

    @asynccontextmanager
    async def state(folder: Path, _: object) -> AsyncIterator[Pilot[None]]:
        async with opened(folder) as pilot:
            await press(pilot, *names)
            yield pilot

    return state


def room(session: Callable[[], Any], *names: str) -> State:
    return pressed(lambda folder: in_room(folder / "s", session()), *names)


def preview(text: str, *names: str) -> State:
    def opened(folder: Path) -> Opened:
        path = folder / "garden.toml"
        path.write_text(text, encoding="utf-8")
        return running(PostwiseApp(Library(), OpenPreview(LibraryEntry("garden", path, "file"))))

    return pressed(opened, *names)


def many(*names: str) -> State:
    return pressed(lambda _: running(PostwiseApp(Library(), OpenWalk(Walk.start(tree_of(MANY))))), *names)


def of_walks(names: str) -> dict[str, State]:
    return {name: walked(SCREENS[name]) for name in names.split()}


@asynccontextmanager
async def at_desk(folder: Path) -> AsyncIterator[Pilot[None]]:
    with OpenSession.begin(folder / "s", to(in_case(), "account")) as hold:
        async with running(PostwiseApp(Library(), OpenDesk(hold, alone=True))) as pilot:
            yield pilot


def following(folder: Path) -> Opened:
    session = to(in_case(), "account")
    OpenSession.begin(folder / "s", session).hand_over()
    Seat(folder / "s", "desk").take()
    return running(PostwiseApp(Library(), OpenFollowingRoom(folder / "s", session)))


STATES: dict[str, dict[str, State]] = {
    "WalkScreen": {
        **of_walks("choice draft number number-wrong yes-no checklist date text asked-again"),
        "out-of-the-field": walked(keys("1", "escape")),
        "at-the-field-again": walked(keys("1", "9", "escape", "enter")),
        "trail": walked(keys("2", "1", "tab")),
        "checklist-again": walked(keys("2", "1", "space", "g", "shift+tab", "end", "enter")),
        "writing-a-draft": walked(keys("2", "d")),
        "many": many(),
        "filter": many("slash"),
        "filtering": many("slash", *"br"),
    },
    "RecommendationScreen": {
        **of_walks("recommendation recommendation-right unsure"),
        "another": walked(keys(*TO_THE_END, "o", "enter")),
    },
    "CompareRoadsScreen": of_walks("roads"),
    "MapScreen": {**of_walks("map map-whole map-search"), "map-of-a-file": preview(TEXT, "m")},
    "LibraryScreen": of_walks("library library-broken library-found library-draft"),
    "SavedWalksScreen": of_walks("library-saved"),
    "PreviewScreen": {
        "preview": preview(TEXT, "2"),
        "preview-trail": preview(TEXT, "2", "tab"),
        "preview-ended": preview(TEXT, "3"),
        "preview-problems": preview(TEXT, "p"),
        "preview-broken": preview(TEXT.replace('goto = "size"', 'goto = "sise"', 1)),
    },
    "SetupScreen": {"setup": pressed(setting_up)},
    "SessionScreen": {
        "rules": room(lambda: begun(6)),
        "confidence": room(lambda: on(begun(6), "forward", "forward")),
        "story": room(in_case),
        "silence": room(lambda: to(in_case(), "account")),
        "vote": room(lambda: to(in_case(), "account"), "v"),
        "counting": room(lambda: to(in_case(), "account"), "v", *"83"),
        "shown": room(lambda: to(in_case(), "account", "8 4 0")),
        "talk": room(lambda: on(to(in_case(), "account", "8 4 0"), "forward")),
        "second": room(lambda: on(to(in_case(), "account", "8 4 0"), "forward", "vote")),
        "moved": room(lambda: counted(on(to(in_case(), "account", "8 4 0"), "forward", "vote"), "7 5 0")),
        "closing": room(lambda: on(in_case(), "close")),
        "desk-over-it": room(in_case, "f", "y"),
        "desk": pressed(at_desk),
    },
    "SecretVoteScreen": {
        "curtain": room(lambda: on(in_case(6, "secret"), "forward"), "v"),
        "voting": room(lambda: on(in_case(6, "secret"), "forward"), "v", "enter"),
    },
    "FollowingRoomScreen": {"following": pressed(following)},
    "SoloScreen": {
        "alone": pressed(lambda _: running(alone(told()))),
        "alone-ended": pressed(lambda _: running(alone(told())), "1"),
        "alone-done": pressed(lambda _: running(alone(told())), "c", "c", "c"),
    },
    "WorkshopScreen": {"workshop": pressed(writing), "writing": pressed(writing, "n", "n", "n")},
    "TrialWalkScreen": {"trial": pressed(writing, *"nnnn", "end", "enter", "T", "enter", "enter")},
    "HelpDialog": of_walks("help"),
    "PaletteDialog": of_walks("palette"),
    "LinksDialog": {"links": walked(keys("ctrl+g"))},
    "LeaveDialog": of_walks("leave"),
    "ChoiceDialog": {"leave-room": room(in_case, "q"), "take-away": pressed(writing, "p")},
    "SaveDialog": of_walks("keep"),
    "EndingsDialog": {"endings": preview(TEXT, "s")},
    "FormDialog": {
        "note": room(in_case, "l"),
        "people": room(in_case, "p"),
        "path": pressed(setting_up, "end", "up", "enter"),
        "scenario": preview(TEXT, "3", "x"),
    },
}
"""Every screen there is, and every dialog, in each of its states."""
MOVES = {"help", "palette", "mark", "choose", "edge", "turn", "submit"}
"""What is done all the same while it is only written down what would be: it leads to what is tried."""
Done = tuple[str, tuple[object, ...]]


class Told:
    """What a screen is told to do, written down in the place of doing it: the next thing is tried where that was."""

    def __init__(self) -> None:
        self.only_told = False
        self.dialog: Dialog[Any] | None = None
        """Where what is chosen is only written down, too."""
        self.done: list[Done] = []
        self.chosen: list[object] = []

    def since(self) -> list[Done]:
        """Return what was told since the last look."""
        done, self.done = self.done, []
        return done


@pytest.fixture
def told_to(monkeypatch) -> Told:
    told, dispatch, post = Told(), App._dispatch_action, TextPage.post_message

    async def dispatched(app: App[None], namespace: Any, name: str, params: tuple[object, ...]) -> bool:
        if not told.only_told or name in (MOVES if isinstance(app.screen, Dialog) else {"help", "palette"}):
            return await dispatch(app, namespace, name, params)
        told.done.append((name, tuple(params)))
        return True

    def posted(page: TextPage, message: Any) -> bool:
        if not isinstance(message, TextPage.Chosen) or page.screen is not told.dialog:
            return post(page, message)
        told.chosen.append(message.target)
        return True

    monkeypatch.setattr(App, "_dispatch_action", dispatched)
    monkeypatch.setattr(TextPage, "post_message", posted)
    monkeypatch.setattr(Compositor, "_get_renders", lambda *_: iter(()))  # nobody looks: drawing takes its time
    return told


def named(command: Action) -> Done:
    """Return what a command does, as it is told."""
    _, name, params = parse(command.action)
    return name, tuple(params)


async def by_key(pilot: Pilot[None], told: Told, command: Action) -> bool:
    """Press the key that is bound to a command now, if there is one."""
    page, bound = pilot.app.screen, pilot.app.screen.active_bindings.items()
    keys_now = [key for key, one in bound if one.enabled and parse(one.binding.action)[1:] == parse(command.action)[1:]]
    field = page.typed_into
    keys_now = [key for key in keys_now if field is None or not field.check_consume_key(key, NAMED.get(key))]
    if keys_now:
        await press(pilot, keys_now[0])
        assert told.since() == [named(command)], (command, keys_now)
    return bool(keys_now)


async def in_help(pilot: Pilot[None], told: Told, command: Action, *, click: bool) -> None:
    """Open the help, by its key or in the foot, and choose the line of a command there."""
    page = pilot.app.screen
    if click:
        await in_foot(pilot, "help")
    else:
        await press(pilot, "f1")
    dialog = pilot.app.screen
    assert isinstance(dialog, HelpDialog), command
    place = next(place for place, one in enumerate(dialog.listed) if one.action == command.action)
    if click:
        await clicked(pilot, dialog.page, place)
    else:
        post(pilot, "home", *["down"] * place, "enter")
        await settled(pilot)
    assert (told.since(), pilot.app.screen) == ([named(command)], page)


async def in_foot(pilot: Pilot[None], action: str) -> bool:
    """Click a command where the foot names it, if it does."""
    bar = pilot.app.screen.keybar
    starts = [start for start, _, one in bar.places() if one.action and parse(one.action)[1] == action]
    for start in starts[:1]:
        await pilot.click(offset=bar.region.offset + Offset(start, 1))
    return bool(starts)


async def clicked(pilot: Pilot[None], page: TextPage, target: object) -> None:
    """Turn the wheel until a line can be seen, and click it."""
    place = next(place for place, row in enumerate(page.rows) if row.line.target == target)
    while not page.top <= place < page.top + page.size.height:
        before = page.top
        wheel = MouseScrollDown if place > page.top else MouseScrollUp
        await pilot._post_mouse_events([wheel], page, offset=(2, 0), button=0)
        assert page.top != before, "the wheel moves it"
    await pilot.click(offset=page.content_region.offset + Offset(6, place - page.top))


TRIED: set[tuple[type, str, str]] = set()
"""What was already chosen in the help of a kind of screen, and how: a short run does it once."""


def to_try(page: object, how: str, action: str) -> bool:
    tried = (type(page), how, action) in TRIED
    TRIED.add((type(page), how, action))
    return LONG_RUN or not tried


@pytest.mark.parametrize(("kind", "state"), [(kind, state) for kind, states in STATES.items() for state in states])
async def test_every_command_is_reached_by_who_only_clicks_and_by_who_only_types(
    tmp_path, walking, told_to, kind, state
):
    async with STATES[kind][state](tmp_path, walking) as pilot:
        page = pilot.app.screen
        assert type(page).__name__ == kind
        told_to.only_told = True
        if isinstance(page, Dialog):
            assert "esc" in str(page.frame.border_subtitle), "the way out is named on every page"
            await dialog_reached(pilot, told_to, page)
            return
        *_, help_, out = (command for _, _, command in page.keybar.places())
        assert (help_.label, "esc" in out.shown or out.name == "leave") == ("Help", True), "and comes last"
        for command in [one for one in page.commands() if one.action and named(one)[0] not in {"help", "palette"}]:
            typed = await by_key(pilot, told_to, command)
            if not typed and to_try(page, "typed", command.action):
                await in_help(pilot, told_to, command, click=False)
            if await in_foot(pilot, named(command)[0]):
                assert named(command)[0] in {name for name, _ in told_to.since()}, command
            elif to_try(page, "clicked", command.action):
                await in_help(pilot, told_to, command, click=True)
            assert pilot.app.screen is page


async def dialog_reached(pilot: Pilot[None], told: Told, dialog: Dialog[Any]) -> None:
    """Choose every line of a dialog with the mouse and with keys, and leave it by both."""
    told.dialog = dialog
    targets = list(dialog.page.targets)
    for target in targets if LONG_RUN else dict.fromkeys((*targets[:3], *targets[-1:])):
        await clicked(pilot, dialog.page, target)
        assert told.chosen.pop() == target
    for target in targets if LONG_RUN else dict.fromkeys((*targets[-1:], *targets[:3])):
        way = targets.index(target) - targets.index(dialog.page.marked)
        post(pilot, *(["down"] * way or ["up"] * -way), "enter")
        await settled(pilot)
        assert told.chosen.pop() == target
    told.since()
    await press(pilot, "escape")
    assert told.since() == [("leave", ())]
    await pilot.click(offset=(1, 1))
    assert dialog not in pilot.app.screen_stack


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_form_is_sent_off_with_the_mouse_as_well(tmp_path, size):
    async with in_room(tmp_path / "s", in_case(), size) as pilot:
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, FormDialog)
        await press(pilot, "backspace", "backspace", "9")
        await clicked(pilot, form.done, "done")
        await settled(pilot)
        assert session_of(pilot).present == 9


def test_every_screen_and_every_dialog_is_looked_at_in_each_state_that_is_known():
    for found in pkgutil.iter_modules(tui.__path__, "postwise.tui."):
        if not found.name.endswith("_driver"):  # which is for one system or another
            importlib.import_module(found.name)
    every = {*PAGES, *(kind.__name__ for kind in kinds(Dialog) if kind.__module__.startswith("postwise."))}
    assert STATES.keys() == every
    assert {name for states in STATES.values() for name in states} >= SCREENS.keys()
