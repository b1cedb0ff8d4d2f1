"""postwise test: run the scenarios of trees, say what they cover, and write those that are missing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from postwise.author.scenarios import run_scenarios, write_missing
from postwise.commands.shared import open_library, say_passed_over, say_problems, say_unopened
from postwise.errors import Exit, PostwiseError
from postwise.streams import put, say
from postwise.text import as_json, on_one_line
from postwise.tree.library import Library


def run(options: argparse.Namespace) -> int:
    """Print what became of every scenario; return 1 if one failed or a tree has errors, 2 for a file not opened."""
    library = open_library()
    unwritten = list(_write_missing(options.paths, library)) if options.write_missing else []
    rehearsal = run_scenarios(options.paths, library=library)
    for loaded in rehearsal.broken:
        say_problems(loaded.errors)
    put(as_json(rehearsal.to_dict()) if options.format == "json" else "\n".join(rehearsal.as_lines()))
    unopened = dict.fromkeys((*unwritten, *rehearsal.unopened))
    say_passed_over(library, options.paths)
    say_unopened(unopened)
    return Exit.WRONG if unopened else Exit.DONE if rehearsal.passed else Exit.NO


def _write_missing(paths: list[str], library: Library) -> Iterator[str]:
    """Add a scenario to each file for each ending that none reaches, and say on standard error what was added.

    Yield a sentence for each file that nothing can be added to.
    """
    if not paths:
        raise PostwiseError("Name the files to write to: trees are never changed unless they are named.")
    for entry in library.named(paths):
        if entry.origin == "shipped":
            raise PostwiseError(f"{entry.id} comes with postwise and is not changed. Copy it first.")
        try:
            for name in write_missing(entry.path, library):
                say(f'{on_one_line(entry.shown)}: added a scenario for the ending "{name}".')
        except PostwiseError as error:
            yield str(error)
