"""What names things in a tree: words of lower-case letters and digits, joined by hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""Words of lower-case letters and digits, beginning with a letter, joined by hyphens."""


def id_of(text: str) -> str:
    """Return the id that a text makes, empty if it makes none (nothing left, or it would begin with a digit)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return made if ID.fullmatch(made) else ""


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id as wanted, with a number behind it if it is taken."""
    return next(free for free in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if free not in taken)
