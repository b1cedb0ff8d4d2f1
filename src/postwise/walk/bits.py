"""Numbers written into a row of bits one after another, and read from it in the same order."""

from __future__ import annotations

CHUNK = 4
"""Bits of a count that are written at a time, each time with one that says whether more follow."""


class Writer:
    """Takes numbers down in bits."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def put(self, number: int, width: int) -> None:
        """Write a number in so many bits."""
        if width:
            self._parts.append(f"{number:0{width}b}")

    def put_count(self, number: int) -> None:
        """Write a number from 0 on, of any size: the smaller it is, the shorter."""
        while True:
            rest, low = divmod(number, 1 << CHUNK)
            self.put((rest > 0) << CHUNK | low, CHUNK + 1)
            if not rest:
                return
            number = rest

    def row(self) -> str:
        """Return all that was written, as zeros and ones."""
        return "".join(self._parts)


class Reader:
    """Reads numbers from a row of bits. Raises ValueError where the row ends too soon."""

    def __init__(self, row: str) -> None:
        self._row = row
        self._at = 0

    @property
    def left(self) -> int:
        """How many bits have not been read yet."""
        return len(self._row) - self._at

    def take(self, width: int) -> int:
        """Return the number in the next bits."""
        end = self._at + width
        if end > len(self._row):
            raise ValueError("The bits end in the middle of a number.")
        piece, self._at = self._row[self._at : end], end
        return int(piece, 2) if piece else 0

    def take_count(self) -> int:
        """Return the number of any size that comes next."""
        pieces: list[int] = []
        while True:
            piece = self.take(CHUNK + 1)
            pieces.append(piece & (1 << CHUNK) - 1)
            if not piece >> CHUNK:
                return sum(low << CHUNK * place for place, low in enumerate(pieces))
