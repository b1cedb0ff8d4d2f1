"""Texts made safe for the languages they are put into: what was written is what is read, and never acts."""

from __future__ import annotations

import html
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


UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What XML has no place for, and the controls that a terminal or the direction of a line would act on."""
ALWAYS = re.compile(r"([\\`*_\[\]<>~|])|&(?=#|\w)")
AT_START = re.compile(
    r"^(?:(?P<sign>[-+](?=\s|$|-)|=(?==*$)|#(?=#{0,5}(?:\s|$)))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))"
)
"""What would begin a list, a heading or a rule."""


def cleaned(text: str) -> str:
    """Return a text with every control character shown as U+FFFD; line breaks and tabs stay."""
    return UNFIT.sub("\ufffd", text)


def for_html(text: str) -> str:
    """Return a text as it stands between tags, or in a quoted attribute, of HTML or XML."""
    return html.escape(cleaned(text), quote=True)


def for_markdown(text: str) -> str:
    """Return a plain text, in one line, as Markdown that reads as exactly that text (CommonMark 0.31)."""
    line = cleaned(one_line(text))
    line = ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    return AT_START.sub(lambda found: f"{found['number'] or ''}\\{found['sign'] or found['dot']}", line)


def for_address(url: str) -> str:
    """Return an address as it stands in the round brackets of a Markdown link."""
    plain = cleaned(url).strip()
    return re.sub(r"[\s<>()\\\x60*_\[\]]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), plain)
