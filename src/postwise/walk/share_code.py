"""A walk as a short line of letters and digits: the tree, its fingerprint, the answers; no word typed by the person.

The alphabet is Crockford's base 32, in which 0 and O, and 1, I and L, are the same. The last two characters make the
whole, read as a number in base 32, a multiple of 1019. Since 32 is a primitive root of that prime, every single wrong
character is noticed, and every swap of two that stand less than 1,018 characters apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from postwise.errors import PostwiseError
from postwise.tree.conditions import Answered
from postwise.tree.model import Question, QuestionType, Tree
from postwise.walk.path import QuestionStep, path_of, steps_of

CHUNK = 4
"""Bits of a count that are written at a time, each time with one that says whether more follow."""


def count_bits(number: int) -> str:
    """Return a number from 0 on, of any size, in zeros and ones: the smaller it is, the fewer."""
    bits = ""
    while True:
        rest, low = divmod(number, 1 << CHUNK)
        bits += f"{(rest > 0) << CHUNK | low:0{CHUNK + 1}b}"
        if not rest:
            return bits
        number = rest


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

    def bits(self, width: int) -> str:
        """Return the mark in zeros and ones, so many of them for its hash."""
        kind = f"0{self.unsure:d}" if self.kind == "choice" else f"1{KINDS.index(self.kind):02b}"
        return f"{kind}{self.token:0{width}b}{self._answer_bits()}"

    def _answer_bits(self) -> str:
        if isinstance(self.answer, tuple):
            return count_bits(len(self.answer)) + "".join(f"{ticked:d}" for ticked in self.answer)
        if isinstance(self.answer, dt.date):
            return f"{self.answer.toordinal():0{DAY_BITS}b}"
        return _number_bits(self.answer) if isinstance(self.answer, int | float) else ""


def hashed(text: str, width: int) -> int:
    """Return a hash of a text in so many bits."""
    digest = blake2b(text.encode(), digest_size=8).digest()
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


def _recognised(
    question_id: str, question: Question, known: Mapping[tuple[QuestionType, int], AnswerMark], width: int
) -> tuple[Answered | None, bool]:
    """Return the answer that marks say to a question, None if they say none, and whether it was *Not sure*."""
    if question.picks_one:
        for answer in question.by_id:
            picked = known.get(("choice", hashed(f"{question_id}={answer}", width)))
            if picked is not None:
                return answer, picked.unsure
        return None, False
    mark = known.get((question.kind, hashed(named(question_id, question), width)))
    if mark is None:
        return None, False
    if not isinstance(mark.answer, tuple):
        return mark.answer, False
    items = sorted(question.by_id)
    ticked = frozenset(item for item, tick in zip(items, mark.answer, strict=False) if tick)
    return ticked if len(items) == len(mark.answer) else None, False


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


def _number_bits(number: float) -> str:
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    if isinstance(number, int):
        return f"0{sign}{count_bits(abs(number))}"
    size = count_bits(int("".join(map(str, digits))))
    return f"1{sign}{size}{int(exponent) < 0:d}{count_bits(abs(int(exponent)))}"


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

    def steps(self, tree: Tree) -> dict[str, QuestionStep]:
        """Return the steps that the answers make in a tree, which may be another version of theirs, by question."""
        known = {(mark.kind, mark.token): mark for mark in reversed(self.marks)}
        recognised = {
            question_id: _recognised(question_id, question, known, self.width)
            for question_id, question in tree.questions.items()
        }
        answers = {question_id: answer for question_id, (answer, _) in recognised.items() if answer is not None}
        return steps_of(tree, answers, [question_id for question_id, (_, unsure) in recognised.items() if unsure])


def encode(tree: Tree, steps: Sequence[QuestionStep]) -> str:
    """Return the code of a walk, finished or not: its answers in this tree, carried ones among them.

    What was typed as a text is not in it, only that there was one.
    """
    code = ""
    for width in WIDTHS:
        code = _encoded(tree, steps, width)
        if _leads_back(decode(code), tree, steps):
            break
    return code


def _encoded(tree: Tree, steps: Sequence[QuestionStep], width: int) -> str:
    row = f"{WIDTHS.index(width):02b}{_id_bits(tree.id)}{int(_digits(tree), 16):0{4 * DIGITS}b}"
    row += "".join(mark_of(step, width).bits(width) for step in steps)
    row += "0" * (-len(row) % 5)
    letters = FIRST + "".join(ALPHABET[int(row[at : at + 5], 2)] for at in range(0, len(row), 5))
    check = -_remainder(letters + "00") % PRIME
    return letters + ALPHABET[check >> 5] + ALPHABET[check & 31]


def _leads_back(decoded: DecodedWalk, tree: Tree, steps: Sequence[QuestionStep]) -> bool:
    """Tell whether a code leads back to its walk: no two of the tree's answers have been taken for each other."""
    path, _ = path_of(tree, decoded.steps(tree))
    told = [(step.node_id, step.answer, step.unsure) for step in path if isinstance(step, QuestionStep)]
    return told == [(step.node_id, "" if step.question.kind == "text" else step.answer, step.unsure) for step in steps]


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


def _id_bits(tree_id: str) -> str:
    plain = set(tree_id) <= set(LETTERS)
    raw = tree_id.encode("utf-8", errors="surrogatepass")
    number = 0 if plain else int.from_bytes(raw, "big")
    for letter in tree_id if plain else "":
        number = number * len(LETTERS) + LETTERS.index(letter)
    room = _room(len(raw), plain=plain)
    return f"{not plain:d}{count_bits(len(raw))}" + (f"{number:0{room}b}" if room else "")


def _read_id(bits: BitReader) -> str:
    plain = not bits.take(1)
    length = bits.take_count()
    if length > LONGEST_ID:
        raise ValueError("No file has so long a name.")
    number = bits.take(_room(length, plain=plain))
    if not plain:
        return number.to_bytes(length, "big").decode("utf-8", errors="surrogatepass")
    tree_id = ""
    for _ in range(length):
        number, place = divmod(number, len(LETTERS))
        tree_id = LETTERS[place] + tree_id
    return tree_id


def _room(length: int, *, plain: bool) -> int:
    """Return how many bits an id of this length takes."""
    return int(len(LETTERS) ** length - 1).bit_length() if plain else 8 * length
