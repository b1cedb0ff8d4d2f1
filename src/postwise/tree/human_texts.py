"""Every text of a tree that a person reads, with its TOML path; and what is wrong with the words in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from postwise.text import CONTROL
from postwise.tree.model import Note, Outcome, Question, Scenario, Tree
from postwise.tree.placeholders import NAME, names
from postwise.tree.problems import Fault, TomlPath, listing, suggestion

Placed = tuple[TomlPath, str]


def texts(tree: Tree) -> Iterator[Placed]:
    """Yield every text that a person reads, with where it stands."""
    yield from _about(tree)
    for name, question in tree.questions.items():
        yield from question_texts(("question", name), question)
    for name, outcome in tree.outcomes.items():
        yield from outcome_texts(("outcome", name), outcome)
    for name, scenario in tree.scenarios.items():
        yield from _scenario(("scenario", name), scenario)


def _about(tree: Tree) -> Iterator[Placed]:
    about = tree.about
    for key in ("title", "summary", "group", "audience", "purpose", "version"):
        yield from _one(("tree", key), getattr(about, key))
    yield from _many(("tree", "authors"), about.authors)
    yield from _links(("tree", "sources"), about.sources)


def question_texts(where: TomlPath, question: Question) -> Iterator[Placed]:
    """Yield the texts of one question."""
    yield (*where, "ask"), question.ask
    for key in ("none", "unit", "why", "help"):
        yield from _one((*where, key), getattr(question, key))
    for place, answer in enumerate(question.answers or ()):
        yield (*where, "answers", place, "text"), answer.text
        yield from _one((*where, "answers", place, "note"), answer.note)
    for key, reply in (("yes", question.yes), ("no", question.no)):
        if reply is not None:
            yield from _one((*where, key, "text"), reply.text)
            yield from _one((*where, key, "note"), reply.note)
    yield from _notes((*where, "notes"), question.notes)
    for place, dissent in enumerate(question.dissent):
        yield (*where, "dissent", place, "text"), dissent.text


def outcome_texts(where: TomlPath, outcome: Outcome) -> Iterator[Placed]:
    """Yield the texts of one outcome."""
    yield (*where, "headline"), outcome.headline
    yield from _one((*where, "reason"), outcome.reason)
    yield from _many((*where, "next"), outcome.next)
    yield from _notes((*where, "notes"), outcome.notes)
    yield from _links((*where, "see"), outcome.see)


def _scenario(where: TomlPath, scenario: Scenario) -> Iterator[Placed]:
    yield from _one((*where, "title"), scenario.title)
    yield from _one((*where, "story"), scenario.story)
    yield from _many((*where, "discuss"), scenario.discuss)


def _one(where: TomlPath, text: str | None) -> Iterator[Placed]:
    if text is not None:
        yield where, text


def _many(where: TomlPath, several: tuple[str, ...]) -> Iterator[Placed]:
    return (((*where, place), text) for place, text in enumerate(several))


def _notes(where: TomlPath, notes: tuple[Note, ...]) -> Iterator[Placed]:
    return (((*where, place, "text"), note.text) for place, note in enumerate(notes))


def _links(where: TomlPath, links: tuple[Any, ...]) -> Iterator[Placed]:
    for place, link in enumerate(links):
        for key in ("title", "url"):
            if getattr(link, key):
                yield (*where, place, key), getattr(link, key)


def placeholder_faults(placed: Iterator[Placed], known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each pair of braces that nothing fills, and for each lone brace. Addresses are not filled."""
    for where, text in placed:
        if "{" not in text and "}" not in text:
            continue
        for name in dict.fromkeys(names(text)):
            if name not in known:
                yield _placeholder(where, name, known)


def _placeholder(where: TomlPath, name: str, known: Collection[str]) -> Fault:
    if name in {"{", "}"}:
        message = f'A lone "{name}" stands in this text.'
        return Fault("unknown-placeholder", where, message, f'For a brace itself write "{name}{name}".')
    if NAME.fullmatch(name):
        hint = suggestion(name, known) or f"There are {listing(sorted(known), 20)}. For braces write {{{{ and }}}}."
        return Fault("unknown-placeholder", where, f'Nothing fills "{{{name}}}".', hint)
    message = f'"{{{name}}}" is not a name that can be filled.'
    return Fault("unknown-placeholder", where, message, "Braces hold a plain name. For braces write {{ and }}.")


def control_faults(data: Any, where: TomlPath = ()) -> Iterator[Fault]:
    """Yield a fault for each text of a file's data with a character in it that a terminal would act on."""
    if isinstance(data, str):
        control = CONTROL.search(data)
        if control:
            message = f"This text has the control character U+{ord(control[0]):04X} in it."
            yield Fault("control-character", where, message, "Take it out; only newlines and tabs may stand here.")
    elif isinstance(data, dict):
        for key, value in data.items():
            if CONTROL.search(key):
                message = "This key has a control character in it."
                yield Fault("control-character", (*where, key), message, "Take it out.", "key")
            else:
                yield from control_faults(value, (*where, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from control_faults(value, (*where, place))
