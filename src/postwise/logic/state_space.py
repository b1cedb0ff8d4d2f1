"""Every state a walk can be in: a place in the tree, and of the answers only what something ahead still asks about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from postwise.logic.answer_classes import AnswerClasses, Mask, points_for, union, value_of
from postwise.tree.conditions import Answered, Condition, WasAsked, holds
from postwise.tree.model import VERDICTS, Question, Reply, Tree

BOUND = 1_000_000
"""More states than this are not looked at."""

ZERO = Fraction(0)
Known = TypeVar("Known")
Place = TypeVar("Place", bound=Hashable)


class State(NamedTuple):
    """Where a walk is: a node, the tests that hold, and what sums add up to, as far as anything ahead asks."""

    node: str
    bits: int
    totals: tuple[Fraction, ...]


class Arc(NamedTuple):
    """One step from a state to the next."""

    state: State
    answer: Answered | None
    """An answer that takes it, the plainest of its class; None out of a branch."""
    line: int
    """Out of a branch, the case or row that matched (-1: the else); out of a question, -1."""


class StillAhead(NamedTuple):
    """What still lies ahead of a state."""

    shortest: int
    longest: int
    """The fewest and the most questions still to be asked."""
    worst: int
    """The place in `VERDICTS` of the most cautious outcome that can be reached."""


class TooLarge(Exception):  # noqa: N818 - it is no error: the tree is fine, only large
    """There are more states than the bound."""


class AnswerMove(NamedTuple):
    """One class of answers to a question: where it leads and what it changes."""

    target: str
    truths: int
    points: tuple[tuple[int, Fraction], ...]
    answer: Answered


Reads = Callable[[AnswerClasses, str], Mask]


def nothing(_facts: AnswerClasses, _node: str) -> Mask:
    """Say of a node that its texts look at nothing."""
    return 0, 0


class StateSpace:
    """The states of one tree. Nothing is explored before it is asked for; what has been worked out is kept.

    `carried` are answers known beforehand, whose questions are not asked. `reads` adds what the texts of a node look
    at, for those who want to know whether they can be filled.
    """

    def __init__(
        self, tree: Tree, carried: Mapping[str, Answered] | None = None, *, reads: Reads = nothing, bound: int = BOUND
    ) -> None:
        self.tree = tree
        self.carried = dict(carried or {})
        self.bound = bound
        self.facts = AnswerClasses(tree)
        self._looping = looping_questions(tree)
        self._masks = self._masks_ahead(reads)
        self._moves: dict[str, tuple[int, list[AnswerMove]]] = {}
        self._lines: dict[State, int | None] = {}
        self._known: dict[State, StillAhead] = {}
        self._no_totals = (ZERO,) * len(self.facts.sums)

    # What is looked at

    def _masks_ahead(self, reads: Reads) -> dict[str, Mask]:
        """Return for every node the tests and sums that it, or anything that can follow it, looks at."""
        own = {
            branch_id: union(self.facts.mask(condition) for condition, _ in branch.lines)
            for branch_id, branch in self.tree.branches.items()
        }
        for question_id in self._looping:
            own[question_id] = (self.facts.note(question_id, WasAsked(wanted=True)), 0)
        for node_id in (*self.tree.questions, *self.tree.outcomes):
            looked = reads(self.facts, node_id)
            if looked != (0, 0):
                own[node_id] = union((own.get(node_id, (0, 0)), looked))
        masks = {node_id: mask for node_id, mask in own.items() if mask != (0, 0)}
        if not masks:
            return {}
        before: dict[str, list[str]] = {}
        for node_id, targets in edges(self.tree):
            for target in targets:
                before.setdefault(target, []).append(node_id)
        waiting = list(masks)
        while waiting:
            node = waiting.pop()
            for node_id in before.get(node, ()):
                had = masks.get(node_id, (0, 0))
                now = union((had, masks[node]))
                if now != had:
                    masks[node_id] = now
                    waiting.append(node_id)
        return masks

    # States

    @property
    def start(self) -> State:
        """The state before the first question."""
        return self.arrive(self.tree.about.start, self.facts.unasked, self._no_totals)

    def arrive(self, node: str, bits: int, totals: tuple[Fraction, ...]) -> State:
        """Return the state at a node: of what is known, only what is asked about from there on."""
        mask, slots = self._masks.get(node, (0, 0))
        if totals and slots + 1 != 1 << len(totals):
            totals = tuple(total if slots >> slot & 1 else ZERO for slot, total in enumerate(totals))
        return State(node, bits & mask, totals)

    def at(self, node: str, answers: Mapping[str, Answered]) -> State:
        """Return the state of a walk that has given these answers and stands at a node."""
        bits, totals = self.facts.unasked, self._no_totals
        for question_id, answer in answers.items():
            every, truths, points = self._effect(question_id, answer)
            bits = bits & ~every | truths
            totals = _added(totals, points)
        return self.arrive(node, bits, totals)

    def after(self, state: State, answer: Answered) -> State:
        """Return the state that follows when the question of a state is answered with any answer it takes."""
        node, bits, totals = state
        every, truths, points = self._effect(node, answer)
        target = target_of(self.tree.questions[node], answer)
        return self.arrive(target, bits & ~every | truths, _added(totals, points))

    def onward(self, state: State) -> list[State]:
        """Return the states that can follow a state."""
        return [arc.state for arc in self.arcs(state)]

    def _effect(self, question_id: str, answer: Answered) -> tuple[int, int, tuple[tuple[int, Fraction], ...]]:
        every = truths = 0
        for test in self.facts.tests.get(question_id, ()):
            bit = self.facts.bit[question_id, test]
            every |= bit
            truths |= bit if holds(test, answer) else 0
        tables = ((slot, table[question_id]) for slot, table in enumerate(self.facts.points) if question_id in table)
        points = ((slot, points_for(table, answer)) for slot, table in tables)
        return every, truths, tuple((slot, number) for slot, number in points if number)

    def moves(self, question_id: str) -> tuple[int, list[AnswerMove]]:
        """Return the bits that answering a question settles, and its classes of answers."""
        if question_id not in self._moves:
            question = self.tree.questions[question_id]
            carried = self.carried.get(question_id)
            answers = [carried] if carried is not None else [kind.example for kind in self.facts.kinds(question_id)]
            every, moves = 0, []
            for answer in answers:
                every, truths, points = self._effect(question_id, answer)
                moves.append(AnswerMove(target_of(question, answer), truths, points, answer))
            self._moves[question_id] = every, moves
        return self._moves[question_id]

    def arcs(self, state: State) -> Iterator[Arc]:
        """Yield the steps out of a state: one for each class of answers, one out of a branch, none out of an outcome.

        A question that was asked before has none (a loop), nor has a branch of which no case matches.
        """
        node, bits, totals = state
        if node in self.tree.questions:
            if self.loops(state):
                return
            every, moves = self.moves(node)
            for target, truths, points, answer in moves:
                yield Arc(self.arrive(target, bits & ~every | truths, _added(totals, points)), answer, -1)
        elif node in self.tree.branches:
            branch = self.tree.branches[node]
            line = self.line(state)
            if line is not None:
                onward = (branch.otherwise or "") if line == -1 else branch.lines[line][1]
                yield Arc(self.arrive(onward, bits, totals), None, line)

    def loops(self, state: State) -> bool:
        """Tell whether a state stands at a question that its walk has asked already."""
        if state.node not in self._looping:
            return False
        return bool(state.bits & self.facts.bit[state.node, WasAsked(wanted=True)])

    def line(self, state: State) -> int | None:
        """Return the case or row of a branch that matches in a state (-1: its else), or None if none does."""
        if state not in self._lines:
            branch = self.tree.branches[state.node]
            matching = (place for place, (condition, _) in enumerate(branch.lines) if self.holds(condition, state))
            self._lines[state] = next(matching, None if branch.otherwise is None else -1)
        return self._lines[state]

    def holds(self, condition: Condition, state: State) -> bool:
        """Tell whether a condition holds in a state that knows all it looks at."""
        return any(
            all(
                bool(state.bits & self.facts.bit[name, test])
                if name in self.tree.questions
                else holds(test, self.value(name, state))
                for name, test in tests
            )
            for tests in condition.alternatives
        )

    def value(self, value_id: str, state: State) -> str | int | float | None:
        """Return what a value is in a state that knows all it looks at; None: it has no result."""
        return value_of(
            self.tree,
            value_id,
            lambda condition: self.holds(condition, state),
            lambda total: state.totals[self.facts.sums[total]],
        )

    # What lies ahead

    def ahead(self, state: State) -> StillAhead:
        """Return the fewest and most questions from a state on, and the most cautious verdict that can come.

        Raises TooLarge if that would take looking at more states than the bound.
        """
        return worked_out(state, self._known, self.onward, self._sum_up, self.bound)

    def _sum_up(self, state: State, onward: list[StillAhead]) -> StillAhead:
        outcome = self.tree.outcomes.get(state.node)
        if outcome is not None:
            return StillAhead(0, 0, VERDICTS.index(outcome.verdict))
        if not onward:
            return StillAhead(0, 0, 0)
        cost = int(state.node in self.tree.questions and state.node not in self.carried)
        return StillAhead(
            cost + min(ahead.shortest for ahead in onward),
            cost + max(ahead.longest for ahead in onward),
            max(ahead.worst for ahead in onward),
        )


def all_from(start: Place, onward: Callable[[Place], Iterable[Place]], bound: int) -> set[Place]:
    """Return a state and every one that can follow it; raises TooLarge if they are more than the bound."""
    reached, waiting = {start}, [start]
    while waiting:
        fresh = set(onward(waiting.pop())) - reached
        reached |= fresh
        waiting += fresh
        if len(reached) > bound:
            raise TooLarge
    return reached


def worked_out(
    start: Place,
    known: dict[Place, Known],
    onward: Callable[[Place], Iterable[Place]],
    sum_up: Callable[[Place, list[Known]], Known],
    bound: int,
) -> Known:
    """Return what follows for a state from what is known of the states after it, which joins what is `known`.

    What closes a ring is left aside. Raises TooLarge if that would take looking at more states than the bound.
    """
    waiting = [start]
    opened: set[Place] = set()
    while waiting:
        state = waiting[-1]
        following = [] if state in known else list(onward(state))
        opened.add(state)
        missing = [later for later in following if later not in known and later not in opened]
        if missing:
            waiting += missing
            if len(known) + len(waiting) > bound:
                raise TooLarge
            continue
        waiting.pop()
        if state not in known:
            known[state] = sum_up(state, [known[later] for later in following if later in known])
    return known[start]


def target_of(question: Question, answer: Answered) -> str:
    """Return where an answer leads: by its own goto, else by the question's; empty if neither is there."""
    option = question.by_id.get(answer) if question.picks_one and isinstance(answer, str) else None
    return (option.goto if option else None) or question.goto or ""


def _added(totals: tuple[Fraction, ...], points: tuple[tuple[int, Fraction], ...]) -> tuple[Fraction, ...]:
    if not points:
        return totals
    now = list(totals)
    for slot, number in points:
        now[slot] += number
    return tuple(now)


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


def worst_by_gotos(tree: Tree, node: str) -> int:
    """Return the place in `VERDICTS` of the most cautious outcome that gotos lead to from a node.

    What answers and conditions rule out is not looked at, so it is never kinder than what can really come.
    """
    onward = dict(edges(tree))
    passed = followed_first(node, onward, set()) if node in onward else ()
    ends = {node, *(target for passed_node in passed for target in onward[passed_node])} & tree.outcomes.keys()
    return max((VERDICTS.index(tree.outcomes[end].verdict) for end in ends), default=0)


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
