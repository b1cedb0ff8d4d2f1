"""postwise alone: the library on its screen, or with no terminal the trees there are."""

from __future__ import annotations

import argparse

from postwise.commands.shared import listed, open_library, output_kept_aside, screens_possible
from postwise.errors import Exit


def run(_options: argparse.Namespace) -> int:
    """Open the library; with no terminal, print the trees and what to type."""
    if screens_possible(plain=False):
        with output_kept_aside():
            return on_screens()
    library = open_library()
    print(listed(library))
    print()
    first = next((entry.id for entry in library.entries if entry.id == "before-you-post"), "TREE")
    print(f"To walk through one, type: postwise run {first}")
    print("For everything else: postwise --help")
    return Exit.DONE


def on_screens() -> int:
    """Open the library, and return how it was left."""
    from postwise.tree.loader import collector_held
    from postwise.tui.app import run_app

    with collector_held():
        library = open_library()
    return run_app(library).code
