"""The tree as its gotos alone draw it: what leads where, in what order, and which questions stand in rings."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postwise.tree.conditions import Answered, Anything, Condition, holds
from postwise.tree.model import VERDICTS, Question, Reply, Tree
from postwise.tree.validate_conditions import placed_asides

Road = tuple[str, Mapping[str, Answered]]
"""A node, with the answers that led there."""
LINES = 5_000
"""So many lines of branches are looked at for one answer; a person does not notice it."""


def target_of(question: Question, answer: Answered) -> str:
    """Return where an answer leads: by its own goto, else by the question's; empty if neither is there."""
    option = question.by_id.get(answer) if question.picks_one and isinstance(answer, str) else None
    return (option.goto if option else None) or question.goto or ""


def edges(tree: Tree) -> Iterator[tuple[str, list[str]]]:
    """Yield every question and branch with the nodes it can lead to, answers and conditions left aside."""
    for question_id, question in tree.questions.items():
        replies: Iterable[Reply | None] = ()
        if question.picks_one:
            replies = (question.yes, question.no) if question.kind == "yes-no" else question.answers or ()
        gotos = [*(reply.goto for reply in replies if reply is not None), question.goto]
        yield question_id, [target for target in dict.fromkeys(gotos) if target]
    for branch_id, branch in tree.branches.items():
        targets = (*(target for _, target in branch.lines), branch.otherwise)
        yield branch_id, list(dict.fromkeys(target for target in targets if isinstance(target, str)))


def worst_by_gotos(tree: Tree, roads: Mapping[str, Road]) -> dict[str, int]:
    """Return for each road the place in `VERDICTS` of the most cautious outcome that gotos lead to, by its name.

    Of branches, lines that the answers of a road rule out are left aside, unless there are too many of them; what else
    answers and conditions rule out is not looked at, so it is never kinder than what can really come.
    """
    onward: dict[str, Sequence[str]] = dict(edges(tree))
    if len(roads) * sum(len(branch.lines) for branch in tree.branches.values()) > LINES:
        alike = {node: _worst(tree, node, onward) for node in {node for node, _ in roads.values()}}
        return {name: alike[node] for name, (node, _) in roads.items()}
    worst = {}
    for name, (node, answers) in roads.items():
        left: dict[str, Sequence[str]] = {one: list(_left(tree, one, answers)) for one in tree.branches}
        worst[name] = _worst(tree, node, ChainMap(left, onward))
    return worst


def _worst(tree: Tree, node: str, onward: Mapping[str, Sequence[str]]) -> int:
    passed = followed_first(node, onward, set()) if node in onward else ()
    ends = {node, *(target for passed_node in passed for target in onward[passed_node])} & tree.outcomes.keys()
    return max((VERDICTS.index(tree.outcomes[end].verdict) for end in ends), default=0)


def _left(tree: Tree, branch_id: str, answers: Mapping[str, Answered]) -> Iterator[str]:
    """Yield where a branch can lead after these answers, whatever else is answered."""
    branch = tree.branches[branch_id]
    for condition, target in branch.lines:
        certain = _certainly(condition, answers)
        if certain is not False:
            yield target
        if certain:
            return
    if branch.otherwise is not None:
        yield branch.otherwise


def _certainly(condition: Condition, answers: Mapping[str, Answered]) -> bool | None:
    """Tell whether a condition holds after these answers; None where that hangs on others, or on a value."""
    alternatives: set[bool | None] = set()
    for tests in condition.alternatives:
        met = {holds(test, answers[name]) if name in answers else None for name, test in tests if test != Anything()}
        alternatives.add(False if False in met else None if None in met else True)
    return True if True in alternatives else None if None in alternatives else False


def most_by_gotos(tree: Tree) -> dict[str, int]:
    """Return the most questions that gotos lead through from each node on, but for nodes that can lead in a ring."""
    onward = dict(edges(tree))
    most = dict.fromkeys((target for targets in onward.values() for target in targets if target not in onward), 0)
    seen: set[str] = set()
    for node in (passed for root in onward for passed in followed_first(root, onward, seen)):
        if all(target in most for target in onward[node]):  # each comes after all that follow it, unless in a ring
            most[node] = int(node in tree.questions) + max((most[target] for target in onward[node]), default=0)
    return most


def behind(tree: Tree, names: Iterable[str]) -> tuple[str, ...]:
    """Return questions and values with all that the values among them are worked out from, each once."""
    found = dict.fromkeys(names)
    waiting = list(found)
    for name in waiting:
        value = tree.values.get(name)
        if value is not None:
            inside = dict.fromkeys((*(value.sum or {}), *_looked_at(value.lines)))
            waiting += [looked for looked in inside if looked not in found]
            found |= inside
    return tuple(found)


def decided_by(tree: Tree, branch_id: str) -> tuple[str, ...]:
    """Return the questions and values that decide where a branch leads, through values too."""
    return behind(tree, _looked_at(tree.branches[branch_id].lines))


def _looked_at(lines: Iterable[tuple[Condition, object]]) -> Iterator[str]:
    return (name for condition, _ in lines for name in condition.names())


def looping_questions(tree: Tree) -> frozenset[str]:
    """Return the questions from which gotos lead back to themselves, whether or not any answers take that road."""
    onward = dict(edges(tree))
    rings = [ring for ring in strong_components(onward) if len(ring) > 1 or ring[0] in onward.get(ring[0], ())]
    return frozenset(node_id for ring in rings for node_id in ring if node_id in tree.questions)


def all_end_by_gotos(tree: Tree) -> bool:
    """Tell whether gotos alone show that every walk ends: none leads back, and nothing hangs on conditions."""
    hangs = tree.branches or tree.values or any(placed_asides(tree))
    return not hangs and not looping_questions(tree)


def strong_components(onward: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected components of a graph (Sharir 1981)."""
    seen: set[str] = set()
    order = [node for root in onward for node in followed_first(root, onward, seen)]
    back: dict[str, list[str]] = {node: [] for node in onward}
    for node, targets in onward.items():
        for target in targets:
            if target in back:
                back[target].append(node)
    seen = set()
    components = (list(followed_first(root, back, seen)) for root in reversed(order))
    yield from filter(None, components)


def followed_first(root: str, onward: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    """Yield what can be reached from a root, each after all that follows it (depth first, without recursion).

    What was `seen` before is left out, the root too; what is not a key of `onward` is no node.
    """
    work = [(root, iter(onward[root]))] if root not in seen else []
    seen.add(root)
    while work:
        node, rest = work[-1]
        for target in rest:
            if target in onward and target not in seen:
                seen.add(target)
                work.append((target, iter(onward[target])))
                break
        else:
            work.pop()
            yield node
