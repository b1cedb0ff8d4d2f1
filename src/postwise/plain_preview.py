"""A preview in lines: at each save what is wrong with the file, and the question that the walk stands at, put anew."""

from __future__ import annotations

import threading
from typing import TextIO

from postwise.author import live_file
from postwise.author.live_file import FileReading
from postwise.plain import PlainDialogue, Stopped
from postwise.plain_waiting import LinesOrSaves
from postwise.plain_writing import TO_RENAME, TO_WRITE, PlainWriting
from postwise.show.markdown import plain_lines
from postwise.show.recommendation_document import besides, sections_in_lines
from postwise.show.recommendation_in_short import in_short
from postwise.text import command_line, counted, on_one_line, shortened
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.problems import Problem
from postwise.walk.walk import Walk

AT_ONCE = 10
"""So many problems are said at once."""
AT_AN_END = (
    "more says the rest, b goes back to the question before, r begins again, keep and a title writes this walk down as"
    " a scenario, q leaves; ? says what else there is, and what is saved is read."
)
BESIDES = f"{TO_RENAME[0].upper()}{TO_RENAME[1:]}."
"""What the help says besides, at a question as well as at an end."""


class PlainPreview:
    """The preview of one file in lines."""

    def __init__(self, library: Library, entry: LibraryEntry, source: TextIO, target: TextIO) -> None:
        self.library, self.path = library, entry.path
        path = entry.path
        self.lines = LinesOrSaves(source, self._saved)
        self.dialogue = PlainDialogue(
            self.lines,  # type: ignore[arg-type]
            target,
            plain_lines,
            writing=True,
            beside=self._written,
            besides=BESIDES,
        )
        self.writing = PlainWriting(entry, library.words, self._more)
        self.reading = live_file.read(path, library)
        self.walk: Walk | None = None
        self._told: tuple[object, ...] = ()
        """What was said last of what is wrong."""
        self._known: frozenset[Finding] = frozenset()
        """What has been said in full, and need not be again."""
        self._opened = False
        self._ended = ""
        """The ending that was said last, while one stands at it."""
        self._seen = self.reading.stamp
        self._whole: FileReading | None = None
        """The reading with everything that the check says, once that is known."""

    def run(self) -> None:
        """Walk and read until the person leaves."""
        self._take(self.reading)
        while self._once():
            pass

    def _once(self) -> bool:
        """Put the question, or what stands in its place, and do what is typed; False to leave."""
        if self.walk is None or self.walk.question is not None:
            self._ended = ""
        if self.walk is None:
            self.dialogue.say("Nothing can be walked yet. Save the file once it is mended, or type q to leave.")
            typed = self._typed()
            return self._heard() if typed is None else typed != "q"
        try:
            opened, self._opened = self._opened, True
            self.walk = self.dialogue.walk(self.walk, opened=opened)
        except Stopped as end:
            self.walk = end.walk
            return self._heard()
        return self._at_an_end(self.walk)

    def _at_an_end(self, walk: Walk) -> bool:
        before, self._ended = self._ended, _ending(walk)
        missing = walk.at in self.reading.unwritten
        if missing:
            self._ended = f"“{walk.at}” is not written yet."
        self.dialogue.say()
        if self._ended != before:
            self.dialogue.say(self._ended)
        at_an_end = f"{TO_WRITE} b goes back, r begins again, q leaves." if missing else AT_AN_END
        self.dialogue.say(at_an_end)
        while (line := self._line()) is not None:
            typed = line.lower()
            if self._written(line, walk):
                continue
            match typed:
                case "q" | "quit":
                    return False
                case "b" | "back":
                    self.walk = walk.back()
                    return True
                case "r":
                    self.walk = self.reading.start or walk
                    return True
                case "more":
                    for said in sections_in_lines(besides(walk)):
                        self.dialogue.say(said)
                case "" | "?" | "help":
                    self.dialogue.say(f"{at_an_end} {BESIDES}")
                case _:
                    self.dialogue.say(f'"{shortened(typed)}" is none of the words here. {at_an_end}')
        return self._heard()

    def _written(self, line: str, walk: Walk) -> bool:
        """Tell whether a line says to write something, after doing it."""
        said = self.writing.done(line, walk, self.reading.unwritten)
        if said:
            self.dialogue.say(f"   {on_one_line(said)}")
        return bool(said)

    def _more(self, prompt: str) -> str | None:
        self.dialogue.say(f"   {prompt}")
        return self._line()

    def _prompt(self) -> None:
        self.dialogue.target.write("> ")
        self.dialogue.target.flush()

    def _line(self) -> str | None:
        self._prompt()
        line = self.lines.readline()
        return line.strip() if line else None

    def _typed(self) -> str | None:
        line = self._line()
        return None if line is None else line.lower()

    def _heard(self) -> bool:
        """Read what was saved between two lines; False if nothing was, and there are no more lines."""
        if not self.lines.interrupted:
            return False
        self.dialogue.say()
        self._take(live_file.read(self.path, self.library))
        return True

    def _saved(self) -> bool:
        """Tell whether the file was saved; say what the check has found by now, if that is more than was said.

        A file is believed when two looks find the same: it may be half written.
        """
        whole, self._whole = self._whole, None
        if whole is not None and whole.loaded is self.reading.loaded and _state(whole) != self._told:
            self.dialogue.say()
            self._tell(whole)
            self._prompt()
        before, self._seen = self._seen, live_file.stamp_of(self.path)
        return self._seen == before != self.reading.stamp

    def _take(self, reading: FileReading) -> None:
        """Put what was saved under the walk, and say what reading it has found; the rest is looked for beside it."""
        before, self.reading = self.reading, reading
        if before is not reading and not reading.gone:
            self.dialogue.say(f"{on_one_line(self.path.name)} was saved.")
        if reading.start is not None:
            self.walk = live_file.kept_under(reading.start, self.walk)
        self._tell(reading)
        threading.Thread(target=self._check, args=(reading,), daemon=True).start()

    def _check(self, reading: FileReading) -> None:
        self._whole = live_file.checked(reading, self.library)

    def _tell(self, reading: FileReading) -> None:
        """Say what is wrong with a file, in the order in which it is best mended: what is new, and how much it is."""
        self._told = _state(reading)
        found = frozenset(map(_finding, reading.problems))
        new = [problem for problem in reading.problems if _finding(problem) not in self._known]
        self._known = found if reading.checked else self._known | found
        if reading.gone:
            self.dialogue.say(on_one_line(reading.gone))
        elif reading.problems:
            self._say_problems(len(reading.problems), new)
        elif reading.checked:
            self.dialogue.say("Nothing is wrong with it.")
        if reading.scenarios is not None and any(reading.scenarios):
            arrived, astray = reading.scenarios
            elsewhere = f", {astray} elsewhere" if astray else ""
            self.dialogue.say(f"{counted(arrived + astray, 'scenario')}: {arrived} as expected{elsewhere}.")
        if reading.tree is None and self.walk is not None:
            self.dialogue.say("You go on in the tree as it was before.")

    def _say_problems(self, number: int, new: list[Problem]) -> None:
        which = f", {len(new) or 'none'} of them new" if len(new) < number else ""
        self.dialogue.say(f"{counted(number, 'problem')}{which}{':' if new else '.'}")
        for problem in new[:AT_ONCE]:
            sentence = f"{problem.message} {problem.hint or ''}".rstrip()
            self.dialogue.say(on_one_line(f"Line {problem.span.line}, {problem.severity}: {sentence}"))
        if len(new) > AT_ONCE:
            self.dialogue.say(f"To see the other {len(new) - AT_ONCE}: {command_line('check', str(self.path))}")


Finding = tuple[str, str, str]
"""What tells one problem from another, wherever its line has moved to."""


def _finding(problem: Problem) -> Finding:
    return problem.code, problem.at, problem.message


def _state(reading: FileReading) -> tuple[object, ...]:
    """Return what there is to be said of a file."""
    nothing_wrong = reading.checked and not reading.problems and not reading.gone
    return reading.gone, nothing_wrong, tuple(map(_finding, reading.problems))


def _ending(walk: Walk) -> str:
    """Return what an ending says, in short."""
    if walk.recommendation is None:
        return "This tree leads nowhere from there."
    return in_short(walk, "The word more says the rest").rstrip("\n")
