"""The map: a whole tree as an outline that opens and closes, the road picked out, an ending's sign at each leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content

from postwise.logic.gotos import decided_by, edges
from postwise.text import counted, one_line
from postwise.tree.human_texts import texts_below
from postwise.tree.model import Tree
from postwise.tui.base_screen import BaseScreen
from postwise.tui.endings_dialog import EndingsDialog
from postwise.tui.screen_commands import EDIT, END_SEARCH, MAP, Action
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.recommendation_lines import signed
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.path import QuestionStep
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from textual.widgets import Input

Path = tuple[int, ...]
"""Where an entry hangs: the places of the edges that lead to it, from the first question."""
EntryKind = Literal["question", "branch", "outcome", "above", "below"]
"""What stands there; `above` and `below` are joins: the node has its place further up, or further down."""
Road = Mapping[str, int]
"""The place of the edge that a walk has taken out of each node on its road."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One entry of the outline: an answer, and the node it leads to."""

    path: Path
    answer: str
    """The answer that leads here; empty for the first question, and where no single answer leads here."""
    node_id: str
    kind: EntryKind
    opens: bool
    """Whether something hangs below it."""
    walked: bool
    """Whether the walk has come this way."""

    @property
    def depth(self) -> int:
        """How many edges lead to it."""
        return len(self.path)


def outline(tree: Tree, road: Road) -> tuple[OutlineEntry, ...]:
    """Return the outline of a tree: nodes on the road where the walk came to them, others where they first occur."""
    labelled = labelled_edges(tree)
    on_road = {tree.about.start, *(labelled[node_id][place][1] for node_id, place in road.items())}
    seen: set[str] = set()
    entries: list[OutlineEntry] = []
    waiting: list[tuple[Path, str, str, bool]] = [((), "", tree.about.start, True)]
    while waiting:
        path, answer, node_id, walked = waiting.pop()
        joins = node_id not in tree.outcomes and (node_id in seen or (node_id in on_road and not walked))
        below = [] if joins else labelled.get(node_id, [])
        if not joins:
            seen.add(node_id)
        entries.append(
            OutlineEntry(path, answer, node_id, "above" if joins else tree.table_of(node_id), bool(below), walked)
        )
        taken = road.get(node_id) if walked else None
        waiting += [((*path, place), *edge, place == taken) for place, edge in reversed(list(enumerate(below)))]
    places = {entry.node_id: place for place, entry in enumerate(entries) if entry.kind != "above"}
    return tuple(
        replace(entry, kind="below") if entry.kind == "above" and places[entry.node_id] > place else entry
        for place, entry in enumerate(entries)
    )


def labelled_edges(tree: Tree) -> dict[str, list[tuple[str, str]]]:
    """Return the edges out of each node, each its words and its target; only answers of a choice have words."""
    labelled = {node_id: [("", target) for target in targets] for node_id, targets in edges(tree)}
    for question_id, question in tree.questions.items():
        if question.picks_one:
            labelled[question_id] = [(option.text, option.goto or "") for option in question.options]
    return labelled


def road_of(walk: Walk) -> Road:
    """Return the edges that a walk has taken."""
    labelled = labelled_edges(walk.tree)
    return {
        step.node_id: step.line
        if isinstance(step, QuestionStep)
        else [target for _, target in labelled[step.node_id]].index(step.target)
        for step in walk.path
    }


def texts_behind(tree: Tree, node_id: str) -> Iterator[str]:
    """Yield what a question or an ending says to a person; its line on the map has only the first of it."""
    for section in ("question", "outcome"):
        if node_id in tree.sections[section]:
            said = texts_below((section, node_id), tree.sections[section][node_id])
            yield from (text for where, text in said if where[2] != "dissent")


AROUND = 24
"""As many letters are shown on each side of what was found."""


def around(text: str, wanted: str) -> str:
    """Return what stands around a word in a text, on one line; the word in small letters is in it."""
    flat = one_line(text)
    place = max(flat.casefold().find(wanted), 0)
    start, end = max(place - AROUND, 0), place + len(wanted) + AROUND
    return f"{'…' if start else ''}{flat[start:end].strip()}{'…' if end < len(flat) else ''}"


def size_of(tree: Tree) -> str:
    """Return in words how large a tree is."""
    return f"{counted(len(tree.questions), 'question')}, {counted(len(tree.outcomes), 'ending')}"


