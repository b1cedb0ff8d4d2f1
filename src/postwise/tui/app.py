"""The app: the one thing that knows how to go anywhere, how it is left, and that the terminal is left as it was."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from postwise.errors import Exit
from postwise.tree.library import Library
from postwise.tui import openings
from postwise.tui.base_screen import BaseScreen, Host
from postwise.tui.openings import OpenLibrary, OpenWalk
from postwise.tui.widgets.head_and_foot import HELP
from postwise.tui.widgets.themes import BY_NAME, FIRST_THEME

if TYPE_CHECKING:
    from textual.driver import Driver

    from postwise.tui.openings import Opening
    from postwise.walk.walk import Walk

TURN = 0.0005
"""Seconds after which a busy thread gives another its turn: what writes a frame must not wait for the next one."""
SIGNALS = {"SIGTERM": Exit.TERMINATED, "SIGHUP": Exit.HANGUP, "SIGINT": Exit.INTERRUPTED}
LIBRARY = OpenLibrary()


class ScreensLeft(NamedTuple):
    """How the screens were left."""

    code: int
    walk: Walk | None
    """The walk that stood last, or None if there was none."""


class PostwiseApp(Host):
    """Postwise on screens."""

    CSS_PATH = str(Path(__file__).with_name("postwise.tcss"))
    TITLE = "postwise"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave_all", show=False, priority=True),
    ]

    theme: Reactive[str] = Reactive(FIRST_THEME)

    def __init__(self, library: Library, first: Opening[Any] = LIBRARY) -> None:
        super().__init__(library)
        self.first = first
        if isinstance(first, OpenWalk):
            self.walk, self.draft = first.walk, first.draft
        theme = self.theme_for(first)
        if theme != self.theme:
            self.set_reactive(App.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and no others: of theirs we do not know that every text can be read."""
        return BY_NAME

    def get_driver_class(self) -> type[Driver]:
        """Return what draws on this terminal and reads its keys, such that it can be stopped without a word."""
        kind: Any = super().get_driver_class()
        chosen: type[Driver] = let_go_on(kind) if hasattr(kind, "_sigcont_application") else kind
        return chosen

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that is opened first."""
        return self.screen_for(self.first)

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

    # Screens. Each is imported when it is opened: the first question waits for none but its own.

    def screen_for(self, opening: Opening[Any]) -> Screen[Any]:
        """Return the screen that is to be opened; raises TypeError if there is none."""
        match opening:
            case openings.OpenLibrary():
                from postwise.tui.screens.library_screen import LibraryScreen

                return LibraryScreen(self.library)
            case openings.OpenWalk(walk, draft, other):
                from postwise.tui.screens.walk_screen import WalkScreen

                return WalkScreen(walk, draft, other=other)
            case openings.OpenRecommendation(walk, draft, other):
                from postwise.tui.screens.recommendation_screen import RecommendationScreen

                return RecommendationScreen(walk, draft, other=other)
            case openings.OpenRoads(own, others):
                from postwise.tui.screens.compare_roads import CompareRoadsScreen

                return CompareRoadsScreen(own, others)
            case openings.OpenMap(walk, writing):
                from postwise.tui.screens.map_screen import MapScreen

                return MapScreen(walk, writing=writing)
            case openings.OpenPreview(entry, remarks):
                from postwise.tui.screens.preview_screen import PreviewScreen

                return PreviewScreen(entry, self.library, remarks)
            case _:
                return training_screen(opening)

    def action_help(self) -> None:
        """Show what the keys do on this screen, and do the command that is chosen."""
        from postwise.tui.dialogs import HelpDialog

        screen = self.screen
        if isinstance(screen, BaseScreen):
            commands = [command for command in screen.commands() if command is not HELP]
            self.push_screen(HelpDialog(screen.title_here, commands), screen.do)

    def action_palette(self) -> None:
        """Show everything that can be done, from anywhere, and do what is chosen."""
        from postwise.tui.palette import PaletteDialog, entries

        screen = self.screen
        if isinstance(screen, BaseScreen):
            self.push_screen(PaletteDialog(list(entries(tuple(screen.commands()), self.library))), screen.do)

    def action_look(self, theme: str) -> None:
        """Change the theme."""
        self.theme = theme

    def action_interrupt(self) -> None:
        """Leave at once, as ctrl-c does everywhere."""
        self.exit(return_code=Exit.INTERRUPTED)


def training_screen(opening: Opening[Any]) -> Screen[Any]:
    """Return a screen of a training session or of somebody alone with cases; raises TypeError if there is none."""
    from postwise.tui import training

    match opening:
        case openings.OpenSetup(choices):
            from postwise.tui.training.setup_screen import SetupScreen

            return SetupScreen(choices)
        case training.OpenRoom(hold):
            from postwise.tui.training.room_screen import RoomScreen

            return RoomScreen(hold)
        case training.OpenSecretVote(hold):
            from postwise.tui.training.secret_vote import SecretVoteScreen

            return SecretVoteScreen(hold)
        case training.OpenNotes(session, clock, follower):
            from postwise.tui.training.facilitator_screen import FacilitatorScreen

            return FacilitatorScreen(session, clock, follower)
        case training.OpenSolo(solo, together):
            from postwise.tui.training.solo_screen import SoloScreen

            return SoloScreen(solo, together)
        case training.OpenWorkshop(begin, folder, today):
            from postwise.tui.training.workshop_screen import WorkshopScreen

            return WorkshopScreen(begin, folder, today)
        case training.OpenTrial(walk, title, story):
            from postwise.tui.training.workshop_screen import TrialWalkScreen

            return TrialWalkScreen(walk, title, story)
        case _:
            raise TypeError(f"There is no screen for {opening!r}.")


def let_go_on(kind: Any) -> Any:
    """Return a driver that gives the terminal back before it takes it anew, where nobody had put it to sleep.

    Textual's own would start beside itself: a second reader of keys, and a raw terminal as the one it found.
    """

    class LetGoOn(kind):  # type: ignore[misc]
        _must_signal_resume: bool

        def _sigcont_application(self, *_: object) -> None:
            heed = signal.signal(signal.SIGCONT, signal.SIG_IGN)  # one after the other
            if self._auto_restart and not self._must_signal_resume:
                self.suspend_application_mode()
                self._must_signal_resume = True
            super()._sigcont_application()
            signal.signal(signal.SIGCONT, heed)

    return LetGoOn


def run_app(library: Library, first: Opening[Any] = LIBRARY) -> ScreensLeft:
    """Open the screens, a first one given, and return how they were left."""
    turn = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    app = PostwiseApp(library, first)
    try:
        app.run()
    finally:
        sys.setswitchinterval(turn)
    code = app.return_code or Exit.DONE
    return ScreensLeft(Exit.BUG if code == 1 else code, app.walk)
