"""Texts on their way to people: safe to be shown, counted, joined, wrapped, and fit for what they are put into."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator

Measure = Callable[[str], float]
FULL, NARROWEST = 80, 20
"""The columns that a text is set for where there is room, and at the least."""
SPACES = re.compile("[ \t\r\n]+")
ACTING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
CONTROL = re.compile(f"[{ACTING}]")
"""What a terminal or the direction of a line acts on: C0 but newline and tab, DEL, C1, and the bidi embeddings,
overrides and isolates (`control-character` in trees/README.md, "Every problem the check can find")."""
UNSAFE = re.compile(f"[{ACTING}\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""The same, what breaks a line without being seen, and what cannot be written out at all."""


def safe(text: str) -> str:
    """Return a text that can be shown: what would act is U+FFFD, line endings are newlines, all else is as it was."""
    return UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def escaped(text: str) -> str:
    r"""Return a text with what would act written out, as JSON and TOML do in quotes: ``\u001b``."""
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def on_one_line(name: str) -> str:
    r"""Return the name of a file on one line: with what would act, and with its line breaks, written out (``\\n``)."""
    return escaped(name).replace("\n", "\\n")


LONGEST_IN_A_SENTENCE = 60


def shortened(typed: str) -> str:
    """Return what somebody wrote as it stands in a sentence about it: on one line, and cut where it is very long."""
    return on_one_line(typed if len(typed) <= LONGEST_IN_A_SENTENCE else f"{typed[:LONGEST_IN_A_SENTENCE]}…")


def whole_number(typed: str, digits: int = 6) -> int | None:
    """Return the number from 0 on that somebody typed in the digits 0 to 9, or None if it is none, or has too many.

    So is read what is counted, and what is chosen by its number. ``int`` alone takes ``1_0`` and ``٣`` too.
    """
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= digits else None


def one_line(text: str) -> str:
    """Return a text with every run of spaces, tabs and line breaks made one space."""
    return SPACES.sub(" ", text).strip(" ")


PLAIN_WORD = re.compile(r"[\w./:\\-]+")
"""What no shell makes anything else of."""
ACTING_IN_QUOTES = re.compile('[$`%"\u201c-\u201e]')
"""What one of Windows' shells acts on amid quotation marks, where nothing holds for both; no file there has a ``?``."""


def command_line(command: str, *names: str, **options: str | bool | Iterable[str]) -> str:
    """Return a command of ours as it can be typed, each word quoted where a shell would make something else of it.

    An option of several texts is given once for each, and one that is true without any. A name that begins with a
    hyphen is never taken for an option.
    """
    chosen = [word for option, said in options.items() for word in _option(f"--{option}", said)]
    risky = any(name.startswith("-") for name in names)
    return _quoted("postwise", command, *((*chosen, "--", *names) if risky else (*names, *chosen)))


def _option(name: str, said: str | bool | Iterable[str]) -> list[str]:  # noqa: FBT001 - as it was given
    if isinstance(said, bool):
        return [name] * said
    texts = (said,) if isinstance(said, str) else said
    given = ((f"{name}={text}",) if text.startswith("-") else (name, text) for text in texts)
    return [word for words in given for word in words]


def _quoted(*words: str) -> str:
    if os.name == "nt":
        safely = (word if PLAIN_WORD.fullmatch(word) else f'"{ACTING_IN_QUOTES.sub("?", word)}"' for word in words)
        return " ".join(safely)
    import shlex  # most commands offer none

    return " ".join(_in_bytes(word) if on_one_line(word) != word else shlex.quote(word) for word in words)


def _in_bytes(word: str) -> str:
    """Return a word of which something would act or is no character, in quotes that bash, ksh and zsh understand."""
    letters = (chr(byte) if 32 <= byte < 127 and byte not in b"\\'" else f"\\x{byte:02x}" for byte in os.fsencode(word))
    return f"$'{''.join(letters)}'"


def typeable(word: str) -> bool:
    """Tell whether a word comes through as it is when it is typed, or pasted, as a part of `command_line`."""
    return escaped(word) == word and "\n" not in word and (os.name != "nt" or not ACTING_IN_QUOTES.search(word))


def typed_line(text: str) -> str:
    """Return what somebody typed as one line, without what would act; empty if all that is left are spaces."""
    line = one_line(UNSAFE.sub("", re.sub("[\u2028\u2029]", " ", text)))
    return line if line.strip() else ""


def as_json(document: object) -> str:
    """Return a JSON document as text, numbers of any size and all characters as they are, save those terminals obey."""
    import json  # as above

    sys.set_int_max_str_digits(0)
    return escaped(json.dumps(document, ensure_ascii=False, indent=2))


NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """Return a number as it stands in a sentence: in letters up to ten."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def plural(number: int, thing: str) -> str:
    """Return the word for so many of a thing: question, questions; branch, branches."""
    return thing if number == 1 else f"{thing}{'es' if thing.endswith('ch') else 's'}"


def counted(number: int, thing: str) -> str:
    """Return a number with what it counts: 1 question, 2 questions."""
    return f"{number} {plural(number, thing)}"


MANY_DIGITS = 15
"""A number with more digits than this is said by its size."""


def in_digits(number: int, thing: str = "") -> str:
    """Return a number with what it counts, its thousands apart; one too long to read, by how many digits it has."""
    things = f" {plural(number, thing)}" if thing else ""
    if number < 10**MANY_DIGITS:
        return f"{number:,}".replace(",", "\u202f") + things
    return f"{things} (a number of about {int(number.bit_length() * 0.30103)} digits)".strip()


def joined(words: Iterable[str], last: str = "and") -> str:
    """Return words as they stand in a sentence: one, two and three."""
    every = list(words)
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if len(every) > 1 else "".join(every)


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide letters two, marks on a letter none."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


TIE = "\uffff"
"""What stands for a blank at which nothing is broken; no text has it that is safe to show."""
IN_ONE = r"(?<=\d) (?=\(?\d)|(?<=\d\)) (?=\d)|(?<=\bpostwise) (?=[a-z])|(?<=\bpostwise config) (?=[a-z])"
"""A blank within a number, as in one to ring or in thousands, or in a command that is named."""
TIED = re.compile(IN_ONE.replace(" ", TIE))


def tied(text: str) -> str:
    """Return a text with numbers and commands held together, so that no line ends within; it is as long as before."""
    return re.sub(IN_ONE, TIE, text)


def untied(text: str) -> str:
    """Return a text that was held together as it was written: so it is shown, and copied from there."""
    return TIED.sub(" ", text)


def wrap(text: str, width: float, measure: Measure = cells, *, whole_words: bool = True) -> list[str]:
    """Return a text broken at its spaces into lines that measure at most `width`; a number stays whole.

    A word that is wider stands alone on its line, or is broken too if `whole_words` is off. Words of scripts without
    spaces are broken between letters. An empty text has one empty line.
    """
    lines: list[str] = []
    line = ""
    for word in _words(one_line(text), width, measure):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        pieces = [word] if measure(word) <= width else list(_pieces(word, width, measure, whole_words))
        lines.extend(pieces[:-1])
        line = pieces[-1]
    return [*lines, line]


def _words(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Yield the words of a line, each number as one, unless it is too wide for a line."""
    for word in tied(text).split(" "):
        number = untied(word)
        yield from (number,) if measure(number) <= width else number.split(" ")


FIRST = re.compile(r"\s*(?:\d+[.)]?\s+|[-·]\s+)?")
"""What stands before the words of a line: blanks, and its number or its sign."""
TYPED = re.compile(r"(?:^|: )\s*postwise \w+ ")
"""How a line looks that is there for a command in it."""
QUOTED = re.compile(r'"postwise [^"]*"')
"""A command that is named in a sentence."""
HELD = "\0"
"""What stands for a blank at which nothing is broken; no text has it that is safe to show."""


def in_columns(text: str, width: int | None) -> str:
    """Return lines that are safe to show, broken at their spaces for so many columns, set in as they begin.

    A command stays whole: it is there to be copied. Where nobody can say how many columns there are, so does all.
    """
    if width is None:
        return text
    return "\n".join(row for line in text.split("\n") for row in _in_columns(line, max(width, NARROWEST)))


def _in_columns(line: str, width: int) -> Iterator[str]:
    if cells(line) <= width or TYPED.search(line):
        yield line
        return
    first = FIRST.match(line)
    before = first[0] if first is not None and len(first[0]) < width / 2 else ""
    words = QUOTED.sub(lambda command: command[0].replace(" ", HELD), line[len(before) :])
    for place, row in enumerate(wrap(words, width - len(before))):
        yield (" " * len(before) if place else before) + row.replace(HELD, " ")


def _pieces(word: str, width: float, measure: Measure, whole_words: bool) -> Iterator[str]:  # noqa: FBT001
    if whole_words and not any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
        yield word
        return
    piece, size = "", 0.0
    for letter in word:
        more = measure(letter)
        if piece and size + more > width:
            yield piece
            piece, size = "", 0.0
        piece += letter
        size += more
    yield piece


IN_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
ALWAYS = r"([\\`*_\[\]<>~|])|&(?=#|\w)"
AT_START = r"^(?:(?P<sign>[-+](?=\s|$|-)|=(?==*$)|#(?=#{0,5}(?:\s|$)))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))"
"""What would begin a list, a heading or a rule."""
AT_END = r"(?<=\s)#+$"
"""What would close a heading, and be left out of it."""


def for_html(text: str) -> str:
    """Return a text as it stands between tags, or in a quoted attribute, of HTML or XML."""
    return safe(text).translate(IN_HTML)


def for_markdown(text: str) -> str:
    """Return a plain text, in one line, as Markdown that reads as exactly that text (CommonMark 0.31)."""
    line = safe(one_line(text))
    line = re.sub(ALWAYS, lambda match: f"\\{match[0]}", line)
    line = re.sub(AT_START, lambda match: f"{match['number'] or ''}\\{match['sign'] or match['dot']}", line)
    return re.sub(AT_END, lambda match: f"\\{match[0]}", line)


def for_address(url: str) -> str:
    """Return an address as it stands in the round brackets of a Markdown link."""
    plain = safe(url).strip()
    return re.sub(r"[\s<>()\\\x60*_\[\]]", lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), plain)
