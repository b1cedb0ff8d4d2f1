"""A `postwise.toml`: an organisation's words and trees; in a person's own, how they like the screens."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from postwise.errors import PostwiseError
from postwise.files import own_folder, there

if TYPE_CHECKING:
    from postwise.tree.problems import Fault, Problem
    from postwise.tree.toml_source import Source

NAME = "postwise.toml"
AUTO = "auto"
"""The theme that is light or dark as the terminal is."""


class Look(NamedTuple):
    """How a person likes what they see; what they have not said is as it is at first."""

    plain: bool = False
    """Lines in place of screens."""
    theme: str = AUTO
    """Which theme the screens have; ``auto`` asks the terminal."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The keys that commands have in the place of those they have at first, by the names of the commands."""


class Settings(NamedTuple):
    """What the organisation's file says; without a file, nothing."""

    path: Path | None = None
    profile: Mapping[str, str] = MappingProxyType({})
    folders: tuple[Path, ...] = ()
    look: Look = Look()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file; what could be understood of it holds all the same."""
    keys: Mapping[str, Any] = MappingProxyType({})
    """The keys that a person wants, as they stand in their own file: which of them can be used is for the screens."""
    source: Source | None = None
    """The file as it is written, where there are such keys: what is wrong with them has a place in it."""
    unread: str = ""
    """Why the file could not be read, in a sentence; nothing is taken from it then."""


def candidates(start: Path | None = None) -> Iterator[Path]:
    """Yield where an organisation's file is looked for: the folder and those above it, then the user's own."""
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        yield place / NAME
    own = own_file()
    if own is not None:
        yield own


def own_file() -> Path | None:
    """Return the path of the person's own file; it need not exist. None where the system knows no home of theirs."""
    folder = own_folder("config")
    return None if folder is None else folder / NAME


def nearest_file(start: Path | None = None) -> Path | None:
    """Return the file that holds in a folder, or None if there is none."""
    return next(filter(there, candidates(start)), None)


def find_settings(start: Path | None = None) -> Settings:
    """Return what the nearest organisation's file says, or empty settings if there is none.

    Raises PostwiseError if it cannot be opened, and is not the person's own.
    """
    return _read(nearest_file(start))


def own_settings() -> Settings:
    """Return what the person's own file says, or empty settings if there is none."""
    path = own_file()
    return _read(path if path is not None and there(path) else None)


def _read(path: Path | None) -> Settings:
    if path is None:
        return Settings()
    try:
        return read_settings(path)
    except OSError as error:
        why = f"{path} cannot be opened: {error.strerror or error}."
        if _shared(path):
            raise PostwiseError(why) from None
        return Settings(path, unread=why)


def read_settings(path: Path) -> Settings:
    """Return what an organisation's file says, read and checked like a tree, with what is wrong with it.

    Raises OSError if it cannot be opened.
    """
    from postwise.tree.human_texts import control_faults  # only who has such a file pays for what reads it
    from postwise.tree.schema_errors import shape
    from postwise.tree.settings_model import OrganisationFile
    from postwise.tree.toml_source import Source

    source, problem = Source.read(path)
    data, problem = source.parse() if problem is None else ({}, problem)
    if problem is not None:
        return Settings(path, problems=(problem,), unread=f"{path} cannot be read as it stands.")
    file, faults, _ = shape(OrganisationFile, data)
    faults = [*faults, *control_faults(data)]
    if _shared(path):
        faults += [_out_of_place(table) for table in ("look", "keys") if table in data]
    problems = tuple(source.problem(fault) for fault in faults)
    if file is None:
        return Settings(path, problems=problems, unread=f"{path} cannot be read as it stands.")
    look = Look(file.look.plain, file.look.theme)
    settings = Settings(path, look=look, problems=problems)
    if file.keys and not _shared(path):
        settings = settings._replace(keys=file.keys, source=source)
    if any(fault.code == "control-character" for fault in faults):
        return settings._replace(unread=f"{path} holds what would act on a terminal.")
    folders = tuple(path.parent / folder for folder in file.library.trees)
    return settings._replace(profile=file.profile, folders=folders)


def _shared(path: Path) -> bool:
    own = own_file()
    return own is None or os.path.realpath(path) != os.path.realpath(own)  # `resolve` stumbles over a link to itself


def _out_of_place(table: str) -> Fault:
    from postwise.tree.problems import Fault

    own = own_file()
    hint = f"Put it into your own file, {own}." if own is not None else None
    what = "How screens look" if table == "look" else "Which keys do what"
    return Fault("unknown-key", (table,), f"{what} is for each person to say, and not here.", hint, "header")
