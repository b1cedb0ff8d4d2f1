"""What one session said, as it may be passed on: counts by question, roads, lines of the group; nobody is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from postwise import files
from postwise.errors import PostwiseError
from postwise.train.ballot import LIVING, answer_words, ballot_on
from postwise.train.cases import ReadTree, read_tree
from postwise.train.events import Mode, StoredModel
from postwise.train.room_view import confidences
from postwise.train.session import Session
from postwise.train.session_words import INVENTED
from postwise.train.store import OPENING, SessionFileError, read_lines, session_of
from postwise.train.tally import FEW, Confidence, ShownTally, shown
from postwise.tree.model import Tree, Verdict
from postwise.walk.walk import Walk

SCHEMA: Final = "postwise.debrief/1"
ABOUT: Final = "This is a record of what a group talked about. It is not a record about any person."
"""The first line of every debrief (`postwise.train`, rule 15)."""


class AnswerRecord(StoredModel):
    """Something that was voted for."""

    id: str
    text: str


class QuestionRecord(StoredModel):
    """One question of a case, as it was voted."""

    question: str
    ask: str
    """As it was read out."""
    wording: str
    """As it stands in the tree, words in braces unfilled."""
    several: bool = False
    dilemma: bool = False
    choices: tuple[AnswerRecord, ...]
    first: ShownTally
    second: ShownTally | None = None
    moved: int | None = None
    """How many changed their answer at the least; None without a second vote, and where few voted."""
    dissent: tuple[str, ...] = ()
    """What the smaller side wanted kept, in the group's words."""

    @property
    def last(self) -> ShownTally:
        """The vote that decided the road."""
        return self.second or self.first

    @property
    def flipped(self) -> bool:
        """Whether another answer led after the talk than before it."""
        return self.second is not None and set(self.first.leaders) != set(self.second.leaders)


class StepRecord(StoredModel):
    """One answer on a road."""

    question: str
    ask: str
    answer: str
    """In words; of a number or a date the range that was voted."""


class RoadRecord(StoredModel):
    """A road that a group walked to its outcome."""

    steps: tuple[StepRecord, ...]
    outcome: str
    verdict: Verdict
    headline: str


class CaseRecord(StoredModel):
    """What a group made of one case."""

    tree: str
    scenario: str
    title: str
    questions: tuple[QuestionRecord, ...] = ()
    roads: tuple[RoadRecord, ...] = ()
    minority: tuple[str, ...] = ()
    """What the smaller side wanted kept about the case as a whole."""
    living: ShownTally | None = None
    """Whether all could live with the outcome, if that was voted."""


class TreeRecord(StoredModel):
    """A tree that was used, and which text of it."""

    id: str
    title: str
    version: str | None = None
    fingerprint: str


class ProposalRecord(StoredModel):
    """A change to a tree that a group proposed."""

    tree: str
    question: str = ""
    """Empty: the tree as a whole."""
    wording: str = ""
    """How the question reads now."""
    proposed: str
    reason: str = ""


class ActionRecord(StoredModel):
    """Something that is to be done, by a role."""

    what: str
    role: str = ""
    by: dt.date | None = None


