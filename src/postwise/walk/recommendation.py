"""The recommendation at the end of a walk: what to do, why, what to keep in mind; every text filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwise.tree.model import Link, Verdict

if TYPE_CHECKING:
    from postwise.walk.walk import Step, Walk


@dataclass(frozen=True, slots=True)
class VerdictSign:
    """How a verdict is shown: a sign of one cell and a word, so that no meaning hangs on colour."""

    sign: str
    word: str

    def __str__(self) -> str:
        return f"{self.sign} {self.word}"


SIGNS: dict[Verdict, VerdictSign] = {
    "go": VerdictSign("●", "go"),
    "adapt": VerdictSign("◐", "adapt"),
    "pause": VerdictSign("◷", "pause"),
    "talk": VerdictSign("◇", "talk"),
    "raise": VerdictSign("▲", "raise"),
    "leave": VerdictSign("○", "leave"),
    "stop": VerdictSign("■", "stop"),
    "act": VerdictSign("▶", "act"),
    "info": VerdictSign("·", "info"),
}
"""The signs of the verdicts (SCREENS)."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Where a walk has ended, with every text filled in."""

    id: str
    """The outcome's id."""
    verdict: Verdict
    headline: str
    reason: str
    """Why (Markdown); empty if the tree gives none."""
    next: tuple[str, ...]
    notes: tuple[str, ...]
    """To keep in mind: the notes of the answers given, in the order of the walk, then the outcome's own (Markdown)."""
    see: tuple[Link, ...]
    rights: bool
    """It touches a right."""
    tree: str | None
    """The tree in which the walk can go on."""
    steps: tuple[Step, ...]
    """The way here, earlier trees first."""


def recommend(walk: Walk) -> Recommendation | None:
    """Return the recommendation of a finished walk, or None before its end."""
    outcome = walk.outcome
    if outcome is None:
        return None
    return Recommendation(
        id=walk.at,
        verdict=outcome.verdict,
        headline=walk.filled(outcome.headline),
        reason=walk.filled(outcome.reason or ""),
        next=tuple(walk.filled(step) for step in outcome.next),
        notes=tuple(dict.fromkeys((*carried_notes(walk), *walk.notes(outcome.notes)))),
        see=tuple(
            Link.model_construct(title=walk.filled(link.title), url=walk.filled(link.url)) for link in outcome.see
        ),
        rights=outcome.rights,
        tree=outcome.tree,
        steps=(*walk.before, *walk.steps),
    )


def carried_notes(walk: Walk) -> tuple[str, ...]:
    """Return the notes of the answers given on this walk, earlier trees first, in the order they were given."""
    earlier = carried_notes(walk.previous) if walk.previous is not None else ()
    return (*earlier, *(note for step in walk.steps if not step.carried for note in answer_notes(walk, step)))


def answer_notes(walk: Walk, step: Step) -> tuple[str, ...]:
    """Return the notes that the answer of a step carries, filled."""
    chosen = step.answer if isinstance(step.answer, frozenset) else {step.answer}
    return tuple(walk.filled(option.note) for option in step.question.options if option.note and option.name in chosen)
