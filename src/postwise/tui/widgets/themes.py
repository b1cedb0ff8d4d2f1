"""Three themes of our own, and the styles that words are set in. Every colour keeps a contrast of 4.5."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

from textual.color import Color
from textual.style import Style
from textual.theme import Theme


def _theme(name: str, foreground: str, papers: tuple[str, str, str], colours: Mapping[str, str]) -> Theme:
    """Return a theme from its own colour, its paper in three shades (plain, raised, chosen), and the other colours."""
    paper, raised, chosen = papers
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["muted"],
        accent=colours["accent"],
        warning=colours["pause"],
        error=colours["stop"],
        success=colours["go"],
        foreground=foreground,
        background=paper,
        surface=raised,
        panel=raised,
        dark=name == "postwise-dark",
        text_alpha=1.0,
        variables={
            **{f"ink-{word}": colour for word, colour in colours.items()},
            "paper": paper,
            "raised": raised,
            "chosen": chosen,
            "input-selection-background": chosen,
            "input-cursor-background": foreground,
            "input-cursor-foreground": paper,
        },
    )


DARK = _theme(
    "postwise-dark",
    foreground="#e9e4d8",
    papers=("#15171c", "#1c1f26", "#2a303b"),
    colours={
        "muted": "#a39e92",
        "accent": "#7cc4c0",
        "rule": "#3a3f4a",
        "go": "#8ccf8e",
        "adapt": "#7fc1e8",
        "pause": "#e6c26a",
        "talk": "#c3a6f0",
        "raise": "#f0a868",
        "leave": "#b8b3a8",
        "stop": "#f28b82",
        "act": "#ee9ac4",
        "info": "#c9c4b8",
    },
)
LIGHT = _theme(
    "postwise-light",
    foreground="#22201c",
    papers=("#faf7f0", "#f3eee3", "#e6dfcf"),
    colours={
        "muted": "#5f5a50",
        "accent": "#0b5f63",
        "rule": "#cfc7b6",
        "go": "#256029",
        "adapt": "#0c5a8a",
        "pause": "#735000",
        "talk": "#5f3a9e",
        "raise": "#8f4300",
        "leave": "#57534a",
        "stop": "#a3231b",
        "act": "#922263",
        "info": "#4a463e",
    },
)
PROJECTOR = _theme(
    "postwise-projector",
    foreground="#000000",
    papers=("#ffffff", "#ffffff", "#ffe58a"),
    colours={
        "muted": "#2e2e2e",
        "accent": "#00308f",
        "rule": "#767676",
        "go": "#00490f",
        "adapt": "#003a70",
        "pause": "#533900",
        "talk": "#46127f",
        "raise": "#6b2a00",
        "leave": "#2e2e2e",
        "stop": "#8b0000",
        "act": "#6e0046",
        "info": "#1f1f1f",
    },
)
THEMES: tuple[Theme, ...] = (DARK, LIGHT, PROJECTOR)
BY_NAME: dict[str, Theme] = {theme.name: theme for theme in THEMES}
FIRST_THEME = os.environ.get("TEXTUAL_THEME", "")
"""The theme at first: the one that TEXTUAL_THEME names, if it is ours."""
if FIRST_THEME not in BY_NAME:
    FIRST_THEME = DARK.name
TITLES: Mapping[str, str] = {
    "postwise-dark": "Dark theme",
    "postwise-light": "Light theme",
    "postwise-projector": "Projector theme, readable from the back of a room",
}


@lru_cache(maxsize=512)
def style_of(name: str, theme: str) -> Style:
    """Return a style by its name, in a theme: of several words, one may be a colour, others how it is set.

    `chosen` is the shade behind a picked-out line; `chip` sets words in the colour of the paper on that colour.
    """
    variables = BY_NAME.get(theme, DARK).variables
    parts = name.split()
    colour = next((variables[f"ink-{part}"] for part in parts if f"ink-{part}" in variables), None)
    if name == "chosen":
        return Style(background=Color.parse(variables["chosen"]))
    if "chip" in parts and colour is not None:
        return Style(background=Color.parse(colour), foreground=Color.parse(variables["paper"]), bold=True)
    return Style(
        foreground=None if colour is None else Color.parse(colour),
        bold="bold" in parts or None,
        italic="italic" in parts or None,
        underline="under" in parts or None,
        strike="strike" in parts or None,
    )
