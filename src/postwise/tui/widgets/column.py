"""A page that stands beside others, or where another one stood, and tells when its room changes."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from postwise.tui.widgets.text_page import TextPage


class Column(TextPage):
    """A column of the page; it tells when it has other room."""

    opens_at_mark = False

    @dataclass(eq=False, repr=False)
    class Resized(Message):
        """A column has other room than before."""

    def on_resize(self) -> None:
        """Tell so."""
        self.post_message(self.Resized())
