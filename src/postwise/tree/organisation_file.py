"""What stands in a `postwise.toml`, read and checked like a tree."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from postwise.tree.human_texts import control_faults
from postwise.tree.model import FileTable, Text, Texts
from postwise.tree.organisation import Settings
from postwise.tree.schema_errors import shape
from postwise.tree.toml_source import Source


class LibraryTable(FileTable):
    """Where the organisation keeps its trees."""

    trees: Texts = ()
    """Folders, relative to the file."""


class OrganisationFile(FileTable):
    """The whole of a `postwise.toml`."""

    profile: dict[str, Text] = Field(default_factory=dict)
    """The organisation's own words: who the manager is, who looks after its accounts."""
    library: LibraryTable = Field(default_factory=LibraryTable)
    """Where it keeps its trees."""


def read_organisation(path: Path) -> Settings:
    """Return what an organisation's file says, with what is wrong with it.

    Raises OSError if it cannot be opened.
    """
    source, problem = Source.read(path)
    if problem is not None:
        return Settings(path, problems=(problem,))
    data, problem = source.parse()
    if problem is not None:
        return Settings(path, problems=(problem,))
    found, faults, _ = shape(OrganisationFile, data)
    faults = [*faults, *control_faults(data)]
    problems = tuple(source.problem(fault) for fault in faults)
    if found is None or any(fault.code == "control-character" for fault in faults):
        return Settings(path, problems=problems)
    folders = tuple(path.parent / folder for folder in found.library.trees)
    return Settings(path, found.profile, folders, problems)
