"""Answers: read from a file, typed by a person, or spoken back. One place knows what each type of question takes."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from postwise.errors import PostwiseError
from postwise.text import joined, shortened
from postwise.tree.conditions import Answered, kind
from postwise.tree.model import Question
from postwise.tree.placeholders import spoken
from postwise.tree.problems import listing, suggestion

DIGITS = 4300
"""How many digits a whole number has at most that can be answered; of more, Python makes no text."""
TOO_LONG = 10**DIGITS
NOT_SURE = "?"
"""Typed for *Not sure*, where a question lets one of several answers be picked."""


class AnswerError(PostwiseError):
    """An answer that the question does not take: the code of the problem, a sentence, and what would mend it."""

    def __init__(self, code: str, message: str, hint: str | None = None, item: int | None = None) -> None:
        super().__init__(f"{message} {hint}" if hint else message)
        self.code = code
        self.message = message
        self.hint = hint
        self.item = item
        """The position in a list of the item at fault."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message, self.hint, self.item)


def read_answer(question: Question, raw: Any) -> Answered:
    """Return a value of a file or of JSON as an answer to the question; dates may be dates or ISO texts.

    Raises AnswerError if the question does not take it.
    """
    match question.kind:
        case "choice" | "yes-no":
            return _known(question, raw)
        case "checklist":
            if not isinstance(raw, list | tuple | frozenset | set):
                raise _wrong("a list of answers", raw)
            return frozenset(_known(question, item, place) for place, item in enumerate(raw))
        case "number":
            if isinstance(raw, bool) or not isinstance(raw, int | float):
                raise _wrong("a number", raw)
            return within(question, raw)
        case "date":
            return within(question, _date(raw))
        case "text":
            if not isinstance(raw, str):
                raise _wrong("a text", raw)
            return raw


def _wrong(wanted: str, raw: Any, place: int | None = None) -> AnswerError:
    return AnswerError("wrong-type", f"This has to be {wanted}, and is {kind(raw)}.", None, place)


def _known(question: Question, raw: Any, place: int | None = None) -> str:
    if not isinstance(raw, str):
        raise _wrong("an answer's id", raw, place)
    if raw in question.by_id:
        return raw
    hint = suggestion(raw, question.by_id) or f"It has {listing(question.by_id)}."
    raise AnswerError("unknown-answer", f'The question has no answer "{shortened(raw)}".', hint, place)


def _date(raw: Any) -> dt.date:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    if not isinstance(raw, str):
        raise _wrong("a date", raw)
    day = day_of(raw)
    if day is None:
        raise AnswerError("bad-value", f'"{shortened(raw)}" is not a date.', HOW_WRITTEN["date"])
    return day


def day_of(text: str) -> dt.date | None:
    """Return the day that a text names, or None if it names none; nothing else reads a day that somebody wrote."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def within(question: Question, answer: Any) -> int | float | dt.date:
    """Return a number or a date as it is, if it lies within `min` and `max` and on the grid of `step`.

    Raises AnswerError (``bad-value``) if not.
    """
    if isinstance(answer, float) and math.isnan(answer):
        raise AnswerError("bad-value", f"{answer} is not a number that can be answered.")
    if isinstance(answer, float) and math.isinf(answer):
        raise AnswerError("bad-value", "A number that large cannot be answered.", _bounds(question))
    if isinstance(answer, int) and abs(answer) >= TOO_LONG:
        raise AnswerError("bad-value", "A number with so many digits cannot be answered.", _bounds(question))
    said = shortened(spoken(answer))
    low, high = ("early", "late") if isinstance(answer, dt.date) else ("small", "large")
    if question.min is not None and answer < question.min:
        raise AnswerError("bad-value", f"{said} is too {low}.", _bounds(question))
    if question.max is not None and answer > question.max:
        raise AnswerError("bad-value", f"{said} is too {high}.", _bounds(question))
    if question.step is not None and not isinstance(answer, dt.date) and not on_grid(question, answer):
        wanted = "whole numbers" if question.step == 1 else f"steps of {spoken(question.step)}"
        start = f" from {spoken(question.min)}" if question.min is not None and question.step != 1 else ""
        raise AnswerError("bad-value", f"{said} does not fit: it goes by {wanted}{start}.")
    checked: int | float | dt.date = answer
    return checked


def exact(number: float) -> Fraction:
    """Return a number of a file as the decimal fraction it was written as: 0.1 is a tenth."""
    return Fraction(repr(number))


def on_grid(question: Question, number: float) -> bool:
    """Tell whether a number lies on the question's grid, which counts from `min` (from 0 without one)."""
    start = exact(question.min) if question.min is not None else Fraction(0)
    return question.step is None or (exact(number) - start) % exact(question.step) == 0


