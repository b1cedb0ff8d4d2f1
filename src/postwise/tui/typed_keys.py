"""What a terminal sends, made into keys: it may be anything, and none of it ends who reads it."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual._xterm_parser import XTermParser
from textual.events import Paste, Resize
from textual.geometry import Size
from textual.message import Message

from postwise.text import safe
from postwise.tui.pasted import Pasted
from postwise.tui.terminal_ground import GroundAnswer

LARGEST = Size(1000, 500)
"""What is drawn of a terminal at the most: it, or a variable, may say anything, and nobody could wait for that."""


class Typed:
    """Makes keys of what a terminal sends, which may be anything.

    What is no character is U+FFFD, and a sequence that cannot be understood is left out: neither ends who reads them.
    """

    def __init__(self, *, debug: bool = False) -> None:
        self._debug = debug
        self._decoded = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser(debug)
        self._pasted = Pasted()
        self.ground = GroundAnswer()

    def messages(self, raw: bytes) -> Iterator[Message]:
        """Yield the keys that these bytes bring to an end, and those that have waited long enough for an end."""
        raw, ground = self.ground.taken(raw)
        if ground is not None:
            yield ground
        for piece in self._pasted.pieces(self._decoded(raw)):
            if piece.pasted:  # terminals paste lines as if typed, and a line of a form is drawn as it stands
                yield Paste(safe(piece.text.replace("\r\n", "\n").replace("\r", "\n")))
            else:
                yield from self._keys(piece.text)
        yield from self._keys("")

    def _keys(self, text: str) -> Iterator[Message]:
        try:
            yield from self._parser.feed(text) if text else self._parser.tick()
        except Exception:  # noqa: BLE001 - whatever it is, it was typed, and what has failed goes on no more
            self._parser = XTermParser(self._debug)


def bounded(message: Message) -> Message:
    """Return a message as it is, but a terminal that is too large as large as can be drawn."""
    if not isinstance(message, Resize):
        return message
    size = Size(*map(min, message.size, LARGEST))
    return Resize(size, size, pixel_size=message.pixel_size)
