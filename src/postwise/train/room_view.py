"""What the room may see of a session: made afresh at each step, with no facilitator's notes and no hidden count.

A screen that everybody looks at is drawn from a `RoomView` and from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postwise.train.ballot import said
from postwise.train.events import AT_QUESTION, Stage
from postwise.train.session import Round, Session
from postwise.train.tally import Confidence, ShownTally, Tally, confidence, shown
from postwise.tree.placeholders import DEFAULTS, fill
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

SHOWS_FIRST = frozenset({"shown", "talk", "second", "moved", "lived"})
"""The steps at which the first vote is on the screen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a vote."""

    key: str
    """The choice; empty for those who pass."""
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
    unvoted: bool
    """Whether the question is talked about only."""
    several: bool
    """Whether each voter ticks any number of lines."""
    bars: tuple[Bar, ...]
    """The lines of the vote, those who pass last; no counts in them while they are hidden."""
    hidden: bool
    """Whether a vote is going on whose counts are not to be seen yet."""
    voted: int
    """How many have voted in the vote at hand."""
    present: int
    word: str
    """agreed, leaning or split; of few voters all, most or split; empty while hidden."""
    movement: str
    """What talking changed, in a line; empty before the second vote is shown."""
    tie: bool
    """Whether nothing leads alone, so that both roads are walked and the facilitator picks the first."""
    trail: tuple[tuple[str, str], ...]
    """The questions answered on this road so far, each with the answer in words."""
    ends: tuple[RoadEnd, ...]
    """At an outcome that of the road; side by side, those of every road that was walked."""
    shared: tuple[str, ...]
    """The next steps that all roads side by side have in common."""
    lines: tuple[str, ...]
    """On a page without a vote, what stands on it: the ground rules, the question about trust."""
    confidence: tuple[Confidence | None, Confidence | None]
    """On the last page, before and after; None for fewer than five."""


def room(session: Session) -> RoomView:
    """Return what the room may see at this step."""
    case = session.cases[session.case] if session.case else None
    walk = session.walk() if session.case else None
    asked = session.asked
    ballot = session.ballot
    first, second = visible(session)
    last = second or first
    ends = _ends(session)
    say = walk.filled if walk is not None else _plain(session)
    return RoomView(
        stage=session.stage,
        place=session.order.index(session.case) + 1 if session.case else 0,
        cases=len(session.order),
        title=say(case.title) if case else "",
        story=say(case.scenario.story or "") if case else "",
        ask=asked.ask if asked is not None else ballot.ask if ballot is not None else "",
        why=asked.why if asked is not None else "",
        help=asked.help if asked is not None else "",
        unvoted=session.stage == "said",
        several=ballot is not None and ballot.several,
        bars=_bars(session, first, second),
        hidden=ballot is not None and session.stage not in {"shown", "talk", "moved", "lived"},
        voted=session.voted,
        present=session.present,
        word=shown(last).word if last is not None else "",
        movement=_movement(first, second),
        tie=bool(session.question) and last is not None and ballot is not None and len(ballot.bigger(last)) != 1,
        trail=_trail(walk) if walk is not None and session.stage in AT_QUESTION else (),
        ends=ends,
        shared=shared_steps(ends) if session.stage == "compare" else (),
        lines={"rules": RULES, "trust": (TRUST,), "closing": (SAFER,)}.get(session.stage, ()),
        confidence=confidences(session) if session.stage == "closed" else (None, None),
    )


def _plain(session: Session) -> Callable[[str], str]:
    words = {**DEFAULTS, **session.setup.words}
    return lambda text: fill(text, words.get)


def visible(session: Session) -> tuple[Tally | None, Tally | None]:
    """Return the votes on the question at hand that have been revealed, as far as this step shows them."""
    votes = session.votes if session.stage in SHOWS_FIRST else Round()
    return votes.first, votes.second if session.stage == "moved" else None


def _movement(first: Tally | None, second: Tally | None) -> str:
    found = Round(first, second).movement
    return found.sentence if found is not None else ""


def _bars(session: Session, first: Tally | None, second: Tally | None) -> tuple[Bar, ...]:
    ballot = session.ballot
    if ballot is None:
        return ()
    last = second or first
    leaders = shown(last).leaders if last is not None else ()
    seen = [shown(tally) if tally is not None else None for tally in (first, second)]
    lines = [
        Bar(one.key, one.text, _count(seen[0], one.key), _count(seen[1], one.key), one.key in leaders)
        for one in ballot.choices
    ]
    return (*lines, Bar("", "Pass", _passes(seen[0]), _passes(seen[1]), leads=False))


def _count(seen: ShownTally | None, key: str) -> int | None:
    return seen.counts.get(key) if seen is not None and seen.counts is not None else None


def _passes(seen: ShownTally | None) -> int | None:
    return seen.passes if seen is not None else None


def _trail(walk: Walk) -> tuple[tuple[str, str], ...]:
    """Return the questions of a road and what was answered."""
    return tuple((walk.filled(step.question.ask), said(walk, step)) for step in walk.steps)


def _ends(session: Session) -> tuple[RoadEnd, ...]:
    if session.stage not in {"outcome", "compare", "living", "lived"}:
        return ()
    numbers = session.finished() if session.stage != "outcome" else (session.state.road,)
    found = (_end(session, number) for number in numbers)
    return tuple(end for end in found if end is not None)


def _end(session: Session, number: int) -> RoadEnd | None:
    walk, road = session.walk(number), session.road(number)
    recommendation = walk.recommendation
    if recommendation is None or road is None:
        return None
    fork = next((step for step in walk.steps if step.node_id == road.fork), None)
    return RoadEnd(number, said(walk, fork) if fork is not None else "", _trail(walk), recommendation)


def shared_steps(ends: tuple[RoadEnd, ...]) -> tuple[str, ...]:
    """Return the next steps that all of several roads recommend, in the order of the first."""
    if len(ends) < 2:
        return ()
    rest = [set(end.recommendation.next) for end in ends[1:]]
    return tuple(step for step in ends[0].recommendation.next if all(step in steps for steps in rest))


def confidences(session: Session) -> tuple[Confidence | None, Confidence | None]:
    """Return how confident the group was before and after; None for fewer than five voters."""
    before = session.round(":confidence-before", "").first
    after = session.round(":confidence-after", "").first
    return (
        confidence(before) if before is not None else None,
        confidence(after) if after is not None else None,
    )
