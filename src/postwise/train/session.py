"""A session: its set-up and its events, folded into where it stands and what has been counted; nothing is edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from postwise.errors import PostwiseError
from postwise.train.ballot import CONFIDENCE_AFTER, CONFIDENCE_BEFORE, LIVING, Ballot, SecretBallot, VoteKey, ballot_on
from postwise.train.cases import ReadTree, TrainingCase, read_tree
from postwise.train.events import (
    AT_QUESTION,
    CaseRef,
    Event,
    Mode,
    Present,
    RoadTaken,
    ScribeNote,
    SessionPlan,
    SessionSetup,
    Stage,
    TreeText,
    Voted,
    VotesBy,
    Went,
    Wrote,
)
from postwise.train.tally import FEW, Counted, FewVotes, Movement, movement
from postwise.tree.model import Tree
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walk import Walk

NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Round:
    """The votes on one question: before the talk and after it, as far as they have been held."""

    first: Counted | None = None
    second: Counted | None = None
    revealed: int = 0
    """How many of the two have been shown to the room."""

    @property
    def last(self) -> Counted | None:
        """The vote that decides the road."""
        return self.second or self.first

    @property
    def movement(self) -> Movement | None:
        """What moved; None without a second vote."""
        return movement(self.first, self.second) if self.first and self.second else None


IN_CASE = AT_QUESTION | {"case", "outcome", "compare", "living", "lived"}
BALLOTS = {
    "confidence-before": CONFIDENCE_BEFORE,
    "confidence-after": CONFIDENCE_AFTER,
    "living": LIVING,
    "lived": LIVING,
}
"""The votes that are not on a question of a tree, by the step at which they are held."""
VOTING = frozenset({"first", "second", *BALLOTS}) - {"lived"}
"""The steps at which votes are given."""
CLOSED_BY_SHOWING = frozenset({"first", "second", "living"})
"""Those of them whose counts are shown when they are over."""


class SessionError(PostwiseError):
    """What was asked cannot be done at this step; the message says why."""


@dataclass(frozen=True)
class Session:
    """A session of a group.

    The next session comes of `after(event)`; the events that a key press makes come from `postwise.train.transitions`.
    Votes in secret go into `cast`, and are no events until the box is opened. Two sessions with the same set-up and
    events stand at the same step with the same counts, so undo, resume and debrief are one operation.
    """

    setup: SessionSetup
    cases: Mapping[str, TrainingCase] = field(repr=False, compare=False)
    """The cases with their trees, by the names that events have for them, in their order."""
    events: tuple[Event, ...] = field(default=(), repr=False)
    stage: Stage = "rules"
    """The step it stands at."""
    case: str = ""
    """The case it is in, as ``tree/scenario``; empty outside a case."""
    road_number: int = 0
    """The number of the road of the case that is being walked."""
    present: int = 1
    """How many are here now."""
    mode: Mode = "hands"
    """How votes are given now."""
    roads_begun: Mapping[tuple[str, int], RoadTaken] = field(default_factory=lambda: NOTHING, repr=False)
    """Every road begun, by case and number."""
    rounds: Mapping[tuple[str, str], Round] = field(default_factory=lambda: NOTHING, repr=False)
    """The votes, by case and question (or id of another vote)."""
    written: Mapping[int, tuple[str, ScribeNote]] = field(default_factory=lambda: NOTHING, repr=False)
    """What was written, by number, with the case it was written in."""
    secret_ballots: Mapping[VoteKey, SecretBallot] = field(default_factory=lambda: NOTHING, compare=False)
    """The boxes of secret votes that are going on; each says how many have voted and nothing else."""

    @classmethod
    def begin(cls, cases: Iterable[TrainingCase], plan: SessionPlan) -> Session:
        """Return a session at its ground rules.

        Raises SessionError if no case is chosen.
        """
        chosen = {case.ref.id: case for case in cases}
        if not chosen:
            raise SessionError("Choose at least one case.")
        texts = {case.ref.tree: TreeText(id=case.ref.tree, text=case.text) for case in chosen.values()}
        refs = tuple(case.ref for case in chosen.values())
        return cls.at_rules(SessionSetup(**plan.model_dump(), trees=tuple(texts.values()), cases=refs), chosen)

    @classmethod
    def replay(cls, setup: SessionSetup, events: Iterable[Event], read: ReadTree = read_tree) -> Session:
        """Return the session that events make; `read` makes a tree of each text that the set-up brought along.

        Raises SessionError if a case's tree cannot be read, or an event names a case that is not of this session.
        """
        words = tuple(sorted(setup.words.items()))
        texts = {tree.id: tree.text for tree in setup.trees}
        trees = {tree_id: read(text, tree_id, words) for tree_id, text in texts.items()}
        cases = {ref.id: _opened(ref, texts.get(ref.tree, ""), trees.get(ref.tree)) for ref in setup.cases}
        return cls.at_rules(setup, cases).after(*events)

    @classmethod
    def at_rules(cls, setup: SessionSetup, cases: Mapping[str, TrainingCase]) -> Session:
        """Return a session at its ground rules, its cases read."""
        return cls(setup, MappingProxyType(cases), present=setup.present, mode=setup.mode)

    def after(self, *events: Event) -> Session:
        """Return the session after these events; a box is gone once its vote is counted, or its case was gone on from.

        Raises SessionError if an event names a case that is not of this session.
        """
        session = self
        for event in events:
            in_case = isinstance(event, Went) and (event.stage in IN_CASE or event.road is not None)
            if event.case not in self.cases and (event.case or in_case):
                raise SessionError("That case is not part of this session.")
            session = session._taking_in(event)
        counted = {(event.case, event.question, event.vote) for event in events if isinstance(event, Voted)}
        over = {key for key in self.secret_ballots if key in counted or (key[0] and key[0] != session.case)}
        waiting = {key: ballot for key, ballot in self.secret_ballots.items() if key not in over}
        return replace(session, events=(*self.events, *events), secret_ballots=MappingProxyType(waiting))

    def _taking_in(self, event: Event) -> Session:
        """Return where it stands, and what is counted and written, after one more event."""
        match event:
            case Present():
                return replace(self, present=event.present)
            case VotesBy():
                return replace(self, mode=event.mode)
            case Went():
                number = event.road.number if event.road is not None else 0
                begun = {(event.case, number): event.road} if event.road is not None else {}
                roads = MappingProxyType({**self.roads_begun, **begun})
                gone = replace(self, stage=event.stage, case=event.case, road_number=number, roads_begun=roads)
                return gone.showing()
            case Voted():
                key = (event.case, event.question)
                votes_in = event.votes
                tally = votes_in if isinstance(votes_in, FewVotes) or votes_in.voters else None
                before = self.rounds.get(key, Round())
                shown = min(before.revealed, event.vote - 1)  # what is counted anew is hidden until it is shown
                votes = {"first": tally} if event.vote == 1 else {"second": tally}
                now = replace(before, **votes, revealed=shown)
                return replace(self, rounds=MappingProxyType({**self.rounds, key: now}))
            case Wrote():
                rest = {number: note for number, note in self.written.items() if number != event.note.number}
                if event.note.text.strip():
                    rest[event.note.number] = (event.case, event.note)
                return replace(self, written=MappingProxyType(rest))

    def showing(self) -> Session:
        """Return the session with the vote at hand known to the room, if it stands where that is shown."""
        times = {"shown": 1, "talk": 1, "second": 1, "moved": 2}.get(self.stage, 0)
        if not times or self.ballot is None or times <= self.votes.revealed:
            return self
        before = self.votes
        rounds = {**self.rounds, (self.case, self.ballot.id): replace(before, revealed=times)}
        return replace(self, rounds=MappingProxyType(rounds))

    @property
    def in_boxes(self) -> int:
        """How many votes lie in boxes of the case that is open, and would be gone with it."""
        return sum(ballot.voters for key, ballot in self.secret_ballots.items() if key[0])

    def with_secret_ballot(self, ballot: SecretBallot) -> Session:
        """Return the session with this ballot in the place of an earlier one for the same vote."""
        return replace(self, secret_ballots=MappingProxyType({**self.secret_ballots, ballot.key: ballot}))

    # Where it stands

    @property
    def order(self) -> tuple[str, ...]:
        """The cases in their order."""
        return tuple(self.cases)

    @property
    def place(self) -> tuple[str, str, int, str]:
        """What tells one step from another: its kind, the case, the road and the question."""
        return self.stage, self.case, self.road_number, self.question

    # Roads

    def road(self, number: int | None = None, case: str = "") -> RoadTaken | None:
        """Return a road (left out: the present one) of a case (left out: of this one), or None if it is not begun."""
        return self.roads_begun.get((case or self.case, self.road_number if number is None else number))

    def walk(self, number: int | None = None, case: str = "") -> Walk:
        """Return the walk along a road (left out: the present one), as far as it has come."""
        case = case or self.case
        begun = self._walks.get((case, self.road_number if number is None else number))
        return begun or Walk.start(self.cases[case].tree, profile=self.setup.words)

    @cached_property
    def _walks(self) -> Mapping[tuple[str, int], Walk]:
        """The walks along all roads begun."""
        return {
            (case, number): Walk.start(self.cases[case].tree, profile=self.setup.words).taking(
                self._answers(case, number)
            )
            for case, number in self.roads_begun
        }

    def _answers(self, case: str, number: int) -> dict[str, Any]:
        road = self.roads_begun.get((case, number))
        if road is None:
            return {}
        below = self._answers(case, road.base) if road.number > road.base else {}
        return {**below, **road.answers}

    def roads(self, case: str = "") -> tuple[int, ...]:
        """Return the numbers of the roads of a case that still leave their base where it goes.

        Going back may take the first road elsewhere; another road that left it at a question it no longer comes to
        is not counted.
        """
        case = case or self.case
        return tuple(
            number for where, number in sorted(self.roads_begun) if where == case and self._stands(case, number)
        )

    def _stands(self, case: str, number: int) -> bool:
        road = self.roads_begun[case, number]
        if not number:
            return True
        steps = {step.node_id: step.answer for step in self.walk(road.base, case).steps}
        own = {step.node_id: step.answer for step in self.walk(number, case).steps}
        return road.fork in steps and own.get(road.fork) != steps[road.fork]

    def finished(self, case: str = "") -> tuple[int, ...]:
        """Return the numbers of the roads of a case that have come to an outcome."""
        return tuple(number for number in self.roads(case) if self.walk(number, case).outcome is not None)

    # The vote

    @property
    def question(self) -> str:
        """The id of the question at hand; empty where none is."""
        return self.walk().at if self.stage in AT_QUESTION else ""

    @property
    def asked(self) -> FilledQuestion | None:
        """The question at hand, every text filled."""
        return self.walk().question if self.stage in AT_QUESTION else None

    @cached_property
    def ballot(self) -> Ballot | None:
        """The vote at hand; None where nothing is voted."""
        if self.stage in BALLOTS:
            return BALLOTS[self.stage]
        return ballot_on(self.walk(), self.question) if self.stage in AT_QUESTION - {"said"} else None

    @property
    def vote(self) -> Literal[1, 2]:
        """Which vote on the question it is: 1 before the talk, 2 from the second vote on."""
        return 2 if self.stage in {"second", "moved"} else 1

    def round(self, question: str, case: str | None = None) -> Round:
        """Return the votes on a question of a case (left out: of this one), or by the name of another vote."""
        return self.rounds.get((self.case if case is None else case, question), Round())

    @property
    def votes(self) -> Round:
        """The votes on what is at hand, counted but not all of them revealed."""
        return self.round(self.ballot.id) if self.ballot is not None else Round()

    @property
    def counted(self) -> Counted | None:
        """The tally of the vote at hand if it has been counted, revealed or not."""
        return self.votes.second if self.vote == 2 else self.votes.first

    @property
    def secret_ballot(self) -> SecretBallot | None:
        """The box of the vote at hand, if votes in secret have gone into it and it has not been opened."""
        box = self.secret_ballots.get((self.case, self.ballot.id, self.vote)) if self.ballot is not None else None
        return box if box is not None and self.ballot is not None and box.fits(self.ballot) else None

    @property
    def voted(self) -> int:
        """How many have voted in the vote at hand."""
        if self.secret_ballot is not None:
            return self.secret_ballot.voters
        counted = self.counted
        if isinstance(counted, FewVotes):  # how many they were is not kept, only that they were not more
            return min(self.present, FEW - 1)
        return counted.voters if counted is not None else 0

    @property
    def secret(self) -> bool:
        """Whether this vote goes by passing the keyboard; confidence always does unless counts are typed from slips."""
        confidence = self.stage in {"confidence-before", "confidence-after"}
        return self.mode == "secret" or (confidence and self.mode == "hands")

    # What was written

    def notes(self, kind: str, case: str | None = None) -> tuple[ScribeNote, ...]:
        """Return what was written of a kind (in a case, or anywhere), in order."""
        notes = sorted(self.written.items())
        return tuple(note for _, (where, note) in notes if note.kind == kind and case in {None, where})


def _opened(ref: CaseRef, text: str, tree: Tree | None) -> TrainingCase:
    if tree is None or ref.scenario not in tree.scenarios:
        raise SessionError(f'The case "{ref.id}" of this session cannot be read any more.')
    return TrainingCase(ref, text, tree)
