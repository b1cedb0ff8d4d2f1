"""What is pasted, taken out of what a terminal sends: it is words, whatever stands in it, and never keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before what is pasted, and behind it: https://invisible-island.net/xterm/xterm-paste64.html."""
SHORTEST = 3
"""Of so many characters on, the beginning of a sequence is no key that somebody may have pressed."""
QUIET = 10
"""So many times that nothing came, and it is not waited for any more: a mark is none, and words are shown."""
GONE = 50
"""So many times, and the end of a paste never comes: keys are keys again."""
LEAVING = frozenset({"\x03", "\x1b", "\x7f"})
"""Keys that somebody presses for whom nothing goes on: ctrl-c, esc and backspace, each alone."""


class Piece(NamedTuple):
    """A part of what a terminal sent."""

    text: str
    pasted: bool = False


class Pasted:
    """Tells what is pasted from what is typed, however it is cut where it comes in."""

    def __init__(self) -> None:
        self._parts: list[str] | None = None
        """What has been pasted so far; None: nothing is being pasted."""
        self._rest = ""
        """What may be the beginning of a mark that is still to come."""
        self._quiet = 0
        self._stalls = False
        """Whether nothing has come of a paste for so long that what had come was shown; most often more comes yet."""

    def pieces(self, text: str) -> Iterator[Piece]:
        """Yield what has come, in its order; nothing, each time that nothing has come for a while."""
        self._quiet = 0 if text else self._quiet + 1
        if self._stalls and text in LEAVING:
            self._parts, self._rest, self._stalls = None, "", False
        over = self._quiet >= (QUIET if self._parts is None else GONE)
        text, self._rest = self._rest + text, ""
        while text:
            before, mark, after = text.partition(BEGINS if self._parts is None else ENDS)
            if not mark and not over:
                before = self._without_rest(before)
            if self._parts is None:
                if before := before.replace(ENDS, ""):
                    yield Piece(before)
                self._parts = [] if mark else None
            else:
                self._parts.append(before)
                if mark:
                    yield from self._shown()
                    self._parts, self._stalls = None, False
            text = after
        if self._parts is not None and self._quiet >= QUIET:
            yield from self._shown()
            self._parts, self._stalls = (None, False) if over else ([], True)

    def _without_rest(self, text: str) -> str:
        """Return a text without what its end may be the beginning of, which is kept."""
        mark, least = (BEGINS, SHORTEST) if self._parts is None else (ENDS, 1)
        sizes = range(min(len(mark) - 1, len(text)), least - 1, -1)
        size = next((size for size in sizes if text.endswith(mark[:size])), 0)
        self._rest = text[len(text) - size :]
        return text[: len(text) - size]

    def _shown(self) -> Iterator[Piece]:
        """Yield what has been pasted since the last time."""
        words = "".join(self._parts or ())
        if words or not self._stalls:
            yield Piece(words, pasted=True)
