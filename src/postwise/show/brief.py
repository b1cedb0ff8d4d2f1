"""A brief to paste into a message to a colleague: the situation, the doubts, and what there is to decide together."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.markdown import in_one_line
from postwise.text import command_line, safe
from postwise.walk.path import QuestionStep
from postwise.walk.recommendation import SIGNS
from postwise.walk.share_code import encode
from postwise.walk.walk import Walk
from postwise.walk.what_if import settle

BRIEFED = frozenset({"talk", "raise"})
"""The verdicts that send a person to somebody else, who then wants to know what it is about."""


def is_for(walk: Walk) -> bool:
    """Tell whether a walk has ended where a brief helps."""
    return walk.outcome is not None and walk.outcome.verdict in BRIEFED


def brief(walk: Walk) -> str:
    """Return the brief of a finished walk in plain lines, ending in a line break; empty before its end.

    It holds the answers in the person's own choices, what they were unsure of and what that could change, what the
    tree suggests, and the walk code that opens the same walk on a colleague's machine. Typed texts are left out.
    """
    return safe("\n".join(_lines(walk))) + "\n" if walk.recommendation else ""


def _lines(walk: Walk) -> Iterator[str]:
    recommendation = walk.recommendation
    if recommendation is None:
        return
    yield "Can we talk something through?"
    yield ""
    title = walk.filled(walk.tree.title)
    yield f"I walked through “{title}” and it ends in “{SIGNS[recommendation.verdict].word}”: {recommendation.headline}"
    if recommendation.reason:
        yield in_one_line(recommendation.reason)
    yield ""
    yield "The situation"
    yield from (
        f"- {asked(walk, step)} {walk.said(step)}" for step in recommendation.steps if step.question.kind != "text"
    )
    yield from _doubts(walk)
    yield ""
    yield "What there is to decide"
    yield from (f"- {line}" for line in (*recommendation.next, *map(in_one_line, recommendation.notes)))
    yield ""
    yield f"To open the same walk: {command_line('run', walk.tree.id, '--resume', encode(walk))}"


def asked(walk: Walk, step: QuestionStep) -> str:
    """Return a step's question, filled."""
    return walk.filled(step.question.ask)


def _doubts(walk: Walk) -> Iterator[str]:
    unsure = [step for step in walk.recommendation.steps if step.unsure] if walk.recommendation else []
    if not unsure:
        return
    settling = {doubt.question for doubt in settle(walk)}
    yield ""
    yield "What I was not sure of"
    for step in unsure:
        weight = "it could change the answer" if step.node_id in settling else "it makes no difference here"
        yield f"- {asked(walk, step)} ({weight})"
