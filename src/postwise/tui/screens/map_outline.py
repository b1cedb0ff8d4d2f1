"""A tree as an outline: every node once, answers under it, endings at the leaves; where roads join, a word says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from postwise.tree.model import Tree
from postwise.walk.path import PathStep, QuestionStep
from postwise.walk.walk import Walk

Path = tuple[str, ...]
"""Where a entry hangs: the ways and nodes above it, its own last."""
Kind = Literal["question", "branch", "outcome", "above", "below"]
"""What stands there; `above` and `below` are joins: the node has its place further up, or further down."""


class OutlineAnswer(NamedTuple):
    """One way out of a node."""

    name: str
    """The answer's id; empty for a way that hangs on no single answer."""
    said: str
    target: str


Road = Mapping[str, OutlineAnswer]
"""The way that a walk has taken out of each node on its road."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One entry of the outline: an answer, and the node it leads to."""

    path: Path
    depth: int
    said: str
    """The answer that leads here; empty for the first question."""
    node: str
    kind: Kind
    opens: bool
    """Whether something hangs below it."""
    walked: bool
    """Whether the walk has come this way."""


def outline(tree: Tree, road: Road) -> tuple[OutlineEntry, ...]:
    """Return the outline of a tree: nodes on the road where the walk came to them, others where they first occur."""
    on_road = {tree.about.start, *(way.target for way in road.values())}
    seen: set[str] = set()
    found: list[OutlineEntry] = []
    waiting: list[tuple[Path, int, OutlineAnswer, bool]] = [((), 0, OutlineAnswer("", "", tree.about.start), True)]
    while waiting:
        above, depth, way, walked = waiting.pop()
        node = way.target
        path = (*above, way.name or way.target, node)
        joins = node not in tree.outcomes and (node in seen or (node in on_road and not walked))
        ways = [] if joins else list(ways_out(tree, node))
        kind: Kind = "above" if joins else _kind(tree, node)
        if not joins:
            seen.add(node)
        found.append(OutlineEntry(path, depth, way.said, node, kind, bool(ways), walked))
        taken = road.get(node) if walked else None
        waiting += [(path, depth + 1, one, one == taken) for one in reversed(ways)]
    return tuple(_directed(found))


def _kind(tree: Tree, node: str) -> Kind:
    return "outcome" if node in tree.outcomes else "branch" if node in tree.branches else "question"


def _directed(entries: list[OutlineEntry]) -> Iterator[OutlineEntry]:
    passed: set[str] = set()
    for entry in entries:
        if entry.kind == "above":
            yield entry if entry.node in passed else replace(entry, kind="below")
        else:
            passed.add(entry.node)
            yield entry


def ways_out(tree: Tree, node: str) -> Iterator[OutlineAnswer]:
    """Yield the ways out of a node: one for each answer of a choice, else one for each place they can lead to."""
    question = tree.questions.get(node)
    if question is not None:
        if question.picks_one:
            yield from (OutlineAnswer(option.name, option.text, option.goto or "") for option in question.options)
        else:
            yield OutlineAnswer("", "", question.goto or "")
    elif node in tree.branches:
        branch = tree.branches[node]
        targets = [target for _, target in branch.lines]
        targets += [branch.otherwise] if branch.otherwise is not None else []
        yield from (OutlineAnswer("", "", target) for target in dict.fromkeys(targets))


def road_of(walk: Walk) -> Road:
    """Return the ways that a walk has taken."""
    return {step.node_id: _taken(walk.tree, step) for step in walk.path}


def _taken(tree: Tree, step: PathStep) -> OutlineAnswer:
    ways = list(ways_out(tree, step.node_id))
    if isinstance(step, QuestionStep):
        return ways[step.line]
    return next(way for way in ways if way.target == step.target)


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
