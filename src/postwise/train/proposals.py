"""What groups proposed to change in one tree: over many sessions, each wording once, in the order of the tree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from postwise.text import one_line, typed_line
from postwise.train.aggregate import reports_of
from postwise.train.session_report import ProposalRecord, SessionReport
from postwise.tree.model import Tree


@dataclass
class Proposal:
    """A wording that groups proposed."""

    question: str
    """The question it is for; empty: the tree as a whole."""
    proposed: str
    """In one line, without anything that would act."""
    groups: int = 0
    reasons: list[str] = field(default_factory=list)
    """Why, each reason once."""
    seen: list[str] = field(default_factory=list)
    """How the question read to those groups, in one line each; to the latest of them first."""

    def changed_since(self, now: str) -> bool:
        """Tell whether none of the groups saw the question as it reads now."""
        return bool(self.seen) and one_line(now) not in self.seen


@dataclass
class GatheredProposals:
    """The proposals for one tree. `add` takes in what one more session proposed."""

    tree: str
    """The id of the tree."""
    by_wording: dict[tuple[str, str], Proposal] = field(default_factory=dict)
    elsewhere: Counter[str] = field(default_factory=Counter)
    """How many proposals the same sessions have for other trees."""
    sessions: int = 0
    left_out: list[str] = field(default_factory=list)
    """Of each file that cannot be read, why."""
    newest: dict[tuple[str, str], dt.date] = field(default_factory=dict)

    def add(self, report: SessionReport) -> None:
        """Take in one more session; who proposes the same twice in one has proposed it once."""
        self.sessions += 1
        counted: set[tuple[str, str]] = set()
        for made in report.proposals:
            wording = typed_line(made.proposed)
            if made.tree != self.tree:
                self.elsewhere[made.tree] += 1
            elif wording:
                key = (made.question, wording)
                proposal = self.by_wording.setdefault(key, Proposal(*key))
                proposal.groups += key not in counted
                counted.add(key)
                self._told(proposal, made, report.date)

    def _told(self, proposal: Proposal, made: ProposalRecord, date: dt.date) -> None:
        reason, seen = typed_line(made.reason), one_line(made.wording)
        if reason and reason not in proposal.reasons:
            proposal.reasons.append(reason)
        key = (proposal.question, proposal.proposed)
        latest = date >= self.newest.get(key, date)
        if latest:
            self.newest[key] = date
        if seen and latest:
            proposal.seen = [seen, *(other for other in proposal.seen if other != seen)]
        elif seen and seen not in proposal.seen:
            proposal.seen.append(seen)

    def in_order(self, tree: Tree) -> list[Proposal]:
        """Return the proposals in the order of the tree's questions: of one, what most groups proposed first.

        Those for questions that the tree does not ask come behind them, and those for the tree as a whole last.
        """
        places = {question_id: place for place, question_id in enumerate(tree.questions)}

        def place(proposal: Proposal) -> tuple[int, int]:
            last = len(places) + (not proposal.question)
            return places.get(proposal.question, last), -proposal.groups

        return sorted(self.by_wording.values(), key=place)


def gathered(paths: Iterable[Path], tree_id: str) -> GatheredProposals:
    """Return what the sessions of files and folders proposed for a tree."""
    proposals = GatheredProposals(tree_id)
    for report in reports_of(paths, proposals.left_out.append):
        proposals.add(report)
    return proposals
