"""A brief to paste into a message to a colleague: the situation, the doubts, and what there is to decide together."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.markdown import in_one_line
from postwise.text import command_line, on_one_line, safe
from postwise.tree.library import Library
from postwise.walk.path import QuestionStep
from postwise.walk.recommendation import SIGNS, Recommendation
from postwise.walk.walk import Walk


def brief(walk: Walk, library: Library) -> str:
    """Return the brief of a finished walk in plain lines, ending in a line break; empty before its end.

    A tree that is not of the library is named by its file, which a colleague needs as well.

    It holds the answers in the person's own choices, what they were unsure of and what that could change, what the
    tree suggests, and the walk code that opens the same walk on a colleague's machine. Typed texts are left out.
    """
    recommendation = walk.recommendation
    return safe("\n".join(_lines(walk, recommendation, library))) + "\n" if recommendation is not None else ""


def _lines(walk: Walk, recommendation: Recommendation, library: Library) -> Iterator[str]:
    yield "Can we talk something through?"
    yield ""
    title = walk.title
    yield f"I walked through “{title}” and it ends in “{SIGNS[recommendation.verdict].word}”: {recommendation.headline}"
    if recommendation.reason:
        yield in_one_line(recommendation.reason)
    yield ""
    yield "The situation"
    steps = [(leg, step) for leg in walk.legs for step in leg.own.values()]
    told = ((leg, step) for leg, step in steps if step.question.kind != "text")
    yield from (f"- {leg.filled(step.question.ask)} {leg.said(step)}" for leg, step in told)
    unsure = [(leg, step) for leg, step in steps if step.unsure]
    if unsure:
        yield ""
        yield "What I was not sure of"
        yield from (f"- {leg.filled(step.question.ask)} ({_weight(leg, step, walk)})" for leg, step in unsure)
    to_decide = (*recommendation.next, *map(in_one_line, recommendation.notes))
    if to_decide:
        yield ""
        yield "What there is to decide"
        yield from (f"- {line}" for line in to_decide)
    yield ""
    for leg in (leg for leg in walk.legs[:-1] if leg.steps):
        yield _opened(f"What came before that, in “{leg.title}”", leg, library)
    left = walk.ended_early is not None  # no code holds that
    opens = "To go on from the question that was left" if left else "To open the same walk"
    yield _opened(opens, walk, library)


def _opened(words: str, walk: Walk, library: Library) -> str:
    file = library.file_needed(walk.tree)
    needed = f" (it needs the file {on_one_line(file)})" if file else ""
    return f"{words}{needed}: {command_line('run', file or walk.tree.id, resume=walk.code)}"


def _weight(leg: Walk, step: QuestionStep, walk: Walk) -> str:
    """Return in words what hangs on a doubt, in the last tree or in one on the way there that it came along into."""
    if _settles(walk, step):
        return "it could change the answer"
    on_the_way = walk.legs[walk.legs.index(leg) : -1]
    led = any(_settles(each, step) or step.node_id in (each.what_if.decided or ()) for each in on_the_way)
    return "it could change where this goes on" if led else "it does not change the verdict"


def _settles(walk: Walk, step: QuestionStep) -> bool:
    return step.node_id in {doubt.question for doubt in walk.what_if.settle}
