"""The JSON schema of the tree file, for editors: read off the model, and what each key means from the text below it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from postwise.tree.file_table import FileTable, keys_of
from postwise.tree.ids import ID
from postwise.tree.model import Tree
from postwise.tree.pydantic_tables import model_of


def meanings(table: type[FileTable]) -> dict[str, str]:
    """Return what each key of a table means, by its name in the model, those of its ancestors among them."""
    texts: dict[str, str] = {}
    for ancestor in reversed(table.__mro__):
        if issubclass(ancestor, FileTable) and ancestor is not FileTable:
            texts.update(_fields(ancestor))
    return {name: texts[name] for name in keys_of(table) if name in texts}


def _fields(table: type[FileTable]) -> Iterator[tuple[str, str]]:
    body = ast.parse(textwrap.dedent(inspect.getsource(table))).body[0]
    if not isinstance(body, ast.ClassDef):
        return
    for field, text in pairwise(body.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            constant = text.value
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                yield field.target.id, inspect.cleandoc(constant.value)


DIALECT = "http://json-schema.org/draft-07/schema#"
NAMED = frozenset({"question", "branch", "value", "outcome", "promise", "scenario"})
"""The tables whose keys are ids."""
NUMBER = {"type": "number"}
DATE = {"type": "string", "format": "date"}
SCALARS = [{"type": "string"}, NUMBER, DATE]
A_TEST = {"$ref": "#/definitions/Test"}
IDS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
WORDS = {
    "not": {"description": "Asked, and this test does not hold.", **A_TEST},
    "all": {"description": "Of a checklist: every one of these is ticked.", **IDS},
    "none": {"description": "Of a checklist: none of these is ticked.", **IDS},
    "count": {
        "description": "Of a checklist: how many are ticked; a number, or a table with min, max or both.",
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    "min": {"description": "So many or more.", "type": "integer", "minimum": 0},
                    "max": {"description": "So many or fewer.", "type": "integer", "minimum": 0},
                },
            },
        ],
    },
    "min": {"description": "This number, these points or this day, or more.", "anyOf": [NUMBER, DATE]},
    "max": {"description": "This number, these points or this day, or less.", "anyOf": [NUMBER, DATE]},
    "answered": {"description": "Whether the question was asked on this walk at all.", "type": "boolean"},
}
CONDITIONS: dict[str, dict[str, Any]] = {
    "Test": {
        "description": "An answer; a list, of which any one will do; or a table with one of the words of a test.",
        "anyOf": [
            *SCALARS,
            {"type": "array", "items": A_TEST, "minItems": 1},
            {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": WORDS},
        ],
    },
    "Tests": {
        "description": "Tests by the question or value they look at; every one has to hold.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": A_TEST,
    },
    "When": {
        "description": "A table of tests; or a list of such tables, of which any one will do.",
        "anyOf": [
            {"$ref": "#/definitions/Tests"},
            {"type": "array", "items": {"$ref": "#/definitions/Tests"}, "minItems": 1},
        ],
    },
}
"""What a condition can be: the model reads it with its own hands, so it is written down here."""
OF_KEYS: dict[str, dict[str, Any]] = {
    "when": {"$ref": "#/definitions/When"},
    "table": {"type": "array", "items": {"type": "array", "items": A_TEST, "minItems": 2}, "minItems": 1},
}
GIVEN = {"anyOf": [*SCALARS, {"type": "array", "items": {"type": "string"}}]}


def schema() -> dict[str, Any]:
    """Return the JSON schema of the tree file (format 1), with a description on every key."""
    raw = model_of(Tree).model_json_schema(by_alias=True)
    parts = {part.__name__: part for part in _tables()}
    definitions = {name: _table(parts[name], table) for name, table in sorted(raw["$defs"].items())}
    root = _table(Tree, {key: raw[key] for key in raw.keys() - {"$defs"}})
    for name in NAMED:
        root["properties"][name]["propertyNames"] = {"pattern": f"^{ID.pattern}$"}
    return {
        "$schema": DIALECT,
        "title": "A postwise tree",
        "description": "One decision tree, in format 1.",
        **{key: root[key] for key in ("type", "properties", "required", "additionalProperties")},
        "definitions": {**CONDITIONS, **definitions},
    }


def _tables() -> Iterator[type[FileTable]]:
    """Yield every kind of table that there is in a file."""
    waiting = [FileTable]
    while waiting:
        below = waiting.pop().__subclasses__()
        yield from below
        waiting += below


def _table(part: type[FileTable], raw: dict[str, Any]) -> dict[str, Any]:
    """Return one table of the schema as an editor wants it: no null, no made-up titles, every key with its meaning."""
    table: dict[str, Any] = _plain(raw)
    meant = meanings(part)
    texts = {key.written: meant[name] for name, key in keys_of(part).items()}
    for key, entry in table.get("properties", {}).items():
        given = key == "answers" and "additionalProperties" in entry
        takes = {"type": "object", "additionalProperties": GIVEN} if given else OF_KEYS.get(key, entry)
        table["properties"][key] = {**takes, "description": texts[key]}
    return table


def _plain(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_plain(part) for part in raw]
    if not isinstance(raw, dict):
        return raw.replace("#/$defs/", "#/definitions/") if isinstance(raw, str) else raw
    plain = {key: _plain(value) for key, value in raw.items() if not (key == "title" and isinstance(value, str))}
    if plain.get("default", "") is None:
        del plain["default"]
    several = [part for part in plain.get("anyOf", ()) if part != {"type": "null"}]
    if several:
        del plain["anyOf"]
        plain = {**plain, **several[0]} if len(several) == 1 else {**plain, "anyOf": several}
    return plain
