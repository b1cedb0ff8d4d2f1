"""What a group drafts: questions with answers, outcomes and cases, taken from a starter, and put as text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from postwise.text import typed_line
from postwise.tree.model import Tree, Verdict, id_of
from postwise.tree.placeholders import DEFAULTS, PIECE


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


def quoted(text: str) -> str:
    """Return a text as a TOML string in one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


Written = str | bool | dt.date | Iterable[str]
"""What stands behind a key."""


def value(what: Written) -> str:
    """Return a text, a yes or no, a date or a list of texts as TOML."""
    if isinstance(what, bool):
        return "true" if what else "false"
    if isinstance(what, dt.date):
        return what.isoformat()
    return quoted(what) if isinstance(what, str) else f"[{', '.join(map(quoted, what))}]"


def inline(pairs: Iterable[tuple[str, Written | None]]) -> str:
    """Return a table in one line; what is empty is left out."""
    return f"{{ {', '.join(f'{key} = {value(what)}' for key, what in pairs if what)} }}"


def table(header: str, pairs: Iterable[tuple[str, Written | None]]) -> Iterator[str]:
    """Yield the lines of a table with its header; what is empty is left out."""
    yield f"[{header}]"
    for key, what in pairs:
        if what:
            yield f"{key} = {value(what)}"


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
