"""A session in lines: what is said at each step to whoever leads it, one thing a line, all of it words.

It is made from a `RoomView` and from what the group wrote, as the room's page is; what only the facilitator may know is
said apart, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postwise.show.markdown import in_one_line, plain_lines
from postwise.train.agenda import agenda, next_step, questions_left, times
from postwise.train.clocks import SessionClocks
from postwise.train.events import NoteKind, ScribeNote, Stage
from postwise.train.facilitator_notes import FacilitatorNotes
from postwise.train.moves import KEYS
from postwise.train.room_view import Bar, RoadEnd, RoomView
from postwise.train.session import Session
from postwise.train.session_words import (
    CLOSING,
    FIRST_VOTE,
    INVENTED,
    INVITATIONS,
    KINDS,
    MEANINGS,
    NO_SHARED_STEP,
    NOBODY_NAMED,
    SCALE,
    SETTLED,
    SO_FAR,
    STEPS,
    TIE,
    kept_in,
    note_in_words,
    write_out,
    write_trust,
)
from postwise.train.tally import SURE, counted_aloud
from postwise.walk.recommendation import SIGNS


@dataclass(frozen=True)
class RoomStep:
    """A step of a session, and all that is said from."""

    view: RoomView
    to_do: str
    """How a vote at it is given, or what has come of it; empty where none is open."""
    notes: Mapping[NoteKind, Sequence[ScribeNote]] = field(default_factory=dict)
    """What the group wrote, by kind."""
    name: str = ""
    """The name of the session's file."""


def step_in_lines(step: RoomStep, *, whole: bool = False) -> Iterator[str]:
    """Yield what is said at a step: as it is come to, or the `whole` of it, with the story and the road so far."""
    view = step.view
    if whole and view.place and view.stage != "case":
        yield case_named(view)
        yield plain_lines(view.story)
    if view.stage == "case":
        yield case_named(view)
    elif view.stage != "talk":  # which says so itself
        yield f"{heading(view)}."
    yield from PAGES.get(view.stage, _question)(step, whole)
    if whole:
        yield from _trail(view.trail, view.settled)


def heading(view: RoomView) -> str:
    """Return which step it is: where a question begins, which of the road that is."""
    step = STEPS[view.stage]
    if view.stage in {"silence", "said"}:
        return f"Question {len(view.trail) + 1}"
    return f"{step[0].upper()}{step[1:]}"


def case_named(view: RoomView) -> str:
    """Return which case it is."""
    return f"Case {view.place} of {view.cases}: {view.title}"


# Pages outside a question


