"""Conditions: what a test asks of the answers so far. FORMAT: a test on what was not asked is false."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from postwise.tree.problems import Fault, TomlPath, suggestion

Answered = str | frozenset[str] | int | float | dt.date
"""An answer as conditions see it: an id, the ids ticked, a number, a date, or a text."""
Scalar = str | int | float | dt.date


@dataclass(frozen=True, slots=True)
class Is:
    """That very answer; of a checklist that it is ticked, or with ``none`` that nothing is."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several tests holds."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The question was asked and the test does not hold."""

    test: Test


@dataclass(frozen=True, slots=True)
class Ticked:
    """Of these items of a checklist, every one is ticked (`every`) or none is."""

    items: tuple[str, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a checklist are ticked."""

    test: Test


@dataclass(frozen=True, slots=True)
class Between:
    """A number, a date or points from `low` to `high`, both included; None leaves that side open."""

    low: Scalar | None
    high: Scalar | None


@dataclass(frozen=True, slots=True)
class WasAsked:
    """The question was asked on this walk (or, with False, was not)."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Anything:
    """``"*"`` in a table: matches whether asked or not."""


Test = Is | AnyOf | Not | Ticked | Count | Between | WasAsked | Anything


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, each a list of tests by the question or value they look at; one alternative has to hold whole."""

    alternatives: tuple[tuple[tuple[str, Test], ...], ...]

    def holds(self, look: Callable[[str], Answered | None]) -> bool:
        """Tell whether the condition holds, given a function from a name to its answer (None: none)."""
        return any(all(holds(test, look(name)) for name, test in tests) for tests in self.alternatives)

    def names(self) -> Iterator[str]:
        """Yield every question or value looked at, as often as it is."""
        return (name for tests in self.alternatives for name, _ in tests)


def holds(test: Test, answer: Answered | None) -> bool:
    """Tell whether a test holds for an answer; None stands for not asked, or for a value without a result."""
    match test:
        case Anything():
            return True
        case WasAsked(wanted):
            return (answer is not None) is wanted
        case AnyOf(tests):
            return any(holds(inner_test, answer) for inner_test in tests)
    if answer is None:
        return False
    match test:
        case Not(inner):
            return not holds(inner, answer)
        case Is(value):
            return _is(value, answer)
        case Between(low, high):
            return _between(low, high, answer)
        case Ticked(items, every):
            return isinstance(answer, frozenset) and (answer.issuperset(items) if every else answer.isdisjoint(items))
        case Count(inner):
            return isinstance(answer, frozenset) and holds(inner, len(answer))


def _is(value: Scalar, answer: Answered) -> bool:
    if isinstance(answer, frozenset):
        return not answer if value == "none" else value in answer
    return value == answer


def _between(low: Scalar | None, high: Scalar | None, answer: Any) -> bool:
    try:
        return (low is None or answer >= low) and (high is None or answer <= high)
    except TypeError:  # a value may be a word too, and in another version a question another type
        return False


def parts(test: Test) -> Iterator[Test]:
    """Yield a test and every test inside it."""
    yield test
    match test:
        case AnyOf(tests):
            for inner_test in tests:
                yield from parts(inner_test)
        case Not(inner) | Count(inner):
            yield from parts(inner)


# Reading: from the values of a file to tests. `fault` collects what is wrong; what cannot be read is Anything.

Collect = Callable[[Fault], None]
WORDS = ("not", "all", "none", "count", "min", "max", "answered")


def ignore(_fault: Fault) -> None:
    """Drop a fault: for reading again what has been checked before."""


def read_condition(raw: Any, where: TomlPath = (), fault: Collect = ignore) -> Condition:
    """Return the condition that the value of a ``when`` says."""
    if isinstance(raw, list):
        if not raw:
            fault(Fault("bad-value", where, "A list with no conditions in it never holds."))
        return Condition(tuple(_read_tests(table, (*where, place), fault) for place, table in enumerate(raw)))
    return Condition((_read_tests(raw, where, fault),))


def _read_tests(raw: Any, where: TomlPath, fault: Collect) -> tuple[tuple[str, Test], ...]:
    if not isinstance(raw, dict):
        fault(wrong_type(where, 'a table of tests, as in { account = "org" }', raw))
        return ()
    if not raw:
        message = "A condition without a test says nothing."
        fault(Fault("bad-value", where, message, "Name a question and an answer."))
    return tuple((name, read_test(test, (*where, name), fault)) for name, test in raw.items())


def located_tests(raw: Any, where: TomlPath, fault: Collect = ignore) -> Iterator[tuple[str, Test, TomlPath]]:
    """Yield the tests of a ``when``, each with the question or value it looks at and the place of its key."""
    for place, tests in enumerate(read_condition(raw, where, fault).alternatives):
        table = (*where, place) if isinstance(raw, list) else where
        for name, test in tests:
            yield name, test, (*table, name)


def read_test(raw: Any, where: TomlPath = (), fault: Collect = ignore, inside_not: bool = False) -> Test:  # noqa: FBT001, FBT002
    """Return the test that a value of a file says."""
    if isinstance(raw, list):
        if not raw:
            fault(Fault("bad-value", where, "A list with no answers in it never holds."))
        return AnyOf(tuple(read_test(item, (*where, place), fault, inside_not) for place, item in enumerate(raw)))
    if isinstance(raw, dict):
        return _read_table(raw, where, fault, inside_not)
    if is_scalar(raw):
        return Is(raw)
    fault(wrong_type(where, "an answer, a list of answers, or a table such as { min = 3 }", raw))
    return Anything()


