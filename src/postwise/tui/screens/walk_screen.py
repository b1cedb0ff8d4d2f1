"""The walk on one screen: a question at a time, the trail on the left, all of it updated in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from postwise.logic.lookahead import AT_ONCE
from postwise.tui.base_screen import BaseScreen
from postwise.tui.openings import NextWalk, OpenMap, OpenRecommendation
from postwise.tui.screen_commands import DRAFT, OTHER_ROAD, WALK, Action
from postwise.tui.widgets.answering_keys import DIGITS, AnsweringKeys
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.trail import progress
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.ending_ahead import decided_in_words, end_at_hand
from postwise.walk.walk import Walk
from postwise.walk.walking import NO_CASE, GoToItsEnd, Standing, goes_on

if TYPE_CHECKING:
    from textual import events
    from textual.widgets import TextArea

    from postwise.tree.library import LibraryEntry
    from postwise.tui.widgets.field import DraftPanel
    from postwise.walk.walking import Place


class WalkScreen(AnsweringKeys[None], BaseScreen[None]):
    """A person's walk through a tree."""

    COMMANDS_HERE = WALK
    title_here = "On a walk"
    BINDINGS: ClassVar[list[BindingType]] = [*DIGITS, Binding("shift+tab", "other_side", show=False)]

    def __init__(
        self,
        walk: Walk,
        draft: str = "",
        *,
        other: bool = False,
        number: int | None = None,
        asking: Place | None = None,
    ) -> None:
        self.trail = TextPage(id="trail")
        self.walked = WalkPanel(self.trail, id="main")
        super().__init__(Horizontal(Vertical(self.trail, id="side"), self.walked, id="body"))
        self.begun = walk
        self.begun_with = asking
        """The answer that is to be changed first, or None."""
        self.draft = self._first_draft = draft
        self.other = other
        """Whether this is a road looked at beside one's own."""
        self.number = number
        """Which walk in hand it is; None if it is none."""
        self.decided: str | None = None
        """The outcome that is decided already, as far as that is known."""

    def on_mount(self) -> None:
        """Put the first question."""
        self.walked.panel.page.focus()
        if self.number is None and not self.other:
            self.number = self.app.walks.take(self.begun, self.draft)
        hand = None if self.number is None else self.app.walks.get(self.number)
        self.walked.go_on_from(Standing(self.begun, self.begun_with) if hand is None else hand.stands)
        self.go_on()
        if hand is not None and hand.changed:
            self.call_after_refresh(self.app.tell, hand.changed)
        if self.walk.question is not None and self.draft and not self.narrow:
            self.call_after_refresh(self.open_draft)

    # Walking

    @property
    def walk(self) -> Walk:
        """The walk as it stands."""
        return self.walked.walk or self.begun

    def remember(self) -> None:
        """Remember where the walk stands, if it is the person's own; another road is, once something is done on it."""
        stands = self.walked.stands
        if stands is None:
            return
        if self.number is None and self._has_done_something(stands):
            self.number = self.app.walks.take(self.begun, self._first_draft, other=True)
        if self.number is not None:
            self.app.walks.stand(self.number, stands, self.draft)
            if not self.other:
                self.app.walk = self.walk

    def _has_done_something(self, stands: Standing) -> bool:
        more = len(stands.unsent) > len(Standing(self.begun).unsent)
        return stands.walk != self.begun or more or self.draft != self._first_draft

    def began_at(self, entry: LibraryEntry) -> bool:
        """Tell whether the walk is the person's own, began in a tree and goes on."""
        return self.number is not None and goes_on(self.walk) and entry.is_of(self.walk.legs[0].tree)

    def on_top_again(self) -> None:
        """Show the recommendation again, if the walk stands at it."""
        if not self.walked.asks:
            self.finish()

    def _head(self) -> None:
        words, share = progress(self.walk)
        hand = None if self.number is None else self.app.walks.get(self.number)
        right = f"{OTHER_ROAD} · {words}" if self.other or (hand is not None and hand.other) else words
        self.masthead.show(line(self.walk.title, "bold"), line(right, "muted"), share)
        self.decided = self.walked.decided
        said = "" if self.decided is None else decided_in_words(self.walk, self.decided)
        self.keybar.keep_saying(line(self.walked.put_again or said, "accent"))
        self.set_keys()

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        match action:
            case "to_the_end":
                return self.decided is not None and end_at_hand(self.walk, AT_ONCE) is not None
            case "put_away":
                return self.has_class("-draft")
            case _:
                return super().offers(action)

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here; of the draft, where it stays."""
        if command.action == DRAFT.action:
            return command._replace(help=DRAFT.help.format(machine=self.app.machine))
        if self.other and command.name == "leave" and self.walked.asking is None:
            told = "Go back to your own road; this one stays in the library if you answer on it"
            return command._replace(label="Your own", help=told)
        return super().called_now(command)

    def on_walk_panel_moved(self, event: WalkPanel.Moved) -> None:
        """Say how far along the walk is, or show where it has ended."""
        event.stop()
        if event.again:
            self.remove_class("-aside")
            self.walked.take_focus()
        self.go_on()

    def on_walk_panel_looked(self, event: WalkPanel.Looked) -> None:
        """Say how much is still to come."""
        event.stop()
        if self.walked.asks:
            self._head()

    def go_on(self) -> None:
        """Remember where the walk stands, and say how far along it is, or show where it has ended."""
        if not self.walked.asks and self.walk.outcome is None:
            self.walked.show(self.walk.back())
            self.say(NO_CASE, "stop")
        self.remember()
        if self.walked.asks:
            self._head()
        else:
            self.finish()

    def finish(self) -> None:
        """Show the recommendation."""
        self._head()
        self.app.open(OpenRecommendation(self.walk, self.draft, self.other), self.returned)

    def action_to_the_end(self) -> None:
        """Go to where every answer from here leads; going back there leads to the question left."""
        self.walked.do(GoToItsEnd())

    def returned(self, onward: NextWalk | None) -> None:
        """Go on after the recommendation: with another walk, with an answer to change, or not at all."""
        if onward is None:
            self.app.close(self, stay=self.finish)
            return
        self.walked.go_on_with(onward.walk, onward.asking)
        self.go_on()
        self.walked.take_focus()

    # Keys

    def action_other_side(self) -> None:
        """Go from the question to the trail, or back."""
        self.walked.show_trail()
        to_trail = not self.trail.has_focus
        self.set_class(to_trail, "-aside")
        if to_trail:
            if not self.trail.targets:
                self.remove_class("-aside")
                self.say("Nothing is answered yet, so there is nothing to change.")
                return
            self.trail.focus()
        else:
            self.walked.take_focus()

    def action_map(self) -> None:
        """Show the whole tree."""
        self.go_to(OpenMap(self.walk), self.mapped)

    def mapped(self, question_id: str) -> None:
        """Go back to a question that was chosen on the map."""
        self.walked.ask_again((self.walk.tree.id, question_id))

    # The draft

    def action_draft(self) -> None:
        """Give the draft the keyboard, open or not: what is typed behind the key is meant for it."""
        self.open_draft()
        self._draft().go_on_behind()
        self.set_focus(self._draft())  # now: keys may have come in already

    def action_put_away(self) -> None:
        """Put the draft away."""
        self.close_draft()

    def open_draft(self) -> None:
        """Show the draft beside the question."""
        self._draft()
        self.add_class("-draft")

    def close_draft(self) -> None:
        """Put the draft away; what stands in it is kept."""
        self.remove_class("-draft", "-aside")
        self.walked.take_focus()

    def _draft(self) -> DraftPanel:
        from postwise.tui.widgets.field import DraftPanel

        drafts = self.query(DraftPanel)
        if drafts:
            return drafts.first()
        draft = DraftPanel(self.draft)
        self.query_one("#side").mount(draft)
        return draft

    def on_resize(self) -> None:
        """Put the draft away where there is room for one column only, and nobody is writing in it."""
        writing = self.has_class("-draft") and self._draft().has_focus
        self.call_after_refresh(self._make_room, writing=writing)

    def _make_room(self, *, writing: bool) -> None:
        if self.narrow and self.has_class("-draft") and not writing:
            self.remove_class("-draft", "-aside")  # the keyboard stays at the question, in its field or not
            if self.focused is None or self.focused is self.trail:
                self.walked.take_focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the draft away where there is no room for it beside a question that has the keyboard."""
        if self.narrow and self.walked in event.widget.ancestors:
            self.remove_class("-draft")

    def on_draft_panel_left(self) -> None:
        """Go back to the question; in one column, put the draft away."""
        if self.narrow:
            self.close_draft()
        else:
            self.walked.take_focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what was written in the draft, in the library too if the walk was begun with what stands there."""
        from postwise.tui.widgets.field import DraftPanel

        if isinstance(event.text_area, DraftPanel):
            if self.app.draft == self.draft:
                self.app.draft = event.text_area.text
            self.draft = event.text_area.text
            self.remember()

    def action_leave(self) -> None:
        """Leave the walk; ask first if something would be lost."""
        if self.walked.asking is not None:
            self.walked.ask_again(None)
        else:
            self.remember()
            self.app.close(self)
