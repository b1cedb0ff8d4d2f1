"""Answers said back in texts: every walk that comes to read one has asked its question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postwise.author.rules.locations import answers_words
from postwise.author.rules.reachability import ReachFacts
from postwise.logic.reads import Reading
from postwise.logic.state_space import Ask
from postwise.tree.conditions import Answered, WasAsked
from postwise.tree.problems import Fault, TomlPath

Says = tuple[str, TomlPath]
"""A question whose answer is said back, and the text that says it."""


def unasked(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each text that says back an answer which some walks that come to read it have not given."""
    said = list(_said(reach))
    for name, reading in said:
        if reading.node is None:
            message = f'Nothing has been asked when this text is read, so it cannot say the answer to "{name}".'
            yield Fault("not-yet-asked", reading.where, message, "Say it in the text of a later question or an ending.")
    if not said:
        return
    reach.see_all()
    missing = _missing(reach, said)
    ever = _given(reach, [(name, reading) for name, reading in said if (name, reading.where) in missing])
    for (name, where), example in missing.items():
        if (name, where) not in ever:
            yield _never(reach, name, where)
        else:
            given = f", for example with {answers_words(example)}" if example else ""
            message = f'Some walks come here without an answer to "{name}"{given}.'
            hint = f"Ask it earlier, or say it in a note with when = {{ {name} = {{ answered = true }} }}."
            yield Fault("uncovered", where, message, hint)


def _said(reach: ReachFacts) -> Iterator[tuple[str, Reading]]:
    """Yield the questions whose answers are said back, with where a walk comes to read them."""
    for name, readings in reach.mentions.texts.items():
        for reading in readings if name in reach.tree.questions else ():
            if reading.node is None or reading.node in reach.analysis.reached:
                yield name, reading


def _missing(reach: ReachFacts, said: Sequence[tuple[str, Reading]]) -> dict[Says, dict[str, Answered]]:
    """Return each text that says an answer not given by then, with the fewest answers that lead there.

    What every walk to a node has asked is known of its states as they are; only for the rest are others looked at.
    """
    made = reach.analysis.space.made
    always = reach.analysis.asked_always(name for name, _ in said)
    asks: list[tuple[Says, Ask]] = []
    for name, reading in said:
        if reading.node is not None and name not in always[reading.node]:
            shown = made.diagrams.yes if reading.condition is None else made.condition(reading.condition)
            lacking = made.diagrams.both((shown, made.test(name, WasAsked(wanted=False))))
            if lacking != made.diagrams.no:
                asks.append(((name, reading.where), Ask(reading.node, lacking)))
    missing: dict[Says, dict[str, Answered]] = {}
    for (says, _), met in zip(asks, reach.analysis.occurrences(ask for _, ask in asks), strict=True):
        if met.yes is not None:
            missing.setdefault(says, met.yes)
    return missing


def _given(reach: ReachFacts, said: Sequence[tuple[str, Reading]]) -> set[Says]:
    """Return the texts that some walk which comes to read them has an answer for.

    Of a text that is always shown, gotos and branches say it; only for one with a condition is more looked at.
    """
    made = reach.analysis.space.made
    some = reach.analysis.asked_before(name for name, _ in said)
    before = [(name, one) for name, one in said if one.node not in {None, name} and name in some[str(one.node)]]
    given = {(name, one.where) for name, one in before if one.condition is None}
    asks: list[tuple[Says, Ask]] = []
    for name, one in before:
        if one.condition is not None:
            asked = made.test(name, WasAsked(wanted=True))
            shown = made.diagrams.both((made.condition(one.condition), asked))
            asks.append(((name, one.where), Ask(str(one.node), shown)))
    found = zip(asks, reach.analysis.occurrences(ask for _, ask in asks), strict=True)
    return given.union(says for (says, _), met in found if met.yes is not None)


def _never(reach: ReachFacts, name: str, where: TomlPath) -> Fault:
    message = f'No walk has asked "{name}" by the time this text is read.'
    if name not in reach.analysis.reached:
        message = f'No walk ever asks "{name}", so it has no answer that could be said here.'
    return Fault("not-yet-asked", where, message, "Ask it earlier, or say the answer to another question.")
