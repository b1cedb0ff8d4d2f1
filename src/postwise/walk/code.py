"""A walk as a short line of letters and digits: the tree, its fingerprint, the answers; no word typed by the person.

The alphabet is Crockford's base 32, in which 0 and O, and 1, I and L, are the same. The last two characters make the
whole, read as a number in base 32, a multiple of 1019. Since 32 is a primitive root of that prime, every single wrong
character is noticed, and every swap of two that stand less than 1,018 characters apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from postwise.errors import PostwiseError
from postwise.tree.model import Tree
from postwise.walk import marks as marking
from postwise.walk.bits import Reader, Writer
from postwise.walk.marks import Mark
from postwise.walk.walk import Walk

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
class Decoded:
    """What a walk code says; which answers its marks are shows in a tree."""

    tree_id: str
    fingerprint: str
    """The first digits of the fingerprint of the tree that was walked."""
    width: int
    """How many bits a mark's hash has."""
    marks: tuple[Mark, ...]
    """The answers, in the order in which they were given."""

    def fits(self, tree: Tree) -> bool:
        """Tell whether a tree is the one that was walked, word for word."""
        return _digits(tree) == self.fingerprint

    def resume(self, walk: Walk) -> Resumed:
        """Return what the answers make of a walk that has just begun: its tree may be another version of theirs."""
        found = marking.found(walk.tree, self.marks, self.width)
        answers = {name: one.answer for name, one in found.items()}
        unsure = frozenset(name for name, one in found.items() if one.unsure)
        taken = Walk.replay(walk.tree, answers, unsure, walk.words, walk.previous)
        kept = tuple(name for name in (*taken.asked, *taken.coming) if name in found)
        return Resumed(taken, self.fits(walk.tree), kept, max(0, len(self.marks) - len(kept)))


@dataclass(frozen=True, slots=True)
class Resumed:
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
    bits = Writer()
    bits.put(WIDTHS.index(width), 2)
    _write_id(walk.tree.id, bits)
    bits.put(int(_digits(walk.tree), 16), 4 * DIGITS)
    for step in walk.steps:
        marking.write(marking.mark(step.name, step.question, step.answer, unsure=step.unsure, width=width), width, bits)
    row = bits.row()
    row += "0" * (-len(row) % 5)
    letters = FIRST + "".join(ALPHABET[int(row[at : at + 5], 2)] for at in range(0, len(row), 5))
    check = -_remainder(letters + "00") % PRIME
    return letters + ALPHABET[check >> 5] + ALPHABET[check & 31]


def _says(decoded: Decoded, walk: Walk) -> bool:
    """Tell whether a code leads back to its walk: no two of the tree's answers have been taken for each other."""
    taken = decoded.resume(Walk(walk.tree)).walk
    texts = {step.name for step in walk.steps if step.question.kind == "text"}
    asked = {name: "" if name in texts else answer for name, answer in walk.asked.items()}
    return taken.asked == asked and taken.unsure == {step.name for step in walk.steps if step.unsure}


def decode(code: str) -> Decoded:
    """Return what a code says, whether typed in capitals or not, with spaces and hyphens or without.

    Raises CodeError if it is none, or if it was mistyped.
    """
    letters = "".join(c for c in code if not c.isspace() and c not in UNSEEN).upper()
    if len(letters) < SHORTEST or not letters.startswith(FIRST) or not (letters.isascii() and letters.isalnum()):
        raise CodeError(f"That is not a walk code. A code begins with {FIRST} and is made of letters and digits alone.")
    if any(c not in VALUES for c in letters) or _remainder(letters):
        raise CodeError("That code has a slip in it: a character is wrong, missing or too many. Copy it once more.")
    try:
        return _read(Reader("".join(f"{VALUES[c]:05b}" for c in letters[1:-2])))
    except (ValueError, OverflowError):
        raise CodeError("That is not a walk code, though it looks like one. Copy it once more.") from None


def _remainder(letters: str) -> int:
    rest = 0
    for character in letters:
        rest = (rest * 32 + VALUES[character]) % PRIME
    return rest


def _read(bits: Reader) -> Decoded:
    width = WIDTHS[bits.take(2)]
    tree_id = _read_id(bits)
    fingerprint = f"{bits.take(4 * DIGITS):0{DIGITS}x}"
    marks = []
    while bits.left >= 5:
        marks.append(marking.read(width, bits))
    if bits.take(bits.left):
        raise ValueError("The bits that fill up the last letter say something.")
    return Decoded(tree_id, fingerprint, width, tuple(marks))


def _digits(tree: Tree) -> str:
    return tree.fingerprint.removeprefix("sha256:")[:DIGITS].ljust(DIGITS, "0")


def _write_id(tree_id: str, bits: Writer) -> None:
    plain = all(letter in LETTERS for letter in tree_id)
    raw = tree_id.encode("utf-8", errors="surrogatepass")
    bits.put(int(not plain), 1)
    bits.put_count(len(raw))
    number = 0
    for value in (LETTERS.index(letter) for letter in tree_id) if plain else raw:
        number = number * _size(plain=plain) + value
    bits.put(number, _room(len(raw), plain=plain))


def _read_id(bits: Reader) -> str:
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
            f"Try: postwise run {decoded.tree_id} --resume {code.strip()}"
        )
    resumed = decoded.resume(walk)
    return resumed.walk, () if resumed.same else _said(resumed)


def _said(resumed: Resumed) -> tuple[str, ...]:
    every = len(resumed.kept) + resumed.lost
    changed = "The tree has changed since this code was made."
    if not resumed.lost:
        return (changed, "Every answer in it still stands.")
    if not resumed.kept:
        return (changed, "None of the answers in it still stands.")
    tree, walk = resumed.walk.tree, resumed.walk
    asked = " ".join(f"“{walk.filled(tree.questions[name].ask)}”" for name in resumed.kept)
    return (changed, f"{len(resumed.kept)} of {every} answers still stand: {asked}")
