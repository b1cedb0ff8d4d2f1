"""What every screen has: a head, a foot with its keys, and a word now and then; and the app as its screens know it."""

from __future__ import annotations

import contextlib
import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import constants, events, getters
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from postwise.errors import Exit, PostwiseError
from postwise.tree.library import Library, LibraryEntry
from postwise.tui.desktop_app import DesktopApp
from postwise.tui.losing import Losing
from postwise.tui.openings import Opening, OpenWalk, Result
from postwise.tui.screen_commands import EVERYWHERE, Action, keycaps
from postwise.tui.walk_in_hand import WalkInHand
from postwise.tui.walks_in_hand import WalksInHand
from postwise.tui.widgets.content import line
from postwise.tui.widgets.head_and_foot import (
    KeyBar,
    Masthead,
    TopScreen,
    bindings,
    bound_anew,
    way_out,
    while_typing,
    with_own_keys,
)
from postwise.tui.widgets.keys_in_turn import INTERRUPT, KeysInTurn
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.themes import BY_NAME, PROJECTOR
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.tui.own_keys import OwnKeys
    from postwise.tui.widgets.walk_panel import WalkPanel


Answer = TypeVar("Answer")
NO_KEYS: OwnKeys = MappingProxyType({})
"""Nobody's keys: those that commands have at first."""


