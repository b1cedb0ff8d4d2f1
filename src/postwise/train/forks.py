"""Which road a group goes: the bigger one, a facilitator's pick in a tie, and the other roads that are walked too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from postwise.train.ballot import Way, ballot_on, talked_answer
from postwise.train.events import RoadTaken
from postwise.train.session import Session, SessionError
from postwise.train.steps import Events, on_road, within
from postwise.tree.answers import AnswerError, as_json, read_answer


@dataclass(frozen=True, slots=True)
class Fork:
    """Another road that a group chose in part: where it leaves the first one, and with which answer."""

    question: str
    way: Way


def onward(session: Session) -> Events:
    """Return the events that go on along the bigger road; none in a tie, or if nobody chose: then `take` an answer."""
    found = choices(session)
    return take(session, found[0].answer) if len(found) == 1 else ()


def choices(session: Session) -> tuple[Way, ...]:
    """Return the answers to go on with: one, or in a tie all that lead, or every answer if all passed."""
    if session.stage == "said":
        return (Way(talked_answer(session.walk(), session.question), "", None),)
    ballot, tally = session.ballot, session.votes.last
    if session.stage not in {"shown", "talk", "moved"} or ballot is None or tally is None:
        return ()
    every = () if ballot.several else tuple(Way(one.answer, one.text, None) for one in ballot.choices)
    return ballot.bigger(tally) or every


def take(session: Session, answer: Any) -> Events:
    """Return the events that go on with an answer that the facilitator picked: out of a tie, or on another road.

    At any step of a question but an open vote that has votes in it. Raises SessionError if it is no answer to it.
    """
    walk = session.walk()
    question = session.asked
    if question is None or session.box is not None:
        return ()
    try:
        given = read_answer(question, answer)
    except AnswerError as error:
        raise SessionError(str(error)) from None
    road = session.road(session.state.road) or RoadTaken()
    answers = {**road.answers, walk.at: as_json(given)}
    return on_road(session, road.model_copy(update={"answers": answers}))


def due(session: Session) -> tuple[Fork, ...]:
    """Return the other roads of the case still to be walked, the one at the scenario's known split first.

    Each leaves the first road at an answer that at least a fifth chose in the last vote (domain 5.6). Roads that
    leave another road are walked only if somebody asks.
    """
    walk = session.walk(0)
    walked = {(road.fork, _frozen(road.answers.get(road.fork))) for road in _other_roads(session)}
    found: list[Fork] = []
    for step in walk.steps:
        tally = session.round(step.name).last
        ballot = ballot_on(walk, step.name) if tally is not None else None
        if tally is not None and ballot is not None:
            found += [Fork(step.name, way) for way in ballot.others(tally, step.answer)]
    split = session.opened(session.case).scenario.split
    fresh = [fork for fork in found if (fork.question, _frozen(as_json(fork.way.answer))) not in walked]
    return tuple(sorted(fresh, key=lambda fork: fork.question != split))


def _other_roads(session: Session) -> Iterable[RoadTaken]:
    found = (session.road(number) for number in session.roads() if number)
    return (road for road in found if road is not None)


def _frozen(answer: Any) -> Any:
    return frozenset(answer) if isinstance(answer, list | frozenset) else answer


def other_road(session: Session, question: str, answer: Any) -> Events:
    """Return the events that begin another road, which leaves the present one at a question with another answer.

    What was voted behind the fork stands wherever the roads meet again. From an outcome or a comparison only. Raises
    SessionError if the question is not on this road, or does not take the answer.
    """
    if session.stage not in {"outcome", "compare"}:
        return ()
    base = session.state.road if session.stage == "outcome" else 0
    if question in {step.name for step in session.walk(0).steps}:
        base = 0
    walk = session.walk(base)
    if question not in {step.name for step in walk.steps}:
        raise SessionError("That question is not on this road.")
    try:
        given = read_answer(walk.tree.questions[question], answer)
    except AnswerError as error:
        raise SessionError(str(error)) from None
    number = 1 + max(number for case, number in session.state.roads if case == session.case)
    road = RoadTaken(number=number, base=base, fork=question, answers={question: as_json(given)})
    return on_road(session, road)


def compare(session: Session) -> Events:
    """Return the events that put the outcomes side by side; none before two roads have come to one."""
    if session.stage != "outcome" or len(session.finished()) < 2:
        return ()
    return within(session, "compare")


def living(session: Session) -> Events:
    """Return the events that open the vote whether all could live with the outcome."""
    return within(session, "living") if session.stage in {"outcome", "compare"} else ()
