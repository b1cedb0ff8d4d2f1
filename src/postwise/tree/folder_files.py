"""Which files of a folder are trees, and which are overlays; everything else is passed over, and that is said."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from postwise.errors import PostwiseError
from postwise.text import joined, on_one_line
from postwise.tree.at_a_glance import FileKind, kind_of
from postwise.tree.organisation import NAME

SETTINGS = frozenset({NAME, "pyproject.toml"})
"""The names of files that are never trees, whatever stands in them."""
ENDING = ".toml"
MOST_FOLDERS = 200
"""So many folders are looked into for trees that are passed over."""
MOST_NAMED = 8
"""So many files are named in a sentence."""


class FolderFiles(NamedTuple):
    """The files of a folder that end in .toml, by name, but for hidden ones and the organisation's own."""

    trees: tuple[Path, ...]
    """Those that say that they are trees, and those that cannot be read."""
    overlays: tuple[Path, ...]
    others: tuple[Path, ...]


def files_in(folder: Path) -> FolderFiles:
    """Return what is in a folder. Raises OSError if nobody may look into it."""
    kinds: dict[FileKind, list[Path]] = {"tree": [], "overlay": [], "other": []}
    for path in sorted(folder.iterdir()):
        if path.suffix == ENDING and not path.name.startswith(".") and path.name != NAME and not path.is_dir():
            kinds["other" if path.name in SETTINGS else kind_of(path)].append(path)
    return FolderFiles(*map(tuple, kinds.values()))


def trees_of(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the trees of a folder that was named. Raises PostwiseError if there are none, or nobody may look."""
    try:
        found = files_in(folder)
    except OSError as error:
        raise PostwiseError(f"{name} cannot be opened: {error.strerror or error}.") from None
    if not found.trees:
        passed = passed_over_words(one.called(str(one.path.relative_to(folder))) for one in others_in([folder]))
        wanted = "trees are files that end in .toml and begin with format = 1 and [tree]."
        raise PostwiseError(f'There is no tree in the folder "{name}": {wanted}{f" {passed}" if passed else ""}')
    return found.trees


class PassedOver(NamedTuple):
    """Something in a folder that is not taken for a tree."""

    path: Path
    is_folder: bool = False
    """Whether it is a folder, in which trees lie."""

    @property
    def name(self) -> str:
        """Its name; of a folder, with what parts it from what lies in it."""
        return self.called(self.path.name)

    def called(self, name: str) -> str:
        """Return how it is called in a sentence, under another name."""
        return f"{name}{os.sep}" if self.is_folder else name


def others_in(folders: Iterable[Path]) -> tuple[PassedOver, ...]:
    """Return what is neither a tree nor an overlay in folders, as far as one may look."""
    found: dict[PassedOver, None] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            found |= dict.fromkeys(map(PassedOver, (*files_in(folder).others, *_in_capitals(folder))))
            found |= dict.fromkeys(PassedOver(path, is_folder=True) for path in _with_trees(folder))
    return tuple(found)


def _in_capitals(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix != ENDING and path.suffix.lower() == ENDING and not path.is_dir() and kind_of(path) != "other":
            yield path


def _with_trees(folder: Path) -> Iterator[Path]:
    """Yield the folders in a folder in which trees or overlays lie; so many are looked into that nobody waits."""
    waiting, left = deque([folder]), MOST_FOLDERS
    while waiting and left:
        with contextlib.suppress(OSError):
            inner = [path for path in sorted(waiting.popleft().iterdir()) if _is_own_folder(path)]
            left -= len(inner[:left])
            for path in inner:
                waiting.append(path)
                with contextlib.suppress(OSError):
                    if path.suffix == ENDING or any(files_in(path)[:2]):  # by its name, it might be a tree
                        yield path


def _is_own_folder(path: Path) -> bool:
    return not path.name.startswith((".", "_")) and path.is_dir() and not path.is_symlink()


ENDS = (f"a tree's name ends in {ENDING}",) * 2
REASONS = (
    (lambda name: name.endswith(ENDING), "it is no tree", "they are no trees"),
    (
        lambda name: not name.endswith((ENDING, os.sep)),
        f"a tree's name ends in {ENDING}",
        f"a tree's name ends in {ENDING}",
    ),
    (lambda name: name.endswith(os.sep), "it is a folder of its own", "they are folders of their own"),
)
"""Why something is passed over, by its name: of one, and of several."""


def passed_over_words(others: Iterable[str]) -> str:
    """Return in a sentence for each reason what was passed over, by their names; empty of nothing."""
    every, said = list(others), []
    for holds, of_one, of_several in REASONS:
        names = [name for name in every if holds(name)]
        if names:
            said.append(f"Passed over, because {of_one if len(names) == 1 else of_several}: {named(names)}.")
    return " ".join(said)


def named(files: Iterable[str]) -> str:
    """Return the names of files as they stand in a sentence, cut off where there are many."""
    names = [on_one_line(name) for name in files]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return joined([*names[:MOST_NAMED], *more])
