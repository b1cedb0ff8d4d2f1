"""postwise overlay: a file to say a tree in other words, or what one that is there lacks and what has gone stale."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from postwise.author.overlay_writer import OverlayState, overlay_to_fill_in, state_of
from postwise.commands.given import BrokenTreeError
from postwise.commands.shared import open_library, say_problems, today
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import counted, on_one_line, one_line, shortened
from postwise.tree.library import LibraryEntry
from postwise.tree.overlay_file import read_overlay
from postwise.tree.tree_lookup import TreeLookup


def run(options: argparse.Namespace) -> int:
    """Print an overlay to fill in; if there is one for the tree and the place, say how far it has come.

    Returns 1 if words in it were made from what the tree does not say any more.
    """
    library = open_library()
    entry = library.find(options.tree)
    loaded = TreeLookup(library, [entry]).load(entry)
    if loaded.tree is None:
        say_problems(loaded.errors)
        raise BrokenTreeError(entry)
    stale = False
    there = []
    for one in library.beside(entry).overlays:
        overlay = read_overlay(one.path, one.shown).overlay
        if overlay is not None and overlay.is_for(entry.id) and overlay.about.place == options.place:
            there.append((one, state_of(overlay, loaded.tree)))
    if not there:
        put(overlay_to_fill_in(loaded.tree, options.place, today()).rstrip("\n"), options.output)
        return Exit.DONE
    for one, state in there:
        put("\n".join(told(one, entry, state)), options.output)
        stale = stale or bool(state.stale)
    return Exit.NO if stale else Exit.DONE


def told(overlay: LibraryEntry, entry: LibraryEntry, state: OverlayState) -> Iterator[str]:
    """Yield how far an overlay has a tree in other words."""
    every = counted(state.said + len(state.missing), "text")
    yield f"{on_one_line(overlay.shown)} says {state.said} of the {every} of {on_one_line(entry.id)} in other words."
    if state.stale:
        yield "The tree says something else now than these were made from:"
        yield from (f"  {on_one_line(place)}" for place in state.stale)
    if state.missing:
        yield "As in the tree:"
        yield from (f"  {on_one_line(place)}: {shortened(one_line(text))}" for place, text in state.missing.items())
