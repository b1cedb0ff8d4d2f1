"""What would change a recommendation, and what is worth settling, in words."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.document import Item, Section
from postwise.tree.model import Verdict
from postwise.walk.explain import Change, Endings, Settle, changes, fewest, settle
from postwise.walk.fewest import Turn
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk

COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNKNOWN = "Somewhere else, it may be: the tree is too large to say"


def explained(walk: Walk) -> Iterator[Section]:
    """Yield what single other answers would lead to, kindest first, and the unsure answers that are worth settling."""
    yield Section("What would change this", (*_changes(walk), *_fewest(walk)))
    yield Section("Worth settling", tuple(_settled(walk, one) for one in settle(walk)))


def signed(verdict: Verdict) -> str:
    """Return a verdict as its sign and its word."""
    return f"{SIGNS[verdict].sign} {SIGNS[verdict].word}"


def _changes(walk: Walk) -> Iterator[Item]:
    together: dict[str, list[Item]] = {}
    for change in changes(walk):
        leads_to = UNKNOWN if change.endings is None else _ending(_changed(walk, change), change.endings)
        together.setdefault(leads_to, []).append(Item(_other_answer(walk, change)))
    yield from (Item(leads_to, under=tuple(answers)) for leads_to, answers in together.items())


def _changed(walk: Walk, change: Change) -> Walk:
    """Return the walk that is asked for an ending's words: the changed one, if the words depend on the walk."""
    headline = walk.tree.outcomes[change.outcome].headline if change.outcome else ""
    return walk.change(change.question, change.answer) if "{" in headline else walk


def _ending(walk: Walk, endings: Endings) -> str:
    if endings.only is not None:
        outcome = walk.tree.outcomes[endings.only]
        return f"{signed(outcome.verdict)}: {walk.filled(outcome.headline)}"
    verdicts = [signed(verdict) for verdict in endings.verdicts]
    listed = verdicts[0] if len(verdicts) == 1 else f"{', '.join(verdicts[:-1])} or {verdicts[-1]}"
    return f"{listed}, by what you answer then"


def _other_answer(walk: Walk, change: Change) -> str:
    question = walk.tree.questions[change.question]
    ask = walk.filled(question.ask)
    if change.item is None:
        return f"“{change.words}” to “{ask}”"
    item = walk.filled(question.by_id[change.item].text)
    ticked = isinstance(change.answer, frozenset) and change.item in change.answer
    return f"“{item}” {'ticked' if ticked else 'not ticked'} at “{ask}”"


def _fewest(walk: Walk) -> Iterator[Item]:
    found = fewest(walk)
    if found is not None and len(found.changes) > 1:  # one alone stands among the changes already
        number = COUNTS[len(found.changes)] if len(found.changes) < len(COUNTS) else str(len(found.changes))
        under = tuple(_turned(walk, turn) for turn in (*found.changes, *found.new))
        yield Item(f"Fewest changes to {signed(found.verdict)}: {number}", under=under)
    elif found is not None and found.changes:
        yield Item(f"Fewest changes to {signed(found.verdict)}: one")


def _turned(walk: Walk, turn: Turn) -> Item:
    return Item(f"“{turn.words}” to “{walk.filled(walk.tree.questions[turn.question].ask)}”")


def _settled(walk: Walk, found: Settle) -> Item:
    leads = (Item(f"“{lead.words}” leads to {_ending(walk, lead.endings)}") for lead in found.answers)
    return Item(walk.filled(walk.tree.questions[found.question].ask), under=tuple(leads))
