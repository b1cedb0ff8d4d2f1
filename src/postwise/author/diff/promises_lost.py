"""What became of promises that people rely on, in a sentence each: a signature is one to words, and to no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.promise_changes import PromiseChange
from postwise.text import joined
from postwise.tree.promises import Promise


class PromiseLost(NamedTuple):
    """A promise that is gone, says less, or is not what somebody has signed."""

    id: str
    """Its new id; of one that is gone, its old one."""
    how: tuple[str, ...]
    """What became of it: ``gone``, ``weaker``, ``reworded``, ``changed``; ``carried`` of a new one in its place."""
    signed: tuple[str, ...]
    """The roles that had signed it as it was, and have not signed it since."""
    unsigned: tuple[str, ...] = ()
    """Those of them whose signature is not there any more."""
    before: tuple[str, ...] = ()
    """Of a new one, the promises that are gone and to which those signatures were."""

    def to_dict(self) -> dict[str, object]:
        """Return it as an object of ``postwise.diff/1``."""
        return {"id": self.id, "how": list(self.how), "signed": list(self.signed)}

    @property
    def sentence(self) -> str:
        """Return what a reviewer has to know before anything else."""
        who = joined(self.signed)
        if "gone" in self.how:
            return f'The promise "{self.id}" is gone{f", which {who} had signed" if who else ""}.'
        if "carried" in self.how:
            to = joined(f'"{name}"' for name in self.before)
            return f'The new promise "{self.id}" is signed by {who} with a date as old as to {to}: that is not counted.'
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
    return (*gone, *_carried(match), *_less(changes))


def carried(match: NodeMatch) -> dict[str, dict[str, str]]:
    """Return by new promise the roles whose signature to it is as old as theirs to one that is gone, with that one.

    They cannot have signed what it says: it stood nowhere on that day.
    """
    last: dict[str, tuple[dt.date, str]] = {}
    for gone in match.gone("promises"):
        for role, date in _dates(match.old.promises[gone]).items():
            last[role] = max(last.get(role, (date, gone)), (date, gone))
    found = {
        name: {
            role: last[role][1]
            for role, date in _dates(match.new.promises[name]).items()
            if role in last and date <= last[role][0]
        }
        for name in match.added("promises")
    }
    return {name: roles for name, roles in found.items() if roles}


def _dates(promise: Promise) -> dict[str, dt.date]:
    """Return when each role has signed, the last time."""
    return {one.role: one.date for one in sorted(promise.signed, key=lambda one: one.date)}


def _carried(match: NodeMatch) -> Iterator[PromiseLost]:
    for name, roles in carried(match).items():
        yield PromiseLost(name, ("carried",), tuple(roles), before=tuple(dict.fromkeys(roles.values())))


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
