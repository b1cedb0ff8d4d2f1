"""What a shell completes an argument with that only the trees and the records here know, one candidate a line."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from postwise.author.template_names import TEMPLATES
from postwise.errors import PostwiseError
from postwise.text import on_one_line
from postwise.tree.library import Library
from postwise.tree.model import Tree


class ShellLine:
    """A command line that somebody is typing: its words so far, and the one that is to be completed."""

    def __init__(self, typed: str, words: Sequence[str], taking: Mapping[str, frozenset[str]]) -> None:
        self.typed = _unquoted(typed)
        whole = [_unquoted(word) for word in words]
        start = next((place for place, word in enumerate(whole) if word in taking), len(whole))
        self.taking = taking[whole[start]] if start < len(whole) else frozenset()
        """The options of the command that take a value."""
        self.words = whole[start + 1 :]

    @property
    def arguments(self) -> Iterator[str]:
        """The words that are neither options nor what stands behind one."""
        before = ""
        for word in self.words:
            if not word.startswith("-") and before not in self.taking:
                yield word
            before = word

    @property
    def answered(self) -> set[str]:
        """The questions that are answered with ``--answer`` already."""
        given = zip(self.words, self.words[1:], strict=False)
        return {answer.partition("=")[0] for option, answer in given if option == "--answer"}


def completed(wanted: str, words: Sequence[str], taking: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the candidates for ``KIND=TYPED`` behind the words of a command line; of what cannot be read, none.

    `taking` has by command the options that take a value.
    """
    kind, _, typed = wanted.partition("=")
    line = ShellLine(typed, words, taking)
    with suppress(PostwiseError, OSError):
        for word in KINDS.get(kind, _nothing)(line):
            if word.casefold().startswith(line.typed.casefold()):
                yield on_one_line(word)


def _nothing(_: ShellLine) -> Iterable[str]:
    return ()


def _trees(_: ShellLine) -> Iterator[str]:
    yield from (entry.id for entry in Library.here().entries)


def _answers(line: ShellLine) -> Iterator[str]:
    """Yield the questions of the tree on the line, or the answers to the one that stands before the sign."""
    tree = next(_trees_named(line), None)
    name, sign, said = line.typed.partition("=")
    if tree is None:
        return
    if not sign:
        yield from (f"{question_id}=" for question_id in tree.questions if question_id not in line.answered)
    elif name in tree.questions:
        question = tree.questions[name]
        before, comma, _ = said.rpartition(",")
        ticked = before.split(",") if question.kind == "checklist" else []
        yield from (f"{name}={before}{comma}{item}" for item in question.by_id if item not in ticked)
        yield from [f"{name}=?"] if question.picks_one else []


def _cases(line: ShellLine) -> Iterator[str]:
    for tree in _trees_named(line):
        yield from (name for name, scenario in tree.scenarios.items() if scenario.story)


def _trees_named(line: ShellLine) -> Iterator[Tree]:
    """Yield the trees on the line; of none, those of the library."""
    library = Library.here()
    for entry in [library.find(name) for name in line.arguments] or library.entries:
        with suppress(PostwiseError):
            tree = library.load(entry).tree
            if tree is not None:
                yield tree


def _records(_: ShellLine) -> Iterator[str]:
    from postwise.walk.record_store import Records

    yield from (str(record.id) for record in Records().list())


def _templates(_: ShellLine) -> Iterable[str]:
    return TEMPLATES


KINDS: Mapping[str, Callable[[ShellLine], Iterable[str]]] = {
    "trees": _trees,
    "answers": _answers,
    "cases": _cases,
    "records": _records,
    "templates": _templates,
}
"""What completes each kind of argument."""


def _unquoted(word: str) -> str:
    """Return a word as the shell will read it; of one in which a quotation mark is still open, what is there."""
    for whole in (word, f"{word}'", f'{word}"'):
        with suppress(ValueError):
            parts = shlex.split(whole)
            return parts[0] if len(parts) == 1 else word
    return word
