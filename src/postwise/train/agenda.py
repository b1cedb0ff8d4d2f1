"""The hour as it is planned, and what comes next: so that whoever leads is led."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postwise.text import counted
from postwise.train import transitions
from postwise.train.cases import CLOSING_MINUTES, OPENING_MINUTES, SHORTER, minutes_of
from postwise.train.clocks import MINUTE, SessionClocks, moment
from postwise.train.events import Stage
from postwise.train.room_view import road_left_at
from postwise.train.session import VOTING, Session
from postwise.train.session_words import STEPS, road_begins

COMES: Mapping[Stage, str] = {
    "trust": "the line on what people must be able to trust you for",
    "confidence-before": "how sure everyone is, in secret",
    "shown": "what was voted first",
    "moved": "what was voted, before and after the talk",
    "lived": "whether everyone could live with it",
    "outcome": "where this road ends",
    "compare": "the roads side by side",
    "closing": "the last pages: what to change, what to do",
    "confidence-after": "how sure everyone is now, in secret",
    "closed": "the end, and what was said in a file for everyone",
}
"""What a step is called before it is come to, where that is not what it is called at it."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One stretch of a session."""

    title: str
    minutes: int
    """How long it is planned to take."""
    here: bool
    """Whether the session is at it."""
    over: bool
    """Whether the session has come past it."""


def agenda(session: Session) -> tuple[AgendaItem, ...]:
    """Return the stretches of a session in their order: before the cases, each case, and behind them."""
    short = session.setup.short
    titles = [session.walk(0, case).filled(session.cases[case].title) for case in session.order]
    minutes = [minutes_of(session.cases[case]) for case in session.order]
    titles = ["before we begin", *titles, "before we go"]
    minutes = [OPENING_MINUTES - SHORTER[0] * short, *minutes, CLOSING_MINUTES - SHORTER[1] * short]
    at = place(session)
    return tuple(
        AgendaItem(title, planned, number == at, number < at)
        for number, (title, planned) in enumerate(zip(titles, minutes, strict=True))
    )


def place(session: Session) -> int:
    """Return which stretch of its agenda a session is at, from 0."""
    if session.case:
        return 1 + session.order.index(session.case)
    return 1 + len(session.order) if session.stage in transitions.ENDING else 0


def times(session: Session, clocks: SessionClocks) -> tuple[str, ...]:
    """Return what is said of the time: minutes of this case and of the hour, and whether the rest still fits."""
    now = moment()
    case = clocks.cases.get(session.case)
    of_case = () if case is None else (f"This case: {case.minutes(now)} of {case.seconds // MINUTE} minutes.",)
    whole = clocks.hour.seconds // MINUTE
    gone = clocks.hour.minutes(now)
    parts = agenda(session)
    rest = sum(part.minutes for part in parts if not part.here and not part.over)
    here = parts[place(session)].minutes - (case.minutes(now) if case is not None else 0)
    wanted, left = rest + max(here, 0), whole - gone
    late = (f"What is still planned takes {wanted} minutes, and {max(left, 0)} are left.",) if wanted > left else ()
    of_hour = f"The hour: {gone} of {whole} minutes" if whole == MINUTE else f"In all: {gone} of {whole} minutes"
    return (*of_case, f"{of_hour}.", *(late if session.case else ()))


def questions_left(session: Session) -> str:
    """Return how many questions the road at hand still has; empty where that is not known."""
    ahead = session.walk().remaining if session.question else None
    if ahead is None:
        return ""
    least, most = ahead
    return f"{counted(most, 'question')} left" if least == most else f"{least} to {most} questions left"


def next_step(session: Session) -> str:
    """Return what the next step is, in words: where the key for it leads."""
    if session.stage in VOTING and not transitions.enough(session):
        return "Votes are waited for."
    events = transitions.forward(session)
    if not events:
        return "This is the end." if session.stage == "closed" else "You choose which road comes first."
    after = session.after(*events)
    if after.stage == "case":
        return f"The next case: “{after.walk().filled(after.cases[after.case].title)}”"
    if after.road_number and (after.case, after.road_number) not in session.roads_begun:
        return road_begins(*road_left_at(after))
    if after.stage in {"silence", "said"} and after.asked is not None:
        return f"The next question: {after.asked.ask}"
    step = COMES.get(after.stage) or STEPS[after.stage]
    return f"{step[0].upper()}{step[1:]}"


def to_be_given(session: Session) -> int:
    """Return how many answers the story of the case at hand settles, if they can be taken as given now."""
    events = transitions.given(session)
    return len(session.after(*events).walk().steps) if events else 0
