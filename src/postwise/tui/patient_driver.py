"""Textual's way of driving a terminal, with nothing lost that is typed while it is taken anew, and left at once."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from postwise.tui.terminal_ground import ASKED, answers
from postwise.tui.typed_keys import LARGEST, Typed, bounded

assert sys.platform != "win32"  # noqa: S101 - its terminals are driven by another, and whoever checks types is to know


AT_ONCE = 4096
"""Bytes that are read of a terminal in one go."""
LOOK = 0.1
"""Seconds after which the reader of a terminal looks whether it is still wanted."""


class PatientDriver(LinuxDriver):
    """Reads a terminal, and while it is `keeping` leaves what it cannot read yet where it is.

    Textual's own empties the terminal's queue whenever it stops to read, and with it a ctrl-c that somebody typed then.
    It waits for its reader whenever it stops to read, up to a fifth of a second. Once the screens have been left for
    good, that reader is left to itself: nobody else is to have what it still takes, and the program is about to end.
    """

    kept = False
    """Whether what is typed now is for us, and not for whoever has the terminal in between."""
    left = False
    """Whether the screens have been left for good."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._size = self._size or self._get_terminal_size()
        self._typed = Typed(debug=self._debug)

    @property
    def gone(self) -> bool:
        """Whether the other side of the terminal is there no more: its reader is then told of nothing, without end."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        return any(told & select.POLLHUP for _, told in poll.poll(0))

    def write(self, data: str) -> None:
        """Write to the terminal, as long as it is there: what writes beside us has ended with it, and takes no more."""
        if not self.gone:
            super().write(data)

    def close(self) -> None:
        """End what writes beside us, unless it has ended with the terminal."""
        if not self.gone:
            super().close()

    def ask_ground(self) -> None:
        """Ask the terminal whether it is light or dark, if it is one that answers; a `Ground` comes of it."""
        if answers():
            self._typed.ground.expect()
            self.write(ASKED)

    def _run_input_thread(self) -> None:
        """Read until nobody wants it any more; a fault of ours amid it ends the screens as any other does."""
        try:
            self.run_input_thread()
        except BaseException as fault:  # noqa: BLE001 - Textual's own leaves the screens with it in silence
            self._app.call_later(self._app._handle_exception, fault)  # noqa: SLF001

    def run_input_thread(self) -> None:
        """Read what is typed, and hand it on, until nobody wants it any more, and then what is there already."""
        wanted = True
        while wanted:
            wanted = not self.exit_event.is_set()
            ready, _, _ = select.select([self.fileno], [], [], LOOK)
            for message in self._typed.messages(os.read(self.fileno, AT_ONCE) if ready else b""):
                self.process_message(message)

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
        if self._app.return_code is not None:
            self._leave()
            return
        if not self.kept or self.exit_event.is_set():
            super().disable_input()
            return
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()

    def _leave(self) -> None:
        if not self.left:
            self.left = True
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)

    def process_message(self, message: Message) -> None:
        """Hand a message on, as long as there is somebody to take it."""
        if self.left:
            return
        super().process_message(bounded(message))

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        return min(width, LARGEST.width), min(height, LARGEST.height)
