"""The tables of a file as pydantic's models: to say what is wrong with a file, and to describe the format to editors.

A file with nothing wrong is read without them (`table_reader`), and pydantic is not loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema, create_model
from pydantic_core import ErrorDetails, PydanticKnownError

from postwise.tree.file_table import FileTable, JsonTypes, Key, Limits, Mark, NotBlank, Short, keys_of

MODELS: dict[type[FileTable], type[BaseModel]] = {}


class _Shape(BaseModel):
    """What holds of every table: no key but its own, and nothing converted."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


def errors_in(table: type[FileTable], data: Any) -> list[ErrorDetails]:
    """Return all that pydantic finds wrong with the data of a table, in its own words; empty if nothing is."""
    try:
        model_of(table).model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def model_of(table: type[FileTable]) -> type[BaseModel]:
    """Return the model of a kind of table, under its name, with its keys as the file has them; always the same one."""
    if table not in MODELS:
        MODELS[table] = _model(table)
    return MODELS[table]


def _model(table: type[FileTable]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        key.name: (_type(key.wanted), Field(alias=key.written, **_default(table, key)))
        for key in keys_of(table).values()
    }
    return create_model(table.__name__, __base__=_Shape, __doc__=table.__doc__, **fields)


def _default(table: type[FileTable], key: Key) -> dict[str, Any]:
    """Return what says that a key can be left out; editors are told no default that is itself a table."""
    if key.required:
        return {}
    default = getattr(table, key.name)
    return {"default_factory": dict} if isinstance(default, FileTable | Mapping) else {"default": default}


def _type(wanted: Any) -> Any:
    """Return a type of the format as pydantic has it: a list of the file is read as a tuple, a table as its model."""
    inner = get_args(wanted)
    match get_origin(wanted):
        case origin if origin is Annotated:
            return Annotated[_type(inner[0]), _marked(_type(inner[0]), inner[1])]
        case origin if origin is tuple:
            return Annotated[tuple.__class_getitem__((_type(inner[0]), ...)), Field(strict=False)]
        case origin if origin is Mapping:
            return dict.__class_getitem__((str, _type(inner[1])))
        case origin if origin in {Union, UnionType}:
            return Union[tuple(map(_type, inner))]  # noqa: UP007 - made while running
        case origin if origin is Literal and not isinstance(inner[0], str):
            return Annotated[wanted, BeforeValidator(_whole)]
    return model_of(wanted) if isinstance(wanted, type) and issubclass(wanted, FileTable) else wanted


def _marked(wanted: Any, mark: Mark) -> Any:
    match mark:
        case NotBlank():
            return Field(pattern=r"\S")
        case Limits(least, most):
            return Field(ge=least, le=most)
        case Short(key):
            return BeforeValidator(lambda raw: {key: raw} if isinstance(raw, str) else raw, str | wanted)
        case JsonTypes():
            return WithJsonSchema({"anyOf": [dict(kind) for kind in mark.types]})


def _whole(raw: Any) -> Any:
    """Return the number of a format as it is; 1.0 and true are no 1, though Python says they are equal."""
    if type(raw) in {float, bool}:
        raise PydanticKnownError("literal_error", {"expected": "1"})
    return raw
