"""A recommendation in few lines: what to do, whom to turn to, what decided it, and the kindest other answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postwise.show import recommendation_document as parts
from postwise.show.document import Item, Section
from postwise.show.recommendation_document import RecommendationDocument
from postwise.text import FULL, joined, number_word, plural, wrap
from postwise.tree.library import NextTree
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk
from postwise.walk.what_if import AnswerChange

LINES = 30
"""So many lines are read at a glance, and fit on a screen below what was asked last."""
KINDEST = 3
"""So many other answers are named."""
DECIDING = 3
"""Of the answers that decided it, so many are named before anything to keep in mind is."""


def in_short(walk: Walk, how: str, *, onward: NextTree | None = None, width: int = FULL, lines: int = LINES) -> str:
    """Return what a finished walk has to say in plain lines, all of it words, ending in a line break.

    In the usual width it takes no more than so many `lines`, unless what there is to do takes more alone. Nothing is
    cut short: of what is to be kept in mind, of the answers that decided it and of the kindest others so many are named
    as there is room for, and what is left out is said at the end, with `how` to see it. Where somebody's rights are at
    stake, all that is to be kept in mind is said, however long it is: a time limit may be among it. Where somebody may
    not be safe, there is nothing besides, and no word of more.
    """
    recommendation = walk.recommendation
    if recommendation is None:
        raise ValueError("This walk has not ended.")
    if recommendation.urgent:
        return parts.advised(walk, recommendation).as_text(width)
    deciding, other = parts.decided(walk), _kindest(walk)
    notes = len(recommendation.notes)
    attempts = _attempts_with_all_notes if recommendation.rights else _attempts
    for kept, named, others in attempts(notes, len(deciding.items)):
        advice = parts.to_do(replace(recommendation, notes=recommendation.notes[:kept]), onward)
        fixed = replace(deciding, items=tuple(_first(deciding.items, named)))
        kindest = replace(other, items=other.items[:others])
        document = RecommendationDocument.about(
            parts.source(walk.title, walk.version), recommendation, (*advice, fixed, kindest)
        )
        left = _left(walk, how, notes - kept)
        if _set(document, left, FULL).count("\n") <= lines:
            break
    return _set(document, left, width)


def _attempts(notes: int, deciding: int) -> Iterator[tuple[int, int, int]]:
    """Yield how many things to keep in mind, deciding answers and other answers are named, from all there are to one.

    Other answers go last: they are what a person can still do.
    """
    deciding = min(deciding, LINES)
    few = min(deciding, DECIDING)
    for kept in range(min(notes, LINES), -1, -1):
        yield from ((kept, named, KINDEST) for named in range(deciding, few - 1, -1))
    yield from ((0, named, KINDEST) for named in range(few - 1, 0, -1))
    yield from ((0, min(1, few), others) for others in range(KINDEST - 1, 0, -1))


def _attempts_with_all_notes(notes: int, deciding: int) -> Iterator[tuple[int, int, int]]:
    """Yield the same where all there is to keep in mind is to be said: other answers go first, then deciding ones."""
    yield from ((notes, deciding, others) for others in range(KINDEST, -1, -1))
    yield from ((notes, named, 0) for named in range(deciding - 1, 0, -1))


def _set(document: RecommendationDocument, left: str, width: int) -> str:
    return "\n".join((document.as_text(width), *(wrap(left, width) if left else ()), ""))


def _left(walk: Walk, how: str, notes: int) -> str:
    """Return in a sentence what there is besides, and how to see it; empty where there is nothing."""
    in_mind = [f"{number_word(notes)} {plural(notes, 'thing')} to keep in mind"] if notes else []
    settling = ["what is worth settling"] if walk.what_if.settle else []
    others = ["every other answer"] if walk.what_if.changes else []
    answered = ["how you got here"] if walk.steps else []
    left = joined((*in_mind, *settling, *others, *answered))
    return f"{how}: {left}." if left else ""


def _first(items: tuple[Item, ...], named: int) -> Iterator[Item]:
    """Yield the first of some items, and how many there are besides."""
    yield from items[:named]
    left = len(items) - named
    if left:
        yield Item(f"and {number_word(left)} more")


def _kindest(walk: Walk) -> Section:
    """Return the kindest of the other answers that lead elsewhere, each with where it leads."""
    changes = walk.what_if.changes[:KINDEST]
    lines = (f"{_where(walk, change)}, with {parts.other_answer(walk, change).words}" for change in changes)
    return Section(parts.CHANGES, tuple(map(Item, lines)))


def _where(walk: Walk, change: AnswerChange) -> str:
    """Return in a few words where another answer leads: the verdict, or the headline where the verdict is the same."""
    if not change.endings:
        return "perhaps elsewhere"
    if change.outcome in walk.tree.unwritten:
        return f"“{change.outcome}”, not written yet"
    kindest, *others = change.endings.verdicts
    if walk.outcome is not None and kindest == walk.outcome.verdict:
        if change.outcome is not None:
            return f"“{parts.headline(walk, change.question, change.answer, change.outcome)}”"
        if others:  # nothing is better than it was, so that is not what there is to say
            return f"perhaps {joined((SIGNS[verdict].word for verdict in others), 'or')}"
    return f"{SIGNS[kindest].word} at best" if others else SIGNS[kindest].word
