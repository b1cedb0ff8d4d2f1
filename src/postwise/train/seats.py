"""Which windows of a session are there: one leads at a time, and the room makes way for a desk that asks.

A window holds an empty file among the person's own data for as long as it is there; a process that is killed lets go of
it, so that the room leads again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from postwise import files
from postwise.errors import PostwiseError
from postwise.train.held_file import HeldFile
from postwise.train.store import OpenSession, SessionHeldError, resume

PATIENCE = 5.0
"""So many seconds a desk waits for the room to make way."""
OFTEN = 0.05
"""So many seconds lie between two tries."""
BUSY = "Somebody types or votes in the room just now. Finish that there, then open the desk."


def _folder() -> Path | None:
    """Return where windows say that they are there; None where a person has no folder of their own."""
    from postwise.walk.record_store import data_folder  # loads SQLite, which nobody else in a session waits for

    try:
        return data_folder() / "windows"
    except PostwiseError:
        return None


class Seat:
    """That a window is there: a desk that leads a session, or a room that follows one."""

    def __init__(self, path: Path, window: Literal["desk", "room"]) -> None:
        folder, name = _folder(), hashlib.sha256(os.fsencode(files.real_path(path))).hexdigest()[:20]
        self._place = None if folder is None else folder / f"{name}-{window}"
        self._file: HeldFile | None = None

    @property
    def taken(self) -> bool:
        """Whether such a window is there."""
        if self._file is not None:
            return True
        if self._place is None or not self._place.exists():
            return False
        try:
            HeldFile.open(self._place).close()
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def take(self) -> bool:
        """Say that the window is there; False if another is, or there is no folder to say so in."""
        if self._place is None:
            return False
        until = time.monotonic() + 1
        while time.monotonic() < until:  # who looks whether a window is there holds its file for a blink
            with suppress(OSError):
                files.make_private(self._place.parent)
                self._file = HeldFile.open(self._place) if self._place.exists() else HeldFile.create(self._place)
                return True
            time.sleep(OFTEN)
        return False

    def leave(self) -> None:
        """Say so no more. Doing so again does nothing."""
        if self._file is not None and self._place is not None:
            with suppress(OSError):
                self._place.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def taken_over(path: Path) -> OpenSession:
    """Return a session to lead from a desk, once the room has made way.

    Raises SessionHeldError if it does not, for somebody types there, and SessionFileError if there is no session.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return OpenSession.resume(path)
        except SessionHeldError:
            if time.monotonic() >= until:
                raise SessionHeldError(f"{path} is open in another window. {BUSY}") from None
        time.sleep(OFTEN)


@contextmanager
def at_desk(path: Path) -> Iterator[OpenSession]:
    """Give a session to lead from a desk, once the room has made way for it.

    Raises PostwiseError if there is none, another desk leads it, or somebody types in the room just now.
    """
    seat = Seat(path, "desk")
    if seat.taken:
        raise PostwiseError(f"{path} is led from a desk in another window.")
    resume(path)  # a session that is none would be said to be one that is open elsewhere
    seat.take()
    try:
        with taken_over(path) as hold:
            yield hold
            if Seat(path, "room").taken:  # it leads on, and what it holds back is not for the disk
                hold.hand_over()
    finally:
        seat.leave()
