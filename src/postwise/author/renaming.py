"""Giving a question, a branch, a value or an ending another id, wherever its file names it; nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from postwise import files
from postwise.author.scenario_writer import text_to_change
from postwise.author.still_to_write import to_be_walked
from postwise.errors import Exit, PostwiseError
from postwise.text import typed_line
from postwise.tree.ids import ID, id_of
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import VERDICTS, Tree
from postwise.tree.placeholders import DEFAULTS
from postwise.tree.problems import TomlPath
from postwise.tree.toml_source import Source, Stretch

SECTIONS = ("question", "branch", "value", "outcome")
"""The tables of which each has an id that others name."""
NAMED = frozenset({"goto", "start", "else", "yes", "no", "expect", "split"})
"""The keys that say an id."""
LISTED = frozenset({"never", "only", "asked", "on"})
"""The keys that list ids."""
KEYED = frozenset({"when", "answers", "sum"})
"""The keys below which ids are keys."""


def rename(path: Path, old: str, typed: str, words: Mapping[str, str]) -> str:
    """Give what has an id in a file another one, and return it; the file is written in one go.

    Raises PostwiseError if the file cannot be read or written, if what is typed is no id or taken, or if something else
    would be wrong with the file afterwards.
    """
    new, text = _lawful(typed), text_to_change(path)
    before = read_source(Source(text), words)
    tree, missing = _walked(before, path)
    if any(new in tree.sections[section] for section in SECTIONS) or new in missing:
        raise PostwiseError(f'"{new}" is in the file already.')
    _write(path, text, with_another_id(before, old, new, words), before, words)
    return new


def rename_answer(path: Path, question_id: str, old: str, typed: str, words: Mapping[str, str]) -> str:
    """Give an answer of a question another id, wherever the file names it, and return it. Raises as `rename` does."""
    new, text = _lawful(typed), text_to_change(path)
    before = read_source(Source(text), words)
    question = _walked(before, path)[0].questions.get(question_id)
    if question is None or all(answer.id != old for answer in question.answers or ()):
        raise PostwiseError(f"“{old}” is no id that is written with an answer of “{question_id}”.", Exit.NO)
    if new in question.by_id:
        raise PostwiseError(f'Another answer of "{question_id}" has the id "{new}".')
    data, _ = before.source.parse()
    _write(
        path,
        text,
        _replaced(before.source.text, _answered(before.source, data, question_id, old), old, new),
        before,
        words,
    )
    return new


def _lawful(typed: str) -> str:
    new = typed_line(typed)
    if not ID.fullmatch(new):
        made = id_of(new)
        hint = f" It could be {made}." if made else " It begins with a letter."
        raise PostwiseError(f"An id is lower-case letters and digits, joined by hyphens.{hint}")
    return new


def _walked(loaded: Loaded, path: Path) -> tuple[Tree, tuple[str, ...]]:
    tree, missing = to_be_walked(loaded)
    if tree is None:
        raise PostwiseError(f"{path.name} has errors, so nothing was renamed in it. Mend them first.", Exit.NO)
    return tree, missing


def _write(path: Path, text: str, renamed: str, before: Loaded, words: Mapping[str, str]) -> None:
    """Write a text in which something has another id, unless something else is wrong with it now."""
    after = read_source(Source(renamed), words)
    if to_be_walked(after)[0] is None or len(after.problems) != len(before.problems):
        raise PostwiseError(f"{path.name} names it in a way that only your editor can change.", Exit.NO)
    files.write(path, renamed if not text.startswith("\ufeff") else f"\ufeff{renamed}")


def _replaced(text: str, places: Iterable[Stretch], old: str, new: str) -> str:
    for start, end in sorted({*places}, reverse=True):
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
    return text


def with_another_id(loaded: Loaded, old: str, new: str, words: Mapping[str, str]) -> str:
    """Return the text of a file in which an id is another one wherever it is named."""
    source = loaded.source
    data, _ = source.parse()
    profile = () if loaded.sketch is None else loaded.sketch.profile
    said = () if old in DEFAULTS or old in words or old in profile else _said(source, data, old)
    return _replaced(source.text, (*_headers(source.text, old), *_uses(source, data, (), old), *said), old, new)


def _headers(text: str, old: str) -> Iterator[Stretch]:
    """Yield where an id stands in a header, or in a key with points."""
    sections = "|".join(SECTIONS)
    name = rf"""(?:{sections})[ \t]*\.[ \t]*["']?({re.escape(old)})["']?[ \t]*[\].=]"""
    for match in re.finditer(rf"^[ \t]*\[{{0,2}}[ \t]*{name}", text, re.MULTILINE):
        yield match.span(1)


def _uses(source: Source, data: Any, where: TomlPath, old: str) -> Iterator[Stretch]:
    """Yield where an id is named below a place of the data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in pairs:
        at = (*where, step)
        if step == old and _is_name(where):
            yield source.stretch(at, "key")
        if isinstance(value, str):
            if value == old and _says_id(at, old, source):
                yield source.stretch(at)
        else:
            yield from _uses(source, value, at, old)


def _is_name(where: TomlPath) -> bool:
    """Tell whether the keys of a table are ids: below a condition, the answers of a scenario, a sum, or a section."""
    if len(where) == 1:
        return where[0] in SECTIONS
    inside = where[-2] if isinstance(where[-1], int) and len(where) > 1 else where[-1]
    return inside in KEYED and (inside != "answers" or where[0] == "scenario")


def _says_id(at: TomlPath, old: str, source: Source) -> bool:
    key = at[-1]
    if isinstance(key, int):
        if at[-2] in LISTED:
            return at[-2] not in {"never", "only"} or old not in VERDICTS  # there such a word is the verdict
        return len(at) > 3 and at[-3] == "table" and at[0] == "branch" and _is_last(source, at)
    owner = {"yes": "question", "no": "question", "else": "branch"}.get(key, at[0])
    return key in NAMED and owner == at[0] and not _is_name(at[:-1])


def _is_last(source: Source, at: TomlPath) -> bool:
    return source.known((*at[:-1], int(at[-1]) + 1)) != (*at[:-1], int(at[-1]) + 1)


def _said(source: Source, data: Any, old: str, where: TomlPath = ()) -> Iterator[Stretch]:
    """Yield where texts say an answer or a value."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in pairs:
        at = (*where, step)
        if not isinstance(value, str):
            yield from _said(source, value, old, at)
        elif f"{{{old}}}" in value:
            start, end = source.stretch(at)
            for match in re.finditer(rf"(?<!\{{)\{{({re.escape(old)})\}}", source.text[start:end]):
                yield start + match.start(1), start + match.end(1)


# Answers


def _answered(source: Source, data: Any, question_id: str, old: str) -> Iterator[Stretch]:
    """Yield where an answer of a question is named: by itself, in conditions, tables, sums and scenarios."""
    for place, answer in enumerate(data["question"][question_id].get("answers", ())):
        if answer.get("id") == old:
            yield source.stretch(("question", question_id, "answers", place, "id"))
    for section in SECTIONS:
        for name, holder in data.get(section, {}).items():
            if isinstance(holder, dict):
                yield from _in_table(source, holder, (section, name), question_id, old)
    yield from _below(source, data, (), question_id, old)


def _in_table(source: Source, holder: dict[str, Any], where: TomlPath, question_id: str, old: str) -> Iterator[Stretch]:
    """Yield where the column of a question says an answer."""
    for column in (place for place, name in enumerate(holder.get("on", ())) if name == question_id):
        for row, cells in enumerate(holder.get("table", ())):
            yield from _equal(source, cells[column], (*where, "table", row, column), old)


def _below(source: Source, data: Any, where: TomlPath, question_id: str, old: str) -> Iterator[Stretch]:
    """Yield where what is said of a question below a place says an answer."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in pairs:
        at = (*where, step)
        if step == question_id and len(where) > 1 and _is_name(where):
            if where[-1] == "sum" and isinstance(value, dict) and old in value:
                yield source.stretch((*at, old), "key")
            yield from _equal(source, value, at, old)
        else:
            yield from _below(source, value, at, question_id, old)


def _equal(source: Source, value: Any, at: TomlPath, old: str) -> Iterator[Stretch]:
    """Yield where a test says an answer."""
    if value == old:
        yield source.stretch(at)
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from _equal(source, inner, (*at, step), old)
