"""For which trees words of places ship: there the numbers to ring come in once somebody says where they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from postwise.tree.at_a_glance import is_overlay, place_of, trees_of
from postwise.tree.library import shipped_folder


def wants_a_place(tree_id: str, profile: Mapping[str, str]) -> bool:
    """Tell whether there are numbers for a tree that wait for an organisation to say where it is."""
    return not profile.get("place", "").strip() and tree_id in trees_with_places()


@cache
def trees_with_places() -> frozenset[str]:
    """Return the ids of the trees that words of some place ship for, as far as that can be seen at a glance."""
    files = (path for path in shipped_folder().glob("*.toml") if is_overlay(path) and place_of(path))
    return frozenset(name for path in files for name in trees_of(path))
