"""Letters that are no controls stay wherever a text passes through; what would act is dealt with alike wherever it does."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from functools import cache, partial

import pytest

from postwise import Walk, streams
from postwise.commands import config
from postwise.plain import PlainDialogue
from postwise.show.brief import brief
from postwise.show.markdown import html
from postwise.show.numbered_tree import NumberedTree
from postwise.show.recommendation_document import SETTERS, RecommendationDocument
from postwise.show.tree_formats import FORMATS
from postwise.text import UNSAFE, as_json, escaped, typed_line
from postwise.train.group_draft import typed
from postwise.tree.human_texts import READ
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.model import FileTable, Tree
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


@cache
def asked_first(name: str) -> Walk:
    return Walk.replay(named(name), {"who": "us", "reach": 5000}, profile={"comms": name, "organisation": name})


@cache
def told(name: str, draft: str = "") -> RecommendationDocument:
    return RecommendationDocument.of(asked_first(name), draft=draft)


@cache
def named(name: str) -> Tree:
    """Return the tree with a name in every text that people read, however it came there."""
    tree = everything()

    def everywhere(table: FileTable) -> FileTable:
        kept = {key: getattr(table, key) for key in READ[type(table)]}
        return table.replaced(**{key: spoken(value) for key, value in kept.items()})

    def spoken(value: object) -> object:
        if isinstance(value, str):
            return f"{value} {name}"
        if isinstance(value, tuple):
            return tuple(map(spoken, value))
        if isinstance(value, dict):
            return {key: spoken(inner) for key, inner in value.items()}
        return everywhere(value) if isinstance(value, FileTable) else value

    tables = ("about", "questions", "outcomes", "scenarios")
    return tree.replaced(**{table: spoken(getattr(tree, table)) for table in tables})


def recommended(setter: Callable[[RecommendationDocument], str], name: str) -> str:
    return setter(told(name, name))


@cache
def numbered(name: str) -> NumberedTree:
    return NumberedTree(named(name))


def drawn(setter: Callable[[NumberedTree], str], name: str) -> str:
    return setter(numbered(name))


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
    return Library().heading(LibraryEntry("tree", path, "file")).title or ""


DATA = {"json", "table"}
"""Formats of a tree that programs read."""
SHOWN = {
    "plain": in_lines,
    "printed": printed,
    "screen": lambda text: styled(text).plain,
    "screen, one line": lambda text: line(text).plain,
    "source line": lambda text: caret(text, Span(1, 1, 1, 2))[0],
    "brief": lambda name: brief(asked_first(name), Library()),
    "draft": lambda text: told("x", text).as_text(1000),
    **{f"recommendation as {name}": partial(recommended, setter) for name, setter in SETTERS.items()},
    **{f"tree as {name}": partial(drawn, setter) for name, setter in FORMATS.items() if name not in DATA},
}
"""Ways on which a text is shown."""
WRITTEN = {
    "message": escaped,
    **{f"tree as {name}": partial(drawn, FORMATS[name]) for name in sorted(DATA)},
    "walk as json": lambda name: as_json(asked_first(name).to_dict()),
}
"""Ways on which what acts is written out, and can be read back."""
TYPED = {"note": typed_line, "drafted tree": typed}
"""Ways on which what somebody typed is taken in."""


@pytest.mark.parametrize("number", [0x7, 0x1B, 0x85, 0x202E, 0x2066, 0x2028])
def test_a_letter_written_as_a_number_does_not_act(number):
    assert not UNSAFE.search(html(f"*Ann*&#{number};Lee"))


@pytest.mark.parametrize("way", [*SHOWN, *WRITTEN, *TYPED])
def test_a_letter_that_is_no_control_stays(way):
    for called, letter in KEPT.items():
        name = f"Ann{letter}Lee"
        assert name in {**SHOWN, **WRITTEN, **TYPED}[way](name), called


@pytest.mark.parametrize("letter", KEPT.values(), ids=KEPT)
def test_a_name_is_kept_as_it_was_typed(letter, tmp_path, monkeypatch):
    name = f"Ann{letter}Lee"
    assert f'"{name}"' in first_file(name, tmp_path, monkeypatch)
    assert seen_title(name, tmp_path) == name


@pytest.mark.parametrize("way", SHOWN)
def test_what_would_act_is_shown_as_one_sign(way):
    for letter in (*ACTING, *UNWRITTEN):
        shown = SHOWN[way](f"Ann{letter}Lee")
        assert "Ann\ufffdLee" in shown, ascii(letter)
        assert letter not in shown, ascii(letter)


@pytest.mark.parametrize("way", WRITTEN)
def test_what_would_act_is_written_out(way):
    for letter in (*ACTING, *UNWRITTEN):
        assert f"Ann\\u{ord(letter):04x}Lee" in WRITTEN[way](f"Ann{letter}Lee")


@pytest.mark.parametrize("way", TYPED)
def test_what_would_act_is_not_taken_in(way):
    for letter in (*ACTING, *UNWRITTEN):
        assert TYPED[way](f" Ann{letter}\tLee\n") == "Ann Lee", ascii(letter)
