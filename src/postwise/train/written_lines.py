"""What the scribe is asked when a line is written down, and what comes of it: on the screens and in lines alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from postwise.text import typed_line
from postwise.train import transitions
from postwise.train.events import MOST_PEOPLE, NoteKind, ScribeNote
from postwise.train.session import Session
from postwise.train.transitions import Events
from postwise.tree.answers import AS_A_DAY, AnswerError
from postwise.tree.placeholders import spoken
from postwise.tree.typed_answers import day_in, number_in, today

READ_BACK = "In the group's own words. Read it back to them. Nobody is named."
STRIKE = "Empty, the line is struck."
ASKED: Mapping[NoteKind, str] = {
    "minority": "What does the smaller side want kept?",
    "trust": "What must people be able to trust us for?",
    "parked": "What do we keep for another time?",
    "proposal": "What should the tree say instead?",
    "action": "What will be done?",
}
"""What a form is called, by the kind of note."""
HOW_MANY, NOT_COUNTED = "How many are here now?", "The facilitator not counted."
PEOPLE = f"Type a number from 1 to {MOST_PEOPLE}."
DAY = "by"
"""The name of the blank that takes a day."""


class Blank(NamedTuple):
    """Something to be filled in of a line."""

    name: str
    label: str
    value: str = ""
    """What it was before."""
    hint: str = ""
    """What it may look like."""


def blanks(kind: NoteKind, note: ScribeNote | None = None) -> tuple[Blank, ...]:
    """Return what is filled in of a line of a kind: of a new one, or of one that was written before."""
    before = note or ScribeNote(number=0, kind="parked", text="")
    if kind == "proposal":
        return Blank("text", "New wording", before.text), Blank("reason", "Why", before.reason)
    if kind == "action":
        by = spoken(before.by) if before.by is not None else ""
        return (
            Blank("text", "What", before.text),
            Blank("role", "Who, by role and not by name", before.role, "the duty editor"),
            Blank(DAY, "By when; may stay empty", by, "1 December 2026"),
        )
    return (Blank("text", "In a line", before.text),)


def advice(note: ScribeNote | None) -> str:
    """Return what is said to the scribe: of a new line, or of one that was written before."""
    return f"{READ_BACK} {STRIKE}" if note is not None else READ_BACK


def refused(filled: Mapping[str, str], *, new: bool) -> str:
    """Return why a line cannot be written down as it is: a day that is none, or all but the line of a `new` one."""
    by = filled.get("by", "")
    if by and day_in(by, today()) is None:
        return f"Write the day {AS_A_DAY}, or leave it empty."
    if new and any(filled.values()) and not typed_line(filled["text"]):
        return "Fill in the first line too, or press Esc."
    return ""


def written(session: Session, kind: NoteKind, filled: Mapping[str, str], number: int | None, **about: str) -> Events:
    """Return the events of a line as a form brought it: a new one, or in the place of an earlier one by its number.

    An empty new line is none; an empty one in the place of another strikes it. `about` says which question of which
    tree it is about, where it is not the one at hand.
    """
    more: dict[str, object] = {key: filled[key] for key in ("reason", "role") if key in filled}
    if "by" in filled:
        more["by"] = day_in(filled["by"], today())
    return transitions.write(session, kind, filled["text"], number, **about, **more)


def people_in(filled: Mapping[str, str]) -> int:
    """Return how many are here as that form brought it; 0 if it is no number that there may be."""
    try:
        people = number_in(filled["present"], "people")
    except AnswerError:
        return 0
    return people if isinstance(people, int) and 1 <= people <= MOST_PEOPLE else 0


def questions_voted(session: Session) -> dict[tuple[str, str], str]:
    """Return the questions that the group voted on, by tree and id, in words."""
    walks = ((session.walk(0, case_id), question_id) for case_id, question_id in session.rounds if case_id)
    return {
        (walk.tree.id, question_id): walk.filled(walk.tree.questions[question_id].ask)
        for walk, question_id in walks
        if question_id in walk.tree.questions
    }
