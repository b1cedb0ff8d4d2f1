"""The scribe in lines: what is written down in a session is asked for line by line, and said back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from postwise.errors import PostwiseError
from postwise.files import typed_path, write_new
from postwise.plain import NOTHING_WRITTEN, PlainDialogue
from postwise.text import shortened, whole_number
from postwise.train import written_lines
from postwise.train.events import NoteKind, ScribeNote
from postwise.train.session import Session
from postwise.train.session_words import note_in_words
from postwise.train.transitions import Events
from postwise.train.written_lines import Blank

Way = TypeVar("Way")
AS_IT_WAS = "It stays as it was."
ENTER_LEAVES = "An empty line leaves it as it was."
STRIKING = "strike"


class PlainScribe:
    """Asks in lines for what is to be written down; what comes of it are events, for the session to take in."""

    def __init__(self, dialogue: PlainDialogue, writes: Callable[[str], bool] = lambda _: False) -> None:
        self.dialogue = dialogue
        self.writes = writes
        """Tells whether a line that came in behind a text writes down another one, and is no part of it."""

    def asked(self, question: str, hint: str = "") -> str:
        """Return what is typed to a question, empty where nothing is; raises EOFError where there are no more lines."""
        self.dialogue.say(f"{question} {hint}".rstrip())
        typed = self.dialogue.typed()
        if typed is None:
            raise EOFError
        return typed.strip()

    def chosen(self, title: str, explained: str, options: Mapping[Way, str]) -> Way | None:
        """Return which of several ways on, each in words, is chosen; None if none is, which leaves all as it was."""
        self.dialogue.say(f"{title} {explained}".rstrip())
        for place, text in enumerate(options.values(), 1):
            self.dialogue.say(f"   {place}  {text}")
        how = f"Type a number from 1 to {len(options)}, or press Enter to leave it."
        typed = self.asked(how)
        while typed:
            number = whole_number(typed)
            if number is not None and 1 <= number <= len(options):
                return list(options)[number - 1]
            typed = self.asked(f'"{shortened(typed)}" is none of these.', how)
        return None

    def new(self, kind: NoteKind, text: str = "", **about: str) -> Callable[[Session], Events] | None:
        """Return what writes a new line of a kind, with its `text` if that was typed already; None for no line."""
        self.dialogue.say(f"{written_lines.ASKED[kind]} {written_lines.advice(None)}")
        filled: dict[str, str] = {}
        for blank in written_lines.blanks(kind):
            told = blank.name == "text" and text
            typed = self.dialogue.whole(text, self.writes) if told else self._filled(blank)
            if blank.name == "text" and not typed:
                self.dialogue.say(NOTHING_WRITTEN)
                return None
            filled[blank.name] = typed
        return lambda session: written_lines.written(session, kind, filled, None, **about)

    def mended(self, note: ScribeNote) -> Callable[[Session], Events] | None:
        """Return what puts a line in the place of one that was written, or strikes it; None if it stays."""
        self.dialogue.say(f"Line {note.number}: {note_in_words(note)}")
        filled: dict[str, str] = {}
        for blank in written_lines.blanks(note.kind, note):
            first = blank.name == "text"
            keeps = f"Enter keeps it{f', {STRIKING} takes the line away' if first else ', 0 empties it'}."
            typed = self._filled(blank, f"Now: {blank.value}. {keeps}" if blank.value else "")
            if first and typed.casefold() == STRIKING:
                filled = {each.name: "" for each in written_lines.blanks(note.kind)}
                break
            filled[blank.name] = "" if typed == "0" and not first else typed or blank.value
        if all(filled[blank.name] == blank.value for blank in written_lines.blanks(note.kind, note)):
            self.dialogue.say(AS_IT_WAS)
            return None
        about = {"tree": note.tree, "question": note.question}
        return lambda session: written_lines.written(session, note.kind, filled, note.number, **about)

    def _filled(self, blank: Blank, now: str = "") -> str:
        """Return what is typed for a blank, once it can be taken."""
        typed = self.asked(f"{blank.label}:", now or (f"for example, {blank.hint}" if blank.hint else ""))
        typed = self.dialogue.whole(typed).strip()  # an empty line may be the first of what was pasted
        while typed and typed != "0" and blank.name == written_lines.DAY:
            refusal = written_lines.refused({"text": "", blank.name: typed}, new=False)
            if not refusal:
                break
            typed = self.asked(refusal)
        return typed

    def people(self, typed: str) -> int:
        """Return how many are here now, as it was typed or is asked for; 0 to leave it as it was."""
        typed = typed or self.asked(written_lines.HOW_MANY, written_lines.NOT_COUNTED)
        while typed:
            number = written_lines.people_in({"present": typed})
            if number:
                return number
            typed = self.asked(written_lines.PEOPLE, ENTER_LEAVES)
        return 0

    def write_out(self, path: Path, text: str) -> None:
        """Write a text into a new file that is asked for, `path` if nothing is typed, and say so."""
        typed = self.asked("Into which file?", f"Enter for {path.name}.")
        wanted = typed_path(typed) if typed else path
        try:
            write_new(wanted, text)
        except PostwiseError as error:
            self.dialogue.say(str(error))
        else:
            self.dialogue.say(f"Written to {wanted}")
