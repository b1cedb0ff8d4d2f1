"""Every text that people read is known as one, and a question's arrive in every view; what is left out is listed here."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

import pytest

from postwise import Walk
from postwise.plain import PlainDialogue, Stopped
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import FORMATS
from postwise.train.room_view import room
from postwise.tree import model
from postwise.tree.human_texts import READ
from postwise.tree.model import FileTable, Question
from postwise.tree.validate import KEYS_OF
from postwise.tui.training.room_lines import RoomContent, page_lines
from postwise.tui.widgets.question_lines import answers, aside, head, wanted
from strategies import answers_to, as_toml, tree_of
from train.playing import begun, to

TREE_TABLES = [
    table
    for table in vars(model).values()
    if isinstance(table, type) and issubclass(table, FileTable) and table not in {FileTable, model.Tree}
]
"""Every table but the file as a whole: `texts` goes through that by name."""
UNREAD: Mapping[type[FileTable], set[str]] = {
    model.Reply: {"goto", "note"},  # no table of the file: answers, yes and no are made from it
    model.Answer: {"goto", "id"},
    model.YesNo: {"goto"},
    Question: {"goto"},
    model.BranchCase: {"goto"},
    model.Table: {"on"},
    model.Branch: {"on", "otherwise"},
    model.Value: {"on"},
    model.Outcome: {"tree"},
    model.OtherRoad: {"expect"},
    model.Scenario: {"expect", "split"},
    model.About: {"start"},
    model.Check: {"allow"},
    model.LibraryTable: {"trees"},
    model.OrganisationFile: {"profile"},
}
"""The texts of each table that nobody reads: ids, where things lead, what is said to the check, what fills others."""


def holds_texts(annotation: Any) -> bool:
    """Tell whether a field takes texts, or tables with texts that people read; the keys of a table of its own are ids."""
    inside = get_args(annotation)[get_origin(annotation) is dict :]
    return annotation is str or annotation in READ or any(map(holds_texts, inside))


@pytest.mark.parametrize("table", TREE_TABLES, ids=lambda table: table.__name__)
def test_every_text_is_read_or_known_as_one_that_nobody_reads(table):
    found = {name for name, field in table.model_fields.items() if holds_texts(field.annotation)}
    assert found == {*READ.get(table, ()), *UNREAD.get(table, ())}


KEYS = READ[Question]
KINDS = ("choice", "yes-no", "checklist", "number")
TABLES: Mapping[str, Callable[[str], Any]] = {
    "answers": lambda text: [{"text": text}, {"text": "Another"}],
    "yes": lambda text: {"text": text},
    "no": lambda text: {"text": text},
    "notes": lambda text: [{"text": text}],
    "dissent": lambda text: [{"text": text}],
}
"""How a text is written down under a key that holds more than a text."""


def said(key: str) -> str:
    """Return the words that stand under a key, and nowhere else."""
    return f"The {key} of it"


def question(kind: str, onward: str) -> dict[str, Any]:
    """Return a question of a kind with every text that it can have."""
    keys = [key for key in KEYS if kind in KEYS_OF.get(key, {kind})]
    grid = {"min": 0, "max": 1, "step": 1} if kind == "number" else {}
    return {"type": kind, "goto": onward, **grid, **{key: TABLES.get(key, str)(said(key)) for key in keys}}


TEXT = as_toml(
    {
        "format": 1,
        "tree": {"title": "What is it?", "start": KINDS[0]},
        "question": {kind: question(kind, onward) for kind, onward in zip(KINDS, (*KINDS[1:], "end"), strict=True)},
        "outcome": {"end": {"headline": "It.", "notes": [{"when": {"number": {"min": 1}}, "text": "It."}]}},
        "scenario": {"one": {"story": "It.", "answers": {}, "expect": "end"}},
    }
)
TREE = tree_of(TEXT)


def walks() -> Iterator[Walk]:
    """Yield a walk at each question."""
    walk = Walk.start(TREE)
    while walk.question is not None:
        yield walk
        walk = walk.answer(answers_to(TREE, walk.at)[0])


def aloud() -> str:
    """Return what plain mode says of each question, and when it is asked why."""
    said = io.StringIO()
    for walk in walks():
        with pytest.raises(Stopped):
            PlainDialogue(io.StringIO("w\n"), said, str).walk(walk)
    return said.getvalue()


def on_screen() -> str:
    """Return the lines of each question on a screen."""
    asked = [walk.question for walk in walks()]
    lines = [line for one in asked for line in (*head(one), *answers(one, frozenset()), *aside(one, why=True))]
    return "\n".join([*(line.words.plain for line in lines), *map(wanted, asked)])


def in_the_room() -> str:
    """Return what the room sees in the silence before each question."""
    session = begun(text=TEXT)
    views = [room(to(session, kind)) for kind in KINDS]
    return "\n".join(line.words.plain for view in views for line in page_lines(RoomContent(view, 120, 40)))


VIEWS: Mapping[str, Callable[[], str]] = {
    "plain": aloud,
    "screen": on_screen,
    "room": in_the_room,
    **{name: lambda name=name: FORMATS[name](NumberedTree(TREE)) for name in ("markdown", "html", "handout")},
}
LEFT_OUT: Mapping[str, set[str]] = {
    "plain": {"dissent"},
    "screen": {"dissent"},
    "room": {"notes", "none", "dissent"},
    "handout": {"help", "notes", "none", "unit", "dissent"},
}
"""The keys that a view leaves out on purpose."""


@pytest.mark.parametrize("view", VIEWS)
def test_every_text_of_a_question_arrives(view):
    shown = VIEWS[view]()
    assert {key for key in KEYS if said(key) not in shown} == LEFT_OUT.get(view, set())
