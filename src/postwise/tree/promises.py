"""What a tree promises the people who use it: claims that every walk under a condition has to keep. Shape only."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from postwise.once import once
from postwise.tree.conditions import Condition, read_condition
from postwise.tree.file_table import Dissent, FileTable, Text, Texts

CLAIMS = ("never", "only", "asked", "at-most")
"""The keys that claim something; a promise has one of them at least."""


class Signature(FileTable):
    """That somebody has agreed to a promise."""

    role: Text
    """Who has agreed: a role, never a name."""
    date: dt.date
    """When it was agreed to."""


class Promise(FileTable):
    """What is promised to the people who use a tree, and holds on every walk."""

    text: Text
    """The promise, in the words of whoever asked for it."""
    when: Any = None
    """The walks it is about, judged at their end; left out, every walk."""
    never: Texts | None = None
    """Verdicts or outcomes in which no such walk ends."""
    only: Texts | None = None
    """Verdicts or outcomes in one of which every such walk ends."""
    asked: Texts | None = None
    """Questions that every such walk has asked on the way."""
    at_most: Annotated[int | None, Field(alias="at-most", ge=1)] = None
    """The most questions that such a walk asks."""
    roles: Annotated[Texts, Field(alias="for")] = ()
    """Whose wish it is: roles, never names."""
    signed: Annotated[tuple[Signature, ...], Field(strict=False)] = ()
    """Who has agreed to it, and when; trees that ship leave it out."""
    dissent: Annotated[tuple[Dissent, ...], Field(strict=False)] = ()
    """Disagreements with the promise that the group wanted kept."""

    @once
    def condition(self) -> Condition | None:
        """The condition as tests, or None for a promise about every walk."""
        return None if self.when is None else read_condition(self.when)
