"""postwise list: the trees there are, read off their files' names and titles alone."""

from __future__ import annotations

import argparse

from postwise.commands.shared import listed, open_library, say_passed_over
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import as_json, on_one_line
from postwise.tree.library import Library


def run(options: argparse.Namespace) -> int:
    """Print the trees."""
    library = open_library()
    match options.format:
        case "json":
            put(as_json(document(library)))
        case "ids":
            for entry in library.entries:
                put(on_one_line(entry.id))
        case _:
            put(listed(library))
    say_passed_over(library)
    return Exit.DONE


def document(library: Library) -> dict[str, object]:
    """Return the trees as the JSON document ``postwise.trees/1``."""
    trees = [
        {"id": entry.id, "title": library.heading(entry).title, "path": entry.shown, "origin": entry.origin}
        for entry in library.entries
    ]
    return {"schema": "postwise.trees/1", "trees": trees}
