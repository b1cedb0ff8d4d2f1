"""A line of a comparison, and how it stands in a comment: read as it is, and calling on nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from postwise.text import for_markdown


class Line(NamedTuple):
    """Something that is said, and how far it is set in under what it belongs to."""

    depth: int
    text: str


HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
LINKED = rf"(?<![^\s(])https?://{HOST}(?:/[\w./~%?=&+:@#-]*)?|(?<![\w.+@#/-])[\w.+-]*\w@{HOST}"
"""An address of the web or of mail, which is a link as a whole: nothing in it calls on anybody."""
CALLS = re.compile(rf"({LINKED})|([@#])(?=\w)|\b(GH)(?=-\d)", re.IGNORECASE)


def for_comment(text: str) -> str:
    """Return a plain text as Markdown that reads as that text, and in which no name or number calls on anybody.

    A comment on GitHub tells everybody who is named as ``@name``, and links ``#12``, wherever the words come from; an
    escape keeps neither from it. Addresses stay whole.
    """
    return CALLS.sub(lambda found: found[1] or f"{found[0]}<!-- -->", for_markdown(text))
