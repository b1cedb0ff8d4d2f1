"""What the scribe is asked when a line is to be written down, and what the answer becomes in the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from postwise import files
from postwise.text import typed_line
from postwise.train import transitions
from postwise.train.events import MOST_PEOPLE, NoteKind, ScribeNote
from postwise.train.session import Session
from postwise.train.transitions import Events
from postwise.tree.answers import AS_A_DAY, AnswerError
from postwise.tree.placeholders import spoken
from postwise.tree.typed_answers import day_in, day_understood, number_in, today
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import FormDialog, FormField

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


def form_for(kind: NoteKind, note: ScribeNote | None = None) -> FormDialog:
    """Return the form for a line of a kind: a new one, or one that was written before."""
    before = note or ScribeNote(number=0, kind="parked", text="")
    blanks = [FormField("text", "In a line", before.text)]
    if kind == "proposal":
        blanks = [FormField("text", "New wording", before.text), FormField("reason", "Why", before.reason)]
    if kind == "action":
        by = spoken(before.by) if before.by is not None else ""
        who = FormField("role", "Who, by role and not by name", before.role, "the duty editor")
        blanks = [
            FormField("text", "What", before.text),
            who,
            FormField("by", "By when; may stay empty", by, "1 December 2026", day_understood),
        ]
    advice = f"{READ_BACK} {STRIKE}" if note is not None else READ_BACK
    return FormDialog(ASKED[kind], advice, blanks, partial(refused, new=note is None))


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


def people_form(present: int) -> FormDialog:
    """Return the form that asks how many are here."""
    return FormDialog(
        "How many are here now?",
        "The facilitator not counted.",
        [FormField("present", "People", str(present))],
        _people,
    )


def people_in(filled: Mapping[str, str]) -> int:
    """Return how many are here as that form brought it; 0 if it is no number that there may be."""
    try:
        people = number_in(filled["present"], "people")
    except AnswerError:
        return 0
    return people if isinstance(people, int) and 1 <= people <= MOST_PEOPLE else 0


def _people(filled: Mapping[str, str]) -> str:
    return "" if people_in(filled) else f"Type a number from 1 to {MOST_PEOPLE}."


def path_form(title: str, explained: str, path: Path) -> FormDialog:
    """Return the form that asks where a new file goes; a file that is there already is refused."""
    return FormDialog(title, explained, [FormField("path", "File", str(path))], _new_file)


def write_out(
    screen: BaseScreen[None], form: FormDialog, text: Callable[[], str], then: Callable[[], object] | None = None
) -> None:
    """Write a text where the form says, and say so on the screen; `then` is called once it is written."""

    def write(filled: Mapping[str, str]) -> None:
        path = files.typed_path(filled["path"])
        with screen.saying_what_fails():
            files.write(path, text())
            screen.say(f"Written to {path}")
            if then is not None:
                then()

    screen.ask(form, write)


def _new_file(filled: Mapping[str, str]) -> str:
    path = files.typed_path(filled["path"])
    try:
        if not filled["path"] or path.is_dir():
            return "Name a file."
        return f"{path} is there already. Choose another name." if path.exists() else ""
    except OSError as error:
        return f"{path} cannot be written: {error.strerror or error}."


def questions_voted(session: Session) -> dict[tuple[str, str], str]:
    """Return the questions that the group voted on, by tree and id, in words."""
    walks = ((session.walk(0, case_id), question_id) for case_id, question_id in session.rounds if case_id)
    return {
        (walk.tree.id, question_id): walk.filled(walk.tree.questions[question_id].ask)
        for walk, question_id in walks
        if question_id in walk.tree.questions
    }
