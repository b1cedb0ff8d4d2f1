"""postwise debrief --apply: what groups proposed for a tree, one after the other, as edits in its file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from postwise.author.rewording import wording
from postwise.commands.git_versions import is_at_head
from postwise.commands.given import BrokenTreeError
from postwise.commands.shared import NO_SESSION, open_library, say_left_out, say_problems, saying_when_interrupted
from postwise.errors import Exit, PostwiseError
from postwise.streams import put, say
from postwise.text import command_line, counted, joined, on_one_line, one_line, shortened
from postwise.train.aggregate import MOST_PROBLEMS
from postwise.train.proposals import GatheredProposals, Proposal, gathered
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded
from postwise.tree.model import Tree


def apply(options: argparse.Namespace) -> int:
    """Go through what sessions propose for a tree, in lines; return 0, or 1 if some of the files could not be counted.

    Raises PostwiseError if options do not go together, if the tree is not there, has errors that keep it from being
    read or ships with postwise, if none of the files is a session, or where there is something to go through and no
    terminal to do it at.
    """
    for name, shown in (("format", "--format"), ("output", "--output")):
        if getattr(options, name) is not None:
            raise PostwiseError(f"{shown} does not go with --apply, which goes through proposals one after the other.")
    library = replace(open_library(), overlaid=False)  # what its file says, wherever somebody is
    entry = library.find(options.apply)
    loaded, tree = to_change(library, entry)
    proposals = gathered(map(Path, options.files), entry.id)
    say_left_out(proposals.left_out[:MOST_PROBLEMS], len(proposals.left_out))
    if not proposals.sessions:
        raise PostwiseError(NO_SESSION)
    every = proposals.in_order(tree)
    still = [proposal for proposal in every if not stands_there(loaded, proposal)]
    for sentence in opening_words(library, entry, proposals, len(every) - len(still)):
        say(sentence)
    if still:
        go_through(library, entry, still, options)
    return Exit.NO if proposals.left_out else Exit.DONE


def to_change(library: Library, entry: LibraryEntry) -> tuple[Loaded, Tree]:
    """Return what a tree's file holds, errors or not; raises PostwiseError for one that may not be changed or read."""
    if entry.origin == "shipped":
        name = on_one_line(entry.id)
        raise PostwiseError(
            f"{name} comes with postwise and is not changed. Copy its file, under the same name, to a place of your own"
            f" and name that: {on_one_line(str(entry.path))}"
        )
    loaded = library.load(entry)
    if loaded.sketch is None:
        say_problems(loaded.errors)
        raise BrokenTreeError(entry)
    return loaded, loaded.sketch


def stands_there(loaded: Loaded, proposal: Proposal) -> bool:
    """Tell whether a question asks by now what was proposed."""
    now = wording(loaded.source, proposal.question)
    return now is not None and one_line(now) == proposal.proposed


def opening_words(library: Library, entry: LibraryEntry, proposals: GatheredProposals, there: int) -> Iterator[str]:
    """Yield what there is to go through, and what there is not."""
    title = library.heading(entry).title or entry.id
    sessions = counted(proposals.sessions, "session")
    number = len(proposals.by_wording)
    if not number:
        yield f"Nothing is proposed for “{title}” in {sessions}."
        others = [f"{shortened(name)} ({made})" for name, made in proposals.elsewhere.most_common(5) if name]
        if others:
            yield f"There are proposals for {joined(others)}."
        return
    yield f"“{title}”, {on_one_line(entry.shown)}: {counted(number, 'proposal')} in {sessions}."
    if there:
        which = "It" if number == 1 else "All of them" if there == number else f"{there} of them"
        yield f"{which} {'stands' if there == 1 else 'stand'} in the file already."


def go_through(library: Library, entry: LibraryEntry, proposals: list[Proposal], options: argparse.Namespace) -> None:
    """Go through proposals at the terminal, and print what was done; raises PostwiseError where there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        read = command_line("debrief", *options.files)
        raise PostwiseError(f"Proposals are gone through at a terminal. To read them here: {read}")
    from postwise.plain import PlainDialogue
    from postwise.plain_proposals import PlainProposals
    from postwise.show.markdown import plain_lines

    here = PlainProposals(PlainDialogue(sys.stdin, sys.stderr, plain_lines), library, entry)

    def told() -> str:
        sentences = [*here.done.sentences(on_one_line(entry.shown))]
        return "\n".join([*sentences, to_see(entry, options.apply)] if here.done.touched else sentences)

    with saying_when_interrupted(told):
        try:
            here.run(proposals)
        finally:
            put(told())


def to_see(entry: LibraryEntry, named: str) -> str:
    """Return how to see what is different now, or how the tree is walked where nothing is known of how it was."""
    if is_at_head(entry.path):
        return f"To see what is different: {command_line('diff', named, against='HEAD')}"
    return f"To walk it as it is now: {command_line('preview', str(entry.path))}"
