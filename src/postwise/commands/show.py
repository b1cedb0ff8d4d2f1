"""postwise show: a tree as an outline, a document or a drawing, with a road marked in it if answers are given."""

from __future__ import annotations

import argparse

from postwise.commands.given import given_answers, walk_given, walkable
from postwise.commands.shared import open_library
from postwise.errors import Exit
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import FORMATS
from postwise.streams import put
from postwise.walk.walk import Walk


def run(options: argparse.Namespace) -> int:
    """Print the tree in the format asked for."""
    library = open_library()
    tree = walkable(library, library.find(options.tree))
    walk = Walk.start(tree, profile=library.words)
    road, _ = walk_given(walk, given_answers(tree, options.answers))
    chart = NumberedTree(tree, library.words, road if options.answers else None)
    put(FORMATS[options.format](chart), options.output)
    return Exit.DONE
