"""Texts on their way to the screen: the one place where words become content. They are data, never markup."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content, Span

from postwise.text import one_line, safe, tied, untied

EMPTY = Content("")


def styled(text: str, style: str = "") -> Content:
    """Return a text, made safe, in one style (see `themes.style_of`)."""
    plain = safe(text).expandtabs(4)
    return Content(plain, [Span(0, len(plain), style)] if style and plain else None)


def line(text: str, style: str = "") -> Content:
    """Return a text in a single line."""
    return styled(one_line(text), style)


def broken(content: Content, columns: int) -> list[Content]:
    """Return content broken between words into rows of so many columns; a number stays whole."""
    rows = Content(tied(content.plain), list(content.spans)).wrap(columns)
    return [Content(untied(row.plain), list(row.spans)) for row in rows]


def join(pieces: Iterable[Content]) -> Content:
    """Return contents one after the other."""
    return EMPTY.join(pieces)


def meter(share: float, columns: int, style: str = "accent") -> Content:
    """Return a bar of so many columns, a share of it from 0 to 1 full."""
    full = round(columns * share)
    return join([styled("█" * full, style), styled("░" * (columns - full), "muted")])
