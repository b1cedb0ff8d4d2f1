"""A question as a page is set from it: every text filled, and the answer to highlight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postwise.tree.conditions import Answered
from postwise.tree.model import Question, QuestionType

if TYPE_CHECKING:
    from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class FilledAnswer:
    """One of the answers that can be picked or ticked."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledQuestion:
    """A question with every text filled."""

    name: str
    question: Question
    ask: str
    options: tuple[FilledAnswer, ...] = ()
    suggested: Answered | None = None
    """The answer to highlight: the one given when the question last came up."""
    unsure: bool = False
    """Whether that answer was *Not sure*."""
    why: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict, compare=False)
    """A word beside parts of the question that were just edited: by key, and answers as ``answers.ID``."""

    @property
    def kind(self) -> QuestionType:
        """How the question is answered."""
        return self.question.kind

    @property
    def typed(self) -> bool:
        """Whether the answer is written and not picked."""
        return self.kind in {"number", "date", "text"}


def asked(walk: Walk, name: str, suggested: Answered | None = None, *, unsure: bool = False) -> FilledQuestion:
    """Return a question of a walk's tree as it is put to the person."""
    question = walk.tree.questions[name]
    return FilledQuestion(
        name=name,
        question=question,
        ask=walk.filled(question.ask),
        options=tuple(FilledAnswer(option.name, walk.filled(option.text)) for option in question.options),
        suggested=suggested,
        unsure=unsure,
        why=walk.filled(question.why or ""),
        help=walk.filled(question.help or ""),
        notes=walk.notes(question.notes),
    )
