"""postwise train: a training session of a group, in front of the room."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postwise.commands.given import walkable
from postwise.commands.shared import (
    open_library,
    refuse_unheard,
    say_problems,
    say_unopened,
    saying_when_interrupted,
    today,
)
from postwise.commands.terminal import look_wanted, on_screens, screens_instead, screens_possible
from postwise.errors import Exit, PostwiseError
from postwise.show.session_document import facilitator_notes
from postwise.streams import put
from postwise.text import command_line
from postwise.train.aggregate import SessionAggregate, lay_files_together
from postwise.train.cases import SetupChoices, TrainingCase, cases_of, parts_in_order, suggested_choices
from postwise.train.kept_hours import KeptHours
from postwise.train.rehearsal import rehearsed
from postwise.train.seats import Seat, at_desk
from postwise.train.session import Session
from postwise.train.solo import Solo
from postwise.train.store import OpenSession, resume
from postwise.train.workshop import Workshop
from postwise.tree.library import Library
from postwise.tree.problems import suggestion
from postwise.tree.tree_lookup import TreeLookup
from postwise.tui.openings import Opening, OpenSetup
from postwise.tui.training import OpenDesk, OpenFollowingRoom, OpenRoom, OpenSolo, OpenWorkshop

if TYPE_CHECKING:
    from postwise.plain import PlainDialogue
    from postwise.tree.organisation import Look
    from postwise.tui.app import ScreensLeft

    Screens = Callable[[Opening[Any]], ScreensLeft]

TOGETHER = "a session of a group"
TAKEN = {
    TOGETHER: ("trees", "cases"),
    "--rehearse": ("trees", "cases"),
    "--solo": ("trees", "cases", "debriefs"),
    "--crib": ("trees", "cases"),
    "--write": (),
    "--desk": (),
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
    """Train as the options say, on screens or in lines; return 0, or what a signal made of it.

    Raises PostwiseError if there is no case to talk about, or a file that cannot be read, and if options do not go
    together, or what they ask for can be had on screens alone and there is none.
    """
    way = way_of(options)
    if way == "--crib":
        library = open_library()
        cases = parts_in_order(cases_to_choose(library, options.trees, options.cases))
        put(facilitator_notes(cases, library.words))
        return Exit.DONE
    look = look_wanted(options)
    if not screens_possible(look):
        return in_lines(way, look, options)
    library = open_library()
    screens = partial(on_screens, library, look)
    if way == "--solo":
        return screens(OpenSolo(*alone(library, options))).code
    if way == "--write":
        return write(library, screens)
    if options.desk is not None:
        with at_desk(Path(options.desk)) as hold:
            return screens(OpenDesk(hold, alone=True)).code
    if options.resume is not None:
        return go_on(screens, Path(options.resume))
    if way == "--rehearse":
        with rehearsal(library, options) as hold:
            return screens(OpenRoom(hold, rehearsed=True)).code
    return begin(library, screens, options)


def in_lines(way: str, look: Look, options: argparse.Namespace) -> int:
    """Train in lines; raises PostwiseError for what only screens can do."""
    if way == "--write":
        how = screens_instead(options) if look.plain else "Run it in a terminal that screens can be drawn on."
        raise PostwiseError(f"A tree is written together on screens. {how}")
    if way == "--solo":
        return alone_in_lines(open_library(), options)
    if options.desk is not None:
        with at_desk(Path(options.desk)) as hold:
            return lead(hold, options)
    if options.resume is not None:
        with OpenSession.resume(Path(options.resume)) as hold:
            return lead(hold, options)
    from postwise.plain_setup import PlainSetup

    if way == "--rehearse":
        with rehearsal(open_library(), options) as hold:
            return lead(hold, options)
    begun = PlainSetup(dialogue_here(), choices_for(open_library(), options)).begun()
    if begun is None:
        return Exit.DONE
    with begun:
        return lead(begun, options)


def lead(hold: OpenSession, options: argparse.Namespace) -> int:
    """Lead a session in lines; whoever breaks off with ctrl+c hears how to go on, as whoever leaves it does."""
    from postwise.plain_room import PlainRoom

    again = f"{command_line('train', resume=str(hold.path))}{' --plain' if options.plain else ''}"
    if options.rehearse:
        again = ""
    here = PlainRoom(dialogue_here(), hold, again)
    with saying_when_interrupted(lambda: here.left):
        here.run()
    return Exit.DONE


def dialogue_here() -> PlainDialogue:
    """Return where lines are read and written; the talk goes to standard error, as everywhere."""
    from postwise.plain import PlainDialogue
    from postwise.show.markdown import plain_lines

    return PlainDialogue(sys.stdin, sys.stderr, plain_lines)


def begin(library: Library, screens: Screens, options: argparse.Namespace) -> int:
    """Set a session up and hold it."""
    return screens(OpenSetup(choices_for(library, options))).code


def choices_for(library: Library, options: argparse.Namespace) -> SetupChoices:
    """Return what is suggested for a session with the cases that the options ask for."""
    cases = cases_to_choose(library, options.trees, options.cases)
    near = cases[0].ref.tree if options.trees else ""
    choices = suggested_choices(cases, near, library.words, Path.cwd(), today())
    return choices.all_chosen if options.cases else choices


def rehearsal(library: Library, options: argparse.Namespace) -> AbstractContextManager[OpenSession]:
    """Return what gives a session with what is suggested, to be played beforehand; nothing of it is kept."""
    from postwise.walk.record_store import data_folder  # loads SQLite, which only who rehearses waits for

    choices = choices_for(library, options)
    return rehearsed(Session.begin(choices.chosen_cases, choices.plan), data_folder() / "windows")


def write(library: Library, screens: Screens) -> int:
    """Write a tree together in an hour, beginning with a pause for thought."""
    starter = walkable(library, library.by_id("pause-for-thought"))
    begin = partial(Workshop.begin, starter=starter, words=library.words)
    return screens(OpenWorkshop(begin, Path.cwd(), today(), KeptHours.of_this_person(library.words))).code


def alone(library: Library, options: argparse.Namespace) -> tuple[Solo, SessionAggregate]:
    """Return three cases to go through alone, and what groups said by the files of sessions or debriefs.

    Raises PostwiseError if one of the files cannot be counted.
    """
    more = [name for name in options.trees if name.endswith(".session")] if options.debriefs else []
    trees = [name for name in options.trees if name not in more]  # a shell makes several names of many/*.session
    together = lay_files_together(map(Path, [*options.debriefs, *more]))
    if together.problems:
        raise PostwiseError(together.problems[0])
    cases = cases_to_choose(library, trees, options.cases)
    return Solo.begin(cases, library.words, given=bool(options.cases)), together


def alone_in_lines(library: Library, options: argparse.Namespace) -> int:
    """Go through three cases alone, in lines; all of it is talk, and nothing is a result."""
    from postwise.plain_solo import PlainSolo

    PlainSolo(dialogue_here(), *alone(library, options)).run()
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
        cases += cases_of(library.in_local_words(loaded))
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
    """Take up a session that was broken off, at the same step with the same counts; one that a desk leads is shown."""
    if Seat(path, "desk").taken:
        return screens(OpenFollowingRoom(path, resume(path))).code
    with OpenSession.resume(path) as log:
        return screens(OpenRoom(log)).code
