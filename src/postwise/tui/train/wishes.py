"""What a facilitator settles before a session, as it is being settled; nothing of it is written yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from postwise.train.cases import Case, suggest
from postwise.train.events import Mode, Plan
from postwise.train.session import Session

MODES: Mapping[Mode, str] = {
    "hands": "By hands, counted aloud",
    "secret": "In secret, passing the keyboard",
    "typed": "Counts typed from slips, tables or a chat",
}
"""The ways to vote, in words."""
NEAREST = "before-you-post"
"""The tree that is nearest to a group that asked for none."""


@dataclass(frozen=True)
class Wishes:
    """A session as it is wished for."""

    cases: tuple[Case, ...]
    """Every case that can be chosen."""
    path: Path
    """Where the session's file will be."""
    chosen: tuple[str, ...] = ()
    """The cases chosen, by id, in the order in which they are played."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why a case was suggested, by id."""
    present: int = 12
    mode: Mode = "hands"
    short: bool = False
    office: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def toggled(self, case: str) -> Wishes:
        """Return the wishes with a case chosen as the last, or chosen no longer."""
        without = tuple(one for one in self.chosen if one != case)
        return replace(self, chosen=without if case in self.chosen else (*self.chosen, case))

    @property
    def chosen_cases(self) -> tuple[Case, ...]:
        """The cases chosen, in their order."""
        by_id = {case.ref.id: case for case in self.cases}
        return tuple(by_id[name] for name in self.chosen)

    def session(self, today: dt.date) -> Session:
        """Return the session at its ground rules.

        Raises SessionError if no case is chosen.
        """
        plan = Plan(
            date=today,
            present=self.present,
            mode=self.mode,
            office=self.office,
            short=self.short,
            words=dict(self.words),
        )
        return Session.begin(self.chosen_cases, plan)


def wishes(
    cases: Iterable[Case], asked: Sequence[str], words: Mapping[str, str], folder: Path, today: dt.date
) -> Wishes:
    """Return what is suggested to begin with: one easy case, one that splits groups, and one near home.

    `asked` are the trees that were asked for; the first is the nearest.
    """
    found = tuple(cases)
    own = next((tree for tree in asked), NEAREST if any(case.ref.tree == NEAREST for case in found) else "")
    three = suggest(found, own)
    whys = {"easy, to learn the rhythm": three.easy, "one that divides groups": three.split, "near home": three.near}
    reasons = {case.ref.id: why for why, case in whys.items() if case is not None}
    chosen = tuple(case.ref.id for case in three.cases)
    return Wishes(found, free_path(folder, today), chosen, reasons, words=words)


def free_path(folder: Path, today: dt.date) -> Path:
    """Return a name for a session's file of today that is not taken."""
    path = folder / f"training-{today.isoformat()}.session"
    number = 2
    while path.exists():
        path = folder / f"training-{today.isoformat()}-{number}.session"
        number += 1
    return path
