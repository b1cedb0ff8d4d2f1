"""Votes in lines: counts typed in one line or answer by answer, and what is said of them before they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postwise.plain_scribe import PlainScribe
from postwise.text import whole_number
from postwise.train.ballot import Ballot
from postwise.train.moves import KEYS
from postwise.train.room_view import room
from postwise.train.session import VOTING, Session
from postwise.train.session_words import shown_by, to_count

ON_SLIPS = (
    "In lines the keyboard is not passed round, for a screen reader may say aloud what is typed. Let everyone vote on"
    " a folded slip, and type how many there are for each{which}, with spaces, and those who pass last."
)
BOX_KEPT = (
    "Counts typed here would take the place of votes that were given in secret. z empties the vote first, if that is"
    " meant; on the screens, the keyboard goes on round."
)
AS_IT_WAS = "The vote stays as it was."


def to_do(session: Session) -> str:
    """Return how the open vote is given, or how many are in; empty where none is open."""
    view = room(session)
    if session.stage not in VOTING:
        return ""
    if session.secret_ballot is not None:
        rest = "" if view.voted >= view.present else " On the screens, the keyboard goes on round."
        return f"{view.voted} of {view.present} are in, in secret. {shown_by(view, KEYS)}.{rest}"
    if session.secret and not view.voted:
        return ON_SLIPS.format(which=" from 1 to 5" if session.stage.startswith("confidence") else " answer")
    return to_count(view, KEYS)


def said_back(session: Session, counts: Sequence[str]) -> Iterator[str]:
    """Yield the count of each answer, for whoever typed them may not see them, and then how many are in.

    Of a vote in secret, of confidence and of few voters no count is said (`postwise.train`, rules 9 to 11).
    """
    ballot, tally = session.ballot, session.counted
    kept_back = session.secret or session.stage.startswith("confidence") or tally is None or tally.small
    if ballot is not None and not kept_back:
        yield from (f"- {name}: {count}" for name, count in zip(_names(ballot), counts, strict=False))
    yield to_do(session)


def counted_each(scribe: PlainScribe, ballot: Ballot, present: int) -> str:
    """Return counts as they are typed answer by answer; empty, once that is said, if one is left out."""
    counts: list[int] = []
    for name in _names(ballot):
        so_far = f" So far {sum(counts)} of {present}." if counts and not ballot.several else ""
        typed = scribe.asked(f"{name}: how many?{so_far}")
        while (count := whole_number(typed)) is None and typed:
            typed = scribe.asked("Type a number, or press Enter to leave the vote as it was.", f"{name}: how many?")
        if count is None:
            scribe.dialogue.say(AS_IT_WAS)
            return ""
        counts.append(count)
    return " ".join(map(str, counts))


def _names(ballot: Ballot) -> tuple[str, ...]:
    """Return what each line of a vote is called; on a scale, of which not every point has words, its number."""
    texts = tuple(choice.text for choice in ballot.choices)
    return (*(texts if all(texts) else ballot.keys), "Pass")
