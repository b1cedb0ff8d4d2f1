"""What several commands need: the library, a tree that can be walked, a result put where it was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.errors import Exit, PostwiseError
from postwise.files import write_whole
from postwise.text import escaped, safe
from postwise.tree.library import Library, LibraryEntry

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.tree.problems import Problem
    from postwise.walk.walk import Walk


def open_library() -> Library:
    """Return the library as it is seen from the current folder; faults in the organisation's file are said aloud."""
    from postwise.tree.organisation import find_settings

    try:
        settings = find_settings()
    except OSError as error:
        raise PostwiseError(f"{error.filename} cannot be opened: {error.strerror}.") from None
    say_problems(settings.problems)
    return Library.of(settings)


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error."""
    for problem in problems:
        print(problem.as_text(), file=sys.stderr)


class BrokenTreeError(PostwiseError):
    """A tree has errors, so it is not walked."""

    def __init__(self, entry: LibraryEntry) -> None:
        super().__init__(f"{entry.shown} has errors, so it cannot be used yet. Mend them and try again.", Exit.NO)


def walkable(library: Library, entry: LibraryEntry) -> Tree:
    """Return an entry's tree, sound enough to be walked by anybody.

    Raises BrokenTreeError, after saying what is wrong, if the tree has errors. A shipped tree has been checked before.
    """
    loaded = library.load(entry)
    errors = loaded.errors
    if loaded.tree is not None and entry.origin != "shipped":
        errors = deep_errors(library, entry)
    if loaded.tree is None or errors:
        say_problems(errors)
        raise BrokenTreeError(entry)
    return loaded.tree


def deep_errors(library: Library, entry: LibraryEntry) -> tuple[Problem, ...]:
    """Return the errors that only a look at every road can find: loops, answers that no case meets."""
    from postwise.author.check_files import check

    report = check(entry.path, library=library)
    return tuple(problem for problem in report.problems if problem.severity == "error")


@contextmanager
def output_kept_aside() -> Iterator[None]:
    """Let screens measure the terminal while standard output leads elsewhere, to a file or a pipe.

    Screens are drawn on standard error, but the size of a terminal is asked of standard output.
    """
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    real, number = os.dup(sys.stdout.fileno()), sys.stdout.fileno()
    try:
        os.dup2(sys.stderr.fileno(), number)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(real, number)
        os.close(real)


def put(text: str, output: str | None) -> None:
    """Print a result, or write it to a file."""
    if output is None or output == "-":
        sys.stdout.write(safe(text if text.endswith("\n") else f"{text}\n"))
        sys.stdout.flush()
    else:
        write_whole(Path(output), text if text.endswith("\n") else f"{text}\n")
        print(f"Written to {output}.", file=sys.stderr)


def as_json(document: object) -> str:
    """Return a JSON document as text, numbers of any size and all characters as they are, save those terminals obey."""
    import json

    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    return escaped(json.dumps(document, ensure_ascii=False, indent=2))


def given_answers(tree: Tree, pairs: Iterable[str]) -> dict[str, str]:
    """Return ``QUESTION=ANSWER`` pairs as typed answers by question; the last one for a question holds.

    Raises PostwiseError if a pair has no sign, or names no question of the tree.
    """
    from postwise.tree.problems import suggestion

    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, answer = pair.partition("=")
        name = name.strip()
        if not sign:
            raise PostwiseError(f'"{pair}" is no answer. Write it as QUESTION=ANSWER, as in account=personal.')
        if name not in tree.questions:
            hint = suggestion(name, tree.questions) or f'See "postwise show {tree.id}".'
            raise PostwiseError(f'{tree.id} has no question "{name}". {hint}')
        found[name] = answer
    return found


def walk_given(walk: Walk, given: dict[str, str]) -> tuple[Walk, list[str]]:
    """Return the walk taken on with answers given beforehand, and the questions among them that never came up.

    Raises PostwiseError if a question does not take its answer.
    """
    from postwise.tree.answers import NOT_SURE, AnswerError, typed_answer
    from postwise.walk.walk import WalkError

    for name, typed in given.items():
        question = walk.tree.questions[name]
        try:
            if typed != NOT_SURE or not question.picks_one:
                typed_answer(question, typed)
        except AnswerError as error:
            raise PostwiseError(f'"{name}" does not take "{typed}". {error}') from None
    left = dict(given)
    while walk.question is not None and walk.at in left:
        asked, typed = walk.question, left.pop(walk.at)
        try:
            sure = typed != NOT_SURE or asked.kind == "text"
            walk = walk.answer(asked.read(typed)) if sure else walk.not_sure()
        except WalkError as error:
            raise PostwiseError(str(error)) from None
    return walk, list(left)
