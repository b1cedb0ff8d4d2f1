"""What every screen has: a head, a foot with its keys, and a word now and then; and the app as its screens know it."""

from __future__ import annotations

import contextlib
import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from textual import constants, events, getters
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from postwise.errors import Exit, PostwiseError
from postwise.tree.library import Library
from postwise.tui import desktop
from postwise.tui.desktop import Taker
from postwise.tui.openings import Opening, OpenWalk, Result
from postwise.tui.unfinished_walks import Losing, UnfinishedWalks
from postwise.tui.widgets.content import line
from postwise.tui.widgets.head_and_foot import EVERYWHERE, Action, KeyBar, Masthead, TopScreen, bindings, while_typing
from postwise.tui.widgets.keys_in_turn import KeysInTurn
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.themes import BY_NAME, PROJECTOR
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.tui.widgets.walk_panel import WalkPanel


Answer = TypeVar("Answer")
TAKEN: Mapping[Taker | None, str] = {
    "desktop": "Copied",
    "tmux": "Copied into tmux",
    "browser": "Sent to your browser",
    None: "Sent to your terminal",
}
"""What is said of a text, by who took it; neither a terminal nor a browser tells whether it did."""
OPENED: Mapping[bool | None, str] = {
    True: "Opened",
    None: "Asked your desktop to open",
    False: "Nothing here opens",
}
"""What is said before an address, by whether it was opened."""


class CopyWords(NamedTuple):
    """What is said when a text was copied: behind the word for that, and where nobody knows whether it was."""

    what: str
    otherwise: str = ""

    def said(self, taker: Taker | None) -> str:
        """Return the sentence."""
        sure = taker in {"desktop", "tmux"}
        return f"{TAKEN[taker]}{self.what}" if sure else f"{TAKEN[taker]}{self.what} {self.otherwise}".rstrip()


COPIED = CopyWords(".", "If it does not paste: drag with shift.")


