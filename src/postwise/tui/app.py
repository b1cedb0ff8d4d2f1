"""The app: which screen is on, how it is left, and that the terminal is left as it was found."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from postwise.errors import Exit, PostwiseError
from postwise.tree.library import Library
from postwise.tui.base_screen import BaseScreen
from postwise.tui.unfinished_walks import UnfinishedWalks
from postwise.tui.widgets.themes import BY_NAME, FIRST_THEME
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.tui.screens.walk_screen import WalkScreen

TURN = 0.0005
"""Seconds after which a busy thread gives another its turn: what writes a frame must not wait for the next one."""
SIGNALS = {"SIGTERM": Exit.TERMINATED, "SIGHUP": Exit.HANGUP, "SIGINT": Exit.INTERRUPTED}


class OpenRequest(NamedTuple):
    """What is to be opened next, instead of leaving postwise."""

    what: Literal["train", "preview", "new"]
    name: str
    """The id of the tree; of a new one, the id that it is to have."""


class ScreensLeft(NamedTuple):
    """How the screens were left."""

    code: int
    walk: Walk | None
    """The walk that stood last, or None if there was none."""
    wish: OpenRequest | None = None
    """What the person went on to; None if they left."""


class PostwiseApp(App[None]):
    """Postwise on screens."""

    CSS_PATH = str(Path(__file__).with_name("postwise.tcss"))
    TITLE = "postwise"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave_all", show=False, priority=True),
    ]

    theme: Reactive[str] = Reactive(FIRST_THEME)

    def __init__(self, library: Library, walk: Walk | None = None, draft: str = "") -> None:
        super().__init__()
        self.library = library
        self.walk = walk
        """The walk that stood last."""
        self.draft = draft
        self.wish: OpenRequest | None = None
        """What is to be opened when the screens have been left."""
        self.begun: dict[str, Walk] = {}
        """The walks begun and not ended, by the tree they began in."""
        self.aside = UnfinishedWalks()

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and no others: of theirs we do not know that every text can be read."""
        return BY_NAME

    def get_default_screen(self) -> Screen[Any]:
        """Return the walk if there is one, else the library."""
        if self.walk is not None:
            return self._walk_screen(self.walk)
        from postwise.tui.screens.library_screen import LibraryScreen

        return LibraryScreen(self.library)

    def _walk_screen(self, walk: Walk) -> WalkScreen:
        from postwise.tui.screens.walk_screen import WalkScreen

        return WalkScreen(walk, self.draft)

    def on_load(self) -> None:
        """Leave the terminal as it was found when a signal ends us."""
        loop = asyncio.get_running_loop()
        for name, code in SIGNALS.items():
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.exit, None, code)

    def on_ready(self) -> None:
        """Let the garbage collector work again: what is here now stays."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    # Trees and walks

    def tree_named(self, name: str) -> Tree | None:
        """Return a tree of the library, or None if it is not there or cannot be walked."""
        try:
            return self.library.load(self.library.find(name)).tree
        except PostwiseError:
            return None

    def walk_in(self, name: str) -> Walk | None:
        """Return the walk begun in a tree, or a new one; None if the tree cannot be walked."""
        if name in self.begun:
            return self.begun[name]
        tree = self.tree_named(name)
        return Walk.start(tree, profile=self.library.words) if tree is not None else None

    def action_open_tree(self, name: str) -> None:
        """Walk through a tree, from where it was left off."""
        walk = self.walk_in(name)
        screen = self.screen
        if walk is not None:
            self.push_screen(self._walk_screen(walk))
        elif isinstance(screen, BaseScreen):
            screen.say("This tree has errors, and cannot be walked until they are mended.", "stop")

    def stands(self, screen: WalkScreen) -> None:
        """Remember where a walk stands."""
        if screen.other:
            return
        self.walk = walk = screen.walk
        name = walk.visited[0]
        if walk.answers or walk.previous is not None:
            self.begun[name] = walk
        else:
            self.begun.pop(name, None)
        if walk.question is None:
            self.begun.pop(name, None)
            self.aside.forget(walk.tree.id)

    def close(self, screen: Screen[Any]) -> None:
        """Leave a screen: back to the one below, or out if there is none."""
        if self.screen_stack[0] is screen:
            self.exit()
        else:
            self.pop_screen()

    def leave(self, screen: WalkScreen) -> None:
        """Leave a walk that has not ended; ask first if that would lose anything."""
        if self.screen_stack[0] is not screen or not screen.lost:
            self.close(screen)
        else:
            self._ask_to_leave((screen.walk,))

    def go_to(self, wish: OpenRequest) -> None:
        """Leave these screens for others; ask first if that would lose anything."""
        self.wish = wish
        self.action_leave_all()

    def action_leave_all(self) -> None:
        """Leave postwise; ask first if that would lose anything."""
        lost = tuple(walk for walk in self.begun.values() if walk != self.aside.walks.get(walk.tree.id))
        if any(walk.answers for walk in lost):
            self._ask_to_leave(lost)
        else:
            self.exit()

    def _ask_to_leave(self, walks: tuple[Walk, ...]) -> None:
        from postwise.tui.dialogs import ChoiceDialog, DialogChoice

        if isinstance(self.screen, ChoiceDialog):
            return
        lost = _count(sum(len(walk.answers) for walk in walks), "answer")
        said = f"You have not come to the end, and nothing is kept unless you say so: {lost} would be lost."
        ways = [
            DialogChoice("k", "Keep them on this machine, to go on later"),
            DialogChoice("l", "Leave all the same"),
            DialogChoice("s", "Stay"),
        ]
        self.push_screen(ChoiceDialog("Leave now?", said, ways), partial(self._asked_to_leave, walks))

    def _asked_to_leave(self, walks: tuple[Walk, ...], way: str | None) -> None:
        try:
            for walk in walks if way == "k" else ():
                self.aside.keep(walk)
        except PostwiseError as error:
            if isinstance(self.screen, BaseScreen):
                self.screen.say(str(error), "stop")
            return
        if way in {"k", "l"}:
            self.exit()
        else:
            self.wish = None

    # Everywhere

    def action_look(self, theme: str) -> None:
        """Change the theme."""
        self.theme = theme

    def action_interrupt(self) -> None:
        """Leave at once, as ctrl-c does everywhere."""
        self.exit(return_code=Exit.INTERRUPTED)


def _count(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"


def run_app(library: Library, *, walk: Walk | None = None, draft: str = "") -> ScreensLeft:
    """Open the screens and return how they were left: the library, or at once the walk that is given."""
    collecting, turn = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(TURN)
    app = PostwiseApp(library, walk, draft)
    try:
        app.run()
    finally:
        sys.setswitchinterval(turn)
        if collecting:
            gc.enable()
    code = app.return_code or Exit.DONE
    return ScreensLeft(Exit.BUG if code == 1 else code, app.walk, app.wish if code == Exit.DONE else None)
