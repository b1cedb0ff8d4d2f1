"""The recommendation at the end of a walk: what to do, why, what to keep in mind; every text filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from postwise.tree.model import Contact, Outcome, Verdict
from postwise.tree.placeholders import names
from postwise.tree.places import wants_a_place
from postwise.walk.path import QuestionStep
from postwise.walk.words import WalkWords

SCHEMA = "postwise.recommendation/1"


class VerdictSign(NamedTuple):
    """How a verdict is shown: a sign of one cell and a word, so that no meaning hangs on colour."""

    sign: str
    word: str

    def __str__(self) -> str:
        return f"{self.sign} {self.word}"


SIGNS: dict[Verdict, VerdictSign] = {
    "go": VerdictSign("●", "go"),
    "info": VerdictSign("·", "info"),
    "act": VerdictSign("▶", "act"),
    "adapt": VerdictSign("◐", "adapt"),
    "pause": VerdictSign("◷", "pause"),
    "talk": VerdictSign("◇", "talk"),
    "raise": VerdictSign("▲", "raise"),
    "leave": VerdictSign("○", "leave"),
    "stop": VerdictSign("■", "stop"),
}
"""The signs of the verdicts, in their order."""


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
    see: tuple[Contact, ...]
    """Whom to turn to and where to read on, as far as the answers call for it."""
    rights: bool
    """It touches a right."""
    urgent: bool
    """Somebody may not be safe: nothing else is said beside what there is to do and whom to turn to."""
    by_place: bool
    """Whether numbers to ring are to be had by saying where one is, which nobody has."""
    tree: str | None
    """The tree in which the walk can go on."""
    steps: tuple[QuestionStep, ...]
    """The way here, earlier trees first."""
    document: Callable[[], dict[str, Any]] = field(default=dict, repr=False, compare=False)
    """Makes the JSON object of the walk that ends in it."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON object ``postwise.recommendation/1``, with the way here and what would change it."""
        return self.document()

    def outcome_entry(self) -> dict[str, Any]:
        """Return it as the ``outcome`` of ``postwise.recommendation/1``."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "headline": self.headline,
            "reason": self.reason,
            "next": list(self.next),
            "see": [{key: getattr(contact, key) for key in ("title", "url", "phone")} for contact in self.see],
            "rights": self.rights,
            "tree": self.tree,
        }


A_LINE = frozenset({"adviceline", "helpline"})
"""The words that name a line to ring, whose number hangs on where one is."""


class ShownBeside(NamedTuple):
    """What stands beside an outcome on a walk."""

    notes: tuple[str, ...]
    """To keep in mind, filled."""
    see: tuple[Contact, ...]
    """Those whose condition holds."""


def recommend(
    outcome_id: str,
    outcome: Outcome,
    words: WalkWords,
    beside: ShownBeside,
    steps: tuple[QuestionStep, ...],
) -> Recommendation:
    """Return the recommendation that an outcome makes of a walk, each of its texts filled by `words`."""
    filled = words.filled
    told = (outcome.headline, outcome.reason or "", *outcome.next)
    rings = any(not A_LINE.isdisjoint(names(text)) for text in told)
    for_help = rings or bool(beside.see) or outcome.rights or outcome.verdict in {"act", "raise"}
    return Recommendation(
        id=outcome_id,
        verdict=outcome.verdict,
        headline=filled(outcome.headline),
        reason=words.prose(outcome.reason or ""),
        next=tuple(map(filled, outcome.next)),
        notes=beside.notes,
        see=tuple(map(words.contact, beside.see)),
        rights=outcome.rights,
        urgent=outcome.urgent,
        by_place=for_help and wants_a_place(words.tree.id, words.profile),
        tree=outcome.tree,
        steps=steps,
    )
