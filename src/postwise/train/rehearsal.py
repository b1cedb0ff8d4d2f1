"""An hour played beforehand by whoever will lead it: each vote is invented once it is opened, and nothing is kept.

The votes lead along the case's own road, and divide where groups are known to divide: what a facilitator has to be
ready for comes up. They are the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.session import VOTING, Session
from postwise.train.store import OpenSession
from postwise.train.transitions import Events

DIVIDED, AFTER_TALK, OF_ONE_MIND = (55, 45), (70, 30), (90, 10)
"""Of a hundred, how many choose the first of two answers: where groups divide, after the talk there, and elsewhere."""


def invented(session: Session) -> Events:
    """Return the events of a vote at hand as it may come out; none where none is open or somebody has voted."""
    if session.stage not in VOTING or session.voted or session.ballot is None:
        return ()
    return transitions.count(session, " ".join(map(str, _counts(session))))


def of_rehearsal(session: Session) -> Events:
    """Return the events that invent the vote at hand, in a rehearsal; none in a session of people."""
    return invented(session) if session.setup.rehearsed else ()


def _counts(session: Session) -> list[int]:
    """Return a count for each choice of the vote at hand; nobody passes."""
    ballot = session.ballot
    keys = ballot.keys if ballot is not None else ()
    if ballot is not None and ballot.several:
        expected = _expected(session)
        return [session.present if key in expected else 0 for key in keys]
    scenario = session.cases[session.case].scenario if session.case else None
    if scenario is None:  # how sure everyone is: from not quite to fully
        return _spread(session.present, [0, 10, 40, 40, 10])
    divides = bool(session.question) and session.question == scenario.split
    shares = OF_ONE_MIND if not divides else AFTER_TALK if session.vote == 2 else DIVIDED
    first = next((place for place, key in enumerate(keys) if key in _expected(session)), 0)
    order = [first, *(place for place in range(len(keys)) if place != first)]
    percent = dict(zip(order, shares, strict=False))
    return _spread(session.present, [percent.get(place, 0) for place in range(len(keys))])


def _expected(session: Session) -> frozenset[str]:
    """Return what is chosen on the case's own road at the vote at hand, by the keys of the ballot."""
    answers = session.cases[session.case].scenario.answers if session.case else {}
    given, ballot = answers.get(session.question), session.ballot
    if isinstance(given, Sequence) and not isinstance(given, str):
        return frozenset(map(str, given))
    choices = ballot.choices if ballot is not None else ()
    return frozenset(choice.key for choice in choices if given is not None and choice.answer == given)


def _spread(people: int, percent: Sequence[int]) -> list[int]:
    """Return so many people by shares; who is left over after rounding down chooses what most choose."""
    counts = [people * share // 100 for share in percent]
    counts[max(range(len(counts)), key=lambda place: percent[place])] += people - sum(counts)
    return counts


def as_rehearsal(session: Session) -> Session:
    """Return a session as one that is only played: whoever opens it, in whatever window, knows that."""
    return Session.at_rules(session.setup.model_copy(update={"rehearsed": True}), session.cases).after(*session.events)


@contextmanager
def rehearsed(session: Session, folder: Path) -> Iterator[OpenSession]:
    """Give a session that is kept only as long as it is played, in a folder of the person's own.

    Raises SessionFileError if another rehearsal is open, or the folder cannot be written into.
    """
    path, played = folder / "rehearsal.session", as_rehearsal(session)
    with suppress(PostwiseError, OSError), OpenSession.resume(path):  # of one that was killed
        path.unlink()
    hold = OpenSession.begin(path, played)
    try:
        yield hold
    finally:
        hold.destroy()
