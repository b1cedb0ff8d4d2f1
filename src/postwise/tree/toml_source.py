"""A file's text, and where each key and value stands in it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomli

from postwise import files
from postwise.once import once
from postwise.text import escaped
from postwise.tree.problems import Fault, Part, Problem, Span, TomlPath, in_file_order
from postwise.tree.syntax_hints import said, syntax_hint

Stretch = tuple[int, int]
"""Offsets into the text: from the first character to just past the last."""

BARE = re.compile(r"[A-Za-z0-9_-]+")
SPACE = re.compile(r"[ \t]*")
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
PAIR = re.compile(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
LONG_NUMBER = r"(?<![\w\"'])[+-]?(?:0[xob][0-9a-fA-F_]{3000,}|[0-9][0-9_]{4299,})(?![\w\"'])"
"""A whole number of more digits than Python turns into text."""
HALF = r"[\ud800-\udfff]"
"""One of the two halves that some programs write a character in."""
LONG_HEX = r"(?<![\w\"'])0[xob][0-9a-fA-F_]{3000,}(?![\w\"'])"
SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#]+")


class Source:
    """The text of one file: its data as TOML reads it, and the place of everything in it.

    Positions are worked out once, and only when the first problem has to be placed.
    """

    def __init__(self, text: str, path: str = "") -> None:
        self.text = text.removeprefix("\ufeff")
        self.path = path

    @classmethod
    def read(cls, path: Path, name: str | None = None) -> tuple[Source, Problem | None]:
        """Return the file's source, and a ``toml-syntax`` problem if it is not UTF-8.

        Raises OSError if the file cannot be opened, is something else than a file, or too large.
        """
        raw = files.read(path)
        shown = name if name is not None else str(path)
        try:
            return cls(raw.decode("utf-8"), shown), None
        except UnicodeDecodeError as error:
            source = cls(raw.decode("utf-8", errors="replace"), shown)
            before = raw[: error.start].decode("utf-8", errors="replace").removeprefix("\ufeff")
            span = source.span((len(before), len(before) + 1))
            message = f"The file is not UTF-8: the byte 0x{raw[error.start]:02x} is not part of any character."
            return source, source._no_toml(span, message, "Save the file as UTF-8.")

    def parse(self) -> tuple[dict[str, Any], Problem | None]:
        """Return the data of the file, or an empty table and tomli's own message with its place."""
        half = None if self.text.isascii() else re.search(HALF, self.text)
        if half is not None:  # no file holds one, but a text of another program may
            return {}, self._no_toml(self.span(half.span()), "This is half a character.", "Write the whole of it.")
        try:
            data = tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            return {}, self._syntax_problem(error)
        except ValueError:
            if not re.search(LONG_NUMBER, self.text):
                raise
            return {}, self._too_long_a_number()
        except RecursionError:
            data = None
        if data is None or deeper_than(DEEPEST, data):
            return {}, self._no_toml(Span(), "Lists or tables are nested deeper than anything can read.")
        if any(mark in self.text for mark in ("0x", "0o", "0b")) and re.search(LONG_HEX, self.text):
            return {}, self._too_long_a_number()
        return data, None

    def _no_toml(self, span: Span, message: str, hint: str | None = None) -> Problem:
        return self.problem_at(span, "toml-syntax", (), message, hint)

    def _too_long_a_number(self) -> Problem:
        match = re.search(LONG_NUMBER, self.text)
        span = self.span(match.span()) if match else Span()
        return self._no_toml(span, "A number with so many digits cannot be read.", "Write it shorter.")

    def _syntax_problem(self, error: tomli.TOMLDecodeError) -> Problem:
        line = min(error.lineno, self.text.count("\n") + 1)
        span = Span(line, error.colno, line, error.colno + 1)
        return self._no_toml(span, f"{said(error.msg)}.", syntax_hint(error.msg, self.text, line, error.colno))

    @once
    def fingerprint(self) -> str:
        """Return ``sha256:`` and the digest of the text, the same for either kind of line ending."""
        text = self.text.replace("\r\n", "\n").encode("utf-8", errors="surrogatepass")
        return f"sha256:{hashlib.sha256(text).hexdigest()}"

    @once
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\n", self.text))]

    @once
    def _line_texts(self) -> list[str]:
        """Each line once: thousands of problems may stand in a long one."""
        return [line.rstrip("\r") for line in self.text.split("\n")]

    @once
    def _places(self) -> Places:
        return Places(self.text)

    def line(self, number: int) -> str:
        """Return one line of the text, without its ending; empty when there is no such line."""
        return self._line_texts[number - 1] if 1 <= number <= len(self._lines) else ""

    def span(self, stretch: Stretch) -> Span:
        """Return a stretch of offsets as lines and columns."""
        line, column = self._position(stretch[0])
        end_line, end_column = self._position(stretch[1])
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def known(self, where: TomlPath) -> TomlPath:
        """Return the longest beginning of a TOML path that the file really has."""
        while where and where not in self._places.values:
            where = where[:-1]
        return where

    def stretch(self, where: TomlPath, part: Part = "value") -> Stretch:
        """Return where the value, the key or the header of a path stands; of its nearest parent if it is not there."""
        known = self.known(where)
        keys = self._places.keys if part == "key" else {}
        return keys.get(known) or self._places.values.get(known, (0, 0))

    def place(self, where: TomlPath, part: Part = "value") -> Span:
        """Return the span of the value, the key or the header of a path."""
        return self.span(self.stretch(where, part))

    def problem(self, fault: Fault) -> Problem:
        """Return the fault with its place in this file."""
        span = self.place(fault.where, fault.part)
        return self.problem_at(span, fault.code, self.known(fault.where), fault.message, fault.hint)

    def problem_at(self, span: Span, code: str, where: TomlPath, message: str, hint: str | None) -> Problem:
        """Return a problem at a place that is known already."""
        at = ".".join(str(part) for part in where)
        words, mends = escaped(message), None if hint is None else escaped(hint)
        return Problem(self.path, span, code, at, words, mends, self.line(span.line))


