"""What only the facilitator sees: where a group is likely to divide, what to ask, how long to wait."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from postwise.text import counted
from postwise.train import transitions
from postwise.train.cases import TrainingCase
from postwise.train.events import Stage
from postwise.train.session import VOTING, Session
from postwise.train.tally import FEW, shown
from postwise.tree.model import OtherRoad
from postwise.walk.walk import Walk

SECONDS: dict[Stage, int] = {"silence": 20, "talk": 120}
"""How long a step should take (`postwise.train`, rule 5). A timer says so and never cuts off."""
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
    """Return the first vote on the question at hand; of few voters only what leads (`postwise.train`, rule 9)."""
    ballot, tally = session.ballot, session.votes.first
    if ballot is None or tally is None:
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


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock that was set going at a moment; moments are seconds of a steady clock."""

    seconds: int
    """How long the step should take; 0 counts up from the beginning."""
    begun: float
    held: float | None = None
    """The moment at which it was stopped; None while it goes."""

    def toggled(self, now: float) -> Timer:
        """Return the clock stopped, or going on from where it was stopped."""
        if self.held is None:
            return replace(self, held=now)
        return replace(self, begun=self.begun + now - self.held, held=None)

    def shown(self, now: float) -> str:
        """Return the time in words short enough for a corner: "1:45", "0:10 over", "1:45, stopped"."""
        minutes, seconds = divmod(abs(self._left(now)), 60)
        return f"{minutes}:{seconds:02}{' over' if self._over(now) else ''}{self._stopped}"

    def aloud(self, now: float) -> str:
        """Return the time as it is read out: "1 minute 45 seconds left", "10 seconds over, stopped"."""
        minutes, seconds = divmod(abs(self._left(now)), 60)
        words = " ".join(counted(number, unit) for number, unit in ((minutes, "minute"), (seconds, "second")) if number)
        how = "over" if self._over(now) else "left" if self.seconds else "so far"
        return f"{words or counted(0, 'second')} {how}{self._stopped}"

    def _left(self, now: float) -> int:
        return self.seconds - int((now if self.held is None else self.held) - self.begun)

    def _over(self, now: float) -> bool:
        return self._left(now) < 0 < self.seconds

    @property
    def _stopped(self) -> str:
        return "" if self.held is None else ", stopped"


def toggled(clock: Timer | None) -> Timer:
    """Return a clock stopped, or going on; where there is none, one that counts up from now."""
    now = time.monotonic()
    return Timer(0, now) if clock is None else clock.toggled(now)


def clock_for(session: Session) -> Timer | None:
    """Return the clock that a step begins with; None where nothing is timed."""
    return Timer(SECONDS[session.stage], time.monotonic()) if session.stage in SECONDS else None


def longer(clock: Timer | None) -> Timer:
    """Return a clock that has another minute; where none counts down, one of a minute from now."""
    return (
        replace(clock, seconds=clock.seconds + MINUTE) if clock and clock.seconds else Timer(MINUTE, time.monotonic())
    )


MINUTE = 60


def hour_for(session: Session) -> Timer:
    """Return the clock of the whole session, from now: no time is kept with a session that is taken up again."""
    return Timer((45 if session.setup.short else 60) * MINUTE, time.monotonic())


NOT_TIMED = "No time is set at this step. timer go sets one going."


def timed(clock: Timer | None, wanted: str) -> tuple[Timer | None, str]:
    """Return the clock once it is stopped or let go, if that is `wanted`, and the time as it is read out."""
    if wanted.casefold() not in {"", "stop", "go"}:
        return clock, "Type timer, timer stop or timer go."
    goes = clock is not None and clock.held is None
    if wanted and goes == (wanted.casefold() == "stop"):
        clock = toggled(clock)
    return clock, NOT_TIMED if clock is None else f"{clock.aloud(time.monotonic())}."
