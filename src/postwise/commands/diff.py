"""postwise diff: the answers that lead elsewhere in a newer version of a tree, and whatever else differs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.tree_diff import TreeDiff, compare
from postwise.commands.git_versions import text_at
from postwise.commands.given import BrokenTreeError, walkable
from postwise.commands.shared import open_library, say_problems
from postwise.errors import Exit, PostwiseError
from postwise.files import real_path
from postwise.streams import put, say
from postwise.text import as_json, command_line, on_one_line, shortened
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import Tree
from postwise.tree.problems import Problem
from postwise.tree.toml_source import Source

TEXTS_ALONE = frozenset({"unknown-placeholder", "control-character"})
"""What is wrong in a text, and keeps nobody from comparing where answers lead."""


def run(options: argparse.Namespace) -> int:
    """Print what differs; return 1 if some answers now come to another recommendation, 0 if only words changed."""
    library = replace(open_library(), overlaid=False)  # what two files say, wherever somebody is
    if options.against is None and options.new is None:
        raise PostwiseError(
            f"diff needs two trees, or --against. To compare with what git has: "
            f"{command_line('diff', options.old, against='HEAD')}"
        )
    if options.against is not None and not options.against.strip():
        raise PostwiseError(
            "--against wants a revision that git knows, and this is none: a branch, a tag, or HEAD for what was last "
            f"committed, as in {command_line('diff', options.old, against='HEAD')}"
        )
    if options.against is not None and options.new is not None:
        raise PostwiseError("With --against, diff takes one tree: the one that is compared with its old version.")
    newer = library.find(options.old if options.new is None else options.new)
    old = _at(options.against, newer, library) if options.new is None else _read(library, library.find(options.old))
    new = _read(library, newer)
    comparison = compare(old.tree, new.tree, new.astray)
    put(_printed(comparison, options.format, everything=options.all))
    return Exit.NO if comparison.changed else Exit.DONE


def _printed(comparison: TreeDiff, how: str, *, everything: bool) -> str:
    if how == "json":
        return as_json(comparison.to_dict())
    report = DiffReport(comparison, everything=everything)
    return "\n".join(report.as_markdown() if how == "markdown" else report.as_lines())


class ReadTree(NamedTuple):
    """A tree as far as it can be compared."""

    tree: Tree
    astray: Mapping[str, str] = MappingProxyType({})
    """What is wrong with each of its scenarios that does not fit it and was left out, by their ids."""


def _read(library: Library, entry: LibraryEntry) -> ReadTree:
    """Return an entry's tree; one in which only scenarios and texts are faulty too, after saying so."""
    loaded = library.load(entry)
    return ReadTree(walkable(library, entry)) if loaded.tree is not None else _as_far_as_it_goes(loaded, entry)


def _at(revision: str, entry: LibraryEntry, library: Library) -> ReadTree:
    """Return the tree that an entry's file was at a revision of the repository it lies in.

    Raises PostwiseError if git has none there.
    """
    path = real_path(entry.path)
    name = f"{on_one_line(path.name)} at {shortened(revision)}"
    loaded = read_source(Source(text_at(revision, path), name), library.words, path.stem)
    if loaded.tree is not None:
        return ReadTree(loaded.tree)
    try:
        return _as_far_as_it_goes(loaded, entry._replace(path=Path(name)))
    except BrokenTreeError:  # nobody can mend what it was
        raise PostwiseError(
            f"{name} has errors, so nothing can be compared with it: name another revision.", Exit.NO
        ) from None


def _as_far_as_it_goes(loaded: Loaded, entry: LibraryEntry) -> ReadTree:
    """Return the tree of a file in which only scenarios and texts are faulty, without those scenarios.

    Raises BrokenTreeError, after saying what is wrong, if anything else is.
    """
    say_problems(loaded.errors)
    astray: dict[str, str] = {}
    for problem in loaded.errors:
        name = _scenario(problem)
        if name is not None:
            astray.setdefault(name, problem.message)
    if loaded.sketch is None or not all(_scenario(one) or one.code in TEXTS_ALONE for one in loaded.errors):
        raise BrokenTreeError(entry)
    say(f"postwise: {on_one_line(entry.path.name)} is compared in spite of that: it keeps no walk from its end.")
    kept = {name: one for name, one in loaded.sketch.scenarios.items() if name not in astray}
    return ReadTree(loaded.sketch.replaced(scenarios=kept), astray)


def _scenario(problem: Problem) -> str | None:
    """Return the scenario that a problem is in; None if it is in none."""
    section, _, rest = problem.at.partition(".")
    return rest.partition(".")[0] if section == "scenario" and rest else None
