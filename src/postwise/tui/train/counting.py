"""Counts typed at the room's page, as dots: digits with spaces between, or a line chosen once for each hand."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.train import moves
from postwise.tui.train.bars import COUNTS
from postwise.tui.train.desk import Desk
from postwise.tui.widgets.sheet import Sheet

MOST = 80
"""As many characters of counts are taken."""


class Counting(Desk):
    """The keys that counts are typed with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"digit({number})", show=False) for number in range(10)),
        Binding("space,comma", "apart", show=False),
        Binding("backspace", "rub", show=False),
    ]

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.page = Sheet(id="page")

    @property
    def counts_typed(self) -> bool:
        """Whether counts are typed at this step."""
        return "count" in moves.possible(self.session)

    def action_digit(self, number: int) -> None:
        """Type a digit of a count."""
        self._type(f"{self.typed}{number}")

    def action_apart(self) -> None:
        """Type a space between two counts."""
        if self.typed:
            self._type(f"{self.typed.rstrip()} ")

    def action_rub(self) -> None:
        """Take back what was typed last; with nothing typed, go back a step."""
        if self.typed:
            self._type(self.typed[:-1])
        else:
            self.go(moves.back)

    def _type(self, text: str) -> None:
        if self.counts_typed and len(text) < MOST:
            self.typed = text
            self.put()
            self.page.mark(COUNTS)

    def hand(self, place: int) -> None:
        """Count one hand more for a line."""
        counts = self._whole()
        if place < len(counts) and counts[place].isdigit():
            counts[place] = str(int(counts[place]) + 1)
            self.typed = " ".join(counts)
            self.put()

    def _whole(self) -> list[str]:
        """Return the counts as typed, with a nought for each line that none was typed for."""
        ballot = self.session.ballot
        given = self.typed.split()
        lines = 0 if ballot is None else len(ballot.choices) + 1
        return given + ["0"] * (lines - len(given))

    def count(self) -> bool:
        """Put the counts in; tell whether they could be."""
        return bool(self.typed.strip()) and self.go(partial(moves.count, text=" ".join(self._whole())))
