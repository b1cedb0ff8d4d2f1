"""The question panel: one question put to a person, and their answer posted up as it is given."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual import getters
from textual.containers import Vertical
from textual.message import Message

from postwise.show.markdown import has_markdown
from postwise.tui.screen_commands import GO_ON, UNSURE
from postwise.tui.widgets import question_lines as lines
from postwise.tui.widgets.content import styled
from postwise.tui.widgets.head_and_foot import TopScreen, with_own_keys
from postwise.tui.widgets.keys_in_turn import KeysInTurn, meant_for, now
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walking import Begun, Deed, Give, GoOn, NotSure, Send, Tick, Type

if TYPE_CHECKING:
    from textual.widgets import Input

    from postwise.tui.widgets.field import AnswerField, FilterField

MANY = 8
"""As many answers can be filtered."""


class QuestionPage(TextPage):
    """A question and its answers, if it has any to choose from."""

    def focus_on_click(self) -> bool:
        """Tell whether a press of the mouse brings the keyboard here, and not into the field under the question."""
        return not (isinstance(self.about, FilledQuestion) and self.about.typed)


class QuestionPanel(Vertical):
    """What is asked, the answers, and why we ask. Answers by digit, by arrows and Enter, by click, or typed."""

    app = getters.app(KeysInTurn)

    @dataclass(eq=False, repr=False)
    class Did(Message):
        """The person answered the question, or began to."""

        asked: FilledQuestion
        deed: Deed

    @dataclass(eq=False, repr=False)
    class Marked(Message):
        """The mark moved to another answer."""

        asked: FilledQuestion
        raw: Any

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.page = QuestionPage(id="question", measure=66)
        super().__init__(self.page, id=id)  # a field to type in comes when a question first needs one
        self.asked: FilledQuestion | None = None
        self._since = 0.0
        """When it was put."""
        self.begun = Begun()
        """What is ticked or typed."""
        self._touched: Hashable | None = None
        """The item that was ticked last."""
        self._made: dict[lines.Look, PageLine] = {}
        """The lines of answers made so far."""
        self._made_for: FilledQuestion | None = None
        """The question that they are answers to."""
        self.words = ""
        """What stands in every answer that is shown; empty is nothing asked for."""
        self.why: bool | None = None
        """Whether to say why we ask; None: if there is room."""
        self.says_why = False
        """Whether the page says why we ask."""

    # Showing

    def show(self, asked: FilledQuestion, begun: Begun) -> None:
        """Put a question, with what is ticked or typed."""
        self.unfilter()
        self.asked, self._since, self.begun = asked, now(), begun
        suggested = asked.suggested
        mark: Hashable | None = lines.NOT_SURE if asked.unsure else suggested if isinstance(suggested, str) else None
        rich = any(map(has_markdown, asked.asides))
        self._set(mark, full=not rich)
        if rich:
            self.call_after_refresh(self._show_whole)

    def _show_whole(self) -> None:
        """Show what takes longer to set: a key from before is not meant for a page that stands otherwise now."""
        self._since = now()
        self.again()

    def begin(self, begun: Begun) -> None:
        """Show what is ticked or typed now, or why what was sent off is no answer."""
        self.begun = begun
        if begun.refused and self.has_class("typed"):
            self._field().refuse(begun.refused)
        elif begun.refused and isinstance(self.screen, TopScreen):
            self.screen.say(begun.refused, "stop")
        elif self.asked is not None and self.asked.kind == "checklist":
            self._set(lines.ON if begun.wanting else self._touched, keep=True)

    def put_for(self, asked: FilledQuestion, begun: Begun) -> None:
        """Put a question in the place of one that it is like, with what is ticked; what is typed stays as it is."""
        self.asked, self.begun = asked, begun
        self.again()

    def again(self) -> None:
        """Set the panel anew where it stands: its room or what is shown has changed."""
        if self.asked is not None:
            self._set(None, keep=True)

    def toggle_why(self) -> None:
        """Say why we ask, where it can be read at once, or say it no longer."""
        if self.asked is None:
            return
        self.why = not self.says_why
        self._set(None, keep=True)
        page = self._field().notes if self.asked.typed else self.page
        if self.says_why:
            page.reveal(lines.WHY)
        else:
            page.mark(page.marked)

    def _set(self, mark: Hashable | None, *, keep: bool = False, full: bool = True) -> None:
        asked = self.asked
        if asked is None:
            return
        self.page.about = asked
        if asked.typed:
            self._set_typed(asked, new=not keep)
            return
        self._without_field()
        wanted = self.why is not False
        self.page.show(list(self._picked(asked, full=full, why=wanted)), mark, keep=keep)
        self.says_why = wanted
        if self.why is None and full and len(self.page.rows) > self.room:
            self.page.show(list(self._picked(asked, full=full, why=False)), mark, keep=keep)
            self.says_why = False

    def _picked(self, asked: FilledQuestion, *, full: bool, why: bool) -> Iterator[PageLine]:
        height = self.room
        yield from [BLANK] * max(self._above(height) - 2 * self.filtering, 0)
        full = full and not self.words
        plain = asked if full else replace(asked, why="", help="", notes=(), marks={})
        yield from lines.head(plain)
        airy = height >= 30 and len(asked.answers) <= 6
        if asked is not self._made_for:
            self._made_for, self._made = asked, {}
        yield from lines.answers(plain, self.begun.ticked, self._made, self.words, airy=airy)
        if not self.words:
            yield from self._keyed(asked)
        if full:
            yield BLANK
            yield from lines.aside(asked, why=why)

    def _keyed(self, asked: FilledQuestion) -> Iterator[PageLine]:
        """Yield what stands below the answers, behind the key that the person has for it."""
        command = GO_ON if asked.kind == "checklist" else UNSURE
        key = with_own_keys(command, self.app.own_keys).shown
        if command is GO_ON:
            yield from (BLANK, lines.onward(self.begun.ticked, key, wanting=self.begun.wanting))
        else:
            yield lines.not_sure(asked, key)

    @property
    def room(self) -> int:
        """The rows there are; before the page has been laid out, as many as it will have."""
        rows = self.app.size.height
        return self.size.height or max(rows - (5 if rows >= 31 else 4), 0)

    @staticmethod
    def _above(height: int) -> int:
        return 0 if height < 16 else 1 if height < 24 else 3

    # Typing

    def _set_typed(self, asked: FilledQuestion, *, new: bool) -> None:
        self.add_class("typed")
        above = [BLANK] * self._above(self.size.height or self.room)
        self.page.show([*above, *lines.head(asked), PageLine(styled(asked.how, "muted"))])
        self.page.styles.height = max(len(self.page.rows), 3)
        field = self._field()
        field.display = True
        self.says_why = self.why is not False
        if new:
            field.put(asked, self.begun.typed)
        else:
            field.ask(asked)
        field.say(list(lines.aside(asked, why=self.says_why)))

    def _field(self) -> AnswerField:
        from postwise.tui.widgets.field import AnswerField

        fields = self.query(AnswerField)
        if fields:
            return fields.first()
        field = AnswerField()
        self.mount(field)
        return field

    def _without_field(self) -> None:
        if self.has_class("typed"):
            self.remove_class("typed")
            self.page.styles.height = "1fr"
            self._field().display = False
            self.page.focus()

    def on_answer_field_typed(self, event: AnswerField.Typed) -> None:
        """Send off what was typed."""
        event.stop()
        if event.asked is self.open:
            self.post_message(self.Did(event.asked, Type(event.text)))
            self.post_message(self.Did(event.asked, Send()))

    def on_answer_field_changed(self, event: AnswerField.Changed) -> None:
        """Tell what stands in the field."""
        event.stop()
        if event.asked is self.asked:
            self.post_message(self.Did(event.asked, Type(event.text)))

    # Filtering

    @property
    def filtering(self) -> bool:
        """Whether words can be typed that leave some of the answers."""
        return self.has_class("filtered")

    @property
    def can_filter(self) -> bool:
        """Whether there are so many answers that a word finds one sooner than the eye."""
        return self.asked is not None and len(self.asked.answers) >= MANY

    def filter(self) -> None:
        """Let words be typed, above the answers: what they do not stand in is not shown."""
        from postwise.tui.widgets.field import FilterField

        if not self.can_filter:
            return
        fields = self.query(FilterField)
        field = fields.first() if fields else FilterField(self.page)
        if not fields:
            self.mount(field, before=self.page)
        field.value = ""  # what was typed ahead of an answer may have come here after it
        self.add_class("filtered")
        self.page.can_focus = False  # a click on an answer leaves the keyboard where it is
        self.page.lit = field.display = True
        self.screen.set_focus(field)  # now, and not with the next message: keys may have come in already
        self._set(None, keep=True)

    def unfilter(self) -> None:
        """Show all the answers again, and give the keyboard back to them."""
        if self.filtering:
            self.remove_class("filtered")
            self.words, self.page.can_focus, self.page.lit = "", True, False
            field = self._filter()
            if field.has_focus:
                self.page.focus()
            field.value, field.display = "", False
            self._set(None, keep=True)

    def _filter(self) -> FilterField:
        from postwise.tui.widgets.field import FilterField

        return self.query_one(FilterField)

    def choose_found(self) -> None:
        """Choose the marked answer of those in which the words stand; without words, show all the answers again."""
        if not self.words:
            self.unfilter()
        else:
            self.page.action_choose()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Leave the answers in which what is typed stands."""
        if self.filtering and event.input is self._filter():
            self.words = event.value.strip()
            self._set(None, keep=True)

    def on_filter_field_left(self) -> None:
        """Show all the answers again."""
        self.unfilter()

    def on_filter_field_sent(self) -> None:
        """Choose the marked answer."""
        self.choose_found()

    # Answering

    @property
    def open(self) -> FilledQuestion | None:
        """The question, for what was pressed when it was there: keys come in faster than questions are read."""
        return self.asked if meant_for(self, self._since) else None

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Take the answer that was chosen on the page."""
        if isinstance(event.target, LinkTarget):
            return
        event.stop()
        asked = event.about
        if not isinstance(asked, FilledQuestion) or asked is not self.open:
            return
        if asked.kind == "checklist":
            self.go_on() if event.target == lines.ON else self.tick(event.target)
        elif event.target == lines.NOT_SURE:
            self.post_message(self.Did(asked, NotSure()))
        else:
            self.post_message(self.Did(asked, Give(event.target)))

    def on_text_page_marked(self, event: TextPage.Marked) -> None:
        """Tell which answer the mark has come to."""
        event.stop()
        asked = event.about
        if isinstance(asked, FilledQuestion) and asked.picks_one and event.target in asked.model.by_id:
            self.post_message(self.Marked(asked, event.target))

    def tick(self, target: Hashable | None = None) -> None:
        """Tick an item of a checklist, or take its tick away; without one, the marked item."""
        asked, item = self.open, self.page.marked if target is None else target
        if asked is not None and item != lines.ON and isinstance(item, str):
            self._touched = item
            self.post_message(self.Did(asked, Tick(None if item == lines.NONE else item)))

    def go_on(self) -> None:
        """Answer with what is ticked in a checklist; with nothing ticked, ask for that, or that nothing applies."""
        if self.open is not None:
            self.post_message(self.Did(self.open, GoOn()))

    def digit(self, number: int) -> None:
        """Answer with the answer of this number, at once; in a checklist, tick it."""
        asked = self.open
        if asked is None or number > len(asked.answers):
            return
        if self.words and (not number or asked.answers[number - 1].id not in lines.with_words(asked, self.words)):
            return  # what cannot be seen is not answered
        if asked.kind == "checklist":
            self.tick(asked.answers[number - 1].id if number else lines.NONE)
        elif number and asked.answers:
            self.post_message(self.Did(asked, Give(asked.answers[number - 1].id)))

    def reply(self, answer_id: str) -> None:
        """Answer yes or no, where that is what is asked."""
        asked = self.open
        if asked is not None and asked.kind == "yes-no":
            self.post_message(self.Did(asked, Give(answer_id)))

    def unsure(self) -> None:
        """Answer that one is not sure, where the question is a choice."""
        asked = self.open
        if asked is not None and asked.picks_one:
            self.post_message(self.Did(asked, NotSure()))

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        if self.asked is not None and self.asked.typed:
            self._field().take_focus()
        elif self.filtering:
            self._filter().focus()
        else:
            self.page.focus()

    def on_mouse_down(self) -> None:
        """Put the keyboard into the field, if there is one, wherever beside it the mouse was pressed."""
        if self.asked is not None and self.asked.typed:
            self.take_focus()

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self.again)
