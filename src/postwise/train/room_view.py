"""What the room may see of a session: made afresh at each step, with no facilitator's notes and no hidden count.

A screen that everybody looks at is drawn from a `RoomView` and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from postwise.train.ballot import CONFIDENCE_AFTER, CONFIDENCE_BEFORE, Ballot, answer_words
from postwise.train.events import AT_QUESTION, Stage
from postwise.train.session import VOTING, Round, Session
from postwise.train.tally import Confidence, Counted, FewVotes, confidence, shown
from postwise.walk.recommendation import Recommendation
from postwise.walk.walk import Walk

RULES = (
    "The cases are made up. No real names, and no posts of anybody here.",
    "You may pass at any time, and say nothing.",
    "Only counts are kept: no names, no order. Nothing here is used in anybody's appraisal.",
    "To disagree is the point. Nobody has to win.",
    "If a case is too close to you, say so or make a sign. We leave it at once, and nothing of it is kept.",
)
"""The ground rules (`postwise.train`, rules 2, 4, 10 and 12)."""
TRUST = "What must people be able to trust us for? One line."
SAFER = "What would make it safer to be yourself here?"
"""Asked on the closing page (`postwise.train`, rule 2)."""

OPENED = frozenset({"shown", "talk", "moved", "lived"})
"""The steps at which the room knows how a vote came out: before the talk in a word, after the second vote in counts."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a vote."""

    text: str
    first: int | None
    """The count of the first vote; None while it is hidden, or where few voted."""
    second: int | None
    """The count of the second vote; None before it is shown, or where few voted."""
    leads: bool
    """Whether it is in the lead, as far as the votes have been shown. In a tie several are."""


@dataclass(frozen=True, slots=True)
class RoadEnd:
    """Where one road of a case has come to."""

    number: int
    """0 for the first road."""
    at: str
    """What was answered where this road leaves another, in words; empty for the first road."""
    trail: tuple[tuple[str, str], ...]
    recommendation: Recommendation
    also: tuple[str, ...] = ()
    """What was answered where other roads leave that end here too; side by side, an ending stands once."""


@dataclass(frozen=True, slots=True)
class RoomView:
    """All that may be on the screen the room sees, every text filled in. Story, why, help and reasons are Markdown."""

    stage: Stage
    place: int
    """Which case it is, from 1; 0 outside a case."""
    cases: int
    title: str
    """The title of the case; empty outside one."""
    story: str
    ask: str
    """The question, or what else is voted on; empty where nothing is asked."""
    why: str
    help: str
    several: bool
    """Whether each voter ticks any number of lines."""
    bars: tuple[Bar, ...]
    """The lines of the vote, those who pass last; no counts in them while they are hidden."""
    hidden: bool
    """Whether a vote is going on whose counts are not to be seen yet."""
    voted: int
    """How many have voted in the vote at hand."""
    counted: bool
    """Whether the vote at hand was given in secret and has been counted, so that nobody can join it."""
    present: int
    """How many are here; while they vote, those too who have voted and left."""
    word: str
    """agreed, leaning or split; of few voters all, most or split; empty while hidden. Of a first vote that divides the
    room it is all that is shown."""
    movement: str
    """What talking changed, in a line; empty before the second vote is shown."""
    tie: bool
    """Whether nothing leads alone, so that both roads are walked and the facilitator picks the first."""
    road: tuple[str, str]
    """On another road, the question at which it leaves, and what is answered there; empty on the first."""
    trail: tuple[tuple[str, str], ...]
    """The questions answered on this road so far, each with the answer in words."""
    settled: int
    """How many of them, from the first, the story settles, so that nobody voted on them."""
    ends: tuple[RoadEnd, ...]
    """At an outcome that of the road; side by side, those of every road that was walked."""
    shared: tuple[str, ...]
    """The next steps that all roads side by side have in common."""
    lines: tuple[str, ...]
    """On a page without a vote, what stands on it: the ground rules, the question about trust."""
    confidence: tuple[Confidence | None, Confidence | None]
    """On the last page, before and after; None for fewer than five."""
    rehearsed: bool
    """Whether the votes are invented, and nothing is kept."""


