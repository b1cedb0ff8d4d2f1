"""The box of a secret vote: votes go in one by one, and only their number can be seen until it is opened."""

from __future__ import annotations

from collections.abc import Iterable

from postwise.train.ballot import Ballot, VoteError
from postwise.train.tally import Tally

VoteKey = tuple[str, str, int]
"""A vote: the case, the question (or the name of another vote), and 1 or 2."""


class Box:
    """A box with the votes of those who had the keyboard so far.

    It holds a running tally and no single vote; it neither prints nor compares by what is in it.
    """

    __slots__ = ("__tally", "key")

    def __init__(self, key: VoteKey, tally: Tally) -> None:
        self.key = key
        self.__tally = tally

    @property
    def voters(self) -> int:
        """How many have voted."""
        return self.__tally.voters

    def __repr__(self) -> str:
        return f"<Box: {self.voters} in>"

    def cast(self, ballot: Ballot, chosen: Iterable[str] | None) -> Box:
        """Return the box with one more vote in it: what was chosen, or None for pass.

        Raises VoteError if that cannot be chosen.
        """
        if chosen is None:
            tally = self.__tally.passed()
        else:
            keys = ballot.checked(chosen)
            if not keys and not ballot.several:
                raise VoteError("Choose an answer, or pass.")
            tally = self.__tally.plus(keys)
        return Box(self.key, tally)

    def open(self) -> Tally:
        """Return what is in it."""
        return self.__tally
