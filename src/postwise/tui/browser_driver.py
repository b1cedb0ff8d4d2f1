"""Textual's way of drawing in a browser, over pipes to what serves it, which may send anything and go at any time."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from textual.drivers._byte_stream import ByteStream
from textual.drivers._input_reader import InputReader
from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from postwise.errors import Exit, PostwiseError
from postwise.tui.typed_keys import LARGEST, Typed, bounded


class BrowserDriver(WebDriver):
    """Draws in a browser, and hears what is done there.

    Textual's own ends in silence at what it cannot read, and goes on for ever when nobody serves it any more. It hands
    on what is pasted as it is, and takes any size for one.
    """

    gone = False
    """Whether nobody serves us any more."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._size = _within(*self._size) if self._size is not None else None
        self._typed = Typed(debug=self._debug)
        self._write = self._written  # type: ignore[assignment]

    def _written(self, data: bytes) -> int:
        """Write all of a packet, as long as there is somebody to read it: a signal may cut a writing short."""
        left = memoryview(data)
        try:
            while left and not self.gone:
                left = left[os.write(self.fileno, left) :]
        except OSError:
            self.gone = True
        return len(data)

    def run_input_thread(self) -> None:
        """Read what is sent, and hand it on, until nobody wants it or sends anything any more.

        A fault of ours amid it ends the screens as any other does.
        """
        stream = ByteStream()
        try:
            for came in self._input_reader:
                for kind, packed in stream.feed(came) if came else ():
                    if kind == "D":
                        self._hand_on(packed)
                    else:
                        # What is said of the page may be anything: what makes no sense is left out.
                        with suppress(ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                            self._on_meta(kind, packed)
                self._hand_on(b"")
            self.gone = not self.exit_event.is_set()
        except Exception as fault:  # noqa: BLE001 - Textual's own goes on without a reader, and a thread's is printed
            self._app.call_later(self._app._handle_exception, fault)  # noqa: SLF001
        finally:
            self._input_reader.close()

    def _hand_on(self, typed: bytes) -> None:
        for message in self._typed.messages(typed):
            self.process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Act on what is said of the page: its size, and that it was closed, which ends us as a terminal's end does."""
        if packet_type == "resize":
            self._size = _within(payload["width"], payload["height"])
            self.process_message(Resize(Size(*self._size), Size(*self._size)))
        elif packet_type in {"quit", "exit"}:
            self._app.call_later(self._app.exit, None, Exit.HANGUP)
        else:
            super().on_meta(packet_type, payload)

    def process_message(self, message: Message) -> None:
        """Hand a message on."""
        super().process_message(bounded(message))


def browser_driver() -> type[BrowserDriver]:
    """Return the driver; raises PostwiseError if standard input is nothing that can be listened to."""
    try:
        InputReader()
    except OSError as fault:
        raise PostwiseError("TEXTUAL_DRIVER names what talks over a pipe, and standard input is none.") from fault
    return BrowserDriver


def _within(*size: Any) -> tuple[int, int]:
    """Return a size that can be drawn; raises ValueError or TypeError for what is none."""
    width, height = map(int, size)
    return max(1, min(width, LARGEST.width)), max(1, min(height, LARGEST.height))
