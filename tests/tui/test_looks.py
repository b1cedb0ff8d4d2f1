"""How screens look: contrast of every text in every theme, no meaning by colour alone, and a few pictures kept."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

from postwise.tree.model import VERDICTS
from postwise.tui.app import PostwiseApp
from postwise.tui.widgets.themes import BY_NAME, COLOURS, DARK, INKS, THEMES, TITLES

from .conftest import SIZES, running, settled, shown
from .contrast import DRAWN, contrast, filtered, luminance
from .screens import SCREENS

LOOKS = Path(__file__).with_name("looks")
"""What is kept of how screens look, one file each."""


def plain_segments(app):
    return [
        segment
        for strip in app.screen._compositor.render_strips()
        for segment in filtered(app, strip)
        if segment.style is not None
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_without_colour_nothing_is_painted_and_what_had_a_ground_is_turned_round(walking, monkeypatch, theme):
    monkeypatch.setenv("NO_COLOR", "1")
    app = walking()
    assert app.no_color
    async with running(app) as pilot:
        app.theme = theme.name
        await settled(pilot)
        drawn = plain_segments(app)
        assert not [one for one in drawn if one.style.color or one.style.bgcolor]
        bold = "".join(one.text for one in drawn if one.style.bold)
        assert ("In a bed" in bold, "In a pot" in bold) == (True, False), "the marked line is bold"
        await SCREENS["recommendation"](pilot)
        drawn = plain_segments(app)
        assert not [one for one in drawn if one.style.color or one.style.bgcolor]
        assert "GO" in "".join(one.text for one in drawn if one.style.reverse)


def test_a_projector_has_more_contrast_than_it_must():
    theme = next(theme for theme in THEMES if theme.name == "postwise-projector")
    for name, colour in theme.variables.items():
        if name.startswith("ink-") and name != "ink-rule":
            assert contrast(Color.parse(colour), Color.parse(theme.variables["chosen"])) >= 7, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_ink_can_be_read_on_every_shade(theme):
    colours = {name: Color.parse(shades[THEMES.index(theme)]) for name, shades in COLOURS.items()}
    shades = ("paper", "raised", "chosen")
    pairs = itertools.product(colours.keys() - {*shades, "rule"}, shades)
    assert [(ink, shade) for ink, shade in pairs if contrast(colours[ink], colours[shade]) < 4.5] == []
    assert {*VERDICTS} <= {*INKS}
    assert theme.dark == (luminance(colours["paper"]) < luminance(colours["foreground"]))


def test_every_theme_has_a_title():
    assert set(TITLES) == {theme.name for theme in THEMES}


def test_every_theme_has_the_same_words():
    assert all(theme.variables.keys() == DARK.variables.keys() for theme in THEMES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen_keeps_to_its_room(walking, size):
    """The title, the keys and the way to help are always there; no row runs over."""
    app = walking(draft="Dear council")
    async with running(app, size) as pilot:
        for screen in ("choice", "yes-no"):
            await SCREENS[screen](pilot)
            rows = shown(app).split("\n")
            assert len(rows) == size[1]
            assert any("What shall I plant?" in row for row in rows[:2])
            assert "? Help" in rows[-1]


KEPT = [
    ("choice", "postwise-dark", (120, 36)),
    ("checklist", "postwise-light", (80, 24)),
    ("recommendation", "postwise-light", (120, 36)),
    ("recommendation", "postwise-projector", (60, 20)),
    ("map-whole", "postwise-dark", (80, 24)),
]


@pytest.mark.parametrize(("screen", "theme", "size"), KEPT, ids=lambda value: str(value).replace(" ", ""))
async def test_it_looks_as_it_did(walking, screen, theme, size):
    """Hold a screen against what was kept of it; with LOOKS=write in the environment it is kept anew."""
    app = walking()
    async with running(app, size) as pilot:
        app.theme = theme
        await SCREENS[screen](pilot)
        now = looks(app)
    kept = LOOKS / f"{screen}-{theme.removeprefix('postwise-')}-{size[0]}x{size[1]}.txt"
    if os.environ.get("LOOKS") == "write":
        kept.write_text(now, encoding="utf-8", newline="\n")
    assert now == kept.read_text(encoding="utf-8")


def looks(app: PostwiseApp) -> str:
    """Return what stands on the screen, row by row, and below it how each part is drawn, in our own words."""
    place = THEMES.index(BY_NAME[app.theme])
    names = {Color.parse(shades[place]): name for name, shades in reversed(COLOURS.items())}
    drawn = [
        f"{row:>2}  {' · '.join(parts)}"
        for row, strip in enumerate(app.screen._compositor.render_strips(), 1)
        if (parts := list(parts_of(strip, names)))
    ]
    rows = (f"{row:>2}  {text}".rstrip() for row, text in enumerate(shown(app).split("\n"), 1))
    return "\n".join([*rows, "", *drawn, ""])


def parts_of(strip: Strip, names: Mapping[Color, str]) -> Iterator[str]:
    """Yield the parts of a row that are drawn alike: how, and what they say; lines and empty room say nothing."""
    for how, segments in itertools.groupby(strip, lambda segment: drawn_as(segment.style, names)):
        text = "".join(segment.text for segment in segments).strip()
        if not DRAWN.fullmatch(text):
            yield f"{how}: {text}"


def drawn_as(style: Style | None, names: Mapping[Color, str]) -> str:
    """Return how a part is drawn: its ink, what it stands on if that is not the paper, and what else is done to it."""
    if style is None:
        return "plain"
    paper = names.get(style.bgcolor, str(style.bgcolor and style.bgcolor.name))
    words = [names.get(style.color, str(style.color and style.color.name))]
    words += [f"on {paper}"] if paper != "paper" else []
    return " ".join([*words, *(name for name in ("bold", "italic", "underline", "reverse") if getattr(style, name))])
