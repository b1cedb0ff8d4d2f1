"""A tree with every type of question, and the app with a person at its keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerCancelled

from hands import keys_let_go
from postwise.logic.lookahead import KnownBeforehand
from postwise.tree.library import Library
from postwise.tree.library_index import IndexedTree
from postwise.tree.loader import load
from postwise.tree.model import Tree
from postwise.tui import desktop
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.tui.screens import library_screen
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.walk import Walk

TEXT = (Path(__file__).parent / "garden.toml").read_text(encoding="utf-8")
SIZES = ((120, 36), (80, 24), (60, 20))


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch) -> None:
    """Ask nothing of the desktop of whoever runs the tests."""
    monkeypatch.setattr(desktop, "clipboards", lambda *_: iter(()))
    monkeypatch.setattr(desktop, "openers", lambda *_: iter(()))


@pytest.fixture
def garden(library: Library) -> Tree:
    """Return a tree of the library with every type of question, a branch, notes, a hand-over and Markdown."""
    return load(library.folders[0] / "garden.toml")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library of an organisation with two trees of its own, one of them with an error."""
    folder = tmp_path / "trees"
    folder.mkdir()
    (folder / "garden.toml").write_text(TEXT, encoding="utf-8")
    (folder / "broken.toml").write_text(TEXT.replace('goto = "size"', 'goto = "sise"', 1), encoding="utf-8")
    return Library((folder,), {"buddy": "Ines"})


@pytest.fixture(autouse=True)
def keys_are_let_go(request) -> Iterator[None]:
    """Have each key let go, however quick a pilot is."""
    if "keys_may_be_held" in request.fixturenames:
        yield
    else:
        with keys_let_go():
            yield


@pytest.fixture
def keys_may_be_held() -> None:
    """Have keys held down, and clicks doubled, by the clock."""


@pytest.fixture(autouse=True)
def nothing_waits_for_a_clock(monkeypatch) -> None:
    """Let a mouse, too, wait until all is drawn, and not until the machine has been idle for a while."""
    paused = Pilot.pause

    async def pause(pilot: Pilot[None], delay: float | None = None) -> None:
        if delay:
            await paused(pilot, delay)
        await drained(pilot)

    monkeypatch.setattr(Pilot, "pause", pause)


BOOKS: dict[object, IndexedTree] = {}
"""What a library knows of the trees that ship once they have been read, by all that it follows from."""


@pytest.fixture(autouse=True)
def what_lies_ahead_in_shipped_trees_is_worked_out_once(monkeypatch) -> None:
    """Count the questions of the trees that ship once for all libraries: they are as many every time."""
    as_read = library_screen.as_read

    def read_once(book: IndexedTree, library: Library) -> IndexedTree:
        if book.entry.origin != "shipped":
            return as_read(book, library)
        key = (book, book.entry.shown, *library.words.items(), Library.load, KnownBeforehand.look_ahead)
        if key not in BOOKS:
            BOOKS[key] = as_read(book, library)
        return BOOKS[key]

    monkeypatch.setattr(library_screen, "as_read", read_once)


PARSED: dict[object, list[RuleSet]] = {}
"""What the style sheets say, by all that it follows from."""


