"""postwise new: a new tree from a template, in a file that was not there before."""

from __future__ import annotations

import argparse
from pathlib import Path

from postwise.author.templates import write_tree
from postwise.commands.shared import today
from postwise.errors import Exit, PostwiseError
from postwise.files import check_name
from postwise.streams import put
from postwise.text import command_line
from postwise.tree.folder_files import SETTINGS


def run(options: argparse.Namespace) -> int:
    """Write the new tree and say what to do next; a file that is there already is never written over.

    Raises PostwiseError for the name of a file of settings, and if the file cannot be written.
    """
    path = Path(options.name)
    if not path.name:
        check_name(path)
    path = path if path.suffix == ".toml" else path.with_name(f"{path.name}.toml")
    if path.name in SETTINGS:
        raise PostwiseError(f"{path.name} holds settings, and no tree. Give the tree another name.")
    write_tree(path, today(), options.template)
    put(str(path))
    put(f"Open it in an editor, and beside it: {command_line('preview', str(path))}")
    return Exit.DONE
