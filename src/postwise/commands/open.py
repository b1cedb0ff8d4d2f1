"""postwise alone: the library on its screen or in lines, or with no terminal the trees there are."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from postwise.commands.shared import listed, open_library, say_passed_over
from postwise.commands.terminal import look_wanted, on_screens, screens_possible
from postwise.errors import Exit, PostwiseError
from postwise.streams import heard, put, say
from postwise.text import command_line, on_one_line, shortened, typed_line, whole_number
from postwise.tree.library import Library
from postwise.tree.library_index import IndexedTree, grouped
from postwise.tree.placeholders import spoken

if TYPE_CHECKING:
    from postwise.walk.record_store import RecordSummary

CHOICES = "Type a number to begin, {aside}a word to look for it, l for all trees, ? for help, or q to leave."
ASIDE = "r and its number to go on with what was put aside, "
RECORD = re.compile(r"r(?:ecord)?\s*([0-9]+)", re.IGNORECASE)
"""How a walk that was put aside is chosen."""
MOST_FOUND = 3
"""As many texts of a tree with the word in them are said."""
IN = {"summary": "what it is for", "question": "a question", "answer": "an answer"}
"""Where words stand that were looked for, but for the title."""
LEAVE, HELP = {"q", "quit", "exit"}, {"?", "help"}


def run(options: argparse.Namespace) -> int:
    """Open the library, in lines where a terminal draws no screens; with none, and no wish for lines, list it."""
    library, look = open_library(), look_wanted(options)
    if screens_possible(look):
        return on_screens(library, look).code
    say_passed_over(library)
    talks = look.plain or (sys.stdout.isatty() and sys.stderr.isatty())
    if options.plain or (talks and sys.stdin.isatty()):
        return in_lines(library, options)
    put(listed(library))
    put("")
    first = next((entry.id for entry in library.entries if entry.id == "before-you-post"), "TREE")
    put(f"To walk through one, type: {command_line('run', first)}")
    put("For everything else: postwise --help")
    return Exit.DONE


def in_lines(library: Library, options: argparse.Namespace) -> int:
    """Let a person choose trees by number, walk through each, and look for others, until they leave."""
    books, told = numbered(library), None
    say_trees(books)
    while True:
        aside = put_aside()
        if aside != told:
            say_put_aside(aside)
        told = aside
        say(f"\n{CHOICES.format(aside=ASIDE if aside else '')}\n> ", end="")
        line = heard(sys.stdin)
        typed = typed_line(line)
        place = whole_number(typed.removeprefix("#").rstrip(".)"))
        record = RECORD.fullmatch(typed)
        if not line or typed.lower() in LEAVE:
            return Exit.DONE
        if typed.lower() in HELP:
            say_help()
        elif typed.lower() in {"", "l"}:
            say_trees(books)
            told = None
        elif record is not None and (aside or typed.lower().startswith("record")):
            carried_out(["run", "--plain", "--record", record[1]], library, options)
        elif place is None:
            say_found(library, books, typed)
        elif place in books:
            carried_out(["run", "--plain", "--", books[place].id], library, options)
        else:
            say(f"There is no tree {place}: they go from 1 to {len(books)}.")


def say_help() -> None:
    """Say what can be typed in the library."""
    say("A number begins the walk through that tree. At each of its questions, ? says what can be typed there.")
    say("r and a number goes on with a walk that was put aside; postwise records lists those that were saved.")
    say("A word says in which trees it stands. l or an empty line says all the trees. q, quit or exit leaves.")


def numbered(library: Library) -> dict[int, IndexedTree]:
    """Return the trees by number, group after group; where several have one title, each with its id behind it."""
    groups = grouped(IndexedTree.of(library, entry) for entry in library.entries)
    books = [book for group in groups.values() for book in group]
    titles = Counter(book.title for book in books)
    named = (f"{book.title}, {book.id}" if titles[book.title] > 1 else book.title for book in books)
    return {
        number: book._replace(title=title) for number, (book, title) in enumerate(zip(books, named, strict=True), 1)
    }


def say_trees(books: dict[int, IndexedTree]) -> None:
    """Say which trees there are, by group."""
    if not books:
        say('There are no trees here. Write one with "postwise new NAME".')
    for group, inside in grouped(books.values()).items():
        say(f"\n{on_one_line(group)}")
        say_rows((number, book) for number, book in books.items() if book in inside)


def say_rows(rows: Iterable[tuple[int, IndexedTree]]) -> None:
    """Say trees with their numbers."""
    for number, book in rows:
        say(f"{number}  {on_one_line(book.title)}")


def say_found(library: Library, books: dict[int, IndexedTree], wanted: str) -> None:
    """Say in which trees some words stand, and in which of their texts: the title, the summary or questions."""
    words, found = wanted.casefold().split(), False
    for number, book in books.items():
        try:
            read = book.reading(library.load(book.entry), library.words)
        except PostwiseError:  # one that cannot be opened has only its title
            read = book
        passages = read.found(words)
        if passages:
            found = True
            say_rows([(number, book)])
        beside = [passage for passage in passages if passage.where != "title"]
        for passage in beside[:MOST_FOUND]:
            to = f" to “{passage.asked}”" if passage.asked else ""
            say(f"   in {IN[passage.where]}{to}: {passage.text}")
        if len(beside) > MOST_FOUND:
            say(f"   and in {len(beside) - MOST_FOUND} more")
    if not found:
        say(f'"{shortened(wanted)}" stands in no title, question or answer.')


def put_aside() -> tuple[RecordSummary, ...]:
    """Return the walks to go on with; of records that cannot be read, none are known."""
    from postwise.walk.record_store import Records  # only a library that is talked with has a use for them

    with suppress(PostwiseError):
        return Records().unfinished()
    return ()


def say_put_aside(aside: Sequence[RecordSummary]) -> None:
    """Say which walks there are to go on with."""
    if aside:
        say("\nPut aside, to go on with")
    for summary in aside:
        day = spoken(summary.saved.astimezone().date())
        say(f"r{summary.id}  {on_one_line(summary.tree.title)}, {'another road, ' if summary.other else ''}{day}")


def carried_out(words: list[str], library: Library, options: argparse.Namespace) -> None:
    """Walk through a tree in lines; what is wrong with it is said, and the list goes on."""
    try:
        options.carry_out(words, library)
    except PostwiseError as error:
        say(f"postwise: {error}")
