"""Every text of a tree that a person reads, with its TOML path; and what is wrong with the words in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from postwise.text import CONTROL
from postwise.tree.file_table import Dissent, FileTable
from postwise.tree.model import About, Answer, Contact, Link, Note, Outcome, Question, Scenario, Tree, YesNo
from postwise.tree.placeholders import NAME, names
from postwise.tree.problems import Fault, TomlPath, listing, suggestion
from postwise.tree.promises import Promise, Signature

Placed = tuple[TomlPath, str]

READ: Mapping[type[FileTable], tuple[str, ...]] = {
    About: ("title", "summary", "group", "audience", "purpose", "version", "authors", "sources"),
    Question: ("ask", "none", "unit", "why", "help", "answers", "yes", "no", "notes", "dissent"),
    Answer: ("text", "note"),
    YesNo: ("text", "note"),
    Note: ("text",),
    Dissent: ("text",),
    Outcome: ("headline", "reason", "next", "notes", "see"),
    Link: ("title", "url"),
    Promise: ("text", "roles", "signed", "dissent"),
    Signature: ("role",),
    Contact: ("title", "url", "phone"),
    Scenario: ("title", "story", "discuss"),
}
"""The keys of each table that people read, or below which there is something to read."""
WRITTEN = {"roles": "for"}
"""How a key stands in the file that has another name in the model."""


def texts(tree: Tree) -> Iterator[Placed]:
    """Yield every text that a person reads, with where it stands."""
    yield from texts_below(("tree",), tree.about)
    for section in ("question", "outcome", "promise", "scenario"):
        for table_id, table in tree.sections[section].items():
            yield from texts_below((section, table_id), table)


def names_in(tree: Tree, placed: Iterable[Placed]) -> set[str]:
    """Return every word in the braces of texts, and in those of values and answers that they say."""
    said = {name for _, text in placed for name in names(text)}
    values = [tree.values[name] for name in said if name in tree.values]
    results = [result for value in values for result in value.results if isinstance(result, str)]
    answers = [text for name in said if name in tree.questions for _, text in answer_texts(tree, name)]
    return said.union(*map(names, (*results, *answers)))


def answer_texts(tree: Tree, question_id: str) -> Iterator[Placed]:
    """Yield the words that an answer to a question can be said back in, with where they stand."""
    for where, text in texts_below(("question", question_id), tree.questions[question_id]):
        if where[2] in {"answers", "yes", "no", "none", "unit"} and where[-1] != "note":
            yield where, text


def texts_below(where: TomlPath, value: Any) -> list[Placed]:
    """Return the texts that a person reads in a table or a list of a tree."""
    found: list[Placed] = []
    _gather(where, value, found)
    return found


def _gather(where: TomlPath, value: Any, found: list[Placed]) -> None:
    for step, inner in enumerate(value) if isinstance(value, tuple) else _read_in(value):
        if not inner:
            continue
        if isinstance(inner, str):
            found.append(((*where, step), inner))
        else:
            _gather((*where, step), inner, found)


def _read_in(table: Any) -> list[tuple[str, Any]]:
    return [(WRITTEN.get(key, key), getattr(table, key)) for key in READ[type(table)]]


def placeholder_faults(
    placed: Iterable[Placed], known: Collection[str], elsewhere: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield a fault for each pair of braces that nothing fills, and for each lone brace.

    Names in `elsewhere` are filled in other texts, and not in these, which are results of values.
    """
    for where, text in placed:
        for name in dict.fromkeys(names(text)):
            if name not in known and name in elsewhere:
                hint = "Only an organisation's words can stand in it. Say it in the text that says the value."
                yield Fault("unknown-placeholder", where, f'A result of a value cannot say "{{{name}}}".', hint)
            elif name not in known:
                yield _placeholder(where, name, known)


def with_braces(tree: Tree) -> list[Placed]:
    """Return the texts that a person reads which have braces in them, or one."""
    return [(where, text) for where, text in texts(tree) if "{" in text or "}" in text]


def said_back_faults(tree: Tree, placed: Iterable[Placed], words: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each text that says back what somebody typed, or that is said back and says something itself.

    `words` are filled first, whatever else has their name.
    """
    said: dict[str, TomlPath] = {}
    for where, text in placed:
        for name in dict.fromkeys(names(text)):
            question = tree.questions.get(name) if name not in words else None
            if question is not None and question.kind == "text":
                message = f'"{name}" is a text question: what somebody wrote to think with is never said back.'
                yield Fault("unknown-placeholder", where, message, "Leave it out, or ask it as a choice.")
            elif question is not None:
                said.setdefault(name, where)
    for name, where in said.items():
        for at, text in answer_texts(tree, name):
            for inner in dict.fromkeys(names(text)):
                if inner not in words and (inner in tree.values or inner in tree.questions):
                    place = ".".join(map(str, where))
                    message = f'These words are said back in {place}, so "{{{inner}}}" cannot stand in them.'
                    hint = "Only an organisation's words can. Say it in a text of its own."
                    yield Fault("unknown-placeholder", at, message, hint)


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
