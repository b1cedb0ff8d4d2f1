"""Hours of writing as they stand: each wording on the disk before it is shown, and gone with the hour it belongs to.

They lie among a person's own data, for nobody else (mode 0600): what a group has not picked is not for the folder that
the tree goes into. An hour is a log of drafts, of which the last that is whole counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from postwise import files
from postwise.errors import PostwiseError
from postwise.train.held_file import HeldFile
from postwise.train.kept_clocks import KeptPartClock
from postwise.train.store import line_of, read_lines
from postwise.train.workshop import Workshop

DRAFT: TypeAdapter[Workshop] = TypeAdapter(Workshop)
SAVED: Final = {"saved": True}
"""The line behind a draft that was written into the tree's own file."""


class KeptHour:
    """The hour that this process holds."""

    def __init__(self, path: Path | None, file: HeldFile | None = None, saved: Workshop | None = None) -> None:
        self.path = path
        self._file = file
        self.saved = saved
        """The draft as it stands in the tree's own file, or as the hour began with it; None before it has begun."""
        self.clock = KeptPartClock(path)

    def keep(self, writing: Workshop) -> None:
        """Put a draft on the disk. Raises PostwiseError if the disk does not take it."""
        plain = replace(writing, consents=dict(writing.consents))
        self._append(DRAFT.dump_python(plain, mode="json", exclude={"words"}))
        self.saved = self.saved or writing

    def mark_saved(self, writing: Workshop) -> None:
        """Keep that the draft which was kept last stands in the tree's own file.

        Raises PostwiseError if the disk does not take it.
        """
        self.saved = writing
        self._append(SAVED)

    def _append(self, data: Any) -> None:
        if self.path is None:
            return
        try:
            if self._file is None:
                files.make_private(self.path.parent)
                self._file = HeldFile.create(self.path)
            self._file.append(line_of(data))
        except OSError as error:
            raise PostwiseError(f"{self.path}: {error.strerror or error}.") from None

    def put_away(self) -> None:
        """Let go of the hour; it can be taken up again."""
        if self._file is not None:
            self._file.close()

    def forget(self) -> None:
        """Take the hour off the disk: it is over."""
        self.put_away()
        self.clock.forget()
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


class KeptHours:
    """The hours of a person that were broken off, and a place for the next."""

    def __init__(self, folder: Path | None, words: Mapping[str, str]) -> None:
        self.folder = folder
        """Where they are; None where a person has no folder of their own, and nothing is kept."""
        self.words = words

    @classmethod
    def of_this_person(cls, words: Mapping[str, str]) -> KeptHours:
        """Return those of whoever runs this, beside their records."""
        from postwise.walk.record_store import data_folder  # loads SQLite, which only who writes together waits for

        try:
            return cls(data_folder() / "writing", words)
        except PostwiseError:
            return cls(None, words)

    def begin(self) -> KeptHour:
        """Return a place for a new hour; nothing is written yet."""
        return KeptHour(None if self.folder is None else files.free_path(self.folder, "hour", ".drafts"))

    def broken_off(self) -> Iterator[tuple[Path, Workshop]]:
        """Yield the hours that no process holds, as they stood; what cannot be read is left where it is."""
        for path in sorted(self.folder.glob("*.drafts")) if self.folder is not None else ():
            with suppress(OSError, PostwiseError, ValidationError):
                hour, writing = self.resume(path)
                hour.put_away()
                yield path, writing

    def resume(self, path: Path) -> tuple[KeptHour, Workshop]:
        """Return an hour and its draft as it was kept last.

        Raises OSError if it cannot be read or is open elsewhere, PostwiseError or ValidationError if it is none.
        """
        file = HeldFile.open(path)
        try:
            lines, size = read_lines(file.read(), path)
            writing, saved = (
                replace(DRAFT.validate_python(draft), words=self.words) for draft in _last_and_saved(lines)
            )
            file.cut(size)
        except BaseException:
            file.close()
            raise
        return KeptHour(path, file, saved), writing


def _last_and_saved(lines: Sequence[Any]) -> tuple[Any, Any]:
    """Return the last draft of an hour, and the one that stands in the tree's own file, or else the first."""
    drafts = [each for each in lines if each != SAVED] or [{}]
    marked = [place for place, each in enumerate(lines) if each == SAVED]
    return drafts[-1], lines[marked[-1] - 1] if marked else drafts[0]