def problems_in_order(faults: Iterable[Fault], source: Source) -> list[Problem]:
    """Return the faults as problems in the order of the file, each said once."""
    placed = {
        (problem.code, problem.span, problem.at, problem.message): problem for problem in map(source.problem, faults)
    }
    return in_file_order(placed.values())


DEEPEST = 100
"""Tables and lists inside each other, from which on no tree has any use for more."""


def deeper_than(most: int, data: Any) -> bool:
    """Tell whether tables and lists lie inside each other more often than that."""
    level = [data]
    for _ in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


BLANKS = frozenset(" \t\r\n#")


class Places:
    """Where every key and value of an accepted TOML text stands, by TOML path.

    The text has been accepted by tomli before, so the scan follows the grammar of TOML 1.0 (and the newlines of 1.1 in
    inline tables) without checking it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[TomlPath, Stretch] = {}
        self.values: dict[TomlPath, Stretch] = {}
        self._lists: dict[TomlPath, int] = {}
        self._document()

    def _document(self) -> None:
        table: TomlPath = ()
        at = self._skip(BLANK, 0)
        while at < len(self.text):
            if self.text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(table, at)
            at = self._skip(BLANK, at)

    def _header(self, start: int) -> tuple[TomlPath, int]:
        double = self.text.startswith("[[", start)
        names, at = self._dotted(start + 1 + double)
        end = self._skip(SPACE, at) + 1 + double
        path, stretch = self._below((), names)
        if double:
            self._first_named(path, stretch)
            self._lists[path] = self._lists.get(path, -1) + 1
            path = (*path, self._lists[path])
        self.keys[path] = stretch
        self.values[path] = (start, end)
        return path, end

    def _below(self, path: TomlPath, names: list[tuple[str, Stretch]]) -> tuple[TomlPath, Stretch]:
        """Return the path of dotted names, through the latest items of lists of tables, and where its last name is."""
        for name, stretch in names[:-1]:
            path = (*path, name)
            if path in self._lists:
                path = (*path, self._lists[path])
            self._first_named(path, stretch)
        return (*path, names[-1][0]), names[-1][1]

    def _first_named(self, path: TomlPath, stretch: Stretch) -> None:
        self.keys.setdefault(path, stretch)
        self.values.setdefault(path, stretch)

    def _pair(self, table: TomlPath, start: int) -> int:
        plain = PAIR.match(self.text, start)
        if plain is not None:
            path = (*table, plain[1])
            self.keys[path] = plain.span(1)
            return self._value(path, plain.end())
        names, at = self._dotted(start)
        path, stretch = self._below(table, names)
        self.keys[path] = stretch
        at = self._skip(SPACE, self._skip(SPACE, at) + 1)
        return self._value(path, at)

    def _dotted(self, at: int) -> tuple[list[tuple[str, Stretch]], int]:
        names: list[tuple[str, Stretch]] = []
        while True:
            at = self._skip(SPACE, at)
            match = STRING.match(self.text, at) or BARE.match(self.text, at)
            if match is None:  # tomli has accepted the text, so a key stands here
                raise AssertionError(self.text[at : at + 40])
            names.append((unquoted(match[0]), match.span()))
            at = self._skip(SPACE, match.end())
            if not self.text.startswith(".", at):
                return names, match.end()
            at += 1

    def _value(self, path: TomlPath, start: int) -> int:
        opening = self.text[start]
        if opening == "[":
            end = self._list(path, start)
        elif opening == "{":
            end = self._inline(path, start)
        else:
            match = STRING.match(self.text, start) or SCALAR.match(self.text, start)
            if match is None:  # tomli has accepted the text, so a value stands here
                raise AssertionError(self.text[start : start + 40])
            end = match.end()
        self.values[path] = (start, end)
        return end

    def _list(self, path: TomlPath, start: int) -> int:
        at = self._skip(BLANK, start + 1)
        item = 0
        while self.text[at] != "]":
            at = self._skip(BLANK, self._value((*path, item), at))
            item += 1
            if self.text[at] == ",":
                at = self._skip(BLANK, at + 1)
        return at + 1

    def _inline(self, path: TomlPath, start: int) -> int:
        at = self._skip(BLANK, start + 1)
        while self.text[at] != "}":
            at = self._skip(BLANK, self._pair(path, at))
            if self.text[at] == ",":
                at = self._skip(BLANK, at + 1)
        return at + 1

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        if self.text[at : at + 1] not in BLANKS:
            return at
        match = pattern.match(self.text, at)
        return match.end() if match else at


def unquoted(key: str) -> str:
    """Return a key as TOML reads it: a bare one as it stands, a quoted one without quotes and escapes."""
    if key[0] not in "\"'":
        return key
    name: str = tomli.loads(f"key = {key}")["key"]
    return name
