"""A tree that a group drafts, as the text of a file: what was typed is what is read, whatever characters are in it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator

from postwise.tree.texts import CONTROL
from postwise.tree.words import DEFAULTS, PIECE


def typed(text: str, known: Collection[str] = frozenset(DEFAULTS)) -> str:
    """Return what somebody typed as a text of a tree.

    Control characters go, spaces are evened out, and braces that name nothing known are kept as braces.
    """
    plain = " ".join(CONTROL.sub(" ", text.encode("utf-8", errors="replace").decode()).split())

    def piece(match: re.Match[str]) -> str:
        whole = match[0]
        if whole in {"{{", "}}"} or (match[1] is not None and match[1] in known):
            return whole
        return whole.replace("{", "{{").replace("}", "}}")

    return PIECE.sub(piece, plain)


def quoted(text: str) -> str:
    """Return a text as a TOML string in one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


Written = str | bool | dt.date | Iterable[str]
"""What stands behind a key."""


def value(what: Written) -> str:
    """Return a text, a yes or no, a date or a list of texts as TOML."""
    if isinstance(what, bool):
        return "true" if what else "false"
    if isinstance(what, dt.date):
        return what.isoformat()
    return quoted(what) if isinstance(what, str) else f"[{', '.join(map(quoted, what))}]"


def inline(pairs: Iterable[tuple[str, Written | None]]) -> str:
    """Return a table in one line; what is empty is left out."""
    return f"{{ {', '.join(f'{key} = {value(what)}' for key, what in pairs if what)} }}"


def table(header: str, pairs: Iterable[tuple[str, Written | None]]) -> Iterator[str]:
    """Yield the lines of a table with its header; what is empty is left out."""
    yield f"[{header}]"
    for key, what in pairs:
        if what:
            yield f"{key} = {value(what)}"