def _rules(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield "How we do this:"
    yield from (f"- {rule}" for rule in step.view.lines)


def _trust(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield from step.view.lines
    yield from _written(step, ("trust",))
    if not step.notes.get("trust"):
        yield write_trust(KEYS)


def _confidence(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield f"“{step.view.ask}”"
    yield SCALE
    yield step.to_do


def _case(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield plain_lines(step.view.story)


def _closing(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield from step.view.lines
    yield CLOSING
    yield from _written(step, tuple(KINDS))
    yield NOBODY_NAMED


def _closed(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    yield "Thank you."
    votes = [(when, vote) for when, vote in zip(("Before", "After"), step.view.confidence, strict=True) if vote]
    if votes:
        yield f"{SURE}:"
        yield from (f"- {when}: {vote.sentence}" for when, vote in votes)
    if step.view.rehearsed:
        yield INVENTED
    else:
        yield kept_in(step.name)
        yield write_out(KEYS)
    yield from _written(step, tuple(KINDS))


def _written(step: RoomStep, kinds: Sequence[NoteKind]) -> Iterator[str]:
    """Yield what the group wrote, each line with the number under which it can be changed."""
    for kind in kinds:
        notes = step.notes.get(kind, ())
        if notes:
            yield f"{KINDS[kind]}:"
        yield from (f"- line {note.number}: {note_in_words(note)}" for note in notes)


# A question, and the vote on an outcome


def _question(step: RoomStep, whole: bool) -> Iterator[str]:  # noqa: FBT001
    view = step.view
    if whole or view.stage in {"silence", "said", "living"}:
        yield view.ask
        if view.help:
            yield plain_lines(view.help)
        if view.several:
            yield "Any of these, or none"
    if view.hidden and (whole or view.stage in {"silence", "living"}):
        yield from (f"   {place}  {bar.text}" for place, bar in enumerate(view.bars[:-1], 1))
    if whole or view.stage in {"shown", "moved", "lived"}:
        yield from result(view)
    if view.stage in INVITATIONS:
        yield INVITATIONS[view.stage]
    if view.why and (whole or view.stage in {"silence", "said"}):
        yield f"Why we ask: {in_one_line(view.why)}"
    if step.to_do:
        yield step.to_do


def result(view: RoomView) -> Iterator[str]:
    """Yield what a shown vote says: its counts, or of few voters what leads; the word for it, and what moved."""
    if view.hidden or not view.word:
        return
    yield from (f"- {bar.text or place}: {_counts(bar)}" for place, bar in enumerate(view.bars, 1) if _counts(bar))
    yield view.movement.replace(" → ", ", then ") or MEANINGS[view.word]
    if view.tie and view.stage in {"shown", "moved"}:
        yield TIE


def _counts(bar: Bar) -> str:
    """Return what was counted for a line; of few voters only whether it leads."""
    if bar.second is not None:
        second = counted_aloud(bar.second)
        return second if bar.first is None else f"{counted_aloud(bar.first)}, then {second}"
    if bar.first is not None:
        return counted_aloud(bar.first)
    return "in the lead" if bar.leads else ""


def _trail(trail: Sequence[tuple[str, str]], settled: int = 0) -> Iterator[str]:
    for title, part in ((SETTLED, trail[:settled]), (SO_FAR, trail[settled:])):
        yield from _list(title, (f"{ask} {answer}" for ask, answer in part))


# Where roads end


def _outcome(step: RoomStep, whole: bool) -> Iterator[str]:  # noqa: FBT001
    for end in step.view.ends[:1]:
        yield from _end(end, (), 2 if end.number else 1)
        if whole:
            yield from _trail(end.trail)


def _compare(step: RoomStep, _whole: bool) -> Iterator[str]:  # noqa: FBT001
    view = step.view
    yield from _list("On either road", view.shared)
    if not view.shared:
        yield NO_SHARED_STEP
    for end in view.ends:
        yield from _end(end, view.shared, 2)


def _end(end: RoadEnd, shared: Sequence[str], roads: int) -> Iterator[str]:
    """Yield where a road ended; the next steps that it shares with others are left out."""
    if roads > 1:
        also = "".join(f", and the one on which “{at}” was answered" for at in end.also)
        yield f"The other road, “{end.at}”{also}:" if end.number else f"The first road{also}:"
    advice = end.recommendation
    yield f"{SIGNS[advice.verdict].word.capitalize()}: {advice.headline}"
    if advice.reason:
        yield plain_lines(advice.reason)
    yield from _list("Next", [step for step in advice.next if step not in shared])
    yield from _list("Keep in mind", [in_one_line(note) for note in advice.notes])


PAGES: Mapping[Stage, Callable[[RoomStep, bool], Iterator[str]]] = {
    "rules": _rules,
    "trust": _trust,
    "confidence-before": _confidence,
    "case": _case,
    "outcome": _outcome,
    "compare": _compare,
    "closing": _closing,
    "confidence-after": _confidence,
    "closed": _closed,
}
"""What is said at a step, by its name; at a step of a question, and in the vote on an outcome, as at a question."""


# For the facilitator only


def notes_in_lines(view: RoomView, notes: FacilitatorNotes) -> Iterator[str]:
    """Yield what a facilitator may want to know at a step."""
    yield "For the facilitator only:"
    yield view.ask or view.title or "Between the cases"
    if view.ask:
        yield f"{view.voted} of {view.present} are in" if view.hidden else f"{view.present} here"
    if notes.splits_here:
        yield "Groups are known to divide here."
    if notes.likely:
        yield f"The case's own road: {notes.likely}"
    if notes.other:
        yield f"Its other road: {notes.other}"
    yield from _list(FIRST_VOTE, [f"{text}: {count}" for text, count in notes.first])
    yield from _list("You may say", map(in_one_line, notes.prompts))
    yield from _list("To talk about", map(in_one_line, notes.discuss))
    yield from _list("Other roads still to walk", [f"{ask} {answer}" for ask, answer in notes.due])
    yield from _list("Left for another time", map(in_one_line, notes.parked))
    if notes.suggest_secret:
        yield FEW_HANDS


def hour_in_lines(session: Session, clocks: SessionClocks) -> Iterator[str]:
    """Yield what whoever leads may want to know of the hour: its plan, the time, and what comes next."""
    planned = (
        f"{item.title}: {'over' if item.over else f'{item.minutes} minutes'}{', now' * item.here}"
        for item in agenda(session)
    )
    yield from _list("The hour", planned)
    yield from times(session, clocks)
    left = questions_left(session)
    yield f"Next: {next_step(session)}{f' ({left})' * bool(left)}"


FEW_HANDS = "So few are here that hands point at people. Say once that votes can be given on folded slips."


def _list(title: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield texts as a list, each in a line, under a title; nothing where there are none."""
    for place, text in enumerate(texts):
        if not place:
            yield f"{title}:"
        yield f"- {text}"
