"""Two versions of a tree side by side: which question, answer, outcome or promise of the old one is which now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from postwise.once import once
from postwise.tree.conditions import AnyOf, Is, Not, Test, Ticked
from postwise.tree.model import Outcome, Question, Tree

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class NodeMatch:
    """What has which name in the old and in the new version."""

    old: Tree
    new: Tree

    @once
    def questions(self) -> dict[str, str]:
        """The new id of every old question that is still there."""
        return _paired(self.old.questions, self.new.questions, (lambda question: question.ask, _answers_said))

    @once
    def outcomes(self) -> dict[str, str]:
        """The new id of every old outcome that is still there."""
        return _paired(self.old.outcomes, self.new.outcomes, (lambda outcome: outcome.headline, _advice))

    @once
    def promises(self) -> dict[str, str]:
        """The new id of every old promise that is still there."""
        return _paired(self.old.promises, self.new.promises, (lambda promise: promise.text,))

    @once
    def back(self) -> NodeMatch:
        """The same from the new version to the old one."""
        return NodeMatch(self.new, self.old)

    @once
    def _answers(self) -> dict[str, dict[str, str]]:
        answers = {}
        for question_id, to in self.questions.items():
            before, after = self.old.questions[question_id].by_id, self.new.questions[to].by_id
            answers[question_id] = _paired(before, after, (lambda answer: answer.text,))
        return answers

    def answer_ids(self, question_id: str) -> Mapping[str, str]:
        """Return the new id of every answer of an old question that is still there."""
        return self._answers.get(question_id, {})

    def answer(self, question_id: str, answer: Any) -> Any:
        """Return an answer to an old question as the new version would have it."""
        ids = self.answer_ids(question_id)
        if isinstance(answer, frozenset | list):
            return frozenset(ids.get(item, item) for item in answer)
        return ids.get(answer, answer) if isinstance(answer, str) else answer

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers by old questions as the new version would have them."""
        return {self.questions.get(old_id, old_id): self.answer(old_id, answer) for old_id, answer in answers.items()}

    def test(self, question_id: str, test: Test) -> Test:
        """Return a test of the old version on a question as the new version would have written it."""
        return _renamed(test, self.answer_ids(question_id))

    def renamed(self, kind: str) -> dict[str, str]:
        """Return the questions, outcomes or promises (`kind`) whose id alone is new, by their old id."""
        pairs: dict[str, str] = getattr(self, kind)
        return {before: after for before, after in pairs.items() if before != after}

    def gone(self, kind: str) -> list[str]:
        """Return the questions, outcomes or promises that are not there any more."""
        return [node_id for node_id in getattr(self.old, kind) if node_id not in getattr(self, kind)]

    def added(self, kind: str) -> list[str]:
        """Return the questions, outcomes or promises that were not there before."""
        return self.back.gone(kind)


def _paired(
    old: Mapping[str, Thing], new: Mapping[str, Thing], likenesses: tuple[Callable[[Thing], Hashable], ...]
) -> dict[str, str]:
    """Return old ids with their new ones: the same id, else the only one that is new and alike."""
    pairs = {name: name for name in old if name in new}
    for likeness in likenesses:
        before = _by_likeness({name: one for name, one in old.items() if name not in pairs}, likeness)
        after = _by_likeness({name: one for name, one in new.items() if name not in pairs.values()}, likeness)
        for looks, names in before.items():
            if looks is not None and len(names) == 1 and len(after.get(looks, ())) == 1:
                pairs[names[0]] = after[looks][0]
    return {name: pairs[name] for name in old if name in pairs}


def _by_likeness(things: Mapping[str, Thing], likeness: Callable[[Thing], Hashable]) -> dict[Hashable, list[str]]:
    names: dict[Hashable, list[str]] = {}
    for thing_id, thing in things.items():
        names.setdefault(likeness(thing), []).append(thing_id)
    return names


def _answers_said(question: Question) -> Hashable:
    answers = tuple((option.name, option.text) for option in question.options)
    return answers if len(answers) > 1 and question.kind != "yes-no" else None


def _advice(outcome: Outcome) -> Hashable:
    return (outcome.verdict, outcome.reason, outcome.next) if outcome.reason else None


def _renamed(test: Test, ids: Mapping[str, str]) -> Test:
    match test:
        case Is(value) if isinstance(value, str):
            return Is(ids.get(value, value))
        case AnyOf(tests):
            return AnyOf(tuple(_renamed(inner_test, ids) for inner_test in tests))
        case Not(inner):
            return Not(_renamed(inner, ids))
        case Ticked(items, every):
            return Ticked(tuple(ids.get(item, item) for item in items), every)
    return test
