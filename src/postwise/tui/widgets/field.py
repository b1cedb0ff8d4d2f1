"""Fields to type in: an answer as a line or a few, the draft beside the questions, a word to search for.

Nothing of this is loaded before somebody has something to type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.keeps_keyboard import KeepsKeyboard
from postwise.tui.widgets.keys_in_turn import is_held, may_be_held
from postwise.tui.widgets.one_line import OneLine
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.question_lines import ON
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.filled_question import FilledQuestion


def _says(field: TypedLine | TypedText, event: events.Key, text: str) -> bool:
    """Post what a key says in a field for an answer; return whether it says anything, and is not written with."""
    match event.key:
        case "escape":
            field.post_message(AnswerField.Left())
        case "backspace" if isinstance(field.parent, AnswerField) and field.parent.rubs_too_far(text):
            pass
        case "backspace" if not text:
            field.post_message(AnswerField.Emptied())
        case "enter" if field.asked is not None:
            field.post_message(AnswerField.Typed(text, field.asked))
        case _:
            return False
    event.stop()
    event.prevent_default()
    return True


class TypedLine(OneLine):
    """A line to type in. Backspace in an empty one goes back, as it does elsewhere."""

    asked: FilledQuestion | None = None

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the field's own."""
        return key == "escape" or (key == "backspace" and self.value != "") or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if not _says(self, event, self.value):
            await super()._on_key(event)


class TypedText(KeepsKeyboard, TextArea):
    """A few lines to type in: Enter goes on, ctrl+j begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "new_line", show=False)]
    acting = frozenset({"enter"})
    """The keys of letters and lines that do something else here than to write."""
    asked: FilledQuestion | None = None

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the field's own."""
        return key == "escape" or (key == "backspace" and self.text != "") or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if not _says(self, event, self.text):
            await super()._on_key(event)

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")


class AnswerField(Vertical):
    """Where an answer is written."""

    DEFAULT_CSS = """
    AnswerField { height: 1fr; padding: 0 2 0 0; }
    AnswerField Input, AnswerField Input:focus, AnswerField TextArea, AnswerField TextArea:focus {
        border: round $ink-muted; max-width: 66; height: 3; padding: 0 1; }
    AnswerField Input:focus, AnswerField TextArea:focus { border: round $ink-accent; }
    AnswerField TextArea, AnswerField TextArea:focus { height: 7; }
    """

    @dataclass(eq=False, repr=False)
    class Typed(Message):
        """An answer to a question was typed and sent off."""

        text: str
        asked: FilledQuestion

    @dataclass(eq=False, repr=False)
    class Changed(Message):
        """Something else stands in the field than before."""

        text: str
        asked: FilledQuestion

    class Emptied(Message):
        """Backspace was pressed where nothing was left to take away."""

    class Left(Message):
        """The person wants out of the field, to the keys of the page."""

    def __init__(self) -> None:
        self.line = TypedLine(select_on_focus=False)
        self.text = TypedText(show_line_numbers=False, tab_behavior="focus", highlight_cursor_line=False)
        self.line.cursor_blink = self.text.cursor_blink = False
        self.notes = TextPage(id="aside", measure=66, quiet=True, can_focus=False)
        super().__init__(self.line, self.text, self.notes)  # of the two to type in, one is shown
        self.below: Sequence[PageLine] = ()
        """What stands under the field whatever is typed."""
        self.refusal: PageLine | None = None
        self.refused = ""
        """What it was said of."""
        self.understood = ""
        """What is said to have been read."""
        self._wanted = False
        """Whether the keyboard is to come here once there is somewhere to type."""
        self._rubbed = 0
        """How often backspace was pressed here, not counting what a key does by being held down."""

    def put(self, asked: FilledQuestion, value: str) -> None:
        """Make ready for a question, with the value it had before."""
        self.ask(asked)
        self._rubbed = 0
        long = asked.kind == "text"
        self.line.display = not long
        self.text.display = long
        self.line.value = "" if long else value
        self.line.cursor_position = len(self.line.value)
        self.text.text = value if long else ""
        self.text.move_cursor(self.text.document.end)

    def ask(self, asked: FilledQuestion) -> None:
        """Take what is typed from now on as the answer to a question."""
        self.line.asked = self.text.asked = asked

    @property
    def typed(self) -> str:
        """What is typed so far."""
        return self.text.text if self.text.display else self.line.value

    def say(self, lines: Sequence[PageLine]) -> None:
        """Say something under the field, below how to go on and what is understood of what is typed."""
        self.below, self.refusal = lines, None
        self._set(keep=False)

    def rubs_too_far(self, text: str) -> bool:
        """Tell whether backspace is only held down since it led here, or since there was something to rub out.

        A key that is held down comes again once before it is seen to be held: that leads nowhere either, if the time
        before it took away the last that stood here.
        """
        held = is_held(self)
        self._rubbed += not held
        return (not text and self._rubbed > 1 and may_be_held(self)) or (held and self._rubbed < 2)

    def refuse(self, reason: str) -> None:
        """Say why what is typed is no answer, until something else is typed."""
        self.refusal, self.refused = PageLine(styled(reason, "stop"), styled("▲  ", "stop")), self.typed
        self._set()

    def _set(self, *, keep: bool = True) -> None:
        how = "Go on; ctrl+j begins a new line" if self.text.display else "Go on"
        words = styled(how, "muted")
        self.understood = "" if self.line.asked is None else self.line.asked.understood(self.typed)
        if self.understood:
            words = join([words, styled(" · read as ", "muted"), line(self.understood, "bold")])
        refusal = [BLANK, self.refusal] if self.refusal is not None else []
        onward = PageLine(words, styled("→  ", "accent"), ON, rows=1)
        self.notes.show([onward, *refusal, *self.below], keep=keep)

    def on_input_changed(self) -> None:
        """Say what is understood now, once what was typed has been drawn."""
        self._tell_change()
        self.line.call_after_refresh(self._tell)

    def on_text_area_changed(self) -> None:
        """Tell what stands here now."""
        self._tell_change()

    def _tell_change(self) -> None:
        if self.line.asked is not None:
            self.post_message(self.Changed(self.typed, self.line.asked))

    def _tell(self) -> None:
        asked = self.line.asked
        outdated = self.refusal is not None and self.refused != self.typed
        if outdated or (asked is not None and asked.understood(self.typed) != self.understood):
            self.refusal = None if outdated else self.refusal
            self._set()

    def on_mount(self) -> None:
        """Take the keyboard, if it was to come here before this stood on the screen."""
        if self._wanted:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard into the field."""
        self._wanted = not self.line.is_attached
        if self.display and not self._wanted:
            (self.text if self.text.display else self.line).focus()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Send off what was typed, at a click."""
        if event.target == ON and self.line.asked is not None:
            event.stop()
            self.post_message(self.Typed(self.typed, self.line.asked))


