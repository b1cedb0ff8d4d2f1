"""A walk through a tree: its state is the answers given and nothing else; all that follows from them is worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from postwise.errors import PostwiseError
from postwise.logic.lookahead import SOON, Cautious, KnownBeforehand
from postwise.logic.search import BOUND
from postwise.tree.answers import AnswerError, in_words, read_answer
from postwise.tree.conditions import Answered
from postwise.tree.model import Aside, Note, Outcome, Tree
from postwise.tree.placeholders import words_of
from postwise.tree.problems import suggestion
from postwise.walk.filled_question import FilledQuestion, fill_question
from postwise.walk.left_behind import Changed, LeftBehind, answered_before, gone_back, led_to_anew
from postwise.walk.path import AfterAnswers, HeldAnswers, PathStep, QuestionStep, carried_into, path_of, steps_of
from postwise.walk.recommendation import SCHEMA, Recommendation, ShownBeside, recommend
from postwise.walk.words import WalkWords

if TYPE_CHECKING:
    from postwise.walk.what_if import WhatIf

Shown = TypeVar("Shown", bound=Aside)


class WalkError(PostwiseError):
    """A walk cannot go on as asked: there is no question open, or the tree leads nowhere from here."""


@dataclass(frozen=True)
class Walk:
    """A walk through a tree: made by `Walk.start` or `Walk.replay`, and from then on by another walk.

    Two walks are the same if they stand in the same tree with the same answers on their road; answers that are only
    remembered, because their question does not come up any more, do not count.
    """

    tree: Tree = field(repr=False)
    path: tuple[PathStep, ...]
    """The questions asked and the branches passed in this tree, in order, each with the line taken."""
    waiting: Mapping[str, QuestionStep] = field(compare=False)
    """Answers kept for questions that may still come up behind the open one; taken when they do."""
    remembered: Mapping[str, QuestionStep] = field(compare=False)
    """Answers whose question does not come up any more: highlighted, should it return."""
    profile: Mapping[str, str] = field(compare=False)
    """The words that an organisation fills in."""
    previous: Walk | None
    """The walk that handed over to this tree."""
    known: KnownBeforehand = field(compare=False, repr=False)
    """Carried and waiting answers: known beforehand, so never asked for."""
    ended_early: str | None = None
    """The outcome that was gone to with questions left, since every way from there leads to it."""
    by_gotos: bool = field(default=False, compare=False)
    """Whether *Not sure* was just answered, and the answers judged by where gotos lead: too much lay ahead."""
    beyond: tuple[LeftBehind, ...] = field(default=(), compare=False, repr=False)
    """What was answered in later trees that were gone back from here (`postwise.walk.left_behind`)."""

    # Its doors

    def __post_init__(self) -> None:
        if not isinstance(self.known, KnownBeforehand):
            raise TypeError("A walk is made by Walk.start or Walk.replay.")

    @classmethod
    def start(cls, tree: Tree, *, profile: Mapping[str, str] | None = None) -> Walk:
        """Return the walk through a tree at its first question; `profile` are the words an organisation fills in.

        Raises TypeError if those are not texts by their names.
        """
        return _walked(tree, HeldAnswers(), MappingProxyType(words_of(profile)))

    @classmethod
    def replay(
        cls,
        tree: Tree,
        answers: Mapping[str, Any],
        *,
        unsure: Collection[str] = (),
        profile: Mapping[str, str] | None = None,
    ) -> Walk:
        """Return the walk that answers make in a tree, those to the questions `unsure` given as *Not sure*.

        Answers whose question does not come up on this road wait, or are remembered. Raises AnswerError if the tree has
        no such question, or the question does not take its answer; `taking` leaves those out.
        """
        read: dict[str, Answered] = {}
        for question_id in (*answers, *unsure):
            if question_id not in tree.questions:
                hint = suggestion(question_id, tree.questions)
                raise AnswerError("unknown-question", f'The tree has no question "{question_id}".', hint)
        for question_id, raw in answers.items():
            try:
                read[question_id] = read_answer(tree.questions[question_id], raw)
            except AnswerError as error:
                message = f'"{question_id}" does not take this answer. {error.message}'
                raise AnswerError(error.code, message, error.hint, error.item) from None
        return cls.start(tree, profile=profile).taking(read, unsure)

    def taking(self, answers: Mapping[str, Any], unsure: Collection[str] = ()) -> Walk:
        """Return the walk that answers make from the first question on; what this tree does not take is left out."""
        held = HeldAnswers(steps_of(self.tree, answers, unsure))
        return _walked(self.tree, held, self.profile, self.previous, self.known)

    def with_changes(self, answers: Mapping[str, Answered]) -> Walk:
        """Return the walk with some answers given otherwise or in advance, and the rest as they are."""
        return self.taking({**self.answers, **answers}, self.unsure - answers.keys())

    def go_on(self, tree: Tree) -> Walk:
        """Return the walk in another tree with the trail of this one; what it had answered there stays answered."""
        held, beyond = answered_before(self.legs, tree)
        return _walked(tree, held, self.profile, previous=self.leaving(())).leaving(beyond)

    def come_back(self, later: Walk) -> Walk:
        """Return this walk, come back to from the next tree: what was answered there is remembered."""
        return self.leaving((*gone_back(later.legs), *self.beyond))

    def handed_over_by(self, earlier: Walk) -> Walk:
        """Return this walk after another one has handed over to its tree."""
        before = earlier if self.previous is None else self.previous
        held = led_to_anew(self, before.legs, earlier.legs)
        walk = self._with(held.given, held.remembered, earlier.leaving(()))
        return walk.leaving((*earlier.beyond, *self.beyond))

    def leaving(self, behind: tuple[LeftBehind, ...]) -> Walk:
        """Return the same walk with this left behind: it goes along, and stands with the last leg only."""
        return replace(self, beyond=behind) if self.beyond or behind else self

    def remembering(self, steps: Mapping[str, QuestionStep]) -> Walk:
        """Return the same walk with more answers to highlight where their questions come up."""
        return replace(self, remembered=MappingProxyType({**steps, **self.remembered}))

    def _with(
        self,
        given: Mapping[str, QuestionStep],
        remembered: Mapping[str, QuestionStep] | None = None,
        previous: Walk | None = None,
    ) -> Walk:
        held = HeldAnswers(given, self.waiting, self.remembered if remembered is None else remembered)
        walk = _walked(self.tree, held, self.profile, previous or self.previous, self.known)
        return walk.leaving(self.beyond)

    # Where the walk stands

    @property
    def at(self) -> str:
        """The id of the node that the walk stands at."""
        return self.ended_early or (self.path[-1].target if self.path else self.tree.about.start)

    @cached_property
    def steps(self) -> tuple[QuestionStep, ...]:
        """The questions asked in this tree, in order, each with its answer."""
        return tuple(step for step in self.path if isinstance(step, QuestionStep))

    @cached_property
    def own(self) -> Mapping[str, QuestionStep]:
        """The steps taken in this tree itself, by question; those that came along are left out."""
        return MappingProxyType({step.node_id: step for step in self.steps if not step.carried})

    @cached_property
    def answers(self) -> Mapping[str, Answered]:
        """The answers given on this road in this tree, by question."""
        return MappingProxyType({question_id: step.answer for question_id, step in self.own.items()})

    @property
    def unsure(self) -> frozenset[str]:
        """The questions answered with *Not sure* in this tree."""
        return frozenset(question_id for question_id, step in self.own.items() if step.unsure)

    @cached_property
    def asked(self) -> Mapping[str, Answered]:
        """The answers of every question asked so far in this tree, carried ones among them."""
        return MappingProxyType({step.node_id: step.answer for step in self.steps})

    @property
    def legs(self) -> tuple[Walk, ...]:
        """The walk through each tree, the first tree first, this walk last."""
        return (*(self.previous.legs if self.previous is not None else ()), self)

    @cached_property
    def before(self) -> tuple[QuestionStep, ...]:
        """The steps taken in earlier trees, in their order."""
        return tuple(step for leg in self.legs[:-1] for step in leg.own.values())

    @property
    def visited(self) -> tuple[str, ...]:
        """The ids of the trees walked, this one last."""
        return tuple(leg.tree.id for leg in self.legs)

    @cached_property
    def question(self) -> FilledQuestion | None:
        """The question that is open as a person is asked it, every text filled; None at the end."""
        return self.asked_as(self.at, self.remembered.get(self.at)) if self.at in self.tree.questions else None

    def asked_as(self, question_id: str, before: QuestionStep | None = None) -> FilledQuestion:
        """Return a question of the tree as it is put to the person on this walk, with what was answered `before`."""
        question = self.tree.questions[question_id]
        asked = fill_question(question_id, question, self.words, self.notes(question.notes))
        return asked if before is None else replace(asked, suggested=before.answer, unsure=before.unsure)

    @property
    def outcome(self) -> Outcome | None:
        """Where the walk has ended, or None before."""
        return self.tree.outcomes.get(self.at)

    # Going on

    def answer(self, raw: Any) -> Walk:
        """Return the walk with the open question answered: an id, ids, a number, a date or a text.

        Raises AnswerError if the question does not take the answer, WalkError if no question is open.
        """
        return self._answered(self._open(), raw, unsure=False)

    def not_sure(self, most: int = BOUND, question_id: str | None = None) -> Walk:
        """Return the walk with the open question, or one on this road, answered by *Not sure*.

        It takes the answer marked `unsure`, else the one whose most cautious outcome is the most cautious of all
        (trees/README.md, "What a walk promises"); if that is more to look at than `most`, as gotos alone lead, and the
        walk says so. Raises WalkError if no question is open, or if it is no choice.
        """
        question_id = question_id or self._open()
        answer, by_gotos = self.cautious(question_id, most)
        return replace(self._answered(question_id, answer, unsure=True), by_gotos=by_gotos)

    def change(self, question_id: str, raw: Any, *, unsure: bool = False) -> Walk:
        """Return the walk with one earlier answer changed: later answers are kept where their question still comes up.

        If the change opens another question first, they wait behind it; `changed_from` tells which.
        Raises AnswerError if the question does not take the answer, WalkError if it is not on this road.
        """
        if question_id not in self.asked and question_id != self.at:
            raise WalkError(f'The question "{question_id}" is not on this road.')
        return self._answered(question_id, raw, unsure=unsure)

    def _open(self) -> str:
        if self.at not in self.tree.questions:
            raise WalkError("The walk has ended: there is no question open.")
        return self.at

    def _answered(self, question_id: str, raw: Any, *, unsure: bool) -> Walk:
        answer = read_answer(self.tree.questions[question_id], raw)
        step = QuestionStep.of(self.tree, question_id, answer, unsure=unsure)
        rest = {key: value for key, value in self.remembered.items() if key != question_id}
        return self._with({**self.own, question_id: step}, rest)

    def changed_from(self, before: Walk) -> Changed:
        """Return which answers of the walk before this one are kept, and which have fallen away."""
        given = {**before.answers, **{question_id: step.answer for question_id, step in before.waiting.items()}}
        there = {**self.answers, **{question_id: self.waiting[question_id].answer for question_id in self.coming}}
        kept = tuple(question_id for question_id, answer in given.items() if there.get(question_id) == answer)
        gone = (question_id for question_id in given if question_id not in there and question_id != self.at)
        return Changed(kept, tuple(gone))

    @property
    def coming(self) -> tuple[str, ...]:
        """The waiting answers whose questions can still come up, whatever the open question is answered with."""
        return self.known.can_come(self.at, self.asked, self.waiting) if self.waiting else ()

    def back(self) -> Walk:
        """Return the walk before its last answer, which stays remembered.

        At the first question it returns the walk before this tree, at the very beginning itself; a walk that ended
        early, the one at the question that it left.
        """
        if self.ended_early is not None:
            return replace(self, ended_early=None)
        if not self.own:
            return self if self.previous is None else self.previous.come_back(self)
        *rest, last = self.own.values()
        return self._with({step.node_id: step for step in rest}, {**self.remembered, last.node_id: last})

    def decided_already(self, most: int = BOUND) -> str | None:
        """Return the outcome that every way on from an open question leads to, if there is one.

        None if that is more to look at than `most`, if answers given before are still to be taken on the way, and in a
        tree that has no other outcome.
        """
        if self.question is None or len(self.tree.outcomes) == 1:
            return None
        only = self.known.only_end(self.at, self.asked, most)
        return only if only and not self.known.can_come(self.at, self.asked, self.known.answers) else None

    def to_its_end(self, most: int = BOUND) -> Walk:
        """Return the walk at the outcome that is decided already, the questions left not asked; else the walk itself.

        It is for whoever asks for it: nothing is skipped unasked. Any answer changed asks them again. No more is looked
        at than `most`.
        """
        outcome = self.decided_already(most)
        return self if outcome is None else replace(self, ended_early=outcome)

    def cautious(self, question_id: str, most: int = BOUND) -> Cautious:
        """Return the answer that *Not sure* takes to a choice that stands open or on this road.

        Raises WalkError if the question is not a choice.
        """
        question = self.tree.questions[question_id]
        if not question.picks_one:
            raise WalkError("Not sure is a way to answer a choice; this question is none.")
        marked = next((option for option in question.options if option.unsure), None)
        if marked is not None:
            return Cautious(marked.name, by_gotos=False)
        steps = takewhile(lambda step: step.node_id != question_id, self.steps)
        known = {step.node_id: step.answer for step in steps}
        roads = {one.name: (one.goto or "", {**known, question_id: one.name}) for one in question.options}
        return self.known.most_cautious(roads, most)

    # What follows from the answers

    @property
    def remaining(self) -> tuple[int, int] | None:
        """The fewest and the most questions still to come, this one counted; None if the tree is too large to say."""
        ahead = self.known.ahead(self.at, self.asked)
        return None if ahead is None else (ahead.shortest, ahead.longest)

    @property
    def remaining_so_far(self) -> tuple[int | None, int | None]:
        """The same, as far as it has been worked out; before that the most that gotos lead through, if not in rings."""
        ahead = self.known.found_ahead(self.at, self.asked)
        return (None, self.known.most_ahead(self.at)) if ahead is None else (ahead.shortest, ahead.longest)

    @property
    def values(self) -> dict[str, str | int | float]:
        """What each value of the tree is, given the answers so far; those without a result are left out."""
        after = AfterAnswers(self.tree, self.asked)
        results = {value_id: after.value(value_id) for value_id in self.tree.values}
        return {value_id: result for value_id, result in results.items() if result is not None}

    @cached_property
    def recommendation(self) -> Recommendation | None:
        """What the walk recommends, or None before its end."""
        outcome = self.outcome
        if outcome is None:
            return None
        answer_notes = (note for leg in self.legs for step in leg.own.values() for note in step.notes(leg.prose))
        said = () if outcome.urgent else answer_notes
        notes = tuple(dict.fromkeys((*said, *self.notes(outcome.notes))))
        beside = ShownBeside(notes, self._shown(outcome.see))
        filled = recommend(self.at, outcome, self.words, beside, (*self.before, *self.steps))
        return replace(filled, document=self.to_dict)

    @cached_property
    def what_if(self) -> WhatIf:
        """What would change the recommendation."""
        from postwise.walk.what_if import WhatIf  # only the end of a walk needs it, the first question does not wait

        return WhatIf(self.tree, self.at, self.steps, self.filled)

    @property
    def code(self) -> str:
        """The walk in this tree, what waits there too, in a line of letters and digits (`postwise.walk.share_code`)."""
        from postwise.walk.share_code import encode  # as above

        kept = (self.waiting[question_id] for question_id in self.coming)
        return encode(self.tree, (*self.steps, *kept))

    def to_dict(self) -> dict[str, Any]:
        """Return what the walk has come to as the JSON object ``postwise.recommendation/1``.

        Of an unfinished walk, `outcome` is None and `question` the one that is open; `decided` is None too unless it is
        soon known that every way on leads to one outcome.
        """
        tree, recommendation, question = self.tree, self.recommendation, self.question
        left_out = {"tree", "carried"} if self.previous is None else set()
        steps = [step.to_dict(leg.filled) for leg in self.legs for step in leg.steps]
        return {
            "schema": SCHEMA,
            "tree": {"id": tree.id, "title": self.title, "version": self.version, "fingerprint": tree.fingerprint},
            "places": list(tree.overlays),
            "code": self.code,
            "steps": [{key: value for key, value in step.items() if key not in left_out} for step in steps],
            "outcome": recommendation and recommendation.outcome_entry(),
            "notes": list(recommendation.notes) if recommendation else [],
            "values": self.values,
            "decided": self.to_its_end(SOON).what_if.decided_entry(),
            "changes": [change.to_dict() for change in self.what_if.changes],
            "settle": [doubt.to_dict() for doubt in self.what_if.settle],
            "question": question and question.to_dict(),
        }

    @property
    def title(self) -> str:
        """What the tree is called."""
        return self.filled(self.tree.title)

    @property
    def version(self) -> str | None:
        """The version of the tree's wording, or None."""
        return self.filled(self.tree.about.version or "") or None

    @cached_property
    def words(self) -> WalkWords:
        """What the words in braces of the tree's texts say after the answers so far."""
        return WalkWords(self.tree, self.profile, self.asked)

    def filled(self, text: str) -> str:
        """Return a text of the tree with its words in braces filled."""
        return self.words.filled(text)

    def prose(self, text: str) -> str:
        """Return a Markdown text of the tree filled; an answer said back in it is plain words and no Markdown."""
        return self.words.prose(text)

    def in_words(self, question_id: str, answer: Answered) -> str:
        """Return an answer to a question of this tree as a person reads it."""
        return in_words(self.tree.questions[question_id], answer, self.filled)

    def said(self, step: QuestionStep) -> str:
        """Return a step's answer in the words it was given in; a step of an earlier tree is one of that tree's leg."""
        return in_words(step.question, step.answer, self.filled)

    def notes(self, notes: tuple[Note, ...]) -> tuple[str, ...]:
        """Return the notes whose condition holds, filled."""
        return tuple(self.prose(note.text) for note in self._shown(notes))

    def _shown(self, asides: tuple[Shown, ...]) -> tuple[Shown, ...]:
        """Return what is shown of the asides: those whose condition holds."""
        after = AfterAnswers(self.tree, self.asked)
        met = (aside.condition is None or after.holds(aside.condition) for aside in asides)
        return tuple(compress(asides, met))


def _walked(
    tree: Tree,
    held: HeldAnswers,
    profile: Mapping[str, str],
    previous: Walk | None = None,
    near: KnownBeforehand | None = None,
) -> Walk:
    """Return the walk that answers make: the road asks for some, the others wait while it is open, then are remembered.

    `near` is what another walk in the tree knew beforehand; it is shared where it is the same.
    """
    brought = carried_into(tree, () if previous is None else (*previous.before, *previous.own.values()))
    path, at = path_of(tree, {**brought, **held.waiting, **held.given})
    own = {step.node_id for step in path if isinstance(step, QuestionStep) and not step.carried}
    rest = {question_id: step for question_id, step in {**held.waiting, **held.given}.items() if question_id not in own}
    remembered = dict(held.remembered)
    if at not in tree.questions:
        remembered.update(rest)
        rest = {}
    known = {question_id: step.answer for question_id, step in {**brought, **rest}.items()}
    shared = near if near is not None and near.answers == known else KnownBeforehand(tree, known)
    return Walk(tree, path, MappingProxyType(rest), MappingProxyType(remembered), profile, previous, shared)
