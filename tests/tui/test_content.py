"""Texts of trees, drafts and profiles are data: no screen reads them as markup, and no terminal acts on them."""

from __future__ import annotations

import copy
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise.text import UNSAFE, safe
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.markdown_lines import LinkTarget, link, prose
from postwise.walk.walk import Walk
from strategies import examples, made

from .conftest import TEXT, press, running, shown
from .contrast import unreadable
from .screens import SCREENS

NASTY = (
    "[/x]",
    "[@click=app.quit]x[/]",
    "[bold",
    "\x1b[2J",
    "\u202egnp.exe",
    "\x9b31m",
    "\u2066x",
    "\x00",
    "]]",
    "[$error]",
)
TEXT_KEYS = {
    "title",
    "summary",
    "audience",
    "purpose",
    "group",
    "ask",
    "why",
    "help",
    "text",
    "none",
    "unit",
    "headline",
    "reason",
    "note",
}


def spoilt(data, nasty):
    """Return a tree's data with something nasty in every text that a person reads."""
    if isinstance(data, dict):
        return {
            key: f"{value} {nasty}" if key in TEXT_KEYS and isinstance(value, str) else spoilt(value, nasty)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [f"{item} {nasty}" if isinstance(item, str) and " " in item else spoilt(item, nasty) for item in data]
    return data


def nasty_walk(nasty):
    """Return a walk in a tree whose texts a check would refuse: the screens do not count on it."""
    data = spoilt(copy.deepcopy(tomllib.loads(TEXT)), nasty)
    return Walk.start(made(data, "garden"), profile={"buddy": f"Ines {nasty}"})


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_text_is_markup_or_acts_and_all_can_be_read(screen, library):
    """On every screen, in every theme: what stands there is data, with a contrast of at least 4.5."""
    nasty = " ".join(NASTY)
    app = PostwiseApp(library, OpenWalk(nasty_walk(nasty), f"A draft {nasty}"))
    async with running(app) as pilot:
        await SCREENS[screen](pilot)
        page = shown(app)
        assert not UNSAFE.search(page.replace("\n", ""))
        assert app.return_code is None
        if screen not in {"help", "palette", "leave", "keep"} and not screen.startswith("library"):
            assert "[/x]" in page
        assert unreadable(app) == []


async def test_no_title_is_markup_in_the_library(tmp_path):
    folder = tmp_path / "trees"
    folder.mkdir()
    text = TEXT.replace("What shall I plant?", "[/x] [@click=app.quit]x[/] [bold").replace("A bed, some", "[/y] some")
    (folder / "garden.toml").write_text(text, encoding="utf-8")
    (folder / "worse.toml").write_text(text.replace("format = 1", 'format = "[/z]"'), encoding="utf-8")
    app = PostwiseApp(Library((folder,)))
    async with running(app) as pilot:
        app.screen.shelf.mark("garden")
        await press(pilot)
        assert "[/x] [@click=app.quit]x[/]" in shown(app)
        assert "[/y] some" in shown(app)
        app.screen.shelf.mark("worse")
        await press(pilot, "ctrl+p", *"[/x]")
        assert "[/x] [@click=app.quit]x[/]" in shown(app)


@given(st.text(st.characters(codec=None), max_size=40), st.sampled_from(["", "muted", "accent bold"]))
def test_a_text_becomes_itself_less_what_would_act(text, ink):
    content = styled(text, ink)
    assert not UNSAFE.search(content.plain)
    assert content.plain == safe(text).expandtabs(4)
    assert "\n" not in line(text, ink).plain


@settings(max_examples=examples(200))
@given(st.text(st.sampled_from("ab *_`[]()<>\\&#-+.1\n!\"'=~|:/"), max_size=60))
def test_markdown_is_read_whatever_it_is(text):
    for one in prose(text):
        assert not UNSAFE.search(one.words.plain)


def test_markdown_becomes_lines():
    found = prose("One *two* **three**.\n\n- a\n- b\n\n1. c\n\n> d\n\n`e` [f](https://example.org) <script>")
    assert [(one.lead.plain, one.words.plain) for one in found if one.words] == [
        ("", "One two three."),
        ("· ", "a"),
        ("· ", "b"),
        ("1. ", "c"),
        ("", "d"),
        ("", "e f <script>"),
        ("↗ ", "f  example.org"),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0. a\n1. b", ["0. a", "1. b"]),
        ("-\n\nafter *all*", ["after all"]),
        ("- a\n\n  b\n\n      c\n      d", ["· a", "b", "c", "d"]),
        ("[a](/etc/passwd)", ["[a](/etc/passwd)"]),
    ],
)
def test_the_screens_read_markdown_as_the_other_formats_do(text, shown):
    assert [one.lead.plain + one.words.plain for one in prose(text) if one.words] == shown


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "https://a b", "data:,x", "vscode://x"]
)
def test_only_the_web_and_mail_can_be_chosen(url):
    assert link("x", url).target is None


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c", "http://example.org", "mailto:a@example.org", "HTTPS://EXAMPLE.ORG"]
)
def test_the_web_and_mail_can_be_chosen(url):
    assert link("x", url).target == LinkTarget(url)
