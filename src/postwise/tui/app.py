"""The app: the one thing that knows how to go anywhere, how it is left, and that the terminal is left as it was."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import constants
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from postwise.errors import Exit, PostwiseError
from postwise.text import counted
from postwise.tree.library import Library
from postwise.tui import openings
from postwise.tui.base_screen import BaseScreen, Host
from postwise.tui.openings import OpenLibrary, OpenWalk
from postwise.tui.unfinished_walks import UnfinishedWalks
from postwise.tui.widgets.themes import BY_NAME, FIRST_THEME, PROJECTOR
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.tui.openings import Opening, Result

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
        super().__init__()
        self.library = library
        self.first = first
        self.walk: Walk | None = None
        """The walk that stood last."""
        self.draft = ""
        if isinstance(first, OpenWalk):
            self.walk, self.draft = first.walk, first.draft
        self.walks = UnfinishedWalks()
        self.away: Screen[Any] | None = None
        """What was gone on to from the library, which comes back after it."""
        theme = self._theme_for(first, self.theme)
        if theme != self.theme:
            self.set_reactive(App.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and no others: of theirs we do not know that every text can be read."""
        return BY_NAME

    def _theme_for(self, opening: Opening[Any], theme: str) -> str:
        """Return the theme to go on with: the projector's for what a room looks at, unless one was named."""
        named = constants.DEFAULT_THEME in BY_NAME
        return PROJECTOR.name if isinstance(opening, openings.PROJECTED) and not named else theme

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that is opened first."""
        return self._screen(self.first)

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

    def _screen(self, opening: Opening[Any]) -> Screen[Any]:
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
                return self._dialog(opening) or training_screen(opening, self.library)

    def _dialog(self, opening: Opening[Any]) -> Screen[Any] | None:
        match opening:
            case openings.OpenHelp(title, commands):
                from postwise.tui.dialogs import HelpDialog

                return HelpDialog(title, commands)
            case openings.OpenPalette(commands):
                from postwise.tui.screens.palette import PaletteDialog, entries

                return PaletteDialog(list(entries(commands, self.library)))
            case openings.OpenSave(walk, draft, onward):
                from postwise.tui.screens.save_dialog import SaveDialog

                return SaveDialog(walk, draft, onward)
            case _:
                return None

    def open(self, opening: Opening[Result], then: Callable[[Result | None], Any] | None = None) -> None:
        """Open a screen over this one; `then` is given what it returns, or None."""
        self.push_screen(self._screen(opening), then)

    # Trees and walks

    def tree_named(self, tree_id: str) -> Tree | None:
        """Return a tree of the library, or None if it is not there or cannot be walked."""
        try:
            return self.library.load(self.library.find(tree_id)).tree
        except PostwiseError:
            return None

    def walk_in(self, tree_id: str) -> Walk | None:
        """Return the walk begun in a tree, or a new one; None if the tree cannot be walked."""
        if tree_id in self.walks.begun:
            return self.walks.begun[tree_id]
        tree = self.tree_named(tree_id)
        return Walk.start(tree, profile=self.library.words) if tree is not None else None

    def action_open_tree(self, tree_id: str) -> None:
        """Walk through a tree, from where it was left off."""
        walk = self.walk_in(tree_id)
        if walk is not None:
            self.open(OpenWalk(walk, self.draft))
        else:
            self._complain("This tree has errors, and cannot be walked until they are mended.")

    def _complain(self, sentence: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.say(sentence, "stop")

    def stands(self, walk: Walk) -> None:
        """Remember where the person's own walk stands."""
        self.walk = walk
        self.walks.stands(walk)

    # Going and leaving

    def go_on_to(self, opening: Opening[None], back: Callable[[], None]) -> None:
        """Leave the library for another screen; `back` is called on the way back. Ask if anything would be lost."""
        self._leave(self.walks.lost, partial(self._go_on_to, opening, back))

    def _go_on_to(self, opening: Opening[None], back: Callable[[], None]) -> None:
        try:
            opening = prepared(opening, self.library)
        except PostwiseError as error:
            self._complain(str(error))
            return
        self.walk, self.draft, self.walks = None, "", UnfinishedWalks()
        self.away = self._screen(opening)
        theme, self.theme = self.theme, self._theme_for(opening, self.theme)
        self.push_screen(self.away, lambda _: self._come_back(theme, back))

    def _come_back(self, theme: str, back: Callable[[], None]) -> None:
        self.away, self.theme, self.walks = None, theme, UnfinishedWalks()
        with contextlib.suppress(PostwiseError):
            self.library = Library.here()
        back()

    def close(self, screen: Screen[Any], lost: tuple[Walk, ...] = ()) -> None:
        """Leave a screen: back to the one below. If there is none, leave, but ask first if walks would be lost."""
        if self.screen_stack[0] is not screen:
            screen.dismiss(None)
        else:
            self._leave(lost, self.exit)

    def action_leave_all(self) -> None:
        """Leave postwise, or what was gone on to from the library; ask first if that would lose anything."""
        self._leave(self.walks.lost, self.exit if self.away is None else self._leave_away)

    def _leave_away(self) -> None:
        while self.away is not None and self.screen is not self.away:
            self.pop_screen()
        self.screen.dismiss(None)

    def _leave(self, lost: tuple[Walk, ...], go: Callable[[], None]) -> None:
        """Go, but ask first if walks would be lost."""
        from postwise.tui.dialogs import ChoiceDialog, DialogChoice

        if not lost:
            go()
        elif not isinstance(self.screen, ChoiceDialog):
            answers = counted(sum(len(walk.answers) for walk in lost), "answer")
            text = f"You have not come to the end, and nothing is kept unless you say so: {answers} would be lost."
            choices = [
                DialogChoice("k", "Keep them on this machine, to go on later"),
                DialogChoice("l", "Leave all the same"),
                DialogChoice("s", "Stay"),
            ]
            self.push_screen(ChoiceDialog("Leave now?", text, choices), partial(self._asked_to_leave, lost, go))

    def _asked_to_leave(self, lost: tuple[Walk, ...], go: Callable[[], None], key: str | None) -> None:
        try:
            for walk in lost if key == "k" else ():
                self.walks.keep(walk)
        except PostwiseError as error:
            self._complain(str(error))
            return
        if key in {"k", "l"}:
            go()

    # Everywhere

    def action_look(self, theme: str) -> None:
        """Change the theme."""
        self.theme = theme

    def action_interrupt(self) -> None:
        """Leave at once, as ctrl-c does everywhere."""
        self.exit(return_code=Exit.INTERRUPTED)


