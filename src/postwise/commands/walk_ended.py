"""What can still be asked for once a walk in lines has ended: to hear more, to change an answer, to keep it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue, Stopped
from postwise.show import recommendation_document as parts
from postwise.show.document import Section
from postwise.text import as_json, joined, on_one_line, shortened, whole_number
from postwise.walk.walk import Walk

ENDINGS = {".md": "markdown", ".html": "html", ".json": "json"}
"""What a file is written as, by how its name ends; any other is a plain text."""


class WalkEnded:
    """The end of a walk in lines: one line of words says what can be typed, and each of them does what it says."""

    def __init__(self, lines: PlainDialogue, walk: Walk) -> None:
        self.lines = lines
        self.walk = walk
        """The walk that has ended."""

    def next_walk(self) -> Walk | None:
        """Return the walk with an answer changed, or None if the person has done; all else is said on the way."""
        self._offer()
        while True:
            try:
                typed = self.lines.read(self.walk, ">").strip()
            except Stopped:
                return None
            word, _, rest = typed.partition(" ")
            match word.lower():
                case "q":
                    return None
                case "change":
                    changed = self._changed(rest.strip())
                    if changed is not None:
                        return changed
                case _:
                    self._do(word, rest.strip())

    @property
    def _words(self) -> dict[str, str]:
        """What can be typed, each with what it does."""
        last = len(self.walk.steps)
        change = {f"change {last}": "asks a question again by its number; your other answers are kept"} if last else {}
        return {
            **change,
            "why": "says what decided it, and how each answer counted",
            "save FILE": "keeps all of it in a file for you alone; save alone keeps it among your records",
            "brief": "says it in a few lines for a colleague, with a code that opens this walk",
            "more": "says the rest: what to keep in mind, what would change it, sources, and your answers",
            "help": "says this again",
            "q": "ends",
        }

    def _offer(self) -> None:
        self.lines.say()
        self.lines.say(f"You can type {joined(self._words, 'or')} to end.")

    def _do(self, word: str, rest: str) -> None:
        """Do what a word asks for, or say why not."""
        match word.lower():
            case "":
                self._offer()
            case "why":
                self._say(parts.decided(self.walk), parts.numbered_road(self.walk))
            case "more":
                self._say(*parts.besides(self.walk))
            case "brief":
                from postwise.show.brief import brief

                self.lines.say(brief(self.walk).rstrip())
            case "save":
                self._save(rest)
            case "help" | "?":
                for name, does in self._words.items():
                    self.lines.say(f"{name} {does}.")
            case _:
                self.lines.say(f'"{shortened(word)}" is none of the words here. Type help to hear what there are.')

    def _say(self, *sections: Section) -> None:
        said: Iterable[Section] = (section for section in sections if section.items)
        for place, section in enumerate(said):
            if place:
                self.lines.say()
            for line in parts.in_lines(section):
                self.lines.say(line)

    def _changed(self, number: str) -> Walk | None:
        """Return the walk with an answer changed and walked to its end again, or None if it stays as it was."""
        place, last = whole_number(number), len(self.walk.steps)
        if place is None or not 1 <= place <= last:
            self.lines.say(
                f"Type change and the number of a question, from 1 to {last}. The word why says the numbers."
            )
            return None
        try:
            changed = self.lines.ask_again(self.walk, place - 1)
            if changed is not self.walk:
                self._say_what_went(changed)
                return self.lines.walk(changed)
        except Stopped:
            pass
        self.lines.say("Your walk is as it was.")
        return None

    def _say_what_went(self, changed: Walk) -> None:
        """Say which answers fell away; that the others are kept was said before."""
        gone = changed.changed_from(self.walk).dropped
        for step in self.walk.steps:
            if step.node_id in gone:
                self.lines.say(f"   No longer asked: {self.walk.filled(step.question.ask)}")

    def _save(self, name: str) -> None:
        try:
            self.lines.say(self._written(name) if name else self._recorded())
        except PostwiseError as error:
            self.lines.say(str(error))

    def _written(self, name: str) -> str:
        from postwise.files import typed_path, write_new

        if name.endswith(("/", os.sep)):
            raise PostwiseError(f"{name} is a folder. Name a file in it.")
        path = typed_path(name)
        form = ENDINGS.get(path.suffix.lower(), "text")
        document = parts.RecommendationDocument.of(self.walk)
        text = as_json(self.walk.to_dict()) + "\n" if form == "json" else parts.SETTERS[form](document)
        write_new(path, text, private=True)
        return f"Saved as {on_one_line(str(path))}. Only you can read it."

    def _recorded(self) -> str:
        from postwise.walk.record_store import Records

        number = Records().save(self.walk, "answers")
        return f"Saved as record {number}, with your answers. To see it again: postwise records show {number}"
