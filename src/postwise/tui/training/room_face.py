"""What a session looks like on the page that the room sees, whoever leads it."""

from __future__ import annotations

from typing import Protocol

from textual.content import Content
from textual.widget import Widget

from postwise.train.clocks import SessionClocks, moment
from postwise.train.room_view import RoomView
from postwise.train.session import VOTING, Session
from postwise.train.session_words import REHEARSAL, STEPS
from postwise.tui.training.road_columns import COLUMNS, RoadColumns
from postwise.tui.training.room_lines import COUNTS, RoomContent, page_lines
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.text_page import TextPage


class Face(Protocol):
    """How a session is shown."""

    title: str
    """What the screen is called in help."""
    alone: bool
    """Whether only who leads the session sees it."""
    page: TextPage

    @property
    def parts(self) -> tuple[Widget, ...]:
        """What stands on the page."""

    def show(self, content: RoomContent, session: Session, clocks: SessionClocks, *, anew: bool) -> bool:
        """Set the page: `anew` for another step, otherwise where it stands; tell whether in columns."""

    def head(self, view: RoomView, clocks: SessionClocks) -> tuple[Content, Content, float | None]:
        """Return what the head says, left and right, and how far along the session is."""


class RoomFace:
    """The room's page: drawn from a `RoomView` and from the group's own lines."""

    title = "In the room"
    alone = False

    def __init__(self) -> None:
        self.page = TextPage(id="page")
        self.columns = RoadColumns()

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The page, and the columns of roads side by side."""
        return self.page, self.columns

    def show(self, content: RoomContent, _session: Session, _clocks: SessionClocks, *, anew: bool) -> bool:
        """Set the page: `anew` for another step, otherwise where it stands; tell whether in columns."""
        view = content.view
        sides = view.stage == "compare" and content.width >= 72 and len(view.ends) <= COLUMNS
        self.page.show(list(page_lines(content)), COUNTS if anew else None, keep=not anew)
        if sides:
            self.columns.show(view)
        return sides

    def head(self, view: RoomView, clocks: SessionClocks) -> tuple[Content, Content, float | None]:
        """Return which case it is, the step with how many have voted and its clock, and how far along it is."""
        title = f"Scenario {view.place} of {view.cases} · {view.title}" if view.place else "Training together"
        far = view.place / (view.cases + 1) if view.place else None
        return as_rehearsed(view, line(title, "bold")), line(step_and_clock(view, clocks), "muted"), far


def as_rehearsed(view: RoomView, left: Content) -> Content:
    """Return the left of a head, with what says that a session is only played."""
    return join([styled(f"{REHEARSAL} · ", "pause bold"), left]) if view.rehearsed else left


def step_and_clock(view: RoomView, clocks: SessionClocks) -> str:
    """Return the step in short, with how many have voted and its clock."""
    parts = [STEPS[view.stage]]
    if view.stage in VOTING:
        parts.append(f"{view.voted} of {view.present}")
    if clocks.step is not None:
        parts.append(clocks.step.shown(moment()))
    return " · ".join(parts)
