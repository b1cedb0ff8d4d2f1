"""What would change a recommendation: single answers given otherwise, and the unsure ones that are worth settling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace

from postwise.logic.decided import deciding
from postwise.logic.fewest_changes import fewest_changes
from postwise.logic.reachable_outcomes import OutcomeSet, ReachableOutcomes
from postwise.logic.search import Budget, TooLarge
from postwise.logic.state_space import State, StateSpace
from postwise.once import once
from postwise.tree.answers import in_words, plain_answer
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Tree, Verdict
from postwise.walk.path import QuestionStep


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer of a walk given otherwise, all others kept as far as their questions come up."""

    question: str
    answer: Answered
    words: str
    """The other answer as a person reads it; for a checklist, everything that is then ticked."""
    item: str | None
    """The one item of a checklist that is ticked or unticked; None for other questions, and for ticking nothing."""
    endings: OutcomeSet | None
    """Where it leads: several outcomes if it opens questions not yet answered, None if the tree is too large to say."""

    @property
    def outcome(self) -> str | None:
        """The outcome it leads to, or None if that depends on questions not yet answered."""
        return self.endings.only if self.endings else None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict it leads to, or None if that depends on questions not yet answered."""
        verdicts = self.endings.verdicts if self.endings else ()
        return verdicts[0] if len(verdicts) == 1 else None

    def to_dict(self) -> dict[str, object]:
        """Return the change as an entry of ``changes`` in ``postwise.recommendation/1``."""
        entry: dict[str, object] = {
            "question": self.question,
            "answer": plain_answer(self.answer),
            "outcome": self.outcome,
            "verdict": self.verdict,
        }
        return entry if self.outcome is not None else {**entry, "outcomes": list(self.endings or ())}


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One answer that is given otherwise, or given to a question not yet asked."""

    question: str
    answer: Answered
    words: str
    """The answer as a person reads it."""


@dataclass(frozen=True, slots=True)
class FewestChanges:
    """The shortest way from a walk to a kinder outcome."""

    outcome: str
    verdict: Verdict
    changes: tuple[NewAnswer, ...]
    """The answers given otherwise, in the order in which their questions come up."""
    new: tuple[NewAnswer, ...]
    """The answers to questions that the walk has not asked; a new answer is not a change."""

    @property
    def answers(self) -> dict[str, Answered]:
        """All of them, by question."""
        return {turn.question: turn.answer for turn in (*self.changes, *self.new)}


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """One answer to a question that was answered with *Not sure*, and where it can lead."""

    answer: str
    words: str
    endings: OutcomeSet
    """Several outcomes if they depend on other unsure answers, or on questions not yet answered."""


@dataclass(frozen=True, slots=True)
class WorthSettling:
    """A question answered with *Not sure* whose answer could change the verdict."""

    question: str
    answers: tuple[PossibleAnswer, ...]
    """Every answer to it, in the order of the tree; none beside an ending that is a right."""

    def to_dict(self) -> dict[str, object]:
        """Return the question as an entry of ``settle`` in ``postwise.recommendation/1``."""
        leads = [{"answer": lead.answer, "outcomes": list(lead.endings)} for lead in self.answers]
        return {"question": self.question, "answers": leads}


LIMIT = 100_000
"""So much is looked at to say one thing of a walk: a person does not wait for it long."""
Asked = dict[str, list[State]]
"""The states in which questions are asked."""


