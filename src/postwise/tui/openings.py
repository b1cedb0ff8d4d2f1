"""What can be opened, one value for each screen, with the type of what comes back. The app alone opens them.

A screen hands one to its app and knows no other screen. It is handed over there and then, and not sent as a message:
a message would come behind keys that were typed ahead, and they would go to the wrong screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from postwise.train.aggregate import SessionAggregate
    from postwise.train.cases import SetupChoices
    from postwise.train.facilitator_notes import Timer
    from postwise.train.session import Session
    from postwise.train.solo import Solo
    from postwise.train.store import OpenSession, SessionFollower
    from postwise.train.workshop import Workshop
    from postwise.tree.library import LibraryEntry
    from postwise.tui.widgets.group_feedback import Remarks
    from postwise.tui.widgets.trail import Place
    from postwise.walk.walk import Walk

Result = TypeVar("Result")


class Opening(Generic[Result]):
    """A screen that is to be opened; `Result` is what it returns."""


@dataclass(frozen=True, slots=True)
class NextWalk:
    """How a walk goes on after its recommendation."""

    walk: Walk
    asking: Place | None = None
    """The answer that is to be changed, or None."""


@dataclass(frozen=True, slots=True)
class OpenLibrary(Opening[None]):
    """The trees there are."""


@dataclass(frozen=True, slots=True)
class OpenWalk(Opening[None]):
    """A walk where it stands."""

    walk: Walk
    draft: str = ""
    other: bool = False
    """Whether this is a road looked at beside one's own."""


@dataclass(frozen=True, slots=True)
class OpenRecommendation(Opening[NextWalk]):
    """Where a walk has ended; returns how it goes on, or None if it does not."""

    walk: Walk
    draft: str = ""
    other: bool = False
    """Whether this is a road looked at beside one's own."""


@dataclass(frozen=True, slots=True)
class OpenRoads(Opening["Walk"]):
    """A walk beside others; returns the one to look at more closely."""

    own: Walk
    others: Sequence[Walk]


@dataclass(frozen=True, slots=True)
class OpenMap(Opening[str]):
    """The whole tree of a walk; returns the answered question that was chosen, or any node if it is being written."""

    walk: Walk
    writing: bool = False


@dataclass(frozen=True, slots=True)
class OpenPreview(Opening[None]):
    """A file that is being written."""

    entry: LibraryEntry
    remarks: Remarks | None = None


@dataclass(frozen=True, slots=True)
class OpenSetup(Opening[None]):
    """What is settled before a session."""

    choices: SetupChoices


@dataclass(frozen=True, slots=True)
class OpenRoom(Opening[None]):
    """A session in front of the room."""

    hold: OpenSession


@dataclass(frozen=True, slots=True)
class OpenSecretVote(Opening[None]):
    """The keyboard passed from hand to hand."""

    hold: OpenSession


@dataclass(frozen=True, slots=True)
class OpenNotes(Opening[None]):
    """What only the facilitator sees; with a follower, of a session in another terminal."""

    session: Session
    clock: Timer | None
    follower: SessionFollower | None = None


@dataclass(frozen=True, slots=True)
class OpenSolo(Opening[None]):
    """Three cases alone."""

    solo: Solo
    together: SessionAggregate


@dataclass(frozen=True, slots=True)
class OpenWorkshop(Opening[None]):
    """An hour in which a group writes a tree of its own."""

    begin: Callable[[str], Workshop]
    folder: Path
    today: dt.date


@dataclass(frozen=True, slots=True)
class OpenTrial(Opening["Walk"]):
    """A case run through a draft; returns the walk if it is to be kept."""

    walk: Walk
    title: str
    story: str


PROJECTED = (OpenSetup, OpenRoom, OpenWorkshop)
"""What a room looks at, so that it takes the projector's theme unless another was asked for."""