def room(session: Session) -> RoomView:
    """Return what the room may see at this step."""
    case = session.cases[session.case] if session.case else None
    walk = session.walk() if session.case else None
    asked = session.asked
    ballot = session.ballot
    seen = visible(session)
    last = seen.last if seen.last is not None else session.votes.first if session.stage in OPENED else None
    every = _ends(session)
    ends = _merged(every) if session.stage == "compare" else every
    return RoomView(
        stage=session.stage,
        place=session.order.index(session.case) + 1 if session.case else 0,
        cases=len(session.order),
        title=walk.filled(case.title) if case and walk else "",
        story=walk.prose(case.scenario.story or "") if case and walk else "",
        ask=asked.ask if asked is not None else ballot.ask if ballot is not None else "",
        why=asked.why if asked is not None else "",
        help=asked.help if asked is not None else "",
        several=ballot is not None and ballot.several,
        bars=_bars(ballot, seen) if ballot is not None else (),
        hidden=ballot is not None and session.stage not in OPENED,
        voted=session.voted,
        counted=session.secret and session.secret_ballot is None and session.counted is not None,
        present=max(session.present, session.voted if session.stage in VOTING else 0),
        word=shown(last).word if last is not None else "",
        movement=seen.movement.sentence if seen.movement is not None else "",
        tie=_is_tie(session, ballot, seen.last),
        road=road_left_at(session) if session.question else ("", ""),
        trail=_trail(walk) if walk is not None and session.stage in AT_QUESTION else (),
        settled=_settled(session, walk) if walk is not None else 0,
        ends=ends,
        shared=shared_steps(every) if session.stage == "compare" else (),
        lines={"rules": RULES, "trust": (TRUST,), "closing": (SAFER,)}.get(session.stage, ()),
        confidence=confidences(session) if session.stage == "closed" else (None, None),
        rehearsed=session.setup.rehearsed,
    )


def road_left_at(session: Session) -> tuple[str, str]:
    """Return the question at which the present road leaves another, and what is answered there; empty on the first."""
    walk, road = session.walk(), session.road()
    fork = next((step for step in walk.steps if road is not None and step.node_id == road.fork), None)
    return (walk.filled(fork.question.ask), answer_words(walk, fork)) if fork is not None else ("", "")


def visible(session: Session) -> Round:
    """Return the votes on the question at hand whose counts the room may see at this step.

    What a first vote divides on is talked about before anybody knows by how much, and voted again: then both are shown.
    """
    votes = session.votes
    if session.stage in {"moved", "lived"}:
        return Round(votes.first, votes.second)
    settled = session.stage == "shown" and votes.first is not None and votes.first.agreement == "agreed"
    return Round(votes.first) if settled else Round()


def _is_tie(session: Session, ballot: Ballot | None, tally: Counted | None) -> bool:
    return bool(session.question) and ballot is not None and tally is not None and len(ballot.bigger(tally)) != 1


def _bars(ballot: Ballot, seen: Round) -> tuple[Bar, ...]:
    leaders = seen.last.leaders if seen.last is not None else ()
    lines = [
        Bar(choice.text, _count(seen.first, key), _count(seen.second, key), key in leaders)
        for key, choice in zip(ballot.keys, ballot.choices, strict=True)
    ]
    return (*lines, Bar("Pass", _count(seen.first), _count(seen.second), leads=False))


def _count(tally: Counted | None, key: str = "") -> int | None:
    """Return how many are seen to have chosen something, or passed; None of few voters."""
    if tally is None or isinstance(tally, FewVotes) or tally.small:
        return None
    return tally.counts.get(key) if key else tally.passes


def _trail(walk: Walk) -> tuple[tuple[str, str], ...]:
    """Return the questions of a road and what was answered."""
    return tuple((walk.filled(step.question.ask), answer_words(walk, step)) for step in walk.steps)


def _settled(session: Session, walk: Walk) -> int:
    first = session.road(0)
    given = first.given if first is not None else ()
    return sum(step.node_id in given for step in walk.steps)


def _ends(session: Session) -> tuple[RoadEnd, ...]:
    if session.stage not in {"outcome", "compare", "living", "lived"}:
        return ()
    numbers = session.finished() if session.stage != "outcome" else (session.road_number,)
    ends = (_end(session, number) for number in numbers)
    return tuple(end for end in ends if end is not None)


def _merged(ends: tuple[RoadEnd, ...]) -> tuple[RoadEnd, ...]:
    """Return where roads end, each ending once, with the answers of the other roads that come to it too."""
    by_ending: dict[tuple[object, ...], RoadEnd] = {}
    for end in ends:
        told = end.recommendation
        key = (told.verdict, told.headline, told.reason, told.next, told.notes)
        first = by_ending.get(key)
        by_ending[key] = end if first is None else replace(first, also=(*first.also, end.at))
    return tuple(by_ending.values())


def _end(session: Session, number: int) -> RoadEnd | None:
    walk, road = session.walk(number), session.road(number)
    recommendation = walk.recommendation
    if recommendation is None or road is None:
        return None
    fork = next((step for step in walk.steps if step.node_id == road.fork), None)
    return RoadEnd(number, answer_words(walk, fork) if fork is not None else "", _trail(walk), recommendation)


def shared_steps(ends: tuple[RoadEnd, ...]) -> tuple[str, ...]:
    """Return the next steps that all of several roads recommend, in the order of the first."""
    if len(ends) < 2:
        return ()
    rest = [set(end.recommendation.next) for end in ends[1:]]
    return tuple(step for step in ends[0].recommendation.next if all(step in steps for steps in rest))


def confidences(session: Session) -> tuple[Confidence | None, Confidence | None]:
    """Return how confident the group was before and after; None for fewer than five voters."""
    before, after = (session.round(ballot.id, "").first for ballot in (CONFIDENCE_BEFORE, CONFIDENCE_AFTER))
    return confidence(before), confidence(after)