@dataclass(frozen=True)
class WhatIf:
    """What other answers would do to a finished walk; of an unfinished one there is nothing to say.

    For each of the things it says no more is looked at, in states and diagrams, than `limit`.
    """

    tree: Tree = field(repr=False)
    at: str
    """The node that the walk stands at."""
    steps: tuple[QuestionStep, ...]
    """The questions asked in this tree, each with its answer."""
    filled: Callable[[str], str]
    """Fills the words in braces."""
    limit: int = LIMIT

    @once
    def asked(self) -> dict[str, Answered]:
        """The answers, by question."""
        return {step.node_id: step.answer for step in self.steps}

    @once
    def space(self) -> StateSpace:
        """The states of the tree in which every question is asked, carried answers or not."""
        space = StateSpace(self.tree, budget=Budget(5 * self.limit))
        try:
            with space.budget.part(self.limit):
                _ = space.made.branches
        except TooLarge:  # so will everything be that is asked of it: it is not tried again
            space.budget.left = 0
        return space

    def _part(self) -> AbstractContextManager[None]:
        """Return what lets one thing that is said take no more than its part."""
        return self.space.budget.part(self.limit)

    def _outlook(self) -> ReachableOutcomes:
        """Return where the walk can end if every answer of it is given again."""
        return ReachableOutcomes(self.space, self.asked)

    def _states(self) -> Iterator[tuple[State, QuestionStep]]:
        """Yield the steps of the walk, each with the state in which its question was asked."""
        state = self.space.start
        for step in self.steps:
            while state.node != step.node_id:
                state = self.space.onward(state)[0]
            yield state, step
            state = self.space.after(state, step.answer)

    def _words(self, question_id: str, answer: Answered) -> str:
        return in_words(self.tree.questions[question_id], answer, self.filled)

    @once
    def changes(self) -> tuple[AnswerChange, ...]:
        """Every single changed answer that leads elsewhere or may do so, the kindest verdict first.

        Of numbers and dates there is one example for each class of answers that the tree tells apart; a text changes
        nothing. Where the kindest verdict is the same, sure changes come first; those whose outcomes the limit leaves
        unknown come last. None are listed beside an ending that is a right: nobody is invited to tell what happened to
        them otherwise.
        """
        end = self.tree.outcomes.get(self.at)
        if end is None or end.rights:
            return ()
        with self._part():
            return tuple(sorted(self._elsewhere(), key=lambda change: _kindness(change.endings)))

    def _elsewhere(self) -> Iterator[AnswerChange]:
        outlook = self._outlook()
        asked: dict[str, State] = {}
        with suppress(TooLarge):
            asked.update((step.node_id, state) for state, step in self._states())
        for step in self.steps:
            for answer, item in self._otherwise(step):
                endings = _endings(outlook, asked.get(step.node_id), answer)
                if endings is None or (endings and endings.only != self.at):
                    words = self._words(step.node_id, answer)
                    yield AnswerChange(step.node_id, answer, words, item, endings)

    def _otherwise(self, step: QuestionStep) -> Iterator[tuple[Answered, str | None]]:
        """Yield the other answers to a step's question that are worth trying, a checklist's with the item changed.

        Nobody is invited to another answer to a fact, or to one that asserts a right.
        """
        if step.question.fact or step.question.rights:
            return
        asserted = {option.name for option in step.asserted}
        if isinstance(step.answer, frozenset):
            for option in step.question.options:
                if option.name not in asserted:
                    yield step.answer ^ {option.name}, option.name
            if len(step.answer) > 1 and not asserted:
                yield frozenset(), None
        elif asserted:
            return
        elif step.question.kind != "text":
            others = (answer for answer in self.space.facts.kinds(step.node_id) if answer != step.answer)
            yield from ((answer, None) for answer in others)

    @once
    def decided(self) -> tuple[str, ...] | None:
        """The questions whose answers fix the outcome, whatever else is answered; none of them can be left out.

        None before the end of the walk, and where the tree is too large to say.
        """
        if self.at not in self.tree.outcomes:
            return None
        with suppress(TooLarge), self._part():
            return deciding(self.space, [(state, step.answer) for state, step in self._states()], self.at)
        return None

    def decided_entry(self) -> dict[str, object] | None:
        """Return what decided it as the ``decided`` of ``postwise.recommendation/1``."""
        return None if self.decided is None else {"by": list(self.decided), "outcome": self.at}

    @once
    def fewest(self) -> FewestChanges | None:
        """The fewest changes that lead to `go`, or to the kindest verdict that answers can reach.

        Facts, and answers that assert a right, stay as they are. None if nothing kinder than the walk's own verdict can
        be reached then, if the ending itself is a right, or if the limit does not suffice to find it.
        """
        end = self.tree.outcomes.get(self.at)
        if end is None or end.rights:
            return None
        fixed = [step.node_id for step in self.steps if step.question.fact or step.question.rights or step.asserted]
        with self._part():
            ending = fewest_changes(self.space, self.asked, end.verdict, fixed)
        if ending is None:
            return None
        outcome_id, turns = ending
        answers: tuple[list[NewAnswer], list[NewAnswer]] = ([], [])
        for state, answer, _, new in turns:
            if answer is not None:
                answers[new].append(NewAnswer(state.node, answer, self._words(state.node, answer)))
        return FewestChanges(outcome_id, self.tree.outcomes[outcome_id].verdict, *map(tuple, answers))

    @once
    def settle(self) -> tuple[WorthSettling, ...]:
        """The questions answered with *Not sure* that are worth settling, the most telling first.

        An answer is worth settling if it makes a difference to the verdict with every other answer as it is, or with
        the other unsure ones left open; what leads to no ending is left out. The most telling leave the fewest verdicts
        open on average; of those that leave as many, the one whose answers lie furthest apart. In a tree too large to
        leave them open, the other unsure answers stay as they are. Beside an ending that is a right the questions are
        named alone, for the same reason as above.
        """
        unsure = frozenset(step.node_id for step in self.steps if step.unsure)
        if self.at not in self.tree.outcomes or not unsure:
            return ()
        kept = self._outlook()
        before: Asked = {}
        with suppress(TooLarge), self._part():
            before |= {step.node_id: [state] for state, step in self._states() if step.unsure}
            return self._most_telling(kept, before, *_left_open(kept, unsure))
        with suppress(TooLarge), self._part():
            return self._most_telling(kept, before, kept, before)
        return ()

    def _most_telling(
        self, kept: ReachableOutcomes, before: Asked, free: ReachableOutcomes, states: Asked
    ) -> tuple[WorthSettling, ...]:
        telling = []
        for question_id, asked in before.items():
            if _matters(kept, question_id, asked) or _matters(free, question_id, states[question_id]):
                leads = (
                    PossibleAnswer(option.name, self.filled(option.text), free.after(states[question_id], option.name))
                    for option in self.tree.questions[question_id].options
                )
                telling.append(WorthSettling(question_id, tuple(lead for lead in leads if lead.endings)))
        telling.sort(key=_telling)
        beside_a_right = self.tree.outcomes[self.at].rights
        return tuple(replace(doubt, answers=()) if beside_a_right else doubt for doubt in telling)


