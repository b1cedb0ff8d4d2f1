"""From a text or a file to a tree, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from postwise.errors import Exit, PostwiseError
from postwise.files import full_name
from postwise.text import escaped
from postwise.tree.header_ids import headers_as_meant
from postwise.tree.model import Tree
from postwise.tree.placeholders import words_of
from postwise.tree.problems import Fault, Problem
from postwise.tree.schema_errors import as_written, shape
from postwise.tree.toml_source import Source, problems_in_order
from postwise.tree.validate import TreeValidator, torn_values


class Loaded(NamedTuple):
    """What a file turned out to be: a tree, or what keeps it from being one."""

    tree: Tree | None
    """The tree, or None if there is any error."""
    problems: tuple[Problem, ...]
    """What is wrong, in the order of the file."""
    source: Source
    sketch: Tree | None = None
    """The tree, errors or not, as far as it can be understood; None if not at all. Looked at, and never walked."""

    @property
    def sound(self) -> bool:
        """Whether its walks can be looked at: nothing is wrong but that gotos name what is not there."""
        return self.sketch is not None and all(problem.code == "unknown-target" for problem in self.problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being walked."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


class TreeError(PostwiseError):
    """A tree cannot be had: its file cannot be opened, or has errors, which `problems` holds with their places."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message, Exit.NO if problems else Exit.WRONG)
        self.problems = problems


def load(path: str | Path, *, profile: Mapping[str, str] | None = None) -> Tree:
    """Return the tree of a file; `profile` holds the words that its texts may name, and that a walk is given again.

    Raises TreeError if the file cannot be opened, or has errors; TypeError for words that are no texts by their names.
    """
    try:
        loaded = read_file(Path(path), profile=profile)
    except (OSError, ValueError) as error:  # such as a name that no file can have
        shown = escaped(str(Path(path)).partition("\n")[0][:200])
        why = getattr(error, "strerror", None) or error
        raise TreeError(f"{shown} cannot be opened: {why}. A tree's text is for loads.") from None
    return _tree_of(loaded)


def loads(text: str, *, id: str = "tree", profile: Mapping[str, str] | None = None) -> Tree:  # noqa: A002 - as in JSON
    """Return the tree that a text says, under an id; `profile` as in `load`.

    Raises TreeError if it has errors.
    """
    return _tree_of(read_source(Source(text, id), profile, id))


def _tree_of(loaded: Loaded) -> Tree:
    if loaded.tree is None:
        first, count = loaded.errors[0], len(loaded.errors)
        others = "" if count == 1 else f" There {'is' if count == 2 else 'are'} {count - 1} more."
        hint = f" {first.hint}" if first.hint else ""
        place = f"{escaped(loaded.source.path)}, line {first.span.line}"
        raise TreeError(f"{place}: {first.message}{hint}{others}", loaded.errors)
    return loaded.tree


def read_file(path: Path, *, profile: Mapping[str, str] | None = None, name: str | None = None) -> Loaded:
    """Return what a file turns out to be; `name` is what it is called in problems (left out, its path).

    Raises OSError if the file cannot be opened.
    """
    source, problem = Source.read(path, name)
    if problem is not None:
        return Loaded(None, (problem,), source)
    return read_source(source, profile, path.stem, full_name(path))


def read_source(
    source: Source, profile: Mapping[str, str] | None = None, tree_id: str = "tree", file: str = ""
) -> Loaded:
    """Return what a source turns out to be, as a tree under an id, read in a file."""
    data, problem = source.parse()
    if problem is not None:
        return Loaded(None, (problem,), source)
    data, misnamed, headers = headers_as_meant(data)
    sketch, faults, renames = shape(Tree, data)
    if sketch is not None:
        sketch = sketch.knowing(id=tree_id, fingerprint=source.fingerprint, file=file)
        told: list[Fault] = []
        torn = torn_values(faults)
        TreeValidator(sketch, source, data, words_of(profile), told.append, not faults, torn=torn).check()
        faults += [as_written(fault, renames) for fault in told]
    faults = [*misnamed, *(as_written(fault, headers) for fault in faults)]
    if not faults:
        return Loaded(sketch, (), source, sketch)
    return Loaded(None, tuple(problems_in_order(_without_echoes(faults, source), source)), source, sketch)


ECHOES = frozenset({"bad-id", "unknown-key", "unknown-target", "unknown-answer", "bad-value"})
"""What is no fault of its own where a control character stands in the word."""
MISSING = frozenset({"missing-key", "missing-goto"})
LEFT_OUT = frozenset({"wrong-type", "bad-value", "unknown-key"})
"""For what a key is left out, which is then not missing as well."""


def _without_echoes(faults: list[Fault], source: Source) -> Iterator[Fault]:
    """Yield the faults but for those that only say that what is wrong is also missing, or misspelt."""
    placed = [(fault, source.known(fault.where)) for fault in faults]
    left_out = {where for fault, where in placed if fault.code in LEFT_OUT}
    acted_on = {where for fault, where in placed if fault.code == "control-character"}
    for fault, where in placed:
        missing = fault.code in MISSING and any((*where, key) in left_out for key in fault.keys)
        if not missing and not (fault.code in ECHOES and where in acted_on):
            yield fault
