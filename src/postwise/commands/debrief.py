"""postwise debrief: what one session said, or many laid together."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.commands.shared import as_json, put
from postwise.errors import Exit, PostwiseError

if TYPE_CHECKING:
    from postwise.train.aggregate import SessionAggregate
    from postwise.train.session_report import SessionReport


def run(options: argparse.Namespace) -> int:
    """Put out what the sessions of files said; return 0, or 1 if some of several files could not be counted.

    Raises PostwiseError if none of the files is a session or a debrief as JSON.
    """
    form = options.format or "markdown"
    if len(options.files) == 1:
        from postwise.train.session_report import read_debrief

        put(one_session(read_debrief(Path(options.files[0])), form), options.output)
        return Exit.DONE
    from postwise.train.aggregate import lay_files_together

    together = lay_files_together(map(Path, options.files))
    for sentence in together.problems:
        print(f"postwise: {sentence}", file=sys.stderr)
    if together.unread > len(together.problems):
        print(f"postwise: {together.unread - len(together.problems)} more files were not counted.", file=sys.stderr)
    if not together.sessions:
        raise PostwiseError("None of these files is a session. Name files that postwise train has written.")
    put(many_sessions(together, form), options.output)
    return Exit.NO if together.unread else Exit.DONE


def one_session(debrief: SessionReport, form: str) -> str:
    """Return one session as Markdown, JSON or CSV."""
    from postwise.show.session_csv import as_csv, as_rows
    from postwise.show.session_document import as_markdown

    if form == "json":
        return as_json(debrief.to_dict())
    return as_csv(as_rows(debrief)) if form == "csv" else as_markdown(debrief)


def many_sessions(together: SessionAggregate, form: str) -> str:
    """Return sessions laid together as Markdown, JSON or CSV."""
    from postwise.show.aggregate_document import together_as_markdown
    from postwise.show.session_csv import as_csv, together_as_json, together_as_rows

    if form == "json":
        return as_json(together_as_json(together))
    return as_csv(together_as_rows(together)) if form == "csv" else together_as_markdown(together)
