"""The contrast of what stands on a screen, worked out from the strips that are drawn."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rich.color import Color
from textual.strip import Strip

from postwise.tui.app import PostwiseApp
from postwise.tui.widgets.themes import BY_NAME, COLOURS, THEMES

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


def inked(app: PostwiseApp) -> Iterator[tuple[str, Color, Color]]:
    """Yield every text on the screen with its ink and what it stands on, filters of the app applied."""
    for strip in app.screen._compositor.render_strips():
        for segment in filtered(app, strip):
            if segment.style is None or DRAWN.fullmatch(segment.text):
                continue
            style = segment.style
            assert style.color is not None, segment
            assert style.bgcolor is not None, segment
            assert not style.dim, segment
            yield segment.text, style.color, style.bgcolor


def texts(app: PostwiseApp) -> Iterator[tuple[str, float]]:
    """Yield every text on the screen with its contrast, filters of the app applied."""
    return ((text, contrast(ink, paper)) for text, ink, paper in inked(app))


def unreadable(app: PostwiseApp) -> list[tuple[str, str, float]]:
    """Return every text on the screen that has a contrast under 4.5 in some theme, with that theme; no text is an error.

    Whatever is drawn is in one of our own colours, and so can be looked up in every theme without putting it on.
    """
    place = THEMES.index(BY_NAME[app.theme])
    named = defaultdict(list)
    for shades in COLOURS.values():
        named[Color.parse(shades[place])].append([Color.parse(shade) for shade in shades])
    found = list(inked(app))
    assert found
    unknown = {colour.name for _, *colours in found for colour in colours} - {colour.name for colour in named}
    assert not unknown, "colours that are none of ours"
    return [
        (text, theme.name, round(contrast(one, other), 2))
        for text, ink, paper in found
        for inks, papers in itertools.product(named[ink], named[paper])
        for theme, one, other in zip(THEMES, inks, papers, strict=True)
        if contrast(one, other) < 4.5
    ]


def filtered(app: PostwiseApp, strip: Strip) -> Strip:
    """Return a strip as the filters of the app leave it."""
    for one in app.get_line_filters():
        strip = strip.apply_filter(one, app.screen.background_colors[1])
    return strip
