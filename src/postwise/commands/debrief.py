"""postwise debrief: what one session said, or many laid together."""

from __future__ import annotations

import argparse
from pathlib import Path

from postwise.commands.shared import NO_SESSION, say_left_out
from postwise.errors import Exit, PostwiseError
from postwise.files import is_folder
from postwise.show.aggregate_document import aggregate_as_dict, aggregate_as_markdown, aggregate_as_rows
from postwise.show.session_document import as_csv, as_markdown, as_rows
from postwise.streams import put
from postwise.text import as_json
from postwise.train.aggregate import SessionAggregate, lay_files_together
from postwise.train.session_report import SessionReport, read_debrief


def run(options: argparse.Namespace) -> int:
    """Put out what the sessions of files said; return 0, or 1 if some of several files could not be counted.

    With a tree to apply them to, go through what they propose for it. Raises PostwiseError if none of the files is a
    session or a debrief as JSON, or if options do not go together.
    """
    if options.apply is not None:
        from postwise.commands.apply_proposals import apply  # who only reads does not wait for what writes

        return apply(options)
    form = options.format or "markdown"
    if len(options.files) == 1 and not is_folder(Path(options.files[0])):
        put(one_session(read_debrief(Path(options.files[0])), form), options.output)
        return Exit.DONE
    aggregate = lay_files_together(map(Path, options.files))
    say_left_out(aggregate.problems, aggregate.unread)
    if not aggregate.sessions:
        raise PostwiseError(NO_SESSION)
    put(many_sessions(aggregate, form), options.output)
    return Exit.NO if aggregate.unread else Exit.DONE


def one_session(debrief: SessionReport, form: str) -> str:
    """Return one session as Markdown, JSON or CSV."""
    if form == "json":
        return as_json(debrief.to_dict())
    return as_csv(as_rows(debrief)) if form == "csv" else as_markdown(debrief)


def many_sessions(aggregate: SessionAggregate, form: str) -> str:
    """Return sessions laid together as Markdown, JSON or CSV."""
    if form == "json":
        return as_json(aggregate_as_dict(aggregate))
    return as_csv(aggregate_as_rows(aggregate)) if form == "csv" else aggregate_as_markdown(aggregate)