def _bounds(question: Question) -> str | None:
    if question.min is None and question.max is None:
        return None
    if question.min is None:
        return f"It goes up to {spoken(question.max)}."
    if question.max is None:
        return f"It starts at {spoken(question.min)}."
    return f"It goes from {spoken(question.min)} to {spoken(question.max)}."


AS_A_DAY = "as 1 December 2026 or 2026-12-01"
"""How a person may write a day, as every mode says it."""
HOW_WRITTEN = {"number": "Write it in digits, as 3 or 17.5.", "date": "Write it as 2026-11-01."}


def typed_answer(question: Question, text: str) -> Answered:
    """Return an answer as a command line has it: an id, ids with commas (nothing: none), a number, a date, a text.

    What a person types where they are asked is read by `FilledQuestion.read`, which takes more.
    Raises AnswerError if the question does not take it.
    """
    plain = text.strip()
    if not plain and question.kind in HOW_WRITTEN:
        raise AnswerError("bad-value", "There is no answer yet.", HOW_WRITTEN[question.kind])
    match question.kind:
        case "checklist":
            items = [item.strip() for item in plain.split(",") if item.strip()]
            return frozenset() if items == ["none"] else read_answer(question, items)
        case "number":
            number = number_of(plain)
            if number is None:
                raise AnswerError("bad-value", f'"{shortened(plain)}" is not a number.', HOW_WRITTEN["number"])
            return within(question, number)
        case "text":
            return text
        case _:
            return read_answer(question, plain)


WHOLE = re.compile("[+-]?[0-9]+")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)
IN_GROUPS = re.compile("[+-]?[1-9][0-9]{0,2}(?:([, \u00a0\u2009\u202f])[0-9]{3}(?:\\1[0-9]{3})*)(?:\\.[0-9]+)?")
"""Thousands set apart by commas or by spaces, which may be narrow or keep a line together."""


def number_of(text: str) -> int | float | None:
    """Return the number that a text is in digits: 3, -3, 17.5, 12,000 or 12 000; None if it is none.

    Of more digits than can be answered it is one that is too large for any question.
    """
    grouped = IN_GROUPS.fullmatch(text)
    plain = text.replace(grouped[1], "") if grouped else text
    if not DECIMAL.fullmatch(plain):
        return None
    if not WHOLE.fullmatch(plain):
        return float(plain)
    return int(plain) if len(plain.lstrip("+-")) <= DIGITS else -TOO_LONG if plain[0] == "-" else TOO_LONG


def as_typed(answer: Answered) -> str:
    """Return an answer as `typed_answer` reads it: an id, ids with commas, a number, an ISO date, or a text."""
    return ",".join(sorted(answer)) if isinstance(answer, frozenset) else str(answer)


def plain_answer(answer: Answered) -> str | int | float | list[str]:
    """Return an answer as JSON can hold it: an id, a sorted list of ids, a number, an ISO date, or a text."""
    if isinstance(answer, frozenset):
        return sorted(answer)
    if isinstance(answer, dt.date):
        return answer.isoformat()
    return answer


def nothing_ticked(question: Question) -> str:
    """Return what ticking nothing in a checklist is called; words in braces are left as they are."""
    return question.none or "None of these"


def in_words(question: Question, answer: Answered, filled: Callable[[str], str] = str) -> str:
    """Return an answer as it is shown on a trail: the question's own words filled, what a person typed as it is."""
    if isinstance(answer, frozenset):
        ticked = [filled(option.text) for option in question.options if option.name in answer]
        return "; ".join(ticked) if ticked else filled(nothing_ticked(question))
    if question.picks_one and isinstance(answer, str):
        option = question.by_id.get(answer)
        return filled(option.text) if option else answer
    words = spoken(answer)
    return f"{words} {filled(question.unit)}" if question.unit and question.kind == "number" else words


def said_back(question: Question, answer: Answered, filled: Callable[[str], str] = str) -> str:
    """Return an answer as it stands in a sentence of the tree: its own words filled, several with commas and *and*."""
    if isinstance(answer, frozenset) and answer:
        return joined(filled(option.text) for option in question.options if option.name in answer)
    return in_words(question, answer, filled)
