"""postwise preview: walk through a tree while it is being written; every save is on the page at once."""

from __future__ import annotations

import argparse

from postwise.commands.common import open_library
from postwise.commands.run import screens_possible
from postwise.errors import PostwiseError


def run(options: argparse.Namespace) -> int:
    """Open the preview of a file, which may still have errors; return 0 when the person leaves it."""
    if not screens_possible(plain=False):
        raise PostwiseError(f'The preview needs a terminal. "postwise check {options.path}" says what is wrong.')
    from postwise.tui.author import run_preview

    library = open_library()
    return run_preview(library, library.find(options.path))
