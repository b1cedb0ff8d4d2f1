"""Which files of a folder are trees, and which are overlays; every other one is passed over."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from postwise.errors import PostwiseError
from postwise.text import joined, on_one_line
from postwise.tree.at_a_glance import FileKind, kind_of
from postwise.tree.organisation import NAME

SETTINGS = frozenset({NAME, "pyproject.toml"})
"""The names of files that are never trees, whatever stands in them."""
MOST_NAMED = 8
"""So many files are named in a sentence."""


class FolderFiles(NamedTuple):
    """The files of a folder that end in .toml, by name; hidden ones and the organisation's own are left out."""

    trees: tuple[Path, ...]
    """Those that say that they are trees, and those that cannot be read."""
    overlays: tuple[Path, ...]
    others: tuple[Path, ...]


def files_in(folder: Path) -> FolderFiles:
    """Return what is in a folder. Raises OSError if nobody may look into it."""
    kinds: dict[FileKind, list[Path]] = {"tree": [], "overlay": [], "other": []}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".toml" and not path.name.startswith(".") and path.name != NAME:
            kinds["other" if path.name in SETTINGS else kind_of(path)].append(path)
    return FolderFiles(*map(tuple, kinds.values()))


def trees_of(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the trees of a folder that was named. Raises PostwiseError if there are none, or nobody may look."""
    try:
        found = files_in(folder)
    except OSError as error:
        raise PostwiseError(f"{name} cannot be opened: {error.strerror or error}.") from None
    if not found.trees:
        passed = f" So these are none: {named(path.name for path in found.others)}." if found.others else ""
        wanted = "trees are files that end in .toml and begin with format = 1 and [tree]."
        raise PostwiseError(f'There is no tree in the folder "{name}": {wanted}{passed}')
    return found.trees


def others_in(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return what is neither a tree nor an overlay in folders, as far as one may look."""
    found: dict[Path, None] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            found |= dict.fromkeys(files_in(folder).others)
    return tuple(found)


def passed_over_words(others: Iterable[str]) -> str:
    """Return in a sentence that files were passed over; empty of none."""
    every = list(others)
    they_are = "it is no tree" if len(every) == 1 else "they are no trees"
    return f"Passed over, because {they_are}: {named(every)}." if every else ""


def named(files: Iterable[str]) -> str:
    """Return the names of files as they stand in a sentence, cut off where there are many."""
    names = [on_one_line(name) for name in files]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return joined([*names[:MOST_NAMED], *more])
