"""A property that is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Found = TypeVar("Found")


class once(Generic[Found]):  # noqa: N801 - it is written as a decorator
    """Keeps what a method finds, as an attribute of its name.

    It is for what may take its time. The one in functools has, until Python 3.12, one lock for all objects of a class:
    a screen would wait there until a worker beside it had found the same of another tree.
    """

    def __init__(self, find: Callable[[Any], Found]) -> None:
        self.find = find
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> once[Found]: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Found: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> once[Found] | Found:
        """Return what the method finds; from then on the attribute is looked up before this is asked."""
        if instance is None:
            return self
        found = vars(instance)[self.find.__name__] = self.find(instance)
        return found
