"""postwise train: a training session of a group, in front of the room."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.commands.run import screens_possible
from postwise.commands.shared import open_library, output_kept_aside, put, say_problems, walkable
from postwise.errors import Exit, PostwiseError
from postwise.tree.library import Library

if TYPE_CHECKING:
    from postwise.train.cases import TrainingCase


def run(options: argparse.Namespace) -> int:
    """Open the screens that the options ask for; return 0, or what a signal made of it.

    Raises PostwiseError if there is no terminal, no case to talk about, or a file that cannot be read.
    """
    if options.crib:
        return crib(open_library(), options.trees, options.cases)
    if not screens_possible(plain=False):
        raise PostwiseError("A training session needs a terminal that screens can be drawn on. Run it in one.")
    library = open_library()
    with output_kept_aside():
        if options.solo:
            return alone(library, options.trees, options.cases, [Path(name) for name in options.debriefs])
        if options.write:
            return write(library)
        if options.notes:
            return follow(library, Path(options.notes))
        return go_on(library, Path(options.resume)) if options.resume else begin(library, options.trees, options.cases)


def crib(library: Library, asked: list[str], chosen: list[str]) -> int:
    """Print what whoever leads a session wants to know of its cases: where roads divide and lead, and what to ask."""
    from postwise.show.facilitator_document import crib_as_markdown

    put(crib_as_markdown(cases_to_choose(library, asked, chosen), library.words), None)
    return Exit.DONE


def begin(library: Library, asked: list[str], chosen: list[str] | None = None) -> int:
    """Set a session up and hold it."""
    from postwise.tree.loader import collector_held
    from postwise.tui.training.setup_screen import SetupScreen, suggested_choices
    from postwise.tui.training.training_app import run_training

    today = dt.date.today()  # noqa: DTZ011 - the day as people here have it
    with collector_held():
        cases = cases_to_choose(library, asked, chosen or [])
        choices = suggested_choices(
            cases, [case.ref.tree for case in cases[:1]] if asked else [], library.words, Path.cwd(), today
        )
    return run_training(library, lambda: SetupScreen(choices, today))


def write(library: Library) -> int:
    """Write a tree together in an hour, beginning with a pause for thought."""
    from postwise.train.workshop import Workshop
    from postwise.tui.training.training_app import run_training
    from postwise.tui.training.workshop_screen import WorkshopScreen

    starter = walkable(library, library.find("pause-for-thought"))
    today = dt.date.today()  # noqa: DTZ011 - the day as people here have it

    def begin(title: str) -> Workshop:
        return Workshop.begin(title, starter, library.words)

    return run_training(library, lambda: WorkshopScreen(begin, Path.cwd(), today))


def alone(library: Library, asked: list[str], chosen: list[str], debriefs: list[Path]) -> int:
    """Go through three cases alone; the files of sessions or debriefs are what groups said.

    Raises PostwiseError if one of the files cannot be counted.
    """
    from postwise.train.aggregate import lay_files_together
    from postwise.train.solo import Solo
    from postwise.tui.training.solo_screen import SoloScreen
    from postwise.tui.training.training_app import run_training

    together = lay_files_together(debriefs)
    if together.problems:
        raise PostwiseError(together.problems[0])
    solo = Solo.begin(cases_to_choose(library, asked, chosen), library.words)
    return run_training(library, lambda: SoloScreen(solo, together, library.words), projected=False)


def cases_to_choose(library: Library, asked: list[str], chosen: list[str]) -> list[TrainingCase]:
    """Return the cases of the trees asked for, or of every tree of the library, the organisation's own first.

    Of these, only the scenarios chosen, in that order; none chosen: all. Raises PostwiseError if a tree is not there or
    has errors, if a scenario chosen is no case of theirs, or if there is no case at all.
    """
    from postwise.train.cases import cases_of

    found: list[TrainingCase] = []
    for entry in map(library.find, asked) if asked else library.entries:
        loaded = library.load(entry)
        if asked and loaded.tree is None:
            say_problems(loaded.errors)
            raise PostwiseError(f"{entry.shown} has errors, so no session can be held on it. Mend them.", Exit.NO)
        found += cases_of(loaded)
    if not found:
        raise PostwiseError("None of these trees has a scenario with a story, so there is nothing to talk about.")
    return [case_named(name, found) for name in chosen] or found


def case_named(name: str, cases: list[TrainingCase]) -> TrainingCase:
    """Return the case of a scenario; raises PostwiseError, with the nearest there is, if there is none."""
    from postwise.tree.problems import suggestion

    by_name = {case.ref.scenario: case for case in cases}
    if name not in by_name:
        raise PostwiseError(f'There is no case "{name}". {suggestion(name, by_name) or "A case has a story."}')
    return by_name[name]


def go_on(library: Library, path: Path) -> int:
    """Take up a session that was broken off, at the same step with the same counts."""
    from postwise.train.store import OpenSession
    from postwise.tui.training.room_screen import RoomScreen
    from postwise.tui.training.training_app import run_training

    with OpenSession.resume(path) as log:
        return run_training(library, lambda: RoomScreen(log))


def follow(library: Library, path: Path) -> int:
    """Show the facilitator's notes on a session that runs in another terminal."""
    from postwise.train.facilitator_notes import clock_for
    from postwise.train.store import SessionFollower
    from postwise.tui.training.facilitator_screen import FacilitatorScreen
    from postwise.tui.training.training_app import run_training

    follower = SessionFollower(path)
    session = follower.poll()
    if session is None:
        raise PostwiseError(f"{path} holds no session.")
    return run_training(library, lambda: FacilitatorScreen(session, clock_for(session), follower), projected=False)
