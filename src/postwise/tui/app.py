"""The app: the one thing that knows how to go anywhere, how it is left, and that the terminal is left as it was."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.console import COLOR_SYSTEMS
from textual import constants
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import ANSIToTruecolor, LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from postwise import files
from postwise.errors import Crash, Exit, PostwiseError
from postwise.tree.library import Library
from postwise.tree.organisation import AUTO
from postwise.tui import openings
from postwise.tui.base_screen import NO_KEYS, BaseScreen, Host
from postwise.tui.beside import Unawaited
from postwise.tui.openings import OpenLibrary, OpenRecord, OpenWalk
from postwise.tui.screen_commands import HELP
from postwise.tui.widgets.themes import BY_NAME, FIRST_THEME, NAMED_THEME, PROJECTOR, THEME_OF

if TYPE_CHECKING:
    from textual.driver import Driver

    from postwise.tui.openings import Opening
    from postwise.tui.own_keys import OwnKeys
    from postwise.tui.terminal_ground import Ground
    from postwise.walk.walk import Walk

WATCH = 1.0
"""So often it is looked whether the terminal is still there."""
TURN = 0.0005
"""Seconds after which a busy thread gives another its turn: what writes a frame must not wait for the next one."""
SIGNALS = {"SIGTERM": Exit.TERMINATED, "SIGHUP": Exit.HANGUP, "SIGINT": Exit.INTERRUPTED, "SIGQUIT": Exit.QUIT}
LIBRARY = OpenLibrary()


class ScreensLeft(NamedTuple):
    """How the screens were left."""

    code: int
    walk: Walk | None
    """The walk that stood last, or None if there was none."""
    kept: int | None = None
    """The record that it was put aside as, if it stands there as it stood."""


class PostwiseApp(Host):
    """Postwise on screens."""

    CSS_PATH = str(Path(__file__).with_name("postwise.tcss"))
    TITLE = "postwise"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave_all", show=False, priority=True, id="quit"),
    ]

    theme: Reactive[str] = Reactive(FIRST_THEME)

    def __init__(
        self,
        library: Library,
        first: Opening[Any] = LIBRARY,
        liked: str = AUTO,
        keys: OwnKeys = NO_KEYS,
        *,
        keeps: bool = False,
    ) -> None:
        super().__init__(library, keys)
        if isinstance(first, OpenRecord):
            first = self.taken_up(first)
        self.first = first
        self.liked, self.keeps = NAMED_THEME or liked, keeps
        """The theme that the person likes, or ``auto``; and whether one that they choose is kept in their own file."""
        self._no_colours: Sequence[LineFilter] = ()
        self.told = ""
        """What was said in the terminal before the screens covered it."""
        self.session: Path | None = None
        """The file of the session that was open when something broke."""
        if isinstance(first, OpenWalk):
            self.walk, self.draft = first.walk, first.draft
            if first.in_a_file:
                self.walks.is_elsewhere(first.draft)
        self.set_reactive(App.theme, THEME_OF.get(self.liked, FIRST_THEME))
        theme = self.theme_for(first)
        if theme != FIRST_THEME:
            self.set_reactive(App.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())

    def taken_up(self, opening: OpenRecord) -> OpenWalk:
        """Return a walk of the records taken in hand. Raises PostwiseError if its tree is not there."""
        hand = self.walks.in_hand(opening.record, self.library)
        return OpenWalk(hand.walk, hand.draft, number=hand.number)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and no others: of theirs we do not know that every text can be read."""
        return BY_NAME

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what is done with each row before it is drawn: without colour, no ground is painted either.

        All our colours are true ones, so that nothing looks through every row at each key for those of a terminal.
        """
        if not self.no_color:
            return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]
        from postwise.tui.no_colour import NoColours  # who has colours does not wait for it

        self._no_colours = self._no_colours or [NoColours()]
        return self._no_colours

    def get_driver_class(self) -> type[Driver]:
        """Return what draws: our own in the place of Textual's for Unix and for browsers, else what Textual chooses.

        Raises PostwiseError if the environment names something else than a driver, or one that has nobody to talk to.
        """
        try:
            chosen = super().get_driver_class()
        except Exception as fault:  # whatever a named module does while it is loaded
            raise PostwiseError("TEXTUAL_DRIVER names no driver for screens. Unset it, or use --plain.") from fault
        if sys.platform != "win32" and chosen.__module__ == "textual.drivers.linux_driver":
            from postwise.tui.patient_driver import PatientDriver  # no other system could load it

            return PatientDriver
        if chosen.__module__ == "textual.drivers.web_driver":
            from postwise.tui.browser_driver import browser_driver

            return browser_driver()
        return chosen

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that is opened first."""
        return self.screen_for(self.first)

    def on_load(self) -> None:
        """Leave the terminal as it was found when a signal ends us, and wait for nothing else then."""
        asyncio.get_running_loop().set_default_executor(Unawaited())
        self.heed_signals()

    def on_mount(self) -> None:
        """Sleep and go on as we are told from here on: what draws has just put its own ways in the place of ours."""
        self.heed_signals()
        self.ask_the_terminal()
        self.set_interval(WATCH, self._end_with_the_terminal)

    def _end_with_the_terminal(self) -> None:
        """End where the terminal has gone; a program that does not belong to one is sent no signal for it."""
        if getattr(self._driver, "gone", False):
            self.exit(None, Exit.HANGUP)

    def heed_signals(self) -> None:
        """Act on signals between two steps of the app and never amid one, which may hold what we would wait for."""
        acts: dict[str, Callable[[], None]] = {name: partial(self.exit, None, code) for name, code in SIGNALS.items()}
        if self._driver is not None and self._driver.can_suspend:
            acts |= {"SIGTSTP": self._sleep, "SIGCONT": self._go_on}
        for name, act in acts.items():
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    asyncio.get_running_loop().add_signal_handler(number, act)

    def _sleep(self) -> None:
        """Give the terminal back until we are let go on."""
        if sys.platform != "win32" and self.is_running:
            with self.suspend():
                asyncio.get_running_loop().remove_signal_handler(signal.SIGCONT)  # it is taken anew once, here
                os.kill(os.getpid(), signal.SIGSTOP)
                self.heed_signals()

    def _go_on(self) -> None:
        """Give the terminal back and take it: a stop may have come without a word, and taken twice it stays raw."""
        if self.is_running:
            with getattr(self._driver, "keeping", contextlib.nullcontext)(), self.suspend():
                pass

    @property
    def fault(self) -> BaseException | None:
        """What went wrong in postwise itself so that the screens were left, or None."""
        return self._exception.error if isinstance(self._exception, WorkerFailed) else self._exception

    def _fatal_error(self) -> None:
        """Leave with what can be gone on with, and draw nothing: Textual's report of a fault shows people's answers."""
        with contextlib.suppress(Exception):  # what is broken may be a screen
            for screen in self.screen_stack:
                self.session = getattr(getattr(screen, "hold", None), "path", self.session)
                for panel in screen.query("WalkPanel"):
                    self.walk = getattr(panel, "walk", None) or self.walk
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """Leave, as above, for a fault that can draw itself."""
        self._fatal_error()

    def on_ready(self) -> None:
        """Let the garbage collector work again, for what is here now stays, and say what the terminal cannot."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if self.told:
            self.tell(self.told)

    # Screens. Each is imported when it is opened: the first question waits for none but its own.

    def screen_for(self, opening: Opening[Any]) -> Screen[Any]:
        """Return the screen that is to be opened; raises TypeError if there is none."""
        match opening:
            case openings.OpenLibrary():
                from postwise.tui.screens.library_screen import LibraryScreen

                return LibraryScreen(self.library)
            case openings.OpenWalk(walk, draft, other, number, asking):
                from postwise.tui.screens.walk_screen import WalkScreen

                return WalkScreen(walk, draft, other=other, number=number, asking=asking)
            case openings.OpenRecord():
                return self.screen_for(self.taken_up(opening))
            case openings.OpenRecommendation(walk, draft, other):
                from postwise.tui.screens.recommendation_screen import RecommendationScreen

                return RecommendationScreen(walk, draft, other=other)
            case openings.OpenRoads(own, others, other):
                from postwise.tui.screens.compare_roads import CompareRoadsScreen

                return CompareRoadsScreen(own, others, other=other)
            case openings.OpenMap(walk, writing):
                from postwise.tui.screens.map_screen import MapScreen

                return MapScreen(walk, writing=writing)
            case openings.OpenSavedWalks():
                from postwise.tui.screens.saved_walks import SavedWalksScreen

                return SavedWalksScreen(self.library)
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
            commands = [command for command in screen.commands() if command.action != HELP.action]
            self.push_screen(HelpDialog(screen.title_here, commands), screen.do)

    def action_links(self) -> None:
        """Show the links that stand on this screen, wherever the keyboard is, and open the one that is chosen."""
        from postwise.tui.dialogs import LinksDialog

        screen = self.screen
        if isinstance(screen, BaseScreen):
            links = screen.links
            if links:
                screen.ask(LinksDialog(links), self.open_url)
            else:
                screen.say("There is no link on this page.")

    def action_palette(self) -> None:
        """Show everything that can be done, from anywhere, and do what is chosen."""
        from postwise.tui.palette import PaletteDialog, entries

        screen = self.screen
        if isinstance(screen, BaseScreen):
            listed = entries(tuple(screen.commands()), self.library, asks=self.can_ask)
            self.push_screen(PaletteDialog(list(listed)), screen.do)

    def action_look(self, theme: str) -> None:
        """Change the theme, and keep it; ``auto`` is light or dark as the terminal says."""
        self.liked = theme
        if theme == AUTO:
            self.ask_the_terminal()
        else:
            self.theme = self.home_theme = THEME_OF[theme]
        if self.keeps and isinstance(self.screen, BaseScreen):
            from postwise.tree.own_look import keep_theme

            with self.screen.saying_what_fails():
                keep_theme(theme)

    @property
    def can_ask(self) -> bool:
        """Whether there is a driver that can ask a terminal what colour it is."""
        return hasattr(self._driver, "ask_ground")

    def ask_the_terminal(self) -> None:
        """Ask the terminal what colour it is, if the person leaves the theme to it; it may never answer."""
        if self.liked == AUTO and self.can_ask:
            self._driver.ask_ground()  # type: ignore[union-attr]

    def on_ground(self, said: Ground) -> None:
        """Take the theme that goes with the terminal, unless a room looks at it or another was chosen by now."""
        if self.liked == AUTO:
            self.home_theme = THEME_OF["dark" if said.dark else "light"]
            if self.theme != PROJECTOR.name:
                self.theme = self.home_theme


def training_screen(opening: Opening[Any]) -> Screen[Any]:
    """Return a screen of a training session or of somebody alone with cases; raises TypeError if there is none."""
    from postwise.tui import training

    match opening:
        case openings.OpenSetup(choices):
            from postwise.tui.training.setup_screen import SetupScreen

            return SetupScreen(choices)
        case training.OpenRoom(hold, rehearsed):
            from postwise.tui.training.session_screen import SessionScreen

            return SessionScreen(hold, rehearsed=rehearsed)
        case training.OpenDesk(hold, alone, rehearsed):
            from postwise.tui.training.desk_face import DeskFace
            from postwise.tui.training.session_screen import SessionScreen

            return SessionScreen(hold, DeskFace(alone=alone), rehearsed=rehearsed)
        case training.OpenFollowingRoom(path, session):
            from postwise.tui.training.following_room import FollowingRoomScreen

            return FollowingRoomScreen(path, session)
        case training.OpenSecretVote(hold, to_desk):
            from postwise.tui.training.secret_vote import SecretVoteScreen

            return SecretVoteScreen(hold, to_desk=to_desk)
        case training.OpenSolo(solo, together):
            from postwise.tui.training.solo_screen import SoloScreen

            return SoloScreen(solo, together)
        case training.OpenWorkshop(begin, folder, today, hours):
            from postwise.tui.training.workshop_screen import WorkshopScreen

            return WorkshopScreen(begin, folder, today, hours)
        case training.OpenTrial(walk, title, story):
            from postwise.tui.training.workshop_screen import TrialWalkScreen

            return TrialWalkScreen(walk, title, story)
        case _:
            raise TypeError(f"There is no screen for {opening!r}.")


def run_app(
    library: Library, first: Opening[Any] = LIBRARY, liked: str = AUTO, keys: OwnKeys = NO_KEYS, *, told: str = ""
) -> ScreensLeft:
    """Open the screens, a first one given, in the theme and with the keys that the person likes; return how they left.

    What was `told` in the terminal, which they cover, is said on the first one.
    Raises Crash, with the walk that stood last, for a fault of postwise itself, and PostwiseError where the
    environment asks for what cannot be.
    """
    if constants.COLOR_SYSTEM not in {"auto", *COLOR_SYSTEMS}:
        raise PostwiseError("TEXTUAL_COLOR_SYSTEM names no set of colours. Unset it, or use --plain.")
    if constants.LOG_FILE:  # Textual's own log, for whoever develops with it
        try:
            os.close(files.open_own(Path(constants.LOG_FILE), os.O_CREAT))
        except OSError as error:
            raise PostwiseError(f"TEXTUAL_LOG names a file that cannot be written: {error.strerror}.") from None
    turn = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    app = PostwiseApp(library, first, liked, keys, keeps=True)
    app.told = told
    try:
        app.run()
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as fault:
        raise Crash(app.walk, app.session) from fault
    finally:
        sys.setswitchinterval(turn)
    if app.fault is not None:
        raise Crash(app.walk, app.session) from app.fault
    kept = None if app.walk is None else app.walks.kept_as(app.walk)
    return ScreensLeft(app.return_code or Exit.DONE, app.walk, kept)
