"""A question as a person is asked it: every text filled, and the answer to highlight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from postwise.text import one_line, shortened
from postwise.tree.answers import AS_A_DAY, TOO_LONG, AnswerError, nothing_ticked, typed_answer, within
from postwise.tree.conditions import Answered
from postwise.tree.model import Question, QuestionType
from postwise.tree.placeholders import spoken
from postwise.walk.words import WalkWords

if TYPE_CHECKING:
    import datetime as dt


class FilledAnswer(NamedTuple):
    """One of the answers that can be picked or ticked."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledQuestion:
    """A question with every text filled; what a tree leaves out is empty."""

    id: str
    kind: QuestionType
    """How it is answered."""
    ask: str
    why: str
    """Why it is asked (Markdown)."""
    help: str
    """How to find the answer (Markdown)."""
    notes: tuple[str, ...]
    """The asides that the answers so far call for (Markdown)."""
    answers: tuple[FilledAnswer, ...]
    """What can be picked or ticked."""
    none: str
    """What ticking nothing is called; of a checklist only."""
    unit: str
    """What stands behind a number."""
    model: Question = field(repr=False)
    """The question as the tree has it: to read answers by, not to be shown."""
    suggested: Answered | None = None
    """The answer to highlight: the one given when the question last came up."""
    unsure: bool = False
    """Whether that answer was *Not sure*."""
    marks: Mapping[str, str] = field(default_factory=dict, compare=False)
    """A word beside parts of the question that were just edited: by key, and answers as ``answers.ID``."""

    @property
    def picks_one(self) -> bool:
        """Whether one of several answers is picked, so that *Not sure* is a way to answer."""
        return self.model.picks_one

    @property
    def typed(self) -> bool:
        """Whether the answer is written and not picked."""
        return self.kind in {"number", "date", "text"}

    @property
    def wanted(self) -> str:
        """What has to be typed, as in *a whole number of years from 0 to 120*; empty where it is no number or date."""
        if self.kind not in {"number", "date"}:
            return ""
        kind = "a date" if self.kind == "date" else "a whole number" if self.model.step == 1 else "a number"
        unit = f" of {self.unit}" if self.unit and self.kind == "number" else ""
        low = f" from {spoken(self.model.min)}" if self.model.min is not None else ""
        high = f" {'to' if low else 'up to'} {spoken(self.model.max)}" if self.model.max is not None else ""
        return f"{kind}{unit}{low}{high}"

    @property
    def how(self) -> str:
        """How it is answered, in a sentence: every mode says it, and so does whoever refuses an answer."""
        match self.kind:
            case "number":
                return f"Type {self.wanted}."
            case "date":
                return f"Type {self.wanted}, {AS_A_DAY}."
            case "text":
                return "Write a line to think with. It decides nothing, and is kept only if you save this walk."
            case "checklist":
                return f"Type the numbers that apply with commas, or 0: {self.none}."
            case "yes-no":
                return "Type y or n, or the number of an answer."
            case _:
                return "Type the number of an answer, or the letters it begins with."

    @property
    def asides(self) -> tuple[str, ...]:
        """Every text beside what is asked and answered (Markdown)."""
        return (self.why, self.help, *self.notes)

    def to_dict(self) -> dict[str, Any]:
        """Return it as the ``question`` of ``postwise.recommendation/1``."""
        answers = [{"id": answer.id, "text": answer.text} for answer in self.answers]
        return {"id": self.id, "ask": self.ask, "type": self.kind, "answers": answers}

    def read(self, text: str) -> Answered:
        """Return what a person typed as an answer.

        Raises AnswerError if the question does not take it.
        """
        if self.kind not in {"number", "date"}:
            return typed_answer(self.model, text)
        if not text.strip():
            raise AnswerError("bad-value", "There is no answer yet.", self.how)
        found = self._found(text)
        if found is None:
            raise AnswerError("bad-value", f'"{shortened(text.strip())}" is not a {self.kind}.', self.how)
        return within(self.model, found)

    def understood(self, text: str) -> str:
        """Return what is read of a number or a date so far, in words; empty if nothing is, or if it says the same."""
        try:
            found = self._found(text) if self.kind in {"number", "date"} and text.strip() else None
        except AnswerError:
            found = None
        if found is None or (isinstance(found, int | float) and abs(found) >= TOO_LONG):
            return ""
        words = shortened(spoken(found))
        whole = f"{words} {self.unit}" if self.unit and self.kind == "number" else words
        return "" if one_line(text) in {words, whole} else whole

    def _found(self, text: str) -> int | float | dt.date | None:
        from postwise.tree.typed_answers import clear_day, number_in, today  # nobody waits for it before they type

        if self.kind == "number":
            return number_in(text, self.unit)
        return clear_day(text, today(), self.model.min, self.model.max)


def fill_question(question_id: str, question: Question, words: WalkWords, notes: tuple[str, ...]) -> FilledQuestion:
    """Return a question as it is put to the person: each text filled by `words`, with the notes that show."""
    filled = words.filled
    return FilledQuestion(
        id=question_id,
        kind=question.kind,
        ask=filled(question.ask),
        why=words.prose(question.why or ""),
        help=words.prose(question.help or ""),
        notes=notes,
        answers=tuple(FilledAnswer(option.name, filled(option.text)) for option in question.options),
        none=filled(nothing_ticked(question)) if question.kind == "checklist" else "",
        unit=filled(question.unit or ""),
        model=question,
    )
