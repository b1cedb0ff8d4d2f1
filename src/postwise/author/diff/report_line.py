"""A line of a comparison, and how it stands in a comment: read as it is, and calling on nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from postwise.text import for_markdown


class Line(NamedTuple):
    """Something that is said, and how far it is set in under what it belongs to."""

    depth: int
    text: str


def for_comment(text: str) -> str:
    """Return a plain text as Markdown that reads as that text, and in which no name or number calls on anybody.

    A comment on GitHub tells everybody who is named as ``@name``, and links ``#12``, wherever the words come from; an
    escape keeps neither from it.
    """
    return re.sub(r"([@#])(?=\w)|\b(GH)(?=-\d)", r"\1\2<!-- -->", for_markdown(text))
