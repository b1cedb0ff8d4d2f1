"""Both versions of a tree walked together, by the same person with the same answers, over all states they can be in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from postwise.author.diff.matching import NodeMatch
from postwise.logic.answer_classes import AnswerClasses, every_look, exact_points
from postwise.logic.gotos import edges, followed_first
from postwise.logic.search import Budget, TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.once import once
from postwise.tree.answers import AnswerError, read_answer
from postwise.tree.conditions import Answered, Between, Is

REFUSED = "(answer not taken)"
"""Where the new version is when it does not take an answer that the old one took."""


class Parting(NamedTuple):
    """Where the roads of the two versions part for the first time."""

    question: str | None
    """The old id of the question answered before; None if the walks begin at different places."""
    answer: str | None
    """The answer, if one is picked; None if the question is another."""
    was: str
    """The question or outcome that followed in the old version (its new id, if there is one)."""
    now: str
    """The question or outcome that follows in the new one."""


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

    def changes(self) -> tuple[dict[AdviceChange, dict[str, Answered]], bool]:
        """Return every way in which the recommendation changed, with the fewest answers; and whether that is all."""
        changes: dict[AdviceChange, dict[str, Answered]] = {}
        try:
            self._search(changes)
        except TooLarge:
            return changes, False
        return changes, True

    def _search(self, changes: dict[AdviceChange, dict[str, Answered]]) -> None:
        old, new = self._settled(self._old, self._old.start), self._settled(self._new, self._new.start)
        start = self._parted(None, None, StatePair(old, new, (), None))
        came: dict[StatePair, tuple[StatePair, str, Answered] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            pair = waiting.popleft()
            self.budget.spend()
            change = self._change(pair)
            if change is not None and change not in changes:
                changes[change] = _answers(came, pair)
            for name, answer, onward in self._onward(pair):
                if onward not in came:
                    came[onward] = pair, name, answer
                    waiting.append(onward)

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
            return self._caught_up(both if pair.parting else self._parted(question_id, picked, both))
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
            arc = next(iter(space.arcs(state)), None)
            if arc is None:
                return state
            state = arc.state
        return state

    def _ended(self, space: StateSpace, state: State) -> bool:
        return state.node not in space.tree.questions or space.loops(state)

    def _parted(self, question: str | None, answer: str | None, pair: StatePair) -> StatePair:
        """Return the pair, with where its roads part if they do so here."""
        was = self._as_new(pair.old.node)
        now = REFUSED if pair.new is None else pair.new.node
        return pair if was == now else pair._replace(parting=Parting(question, answer, was, now))

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


def _answers(came: Mapping[StatePair, tuple[StatePair, str, Answered] | None], pair: StatePair) -> dict[str, Answered]:
    """Return the answers that lead to a pair, in the order in which they were given."""
    given: list[tuple[str, Answered]] = []
    step = came[pair]
    while step is not None:
        before, question_id, answer = step
        given.append((question_id, answer))
        step = came[before]
    return dict(reversed(given))
