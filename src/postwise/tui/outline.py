"""A tree as an outline: every question once, its answers under it, endings at the leaves; where roads join, *above*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from postwise.tree.model import Tree
from postwise.walk.walk import Walk

Path = tuple[str, ...]
"""Where a branch of the outline hangs: the ids of the answers and nodes above it, its own last."""
Kind = Literal["question", "branch", "outcome", "above"]


@dataclass(frozen=True, slots=True)
class Twig:
    """One entry of the outline: an answer (or a case), and the node it leads to."""

    path: Path
    depth: int
    said: str
    """The answer that leads here; empty for the first question."""
    node: str
    kind: Kind
    opens: bool
    """Whether something hangs below it."""


def outline(tree: Tree) -> tuple[Twig, ...]:
    """Return the outline of a tree, each node under the first answer that leads to it."""
    seen: set[str] = set()
    found: list[Twig] = []
    waiting: list[tuple[Path, int, str, str]] = [((), 0, "", tree.about.start)]
    while waiting:
        above, depth, said, node = waiting.pop()
        path = (*above, said, node)
        kind: Kind = "outcome" if node in tree.outcomes else "branch" if node in tree.branches else "question"
        joins = kind != "outcome" and node in seen
        seen.add(node)
        ways = [] if joins or kind == "outcome" else list(_ways(tree, node))
        found.append(Twig(path, depth, said, node, "above" if joins else kind, bool(ways)))
        waiting += [(path, depth + 1, to_say, target) for to_say, target in reversed(ways)]
    return tuple(found)


def _ways(tree: Tree, node: str) -> Iterator[tuple[str, str]]:
    question = tree.questions.get(node)
    if question is not None:
        if question.picks_one:
            yield from ((option.text, option.goto or "") for option in question.options)
        else:
            yield "", question.goto or ""
        return
    branch = tree.branches[node]
    targets = [target for _, target in branch.lines]
    if branch.otherwise is not None:
        targets.append(branch.otherwise)
    yield from (("", target) for target in dict.fromkeys(targets))


def looked_at(tree: Tree, branch: str) -> tuple[str, ...]:
    """Return the questions whose answers decide a branch, through values too."""
    found: dict[str, None] = {}
    waiting = [name for condition, _ in tree.branches[branch].lines for name in condition.names()]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        value = tree.values.get(name)
        found[name] = None
        if value is not None:
            waiting += [*(value.sum or {}), *(one for condition, _ in value.lines for one in condition.names())]
    return tuple(name for name in found if name in tree.questions)


def road_nodes(walk: Walk) -> frozenset[str]:
    """Return the questions on a walk's road, and where it stands."""
    return frozenset({step.name for step in walk.steps} | {walk.at})
