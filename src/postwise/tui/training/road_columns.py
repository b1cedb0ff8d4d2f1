"""Where several roads of a case ended, side by side, under what they share."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical

from postwise.train.room_view import RoomView
from postwise.tui.training.room_lines import end_lines, shared_lines
from postwise.tui.widgets.fitted_page import FittedPage
from postwise.tui.widgets.page_line import BLANK
from postwise.tui.widgets.text_page import TextPage

COLUMNS = 3
"""As many roads stand side by side; more are set one under the other."""


class RoadColumns(Vertical):
    """A column for each road, and over them what the roads have in common."""

    DEFAULT_CSS = """
    RoadColumns .road { width: 1fr; padding: 0 1 0 0; }
    """

    def __init__(self) -> None:
        self.shared = FittedPage(3, 4, id="shared", below=1)
        self.roads = tuple(TextPage(classes="road", can_focus=False) for _ in range(COLUMNS))
        super().__init__(self.shared, Horizontal(*self.roads, id="columns"), id="sides")

    def show(self, view: RoomView) -> None:
        """Set the roads of a comparison."""
        self.shared.show([BLANK, *shared_lines(view)])
        for place, page in enumerate(self.roads):
            page.display = place < len(view.ends)
            if page.display:
                airy = self.screen.size.height >= 30
                page.show(list(end_lines(view.ends[place], view.shared, 2, airy=airy)))
