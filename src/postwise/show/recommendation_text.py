"""A recommendation as data; of an unfinished walk, the question that is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postwise.tree.answers import as_json as answer_as_json
from postwise.walk.walk import Step, Walk

SCHEMA = "postwise.recommendation/1"


def as_json(walk: Walk) -> dict[str, Any]:
    """Return the recommendation as the JSON object ``postwise.recommendation/1`` (INTERFACE).

    Of an unfinished walk, `outcome` is None and `question` the one that is open.
    """
    from postwise.walk.share_code import encode
    from postwise.walk.what_if import changes, settle

    tree = walk.tree
    about = {
        "id": tree.id,
        "title": walk.filled(tree.title),
        "version": tree.about.version,
        "fingerprint": tree.fingerprint,
    }
    return {
        "schema": SCHEMA,
        "tree": about,
        "code": encode(walk),
        "steps": [_step(one, step, told=walk.previous is not None) for one, step in _steps(walk)],
        "outcome": _outcome(walk),
        "notes": list(walk.recommendation.notes) if walk.recommendation else [],
        "values": walk.values,
        "changes": [change.as_json() for change in changes(walk)],
        "settle": [question.as_json() for question in settle(walk)],
        "question": _question(walk),
    }


def _steps(walk: Walk) -> Iterator[tuple[Walk, Step]]:
    if walk.previous is not None:
        yield from _steps(walk.previous)
    for step in walk.steps:
        yield walk, step


def _step(walk: Walk, step: Step, *, told: bool) -> dict[str, Any]:
    """Return one step; `told` says whether trees have handed over, so that the step names its own."""
    own = {"tree": step.tree.id, "carried": step.carried} if told else {}
    return {
        "question": step.name,
        "ask": walk.filled(step.question.ask),
        "answer": answer_as_json(step.answer),
        "text": walk.said(step),
        "unsure": step.unsure,
        **own,
    }


def _outcome(walk: Walk) -> dict[str, Any] | None:
    found = walk.recommendation
    if found is None:
        return None
    return {
        "id": found.id,
        "verdict": found.verdict,
        "headline": found.headline,
        "reason": found.reason,
        "next": list(found.next),
        "see": [{"title": link.title, "url": link.url} for link in found.see],
        "rights": found.rights,
        "tree": found.tree,
    }


def _question(walk: Walk) -> dict[str, Any] | None:
    question = walk.question
    if question is None:
        return None
    answers = [{"id": option.name, "text": walk.filled(option.text)} for option in question.options]
    return {"id": walk.at, "ask": walk.filled(question.ask), "type": question.kind, "answers": answers}
