"""Debriefs as data: rows of CSV, for one session or many, and the JSON document of many."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from postwise.show.aggregate_document import ABOUT_MANY
from postwise.text import safe
from postwise.train.aggregate import GroupVotes, QuestionAggregate, SessionAggregate
from postwise.train.session_report import QuestionRecord, SessionReport, ShownCount

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula."""


def as_rows(debrief: SessionReport) -> Iterator[list[str]]:
    """Yield a session as the rows of a table: one for each answer of each question, headings first."""
    yield [
        "date", "office", "tree", "version", "fingerprint", "scenario", "question", "ask", "answer", "text",
        "first", "second", "first_voters", "second_voters", "first_word", "second_word", "moved",
    ]  # fmt: skip
    trees = {tree.id: tree for tree in debrief.trees}
    for case in debrief.cases:
        tree = trees.get(case.tree)
        about = [tree.version or "", tree.fingerprint] if tree is not None else ["", ""]
        before = [debrief.date.isoformat(), debrief.office, case.tree, *about, case.scenario]
        for record in case.questions:
            for answer, text in (*((one.id, one.text) for one in record.choices), ("", "Pass")):
                yield [*before, record.question, record.ask, answer, text, *_numbers(record, answer)]


def _numbers(record: QuestionRecord, answer: str) -> list[str]:
    votes = (record.first, record.second)
    counts = [_cell(vote, answer) for vote in votes]
    voters = ["" if vote is None or vote.voters is None else str(vote.voters) for vote in votes]
    words = ["" if vote is None else vote.word for vote in votes]
    return [*counts, *voters, *words, "" if record.moved is None else str(record.moved)]


def _cell(vote: ShownCount | None, answer: str) -> str:
    if vote is None or vote.counts is None:
        return ""
    return str(vote.counts.get(answer, 0) if answer else vote.passes)


def together_as_rows(together: SessionAggregate) -> Iterator[list[str]]:
    """Yield sessions laid together as rows: one for each question, and one for each office that voted on it."""
    yield [
        "tree", "question", "wording", "dilemma", "office", "groups", "talked", "first_agreed", "first_leaning",
        "first_split", "agreed", "leaning", "split", "flipped", "voters",
    ]  # fmt: skip
    for one in together.voted():
        for office, found in (("", one.all), *sorted(one.offices.items())):
            numbers = (
                found.groups, found.talked, found.first_agreed, found.first_leaning, found.first_split,
                found.agreed, found.leaning, found.split, found.flipped, found.voters,
            )  # fmt: skip
            yield [one.tree, one.question, one.wording, "yes" if one.dilemma else "no", office, *map(str, numbers)]


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in map(safe, row)])
    return written.getvalue()


def together_as_json(together: SessionAggregate) -> dict[str, object]:
    """Return the document of ``postwise.debriefs/1``."""
    return {
        "schema": "postwise.debriefs/1",
        "note": ABOUT_MANY,
        "sessions": together.sessions,
        "first": together.first.isoformat() if together.first else None,
        "last": together.last.isoformat() if together.last else None,
        "offices": together.offices,
        "confidence": together.confidence,
        "questions": [_question_json(one) for one in together.questions.values()],
        "not_counted": {"files": together.unread, "problems": together.problems},
    }


def _question_json(one: QuestionAggregate) -> dict[str, object]:
    return {
        "tree": one.tree,
        "question": one.question,
        "wording": one.wording,
        "dilemma": one.dilemma,
        "answers": [{"id": key, "text": text} for key, text in one.texts.items()],
        "all": _sum_json(one.all),
        "offices": {name: _sum_json(found) for name, found in sorted(one.offices.items())},
        "proposals": one.proposals.kept,
        "dissent": one.dissent.kept,
    }


def _sum_json(found: GroupVotes) -> dict[str, object]:
    return {
        "groups": found.groups,
        "talked": found.talked,
        "first": {"agreed": found.first_agreed, "leaning": found.first_leaning, "split": found.first_split},
        "last": {"agreed": found.agreed, "leaning": found.leaning, "split": found.split},
        "flipped": found.flipped,
        "voters": found.voters,
        "votes": found.votes,
        "passes": found.passes,
    }
