"""A few lines to fill in, in a box over a screen: a note in the group's words, how many are here, where a file goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input

from postwise.tui.dialogs import Dialog
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import BLANK, PageLine


@dataclass(frozen=True, slots=True)
class FormField:
    """One line to fill in."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    """What stands in it while it is empty."""


Refuse = Callable[[Mapping[str, str]], str]
"""Returns why lines as they are filled in cannot be taken; empty if they can."""


class FormLine(Input):
    """A line of a form. Enter goes on at once, so that what is typed next stands in the next line."""

    async def action_submit(self) -> None:
        """Go on to the next line."""
        if isinstance(self.screen, FormDialog):
            self.screen.onward(self)


class FormDialog(Dialog[Mapping[str, str]]):
    """Asks for some lines; returns what was typed by name, or None if the person would rather not.

    Enter goes to the next line, and after the last sends all of them off.
    """

    DEFAULT_CSS = """
    FormDialog TextPage { height: auto; }
    FormDialog Input, FormDialog Input:focus { border: round $ink-muted; height: 3; padding: 0 1; background: $paper;
        color: $foreground; background-tint: transparent; border-title-color: $ink-muted; }
    FormDialog Input:focus { border: round $ink-accent; border-title-color: $ink-accent; }
    FormDialog.-tight > Vertical { padding: 0 2; max-height: 100%; }
    FormDialog.-tight Input, FormDialog.-tight Input:focus { height: 2; border: none; border-top: round $ink-muted; }
    FormDialog Input > .input--placeholder { color: $ink-muted; }
    """

    def __init__(self, title: str, said: str, blanks: Sequence[FormField], refuse: Refuse | None = None) -> None:
        super().__init__()
        self.named = title
        self.said = said
        self.refuse = refuse
        self.blanks = blanks
        self.fields = [FormLine(blank.value, blank.hint, id=blank.name, select_on_focus=False) for blank in blanks]
        self.sheet.can_focus = False

    def compose(self) -> ComposeResult:
        """Yield the title, and the lines to fill in."""
        with self.frame:
            yield self.sheet
            for field, blank in zip(self.fields, self.blanks, strict=True):
                field.border_title = blank.label
                yield field

    def on_mount(self) -> None:
        """Set the title, and put the keyboard into the first line."""
        self._say(self.said, "muted")
        self.fields[0].focus()

    def _say(self, text: str, style: str) -> None:
        said = [BLANK, PageLine(line(text, style))] if text else []
        self.sheet.show([PageLine(line(self.named, "bold")), *said])
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Make the box as high as what stands in it; where there is little room, set it closer."""
        rows = len(self.sheet.rows) + 1
        airy = rows + 3 * len(self.fields) + 4
        tight = airy > self.size.height - 2
        self.set_class(tight, "-tight")
        self.sheet.styles.height = rows
        self.frame.styles.height = rows + 2 * len(self.fields) + 2 if tight else airy

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
            self.dismiss(filled)
