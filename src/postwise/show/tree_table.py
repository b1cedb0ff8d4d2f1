"""A tree as a table that any program follows by looking up, without an engine: the JSON document ``postwise.table/1``.

What a tree leaves out is left out.

``schema``; ``tree``: its ``id`` and ``fingerprint``, and what its file says of it as a whole.

``start``: the number of the state in which a walk begins. ``states``: rows by number, each one of

- ``{"node": QUESTION, "to": ENTRIES, "ahead": [2, 5], "unsure": "no"}``: this question is open. ``ahead`` are the
  fewest and the most questions still to come, this one counted; ``unsure`` is what *Not sure* takes (of a choice only).
- ``{"node": OUTCOME}``: the walk has ended. If the outcome has a ``tree``, it can go on in that tree's own table.
- ``{"item": "photo", "ticked": 7, "unticked": 8}``: stands behind a checklist, and is no stop: the row that follows is
  looked up by whether that item is among those ticked, and so on to a row with a ``node``.

ENTRIES are looked through in their order: the first that is for the answer given has the number of the next ``state``.
An entry is for an ``answer`` (that very one), or for numbers and days ``from`` (that or more), ``above`` (more),
``below`` (less) and ``up-to`` (that or less); all that it names must hold. One that names nothing is for every answer:
so of a text, and of a checklist, where rows with an ``item`` follow. Days are ISO texts, which sort as days do. What
can be answered at all, ``min``, ``max`` and ``step`` of the question say.

``diagrams``: what else hangs on answers, in rows that are followed likewise, from the number that stands where one is
needed. ``{"question": QUESTION, "to": ENTRIES, "never": 4}`` has entries that say ``diagram`` instead of ``state``, and
is followed to ``never`` if the walk has not answered that question by now. Rows with an ``item`` are as above. The last
is ``{"is": X}``. Only answers on the road of the walk count: one that was given and lies on it no longer does not.

``values``: by id, ``{"diagram": 9, "words": 12}``: what the value is (null if it has no result; then ``values`` in
``postwise.recommendation/1`` lack it), and what texts say for it. Or ``{"sum": {QUESTION: {ANSWER: 15}}, "over": 10}``:
the whole numbers of all answers (of a checklist, of every item ticked, or of ``none``) added up, and divided by
``over`` if that is there; texts say it in digits, 3 and not 3.0.

``questions``, ``outcomes``: by id, with the keys of the file (trees/README.md) but for those that say where to go.
A question has its ``type``, every answer its ``id``, a checklist its ``none``, an outcome its ``verdict``. Texts that
people read are filled with the organisation's words. Each is a text, or a list to be joined, of texts and of
``{"value": ID}`` and ``{"answer": QUESTION}``: what a value is by now, an answer in the words of the question (items
with commas and *and*, a number with its unit; in Markdown too they are plain words, and … before it is given). What
only some walks show has an ``if``: a diagram that says whether.

*Keep in mind*, at an outcome, are the ``note`` of every answer given, in the order of the walk (of what was ticked, in
that of the question), then those of the outcome's ``notes`` that are shown; each text once, and filled at the end.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import partial, reduce
from math import lcm
from typing import Any

from postwise.errors import Exit, PostwiseError
from postwise.logic.answer_classes import exact_points
from postwise.logic.lookup_rows import (
    AskedRow,
    DiagramRow,
    DiagramRows,
    EndRow,
    Entry,
    ItemRow,
    NoEndError,
    StateRows,
    StatesRow,
)
from postwise.logic.search import BOUND, Budget, TooLarge
from postwise.logic.state_space import StateSpace
from postwise.show.numbered_tree import NumberedTree
from postwise.text import escaped
from postwise.tree.answers import nothing_ticked
from postwise.tree.file_table import FileTable, keys_of
from postwise.tree.human_texts import READ
from postwise.tree.model import Question, Tree
from postwise.tree.placeholders import DEFAULTS, cut, fill, spoken, value_name

SCHEMA = "postwise.table/1"
LED_BY = frozenset({"start", "goto", "yes", "no", "when", "type", "answers", "none", "unsure"})
"""Keys that the table says otherwise."""
Filled = str | list[str | dict[str, str]]


class TableError(PostwiseError):
    """A tree that cannot be a table."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Exit.NO)


