"""postwise run: walk through a tree, on screens or in lines, to its recommendation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from postwise.commands.given import BEFORE_A_WALK, given_answers, walk_given, walkable
from postwise.commands.shared import NOT_OWN_WORDS, open_library, saying_when_interrupted, to_go_on
from postwise.commands.terminal import driven, look_wanted, on_screens, screens_possible
from postwise.errors import Exit, PostwiseError
from postwise.files import is_file, read_text
from postwise.logic.lookahead import SOON
from postwise.streams import put, room_of, say
from postwise.text import as_json, command_line, on_one_line
from postwise.tree.library import Library, NextTree
from postwise.tree.organisation import Look
from postwise.tui.openings import OpenRecord, OpenWalk
from postwise.walk.tree_files import library_of
from postwise.walk.walk import Walk
from postwise.walk.walking import in_own_words, left_in

if TYPE_CHECKING:
    from postwise.plain import PlainDialogue
    from postwise.walk.saved_walk import SavedWalk


def run(options: argparse.Namespace) -> int:
    """Walk a tree as the options say, or go on with a record; return 0 with an outcome, 1 without."""
    library = options.library or open_library()
    begun = taken_up(library, options) if options.record is not None else begun_anew(library, options)
    look = look_wanted(options) if options.library is None else Look(plain=True)  # lines go on in lines
    on_screen, walk = screens_possible(look), begun.opening.walk
    if (walk.question is None and not opens_at_its_end(walk, options, heard=on_screen or talking())) or (
        options.format == "json" and (options.answers or options.resume or options.record)
    ):
        return finish(begun.library, walk, options, More("More with --all"))
    if on_screen:
        return walk_on_screens(library if begun.record else begun.library, look, begun, options)
    return in_lines(begun, options)


class BegunWalk(NamedTuple):
    """A walk that is about to be gone on with."""

    library: Library
    """The library that it goes on in."""
    opening: OpenWalk
    record: SavedWalk | None = None
    """What it was taken up from."""


def begun_anew(library: Library, options: argparse.Namespace) -> BegunWalk:
    """Return the walk in the tree that is named, with what was answered beforehand.

    Raises PostwiseError if none is named, or it cannot be walked.
    """
    if options.tree is None:
        raise PostwiseError('Name a tree to walk through. Try "postwise list" to see the trees there are.')
    entry = library.find(options.tree)
    library = library.beside(entry)
    tree = walkable(library, entry, BEFORE_A_WALK)
    walk = Walk.start(tree, profile=library.words)
    if options.resume is not None:
        walk = resumed(library, walk, options.resume)
    walk, unmet = walk_given(walk, given_answers(tree, options.answers), SOON)
    for name in unmet:
        so_far = "so far, so nobody can say what Not sure comes to" if walk.question is not None else "on this road"
        say(f'postwise: the question "{name}" did not come up {so_far}.')
    draft = read_text(options.draft) if options.draft is not None else ""
    return BegunWalk(library, OpenWalk(walk, draft, in_a_file=is_file(Path(options.draft or ""))))


def taken_up(library: Library, options: argparse.Namespace) -> BegunWalk:
    """Return the walk of the record that is named, where it was put aside or ended.

    Raises PostwiseError if there is no such record, its tree is not there, or anything else is to be walked with it.
    """
    from postwise.commands.recorded import found_there, record_number  # a walk in a tree waits for none of this
    from postwise.walk.record_store import Records

    for said, called in (
        (options.tree, "A tree"),
        (options.resume, "--resume"),
        (options.answers, "--answer"),
        (options.draft, "--draft"),
    ):
        if said:
            raise PostwiseError(f"{called} does not go with --record: the record has its own.")
    there = found_there(Records().get(record_number(options.record)), library)
    walk, record = there.walk, there.record
    if fewer := record.fewer(walk):
        say(f"postwise: {fewer}")
    return BegunWalk(there.library, OpenWalk(walk, record.draft or ""), record)


def opens_at_its_end(walk: Walk, options: argparse.Namespace, *, heard: bool) -> bool:
    """Tell whether a walk of a code is opened at its end: it leads on from there, or somebody looks at it or hears."""
    leads_on = walk.outcome is not None and walk.outcome.tree is not None
    document = bool(options.all or options.format or options.output)
    return (
        bool(options.resume or options.record) and walk.outcome is not None and (leads_on or (heard and not document))
    )


def resumed(library: Library, walk: Walk, code: str) -> Walk:
    """Return the walk that a walk code carries, and say which of its answers do not stand in this tree.

    Raises PostwiseError if the code is mistyped, or of another tree.
    """
    from postwise.walk.resumed_walk import resume  # only who takes up a code waits for it

    again = resume(walk, code, here={entry.id for entry in library.entries})
    for sentence in again.sentences:
        say(f"postwise: {sentence}")
    if any(step.question.kind == "text" for step in (*again.walk.steps, *again.walk.waiting.values())):
        say(f"postwise: {NOT_OWN_WORDS}")
    return again.walk


def walk_on_screens(library: Library, look: Look, begun: BegunWalk, options: argparse.Namespace) -> int:
    """Walk on screens from a library; when the person leaves a finished walk, its recommendation is the result.

    It stays out of standard output where something else draws the screens: its own talk goes there, and whoever serves
    a person's walk is not to read it.
    """
    left = on_screens(library, look, begun.opening if begun.record is None else OpenRecord(begun.record))
    if left.code:
        return left.code
    if driven() and options.output in {None, "-"}:
        return Exit.DONE if left.walk is not None and left.walk.outcome is not None else Exit.NO
    if left.walk is None:
        return Exit.NO
    library = library_of(left.walk, library)
    return finish(library, left.walk, options, by_command(library, left.walk, options), left.kept)


def in_lines(begun: BegunWalk, options: argparse.Namespace) -> int:
    """Walk in lines; the talk goes to standard error, the recommendation to standard output.

    Whoever asked for a document gets one, of the walk they asked for; others hear what they can go on with. Where
    standard output is no terminal, it gets each walk once, as it is when the person has done with it.
    """
    from postwise.plain import PlainDialogue, Stopped  # screens do not wait for it
    from postwise.show.markdown import plain_lines

    library, walk, draft = begun.library, begun.opening.walk, begun.opening.draft
    lines = PlainDialogue(sys.stdin, sys.stderr, plain_lines, kept=None if begun.record is None else walk)
    document = options.format not in {None, "text"} or bool(options.output)
    while True:
        try:
            with saying_when_interrupted(lambda: way_on(library, lines.standing, options)):
                walk = lines.walk(walk, draft)
                if document or walk.outcome is None:
                    return finish(library, walk, options, by_command(library, walk, options))
                code, following = after_walk(library, walk, lines, options)
        except Stopped as end:
            if not document and talking():  # who has just been asked does not hear it all again
                return say_stopped(library, end.walk, options)
            return finish(library, end.walk, options)
        if following is None:
            return code
        walk = following


def way_on(library: Library, standing: Sequence[Walk], options: argparse.Namespace) -> str:
    """Return how to go on with a walk that is broken off; empty if nothing has been answered on it, beforehand either.

    A code holds what was answered in one tree, so there is one for each.
    """
    ended = all(walk.outcome is not None and walk.ended_early is None for walk in standing)
    there = [leg for walk in standing for leg in walk.legs if leg.own or leg.coming or (ended and leg is walk)]
    legs = [resuming(library, leg, options, plain=options.plain) for leg in there]
    left = "".join(map(left_in, standing))
    ways = to_go_on(legs, own_words=any(map(in_own_words, standing)), left=left, ended=ended)
    where = f"In the folder {folder}, where its library is:" if legs and (folder := _folder_of(library)) else ""
    kept = _as_it_was(options)
    return "\n".join(filter(None, (where, ways, kept)))


def _as_it_was(options: argparse.Namespace) -> str:
    """Return the command that goes on with the record again, if there is one and it has not gone meanwhile."""
    if options.record is None:
        return ""
    from postwise.commands.recorded import record_number
    from postwise.walk.record_store import Records

    try:
        Records().get(record_number(options.record))
    except PostwiseError:
        return ""
    return f"Your record stays as it was: {command_line('run', record=options.record, plain=options.plain)}"


def _folder_of(library: Library) -> str:
    """Return the folder in which commands find a library that is not the one here; empty for the one here."""
    return (
        on_one_line(str(Path(library.home).parent)) if library.seen_from and library.home and not library.unread else ""
    )


def talking() -> bool:
    """Tell whether somebody types what is read, and sees or hears what is printed."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def after_walk(
    library: Library, walk: Walk, lines: PlainDialogue, options: argparse.Namespace
) -> tuple[int, Walk | None]:
    """Put the result of a walk in lines, and return how it ended and the walk to go on with, if there is one."""
    from postwise.commands.walk_ended import WalkEnded
    from postwise.plain import Stopped, keeping

    lines.standing[:] = [walk]  # for whoever breaks off here
    command, typing = by_command(library, walk, options), sys.stdin.isatty()
    more = More("The word more says the rest") if typing else command
    at_once, code, then = sys.stdout.isatty(), int(Exit.DONE), next_tree(library, walk)
    if at_once or typing:
        lines.say()
    if at_once:
        code = finish(library, walk, options, more)
    elif typing:
        with keeping(walk):
            lines.say(recommendation(library, walk, "text", None if options.all else more, lines.room).rstrip("\n"))
    ended, following = WalkEnded(library, lines, walk, next_walk(library, walk), then), None
    try:
        following = ended.next_walk()
    except Stopped:  # on a walk that was changed: that is the person's walk now
        at_once = True
        raise
    finally:  # whoever breaks off has walked, and has it all the same
        if not at_once and (following is None or following is ended.onward):
            code = finish(library, walk, options, command)
    if sys.stdout.isatty() and following is None:
        lines.say(way_on(library, [ended.walk], options))
    lines.standing.clear()
    return code, following


