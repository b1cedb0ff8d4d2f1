"""From a file to an overlay, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from postwise.tree.human_texts import control_faults, texts_below
from postwise.tree.model import Outcome, Question, Tree
from postwise.tree.overlays import EVERY, OutcomeWords, Overlay, QuestionWords, laid, place_in_overlay
from postwise.tree.placeholders import words_of
from postwise.tree.problems import Fault, Problem, TomlPath, suggestion
from postwise.tree.schema_errors import keys_at, shape
from postwise.tree.toml_source import Source, problems_in_order
from postwise.tree.validate import TreeValidator

TREE_KEYS = frozenset({"branch", "value", "check"})
"""What a tree has and an overlay can say nothing of."""


class LoadedOverlay(NamedTuple):
    """What a file turned out to be: an overlay, or what keeps it from being one."""

    overlay: Overlay | None
    """None if there is anything wrong with the file itself."""
    problems: tuple[Problem, ...]
    source: Source


def read_overlay(path: Path, name: str | None = None) -> LoadedOverlay:
    """Return what a file turns out to be as an overlay; `name` is what it is called in problems (left out, its path).

    Whether its words fit the trees that it is for is told by `faults_on`. Raises OSError if it cannot be opened.
    """
    source, problem = Source.read(path, name)
    return LoadedOverlay(None, (problem,), source) if problem is not None else overlay_of(source)


def overlay_of(source: Source) -> LoadedOverlay:
    """Return what a source turns out to be as an overlay."""
    data, problem = source.parse()
    if problem is not None:
        return LoadedOverlay(None, (problem,), source)
    overlay, faults, _ = shape(Overlay, data)
    faults = [_of_words(fault) for fault in (*faults, *control_faults(data))]
    if faults or overlay is None:
        return LoadedOverlay(None, tuple(problems_in_order(faults, source)), source)
    return LoadedOverlay(overlay, (), source)


def _of_words(fault: Fault) -> Fault:
    """Return a fault, told as what it is where a tree could say this and an overlay cannot."""
    if fault.code != "unknown-key":
        return fault
    *above, key = fault.where
    known = keys_at(Tree, tuple(above))
    if (not above and key in TREE_KEYS) or key in known:
        message = f'An overlay holds words and no roads: "{key}" cannot stand here.'
        return Fault("not-words", fault.where, message, "Change the tree for that.", "key")
    return fault


def faults_on(overlay: Overlay, trees: Mapping[str, Tree], words: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with an overlay on trees that can be read, by their ids: names in it, and what it says.

    `words` are the organisation's profile.
    """
    wanted = {name: tree for name, tree in trees.items() if overlay.is_for(name)}
    for place, name in enumerate(overlay.about.trees):
        if name not in {EVERY, *trees}:
            hint = suggestion(name, trees)
            yield Fault("unknown-tree", ("overlay", "trees", place), f'There is no tree "{name}".', hint)
    yield from _unknown(overlay, list(wanted.values()))
    told: set[Fault] = set()
    for tree in wanted.values():
        for fault in _faults_laid(tree, overlay, words):
            if fault not in told:
                told.add(fault)
                yield fault


def fits(tree: Tree, overlay: Overlay, words: Mapping[str, str]) -> bool:
    """Tell whether nothing is wrong with a tree in an overlay's words."""
    return next(_faults_laid(tree, overlay, words), None) is None


def _faults_laid(tree: Tree, overlay: Overlay, words: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with a tree in an overlay's words, where the overlay says it."""
    other, told = laid(tree, overlay), list[Fault]()
    TreeValidator(other, Source("", tree.id), {}, words_of(words), told.append, whole=True).check()
    yield from (fault._replace(where=place_in_overlay(fault.where, tree)) for fault in told)


def _unknown(overlay: Overlay, trees: list[Tree]) -> Iterator[Fault]:
    """Yield a fault for each id that no tree has for which the overlay is, and for each such answer."""
    for section, tables in overlay.sections.items():
        known = {name for tree in trees for name in tree.sections[section]}
        for name, table in tables.items():
            if name not in known:
                hint, where = suggestion(name, known), (section, name)
                yield Fault(
                    "unknown-target", where, f'No tree that this is for has the {section} "{name}".', hint, "key"
                )
            elif isinstance(table, QuestionWords):
                yield from _unknown_answers(name, table, trees)
            if isinstance(table, QuestionWords | OutcomeWords) and name in known:
                yield from _unknown_notes((section, name, "note"), table, trees)


def _unknown_answers(name: str, words: QuestionWords, trees: list[Tree]) -> Iterator[Fault]:
    questions = [tree.questions[name] for tree in trees if name in tree.questions]
    known = {answer for question in questions for answer in question.by_id}
    listed = [(("question", name, "answers", answer), answer) for answer in words.answers]
    plain = [(("question", name, key), key) for key in ("yes", "no") if getattr(words, key) is not None]
    for where, answer in (*listed, *plain):
        if answer not in known:
            hint = suggestion(answer, known)
            yield Fault("unknown-answer", where, f'The question "{name}" has no answer "{answer}".', hint, "key")
        elif where[2] == "answers" and all(question.kind == "yes-no" for question in questions):
            message = f'"{name}" is answered with yes or no, which stand in the question itself.'
            yield Fault("unknown-key", where, message, f'Write {answer} = "…" there.', "key")


def _unknown_notes(where: TomlPath, words: QuestionWords | OutcomeWords, trees: list[Tree]) -> Iterator[Fault]:
    section, name = map(str, where[:2])
    tables = (tree.sections[section].get(name) for tree in trees)
    most = max(len(table.notes) for table in tables if isinstance(table, Question | Outcome))
    for place in words.note:
        if place not in map(str, range(1, most + 1)):
            message = f'There is no note "{place}" there: the tree has {most}, counted from 1.'
            yield Fault("unknown-target", (*where, place), message, None, "key")


def digest(text: str | Iterable[str]) -> str:
    """Return what is remembered of a text, or a list of texts, that words were made from."""
    whole = text if isinstance(text, str) else "\n".join(text)
    return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def words_in(tree: Tree) -> dict[str, str | tuple[str, ...]]:
    """Return the texts of a tree that an overlay can put in other words, by their places as an overlay has them."""
    said: dict[str, str | tuple[str, ...]] = {}
    for where, text in _texts(tree):
        place = ".".join(map(str, place_in_overlay(where, tree)))
        said[place] = text
    return said


def _texts(tree: Tree) -> Iterator[tuple[TomlPath, Any]]:
    for key in ("title", "summary", "group", "audience", "purpose"):
        if getattr(tree.about, key):
            yield ("tree", key), getattr(tree.about, key)
    for section in ("question", "outcome", "promise", "scenario"):
        for name, table in tree.sections[section].items():
            lists = {key: getattr(table, key) for key in ("next", "discuss") if getattr(table, key, ())}
            yield from (((section, name, key), texts) for key, texts in lists.items())
            for where, text in texts_below((section, name), table):
                if where[2] not in {"next", "discuss", "see", "signed", "dissent", "for"}:
                    yield where, text
