"""What can be opened, one value for each screen, with the type of what comes back. The app alone opens them.

A screen hands one to its app and knows no other screen. It is handed over there and then, and not sent as a message:
a message would come behind keys that were typed ahead, and they would go to the wrong screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from postwise.train.cases import SetupChoices
    from postwise.tree.library import LibraryEntry
    from postwise.tui.widgets.group_feedback import Remarks
    from postwise.walk.saved_walk import SavedWalk
    from postwise.walk.walk import Walk
    from postwise.walk.walking import Place

Result = TypeVar("Result")


class Opening(Generic[Result]):
    """A screen that is to be opened; `Result` is what it returns."""

    projected: ClassVar[bool] = False
    """Whether a room looks at it, so that it takes the projector's theme unless another was asked for."""


class NextWalk(NamedTuple):
    """How a walk goes on after its recommendation."""

    walk: Walk
    asking: Place | None = None
    """The answer that is to be changed, or None."""


class OpenLibrary(Opening[None]):
    """The trees there are."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenWalk(Opening[None]):
    """A walk where it stands."""

    walk: Walk
    draft: str = ""
    other: bool = False
    """Whether this is a road looked at beside one's own."""
    number: int | None = None
    """Which walk in hand it is; None: it is a new one, or none of the person's own."""
    asking: Place | None = None
    """The answer that is to be changed, or None."""
    in_a_file: bool = False
    """Whether the draft stands in a file of the person's own."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenRecord(Opening[None]):
    """A walk that was saved or put aside, in its trees as they are now."""

    record: SavedWalk


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenRecommendation(Opening[NextWalk]):
    """Where a walk has ended; returns how it goes on, or None if it does not."""

    walk: Walk
    draft: str = ""
    other: bool = False
    """Whether this is a road looked at beside one's own."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenRoads(Opening["Walk"]):
    """A walk beside others; returns the one to look at more closely."""

    own: Walk
    others: Sequence[Walk]
    other: bool = False
    """Whether the walk itself is a road that is looked at beside one's own."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenMap(Opening[str]):
    """The whole tree of a walk; returns the answered question that was chosen, or any node if it is being written."""

    walk: Walk
    writing: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenPreview(Opening[None]):
    """A file that is being written."""

    entry: LibraryEntry
    remarks: Remarks | None = None


class OpenSavedWalks(Opening[None]):
    """The walks that a person has saved."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenSetup(Opening[None]):
    """What is settled before a session."""

    projected = True

    choices: SetupChoices
