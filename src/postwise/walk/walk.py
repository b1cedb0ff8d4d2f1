"""A walk through a tree: its state is the answers given and nothing else; all that follows from them is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from postwise.logic.answer_classes import exact_points, points_for, value_of
from postwise.logic.state_space import StateSpace, StillAhead, TooLarge
from postwise.tree.answers import AnswerError, in_words, read_answer
from postwise.tree.conditions import Answered, Condition
from postwise.tree.model import VERDICTS, Answer, Note, Outcome, Question, Tree
from postwise.tree.placeholders import DEFAULTS, fill, spoken
from postwise.walk.recommendation import Recommendation, recommend

NONE: Mapping[str, Any] = MappingProxyType({})


class WalkError(ValueError):
    """A walk cannot go on as asked: there is no question open, or the tree leads nowhere from here."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question that the walk has asked, and its answer."""

    tree: Tree = field(repr=False)
    name: str
    """The question's id."""
    answer: Answered
    unsure: bool = False
    """Whether *Not sure* was the answer, here or where it was carried from, and this one taken for it."""
    carried: bool = False
    """Whether the answer came along from an earlier tree."""

    @property
    def question(self) -> Question:
        """The question as the tree has it."""
        return self.tree.questions[self.name]


@dataclass(frozen=True, slots=True)
class AnswerPath:
    """Where answers lead: the questions asked on the way, in order, and the node that the walk stands at."""

    steps: tuple[Step, ...]
    node: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a changed answer does to the answers given before, by their questions and in their order."""

    kept: tuple[str, ...]
    """Still on the road, or waiting behind an open question that can lead to theirs."""
    dropped: tuple[str, ...]
    """Struck out: their questions cannot come up, whatever the open one is answered with."""


@dataclass(frozen=True)
class Walk:
    """A walk through a tree.

    Two walks are the same if they stand in the same tree with the same answers on their road; answers that are only
    remembered, because their question does not come up any more, do not count.
    """

    tree: Tree = field(repr=False)
    answers: Mapping[str, Answered] = field(default_factory=dict)
    """The answers given, by question, on this road."""
    unsure: frozenset[str] = frozenset()
    """The questions answered with *Not sure* in this tree."""
    waiting: Mapping[str, Step] = field(default_factory=dict, compare=False)
    """Answers kept for questions that may still come up behind the open one; taken when they do."""
    remembered: Mapping[str, Answered] = field(default_factory=dict, compare=False)
    """Answers whose question does not come up any more: highlighted, should it return."""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The organisation's profile."""
    previous: Walk | None = None
    """The walk that handed over to this tree."""
    space: StateSpace | None = field(default=None, compare=False, repr=False)
    """What is known of the tree's states; made when first needed and handed on from walk to walk."""

    def __post_init__(self) -> None:
        """Keep of the answers those that the road asks for; the others wait while it is open, then are remembered."""
        own = {step.name: step for step in self.steps if not step.carried}
        if own.keys() == self.answers.keys() and (self.question is not None or not self.waiting):
            return
        given = {name: Step(self.tree, name, answer, name in self.unsure) for name, answer in self.answers.items()}
        rest = {name: step for name, step in {**self.waiting, **given}.items() if name not in own}
        if self.question is None:
            gone = {name: step.answer for name, step in rest.items()}
            object.__setattr__(self, "remembered", MappingProxyType({**self.remembered, **gone}))
            rest = {}
        object.__setattr__(self, "waiting", MappingProxyType(rest))
        object.__setattr__(self, "answers", MappingProxyType({name: step.answer for name, step in own.items()}))
        object.__setattr__(self, "unsure", frozenset(name for name, step in own.items() if step.unsure))

    @classmethod
    def replay(
        cls,
        tree: Tree,
        answers: Mapping[str, Any],
        unsure: frozenset[str] = frozenset(),
        words: Mapping[str, str] = NONE,
        previous: Walk | None = None,
    ) -> Walk:
        """Return the walk that these answers make in a tree, as far as it takes them.

        Answers that the tree does not know or take are left out; ``steps`` and ``question`` say how far it came.
        """
        fitting: dict[str, Answered] = {}
        for name, raw in answers.items():
            question = tree.questions.get(name)
            if question is not None:
                try:
                    fitting[name] = read_answer(question, raw)
                except AnswerError:
                    continue
        return cls(tree, fitting, unsure & fitting.keys(), words=words, previous=previous)

    # Where the walk stands

    @cached_property
    def _road(self) -> AnswerPath:
        steps: list[Step] = []
        asked: dict[str, Answered] = {}
        node, turns = self.tree.about.start, 0
        while True:
            question = self.tree.questions.get(node)
            if question is None:
                branch = self.tree.branches.get(node)
                if branch is None or turns > len(self.tree.branches):
                    return AnswerPath(tuple(steps), node)
                onward = next((to for when, to in branch.lines if self._holds(when, asked)), branch.otherwise)
                if onward is None:
                    return AnswerPath(tuple(steps), node)
                node, turns = onward, turns + 1
                continue
            turns = 0
            step = self._step(node)
            if step is None or node in asked:
                return AnswerPath(tuple(steps), node)
            steps.append(step)
            asked[node] = step.answer
            node = self.leads(question, step.answer)

    def _step(self, name: str) -> Step | None:
        if name in self.answers:
            return Step(self.tree, name, self.answers[name], name in self.unsure)
        return self.waiting.get(name) or self._brought.get(name)

    @staticmethod
    def leads(question: Question, answer: Answered) -> str:
        """Return the node that follows an answer."""
        option = question.by_id.get(answer) if question.picks_one and isinstance(answer, str) else None
        return (option.goto if option else None) or question.goto or ""

    @cached_property
    def _brought(self) -> Mapping[str, Step]:
        found: dict[str, Step] = {}
        for step in self.before:
            question = self.tree.questions.get(step.name)
            if question is not None:
                try:
                    answer = read_answer(question, step.answer)
                except AnswerError:
                    continue
                found[step.name] = Step(self.tree, step.name, answer, step.unsure, carried=True)
        return found

    @property
    def carried(self) -> Mapping[str, Answered]:
        """The answers that came along from earlier trees, of questions that this tree has and would take."""
        return {name: step.answer for name, step in self._brought.items()}

    @cached_property
    def before(self) -> tuple[Step, ...]:
        """The steps taken in earlier trees, in their order."""
        if self.previous is None:
            return ()
        own = tuple(step for step in self.previous.steps if not step.carried)
        return (*self.previous.before, *own)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The questions asked in this tree, in order, each with its answer."""
        return self._road.steps

    @property
    def visited(self) -> tuple[str, ...]:
        """The ids of the trees walked, this one last."""
        earlier = self.previous.visited if self.previous is not None else ()
        return (*earlier, self.tree.id)

    @property
    def at(self) -> str:
        """The id of the node that the walk stands at."""
        return self._road.node

    @property
    def question(self) -> Question | None:
        """The question that is open, or None at the end."""
        return self.tree.questions.get(self.at)

    @property
    def outcome(self) -> Outcome | None:
        """Where the walk has ended, or None before."""
        return self.tree.outcomes.get(self.at)

    @property
    def suggested(self) -> Answered | None:
        """The answer to highlight: what the person answered to the open question when it last came up."""
        return self.remembered.get(self.at)

    # Going on

    def answer(self, raw: Any) -> Walk:
        """Return the walk with the open question answered: an id, ids, a number, a date or a text.

        Raises AnswerError if the question does not take the answer, WalkError if no question is open.
        """
        return self._answered(self._open(), raw, unsure=False)

    def not_sure(self) -> Walk:
        """Return the walk with the open question answered by *Not sure*.

        It takes the answer marked `unsure`, else the one whose most cautious outcome is the most cautious of all
        (FORMAT 6). Raises WalkError if no question is open, or the open one is not a choice.
        """
        name = self._open()
        return self._answered(name, self.cautious(name), unsure=True)

    def change(self, name: str, raw: Any, *, unsure: bool = False) -> Walk:
        """Return the walk with one earlier answer changed: later answers are kept where their question still comes up.

        If the change opens another question first, they wait behind it; `changed_from` tells which.
        Raises AnswerError if the question does not take the answer, WalkError if it is not on this road.
        """
        if all(step.name != name for step in self.steps) and name != self.at:
            raise WalkError(f'The question "{name}" is not on this road.')
        return self._answered(name, raw, unsure=unsure)

    def _open(self) -> str:
        if self.question is None:
            raise WalkError("The walk has ended: there is no question open.")
        return self.at

    def _answered(self, name: str, raw: Any, *, unsure: bool) -> Walk:
        answer = read_answer(self.tree.questions[name], raw)
        answers = {**self.answers, name: answer}
        marked = self.unsure | {name} if unsure else self.unsure - {name}
        rest = {key: value for key, value in self.remembered.items() if key != name}
        return replace(self, answers=answers, unsure=marked, remembered=rest)

    def changed_from(self, before: Walk) -> Changed:
        """Return which answers of the walk before this one are kept, and which have fallen away."""
        given = {step.name: step.answer for step in before.steps if not step.carried}
        given.update((name, step.answer) for name, step in before.waiting.items())
        there = {**self.answers, **{name: self.waiting[name].answer for name in self.coming}}
        kept = tuple(name for name, answer in given.items() if there.get(name) == answer)
        return Changed(kept, tuple(name for name in given if name not in there and name != self.at))

    @property
    def coming(self) -> tuple[str, ...]:
        """The waiting answers whose questions can still come up, whatever the open question is answered with."""
        if not self.waiting:
            return ()
        try:
            ahead = {state.node for state in self.states.reachable(self.states.at(self.at, self.asked))}
        except TooLarge:
            return tuple(self.waiting)
        return tuple(name for name in self.waiting if name in ahead)

    def back(self) -> Walk:
        """Return the walk before its last answer, which stays remembered.

        At the first question it returns the walk before this tree, at the very beginning itself.
        """
        own = [step for step in self.steps if not step.carried]
        if not own:
            return self.previous if self.previous is not None else self
        last = own[-1].name
        answers = {name: answer for name, answer in self.answers.items() if name != last}
        remembered = {**self.remembered, last: own[-1].answer}
        return replace(self, answers=answers, unsure=self.unsure - {last}, remembered=remembered)

    def go_on(self, tree: Tree) -> Walk:
        """Return the walk that begins in another tree with the trail of this one."""
        return Walk(tree, words=self.words, previous=self)

    def cautious(self, name: str) -> str:
        """Return the answer that *Not sure* takes to a choice that stands open or on this road.

        Raises WalkError if the question is not a choice.
        """
        question = self.tree.questions[name]
        if not question.picks_one:
            raise WalkError("Not sure is a way to answer a choice; this question is none.")
        marked = next((option for option in question.options if option.unsure), None)
        if marked is not None:
            return marked.name
        return max(question.options, key=lambda option: self._worst(name, option)).name

    def _worst(self, name: str, option: Answer) -> int:
        known: dict[str, Answered] = {}
        for step in self.steps:
            if step.name == name:
                break
            known[step.name] = step.answer
        try:
            return self.states.ahead(self.states.at(option.goto or "", {**known, name: option.name})).worst
        except TooLarge:
            return -1

    # What follows from the answers

    @property
    def states(self) -> StateSpace:
        """What is known of the tree's states; carried and waiting answers are known there, so never asked for."""
        known = {**self.carried, **{name: step.answer for name, step in self.waiting.items()}}
        space = self.space
        if space is None or space.tree is not self.tree or space.carried != known:
            space = StateSpace(self.tree, known)
            object.__setattr__(self, "space", space)
        return space

    @property
    def asked(self) -> dict[str, Answered]:
        """The answers of every question asked so far, carried ones among them."""
        return {step.name: step.answer for step in self.steps}

    @property
    def ahead(self) -> StillAhead | None:
        """What lies ahead of where the walk stands; None if the tree is too large to say."""
        try:
            return self.states.ahead(self.states.at(self.at, self.asked))
        except TooLarge:
            return None

    @property
    def remaining(self) -> tuple[int, int] | None:
        """The fewest and the most questions still to come, this one counted; None if the tree is too large to say."""
        ahead = self.ahead
        return None if ahead is None else (ahead.shortest, ahead.longest)

    def value(self, name: str, asked: Mapping[str, Answered] | None = None) -> str | int | float | None:
        """Return what a value of the tree is, given the answers so far; None if none of its lines match."""
        known = self.asked if asked is None else asked
        return value_of(self.tree, name, partial(self._holds, asked=known), partial(self._total, known))

    def _total(self, asked: Mapping[str, Answered], name: str) -> Fraction:
        table = exact_points(self.tree.values[name])
        return sum((points_for(table[q], asked[q]) for q in table if q in asked), Fraction(0))

    def _holds(self, condition: Condition, asked: Mapping[str, Answered]) -> bool:
        def look(name: str) -> Answered | None:
            return asked.get(name) if name in self.tree.questions else self.value(name, asked)

        return condition.holds(look)

    @property
    def values(self) -> dict[str, str | int | float]:
        """What each value of the tree is, given the answers so far; those without a result are left out."""
        found = {name: self.value(name) for name in self.tree.values}
        return {name: result for name, result in found.items() if result is not None}

    @cached_property
    def recommendation(self) -> Recommendation | None:
        """What the walk recommends, or None before its end."""
        return recommend(self)

    def filled(self, text: str) -> str:
        """Return a text with its words in braces filled: from the organisation, the tree, what ships, and values."""
        return fill(text, self._word)

    def _word(self, name: str) -> str | None:
        for words in (self.words, self.tree.profile, DEFAULTS):
            if name in words:
                return words[name]
        result = self.value(name) if name in self.tree.values else None
        return None if result is None else spoken(result)

    def said(self, step: Step) -> str:
        """Return a step's answer in the words it was given in."""
        return self.filled(in_words(step.question, step.answer))

    def notes(self, notes: tuple[Note, ...]) -> tuple[str, ...]:
        """Return the notes whose condition holds, filled."""
        asked = self.asked
        return tuple(
            self.filled(note.text) for note in notes if note.condition is None or self._holds(note.condition, asked)
        )


def caution(outcome: Outcome) -> int:
    """Return how cautious an outcome is: 0 for go, up to 8 for stop."""
    return VERDICTS.index(outcome.verdict)
