"""A walk as a short line of letters and digits: the tree, its fingerprint, the answers; no word typed by the person.

The alphabet is Crockford's base 32, in which 0 and O, and 1, I and L, are the same. The last two characters make the
whole, read as a number in base 32, a multiple of 1019. Since 32 is a primitive root of that prime, every single wrong
character is noticed, and every swap of two that stand less than 1,018 characters apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING

from postwise.errors import PostwiseError
from postwise.text import command_line
from postwise.tree.conditions import Answered
from postwise.tree.model import Question, QuestionType, Tree
from postwise.walk.path import QuestionStep

if TYPE_CHECKING:
    from postwise.walk.walk import Walk

CHUNK = 4
"""Bits of a count that are written at a time, each time with one that says whether more follow."""


class BitWriter:
    """Takes numbers down in bits."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def put(self, number: int, width: int) -> None:
        """Write a number in so many bits."""
        if width:
            self._parts.append(f"{number:0{width}b}")

    def put_count(self, number: int) -> None:
        """Write a number from 0 on, of any size: the smaller it is, the shorter."""
        while True:
            rest, low = divmod(number, 1 << CHUNK)
            self.put((rest > 0) << CHUNK | low, CHUNK + 1)
            if not rest:
                return
            number = rest

    def row(self) -> str:
        """Return all that was written, as zeros and ones."""
        return "".join(self._parts)


class BitReader:
    """Reads numbers from a row of bits. Raises ValueError where the row ends too soon."""

    def __init__(self, row: str) -> None:
        self._row = row
        self._at = 0

    @property
    def left(self) -> int:
        """How many bits have not been read yet."""
        return len(self._row) - self._at

    def take(self, width: int) -> int:
        """Return the number in the next bits."""
        end = self._at + width
        if end > len(self._row):
            raise ValueError("The bits end in the middle of a number.")
        piece, self._at = self._row[self._at : end], end
        return int(piece, 2) if piece else 0

    def take_count(self) -> int:
        """Return the number of any size that comes next."""
        pieces: list[int] = []
        while True:
            piece = self.take(CHUNK + 1)
            pieces.append(piece & (1 << CHUNK) - 1)
            if not piece >> CHUNK:
                return sum(low << CHUNK * place for place, low in enumerate(pieces))


KINDS: tuple[QuestionType, ...] = ("checklist", "number", "date", "text")
"""The types of question whose marks carry an answer, in the order of their numbers."""
DAY_BITS = 22


@dataclass(frozen=True, slots=True)
class AnswerMark:
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


def named(question_id: str, question: Question) -> str:
    """Return what is hashed of a question that is no choice."""
    items = ",".join(sorted(question.by_id)) if question.kind == "checklist" else ""
    return f"{question_id}:{question.kind}:{items}"


def mark_of(step: QuestionStep, width: int) -> AnswerMark:
    """Return the mark of an answer, with a hash of so many bits."""
    question, answer = step.question, step.answer
    if question.picks_one:
        return AnswerMark(hashed(f"{step.node_id}={answer}", width), unsure=step.unsure)
    token = hashed(named(step.node_id, question), width)
    if isinstance(answer, frozenset):
        return AnswerMark(token, question.kind, answer=tuple(item in answer for item in sorted(question.by_id)))
    return AnswerMark(token, question.kind, answer="" if question.kind == "text" else answer)


@dataclass(frozen=True, slots=True)
class RecognisedAnswer:
    """The answer to a question that a mark turned out to be."""

    answer: Answered
    unsure: bool


def recognised(tree: Tree, marks: Iterable[AnswerMark], width: int) -> Mapping[str, RecognisedAnswer]:
    """Return for the questions of a tree the answers that marks say, as far as they say any."""
    known = {(mark.kind, mark.token): mark for mark in reversed(tuple(marks))}
    answers = ((name, _recognised(name, question, known, width)) for name, question in tree.questions.items())
    return {question_id: answer for question_id, answer in answers if answer is not None}


def _recognised(
    question_id: str, question: Question, known: Mapping[tuple[QuestionType, int], AnswerMark], width: int
) -> RecognisedAnswer | None:
    if question.picks_one:
        for answer in question.by_id:
            picked = known.get(("choice", hashed(f"{question_id}={answer}", width)))
            if picked is not None:
                return RecognisedAnswer(answer, picked.unsure)
        return None
    mark = known.get((question.kind, hashed(named(question_id, question), width)))
    if mark is None:
        return None
    if not isinstance(mark.answer, tuple):
        return RecognisedAnswer(mark.answer, unsure=False)
    items = sorted(question.by_id)
    ticked = frozenset(item for item, tick in zip(items, mark.answer, strict=False) if tick)
    return RecognisedAnswer(ticked, unsure=False) if len(items) == len(mark.answer) else None


