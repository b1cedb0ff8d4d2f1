"""A question as a person is asked it: every text filled, and the answer to highlight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from postwise.tree.answers import nothing_ticked, typed_answer
from postwise.tree.conditions import Answered
from postwise.tree.model import Question, QuestionType
from postwise.tree.placeholders import spoken
from postwise.walk.words import WalkWords


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
        high = f" to {spoken(self.model.max)}" if self.model.max is not None else ""
        return f"{kind}{unit}{low}{high}"

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
        return typed_answer(self.model, text)


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