def training_screen(opening: Opening[Any], library: Library) -> Screen[Any]:
    """Return a screen of a training session or of somebody alone with cases; raises TypeError if there is none."""
    match opening:
        case openings.OpenSetup(choices, today):
            from postwise.tui.training.setup_screen import SetupScreen

            return SetupScreen(choices, today)
        case openings.OpenRoom(hold):
            from postwise.tui.training.room_screen import RoomScreen

            return RoomScreen(hold)
        case openings.OpenSecretVote(hold):
            from postwise.tui.training.secret_vote import SecretVoteScreen

            return SecretVoteScreen(hold)
        case openings.OpenNotes(session, clock, follower):
            from postwise.tui.training.facilitator_screen import FacilitatorScreen

            return FacilitatorScreen(session, clock, follower)
        case openings.OpenSolo(solo, together):
            from postwise.tui.training.solo_screen import SoloScreen

            return SoloScreen(solo, together, library.words)
        case openings.OpenWorkshop(begin, folder, today):
            from postwise.tui.training.workshop_screen import WorkshopScreen

            return WorkshopScreen(begin, folder, today)
        case openings.OpenTrial(walk, title, story):
            from postwise.tui.training.case_walk import TrialWalkScreen

            return TrialWalkScreen(walk, title, story)
        case _:
            raise TypeError(f"There is no screen for {opening!r}.")


def prepared(opening: Opening[None], library: Library) -> Opening[None]:
    """Return what is opened for a person who goes on from the library: a set-up for a tree, a new tree once written.

    Raises PostwiseError if the new tree cannot be written.
    """
    import datetime as dt

    today = dt.datetime.now().astimezone().date()
    match opening:
        case openings.OpenTraining(loaded):
            from postwise.train.cases import cases_of
            from postwise.train.setup_choices import suggested_choices

            asked = [loaded.tree.id] if loaded.tree is not None else []
            return openings.OpenSetup(
                suggested_choices(cases_of(loaded), asked, library.words, Path.cwd(), today), today
            )
        case openings.OpenNewTree(tree_id):
            from postwise.author.templates import write_tree
            from postwise.tree.library import LibraryEntry

            folder = next((folder for folder in library.folders if folder.is_dir()), Path.cwd())
            path = folder / f"{tree_id}.toml"
            write_tree(path, today)
            return openings.OpenPreview(LibraryEntry(path.stem, path, "file"))
        case _:
            return opening


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