def _endings(outlook: ReachableOutcomes, state: State | None, answer: Answered) -> OutcomeSet | None:
    """Return where an answer leads in a state; None if the state, or what follows it, is too much to look at."""
    if state is None:
        return None
    try:
        return outlook.after([state], answer)
    except TooLarge:
        return None


def _kindness(endings: OutcomeSet | None) -> tuple[int, bool, int]:
    """Return where a change stands among others: its kindest verdict, whether it is sure, its most cautious verdict."""
    if endings is None:
        return len(VERDICTS), True, len(VERDICTS)
    kindest, most_cautious = _width(endings)
    return kindest, endings.only is None, most_cautious


def _width(endings: OutcomeSet) -> tuple[int, int]:
    verdicts = endings.verdicts
    return VERDICTS.index(verdicts[0]), VERDICTS.index(verdicts[-1])


def _left_open(kept: ReachableOutcomes, unsure: frozenset[str]) -> tuple[ReachableOutcomes, dict[str, list[State]]]:
    """Return the outlook in which no unsure answer is known, and the states in which their questions can be asked."""
    known = {question_id: answer for question_id, answer in kept.known.items() if question_id not in unsure}
    free = ReachableOutcomes(kept.space, known)
    states: dict[str, list[State]] = {question_id: [] for question_id in unsure}
    for state in free.states():
        if state.node in states and not free.space.loops(state):
            states[state.node].append(state)
    return free, states


def _matters(outlook: ReachableOutcomes, question_id: str, states: list[State]) -> bool:
    answers = outlook.space.tree.questions[question_id].by_id
    return any(len({outlook.after([state], answer).verdicts for answer in answers} - {()}) > 1 for state in states)


def _telling(question: WorthSettling) -> tuple[float, int]:
    """Return where a question stands among those worth settling: verdicts left open on average, then how far apart."""
    widths = [_width(lead.endings) for lead in question.answers]
    left = sum(len(lead.endings.verdicts) for lead in question.answers) / len(widths)
    return left, min(kindest for kindest, _ in widths) - max(most_cautious for _, most_cautious in widths)
