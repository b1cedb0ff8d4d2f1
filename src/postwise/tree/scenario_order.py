"""Which scenarios go on with the story of another: by `after`, or by their titles and the order of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from postwise.tree.ids import ID, id_of
from postwise.tree.model import Tree
from postwise.tree.problems import Fault, suggestion

PART = ", part "
"""What stands in a title between the story and which part of it this is."""


def parts_before(tree: Tree, scenario_id: str) -> frozenset[str]:
    """Return the scenarios that one goes on from, near or far: part three from part two, and that from part one."""
    found: set[str] = set()
    waiting = [scenario_id]
    while waiting:
        before = {*_right_before(tree, waiting.pop())} - found
        found |= before
        waiting += before
    return frozenset(found - {scenario_id})


def _right_before(tree: Tree, scenario_id: str) -> Iterator[str]:
    """Yield what a scenario says it comes after; of one that says nothing, the parts of its story above it."""
    scenario = tree.scenarios[scenario_id]
    if scenario.after is not None:
        if scenario.after in tree.scenarios:
            yield scenario.after
        return
    story, part, _ = (scenario.title or "").partition(PART)
    for other_id, other in tree.scenarios.items() if part else ():
        if other_id == scenario_id:
            return
        if (other.title or "").partition(PART)[0] == story and scenario_id not in _said_before(tree, other_id):
            yield other_id


def _said_before(tree: Tree, scenario_id: str) -> dict[str, None]:
    """Return the scenarios that one says it comes after, near or far, the nearest first."""
    chain: dict[str, None] = {}
    after = tree.scenarios[scenario_id].after
    while after is not None and after in tree.scenarios and after not in chain:
        chain[after] = None
        after = tree.scenarios[after].after
    return chain


def after_faults(tree: Tree, known: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with `after`: it names no scenario, or leads back to itself; `known` are all there are.

    A header whose id cannot stand is told there, and is known by the id that is advised.
    """
    seen: set[str] = set()
    there = {*known, *map(_lawful, known)}
    for scenario_id, scenario in tree.scenarios.items():
        if scenario.after is not None and scenario.after not in there:
            others = (_lawful(name) for name in tree.scenarios if name != scenario_id)
            hint = suggestion(id_of(scenario.after) or scenario.after, filter(None, others))
            message = f'There is no scenario "{scenario.after}".'
            yield Fault("unknown-target", ("scenario", scenario_id, "after"), message, hint)
        trail: dict[str, None] = {}
        at: str | None = scenario_id
        while at is not None and at in tree.scenarios and at not in seen:
            trail[at] = None
            seen.add(at)
            at = tree.scenarios[at].after
        if at in trail:
            yield _ring([*trail][[*trail].index(at) :])


def _lawful(scenario_id: str) -> str:
    """Return an id as it can stand; empty if no words are left of it."""
    return scenario_id if ID.fullmatch(scenario_id) else id_of(scenario_id)


def _ring(ring: list[str]) -> Fault:
    """Return the fault that scenarios come after each other in a ring, where the last of them closes it."""
    where = ("scenario", ring[-1], "after")
    if len(ring) == 1:
        return Fault("cycle", where, "A scenario cannot come after itself.", "Name the one that it goes on from.")
    message = f"These scenarios come after each other in a ring: {' → '.join([*ring, ring[0]])}."
    return Fault("cycle", where, message, "Let one of them be the first.")
