"""Answers as marks of a few bits: a hash says which question and answer is meant, in any version of a tree.

A mark of a choice is a hash of the question's id and the answer's. Marks of other questions hash the question's id and
what kind it is (of a checklist its items too: one with other items is another question) and carry the answer. A text is
only said to have been there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from postwise.tree.model import Question, QuestionType, Tree
from postwise.tree.when import Answered
from postwise.walk.bits import Reader, Writer

KINDS: tuple[QuestionType, ...] = ("checklist", "number", "date", "text")
"""The types of question whose marks carry an answer, in the order of their numbers."""
DAY_BITS = 22


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer, as a code carries it."""

    token: int
    """The hash."""
    kind: QuestionType = "choice"
    """The type of question; yes-no counts as a choice."""
    unsure: bool = False
    """Whether it stands for *Not sure*."""
    answer: Answered | tuple[bool, ...] = ""
    """The number or the date; of a checklist what is ticked, in the order of its items' ids; else empty."""


def hashed(text: str, width: int) -> int:
    """Return a hash of a text in so many bits."""
    digest = blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - width)


def named(name: str, question: Question) -> str:
    """Return what is hashed of a question that is no choice."""
    items = ",".join(sorted(question.by_id)) if question.kind == "checklist" else ""
    return f"{name}:{question.kind}:{items}"


def mark(name: str, question: Question, answer: Answered, *, unsure: bool, width: int) -> Mark:
    """Return the mark of an answer, with a hash of so many bits."""
    if question.picks_one:
        return Mark(hashed(f"{name}={answer}", width), unsure=unsure)
    token = hashed(named(name, question), width)
    if isinstance(answer, frozenset):
        return Mark(token, question.kind, answer=tuple(item in answer for item in sorted(question.by_id)))
    return Mark(token, question.kind, answer="" if question.kind == "text" else answer)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question that a mark turned out to be."""

    answer: Answered
    unsure: bool


def found(tree: Tree, marks: Iterable[Mark], width: int) -> Mapping[str, Found]:
    """Return for the questions of a tree the answers that marks say, as far as they say any."""
    known: dict[tuple[str, int], Mark] = {(one.kind, one.token): one for one in reversed(tuple(marks))}
    answers = ((name, _found(name, question, known, width)) for name, question in tree.questions.items())
    return {name: answer for name, answer in answers if answer is not None}


def _found(name: str, question: Question, known: Mapping[tuple[str, int], Mark], width: int) -> Found | None:
    if question.picks_one:
        for answer in question.by_id:
            one = known.get(("choice", hashed(f"{name}={answer}", width)))
            if one is not None:
                return Found(answer, one.unsure)
        return None
    one = known.get((question.kind, hashed(named(name, question), width)))
    if one is None:
        return None
    if not isinstance(one.answer, tuple):
        return Found(one.answer, unsure=False)
    items = sorted(question.by_id)
    ticked = frozenset(item for item, tick in zip(items, one.answer, strict=False) if tick)
    return Found(ticked, unsure=False) if len(items) == len(one.answer) else None


def write(one: Mark, width: int, bits: Writer) -> None:
    """Put a mark into bits."""
    if one.kind == "choice":
        bits.put(int(one.unsure), 2)
    else:
        bits.put(0b100 | KINDS.index(one.kind), 3)
    bits.put(one.token, width)
    if isinstance(one.answer, tuple):
        bits.put_count(len(one.answer))
        for tick in one.answer:
            bits.put(int(tick), 1)
    elif isinstance(one.answer, dt.date):
        bits.put(one.answer.toordinal(), DAY_BITS)
    elif isinstance(one.answer, int | float):
        _write_number(one.answer, bits)


def read(width: int, bits: Reader) -> Mark:
    """Return the mark that comes next in bits.

    Raises ValueError if the bits are none.
    """
    if not bits.take(1):
        unsure = bool(bits.take(1))
        return Mark(bits.take(width), unsure=unsure)
    kind = KINDS[bits.take(2)]
    token = bits.take(width)
    match kind:
        case "checklist":
            return Mark(token, kind, answer=tuple(bool(bits.take(1)) for _ in range(bits.take_count())))
        case "date":
            return Mark(token, kind, answer=dt.date.fromordinal(bits.take(DAY_BITS)))
        case "number":
            return Mark(token, kind, answer=_read_number(bits))
    return Mark(token, kind)


def _write_number(number: float, bits: Writer) -> None:
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    if isinstance(number, int):
        bits.put(0, 1)
        bits.put(sign, 1)
        bits.put_count(abs(number))
        return
    bits.put(1, 1)
    bits.put(sign, 1)
    bits.put_count(int("".join(map(str, digits))))
    bits.put(int(int(exponent) < 0), 1)
    bits.put_count(abs(int(exponent)))


def _read_number(bits: Reader) -> int | float:
    whole = not bits.take(1)
    sign = "-" if bits.take(1) else ""
    size = bits.take_count()
    if whole:
        return -size if sign else size
    below = "-" if bits.take(1) else ""
    return float(f"{sign}{size}e{below}{bits.take_count()}")
