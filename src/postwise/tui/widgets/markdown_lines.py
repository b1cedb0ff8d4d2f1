"""Markdown as lines of a sheet. A text without any is never parsed; a link is opened only when a person chooses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from postwise.tui.widgets.content import EMPTY, join, line, styled
from postwise.tui.widgets.text_page import BLANK, PageLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from textual.content import Content

SAFE = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
MARKS = frozenset("*_`[\\<&\n\t")
"""Without any of these, only the first and the last letters of a text can make it Markdown."""
BREAKS = {"softbreak": " ", "hardbreak": "\n"}
GAP = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Somewhere to go on the web or by mail: what choosing a line with a link means."""

    url: str


def link(title: str, url: str, indent: int = 0) -> PageLine:
    """Return the line of a link; it can be chosen only if it leads to the web or to mail."""
    address = LinkTarget(url) if SAFE.fullmatch(url) else None
    shown = styled(title, "under" if address else "")
    if title != url:
        shown = join([shown, line(f"  {url.removeprefix('https://').removeprefix('http://')}", "muted").pad_left(2)])
    return PageLine(shown, styled("↗ ", "accent"), address, indent)


def marked_up(text: str) -> bool:
    """Tell whether a text may have Markdown in it; of the plainest texts without asking what Markdown is."""
    if not text or (text[0].isalpha() and MARKS.isdisjoint(text) and not text.endswith("  ")):
        return False
    from postwise.show.markdown import has_markdown

    return has_markdown(text)


@lru_cache(maxsize=256)
def prose(text: str, ink: str = "") -> tuple[PageLine, ...]:
    """Return a Markdown text as lines, paragraphs set apart by blank ones."""
    if not marked_up(text):
        paragraphs = [PageLine(line(part, ink)) for part in GAP.split(text.strip()) if part.strip()]
        return tuple(one for paragraph in paragraphs for one in (BLANK, paragraph))[1:]
    return tuple(_Reader(ink).read(_parsed(text)))


def _parsed(text: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable("image").parse(text)


class _Reader:
    """Reads the tokens of a Markdown parser once, into lines."""

    def __init__(self, ink: str) -> None:
        self.ink = ink
        self.indent = 0
        self.counts: list[int | None] = []
        self.bullet = ""
        self.begun = False
        self.close = False

    def read(self, tokens: Sequence[Token]) -> Iterator[PageLine]:
        """Yield the lines of a text."""
        for token in tokens:
            match token.type:
                case "bullet_list_open":
                    self.counts.append(None)
                case "ordered_list_open":
                    self.counts.append(int(token.attrGet("start") or 1))
                case "bullet_list_close" | "ordered_list_close":
                    self.counts.pop()
                case "list_item_open":
                    self._item()
                case "blockquote_open":
                    self.indent += 2
                case "blockquote_close" | "list_item_close":
                    self.indent -= 2
                case "inline":
                    yield from self._paragraph(token)
                case "fence" | "code_block":
                    yield from self._code(token)

    def _item(self) -> None:
        number = self.counts[-1]
        self.bullet = "· " if number is None else f"{number}. "
        if number is not None:
            self.counts[-1] = number + 1
        self.indent += 2
        self.close = self.begun and len(self.counts) > 0

    def _line(self, content: Content) -> Iterator[PageLine]:
        if self.begun and not (self.bullet and self.close):
            yield BLANK
        indent = self.indent - (2 if self.bullet else 0)
        yield PageLine(content, styled(self.bullet, "accent") if self.bullet else EMPTY, indent=indent)
        self.bullet = ""
        self.begun = True

    def _code(self, token: Token) -> Iterator[PageLine]:
        for place, row in enumerate(token.content.rstrip("\n").split("\n")):
            if place == 0:
                yield from (replace(one, indent=one.indent + 2) for one in self._line(styled(row, "accent")))
            else:
                yield PageLine(styled(row, "accent"), indent=self.indent + 2)

    def _paragraph(self, token: Token) -> Iterator[PageLine]:
        pieces: list[Content] = []
        links: list[tuple[str, str]] = []
        inks: list[str] = [self.ink] if self.ink else []
        href, start = "", 0
        for child in token.children or ():
            match child.type:
                case "strong_open":
                    inks.append("bold")
                case "em_open":
                    inks.append("italic")
                case "link_open":
                    inks.append("under")
                    href, start = str(child.attrGet("href") or ""), len(pieces)
                case "link_close":
                    inks.pop()
                    links.append((join(pieces[start:]).plain, href))
                case "strong_close" | "em_close":
                    inks.pop()
                case _:
                    shown = "accent" if child.type == "code_inline" else " ".join(inks)
                    pieces.append(styled(BREAKS.get(child.type, child.content), shown))
        yield from self._line(join(pieces))
        for title, url in links:
            yield link(title, url, self.indent)
