"""A short question over a screen: a few ways on, or some lines to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from postwise.tui.screen_commands import Action
from postwise.tui.widgets import keys_in_turn
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.head_and_foot import TopScreen
from postwise.tui.widgets.keys_in_turn import now
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.one_line import OneLine
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage

Result = TypeVar("Result")
CLOSES = "esc closes this"
"""How every dialog is left, said at its foot unless something else is."""
LET_GO = "let go of the key first, or choose with another"
"""What is said of a key that opened a dialog, and may only be held down there."""
LOSES = "esc again, after a moment, loses what you typed"
"""What is said first of a form in which something was typed."""


class Dialog(TopScreen[Result | None], ModalScreen[Result | None]):
    """A page in a frame. Escape, or a click beside it, closes it without a result."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $paper; }
    Dialog > Vertical { width: 72; max-width: 96%; max-height: 98%; height: 10; background: $paper;
                     border: round $ink-muted; padding: 1 2; }
    Dialog Input, Dialog Input:focus { border: none; border-bottom: solid $ink-accent; height: 2; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str = "", *, above: Sequence[Widget] = (), below: Sequence[Widget] = ()) -> None:
        super().__init__()
        self.named = title
        if not (above or below):  # what is typed ahead for a field is meant for it
            self.heeds_from = now()
        self.page = TextPage()
        self.frame = Vertical(*above, self.page, *below)
        self.frame.border_subtitle = line(CLOSES)
        self._beside: Offset | None = None
        """Where a button went down beside the frame, as long as the pointer has not moved since."""

    def heeds(self, key: str, time: float) -> bool:
        """Tell whether a key does anything here: whenever it was pressed, esc changes nothing."""
        return key == "escape" or super().heeds(key, time)

    @property
    def to_be_let_go(self) -> bool:
        """Whether what is pressed led here, and has not rested since: not even a slow keyboard answers here."""
        return self.led_here and self.app.rested < keys_in_turn.FIRST_REPEAT

    def ask_to_let_go(self) -> None:
        """Say why a key does nothing here: it may only be held down."""
        self.say(LET_GO)

    def compose(self) -> ComposeResult:
        """Yield the page in its frame, with the fields above and below it."""
        yield self.frame

    def fit(self) -> None:
        """Make the frame as high as what stands on its page."""
        self.frame.styles.height = len(self.page.rows) + 4

    def on_resize(self) -> None:
        """Fit the frame to what stands in it."""
        self.call_after_refresh(self.fit)

    def say(self, text: str, _style: str = "accent") -> None:
        """Say something at the foot of the frame."""
        self.frame.border_subtitle = line(text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember a press beside the frame."""
        beside = event.button == 1 and self.get_widget_at(*event.screen_offset)[0] is self
        self._beside = event.screen_offset if beside else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Forget it: it was no press but a drag."""
        if event.screen_offset != self._beside:
            self._beside = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Close where the button was pressed and released at one place beside the frame."""
        if event.screen_offset == self._beside:
            self.leave()

    def action_leave(self) -> None:
        """Close it, as a click beside it does."""
        self.leave()

    def leave(self) -> None:
        """Close without a result."""
        self.dismiss(None)


class ChoiceDialog(Dialog[str]):
    """Says something and lets the person choose a way on; returns its key, or None if they would rather not."""

    def __init__(self, title: str, text: str, choices: Mapping[str, str]) -> None:
        super().__init__(title)
        self.text = text
        self.choices = choices
        """The ways on in words, by their keys."""

    def on_mount(self) -> None:
        """Set the page."""
        text = [BLANK, PageLine(line(self.text))] if self.text else []
        choices = [PageLine(line(words), styled(f"{key}  ", "accent bold"), key) for key, words in self.choices.items()]
        self.page.show([PageLine(line(self.named, "bold")), *text, BLANK, *choices])

    def on_key(self, event: events.Key) -> None:
        """Take the way on whose key was pressed."""
        if event.key in self.choices:
            event.stop()
            self.dismiss(event.key)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Take the way that was chosen."""
        event.stop()
        self.dismiss(str(event.target))


class LeaveDialog(ChoiceDialog):
    """Asks whether to leave, although something would be lost, with ways to keep it."""

    def __init__(self, text: str, ways: Mapping[str, str]) -> None:
        super().__init__("Leave now?", text, {**ways, "l": "Leave all the same", "s": "Stay"})

    def interrupted_again(self, leave: Callable[[], None]) -> None:
        """Leave at a second interrupt, but not because the keys are only held down: that is known a moment later."""
        at = self.app.given_at

        def leave_if_it_was_let_go() -> None:
            if self.is_current and self.app.given_at == at:
                leave()

        if self.app.held:
            self.ask_to_let_go()
        elif self.app.may_be_held:
            self.set_timer(keys_in_turn.REPEATS, leave_if_it_was_let_go)
        else:
            leave()


class LinksDialog(Dialog[str]):
    """The links of a page over that page. Returns the address of the one that was chosen."""

    def __init__(self, links: Sequence[PageLine]) -> None:
        super().__init__("Links on this page")
        self.links = links

    def on_mount(self) -> None:
        """Set the list of links."""
        links = [link._replace(indent=0) for link in self.links]
        advice = PageLine(line("Enter or a click opens one.", "muted"))
        self.page.show([PageLine(line(self.named, "bold")), BLANK, *links, BLANK, advice])

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Return the link that was chosen."""
        event.stop()
        if isinstance(event.target, LinkTarget):
            self.dismiss(event.target.url)


HERE = "here"
"""What does a command in the help, where letters are written and it has no key of its own."""


class HelpDialog(Dialog[str]):
    """The commands of a screen over that screen. Returns the action of the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "dismiss(None)", show=False, id="help"),
        Binding("q", "dismiss(None)", show=False),
    ]

    def __init__(self, title: str, commands: Sequence[Action]) -> None:
        super().__init__(title)
        self.listed = commands

    def on_mount(self) -> None:
        """Set the list of keys."""
        commands = [
            PageLine(line(command.help), line(key, "accent bold").pad_right(10 - len(key)), place)
            for place, command in enumerate(self.listed)
            for key in (command.shown or HERE,)
        ]
        advice = PageLine(line("Enter, or a click, does what is marked here.", "muted"))
        self.page.show([PageLine(line(self.named, "bold")), BLANK, *commands, BLANK, advice])

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Return the command that was chosen."""
        event.stop()
        if isinstance(event.target, int):
            self.dismiss(self.listed[event.target].action)


@dataclass(frozen=True, slots=True)
class FormField:
    """One line to fill in."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    """What stands in it while it is empty."""
    understood: Callable[[str], str] | None = None
    """Returns what is read of what stands in it, in words; empty if that says the same."""


Refuse = Callable[[Mapping[str, str]], str]
"""Returns why lines as they are filled in cannot be taken; empty if they can."""


class FormLine(OneLine):
    """A line of a form. Enter goes on at once, so that what is typed next stands in the next line."""

    async def action_submit(self) -> None:
        """Go on to the next line."""
        if isinstance(self.screen, FormDialog):
            self.screen.onward(self)


class FormDialog(Dialog[Mapping[str, str]]):
    """Asks for some lines; returns what was typed by name, or None if the person would rather not.

    Enter goes to the next line, and after the last sends all of them off, as a click below them does.
    """

    DEFAULT_CSS = """
    FormDialog TextPage { height: auto; }
    FormDialog #done { height: 2; padding: 1 0 0 0; }
    FormDialog.-tight #done { height: 1; padding: 0; }
    FormDialog Input, FormDialog Input:focus { border: round $ink-muted; height: 3; border-title-color: $ink-muted; }
    FormDialog Input:focus { border: round $ink-accent; border-title-color: $ink-accent; }
    FormDialog.-tight > Vertical { padding: 0 2; max-height: 100%; }
    FormDialog.-tight Input, FormDialog.-tight Input:focus { height: 2; border: none; border-top: round $ink-muted; }
    """

    def __init__(self, title: str, text: str, blanks: Sequence[FormField], refuse: Refuse | None = None) -> None:
        self.fields = [FormLine(blank.value, blank.hint, id=blank.name, select_on_focus=False) for blank in blanks]
        for field, blank in zip(self.fields, blanks, strict=True):
            field.border_title = blank.label
            field.cursor_blink = False
        self.done = TextPage(id="done", quiet=True)
        """The line under the fields that sends them off."""
        super().__init__(title, below=(*self.fields, self.done))
        self.text = text
        self.refuse = refuse
        self.blanks = blanks
        self.page.can_focus = False
        self._warned: float | None = None
        """When it was said that what was typed would be lost; None if it was not, or something was typed since."""

    @property
    def unwritten(self) -> str:
        """What would be lost with the form: what stands in it otherwise than it did at first."""
        pairs = zip(self.fields, self.blanks, strict=True)
        return (
            "what you have typed" if any(field.value.strip() != blank.value.strip() for field, blank in pairs) else ""
        )

    def leave(self) -> None:
        """Close without a result; where that would lose what was typed, say so first."""
        since = None if self._warned is None else self.app.given_at - self._warned
        if not self.unwritten or (since is not None and since >= keys_in_turn.FIRST_REPEAT and not self.app.held):
            super().leave()
        else:
            self.say(LOSES)
            self._warned = self.app.given_at if self._warned is None else self._warned

    def on_mount(self) -> None:
        """Set the title, and put the keyboard into the first line."""
        self._say(self.text, "muted")
        self.done.show([PageLine(line("Done"), styled("→  ", "accent"), "done")])
        self.fields[0].focus()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Send the lines off."""
        event.stop()
        if event.page is self.done:
            self._send(0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say above the line what is read of it so far."""
        if self._warned is not None:
            self._warned = None
            self.say(CLOSES)
        for field, blank in zip(self.fields, self.blanks, strict=True):
            if field is event.input and blank.understood is not None:
                words = blank.understood(event.value)
                field.border_title = line(f"{blank.label} · read as {words}" if words else blank.label)

    def _say(self, text: str, style: str) -> None:
        below = [BLANK, PageLine(line(text, style))] if text else []
        self.page.show([PageLine(line(self.named, "bold")), *below])
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Make the frame as high as what stands in it; where there is little room, set it closer."""
        rows = len(self.page.rows) + 1
        airy = rows + 3 * len(self.fields) + 6
        tight = airy > self.size.height - 2
        self.set_class(tight, "-tight")
        self.page.styles.height = rows
        self.frame.styles.height = rows + 2 * len(self.fields) + 3 if tight else airy

    def onward(self, field: FormLine) -> None:
        """Go to the next line, or send all of them off."""
        place = self.fields.index(field) + 1
        if place < len(self.fields):
            self.set_focus(self.fields[place])
        else:
            self._send(0)

    def _send(self, place: int) -> None:
        """Send the lines off once each has taken in all that was typed into it, however fast."""
        if place < len(self.fields):
            self.fields[place].call_later(self._send, place + 1)
            return
        filled = {blank.name: field.value.strip() for blank, field in zip(self.blanks, self.fields, strict=True)}
        complaint = self.refuse(filled) if self.refuse is not None else ""
        if complaint:
            self._say(complaint, "stop bold")
        elif self.is_current:
            self.app.let_go()
            self.dismiss(filled)
