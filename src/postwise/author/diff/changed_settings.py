"""What two versions of a tree say otherwise besides words, names and promises: every other key, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from postwise.author.diff.matching import NodeMatch
from postwise.tree.file_table import FileTable, keys_of
from postwise.tree.human_texts import texts
from postwise.tree.model import Question, Tree
from postwise.tree.problems import TomlPath
from postwise.tree.toml_writer import toml_value

ORDER = "order"
"""What is compared of answers besides what each of them says."""
NAMED = frozenset({"question", "outcome", "promise"})
"""The tables of which new and gone ones are told as names."""


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A key that says something else now."""

    at: str
    """Where it stands in the new version (or stood in the old), with the ids of answers in place of their numbers."""
    old: str | None
    """What it said, as TOML; None if it was left out, or the default."""
    new: str | None


def changed_settings(match: NodeMatch) -> tuple[ChangedSetting, ...]:
    """Return the settings that are others now, in the order of the new file.

    Texts and promises are left out, and so is all of a question or an ending that is in one version only. What is new
    or gone of other tables is one setting. Where a file writes a default out, it says nothing else.
    """
    before, after = _Said(match.old, match).settings(), _Said(match.new, None).settings()
    tables = _tables(before) ^ _tables(after)
    told = {f"{section}.{name}" for section, name in tables if section not in NAMED}
    found = []
    for at in dict.fromkeys((*after, *before)):
        old, new = before.get(at), after.get(at)
        if at[:2] in tables or old == new or (at[-1] == ORDER and not _same_answers(old, new)):
            continue
        found.append(ChangedSetting(".".join(map(str, at)), old, new))
    there = {f"{section}.{name}" for section, name in _tables(after)}
    found += [ChangedSetting(at, *((None, "new") if at in there else ("there", None))) for at in sorted(told)]
    return tuple(found)


def _tables(said: Mapping[TomlPath, str]) -> set[TomlPath]:
    return {at[:2] for at in said if at[0] not in {"tree", "profile", "check"}}


def _same_answers(old: str | None, new: str | None) -> bool:
    return old is not None and new is not None and sorted(old.split(", ")) == sorted(new.split(", "))


class _Said:
    """What a version says but for its words; with a match, under the names that things have in the new one."""

    def __init__(self, tree: Tree, match: NodeMatch | None) -> None:
        self.tree = tree
        self.match = match
        self.words = {where for where, _ in texts(tree)}
        self.nodes = {} if match is None else {**match.renamed("questions"), **match.renamed("outcomes")}

    def settings(self) -> dict[TomlPath, str]:
        """Return every setting, as TOML, by where it stands."""
        found: dict[TomlPath, str] = {}
        for section, tables in self.tree.sections.items():
            for name, table in tables.items():
                if section != "promise":
                    found |= self._below((section, name), (section, self.nodes.get(name, name)), table)
                found.setdefault((section, self.nodes.get(name, name)), "")
        whole: dict[str, Any] = {"tree": self.tree.about, "profile": self.tree.profile, "check": self.tree.check}
        for section, said in whole.items():
            found |= self._below((section,), (section,), said)
        return found

    def _below(self, where: TomlPath, at: TomlPath, value: Any, asked: str | None = None) -> dict[TomlPath, str]:
        """Return the settings below a place; `asked` is the question that its answers are to."""
        if where in self.words:
            return {}
        found: dict[TomlPath, str] = {}
        if isinstance(value, FileTable | Mapping):
            for key, inner in _keys_in(value):
                question = key if key in self.tree.questions and isinstance(value, Mapping) else asked
                named = self.nodes.get(key, key) if isinstance(value, Mapping) else key
                found |= self._below((*where, key), (*at, named), inner, question)
            if isinstance(value, Question) and value.answers:
                found[(*at, ORDER)] = ", ".join(self._answer(where[1], answer.name) for answer in value.answers)
        elif isinstance(value, tuple | list) and any(isinstance(inner, FileTable | Mapping) for inner in value):
            for place, inner in enumerate(value):
                found |= self._below((*where, place), (*at, self._called(where, place)), inner, asked)
        elif not _has_words(where, self.words):
            found[at] = toml_value(self._renamed(value, asked))
        return found

    def _called(self, where: TomlPath, place: int) -> int | str:
        if where[0] != "question" or where[2:] != ("answers",):
            return place
        answers = self.tree.questions[str(where[1])].answers or ()
        return self._answer(where[1], answers[place].name)

    def _answer(self, question: Any, answer: str) -> str:
        return answer if self.match is None else self.match.answer_ids(str(question)).get(answer, answer)

    def _renamed(self, value: Any, asked: str | None) -> Any:
        if isinstance(value, tuple | list):
            return [self._renamed(inner, asked) for inner in value]
        if not isinstance(value, str):
            return value
        return self.nodes.get(value, value) if asked is None else self._answer(asked, value)


def _keys_in(table: FileTable | Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a table says and does not leave to the defaults, by the keys of the file."""
    if not isinstance(table, FileTable):
        yield from table.items()
        return
    for name, value in table.given.items():
        if not hasattr(type(table), name) or getattr(type(table), name) != value:
            yield keys_of(type(table))[name].written, value


def _has_words(where: TomlPath, words: set[TomlPath]) -> bool:
    """Tell whether a list holds texts that people read."""
    return (*where, 0) in words