def write(mark: AnswerMark, width: int, bits: BitWriter) -> None:
    """Put a mark into bits."""
    if mark.kind == "choice":
        bits.put(int(mark.unsure), 2)
    else:
        bits.put(0b100 | KINDS.index(mark.kind), 3)
    bits.put(mark.token, width)
    if isinstance(mark.answer, tuple):
        bits.put_count(len(mark.answer))
        for tick in mark.answer:
            bits.put(int(tick), 1)
    elif isinstance(mark.answer, dt.date):
        bits.put(mark.answer.toordinal(), DAY_BITS)
    elif isinstance(mark.answer, int | float):
        _write_number(mark.answer, bits)


def read(width: int, bits: BitReader) -> AnswerMark:
    """Return the mark that comes next in bits.

    Raises ValueError if the bits are none.
    """
    if not bits.take(1):
        unsure = bool(bits.take(1))
        return AnswerMark(bits.take(width), unsure=unsure)
    kind = KINDS[bits.take(2)]
    token = bits.take(width)
    match kind:
        case "checklist":
            return AnswerMark(token, kind, answer=tuple(bool(bits.take(1)) for _ in range(bits.take_count())))
        case "date":
            return AnswerMark(token, kind, answer=dt.date.fromordinal(bits.take(DAY_BITS)))
        case "number":
            return AnswerMark(token, kind, answer=_read_number(bits))
    return AnswerMark(token, kind)


def _write_number(number: float, bits: BitWriter) -> None:
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


def _read_number(bits: BitReader) -> int | float:
    whole = not bits.take(1)
    sign = "-" if bits.take(1) else ""
    size = bits.take_count()
    if whole:
        return -size if sign else size
    below = "-" if bits.take(1) else ""
    return float(f"{sign}{size}e{below}{bits.take_count()}")


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
PRIME = 1019
FIRST = "P"
"""Every code begins with it; a code made in another way would begin with another letter."""
SHORTEST = 9
"""Characters of a code without any answers."""
DIGITS = 5
"""How many digits of the tree's fingerprint a code carries."""
WIDTHS = (15, 20, 30, 40)
"""How many bits the hash of an answer takes: as few as keep the answers of its tree apart."""
LETTERS = "-abcdefghijklmnopqrstuvwxyz0123456789"
"""What the id of a tree is made of, as a rule."""
LONGEST_ID = 255
UNSEEN = "-\u2010\u2011\u2013\u2014\u200b\u2060\ufeff"
"""Hyphens, and what chat programs put between letters without showing it."""


class CodeError(PostwiseError):
    """A text is not a walk code, or is one with a slip in it, or is of another tree."""


@dataclass(frozen=True, slots=True)
class DecodedWalk:
    """What a walk code says; which answers its marks are shows in a tree."""

    tree_id: str
    fingerprint: str
    """The first digits of the fingerprint of the tree that was walked."""
    width: int
    """How many bits a mark's hash has."""
    marks: tuple[AnswerMark, ...]
    """The answers, in the order in which they were given."""

    def fits(self, tree: Tree) -> bool:
        """Tell whether a tree is the one that was walked, word for word."""
        return _digits(tree) == self.fingerprint

    def resume(self, walk: Walk) -> ResumedWalk:
        """Return what the answers make of a walk that has just begun: its tree may be another version of theirs."""
        carried = recognised(walk.tree, self.marks, self.width)
        answers = {question_id: answer.answer for question_id, answer in carried.items()}
        taken = walk.taking(answers, [question_id for question_id, answer in carried.items() if answer.unsure])
        kept = tuple(question_id for question_id in (*taken.asked, *taken.coming) if question_id in carried)
        return ResumedWalk(taken, self.fits(walk.tree), kept, max(0, len(self.marks) - len(kept)))


@dataclass(frozen=True, slots=True)
class ResumedWalk:
    """A walk taken up from a code."""

    walk: Walk
    same: bool
    """Whether the tree is the one that was walked, word for word."""
    kept: tuple[str, ...]
    """The questions whose answers still stand, in the order of the road; some may wait behind an open question."""
    lost: int
    """How many answers do not: their question has gone, does not come up now, or does not take them any more."""


def encode(walk: Walk) -> str:
    """Return the code of a walk, finished or not: its answers in this tree, carried ones among them.

    What was typed as a text is not in it, only that there was one.
    """
    code = ""
    for width in WIDTHS:
        code = _encoded(walk, width)
        if _says(decode(code), walk):
            break
    return code


def _encoded(walk: Walk, width: int) -> str:
    bits = BitWriter()
    bits.put(WIDTHS.index(width), 2)
    _write_id(walk.tree.id, bits)
    bits.put(int(_digits(walk.tree), 16), 4 * DIGITS)
    for step in walk.steps:
        write(mark_of(step, width), width, bits)
    row = bits.row()
    row += "0" * (-len(row) % 5)
    letters = FIRST + "".join(ALPHABET[int(row[at : at + 5], 2)] for at in range(0, len(row), 5))
    check = -_remainder(letters + "00") % PRIME
    return letters + ALPHABET[check >> 5] + ALPHABET[check & 31]


