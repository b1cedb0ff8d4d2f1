"""What a group drafts: questions with answers, outcomes and cases, taken from a starter, and put as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postwise.train.written import inline, table
from postwise.tree.model import Tree, Verdict, id_of


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


def fresh_id(words: str, kind: str, taken: set[str]) -> str:
    """Return an id made of the first words of a text that nothing else has."""
    made = id_of(" ".join(words.split()[:4])) or kind
    number = 2
    found = made
    while found in taken:
        found, number = f"{made}-{number}", number + 1
    return found


def drafted_question(tree: Tree, name: str) -> DraftQuestion:
    """Return a question of a starter as a draft."""
    asked = tree.questions[name]
    answers = tuple(
        DraftAnswer(one.name, one.text, one.goto or "", one.note or "", one.rights, one.unsure) for one in asked.options
    )
    return DraftQuestion(name, asked.ask, asked.why or "", answers, asked.dilemma)


def drafted_outcome(tree: Tree, name: str) -> DraftOutcome:
    """Return an outcome of a starter as a draft."""
    found = tree.outcomes[name]
    return DraftOutcome(name, found.headline, found.verdict, found.reason or "", found.next, found.rights)


def question_text(question: DraftQuestion, day: dt.date | None) -> Iterator[str]:
    """Yield the lines of a question; `day` is when its dissent was said."""
    yield ""
    yield from table(f"question.{question.id}", [("ask", question.ask), ("why", question.why)])
    if question.dilemma:
        yield "dilemma = true"
    yield "answers = ["
    for one in question.answers:
        pairs = (("id", one.id), ("text", one.text), ("goto", one.goto), ("note", one.note))
        yield f"  {inline((*pairs, ('rights', one.rights), ('unsure', one.unsure)))},"
    yield "]"
    if question.dissent:
        yield "dissent = ["
        yield from (f"  {inline((('text', line), ('date', day)))}," for line in question.dissent)
        yield "]"


def outcome_text(outcome: DraftOutcome) -> Iterator[str]:
    """Yield the lines of an outcome."""
    yield ""
    yield from table(
        f"outcome.{outcome.id}",
        (
            ("verdict", outcome.verdict),
            ("headline", outcome.headline),
            ("reason", outcome.reason),
            ("next", outcome.next),
            ("rights", outcome.rights),
        ),
    )


def scenario_text(scenario: DraftScenario, end: str) -> Iterator[str]:
    """Yield the lines of a case that ends at an outcome."""
    yield ""
    yield from table(f"scenario.{scenario.id}", (("title", scenario.title), ("story", scenario.story)))
    yield f"answers = {inline(scenario.answers.items())}"
    yield f'expect = "{end}"'
