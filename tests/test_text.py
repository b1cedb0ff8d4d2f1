"""What was written is what is read, in Markdown and in HTML, whatever it is."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postwise.text import (
    counted,
    for_address,
    for_html,
    for_markdown,
    in_columns,
    joined,
    number_word,
    one_line,
    safe,
    wrap,
)
from shown import hostile_texts

ANY = st.one_of(hostile_texts, st.text(min_size=1).filter(one_line))
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def read(markdown: str, block: str) -> list[str]:
    """Return the texts of one kind of block, as a Markdown parser reads them; nothing else may be there."""
    tokens = MARKDOWN.parse(markdown)
    blocks = {token.type for token in tokens if token.level == 0 and token.type != "inline"}
    assert blocks == {f"{block}_open", f"{block}_close"}
    found = []
    for token in tokens:
        if token.type == "inline":
            assert {child.type for child in token.children} <= {"text", "text_special"}
            found.append("".join(child.content for child in token.children))
    return found


@given(ANY)
@example("1 #")
@example("C ##")
def test_a_plain_text_reads_as_itself_in_markdown(text):
    shown = safe(one_line(text)).strip()
    for block, before in (("paragraph", ""), ("heading", "## "), ("bullet_list", "- ")):
        assert [one.strip() for one in read(before + for_markdown(text), block)] == [shown]


@given(st.one_of(ANY, st.text()))
def test_html_reads_as_itself(text):
    element = ET.fromstring(f'<p title="{for_html(text)}">{for_html(text)}</p>')
    assert len(element.get("title")) <= len(text)
    assert (element.text or "") == safe(text)


@given(ANY)
def test_an_address_stays_inside_its_link(text):
    html = MarkdownIt("commonmark").render(f"[words](<{for_address('https://example.org/' + text)}>) after")
    assert html.count("<a ") == 1
    assert html.endswith("words</a> after</p>\n")


@pytest.mark.parametrize("letter", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x7f", "\ud800", "\ufffe"])
def test_controls_are_shown_and_do_not_act(letter):
    assert safe(f"a{letter}b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["+1 for this", "-5", "2.5", "#tag", "a = b", "a-b"])
def test_nothing_is_escaped_that_need_not_be(text):
    assert for_markdown(text) == text


def test_things_are_counted_and_joined_as_one_says_it():
    assert [counted(n, "question") for n in (0, 1, 2)] == ["0 questions", "1 question", "2 questions"]
    assert [number_word(n) for n in (0, 1, 10, 11)] == ["none", "one", "ten", "11"]
    assert [joined("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert joined(["a", "b"], "or") == "a or b"


def test_lines_are_broken_between_words_where_there_is_less_room_and_set_in_as_they_begin():
    text = "   12  A reporter wants me to say something.\n\nTo go on from there: postwise run x --resume CODE"
    assert in_columns(text, 24).split("\n") == [
        "   12  A reporter wants",
        "       me to say",
        "       something.",
        "",
        "To go on from there: postwise run x --resume CODE",
    ], "a command stays whole"
    assert in_columns(text, 80) == text
    assert in_columns('Nothing is saved. Try "postwise records list" or ask.', 24).split("\n") == [
        "Nothing is saved. Try",
        '"postwise records list"',
        "or ask.",
    ]


NUMBERS = "Ring Samaritans (116 123, free, day or night), Acas on 0300 123 1100, or +353 1 613 6700: 12 000 000 do."


@pytest.mark.parametrize("width", range(20, 60))
def test_no_line_ends_within_a_number(width):
    lines = wrap(NUMBERS, width)
    assert " ".join(lines) == NUMBERS, "it is as it was written"
    for number in ("(116 123,", "0300 123 1100,", "+353 1 613 6700:", "12 000 000"):
        assert any(number in line for line in lines), (number, lines)
    assert all(number in in_columns(NUMBERS, width) for number in ("116 123", "0300 123 1100"))


def test_a_number_too_long_for_a_line_is_broken_at_its_blanks():
    assert wrap("1 2 3 4 5 6", 5) == ["1 2 3", "4 5 6"]
