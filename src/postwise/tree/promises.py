"""What a tree promises the people who use it: claims that every walk under a condition has to keep. Shape only."""

import datetime as dt
from typing import Annotated, Any

from postwise.once import once
from postwise.tree.conditions import Condition, read_condition
from postwise.tree.file_table import Dissent, FileTable, Limits, Text, Texts, written

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
    at_most: Annotated[int, Limits(1)] | None = written("at-most", default=None)
    """The most questions that such a walk asks."""
    roles: Texts = written("for", default=())
    """Whose wish it is: roles, never names."""
    signed: tuple[Signature, ...] = ()
    """Who has agreed to it, and when; trees that ship leave it out."""
    dissent: tuple[Dissent, ...] = ()
    """Disagreements with the promise that the group wanted kept."""

    @once
    def condition(self) -> Condition | None:
        """The condition as tests, or None for a promise about every walk."""
        return None if self.when is None else read_condition(self.when)
