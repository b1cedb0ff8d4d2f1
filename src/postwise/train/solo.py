"""Three cases alone, then your road beside what groups said. There is no score, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from postwise.train.aggregate import GroupVotes, QuestionAggregate, SessionAggregate
from postwise.train.cases import TrainingCase, parts_in_order, suggest
from postwise.tree.model import OtherRoad
from postwise.walk.path import NONE, QuestionStep
from postwise.walk.recommendation import Recommendation
from postwise.walk.walk import Walk

ALONE = 3
"""Cases that one person goes through (`postwise.train`, rule 17)."""
NOT_SURE = "Not sure; for now: "


@dataclass(frozen=True)
class Solo:
    """Somebody alone with a few cases, one after the other; each is an ordinary walk."""

    cases: tuple[TrainingCase, ...]
    walks: tuple[Walk, ...] = field(repr=False)
    """The walk of each case, as far as it has come."""
    place: int = 0
    """Which case is open, from 0; as many as there are cases once all are done."""

    @classmethod
    def begin(cls, cases: Iterable[TrainingCase], words: Mapping[str, str] = NONE, *, given: bool = False) -> Solo:
        """Return three of these cases (fewer if there are fewer), each at its first question: an easy one first.

        All of them, in their order, if they were `given` by name; a part of a story never before its first.
        """
        every = parts_in_order(cases)
        chosen = every if given or len(every) <= ALONE else tuple(suggest(every).values())
        return cls(chosen, tuple(Walk.start(case.tree, profile=words) for case in chosen))

    @property
    def case(self) -> TrainingCase | None:
        """The case that is open; None once all are done."""
        return self.cases[self.place] if self.place < len(self.cases) else None

    @property
    def walk(self) -> Walk | None:
        """The walk of the open case; None once all are done."""
        return self.walks[self.place] if self.place < len(self.walks) else None

    def with_walk(self, walk: Walk) -> Solo:
        """Return the same with the open case's walk gone on, or back: whatever `Walk` can do."""
        walks = (*self.walks[: self.place], walk, *self.walks[self.place + 1 :])
        return replace(self, walks=walks)

    def forward(self) -> Solo:
        """Return the same at the next case; a case may be left unfinished."""
        return replace(self, place=min(self.place + 1, len(self.cases)))

    def back(self) -> Solo:
        """Return the same one question back, or at the end of the case before."""
        if self.walk is not None and self.walk.steps:
            return self.with_walk(self.walk.back())
        return replace(self, place=max(self.place - 1, 0))


@dataclass(frozen=True, slots=True)
class CaseRoad:
    """A road that whoever wrote a case thought of."""

    called: str
    answers: tuple[str, ...]
    """In words, from the beginning."""
    end: Recommendation | None


@dataclass(frozen=True, slots=True)
class Afterthoughts:
    """What somebody alone may think about once a case is over, as a group would have talked about it."""

    roads: tuple[CaseRoad, ...]
    divides: str
    """The question at which groups are known to divide; empty if the case does not say."""
    discuss: tuple[str, ...]


def afterthoughts(case: TrainingCase, walk: Walk) -> Afterthoughts:
    """Return the case's own road and its other one, where groups divide, and what there is to talk about."""
    scenario = case.scenario
    roads = [("The case's own road", scenario), ("Its other road", scenario.other)]
    split = case.tree.questions[scenario.split].ask if scenario.split else ""
    return Afterthoughts(
        tuple(_road(called, road, walk) for called, road in roads if road is not None),
        walk.filled(split),
        tuple(map(walk.filled, scenario.discuss)),
    )


def _road(called: str, road: OtherRoad, walk: Walk) -> CaseRoad:
    there = Walk.replay(walk.tree, road.answers, profile=walk.profile)
    return CaseRoad(called, tuple(there.said(step) for step in there.steps), there.recommendation)


@dataclass(frozen=True, slots=True)
class AnswerComparison:
    """One of your answers beside those of groups."""

    ask: str
    mine: str
    """Your answer, in words; where you were not sure, that first."""
    votes: tuple[tuple[str, int], ...]
    """The answers and the votes they had in groups of five and more, in the order of the question."""
    told: GroupVotes
    """How groups voted on it in this case, or in all of them if none did in this one."""
    groups: QuestionAggregate
    """What groups said of the question."""


@dataclass(frozen=True, slots=True)
class CaseComparison:
    """Your road through one case, beside what groups said on the way."""

    title: str
    steps: tuple[AnswerComparison, ...]
    recommendation: Recommendation | None
    """Where it led; None if it was left on the way."""


def beside(solo: Solo, aggregate: SessionAggregate) -> tuple[CaseComparison, ...]:
    """Return your road through each case beside the published counts of groups, ungraded."""
    return tuple(
        CaseComparison(
            walk.filled(case.title),
            tuple(_beside(case, walk, step, aggregate) for step in walk.steps),
            walk.recommendation,
        )
        for case, walk in zip(solo.cases, solo.walks, strict=True)
        if walk.steps
    )


def _beside(case: TrainingCase, walk: Walk, step: QuestionStep, aggregate: SessionAggregate) -> AnswerComparison:
    key = (walk.tree.id, step.node_id)
    groups = aggregate.questions.get(key) or QuestionAggregate(*key)
    told = groups.in_case(case.ref.scenario) or groups.all
    votes = tuple((groups.texts.get(choice) or walk.filled(choice), n) for choice, n in told.votes.items())
    mine = f"{NOT_SURE}{walk.said(step)}" if step.unsure else walk.said(step)
    return AnswerComparison(walk.filled(step.question.ask), mine, votes, told, groups)
