"""One thing wrong with a file, and where: codes, severities, and a problem as text with a caret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from postwise.text import cells, escaped, joined, safe

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
    "unknown-target": ("error", "Names a question, branch or outcome that is not there."),
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
    "control-character": ("error", "A character that a terminal would act on."),
    "unreachable": ("warning", "No answers reach it."),
    "never-matches": ("warning", "A case that never gets its turn."),
    "unused-value": ("warning", "A value that nothing looks at."),
    "one-answer": ("warning", "A question with a single answer."),
    "same-target": ("warning", "Two answers that nothing tells apart."),
    "duplicate-text": ("warning", "Two answers in the same words."),
    "implicit-id": ("warning", "An answer whose id comes from its words."),
    "rights-blocked": (
        "warning",
        "An answer that asserts a right, from which a walk can end in stop or leave.",
    ),
    "no-talk": ("warning", "No ending says: talk it through."),
    "mostly-no": ("warning", "More than half of the walks end in stop or leave."),
    "nobody-to-ask": ("warning", "An ending that sends people to talk, but names nobody."),
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
    "untested-outcome": ("warning", "An ending that no scenario reaches."),
    "unused-allowance": ("warning", "An allowance for what does not occur."),
    "too-large": ("note", "More states than can be looked at; what is not proved is named."),
}
"""Every code the check can give, with its severity and its meaning in a sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file: 1-based lines and columns (in code points), the end just past the last character."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
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
    """The file as it was named to us; empty for a text that came from no file."""
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
        place = f"{escaped(self.path) or 'text'}:{self.span.line}:{self.span.column}"
        lines = [f"{place}: {self.severity}: {self.message} [{self.code}]"]
        if self.excerpt.strip():
            lines += caret(self.excerpt, self.span)
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """Return the problem as the JSON object of ``postwise.problems/1``."""
        return {
            "path": self.path,
            "line": self.span.line,
            "column": self.span.column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "severity": self.severity,
            "code": self.code,
            "at": self.at,
            "message": self.message,
            "hint": self.hint,
        }


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
    return f'Did you mean "{word}"?'


def nearest(wrong: object, known: Iterable[str]) -> str | None:
    """Return the known word nearest to a wrong one, or None if none is near."""
    import difflib  # only for who has got a word wrong

    words = sorted(set(known))
    near = difflib.get_close_matches(str(wrong), words, n=1, cutoff=0.6)
    if not near:
        folded = {word.replace("-", "").casefold(): word for word in words}
        plain = "".join(c for c in str(wrong).casefold() if c.isalnum())
        near = [folded[plain]] if plain in folded else []
    return near[0] if near else None


def listing(words: Iterable[str], limit: int = 8) -> str:
    """Return words as they stand in a sentence, quoted and in their order, cut off after `limit`."""
    every = [f'"{word}"' for word in words]
    if len(every) > limit:
        every = [*every[:limit], f"{len(every) - limit} more"]
    return joined(every)
