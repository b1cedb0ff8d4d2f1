"""Letters that are no controls stay wherever a text passes through; what would act is dealt with alike wherever it does."""

from __future__ import annotations

import contextlib
import io

import pytest

from postwise import Walk, streams
from postwise.commands import config
from postwise.plain import PlainDialogue
from postwise.show.brief import brief
from postwise.show.numbered_tree import NumberedTree
from postwise.show.recommendation_document import RecommendationDocument
from postwise.show.tree_formats import outline
from postwise.text import as_json, escaped, typed_line
from postwise.train.group_draft import typed
from postwise.tree.library import at_head
from postwise.tree.problems import Span, caret
from postwise.tui.widgets.content import line, styled
from shown import everything

KEPT = {
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "soft hyphen": "\u00ad",
    "zero-width joiner": "\u200d",
    "zero-width non-joiner": "\u200c",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "word joiner": "\u2060",
    "private use": "\ue000",
}
ACTING = ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\u202a", "\u202e", "\u2066", "\u2069"]
UNWRITTEN = ["\u2028", "\u2029", "\ud800", "\udfff", "\ufffe"]


def asked_first(name: str) -> Walk:
    return Walk.replay(everything(), {"who": "us", "reach": 5000}, profile={"comms": name, "organisation": name})


def told(name: str, draft: str = "") -> RecommendationDocument:
    return RecommendationDocument.of(asked_first(name), draft=draft)


def in_lines(draft: str) -> str:
    said = io.StringIO()
    PlainDialogue(io.StringIO(""), said, str)._open(Walk.start(everything()), draft)
    return said.getvalue()


def printed(text: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        streams.put(text)
    return said.getvalue()


def first_file(name: str, tmp_path, monkeypatch) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{name}\n" + "\n" * 9))
    path = tmp_path / "postwise.toml"
    config.write_first(path)
    return path.read_text(encoding="utf-8")


def seen_title(name: str, tmp_path) -> str:
    path = tmp_path / "tree.toml"
    path.write_text(f'[tree]\ntitle = "{name}"\n', encoding="utf-8", errors="surrogatepass")
    return at_head(path, "title") or ""


SHOWN = {
    "plain": in_lines,
    "printed": printed,
    "screen": lambda text: styled(text).plain,
    "screen, one line": lambda text: line(text).plain,
    "text": lambda name: told(name).as_text(1000),
    "draft in text": lambda text: told("x", text).as_text(1000),
    "markdown": lambda name: told(name, name).as_markdown(),
    "page": lambda name: told(name, name).as_html(),
    "brief": lambda name: brief(asked_first(name)),
    "outline": lambda name: outline(NumberedTree(everything(), {"organisation": name})),
    "source line": lambda text: caret(text, Span(1, 1, 1, 2))[0],
}
"""Ways on which a text is shown."""
WRITTEN = {
    "message": escaped,
    "json": lambda text: as_json({"text": text}),
}
"""Ways on which what acts is written out, and can be read back."""
TYPED = {"note": typed_line, "drafted tree": typed}
"""Ways on which what somebody typed is taken in."""


@pytest.mark.parametrize("letter", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("way", [*SHOWN, *WRITTEN, *TYPED])
def test_a_letter_that_is_no_control_stays(way, letter):
    name = f"Ann{letter}Lee"
    assert name in {**SHOWN, **WRITTEN, **TYPED}[way](name)


@pytest.mark.parametrize("letter", KEPT.values(), ids=KEPT)
def test_a_name_is_kept_as_it_was_typed(letter, tmp_path, monkeypatch):
    name = f"Ann{letter}Lee"
    assert f'"{name}"' in first_file(name, tmp_path, monkeypatch)
    assert seen_title(name, tmp_path) == name


@pytest.mark.parametrize("letter", [*ACTING, *UNWRITTEN], ids=ascii)
@pytest.mark.parametrize("way", SHOWN)
def test_what_would_act_is_shown_as_one_sign(way, letter):
    shown = SHOWN[way](f"Ann{letter}Lee")
    assert "Ann\ufffdLee" in shown
    assert letter not in shown


@pytest.mark.parametrize("letter", [*ACTING, *UNWRITTEN], ids=ascii)
@pytest.mark.parametrize("way", WRITTEN)
def test_what_would_act_is_written_out(way, letter):
    assert f"Ann\\u{ord(letter):04x}Lee" in WRITTEN[way](f"Ann{letter}Lee")


@pytest.mark.parametrize("letter", [*ACTING, *UNWRITTEN], ids=ascii)
@pytest.mark.parametrize("way", TYPED)
def test_what_would_act_is_not_taken_in(way, letter):
    assert TYPED[way](f" Ann{letter}\tLee\n") == "Ann Lee"