def next_walk(library: Library, walk: Walk) -> Walk | None:
    """Return the walk in the tree that the outcome names, if it names one; what is wrong with that tree is said."""
    outcome = walk.outcome
    if outcome is None or outcome.tree is None:
        return None
    try:
        return walk.go_on(walkable(library, library.by_id(outcome.tree), BEFORE_A_WALK))
    except PostwiseError as error:
        say(f"postwise: {error}")
        return None


class More(NamedTuple):
    """How to see what is left out of a recommendation in short."""

    words: str
    command: str = ""
    """A command line that prints all of it."""


def by_command(library: Library, walk: Walk, options: argparse.Namespace) -> More:
    """Return the command that prints all of a walk in its last tree, and those for the trees before."""
    before = [f"What was answered before that: {resuming(library, leg, options)}" for leg in walk.legs[:-1] if leg.own]
    where = f", in the folder {folder}" if (folder := _folder_of(library)) else ""
    if walk.ended_early is not None:  # no code holds that
        words = f"With the next line{where}, go on from the question that was left"
        return More(words, resuming(library, walk, options))
    return More(f"More with the next line{where}", "\n".join((resuming(library, walk, options, all=True), *before)))


def resuming(library: Library, walk: Walk, options: argparse.Namespace, **flags: bool) -> str:
    """Return the command that goes on with a walk where it stands, its tree named as it was or as it can be."""
    away = library.named_at_once(walk.tree.id) if _folder_of(library) else None
    if away is not None:  # the id is that of another tree in one of the two folders
        return command_line("run", str(away.path), resume=walk.code, **flags)
    later = library.next_tree(walk.tree.id) if walk.previous is not None or options.tree is None else None
    return command_line("run", later.typed if later is not None else options.tree, resume=walk.code, **flags)


