"""The trail: the questions asked on the way here, each with its answer, as lines that can be chosen to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postwise.tui.texts import line, words
from postwise.tui.widgets.sheet import Line

if TYPE_CHECKING:
    from postwise.walk.walk import Step, Walk

Fate = Literal["kept", "dropped"]
"""What became of a later answer when an earlier one was changed."""
Place = tuple[str, str]
"""A step's place: the tree's id and the question's."""
WORDS: Mapping[Fate, str] = {"kept": "kept", "dropped": "no longer asked"}


@dataclass(frozen=True, slots=True)
class Change:
    """What the last change of an answer did to the trail."""

    steps: tuple[Step, ...] = ()
    """The steps after the changed one, as they were before it."""
    kept: frozenset[str] = frozenset()

    def fate(self, name: str) -> Fate | None:
        """Return what became of the answer to a question; None if the change did not touch it."""
        if all(step.name != name for step in self.steps):
            return None
        return "kept" if name in self.kept else "dropped"


NO_CHANGE = Change()


def change_between(before: Walk, after: Walk, name: str) -> Change:
    """Return what happened to the answers after a question when the question's own answer was changed."""
    names = [step.name for step in before.steps]
    later = before.steps[names.index(name) + 1 :] if name in names else ()
    return Change(tuple(later), frozenset(step.name for step in after.steps))


def place_of(step: Step) -> Place:
    """Return where a step stands."""
    return step.tree.id, step.name


def trail_lines(walk: Walk, asking: Place | None, change: Change = NO_CHANGE) -> Iterator[Line]:
    """Yield the trail of a walk, earlier trees first; the question that is put now is picked out."""
    for step in walk.before:
        yield from _step(walk, step, asking, None)
    if walk.before:
        yield Line(rule=True)
    here = {step.name for step in walk.steps}
    for step in walk.steps:
        yield from _step(walk, step, asking, change.fate(step.name))
    for step in change.steps:
        if step.name not in here and step.name != walk.at:
            yield from _gone(walk, step)
    if walk.question is not None:
        ink = "accent bold" if asking is None else "muted"
        target = None if asking is None else (walk.tree.id, walk.at)
        yield Line(line(walk.filled(walk.question.ask), ink), words("▸ ", ink), target, rows=2)


def _step(walk: Walk, step: Step, asking: Place | None, fate: Fate | None) -> Iterator[Line]:
    place = place_of(step)
    now = place == asking
    yield Line(
        line(walk.filled(step.question.ask), "muted"), words("▸ " if now else "  ", "accent bold"), place, rows=1
    )
    yield Line(line(walk.said(step), "accent bold" if now else ""), words("    "), place, rows=2)
    marks = [WORDS[fate]] if fate is not None else []
    marks += ["not sure"] if step.unsure else []
    marks += ["from before"] if step.carried else []
    if marks:
        yield Line(line(f"({', '.join(marks)})", "accent"), words("    "), place)


def _gone(walk: Walk, step: Step) -> Iterator[Line]:
    yield Line(line(walk.filled(step.question.ask), "muted strike"), words("  "), rows=1)
    yield Line(line(walk.said(step), "muted strike"), words("    "), rows=1)
    yield Line(line(f"({WORDS['dropped']})", "muted"), words("    "))
