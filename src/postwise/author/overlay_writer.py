"""An overlay to fill in: every text of a tree that can be said in other words, as it is, behind a comment sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from postwise.tree.model import Tree
from postwise.tree.overlay_file import digest, words_in
from postwise.tree.overlays import Overlay, laid
from postwise.tree.toml_writer import toml_key, toml_value

HOW = (
    "# Words to lay over a tree. Take the sign away from a line and say it as it is said here;",
    "# leave the other lines as they are. `see` and `notes` are added to what the tree has, as in",
    '# see = [{ title = "An advice line", phone = "…" }]',
)


def overlay_to_fill_in(tree: Tree, place: str | None, today: dt.date) -> str:
    """Return the text of an overlay's file for a tree, with nothing in other words yet."""
    return "\n".join(_lines(tree, place, today)) + "\n"


def _lines(tree: Tree, place: str | None, today: dt.date) -> Iterator[str]:
    yield from HOW
    yield from ("format = 1", "", "[overlay]")
    yield f"title = {toml_value(place.upper() if place else 'Our own words')}"
    yield f"trees = {toml_value([tree.id])}"
    if place:
        yield f"place = {toml_value(place)}"
    yield f"reviewed = {today}"
    yield f"review-by = {today.replace(year=today.year + 1, day=1)}"
    for header, table in _tables(words_in(tree)).items():
        yield from ("", f"[{'.'.join(map(toml_key, header))}]")
        yield from (f"# {toml_key(key)} = {toml_value(value)}" for key, value in table.items())
    yield from (
        "",
        "# What the tree said when these words were made: the check tells which has changed since.",
        "[was]",
    )
    yield from (
        f"{toml_key(f'{tree.id}/{name}')} = {toml_value(digest(text))}" for name, text in words_in(tree).items()
    )


def _tables(words: Mapping[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return texts by the header of their table and by their key; what an answer says and carries is one value."""
    tables: dict[tuple[str, ...], dict[str, Any]] = {}
    for place, text in words.items():
        match place.split("."):
            case [section, name, "answers", answer, key]:
                table, answer_key = tables.setdefault((section, name, "answers"), {}), answer
                table[answer_key] = _answer(table.get(answer_key), key, text)
            case [section, name, ("yes" | "no") as answer, key]:
                table = tables.setdefault((section, name), {})
                table[answer] = _answer(table.get(answer), key, text)
            case [*header, key]:
                tables.setdefault(tuple(header), {})[key] = text
    return tables


def _answer(known: Any, key: str, text: str) -> Any:
    if known is None:
        return text if key == "text" else {key: text}
    return {**({"text": known} if isinstance(known, str) else known), key: text}


@dataclass(frozen=True, slots=True)
class OverlayState:
    """How far an overlay has a tree in other words."""

    said: int
    """How many of the tree's texts are in other words."""
    missing: Mapping[str, str]
    """Those that are not, by their places."""
    stale: tuple[str, ...]
    """The places at which the tree has changed since the words were made."""


def state_of(overlay: Overlay, tree: Tree) -> OverlayState:
    """Return how far an overlay has a tree in other words, and what has changed under them."""
    before, after = words_in(tree), words_in(laid(tree, overlay))
    missing = {place: _plain(text) for place, text in before.items() if after.get(place) == text}
    was = {name.partition("/")[2]: told for name, told in overlay.was.items() if name.startswith(f"{tree.id}/")}
    stale = (place for place, told in was.items() if place not in before or digest(before[place]) != told)
    kept = {place for place in was if place not in missing}
    return OverlayState(len(before) - len(missing), missing, tuple(place for place in stale if place in kept))


def _plain(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else " / ".join(text)
