"""What two versions of a tree say otherwise besides names and promises: every other key, and every text people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from postwise.author.diff.list_entries import ListEntry, called, moved, paired, reordered
from postwise.author.diff.matching import NodeMatch
from postwise.once import once
from postwise.tree.file_table import FileTable, keys_of
from postwise.tree.header_ids import NAMED_BY_KEY, NAMING
from postwise.tree.human_texts import texts
from postwise.tree.model import VERDICTS, Question, Tree
from postwise.tree.problems import TomlPath
from postwise.tree.toml_writer import toml_value

ORDER = "order"
"""What is compared of a list's entries besides what each of them says."""
WHOLE = frozenset({"tree", "profile", "check"})
"""The sections that are one table each."""
TOLD_BY_NAME = frozenset({"question", "outcome", "promise"})
"""The tables of which new and gone ones are told as names."""
ROLES = ("for", "signed")
"""What a promise says that is told with it, and not among the words."""
Path = tuple[str | ListEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """A key that says something else now."""

    path: Path
    """Where it stands, under the names of the new version."""
    old: str | None
    """What it said: a text as it is, all else as TOML; None if it was left out, or the default."""
    new: str | None
    is_text: bool = False
    """Whether people read it."""
    moved: tuple[tuple[str, str | None], ...] = ()
    """Of another order, which entries stand elsewhere now, each with the one that it stands behind."""

    @property
    def at(self) -> str:
        """Where it stands in the new version (or stood in the old): answers by id, other entries by their places."""
        return ".".join(map(str, self.path))

    @property
    def called(self) -> str:
        """The same for people: entries of lists by what they say, and those that are told whole by nothing."""
        steps = self.path[:-1] if isinstance(self.path[-1], ListEntry) else self.path
        return ".".join(step.called if isinstance(step, ListEntry) else step for step in steps)

    def to_dict(self) -> dict[str, str | None]:
        """Return it as an object of ``postwise.diff/1``."""
        return {"at": self.at, "old": self.old, "new": self.new}


def changed_keys(match: NodeMatch) -> tuple[ChangedKey, ...]:
    """Return the keys and the texts that are others now, in the order of the new file.

    Left out is what is in one version only of questions, endings and promises, and what promises claim. A branch, a
    value or a scenario that is new or gone is one key. Where a file writes a default out, it says nothing else.
    """
    return tuple(_Comparison(match).changes())


def all_keys(tree: Tree, section: str, name: str) -> dict[str, str]:
    """Return all that a table says, as TOML by its keys."""
    return {key: toml_value(said.plain) for key, said in _Version(tree, None).tables[section, name].keys().items()}


class _Version:
    """One of the two; the old one with the match, to be said under the names that things have in the new one."""

    def __init__(self, tree: Tree, match: NodeMatch | None) -> None:
        self.tree = tree
        self.match = match
        self.words = {where for where, _ in texts(tree)}
        self.nodes = {} if match is None else {**match.renamed("questions"), **match.renamed("outcomes")}
        self.names = self.nodes if match is None else {**self.nodes, **match.renamed("promises")}

    @once
    def tables(self) -> dict[tuple[str, str], _Said]:
        """Every table that has a name, by its section and its name in the new version."""
        return {
            (section, self.names.get(name, name)): _Said(self, (section, name), table)
            for section, tables in self.tree.sections.items()
            for name, table in tables.items()
        }

    def whole(self, section: str) -> _Said:
        """Return a section that is one table."""
        tables: dict[str, Any] = {"tree": self.tree.about, "profile": self.tree.profile, "check": self.tree.check}
        return _Said(self, (section,), tables[section])

    def answer(self, question_id: str, answer: str) -> str:
        """Return an answer's id in the new version."""
        return answer if self.match is None else self.match.answer_ids(question_id).get(answer, answer)

    def answered(self, value: Any, question_id: str) -> Any:
        """Return what is said of the answers to a question, under their ids in the new version."""
        if isinstance(value, tuple | list):
            return [self.answered(inner, question_id) for inner in value]
        return self.answer(question_id, value) if isinstance(value, str) else value

    def named(self, value: Any, where: TomlPath) -> Any:
        """Return what the key at a place says of nodes, under their new names; a verdict is the name of none."""
        if isinstance(value, tuple | list):
            tests = len(value) - 1 if "table" in where[2:] else 0  # of a row the last cell alone names a node
            return [*value[:tests], *(self.named(inner, where) for inner in value[tests:])]
        if not isinstance(value, str) or not _names_nodes(where):
            return value
        return value if where[0] == "promise" and value in VERDICTS else self.nodes.get(value, value)


class _Said(NamedTuple):
    """What one version says at a place."""

    version: _Version
    where: TomlPath
    value: Any
    asked: str | None = None

    @property
    def is_table(self) -> bool:
        return isinstance(self.value, FileTable | Mapping)

    @property
    def is_text(self) -> bool:
        return self.where in self.version.words

    @property
    def is_list(self) -> bool:
        """Whether it is a list of which each entry is told for itself: of tables, of rows or of texts."""
        if not isinstance(self.value, tuple | list) or isinstance(self.where[-1], int):  # a row is told whole
            return False
        inner = any(isinstance(entry, FileTable | Mapping | tuple | list) for entry in self.value)
        return inner or (*self.where, 0) in self.version.words

    @property
    def has_ids(self) -> bool:
        """Whether the entries of a list are called by their ids."""
        return self.where[0] == "question" and self.where[2:] == ("answers",)

    def keys(self) -> dict[str, _Said]:
        """Return what a table says and does not leave to the defaults, by the keys of the file."""
        if isinstance(self.value, FileTable):
            return {
                keys_of(type(self.value))[name].written: self._below(keys_of(type(self.value))[name].written, value)
                for name, value in self.value.given.items()
                if not hasattr(type(self.value), name) or getattr(type(self.value), name) != value
            }
        version, known = self.version, self.version.tree.questions
        points = self.asked is not None and self.where[2:3] == ("sum",)
        nodes = version.nodes if _key_at(self.where) in NAMED_BY_KEY else {}
        return {
            version.answer(str(self.asked), key) if points else nodes.get(key, key): self._below(
                key, value, key if key in known and not points else None
            )
            for key, value in self.value.items()
        }

    def _below(self, step: str | int, value: Any, asked: str | None = None) -> _Said:
        return _Said(self.version, (*self.where, step), value, asked or self.asked)

    def entries(self) -> list[_Said]:
        """Return the entries of a list."""
        return [self._below(place, entry) for place, entry in enumerate(self.value)]

    def names(self) -> list[str]:
        """Return the ids of answers, as the new version has them."""
        question: Question = self.version.tree.questions[str(self.where[1])]
        return [self.version.answer(str(self.where[1]), answer.name) for answer in question.answers or ()]

    @property
    def plain(self) -> Any:
        """The whole of it in tables and lists of Python's own, under the new names."""
        if self.is_table:
            return {key: said.plain for key, said in self.keys().items()}
        if self.is_list:
            return [entry.plain for entry in self.entries()]
        if self.is_text:
            return self.value
        if self.asked is not None:
            return self.version.answered(self.value, self.asked)
        return self.version.named(self.value, self.where)

    @property
    def written(self) -> str:
        return str(self.value) if self.is_text else toml_value(self.plain)


def _key_at(where: TomlPath) -> str:
    """Return the key that a place stands under, whichever entry of its list it is."""
    return next((step for step in reversed(where[2:] or where) if isinstance(step, str)), "")


def _names_nodes(where: TomlPath) -> bool:
    """Tell whether what stands at a place is the name of a node; words that look like one are none anywhere else."""
    key, within = _key_at(where), where[2:-1]
    if where[0] == "value" and key in {"table", "else"}:  # the results of a value
        return False
    if "when" in within or within[-1:] == ("answers",):  # what is said of a value there
        return False
    return key == "table" or key in NAMING


class _Comparison:
    def __init__(self, match: NodeMatch) -> None:
        self.old, self.new = _Version(match.old, match), _Version(match.new, None)

    def changes(self) -> Iterator[ChangedKey]:
        yield from self._differing(("tree",), self.old.whole("tree"), self.new.whole("tree"))
        for name in dict.fromkeys((*self.new.tables, *self.old.tables)):
            yield from self._of_table(name, self.old.tables.get(name), self.new.tables.get(name))
        for section in sorted(WHOLE - {"tree"}):
            yield from self._differing((section,), self.old.whole(section), self.new.whole(section))

    def _of_table(self, name: tuple[str, str], old: _Said | None, new: _Said | None) -> Iterator[ChangedKey]:
        if old is None or new is None:
            if name[0] not in TOLD_BY_NAME:
                yield _changed(name, old, new)
            return
        for change in self._differing(name, old, new):
            if name[0] != "promise" or (change.is_text and change.path[2] not in ROLES):
                yield change

    def _differing(self, at: Path, old: _Said | None, new: _Said | None) -> Iterator[ChangedKey]:
        there = [said for said in (old, new) if said is not None]
        if all(said.is_table for said in there):
            before, after = ({} if said is None else said.keys() for said in (old, new))
            for key in dict.fromkeys((*after, *before)):
                yield from self._differing((*at, key), before.get(key), after.get(key))
        elif all(said.is_list for said in there):
            yield from self._listed(at, old, new, by_id=all(said.has_ids for said in there))
        elif old is None or new is None or old.written != new.written:
            yield _changed(at, old, new)

    def _listed(self, at: Path, old: _Said | None, new: _Said | None, *, by_id: bool) -> Iterator[ChangedKey]:
        """Yield what differs in a list: entry by entry, and the order of those that are in both versions."""
        before, after = ([] if said is None else said.entries() for said in (old, new))
        if by_id:
            ids = [[] if said is None else said.names() for said in (old, new)]
            pairs = {was: ids[1].index(name) for was, name in enumerate(ids[0]) if name in ids[1]}
            steps: list[list[Any]] = ids
        else:
            plain = [[entry.plain for entry in entries] for entries in (before, after)]
            pairs = paired(*plain)
            steps = [[ListEntry(place, called(entry)) for place, entry in enumerate(entries)] for entries in plain]
        back = {now: was for was, now in pairs.items()}
        for now, entry in enumerate(after):
            one = before[back[now]] if now in back else None
            yield from self._entry((*at, steps[1][now]), one, entry, whole=not by_id)
        for was, entry in enumerate(before):
            if was not in pairs:
                yield from self._entry((*at, steps[0][was]), entry, None, whole=not by_id)
        if reordered(pairs):
            yield _another_order((*(at[:-1] if by_id else at), ORDER), pairs, steps[1])

    def _entry(self, at: Path, old: _Said | None, new: _Said | None, *, whole: bool) -> Iterator[ChangedKey]:
        if whole and (old is None or new is None):
            yield _changed(at, old, new)
        else:
            yield from self._differing(at, old, new)


def _changed(at: Path, old: _Said | None, new: _Said | None) -> ChangedKey:
    is_text = any(said is not None and said.is_text for said in (old, new))
    before, after = (None if said is None else said.written for said in (old, new))
    return ChangedKey(at, before, after, is_text)


def _another_order(at: Path, pairs: Mapping[int, int], steps: list[Any]) -> ChangedKey:
    """Return the change of an order, told by what the entries are called in the new version."""
    old, new = [pairs[was] for was in sorted(pairs)], sorted(pairs.values())
    names = [step.called if isinstance(step, ListEntry) else f'"{step}"' for step in steps]
    told = tuple((names[place], None if behind is None else names[behind]) for place, behind in moved(old, new))
    before, after = (", ".join(str(steps[place]) for place in places) for places in (old, new))
    return ChangedKey(at, before, after, moved=told)
