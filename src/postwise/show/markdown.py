"""Markdown in a tree's texts, turned into plain lines or into safe HTML. What has no Markdown in it is never parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from postwise.text import for_html, one_line, wrap

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARKS = re.compile(
    r"[*_`\[\\<&]"  # emphasis, code, links, escapes, addresses, entities
    r"|^[ \t]*(?:[-+>#=]|~~~|\d{1,9}[.)])"  # lists, quotes, headings, fences
    r"|^(?: {4}|[ \t]*\t)|[ ]{2}$",  # code by its indent, hard line breaks
    re.MULTILINE,
)
GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
NARROWEST = 20
"""Columns that a text is given at the least, however deep its indent."""
ENDLESS = 1_000_000_000
SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of plain text that is broken into lines as one."""

    text: str
    lead: str = ""
    """What stands before its first line: an indent, a bullet, a number."""
    close: bool = False
    """Whether it follows the block before it without an empty line."""
    exact: bool = False
    """Whether its spaces count, as in code."""

    def lines(self, width: int, first: str = "", rest: str = "") -> list[str]:
        """Return the block in lines of at most `width` columns, as far as its words let it.

        `first` stands before the first line and `rest` before the others.
        """
        if self.exact:
            return [f"{first}{self.lead}{self.text}"]
        hang = " " * len(self.lead)
        room = max(width - len(rest) - len(hang), NARROWEST)
        found = [line for part in self.text.split("\n") for line in wrap(part, room)]
        return [f"{rest}{hang}{line}" if place else f"{first}{self.lead}{line}" for place, line in enumerate(found)]


def has_markdown(text: str) -> bool:
    """Tell whether a text may have Markdown in it."""
    return MARKS.search(text) is not None


def blocks(text: str) -> list[Block]:
    """Return a Markdown text as plain blocks: emphasis marks dropped, links as *words (address)*."""
    if not has_markdown(text):
        return [Block(one_line(part)) for part in GAP.split(text.strip("\n")) if part.strip(" \t\n")]
    return list(BlockReader().read(_parser().parse(text)))


def plain_lines(text: str) -> str:
    """Return a Markdown text as plain lines, one for each paragraph or list item, however long."""
    return "\n".join(line for block in blocks(text) for line in block.lines(ENDLESS))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return a Markdown text as plain lines of at most `width` columns, paragraphs set apart by empty ones.

    `first` (a bullet, say) stands before the first line and `rest` before the others; left out, as many spaces.
    """
    rest = " " * len(first) if rest is None else rest
    found: list[str] = []
    for place, block in enumerate(blocks(text)):
        if place and not block.close:
            found.append("")
        found += block.lines(width, rest if place else first, rest)
    return found


def in_one_line(text: str) -> str:
    """Return a Markdown text as one plain line."""
    return " ".join(one_line(block.text) for block in blocks(text))


def html(text: str) -> str:
    """Return a Markdown text as HTML: no raw HTML, no pictures, links only to the web and to mail.

    A text of one paragraph comes without its ``<p>``.
    """
    if not has_markdown(text):
        parts = [for_html(one_line(part)) for part in GAP.split(text.strip("\n")) if part.strip(" \t\n")]
        return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)
    made = str(_parser().render(text)).strip()
    alone = made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1
    return made[3:-4] if alone else made


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    parser.validateLink = lambda url: SAFE.match(url) is not None  # type: ignore[method-assign]
    return parser


@dataclass
class BlockReader:
    """Reads the tokens of a Markdown parser, once, into plain blocks."""

    indents: list[str] = field(default_factory=list)
    """The indents of the lists and quotes that are open."""
    counts: list[int | None] = field(default_factory=list)
    """For each open list its next number, or None for bullets."""
    lead: str | None = None
    """The bullet or number that waits for its first block."""
    close: bool = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield the blocks of a list of tokens."""
        for token in tokens:
            if token.type == "inline":
                yield self._block(_inline(token.children or ()))
            elif token.type in {"fence", "code_block"}:
                for line in token.content.rstrip("\n").split("\n"):
                    yield self._block(line, exact=True)
                    self.close = True
                self.close = False
            else:
                self._turn(token)

    def _turn(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.counts.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self.counts.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                self.counts.pop()
            case "list_item_open":
                self._item()
            case "blockquote_open":
                self.indents.append("  ")
            case "list_item_close" | "blockquote_close":
                self.indents.pop()
                self.lead = None
            case "paragraph_close" | "heading_close":
                self.close = token.hidden

    def _item(self) -> None:
        number = self.counts[-1]
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self.counts[-1] = number + 1
        self.lead = "".join(self.indents) + mark
        self.indents.append(" " * len(mark))

    def _block(self, text: str, *, exact: bool = False) -> Block:
        lead = self.lead if self.lead is not None else "".join(self.indents)
        self.lead = None
        return Block(text, lead + "    " if exact else lead, self.close, exact)


def _inline(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []
    for token in children:
        match token.type:
            case "softbreak":
                pieces.append(" ")
            case "hardbreak":
                pieces.append("\n")
            case "link_open":
                opened.append((len(pieces), str(token.attrGet("href") or "")))
            case "link_close":
                start, address = opened.pop()
                words = "".join(pieces[start:])
                if address not in {words, f"mailto:{words}"}:
                    pieces.append(f" ({address})")
            case _:
                pieces.append(token.content)
    return "".join(pieces)
