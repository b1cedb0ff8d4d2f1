"""The path that answers make through a tree: the only place that follows a walk from node to node."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from postwise.logic.answer_classes import exact_points, points_for, value_of
from postwise.logic.gotos import target_of
from postwise.tree.answers import AnswerError, in_words, plain_answer, read_answer
from postwise.tree.conditions import Answered, Condition
from postwise.tree.model import Answer, Question, Tree


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """One question that a walk has asked, and its answer."""

    tree: Tree = field(repr=False)
    node_id: str
    """The question's id."""
    answer: Answered
    line: int
    """The place of the answer that was picked; 0 of a question whose answers all lead the same way."""
    target: str
    """The node that follows."""
    unsure: bool = False
    """Whether *Not sure* was the answer, here or where it was carried from, and this one taken for it."""
    carried: bool = False
    """Whether the answer came along from an earlier tree."""

    @classmethod
    def of(cls, tree: Tree, question_id: str, answer: Answered, *, unsure: bool, carried: bool = False) -> QuestionStep:
        """Return the step that an answer makes; it has to be one that the question takes."""
        question = tree.questions[question_id]
        line = list(question.by_id).index(str(answer)) if question.picks_one else 0
        return cls(tree, question_id, answer, line, target_of(question, answer), unsure, carried)

    @property
    def question(self) -> Question:
        """The question as the tree has it."""
        return self.tree.questions[self.node_id]

    @property
    def chosen(self) -> tuple[Answer, ...]:
        """Which of the answers that there are was picked, or which were ticked."""
        names = self.answer if isinstance(self.answer, frozenset) else {self.answer}
        return tuple(option for option in self.question.options if option.name in names)

    @property
    def asserted(self) -> tuple[Answer, ...]:
        """Those of them that assert a right."""
        return tuple(option for option in self.chosen if option.rights)

    def notes(self, prose: Callable[[str], str]) -> Iterator[str]:
        """Yield the notes that the answer carries, filled."""
        return (prose(option.note) for option in self.chosen if option.note)

    def to_dict(self, filled: Callable[[str], str]) -> dict[str, Any]:
        """Return the step as an entry of ``steps`` in ``postwise.recommendation/1``, its words filled."""
        return {
            "question": self.node_id,
            "ask": filled(self.question.ask),
            "answer": plain_answer(self.answer),
            "text": in_words(self.question, self.answer, filled),
            "unsure": self.unsure,
            "tree": self.tree.id,
            "carried": self.carried,
        }


@dataclass(frozen=True, slots=True)
class BranchStep:
    """One branch that a walk has passed; nobody sees it."""

    node_id: str
    """The branch's id."""
    line: int
    """The place of the case or row that matched; behind the last one, the else."""
    target: str
    """The node that follows."""


PathStep = QuestionStep | BranchStep
NONE: Mapping[str, Any] = MappingProxyType({})


class HeldAnswers(NamedTuple):
    """The answers that a walk is made from, by question."""

    given: Mapping[str, QuestionStep] = NONE
    """Given on this road."""
    waiting: Mapping[str, QuestionStep] = NONE
    """Kept for questions that may still come up."""
    remembered: Mapping[str, QuestionStep] = NONE
    """Only to be highlighted."""


def steps_of(
    tree: Tree, answers: Mapping[str, Any], unsure: Collection[str] = (), *, carried: bool = False
) -> dict[str, QuestionStep]:
    """Return the steps that answers make in a tree, by question; those that it does not know or take are left out."""
    steps: dict[str, QuestionStep] = {}
    for question_id, raw in answers.items():
        question, unsure_here = tree.questions.get(question_id), question_id in unsure
        if question is not None:
            with suppress(AnswerError):
                answer = read_answer(question, raw)
                steps[question_id] = QuestionStep.of(tree, question_id, answer, unsure=unsure_here, carried=carried)
    return steps


def carried_into(tree: Tree, steps: Iterable[QuestionStep]) -> dict[str, QuestionStep]:
    """Return the steps that come along from earlier trees: to questions that a tree has, with answers it would take."""
    carried: dict[str, QuestionStep] = {}
    for step in steps:
        unsure = {step.node_id} if step.unsure else ()
        carried |= steps_of(tree, {step.node_id: step.answer}, unsure, carried=True)
    return carried


def path_of(tree: Tree, held: Mapping[str, QuestionStep]) -> tuple[tuple[PathStep, ...], str]:
    """Return the path through a tree as far as the answers held take it, and the node it comes to.

    It stops at a question that nothing answers or that was asked before, at a branch of which no line matches, and in a
    ring of branches.
    """
    path: list[PathStep] = []
    asked: dict[str, Answered] = {}
    node, turns = tree.about.start, 0
    while turns <= len(tree.branches):
        step: PathStep | None = None
        if node in tree.branches:
            step = _turning(tree, node, asked)
            turns += 1
        elif node in held and node not in asked:
            step = held[node]
            asked[node] = step.answer
            turns = 0
        if step is None:
            break
        path.append(step)
        node = step.target
    return tuple(path), node


def _turning(tree: Tree, branch_id: str, asked: Mapping[str, Answered]) -> BranchStep | None:
    branch, after = tree.branches[branch_id], AfterAnswers(tree, asked)
    for line, (condition, target) in enumerate(branch.lines):
        if after.holds(condition):
            return BranchStep(branch_id, line, target)
    return None if branch.otherwise is None else BranchStep(branch_id, len(branch.lines), branch.otherwise)


class NotYetError(Exception):
    """A value is looked at that has not been worked out yet."""


class AfterAnswers:
    """What conditions and values of a tree come to after answers; each value is worked out once, however many look."""

    def __init__(self, tree: Tree, asked: Mapping[str, Answered]) -> None:
        self.tree = tree
        self.asked = asked
        self._known: dict[str, str | int | float | None] = {}

    def holds(self, condition: Condition) -> bool:
        """Tell whether a condition holds."""
        return condition.holds(lambda name: self.asked.get(name) if name in self.tree.questions else self.value(name))

    def value(self, value_id: str) -> str | int | float | None:
        """Return what a value is; None if none of its lines match."""
        waiting = [value_id]
        while waiting:  # a long chain of values is no deep recursion
            try:
                self._known[waiting[-1]] = self._worked_out(waiting[-1])
                waiting.pop()
            except NotYetError as missing:
                waiting.append(str(missing))
        return self._known[value_id]

    def _worked_out(self, value_id: str) -> str | int | float | None:
        if value_id in self._known:
            return self._known[value_id]
        return value_of(self.tree, value_id, lambda condition: condition.holds(self._looked_at), self._total)

    def _looked_at(self, name: str) -> Answered | None:
        if name in self.tree.questions:
            return self.asked.get(name)
        if name not in self._known:
            raise NotYetError(name)
        return self._known[name]

    def _total(self, value_id: str) -> Fraction:
        table = exact_points(self.tree.values[value_id])
        return sum((points_for(table[q], self.asked[q]) for q in table if q in self.asked), Fraction(0))
