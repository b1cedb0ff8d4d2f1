"""Conditions in words: what a branch, a value or a note asks of the answers before it, as one says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from postwise.text import joined
from postwise.tree.conditions import AnyOf, Anything, Between, Condition, Count, Is, Not, Scalar, Test, Ticked, WasAsked
from postwise.tree.model import Question, Tree
from postwise.tree.placeholders import spoken, value_name

Fill = Callable[[str], str]


def in_words(tree: Tree, condition: Condition, fill: Fill, numbers: Mapping[str, int]) -> str:
    """Return a condition as half a sentence, fit to stand after *if*.

    `fill` fills the words in braces; a question is spoken of by its number, a value by its name. A condition that asks
    nothing is *in any case*.
    """
    sentences = []
    for tests in condition.alternatives:
        parts = [_spoken_of(tree, name, fill, numbers).say(test) for name, test in tests]
        sentences.append(" and ".join(_apart(part, parts) for part in parts if part) or "in any case")
    return "; or ".join(sentences)


def _spoken_of(tree: Tree, name: str, fill: Fill, numbers: Mapping[str, int]) -> ConditionWords:
    noun = f"answer {numbers[name]}" if name in numbers else value_name(name)
    return ConditionWords(tree.questions.get(name), noun, fill)


def _apart(sentence: str, among: list[str]) -> str:
    return f"({sentence})" if ", or " in sentence and len(among) > 1 else sentence


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """Says tests on one question or value."""

    question: Question | None
    """None for a value."""
    noun: str
    """How it is spoken of, as in: *NOUN is “yes”*."""
    fill: Fill

    def say(self, test: Test) -> str:
        """Return a test as a sentence; nothing of one that always holds."""
        match test:
            case Anything():
                return ""
            case WasAsked(wanted):
                return self._there_is(wanted=wanted)
            case Is(value):
                return self._one_of([value])
            case AnyOf(tests) if all(isinstance(inner, Is) for inner in tests):
                return self._one_of([inner.value for inner in tests if isinstance(inner, Is)])
            case AnyOf(tests):
                return ", or ".join(self.say(inner) for inner in tests)
            case Not(inner):
                return self._not(inner)
            case Between(low, high):
                return f"{self.noun} is {self._between(low, high)}"
            case Ticked(items, every):
                return f"{self.noun} has {joined(map(self._named, items)) if every else self._none_of(items)} ticked"
            case Count(inner):
                return f"{self.noun} has {_counted(inner)} ticked"

    def _there_is(self, *, wanted: bool) -> str:
        if self.question is None:
            return f"{self.noun} has {'a' if wanted else 'no'} result"
        return f"there is {'an' if wanted else 'no'} {self.noun}"

    def _none_of(self, values: Sequence[Scalar]) -> str:
        return f"{'neither' if len(values) > 1 else 'not'} {joined(map(self._named, values), 'nor')}"

    def _one_of(self, values: Sequence[Scalar]) -> str:
        named = joined(map(self._named, values), "or")
        return f"{self.noun} has {named} ticked" if self._is_list else f"{self.noun} is {named}"

    @property
    def _is_list(self) -> bool:
        return self.question is not None and self.question.kind == "checklist"

    def _not(self, inner: Test) -> str:
        options = inner.tests if isinstance(inner, AnyOf) else (inner,)
        values = [option.value for option in options if isinstance(option, Is)]
        if len(values) < len(options):
            return f"{self._there_is(wanted=True)}, and it is not so that {self.say(inner)}"
        if self._is_list and values == ["none"]:
            return f"{self.noun} has something ticked"
        named = self._none_of(values)
        return f"{self.noun} has {named} ticked" if self._is_list else f"{self.noun} is {named}"

    def _named(self, value: Scalar) -> str:
        question = self.question
        if question is None or question.kind in {"number", "date"}:
            return self._measured(value)
        if self._is_list and value == "none" and "none" not in question.by_id:
            return "nothing"
        option = question.by_id.get(str(value))
        return f"“{self.fill(option.text) if option else value}”"

    def _measured(self, value: Scalar) -> str:
        unit = f" {self.fill(self.question.unit)}" if self.question is not None and self.question.unit else ""
        return f"“{self.fill(value)}”" if isinstance(value, str) else f"{spoken(value)}{unit}"

    def _between(self, low: Scalar | None, high: Scalar | None) -> str:
        if low is None:
            return f"{self._measured(high or 0)} or {'before' if isinstance(high, dt.date) else 'less'}"
        if high is None:
            return f"{self._measured(low)} or {'after' if isinstance(low, dt.date) else 'more'}"
        return f"from {spoken(low)} to {self._measured(high)}"


def _counted(test: Test) -> str:
    match test:
        case Is(value):
            return f"exactly {value}"
        case Between(None, high):
            return f"at most {high}"
        case Between(low, None):
            return f"at least {low}"
        case Between(low, high):
            return f"from {low} to {high}"
        case _:
            return "any number"
