"""An organisation's own file, `postwise.toml`: its words, and the folders of its trees."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from postwise.errors import PostwiseError
from postwise.files import own_folder

if TYPE_CHECKING:
    from postwise.tree.problems import Problem

NAME = "postwise.toml"


class Settings(NamedTuple):
    """What the organisation's file says; without a file, nothing."""

    path: Path | None = None
    profile: Mapping[str, str] = MappingProxyType({})
    folders: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file; what could be understood of it holds all the same."""


def candidates(start: Path | None = None) -> Iterator[Path]:
    """Yield where an organisation's file is looked for: the folder and those above it, then the user's own."""
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        yield place / NAME
    own = own_folder("config")
    if own is not None:
        yield own / NAME


def find_settings(start: Path | None = None) -> Settings:
    """Return what the nearest organisation's file says, or empty settings if there is none.

    Raises PostwiseError if it cannot be opened.
    """
    path = next((place for place in candidates(start) if os.path.lexists(place)), None)
    if path is None:
        return Settings()
    try:
        return read_settings(path)
    except OSError as error:
        raise PostwiseError(f"{path} cannot be opened: {error.strerror or error}.") from None


def read_settings(path: Path) -> Settings:
    """Return what an organisation's file says, read and checked like a tree, with what is wrong with it.

    Raises OSError if it cannot be opened.
    """
    from postwise.tree.human_texts import control_faults  # only who has such a file pays for what reads it
    from postwise.tree.model import OrganisationFile
    from postwise.tree.schema_errors import shape
    from postwise.tree.toml_source import Source

    source, problem = Source.read(path)
    data, problem = source.parse() if problem is None else ({}, problem)
    if problem is not None:
        return Settings(path, problems=(problem,))
    file, faults, _ = shape(OrganisationFile, data)
    faults = [*faults, *control_faults(data)]
    problems = tuple(source.problem(fault) for fault in faults)
    if file is None or any(fault.code == "control-character" for fault in faults):
        return Settings(path, problems=problems)
    folders = tuple(path.parent / folder for folder in file.library.trees)
    return Settings(path, file.profile, folders, problems)
