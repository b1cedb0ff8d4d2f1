"""The screens of a training session, and what asks for them: the room, the secret vote, notes, an hour of writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postwise.tui.openings import Opening

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from postwise.train.aggregate import SessionAggregate
    from postwise.train.kept_hours import KeptHours
    from postwise.train.session import Session
    from postwise.train.solo import Solo
    from postwise.train.store import OpenSession
    from postwise.train.workshop import Workshop
    from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class OpenRoom(Opening[None]):
    """A session in front of the room."""

    projected = True

    hold: OpenSession


@dataclass(frozen=True, slots=True)
class OpenFollowingRoom(Opening["OpenSession"]):
    """A session in front of the room, led from a desk; returns it once the desk is left."""

    projected = True

    path: Path
    session: Session


@dataclass(frozen=True, slots=True)
class OpenDesk(Opening[None]):
    """A session as whoever leads it sees it: over the room's own page, or in a window of the desk's own."""

    hold: OpenSession
    alone: bool = False


@dataclass(frozen=True, slots=True)
class OpenSecretVote(Opening[None]):
    """The keyboard passed from hand to hand; back at a desk, nobody but whoever leads may look at what stands there."""

    hold: OpenSession
    to_desk: bool = False


@dataclass(frozen=True, slots=True)
class OpenSolo(Opening[None]):
    """Three cases alone."""

    solo: Solo
    together: SessionAggregate


@dataclass(frozen=True, slots=True)
class OpenWorkshop(Opening[None]):
    """An hour in which a group writes a tree of its own."""

    projected = True

    begin: Callable[[str], Workshop]
    folder: Path
    today: dt.date
    hours: KeptHours


@dataclass(frozen=True, slots=True)
class OpenTrial(Opening["Walk"]):
    """A case run through a draft; returns the walk if it is to be kept."""

    walk: Walk
    title: str
    story: str
