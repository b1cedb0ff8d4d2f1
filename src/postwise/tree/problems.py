"""One thing wrong with a file, and where: codes, severities, and a problem as text with a caret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, islice
from typing import Literal, NamedTuple

from postwise.text import cells, joined, on_one_line, safe

TomlPath = tuple[str | int, ...]
"""Where a thing stands in a file: keys and list positions, as in ``("question", "account", "answers", 1)``."""

Severity = Literal["error", "warning", "note"]
Part = Literal["value", "key", "header"]
"""Which part of a path a fault is about: its value, its key, or the header (or braces) of the table it names."""

CODES: dict[str, tuple[Severity, str]] = {
    "toml-syntax": ("error", "The file is not TOML."),
    "unknown-key": ("error", "A key that the format does not know here."),
    "missing-key": ("error", "A key that has to be there is not."),
    "wrong-type": ("error", "Another kind of value than the one wanted."),
    "bad-value": ("error", "The right kind of value, but not one that is allowed."),
    "bad-id": ("error", "An id is words of lower-case letters and digits, joined by hyphens."),
    "duplicate-id": ("error", "Two things share one id."),
    "unknown-target": ("error", "Names a question, branch, outcome or scenario that is not there."),
    "unknown-question": ("error", "Names a question or value that is not there."),
    "unknown-answer": ("error", "Names an answer that this question does not have."),
    "bad-condition": ("error", "A test that this question can never take."),
    "table-width": ("error", "A row with too few or too many cells."),
    "missing-goto": ("error", "An answer with nowhere to go."),
    "uncovered": ("error", "Some answers are met by no case."),
    "not-yet-asked": ("error", "A condition on a question that no walk has asked by then."),
    "cycle": ("error", "A loop."),
    "unknown-placeholder": ("error", "A name in braces that nothing fills."),
    "unknown-tree": ("error", "A tree that cannot be found."),
    "broken-promise": ("error", "A promise that some walk does not keep."),
    "not-words": ("error", "An overlay says something that is no words."),
    "control-character": ("error", "A character that a terminal would act on."),
    "unreachable": ("warning", "No answers reach it."),
    "never-matches": ("warning", "A case that never gets its turn."),
    "unused-value": ("warning", "A value that nothing looks at."),
    "one-answer": ("warning", "A question with a single answer."),
    "same-target": ("warning", "Two answers that nothing tells apart."),
    "duplicate-text": ("warning", "Two answers in the same words."),
    "implicit-id": ("warning", "An answer whose id comes from its words."),
    "rights-blocked": ("warning", "An answer that asserts a right, from which a walk can end in stop or leave."),
    "no-talk": ("warning", "No ending says: talk it through."),
    "mostly-no": ("warning", "More than half of the walks end in stop or leave."),
    "nobody-to-ask": ("warning", "An ending that sends people to talk, but names nobody."),
    "urgent-without-help": ("warning", "An urgent ending that names nobody to ring, or that waves somebody on."),
    "stop-without-reason": ("warning", "A stop that gives no reason."),
    "no-next": ("warning", "An ending without a next step."),
    "no-why": ("warning", "A question that does not say why it is asked."),
    "long-walk": ("warning", "A walk of more than twelve questions."),
    "long-ask": ("warning", "A question of more than 140 characters."),
    "long-answer": ("warning", "An answer of more than 75 characters."),
    "vague-word": ("warning", "A word that forbids without saying what."),
    "wide-character": ("warning", "A character that shifts a terminal's line."),
    "no-review": ("warning", "No date for looking at the tree again."),
    "overdue-review": ("warning", "The date for looking at the tree again has passed."),
    "handoff-loop": ("warning", "Trees that hand over to each other in a ring."),
    "carried-differs": ("warning", "A question that the tree handed over to asks otherwise under the same id."),
    "scenario-astray": ("warning", "A scenario that does not lead where it says."),
    "no-effect": ("warning", "A question whose answers change nothing."),
    "empty-promise": ("warning", "A promise that no walk comes under."),
    "stale-words": ("warning", "Words made from a text that has changed since."),
    "unreviewed-overlay": ("warning", "An overlay that nobody has looked at, or not for too long."),
    "untested-outcome": ("warning", "An ending that no scenario reaches."),
    "unused-allowance": ("warning", "An allowance for what does not occur."),
    "too-large": ("note", "More states than can be looked at; what is not proved is named."),
}
"""Every code the check can give, with its severity and its meaning in a sentence."""


class Span(NamedTuple):
    """A stretch of a file: 1-based lines and columns (in code points), the end just past the last character."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Fault(NamedTuple):
    """What is wrong, said by its TOML path alone; a source turns it into a `Problem` with a place."""

    code: str
    where: TomlPath
    message: str
    hint: str | None = None
    """What would mend it, or None where nothing can be suggested."""
    part: Part = "value"
    keys: tuple[str, ...] = ()
    """Of something missing, the keys any of which would say it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: a stable code, a place, a sentence, and a hint wherever there is one."""

    path: str
    """The file as it was named to us, or the id of a text that came from no file."""
    span: Span
    code: str
    at: str
    """The TOML path with dots, as in ``question.account.answers.1.goto``; empty for the file as a whole."""
    message: str
    hint: str | None = None
    excerpt: str = field(default="", compare=False)
    """The line of the file that the span begins in."""

    @property
    def severity(self) -> Severity:
        """Return ``error``, ``warning`` or ``note``, as the code has it."""
        return CODES[self.code][0]

    def as_text(self) -> str:
        """Return the problem in lines: place and message, the source line with a caret, and the hint."""
        place = f"{on_one_line(self.path) or 'text'}:{self.span.line}:{self.span.column}"
        lines = [f"{place}: {self.severity}: {self.message} [{self.code}]"]
        if self.excerpt.strip():
            lines += caret(self.excerpt, self.span)
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return the problem as the JSON object of ``postwise.problems/1``."""
        return {
            "path": self.path,
            **self.span._asdict(),
            "severity": self.severity,
            **{key: getattr(self, key) for key in ("code", "at", "message", "hint")},
        }


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by their places in the file."""
    return sorted(problems, key=lambda problem: (problem.span.line, problem.span.column, problem.code))


