"""What a group drafts: questions with answers, outcomes and cases, taken from a starter, and put as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from postwise.text import typed_line
from postwise.tree.ids import free_id, id_of
from postwise.tree.model import Tree, Verdict
from postwise.tree.placeholders import DEFAULTS, PIECE
from postwise.tree.toml_writer import toml_table


def typed(text: str, known: Collection[str] = frozenset(DEFAULTS)) -> str:
    """Return what somebody typed as a text of a tree.

    Control characters go, spaces are evened out, and braces that name nothing known are kept as braces.
    """

    def piece(match: re.Match[str]) -> str:
        whole = match[0]
        if whole in {"{{", "}}"} or (match[1] is not None and match[1] in known):
            return whole
        return whole.replace("{", "{{").replace("}", "}}")

    return PIECE.sub(piece, typed_line(text))


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer of a drafted question."""

    id: str
    text: str
    goto: str
    """The question or outcome it leads to; empty while the group has not said."""
    note: str = ""
    rights: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A question that a group drafts: a choice, always."""

    id: str
    ask: str
    why: str = ""
    answers: tuple[DraftAnswer, ...] = ()
    dilemma: bool = False
    dissent: tuple[str, ...] = ()
    """What those who differ wanted kept beside it."""


@dataclass(frozen=True, slots=True)
class DraftOutcome:
    """Where a road of the draft ends."""

    id: str
    headline: str
    verdict: Verdict = "info"
    reason: str = ""
    next: tuple[str, ...] = ()
    rights: bool = False


@dataclass(frozen=True, slots=True)
class DraftScenario:
    """A case that was run through the draft."""

    id: str
    title: str
    story: str
    answers: Mapping[str, str]


def fresh_id(words: str, kind: str, taken: Collection[str]) -> str:
    """Return an id made of the first words of a text that nothing else has."""
    return free_id(id_of(" ".join(words.split()[:4])) or kind, taken)


def drafted_question(tree: Tree, question_id: str) -> DraftQuestion:
    """Return a question of a starter as a draft."""
    asked = tree.questions[question_id]
    answers = tuple(
        DraftAnswer(option.name, option.text, option.goto or "", option.note or "", option.rights, option.unsure)
        for option in asked.options
    )
    return DraftQuestion(question_id, asked.ask, asked.why or "", answers, asked.dilemma)


def drafted_outcome(tree: Tree, outcome_id: str) -> DraftOutcome:
    """Return an outcome of a starter as a draft."""
    end = tree.outcomes[outcome_id]
    return DraftOutcome(outcome_id, end.headline, end.verdict, end.reason or "", end.next, end.rights)


def question_lines(question: DraftQuestion, day: dt.date | None) -> Iterator[str]:
    """Yield the lines of a question; `day` is when its dissent was said."""
    answers = [{key: value for key, value in asdict(answer).items() if value} for answer in question.answers]
    dissent = [_filled(text=text, date=day) for text in question.dissent]
    about = _filled(ask=question.ask, why=question.why, dilemma=question.dilemma)
    table = {**about, "answers": answers, **_filled(dissent=dissent)}
    yield from ("", *toml_table(("question", question.id), table))


def outcome_lines(outcome: DraftOutcome) -> Iterator[str]:
    """Yield the lines of an outcome."""
    table = _filled(
        verdict=outcome.verdict,
        headline=outcome.headline,
        reason=outcome.reason,
        next=outcome.next,
        rights=outcome.rights,
    )
    yield from ("", *toml_table(("outcome", outcome.id), table))


def scenario_lines(scenario: DraftScenario, end: str) -> Iterator[str]:
    """Yield the lines of a case that ends at an outcome."""
    table = _filled(title=scenario.title, story=scenario.story, answers=scenario.answers, expect=end)
    yield from ("", *toml_table(("scenario", scenario.id), table))


def _filled(**table: Any) -> dict[str, Any]:
    """Return a table without what is empty."""
    return {key: value for key, value in table.items() if value}
