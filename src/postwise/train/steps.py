"""The places a session can go to, as events: a page of its own, a case, a step of a question, the next question."""

from __future__ import annotations

from postwise.train.ballot import ballot_on
from postwise.train.events import Event, RoadTaken, Stage, Went
from postwise.train.session import Session
from postwise.train.state import Round
from postwise.walk.walk import Walk

Events = tuple[Event, ...]


def outside(stage: Stage) -> Events:
    """Return the events that stand at a page outside the cases."""
    return (Went(stage=stage),)


def to_case(case: str) -> Events:
    """Return the events that stand at the story of a case."""
    return (Went(stage="case", case=case),)


def first_case(session: Session) -> Events:
    """Return the events that stand at the first case, or at the closing if there is none."""
    return to_case(session.order[0]) if session.order else outside("closing")


def within(session: Session, stage: Stage) -> Events:
    """Return the events that stand at another step of the present question, or of the case behind its roads."""
    return (Went(stage=stage, case=session.case, road=session.road(session.state.road)),)


def on_road(session: Session, road: RoadTaken) -> Events:
    """Return the events that stand at the open question of a road, or at its outcome.

    A question that has been voted on before is come to where its votes stand.
    """
    here = Went(stage="silence", case=session.case, road=road)
    walk = session.after(here).walk()
    return (here.model_copy(update={"stage": _arrival(walk, session.round(walk.at))}),)


def _arrival(walk: Walk, votes: Round) -> Stage:
    if walk.question is None:
        return "outcome"
    if ballot_on(walk, walk.at) is None:
        return "said"
    if votes.second is not None:
        return "moved"
    return "shown" if votes.first is not None else "silence"
