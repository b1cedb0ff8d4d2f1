"""What every command may need: the library, the day, a result put where it was asked for.

Nothing here needs a tree to be read: `postwise list` loads this and no model.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from postwise.errors import PostwiseError
from postwise.streams import say
from postwise.text import cells, counted, joined, on_one_line, safe
from postwise.tree.folder_files import passed_over_words
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.organisation import Look, Settings, find_settings, nearest_file, own_settings

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from postwise.tree.problems import Problem
    from postwise.tui.own_keys import OwnKeys

NOT_OWN_WORDS = "What you wrote in your own words is not in a code."
"""What is said beside one."""


def open_library() -> Library:
    """Return the library as it is seen from the current folder; faults in the organisation's file are said aloud."""
    settings = find_settings()
    say_faults(settings)
    library = Library.of(settings)
    if library.unknown_place:
        say(f"postwise: {library.unknown_place}")
    return library


def own_look() -> Look:
    """Return how the person likes what they see; faults in their own file are said aloud, unless they have been."""
    settings = own_settings()
    if settings.path != nearest_file():
        say_faults(settings)
    return settings.look._replace(keys=own_keys(settings)[0]) if settings.keys else settings.look


def own_keys(settings: Settings) -> tuple[OwnKeys, list[Problem]]:
    """Return the keys of the person's own that can be used, and what is wrong with the others."""
    if settings.source is None:
        return {}, []
    from postwise.tui.own_keys import read_keys  # only who has keys of their own pays for what reads them

    keys, faults = read_keys(settings.keys)
    problems = map(settings.source.problem, faults)
    return keys, sorted(problems, key=lambda problem: (problem.span.line, problem.span.column))


def say_faults(settings: Settings) -> bool:
    """Print on standard error what is wrong with a file of settings; tell whether anything is."""
    problems = [*settings.problems, *own_keys(settings)[1]]
    if settings.unread:
        say(f"postwise: {on_one_line(settings.unread)} Nothing is taken from it.")
    say_problems(problems)
    return bool(settings.unread or problems)


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error."""
    for problem in problems:
        say(problem.as_text())


def say_unopened(sentences: Iterable[str]) -> None:
    """Print on standard error which files could not be opened, as if each had been named alone."""
    for sentence in sentences:
        say(f"postwise: {on_one_line(sentence)}")


NO_SESSION = "None of these files is a session. Name files that postwise train has written."


def say_left_out(sentences: Sequence[str], unread: int) -> None:
    """Print on standard error which files of sessions could not be counted, and how many `unread` ones are unnamed."""
    for sentence in sentences:
        say(f"postwise: {sentence}")
    more = unread - len(sentences)
    if more:
        say(f"postwise: {counted(more, 'more file')} {'was' if more == 1 else 'were'} not counted.")


def say_passed_over(library: Library, paths: Sequence[str] = ()) -> None:
    """Print on standard error what is passed over in the folders among paths; of none, in the library's own folders."""
    others = library.passed_over(paths)
    said = passed_over_words(one.called(LibraryEntry(one.path.stem, one.path, "file").shown) for one in others)
    if said:
        say(f"postwise: {said}")


def refuse_unheard(
    options: argparse.Namespace, way: str, taken: Mapping[str, Container[str]], called: Mapping[str, str]
) -> None:
    """Raise PostwiseError if an option was given that a way of doing a command takes no notice of.

    `taken` says by way, as it is typed, which options it takes, and `called` what those that not every way takes are
    called. Unsaid, a file that is not there would be taken for one that was read.
    """
    for name, shown in called.items():
        if getattr(options, name) and name not in taken[way]:
            others = joined((other for other, takes in taken.items() if name in takes), "or")
            raise PostwiseError(f"{shown} does not go with {way}. It goes with {others}.")


def today() -> dt.date:
    """Return the day it is here, which decides what is overdue."""
    import datetime as dt  # `postwise list` does without

    return dt.datetime.now().astimezone().date()


def listed(library: Library) -> str:
    """Return the trees in lines: id, title, and where each comes from."""
    titles = ((entry, library.heading(entry).title or "(no title)") for entry in library.entries)
    rows = [(on_one_line(entry.id), title, _place(entry)) for entry, title in titles]
    if not rows:
        return 'There are no trees here. Write one with "postwise new NAME".'
    wide = min(40, max(len(name) for name, _, _ in rows))  # one that is longer makes no other row as long
    wider = min(60, max(cells(title) for _, title, _ in rows))
    return "\n".join(f"{name:<{wide}}  {title}{' ' * (wider - cells(title))}  {place}" for name, title, place in rows)


def _place(entry: LibraryEntry) -> str:
    return "comes with postwise" if entry.origin == "shipped" else on_one_line(entry.shown)


def to_go_on(commands: Sequence[str], *, own_words: bool, left: str = "", ended: bool = False) -> str:
    """Return in lines which commands go on with a walk, the one for its last tree at the end; empty if none does.

    One that has `ended` is opened again by them.
    Behind them it says what no code holds: own words, and what is `left` behind in later trees.
    """
    earlier = (f"What was answered before that: {command}" for command in commands[:-1])
    unsaid = [NOT_OWN_WORDS] if commands and own_words else []
    unsaid += [f"What was answered in {left} is in no code."] if left else []
    way = "To go on from there"
    if ended:  # what is kept in mind of the trees before comes with their own codes
        way = "To come back to its last part" if len(commands) > 1 else "To come back to it"
    return "\n".join((*earlier, *(f"{way}: {command}" for command in commands[-1:]), *unsaid))


@contextmanager
def saying_when_interrupted(words: Callable[[], str]) -> Iterator[None]:
    """Say what there is to say before ctrl+c ends the program, where nothing else heeds it or it is ignored."""
    before, heard = signal.getsignal(signal.SIGINT), list[int]()

    def end(number: int, _frame: object) -> None:
        heard.append(number)
        if len(heard) > 1:  # whoever presses it twice hears it once, and whole
            return
        with suppress(OSError):  # at once, whatever is being written at this moment
            said = words()
            os.write(sys.stderr.fileno(), safe(f"\n{said}\n" if said else "").encode(sys.stderr.encoding, "replace"))
        os._exit(128 + number)

    if callable(before):
        signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
