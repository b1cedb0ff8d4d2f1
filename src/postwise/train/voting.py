"""Votes given, counted, revealed and begun again; counts are whole, and what is in a box is not to be seen."""

from __future__ import annotations

from collections.abc import Iterable

from postwise.train.box import Box
from postwise.train.events import Stage, Voted, Votes
from postwise.train.session import VOTING, Session, SessionError
from postwise.train.steps import Events, within
from postwise.train.tally import Tally


def talk(session: Session) -> Events:
    """Return the events of pair talk, after the first vote has been shown."""
    return within(session, "talk") if session.stage == "shown" else ()


def vote(session: Session) -> Events:
    """Return the events that open the next vote on the question: the first from silence, the second after it."""
    following: dict[str, Stage] = {"silence": "first", "shown": "second", "talk": "second"}
    return within(session, following[session.stage]) if session.stage in following else ()


def count(session: Session, text: str) -> Events:
    """Return the events of counts as they are typed, one for each answer in order and one for those who pass.

    They stay hidden until `reveal`; typing them again puts them right. Raises VoteError for counts that cannot be.
    """
    if session.ballot is None or session.stage not in VOTING:
        return ()
    return _voted(session, session.ballot.typed(text, session.present))


def no_cast(session: Session) -> str:
    """Return why no secret vote can be given now; empty if one can."""
    if session.ballot is None or session.stage not in VOTING:
        return "No vote is open."
    if session.voted >= session.present:
        return f"All {session.present} have voted. If somebody has come in, say how many are here now."
    if session.box is None and session.counted is not None:
        return "This vote has been counted. To let somebody in on it, start it again."
    return ""


def cast(session: Session, chosen: Iterable[str] | None) -> Session:
    """Return the session with one secret vote more in its box: the keys chosen, or None for pass.

    Raises VoteError if that cannot be chosen, or everybody has voted; SessionError if no secret vote is open.
    """
    refusal, ballot = no_cast(session), session.ballot
    if refusal or ballot is None:
        raise SessionError(refusal)
    box = session.box or Box((session.case, ballot.name, session.vote), ballot.empty)
    return session.with_box(box.cast(ballot, chosen))


def reveal(session: Session) -> Events:
    """Return the events that close the open vote and show it; none while nobody has voted."""
    following: dict[str, Stage] = {"first": "shown", "second": "moved", "living": "lived"}
    if session.stage not in following or not session.voted:
        return ()
    return (*opened(session), *within(session, following[session.stage]))


def start_again(session: Session) -> Events:
    """Return the events that empty the open vote: everybody votes once more."""
    if session.ballot is None or session.stage not in VOTING:
        return ()
    return _voted(session, session.ballot.empty)


def _voted(session: Session, tally: Tally) -> Events:
    name = session.ballot.name if session.ballot is not None else ""
    case = session.case
    return (Voted(case=case, question=name, vote=2 if session.vote == 2 else 1, votes=Votes.of(tally)),)


def opened(session: Session) -> Events:
    """Return the event that keeps what is in the box of the vote at hand, none if nobody voted in secret."""
    return _voted(session, session.box.open()) if session.box is not None else ()