WIDEST = 100
"""Columns of a source line that are shown around a caret."""


def caret(excerpt: str, span: Span) -> list[str]:
    """Return the source line and, under it, carets below the span; long lines are cut around the place."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(excerpt)
    cut = max(0, min(start - WIDEST // 3, len(excerpt) - WIDEST))
    shown = safe(excerpt[cut : cut + WIDEST]).replace("\t", " ")
    before, marked = shown[: start - cut], shown[start - cut : end - cut]
    gutter = f"{span.line:>5} | "
    return [f"{gutter}{shown}", f"{' ' * (len(gutter) - 2)}| {' ' * cells(before)}{'^' * max(cells(marked), 1)}"]


def suggestion(wrong: object, known: Iterable[str]) -> str | None:
    """Return *Did you mean "x"?* for the known word nearest to a wrong one, or None if none is near."""
    word = nearest(wrong, known)
    return None if word is None else did_you_mean(word)


def did_you_mean(word: str) -> str:
    """Return a word as a suggestion."""
    return f'Did you mean "{on_one_line(word)}"?'


CLOSE = 0.6
"""How alike two words have to be, from 0 to 1, for one to be taken for the other misspelt."""
MOST_COMPARED, LONGEST = 50, 200
"""With how many words of a length one is compared letter by letter (those that share most), and of how many letters."""


def nearest(wrong: object, known: Iterable[str]) -> str | None:
    """Return the known word nearest to a wrong one, or None if none is near.

    That is the closest match of difflib, which is asked only of words that share more letters than the best so far, and
    share them in one order; where all names are made of the same few letters, only of those that share most.
    """
    from difflib import SequenceMatcher  # only for who has got a word wrong

    word, spelled = str(wrong), _spelled(frozenset(known))
    letters, places = spelled.letters(word[:LONGEST]), _places(word[:LONGEST])
    matcher = SequenceMatcher(b=word[:LONGEST])
    best = (CLOSE, "")
    for size in sorted(spelled.by_size if len(word) <= LONGEST else (), key=lambda size: abs(size - len(word))):
        both = len(word) + size or 1
        masks, others = spelled.by_size[size]
        shared = [(letters & mask).bit_count() for mask in masks]
        left = MOST_COMPARED
        for most in sorted(set(shared), reverse=True):
            if 2.0 * most / both < best[0] or left <= 0:
                break
            for other in islice(compress(others, [count == most for count in shared]), left):
                left -= 1
                if 2.0 * _in_order(places, len(word), other) / both >= best[0]:
                    matcher.set_seq1(other)
                    best = max(best, (matcher.ratio(), other))
    return best[1] or spelled.folded.get("".join(letter for letter in word.casefold() if letter.isalnum()))


def _places(word: str) -> dict[str, int]:
    """Return a bit for each place of a word at which a letter stands, by letter."""
    places: dict[str, int] = {}
    for place, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << place
    return places


def _in_order(places: Mapping[str, int], size: int, other: str) -> int:
    """Return how many letters of another word stand in a word too, in their order: the bits of one row at a time.

    H. Hyyrö, Bit-parallel LCS-length computation revisited (2004).
    """
    row = whole = (1 << size) - 1
    for letter in other:
        met = row & places.get(letter, 0)
        row = ((row + met) | (row - met)) & whole
    return size - row.bit_count()


class SpelledWords:
    """Words by their letters, so that those that share few with a misspelt one need not be compared with it."""

    def __init__(self, words: Collection[str]) -> None:
        self.bits: dict[tuple[str, int], int] = {}
        """A bit for each letter, and for its second, third … time in a word."""
        self.by_size: dict[int, tuple[list[int], list[str]]] = {}
        """By their length, the bits of the letters of words, and the words."""
        self.folded = {word.replace("-", "").casefold(): word for word in sorted(words)}
        """The words by what is left of them without hyphens and capitals."""
        for word in sorted(word for word in words if len(word) <= LONGEST):
            for letter in _numbered(word):
                self.bits.setdefault(letter, 1 << len(self.bits))
            masks, alike = self.by_size.setdefault(len(word), ([], []))
            masks.append(self.letters(word))
            alike.append(word)

    def letters(self, word: str) -> int:
        """Return the bits of a word's letters, those left out that no known word has."""
        return sum(self.bits.get(letter, 0) for letter in _numbered(word))


_spelled = lru_cache(maxsize=4)(SpelledWords)  # one file's misspelt names are held against the same few lists


def _numbered(word: str) -> Iterator[tuple[str, int]]:
    """Yield the letters of a word, each with how often it stands before."""
    before: Counter[str] = Counter()
    for letter in word:
        yield letter, before[letter]
        before[letter] += 1


def listing(words: Iterable[str], limit: int = 8) -> str:
    """Return words as they stand in a sentence, quoted and in their order, cut off after `limit`."""
    every = [f'"{word}"' for word in words]
    if len(every) > limit:
        every = [*every[:limit], f"{len(every) - limit} more"]
    return joined(every)
