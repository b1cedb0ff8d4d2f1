"""Texts on their way to the screen: the one place where words become content. They are data, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual.content import Content, Span

UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal, or the direction of a line, would act on, and what cannot be written out at all."""
EMPTY = Content("")


def styled(text: str, ink: str = "") -> Content:
    """Return a text as it stands, in one ink (see `themes.INKS`); what a terminal would act on is shown as U+FFFD."""
    plain = UNFIT.sub("\ufffd", text.replace("\r\n", "\n").expandtabs(4))
    return Content(plain, [Span(0, len(plain), ink)] if ink and plain else None)


def line(text: str, ink: str = "") -> Content:
    """Return a text in a single line: every stretch of white space is one space."""
    return styled(" ".join(text.split()), ink)


def join(pieces: Iterable[Content]) -> Content:
    """Return contents one after the other."""
    return EMPTY.join(pieces)
