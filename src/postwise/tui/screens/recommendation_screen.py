"""The recommendation: what to do, why, what would change it; it can be kept, copied, revised and gone on from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.worker import get_current_worker

from postwise.logic.search import while_wanted
from postwise.show.brief import brief, keeps_answers_back
from postwise.show.recommendation_document import RecommendationDocument, no_other_road
from postwise.tree.library import NextTree
from postwise.tui.base_screen import BaseScreen
from postwise.tui.desktop import CopyWords
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.openings import NextWalk, OpenMap, OpenRecommendation, OpenRoads, OpenWalk
from postwise.tui.screen_commands import HAND_OVER, OTHER_ROAD, RECOMMENDATION, WITHOUT_ANSWERS, Action
from postwise.tui.widgets import recommendation_lines as lines
from postwise.tui.widgets.column import Column
from postwise.tui.widgets.content import line
from postwise.tui.widgets.fitted_page import FittedPage
from postwise.tui.widgets.keys_in_turn import now
from postwise.tui.widgets.page_line import BLANK, PageLine, PageWidth
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.trail import place_of
from postwise.walk.ending_ahead import end_at_hand
from postwise.walk.tree_files import library_of
from postwise.walk.walk import Walk
from postwise.walk.what_if import WhatIf

if TYPE_CHECKING:
    from postwise.tui.save_dialog import Saved

AIRY = 31
"""Rows from which on there is room to set things apart."""


THE_LIBRARY_SAYS = "The library says what."


class RecommendationScreen(BaseScreen[NextWalk | None]):
    """Where a walk has ended. Returns how it goes on, or None if it does not."""

    COMMANDS_HERE = RECOMMENDATION
    BINDINGS: ClassVar[list[BindingType]] = [  # before the keys of the column that has the keyboard
        Binding("down,j", "read_on(1)", show=False, priority=True),
        Binding("up,k", "read_on(-1)", show=False, priority=True),
        Binding("pagedown,space", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
    ]
    title_here = "At the recommendation"
    SCOPED_CSS = False
    CSS = """
    RecommendationScreen.-wide #opening, RecommendationScreen.-wide #columns { padding: 0 2; }
    RecommendationScreen.-wide #left, RecommendationScreen.-wide #right { padding: 0 2 0 0; }
    RecommendationScreen.-middling #left { width: 6fr; }
    RecommendationScreen.-middling #right { width: 5fr; }
    RecommendationScreen.-single #opening, RecommendationScreen.-single #right { display: none; }
    """

    def __init__(self, walk: Walk, draft: str = "", *, other: bool = False) -> None:
        if walk.recommendation is None:
            raise ValueError("This walk has not ended.")
        self.opening = FittedPage(2, 6, id="opening", below=1, measure=78)
        self.left = Column(id="left", quiet=True)
        self.right = Column(id="right", quiet=True)
        self._room = Size(), Size()
        """The room that the columns were set for."""
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
        """What the person has done to the page; what they have ticked off is kept for when it is opened again."""
        self.onward: Walk | None = None
        """The walk in the next tree, if there is one."""

    def on_mount(self) -> None:
        """Show what is known at once; work out the rest when it has been painted."""
        self.heeds_from = now()
        self.shown = lines.PageState(self.app.walks.ticked_at(self.walk))
        name = self.recommendation.tree
        following = library_of(self.walk, self.app.library).tree_named(name) if name is not None else None
        self.onward = self.walk.go_on(following) if following is not None else None
        title, version = self.walk.title, self.walk.version
        right = OTHER_ROAD if self._is_other else f"version {version}" if version else ""
        self.masthead.show(line(title, "bold"), line(right, "muted"), 1.0)
        self.left.focus()
        self._set()
        self.call_after_refresh(self.run_worker, self._explain, thread=True, exclusive=True)

    def _explain(self) -> None:
        worker, explained = get_current_worker(), self.walk.what_if
        with while_wanted(lambda: worker.is_cancelled):
            _ = explained.decided, explained.changes, explained.fewest, explained.settle
            self.app.call_from_thread(self._explained, explained)

    def _explained(self, explained: WhatIf) -> None:
        self.explained = explained
        self.left.heeds_from = self.right.heeds_from = now()
        fresh = self.left.top == 0 and self.left.marked in self.left.targets[:1]
        self._set(keep=True)
        if fresh and self._on_first_page(lines.GO_ON):
            self.left.mark(lines.GO_ON)
        then, self._then = self._then, None
        if then is not None and self.is_active:
            then()

    def _on_first_page(self, target: Hashable) -> bool:
        """Tell whether all of a line that can be chosen is in view at the top of the page."""
        rows = [place for place, row in enumerate(self.left.rows) if row.line.target == target]
        return bool(rows) and rows[-1] < self.left.size.height

    def _once_explained(self, then: Callable[[], None]) -> None:
        """Do what says what would change the recommendation, as soon as that has been worked out."""
        if self.explained is not None:
            then()
        else:
            self._then = then
            self.say("One moment: what would change this is still being worked out.")

    # The page

    def _set(self, mark: Any = None, *, keep: bool = False) -> None:
        self._room = self.left.size, self.right.size
        airy = self.size.height >= AIRY
        top = list(lines.opening(self.recommendation, airy=airy))
        self.set_class(self._single, "-single")
        steps = list(lines.steps(self.recommendation, self.shown, self._onward_title))
        reached, in_mind = list(lines.reached(self.recommendation)), list(lines.keep_in_mind(self.recommendation))
        beside = self.recommendation.urgent and not self._single  # nothing else stands there
        steps += [] if beside else reached
        if (
            self._single and self.recommendation.rights
        ):  # a time limit may be among it, and comes before what decided it
            steps, in_mind = [*steps, *in_mind], []
        if self._single:
            self.left.show(self._one_column([*top, BLANK, *steps], in_mind, airy=airy), mark, keep=keep)
        else:
            self.opening.show([BLANK, *top] if airy else top)
            self.left.show([*steps, *in_mind], mark, keep=keep)
            aside = reached if beside else [*self._first(self.right, ()), *self._last()]
            self.right.show(aside, keep=keep)

    @property
    def _single(self) -> bool:
        """Whether all stands in one column: where two have no room, or what opens it has none above them."""
        top = list(lines.opening(self.recommendation, airy=self.size.height >= AIRY))
        rows = lines.rows_of(top, PageWidth(self.size.width - 4, self.opening.edge, self.opening.measure))
        return self.narrow or rows + 1 > self.opening.most

    def _one_column(self, above: list[PageLine], in_mind: list[PageLine], *, airy: bool) -> list[PageLine]:
        """Return the page of one column; where rows are few, none is blank in what a person came for."""
        close = above if airy else [one for one in above if one != BLANK]
        first = self._first(self.left, close)
        if not airy:
            first = [*(one for one in first if one != BLANK), BLANK] if first else []
        return [*close, *first, *in_mind, *self._last()] if self.explained is not None else close

    def _first(self, page: TextPage, above: Sequence[PageLine]) -> list[PageLine]:
        """Return what had to be worked out, as it fits on the first page under what stands above it.

        Until it has been, nothing that comes after it stands there: what comes in later moves nothing.
        """
        if self.explained is None or self.recommendation.urgent:
            return []
        width = PageWidth(page.size.width, page.edge, page.measure)
        return lines.explained(self.walk, self.shown, width, page.size.height - lines.rows_of(above, width))

    def _last(self) -> Iterator[PageLine]:
        """Yield what comes last; the road, which was on the trail a moment ago, at the end."""
        if self.explained is not None and not self.recommendation.urgent:
            yield from lines.would_change(self.walk, self.shown)
            yield from lines.sources(self.walk)
            yield from lines.road(self.walk)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self._set, keep=True)

    def on_column_resized(self, event: Column.Resized) -> None:
        """Set the page again where what opens it has left the columns other room than they were set for."""
        event.stop()
        if self._room != (self.left.size, self.right.size):
            self._set(keep=True)

    @property
    def _is_other(self) -> bool:
        return self.other or self.app.walks.is_other(self.walk)

    @property
    def _next_tree(self) -> NextTree | None:
        name = self.recommendation.tree
        return library_of(self.walk, self.app.library).next_tree(name) if name is not None else None

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
            case lines.ALL_DECIDING:
                self.shown = replace(self.shown, every_deciding=True)
                self._set(keep=True)
            case lines.ALL_DOUBTS:
                self.shown = replace(self.shown, every_doubt=True)
                self._set(keep=True)
            case lines.FEWEST if (fewest := self.walk.what_if.fewest) is not None:
                self.look_at(self.walk.with_changes(fewest.answers))
            case ("next", int(place)):
                self.shown = replace(self.shown, ticked=self.shown.ticked ^ {place})
                self.app.walks.tick(self.walk, self.shown.ticked)
                self._set(keep=True)
            case ("change", int(place)):
                change = self.walk.what_if.changes[place]
                self.look_at(self.walk.change(change.question, change.answer))
            case ("decided" | "settle", str(tree_id), str(question_id)) | (str(tree_id), str(question_id)):
                self.dismiss(NextWalk(self.walk, (tree_id, question_id)))

    def go_on_with(self, onward: NextWalk) -> None:
        """Go on with a road that is looked at; one's own stays under it as it is."""
        self.go_to(OpenWalk(onward.walk, self.draft, other=True, asking=onward.asking))

    def look_at(self, other: Walk) -> None:
        """Show another road without losing this one; one on which more is to be asked is walked to its end first."""
        if other.ended_early is not None and end_at_hand(other.back()) is None:
            other = other.back()
        if other.recommendation is not None:
            self.go_to(OpenRecommendation(other, self.draft, other=True), self.go_on_with)
        else:
            self.go_to(OpenWalk(other, self.draft, other=True))

    # Reading

    @property
    def _columns(self) -> tuple[TextPage, ...]:
        return (self.left,) if self._single else (self.left, self.right)

    def action_turn(self, by: int) -> None:
        """Turn the page, in both columns."""
        for column in self._columns:
            column.action_turn(by)

    def action_read_on(self, by: int) -> None:
        """Go to the next line that can be chosen, else one row on; past the end of a column, to the other one."""
        here = self._columns[-1] if self.right.has_focus else self.left
        before = here.marked, here.top
        here.action_mark(by)
        beyond = self._columns.index(here) + by
        if (here.marked, here.top) == before and 0 <= beyond < len(self._columns):
            self._columns[beyond].focus()

    def action_sources(self) -> None:
        """Show what the tree was built on."""
        self._once_explained(self._show_sources)

    def _show_sources(self) -> None:
        page = self._columns[-1]
        first = next(lines.sources(self.walk))
        place = next(place for place, row in enumerate(page.rows) if row.line == first)
        page.focus()
        page.scroll_rows(place - page.top)

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

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here: on another road, the way out leads to one's own."""
        if command.action == HAND_OVER.action and keeps_answers_back(self.walk):
            return command._replace(help=WITHOUT_ANSWERS)
        to_own = self.other and command.name == "leave"
        return command._replace(label="Your own", help="Go back to your own road") if to_own else command

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        match action:
            case "go_on":
                return self.recommendation.tree is not None
            case "back":
                return bool(self.walk.steps)
            case "sources":
                return bool(self.walk.tree.about.sources) and not self.recommendation.urgent
            case _:
                return True

    def action_go_on(self) -> None:
        """Go on in the next tree; if the walk has been there already, offer to stop."""
        onward = self.onward
        if onward is None:
            missed = library_of(self.walk, self.app.library).unread
            self.say(f"That tree is not there, or has something wrong with it. {missed or THE_LIBRARY_SAYS}", "stop")
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
            none = "No answer that is yours to choose leads somewhere else for certain."
            self.say(no_other_road(self.walk, none))
            return
        others = [self.walk.change(change.question, change.answer).to_its_end() for change in sure]
        other = self._is_other
        self.go_to(OpenRoads(self.walk, others, other), self.look_at)

    # Keeping it

    def action_copy(self) -> None:
        """Copy the recommendation as plain text."""
        self._once_explained(self._copy)

    @property
    def _or_a_file(self) -> str:
        return f"If it does not paste, {self.keycaps['save']} saves it."

    def _copy(self) -> None:
        document = RecommendationDocument.of(self.walk, onward=self._next_tree)
        self.app.copy_to_clipboard(document.as_text(), CopyWords(" as plain text.", self._or_a_file))

    def action_copy_markdown(self) -> None:
        """Copy the recommendation as Markdown."""
        self._once_explained(self._copy_markdown)

    def _copy_markdown(self) -> None:
        document = RecommendationDocument.of(self.walk, onward=self._next_tree)
        self.app.copy_to_clipboard(document.as_markdown(), CopyWords(" as Markdown.", self._or_a_file))

    def action_hand_over(self) -> None:
        """Copy a brief for a colleague, and show the code that opens this walk on their machine."""
        self._once_explained(self._hand_over)

    def _hand_over(self) -> None:
        kept_back = keeps_answers_back(self.walk)
        code = f": a brief. The walk's code alone is {self.walk.code}"
        words = CopyWords(": a brief, without your answers." if kept_back else code)
        self.app.copy_to_clipboard(brief(self.walk, self.app.library), words)

    def action_save(self) -> None:
        """Ask what to keep and where, and keep it."""
        self._once_explained(self._save)

    def _save(self) -> None:
        from postwise.tui.save_dialog import SaveDialog  # nobody waits for it before they save

        dialog = SaveDialog(self.walk, self.draft, self._next_tree, self.app.today, other=self._is_other)
        self.ask(dialog, self._saved)

    def _saved(self, saved: Saved) -> None:
        """Say what came of it; what is kept now is not asked about any more."""
        if saved.with_draft:
            self.app.walks.is_elsewhere(self.draft, saved.record)
        if saved.record is not None:
            self.app.walks.is_saved(self.walk, saved.record, saved.part)
        self.say(saved.sentence)