class Host(KeysInTurn):
    """The app as its screens know it: the trees, the walks that have not ended, and the ways to another screen."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.walk: Walk | None = None
        """The walk that stood last."""
        self.draft = ""
        self.walks = UnfinishedWalks()
        self.home_theme: str | None = None
        """The theme to come back to, from what was gone on to from the library."""
        self.library_draft = ""
        """The draft of the library, while it has been left for something else."""
        self.away: Screen[Any] | None = None
        """What was gone on to from the library, which comes back after it."""

    @property
    def today(self) -> dt.date:
        """The day it is here."""
        return dt.datetime.now().astimezone().date()

    @property
    def machine(self) -> str:
        """What the machine is called that keeps what is kept."""
        return desktop.SERVING if self.is_web else desktop.HERE

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

    def before_key(self) -> None:
        """Take back what was said: whoever presses a key has read it."""
        if isinstance(self.screen, BaseScreen):
            self.screen.keybar.say(line(""))

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
        """Walk through a tree, from where it was left off; on the screen that it stands on, if it is on one."""
        here = [screen for screen in self.screen_stack if isinstance(screen, BaseScreen) and screen.begun_in == tree_id]
        if here:
            while self.screen is not here[-1]:
                self.pop_screen()
            return
        walk = self.walk_in(tree_id)
        if walk is not None:
            draft = self.walks.drafts.get(tree_id) if tree_id in self.walks.begun else None
            self.open(OpenWalk(walk, draft or self.draft))
        else:
            self._complain("This tree has errors, and cannot be walked until they are mended.")

    def _complain(self, sentence: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.say(sentence, "stop")

    def stands(self, walk: Walk, draft: str) -> None:
        """Remember where the person's own walk stands, and its draft."""
        self.walk = walk
        self.walks.stands(walk, draft, own=draft != self.draft)

    # Going and leaving

    def go_on_to(self, make: Callable[[], Opening[None]], back: Callable[[], None]) -> None:
        """Leave the library for another screen; `back` is called on the way back. Ask if anything would be lost.

        What is opened is made once it is sure that the library is left; a PostwiseError keeps the person there.
        """
        self._leave(self._losing(self.walks.unsafe), partial(self._go_on_to, make, back))

    def _go_on_to(self, make: Callable[[], Opening[None]], back: Callable[[], None]) -> None:
        try:
            opening = make()
        except PostwiseError as error:
            self._complain(str(error))
            return
        mine = self.draft, UnfinishedWalks(self.walks.ended, self.walks.safe)
        mine[1].ticked = self.walks.ticked
        self.library_draft = "" if self.walks.is_safe(self.draft) else self.draft
        self.walk, self.draft, self.walks = None, "", UnfinishedWalks()
        self.away = self.screen_for(opening)
        theme, self.theme = self.theme, self.theme_for(opening)
        self.push_screen(self.away, lambda _: self._come_back(theme, mine, back))

    def _come_back(self, theme: str, mine: tuple[str, UnfinishedWalks], back: Callable[[], None]) -> None:
        self.away, self.theme, self.home_theme = None, self.home_theme or theme, None
        (self.draft, self.walks), self.library_draft = mine, ""
        with contextlib.suppress(PostwiseError):
            self.library = Library.here()
        back()

    def close(self, screen: Screen[Any], lost: tuple[Walk, ...] = (), stay: Callable[[], None] = lambda: None) -> None:
        """Leave a screen: back to the one below. If there is none, leave, but ask first if anything would be lost.

        `stay` is called if the person would rather stay.
        """
        if self.screen_stack[0] is not screen:
            screen.dismiss(None)
        else:
            self._leave(self.losing._replace(walks=lost), self.exit, stay)

    @property
    def losing(self) -> Losing:
        """What would be lost if postwise were left now."""
        drafts: dict[str, Walk | None] = dict(self.walks.unsafe)
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.walk_and_draft is not None:
                walk, draft = screen.walk_and_draft
                drafts[draft] = walk if walk.question is not None else None
        drafts.setdefault(self.draft, None)
        return self._losing({draft: walk for draft, walk in drafts.items() if not self.walks.is_safe(draft)})

    def _losing(self, drafts: Mapping[str, Walk | None]) -> Losing:
        return Losing(self.walks.lost, tuple(drafts), tuple(walk for walk in drafts.values() if walk is not None))

    def action_leave_all(self) -> None:
        """Leave postwise, or what was gone on to from the library; ask first if that would lose anything."""
        self._leave(self.losing, self.exit if self.away is None else self._leave_away)

    def _leave_away(self) -> None:
        while self.away is not None and self.screen is not self.away:
            self.pop_screen()
        self.screen.dismiss(None)

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
            if key == "k":
                for walk in losing.walks:
                    self.walks.keep(walk)
            elif key == "d":
                for walk in {id(walk): walk for walk in (*losing.walks, *losing.beside)}.values():
                    self.walks.keep(walk, self._draft_beside(walk))
        except PostwiseError as error:
            self._complain(str(error))
            return
        if key == "c":
            self.copy_to_clipboard(losing.drafts[0])
        rest = tuple(draft for draft in losing.drafts if not self.walks.is_safe(draft))
        if key == "d" and rest:
            self._leave(Losing(drafts=rest), go, stay)
        elif key in {"k", "d", "l"}:
            go()
        else:
            stay()

    def _draft_beside(self, walk: Walk) -> str:
        """Return the draft of a walk: as it stands on a screen, else as it was left."""
        shown = (screen.walk_and_draft for screen in self.screen_stack if isinstance(screen, BaseScreen))
        return next((pair[1] for pair in shown if pair is not None and pair[0] is walk), self.walks.draft_of(walk))

    def action_interrupt(self) -> None:
        """Copy what is picked out. Else leave at once, but ask first, and only once, if that would lose anything."""
        from postwise.tui.dialogs import LeaveDialog

        screen = self.screen
        words = screen.words_picked if isinstance(screen, TopScreen) else ""
        if words:
            self.copy_to_clipboard(words)
        elif any(self.losing) and not isinstance(screen, LeaveDialog):
            self.action_leave_all()
        elif self.library_draft and not isinstance(screen, LeaveDialog):
            self._leave(Losing(drafts=(self.library_draft,)), self.exit)
        else:
            self.exit(return_code=Exit.INTERRUPTED)

    # The desktop around the terminal

    def copy_to_clipboard(self, text: str, words: CopyWords = COPIED) -> None:
        """Put a text on the clipboard, by every way there is, and say what is known of it."""
        if not text:
            return
        super().copy_to_clipboard(text)  # by the terminal, which takes it or not and does not say
        if self.is_web:
            self._say(words.said("browser"))
        else:
            self._ask_desktop(lambda: desktop.copied(text), lambda taker: self._say(words.said(taker)))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address, and say what is known of it."""
        if self.is_web:
            super().open_url(url, new_tab=new_tab)
            self._say(f"Sent to your browser: {url}")
        else:
            self._ask_desktop(lambda: desktop.opened(url), lambda answer: self._say(f"{OPENED[answer]}: {url}"))

    def _ask_desktop(self, ask: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Ask the desktop for something, beside the screens: it may take its time."""

        def asked() -> None:
            worker, answer = get_current_worker(), ask()
            if not worker.is_cancelled:
                self.call_from_thread(then, answer)

        self.run_worker(asked, thread=True, exclusive=True, group="desktop")

    def _say(self, text: str) -> None:
        if isinstance(self.screen, TopScreen):
            self.screen.say(text)


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

    @property
    def walk_and_draft(self) -> tuple[Walk, str] | None:
        """The person's own walk on this screen, with its draft."""
        return None

    @property
    def begun_in(self) -> str | None:
        """The tree in which the person's own walk began that this screen is of; None if it is of none."""
        return None

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
        for command in (*self.COMMANDS_HERE, *EVERYWHERE):
            action = command.action.partition("(")[0]
            if not action or "." in action or self.offers(action):
                yield command if field is None else while_typing(command, field)

    @property
    def links(self) -> list[PageLine]:
        """The lines of the links that are on the screen, each once, in whatever column they stand."""
        pages = [page for page in self.query(TextPage) if page.region]
        lines = (line for page in pages for line in page.lines if isinstance(line.target, LinkTarget))
        return list({line.target: line for line in lines}.values())

    def set_keys(self) -> None:
        """Bring the footer up to date with what can be done now."""
        self.keybar.show([command for command in self.commands() if command.foot])

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
