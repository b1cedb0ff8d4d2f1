"""Both versions of a tree walked together, by the same person with the same answers, over all states they can be in."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from postwise.author.diff.matching import NodeMatch
from postwise.logic.answer_classes import AnswerClasses, every_look, exact_points
from postwise.logic.gotos import edges, followed_first
from postwise.logic.search import Budget, Search, TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.once import once
from postwise.tree.answers import AnswerError, read_answer
from postwise.tree.conditions import Answered, Between, Is
from postwise.tree.model import VERDICTS

REFUSED = "(answer not taken)"
"""Where the new version is when it does not take an answer that the old one took."""


class Parting(NamedTuple):
    """Where the roads of the two versions part for the first time: at a goto of a question, or in a branch."""

    question: str | None
    """The old id of the question answered before; None if the walks begin at different places."""
    answer: str | None
    """The answer, if one is picked; None if the question is another."""
    branch: str | None
    """The branch that both come to and that leads elsewhere now; None if the question leads elsewhere itself."""
    was: str
    """What followed there in the old version (under its new id, if there is one)."""
    now: str
    """What follows there in the new one."""


class StatePair(NamedTuple):
    """Where both walks are, and the answers of either that the other can still come to ask for."""

    old: State
    new: State | None
    """None: the new version has not taken an answer."""
    pending: tuple[tuple[str, Answered], ...]
    parting: Parting | None


class AdviceChange(NamedTuple):
    """A way in which the recommendation is another now."""

    parting: Parting
    was: str
    """The old outcome."""
    now: str
    """The new outcome, or what keeps the walk from one."""


class NotSureChange(NamedTuple):
    """A question at which *Not sure* takes another answer now."""

    question: str
    """Its new id."""
    old: str
    """The answer that it took, under its new id if there is one."""
    new: str


@dataclass
class PairedChanges:
    """What walking both versions together has found."""

    examples: dict[AdviceChange, dict[str, Answered]] = field(default_factory=dict)
    """Every way in which the recommendation is another now, with the fewest answers that show it."""
    not_sure: dict[NotSureChange, dict[str, Answered]] = field(default_factory=dict)
    """Where *Not sure* takes another answer, with the fewest answers that lead there."""
    complete: bool = False
    """Whether the trees were small enough to be looked at as a whole."""
    walks: dict[AdviceChange, int] = field(default_factory=dict)
    """How many walks change in that way; empty if that could not be counted."""
    in_all: int = 0
    """How many walks there are through both versions together."""


@dataclass(frozen=True)
class PairedSearch:
    """The search through both versions."""

    match: NodeMatch
    budget: Budget

    @once
    def _old(self) -> StateSpace:
        return StateSpace(self.match.old, budget=self.budget)

    @once
    def _new(self) -> StateSpace:
        return StateSpace(self.match.new, budget=self.budget)

    @once
    def _facts(self) -> AnswerClasses:
        """The classes of answers to old questions, cut by what either version asks of them."""
        match, facts = self.match, AnswerClasses(self.match.old)
        back = match.back
        for name, test in every_look(match.new):
            if name in back.questions:
                facts.note(back.questions[name], back.test(name, test))
        for question_id, after in match.questions.items():
            question, other = match.old.questions[question_id], match.new.questions[after]
            if question.kind == other.kind and question.kind in {"number", "date"}:
                facts.note(question_id, Between(other.min, other.max))
            if question.kind == "checklist":
                for item in question.by_id.keys() - match.answer_ids(question_id).keys():
                    facts.note(question_id, Is(item))
        for value in match.new.values.values():
            if value.sum is not None:
                facts.points.append(
                    {
                        back.questions[name]: {back.answer(name, answer): number for answer, number in table.items()}
                        for name, table in exact_points(value).items()
                        if name in back.questions
                    }
                )
        return facts

    @once
    def _new_only(self) -> AnswerClasses:
        return AnswerClasses(self.match.new)

    def changes(self) -> PairedChanges:
        """Return what differs between the walks of both."""
        found = PairedChanges()
        try:
            self._count(self._search(found), found)
        except TooLarge:
            return found
        found.complete = True
        return found

    def _search(self, found: PairedChanges) -> dict[StatePair, Counter[StatePair]]:
        """Look at every pair of states, and return how many answers lead from each to which."""
        start = self._begun()
        came: dict[StatePair, tuple[StatePair, str, Answered] | None] = {start: None}
        onward: dict[StatePair, Counter[StatePair]] = {}
        waiting = deque([start])
        while waiting:
            pair = waiting.popleft()
            self.budget.spend()
            change, unsure = self._change(pair), self._not_sure(pair)
            if change is not None and change not in found.examples:
                found.examples[change] = _answers(came, pair)
            if unsure is not None and unsure not in found.not_sure:
                found.not_sure[unsure] = _answers(came, pair)
            steps = onward[pair] = Counter()
            for name, answer, after in self._onward(pair):
                steps[after] += 1
                if after not in came:
                    came[after] = pair, name, answer
                    waiting.append(after)
        return onward

    def _count(self, onward: Mapping[StatePair, Counter[StatePair]], found: PairedChanges) -> None:
        """Count the walks that come to each end; every step answers a question, so that none comes round."""
        before = Counter(after for steps in onward.values() for after in steps)
        walks = Counter({next(iter(onward)): 1})
        waiting = [next(iter(onward))]
        while waiting:
            pair = waiting.pop()
            for after, ways in onward[pair].items():
                walks[after] += walks[pair] * ways
                before[after] -= 1
                if not before[after]:
                    waiting.append(after)
            if not onward[pair] and pair.old.node in self.match.old.outcomes:
                found.in_all += walks[pair]
                change = self._change(pair)
                if change is not None:
                    found.walks[change] = found.walks.get(change, 0) + walks[pair]

    # Not sure

    def _not_sure(self, pair: StatePair) -> NotSureChange | None:
        """Return what *Not sure* takes in either version where both ask the same after the same road, if it differs."""
        old, new = pair.old, pair.new
        if new is None or pair.parting or self.match.questions.get(old.node) != new.node:
            return None
        asked = self.match.old.questions[old.node], self.match.new.questions[new.node]
        if not all(question.picks_one for question in asked):
            return None
        was = str(self.match.answer(old.node, self._old_ends.cautious(old)))
        now = self._new_ends.cautious(new)
        return None if was == now else NotSureChange(new.node, was, now)

    @once
    def _old_ends(self) -> CautiousEnds:
        return CautiousEnds(self._old)

    @once
    def _new_ends(self) -> CautiousEnds:
        return CautiousEnds(self._new)

    # One step

    def _onward(self, pair: StatePair) -> Iterator[tuple[str, Answered, StatePair]]:
        """Yield the steps out of a pair: question (by its old id, if it has one), answer, and where both are then."""
        if not self._ended(self._old, pair.old):
            question_id = pair.old.node
            for answer in self._facts.kinds(question_id):
                yield question_id, answer, self._answered(pair, question_id, answer)
            return
        if pair.new is None or self._ended(self._new, pair.new):
            return
        question_id = pair.new.node
        old_id = self.match.back.questions.get(question_id, question_id)
        for answer in self._new_only.kinds(question_id):
            new = self._settled(self._new, self._new.after(pair.new, answer))
            yield old_id, answer, self._caught_up(pair._replace(new=new))

    def _answered(self, pair: StatePair, question_id: str, answer: Answered) -> StatePair:
        """Return where both are when the old version's question has been answered, in both if both ask it."""
        old = self._settled(self._old, self._old.after(pair.old, answer))
        after = self.match.questions.get(question_id)
        if pair.new is not None and pair.new.node == after:
            new = self._take(pair.new, question_id, answer)
            picked = answer if isinstance(answer, str) and self.match.old.questions[question_id].picks_one else None
            both = pair._replace(old=old, new=new)
            return self._caught_up(both if pair.parting else self._parted(question_id, picked, pair, both, answer))
        return self._caught_up(pair._replace(old=old, pending=(*pair.pending, (question_id, answer))))

    def _take(self, new: State, question_id: str, answer: Answered) -> State | None:
        """Return where the new version goes with an answer to an old question; None if it does not take it."""
        as_new = self.match.answer(question_id, answer)
        try:
            read_answer(self.match.new.questions[new.node], as_new)
        except AnswerError:
            return None
        return self._settled(self._new, self._new.after(new, as_new))

    def _caught_up(self, pair: StatePair) -> StatePair:
        """Let the new version take the answers given to the old one already, and forget those it cannot ask for."""
        pending = dict(pair.pending)
        new = pair.new
        before = {self.match.questions.get(question_id): question_id for question_id in pending}
        while new is not None and before.get(new.node) in pending:
            if self._new.loops(new):
                break
            question_id = before[new.node]
            new = self._take(new, question_id, pending[question_id])
        if new is None:
            return pair._replace(new=None, pending=())
        ahead = self._ahead.get(new.node, frozenset())
        kept = tuple(
            sorted(((n, a) for n, a in pending.items() if self.match.questions.get(n) in ahead), key=itemgetter(0))
        )
        return pair._replace(new=new, pending=kept)

    def _settled(self, space: StateSpace, state: State) -> State:
        """Return the question or outcome that a state comes to through branches; a branch it gets stuck in, itself."""
        for _ in range(len(space.tree.branches) + 1):
            if state.node not in space.tree.branches:
                return state
            onward = self._out_of(space, state)
            if onward is state:
                return state
            state = onward
        return state

    def _out_of(self, space: StateSpace, state: State) -> State:
        """Return where a branch sends a walk; if it gets stuck there, the state itself."""
        arc = next(iter(space.arcs(state)), None)
        return state if arc is None else arc.state

    def _ended(self, space: StateSpace, state: State) -> bool:
        return state.node not in space.tree.questions or space.loops(state)

    def _begun(self) -> StatePair:
        old, new = self._old.start, self._new.start
        pair = StatePair(self._settled(self._old, old), self._settled(self._new, new), (), None)
        return pair._replace(parting=self._apart(Parting(None, None, None, "", ""), old, new, pair))

    def _parted(
        self, question: str, picked: str | None, pair: StatePair, after: StatePair, answer: Answered
    ) -> StatePair:
        """Return where both are after an answer, with where their roads part if they do so here."""
        parting = Parting(question, picked, None, self._as_new(after.old.node), REFUSED)
        if pair.new is None or after.new is None:
            return after._replace(parting=parting)
        old = self._old.after(pair.old, answer)
        new = self._new.after(pair.new, self.match.answer(question, answer))
        return after._replace(parting=self._apart(parting, old, new, after))

    def _apart(self, parting: Parting, old: State, new: State, settled: StatePair) -> Parting | None:
        """Return where roads part that were led to two states at first; None if both settle at the same."""
        if settled.new is not None and self._as_new(settled.old.node) == settled.new.node:
            return None
        branch = None
        while self._as_new(old.node) == new.node:  # so it is a branch, which sends them apart here or further on
            branch, old, new = new.node, self._out_of(self._old, old), self._out_of(self._new, new)
        return parting._replace(branch=branch, was=self._as_new(old.node), now=new.node)

    def _as_new(self, node: str) -> str:
        if node in self.match.old.questions:
            return self.match.questions.get(node, node)
        return self.match.outcomes.get(node, node)

    def _change(self, pair: StatePair) -> AdviceChange | None:
        """Return how the recommendation of a pair of ended walks differs, or None if it does not or they go on."""
        if not self._ended(self._old, pair.old) or pair.old.node not in self.match.old.outcomes or pair.parting is None:
            return None
        if pair.new is not None and not self._ended(self._new, pair.new):
            return None
        now = REFUSED if pair.new is None else pair.new.node
        return None if self._as_new(pair.old.node) == now else AdviceChange(pair.parting, pair.old.node, now)

    @once
    def _ahead(self) -> Mapping[str, frozenset[str]]:
        """The questions that the gotos of the new version can lead to from each of its nodes, itself among them."""
        onward = dict(edges(self.match.new))
        ahead: dict[str, frozenset[str]] = {}
        for node_id in onward:
            reached = followed_first(node_id, onward, set())
            ahead[node_id] = frozenset(reached) & self.match.new.questions.keys()
        return ahead


class CautiousEnds:
    """What *Not sure* takes in a version, wherever a walk stands in it (trees/README.md, "What a walk promises")."""

    def __init__(self, space: StateSpace) -> None:
        self.space = space
        self._worst = Search(space.onward, self._sum_up, space.budget)

    def cautious(self, state: State) -> str:
        """Return the answer marked, else the first of those on whose road the most cautious ending can come."""
        options = self.space.tree.questions[state.node].options
        marked = next((option.name for option in options if option.unsure), None)
        return marked or max(
            (option.name for option in options), key=lambda name: self._worst.of(self.space.after(state, name))
        )

    def _sum_up(self, state: State, onward: list[int]) -> int:
        outcome = self.space.tree.outcomes.get(state.node)
        return max(onward, default=0) if outcome is None else VERDICTS.index(outcome.verdict)


def _answers(came: Mapping[StatePair, tuple[StatePair, str, Answered] | None], pair: StatePair) -> dict[str, Answered]:
    """Return the answers that lead to a pair, in the order in which they were given."""
    given: list[tuple[str, Answered]] = []
    step = came[pair]
    while step is not None:
        before, question_id, answer = step
        given.append((question_id, answer))
        step = came[before]
    return dict(reversed(given))