class DraftPanel(KeepsKeyboard, TextArea):
    """A few lines to keep the draft in view, and to change it."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    DraftPanel, DraftPanel:focus { display: none; height: 40%; min-height: 6; border: round $ink-muted;
                         padding: 0 1; margin: 0 1; border-title-color: $ink-muted; border-subtitle-color: $ink-muted; }
    DraftPanel:focus { border: round $ink-accent; }
    .-draft DraftPanel { display: block; }
    .-narrow.-draft DraftPanel { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,tab,shift+tab", "leave", show=False)]

    class Left(Message):
        """The person is done with the draft for now."""

    def __init__(self, text: str) -> None:
        super().__init__(styled(text).plain, show_line_numbers=False, tab_behavior="focus", highlight_cursor_line=False)
        self._entered = False
        """Whether it has had the keyboard."""
        self.cursor_blink = False
        self.border_title = "your draft"
        self.border_subtitle = "stays on this machine"

    def on_mount(self) -> None:
        """Promise nothing about this machine in a browser, which may be on another."""
        if self.app.is_web:
            self.border_subtitle = ""

    def on_focus(self) -> None:
        """Note that somebody writes here: from then on the cursor is where they left it."""
        self._entered = True

    def go_on_behind(self) -> None:
        """Go behind what is there, for whoever comes by a key for the first time; a press of the mouse says where."""
        if not self._entered:
            self.move_cursor(self.document.end)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the draft's own."""
        return key in {"escape", "backspace"} or super().check_consume_key(key, character)

    def action_leave(self) -> None:
        """Leave the draft for the question."""
        self.post_message(self.Left())


DIGITS = frozenset("0123456789")


class FilterField(OneLine):
    """Leaves of many answers those with a word in them. Digits answer as without it, and arrows move the mark."""

    DEFAULT_CSS = """
    FilterField, FilterField:focus {
        border: none; border-bottom: solid $ink-accent; max-width: 66; height: 2; padding: 0 2; }
    """

    acting = DIGITS
    """The keys of letters that do something else here than to write."""

    class Left(Message):
        """The person wants all the answers again, or has gone elsewhere."""

    class Sent(Message):
        """The person chooses the marked answer."""

    def __init__(self, page: TextPage) -> None:
        super().__init__(placeholder="A word of the answer", select_on_focus=False)
        self.cursor_blink = False
        self.page = page

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the filter's own."""
        own = {"escape", "up", "down", "backspace"}
        return key in own or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.post_message(self.Left())
            case "backspace" if not self.value:
                self.post_message(self.Left())
            case "enter":
                self.post_message(self.Sent())
            case "up" | "down":
                self.page.action_mark(1 if event.key == "down" else -1)
            case digit if digit in DIGITS:
                await self.run_action(f"screen.digit({digit})")
            case _:
                await super()._on_key(event)
                return
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """Show all the answers where the keyboard has gone elsewhere; the terminal itself may have lost it, too."""
        if self.app.app_focus:
            self.post_message(self.Left())


class SearchField(OneLine):
    """Searches as one types; escape empties it, Enter and down go to what was found."""

    DEFAULT_CSS = """
    SearchField, SearchField:focus { border: none; border-bottom: solid $ink-accent; height: 2; padding: 0 2; }
    """

    def __init__(self, page: TextPage, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self.cursor_blink = False
        self.page = page

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key is the search's own."""
        return key in {"escape", "down", "enter", "backspace"} or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "down", "enter"}:
            event.stop()
            event.prevent_default()
            if event.key == "escape":
                self.leave()
            else:
                self.page.focus()
        else:
            await super()._on_key(event)

    def leave(self) -> None:
        """Search for nothing any more, and give the keyboard back to the page."""
        self.value = ""
        self.page.focus()

    def on_blur(self) -> None:
        """Go when there is nothing to search for."""
        if not self.value:
            self.remove()


def search_above(page: TextPage, placeholder: str) -> None:
    """Put the keyboard into the search line above a page; without one, make it."""
    screen = page.screen
    fields = screen.query(SearchField)
    field = fields.first() if fields else SearchField(page, placeholder)
    if not fields and page.parent is not None:
        screen.mount(field, before=page)
    screen.set_focus(field)  # now: keys may have come in already
