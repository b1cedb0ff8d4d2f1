"""The trail: the questions asked on the way here, each with its answer, as lines that can be chosen to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from postwise.text import counted
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.page_line import PageLine

if TYPE_CHECKING:
    from postwise.walk.path import QuestionStep
    from postwise.walk.walk import Walk
    from postwise.walk.walking import Place

Fate = Literal["kept", "dropped"]
"""What became of a later answer when an earlier one was changed."""
StepLook = Literal["plain", "now", "gone"]
"""How a step is set: as any other, as the one that is put again, or struck out."""
WORDS: Mapping[Fate, str] = {"kept": "kept", "dropped": "no longer asked"}


class TrailChange(NamedTuple):
    """What the last change of an answer did to the trail, or would do."""

    later: tuple[QuestionStep, ...] = ()
    """The steps after the changed one, as they were before it."""
    fates: Mapping[str, Fate] = MappingProxyType({})
    """What became of the later answers, by question."""


NO_CHANGE = TrailChange()


def change_between(before: Walk, after: Walk, question_id: str) -> TrailChange:
    """Return what happened to the answers after a question when the question's own answer was changed."""
    asked = [step.node_id for step in before.steps]
    later = before.steps[asked.index(question_id) + 1 :] if question_id in asked else ()
    changed = after.changed_from(before)
    fates: dict[str, Fate] = {**dict.fromkeys(changed.kept, "kept"), **dict.fromkeys(changed.dropped, "dropped")}
    return TrailChange(later, {step.node_id: fates[step.node_id] for step in later if step.node_id in fates})


def place_of(step: QuestionStep) -> Place:
    """Return where a step stands."""
    return step.tree.id, step.node_id


def trail_lines(walk: Walk, asking: Place | None, change: TrailChange = NO_CHANGE) -> Iterator[PageLine]:
    """Yield the trail of a walk, earlier trees first; the question that is put now is picked out."""
    for leg in walk.legs[:-1]:
        for step in leg.own.values():
            yield from _step(leg, step, asking, None)
    if walk.before:
        yield PageLine(rule=True)
    for step in walk.steps:
        yield from _step(walk, step, asking, change.fates.get(step.node_id))
    asked = {step.node_id for step in walk.steps}
    for step in change.later:
        if step.node_id not in asked and change.fates.get(step.node_id) == "dropped":
            yield from _later(walk, step, "dropped")
    if walk.question is not None:
        yield _open(walk, asking)
        for question_id in walk.coming:
            yield from _later(walk, walk.waiting[question_id], "kept")
    yield from _left_behind(walk)


def _left_behind(walk: Walk) -> Iterator[PageLine]:
    """Yield what was answered in trees that are not on the road now, and is there again if they are."""
    for tree, held, _ in walk.beyond:
        answers = len(held.given) + len(held.waiting)
        if answers:
            kept = f"{counted(answers, 'answer')} in “{walk.filled(tree.title)}”, kept for when you come there"
            yield from (PageLine(rule=True), PageLine(line(kept, "muted"), styled("  ")))


def progress(walk: Walk) -> tuple[str, float | None]:
    """Return how far along a walk is, in words and as a share; None where nobody can say."""
    done, (shortest, longest) = len(walk.steps), walk.remaining_so_far
    if walk.question is None:
        return "done", 1.0
    if longest is None:
        return f"question {done + 1}", None
    return f"{done + 1} · {to_go(shortest, longest)}", done / max(done + longest, 1)


def to_go(shortest: int | None, longest: int) -> str:
    """Return in words how many questions are still to come, this one counted; None for the fewest: nobody knows yet."""
    if longest <= 1:
        return "the last one"
    if shortest is None:
        return f"at most {longest} to go"
    return f"{longest} to go" if shortest == longest else f"{shortest} to {longest} to go"


def _open(walk: Walk, asking: Place | None) -> PageLine:
    ask = walk.question.ask if walk.question else ""
    if asking is None:
        return PageLine(line(ask, "accent bold"), styled("▸ ", "accent bold"), rows=2)
    return PageLine(line(f"{ask} (still open)", "muted"), styled("  "), (walk.tree.id, walk.at), rows=2)


def _step(walk: Walk, step: QuestionStep, asking: Place | None, fate: Fate | None) -> tuple[PageLine, ...]:
    place = place_of(step)
    marks = (WORDS[fate] if fate else "", "not sure" if step.unsure else "", "from before" if step.carried else "")
    ask, answer = walk.filled(step.question.ask), walk.said(step)
    look: StepLook = "now" if place == asking else "gone" if fate == "dropped" else "plain"
    return _step_lines(ask, answer, place, ", ".join(filter(None, marks)), look)


@lru_cache(maxsize=2048)
def _step_lines(ask: str, answer: str, place: Place, marks: str, look: StepLook) -> tuple[PageLine, ...]:
    """Return the lines of a step; the same step gives the very same lines, which a page does not break again."""
    now, strike = look == "now", " strike" if look == "gone" else ""
    style = {"now": "accent bold", "gone": "muted strike", "plain": ""}[look]
    lines = (
        PageLine(line(ask, f"muted{strike}"), styled("▸ " if now else "  ", "accent bold"), place, rows=1),
        PageLine(line(answer, style), styled("    "), place, rows=2),
    )
    return (*lines, PageLine(line(f"({marks})", "accent"), styled("    "), place)) if marks else lines


def _later(walk: Walk, step: QuestionStep, fate: Fate) -> Iterator[PageLine]:
    ask, answer, mark = ("muted", "", "accent") if fate == "kept" else ("muted strike", "muted strike", "muted")
    yield PageLine(line(walk.filled(step.question.ask), ask), styled("  "), rows=1)
    yield PageLine(line(walk.said(step), answer), styled("    "), rows=1)
    yield PageLine(line(f"({WORDS[fate]})", mark), styled("    "))
