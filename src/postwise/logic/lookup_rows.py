"""A tree as rows to look up: of each state where every answer leads, and of whatever answers decide what they make it.

The rows of states and those of decision diagrams are of one kind, so that whoever follows the one can follow the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from postwise.logic.decision_diagrams import LEAF, Diagram
from postwise.logic.exploration import Exploration
from postwise.logic.search import TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.logic.tree_diagrams import ASKED, Asked, TreeDiagrams
from postwise.logic.ways_out import Taken
from postwise.tree.conditions import Answered, Scalar
from postwise.tree.model import VERDICTS

Told = tuple[tuple[str, Scalar], ...]
"""Which answers an entry is for: ``answer`` (that very one), ``from`` (that or more), ``above``, ``below``, ``up-to``
(that or less); empty for all that no entry before it is for."""
Bound = tuple[str, Scalar] | None
"""Where a range begins; None for the lowest."""


class NoEndError(Exception):
    """Some answers lead in a loop, or to a branch that has no case for them; with the node where that is."""


class Entry(NamedTuple):
    """Some answers to a question, and the row that follows them."""

    told: Told
    row: int


class EndRow(NamedTuple):
    """Where looking up ends: an outcome's id, or what a diagram says."""

    said: Any


class ItemRow(NamedTuple):
    """An item of the checklist that is being answered, and the rows that follow if it is ticked and if it is not."""

    item: str
    ticked: int
    unticked: int


class AskedRow(NamedTuple):
    """A question that a diagram looks at, with what its answers lead to and the row if it has not been asked."""

    question: str
    entries: tuple[Entry, ...]
    never: int


class StateRow(NamedTuple):
    """A state in which a question is open, with what its answers lead to."""

    question: str
    entries: tuple[Entry, ...]
    unsure: str | None
    """The answer that *Not sure* takes; None where that is no way to answer."""
    shortest: int
    longest: int
    """The fewest and the most questions still to come, this one counted."""


Row = TypeVar("Row", bound=tuple[Any, ...])


