"""Many sessions laid together: as Markdown with bars, as rows of a table, and as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from postwise.show.session_document import bullets, section, table
from postwise.text import counted, for_markdown
from postwise.train.aggregate import GroupLines, GroupVotes, QuestionAggregate, SessionAggregate
from postwise.train.tally import Agreement, counted_aloud
from postwise.tree.placeholders import spoken

ABOUT_MANY = "This is a record of what groups talked about. It is not a record about any person."
CHART = 20
"""Cells of a bar."""
SHADES: Mapping[Agreement, str] = {"agreed": "█", "leaning": "▒", "split": "░"}


def aggregate_as_markdown(aggregate: SessionAggregate) -> str:
    """Return sessions laid together: what splits groups, what talk turns, each question and office, the changes."""
    blocks = [ABOUT_MANY, f"# {counted(aggregate.sessions, 'session')}{_days(aggregate.first, aggregate.last)}"]
    facts = [f"{for_markdown(name)}: {counted(n, 'session')}" for name, n in sorted(aggregate.offices.items())]
    if aggregate.confidence is not None:
        facts.append("“I would know what to do”: {} before, {} after, of 5".format(*aggregate.confidence))
    if facts:
        blocks.append(bullets(facts))
    voted = list(aggregate.voted())
    blocks += section("Five questions to look at first", map(_to_look_at, aggregate.to_look_at()))
    blocks += section("Asked in new words", (line for question in voted for line in _reworded(question)))
    blocks += section("These split every group", (_split(question) for question in voted if question.all.splits_all))
    blocks += section("Talk turned these", (_turned(question) for question in voted if question.all.flipped))
    if voted:
        legend = ", ".join(f"{shade} {word}" for word, shade in SHADES.items())
        rows = (_row(_named(question), question, question.all) for question in voted)
        blocks += ["## Question by question", f"{legend}; in the vote that decided.", table(["Question", *VOTES], rows)]
    blocks += _cases(voted)
    blocks += _offices(voted)
    blocks += _change_list(aggregate)
    left_out = list(map(for_markdown, aggregate.problems))
    if aggregate.unread > len(left_out):
        left_out.append(f"and {aggregate.unread - len(left_out)} more")
    blocks += section("Not counted", left_out)
    return "\n\n".join(blocks) + "\n"


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None:
        return ""
    return f", {spoken(first)}" if first == last else f", {spoken(first)} to {spoken(last)}"


def _named(question: QuestionAggregate) -> str:
    return f"{for_markdown(question.ask or question.wording or 'The tree as a whole')} ({_place(question)})"


def _place(question: QuestionAggregate) -> str:
    return f"{question.tree}, {question.question}" if question.question else question.tree


def _to_look_at(question: QuestionAggregate) -> str:
    split, groups = question.as_worded
    why = [f"split {split} of {counted(groups, 'group')} at first"]
    why += [f"{counted(len(question.proposals.kept), 'change')} proposed"] if question.proposals.kept else []
    why += (
        [f"{counted(len(question.dissent.kept), 'line')} kept from the smaller side"] if question.dissent.kept else []
    )
    return f"{_named(question)}: {', '.join(why)}"


def _reworded(question: QuestionAggregate) -> Iterator[str]:
    """Yield whether new words helped, of each case in which a question was asked in several."""
    for wordings in question.reworded:
        told = (
            f"“{for_markdown(each.wording)}” split {each.votes.first['split']} of {each.votes.groups}"
            for each in wordings
        )
        yield f"{_place(question)}, in “{for_markdown(wordings[0].title)}”: {', then '.join(told)}"


def _cases(voted: Sequence[QuestionAggregate]) -> Iterator[str]:
    """Yield the questions that were asked in several cases, case by case: each is another question in its story."""
    several = [question for question in voted if len({scenario for scenario, _ in question.series}) > 1]
    if several:
        yield "## Case by case"
    for question in several:
        yield f"### {_named(question)}"
        rows = ((series.title, question.in_case(series.scenario)) for series in question.series.values())
        told = {title: votes for title, votes in rows if votes is not None}
        yield table(["Case", *VOTES], (_row(for_markdown(title), question, votes) for title, votes in told.items()))


def _split(question: QuestionAggregate) -> str:
    known = "a known dilemma" if question.dilemma else "a real dilemma, or badly worded"
    votes = question.all
    return f"{_named(question)}: split in all {votes.groups} at first, in {votes.last['split']} after the talk; {known}"


def _turned(question: QuestionAggregate) -> str:
    return f"{_named(question)}: another answer led after the talk in {question.all.flipped} of {question.all.talked}"


def chart(votes: GroupVotes, width: int = CHART) -> str:
    """Return a bar of how many groups were agreed, leaning and split, each with its shade; empty without groups."""
    if not votes.groups:
        return ""
    ends = [round(width * total / votes.groups) for total in accumulate(votes.last[word] for word in SHADES)]
    return "".join(shade * (end - start) for shade, start, end in zip(SHADES.values(), [0, *ends], ends, strict=False))


VOTES = ("Groups", "Agreed", "Leaning", "Split", "", "Answers")
"""The columns of a table of votes, behind the first."""


def _row(head: str, question: QuestionAggregate, votes: GroupVotes) -> list[str]:
    numbers = (votes.groups, *(votes.last[word] for word in SHADES))
    return [head, *map(str, numbers), chart(votes), _answers(question, votes)]


def _answers(question: QuestionAggregate, votes: GroupVotes) -> str:
    """Return the answers with their votes, the most first; of small groups there are none to show."""
    ranked = sorted(votes.votes.items(), key=lambda pair: -pair[1])
    texts = question.texts
    return "; ".join(f"{for_markdown(texts.get(key, key))} {counted_aloud(n)}" for key, n in ranked if n)


def _offices(voted: Sequence[QuestionAggregate]) -> Iterator[str]:
    several = [question for question in voted if len(question.offices) > 1]
    if several:
        yield "## Offices side by side"
    for question in several:
        yield f"### {_named(question)}"
        offices = sorted(question.offices.items())
        yield table(["Office", *VOTES], (_row(for_markdown(name), question, votes) for name, votes in offices))


def _change_list(aggregate: SessionAggregate) -> Iterator[str]:
    changed = list(aggregate.changes())
    if changed:
        yield "## Change list"
    for question in changed:
        yield f"### {_place(question)}"
        lines = [f"Now: {for_markdown(question.wording)}"] if question.wording else []
        lines += _kept("Proposed", question.proposals)
        if question.all.groups:
            votes = _answers(question, question.all) or "of small groups only"
            lines.append(f"Votes: {votes} ({counted(question.all.groups, 'group')})")
        lines += _kept("Kept from the smaller side", question.dissent)
        yield bullets(lines)


def _kept(label: str, lines: GroupLines) -> list[str]:
    kept = [f"{label}: {for_markdown(line)}" for line in lines.kept]
    return [*kept, f"{label}: {lines.more} more"] if lines.more else kept


# Rows and data


def aggregate_as_rows(aggregate: SessionAggregate) -> Iterator[list[str]]:
    """Yield sessions laid together as rows: one for each question, and one for each office that voted on it."""
    counts = ["groups", "talked", *(f"first_{word}" for word in SHADES), *SHADES, "flipped", "voters"]
    yield ["tree", "question", "wording", "dilemma", "office", *counts]
    for question in aggregate.voted():
        for office, votes in (("", question.all), *sorted(question.offices.items())):
            groups = (votes.first[word] for word in SHADES), (votes.last[word] for word in SHADES)
            numbers = map(str, (votes.groups, votes.talked, *groups[0], *groups[1], votes.flipped, votes.voters))
            dilemma = "yes" if question.dilemma else "no"
            yield [question.tree, question.question, question.wording, dilemma, office, *numbers]


def aggregate_as_dict(aggregate: SessionAggregate) -> dict[str, object]:
    """Return the document of ``postwise.debriefs/1``."""
    return {
        "schema": "postwise.debriefs/1",
        "note": ABOUT_MANY,
        "sessions": aggregate.sessions,
        "first": aggregate.first.isoformat() if aggregate.first else None,
        "last": aggregate.last.isoformat() if aggregate.last else None,
        "offices": aggregate.offices,
        "confidence": aggregate.confidence,
        "questions": [_question_as_dict(question) for question in aggregate.questions.values()],
        "not_counted": {"files": aggregate.unread, "problems": aggregate.problems},
    }


def _question_as_dict(question: QuestionAggregate) -> dict[str, object]:
    return {
        "tree": question.tree,
        "question": question.question,
        "wording": question.wording,
        "dilemma": question.dilemma,
        "answers": [{"id": key, "text": text} for key, text in question.texts.items()],
        "all": _votes_as_dict(question.all),
        "offices": {name: _votes_as_dict(votes) for name, votes in sorted(question.offices.items())},
        "cases": [
            {"scenario": series.scenario, "wording": series.wording, **_votes_as_dict(series.votes)}
            for series in question.series.values()
        ],
        "proposals": question.proposals.kept,
        "dissent": question.dissent.kept,
    }


def _votes_as_dict(votes: GroupVotes) -> dict[str, object]:
    return {
        "groups": votes.groups,
        "talked": votes.talked,
        "first": {word: votes.first[word] for word in SHADES},
        "last": {word: votes.last[word] for word in SHADES},
        "flipped": votes.flipped,
        "voters": votes.voters,
        "votes": votes.votes,
        "passes": votes.passes,
    }
