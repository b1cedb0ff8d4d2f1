"""The library: which trees there are, the one that is looked at, and what one means to post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, work
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.worker import get_current_worker

from postwise.files import no_folder
from postwise.tree.folder_files import passed_over_words
from postwise.tree.ids import ID, id_of
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.library_index import IndexedTree
from postwise.tui.base_screen import BaseScreen
from postwise.tui.library_commands import Place, commands_at
from postwise.tui.library_shelf import (
    SAVED,
    BesidePage,
    Shelved,
    TreeList,
    as_read,
    draft_line,
    fault_of,
    hand_lines,
    saved_lines,
)
from postwise.tui.openings import OpenMap, OpenPreview, OpenSavedWalks, OpenSetup
from postwise.tui.screen_commands import LIBRARY
from postwise.tui.widgets.content import line
from postwise.tui.widgets.library_details import TreeDetails, preview_lines
from postwise.tui.widgets.search_box import SearchBox
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.recorded_trees import trees_of

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea

    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree
    from postwise.tui.screen_commands import Action
    from postwise.tui.walk_in_hand import WalkInHand
    from postwise.tui.widgets.field import DraftPanel
    from postwise.walk.saved_walk import SavedWalk

FIRST = "before-you-post"
"""The tree that is marked at first, where there is one."""
DRAFT = "draft"
"""The target of the line that opens the draft."""


class LibraryScreen(BaseScreen[None]):
    """The trees on the left, under a line to search with; what is known of the marked one on the right."""

    COMMANDS_HERE = LIBRARY
    title_here = "In the library"

    def __init__(self, library: Library) -> None:
        self.search = SearchBox("Search trees", self.action_start)
        self.meant = BesidePage(id="meant")
        """The line that says what one means to post."""
        self.shelf = BesidePage(id="shelf", lit=True)
        self.preview = BesidePage(id="preview", measure=66)
        side = Vertical(self.search, self.meant, self.shelf, id="side")
        super().__init__(Horizontal(side, Vertical(self.preview, id="main"), id="body"))
        self.library = library
        self.books: Mapping[str, IndexedTree] = {entry.id: IndexedTree.of(library, entry) for entry in library.entries}
        self.passed_over = passed_over_words(path.name for path in library.passed_over(()))
        """What lies among the organisation's own trees and is none, in a sentence."""
        self.clicked: object = None
        """What was clicked last: a second click on it starts it."""

    def on_mount(self) -> None:
        """Show the titles at once; read the trees when they have been painted."""
        self.masthead.show(line("postwise", "bold"), line("think before you post, together", "muted"))
        self.set_focus(self.search)
        self._set_shelf(FIRST)
        self.call_after_refresh(self._read)

    def read_anew(self) -> None:
        """Read the trees again: there may be others by now."""
        self.library = self.app.library
        self.books = {entry.id: IndexedTree.of(self.library, entry) for entry in self.library.entries}
        self.passed_over = passed_over_words(path.name for path in self.library.passed_over(()))
        self._set_shelf()
        self.call_after_refresh(self._read)

    def on_screen_resume(self) -> None:
        """Bring the marks of unfinished walks, and the draft, up to date."""
        self.clicked = None
        self.app.walks.tidy(self.app.draft, self.app.walks_shown)
        self._set_shelf()

    def on_resize(self) -> None:
        """Set the pages for their new room."""
        self.call_after_refresh(self._set_shelf)

    # Reading

    @work(thread=True, exclusive=True, group="read")
    def _read(self) -> None:
        """Read every tree, beside the screen."""
        worker = get_current_worker()
        self.app.walks.look(self.library)
        for book in self.books.values():
            read = as_read(book, self.library)
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._has_read, read)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._has_read_all)
        for record, library in self.app.walks.apart:
            trees = trees_of(record, library, library.tree_named)
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._has_read_apart, record, trees, library)

    def _has_read(self, book: IndexedTree) -> None:
        self.books = {**self.books, book.id: book}
        self._take_up()
        if book.id == self.marked_id:
            self._set_preview()

    def _has_read_all(self) -> None:
        self._take_up(all_read=True)
        self._set_shelf()

    def _take_up(self, *, all_read: bool = False) -> None:
        """Take in hand what was put aside in the trees that have been read by now."""
        trees = {book.id: book.tree for book in self.books.values() if book.tree is not None}
        self.app.walks.take_up(trees, self.library, all_read=all_read)

    def _has_read_apart(self, record: SavedWalk, trees: Mapping[str, Tree], library: Library) -> None:
        self.app.walks.take_up_apart(record, trees, library)
        self._set_shelf()

    # The pages

    @property
    def marked_id(self) -> str:
        """The id of the marked tree; empty if there is none."""
        match self.shelf.marked:
            case str(tree_id):
                return tree_id
            case _:
                hand = self.hand
                book = self.books.get(hand.walk.tree.id) if hand is not None and not hand.ended else None
                if hand is None or book is None or not book.entry.is_of(hand.walk.tree):
                    return ""
                return book.id if hand.began_in.home in {None, self.library.home} else ""

    @property
    def hand(self) -> WalkInHand | None:
        """The marked walk, if one is marked and no tree."""
        match self.shelf.marked:
            case Shelved("walk", number):
                return self.app.walks.get(number)
            case _:
                return None

    @property
    def begun(self) -> WalkInHand | None:
        """The walk to go on with that is marked, or that began in the marked tree."""
        book = self.marked
        return self.hand or (self.app.walks.begun_in(book.entry, self.library.home) if book is not None else None)

    @property
    def marked(self) -> IndexedTree | None:
        """The marked tree."""
        return self.books.get(self.marked_id)

    @property
    def wanted(self) -> str:
        """What is searched for."""
        return " ".join(self.search.words)

    def _set_shelf(self, mark: str | None = None, *, keep: bool = True) -> None:
        width = self.shelf.size.width or self.app.size.width
        books = tuple(self.books.values())
        listed = TreeList(books, self.app.walks, self.search.words, width, self.library.home, self.passed_over)
        self.shelf.show(list(listed.lines()), mark, keep=keep)
        self.meant.show([draft_line(self.app.draft, DRAFT)])
        self._set_preview()

    def _set_preview(self) -> None:
        book, hand = self.marked, self.hand
        if hand is not None and (hand.ended or book is None):
            self.preview.show(list(hand_lines(hand, self.library.home)))
        elif book is None:
            self.preview.show(list(saved_lines(self.app.machine)) if self.shelf.marked == SAVED else [])
        else:
            begun = None if self.begun is None else self.begun.walk
            details = TreeDetails(self.library.words, self.app.today, begun, self.search.words)
            self.preview.show(list(preview_lines(book, details)))
        self.set_keys()

    def on_text_page_marked(self, event: TextPage.Marked) -> None:
        """Show what is known of the tree the mark has come to."""
        event.stop()
        if event.target != self.clicked:
            self.clicked = None
        self._set_preview()

    # Where the keyboard is

    @property
    def place(self) -> Place:
        """Where the keyboard is."""
        if self.focused is self.shelf:
            return "list"
        if self.focused is self.preview:
            return "about"
        if self.has_class("-draft"):
            return "draft"
        return "found" if self.wanted else "search"

    @property
    def typed_into(self) -> Widget | None:
        """The field that letters go to: while anything is searched for, they are never commands."""
        return super().typed_into or (self.search if self.search.value else None)

    def commands(self) -> Iterator[Action]:
        """Yield what can be done here now, called what it is where the keyboard is."""
        faulty = self.marked is not None and self.marked.faulty
        goes_on = self.begun is not None and not self.begun.ended
        start = "Go on" if goes_on else "Start" if isinstance(self.shelf.marked, str) else "Open"
        return commands_at(self.place, super().commands(), start, narrow=self.narrow, faulty=faulty)

    def offers(self, action: str) -> bool:
        """Tell whether something can be done now."""
        book, place = self.marked, self.place
        match action:
            case "start":
                return self.shelf.marked is not None and not (book is not None and book.faulty) and place != "draft"
            case "anew":
                return book is not None and self.begun is not None and not self.begun.ended
            case "train" | "map":
                return book is not None and not book.faulty
            case "preview":
                return book is not None and (book.own or book.faulty)
            case "search":
                return place not in {"search", "found"}
            case "onward":
                return place != "found" or self.shelf.marked is not None
            case "draft" | "out":
                return place != "draft"
            case "done":
                return place == "draft"
            case _:
                return True

    def _give_keyboard(self, widget: Widget, *, aside: bool = False) -> None:
        """Put the keyboard somewhere; with `aside`, one column shows what is said of the tree."""
        moved = aside != self.has_class("-aside")
        self.set_class(aside, "-aside")
        for page in (self.shelf, self.preview):
            page.can_focus = page is widget
        if moved:
            self.call_after_refresh(self.set_focus, widget)  # it cannot have it before it is shown
        else:
            self.set_focus(widget)
        self.set_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put away what was left for a click elsewhere, and let clicks on the list leave the keyboard where it is."""
        for page in (self.shelf, self.preview):
            page.can_focus = page is event.widget
        self.shelf.lit = event.widget in (self.search, self.shelf, self.preview)
        self.shelf.refresh()
        if self.shelf.lit and self.has_class("-draft"):
            self.remove_class("-draft")
            self.meant.show([draft_line(self.app.draft, DRAFT)])

    def action_onward(self) -> None:
        """Go on to the keys, or to what is said of the marked tree, and back to the search."""
        match self.place:
            case "search":
                self._give_keyboard(self.shelf)
            case "found" | "list" if self.shelf.marked is not None:
                self._give_keyboard(self.preview, aside=True)
            case _:
                self._give_keyboard(self.search)

    def action_out(self) -> None:
        """Go back to what was found, empty the search, or leave what has the keyboard, and from the list postwise."""
        if self.place == "about" and self.search.value:
            self._give_keyboard(self.search)
        elif self.search.value:
            self.search.value = ""
            self._give_keyboard(self.search)
        elif self.place == "list":
            self.app.action_leave_all()
        else:
            self._give_keyboard(self.shelf)

    def action_search(self) -> None:
        """Put the keyboard into the search."""
        self._give_keyboard(self.search)

    def on_key(self, event: events.Key) -> None:
        """Go on typing what is searched for: while there is anything, no letter is a command."""
        if event.is_printable and event.character and self.search.value and self.place in {"list", "about"}:
            event.stop()
            self._give_keyboard(self.search)
            self.search.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words in it, the best of it marked."""
        event.stop()
        self.clicked = None
        self._set_shelf(keep=not self.wanted)

    def action_mark(self, by: int) -> None:
        """Move the mark on the list."""
        self.shelf.action_mark(by)

    def action_turn(self, by: int) -> None:
        """Turn the page of the list."""
        self.shelf.action_turn(by)

    # The draft

    def action_draft(self) -> None:
        """Open the draft."""
        from postwise.tui.widgets.field import DraftPanel  # nobody waits for a field before they write

        for panel in self.query(DraftPanel):
            panel.remove()
        panel = DraftPanel(self.app.draft)
        panel.border_title = "What do you mean to post?"
        self.remove_class("-aside")
        self.query_one("#side").mount(panel, before=self.shelf)
        self.add_class("-draft")
        panel.go_on_behind()
        self.set_focus(panel)  # now: keys may have come in already

    def action_done(self) -> None:
        """Put the draft away."""
        self._give_keyboard(self.search)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what one means to post: the draft of the walk that is started."""
        self.app.draft = event.text_area.text

    def on_draft_panel_left(self, event: DraftPanel.Left) -> None:
        """Put the draft away."""
        event.stop()
        self.action_done()

    # What can be done

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Start what was chosen; a first click only marks it. Open the draft."""
        if event.page is self.meant and self.is_active:
            event.stop()
            self.action_draft()
        elif event.page in (self.shelf, self.preview) and self.is_active:
            event.stop()
            again, self.clicked = self.clicked == event.target, event.target
            if again or not event.clicked:
                self.action_start()
            else:
                self.say("A second click starts it.")

    def action_start(self) -> None:
        """Walk through the marked tree, from where it was left off, or open what is marked on a shelf."""
        book, hand = self.marked, self.hand
        if not self.is_active:
            return
        if hand is not None:
            self.app.open_walk(hand.number)
        elif self.shelf.marked == SAVED:
            self.action_saved()
        elif book is not None and book.faulty:
            self.say(f"It cannot be walked yet. {fault_of(book)}", "stop")
        elif self.marked_id:
            self.app.action_open_tree(self.marked_id)

    def action_saved(self) -> None:
        """See what was saved; it is read there, and not before."""
        self.go_to(OpenSavedWalks())

    def action_anew(self) -> None:
        """Walk through the marked tree from its first question."""
        if self.is_active:
            self.app.begin_walk(self.marked_id)

    def action_map(self) -> None:
        """Show the whole of the marked tree."""
        book = self.marked
        walk = self.app.walk_in(book.id) if book is not None else None
        if walk is not None:
            self.go_to(OpenMap(walk))

    def action_train(self) -> None:
        """Go to a training session on the cases of the marked tree."""
        loaded = self.marked.loaded if self.marked is not None else None
        tree = loaded.tree if loaded is not None else None
        if loaded is not None and tree is not None and any(scenario.story for scenario in tree.scenarios.values()):
            self.app.go_on_to(partial(self._training, loaded, tree.id), self.read_anew)
        else:
            self.say("This tree has no case to talk about yet: a scenario with a story.")

    def _training(self, loaded: Loaded, tree_id: str) -> OpenSetup:
        from postwise.train.cases import cases_of, suggested_choices

        return OpenSetup(suggested_choices(cases_of(loaded), tree_id, self.library.words, Path.cwd(), self.app.today))

    def action_preview(self) -> None:
        """Go to the marked file as its author sees it; the trees that ship are not there to be changed."""
        book = self.marked
        if book is not None and (book.own or book.faulty):
            self.app.go_on_to(partial(OpenPreview, book.entry), self.read_anew)
        else:
            self.say(f"This tree comes with postwise. {self.keycaps['new-tree']} begins one of your own.")

    def action_new_tree(self) -> None:
        """Ask what a new tree is to be called, and go to it."""
        from postwise.tui.dialogs import FormDialog, FormField

        text = "Small letters, digits and hyphens. It is made from a template that works as it stands."
        blank = FormField("name", "What it is called", "", "speaking-at-events")
        self.ask(FormDialog("A new tree", text, [blank], self._refused), self._named)

    def _refused(self, typed: Mapping[str, str]) -> str:
        tree_id = typed["name"]
        if ID.fullmatch(tree_id):
            return "There is a tree of that name already." if tree_id in self.books else ""
        made = id_of(tree_id)
        return f"That is no name for a file of a tree. It could be {made}." if made else "A name begins with a letter."

    def _named(self, typed: Mapping[str, str]) -> None:
        self.app.go_on_to(partial(self._new_tree, typed["name"]), self.read_anew)

    def _new_tree(self, tree_id: str) -> OpenPreview:
        from postwise.author.templates import write_tree

        folder = next((folder for folder in self.library.folders if not no_folder(folder)), Path.cwd())
        path = folder / f"{tree_id}.toml"
        write_tree(path, self.app.today)
        return OpenPreview(LibraryEntry(path.stem, path, "file"))
