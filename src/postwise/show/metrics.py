"""How wide a text will be when it is drawn, near enough: no font is asked, so it is the same everywhere."""

from __future__ import annotations

import unicodedata

ASCII = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278
584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944
667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500
278 556 500 722 500 500 500 334 260 334 584
"""
WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(ASCII.split())}
"""Thousandths of an em that Helvetica, and what stands in for it, gives each letter of ASCII (Adobe's metrics)."""
OTHER, WIDE = 610, 1000
SLACK = 1.05
"""Some fonts that stand in run a little wider."""


def breadth(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in a sans-serif font of a size, in the unit of the size; rather too wide than not."""
    thousandths = sum(WIDTHS[letter] if letter in WIDTHS else _other(letter) for letter in text)
    return thousandths * size * SLACK * (1.07 if bold else 1) / 1000


def _other(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER
