"""postwise preview: walk through a tree while it is being written; what is saved is read at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.commands.shared import open_library
from postwise.commands.terminal import look_wanted, on_screens, screens_instead, screens_possible
from postwise.errors import Exit, PostwiseError
from postwise.text import command_line
from postwise.train.aggregate import lay_files_together
from postwise.tree.library import Library, LibraryEntry
from postwise.tui.openings import OpenPreview

if TYPE_CHECKING:
    from postwise.tui.widgets.group_feedback import Remarks


def run(options: argparse.Namespace) -> int:
    """Open the preview of a file, which may still have errors; return 0 when the person leaves it."""
    library = open_library()
    entry = library.find(options.path)
    look = look_wanted(options)
    if look.plain and options.debriefs:
        raise PostwiseError(
            f"What groups said is shown on screens alone: in lines, leave --debrief out. {screens_instead(options)}"
        )
    if look.plain:
        return in_lines(library, entry)
    remarks = said_by_groups(options.debriefs)
    if not screens_possible(look):
        raise PostwiseError(
            f'The preview needs a terminal. "{command_line("check", options.path)}" says what is wrong, and --plain'
            " walks in lines."
        )
    return on_screens(library, look, OpenPreview(entry, remarks)).code


def in_lines(library: Library, entry: LibraryEntry) -> int:
    """Walk in lines until the person leaves: at each save what is wrong is said, and the question is put anew."""
    from postwise.plain_preview import PlainPreview

    PlainPreview(library, entry, sys.stdin, sys.stderr).run()
    return Exit.DONE


def said_by_groups(files: Sequence[str]) -> Remarks | None:
    """Return what sessions said of questions; None if no session is named.

    Raises PostwiseError for a file that is none.
    """
    if not files:
        return None
    from postwise.tui.widgets.group_feedback import remarks_of

    together = lay_files_together(map(Path, files))
    if together.problems:
        raise PostwiseError(together.problems[0])
    return remarks_of(together)
