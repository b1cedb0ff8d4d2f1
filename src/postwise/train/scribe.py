"""What the scribe writes down, and how many are here: lines in the group's words, nobody named."""

from __future__ import annotations

from typing import Any

from postwise.train.events import MOST_PEOPLE, Mode, Note, NoteKind, Present, VotesBy, Wrote
from postwise.train.session import Session, SessionError
from postwise.train.steps import Events
from postwise.tree.texts import CONTROL


def present(session: Session, people: int) -> Events:
    """Return the events of people coming in or leaving: so many are here now.

    Raises SessionError for a number that cannot be.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise SessionError(f"Say how many people are here, from 1 to {MOST_PEOPLE}.")
    return (Present(case=session.case, present=people),)


def votes_by(session: Session, mode: Mode) -> Events:
    """Return the events of another way to vote: by hands, in secret, or counts typed. What is in a box stays there."""
    return (VotesBy(case=session.case, mode=mode),) if mode != session.mode else ()


def one_line(text: str) -> str:
    """Return what was typed in one line, without characters that a terminal would act on."""
    return " ".join(CONTROL.sub(" ", text).split())


def write(session: Session, kind: NoteKind, text: str, number: int | None = None, **more: Any) -> Events:
    """Return the events of a line that the scribe wrote, in the group's words: a note of its kind.

    `number` is that of a note it takes the place of (an empty text strikes it); `more` are the note's other keys:
    question and reason (of a proposal), role and by (of an action). A minority note is about the question at hand
    unless it says otherwise. Nothing comes back for an empty new note.
    """
    line = one_line(text)
    if number is None and not line:
        return ()
    number = 1 + max(session.state.notes, default=0) if number is None else number
    tree = session.opened(session.case).tree.id if session.case else ""
    told = {"tree": tree, "question": session.question if kind == "minority" else "", **more}
    return (Wrote(case=session.case, note=Note(number=number, kind=kind, text=line, **told)),)
