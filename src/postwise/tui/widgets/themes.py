"""Three themes of our own, and the styles that words are set in. Every colour keeps a contrast of 4.5."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.theme import Theme

COLOURS: Mapping[str, tuple[str, str, str]] = {
    "foreground": ("#e9e4d8", "#22201c", "#000000"),
    "paper": ("#15171c", "#faf7f0", "#ffffff"),
    "raised": ("#1c1f26", "#f3eee3", "#ffffff"),
    "chosen": ("#2a303b", "#e6dfcf", "#ffe58a"),
    "muted": ("#a39e92", "#5f5a50", "#2e2e2e"),
    "accent": ("#7cc4c0", "#0b5f63", "#00308f"),
    "rule": ("#3a3f4a", "#cfc7b6", "#767676"),
    "go": ("#8ccf8e", "#256029", "#00490f"),
    "adapt": ("#7fc1e8", "#0c5a8a", "#003a70"),
    "pause": ("#e6c26a", "#735000", "#533900"),
    "talk": ("#c3a6f0", "#5f3a9e", "#46127f"),
    "raise": ("#f0a868", "#8f4300", "#6b2a00"),
    "leave": ("#b8b3a8", "#57534a", "#2e2e2e"),
    "stop": ("#f28b82", "#a3231b", "#8b0000"),
    "act": ("#ee9ac4", "#922263", "#6e0046"),
    "info": ("#c9c4b8", "#4a463e", "#1f1f1f"),
}
"""Every colour in the dark, the light and the projector's theme: of the words, of the paper in three shades (plain,
raised, chosen), and of what is set apart from either."""
INKS = tuple(COLOURS)[4:]


def _theme(place: int, name: str) -> Theme:
    colours = {word: shades[place] for word, shades in COLOURS.items()}
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["muted"],
        accent=colours["accent"],
        warning=colours["pause"],
        error=colours["stop"],
        success=colours["go"],
        foreground=colours["foreground"],
        background=colours["paper"],
        surface=colours["raised"],
        panel=colours["raised"],
        dark=name == "postwise-dark",
        text_alpha=1.0,
        variables={
            **{f"ink-{word}": colours[word] for word in INKS},
            **{word: colours[word] for word in ("paper", "raised", "chosen")},
            "input-selection-background": colours["chosen"],
            "input-cursor-background": colours["foreground"],
            "input-cursor-foreground": colours["paper"],
        },
    )


TITLES: Mapping[str, str] = {
    "postwise-dark": "Dark theme",
    "postwise-light": "Light theme",
    "postwise-projector": "Projector theme, readable from the back of a room",
}
AS_TERMINAL = "Dark or light, as the terminal is"
THEMES: tuple[Theme, ...] = tuple(_theme(place, name) for place, name in enumerate(TITLES))
DARK, _, PROJECTOR = THEMES
BY_NAME: dict[str, Theme] = {theme.name: theme for theme in THEMES}
THEME_OF: dict[str, str] = {name.removeprefix("postwise-"): name for name in BY_NAME}
"""Each theme by the word that a person's own file has for it."""
NAMED_THEME = next((word for word, name in THEME_OF.items() if name == os.environ.get("TEXTUAL_THEME")), "")
"""The theme that TEXTUAL_THEME names, by that word, if it is ours."""
FIRST_THEME = THEME_OF.get(NAMED_THEME, DARK.name)
"""The theme at first, where nothing is known of the person or the terminal."""


LEADS_TO = "link="
"""What stands before an address among the words of a style."""
LINKS = os.environ.get("TERM") != "linux"
"""Whether words may be links of the terminal: those that know none leave them out, but for an old console."""


def leading_to(address: str, style: str) -> str:
    """Return the name of a style for words that are a link of the terminal: what would act in it is written out."""
    written = "".join(
        chr(byte) if 0x20 < byte < 0x7F else f"%{byte:02X}" for byte in address.encode("utf-8", "replace")
    )
    return f"{style} {LEADS_TO}{written}".lstrip()


@lru_cache(maxsize=512)
def style_of(name: str, theme: str) -> Style:
    """Return a style by its name, in a theme: of several words, one may be a colour, others how it is set.

    `chosen` is the shade behind a line; `picked` turns the colours of words round, as where there is no colour; `chip`
    sets words in the colour of the paper on that colour. What `leading_to` adds makes them a link of the terminal.
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
        reverse="picked" in parts or None,
        link=next((part.removeprefix(LEADS_TO) for part in parts if LINKS and part.startswith(LEADS_TO)), None),
    )


def drawn(content: Content, under: Style, theme: str, width: int) -> Strip:
    """Return a content as it is drawn in a theme: on a style, and as wide as it is to be."""
    pieces = [
        Segment(text, style.rich_style)
        for text, style in content.render(under, "", lambda name: style_of(str(name), theme))
    ]
    return Strip(pieces).adjust_cell_length(width, under.rich_style)
