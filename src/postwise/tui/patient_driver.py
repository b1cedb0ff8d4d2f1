"""Textual's way of driving a terminal, save that what is typed while the terminal is taken anew is not thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.drivers.linux_driver import LinuxDriver


class PatientDriver(LinuxDriver):
    """Reads a terminal, and while it is `keeping` leaves what it cannot read yet where it is.

    Textual's own empties the terminal's queue whenever it stops to read, and with it a ctrl-c that somebody typed then.
    """

    kept = False
    """Whether what is typed now is for us, and not for whoever has the terminal in between."""

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep what is typed while the terminal is given back and taken."""
        self.kept = True
        try:
            yield
        finally:
            self.kept = False

    def disable_input(self) -> None:
        """Stop reading, and empty the queue only if the terminal goes to somebody else."""
        if not self.kept or self.exit_event.is_set():
            super().disable_input()
            return
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()