def finish(
    library: Library, walk: Walk, options: argparse.Namespace, more: More | None = None, kept: int | None = None
) -> int:
    """Put the result where it was asked for, and return 0 with an outcome, 1 without; `kept` is its record, if any."""
    from postwise.plain import keeping

    with keeping(walk):
        form, width = options.format or "text", room_of(options.output)
        result = recommendation(library, walk, form, None if options.all else more, width)
    try:
        if form != "brief" or walk.outcome is not None:  # before its end there is none, and no answers for a colleague
            put(result, options.output)
    except PostwiseError:
        put(result)  # whoever has walked has it all the same
        raise
    if walk.outcome is not None:
        _say_unasked(walk, options)
        return Exit.DONE
    if walk.question is None:
        raise PostwiseError(
            f'This tree leads nowhere from "{walk.at}". Try "{command_line("check", walk.tree.id)}".', Exit.NO
        )
    return say_stopped(library, walk, options, kept)


def _say_unasked(walk: Walk, options: argparse.Namespace) -> None:
    """Say which answers that waited for their questions have waited in vain, where a walk ends in its first tree."""
    given = given_answers(walk.tree, options.answers) if walk.previous is None else {}
    for name in [name for name in given if name in walk.remembered and name not in walk.own]:
        say(f'postwise: the question "{name}" did not come up on this road.')


def say_stopped(library: Library, walk: Walk, options: argparse.Namespace, kept: int | None = None) -> int:
    """Say at which question a walk has stopped, and how to go on from there; return 1."""
    say(f'postwise: the walk stopped before its end, at "{walk.at}": {walk.filled(walk.tree.questions[walk.at].ask)}')
    again = f"To go on with it where it was left: {command_line('run', record=str(kept))}" if kept is not None else ""
    way = again or way_on(library, [walk], options)
    if way:
        say(way)
    return Exit.NO


def next_tree(library: Library, walk: Walk) -> NextTree | None:
    """Return the tree that the walk can go on in, or None if there is none."""
    name = walk.outcome.tree if walk.outcome is not None else None
    return library.next_tree(name) if name is not None else None


def recommendation(library: Library, walk: Walk, form: str, more: More | None, width: int) -> str:
    """Return the recommendation, or how far the walk came, in a format; the text in short if there is `more`.

    A text has at most `width` columns.
    """
    from postwise.show.brief import brief
    from postwise.show.recommendation_document import SETTERS, RecommendationDocument
    from postwise.show.recommendation_in_short import LINES, in_short

    if form == "json":
        return as_json(walk.to_dict())
    if form == "brief" and walk.outcome is not None:
        return brief(walk, library)
    onward = next_tree(library, walk)
    if form == "text" and walk.outcome is not None and more is not None and not walk.outcome.urgent:
        lines = LINES - len(more.command.splitlines())
        return f"{in_short(walk, more.words, onward=onward, width=width, lines=lines)}{more.command}"
    document = RecommendationDocument.of(walk, onward=onward)
    return document.as_text(width) if form in {"text", "brief"} else SETTERS[form](document)
