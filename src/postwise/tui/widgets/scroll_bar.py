"""The scroll bar of a page: where its thumb is drawn, and which row a thumb put somewhere brings to the top."""

from __future__ import annotations

from typing import NamedTuple


class ScrollBar(NamedTuple):
    """A bar beside some rows in view of a whole page of them."""

    height: int
    """Rows in view."""
    whole: int
    """Rows of the page."""
    top: int
    """The first row in view."""

    @property
    def _length(self) -> int:
        return max(1, self.height * self.height // self.whole)

    @property
    def thumb(self) -> range:
        """The rows in view beside which the thumb is drawn; none where all that there is is in view."""
        if self.whole <= self.height or self.height < 2:
            return range(0)
        start = (self.height - self._length) * self.top // max(self.whole - self.height, 1)
        return range(start, start + self._length)

    def top_for(self, start: int) -> int:
        """Return which row comes to the top when the thumb is put to begin at a row in view, as near as it can be."""
        way = max(self.height - self._length, 1)
        return -(-min(max(start, 0), way) * max(self.whole - self.height, 0) // way)
