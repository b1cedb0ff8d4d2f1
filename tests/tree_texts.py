"""What stands in a tree or an overlay to be read, for tests that hold on every word of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from postwise.tree.model import Tree
from postwise.tree.placeholders import DEFAULTS

NO_TEXTS = frozenset({"when", "id", "goto", "tree", "trees", "group", "url", "place", "reviewed", "review-by", "was"})
"""The keys behind which there is nothing that is read as it stands."""

GOVERNMENT = re.compile(
    r"(?:^|\.)(?:gov|gov\.\w\w|gov\.\w\w\.ca|gouv\.qc\.ca|canada\.ca|alberta\.ca|nibusinessinfo\.co\.uk)$"
)
"""What the name of an official site ends in, where the local words that ship are for."""

ENDS_AN_EVENING = (
    *(
        "leave-mute",
        "talk-ask-them",
        "talk-terms",
        "raise-inside",
        "leave-live",
        "talk-decline",
        "talk-door",
        "raise-press",
    ),
    *("stop-party", "stop-controversy", "stop-case", "stop-confidence", "leave-own-policy", "talk-then-and-now"),
    *("talk-pushed", "talk-unnamed", "adapt-goodbye", "talk-belief", "act-breach"),
)
"""Endings after which somebody may sit alone at eleven at night, outside the two trees that are read in fear."""


def is_own_or_official(page: str, addresses: Iterable[str]) -> bool:
    """Tell whether a page is of a government, or of the body itself, whose addresses stand beside its number."""
    site = page.partition(":")[0]
    own = {(urlsplit(address).hostname or "").removeprefix("www.") for address in addresses}
    return bool(GOVERNMENT.search(site)) or any(site == each or site.endswith(f".{each}") for each in own)


def ends_in_trouble(tree: Tree) -> Iterator[str]:
    """Yield the endings after which whoever asked for themselves may need somebody at eleven at night."""
    if tree.id != "someone-complained":  # that is walked by whoever decides, in their office
        for name, outcome in tree.outcomes.items():
            if outcome.rights and outcome.verdict not in {"go", "adapt", "info"}:
                yield name


def texts_of(part: Any) -> Iterator[str]:
    """Yield every text in a part of a tree's or an overlay's data that somebody may read."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for key, each in part.items() if key not in NO_TEXTS for text in texts_of(each))
    elif isinstance(part, list | tuple):
        yield from (text for each in part for text in texts_of(each))


def texts_of_tree(tree: Tree) -> list[str]:
    """Return everything that somebody walking a tree may read, its blanks filled in."""
    known = {**DEFAULTS, **tree.profile}
    parts = [*tree.questions.values(), *tree.outcomes.values()]
    texts = (text for part in parts for text in texts_of(part.as_data()))
    return [re.sub(r"\{([\w-]+)\}", lambda blank: known.get(blank[1], "it"), text) for text in texts]
