"""What every screen has: a head, a foot with its keys, help, and a word now and then."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, getters
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from postwise.errors import PostwiseError
from postwise.tui.openings import OpenHelp, Opening, OpenPalette, Result
from postwise.tui.widgets.actions import EVERYWHERE, HELP, Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.head_and_foot import KeyBar, Masthead
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.text_page import TextPage

if TYPE_CHECKING:
    from postwise.tree.library import Library
    from postwise.tree.model import Tree
    from postwise.tui.unfinished_walks import UnfinishedWalks
    from postwise.walk.walk import Walk


Answer = TypeVar("Answer")


class Host(App[None]):
    """What a screen may ask of the app that it is on."""

    library: Library
    walks: UnfinishedWalks
    """The walks that have not ended."""
    draft: str

    @abstractmethod
    def open(self, opening: Opening[Result], then: Callable[[Result | None], Any] | None = None) -> None:
        """Open a screen over this one; `then` is given what it returns, or None."""

    @abstractmethod
    def go_on_to(self, opening: Opening[None], back: Callable[[], None]) -> None:
        """Leave the library for another screen; `back` is called on the way back. Ask if anything would be lost."""

    @abstractmethod
    def close(self, screen: Screen[Any], lost: tuple[Walk, ...] = ()) -> None:
        """Leave a screen: back to the one below. If there is none, leave, but ask first if walks would be lost."""

    @abstractmethod
    def stands(self, walk: Walk) -> None:
        """Remember where the person's own walk stands."""

    @abstractmethod
    def tree_named(self, tree_id: str) -> Tree | None:
        """Return a tree of the library, or None if it is not there or cannot be walked."""

    @abstractmethod
    def walk_in(self, tree_id: str) -> Walk | None:
        """Return the walk begun in a tree, or a new one; None if the tree cannot be walked."""

    @abstractmethod
    def action_open_tree(self, tree_id: str) -> None:
        """Walk through a tree, from where it was left off."""


class BaseScreen(Screen[Result]):
    """A screen set as a page. What can be done on it stands in COMMANDS, and only there."""

    app = getters.app(Host)
    COMMANDS_HERE: ClassVar[tuple[Action, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-middling"), (104, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-medium"), (31, "-tall")]  # noqa: RUF012
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    title_here = ""
    """What the screen is called in help."""

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self.masthead = Masthead()
        self.keybar = KeyBar()
        self.parts = parts
        """What stands on the page, one under the other, unless `body` says otherwise."""

    def compose(self) -> ComposeResult:
        """Yield the head, what stands on the page, and the foot."""
        yield self.masthead
        yield from self.body()
        yield self.keybar

    def body(self) -> ComposeResult:
        """Yield what stands on the page."""
        yield Vertical(*self.parts, id="body")

    def on_mount(self) -> None:
        """Take on the classes of the room there is before anything is laid out, so that it is laid out once."""
        width, height = self.app.size
        for room, points in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            fitting = [name for least, name in points or () if room >= least]
            if fitting:
                self.add_class(fitting[-1])

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.size.width < 72

    def commands(self) -> Iterator[Action]:
        """Yield what can be done here now, the screen's own first."""
        for command in (*self.COMMANDS_HERE, *EVERYWHERE):
            name = command.action.partition("(")[0]
            if not name or "." in name or self.check_action(name, ()):
                yield command

    def set_keys(self) -> None:
        """Bring the footer up to date with what can be done now."""
        self.keybar.show([command for command in self.commands() if command.foot])

    def say(self, text: str, style: str = "accent") -> None:
        """Say something in the foot of the page."""
        self.keybar.say(line(text, style))

    @contextmanager
    def saying_what_fails(self) -> Iterator[None]:
        """Say in the foot of the page why something could not be done, and go on behind it."""
        try:
            yield
        except PostwiseError as error:
            self.say(str(error), "stop")

    def ask(self, dialog: ModalScreen[Answer | None], then: Callable[[Answer], object]) -> None:
        """Put a question over this page; `then` is given the answer, unless the person would rather not."""

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(dialog, answered)

    async def do(self, command: Action) -> None:
        """Carry out a command, as its key would."""
        if command.action:
            await self.run_action(command.action)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Do what was clicked in the footer."""
        event.stop()
        await self.do(event.command)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Open a link that was chosen."""
        if isinstance(event.target, LinkTarget):
            event.stop()
            self.app.open_url(event.target.url)
            self.say(f"Opened {event.target.url}")

    def on_key(self, _event: events.Key) -> None:
        """Take back what was said: whoever presses a key has read it."""
        self.keybar.say(line(""))

    def action_palette(self) -> None:
        """Show everything that can be done, from anywhere."""

        async def done(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        self.app.open(OpenPalette(tuple(self.commands())), done)

    def action_help(self) -> None:
        """Show what the keys do here."""
        commands = [command for command in self.commands() if command is not HELP]

        async def done(command: Action | None) -> None:
            if command is not None:
                await self.do(command)

        self.app.open(OpenHelp(self.title_here, commands), done)
