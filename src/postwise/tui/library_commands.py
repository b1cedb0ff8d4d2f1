"""What can be done in the library, and what its foot names where the keyboard is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from postwise.tui.screen_commands import LIBRARY, Action

HERE = frozenset(command.action for command in LIBRARY)
Place = Literal["search", "found", "draft", "list", "about"]
"""Where the keyboard is: in an empty search, in one with words in it, in the draft, on the list, or on what is said."""
FEET: Mapping[Place, tuple[str, ...]] = {
    "search": ("start", "anew", "preview", "onward", "train", "draft"),
    "found": ("start", "anew", "preview", "out", "onward", "train"),
    "draft": ("done", "onward"),
    "list": ("start", "anew", "preview", "train", "map", "new_tree"),
    "about": ("start", "anew", "preview", "onward", "train", "map"),
}
"""What the foot names; of a tree that can be walked, it leaves writing it to the help."""
NARROW: Mapping[Place, tuple[str, ...]] = {
    "search": ("start", "anew", "preview", "onward", "draft"),
    "list": ("start", "anew", "preview", "onward", "train", "search"),
}
"""What it names in one column."""
LABELS: Mapping[tuple[str, Place], str] = {
    ("out", "search"): "To the list",
    ("out", "found"): "Empty",
    ("out", "about"): "Back",
    ("onward", "found"): "About it",
    ("onward", "list"): "About it",
    ("onward", "about"): "Search",
    ("onward", "draft"): "Search",
}
"""What a command is called where it is not called what it is elsewhere."""


def commands_at(
    place: Place, commands: Iterable[Action], start: str, *, narrow: bool, faulty: bool
) -> Iterator[Action]:
    """Yield commands called what they are where the keyboard is, those in the foot that belong there.

    `start` is what Enter does to what is marked; a `faulty` tree cannot be walked, and is offered to its author.
    """
    feet = NARROW.get(place, FEET[place]) if narrow else FEET[place]
    named = [action for action in feet if faulty or action != "preview"]
    for command in commands:
        label = start if command.action == "start" else LABELS.get((command.action, place), command.label)
        foot = command.action in named and bool(command.shown) if command.action in HERE else command.foot
        yield command._replace(label=label, foot=foot)
