"""What the scribe is asked when a line is to be written down, and what the answer becomes in the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from postwise import files
from postwise.train.events import NoteKind, ScribeNote
from postwise.train.written_lines import ASKED, DAY, HOW_MANY, NOT_COUNTED, PEOPLE, advice, blanks, people_in, refused
from postwise.tree.typed_answers import day_understood
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import FormDialog, FormField


def form_for(kind: NoteKind, note: ScribeNote | None = None) -> FormDialog:
    """Return the form for a line of a kind: a new one, or one that was written before."""
    fields = [FormField(*blank, day_understood if blank.name == DAY else None) for blank in blanks(kind, note)]
    return FormDialog(ASKED[kind], advice(note), fields, partial(refused, new=note is None))


def people_form(present: int) -> FormDialog:
    """Return the form that asks how many are here."""
    return FormDialog(
        HOW_MANY,
        NOT_COUNTED,
        [FormField("present", "People", str(present))],
        _people,
    )


def _people(filled: Mapping[str, str]) -> str:
    return "" if people_in(filled) else PEOPLE


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
