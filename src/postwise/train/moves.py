"""What a key press makes of a session: the events that lead to the step before, the next, another road, another case.

Every function returns events for `Session.after` (or for an open log), none where the move is not possible now. A step
is left and come back to without a vote being lost: votes belong to their question, not to where the session stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postwise.train.events import AT_QUESTION, RoadTaken, Stage, Went
from postwise.train.forks import Fork, choices, compare, due, living, onward, other_road, take
from postwise.train.scribe import present, votes_by, write
from postwise.train.session import VOTING, Session, SessionError
from postwise.train.steps import Events, first_case, on_road, outside, to_case, within
from postwise.train.voting import cast, count, no_cast, opened, reveal, start_again, talk, vote

__all__ = [
    "Events",
    "Fork",
    "back",
    "cast",
    "choices",
    "close",
    "compare",
    "count",
    "due",
    "end_case",
    "forward",
    "leave_case",
    "living",
    "onward",
    "other_road",
    "possible",
    "present",
    "reveal",
    "start_again",
    "take",
    "talk",
    "vote",
    "votes_by",
    "write",
]

OPENING: tuple[Stage, ...] = ("rules", "trust", "confidence-before")
ENDING: tuple[Stage, ...] = ("closing", "confidence-after", "closed")
IN_QUESTION: tuple[Stage, ...] = ("silence", "first", "shown", "talk", "second", "moved")


def forward(session: Session) -> Events:
    """Return the events of the next step; none while votes are awaited, or a tie asks the facilitator to choose.

    What is agreed after the first vote goes straight on; what is not is talked about and voted again. Other roads
    that are due come before the comparison, the comparison before the next case.
    """
    return NEXT[session.stage](session)


def _after_first_vote(session: Session) -> Events:
    first = session.votes.first
    return onward(session) if first is not None and first.agreement == "agreed" else talk(session)


def _after_outcome(session: Session) -> Events:
    found = due(session)
    if found:
        return other_road(session, found[0].question, found[0].way.answer)
    return compare(session) or end_case(session)


def end_case(session: Session) -> Events:
    """Return the events that end the case, whatever roads are left: the next case, or the closing."""
    if not session.case:
        return ()
    place = session.order.index(session.case) + 1
    return to_case(session.order[place]) if place < len(session.order) else outside("closing")


def close(session: Session) -> Events:
    """Return the events that go to the closing page at once; what is left of the cases is not played."""
    return () if session.stage in ENDING else outside("closing")


def leave_case(session: Session) -> Session:
    """Return the session without the case that it is in: it was too close to somebody, and nothing of it is kept.

    An open log does the same with its file (`OpenLog.leave_case`). Raises SessionError outside a case.
    """
    if not session.case:
        raise SessionError("No case is open.")
    return session.without(session.case)


NEXT: Mapping[Stage, Callable[[Session], Events]] = {
    "rules": lambda session: outside("confidence-before" if session.setup.short else "trust"),
    "trust": lambda _: outside("confidence-before"),
    "confidence-before": lambda session: (*opened(session), *first_case(session)),
    "case": lambda session: on_road(session, session.road(0) or RoadTaken()),
    "silence": vote,
    "first": reveal,
    "shown": _after_first_vote,
    "talk": vote,
    "second": reveal,
    "moved": onward,
    "said": onward,
    "outcome": _after_outcome,
    "compare": end_case,
    "living": reveal,
    "lived": end_case,
    "closing": lambda _: outside("confidence-after"),
    "confidence-after": lambda session: (*opened(session), *outside("closed")),
    "closed": lambda _: (),
}
"""What the next step is, by the step a session stands at."""


def back(session: Session) -> Events:
    """Return the events of the step before this one; none at the beginning. Votes stay as they are."""
    stage = session.stage
    if stage in IN_QUESTION[1:]:
        return within(session, IN_QUESTION[IN_QUESTION.index(stage) - 1])
    if stage == "lived":
        return within(session, "living")
    if stage in {"compare", "living"}:
        return within(session, "outcome")
    return _question_before(session) if session.case and stage != "case" else _page_before(session)


def _page_before(session: Session) -> Events:
    pages: list[Stage | str] = [*OPENING, *session.order, *ENDING]
    if session.setup.short:
        pages.remove("trust")
    place = pages.index(session.case or session.stage)
    if not place:
        return ()
    before = pages[place - 1]
    return _end_of(session, before) if before in session.order else outside(before)  # type: ignore[arg-type]


def _question_before(session: Session) -> Events:
    road = session.road(session.state.road)
    if road is None:
        return to_case(session.case)
    own = [step for step in session.walk().steps if step.name in road.answers and step.name != road.fork]
    if own:
        last = own[-1].name
        answers = {name: answer for name, answer in road.answers.items() if name != last}
        return on_road(session, road.model_copy(update={"answers": answers}))
    if road.number:
        return (Went(stage="outcome", case=session.case, road=session.road(road.base)),)
    return to_case(session.case)


def _end_of(session: Session, case: str) -> Events:
    """Return the events that stand at the end of an earlier case."""
    there = session.finished(case)
    if not there:
        return to_case(case)
    stage: Stage = "compare" if len(there) > 1 else "outcome"
    return (Went(stage=stage, case=case, road=session.road(there[-1], case)),)


def possible(session: Session) -> frozenset[str]:
    """Return the names of the moves of this module that lead somewhere now, for what keys are shown.

    `forward`, `back`, `vote`, `reveal`, `talk`, `onward`, `take` (where a choice has to be made), `cast`, `count`,
    `start_again`, `other_road`, `compare`, `living`, `end_case`, `leave_case`, `close`, `minority`.
    """
    voting = session.stage in VOTING
    waits = session.stage in {"shown", "moved"} and len(choices(session)) > 1
    found = {
        "forward": bool(forward(session)),
        "back": bool(back(session)),
        "vote": bool(vote(session)),
        "reveal": bool(reveal(session)),
        "talk": bool(talk(session)),
        "onward": session.stage in AT_QUESTION and bool(onward(session)),
        "take": waits,
        "cast": session.secret and not no_cast(session),
        "count": voting and not session.secret,
        "start_again": voting and session.voted > 0,
        "other_road": session.stage in {"outcome", "compare"} and bool(due(session)),
        "compare": bool(compare(session)),
        "living": bool(living(session)),
        "end_case": session.stage in {"outcome", "compare", "living", "lived"},
        "leave_case": bool(session.case),
        "close": bool(close(session)),
        "minority": bool(session.case) and session.stage != "case",
    }
    return frozenset(name for name, can in found.items() if can)
