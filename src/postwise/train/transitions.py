"""What a key press makes of a session: the events that lead to the step before, the next, another road, another case.

Every function returns events for `Session.after` (or for an open log), none where the move is not possible now. A step
is left and come back to without a vote being lost: votes belong to their question, not to where the session stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from postwise.text import typed_line
from postwise.train.ballot import Choice, SecretBallot, ballot_on, talked_answer
from postwise.train.events import (
    Event,
    Mode,
    NoteKind,
    Present,
    RoadTaken,
    ScribeNote,
    Stage,
    Voted,
    VotesBy,
    Went,
    Wrote,
)
from postwise.train.session import VOTING, Round, Session, SessionError
from postwise.train.tally import FEW, Tally
from postwise.tree.answers import plain_answer, read_answer
from postwise.walk.walk import Walk

Events = tuple[Event, ...]


def page(stage: Stage, case: str = "") -> Events:
    """Return the events that stand at a page outside the cases, or at the story of one."""
    return (Went(stage=stage, case=case),)


def case_from(session: Session, place: int) -> Events:
    """Return the events that stand at the case at a place in the order, or at the closing if there is none."""
    return page("case", session.order[place]) if place < len(session.order) else page("closing")


def within(session: Session, stage: Stage) -> Events:
    """Return the events that stand at another step of the present question, or of the case behind its roads."""
    return (Went(stage=stage, case=session.case, road=session.road()),)


def on_road(session: Session, road: RoadTaken) -> Events:
    """Return the events that stand at the open question of a road, or at its outcome.

    A question that has been voted on before is come to where its votes stand.
    """
    walk = session.after(Went(stage="silence", case=session.case, road=road)).walk()
    return (Went(stage=_arrival(walk, session.round(walk.at)), case=session.case, road=road),)


ROAD_ENDS = frozenset({"outcome", "compare", "lived"})
"""The steps behind the end of a road, from which another one begins."""
BOTH = 2
"""Of the two votes on a question, as many have been shown."""


def _arrival(walk: Walk, votes: Round) -> Stage:
    if walk.question is None:
        return "outcome"
    if ballot_on(walk, walk.at) is None:
        return "said"
    if votes.second is not None:
        return "moved" if votes.revealed == BOTH else "second"
    if votes.first is None:
        return "silence"
    return "shown" if votes.revealed else "first"


@dataclass(frozen=True, slots=True)
class Fork:
    """Another road that a group chose in part: where it leaves the first one, and with which answer."""

    question: str
    choice: Choice


def onward(session: Session) -> Events:
    """Return the events that go on along the bigger road; none in a tie, or if nobody chose: then `take` an answer."""
    ahead = choices(session)
    return take(session, ahead[0].answer) if len(ahead) == 1 else ()


def choices(session: Session) -> tuple[Choice, ...]:
    """Return the answers to go on with: one, or in a tie all that lead, or every answer if all passed."""
    if session.stage == "said":
        return (Choice("", "", talked_answer(session.walk(), session.question)),)
    ballot, tally = session.ballot, session.votes.last
    if session.stage not in {"shown", "talk", "moved"} or ballot is None or tally is None:
        return ()
    return ballot.bigger(tally) or ballot.every


def take(session: Session, answer: Any) -> Events:
    """Return the events that go on with an answer that the facilitator picked: out of a tie, or on another road.

    At any step of a question but an open vote that has votes in it. Raises AnswerError if it is no answer to it.
    """
    walk = session.walk()
    question = session.asked
    if question is None or session.secret_ballot is not None:
        return ()
    road = session.road() or RoadTaken()
    answers = {**road.answers, walk.at: plain_answer(read_answer(question.model, answer))}
    return on_road(session, road.model_copy(update={"answers": answers}))


def due(session: Session) -> tuple[Fork, ...]:
    """Return the other roads of the case still to be walked, the one at the scenario's known split first.

    Each leaves the first road at an answer that at least a fifth chose in the last vote. Roads that
    leave another road are walked only if somebody asks.
    """
    walk = session.walk(0)
    others = (session.road(number) for number in session.roads() if number)
    walked = {(road.fork, _frozen(road.answers.get(road.fork))) for road in others if road is not None}
    forks: list[Fork] = []
    for step in walk.steps:
        tally = session.round(step.node_id).last
        ballot = ballot_on(walk, step.node_id) if tally is not None else None
        if tally is not None and ballot is not None:
            forks += [Fork(step.node_id, choice) for choice in ballot.others(tally, step.answer)]
    split = session.cases[session.case].scenario.split
    fresh = [fork for fork in forks if (fork.question, _frozen(plain_answer(fork.choice.answer))) not in walked]
    left = {(note.question, note.text) for note in session.notes("parked", session.case)}
    fresh = [fork for fork in fresh if (fork.question, in_a_line(session, fork)) not in left]
    return tuple(sorted(fresh, key=lambda fork: fork.question != split))


def in_a_line(session: Session, fork: Fork) -> str:
    """Return another road as it is written down: the question, and what is answered there."""
    walk = session.walk(0)
    return typed_line(f"{walk.filled(walk.tree.questions[fork.question].ask)} {fork.choice.text}")


def defer(session: Session) -> Events:
    """Return the events that leave the other roads of the case for another time, each as a line that is kept."""
    if session.stage not in ROAD_ENDS:
        return ()
    first = 1 + max(session.written, default=0)
    return tuple(event for number, fork in enumerate(due(session), first) for event in park(session, fork, number))


def park(session: Session, fork: Fork, number: int | None = None) -> Events:
    """Return the events that leave one other road for another time, as a line that is kept."""
    return write(session, "parked", in_a_line(session, fork), number, question=fork.question)


def _frozen(answer: Any) -> Any:
    return frozenset(answer) if isinstance(answer, list | frozenset) else answer


def other_road(session: Session, question: str, answer: Any) -> Events:
    """Return the events that begin another road, which leaves the present one at a question with another answer.

    What was voted behind the fork stands wherever the roads meet again. From where a road has ended only. Raises
    SessionError if the question is not on this road, AnswerError if it does not take the answer.
    """
    if session.stage not in ROAD_ENDS:
        return ()
    base = session.road_number if session.stage == "outcome" else 0
    if question in {step.node_id for step in session.walk(0).steps}:
        base = 0
    walk = session.walk(base)
    if question not in {step.node_id for step in walk.steps}:
        raise SessionError("That question is not on this road.")
    given = read_answer(walk.tree.questions[question], answer)
    number = 1 + max(number for case, number in session.roads_begun if case == session.case)
    road = RoadTaken(number=number, base=base, fork=question, answers={question: plain_answer(given)})
    return on_road(session, road)


def compare(session: Session) -> Events:
    """Return the events that put the outcomes side by side; none before two roads have come to one."""
    compared = (
        isinstance(event, Went) and (event.stage, event.case) == ("compare", session.case) for event in session.events
    )
    once = session.stage == "outcome" or (session.stage == "lived" and not any(compared))
    if not once or len(session.finished()) < 2:
        return ()
    return within(session, "compare")


def living(session: Session) -> Events:
    """Return the events that open the vote whether all could live with the outcome."""
    return within(session, "living") if session.stage in {"outcome", "compare"} else ()


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
        return f"All {session.voted} have voted. If somebody has come in, say how many are here now."
    if session.secret_ballot is None and session.counted is not None:
        return "This vote has been counted. To let somebody in on it, start it again."
    return ""


def cast(session: Session, chosen: Iterable[str] | None) -> Session:
    """Return the session with one secret vote more in its box: the keys chosen, or None for pass.

    Raises VoteError if that cannot be chosen, or everybody has voted; SessionError if no secret vote is open.
    """
    refusal, ballot = no_cast(session), session.ballot
    if refusal or ballot is None:
        raise SessionError(refusal)
    before = session.secret_ballot or SecretBallot((session.case, ballot.id, session.vote), ballot.empty)
    return session.with_secret_ballot(before.cast(ballot, chosen))


def awaited(session: Session) -> int:
    """Return how many have not voted yet where a vote is open."""
    return max(0, session.present - session.voted) if session.stage in VOTING else 0


def enough(session: Session) -> bool:
    """Tell whether a vote may be closed: all have voted, or at least so many that its counts point at nobody."""
    return session.voted > 0 and (not awaited(session) or session.voted >= FEW)


def reveal(session: Session) -> Events:
    """Return the events that close the open vote and show it; none while not enough have voted."""
    following: dict[str, Stage] = {"first": "shown", "second": "moved", "living": "lived"}
    if session.stage not in following or not enough(session):
        return ()
    return (*opened(session), *within(session, following[session.stage]))


def start_again(session: Session) -> Events:
    """Return the events that empty the open vote: everybody votes once more."""
    if session.ballot is None or session.stage not in VOTING:
        return ()
    return _voted(session, session.ballot.empty)


def votes_by(session: Session, mode: Mode) -> Events:
    """Return the events that change how votes are given; none while votes lie in a box that is still shut."""
    if mode == session.mode or session.secret_ballot is not None:
        return ()
    return (VotesBy(case=session.case, mode=mode),)


def given(session: Session) -> Events:
    """Return the events that take what the story settles as given, and stand at the question where groups divide."""
    begun = session.road(0)
    if session.stage != "case" or (begun is not None and begun.answers):
        return ()
    case, settled = session.cases[session.case], dict[str, Any]()
    for step in Walk.replay(case.tree, case.scenario.answers, profile=session.setup.words).steps:
        if step.node_id == case.scenario.split:
            return on_road(session, RoadTaken(answers=settled, given=tuple(settled))) if settled else ()
        settled[step.node_id] = plain_answer(step.answer)
    return ()


def _voted(session: Session, tally: Tally) -> Events:
    vote_id = session.ballot.id if session.ballot is not None else ""
    return (Voted(case=session.case, question=vote_id, vote=session.vote, votes=tally),)


def opened(session: Session) -> Events:
    """Return the event that keeps what is in the box of the vote at hand, none if nobody voted in secret."""
    return _voted(session, session.secret_ballot.open()) if session.secret_ballot is not None else ()


def present(session: Session, people: int) -> Events:
    """Return the events of people coming in or leaving: so many are here now, from 1 to `MOST_PEOPLE`."""
    return (Present(case=session.case, present=people),)


def write(session: Session, kind: NoteKind, text: str, number: int | None = None, **more: Any) -> Events:
    """Return the events of a line that the scribe wrote, in the group's words: a note of its kind.

    `number` is that of a note it takes the place of (an empty text strikes it); `more` are the note's other keys:
    question and reason (of a proposal), role and by (of an action). A minority note is about the question at hand
    unless it says otherwise. Nothing comes back for an empty new note.
    """
    line = typed_line(text)
    if number is None and not line:
        return ()
    number = 1 + max(session.written, default=0) if number is None else number
    tree = session.cases[session.case].tree.id if session.case else ""
    told = {"tree": tree, "question": session.question if kind == "minority" else "", **more}
    return (Wrote(case=session.case, note=ScribeNote(number=number, kind=kind, text=line, **told)),)


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


def _after_confidence(session: Session, following: Events) -> Events:
    """Return the events that keep a vote on confidence and go on; nobody need vote, but a few are waited for."""
    return (*opened(session), *following) if enough(session) or not session.voted else ()


def _after_outcome(session: Session) -> Events:
    forks = due(session)
    if forks:
        return other_road(session, forks[0].question, forks[0].choice.answer)
    return compare(session) or end_case(session)


def end_case(session: Session) -> Events:
    """Return the events that end the case, whatever roads are left: the next case, or the closing."""
    if not session.case:
        return ()
    return case_from(session, session.order.index(session.case) + 1)


def close(session: Session) -> Events:
    """Return the events that go to the closing page at once; what is left of the cases is not played."""
    return () if session.stage in ENDING else page("closing")


def leave_case(session: Session) -> Session:
    """Return the session without the case that it is in: it was too close to somebody, and nothing of it is kept.

    It then stands at the next case, or at the closing; how many are present, and how votes are given, stays. An open
    log does the same with its file (`OpenSession.leave_case`). Raises SessionError outside a case.
    """
    if not session.case:
        raise SessionError("No case is open.")
    cases = {case_id: case for case_id, case in session.cases.items() if case_id != session.case}
    refs = tuple(case.ref for case in cases.values())
    trees = tuple(tree for tree in session.setup.trees if tree.id in {ref.tree for ref in refs})
    left = Session.at_rules(session.setup.model_copy(update={"cases": refs, "trees": trees}), cases)
    kept = (event for event in session.events if event.case != session.case)
    return left.after(*kept, Present(present=session.present), VotesBy(mode=session.mode), *end_case(session))


NEXT: Mapping[Stage, Callable[[Session], Events]] = {
    "rules": lambda session: page("confidence-before" if session.setup.short else "trust"),
    "trust": lambda _: page("confidence-before"),
    "confidence-before": lambda session: _after_confidence(session, case_from(session, 0)),
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
    "lived": _after_outcome,
    "closing": lambda _: page("confidence-after"),
    "confidence-after": lambda session: _after_confidence(session, page("closed")),
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
    return _end_of(session, before) if before in session.order else page(before)  # type: ignore[arg-type]


def _question_before(session: Session) -> Events:
    road = session.road()
    if road is None:
        return page("case", session.case)
    taken = road.answers.keys() - {road.fork, *road.given}
    own = [step for step in session.walk().steps if step.node_id in taken]
    if own:
        last = own[-1].node_id
        answers = {question_id: answer for question_id, answer in road.answers.items() if question_id != last}
        return on_road(session, road.model_copy(update={"answers": answers}))
    if road.number:
        return (Went(stage="outcome", case=session.case, road=session.road(road.base)),)
    return (Went(stage="case", case=session.case, road=RoadTaken()),) if road.given else page("case", session.case)


def _end_of(session: Session, case: str) -> Events:
    """Return the events that stand at the end of an earlier case."""
    finished = session.finished(case)
    if not finished:
        return page("case", case)
    stage: Stage = "compare" if len(finished) > 1 else "outcome"
    return (Went(stage=stage, case=case, road=session.road(finished[-1], case)),)
