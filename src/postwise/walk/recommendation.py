"""The recommendation at the end of a walk: what to do, why, what to keep in mind; every text filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postwise.tree.answers import plain_answer
from postwise.tree.model import Link, Verdict
from postwise.walk.path import QuestionStep

if TYPE_CHECKING:
    from postwise.walk.walk import Walk


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
"""The signs of the verdicts."""


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
    steps: tuple[QuestionStep, ...]
    """The way here, earlier trees first."""
    walk: Walk = field(repr=False, compare=False)
    """The walk that ends in it."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON object ``postwise.recommendation/1``, with the way here and what would change it."""
        return as_dict(self.walk)


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
        walk=walk,
    )


def carried_notes(walk: Walk) -> tuple[str, ...]:
    """Return the notes of the answers given on this walk, earlier trees first, in the order they were given."""
    return tuple(note for leg in walk.legs for step in leg.own.values() for note in answer_notes(leg, step))


def answer_notes(walk: Walk, step: QuestionStep) -> tuple[str, ...]:
    """Return the notes that the answer of a step carries, filled."""
    chosen = step.answer if isinstance(step.answer, frozenset) else {step.answer}
    return tuple(walk.filled(option.note) for option in step.question.options if option.note and option.name in chosen)


# As JSON

SCHEMA = "postwise.recommendation/1"


def as_dict(walk: Walk) -> dict[str, Any]:
    """Return what a walk has come to as the JSON object ``postwise.recommendation/1``.

    Of an unfinished walk, `outcome` is None and `question` the one that is open.
    """
    # Only the end of a walk needs these, so that the first question does not wait for them.
    from postwise.walk.share_code import encode
    from postwise.walk.what_if import changes, settle

    tree, recommendation = walk.tree, walk.recommendation
    return {
        "schema": SCHEMA,
        "tree": {
            "id": tree.id,
            "title": walk.filled(tree.title),
            "version": tree.about.version,
            "fingerprint": tree.fingerprint,
        },
        "code": encode(walk),
        "steps": [_step(leg, step, told=walk.previous is not None) for leg in walk.legs for step in leg.steps],
        "outcome": None if recommendation is None else _outcome(recommendation),
        "notes": [] if recommendation is None else list(recommendation.notes),
        "values": walk.values,
        "changes": [change.to_dict() for change in changes(walk)],
        "settle": [question.to_dict() for question in settle(walk)],
        "question": _question(walk),
    }


def _step(leg: Walk, step: QuestionStep, *, told: bool) -> dict[str, Any]:
    """Return one step; `told` says whether trees have handed over, so that the step names its own."""
    own = {"tree": step.tree.id, "carried": step.carried} if told else {}
    return {
        "question": step.node_id,
        "ask": leg.filled(step.question.ask),
        "answer": plain_answer(step.answer),
        "text": leg.said(step),
        "unsure": step.unsure,
        **own,
    }


def _outcome(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "id": recommendation.id,
        "verdict": recommendation.verdict,
        "headline": recommendation.headline,
        "reason": recommendation.reason,
        "next": list(recommendation.next),
        "see": [{"title": link.title, "url": link.url} for link in recommendation.see],
        "rights": recommendation.rights,
        "tree": recommendation.tree,
    }


def _question(walk: Walk) -> dict[str, Any] | None:
    question = walk.question
    if question is None:
        return None
    answers = [{"id": answer.id, "text": answer.text} for answer in question.answers]
    return {"id": question.id, "ask": question.ask, "type": question.kind, "answers": answers}
