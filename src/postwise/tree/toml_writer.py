"""TOML as postwise writes it: a value in one line, and a table under its header. Nothing else spells TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w


def toml_key(name: str) -> str:
    """Return a name as it stands before the equals sign or in a header, in quotes where it needs them."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def toml_value(value: Any) -> str:
    """Return a text, a number, a yes or no, a date, a list, a set or a table in one line; it reads back as it is."""
    match value:
        case Mapping():
            pairs = ", ".join(f"{toml_key(key)} = {toml_value(inner)}" for key, inner in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case list() | tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case frozenset():
            return toml_value(sorted(value))
        case _:
            return tomli_w.dumps({"a": value}).removeprefix("a = ").removesuffix("\n")


def toml_table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a table under the header of its path; of a list of tables, each has a line."""
    yield f"[{'.'.join(map(toml_key, path))}]"
    for key, value in table.items():
        if isinstance(value, list | tuple) and value and all(isinstance(inner, Mapping) for inner in value):
            yield f"{toml_key(key)} = ["
            yield from (f"  {toml_value(inner)}," for inner in value)
            yield "]"
        else:
            yield f"{toml_key(key)} = {toml_value(value)}"
