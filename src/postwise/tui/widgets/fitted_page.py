"""A page that is as high as what stands on it, up to a part of the screen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.text_page import TextPage


class FittedPage(TextPage):
    """A page to read, as high as what stands on it, up to a part of the screen."""

    def __init__(self, part: int, least: int, *, id: str, below: int = 0, measure: int = 0) -> None:  # noqa: A002
        super().__init__(id=id, measure=measure, can_focus=False)
        self.part = part
        """It may be as high as the screen divided by this, or `least`."""
        self.least = least
        self.below = below
        """Blank rows under what stands on it."""

    def show(self, lines: Sequence[PageLine], mark: Hashable | None = None, *, keep: bool = False) -> None:
        """Set the page anew, and fit it."""
        super().show(lines, mark, keep=keep)
        self.fit()

    def on_resize(self) -> None:
        """Fit, now that it is known how the lines break."""
        self.fit()

    def fit(self) -> None:
        """Make the page as high as its lines; until it is laid out, nobody knows how high they are."""
        if self.rows:
            self.styles.height = min(len(self.rows) + self.below, self.most)

    @property
    def most(self) -> int:
        """How high it may be."""
        return max(self.screen.size.height // self.part, self.least)

    @property
    def cut(self) -> bool:
        """Whether not all of it can be seen at once."""
        return len(self.rows) > self.most
