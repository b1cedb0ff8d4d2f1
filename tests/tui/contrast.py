"""The contrast of what stands on a screen, worked out from the strips that are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rich.color import Color
from textual.strip import Strip

from postwise.tui.app import PostwiseApp

DRAWN = re.compile(r"[\s─━╸│╭╮╰╯▐▌█░▏╶╴┌┐└┘]*")
"""Lines and bars: they carry no text."""


@cache
def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [value / 255 for value in colour.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts(app: PostwiseApp) -> Iterator[tuple[str, float]]:
    """Yield every text on the screen with its contrast, filters of the app applied."""
    for strip in app.screen._compositor.render_strips():
        for segment in filtered(app, strip):
            if segment.style is None or DRAWN.fullmatch(segment.text):
                continue
            style = segment.style
            assert style.color is not None, segment
            assert style.bgcolor is not None, segment
            assert not style.dim, segment
            yield segment.text, contrast(style.color, style.bgcolor)


def filtered(app: PostwiseApp, strip: Strip) -> Strip:
    """Return a strip as the filters of the app leave it."""
    for one in app._filters:
        strip = strip.apply_filter(one, app.screen.background_colors[1])
    return strip
