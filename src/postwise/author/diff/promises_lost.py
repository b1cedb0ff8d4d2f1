"""What became of promises that people rely on, in a sentence each: a signature is one to words, and to no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.promise_changes import PromiseChange
from postwise.text import joined


class PromiseLost(NamedTuple):
    """A promise that is gone, says less, or is not what somebody has signed."""

    id: str
    """Its new id; of one that is gone, its old one."""
    how: tuple[str, ...]
    """What became of it: ``gone``, ``weaker``, ``reworded``, ``changed``."""
    signed: tuple[str, ...]
    """The roles that had signed it as it was, and have not signed it since."""
    unsigned: tuple[str, ...] = ()
    """Those of them whose signature is not there any more."""

    def to_dict(self) -> dict[str, object]:
        """Return it as an object of ``postwise.diff/1``."""
        return {"id": self.id, "how": list(self.how), "signed": list(self.signed)}

    @property
    def sentence(self) -> str:
        """Return what a reviewer has to know before anything else."""
        who = joined(self.signed)
        if "gone" in self.how:
            return f'The promise "{self.id}" is gone{f", which {who} had signed" if who else ""}.'
        words = {
            "weaker": "says less than before",
            "reworded": "is in other words",
            "changed": "asks for something else",
        }
        said = [words[how] for how in self.how]
        if self.unsigned:
            said.append(f"is not signed by {joined(self.unsigned, 'or')} any more")
        as_it_was = tuple(role for role in self.signed if role not in self.unsigned)
        behind = f"; {joined(as_it_was)} signed it as it was" if as_it_was else ""
        return f'The promise "{self.id}" {joined(said)}{behind}.'


def promises_lost(match: NodeMatch, changes: tuple[PromiseChange, ...]) -> tuple[PromiseLost, ...]:
    """Return the promises that are gone or weaker, and of those that were signed whatever says something else."""
    old = match.old.promises
    gone = (
        PromiseLost(name, ("gone",), tuple(dict.fromkeys(one.role for one in old[name].signed)))
        for name in match.gone("promises")
    )
    return (*gone, *_less(changes))


def _less(changes: tuple[PromiseChange, ...]) -> Iterator[PromiseLost]:
    for change in changes:
        signed = tuple(dict.fromkeys((*change.outdated, *change.unsigned)))
        how = (
            *(["weaker"] if change.weaker else []),
            *(["reworded"] if change.reworded and signed else []),
            *(["changed"] if change.claims and not change.weaker and signed else []),
        )
        if how or change.unsigned:
            yield PromiseLost(change.id, how, signed, change.unsigned)
