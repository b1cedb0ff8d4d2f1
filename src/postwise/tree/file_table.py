"""What every table of a file is: no key but its own, nothing converted, nothing changed; and what many of them hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple, NoReturn, Self, dataclass_transform, get_type_hints

REQUIRED: Any = object()
"""Stands for the default of a key that has none."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
"""A table of tables that the file leaves out."""


class Key(NamedTuple):
    """A key that a table of the file can have."""

    name: str
    """What it is called here."""
    written: str
    """How it stands in the file."""
    wanted: Any
    """The type of what it holds, with its marks."""
    required: bool


class WrittenKey(NamedTuple):
    """How a key is written in the file that is called something else here."""

    written: str
    default: Any


def written(key: str, *, default: Any = REQUIRED) -> Any:
    """Return a field that stands in the file under a key of another name: one that Python uses, or with a hyphen."""
    return WrittenKey(key, default)


@dataclass_transform(eq_default=True, kw_only_default=True, frozen_default=True, field_specifiers=(written,))
class FileTable:
    """A table of the file: no key but the ones named here, nothing converted, nothing changed afterwards.

    An object holds what its file says; what the file leaves out stands in the class. Nothing is checked when one is
    made by hand: what a file says is checked by `read_table`.
    """

    _keys: ClassVar[Mapping[str, Key]] = NOTHING

    def __init_subclass__(cls) -> None:
        """Note the keys, and how those are written that are called otherwise here; leave defaults in the class."""
        other = {name: field for name, field in vars(cls).items() if isinstance(field, WrittenKey)}
        for name, field in other.items():
            if field.default is REQUIRED:
                delattr(cls, name)
            else:
                setattr(cls, name, field.default)
        ancestors = (ancestor for ancestor in cls.__mro__[1:] if issubclass(ancestor, FileTable))
        written = {name: key.written for ancestor in ancestors for name, key in keys_of(ancestor).items()}
        written |= {name: field.written for name, field in other.items()}
        cls._keys = {
            name: Key(name, written.get(name, name), wanted, not hasattr(cls, name))
            for name, wanted in get_type_hints(cls, include_extras=True).items()
            if not name.startswith("_")
        }

    def __init__(self, **given: Any) -> None:
        """Make a table of what is given, by the names of the fields. Raises TypeError as a function would."""
        keys = self._keys
        wrong = [name for name in given if name not in keys]
        missing = [name for name, key in keys.items() if key.required and name not in given]
        if wrong or missing:
            raise TypeError(f"{type(self).__name__}: no field {wrong}, or missing {missing}")
        vars(self).update(given)

    @classmethod
    def made(cls, given: dict[str, Any]) -> Self:
        """Return a table of what is known to be right."""
        table = cls.__new__(cls)
        vars(table).update(given)
        return table

    @property
    def given(self) -> dict[str, Any]:
        """What the file says, by the names of the fields in their order, and nothing that it leaves out."""
        said = vars(self)
        return {name: said[name] for name in self._keys if name in said}

    def replaced(self, **changes: Any) -> Self:
        """Return the table with other values in some of its fields."""
        return type(self).made({**self.given, **changes})

    def as_data(self) -> dict[str, Any]:
        """Return what the file says, under the keys of the file, in tables and lists of Python's own."""
        return {self._keys[name].written: _as_data(value) for name, value in self.given.items()}

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._keys)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self._keys))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.given.items())})"


def _as_data(value: Any) -> Any:
    if isinstance(value, FileTable):
        return value.as_data()
    if isinstance(value, Mapping):
        return {key: _as_data(inner) for key, inner in value.items()}
    return [_as_data(inner) for inner in value] if isinstance(value, tuple | list) else value


def keys_of(table: type[FileTable]) -> Mapping[str, Key]:
    """Return the keys of a table by their names, those of its ancestors first."""
    keys: Mapping[str, Key] = table._keys  # noqa: SLF001 - no method, whose name a key of the file might have
    return keys


# Marks: what else is wanted of a value than its type


class NotBlank:
    """A text in which something can be read."""


class Limits(NamedTuple):
    """A whole number that is not too small, nor too large."""

    least: int
    most: int | None = None


class Short(NamedTuple):
    """A table that can be written as a text alone, which then stands under one of its keys."""

    key: str


class JsonTypes:
    """What a value may be, as a JSON schema says it, where any will do that is looked at later."""

    def __init__(self, *types: Mapping[str, str]) -> None:
        self.types = types


Mark = NotBlank | Limits | Short | JsonTypes

Text = Annotated[str, NotBlank()]
Texts = tuple[Text, ...]


class Dissent(FileTable):
    """A disagreement with a question or a promise that the group wanted kept."""

    text: Text
    """What was said, without names."""
    date: dt.date | None = None
    """When it was said."""
