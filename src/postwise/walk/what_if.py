"""What would change a recommendation: single answers given otherwise, and the unsure ones that are worth settling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwise.logic.fewest_changes import fewest_changes
from postwise.logic.reachable_outcomes import LIMIT, OutcomeSet, ReachableOutcomes
from postwise.logic.state_space import State, StateSpace, TooLarge
from postwise.tree.answers import plain_answer
from postwise.tree.conditions import Answered
from postwise.tree.model import VERDICTS, Verdict
from postwise.walk.path import QuestionStep

if TYPE_CHECKING:
    from postwise.walk.walk import Walk


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


def changes(walk: Walk, limit: int = LIMIT) -> tuple[AnswerChange, ...]:
    """Return every single changed answer of a finished walk that leads elsewhere or may do so, kindest verdict first.

    Of numbers and dates there is one example for each class of answers that the tree tells apart; a text changes
    nothing. Where the kindest verdict is the same, sure changes come first. An unfinished walk has none. No more than
    `limit` states are looked at; changes whose outcomes that does not settle come last.
    """
    if walk.outcome is None:
        return ()
    outlook = _outlook(walk, limit)
    elsewhere = []
    for state, step in _states(outlook.space, walk):
        for answer, item in _otherwise(outlook, step):
            endings = _endings(outlook, [state], answer)
            if endings is None or (endings and endings.only != walk.at):
                words = walk.in_words(step.node_id, answer)
                elsewhere.append(AnswerChange(step.node_id, answer, words, item, endings))
    return tuple(sorted(elsewhere, key=lambda change: _kindness(change.endings)))


def _outlook(walk: Walk, limit: int) -> ReachableOutcomes:
    """Return where a walk can end if every answer of it is given again."""
    return ReachableOutcomes(_every_state(walk), walk.asked, limit)


def _every_state(walk: Walk) -> StateSpace:
    """Return the states of a walk's tree in which every question is asked, carried answers or not."""
    return walk.states if not walk.states.carried else StateSpace(walk.tree)


def _states(space: StateSpace, walk: Walk) -> Iterator[tuple[State, QuestionStep]]:
    """Yield the steps of a walk, each with the state in which its question was asked."""
    state = space.start
    for step in walk.steps:
        state = space.arrive(step.node_id, state.bits, state.totals)
        yield state, step
        state = space.after(state, step.answer)


def _otherwise(outlook: ReachableOutcomes, step: QuestionStep) -> Iterator[tuple[Answered, str | None]]:
    """Yield the other answers to the question of a step that are worth trying, a checklist's with the item changed."""
    if isinstance(step.answer, frozenset):
        for option in step.question.options:
            yield step.answer ^ {option.name}, option.name
        if len(step.answer) > 1:
            yield frozenset(), None
    elif step.question.kind != "text":
        for answer_class in outlook.space.facts.kinds(step.node_id):
            if answer_class.example != step.answer:
                yield answer_class.example, None


def _endings(outlook: ReachableOutcomes, states: Iterable[State], answer: Answered) -> OutcomeSet | None:
    try:
        return outlook.after(states, answer)
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

    def taken(self, walk: Walk) -> Walk:
        """Return the walk with the changes made and the new questions answered."""
        turned = {turn.question: turn.answer for turn in (*self.changes, *self.new)}
        return walk.taking({**walk.answers, **turned}, walk.unsure - turned.keys())


def fewest(walk: Walk, limit: int = LIMIT) -> FewestChanges | None:
    """Return the fewest changes that lead a finished walk to `go`, or to the kindest verdict that answers can reach.

    None if nothing kinder than the walk's own verdict can be reached, if the walk is unfinished, or if `limit` states
    do not suffice to find it.
    """
    ending = None if walk.outcome is None else fewest_changes(_every_state(walk), walk.asked, walk.at, limit)
    if ending is None:
        return None
    outcome, turns = ending
    answers: tuple[list[NewAnswer], list[NewAnswer]] = ([], [])
    for turn in turns:
        words = walk.in_words(turn.question, turn.answer)
        answers[turn.new].append(NewAnswer(turn.question, turn.answer, words))
    return FewestChanges(outcome, walk.tree.outcomes[outcome].verdict, *map(tuple, answers))


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
    """Every answer to it, in the order of the tree."""

    def to_dict(self) -> dict[str, object]:
        """Return the question as an entry of ``settle`` in ``postwise.recommendation/1``."""
        leads = [{"answer": lead.answer, "outcomes": list(lead.endings)} for lead in self.answers]
        return {"question": self.question, "answers": leads}


def settle(walk: Walk, limit: int = LIMIT) -> tuple[WorthSettling, ...]:
    """Return the questions of a finished walk answered with *Not sure* that are worth settling, the most telling first.

    An answer is worth settling if it makes a difference to the verdict with every other answer as it is, or with the
    other unsure ones left open. The most telling leave the fewest verdicts open on average; of those that leave as
    many, the one whose answers lie furthest apart. An unfinished walk has none, nor one without unsure answers. In a
    tree too large to leave them open, the other unsure answers stay as they are.
    """
    unsure = frozenset(step.node_id for step in walk.steps if step.unsure)
    if walk.outcome is None or not unsure:
        return ()
    kept = _outlook(walk, limit)
    before = {step.node_id: [state] for state, step in _states(kept.space, walk) if step.unsure}
    try:
        return _most_telling(walk, kept, before, *_left_open(kept, unsure))
    except TooLarge:
        pass
    try:
        return _most_telling(walk, kept, before, kept, before)
    except TooLarge:
        return ()


def _left_open(kept: ReachableOutcomes, unsure: frozenset[str]) -> tuple[ReachableOutcomes, dict[str, list[State]]]:
    """Return the outlook in which no unsure answer is known, and the states in which their questions can be asked."""
    free = kept.freeing(unsure)
    states: dict[str, list[State]] = {question_id: [] for question_id in unsure}
    for state in free.states():
        if state.node in states and not free.space.loops(state):
            states[state.node].append(state)
    return free, states


Asked = dict[str, list[State]]
"""The states in which unsure questions are asked."""


def _most_telling(
    walk: Walk, kept: ReachableOutcomes, before: Asked, free: ReachableOutcomes, states: Asked
) -> tuple[WorthSettling, ...]:
    telling = []
    for question_id, asked in before.items():
        if _matters(kept, question_id, asked) or _matters(free, question_id, states[question_id]):
            leads = (
                PossibleAnswer(option.name, walk.filled(option.text), free.after(states[question_id], option.name))
                for option in walk.tree.questions[question_id].options
            )
            telling.append(WorthSettling(question_id, tuple(leads)))
    return tuple(sorted(telling, key=_telling))


def _matters(outlook: ReachableOutcomes, question_id: str, states: list[State]) -> bool:
    answers = outlook.space.tree.questions[question_id].by_id
    return any(len({outlook.after([state], answer).verdicts for answer in answers}) > 1 for state in states)


def _telling(question: WorthSettling) -> tuple[float, int]:
    """Return where a question stands among those worth settling: verdicts left open on average, then how far apart."""
    widths = [_width(lead.endings) for lead in question.answers]
    left = sum(len(lead.endings.verdicts) for lead in question.answers) / len(widths)
    return left, min(kindest for kindest, _ in widths) - max(most_cautious for _, most_cautious in widths)
