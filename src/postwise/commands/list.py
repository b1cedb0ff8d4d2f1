"""postwise list: the trees there are, read off their files' names and titles alone."""

from __future__ import annotations

import argparse

from postwise.commands.shared import as_json, open_library
from postwise.errors import Exit
from postwise.tree.library import Library, at_head

ORIGINS = {"own": "your organisation's own", "shipped": "comes with postwise", "file": "a file"}
"""Where a tree comes from, in words."""


def run(options: argparse.Namespace) -> int:
    """Print the trees."""
    library = open_library()
    match options.format:
        case "json":
            print(as_json(document(library)))
        case "ids":
            for entry in library.entries:
                print(entry.id)
        case _:
            print(as_text(library))
    return Exit.DONE


def as_text(library: Library) -> str:
    """Return the trees in lines: id, title, and where each comes from."""
    rows = [(entry.id, at_head(entry.path, "title") or "(no title)", entry) for entry in library.entries]
    if not rows:
        return 'There are no trees here. Write one with "postwise new NAME".'
    wide = max(len(name) for name, _, _ in rows)
    wider = max(len(title) for _, title, _ in rows)
    return "\n".join(
        f"{name:<{wide}}  {title:<{wider}}  {ORIGINS[entry.origin] if entry.origin == 'shipped' else entry.shown}"
        for name, title, entry in rows
    )


def document(library: Library) -> dict[str, object]:
    """Return the trees as the JSON document ``postwise.trees/1``."""
    trees = [
        {"id": entry.id, "title": at_head(entry.path, "title"), "path": entry.shown, "origin": entry.origin}
        for entry in library.entries
    ]
    return {"schema": "postwise.trees/1", "trees": trees}
