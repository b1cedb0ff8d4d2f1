"""Lines no wider than asked, whatever the letters are: one way of breaking for screens and for drawings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]
SPACES = re.compile("[ \t\r\n]+")


def cells(text: str) -> float:
    """Return how many columns of a terminal a text takes: wide letters two, marks on a letter none."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def one_line(text: str) -> str:
    """Return a text with every run of spaces, tabs and line breaks made one space."""
    return SPACES.sub(" ", text).strip(" ")


def wrap(text: str, width: float, measure: Measure = cells, *, whole_words: bool = True) -> list[str]:
    """Return a text broken at its spaces into lines that measure at most `width`.

    A word that is wider stands alone on its line, or is broken too if `whole_words` is off. Words of scripts without
    spaces are broken between letters. An empty text has one empty line.
    """
    lines: list[str] = []
    line = ""
    for word in one_line(text).split(" "):
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        pieces = [word] if measure(word) <= width else list(_pieces(word, width, measure, whole_words))
        lines.extend(pieces[:-1])
        line = pieces[-1]
    return [*lines, line]


def _pieces(word: str, width: float, measure: Measure, whole_words: bool) -> Iterator[str]:  # noqa: FBT001
    if whole_words and not any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
        yield word
        return
    piece, size = "", 0.0
    for letter in word:
        more = measure(letter)
        if piece and size + more > width:
            yield piece
            piece, size = "", 0.0
        piece += letter
        size += more
    yield piece
