"""What decided where a walk ended: a smallest set of its answers that fixes the outcome, whatever else is answered.

Such a set is a sufficient reason: A. Shih, A. Choi, A. Darwiche, A symbolic approach to explaining Bayesian network
classifiers (2018).
"""

from __future__ import annotations

from collections.abc import Sequence

from postwise.logic.reachable_outcomes import ReachableOutcomes
from postwise.logic.state_space import State, StateSpace
from postwise.tree.conditions import Answered

Given = tuple[State, Answered]
"""An answer of a walk, with the state in which its question was asked."""


def deciding(space: StateSpace, walk: Sequence[Given], outcome: str) -> tuple[str, ...]:
    """Return the questions of a walk whose answers fix its outcome, in their order; none of them can be left out.

    One answer after the other is let go of, the latest first, and comes back where another outcome can then be reached.
    Raises TooLarge if the budget of the space does not suffice.
    """
    kept: dict[str, Answered] = {}
    outlook = ReachableOutcomes(space, {})
    for state, answer in reversed(walk):  # all before it are still as they were, so that the walk comes to this state
        if outlook.whatever_is_answered(state).only != outcome:
            kept[state.node] = answer
            outlook = ReachableOutcomes(space, dict(kept))
    return tuple(state.node for state, _ in walk if state.node in kept)
