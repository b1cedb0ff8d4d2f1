"""What stops a command: an exception whose words say what to do next, the exit codes, and the report of a crash."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    """It did what was asked."""
    NO = 1
    """The answer is no: problems found, a scenario failed, no outcome reached."""
    WRONG = 2
    """The command was wrong: no such tree, option, file or code."""
    BUG = 70
    """A fault of postwise itself."""
    HANGUP = 129
    INTERRUPTED = 130
    QUIT = 131
    TERMINATED = 143


class PostwiseError(Exception):
    """Something stops a command; the message says what, and what to do next."""

    def __init__(self, message: str, exit_code: Exit = Exit.WRONG) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Crash(Exception):  # noqa: N818 - it is one
    """A fault of postwise itself, which is its cause; the walk that stood then, or the session's file, comes along."""

    def __init__(self, walk: Any, session: Path | None = None) -> None:
        super().__init__()
        self.walk = walk
        self.session = session


PLACES = 100
"""How many places in the code a report names of an error at most: the last ones, where it went too deep."""


def crash_report(fault: BaseException) -> str:
    """Return what can be told of a fault of ours without a word of anybody's: types, places in the code, versions.

    A message is left out, for it may quote an answer, and so is every value.
    """
    lines = [f"{name} {version}" for name, version in _versions()]
    for error in _chain(fault):
        lines += ["", f"{type(error).__module__}.{type(error).__qualname__}", *_places(error)]
    return "\n".join(lines) + "\n"


def _versions() -> Iterator[tuple[str, str]]:
    from importlib import metadata  # a fault may take its time

    yield "python", f"{sys.version.split()[0]} on {sys.platform}"
    for name in ("postwise", "textual", "rich", "pydantic", "tomli"):
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, "unknown"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield a fault and what it came of, back to the first."""
    seen: set[int] = set()
    error: BaseException | None = fault
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(error: BaseException) -> list[str]:
    """Return where an error came through our own code, and where it was raised."""
    from pathlib import Path
    from traceback import walk_tb

    sources = Path(__file__).parents[1]
    ours: list[str] = []
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        own = path.is_relative_to(sources / "postwise")
        where = path.relative_to(sources).as_posix() if own else frame.f_globals.get("__name__", "?")
        place = f"  {where}:{line} in {frame.f_code.co_name}"
        ours += [place] if own else []
    return [*ours[-PLACES:], *([place] if place not in ours[-1:] else [])]
