"""Markdown in a tree's texts, read into blocks, set as plain lines or as safe HTML. Without any, nothing is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from postwise.text import NARROWEST, for_html, one_line, safe, wrap

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
ENDLESS = 1_000_000_000
SAFE = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
"""An address of the web or of mail; no other is followed."""


class LinkEnd(NamedTuple):
    """What a link says and where it leads, told where it ends."""

    words: str
    address: str


class TextSpan(NamedTuple):
    """A stretch of text that looks the same all along."""

    text: str
    marks: tuple[str, ...] = ()
    """What holds of it, the outermost first: ``strong``, ``em``, ``link``, ``code_inline``."""
    link: LinkEnd | None = None
    """The link that ends behind it."""

    @property
    def plain(self) -> str:
        """The text, with the address of a link that does not say it."""
        if self.link is None or self.link.address in {self.link.words, f"mailto:{self.link.words}"}:
            return self.text
        return f"{self.text} ({self.link.address})"


class Block(NamedTuple):
    """A stretch of text that is broken into lines as one."""

    spans: tuple[TextSpan, ...]
    lead: str = ""
    """What stands before its first line: an indent, a bullet, a number."""
    depth: int = 0
    """How many list items and quotes it stands in."""
    close: bool = False
    """Whether it follows the block before it without an empty line."""
    exact: bool = False
    """Whether its spaces and lines count, as in code."""

    @property
    def text(self) -> str:
        """The block without its marks, links as *words (address)*."""
        return "".join(span.plain for span in self.spans)

    def lines(self, width: int, first: str = "", rest: str = "") -> list[str]:
        """Return the block in lines of at most `width` columns, as far as its words let it.

        `first` stands before the first line and `rest` before the others.
        """
        hang = " " * len(self.lead)
        room = max(width - len(rest) - len(hang), NARROWEST)
        parts = self.text.split("\n")
        lines = parts if self.exact else [line for part in parts for line in wrap(part, room)]
        return [f"{rest}{hang}{line}" if place else f"{first}{self.lead}{line}" for place, line in enumerate(lines)]


def has_markdown(text: str) -> bool:
    """Tell whether a text may have Markdown in it."""
    return MARKS.search(text) is not None


def plain_block(text: str) -> Block:
    """Return a text without Markdown as a block."""
    return Block((TextSpan(text),))


def blocks(text: str) -> list[Block]:
    """Return a Markdown text as blocks."""
    if not has_markdown(text):
        return [plain_block(part) for part in _paragraphs(text)]
    return list(BlockReader().read(_parser().parse(text)))


def _paragraphs(text: str) -> list[str]:
    return [one_line(part) for part in GAP.split(text.strip("\n")) if part.strip(" \t\n")]


def plain_lines(text: str) -> str:
    """Return a Markdown text as plain lines, one for each paragraph or list item, however long."""
    return "\n".join(line for block in blocks(text) for line in block.lines(ENDLESS))


def wrapped(text: str, width: int, first: str = "") -> list[str]:
    """Return a Markdown text as plain lines of at most `width` columns, paragraphs set apart by empty ones.

    `first` (a bullet, say) stands before the first line and as many spaces before the others.
    """
    rest = " " * len(first)
    lines: list[str] = []
    for place, block in enumerate(blocks(text)):
        if place and not block.close:
            lines.append("")
        lines += block.lines(width, rest if place else first, rest)
    return lines


def in_one_line(text: str) -> str:
    """Return a Markdown text as one plain line."""
    return " ".join(one_line(block.text) for block in blocks(text))


def html(text: str) -> str:
    """Return a Markdown text as HTML: no raw HTML, no pictures, links only to the web and to mail.

    A text of one paragraph comes without its ``<p>``.
    """
    if not has_markdown(text):
        parts = [for_html(part) for part in _paragraphs(text)]
        return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)
    page = safe(_parser().render(text)).strip()  # behind the parser, which reads letters written as numbers
    alone = page.startswith("<p>") and page.endswith("</p>") and page.count("<p>") == 1
    return page[3:-4] if alone else page


def for_any_reader(text: str) -> str:
    """Return a Markdown text as CommonMark that any reader takes as it is taken here (CommonMark 0.31).

    What would be raw HTML, a picture, or a link to anything but the web and mail is text there too.
    """
    if not has_markdown(text):
        return text
    lines = text.split("\n")
    whole: dict[int, int] = {}
    for token in _parser().parse(text):
        if token.map is not None and token.type in {"inline", "fence", "code_block"}:
            whole[token.map[0]] = token.map[1] if token.type == "inline" else -token.map[1]
    parts: list[str] = []
    place = 0
    while place < len(lines):
        end = whole.get(place, place + 1)
        part = "\n".join(lines[place : abs(end)])
        parts.append(part if end < 0 else "".join(_disarmed(part)))
        place = abs(end)
    return "\n".join(parts)


TURNS = re.compile(
    r"(?P<kept>\\.|<(?:https?://|mailto:)[^\s<>]*>|<[\w.!#$%&'*+/=?^{|}~-]+@[\w.-]+>|\]\(\s*\)"
    r"|\][(:]\s*<?(?=(?:https?://|mailto:)\S))"
    r"|(?P<ticks>`+)|(?P<acts><|!(?=\[))|(?P<leads>\](?=[(:]))",
    re.DOTALL | re.IGNORECASE,
)
"""What may turn the text behind it into something else."""
LINE_END = re.compile(r"\n[ \t]*(?:>[ \t]*)*")
"""The end of a line, with what says that the next one is in the same quote."""


def _disarmed(text: str) -> Iterator[str]:
    """Yield the text of one block in pieces, with a backslash before each sign that would act; code is left alone."""
    place = 0
    while (turn := TURNS.search(text, place)) is not None:
        yield text[place : turn.start()]
        place = turn.end()
        if turn["ticks"]:
            closing = (ticks for ticks in re.finditer("`+", text[place:]) if ticks[0] == turn["ticks"])
            place += next((ticks.end() for ticks in closing), 0)
            yield LINE_END.sub(" ", text[turn.start() : place])  # no block of raw HTML begins within a line
        else:
            yield turn[0] if turn["kept"] else f"\\{turn[0]}" if turn["acts"] else f"{turn[0]}\\"
    yield text[place:]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # most trees have no Markdown, and loading it takes longer than a walk's page

    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    parser.validateLink = lambda url: SAFE.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser


@dataclass(eq=False, repr=False)
class BlockReader:
    """Reads the tokens of a Markdown parser, once, into blocks."""

    indents: list[int] = field(default_factory=list)
    """The columns of the list items and quotes that are open."""
    counts: list[int | None] = field(default_factory=list)
    """For each open list its next number, or None for bullets."""
    lead: str | None = None
    """The bullet or number that waits for its first block."""
    close: bool = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield the blocks of a list of tokens."""
        for token in tokens:
            if token.type == "inline":
                yield self._block(tuple(_spans(token.children or ())))
            elif token.type in {"fence", "code_block"}:
                yield self._block((TextSpan(token.content.rstrip("\n"), ("code_inline",)),), exact=True)
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
                self.indents.append(2)
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
        self.lead = " " * sum(self.indents) + mark
        self.indents.append(len(mark))

    def _block(self, spans: tuple[TextSpan, ...], *, exact: bool = False) -> Block:
        lead = self.lead if self.lead is not None else " " * sum(self.indents)
        self.lead = None
        return Block(spans, lead + "    " if exact else lead, len(self.indents), self.close, exact)


BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _spans(children: Sequence[Token]) -> Iterator[TextSpan]:
    marks: list[str] = []
    texts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in children:
        kind, _, turn = token.type.rpartition("_")
        if kind == "link" and turn == "open":
            links.append((len(texts), str(token.attrGet("href") or "")))
        if turn == "open":
            marks.append(kind)
        elif turn == "close":
            marks.pop()
        else:
            text = BREAKS.get(token.type, token.content)
            code = ("code_inline",) if token.type == "code_inline" else ()
            texts.append(text)
            yield TextSpan(text, (*marks, *code))
        if kind == "link" and turn == "close":
            start, address = links.pop()
            yield TextSpan("", tuple(marks), LinkEnd("".join(texts[start:]), address))
