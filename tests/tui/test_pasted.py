"""What is pasted is words: no key, no command and no answer comes of it, whatever stands in it and however it comes in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste

from postwise.text import safe
from postwise.tui.pasted import BEGINS, ENDS, GONE, QUIET, Pasted, Piece
from postwise.tui.typed_keys import Typed

ACTING = [
    "\x1b",
    "\x1b[",
    "\x1b[A",
    "\x1b[200~",
    "\x1b[20",
    "\x1b]52;c;aGk=\x07",
    "\x1b[<0;3;3M",
    "\x9b2J",
    "\x00",
    "\x03",
]
WORDS = st.lists(st.sampled_from([*ACTING, "1", "q", "é", "\u202e", " ", "words", "\n"]), max_size=12).map("".join)
CUTS = st.lists(st.integers(0, 60), max_size=6).map(sorted)


def cut(text, cuts):
    places = [0, *(place for place in cuts if place <= len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


@given(WORDS, CUTS)
def test_all_of_it_is_one_paste_however_it_is_cut(words, cuts):
    begun = list(Pasted().pieces(f"a{BEGINS}{words}{ENDS}x"))
    assert begun == [Piece("a"), Piece(words, pasted=True), Piece("x")]
    pasted = Pasted()
    list(pasted.pieces(BEGINS))
    pieces = [piece for part in cut(f"{words}{ENDS}x", cuts) if part for piece in pasted.pieces(part)]
    assert pieces == [Piece(words, pasted=True), Piece("x")]


@given(WORDS, st.integers(3, 5))
def test_the_mark_before_it_may_come_in_two_parts(words, place):
    pasted = Pasted()
    pieces = [*pasted.pieces(f"a{BEGINS[:place]}"), *pasted.pieces(f"{BEGINS[place:]}{words}{ENDS}")]
    assert pieces == [Piece("a"), Piece(words, pasted=True)]


@given(WORDS, st.integers(1, 5), st.integers(3, 5), st.integers(0, QUIET - 1))
def test_a_mark_in_two_parts_may_pause_between_them(words, end, begin, pauses):
    pasted = Pasted()
    parts = [BEGINS[:begin], *[""] * pauses, f"{BEGINS[begin:]}{words}{ENDS[:end]}", *[""] * pauses, f"{ENDS[end:]}x"]
    assert [piece for part in parts for piece in pasted.pieces(part)] == [Piece(words, pasted=True), Piece("x")]


def test_what_may_be_the_beginning_of_a_paste_and_is_none_is_typed():
    pasted = Pasted()
    assert list(pasted.pieces("a\x1b[2")) == [Piece("a")]
    assert [piece for _ in range(QUIET) for piece in pasted.pieces("")] == [Piece("\x1b[2")]
    assert [piece for part in ("\x1b[2", "J") for piece in pasted.pieces(part)] == [Piece("\x1b[2J")]
    assert list(pasted.pieces("\x1b")) == [Piece("\x1b")], "esc waits for nothing"


def test_a_paste_without_an_end_is_over_when_nothing_has_come_for_a_while():
    pasted = Pasted()
    assert list(pasted.pieces(f"{BEGINS}words")) == []
    assert [piece for _ in range(QUIET) for piece in pasted.pieces("")] == [Piece("words", pasted=True)]
    assert not [piece for _ in range(GONE) for piece in pasted.pieces("")]
    assert list(pasted.pieces(f"{ENDS}\x03")) == [Piece("\x03")], (
        "keys are keys again, and an end that comes late is none"
    )


@given(WORDS, st.integers(QUIET, GONE - 1), st.integers(1, 5))
def test_a_paste_that_stalls_is_a_paste_yet(words, stall, place):
    pasted, more = Pasted(), "more" + words
    parts = [f"{BEGINS}words", *[""] * stall, f"{more}{ENDS[:place]}", *[""] * stall, f"{ENDS[place:]}x"]
    pieces = [piece for part in parts for piece in pasted.pieces(part)]
    assert pieces == [Piece("words", pasted=True), Piece(more, pasted=True), Piece("x")]


@pytest.mark.parametrize("key", ["\x03", "\x1b", "\x7f"])
def test_a_key_that_leads_back_ends_a_paste_that_stalls(key):
    pasted = Pasted()
    assert [piece for part in (f"{BEGINS}words", *[""] * QUIET) for piece in pasted.pieces(part)] == [
        Piece("words", pasted=True)
    ]
    assert [piece for part in (key, "1") for piece in pasted.pieces(part)] == [Piece(key), Piece("1")]


@given(WORDS)
def test_no_key_comes_of_it(words):
    messages = list(Typed().messages(f"{BEGINS}{words}{ENDS}1".encode()))
    assert [type(message) for message in messages] == [Paste, Key]
    assert messages[0].text == safe(words.replace("\r\n", "\n").replace("\r", "\n"))
