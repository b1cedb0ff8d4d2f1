"""Clocks as they go, in memory that outlives this process: no file, for no time is kept of what people do.

Another window on the same machine reads them, and so does whoever takes up what was broken off. Once the machine is
switched off, or where there is no such memory, clocks begin anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from postwise.train.clocks import SessionClocks, Timer
from postwise.train.living_memory import LivingMemory
from postwise.train.session import Session

CLOCKS = TypeAdapter(SessionClocks)
TIMER = TypeAdapter(Timer)


class KeptClocks:
    """The clocks of the session that a file is of."""

    def __init__(self, path: Path) -> None:
        self._memory = LivingMemory(path, "clocks")
        self._here: SessionClocks | None = None
        """What was kept last by this process."""

    def of(self, session: Session) -> SessionClocks:
        """Return the clocks as they were kept last; new ones if none are."""
        try:
            return CLOCKS.validate_json(self._memory.kept())
        except ValidationError:
            return self._here or SessionClocks.begin(session)

    def keep(self, clocks: SessionClocks) -> SessionClocks:
        """Keep clocks in the place of what was kept, and return them."""
        self._here = clocks
        self._memory.keep(CLOCKS.dump_json(replace(clocks, cases=dict(clocks.cases))))
        return clocks

    def forget(self) -> None:
        """Keep nothing any more."""
        self._here = None
        self._memory.forget()


class KeptPartClock:
    """The clock of the part of an hour of writing that is at hand."""

    def __init__(self, path: Path | None) -> None:
        self._memory = None if path is None else LivingMemory(path, "clocks")

    def kept(self) -> Timer | None:
        """Return the clock as it was kept last; None if none is."""
        try:
            return None if self._memory is None else TIMER.validate_json(self._memory.kept())
        except ValidationError:
            return None

    def keep(self, clock: Timer) -> Timer:
        """Keep a clock in the place of what was kept, and return it."""
        if self._memory is not None:
            self._memory.keep(TIMER.dump_json(clock))
        return clock

    def forget(self) -> None:
        """Keep nothing any more."""
        if self._memory is not None:
            self._memory.forget()
