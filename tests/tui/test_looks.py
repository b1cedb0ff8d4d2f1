"""How screens look: contrast of every text in every theme, no meaning by colour alone, and a few pictures kept."""

from __future__ import annotations

import itertools
import re

import pytest
from rich.color import Color
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from postwise.tui.widgets.themes import DARK, THEMES, TITLES
from postwise.walk.recommendation import SIGNS

from .conftest import SIZES, running, shown
from .contrast import contrast, filtered, texts
from .screens import SCREENS


async def test_without_colour_every_text_can_still_be_read(walking, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = walking()
    assert app.no_color
    async with running(app) as pilot:
        await SCREENS["recommendation"](pilot)
        for theme in THEMES:
            app.theme = theme.name
            await pilot.pause()
            assert not [(text, ratio) for text, ratio in texts(app) if ratio < 4.5]
        greys = [
            segment.style.color.get_truecolor()
            for strip in app.screen._compositor.render_strips()
            for segment in filtered(app, strip)
            if segment.style and segment.style.color
        ]
        assert all(red == green == blue for red, green, blue in greys)


def test_a_projector_has_more_contrast_than_it_must():
    theme = next(theme for theme in THEMES if theme.name == "postwise-projector")
    for name, colour in theme.variables.items():
        if name.startswith("ink-") and name != "ink-rule":
            assert contrast(Color.parse(colour), Color.parse(theme.variables["chosen"])) >= 7, name


def test_every_verdict_has_a_sign_a_word_and_an_ink():
    assert len({sign.sign for sign in SIGNS.values()}) == len(SIGNS)
    assert all(f"ink-{verdict}" in theme.variables for verdict, theme in itertools.product(SIGNS, THEMES))
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


class Picture(SingleFileSnapshotExtension):
    """A screen kept as SVG."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


KEPT = [
    ("choice", "postwise-dark", (120, 36)),
    ("checklist", "postwise-light", (80, 24)),
    ("recommendation", "postwise-light", (120, 36)),
    ("recommendation", "postwise-projector", (60, 20)),
    ("map-whole", "postwise-dark", (80, 24)),
]


@pytest.mark.parametrize(("screen", "theme", "size"), KEPT, ids=lambda value: str(value).replace(" ", ""))
async def test_it_looks_as_it_did(walking, snapshot, screen, theme, size):
    app = walking()
    async with running(app, size) as pilot:
        app.theme = theme
        await SCREENS[screen](pilot)
        picture = re.sub(r"terminal-\d+", "terminal", app.export_screenshot(simplify=True))
    assert picture == snapshot(extension_class=Picture)
