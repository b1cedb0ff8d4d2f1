"""What every command may need: the library, the day, a result put where it was asked for.

Nothing here needs a tree to be read: `postwise list` loads this and no model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postwise.streams import say
from postwise.text import cells, on_one_line
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.organisation import find_settings

if TYPE_CHECKING:
    import datetime as dt

    from postwise.tree.problems import Problem


def open_library() -> Library:
    """Return the library as it is seen from the current folder; faults in the organisation's file are said aloud."""
    settings = find_settings()
    say_problems(settings.problems)
    return Library.of(settings)


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error."""
    for problem in problems:
        say(problem.as_text())


def say_unopened(sentences: Iterable[str]) -> None:
    """Print on standard error which files could not be opened, as if each had been named alone."""
    for sentence in sentences:
        say(f"postwise: {on_one_line(sentence)}")


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
