"""Many sessions laid together, one after the other. What is kept grows with the trees, and not with the sessions."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from postwise import files
from postwise.errors import PostwiseError
from postwise.train.cases import read_tree
from postwise.train.session_report import CaseRecord, ProposalRecord, QuestionRecord, SessionReport, read_debrief
from postwise.train.tally import Agreement

MOST_LINES = 40
"""Of what groups wrote to one question, so many lines are kept; the rest is counted."""
MOST_OFFICES = 60
"""So many offices are told apart; the rest is counted under no name."""
MOST_SERIES = 60
"""So many cases and wordings of one question are told apart."""
MOST_PROBLEMS = 50
MOST_TREES = 32
FIVE = 5
"""As many questions are named to be looked at first."""


@dataclass
class GroupLines:
    """Lines that groups wrote, as many as are kept."""

    kept: list[str] = field(default_factory=list)
    more: int = 0
    """How many were left out."""

    def add(self, line: str) -> None:
        """Take in one more line; one that is there already is not told twice."""
        if line not in self.kept:
            self.kept.append(line)
            self.more += len(self.kept) > MOST_LINES
            del self.kept[MOST_LINES:]


@dataclass
class GroupVotes:
    """How groups voted on one question: all of them, or those of one office."""

    groups: int = 0
    """How many groups voted on it (a group that met it in two cases counts twice)."""
    talked: int = 0
    """How many voted again after talking."""
    first: Counter[Agreement] = field(default_factory=Counter)
    """How many groups were agreed, leaning or split in their first vote."""
    last: Counter[Agreement] = field(default_factory=Counter)
    """The same in the vote that decided."""
    flipped: int = 0
    """In how many another answer led after the talk."""
    voters: int = 0
    """How many people voted, in groups of five and more; in the vote that decided."""
    votes: Counter[str] = field(default_factory=Counter)
    """The votes by choice, of the same groups."""
    passes: int = 0

    def add(self, record: QuestionRecord) -> None:
        """Take in one more vote."""
        last = record.last
        self.groups += 1
        self.talked += record.second is not None
        self.flipped += record.flipped
        self.first[record.first.agreement] += 1
        self.last[last.agreement] += 1
        self.voters += last.voters or 0
        self.passes += last.passes or 0
        self.votes.update(last.counts or {})

    @property
    def splits_all(self) -> bool:
        """Whether it split every group at first; of a single group nothing can be said."""
        return self.groups > 1 and self.first["split"] == self.groups


@dataclass
class Series:
    """How groups voted on one question in one case, asked in the same words: what can be laid side by side."""

    scenario: str
    title: str
    """What the case is called."""
    wording: str
    since: dt.date
    """The day of the earliest of the sessions that asked it so."""
    votes: GroupVotes = field(default_factory=GroupVotes)


def lower_bound(part: int, whole: int) -> float:
    """Return the share that is reached with nineteen chances in twenty: of three it can be less sure than of thirty.

    The lower end of Wilson's interval (E. B. Wilson, 1927).
    """
    if not whole:
        return 0.0
    z, share = 1.96, part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * whole)) / whole)
    return max(0.0, (middle - spread) / (1 + z * z / whole))


@dataclass
class QuestionAggregate:
    """One question over many sessions: for an author, beside the question."""

    tree: str
    question: str
    wording: str = ""
    """As the newest of the sessions had it."""
    ask: str = ""
    """As it was read out in the newest of those that voted on it."""
    newest: dt.date = dt.date.min
    dilemma: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    """The words of the choices, as the newest of the sessions that had them; those of the newest first."""
    told: dict[str, dt.date] = field(default_factory=dict)  # the days of those sessions
    all: GroupVotes = field(default_factory=GroupVotes)
    offices: dict[str, GroupVotes] = field(default_factory=dict)
    """The same by office; sessions without one are not in it."""
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    """The same by case and wording."""
    dissent: GroupLines = field(default_factory=GroupLines)
    proposals: GroupLines = field(default_factory=GroupLines)
    """New wordings, each with its reason."""

    def add(self, record: QuestionRecord, case: CaseRecord, office: str, date: dt.date) -> None:
        """Take in one more vote on the question, in a case."""
        key = (case.scenario, record.wording)
        if key in self.series or len(self.series) < MOST_SERIES:
            series = self.series.setdefault(key, Series(case.scenario, case.title, record.wording, date))
            series.since = min(series.since, date)
            series.votes.add(record)
        texts = {choice.id: choice.text for choice in record.choices if date >= self.told.get(choice.id, date)}
        if date >= self.newest:
            self.wording, self.newest = record.wording, date
        if date >= max(self.told.values(), default=date):
            self.ask, self.dilemma = record.ask, record.dilemma
            self.texts = {**texts, **self.texts}
        self.texts |= texts
        self.told |= dict.fromkeys(texts, date)
        self.all.add(record)
        for line in record.dissent:
            self.dissent.add(line)
        if office and (office in self.offices or len(self.offices) < MOST_OFFICES):
            self.offices.setdefault(office, GroupVotes()).add(record)

    def in_case(self, scenario: str) -> GroupVotes | None:
        """Return how groups voted in one case, in the words that it is asked in now; None if none did."""
        series = self.series.get((scenario, self.wording))
        return series.votes if series is not None else None

    @property
    def as_worded(self) -> tuple[int, int]:
        """How many groups split at first as it is worded now, and how many there were."""
        now = [series.votes for series in self.series.values() if series.wording == self.wording]
        return sum(votes.first["split"] for votes in now), sum(votes.groups for votes in now)

    @property
    def reworded(self) -> list[list[Series]]:
        """Of each case in which it has been asked in several wordings, those in the order in which they came."""
        cases: dict[str, list[Series]] = {}
        for series in sorted(self.series.values(), key=lambda each: each.since):
            cases.setdefault(series.scenario, []).append(series)
        return [wordings for wordings in cases.values() if len(wordings) > 1]

    def propose(self, made: ProposalRecord, date: dt.date) -> None:
        """Take in one more proposal."""
        self.proposals.add(f"{made.proposed} ({made.reason})" if made.reason else made.proposed)
        if made.wording and date >= self.newest:
            self.wording, self.newest = made.wording, date


@dataclass
class SessionAggregate:
    """Sessions laid aggregate. `add` takes in one more; what is kept is bounded by the questions of the trees."""

    sessions: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    """The days of the earliest and the latest session."""
    questions: dict[tuple[str, str], QuestionAggregate] = field(default_factory=dict)
    """By tree and question."""
    offices: dict[str, int] = field(default_factory=dict)
    """How many sessions each office held."""
    surer: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    """Of the sessions that voted confidence before and after: how many, and the sums of the two means."""
    problems: list[str] = field(default_factory=list)
    """What is wrong with files that could not be counted, each a sentence that names the file."""
    unread: int = 0
    """How many files could not be counted."""

    def add(self, debrief: SessionReport) -> None:
        """Take in one more session."""
        self.sessions += 1
        self.first = min(self.first or debrief.date, debrief.date)
        self.last = max(self.last or debrief.date, debrief.date)
        office = debrief.office
        if office and (office in self.offices or len(self.offices) < MOST_OFFICES):
            self.offices[office] = self.offices.get(office, 0) + 1
        if debrief.before is not None and debrief.after is not None:
            count, before, after = self.surer
            self.surer = [count + 1, before + debrief.before.mean, after + debrief.after.mean]
        for case in debrief.cases:
            for record in case.questions:
                self._question(case.tree, record.question).add(record, case, office, debrief.date)
        for proposal in debrief.proposals:
            self._question(proposal.tree, proposal.question).propose(proposal, debrief.date)

    def _question(self, tree: str, question: str) -> QuestionAggregate:
        return self.questions.setdefault((tree, question), QuestionAggregate(tree, question))

    def leave_out(self, sentence: str) -> None:
        """Note that a file could not be counted, and why."""
        self.unread += 1
        self.problems = [*self.problems, sentence][:MOST_PROBLEMS]

    @property
    def confidence(self) -> tuple[float, float] | None:
        """The mean confidence before and after, over the sessions that voted both; None if none did."""
        count, before, after = self.surer
        return (round(before / count, 1), round(after / count, 1)) if count else None

    def voted(self) -> Iterator[QuestionAggregate]:
        """Yield the questions that groups voted on: those that split most of them first."""
        voted = [question for question in self.questions.values() if question.all.groups]
        yield from sorted(voted, key=lambda each: (-each.all.first["split"] / each.all.groups, -each.all.groups))

    def to_look_at(self) -> list[QuestionAggregate]:
        """Return the five questions to look at first: those that surely split most, and then those with most to say."""

        def weight(each: QuestionAggregate) -> tuple[float, int]:
            return lower_bound(*each.as_worded), len(each.proposals.kept) + len(each.dissent.kept)

        return sorted((each for each in self.voted() if any(weight(each))), key=weight, reverse=True)[:FIVE]

    def changes(self) -> Iterator[QuestionAggregate]:
        """Yield the questions that groups proposed changes to, or differed on and wanted that kept (a change list)."""
        changed = (each for each in self.questions.values() if each.proposals.kept or each.dissent.kept)
        yield from sorted(changed, key=lambda each: (each.tree, -len(each.proposals.kept), each.question))


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files as they were named, and of each folder the sessions in it, or else the debriefs kept as JSON.

    Both would count a session twice.
    """
    for path in paths:
        found = (sorted(path.rglob(f"[!.]*.{kind}")) for kind in ("session", "json")) if files.is_folder(path) else ()
        yield from next(filter(None, found), [path])  # of a folder without any it is said that it is none


def lay_files_together(paths: Iterable[Path]) -> SessionAggregate:
    """Return the sessions of files and folders laid together, one file in memory at a time.

    A file that cannot be read, or is half a file without a whole line, is named in `problems` and the others count.
    """
    aggregate = SessionAggregate()
    for report in reports_of(paths, aggregate.leave_out):
        aggregate.add(report)
    return aggregate


def reports_of(paths: Iterable[Path], leave_out: Callable[[str], None]) -> Iterator[SessionReport]:
    """Yield the sessions of files and folders, one after the other.

    Of a file that cannot be read, a sentence that names it goes to `leave_out`, and the others follow.
    """
    read = lru_cache(maxsize=MOST_TREES)(read_tree)  # sessions bring the same trees along, one after the other
    for path in files_of(paths):
        try:
            report = read_debrief(path, read)
        except PostwiseError as error:
            leave_out(str(error))
        else:
            yield report