class TreeTable:
    """Makes the table of one tree. Raises TooLarge or NoEndError where that cannot be done."""

    def __init__(self, tree: Tree, words: Mapping[str, str], budget: Budget) -> None:
        self.tree = tree
        self._words = {**DEFAULTS, **tree.profile, **words}
        space = StateSpace(tree, budget=budget)
        self._made = space.made
        self._states = StateRows(space)
        self._diagrams = DiagramRows(space.made)

    def to_dict(self) -> dict[str, Any]:
        """Return the table as a document of ``postwise.table/1``."""
        tree = self.tree
        head = {"id": tree.id, "fingerprint": tree.fingerprint, **self._entry(tree.about)}
        shown = {
            "values": {value_id: self._value(value_id) for value_id in tree.values},
            "questions": {name: self._question(question) for name, question in tree.questions.items()},
            "outcomes": {name: self._entry(outcome) for name, outcome in tree.outcomes.items()},
        }
        rows = {"states": [*map(state_row, self._states.rows)], "diagrams": [*map(diagram_row, self._diagrams.rows)]}
        return {"schema": SCHEMA, "tree": head, "start": 0, **rows, **shown}

    # What is shown

    def _question(self, question: Question) -> dict[str, Any]:
        none = {"none": self._text(nothing_ticked(question))} if question.kind == "checklist" else {}
        answers = {"answers": [{"id": one.name, **self._entry(one)} for one in question.options]}
        return {"type": question.kind, **self._entry(question), **(answers if question.options else {}), **none}

    def _entry(self, table: FileTable) -> dict[str, Any]:
        """Return a table of the file: texts filled, a condition as an `if`, and nothing that it leaves out."""
        condition = getattr(table, "condition", None)
        entry = {} if condition is None else {"if": self._diagrams.row(self._made.condition(condition))}
        for key, field in keys_of(type(table)).items():
            said = getattr(table, key)
            if key not in LED_BY and said is not None and said is not False and said not in ("", ()):
                entry[field.written] = self._said(said, read=key in READ[type(table)])
        return entry

    def _said(self, said: Any, *, read: bool) -> Any:
        if isinstance(said, tuple):
            return [self._said(one, read=read) for one in said]
        if isinstance(said, FileTable):
            return self._entry(said)
        return self._text(said) if read else plain(said)

    def _text(self, text: str) -> Filled:
        pieces: list[str | dict[str, str]] = []
        for words, name in cut(text):
            piece = words if name is None else self._named(name)
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece:
                pieces.append(piece)
        return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], str) else pieces or ""

    def _named(self, name: str) -> str | dict[str, str]:
        """Return what fills a name, in the order of trees/README.md: the words of organisation and tree come first."""
        if name in self._words:
            return self._words[name]
        if name in self.tree.values:
            return {"value": name}
        return {"answer": name} if name in self.tree.questions else f"{{{name}}}"

    def _value(self, value_id: str) -> dict[str, Any]:
        value = self.tree.values[value_id]
        if value.sum is None:
            said = self._made.values[value_id]
            words = self._made.diagrams.mapped(said, ("words", value_id), partial(self._value_words, value_id))
            return {"diagram": self._diagrams.row(said), "words": self._diagrams.row(words)}
        table = exact_points(value)
        over = reduce(lcm, (points.denominator for row in table.values() for points in row.values()), 1)
        whole = {name: {one: int(points * over) for one, points in row.items()} for name, row in table.items()}
        return {"sum": whole, **({"over": over} if over > 1 else {})}

    def _value_words(self, value_id: str, result: str | float | None) -> str:
        if result is None:
            return value_name(value_id)
        return fill(result, self._words.get) if isinstance(result, str) else spoken(result)


# Rows


def plain(said: Any) -> Any:
    """Return a value of a file as JSON has it: a day is an ISO text."""
    return said.isoformat() if isinstance(said, dt.date) else said


def entries(row: tuple[Entry, ...], to: str) -> list[dict[str, Any]]:
    """Return the entries of a row; `to` is what they call the row that follows."""
    return [{**{word: plain(what) for word, what in entry.told}, to: entry.row} for entry in row]


def state_row(row: StatesRow) -> dict[str, Any]:
    """Return a row of ``states``."""
    match row:
        case EndRow(said):
            return {"node": said}
        case ItemRow():
            return row._asdict()
        case _:
            unsure = {} if row.unsure is None else {"unsure": row.unsure}
            ahead = [row.shortest, row.longest]
            return {"node": row.question, "to": entries(row.entries, "state"), "ahead": ahead, **unsure}


def diagram_row(row: DiagramRow) -> dict[str, Any]:
    """Return a row of ``diagrams``."""
    match row:
        case EndRow(said):
            return {"is": plain(said)}
        case AskedRow(question, told, never):
            return {"question": question, "to": entries(told, "diagram"), "never": never}
        case _:
            return row._asdict()


# The document


def table(chart: NumberedTree, bound: int = BOUND) -> str:
    """Return the tree as a table, a row a line. The road of a walk is not marked: whoever follows the table has it.

    Raises TableError if there is more to look at than `bound`, or if some walks have no end.
    """
    try:
        made = TreeTable(chart.tree, chart.words, Budget(bound)).to_dict()
    except TooLarge:
        raise too_large(chart.tree) from None
    except NoEndError as error:
        raise no_end(error) from None
    return escaped("\n".join(_lines(made))) + "\n"


def too_large(tree: Tree) -> TableError:
    """Return what is raised for a tree of which there is more to look at than is allowed."""
    what = "There is more to look at than eight seconds allow; branches that look at fewer questions make it less."
    return TableError(f"{tree.id} is too large for a table. {what}")


def no_end(error: NoEndError) -> TableError:
    """Return what is raised for a tree some walks of which have no end."""
    return TableError(f'Some walks stop at "{error}" and have no end, so there is no table.')


def _lines(made: Mapping[str, Any]) -> Iterator[str]:
    """Yield a document line by line: each of its keys, and each row or entry below it, on a line of its own."""
    last = [*made][-1]
    yield "{"
    for key, said in made.items():
        comma = "" if key == last else ","
        inside = [_json(one) for one in said] if isinstance(said, list) else []
        if isinstance(said, dict):
            inside = [f"{_json(name)}: {_json(one)}" for name, one in said.items()]
        if inside:
            opening, closing = "[]" if isinstance(said, list) else "{}"
            yield f"{_json(key)}: {opening}"
            yield from (f"{one}," for one in inside[:-1])
            yield f"{inside[-1]}"
            yield f"{closing}{comma}"
        else:
            yield f"{_json(key)}: {_json(said)}{comma}"
    yield "}"


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False)
