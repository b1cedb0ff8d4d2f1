"""Texts made safe for the languages they are put into: what was written is what is read, and never acts."""

from __future__ import annotations

import html
import re

from postwise.show.wrapping import one_line

UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What XML has no place for, and the controls that a terminal or the direction of a line would act on."""
ALWAYS = re.compile(r"([\\`*_\[\]<>~|])|&(?=#|\w)")
AT_START = re.compile(
    r"^(?:(?P<sign>[-+](?=\s|$|-)|=(?==*$)|#(?=#{0,5}(?:\s|$)))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))"
)
"""What would begin a list, a heading or a rule."""


def cleaned(text: str) -> str:
    """Return a text with every control character shown as U+FFFD; line breaks and tabs stay."""
    return UNFIT.sub("\ufffd", text)


def for_html(text: str) -> str:
    """Return a text as it stands between tags, or in a quoted attribute, of HTML or XML."""
    return html.escape(cleaned(text), quote=True)


def for_markdown(text: str) -> str:
    """Return a plain text, in one line, as Markdown that reads as exactly that text (CommonMark 0.31)."""
    line = cleaned(one_line(text))
    line = ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    return AT_START.sub(lambda found: f"{found['number'] or ''}\\{found['sign'] or found['dot']}", line)


def for_address(url: str) -> str:
    """Return an address as it stands in the round brackets of a Markdown link."""
    plain = cleaned(url).strip()
    return re.sub(r"[\s<>()\\\x60*_\[\]]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), plain)
