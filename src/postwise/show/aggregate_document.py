"""Many sessions laid together: as Markdown with bars, as rows of a table, and as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from postwise.show.session_document import bullets, section, table
from postwise.text import counted, for_markdown
from postwise.train.aggregate import GroupLines, GroupVotes, QuestionAggregate, SessionAggregate
from postwise.tree.placeholders import spoken

ABOUT_MANY = "This is a record of what groups talked about. It is not a record about any person."
CHART = 20
"""Cells of a bar."""
SHADES = {"agreed": "█", "leaning": "▒", "split": "░"}


def together_as_markdown(together: SessionAggregate) -> str:
    """Return sessions laid together: what splits groups, what talk turns, each question and office, the changes."""
    blocks = [ABOUT_MANY, f"# {counted(together.sessions, 'session')}{_days(together.first, together.last)}"]
    facts = [f"{for_markdown(name)}: {counted(n, 'session')}" for name, n in sorted(together.offices.items())]
    if together.confidence is not None:
        facts.append("“I would know what to do”: {} before, {} after, of 5".format(*together.confidence))
    if facts:
        blocks.append(bullets(facts))
    voted = list(together.voted())
    blocks += section("These split every group", (_split(one) for one in voted if one.all.splits_all))
    blocks += section("Talk turned these", (_turned(one) for one in voted if one.all.flipped))
    if voted:
        legend = ", ".join(f"{shade} {word}" for word, shade in SHADES.items())
        blocks += ["## Question by question", f"{legend}; in the vote that decided.", _questions(voted)]
    blocks += _offices(voted)
    blocks += _change_list(together)
    left_out = list(map(for_markdown, together.problems))
    if together.unread > len(left_out):
        left_out.append(f"and {together.unread - len(left_out)} more")
    blocks += section("Not counted", left_out)
    return "\n\n".join(blocks) + "\n"


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None:
        return ""
    return f", {spoken(first)}" if first == last else f", {spoken(first)} to {spoken(last)}"


def _named(one: QuestionAggregate) -> str:
    return f"{for_markdown(one.wording or 'The tree as a whole')} ({_place(one)})"


def _place(one: QuestionAggregate) -> str:
    return f"{one.tree}, {one.question}" if one.question else one.tree


def _split(one: QuestionAggregate) -> str:
    known = "a known dilemma" if one.dilemma else "a real dilemma, or badly worded"
    return f"{_named(one)}: split in all {one.all.groups} at first, in {one.all.split} after the talk; {known}"


def _turned(one: QuestionAggregate) -> str:
    return f"{_named(one)}: another answer led after the talk in {one.all.flipped} of {one.all.talked}"


def chart(found: GroupVotes, width: int = CHART) -> str:
    """Return a bar of how many groups were agreed, leaning and split, each with its shade; empty without groups."""
    if not found.groups:
        return ""
    counts = {"agreed": found.agreed, "leaning": found.leaning, "split": found.split}
    ends, total = [0], 0
    for n in counts.values():
        total += n
        ends.append(round(width * total / found.groups))
    return "".join(SHADES[word] * (ends[place + 1] - ends[place]) for place, word in enumerate(counts))


def _questions(voted: Sequence[QuestionAggregate]) -> str:
    head = ["Question", "Groups", "Agreed", "Leaning", "Split", "", "Answers"]
    return table(head, [[_named(one), *_sums(one.all), _answers(one, one.all)] for one in voted])


def _sums(found: GroupVotes) -> list[str]:
    return [*map(str, (found.groups, found.agreed, found.leaning, found.split)), chart(found)]


def _answers(one: QuestionAggregate, found: GroupVotes) -> str:
    """Return the answers with their votes, the most first; of small groups there are none to show."""
    ranked = sorted(found.votes.items(), key=lambda pair: -pair[1])
    return "; ".join(f"{for_markdown(one.texts.get(key, key))} {n}" for key, n in ranked if n)


def _offices(voted: Sequence[QuestionAggregate]) -> Iterator[str]:
    several = [one for one in voted if len(one.offices) > 1]
    if several:
        yield "## Offices side by side"
    for one in several:
        yield f"### {_named(one)}"
        rows = [
            [for_markdown(name), *_sums(found), _answers(one, found)] for name, found in sorted(one.offices.items())
        ]
        yield table(["Office", "Groups", "Agreed", "Leaning", "Split", "", "Answers"], rows)


def _change_list(together: SessionAggregate) -> Iterator[str]:
    found = list(together.changes())
    if found:
        yield "## Change list"
    for one in found:
        yield f"### {_place(one)}"
        lines = [f"Now: {for_markdown(one.wording)}"] if one.wording else []
        lines += _kept("Proposed", one.proposals)
        if one.all.groups:
            lines.append(
                f"Votes: {_answers(one, one.all) or 'of small groups only'} ({counted(one.all.groups, 'group')})"
            )
        lines += _kept("Kept from the smaller side", one.dissent)
        yield bullets(lines)


def _kept(label: str, lines: GroupLines) -> list[str]:
    found = [f"{label}: {for_markdown(line)}" for line in lines.kept]
    return [*found, f"{label}: {lines.more} more"] if lines.more else found


# Rows and data


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