def _says(decoded: DecodedWalk, walk: Walk) -> bool:
    """Tell whether a code leads back to its walk: no two of the tree's answers have been taken for each other."""
    taken = decoded.resume(walk.anew()).walk
    texts = {step.node_id for step in walk.steps if step.question.kind == "text"}
    asked = {name: "" if name in texts else answer for name, answer in walk.asked.items()}
    return taken.asked == asked and taken.unsure == {step.node_id for step in walk.steps if step.unsure}


def decode(code: str) -> DecodedWalk:
    """Return what a code says, whether typed in capitals or not, with spaces and hyphens or without.

    Raises CodeError if it is none, or if it was mistyped.
    """
    letters = "".join(c for c in code if not c.isspace() and c not in UNSEEN).upper()
    if len(letters) < SHORTEST or not letters.startswith(FIRST) or not (letters.isascii() and letters.isalnum()):
        raise CodeError(f"That is not a walk code. A code begins with {FIRST} and is made of letters and digits alone.")
    if any(c not in VALUES for c in letters) or _remainder(letters):
        raise CodeError("That code has a slip in it: a character is wrong, missing or too many. Copy it once more.")
    try:
        return _read(BitReader("".join(f"{VALUES[c]:05b}" for c in letters[1:-2])))
    except (ValueError, OverflowError):
        raise CodeError("That is not a walk code, though it looks like one. Copy it once more.") from None


def _remainder(letters: str) -> int:
    rest = 0
    for character in letters:
        rest = (rest * 32 + VALUES[character]) % PRIME
    return rest


def _read(bits: BitReader) -> DecodedWalk:
    width = WIDTHS[bits.take(2)]
    tree_id = _read_id(bits)
    fingerprint = f"{bits.take(4 * DIGITS):0{DIGITS}x}"
    marks = []
    while bits.left >= 5:
        marks.append(read(width, bits))
    if bits.take(bits.left):
        raise ValueError("The bits that fill up the last letter say something.")
    return DecodedWalk(tree_id, fingerprint, width, tuple(marks))


def _digits(tree: Tree) -> str:
    return tree.fingerprint.removeprefix("sha256:")[:DIGITS].ljust(DIGITS, "0")


def _write_id(tree_id: str, bits: BitWriter) -> None:
    plain = all(letter in LETTERS for letter in tree_id)
    raw = tree_id.encode("utf-8", errors="surrogatepass")
    bits.put(int(not plain), 1)
    bits.put_count(len(raw))
    number = 0
    for value in (LETTERS.index(letter) for letter in tree_id) if plain else raw:
        number = number * _size(plain=plain) + value
    bits.put(number, _room(len(raw), plain=plain))


def _read_id(bits: BitReader) -> str:
    plain = not bits.take(1)
    length = bits.take_count()
    if length > LONGEST_ID:
        raise ValueError("No file has so long a name.")
    number = bits.take(_room(length, plain=plain))
    values = []
    for _ in range(length):
        number, value = divmod(number, _size(plain=plain))
        values.append(value)
    if plain:
        return "".join(LETTERS[value] for value in reversed(values))
    return bytes(reversed(values)).decode("utf-8", errors="surrogatepass")


def _size(*, plain: bool) -> int:
    return len(LETTERS) if plain else 256


def _room(length: int, *, plain: bool) -> int:
    """Return how many bits an id of this length takes."""
    return int(_size(plain=plain) ** length - 1).bit_length()


def resume(walk: Walk, code: str) -> tuple[Walk, tuple[str, ...]]:
    """Return the walk that a code makes of one that has just begun, and what to say about answers that do not stand.

    Raises CodeError if the code is none, was mistyped, or is of another tree.
    """
    decoded = decode(code)
    if decoded.tree_id != walk.tree.id:
        raise CodeError(
            f'That code is of the tree "{decoded.tree_id}", and this is "{walk.tree.id}". '
            f"Try: {command_line('run', decoded.tree_id, '--resume', code.strip())}"
        )
    resumed = decoded.resume(walk)
    return resumed.walk, () if resumed.same else _said(resumed)


def _said(resumed: ResumedWalk) -> tuple[str, ...]:
    every = len(resumed.kept) + resumed.lost
    changed = "The tree has changed since this code was made."
    if not resumed.lost:
        return (changed, "Every answer in it still stands.")
    if not resumed.kept:
        return (changed, "None of the answers in it still stands.")
    tree, walk = resumed.walk.tree, resumed.walk
    asked = " ".join(f"“{walk.filled(tree.questions[name].ask)}”" for name in resumed.kept)
    return (changed, f"{len(resumed.kept)} of {every} answers still stand: {asked}")
