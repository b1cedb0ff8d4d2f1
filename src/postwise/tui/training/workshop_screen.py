"""An hour in which a group writes a tree of its own; it is in the tree's file only once somebody writes it down."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from postwise.errors import PostwiseError
from postwise.files import write_whole
from postwise.show import leaflet
from postwise.train.facilitator_notes import Timer
from postwise.train.workshop import PARTS, Workshop
from postwise.tree.model import id_of
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import ChoiceDialog, DialogChoice, FormDialog, FormField
from postwise.tui.openings import OpenTrial
from postwise.tui.training import note_forms, workshop_lines
from postwise.tui.training.workshop_lines import writing_lines
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.walk import Walk

Filled = Mapping[str, str] | None
COMMANDS = (
    Action("n", "n", "next", "Next", "Go on to the next part of the hour", foot=True),
    Action("b,backspace", "b", "back", "Back", "Go back to the part before; nothing is lost", foot=True),
    Action("space", "↵", "choose", "Write", "Write, or change what the mark is on", foot=True),
    Action("x", "x", "strike", "Strike", "Strike the question, the answer or the ending that the mark is on"),
    Action("t", "t", "timer", "Timer", "Stop the timer or let it go on; it never cuts off"),
    Action("s", "s", "save", "Write down", "Write the tree into a file", foot=True),
    Action("p", "p", "leaflet", "Take away", "Make a mantra, a checklist or the full text of it"),
    Action("q,escape", "q", "leave", "Leave", "Leave the hour"),
)
LEAFLETS: Mapping[str, tuple[str, Callable[..., str]]] = {
    "m": ("mantra", leaflet.mantra),
    "c": ("checklist", leaflet.checklist),
    "f": ("full text", leaflet.full),
}
"""What can be taken away of a tree, by key."""


class WorkshopScreen(BaseScreen[None]):
    """A draft in front of the room that writes it. The draft is a value; what is filled in makes the next one."""

    COMMANDS_HERE = COMMANDS
    title_here = "Writing a tree together"
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    AUTO_FOCUS = ""
    SCOPED_CSS = False
    DEFAULT_CSS = """
    WorkshopScreen.-wide #page { padding: 0 4; }
    WorkshopScreen.-middling #page { padding: 0 2; }
    """

    def __init__(self, begin: Callable[[str], Workshop], folder: Path, today: dt.date) -> None:
        super().__init__()
        self.begin = begin
        self.writing = begin("")
        self.saved = self.writing
        """The draft as it was last written down; at first the empty one."""
        self.folder = folder
        self.today = today
        self.clock = self._clock()
        self.page = TextPage(id="page")

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.page
        yield self.keybar

    def on_mount(self) -> None:
        """Ask what the tree is to be called."""
        self.page.focus()
        self.set_keys()
        self.put()
        self.set_interval(0.5, self._head)
        said = "In an hour you write a tree of your own. The title is the question that it answers."
        self.app.push_screen(FormDialog("What is the tree called?", said, [FormField("title", "Title")]), self._named)

    def _named(self, filled: Filled) -> None:
        if filled is not None:
            self.writing = self.saved = self.begin(filled["title"])
            self.put()

    def _clock(self) -> Timer:
        return Timer(self.writing.part.minutes * 60, time.monotonic())

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another part, otherwise where it stands."""
        self.page.show(list(writing_lines(self.writing)), keep=not anew)
        self._head()

    def _head(self) -> None:
        place = self.writing.place + 1
        right = f"part {place} of {len(PARTS)} · {self.clock.shown(time.monotonic())}"
        self.masthead.show(line(self.writing.title, "bold"), line(right, "muted"), place / len(PARTS))

    def change(self, make: Callable[[Workshop], Workshop]) -> None:
        """Take the next draft, or say why there is none."""
        before = self.writing
        try:
            self.writing = make(before)
        except PostwiseError as error:
            self.say(str(error), "stop")
            return
        if self.writing.place != before.place:
            self.clock = self._clock()
        self.put(anew=self.writing.place != before.place)

    # Keys

    def action_next(self) -> None:
        """Go on to the next part."""
        self.change(Workshop.forward)

    def action_back(self) -> None:
        """Go back to the part before."""
        self.change(Workshop.back)

    def action_choose(self) -> None:
        """Write, or change what the mark is on."""
        self.page.action_choose()

    def action_timer(self) -> None:
        """Stop the timer, or let it go on."""
        self.clock = self.clock.toggled(time.monotonic())
        self._head()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Open the form of what was chosen."""
        event.stop()
        match event.target:
            case ("pick", int(place)):
                self.change(lambda draft: draft.pick(place))
            case ("run",):
                self._run()
            case tuple() as target:
                form, made = workshop_lines.asked_for(self.writing, target, self.today)
                self.app.push_screen(form, partial(self._filled, made))

    def _filled(self, made: workshop_lines.Change, filled: Filled) -> None:
        if filled is not None:
            self.change(lambda draft: made(draft, filled))

    def action_strike(self) -> None:
        """Strike what the mark is on."""
        match self.page.marked:
            case ("question" | "outcome", str(name)) if name:
                self.change(lambda draft: draft.drop(name))
            case ("answer", str(question), str(name)) if name:
                self.change(lambda draft: draft.without_answer(question, name))
            case _:
                self.say("Put the mark on a question, an answer or an ending of the draft.")

    # A case run through it

    def _run(self) -> None:
        draft = self.writing
        story = "" if draft.scenarios else draft.story
        blanks = [FormField("title", "What the case is called"), FormField("story", "What happens", story)]
        self.app.push_screen(FormDialog("A case", "Disguised: no name, and no real post.", blanks), self._try)

    def _try(self, filled: Filled) -> None:
        if filled is None:
            return
        title, story = filled["title"], filled["story"]
        try:
            walk = self.writing.run()
        except PostwiseError as error:
            self.say(str(error), "stop")
            return

        def done(walked: Walk | None) -> None:
            if walked is not None:
                self.change(lambda draft: draft.keep(title, walked, story))

        self.app.open(OpenTrial(walk, title, story), done)

    # Written down

    def action_save(self) -> None:
        """Write the tree into a file, where the group wants it."""
        if self.writing.tree is None:
            self.say("The draft has errors. Mend them first: the page of the draft names them.", "stop")
            return
        said = "Written as it stands. What is missing yet is on the last page."
        self.app.push_screen(note_forms.path_form("Where does the tree go?", said, self._path("toml")), self._save)

    def _path(self, suffix: str, more: str = "") -> Path:
        return self.folder / f"{id_of(self.writing.title) or 'our-tree'}{more}.{suffix}"

    def _save(self, filled: Filled) -> None:
        if filled is not None and self._wrote(filled, self.writing.text):
            self.saved = self.writing

    def _wrote(self, filled: Mapping[str, str], text: str) -> bool:
        path = Path(filled["path"]).expanduser()
        try:
            write_whole(path, text if text.endswith("\n") else f"{text}\n")
        except PostwiseError as error:
            self.say(str(error), "stop")
            return False
        self.say(f"Written to {path}")
        return True

    def action_leaflet(self) -> None:
        """Make something to take away."""
        ways = [DialogChoice(key, name.capitalize()) for key, (name, _) in LEAFLETS.items()]
        self.app.push_screen(ChoiceDialog("To take away", "", ways), self._leaflet)

    def _leaflet(self, key: str | None) -> None:
        tree = self.writing.tree
        if key is None or tree is None:
            return
        name, make = LEAFLETS[key]
        path = self._path("txt", f"-{name.split()[0]}")
        text = make(tree, self.writing.words)

        def done(filled: Filled) -> None:
            if filled is not None:
                self._wrote(filled, text)

        self.app.push_screen(note_forms.path_form("Where does it go?", text[:160], path), done)

    def action_leave(self) -> None:
        """Leave; ask first if something would be lost."""
        if replace(self.writing, place=0) == replace(self.saved, place=0):
            self.app.close(self)
            return
        ways = [
            DialogChoice("w", "Write it down first"),
            DialogChoice("l", "Leave all the same"),
            DialogChoice("s", "Stay"),
        ]
        said = "What you have written is not in a file yet, and would be lost."
        self.app.push_screen(ChoiceDialog("Leave now?", said, ways), self._left)

    def _left(self, way: str | None) -> None:
        if way == "l":
            self.app.close(self)
        elif way == "w":
            self.action_save()
