"""What is drawn where NO_COLOR is set: no colour of words or ground, but the terminal's own; see https://no-color.org."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

SHADE, APART = 1.15, 2.0
"""The contrasts from which on a ground is a shade that marks a line, and one of its own (WCAG 2.2)."""
BOLD, REVERSED = Style(bold=True), Style(reverse=True)


class NoColours(LineFilter):
    """Takes every colour away.

    What stood on a ground of its own is drawn with the terminal's two turned round, a line that was shaded is bold.
    """

    def apply(self, segments: Sequence[Segment], background: Color) -> list[Segment]:
        """Return pieces of a row without colours; `background` is the paper that they stand on."""
        return [Segment(text, None if style is None else _plain(style, background)) for text, style, _ in segments]


@lru_cache(maxsize=2048)
def _plain(style: Style, paper: Color) -> Style:
    contrast = 1.0 if style.bgcolor is None else _contrast(Color.from_rich_color(style.bgcolor), paper)
    return style.without_color + (REVERSED if contrast > APART else BOLD if contrast > SHADE else Style())


def _contrast(one: Color, other: Color) -> float:
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Color) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
