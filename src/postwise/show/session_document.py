"""A session in print: the facilitator's notes before it, and the debrief after, as Markdown and as rows of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postwise.text import for_markdown, safe
from postwise.train.cases import TrainingCase
from postwise.train.clocks import SECONDS
from postwise.train.facilitator_notes import NO_ANSWER, PROMPTS
from postwise.train.room_view import RULES
from postwise.train.session_report import ABOUT, CaseRecord, QuestionRecord, RoadRecord, SessionReport, TreeRecord
from postwise.train.tally import SURE, Confidence, ShownTally, counted_aloud
from postwise.tree.ids import ID
from postwise.tree.model import OtherRoad
from postwise.tree.placeholders import spoken
from postwise.walk.path import NONE
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk

TITLES = {
    "silence": "Before the first vote",
    "shown": "After the first vote",
    "talk": "While they talk",
    "moved": "After the second vote",
    "compare": "With both roads side by side",
    "closing": "At the end",
}
"""What the notes call each step at which they have something to say."""
MODES = {"hands": "by hands", "secret": "in secret", "typed": "counts typed"}


def as_markdown(debrief: SessionReport) -> str:
    """Return a session as a document for its group; its first line says whom it is no record about."""
    blocks = [ABOUT, f"# Training session, {spoken(debrief.date)}", _facts(debrief)]
    blocks += [f"What people must be able to trust us for: {for_markdown(line)}" for line in debrief.trust]
    for case in debrief.cases:
        blocks += _case(case)
    blocks += section("What we would change", _proposals(debrief))
    blocks += section("What we will do", _actions(debrief))
    blocks += section("Left for another time", map(for_markdown, debrief.parked))
    blocks += section(SURE, _sureness(debrief.before, debrief.after))
    return "\n\n".join(blocks) + "\n"


def _facts(debrief: SessionReport) -> str:
    trees = (f"Tree: {for_markdown(tree.title)} ({_version(tree)})" for tree in debrief.trees)
    present = f"{debrief.present}" if debrief.present is not None else "fewer than five"
    lines = [f"Here: {present}; votes {MODES[debrief.mode]}", *trees]
    if debrief.office:
        lines.insert(0, f"Office: {for_markdown(debrief.office)}")
    return bullets(lines)


def _version(tree: TreeRecord) -> str:
    version = f", version {for_markdown(tree.version)}" if tree.version else ""
    return f"{tree.id}{version}, {tree.fingerprint[:15]}"


def _case(case: CaseRecord) -> Iterator[str]:
    yield f"## {for_markdown(case.title)}"
    for record in case.questions:
        yield f"### {for_markdown(record.ask)}"
        yield from _votes(record)
        for line in record.dissent:
            yield f"Kept from the smaller side: {for_markdown(line)}"
    if case.roads:
        yield "### Where the roads led"
        yield bullets(map(_road, case.roads))
    for line in case.minority:
        yield f"Kept from the smaller side: {for_markdown(line)}"
    if case.living is not None:
        words = ", ".join(f"{key} {counted_aloud(n)}" for key, n in (case.living.counts or {}).items())
        yield f"Could we live with it? {words or case.living.word}."


def _votes(record: QuestionRecord) -> Iterator[str]:
    columns = [("First vote", record.first)]
    if record.second is not None:
        columns.append(("Second vote", record.second))
    counted = [(title, vote) for title, vote in columns if vote.counts is not None]
    if counted:
        rows = [
            [for_markdown(choice.text), *(counted_aloud((vote.counts or {}).get(choice.id, 0)) for _, vote in counted)]
            for choice in record.choices
        ]
        rows.append(["Pass", *(counted_aloud(vote.passes or 0) for _, vote in counted)])
        yield table(["Answer", *(title for title, _ in counted)], rows)
    words = " → ".join(vote.word for _, vote in columns)
    moved = f", at least {record.moved} moved" if record.moved else ""
    yield f"{words}{moved}. {_lead(record)}".strip()


def _lead(record: QuestionRecord) -> str:
    texts = [for_markdown(choice.text) for choice in record.choices if choice.id in record.last.leaders]
    if record.several:
        return f"Most ticked: {'; '.join(texts) or 'none of these'}."
    return f"In the lead: {' and '.join(texts)}." if texts else "Nobody chose."


def _road(road: RoadRecord) -> str:
    steps = " → ".join(for_markdown(step.answer) for step in road.steps)
    return f"{SIGNS[road.verdict]}: {for_markdown(road.headline)} ({steps})"


def _proposals(debrief: SessionReport) -> Iterator[str]:
    for proposal in debrief.proposals:
        place = f"{proposal.tree}, {proposal.question}" if proposal.question else proposal.tree
        now = f" (now: {for_markdown(proposal.wording)})" if proposal.wording else ""
        why = f" Because: {for_markdown(proposal.reason)}" if proposal.reason else ""
        yield f"{place}: {for_markdown(proposal.proposed)}{now}{why}".removeprefix(": ")


def _actions(debrief: SessionReport) -> Iterator[str]:
    for action in debrief.actions:
        who = f"{for_markdown(action.role)}: " if action.role else ""
        by = f", by {spoken(action.by)}" if action.by else ""
        yield f"{who}{for_markdown(action.what)}{by}"


def _sureness(before: Confidence | None, after: Confidence | None) -> Iterator[str]:
    for word, confidence in (("Before", before), ("After", after)):
        if confidence is not None:
            yield f"{word}: {confidence.sentence}"


def bullets(lines: Iterable[str]) -> str:
    """Return lines of Markdown as a list."""
    return "\n".join(f"- {line}" for line in lines)


def section(title: str, lines: Iterable[str]) -> list[str]:
    """Return a heading and a list as blocks, none if the list is empty."""
    listed = bullets(lines)
    return [f"## {title}", listed] if listed else []


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# Rows

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
            for answer, text in (*((choice.id, choice.text) for choice in record.choices), ("", "Pass")):
                named = answer if not answer or ID.fullmatch(answer) else text  # a range is called by its words
                yield [*before, record.question, record.ask, named, text, *_numbers(record, answer)]


def _numbers(record: QuestionRecord, answer: str) -> list[str]:
    votes = (record.first, record.second)
    counts = [_cell(vote, answer) for vote in votes]
    voters = ["" if vote is None or vote.voters is None else str(vote.voters) for vote in votes]
    words = ["" if vote is None else vote.word for vote in votes]
    return [*counts, *voters, *words, "" if record.moved is None else str(record.moved)]


def _cell(vote: ShownTally | None, answer: str) -> str:
    if vote is None or vote.counts is None:
        return ""
    return str(vote.counts.get(answer, 0) if answer else vote.passes)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in map(safe, row)])
    return file.getvalue()


def facilitator_notes(cases: Iterable[TrainingCase], words: Mapping[str, str] = NONE) -> str:
    """Return a document for whoever leads a session with these cases; it is not for the room."""
    blocks = ["# For whoever leads the session", "Keep this to yourself: it says where the roads lead."]
    blocks += ["## Say at the beginning", bullets(map(for_markdown, RULES))]
    blocks += ["## At any case", bullets(_prompts())]
    for case in cases:
        blocks += _noted_case(case, Walk.start(case.tree, profile=words))
    return "\n\n".join(blocks) + "\n"


def _prompts() -> Iterator[str]:
    for stage, lines in PROMPTS.items():
        wait = f" ({SECONDS[stage]} seconds)" if stage in SECONDS else ""
        yield f"{TITLES[stage]}{wait}: {' '.join(map(for_markdown, lines))}"
    yield f"Where a road ends in talk: {for_markdown(NO_ANSWER)}"


def _noted_case(case: TrainingCase, walk: Walk) -> Iterator[str]:
    scenario = case.scenario
    yield f"## {for_markdown(walk.filled(case.title))} ({case.ref.tree}, level {case.level})"
    yield walk.prose(scenario.story or "").strip()
    lines = [f"Likely road: {_road_ahead(scenario, walk)}"]
    if scenario.split:
        lines.append(f"Groups divide at: {for_markdown(walk.filled(case.tree.questions[scenario.split].ask))}")
    if scenario.other is not None:
        lines.append(f"The other road: {_road_ahead(scenario.other, walk)}")
    yield bullets(lines)
    if scenario.discuss:
        yield bullets(for_markdown(walk.filled(line)) for line in scenario.discuss)


def _road_ahead(road: OtherRoad, walk: Walk) -> str:
    replayed = Walk.replay(walk.tree, road.answers, profile=walk.profile)
    steps = " → ".join(for_markdown(replayed.said(step)) for step in replayed.steps)
    end = replayed.recommendation
    if end is None:
        return steps
    return f"{steps} → {SIGNS[end.verdict]}: {for_markdown(end.headline)}"
