"""What a facilitator chooses before a session begins, and what is suggested; nothing of it is written yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from postwise.train.cases import TrainingCase, suggest
from postwise.train.events import Mode, SessionPlan
from postwise.train.session import Session

NEAREST = "before-you-post"
"""The tree that is nearest to a group that asked for none."""


@dataclass(frozen=True)
class SetupChoices:
    """A session as it is to be."""

    cases: tuple[TrainingCase, ...]
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

    def toggled(self, case: str) -> SetupChoices:
        """Return the choices with a case chosen as the last, or chosen no longer."""
        without = tuple(one for one in self.chosen if one != case)
        return replace(self, chosen=without if case in self.chosen else (*self.chosen, case))

    @property
    def chosen_cases(self) -> tuple[TrainingCase, ...]:
        """The cases chosen, in their order."""
        by_id = {case.ref.id: case for case in self.cases}
        return tuple(by_id[name] for name in self.chosen)

    def session(self, today: dt.date) -> Session:
        """Return the session at its ground rules.

        Raises SessionError if no case is chosen.
        """
        plan = SessionPlan(
            date=today,
            present=self.present,
            mode=self.mode,
            office=self.office,
            short=self.short,
            words=dict(self.words),
        )
        return Session.begin(self.chosen_cases, plan)


def suggested_choices(
    cases: Iterable[TrainingCase], asked: Sequence[str], words: Mapping[str, str], folder: Path, today: dt.date
) -> SetupChoices:
    """Return what is suggested to begin with: one easy case, one that splits groups, and one near home.

    `asked` are the trees that were asked for; the first is the nearest.
    """
    found = tuple(cases)
    own = next((tree for tree in asked), NEAREST if any(case.ref.tree == NEAREST for case in found) else "")
    three = suggest(found, own)
    whys = {"easy, to learn the rhythm": three.easy, "one that divides groups": three.split, "near home": three.near}
    reasons = {case.ref.id: why for why, case in whys.items() if case is not None}
    chosen = tuple(case.ref.id for case in three.cases)
    return SetupChoices(found, free_path(folder, today), chosen, reasons, words=words)


def free_path(folder: Path, today: dt.date) -> Path:
    """Return a name for a session's file of today that is not taken."""
    path = folder / f"training-{today.isoformat()}.session"
    number = 2
    while path.exists():
        path = folder / f"training-{today.isoformat()}-{number}.session"
        number += 1
    return path
