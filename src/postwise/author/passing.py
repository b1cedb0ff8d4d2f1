"""A walk that comes by what a problem is about, so that an author sees it as a reader would."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from postwise.author.analysis import analyse
from postwise.walk.walk import Walk


def walk_past(now: Walk, at: str) -> tuple[Walk, str] | None:
    """Return a walk that comes by what a dotted TOML path names, and the node to look at there; None if none does.

    That is the present walk if it does, else one with the fewest answers; for a scenario, its own walk.
    """
    tree = now.tree
    table, _, rest = at.partition(".")
    name = rest.partition(".")[0]
    if table == "scenario" and name in tree.scenarios:
        walk = Walk.replay(tree, tree.scenarios[name].answers, words=now.words)
        return walk, walk.at
    tables: Mapping[str, Collection[str]] = {
        "question": tree.questions,
        "outcome": tree.outcomes,
        "branch": tree.branches,
    }
    if name not in tables.get(table, ()):
        return None
    if name == now.at or any(step.name == name for step in now.steps):
        return now, name
    answers = analyse(tree).witness(name)
    if answers is None:
        return None
    walk = Walk.replay(tree, answers, words=now.words)
    return replace(walk, remembered={**now.remembered, **now.asked, **walk.remembered}), walk.at
