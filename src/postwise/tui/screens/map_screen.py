"""The map: a whole tree as an outline that opens and closes, the road picked out, an ending's sign at each leaf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from postwise.tree.model import Tree
from postwise.tui.base_screen import BaseScreen
from postwise.tui.screens.map_outline import OutlineEntry, Path, looked_at, outline, road_of
from postwise.tui.widgets.actions import Action, bindings
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.recommendation_lines import signed
from postwise.tui.widgets.search import search_above
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage
from postwise.walk.walk import Walk

COMMANDS = (
    Action(
        "enter",
        "↵",
        "choose",
        "Go back there",
        "On a question you have answered, go back to it; else open or close",
        foot=True,
    ),
    Action("right,l", "→", "open", "Open", "Open what hangs below", foot=True),
    Action("left,h", "←", "close", "Close", "Close it, or go up", foot=True),
    Action("slash", "/", "search", "Search", "Find a word anywhere in the tree", foot=True),
    Action("n", "n", "next", "Next found", "Go to the next place that was found"),
    Action("x", "x", "all", "All", "Open everything, or only your road"),
    Action("q,escape,m", "esc", "leave", "Back", "Leave the map"),
)
EDIT = Action("enter", "↵", "choose", "Edit", "Open the file in your editor, at the marked line", foot=True)
JOINS = {"above": "↩ above: ", "below": "↪ below: "}
"""What stands where a road joins another."""


class MapScreen(BaseScreen[str | None]):
    """A tree as an outline. Returns the answered question that was chosen, or None; while it is written, any node."""

    COMMANDS_HERE = COMMANDS
    title_here = "On the map"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings(COMMANDS) if not (isinstance(one, Binding) and one.key == "enter"))
    ]
    AUTO_FOCUS = ""

    def __init__(self, tree: Tree, walk: Walk, *, writing: bool = False) -> None:
        super().__init__()
        self.writing = writing
        """Whether the tree is being written: then any node can be chosen, to be opened in the editor."""
        if writing:
            self.title_here = "On the map of the file"
        self.leafed = tree
        self.walk = walk
        self.twigs = outline(tree, road_of(walk))
        self.open: frozenset[Path] = self._road()
        self.wanted = ""
        self.sheet = TextPage(id="outline")

    def commands(self) -> Iterator[Action]:
        """Yield what can be done: while the tree is written, Enter opens the editor."""
        return (EDIT if self.writing and command.action == "choose" else command for command in super().commands())

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        yield self.sheet
        yield self.keybar

    def on_mount(self) -> None:
        """Open the road, and mark where the walk stands."""
        count = f"{len(self.leafed.questions)} questions, {len(self.leafed.outcomes)} endings"
        self.masthead.show(line(self.walk.filled(self.leafed.title), "bold"), line(count, "muted"))
        self.set_keys()
        self.sheet.focus()
        here = next((twig.path for twig in self.twigs if twig.walked and twig.node == self.walk.at), None)
        self._set(here)

    # The outline

    def _road(self) -> frozenset[Path]:
        """Return what is open at first: the road, or the first two questions of a walk not yet begun."""
        if not self.walk.steps:
            return frozenset(twig.path for twig in self.twigs if twig.opens and twig.depth < 2)
        return frozenset(twig.path for twig in self.twigs if twig.opens and twig.walked)

    def _set(self, mark: Path | None = None) -> None:
        self.sheet.show([BLANK, *(self._line(twig) for twig in self.unfolded())], mark, keep=True)

    def unfolded(self) -> Iterator[OutlineEntry]:
        """Yield the entries that hang under nothing closed."""
        closed: int | None = None
        for twig in self.twigs:
            if closed is not None and twig.depth > closed:
                continue
            closed = None
            yield twig
            if twig.opens and twig.path not in self.open:
                closed = twig.depth

    def _line(self, twig: OutlineEntry) -> PageLine:
        found = styled("» ", "accent bold") if self.wanted and self.wanted in self._plain(twig) else EMPTY
        arrow = ("▾ " if twig.path in self.open else "▸ ") if twig.opens else "  "
        lead = join([styled(arrow, "accent" if twig.walked else "muted"), found])
        return PageLine(self._words(twig), lead, twig.path, indent=min(twig.depth, 12) * 2)

    def _words(self, twig: OutlineEntry) -> Content:
        node = self._node(twig)
        if not twig.said:
            return node
        said = line(self.walk.filled(twig.said), "accent bold" if twig.walked else "")
        return join([said, styled("  →  " if twig.kind != "outcome" else "  ", "muted"), node])

    def _node(self, twig: OutlineEntry) -> Content:
        filled = self.walk.filled
        if twig.kind == "outcome":
            outcome = self.leafed.outcomes[twig.node]
            headline = line(filled(outcome.headline), "bold" if twig.walked else "muted").pad_left(2)
            return join([signed(outcome.verdict), headline, self._here(twig)])
        if twig.node in self.leafed.branches:
            asks = [f"“{filled(self.leafed.questions[name].ask)}”" for name in looked_at(self.leafed, twig.node)]
            said = line(f"by your answer to {' and '.join(asks)}" if asks else "by your answers", "muted italic")
        else:
            said = line(filled(self.leafed.questions[twig.node].ask), "bold" if twig.walked else "muted")
        if twig.kind in JOINS:
            return join([styled(JOINS[twig.kind], "accent"), said])
        return join([said, self._here(twig)])

    def _here(self, twig: OutlineEntry) -> Content:
        return styled("  ◂ you are here", "accent bold") if twig.walked and twig.node == self.walk.at else EMPTY

    def _plain(self, twig: OutlineEntry) -> str:
        return self._words(twig).plain.casefold()

    def _marked(self) -> OutlineEntry | None:
        return next((twig for twig in self.twigs if twig.path == self.sheet.marked), None)

    # Keys

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Go back to an answered question; open or close anything else."""
        event.stop()
        twig = self._marked()
        if twig is None:
            return
        if self.writing:
            self.dismiss(twig.node)
        elif twig.kind in JOINS:
            self._show(next(one for one in self.twigs if one.node == twig.node and one.kind not in JOINS))
        elif twig.walked and twig.node in {step.node_id for step in self.walk.steps}:
            self.dismiss(twig.node)
        else:
            self._toggle(twig)

    def action_choose(self) -> None:
        """Choose the marked line."""
        self.sheet.action_choose()

    def _toggle(self, twig: OutlineEntry) -> None:
        self.open ^= {twig.path} if twig.opens else frozenset()
        self._set(twig.path)

    def _show(self, twig: OutlineEntry) -> None:
        self.open |= {one.path for one in self.twigs if one.opens and twig.path[: len(one.path)] == one.path}
        self._set(twig.path)

    def action_open(self) -> None:
        """Open what hangs below the marked line."""
        twig = self._marked()
        if twig is not None and twig.opens and twig.path not in self.open:
            self._toggle(twig)
        else:
            self.sheet.action_mark(1)

    def action_close(self) -> None:
        """Close the marked line, or go to the one it hangs under."""
        twig = self._marked()
        if twig is None:
            return
        if twig.path in self.open:
            self._toggle(twig)
        elif twig.depth:
            self.sheet.mark(twig.path[:-2])

    def action_all(self) -> None:
        """Open everything; if it is open, only the road."""
        every = frozenset(twig.path for twig in self.twigs if twig.opens)
        self.open = self._road() if self.open == every else every
        self._set()

    def action_search(self) -> None:
        """Ask for a word."""
        search_above(self.sheet, "Find a word")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Mark what is found as it is typed."""
        self.wanted = event.value.strip().casefold()
        hits = self._hits()
        if hits:
            self._show(hits[0])
        else:
            self._set()
        if self.wanted:
            self.say(f"{len(hits)} found" if hits else "Nothing found")

    def _hits(self) -> list[OutlineEntry]:
        return [twig for twig in self.twigs if self.wanted and self.wanted in self._plain(twig)]

    def action_next(self) -> None:
        """Go to the next place that was found."""
        hits = self._hits()
        if not hits:
            self.action_search()
            return
        places = {twig.path: place for place, twig in enumerate(self.twigs)}
        now = places.get(self.sheet.marked, -1) if isinstance(self.sheet.marked, tuple) else -1
        self._show(next((twig for twig in hits if places[twig.path] > now), hits[0]))

    def action_leave(self) -> None:
        """Leave the map."""
        self.dismiss(None)