@pytest.fixture(autouse=True)
def style_sheets_are_parsed_once(monkeypatch) -> None:
    """Parse each style sheet once for all apps: they ask for the same ones, and only read what comes of them."""
    parse = Stylesheet._parse_rules

    def parse_once(self: Stylesheet, *given: object, **named: object) -> list[RuleSet]:
        key = (given, *sorted(named.items()), *self._variables.items())
        if key not in PARSED:
            PARSED[key] = parse(self, *given, **named)
        return PARSED[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


@pytest.fixture(autouse=True)
def frames_on_the_way_are_not_drawn(request, monkeypatch) -> None:
    """Draw what the app has come to rest at, and no frame on the way there: nobody sees it, and it takes a fifth of it all."""
    if "every_frame_is_drawn" in request.fixturenames:
        return

    def put_off(compositor: Compositor, full: bool = False, **_: object) -> None:
        if full:
            compositor._dirty_regions.add(compositor.size.region)

    monkeypatch.setattr(Compositor, "render_update", put_off)


@pytest.fixture
def every_frame_is_drawn() -> None:
    """Draw the frames on the way, too: for what is done at random, where anything may stand in them."""


def draw(screen: Screen[object]) -> None:
    """Have all parts of a screen say how they look where that has changed since they were drawn."""
    changed = screen._compositor._dirty_regions
    if changed:
        visible_screen_stack.set(screen.app._background_screens)
        for _ in screen._compositor._get_renders(Region.from_union(changed)):
            pass
        changed.clear()


@asynccontextmanager
async def running(app: PostwiseApp, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    """Run the app with a person at its keyboard, and wait for what it works out beside the screen."""
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        yield pilot
        draw(app.screen)  # if nobody has looked at it until now


async def drained(pilot: Pilot[None]) -> None:
    """Wait until every message has been answered and drawn: nothing is left that could go on now, and no clock decides when."""
    ready = asyncio.get_running_loop()._ready
    while True:
        await asyncio.sleep(0)
        while ready:  # noqa: ASYNC110 - it gives way to what is ready, and waits for nothing
            await asyncio.sleep(0)
        if getattr(pilot.app, "_resize_timer", None) is not None:
            await asyncio.sleep(1 / 120)  # the app takes in a new size when it has not changed for so long
        elif to_be_drawn(pilot.app.screen):
            pilot.app.screen._on_timer_update()  # as its clock would, in its own time
        elif pilot.app.is_running and (pilot.app.keys_wait or any(panel.trail_waits for panel in walked(pilot.app))):
            await asyncio.sleep(1 / 120)  # a key waits for what never comes back, or the trail for a key
        else:
            return


def walked(app: PostwiseApp) -> Iterator[WalkPanel]:
    """Yield where walks are walked on the screen; asked for at every key, and a query makes a list of all there is."""
    waiting: list[Widget] = [app.screen]
    while waiting:
        node = waiting.pop()
        if isinstance(node, WalkPanel):
            yield node
        else:
            waiting += node.children


def to_be_drawn(screen: Screen[object]) -> bool:
    """Return whether something of a screen still has to be drawn, or waits until all is drawn."""
    if not screen.is_current or screen.app._batch_count:
        return bool(screen._callbacks)
    return bool(
        screen._callbacks
        or screen._dirty_widgets
        or screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
    )


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being worked out any more, and draw what it has come to."""
    await done(pilot)
    draw(pilot.app.screen)


async def done(pilot: Pilot[None]) -> None:
    """Wait until nothing is being worked out any more, or is still to be drawn."""
    await drained(pilot)
    while any(not worker.is_finished for worker in pilot.app.workers):
        with suppress(WorkerCancelled):  # another has taken its place
            await pilot.app.workers.wait_for_complete()
        await drained(pilot)


class Typed(str):
    """A text that is typed as fast as fingers go: its letters are keys that nothing is waited for between."""

    __slots__ = ()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, waiting for each to be done with, and for what is worked out beside the screen."""
    for key in keys:
        post(pilot, *(key if isinstance(key, Typed) else (key,)))
        await done(pilot)
    await settled(pilot)


def post(pilot: Pilot[None], *keys: str) -> None:
    """Hand keys to the app, and wait for nothing."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(Key(name, key if len(key) == 1 else NAMED.get(key)))


NAMED = {"space": " ", "question_mark": "?", "slash": "/", "enter": "\r", "tab": "\t"}
"""What the keys that are spelled out type."""


def shown(app: PostwiseApp) -> str:
    """Return what stands on the screen, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@pytest.fixture
def walking(garden: Tree, library: Library) -> Callable[..., PostwiseApp]:
    """Return what opens the app on a walk through the garden, some answers given."""

    def opened(*answers: object, draft: str = "", in_a_file: bool = True) -> PostwiseApp:
        walk = Walk.start(garden, profile=library.words)
        for answer in answers:
            walk = walk.answer(answer)
        return PostwiseApp(library, OpenWalk(walk, draft, in_a_file=in_a_file))

    return opened
