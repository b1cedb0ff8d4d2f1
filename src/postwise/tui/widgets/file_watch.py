"""Watches one file: says what it holds when it was saved, and soon after all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from postwise.author.live_file import (
    NO_EDITS,
    FileReading,
    TreeEdits,
    checked,
    edited_lines,
    edits_between,
    read,
    stamp_of,
    weighed,
)
from postwise.author.still_to_write import written
from postwise.logic.search import while_wanted
from postwise.tree.library import Library

POLL = 0.15
"""Seconds between two looks at the file."""


class FileWatch(Widget):
    """Looks at a file every so often and reads it beside the screen when it has changed.

    A file that cannot be walked is believed only when a second look finds it as it was: it may be half written, or
    its editor may just be putting a new one in its place.
    """

    DEFAULT_CSS = "FileWatch { display: none; }"

    @dataclass(eq=False, repr=False)
    class Read(Message):
        """The file holds something else than before."""

        reading: FileReading
        edits: TreeEdits

    @dataclass(eq=False, repr=False)
    class Checked(Message):
        """Everything that is wrong with the file as it was last read."""

        reading: FileReading

    @dataclass(eq=False, repr=False)
    class Weighed(Message):
        """How much hangs on each question of the file as it was last read."""

        reading: FileReading

    def __init__(self, path: Path, library: Library) -> None:
        super().__init__()
        self.path = path
        self.library = library
        self.latest: FileReading | None = None
        """What was said of the file last; None before the first reading."""
        self.good: FileReading | None = None
        """The last reading that could be walked."""
        self._doubted: tuple[FileReading, TreeEdits] | None = None
        self._reads = False

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(POLL, self.look)
        self.look()

    def look(self) -> None:
        """Look whether the file has changed, and read it if so."""
        if self._reads:
            return
        now = stamp_of(self.path)
        if self.latest is not None and now == self.latest.stamp:
            self._doubted = None
        elif self._doubted is not None and now == self._doubted[0].stamp:
            self._believe(*self._doubted)
        else:
            self._reads = True
            self.run_worker(self._read, thread=True, group="read")

    def _read(self) -> None:
        worker = get_current_worker()
        reading = read(self.path, self.library)
        edits = self._edits(reading)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._has_read, reading, edits)

    def _edits(self, reading: FileReading) -> TreeEdits:
        if self.latest is None:
            return NO_EDITS
        lines = edited_lines(self.latest.text, reading.text) if self.latest.text else frozenset()
        if self.good is None or self.good.tree is None or reading.tree is None:
            return TreeEdits(lines=lines)
        return replace(edits_between(written(self.good.tree), written(reading.tree)), lines=lines)

    def _has_read(self, reading: FileReading, edits: TreeEdits) -> None:
        self._reads = False
        if self.latest is None or reading.tree is not None:
            self._believe(reading, edits)
        else:
            self._doubted = (reading, edits)

    def _believe(self, reading: FileReading, edits: TreeEdits) -> None:
        self._doubted = None
        before = self.latest
        if before is not None and (before.text, before.gone) == (reading.text, reading.gone):
            self.latest = replace(before, stamp=reading.stamp)
            return
        self.latest = reading
        if reading.tree is not None:
            self.good = reading
        self.post_message(self.Read(reading, edits))
        self._check()

    def _check(self) -> None:
        self._work_out(self._check_beside)

    def _work_out(self, work: Callable[[], None]) -> None:
        """Work out something about the file as it was last read; what is at work about it as it was before gives up.

        The work is given nothing: Textual would write down all of it.
        """
        self.run_worker(work, thread=True, group="check", exclusive=True)

    def _check_beside(self) -> None:
        worker, reading = get_current_worker(), self.latest
        if reading is None:
            return
        with while_wanted(lambda: worker.is_cancelled):
            whole = checked(reading, self.library)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._has_checked, whole)

    def _has_checked(self, reading: FileReading) -> None:
        if self.latest is not None and reading.loaded is self.latest.loaded:
            self.latest = replace(reading, stamp=self.latest.stamp)
            self.post_message(self.Checked(reading))
            self._work_out(self._weigh_beside)

    def _weigh_beside(self) -> None:
        worker, reading = get_current_worker(), self.latest
        if reading is None:
            return
        with while_wanted(lambda: worker.is_cancelled):
            whole = weighed(reading)
            if not worker.is_cancelled:
                self.app.call_from_thread(self.post_message, self.Weighed(whole))
