"""Light or dark: what a terminal answers among what is typed, in however many pieces, and what becomes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise.tui import terminal_ground
from postwise.tui.app import PostwiseApp
from postwise.tui.terminal_ground import Ground, GroundAnswer, answers

from .conftest import running

LIGHT, DARK = b"\x1b]11;rgb:fafa/f7f7/f0f0\x1b\\", b"\x1b]11;rgba:15/17/1c/ff\x07"


def through(answer, pieces):
    """Return what is let through of pieces, and then of nothing more, and what was said."""
    came, said = b"", []
    for piece in (*pieces, b""):
        rest, ground = answer.taken(piece)
        came += rest
        said += [] if ground is None else [ground.dark]
    return came, said


@given(before=st.text("ab1\x1b]"), after=st.text("ab1"), which=st.sampled_from([LIGHT, DARK]), data=st.data())
def test_the_answer_is_taken_out_and_all_else_comes_through(before, after, which, data):
    typed = before.encode() + which + after.encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(typed)), max_size=4)))
    pieces = [typed[start:end] for start, end in zip([0, *cuts], [*cuts, len(typed)], strict=True)]
    answer = GroundAnswer()
    answer.expect()
    came, said = through(answer, [piece for piece in pieces if piece])
    assert said == [which is DARK]
    assert came == before.encode() + after.encode()


def test_an_escape_key_is_held_for_one_look_while_an_answer_is_awaited_and_not_later(monkeypatch):
    answer = GroundAnswer()
    answer.expect()
    assert answer.taken(b"\x1b") == (b"", None)
    assert answer.taken(b"") == (b"\x1b", None)
    monkeypatch.setattr(terminal_ground.time, "monotonic", lambda: float("inf"))
    assert answer.taken(b"\x1b") == (b"\x1b", None)


def test_an_answer_that_comes_late_in_two_pieces_types_nothing():
    answer = GroundAnswer()
    assert answer.taken(LIGHT[:9]) == (b"", None)
    assert answer.taken(b"") == (b"", None)
    rest, said = answer.taken(LIGHT[9:])
    assert rest == b""
    assert said is not None
    assert not said.dark


def test_what_only_begins_like_an_answer_is_let_through_in_the_end():
    answer = GroundAnswer()
    assert answer.taken(b"\x1b]11;" + b"x" * 60)[0] == b"\x1b]11;" + b"x" * 60


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm", "TMUX": "/tmp/x"}, False),
        ({"TERM": "xterm", "STY": "1"}, False),
    ],
)
def test_only_a_terminal_that_may_answer_is_asked(environment, asked):
    assert answers(environment) is asked


@pytest.mark.parametrize(
    ("liked", "dark", "theme"),
    [
        ("auto", False, "postwise-light"),
        ("auto", True, "postwise-dark"),
        ("light", True, "postwise-light"),
        ("dark", False, "postwise-dark"),
        ("projector", False, "postwise-projector"),
    ],
)
async def test_what_the_terminal_says_counts_where_the_theme_is_left_to_it(library, liked, dark, theme):
    app = PostwiseApp(library, liked=liked)
    async with running(app):
        app.on_ground(Ground(dark=dark))
        assert app.theme == theme
