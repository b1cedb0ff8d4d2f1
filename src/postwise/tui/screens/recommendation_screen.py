"""The recommendation: what to do, why, what would change it; it can be kept, copied, revised and gone on from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from textual.containers import Horizontal
from textual.worker import get_current_worker

from postwise.logic.search import while_wanted
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tui.base_screen import BaseScreen, CopyWords
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.openings import NextWalk, OpenMap, OpenRecommendation, OpenRoads, OpenWalk
from postwise.tui.widgets import recommendation_lines as lines
from postwise.tui.widgets.content import line
from postwise.tui.widgets.head_and_foot import Action
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import FittedPage, TextPage
from postwise.tui.widgets.trail import place_of
from postwise.walk.walk import Walk
from postwise.walk.what_if import WhatIf

COMMANDS = (
    Action("s", "s", "save", "Save", "Keep the recommendation: choose what of it, and where", foot=True),
    Action("c", "c", "copy", "Copy", "Copy the recommendation as plain text", foot=True),
    Action("C", "C", "copy_markdown", "Copy Markdown", "Copy the recommendation as Markdown"),
    Action("r", "r", "revise", "Revise", "Go back to the questions and change an answer", foot=True),
    Action("backspace,b", "⌫", "back", "Back", "Go back into the last question, and take its answer back"),
    Action("o", "o", "other_road", "Other road", "See two roads side by side", foot=True),
    Action("h", "h", "hand_over", "Hand over", "Copy a brief for a colleague, with a code that opens this walk"),
    Action("g", "g", "go_on", "Go on", "Go on in the tree that this ending leads to"),
    Action("space", "space", "choose", "Tick", "Tick a step off, or choose the marked line", palette=False),
    Action("tab", "tab", "app.focus_next", "Other column", "Go to the other column", palette=False),
    Action("m", "m", "map", "Map", "See the whole tree, with your road in it"),
    Action("q,escape", "q", "dismiss(None)", "Leave", "Leave the walk"),
)
OR_A_FILE = "If it does not paste, s saves it as a file."


class RecommendationScreen(BaseScreen[NextWalk | None]):
    """Where a walk has ended. Returns how it goes on, or None if it does not."""

    COMMANDS_HERE = COMMANDS
    title_here = "At the recommendation"
    SCOPED_CSS = False
    CSS = """
    RecommendationScreen.-wide #opening, RecommendationScreen.-wide #columns { padding: 0 2; }
    RecommendationScreen.-wide #left, RecommendationScreen.-wide #right { padding: 0 2 0 0; }
    RecommendationScreen.-narrow #opening, RecommendationScreen.-narrow #right { display: none; }
    """

    def __init__(self, walk: Walk, draft: str = "", *, other: bool = False) -> None:
        if walk.recommendation is None:
            raise ValueError("This walk has not ended.")
        self.opening = FittedPage(2, 6, id="opening", below=1, measure=78)
        self.left = TextPage(id="left", quiet=True)
        self.right = TextPage(id="right", quiet=True)
        super().__init__(self.opening, Horizontal(self.left, self.right, id="columns"))
        self.recommendation = walk.recommendation
        self.walk = walk
        self.draft = draft
        self.other = other
        """Whether this is a road looked at beside one's own."""
        self.explained: WhatIf | None = None
        """What would change the recommendation, once it has been worked out."""
        self._then: Callable[[], None] | None = None
        """The command that waits until it has been."""
        self.shown = lines.PageState()
        self.onward: Walk | None = None
        """The walk in the next tree, if there is one."""

    def on_mount(self) -> None:
        """Show what is known at once; work out the rest when it has been painted."""
        following = self.app.tree_named(self.recommendation.tree) if self.recommendation.tree is not None else None
        self.onward = self.walk.go_on(following) if following is not None else None
        title, version = self.walk.title, self.walk.version
        right = "Another road: esc goes back to yours" if self.other else f"version {version}" if version else ""
        self.masthead.show(line(title, "bold"), line(right, "muted"), 1.0)
        self.left.focus()
        onward = self.recommendation.tree is not None and not self.narrow  # in one column it may be a page further down
        self._set(mark=lines.GO_ON if onward else None)
        self.call_after_refresh(self.run_worker, self._explain, thread=True, exclusive=True)

    def _explain(self) -> None:
        worker, explained = get_current_worker(), self.walk.what_if
        with while_wanted(lambda: worker.is_cancelled):
            _ = explained.decided, explained.changes, explained.fewest, explained.settle
            self.app.call_from_thread(self._explained, explained)

    def _explained(self, explained: WhatIf) -> None:
        self.explained = explained
        self._set(keep=True)
        then, self._then = self._then, None
        if then is not None and self.is_active:
            then()

    def _once_explained(self, then: Callable[[], None]) -> None:
        """Do what says what would change the recommendation, as soon as that has been worked out."""
        if self.explained is not None:
            then()
        else:
            self._then = then
            self.say("One moment: what would change this is still being worked out.")

    # The page

    def _set(self, mark: Any = None, *, keep: bool = False) -> None:
        top = list(lines.opening(self.recommendation, airy=self.size.height >= 31))
        to_do = list(lines.to_do(self.recommendation, self.shown, self._onward_title))
        if self.narrow:
            self.left.show([*top, BLANK, *to_do, *self._behind()], mark, keep=keep)
        else:
            self.opening.show([BLANK, *top])
            self.left.show(to_do, mark, keep=keep)
            self.right.show(list(self._behind()), keep=keep)

    def _behind(self) -> Iterator[PageLine]:
        if self.explained is not None:
            yield from lines.decided(self.walk)
            yield from lines.worth_settling(self.walk)
        yield from lines.road(self.walk, explained=self.explained is not None)
        if self.explained is not None:
            yield from lines.would_change(self.walk, self.shown)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self._set, keep=True)

    @property
    def _onward_title(self) -> str | None:
        return self.onward.title if self.onward is not None else None

    # What can be chosen on it

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Tick a step, change an answer, look at another road, or go on."""
        target = event.target
        match target:
            case lines.GO_ON:
                self.action_go_on()
            case lines.ALL:
                self.shown = replace(self.shown, every_change=True)
                self._set(keep=True)
            case lines.FEWEST if (fewest := self.walk.what_if.fewest) is not None:
                self.look_at(self.walk.with_changes(fewest.answers))
            case ("next", int(place)):
                self.shown = replace(self.shown, ticked=self.shown.ticked ^ {place})
                self._set(keep=True)
            case ("change", int(place)):
                change = self.walk.what_if.changes[place]
                self.look_at(self.walk.change(change.question, change.answer))
            case (str(tree_id), str(question_id)):
                self.dismiss(NextWalk(self.walk, (tree_id, question_id)))

    def look_at(self, other: Walk) -> None:
        """Show another road without losing this one; an unfinished one is walked to its end first."""
        if other.recommendation is not None:
            self.go_to(OpenRecommendation(other, self.draft, other=True), self.dismiss)
        else:
            self.go_to(OpenWalk(other, self.draft, other=True))

    # Ways on

    def action_revise(self) -> None:
        """Go back to the questions, with the last answer put again; after an early end, to the question left."""
        if self.walk.ended_early is not None:
            self.dismiss(NextWalk(self.walk.back()))
            return
        own = [step for step in self.recommendation.steps if not step.carried]
        if own:
            self.dismiss(NextWalk(self.walk, place_of(own[-1])))

    def action_back(self) -> None:
        """Go back into the last question; what was answered is highlighted there."""
        self.dismiss(NextWalk(self.walk.back()))

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        match action:
            case "go_on":
                return self.recommendation.tree is not None
            case "back":
                return bool(self.walk.steps)
            case _:
                return True

    def action_go_on(self) -> None:
        """Go on in the next tree; if the walk has been there already, offer to stop."""
        onward = self.onward
        if onward is None:
            self.say("That tree is not there, or has something wrong with it. The library says what.", "stop")
            return
        if onward.tree.id not in self.walk.visited:
            self.dismiss(NextWalk(onward))
            return
        better = self.walk.filled("It may do more good to stop here and ring {buddy}.")
        text = f"You have been in “{onward.title}” on this walk already. {better}"
        choices = {"s": self.walk.filled("Stop here, and ring {buddy}"), "g": "Go on all the same"}
        dialog = ChoiceDialog("Round again?", text, choices)
        self.ask(dialog, lambda key: self.dismiss(NextWalk(onward) if key == "g" else None))

    def action_map(self) -> None:
        """Show the whole tree."""
        self.go_to(OpenMap(self.walk), self._mapped)

    def _mapped(self, question_id: str) -> None:
        self.dismiss(NextWalk(self.walk, (self.walk.tree.id, question_id)))

    def action_other_road(self) -> None:
        """Show two roads side by side."""
        self._once_explained(self._show_roads)

    def _show_roads(self) -> None:
        sure = [change for change in self.walk.what_if.changes if change.outcome is not None]
        if not sure:
            self.say("No other answer, changed alone, leads somewhere else for certain.")
            return
        others = [self.walk.change(change.question, change.answer).to_its_end() for change in sure]
        self.go_to(OpenRoads(self.walk, others), self.look_at)

    # Keeping it

    def action_copy(self) -> None:
        """Copy the recommendation as plain text."""
        self._once_explained(self._copy)

    def _copy(self) -> None:
        document = RecommendationDocument.of(self.walk, onward=self._onward_title)
        self.app.copy_to_clipboard(document.as_text(), CopyWords(" as plain text.", OR_A_FILE))

    def action_copy_markdown(self) -> None:
        """Copy the recommendation as Markdown."""
        self._once_explained(self._copy_markdown)

    def _copy_markdown(self) -> None:
        document = RecommendationDocument.of(self.walk, onward=self._onward_title)
        self.app.copy_to_clipboard(document.as_markdown(), CopyWords(" as Markdown.", OR_A_FILE))

    def action_hand_over(self) -> None:
        """Copy a brief for a colleague, and show the code that opens this walk on their machine."""
        self._once_explained(self._hand_over)

    def _hand_over(self) -> None:
        from postwise.show.brief import brief

        self.app.copy_to_clipboard(brief(self.walk), CopyWords(f": a brief. The walk's code alone is {self.walk.code}"))

    def action_save(self) -> None:
        """Ask what to keep and where, and keep it."""
        self._once_explained(self._save)

    def _save(self) -> None:
        from postwise.tui.save_dialog import SaveDialog  # nobody waits for it before they save

        self.ask(SaveDialog(self.walk, self.draft, self._onward_title, self.app.today), self.say)
