"""Markdown in a tree's texts: plain lines that say the same, HTML that cannot act, and no parser where none is needed."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postwise.show.markdown import (
    NARROWEST,
    SAFE,
    BlockReader,
    _parser,
    blocks,
    for_any_reader,
    has_markdown,
    html,
    in_one_line,
    plain_lines,
    wrapped,
)
from postwise.text import cells, one_line, wrap
from shown import hostile_texts

CASES = {
    "Plain words.": "Plain words.",
    "a *b* **c** _d_ `e`": "a b c d e",
    "see [words](https://example.org/x)": "see words (https://example.org/x)",
    "<https://example.org>": "https://example.org",
    "<me@example.org>": "me@example.org",
    "a\\*b &amp; c": "a*b & c",
    "one\ntwo": "one two",
    "one  \ntwo": "one\ntwo",
    "one\n\ntwo": "one\ntwo",
    "- one\n- two\n  - three": "- one\n- two\n  - three",
    "3. one\n4. two": "3. one\n4. two",
    "> said": "  said",
    "# Head\n\nwords": "Head\nwords",
    "```\na  b\n c\n```": "    a  b\n     c",
    "5 < 6 & 7 > 3": "5 < 6 & 7 > 3",
    "<b>raw</b>": "<b>raw</b>",
    "[not safe](javascript:alert(1))": "[not safe](javascript:alert(1))",
}


@pytest.mark.parametrize("text", CASES)
def test_plain_lines_say_what_the_markdown_says(text):
    assert plain_lines(text) == CASES[text]


@given(st.text("ab12 .,\n-+>#=~()!\"'", max_size=30))
def test_a_text_taken_for_plain_reads_as_it_would_parsed(text):
    if not has_markdown(text):
        assert [block.text for block in blocks(text)] == [
            one_line(block.text) for block in BlockReader().read(_parser().parse(text))
        ]


def test_the_parser_is_loaded_only_for_markdown():
    code = "import sys; from postwise.show.markdown import plain_lines, html; plain_lines('Plain.'), html('Plain.')"
    code += "; assert not [name for name in sys.modules if name.startswith('markdown_it')]"
    subprocess.run([sys.executable, "-c", code], check=True)


@given(hostile_texts, st.integers(30, 90))
@example("\t111111111111111111111語", 30)
@example("one two three four five six seven", 30)
@example("- - - - - one two three four five six seven", 30)
def test_lines_are_no_wider_than_asked_unless_a_single_word_is(text, width):
    """Code keeps its lines as they are, and however deep an indent, some room is left beside it."""
    lines = [line for line in wrapped(text, width, "  - ") if line]
    for block in blocks(text):
        margin = len("  - " + block.lead)
        count = len(block.lines(width, "  - ", "    "))
        own, lines = lines[:count], lines[count:]
        room = max(width, margin + NARROWEST)
        assert block.exact or all(cells(line) <= room or " " not in line[margin:] for line in own)
    assert lines == []


def test_later_lines_stand_under_the_first_word():
    assert wrapped("one two three four five six", 24, "  - ") == ["  - one two three four", "    five six"]


@given(st.text("ab é語 ", max_size=60), st.integers(2, 20))
def test_breaking_loses_nothing(text, width):
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width for line in wrap(text, width, whole_words=False))


@given(hostile_texts)
def test_html_is_well_formed_and_asks_for_nothing_from_outside(text):
    page = ET.fromstring(f"<div>{html(text)}</div>")
    tags = {element.tag for element in page.iter()}
    assert tags.isdisjoint({"script", "img", "b", "style", "iframe"})
    for element in page.iter("a"):
        assert element.get("href").lower().startswith(("http://", "https://", "mailto:"))


def test_one_paragraph_comes_without_its_tag():
    assert html("a *b*") == "a <em>b</em>"
    assert html("a\n\nb") == "<p>a</p><p>b</p>"
    assert in_one_line("a *b*\n\n- c") == "a b c"


def other_reader():
    """Return a reader of CommonMark that takes all of it."""
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda _: True
    return reader


PIECES = (
    *("<", "<b>", "<!-- x -->", "<div>\n", "<?x?>", "<https://e.org>", "<javascript:x>", "<a@b.c>", "&#60;b>"),
    *("`", "``", "```", "```\n", "~~~\n", "\\", "[a]", "![a](", "](", "]:", "[a]: ", "(", ")", "javascript:x", "x"),
    *("\n", "\n\n", "    ", "- ", "> ", "https://e.org", " ", "!"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("\\``x` <b> `")
@example("x```\n<div>\n```")
@example("> `\n> <div>\n> `")
def test_markdown_that_is_written_down_does_in_no_reader_what_it_does_not_do_here(text):
    told = other_reader().parse(for_any_reader(text))
    for token in (one for block in told for one in (block, *(block.children or ()))):
        assert not token.type.startswith(("html", "image"))
        assert token.type != "link_open" or not token.attrGet("href") or SAFE.fullmatch(token.attrGet("href"))


@pytest.mark.parametrize(
    "text",
    [
        *CASES,
        "Type <name> in the box, and `<name>` below it.",
        "![a picture](https://example.org/p.png)",
        '[a](<https://example.org/x> "t") [b](other.md) [c]\n\n[c]: javascript:x',
        "```\n<b>\n```\n\n    <b>\n\n> `a\n> b` <b>",
        "1. <b>\n   - [x](http://example.org)\n",
    ],
)
def test_markdown_that_is_written_down_says_in_any_reader_what_it_says_here(text):
    assert other_reader().render(for_any_reader(text)) == _parser().render(text)
