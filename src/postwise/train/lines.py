"""One line of a session's file: JSON with its own checksum, so that a half-written line is known for what it is."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from postwise.errors import PostwiseError

OPENING = b'{"sum":"'
MIDDLE = b'","is":'
START = len(OPENING) + 8 + len(MIDDLE)


class SessionFileError(PostwiseError):
    """A session's file cannot be read or written; the message names it."""


def line_of(data: Any) -> bytes:
    """Return data as one line: ``{"sum":"<CRC-32>","is":<JSON>}`` and a line break."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")
    return b"%s%08x%s%s}\n" % (OPENING, zlib.crc32(body), MIDDLE, body)


def data_of(line: bytes) -> Any:
    """Return the data of a line, without its line break.

    Raises ValueError if it is not a whole line as `line_of` makes it.
    """
    body = line[START:-1]
    if line[:START] != OPENING + b"%08x" % zlib.crc32(body) + MIDDLE or line[-1:] != b"}":
        raise ValueError("not a whole line")
    return json.loads(body)


@dataclass(frozen=True, slots=True)
class Read:
    """What a stretch of a file holds."""

    data: tuple[Any, ...]
    """The data of each whole line."""
    size: int
    """How many bytes they take; what is behind them was never acknowledged."""


def read_lines(raw: bytes, name: str) -> Read:
    """Return the whole lines of a file; lines that were being written when the power went are left out.

    Raises SessionFileError if a broken line has a whole one behind it: that file was changed by something else.
    """
    found: list[Any] = []
    size = place = 0
    broken = False
    for line in raw.split(b"\n")[:-1]:
        place += len(line) + 1
        try:
            data = data_of(line)
        except ValueError:
            broken = True
            continue
        if broken:
            raise SessionFileError(f"{name} is damaged: line {len(found) + 1} is not as postwise wrote it.")
        found.append(data)
        size = place
    return Read(tuple(found), size)
