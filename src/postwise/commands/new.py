"""postwise new: a new tree from a template, in a file that was not there before."""

from __future__ import annotations

import argparse
from pathlib import Path

from postwise.author.templates import new_tree, templates
from postwise.commands.shared import today
from postwise.errors import Exit, PostwiseError
from postwise.files import write_new


def run(options: argparse.Namespace) -> int:
    """Write the new tree and say what to do next; a file that is there already is never written over."""
    path = Path(options.name)
    path = made(path if path.suffix == ".toml" else path.with_name(f"{path.name}.toml"), options.template)
    print(path)
    print(f"Open it in an editor, and beside it: postwise preview {path}")
    return Exit.DONE


def made(path: Path, template: str | None = None) -> Path:
    """Return the path of a new tree, after writing it from a template (left out: the first there is).

    Raises PostwiseError for a name that is no id, a template that there is not, or a file that is there already.
    """
    text = new_tree(path.stem, template or next(iter(templates())), today())
    if not path.parent.is_dir():
        raise PostwiseError(f"There is no folder {path.parent}. Make it first.")
    write_new(path, text)
    return path
