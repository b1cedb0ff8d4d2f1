"""The keys with which a walk is walked, and which of them the foot names now: by the question and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from postwise.tui.widgets.head_and_foot import Result, TopScreen
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.filled_question import FilledQuestion

if TYPE_CHECKING:
    from textual import events
    from textual.widgets import TextArea

    from postwise.tui.screen_commands import Action

DIGITS: tuple[BindingType, ...] = tuple(Binding(str(number), f"digit({number})", show=False) for number in range(10))


class AnsweringKeys(TopScreen[Result]):
    """The keys of a screen on which a walk is walked; all of them go to its panel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "reply('yes')", show=False),
        Binding("n", "reply('no')", show=False),
        Binding("enter", "type", show=False),
    ]
    walked: WalkPanel

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now: it hangs on the question, and on where the keyboard is."""
        panel = self.walked.panel
        match action:
            case "answer" | "either" | "reply" | "tick" | "go_on" | "filter" | "unsure" | "why" | "type":
                return panel.asked is not None and self.asks_in_view and self._takes(panel.asked, action)
            case "back":
                walk = self.walked.walk
                return walk is not None and bool(walk.own or walk.previous or walk.ended_early)
            case "send" | "out" if panel.filtering:
                return False
            case "send":
                return panel.has_focus_within and self.typed_into is not None
            case "out":
                return self.typed_into is not None
            case "choose_found":
                return panel.filtering and bool(panel.words and panel.page.targets)
            case "unfilter":
                return panel.filtering
            case "choose":
                return self.walked.trail is not None and self.walked.trail.has_focus
            case _:
                return super().offers(action)

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here: the way out leaves a question first that is put again."""
        if command.name == "leave" and self.walked.asking is not None:
            return command._replace(label="As it was", help="Leave the earlier answer as it was")
        if command.name == "back" and self.walked.asking is not None:
            return command._replace(help="Leave the earlier answer as it was")
        if command.action == "other_side" and self.walked.asks and not self.asks_in_view:
            return command._replace(label="Question")
        return command

    def first_in_foot(self, command: Action) -> bool:
        """Tell whether a command comes first: how to get back to a question that something else stands before."""
        covered = self.walked.asks and not self.asks_in_view
        return covered and command.action.startswith("other_side")

    @property
    def asks_in_view(self) -> bool:
        """Whether a question is put, and nothing else stands in its place: nobody answers what they do not see."""
        return self.walked.asks and all(node.display for node in self.walked.ancestors_with_self)

    def _takes(self, asked: FilledQuestion, action: str) -> bool:
        """Tell whether a question can be answered so now."""
        panel = self.walked.panel
        match action:
            case "answer":
                there = bool(panel.page.targets) if panel.filtering else self.typed_into is None
                return asked.kind == "choice" and there
            case "either" | "reply":
                return asked.kind == "yes-no" and self.typed_into is None
            case "filter":
                return panel.can_filter and self.typed_into is None
            case "tick" | "go_on":
                return asked.kind == "checklist" and panel.has_focus_within
            case "type":
                elsewhere = self.walked.trail is not None and self.walked.trail.has_focus
                return asked.typed and self.typed_into is None and not elsewhere
            case "unsure":
                return asked.picks_one
            case _:
                return bool(asked.why) and not panel.words

    def action_answer(self) -> None:
        """Go to the answers."""
        self.walked.take_focus()

    def action_either(self) -> None:
        """Go to the answers."""
        self.walked.take_focus()

    def action_type(self) -> None:
        """Go back into the field."""
        self.walked.take_focus()

    def action_send(self) -> None:
        """Answer with what is typed."""
        self._press("enter")

    def action_out(self) -> None:
        """Leave the field."""
        self._press("escape")

    def _press(self, key: str) -> None:
        self.app.call_later(self.app.simulate_key, key)  # by the app: what a screen sends comes back to it, no further

    def action_go_on(self) -> None:
        """Go on from a list."""
        if self.asks_in_view:
            self.walked.panel.go_on()

    def action_digit(self, number: int) -> None:
        """Answer by number."""
        if self.asks_in_view:
            self.walked.panel.digit(number)

    def action_reply(self, answer_id: str) -> None:
        """Answer yes or no."""
        if self.asks_in_view:
            self.walked.panel.reply(answer_id)

    def action_filter(self) -> None:
        """Let words be typed that leave some of the answers."""
        if self.asks_in_view:
            self.walked.panel.filter()

    def action_choose_found(self) -> None:
        """Choose the marked answer of those that are left."""
        self.walked.panel.choose_found()

    def action_unfilter(self) -> None:
        """Show all the answers again."""
        self.walked.panel.unfilter()

    def action_unsure(self) -> None:
        """Answer that one is not sure."""
        if self.asks_in_view:
            self.walked.panel.unsure()

    def action_tick(self) -> None:
        """Tick the marked item."""
        if self.asks_in_view:
            self.walked.panel.tick()

    def action_why(self) -> None:
        """Say why we ask, or hide it."""
        if self.asks_in_view:
            self.walked.panel.toggle_why()

    def action_back(self) -> None:
        """Take the last answer back; with an earlier question put again, leave it as it was."""
        self.walked.back()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring a question that has the keyboard into view; name the keys that work once that is settled."""
        if self.walked in event.widget.ancestors_with_self:
            self.remove_class("-aside", "-beside")
        self.call_after_refresh(self.set_keys)

    def on_resize(self) -> None:
        """Name the keys that work now: in one column, something else may stand in the question's place."""
        self.call_after_refresh(self.set_keys)

    def on_input_changed(self) -> None:
        """Name the keys that work now: backspace goes back where nothing is typed."""
        self.set_keys()

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Name the keys that work now."""
        self.set_keys()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Put the earlier question again that was chosen on the trail."""
        if event.page is self.walked.trail and isinstance(event.target, tuple):
            event.stop()
            self.walked.ask_again(event.target)
