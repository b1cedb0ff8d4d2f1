"""postwise alone: the library on its screen, or with no terminal the trees there are."""

from __future__ import annotations

import argparse

from postwise.commands.shared import listed, open_library
from postwise.commands.terminal import look_wanted, on_screens, screens_possible
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import command_line


def run(options: argparse.Namespace) -> int:
    """Open the library; with no terminal, print the trees and what to type."""
    library = open_library()
    look = look_wanted(options)
    if screens_possible(look):
        return on_screens(library, look).code
    put(listed(library))
    put("")
    first = next((entry.id for entry in library.entries if entry.id == "before-you-post"), "TREE")
    put(f"To walk through one, type: {command_line('run', first)}")
    put("For everything else: postwise --help")
    return Exit.DONE
