"""A tree to take away as a mantra: its questions in one breath, and how they end."""

from __future__ import annotations

from collections.abc import Mapping

from postwise.logic.fewest_changes import fewest_changes
from postwise.logic.state_space import StateSpace
from postwise.tree.model import Tree
from postwise.walk.path import NONE
from postwise.walk.walk import Walk

BREATH = 30
"""Words that are said in one breath, about ten seconds."""


def mantra(tree: Tree, words: Mapping[str, str] = NONE) -> str:
    """Return the questions on the shortest road to the kindest outcome, and that outcome: one breath, in one line.

    Questions lose what stands behind a colon; as many are taken as fit in a breath, the first at least.
    """
    ending = fewest_changes(StateSpace(tree), {}, None)
    answers = {turn.state.node: turn.answer for turn in ending[1]} if ending is not None else {}
    walk = Walk.replay(tree, answers, profile=words)
    sentences = [_short(walk.filled(step.question.ask)) for step in walk.steps]
    end = walk.filled(walk.outcome.headline) if walk.outcome is not None else ""
    while len(sentences) > 1 and len(" ".join([*sentences, end]).split()) > BREATH:
        sentences.pop()
    return " ".join([*sentences, end]).strip()


def _short(ask: str) -> str:
    head, colon, _ = ask.partition(":")
    return f"{head}?" if colon and head.strip() else ask