class SessionReport(StoredModel):
    """One session as it may be kept and passed on. Not in it: names, real cases, any order, any time of day."""

    about: Literal["postwise.debrief/1"] = Field(default=SCHEMA, alias="schema")
    note: str = ABOUT
    date: dt.date
    office: str = ""
    mode: Mode = "hands"
    present: int | None = None
    """How many were there at the beginning; None for fewer than five."""
    trees: tuple[TreeRecord, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    trust: tuple[str, ...] = ()
    """What people must be able to trust the group for."""
    before: Confidence | None = None
    after: Confidence | None = None
    """Confidence before and after; None for fewer than five voters."""
    proposals: tuple[ProposalRecord, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    parked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the document of ``postwise.debrief/1``."""
        return self.model_dump(mode="json", by_alias=True)


def debrief(session: Session) -> SessionReport:
    """Return what a session said, finished or not. What is still in a box is not in it."""
    before, after = confidences(session)
    trees = {case.tree.id: case.tree for case in session.cases.values()}
    firsts = {case.tree.id: case_id for case_id, case in session.cases.items()}
    return SessionReport(
        schema=SCHEMA,
        date=session.setup.date,
        office=session.setup.office,
        mode=session.setup.mode,
        present=session.setup.present if session.setup.present >= FEW else None,
        trees=tuple(_tree(session.walk(0, case_id)) for case_id in firsts.values()),
        cases=tuple(case for case_id in session.order for case in _case(session, case_id)),
        trust=tuple(note.text for note in session.notes("trust")),
        before=before,
        after=after,
        proposals=tuple(_proposals(session, trees)),
        actions=tuple(ActionRecord(what=note.text, role=note.role, by=note.by) for note in session.notes("action")),
        parked=tuple(note.text for note in session.notes("parked")),
    )


def _tree(walk: Walk) -> TreeRecord:
    return TreeRecord(id=walk.tree.id, title=walk.title, version=walk.version, fingerprint=walk.tree.fingerprint)


def _case(session: Session, case_id: str) -> Iterator[CaseRecord]:
    """Yield the record of a case, nothing if it was not begun."""
    case = session.cases[case_id]
    roads = tuple(_road(session.walk(number, case_id)) for number in session.finished(case_id))
    questions = tuple(_questions(session, case_id))
    dissent = session.notes("minority", case_id)
    general = tuple(note.text for note in dissent if note.question not in case.tree.questions)
    living = session.round(LIVING.id, case_id).last
    if roads or questions or general:
        yield CaseRecord(
            tree=case.tree.id,
            scenario=case.ref.scenario,
            title=session.walk(0, case_id).filled(case.title),
            questions=questions,
            roads=roads,
            minority=general,
            living=shown(living) if living is not None else None,
        )


def _road(walk: Walk) -> RoadRecord:
    recommendation = walk.recommendation
    assert recommendation is not None  # noqa: S101 - only finished roads are asked for
    return RoadRecord(
        steps=tuple(
            StepRecord(question=step.node_id, ask=walk.filled(step.question.ask), answer=answer_words(walk, step))
            for step in walk.steps
        ),
        outcome=recommendation.id,
        verdict=recommendation.verdict,
        headline=recommendation.headline,
    )


def _questions(session: Session, case_id: str) -> Iterator[QuestionRecord]:
    """Yield the questions that were voted, in the order of the roads they are on."""
    walks = [session.walk(number, case_id) for number in session.roads(case_id)] or [session.walk(0, case_id)]
    on_roads = (node_id for walk in walks for node_id in (*(step.node_id for step in walk.steps), walk.at))
    voted = [question_id for of_case, question_id in session.rounds if of_case == case_id]
    for question_id in dict.fromkeys((*on_roads, *voted)):
        if question_id in voted and question_id in walks[0].tree.questions:
            there = (walk for walk in walks if question_id in {*walk.asked, walk.at})
            yield from _question(session, case_id, question_id, next(there, walks[0]))


def _question(session: Session, case_id: str, question_id: str, walk: Walk) -> Iterator[QuestionRecord]:
    votes, ballot = session.round(question_id, case_id), ballot_on(walk, question_id)
    first = votes.first or votes.second
    if ballot is None or first is None:
        return
    asked = walk.tree.questions[question_id]
    yield QuestionRecord(
        question=question_id,
        ask=ballot.ask,
        wording=asked.ask,
        several=ballot.several,
        dilemma=asked.dilemma,
        choices=tuple(AnswerRecord(id=choice.key, text=choice.text) for choice in ballot.choices),
        first=shown(first),
        second=shown(votes.second) if votes.first and votes.second else None,
        moved=votes.movement.moved if votes.movement is not None else None,
        dissent=tuple(note.text for note in session.notes("minority", case_id) if note.question == question_id),
    )


def _proposals(session: Session, trees: dict[str, Tree]) -> Iterator[ProposalRecord]:
    for note in session.notes("proposal"):
        tree = trees.get(note.tree)
        asked = tree.questions.get(note.question) if tree is not None else None
        wording = asked.ask if asked is not None else ""
        yield ProposalRecord(
            tree=note.tree, question=note.question, wording=wording, proposed=note.text, reason=note.reason
        )


def _of_people(session: Session, path: Path) -> SessionReport:
    """Return what a session said; raises SessionFileError if nobody was there, and its votes are invented."""
    if session.setup.rehearsed:
        raise SessionFileError(f"{path} is a rehearsal. {INVENTED}")
    return debrief(session)


def read_debrief(path: Path, read: ReadTree = read_tree) -> SessionReport:
    """Return what the session in a file said: a session's own file, or a debrief kept as JSON.

    Raises SessionFileError, naming the file, if it is neither, is damaged, or cannot be read.
    """
    try:
        raw = files.read(path)
    except OSError as error:
        raise SessionFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if raw.startswith(OPENING):
        try:
            return _of_people(session_of(read_lines(raw, path)[0], path, read), path)
        except SessionFileError:
            raise
        except PostwiseError as error:
            raise SessionFileError(f"{path}: {error}") from None
        except (ValueError, KeyError):
            raise SessionFileError(f"{path} cannot be counted: its votes do not fit its trees.") from None
    try:
        return SessionReport.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        what = f'"{place}" is not right' if place else "it is not whole"
        raise SessionFileError(f"{path} is neither a session nor a debrief as JSON: {what}.") from None
