"""What is said of an ending that every way on leads to: that it comes, and its words only if they are certain."""

from __future__ import annotations

from postwise.logic.reads import said_by
from postwise.logic.search import BOUND
from postwise.walk.walk import Walk

DECIDED_ALREADY = "The ending is clear: “{}”"
"""What is said of a walk that can come to one ending only, with that ending's headline."""
DECIDED_SO_FAR = "The ending is clear: {}. Your next answers add to what it says."
"""The same, with that ending's verdict, where answers to come change its words or what is to be kept in mind."""


def hanging_on(walk: Walk, outcome_id: str) -> tuple[str, ...]:
    """Return the questions that can still come on a walk and change what is said at an outcome."""
    heard = [question_id for question_id in said_by(walk.tree, outcome_id) if question_id not in walk.asked]
    return walk.known.can_come(walk.at, walk.asked, heard) if heard else ()


def end_at_hand(walk: Walk, most: int = BOUND) -> str | None:
    """Return the outcome that can be gone to with questions left: all that is said there is known by now.

    Where an answer to come adds to what is said, it is asked for: it may be what protects whoever gives it. None too if
    it is more to look at than `most`.
    """
    outcome = walk.decided_already(most)
    return None if outcome is None or hanging_on(walk, outcome) else outcome


JUDGED_BY_GOTOS = "Not sure went by where each answer might lead: much lies ahead."
"""Said where *Not sure* was answered before all that can follow was known."""


def decided_in_words(walk: Walk, outcome_id: str) -> str:
    """Return the sentence that says that an ending is decided already, and nothing of it that may yet be otherwise."""
    outcome = walk.tree.outcomes[outcome_id]
    if hanging_on(walk, outcome_id):
        return DECIDED_SO_FAR.format(outcome.verdict)
    return DECIDED_ALREADY.format(walk.filled(outcome.headline))
