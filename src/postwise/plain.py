"""A walk in lines: for screen readers, pipes and plain terminals. One line is one thing, and nothing is repainted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from postwise.text import safe
from postwise.tree.answers import AnswerError, in_words, typed_answer
from postwise.tree.conditions import Answered
from postwise.tree.model import Answer, Question
from postwise.tree.placeholders import spoken
from postwise.walk.walk import Walk, WalkError

KEYS = (
    ("b", "back to the question before"),
    ("w", "why we ask"),
    ("u", "not sure"),
    ("q", "stop here"),
)
"""What can be typed beside an answer."""


class EndOfInput(Exception):  # noqa: N818 - it is how a pipe ends, not an error
    """There is nothing more to read; the walk so far comes along."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk


class Stopped(Exception):  # noqa: N818 - a person's choice, not an error
    """The person stopped; the walk so far comes along."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk


@dataclass(frozen=True)
class PlainDialogue:
    """Where a plain walk reads what is typed and writes what is asked."""

    source: TextIO
    target: TextIO
    markdown: Callable[[str], str]
    """Turns a text with Markdown into plain lines."""

    def say(self, text: str = "") -> None:
        """Write a line; nothing in it acts on a terminal."""
        self.target.write(f"{safe(text)}\n")

    def read(self, walk: Walk, prompt: str) -> str:
        """Return the next line typed, without its ending; raises EndOfInput where there is none."""
        self.target.write(f"{prompt} ")
        self.target.flush()
        line = self.source.readline()
        if not line:
            self.say()
            raise EndOfInput(walk)
        return line.rstrip("\r\n")

    def walk(self, walk: Walk, draft: str = "") -> Walk:
        """Return the walk taken to its end; raises EndOfInput or Stopped on the way."""
        if not walk.steps:
            self._open(walk, draft)
        while walk.question is not None:
            self._ask(walk, walk.question)
            walk = self._reply(walk, walk.question)
        return walk

    def _open(self, walk: Walk, draft: str) -> None:
        about = walk.tree.about
        self.say(walk.filled(about.title))
        if about.summary:
            self.say(walk.filled(about.summary))
        keys = ", ".join(f"{key} {what}" for key, what in KEYS)
        self.say(f"Type a number, or {keys}.")
        if draft.strip():
            self.say()
            self.say("Your draft:")
            self.say(draft.rstrip())

    def _ask(self, walk: Walk, question: Question) -> None:
        self.say()
        self.say(f"{len(walk.steps) + 1}. {walk.filled(question.ask)}")
        for note in walk.notes(question.notes):
            self.say(f"   {self.markdown(note)}")
        for place, option in enumerate(question.options, 1):
            self.say(f"   {place}  {walk.filled(option.text)}")
        if question.kind == "checklist":
            none = walk.filled(question.none or "None of these")
            self.say(f"   Type the numbers that apply with commas, or nothing at all: {none}.")
        elif not question.options:
            self.say(f"   {hint(question)}")
        if walk.suggested is not None:
            self.say(f"   Last time: {walk.filled(in_words(question, walk.suggested))}")

    def _reply(self, walk: Walk, question: Question) -> Walk:
        while True:
            typed = self.read(walk, ">").strip()
            match typed.lower():
                case "q":
                    raise Stopped(walk)
                case "b":
                    return walk.back()
                case "w":
                    self._why(walk, question)
                    continue
            after = self._answered(walk, question, typed)
            if after is not None:
                return after

    def _answered(self, walk: Walk, question: Question, typed: str) -> Walk | None:
        """Return the walk with what was typed as its answer, or None after saying why it is none."""
        try:
            if typed.lower() in {"u", "?"} and question.kind != "text":
                after = walk.not_sure()
            else:
                after = walk.answer(meant(question, typed, walk.filled))
        except (AnswerError, WalkError) as error:
            self.say(f"   {error}")
            return None
        step = after.steps[len(walk.steps)]
        self.say(f"   {'Not sure, so for now: ' if step.unsure else ''}{after.said(step)}")
        return after

    def _why(self, walk: Walk, question: Question) -> None:
        for text in (question.why, question.help):
            if text:
                self.say(f"   {self.markdown(walk.filled(text))}")
        if not question.why and not question.help:
            self.say("   The tree does not say.")


def hint(question: Question) -> str:
    """Return in a line what a number, date or text question wants typed."""
    if question.kind == "text":
        return "Write a line. It decides nothing, and it is kept only if you save."
    low = f" from {spoken(question.min)}" if question.min is not None else ""
    high = f" to {spoken(question.max)}" if question.max is not None else ""
    if question.kind == "date":
        return f"Type a date{low}{high}, as 2026-11-01."
    unit = f" of {question.unit}" if question.unit else ""
    return f"Type {'a whole number' if question.step == 1 else 'a number'}{unit}{low}{high}."


def meant(question: Question, typed: str, filled: Callable[[str], str] = str) -> Answered:
    """Return the answer meant by what was typed: a number, an id, or the first letters of one answer alone.

    Raises AnswerError, with what could be typed, if it means none or several.
    """
    if question.picks_one:
        return _option(question.options, typed, filled).name
    if question.kind == "checklist":
        items = [item.strip() for item in typed.split(",") if item.strip()]
        if [item.lower() for item in items] in (["none"], ["0"]):
            return frozenset()
        return frozenset(_option(question.options, item, filled).name for item in items)
    return typed_answer(question, typed)


def _option(options: tuple[Answer, ...], typed: str, filled: Callable[[str], str]) -> Answer:
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1]
    wanted = typed.casefold()
    exact = [option for option in options if wanted in {option.name, filled(option.text).casefold()}]
    found = exact or [option for option in options if wanted and _begins(option, wanted, filled)]
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerError("unknown-answer", f'"{typed}" could be {_either(found, options)}.', "Type its number.")
    raise AnswerError(
        "unknown-answer", f'"{typed}" is none of the answers.', f"Type a number from 1 to {len(options)}."
    )


def _begins(option: Answer, wanted: str, filled: Callable[[str], str]) -> bool:
    return option.name.startswith(wanted) or filled(option.text).casefold().startswith(wanted)


def _either(found: Iterable[Answer], options: tuple[Answer, ...]) -> str:
    return " or ".join(str(options.index(option) + 1) for option in found)
