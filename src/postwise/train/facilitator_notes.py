"""What only the facilitator sees: where a group is likely to divide, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass

from postwise.train import transitions
from postwise.train.cases import TrainingCase
from postwise.train.events import Stage
from postwise.train.room_view import visible
from postwise.train.session import VOTING, Session
from postwise.train.tally import FEW, shown
from postwise.tree.model import OtherRoad
from postwise.walk.walk import Walk

PROMPTS: dict[Stage, tuple[str, ...]] = {
    "silence": ("Read it aloud once, then say nothing for twenty seconds.",),
    "shown": ("Ask for a reason from each side, the smaller side first.",),
    "talk": ("Who would this land on?", "Say the other side's best point.", "Two by two, then swap."),
    "moved": ("What was it that moved you? Nobody has to answer.", "Is there a line that the smaller side wants kept?"),
    "compare": ("What do the two have in common?",),
    "closing": (
        "Which question did not fit us?",
        "Whose name is missing?",
        "Is it safe enough to try until the review?",
    ),
}
"""What a facilitator may say at a step, and only there (`postwise.train`, rule 13)."""
NO_ANSWER = "Say aloud: this tree has no answer here, and that is its answer."
"""At an outcome that says *talk* (`postwise.train`, rule 14)."""


@dataclass(frozen=True, slots=True)
class FacilitatorNotes:
    """The facilitator's notes at one step."""

    discuss: tuple[str, ...]
    """The scenario's questions for the talk."""
    splits_here: bool
    """Whether groups are known to divide at this question."""
    likely: str
    """The answer that the scenario's road takes here, in words; empty where it says nothing."""
    other: str
    """The answer that its other road takes here; empty where it takes the same."""
    prompts: tuple[str, ...]
    first: tuple[tuple[str, str], ...]
    """What was voted first, each answer with its count, once the vote is closed and before the room sees it."""
    due: tuple[tuple[str, str], ...]
    """The other roads still to walk: the question and the answer in words."""
    parked: tuple[str, ...]
    suggest_secret: bool
    """Whether to suggest, once, that the keyboard is passed in secret: managers are here, or too few for hands."""


def notes_at(session: Session) -> FacilitatorNotes:
    """Return the facilitator's notes at this step."""
    case = session.cases[session.case] if session.case else None
    walk = session.walk() if session.case else None
    prompts = PROMPTS.get(session.stage, ())
    if walk is not None and session.stage == "outcome" and walk.outcome is not None and walk.outcome.verdict == "talk":
        prompts = (*prompts, NO_ANSWER)
    asked = walk.tree.questions if walk is not None else {}
    due = transitions.due(session) if session.case else ()
    likely, other = _expected(case, walk, session.question) if case and walk and session.question else ("", "")
    return FacilitatorNotes(
        discuss=tuple(walk.filled(line) for line in case.scenario.discuss) if case and walk else (),
        splits_here=case is not None and bool(session.question) and case.scenario.split == session.question,
        likely=likely,
        other=other,
        prompts=prompts,
        first=_first_vote(session) if session.stage in {"shown", "talk", "second"} else (),
        due=tuple((walk.filled(asked[fork.question].ask), fork.choice.text) for fork in due) if walk else (),
        parked=tuple(note.text for note in session.notes("parked")),
        suggest_secret=session.mode == "hands"
        and (session.setup.managers or session.present < FEW)
        and session.stage in VOTING,
    )


def _first_vote(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the first vote on the question at hand; of few voters only what leads (`postwise.train`, rule 9).

    What the room sees already is not told a second time, as what it does not see.
    """
    ballot, tally = session.ballot, session.votes.first
    if ballot is None or tally is None or visible(session).first is not None:
        return ()
    seen = shown(tally)
    if seen.counts is None:
        return tuple((choice.text, "in the lead") for choice in ballot.choices if choice.key in seen.leaders)
    counts = [(choice.text, str(seen.counts[choice.key])) for choice in ballot.choices]
    return (*counts, ("Pass", str(seen.passes)))


def _expected(case: TrainingCase, walk: Walk, question: str) -> tuple[str, str]:
    """Return the answers that the scenario's roads give to a question, in words; the other only where it differs."""
    likely = _answer_on(case.scenario, walk, question)
    other = _answer_on(case.scenario.other, walk, question) if case.scenario.other is not None else ""
    return likely, "" if other == likely else other


def _answer_on(road: OtherRoad, walk: Walk, question: str) -> str:
    on_it = Walk.replay(walk.tree, road.answers, profile=walk.profile)
    step = next((step for step in on_it.steps if step.node_id == question), None)
    return walk.said(step) if step is not None else ""
