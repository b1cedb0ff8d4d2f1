"""Sections and items of a text, and how they are set as Markdown and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from postwise.show.markdown import SAFE, for_any_reader, html
from postwise.text import for_address, for_html, for_markdown, safe
from postwise.tree.model import Contact
from postwise.walk.saved_walk import SavedContact

Form = Literal["steps", "list", "road", "draft"]
"""Things to do in their order; things side by side; questions with their answers; lines kept as they were written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a section, with what belongs under it."""

    text: str
    markdown: bool = False
    """Whether the text is Markdown."""
    address: str = ""
    """Where it can be read; empty for what is no link."""
    phone: str = ""
    """The number that can be rung; empty for what has none."""
    under: tuple[Item, ...] = ()
    label: str = ""
    """Plain words before the text."""
    leads: str = ""
    """Plain words for where it leads; empty for what leads nowhere."""
    anchor: str = ""
    """The anchor on the page of what it leads to."""
    marked: bool = False
    """Whether it is on the road that is shown."""
    aside: str = ""
    """Plain words behind the text, less loud where that can be seen."""
    typed: str = ""
    """A command line, which stands behind the text unbroken, as it can be typed or copied."""
    about: Any = None
    """What it speaks of (a step, an unsure answer), for a view in which that can be chosen."""

    @property
    def words(self) -> str:
        """The text with its aside."""
        return f"{self.text} {self.aside}" if self.aside else self.text


def contact_item(contact: Contact | SavedContact, label: str = "") -> Item:
    """Return the entry of a contact whose texts are filled: called by its title, or by what there is."""
    text = contact.title or contact.phone or contact.url
    return Item(text, address=contact.url, phone=contact.phone, label=label)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    items: tuple[Item, ...] = ()
    form: Form = "list"
    level: int = 2
    prose: tuple[Item, ...] = ()
    """Paragraphs before the items."""
    anchor: str = ""
    """Its own anchor on the page."""
    style: str = ""
    """The class of its heading on the page."""


def as_markdown(sections: Iterable[Section]) -> Iterator[str]:
    """Yield sections as blocks of CommonMark: plain texts escaped, Markdown ones to be read as they are here."""
    for section in sections:
        yield f"{'#' * section.level} {for_markdown(section.title)}"
        for item in section.prose:
            yield _marked_down(item)
        if section.form == "draft":
            yield "\n".join(_quoted(section.items))
        elif section.items:
            yield "\n".join(line for item in section.items for line in _markdown_item(item, section.form))


def _quoted(items: tuple[Item, ...]) -> Iterator[str]:
    """Yield lines as a quote that keeps where they end; an empty one parts paragraphs."""
    following = [*(item.text.strip() for item in items[1:]), ""]
    for item, after in zip(items, following, strict=True):
        broken = "\\" if item.text.strip() and after else ""
        yield f"> {for_markdown(item.text)}{broken}".rstrip()


def _marked_down(item: Item) -> str:
    text = for_any_reader(safe(item.text)).strip() if item.markdown else for_markdown(item.words)
    if item.address:
        text = f"[{text}](<{for_address(item.address)}>)"
    if item.phone and item.phone != item.text:
        text = f"{text}: {for_markdown(item.phone)}"
    if item.typed:
        text = f"{text} {in_backticks(item.typed)}"
    if item.label:
        text = f"{for_markdown(item.label)} {text}"
    if item.marked:
        text = f"**{text}** (the road taken)" if not item.markdown else text
    return f"{text} → {for_markdown(item.leads)}" if item.leads else text


def in_backticks(text: str) -> str:
    """Return a text as code in Markdown, in one backtick more than stand together in it (CommonMark 0.31, 6.1)."""
    text = safe(text).replace("\n", " ")
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{text}{room}{fence}"


def _markdown_item(item: Item, form: str, indent: str = "") -> Iterator[str]:
    first, *rest = _marked_down(item).split("\n")
    yield f"{indent}- {'[ ] ' if form == 'steps' else ''}{first}"
    yield from (f"{indent}  {line}".rstrip() for line in rest)
    for inner in item.under:
        yield from _markdown_item(inner, "list", f"{indent}  ")


def as_html(sections: Iterable[Section]) -> Iterator[str]:
    """Yield sections as HTML, everything escaped."""
    for section in sections:
        yield f"<section{_attribute('id', section.anchor)}>"
        yield f"<h{section.level}{_attribute('class', section.style)}>{for_html(section.title)}</h{section.level}>"
        yield from (f"<div>{_in_html(inner)}</div>" for inner in section.prose)
        if section.form == "draft":
            yield f'<div class="draft">{for_html(chr(10).join(item.text for item in section.items))}</div>'
        elif section.form == "road":
            yield "<dl>"
            for item in section.items:
                yield f"<dt>{_in_html(item)}</dt>" + "".join(f"<dd>{_in_html(inner)}</dd>" for inner in item.under)
            yield "</dl>"
        elif section.items:
            yield f"<ul{_attribute('class', 'todo' if section.form == 'steps' else '')}>"
            yield from map(_html_item, section.items)
            yield "</ul>"
        yield "</section>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{for_html(value)}"' if value else ""


def _in_html(item: Item) -> str:
    text = html(item.text) if item.markdown else for_html(item.words)
    if item.address:
        text = link(text, item.address)
    if item.phone:
        number = f'<a href="{for_html(rung(item.phone))}">{for_html(item.phone)}</a>'
        text = number if item.phone == item.text else f"{text}: {number}"
    if item.typed:
        text = f"{text} <code>{for_html(item.typed)}</code>"
    if item.label:
        text = f'<span class="quiet">{for_html(item.label)}</span> {text}'
    if item.marked:
        text = f'<strong class="road">{text}</strong>'
    if item.leads:
        text += f' <span class="leads">→ <a href="#{for_html(item.anchor)}">{for_html(item.leads)}</a></span>'
    return text


def _html_item(item: Item) -> str:
    under = "".join(map(_html_item, item.under))
    return f"<li>{_in_html(item)}{f'<ul>{under}</ul>' if under else ''}</li>"


def rung(phone: str) -> str:
    """Return the address under which a number is rung: its digits, with the country's + if it has one (RFC 3966).

    What many write for the zero that is left out behind a country, (0), is left out.
    """
    digits = re.sub(r"[^0-9]", "", phone.replace("(0)", "") if phone.startswith("+") else phone)
    return f"tel:{'+' if phone.startswith('+') else ''}{digits}"


def link(text: str, address: str) -> str:
    """Return HTML that leads to an address of the web or of mail; one of any other kind is shown, not followed."""
    if SAFE.fullmatch(address):
        return f'<a href="{for_html(address)}">{text}</a>'
    return f"{text} ({for_html(address)})"
