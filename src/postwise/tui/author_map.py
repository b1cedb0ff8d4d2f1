"""The map of a tree that is being written: choosing a line opens the file there."""

from __future__ import annotations

from postwise.tui.commands import Command
from postwise.tui.map import COMMANDS, MapScreen
from postwise.tui.widgets.sheet import Sheet

EDIT = Command("enter", "↵", "choose", "Edit", "Open the file in your editor, at the marked line", foot=True)


class AuthorMap(MapScreen):
    """A map that returns whichever node was chosen, answered or not."""

    COMMANDS_HERE = (EDIT, *COMMANDS[1:])
    title_here = "On the map of the file"

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """Return the node of the marked line."""
        event.stop()
        event.prevent_default()
        twig = next((twig for twig in self.twigs if twig.path == event.target), None)
        if twig is not None:
            self.dismiss(twig.node)
