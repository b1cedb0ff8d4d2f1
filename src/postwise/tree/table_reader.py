"""From a file's data to a table: what is plainly right is read here, at once; what is not is left to be explained.

Both this and the models that explain (`pydantic_tables`) are read off the same annotations, and a property test holds
them to the same judgement of any data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from postwise.tree.file_table import FileTable, Limits, Mark, NotBlank, Short, keys_of

Table = TypeVar("Table", bound=FileTable)
Reader = Callable[[Any], Any]


SEPARATORS = frozenset("\x1c\x1d\x1e\x1f")
"""What is blank to Python, but in a text is a character that a terminal would act on, and is told as that."""


class _NotPlain(Exception):  # noqa: N818 - it is no error, and never seen
    """Something in the data is not as the format wants it."""


def read_table(table: type[Table], data: Any) -> Table | None:
    """Return the data of a file as a table, or None if anything in it is not as the format wants it."""
    wanted: Any = table
    try:
        read: Table = _reader(wanted)(data)
    except _NotPlain:
        return None
    return read


@cache
def _reader(wanted: Any) -> Reader:
    """Return what reads a value of a type: it returns the value, or raises _NotPlain."""
    inner = get_args(wanted)
    match get_origin(wanted):
        case None:
            return _single(wanted)
        case origin if origin is Annotated:
            return _marked(inner[0], inner[1])
        case origin if origin is tuple:
            return _list(_reader(inner[0]))
        case origin if origin is Literal:
            words = {(type(word), word) for word in inner}
            return _such(lambda raw: raw.__hash__ is not None and (type(raw), raw) in words)
        case origin if origin in {Union, UnionType}:
            return _either(inner)
        case origin if origin is Mapping:
            return _named(_reader(inner[1]))
    raise TypeError(f"No file holds a {wanted}.")


def _single(wanted: Any) -> Reader:
    if wanted is Any:
        return lambda raw: raw
    if issubclass(wanted, FileTable):
        return _table(wanted)
    kinds = {int, float} if wanted is float else {wanted}
    return _such(lambda raw: type(raw) in kinds)


def _such(fits: Callable[[Any], bool]) -> Reader:
    def read(raw: Any) -> Any:
        if not fits(raw):
            raise _NotPlain
        return raw

    return read


def _marked(wanted: Any, mark: Mark) -> Reader:
    read = _reader(wanted)
    match mark:
        case NotBlank():
            return _such(lambda raw: type(raw) is str and bool(raw.strip() or SEPARATORS.intersection(raw)))
        case Limits(least, most):
            return _such(lambda raw: type(raw) is int and raw >= least and (most is None or raw <= most))
        case Short(key):
            return lambda raw: read({key: raw} if isinstance(raw, str) else raw)
    return read


def _either(kinds: tuple[Any, ...]) -> Reader:
    """Return what reads a value of one of some types of which at most one is no plain type of Python's."""
    plain = {kind for kind in kinds if kind in {NoneType, int, float, bool}}
    read = next((_reader(kind) for kind in kinds if kind not in plain), _such(lambda _: False))
    return lambda raw: raw if type(raw) in plain else read(raw)


def _list(read: Reader) -> Reader:
    def all_read(raw: Any) -> Any:
        if type(raw) is not list and type(raw) is not tuple:
            raise _NotPlain
        return tuple([read(item) for item in raw])

    return all_read


def _named(read: Reader) -> Reader:
    def all_read(raw: Any) -> Any:
        if type(raw) is not dict:
            raise _NotPlain
        return {name: read(item) for name, item in raw.items()}

    return all_read


def _table(table: type[FileTable]) -> Reader:
    keys = keys_of(table).values()
    readers: Mapping[str, tuple[str, Reader]] = {key.written: (key.name, _reader(key.wanted)) for key in keys}
    required = {key.name for key in keys if key.required}
    made = table.made

    def read(raw: Any) -> Any:
        if type(raw) is not dict or not raw.keys() <= readers.keys():
            raise _NotPlain
        given = {}
        for key, value in raw.items():
            name, reader = readers[key]
            given[name] = reader(value)
        if not required <= given.keys():
            raise _NotPlain
        return made(given)

    return read
