"""The library: which trees there are, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal, Vertical
from textual.worker import get_current_worker

from postwise.errors import PostwiseError
from postwise.files import no_folder
from postwise.logic.search import while_wanted
from postwise.tree.library import IndexedTree, Library, LibraryEntry, grouped
from postwise.tree.model import ID, id_of
from postwise.tui.base_screen import BaseScreen
from postwise.tui.openings import OpenMap, OpenPreview, OpenSetup
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.head_and_foot import Action
from postwise.tui.widgets.library_details import TreeDetails, preview_lines
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.text_page import TextPage

if TYPE_CHECKING:
    from textual.widgets import Input

    from postwise.logic.counting import Analysis
    from postwise.tree.loader import Loaded
    from postwise.tree.model import Tree

COMMANDS = (
    Action("", "↵", "walk", "Walk", "Walk through the marked tree", foot=True),
    Action("t", "t", "train", "Train", "Hold a training session on the marked tree", foot=True),
    Action("m", "m", "map", "Map", "See the whole tree as an outline", foot=True),
    Action("n", "n", "new_tree", "New tree", "Begin a tree of your own, and walk it while you write it", foot=True),
    Action("e", "e", "preview", "Write", "Walk the marked file while you change it"),
    Action("slash", "/", "search", "Search", "Find a tree by a word in its title, summary or questions"),
    Action("a", "a", "anew", "Begin anew", "Walk through the marked tree from its first question"),
    Action("tab", "tab", "other_side", "About it", "In one column, say more about the marked tree; and back"),
    Action("q,escape", "q", "app.leave_all", "Quit", "Leave postwise"),
)

FOR_A_SHELF = 2_000
"""So much is looked at to say how many questions a tree asks; of a larger one the list does not say it."""
FIRST = "before-you-post"
"""The tree that is marked at first, where there is one."""


class LibraryScreen(BaseScreen[None]):
    """The trees on the left, what is known of the marked one on the right."""

    COMMANDS_HERE = COMMANDS
    title_here = "In the library"

    def __init__(self, library: Library) -> None:
        self.shelf = TextPage(id="shelf")
        self.preview = TextPage(id="preview", measure=66, can_focus=False)
        super().__init__(Horizontal(Vertical(self.shelf, id="side"), Vertical(self.preview, id="main"), id="body"))
        self.library = library
        self.books: Mapping[str, IndexedTree] = {entry.id: IndexedTree.of(library, entry) for entry in library.entries}
        self.known: dict[str, Analysis] = {}
        """What the author's analysis says of the trees looked at so far."""
        self.wanted = ""

    def on_mount(self) -> None:
        """Show the titles at once; read the trees when they have been painted."""
        self.masthead.show(line("postwise", "bold"), line("think before you post, together", "muted"))
        self.shelf.focus()
        self.shelf.show(list(self._shelf_lines()), FIRST)
        self._set_preview()
        self.call_after_refresh(self._read)

    def read_anew(self) -> None:
        """Read the trees again: there may be others by now."""
        self.library = self.app.library
        self.books = {entry.id: IndexedTree.of(self.library, entry) for entry in self.library.entries}
        self.known = {}
        self._set_shelf()
        self.call_after_refresh(self._read)

    def on_screen_resume(self) -> None:
        """Bring the marks of unfinished walks up to date."""
        self._set_shelf()

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self._set_preview)

    # Reading

    @work(thread=True, exclusive=True, group="read")
    def _read(self) -> None:
        """Read every tree, beside the screen."""
        worker = get_current_worker()
        self.app.walks.look()
        for book in self.books.values():
            read = self._read_one(book)
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._has_read, read)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._set_shelf)

    def _read_one(self, book: IndexedTree) -> IndexedTree:
        from postwise.walk.walk import Walk

        try:
            loaded = self.library.load(book.entry)
        except PostwiseError:
            return book
        if loaded.tree is None:
            return book._replace(loaded=loaded)
        start = Walk.start(loaded.tree, profile=self.library.words)
        start.known.look_ahead(start.at, start.asked, FOR_A_SHELF)
        fewest, most = start.remaining_so_far
        steps = None if fewest is None or most is None else (fewest, most)
        return book._replace(loaded=loaded, title=start.title, steps=steps)

    def _has_read(self, book: IndexedTree) -> None:
        self.books = {**self.books, book.id: book}
        if book.loaded is not None and book.loaded.tree is not None:
            self.app.walks.take_up(book.loaded.tree, self.library.words)
        if book.id == self.marked_id:
            self._set_preview()

    # The shelf

    @property
    def marked_id(self) -> str:
        """The id of the marked tree; empty if there is none."""
        return self.shelf.marked if isinstance(self.shelf.marked, str) else ""

    @property
    def marked(self) -> IndexedTree | None:
        """The marked tree."""
        return self.books.get(self.marked_id)

    def _set_shelf(self) -> None:
        self.shelf.show(list(self._shelf_lines()), keep=True)
        self._set_preview()

    def _shelf_lines(self) -> Iterator[PageLine]:
        matching = [book for book in self.books.values() if not self.wanted or book.has(self.wanted)]
        if not matching:
            nothing = "No tree has that word in it." if self.wanted else "There are no trees here."
            yield from (BLANK, PageLine(line(nothing, "muted")))
        for group, books in grouped(matching).items():
            yield BLANK
            yield PageLine(line(group.upper(), "muted"))
            for book in books:
                yield self._book_line(book)

    def _book_line(self, book: IndexedTree) -> PageLine:
        own = styled(" ✎", "accent") if book.own else EMPTY
        if book.faulty:
            return PageLine(line(book.title), EMPTY, book.id, right=join([styled("▲ errors", "stop"), own]))
        begun = styled("… ", "accent bold") if book.id in self.app.walks.begun else EMPTY
        steps = "-".join(map(str, sorted(set(book.steps or ()))))
        return PageLine(line(book.title), EMPTY, book.id, right=join([begun, styled(steps, "muted"), own]))

    def _set_preview(self) -> None:
        book = self.marked
        if book is None:
            self.preview.show([])
            return
        analysis, begun = self.known.get(book.id), self.app.walks.begun.get(book.id)
        details = TreeDetails(self.library.words, self.app.today, analysis, begun, self.preview.size.width)
        self.preview.show(list(preview_lines(book, details)))
        if book.loaded is not None and book.loaded.tree is not None and analysis is None:
            self.call_after_refresh(self._analyse, book.id, book.loaded.tree)

    @work(thread=True, exclusive=True, group="analyse", description="all walks of a tree")
    def _analyse(self, tree_id: str, tree: Tree) -> None:
        from postwise.logic.counting import analyse

        worker = get_current_worker()
        with while_wanted(lambda: worker.is_cancelled):
            analysis = analyse(tree)
            _ = analysis.verdicts
            if not worker.is_cancelled:
                self.app.call_from_thread(self._has_analysed, tree_id, analysis)

    def _has_analysed(self, tree_id: str, analysis: Analysis) -> None:
        self.known[tree_id] = analysis
        if tree_id == self.marked_id:
            self._set_preview()

    def on_text_page_marked(self, event: TextPage.Marked) -> None:
        """Show what is known of the tree the mark has come to."""
        event.stop()
        self._set_preview()

    # Keys

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Walk through a tree: at a click, once it is marked."""
        if event.page is self.shelf and self.is_active:
            event.stop()
            self.action_walk()

    def action_walk(self) -> None:
        """Walk through the marked tree, from where it was left off."""
        book = self.marked
        if book is not None:
            self.app.action_open_tree(book.id)

    def action_anew(self) -> None:
        """Walk through the marked tree from its first question."""
        self.app.walks.begin_anew(self.marked_id)
        self.action_walk()

    def action_other_side(self) -> None:
        """Where there is room for one column only, show the other one."""
        if self.narrow:
            self.toggle_class("-aside")
            self.call_after_refresh(self._set_preview)

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
        if book is not None and book.own:
            self.app.go_on_to(partial(OpenPreview, book.entry), self.read_anew)
        else:
            self.say("This tree comes with postwise. n begins one of your own.")

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

    def action_search(self) -> None:
        """Ask for a word."""
        from postwise.tui.widgets.field import search_above  # nobody waits for a field before they search

        search_above(self.shelf, "Search trees")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the word in it."""
        self.wanted = event.value.strip().casefold()
        self._set_shelf()
