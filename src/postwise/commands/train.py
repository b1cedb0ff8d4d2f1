"""postwise train: a training session of a group, in front of the room."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postwise.commands.given import walkable
from postwise.commands.shared import open_library, refuse_unheard, say_problems, say_unopened, today
from postwise.commands.terminal import look_wanted, on_screens, screens_instead, screens_possible
from postwise.errors import Exit, PostwiseError
from postwise.show.session_document import facilitator_notes
from postwise.streams import put
from postwise.train.aggregate import SessionAggregate, lay_files_together
from postwise.train.cases import TrainingCase, cases_of, suggested_choices
from postwise.train.facilitator_notes import clock_for
from postwise.train.solo import Solo
from postwise.train.store import OpenSession, SessionFollower
from postwise.train.workshop import Workshop
from postwise.tree.library import Library, TreeLookup
from postwise.tree.problems import suggestion
from postwise.tui.openings import Opening, OpenSetup
from postwise.tui.training import OpenNotes, OpenRoom, OpenSolo, OpenWorkshop

if TYPE_CHECKING:
    from postwise.tui.app import ScreensLeft

    Screens = Callable[[Opening[Any]], ScreensLeft]

TOGETHER = "a session of a group"
TAKEN = {
    TOGETHER: ("trees", "cases"),
    "--solo": ("trees", "cases", "debriefs"),
    "--crib": ("trees", "cases"),
    "--write": (),
    "--notes": (),
    "--resume": (),
}
"""The ways to train, each with what it takes."""
CALLED = {"trees": "A tree", "cases": "--case", "debriefs": "--debrief"}


def way_of(options: argparse.Namespace) -> str:
    """Return the way to train that is asked for; raises PostwiseError for two, or for what it takes no notice of."""
    asked = [way for way in TAKEN if getattr(options, way.removeprefix("--"), None) not in {None, False}]
    if len(asked) > 1:
        raise PostwiseError(f"{asked[0]} does not go with {asked[1]}. Choose one of them.")
    way = asked[0] if asked else TOGETHER
    refuse_unheard(options, way, TAKEN, CALLED)
    return way


def run(options: argparse.Namespace) -> int:
    """Open the screens that the options ask for; return 0, or what a signal made of it.

    Raises PostwiseError if there is no terminal, no case to talk about, or a file that cannot be read, and if options
    do not go together.
    """
    way = way_of(options)
    if way == "--crib":
        library = open_library()
        put(facilitator_notes(cases_to_choose(library, options.trees, options.cases), library.words))
        return Exit.DONE
    look = look_wanted(options)
    if way == "--solo" and look.plain:
        return alone_in_lines(open_library(), options)
    if look.plain:
        where = "A session of a group is held on screens; in lines there is --solo, cases alone."
        raise PostwiseError(f"{where} {screens_instead(options)}")
    if not screens_possible(look):
        more = " --plain goes through the cases in lines." if way == "--solo" else ""
        raise PostwiseError(f"A training session needs a terminal that screens can be drawn on. Run it in one.{more}")
    library = open_library()
    screens = partial(on_screens, library, look)
    if way == "--solo":
        return screens(OpenSolo(*alone(library, options))).code
    if way == "--write":
        return write(library, screens)
    if options.notes is not None:
        return follow(screens, Path(options.notes))
    if options.resume is not None:
        return go_on(screens, Path(options.resume))
    return begin(library, screens, options)


def begin(library: Library, screens: Screens, options: argparse.Namespace) -> int:
    """Set a session up and hold it."""
    cases = cases_to_choose(library, options.trees, options.cases)
    choices = suggested_choices(cases, cases[0].ref.tree if options.trees else "", library.words, Path.cwd(), today())
    return screens(OpenSetup(choices)).code


def write(library: Library, screens: Screens) -> int:
    """Write a tree together in an hour, beginning with a pause for thought."""
    starter = walkable(library, library.find("pause-for-thought"))
    begin = partial(Workshop.begin, starter=starter, words=library.words)
    return screens(OpenWorkshop(begin, Path.cwd(), today())).code


def alone(library: Library, options: argparse.Namespace) -> tuple[Solo, SessionAggregate]:
    """Return three cases to go through alone, and what groups said by the files of sessions or debriefs.

    Raises PostwiseError if one of the files cannot be counted.
    """
    together = lay_files_together(map(Path, options.debriefs))
    if together.problems:
        raise PostwiseError(together.problems[0])
    return Solo.begin(cases_to_choose(library, options.trees, options.cases), library.words), together


def alone_in_lines(library: Library, options: argparse.Namespace) -> int:
    """Go through three cases alone, in lines; all of it is talk, and nothing is a result."""
    from postwise.plain import PlainDialogue
    from postwise.plain_solo import PlainSolo
    from postwise.show.markdown import plain_lines

    PlainSolo(PlainDialogue(sys.stdin, sys.stderr, plain_lines), *alone(library, options)).run()
    return Exit.DONE


def cases_to_choose(library: Library, asked: list[str], chosen: list[str]) -> list[TrainingCase]:
    """Return the cases of the trees asked for, or of every tree of the library, the organisation's own first.

    Of these, only the scenarios chosen, in that order; none chosen: all. Raises PostwiseError if a tree is not there or
    has errors, if a scenario chosen is no case of theirs, or if there is no case at all.
    """
    cases: list[TrainingCase] = []
    entries = [library.find(name) for name in asked] or library.entries
    read, unopened = TreeLookup(library, entries).load_all(entries)
    if asked and unopened:
        raise PostwiseError(unopened[0])
    say_unopened(unopened)
    for entry, loaded in read.items():
        if asked and loaded.tree is None:
            say_problems(loaded.errors)
            raise PostwiseError(f"{entry.shown} has errors, so no session can be held on it. Mend them.", Exit.NO)
        cases += cases_of(loaded)
    if not cases:
        raise PostwiseError("None of these trees has a scenario with a story, so there is nothing to talk about.")
    return [case_named(name, cases) for name in chosen] or cases


def case_named(name: str, cases: list[TrainingCase]) -> TrainingCase:
    """Return the case of a scenario; raises PostwiseError, with the nearest there is, if there is none."""
    by_name = {case.ref.scenario: case for case in cases}
    if name not in by_name:
        raise PostwiseError(f'There is no case "{name}". {suggestion(name, by_name) or "A case has a story."}')
    return by_name[name]


def go_on(screens: Screens, path: Path) -> int:
    """Take up a session that was broken off, at the same step with the same counts."""
    with OpenSession.resume(path) as log:
        return screens(OpenRoom(log)).code


def follow(screens: Screens, path: Path) -> int:
    """Show the facilitator's notes on a session that runs in another terminal."""
    follower = SessionFollower(path)
    session = follower.poll()
    if session is None:
        raise PostwiseError(f"{path} holds no session.")
    return screens(OpenNotes(session, clock_for(session), follower)).code