class Host(DesktopApp, KeysInTurn):
    """The app as its screens know it: the trees, the walks that have not ended, and the ways to another screen."""

    def __init__(self, library: Library, keys: OwnKeys = NO_KEYS) -> None:
        super().__init__()
        self.own_keys = keys
        if keys:
            self._bindings = bound_anew(self._bindings, keys)
        self.library = library
        self.walk: Walk | None = None
        """The walk that stood last."""
        self.draft = ""
        self.walks = WalksInHand()
        self.home: tuple[str, WalksInHand] | None = None
        """The draft and the walks of the library, while it has been left for something that others may look at."""
        self.home_theme: str | None = None
        """The theme to come back to, from what was gone on to from the library."""
        self.away: Screen[Any] | None = None
        """What was gone on to from the library, which comes back after it."""

    @property
    def today(self) -> dt.date:
        """The day it is here."""
        return dt.datetime.now().astimezone().date()

    @abstractmethod
    def screen_for(self, opening: Opening[Any]) -> Screen[Any]:
        """Return the screen that is to be opened."""

    @abstractmethod
    def heed_signals(self) -> None:
        """Act on signals again, after they were left to somebody else."""

    def theme_for(self, opening: Opening[Any]) -> str:
        """Return the theme to go on with: the projector's for what a room looks at, unless one was named."""
        named = constants.DEFAULT_THEME in BY_NAME
        return PROJECTOR.name if opening.projected and not named else self.theme

    def open(self, opening: Opening[Result], then: Callable[[Result | None], Any] | None = None) -> None:
        """Open a screen over this one; `then` is given what it returns, or None."""
        self.push_screen(self.screen_for(opening), then)

    def heeds(self, event: events.Event) -> bool:
        """Tell whether a key does anything: what asks before something is done is answered by no key from before."""
        key, screen = event.key if isinstance(event, events.Key) else "", self.screen
        if not isinstance(screen, TopScreen) or key == INTERRUPT or screen.heeds(key, event.time):
            return True
        if screen.to_be_let_go:
            screen.ask_to_let_go()
        return False

    def before_key(self) -> None:
        """Take back what was said: whoever presses a key has read it, but for one that copies words of it."""
        if isinstance(self.screen, BaseScreen):
            bar = self.screen.keybar
            if not (self.given == INTERRUPT and bar.picked_words):
                bar.say(line(""))

    # Trees and walks

    def walk_in(self, tree_id: str) -> Walk | None:
        """Return the walk begun in a tree of the library, or a new one; None if the tree cannot be walked."""
        begun = self.begun_in(tree_id)
        return self.new_walk(tree_id) if begun is None else begun.walk

    def begun_in(self, tree_id: str) -> WalkInHand | None:
        """Return the walk to go on with that began in a tree of the library; None if there is none."""
        entry = self.library.named_at_once(tree_id)
        return None if entry is None else self.walks.begun_in(entry, self.library.home)

    def new_walk(self, tree_id: str) -> Walk | None:
        """Return a walk at the first question of a tree of the library; None if that cannot be walked."""
        tree = self.library.tree_named(tree_id)
        return Walk.start(tree, profile=self.library.words) if tree is not None else None

    def action_open_tree(self, tree_id: str) -> None:
        """Walk through a tree, from where it was left off; on the screen that it stands on, if it is on one."""
        entry, begun = self.library.named_at_once(tree_id), self.begun_in(tree_id)
        here = [one for one in self.screen_stack if entry and isinstance(one, BaseScreen) and one.began_at(entry)]
        if here:
            while self.screen is not here[-1]:
                if isinstance(self.screen, BaseScreen):
                    self.screen.remember()
                self.pop_screen()
            here[-1].on_top_again()
        elif begun is not None:
            self.open_walk(begun.number)
        else:
            self.begin_walk(tree_id)

    def open_walk(self, number: int) -> None:
        """Open a walk in hand where it stands: one that has ended, at its recommendation."""
        hand = self.walks[number]
        self.open(OpenWalk(hand.walk, hand.draft, number=number))

    def begin_walk(self, tree_id: str) -> None:
        """Walk through a tree from its first question, with what stands in the library as the draft."""
        walk = self.new_walk(tree_id)
        if walk is not None:
            self.open(OpenWalk(walk, self.draft))
        else:
            self.tell("This tree has errors, and cannot be walked until they are mended.")

    @property
    def walks_shown(self) -> set[int | None]:
        """The numbers of the walks in hand that are on a screen."""
        return {screen.number for screen in self.screen_stack if isinstance(screen, BaseScreen)}

    def tell(self, sentence: str, style: str = "stop") -> None:
        """Say something on the screen that is on top."""
        if isinstance(self.screen, TopScreen):
            self.screen.say(sentence, style)

    # Going and leaving

    def go_on_to(self, make: Callable[[], Opening[None]], back: Callable[[], None]) -> None:
        """Leave the library for another screen; `back` is called on the way back.

        Its walks and its draft wait there, and are not for those who look at that screen. A PostwiseError on opening it
        keeps the person here.
        """
        try:
            opening = make()
        except PostwiseError as error:
            self.tell(str(error))
            return
        self.home = self.draft, self.walks
        self.walk, self.draft, self.walks = None, "", WalksInHand()
        self.away = self.screen_for(opening)
        theme, self.theme = self.theme, self.theme_for(opening)
        self.push_screen(self.away, lambda _: self._come_back(theme, back))

    def _come_back(self, theme: str, back: Callable[[], None]) -> None:
        self.away, self.theme, self.home_theme = None, self.home_theme or theme, None
        if self.home is not None:
            walks, (self.draft, self.walks), self.home = self.walks, self.home, None
            self.walks.adopt(walks)
        with contextlib.suppress(PostwiseError):
            self.library = Library.here()
        back()

    def close(self, screen: Screen[Any], stay: Callable[[], None] = lambda: None) -> None:
        """Leave a screen: back to the one below. If there is none, leave, but ask first if anything would be lost.

        `stay` is called if the person would rather stay.
        """
        if self.screen_stack[0] is not screen:
            screen.dismiss(None)
        else:
            self._leave(self.losing, self._out, stay)

    @property
    def losing(self) -> Losing:
        """What would be lost if postwise were left now."""
        home = Losing() if self.home is None else self.home[1].losing(self.home[0])
        return Losing.all(self._unwritten, self.walks.losing(self.draft), home)

    @property
    def _unwritten(self) -> Losing:
        """What would be lost with the screens that are open; where walks on them stand is remembered."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, TopScreen)]
        for screen in screens:
            if isinstance(screen, BaseScreen):
                screen.remember()
        return Losing(begun=tuple(screen.unwritten for screen in screens if screen.unwritten))

    def action_leave_all(self) -> None:
        """Leave postwise, or what was gone on to from the library; ask first if that would lose anything."""
        if self.away is None:
            self._leave(self.losing, self._out)
        else:
            self._leave(self._unwritten, self._leave_away)

    def _leave_away(self) -> None:
        while self.away is not None and self.screen is not self.away:
            self.pop_screen()
        self.screen.dismiss(None)

    def _out(self, code: Exit = Exit.DONE) -> None:
        """Leave postwise."""
        for walks in (self.walks, *(() if self.home is None else (self.home[1],))):
            walks.let_go()
        self.exit(return_code=code)

    def _leave(self, losing: Losing, go: Callable[[], None], stay: Callable[[], None] = lambda: None) -> None:
        """Go, but ask first if anything would be lost."""
        from postwise.tui.dialogs import LeaveDialog

        if not any(losing):
            go()
        elif not isinstance(self.screen, LeaveDialog):
            ways = losing.ways(self.machine)
            self.push_screen(LeaveDialog(losing.sentence, ways), partial(self._asked_to_leave, losing, go, stay))

    def _asked_to_leave(
        self, losing: Losing, go: Callable[[], None], stay: Callable[[], None], key: str | None
    ) -> None:
        try:
            if key in {"k", "d"}:
                for walks in (self.walks, *(() if self.home is None else (self.home[1],))):
                    walks.keep(losing, drafts=key == "d")
        except PostwiseError as error:
            stay()
            self.tell(str(error))
            return
        if key == "c":
            self.copy_to_clipboard("\n\n".join(losing.drafts))
        rest = Losing(drafts=self.losing.drafts)
        if key == "d" and any(rest):
            self._leave(rest, go, stay)
        elif key in {"k", "d", "l"}:
            go()
        else:
            stay()

    def action_interrupt(self) -> None:
        """Copy what is picked out. Else leave at once, but ask first, and only once, if that would lose anything."""
        from postwise.tui.dialogs import LeaveDialog

        screen = self.screen
        words = screen.words_picked if isinstance(screen, TopScreen) else ""
        if words:
            self.copy_to_clipboard(words)
        elif isinstance(screen, LeaveDialog):
            screen.interrupted_again(partial(self.exit, return_code=Exit.INTERRUPTED))
        elif any(losing := self.losing):
            self._leave(losing, self._out)
        else:
            self._out(Exit.INTERRUPTED)


class BaseScreen(TopScreen[Result]):
    """A screen set as a page. What can be done on it stands in COMMANDS_HERE, and only there: keys are bound by it."""

    app = getters.app(Host)
    COMMANDS_HERE: ClassVar[tuple[Action, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-middling"), (104, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-medium"), (31, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = ""
    BINDINGS = bindings(EVERYWHERE)
    title_here = ""
    """What the screen is called in help."""

    number: int | None = None
    """Which walk in hand is on this screen; None if none is."""

    def remember(self) -> None:
        """Remember where the person's own walk on this screen stands, if there is one."""

    def on_top_again(self) -> None:
        """Show what is to be shown once all above it was taken away."""

    def began_at(self, entry: LibraryEntry) -> bool:  # noqa: ARG002 - of none
        """Tell whether the screen is of a walk of the person's own that began in a tree and goes on."""
        return False

    def __init_subclass__(cls, **inherited: bool) -> None:
        cls.BINDINGS = [*bindings(cls.COMMANDS_HERE), *cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(**inherited)

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self.masthead = Masthead()
        self.keybar = KeyBar()
        self.parts = parts
        """What stands on the page, one under the other."""

    def compose(self) -> ComposeResult:
        """Yield the head, what stands on the page, and the foot, in the classes of the room there is."""
        width, height = self.app.size
        for room, points in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            fitting = [name for least, name in points or () if room >= least]
            if fitting:
                self.add_class(fitting[-1], update=False)  # what stands on the page is styled when it is mounted
        yield self.masthead
        yield from self.parts
        yield self.keybar

    def on_mount(self) -> None:
        """Name the keys."""
        self.set_keys()

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.size.width < 72

    def commands(self) -> Iterator[Action]:
        """Yield what can be done here now, the screen's own first, each under a key that does it now."""
        field = self.typed_into
        for command in self._commands():
            action = command.action.partition("(")[0]
            if not action or "." in action or self.offers(action):
                called = self.called_now(command)
                yield called if field is None else while_typing(called, field)

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is as things stand."""
        return command

    def _commands(self) -> Iterable[Action]:
        """Return all there is here, under the person's own keys where they have any."""
        every, own = (*self.COMMANDS_HERE, *EVERYWHERE), self.app.own_keys
        return (with_own_keys(command, own) for command in every) if own else every

    @property
    def keycaps(self) -> dict[str, str]:
        """The key that does each command here now, as a person reads it, by the command's name."""
        every, field = tuple(self._commands()), self.typed_into
        now = every if field is None else [while_typing(command, field) for command in every]
        return {**keycaps(every), **keycaps(now)}

    @property
    def links(self) -> list[PageLine]:
        """The lines of the links that are on the screen, each once, in whatever column they stand."""
        pages = [page for page in self.query(TextPage) if page.region]
        links: dict[LinkTarget, PageLine] = {}
        for shown in (shown for page in pages for shown in page.lines):
            if isinstance(shown.target, LinkTarget):
                links.setdefault(shown.target, shown)
        return list(links.values())

    def set_keys(self) -> None:
        """Bring the footer up to date with what can be done now."""
        commands = list(self.commands())
        out = way_out(commands)
        named = [command for command in commands if self.in_foot(command) and command is not out]
        named.sort(key=lambda command: not self.first_in_foot(command))
        self.keybar.show([*named, *([out] if out else [])])

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Name the keys that work where the keyboard is now."""
        self.set_keys()

    def say(self, text: str, style: str = "accent") -> None:
        """Say something in the foot of the page."""
        self.keybar.say(line(text, style))

    @contextlib.contextmanager
    def saying_what_fails(self) -> Iterator[None]:
        """Say in the foot of the page why something could not be done, and go on behind it."""
        try:
            yield
        except PostwiseError as error:
            self.say(str(error), "stop")

    def ask(self, dialog: Screen[Answer | None], then: Callable[[Answer], object]) -> None:
        """Put a question over this page, if it is on top; `then` is given the answer, unless there is none."""

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                then(answer)

        if self.is_active:
            self.app.push_screen(dialog, answered)

    def go_to(self, opening: Opening[Answer], then: Callable[[Answer], object] = lambda _: None) -> None:
        """Open a screen over this one, if it is on top; `then` is given what it returns, unless that is nothing."""
        if self.is_active:
            self.ask(self.app.screen_for(opening), then)

    def action_choose(self) -> None:
        """Choose the marked line of the page that has the keyboard."""
        if isinstance(self.focused, TextPage):
            self.focused.action_choose()

    def action_leave(self) -> None:
        """Leave the screen: back to the one below, or out of postwise if there is none."""
        self.app.close(self)

    async def do(self, action: str | None) -> None:
        """Carry out the action of a command, as its key would; none, or an empty one, is nothing to do."""
        if action:
            await self.run_action(action)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Do what was clicked in the footer."""
        event.stop()
        await self.do(event.command.action)

    def on_walk_panel_judged(self, event: WalkPanel.Judged) -> None:
        """Say by what *Not sure* was answered where not all that lies ahead was known."""
        event.stop()
        self.say(JUDGED_BY_GOTOS)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Open a link that was chosen."""
        if isinstance(event.target, LinkTarget):
            event.stop()
            self.app.open_url(event.target.url)
