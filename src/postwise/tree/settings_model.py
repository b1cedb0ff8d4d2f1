"""The shape of a `postwise.toml`: an organisation's words and trees, and how a person likes the screens."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from postwise.tree.file_table import FileTable, Text, Texts


class LibraryTable(FileTable):
    """Where an organisation keeps its trees."""

    trees: Texts = ()
    """Folders, relative to the file."""


class LookTable(FileTable):
    """How a person likes what they see."""

    plain: bool = False
    """Lines in place of screens."""
    theme: Literal["auto", "dark", "light", "projector"] = "auto"
    """Which theme the screens have; ``auto`` asks the terminal."""


class OrganisationFile(FileTable):
    """The whole of a `postwise.toml`."""

    profile: dict[str, Text] = Field(default_factory=dict)
    """The organisation's own words: who the manager is, who looks after its accounts."""
    library: LibraryTable = Field(default_factory=LibraryTable)
    """Where it keeps its trees."""
    look: LookTable = Field(default_factory=LookTable)
    """In a person's own file only: how they like what they see."""
    keys: dict[str, Any] = Field(default_factory=dict)
    """There too: the keys that commands have, by the names of the commands; the screens say what can be used of it."""