def _read_table(raw: dict[str, Any], where: TomlPath, fault: Collect, inside_not: bool) -> Test:  # noqa: FBT001
    words = list(raw)
    unknown = [word for word in words if word not in WORDS]
    for word in unknown:
        hint = suggestion(word, WORDS) or f"The words of a test are {', '.join(WORDS)}."
        fault(Fault("unknown-key", (*where, word), f'A test knows no word "{word}".', hint, "key"))
    if unknown:
        return Anything()
    if not words:
        fault(Fault("bad-condition", where, "A test without a word says nothing.", "Say { min = 3 }, for example."))
        return Anything()
    if set(words) <= {"min", "max"}:
        return _read_between(raw, where, fault)
    if len(words) > 1:
        message = f'One test says one thing, and this says "{words[0]}" and "{words[1]}".'
        hint = "Put them in a value or in a branch of their own; only min and max go together."
        fault(Fault("bad-condition", where, message, hint))
        return Anything()
    return _read_word(words[0], raw[words[0]], (*where, words[0]), fault, inside_not)


def _read_word(word: str, raw: Any, where: TomlPath, fault: Collect, inside_not: bool) -> Test:  # noqa: FBT001
    match word:
        case "not":
            return Not(read_test(raw, where, fault, inside_not=True))
        case "answered":
            if inside_not:
                message = "Inside not, answered has no meaning: what was not asked is false there too."
                fault(Fault("bad-condition", where, message, "Say { answered = false }.", "key"))
            elif not isinstance(raw, bool):
                fault(wrong_type(where, "true or false", raw))
            return WasAsked(raw is True)
        case "count":
            return Count(_read_count(raw, where, fault))
        case _:
            return Ticked(tuple(_read_items(raw, where, fault)), every=word == "all")


def _read_count(raw: Any, where: TomlPath, fault: Collect) -> Test:
    if not isinstance(raw, dict):
        _is_count(raw, where, fault)
        return Is(raw) if is_scalar(raw) else Anything()
    if raw.keys() - set(WORDS):
        return read_test(raw, where, fault)
    if not raw or raw.keys() - {"min", "max"}:
        message = "A count is a number, or has a min or a max."
        fault(Fault("bad-condition", where, message, "Say { count = { min = 2 } }."))
        return Anything()
    whole = [_is_count(value, (*where, bound), fault) for bound, value in raw.items()]
    return _read_between(raw, where, fault) if all(whole) else Anything()


def _is_count(value: Any, where: TomlPath, fault: Collect) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        fault(wrong_type(where, "a whole number", value))
        return False
    if value < 0:
        fault(Fault("bad-value", where, f"Nobody ticks {value} answers.", "A count is 0 or more."))
    return True


def _read_items(raw: Any, where: TomlPath, fault: Collect) -> Iterator[str]:
    if not isinstance(raw, list):
        fault(wrong_type(where, 'a list of answers, as in ["a", "b"]', raw))
        return
    if not raw:
        fault(Fault("bad-value", where, "A list with no answers in it says nothing."))
    for place, item in enumerate(raw):
        if isinstance(item, str):
            yield item
        else:
            fault(wrong_type((*where, place), "an answer's id", item))


def _read_between(raw: dict[str, Any], where: TomlPath, fault: Collect) -> Test:
    for word, value in raw.items():
        if not is_bound(value, "number or a date", (*where, word), fault):
            return Anything()
    low, high = raw.get("min"), raw.get("max")
    if low is not None and high is not None:
        if isinstance(low, dt.date) != isinstance(high, dt.date):
            fault(wrong_type((*where, "max"), "a date" if isinstance(low, dt.date) else "a number", high))
            return Anything()
        if low > high:
            fault(Fault("bad-value", (*where, "min"), f"Nothing lies between {low} and {high}.", "Swap min and max."))
    return Between(low, high)


def is_bound(raw: Any, wanted: str, where: TomlPath, fault: Collect) -> bool:
    """Tell whether answers can be held against a value: a number, a date, or (as `wanted` says) either of them."""
    kinds = ("date", "number or a date") if isinstance(raw, dt.date) else ("number", "number or a date")
    if isinstance(raw, str) or not is_scalar(raw) or wanted not in kinds:
        fault(wrong_type(where, f"a {wanted}", raw))
        return False
    if isinstance(raw, float) and not math.isfinite(raw):
        fault(Fault("bad-value", where, "This is no number that an answer can be held against."))
        return False
    return True


def is_scalar(raw: Any) -> bool:
    """Tell whether a value of a file can be an answer: a word, a number or a date without a time."""
    if isinstance(raw, bool | dt.datetime):
        return False
    return isinstance(raw, str | int | float | dt.date)


KINDS: Mapping[type, str] = {
    bool: "true or false",
    str: "a text",
    int: "a number",
    float: "a number",
    dt.datetime: "a date with a time",
    dt.date: "a date",
    dt.time: "a time",
    list: "a list",
    dict: "a table",
}


def kind(raw: Any) -> str:
    """Return in a few words what kind of TOML value this is."""
    return KINDS.get(type(raw), "something else")


MEANT = {
    "a number": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"),
    "a whole number": re.compile(r"-?[0-9]{1,15}"),
    "a date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "a number or a date": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?|[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "true or false": re.compile("true|false"),
}
"""What a text looks like that stands in quotation marks and should not."""


def wrong_type(where: TomlPath, wanted: str, raw: Any) -> Fault:
    """Return the fault that a value is of another kind than the one wanted."""
    quoted = isinstance(raw, str) and wanted in MEANT and MEANT[wanted].fullmatch(raw.strip())
    hint = f"Write {raw.strip()}, without quotation marks." if quoted else None
    return Fault("wrong-type", where, f"This has to be {wanted}, and is {kind(raw)}.", hint)
