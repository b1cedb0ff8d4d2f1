"""A short question over a screen: a sentence or two, and a few ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from postwise.tui.box import Box
from postwise.tui.texts import line, words
from postwise.tui.widgets.sheet import BLANK, Line, Sheet


@dataclass(frozen=True, slots=True)
class Way:
    """One way on."""

    key: str
    text: str


class AskScreen(Box[str]):
    """Says something and lets the person choose a way on; returns its key, or None if they would rather not."""

    def __init__(self, title: str, said: str, ways: Sequence[Way]) -> None:
        super().__init__()
        self.named = title
        self.said = said
        self.ways = ways

    def on_mount(self) -> None:
        """Set the page."""
        ways = [Line(line(way.text), words(f"{way.key}  ", "accent bold"), way.key) for way in self.ways]
        said = [BLANK, Line(line(self.said))] if self.said else []
        self.sheet.show([Line(line(self.named, "bold")), *said, BLANK, *ways])

    def on_key(self, event: events.Key) -> None:
        """Take the way whose key was pressed."""
        if any(event.key == way.key for way in self.ways):
            event.stop()
            self.dismiss(event.key)

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """Take the way that was chosen."""
        event.stop()
        self.dismiss(str(event.target))
