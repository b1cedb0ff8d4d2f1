"""Words in braces: which names a text uses, and the text with them filled in. Names only, never formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postwise.tree.conditions import Answered

DEFAULTS: Mapping[str, str] = {
    "organisation": "your organisation",
    "manager": "your line manager",
    "comms": "whoever runs your organisation's social media",
    "hr": "your HR team",
    "dpo": "whoever looks after data protection",
    "speakup": "the person who hears concerns",
    "unionrep": "your union rep (or a free advice line, if you have none)",
    "buddy": "a colleague you trust",
    "adviceline": "a free employment advice line (search “employment advice” and your country)",
    "helpline": "a crisis line (search “crisis line” and your country)",
    "regulator": "the regulator for your field",
}
"""What each shipped profile word says until an organisation fills it in."""
PEOPLE = frozenset(DEFAULTS) - {"organisation"}
"""The shipped profile words that name somebody to turn to."""
GAP = "…"
"""Stands for an answer that has not been given, as in the ending of a road not taken."""


def words_of(profile: Mapping[str, str] | None) -> dict[str, str]:
    """Return the words of an organisation, a copy; raises TypeError if they are not texts by their names."""
    words = dict(profile) if isinstance(profile, Mapping) else {} if profile is None else profile
    if not isinstance(words, dict) or not all(isinstance(text, str) for pair in words.items() for text in pair):
        raise TypeError("A profile is a mapping of words to the texts that fill them in.")
    return words


PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def names(text: str) -> Iterator[str]:
    """Yield what stands in each pair of braces of a text; a lone brace is yielded as itself."""
    if "{" not in text and "}" not in text:
        return
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece not in {"{{", "}}"}:
            yield piece if len(piece) == 1 else match[1]


def fill(text: str, look: Callable[[str], str | None]) -> str:
    """Return the text with every ``{name}`` replaced by what `look` says, and ``{{`` and ``}}`` by braces.

    A name for which `look` returns None stays as it stands, braces and all. What fills it is not read again.
    """
    if "{" not in text and "}" not in text:
        return text
    said = ""
    for words, name in cut(text):
        word = words if name is None else look(name)
        said += f"{{{name}}}" if word is None else word
    return said


def cut(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield a text in pieces: each a plain text and no name, or an empty text and the name that stood in braces."""
    end = 0
    for match in PIECE.finditer(text):
        yield text[end : match.start()], None
        end = match.end()
        yield ("", match[1]) if match[1] is not None else (match[0][0], None)
    yield text[end:], None


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months as they are written here, whatever a machine calls them."""


def value_name(value_id: str) -> str:
    """Return how a value is shown where there is no walk to say what it is."""
    return f"«{value_id}»"


def spoken(result: Answered) -> str:
    """Return an answer or a value's result as it stands in a sentence: 3 for 3.0, and a date as 1 November 2026."""
    if isinstance(result, float) and result.is_integer():
        return str(int(result))
    if isinstance(result, str | int | float):
        return str(result)
    if isinstance(result, frozenset):
        return ", ".join(sorted(result))
    return f"{result.day} {MONTHS[result.month - 1]} {result.year:04}"
