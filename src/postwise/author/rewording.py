"""Giving a question other words: the value of its `ask` is replaced in the file, and every other byte stays."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from postwise import files
from postwise.author.check_tree import deep_errors
from postwise.author.live_file import WHILE_WRITING
from postwise.author.scenario_writer import text_to_change
from postwise.errors import Exit, PostwiseError
from postwise.tree.loader import Loaded, read_source
from postwise.tree.problems import Problem, TomlPath
from postwise.tree.toml_source import Source
from postwise.tree.toml_writer import toml_value

BOM = "\ufeff"


def wording(source: Source, question_id: str) -> str | None:
    """Return what a question asks as its file says it, words in braces unfilled; None if the file asks no such one."""
    at: Any = source.parse()[0]
    for step in _ask_of(question_id):
        at = at.get(step) if isinstance(at, dict) else None
    return at if isinstance(at, str) else None


def line_of(source: Source, question_id: str) -> int:
    """Return the line in which the words of a question begin; for what the file does not ask, where the tree does."""
    if source.parse()[1] is not None:
        return 1
    asked = wording(source, question_id) is not None
    return source.place(_ask_of(question_id) if asked else ("tree",)).line


def reword(path: Path, question_id: str, ask: str, words: Mapping[str, str], *, now: str) -> None:
    """Write other words for a question into a file, in one go; `now` is what it asked when they were agreed to.

    Raises PostwiseError if the file cannot be read or written, asks something else by now, or would have an error that
    it has not; then it stays as it is.
    """
    text = text_to_change(path)
    before = read_source(Source(text), words, path.stem)
    if wording(before.source, question_id) != now:
        raise PostwiseError(f"{path.name} has changed meanwhile, so nothing was written.", Exit.NO)
    reworded = with_words(before.source, question_id, ask)
    after = read_source(Source(reworded), words, path.stem)
    new = next(_new_errors(before, after, "{" in ask), None)
    if new is not None:
        sentence = f"{new.message} {new.hint or ''}".rstrip()
        raise PostwiseError(f"Nothing was written, for {path.name} would have an error then: {sentence}", Exit.NO)
    files.write(path, f"{BOM}{reworded}" if text.startswith(BOM) else reworded)


def with_words(source: Source, question_id: str, ask: str) -> str:
    """Return the text of a file in which a question that it has asks something else."""
    start, end = source.stretch(_ask_of(question_id))
    return f"{source.text[:start]}{toml_value(ask)}{source.text[end:]}"


def _ask_of(question_id: str) -> TomlPath:
    return "question", question_id, "ask"


def _new_errors(before: Loaded, after: Loaded, looks_around: bool) -> Iterator[Problem]:  # noqa: FBT001
    """Yield the errors of a file that it had not before; in all its walks too, where a text looks at what they are."""
    had = Counter((problem.code, problem.at) for problem in _errors(before, looks_around))
    for problem in _errors(after, looks_around):
        had[problem.code, problem.at] -= 1
        if had[problem.code, problem.at] < 0:
            yield problem


def _errors(loaded: Loaded, looks_around: bool) -> tuple[Problem, ...]:  # noqa: FBT001
    deep: tuple[Problem, ...] = ()
    if looks_around:  # which other trees there are makes no difference: it is the same for both
        deep = deep_errors(loaded, today=dt.datetime.now().astimezone().date(), known_trees=(), bound=WHILE_WRITING)
    return (*loaded.errors, *deep)
