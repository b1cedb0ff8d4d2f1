"""One list of what can be done on a screen: its keys, the footer, the help and the palette are all read off it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do on a screen."""

    keys: str
    """The keys that do it, as Textual names them; empty if they are bound elsewhere."""
    shown: str
    """The key as a person reads it."""
    action: str
    """The action it runs; empty if it cannot be run without its key."""
    label: str
    """What it is called in the footer."""
    help: str
    """What it does, in a sentence without a full stop."""
    foot: bool = False
    """Whether the footer has it: five at most."""
    palette: bool = True
    """Whether the palette has it."""


HELP = Action("question_mark,f1", "?", "app.help", "Help", "Show what the keys do here", foot=True, palette=False)
PALETTE = Action("ctrl+p", "ctrl+p", "app.palette", "Palette", "Find a command, a tree or a theme", palette=False)
QUIT = Action("ctrl+q", "ctrl+q", "app.leave_all", "Quit", "Leave postwise")
EVERYWHERE = (PALETTE, QUIT, HELP)


def bindings(commands: Iterable[Action]) -> list[BindingType]:
    """Return the commands as Textual binds them."""
    return [
        Binding(command.keys, command.action, command.label, show=False)
        for command in commands
        if command.keys and command.action
    ]
