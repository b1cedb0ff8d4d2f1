"""Texts on their way to the screen: the one place where words become content. They are data, never markup."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content, Span

from postwise.text import one_line, safe

EMPTY = Content("")


def styled(text: str, ink: str = "") -> Content:
    """Return a text, made safe, in one ink (see `themes.INKS`)."""
    plain = safe(text).expandtabs(4)
    return Content(plain, [Span(0, len(plain), ink)] if ink and plain else None)


def line(text: str, ink: str = "") -> Content:
    """Return a text in a single line."""
    return styled(one_line(text), ink)


def join(pieces: Iterable[Content]) -> Content:
    """Return contents one after the other."""
    return EMPTY.join(pieces)
