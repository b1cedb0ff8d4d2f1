"""Markdown as lines of a page. A link is opened only when a person chooses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postwise.show.markdown import SAFE, Block, blocks
from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.themes import leading_to

if TYPE_CHECKING:
    from textual.content import Content

STYLES = {"strong": "bold", "em": "italic", "link": "under"}


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Somewhere to go on the web or by mail: what choosing a line with a link means."""

    url: str


def link(title: str, url: str, indent: int = 0, phone: str = "") -> PageLine:
    """Return the line of a link or of whom to ring; it can be chosen only if it leads to the web or to mail."""
    target = LinkTarget(url) if SAFE.fullmatch(url) else None
    parts = [styled(title, leading_to(url, "under") if target else "")]
    if phone not in {"", title}:
        parts.append(line(phone, "bold").pad_left(2))
    if url not in {"", title}:
        style = leading_to(url, "muted") if target else "muted"
        parts.append(line(url.removeprefix("https://").removeprefix("http://"), style).pad_left(2))
    return PageLine(join(parts), styled("↗ " if url else "· ", "accent"), target, indent)


@lru_cache(maxsize=256)
def prose(text: str, style: str = "") -> tuple[PageLine, ...]:
    """Return a Markdown text as lines, paragraphs set apart by blank ones."""
    return tuple(_lines(blocks(text), style))


def _lines(shown: list[Block], style: str) -> Iterator[PageLine]:
    for place, block in enumerate(shown):
        bullet = block.lead.strip()
        if place and not bullet:
            yield BLANK
        lead = styled("· " if bullet == "-" else f"{bullet} ", "accent") if bullet else EMPTY
        indent = 2 * block.depth + (2 if block.exact else 0)
        words = _words(block, style)
        first, *rest = words.split("\n", allow_blank=True) if block.exact else (words,)
        yield PageLine(first, lead, indent=indent - (2 if bullet else 0))
        yield from (PageLine(row, indent=indent) for row in rest)
        yield from (link(span.link.words, span.link.address, indent) for span in block.spans if span.link)


def _words(block: Block, style: str) -> Content:
    pieces: list[Content] = []
    address = ""
    for span in reversed(block.spans):  # where a link leads is told at its end
        address = span.link.address if span.link else address
        if span.text:
            pieces.append(styled(span.text, _style(span.marks, style, address)))
    return join(reversed(pieces))


def _style(marks: tuple[str, ...], style: str, address: str) -> str:
    words = ["accent"] if "code_inline" in marks else [style, *(STYLES[mark] for mark in marks)]
    name = " ".join(words).strip()
    return leading_to(address, name) if "link" in marks else name
