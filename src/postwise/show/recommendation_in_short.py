"""A recommendation in few lines: what to do, whom to turn to, what decided it, and the kindest other answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postwise.show import recommendation_document as parts
from postwise.show.document import Item, Section
from postwise.show.recommendation_document import RecommendationDocument
from postwise.text import cells, joined, number_word, plural, wrap
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk
from postwise.walk.what_if import AnswerChange

LINES = 30
"""So many lines are read at a glance, and fit on a screen below what was asked last."""
KINDEST = 3
"""So many other answers are named."""
DECIDING = 3
"""Of the answers that decided it, so many are named before anything to keep in mind is."""


def in_short(walk: Walk, how: str, *, onward: str | None = None, width: int = 80, lines: int = LINES) -> str:
    """Return what a finished walk has to say in plain lines, all of it words, ending in a line break.

    It takes no more than so many `lines`, unless what there is to do takes more alone. Other answers are cut to a line
    each. Of those that decided it, and of what is to be kept in mind, so much is named as there is room for; at the end
    stands what was left out, and `how` to see it.
    """
    recommendation = walk.recommendation
    if recommendation is None:
        raise ValueError("This walk has not ended.")
    deciding, other = parts.decided(walk), _kindest(walk, width)
    notes = len(recommendation.notes)
    for kept, named in _attempts(notes, len(deciding.items)):
        advice = parts.to_do(replace(recommendation, notes=recommendation.notes[:kept]), onward)
        fixed = replace(deciding, items=tuple(_first(deciding.items, named, width)))
        document = RecommendationDocument.about(
            parts.source(walk.title, walk.version), recommendation, (*advice, fixed, other)
        )
        left = wrap(f"{how}: {_left_out(walk, notes - kept)}.", width)
        text = "\n".join((document.as_text(width), *left, ""))
        if text.count("\n") <= lines:
            break
    return text


def _attempts(notes: int, deciding: int) -> Iterator[tuple[int, int]]:
    """Yield how many things to keep in mind and deciding answers are named, from all there are to one answer alone."""
    deciding = min(deciding, LINES)
    few = min(deciding, DECIDING)
    for kept in range(min(notes, LINES), -1, -1):
        yield from ((kept, named) for named in range(deciding, few - 1, -1))
    yield from ((0, named) for named in range(few - 1, 0, -1))


def _left_out(walk: Walk, notes: int) -> str:
    """Return in words what there is besides."""
    in_mind = [f"{number_word(notes)} {plural(notes, 'thing')} to keep in mind"] if notes else []
    settling = ["what is worth settling"] if walk.what_if.settle else []
    return joined((*in_mind, *settling, "every other answer", "how you got here"))


def _first(items: tuple[Item, ...], named: int, width: int) -> Iterator[Item]:
    """Yield the first of some items, answers cut to a line each, and how many there are besides."""
    for item in items[:named]:
        yield Item(_cut(item.words, width) if item.about is not None else item.text)
    left = len(items) - named
    if left:
        yield Item(f"and {number_word(left)} more")


def _kindest(walk: Walk, width: int) -> Section:
    """Return the kindest of the other answers that lead elsewhere, each in a line with where it leads."""
    changes = walk.what_if.changes[:KINDEST]
    lines = (f"{_where(walk, change)}, with {parts.other_answer(walk, change).words}" for change in changes)
    return Section(parts.CHANGES, tuple(Item(_cut(one, width)) for one in lines))


def _where(walk: Walk, change: AnswerChange) -> str:
    """Return in a few words where another answer leads: the verdict, or the headline where the verdict is the same."""
    if not change.endings:
        return "perhaps elsewhere"
    kindest, *others = change.endings.verdicts
    if change.outcome is not None and walk.outcome is not None and kindest == walk.outcome.verdict:
        return f"“{parts.headline(walk, change.question, change.answer, change.outcome)}”"
    return f"{SIGNS[kindest].word} at best" if others else SIGNS[kindest].word


def _cut(text: str, width: int) -> str:
    """Return a text as it fits into a line behind its bullet, its end left out for a … where it does not."""
    room = width - len("  - ")
    return text if cells(text) <= room else f"{wrap(text, room - 1)[0].rstrip()}…"
