"""Checking files: those named, those in folders, or the whole library; each tree knows the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from postwise.author.check_tree import CheckReport, check_file
from postwise.author.rules.handoffs import rings
from postwise.logic.state_space import BOUND
from postwise.tree.library import Library, LibraryEntry, TreeLookup


def check(
    paths: str | Path | Sequence[str | Path] = (),
    *,
    library: Library | None = None,
    today: dt.date | None = None,
    bound: int = BOUND,
) -> CheckReport:
    """Return everything wrong with the trees that paths name (files, folders, ids; none: all of the library).

    Problems come file by file, each in its order. `library` is the one seen from the current folder, if it is left out;
    `today` decides what is overdue. Of a tree with more than `bound` states, a note says what could not be proved.
    Raises PostwiseError for a path that is nothing, or cannot be opened.
    """
    library = Library.here() if library is None else library
    entries = library.named((paths,) if isinstance(paths, str | Path) else paths)
    day = dt.datetime.now().astimezone().date() if today is None else today
    return check_entries(entries, TreeLookup(library, entries), today=day, bound=bound)


def check_entries(
    entries: Sequence[LibraryEntry], lookup: TreeLookup, *, today: dt.date, bound: int = BOUND
) -> CheckReport:
    """Return everything wrong with trees, read by a lookup that knows them.

    Raises PostwiseError for one that cannot be opened.
    """
    loaded = [(entry, lookup.load(entry)) for entry in entries]
    trees = {entry.id: file.sketch for entry, file in loaded if file.sketch is not None and file.sound}
    in_rings = rings(trees, lookup.tree)
    reports = [
        check_file(file, today=today, known_trees=lookup.files, rings=in_rings.get(entry.id, ()), bound=bound)
        for entry, file in loaded
    ]
    return CheckReport(
        tuple(problem for report in reports for problem in report.problems),
        tuple(tree for report in reports for tree in report.trees),
    )
