"""A field of one line: it keeps the keyboard while it is shown, and all of what is pasted, of many lines too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.widgets import Input

from postwise.tui.widgets.keeps_keyboard import KeepsKeyboard

if TYPE_CHECKING:
    from textual import events


BREAKS = re.compile(r"[^\S\n]*\n\s*")
"""The end of a line, with the blanks around it, and empty lines behind it."""


class OneLine(KeepsKeyboard, Input):
    """A line to type in."""

    def _on_paste(self, event: events.Paste) -> None:
        """Make one line of several, with a space between each; Textual then writes the first, which would be alone."""
        event.text = BREAKS.sub(" ", event.text)
