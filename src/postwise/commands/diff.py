"""postwise diff: the answers that lead elsewhere in a newer version of a tree."""

from __future__ import annotations

import argparse
from dataclasses import replace

from postwise.author.diff.tree_diff import compare
from postwise.commands.given import walkable
from postwise.commands.shared import open_library
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import as_json


def run(options: argparse.Namespace) -> int:
    """Print what differs; return 1 if some answers now come to another recommendation, 0 if only words changed."""
    library = replace(open_library(), overlaid=False)  # what two files say, wherever somebody is
    old, new = (walkable(library, library.find(name)) for name in (options.old, options.new))
    comparison = compare(old, new)
    put(as_json(comparison.to_dict()) if options.format == "json" else "\n".join(comparison.as_lines()))
    return Exit.NO if comparison.changed else Exit.DONE