class Rows(Generic[Row]):
    """Rows by number, equal ones only once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._known: dict[Hashable, int] = {}

    def number(self, row: Row) -> int:
        """Return the number of a row, which is added if it is new."""
        key = (type(row), *map(type, row), row)
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(row)
        return self._known[key]


# Which answers


def ranges(made: TreeDiagrams, question_id: str) -> list[tuple[Answered, Bound]]:
    """Return an answer to a number, date or text from each range that tests tell apart, lowest first, and its start.

    A range in which no answer lies is left out. On a grid, and of days, a range starts with its first answer.
    """
    asked = made.asked[question_id]
    answers = dict(reversed(list(zip(*made.examples(question_id), strict=True))))
    return [(answers[place], _start(asked, place, answers[place])) for place in sorted(answers)]


def _start(asked: Asked, place: int, answer: Any) -> Bound:
    mark, exactly = divmod(place, 2)
    if exactly:
        return "from", asked.marks[mark]
    if not mark:
        return None
    stepwise = asked.question.kind == "date" or asked.question.step is not None
    return ("from", answer) if stepwise else ("above", asked.marks[mark - 1])


OPPOSITE = {"from": "below", "above": "up-to"}
"""How the range before one ends, by how that one starts."""


def ranged(starts: Iterable[tuple[Bound, int]]) -> tuple[Entry, ...]:
    """Return ranges, each with its start and the row that follows, as entries; neighbours that lead alike are one."""
    runs: list[tuple[Bound, int]] = []
    for start, row in starts:
        if not runs or runs[-1][1] != row:
            runs.append((start if runs else None, row))
    entries = []
    for (start, row), (end, _) in pairwise([*runs, (None, -1)]):
        told = (*((start,) if start else ()), *(((OPPOSITE[end[0]], end[1]),) if end else ()))
        entries.append(Entry(told, row))
    return tuple(entries)


def picked(rows: Mapping[str, int]) -> tuple[Entry, ...]:
    """Return the answers of a choice as entries; the last is for all that lead where most do."""
    most = Counter(rows.values()).most_common(1)[0][0]
    return (*(Entry((("answer", name),), row) for name, row in rows.items() if row != most), Entry((), most))


# Diagrams

DiagramRow = EndRow | ItemRow | AskedRow


class DiagramRows:
    """Decision diagrams as rows, each worked out once."""

    def __init__(self, made: TreeDiagrams) -> None:
        self._made = made
        self._known = Rows[DiagramRow]()
        self._row: dict[Diagram, int] = {}
        self._levels = [(name, item) for name, asked in made.asked.items() for item in ("", *_items(asked))]
        """Of each level its question and its item; of the first level of a question, none."""

    @property
    def rows(self) -> Sequence[DiagramRow]:
        """All rows, each after those that it leads to."""
        return self._known.rows

    def row(self, diagram: Diagram) -> int:
        """Return the row at which looking up a diagram begins."""
        diagrams = self._made.diagrams
        waiting = [diagram]
        while waiting:
            inner = waiting[-1]
            leaf = diagrams.level(inner) == LEAF
            missing = [] if leaf else [later for later in diagrams.after(inner) if later not in self._row]
            waiting += missing
            if not missing:
                waiting.pop()
                self._row[inner] = self._known.number(EndRow(diagrams.said(inner)) if leaf else self._asking(inner))
        return self._row[diagram]

    def _asking(self, diagram: Diagram) -> DiagramRow:
        question_id, item = self._levels[self._made.diagrams.level(diagram)]
        if item:
            return ItemRow(item, self._after(diagram, 1), self._after(diagram, 0))
        asked = self._made.asked[question_id]
        if asked.question.kind == "checklist":
            entries: tuple[Entry, ...] = (Entry((), self._after(diagram, ASKED)),)
        elif asked.question.picks_one:
            row = self._made.diagrams.row(diagram, asked.level, len(asked.picks))
            entries = picked({answer: self._row[after] for answer, after in zip(asked.picks, row, strict=True)})
        else:
            starts = ranges(self._made, question_id)
            entries = ranged((start, self._after(diagram, asked.place(answer))) for answer, start in starts)
        return AskedRow(question_id, entries, self._after(diagram, asked.never))

    def _after(self, diagram: Diagram, place: int) -> int:
        return self._row[self._made.diagrams.at(diagram, place)]


def _items(asked: Asked) -> Iterable[str]:
    return asked.picks if asked.question.kind == "checklist" else ()


# States

StatesRow = EndRow | ItemRow | StateRow


class StateRows:
    """Every state that a walk can come to as a row, in the order in which walks come to them; the first is the start.

    Branches are passed, and states from which everything looks the same are one. Raises TooLarge if that is more than
    the budget allows, NoEndError if some answers come to no end.
    """

    def __init__(self, space: StateSpace) -> None:
        self._space = space
        self._exploration = Exploration(space)
        self._known = Rows[StatesRow]()
        if not self._exploration.complete:
            raise TooLarge
        stuck = self._without_end()
        if stuck is not None:
            raise NoEndError(stuck)
        self._number = {state: number for number, state in enumerate(self._exploration.states)}
        self._row = [-1] * len(self._number)
        self._ahead = [(0, 0, 0)] * len(self._number)
        """Of each state the fewest and the most questions to come, and the place in `VERDICTS` of the worst end."""
        for number in reversed(self._exploration.order):
            self._add(number)
        self.rows = _from_start(self._known.rows, self._row[0])

    def _without_end(self) -> str | None:
        exploration = self._exploration
        closing = (exploration.nodes[state] for state, _ in exploration.closing)
        ends = self._space.tree.outcomes
        stuck = (exploration.nodes[n] for n, after in enumerate(exploration.onward) if not after)
        return next((node for node in (*closing, *stuck) if node not in ends), None)

    def _add(self, number: int) -> None:
        node, onward, tree = self._exploration.nodes[number], self._exploration.onward[number], self._space.tree
        if node in tree.outcomes:
            self._ahead[number] = (0, 0, VERDICTS.index(tree.outcomes[node].verdict))
            self._row[number] = self._known.number(EndRow(node))
        elif node in tree.branches:
            self._ahead[number], self._row[number] = self._ahead[onward[0]], self._row[onward[0]]
        else:
            shortest, longest, worst = zip(*(self._ahead[after] for after in onward), strict=True)
            self._ahead[number] = (1 + min(shortest), 1 + max(longest), max(worst))
            row = StateRow(node, self._entries(number), self._unsure(number), *self._ahead[number][:2])
            self._row[number] = self._known.number(row)

    def _entries(self, number: int) -> tuple[Entry, ...]:
        state, onward = self._exploration.states[number], self._exploration.onward[number]
        question = self._space.tree.questions[state.node]
        if question.picks_one:
            rows = (self._row[after] for after in onward)
            return tuple(Entry((("answer", name),), row) for name, row in zip(question.by_id, rows, strict=True))
        if question.kind == "checklist":
            return (Entry((), self._ticking(state)),)
        starts = ranges(self._space.made, state.node)
        return ranged((start, self._after(self._space.after(state, answer))) for answer, start in starts)

    def _after(self, state: State) -> int:
        return self._row[self._number[state]]

    def _unsure(self, number: int) -> str | None:
        """Return the answer marked, else the first of those on whose road the worst end is the most cautious."""
        question = self._space.tree.questions[self._exploration.nodes[number]]
        if not question.picks_one:
            return None
        marked = next((option.name for option in question.options if option.unsure), None)
        worst = [self._ahead[after][2] for after in self._exploration.onward[number]]
        return marked or [*question.by_id][worst.index(max(worst))]

    def _ticking(self, state: State) -> int:
        """Return the row at which looking up the items of a checklist begins: item by item, alike ways only once."""
        items = _items(self._space.made.asked[state.node])
        steps: list[tuple[str, dict[Taken, tuple[Taken, Taken]]]] = []
        ways = {first: first for first in (self._space.before_ticking(state),)}
        for item in items:
            after = {taken: self._space.ticked(state.node, taken, item) for taken in ways}
            steps.append((item, after))
            ways = {taken: taken for pair in after.values() for taken in pair}
        rows = {taken: self._after(self._space.after_ticking(state, taken)) for taken in ways}
        for item, after in reversed(steps):
            rows = {taken: self._item(item, rows[on], rows[off]) for taken, (on, off) in after.items()}
        return next(iter(rows.values()))

    def _item(self, item: str, ticked: int, unticked: int) -> int:
        return ticked if ticked == unticked else self._known.number(ItemRow(item, ticked, unticked))


def _from_start(rows: Sequence[StatesRow], start: int) -> list[StatesRow]:
    """Return the rows in the order in which walks come to them, from the start on."""
    number = {start: 0}
    for old in (order := [start]):
        for after in _onward(rows[old]):
            if after not in number:
                number[after] = len(order)
                order.append(after)
    return [_renumbered(rows[old], number) for old in order]


def _onward(row: StatesRow) -> Iterator[int]:
    match row:
        case ItemRow(_, ticked, unticked):
            yield from (ticked, unticked)
        case StateRow(_, entries):
            yield from (entry.row for entry in entries)


def _renumbered(row: StatesRow, number: Mapping[int, int]) -> StatesRow:
    match row:
        case ItemRow(item, ticked, unticked):
            return ItemRow(item, number[ticked], number[unticked])
        case StateRow():
            return row._replace(entries=tuple(Entry(told, number[after]) for told, after in row.entries))
    return row
