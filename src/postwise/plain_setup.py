"""Setting up a session in lines: cases, votes, people and the file; nothing is written before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from postwise.errors import PostwiseError
from postwise.files import typed_path
from postwise.plain import PlainDialogue
from postwise.plain_scribe import PlainScribe
from postwise.show.markdown import plain_lines
from postwise.text import on_one_line, shortened, typed_line, whole_number
from postwise.train.cases import SetupChoices, contacts_missing, minutes_of, questions_of
from postwise.train.session import Session
from postwise.train.session_words import (
    LEVELS,
    MODES,
    SET_UP,
    WHEN_UNSEEN,
    case_planned,
    contacts_unnamed,
    fits,
    time_planned,
)
from postwise.train.store import OpenSession

WORDS = {
    "begin": "Begin, and keep the session in the file that is named",
    "cases": "Say every case there is, each with its number",
    "case and a number": "Choose that case, as the last one; or leave it out again",
    "hands": "Votes by hands, counted aloud",
    "slips": "Votes counted from folded slips, tables or a chat",
    "people and a number": "Say how many are here",
    "office and a name": "Say which office or team it is; without a name, none",
    "time": "Sixty minutes, or forty-five without the line on trust",
    "file and a name": "Keep the session in that file",
    "Enter": "Say again what is settled",
    "q": "Leave; nothing has been written",
}
"""What can be typed, with what it does."""
NEEDS_SCREENS = (
    "The keyboard is not passed round in lines, for a screen reader may say aloud what is typed. Type slips: a folded"
    " slip is as secret."
)
LEAVE = {"q", "quit", "exit", "stop", "leave"}
HELPED = "? says what can be changed."


class PlainSetup:
    """What is settled before a session, in lines. It holds choices, and writes nothing until they are agreed to."""

    def __init__(self, dialogue: PlainDialogue, choices: SetupChoices) -> None:
        self.dialogue, self.choices = dialogue, choices
        self.scribe = PlainScribe(dialogue)

    def begun(self) -> OpenSession | None:
        """Return the session once it is begun and its file is written; None if the person leaves before."""
        self._say_all()
        with suppress(EOFError):  # amid something that was asked
            while (line := self.dialogue.typed()) is not None:
                word, _, more = typed_line(line).partition(" ")
                if word.casefold() in LEAVE:
                    break
                if word.casefold() not in {"begin", "g"}:
                    self._do(word.casefold(), more.strip())
                elif (held := self._begin()) is not None:
                    return held
        self.dialogue.say("Nothing was begun, and nothing has been written.")
        return None

    def _begin(self) -> OpenSession | None:
        try:
            session = Session.begin(self.choices.chosen_cases, self.choices.plan)
            return OpenSession.begin(self.choices.path, session)
        except PostwiseError as error:
            self.dialogue.say(str(error))
            return None

    def _do(self, word: str, more: str) -> None:
        """Change what a word says, or say why not."""
        match word:
            case "":
                self._say_all()
            case "?" | "help":
                self._say(f"{name}: {told}." for name, told in WORDS.items())
            case "cases" | "m":
                self._say(f"{place}  {self._in_words(place)}" for place in range(1, len(self.choices.cases) + 1))
            case "case":
                self._toggle(whole_number(more))
            case "hands" | "slips":
                self._plan(mode="hands" if word == "hands" else "typed")
            case "secret":
                self.dialogue.say(NEEDS_SCREENS)
            case "people":
                people = self.scribe.people(more)
                if people:
                    self._plan(present=people)
            case "office":
                self._plan(office=more)
            case "time":
                self._plan(short=not self.choices.plan.short)
            case "file":
                self._keep_in(more)
            case _:
                self.dialogue.say(f'"{shortened(word)}" is none of the words here. {HELPED}')

    def _keep_in(self, name: str) -> None:
        path = typed_path(name or self.scribe.asked("Into which file?") or str(self.choices.path))
        if path.is_dir():
            self.dialogue.say("Name a file.")
            return
        self.choices = replace(self.choices, path=path)
        self._say(self._settled())

    def _toggle(self, place: int | None) -> None:
        cases = self.choices.cases
        if place is None or not 1 <= place <= len(cases):
            self.dialogue.say(f"Type case and a number from 1 to {len(cases)}. The word cases says which there are.")
            return
        self.choices = self.choices.toggled(cases[place - 1].ref.id)
        self._say(self._chosen())

    def _plan(self, **changes: object) -> None:
        self.choices = replace(self.choices, plan=self.choices.plan.model_copy(update=changes))
        self._say(self._settled())

    # Saying it

    def _say(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.dialogue.say(line)

    def _say_all(self) -> None:
        self.dialogue.say("A session of a group, as it is suggested.")
        self._say(self._chosen())
        self._say(self._settled())
        missing = contacts_missing(self.choices.chosen_cases, self.choices.plan.words)
        if missing:
            self.dialogue.say(contacts_unnamed(missing))
        self.dialogue.say(SET_UP)
        self.dialogue.say(f"Type begin to begin, or what is to be otherwise. {HELPED}")

    def _chosen(self) -> Iterator[str]:
        if not self.choices.chosen:
            yield "No case is chosen yet. Choose at least one: the word cases says which there are."
            return
        yield "Cases, in the order they are played:"
        numbers = {case.ref.id: number for number, case in enumerate(self.choices.cases, 1)}
        for place, case in enumerate(self.choices.chosen_cases, 1):
            why = self.choices.reasons.get(case.ref.id) or LEVELS[case.level]
            title = self.choices.filled(case, case.title)
            planned = case_planned(questions_of(case), minutes_of(case))
            yield f"- {place}: {title}; {why}; {planned} (case {numbers[case.ref.id]})"
            yield plain_lines(self.choices.filled(case, case.scenario.story or ""))

    def _in_words(self, number: int) -> str:
        case = self.choices.cases[number - 1]
        chosen = self.choices.chosen
        state = f", chosen as {chosen.index(case.ref.id) + 1}" if case.ref.id in chosen else ""
        title, tree = (self.choices.filled(case, text) for text in (case.title, case.tree.title))
        return f"{title}; {LEVELS[case.level]}; from “{tree}”{state}"

    def _settled(self) -> Iterator[str]:
        plan = self.choices.plan
        yield f"How we vote: {MODES[plan.mode]}"
        if plan.mode == "hands":
            yield WHEN_UNSEEN
        yield f"People here: {plan.present}"
        yield f"Office or team: {plan.office or 'not said'}"
        yield f"Time: {time_planned(short=plan.short)}"
        yield fits(self.choices.minutes, short=plan.short)
        yield f"File: {on_one_line(self.choices.path.name)}"