JOINS = {"above": "↩ above: ", "below": "↪ below: "}
"""What stands where a road joins another."""


class MapScreen(BaseScreen[str | None]):
    """A tree as an outline. Returns the answered question that was chosen, or None; while it is written, any node."""

    COMMANDS_HERE = MAP
    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "dismiss(None)", show=False, id="map")]
    title_here = "On the map"

    def __init__(self, walk: Walk, *, writing: bool = False) -> None:
        self.page = TextPage(id="outline")
        super().__init__(self.page)
        self.writing = writing
        """Whether the tree is being written: then any node can be chosen, to be opened in the editor."""
        if writing:
            self.title_here = "On the map of the file"
        self.walk = walk
        self.entries = outline(walk.tree, road_of(walk))
        self.open: frozenset[Path] = self._road()
        self.wanted = ""
        self._read: dict[str, tuple[str, ...]] = {}

    def commands(self) -> Iterator[Action]:
        """Yield what can be done: for an author Enter opens the editor, and while one searches esc ends that."""
        if self.typed_into is not None:
            yield END_SEARCH
        for command in super().commands():
            yield EDIT if self.writing and command.action == "choose" else command

    def on_mount(self) -> None:
        """Open the road, and mark where the walk stands."""
        tree = self.walk.tree
        self.masthead.show(line(self.walk.title, "bold"), line(size_of(tree), "muted"))
        self.page.focus()
        at = next((entry.path for entry in self.entries if entry.walked and entry.node_id == self.walk.at), None)
        self._set(at)

    # The outline

    def _road(self) -> frozenset[Path]:
        """Return what is open at first: the road, or the first two questions of a walk not yet begun."""
        if not self.walk.steps:
            return frozenset(entry.path for entry in self.entries if entry.opens and entry.depth < 2)
        return frozenset(entry.path for entry in self.entries if entry.opens and entry.walked)

    def _set(self, mark: Path | None = None) -> None:
        self.page.show([BLANK, *(self._line(entry) for entry in self.unfolded())], mark, keep=True)

    def unfolded(self) -> Iterator[OutlineEntry]:
        """Yield the entries that hang under nothing closed."""
        closed: int | None = None
        for entry in self.entries:
            if closed is not None and entry.depth > closed:
                continue
            closed = None
            yield entry
            if entry.opens and entry.path not in self.open:
                closed = entry.depth

    def _line(self, entry: OutlineEntry) -> PageLine:
        hit = styled("» ", "accent bold") if self.wanted and self._has(entry) else EMPTY
        arrow = ("▾ " if entry.path in self.open else "▸ ") if entry.opens else "  "
        lead = join([styled(arrow, "accent" if entry.walked else "muted"), hit])
        return PageLine(self._words(entry), lead, entry.path, indent=min(entry.depth, 12) * 2)

    def _words(self, entry: OutlineEntry) -> Content:
        leads_to = self._node(entry)
        if not entry.answer:
            return leads_to
        answer = line(self.walk.filled(entry.answer), "accent bold" if entry.walked else "")
        return join([answer, styled("  →  " if entry.kind != "outcome" else "  ", "muted"), leads_to])

    def _node(self, entry: OutlineEntry) -> Content:
        filled, tree = self.walk.filled, self.walk.tree
        if entry.kind == "outcome":
            outcome = tree.outcomes[entry.node_id]
            headline = line(filled(outcome.headline), "bold" if entry.walked else "muted").pad_left(2)
            return join([signed(outcome.verdict), headline, self._here(entry)])
        if entry.node_id in tree.branches:
            decisive = [name for name in decided_by(tree, entry.node_id) if name in tree.questions]
            asks = [f"“{filled(tree.questions[question_id].ask)}”" for question_id in decisive]
            words = line(f"by your answer to {' and '.join(asks)}" if asks else "by your answers", "muted italic")
        else:
            words = line(filled(tree.questions[entry.node_id].ask), "bold" if entry.walked else "muted")
        if entry.kind in JOINS:
            return join([styled(JOINS[entry.kind], "accent"), words])
        return join([words, self._here(entry)])

    def _here(self, entry: OutlineEntry) -> Content:
        return styled("  ◂ you are here", "accent bold") if entry.walked and entry.node_id == self.walk.at else EMPTY

    def _has(self, entry: OutlineEntry) -> bool:
        return self.wanted in self._words(entry).plain.casefold() or bool(self._behind(entry))

    def _behind(self, entry: OutlineEntry) -> str:
        """Return a text behind a line in which stands what is searched for; empty where there is none."""
        told = () if entry.kind in JOINS else self._texts(entry.node_id)
        return next((text for text in told if self.wanted in text.casefold()), "")

    def _texts(self, node_id: str) -> tuple[str, ...]:
        """Return what stands behind a line, as it is read: each is made once, and looked through at each letter."""
        if node_id not in self._read:
            from postwise.show.markdown import plain_lines  # nobody waits for it before they search

            told = (self.walk.filled(text) for text in texts_behind(self.walk.tree, node_id))
            self._read[node_id] = tuple(one_line(plain_lines(text)) for text in told)
        return self._read[node_id]

    def _marked(self) -> OutlineEntry | None:
        return next((entry for entry in self.entries if entry.path == self.page.marked), None)

    # Keys

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Go back to an answered question; open or close anything else."""
        event.stop()
        entry = self._marked()
        if entry is None:
            return
        if self.writing:
            self.dismiss(entry.node_id)
        elif entry.kind in JOINS:
            self._show(
                next(other for other in self.entries if other.node_id == entry.node_id and other.kind not in JOINS)
            )
        elif entry.walked and entry.node_id in {step.node_id for step in self.walk.steps}:
            self.dismiss(entry.node_id)
        else:
            self._toggle(entry)

    def action_choose(self) -> None:
        """Choose the marked line."""
        self.page.action_choose()

    def _toggle(self, entry: OutlineEntry) -> None:
        if not entry.opens:
            here = entry.walked and entry.node_id == self.walk.at
            self.say("You are here." if here else "Nothing hangs below this, and you have not been here.")
        self.open ^= {entry.path} if entry.opens else frozenset()
        self._set(entry.path)

    def _show(self, entry: OutlineEntry) -> None:
        self.open |= {
            above.path for above in self.entries if above.opens and entry.path[: len(above.path)] == above.path
        }
        self._set(entry.path)

    def action_open(self) -> None:
        """Open what hangs below the marked line."""
        entry = self._marked()
        if entry is not None and entry.opens and entry.path not in self.open:
            self._toggle(entry)
        else:
            self.page.action_mark(1)

    def action_close(self) -> None:
        """Close the marked line, or go to the one it hangs under."""
        entry = self._marked()
        if entry is None:
            return
        if entry.path in self.open:
            self._toggle(entry)
        elif entry.depth:
            self.page.mark(entry.path[:-1])

    def action_all(self) -> None:
        """Open everything; if it is open, only the road."""
        every = frozenset(entry.path for entry in self.entries if entry.opens)
        self.open = self._road() if self.open == every else every
        self._set()

    def action_endings(self) -> None:
        """Show what share of the roads ends with which verdict."""
        self.app.push_screen(EndingsDialog(self.walk.tree))

    def action_search(self) -> None:
        """Ask for a word."""
        from postwise.tui.widgets.field import search_above  # nobody waits for a field before they search

        search_above(self.page, "Find a word")

    def action_end_search(self) -> None:
        """Empty the search, and go back to the map."""
        from postwise.tui.widgets.field import SearchField

        for field in self.query(SearchField):
            field.leave()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Mark what is found as it is typed."""
        self.wanted = event.value.strip().casefold()
        hits = self._hits()
        if hits:
            self._show(hits[0])
        else:
            self._set()
        if self.wanted:
            self.say(self._told(hits[0], len(hits)) if hits else "Nothing found")

    def _told(self, hit: OutlineEntry, count: int) -> str:
        """Return how many places were found, and for the one that is shown what its line does not say."""
        here = "" if self.wanted in self._words(hit).plain.casefold() else self._behind(hit)
        return f"{count} found{f'. Behind this one: “{around(here, self.wanted)}”' if here else ''}"

    def _hits(self) -> list[OutlineEntry]:
        return [entry for entry in self.entries if self.wanted and self._has(entry)]

    def action_next(self) -> None:
        """Go to the next place that was found."""
        hits = self._hits()
        if not hits:
            self.action_search()
            return
        places = {entry.path: place for place, entry in enumerate(self.entries)}
        now = places.get(self.page.marked, -1) if isinstance(self.page.marked, tuple) else -1
        hit = next((entry for entry in hits if places[entry.path] > now), hits[0])
        self._show(hit)
        self.say(self._told(hit, len(hits)))
