"""What each key of the format means: the text below each field of the model, read when somebody asks and not before."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from postwise.tree.model import Part


def meanings(table: type[Part]) -> dict[str, str]:
    """Return what each key of a table means, by its name in the model, those of its ancestors among them.

    For a schema: pydantic would read the same texts at every start, which costs a third of the model's import.
    """
    found: dict[str, str] = {}
    for ancestor in reversed(table.__mro__):
        if issubclass(ancestor, Part) and ancestor is not Part:
            found.update(_fields(ancestor))
    return {name: found[name] for name in table.model_fields if name in found}


def _fields(table: type[Part]) -> Iterator[tuple[str, str]]:
    body = ast.parse(textwrap.dedent(inspect.getsource(table))).body[0]
    if not isinstance(body, ast.ClassDef):
        return
    for field, text in pairwise(body.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            said = text.value
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield field.target.id, inspect.cleandoc(said.value)
