"""What often lies behind a line that is no TOML: the slips of people who write a tree and are no programmers."""

from __future__ import annotations

import re
from typing import NamedTuple

from postwise.tree.ids import id_of

CURLED = "“”„‟‘’‚‛«»"
"""Quotation marks that a word processor puts in place of straight ones."""
ODD_SPACES = "\u00a0\u2007\u202f\u200b\u2009\u3000\ufeff"
"""Spaces that look like one and are none to TOML."""
TEXT = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'")
KEY = re.compile(r"""[ \t]*([\w-]+|"[^"]*")[ \t]*[=.]""")
HEADER = re.compile(r"[ \t]*\[\[?([^\]\n]*)\]?\]?")
SECTIONS = frozenset({"question", "branch", "value", "outcome", "promise", "scenario"})
WORDS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
CLOSED = "A list above is never closed: put a ] behind its last entry."
STANDS_TWICE = "It stands twice in the file. Give one of them another id, or take it out."


class Slip(NamedTuple):
    """What tomli says of a text, and where."""

    message: str
    text: str
    line: int
    """The number of the line, from 1."""
    column: int
    """The number of the character in it, from 1."""

    @property
    def whole(self) -> str:
        """The line."""
        return self.text.split("\n")[self.line - 1].rstrip("\r")

    @property
    def before(self) -> str:
        """What stands in the line before the place."""
        return self.whole[: self.column - 1]

    @property
    def rest(self) -> str:
        """What stands in it from there on."""
        return self.whole[self.column - 1 :]

    @property
    def outside(self) -> str:
        """The line without its texts and its comment; a text that is not closed is still there."""
        return re.sub(r"#.*", "", TEXT.sub("", self.whole))


def said(message: str) -> str:
    """Return what tomli says without Python's way of writing the name of a table."""
    name = re.search(r"\((.*?),?\)", message)
    if name is None:
        return message
    parts = re.findall(r"'([^']*)'", name[1])
    return message.replace(name[0], f'"{".".join(parts)}"')


def syntax_hint(message: str, text: str, line: int, column: int) -> str | None:
    """Return what often lies behind what tomli says of a place, or None where there is no telling."""
    slip = Slip(message, text, line, column)
    hints = (
        *(_odd_letters, _twice, _comment, _date, _number, _one_too_many, _backslash, _quotes_inside, _odd_quotes),
        *(_word, _pair, _header, _list),
    )
    return next((hint for hint in (find(slip) for find in hints) if hint is not None), None)


def _odd_letters(slip: Slip) -> str | None:
    space = next((letter for letter in slip.outside if letter in ODD_SPACES), None)
    if any(letter in slip.outside for letter in CURLED):
        return "TOML wants straight quotation marks: \" or '."
    return None if space is None else f"One of the spaces is none to TOML (U+{ord(space):04X}): type it again."


def _twice(slip: Slip) -> str | None:
    """Return where what stands twice stands first."""
    declared = re.search(r"\((.*?),?\)", slip.message)
    if "Cannot declare" in slip.message and declared is not None:
        names = r"\s*\.\s*".join(rf"""["']?{re.escape(name)}["']?""" for name in re.findall(r"'([^']*)'", declared[1]))
        first = re.search(rf"^[ \t]*\[\[?\s*{names}\s*[\].]", slip.text, re.MULTILINE)
        line = 0 if first is None else slip.text.count("\n", 0, first.start()) + 1
        parts = re.findall(r"'([^']*)'", declared[1])
        only = f"a file has one [{parts[0]}]: put together what stands below them"
        if 0 < line < slip.line:
            stands = f"The first one stands in line {line}"
            return (
                f"{stands}; {only}." if len(parts) == 1 else f"{stands}. Give one of them another id, or take it out."
            )
    if "Cannot mutate immutable namespace" in slip.message:
        return f"{said(slip.message).split(chr(34))[1]} is written above already: add to it there."
    key = KEY.match(slip.whole)
    if "Cannot overwrite" in slip.message and key is not None:
        lines = slip.text.split("\n")[: slip.line - 1]
        start = max((place for place, one in enumerate(lines) if HEADER.fullmatch(one.strip())), default=-1)
        same = (place for place in range(start + 1, len(lines)) if (k := KEY.match(lines[place])) and k[1] == key[1])
        line = next((place + 1 for place in same), 0)
        return STANDS_TWICE if not line else f"The first one stands in line {line}. Take one of them out."
    if "Duplicate inline table key" in slip.message:
        return "It stands twice between these { }. Take one of them out, or begin another { } with it."
    return STANDS_TWICE if "Cannot declare" in slip.message or "Cannot overwrite" in slip.message else None


def _comment(slip: Slip) -> str | None:
    if re.search(r"(?:^|\s)(?://|--|/\*|<!--)", slip.outside) and slip.rest.lstrip().startswith(("/", "-", "<")):
        return "A remark begins with #."
    end = re.match(r"([;,])\s*(?:#|$)", slip.rest)
    behind_value = "after a statement" in slip.message and end is not None
    return f"Nothing stands at the end of a line: take the {end[1]} out." if behind_value and end else None


def _date(slip: Slip) -> str | None:
    from postwise.tree.date_hints import date_hint  # only who has slipped pays for a calendar

    return date_hint(slip.whole)


def _number(slip: Slip) -> str | None:
    thousands = re.search(r"=\s*(\d{1,3}(?:[,  ]\d{3})+)(?![\d,])", slip.whole)
    if thousands is not None:
        return f"A number is written without a comma: {re.sub(r'[^0-9]', '', thousands[1])}."
    comma = re.search(r"=\s*(\d+),(\d+)\s*(?:#|$)", slip.whole)
    return None if comma is None else f"A number has a point: {comma[1]}.{comma[2]}."


def _one_too_many(slip: Slip) -> str | None:
    """Return which letter or word stands in a line that is right without it."""
    if re.match(r"\s*[\w-]+\s*==", slip.whole):
        return "One = is enough."
    listed = re.match(r"\s*([-*•])\s+[\w-]+\s*[=:]", slip.whole)
    if listed is not None:
        return f"A line begins with its key: take the {listed[1]} out."
    unit = re.match(r"\s*[\w-]+\s*=\s*[-+]?[0-9.]+\s*([A-Za-z%€£$]+)\s*(?:#|$)", slip.whole)
    return None if unit is None else f"A number stands alone: take {unit[1]} out."


def _backslash(slip: Slip) -> str | None:
    if slip.message.startswith(("Unescaped '\\'", "Invalid hex value")):
        return r"A \ is written \\, or the text stands between ' and '."
    return None


def _quotes_inside(slip: Slip) -> str | None:
    """Return what to do about a quotation mark that ended a text too early."""
    if "after a statement" not in slip.message and "Unclosed" not in slip.message:
        return None
    if slip.before.endswith('"') and re.match(r"[^\s,#\]}]", slip.rest):
        return "A text ends at its second quotation mark. For one inside it write \\\" or ', as in \"a 'fact'\"."
    if slip.before.endswith("'") and re.match(r"[^\s,#\]}]", slip.rest):
        return 'An apostrophe ends a text that began with one. Put this text between " and ".'
    return None


def _odd_quotes(slip: Slip) -> str | None:
    if slip.outside.count('"') % 2 or slip.outside.count("'") % 2:
        return 'A quotation mark is missing: a text begins and ends with one, and one over several lines with """.'
    return None


def _word(slip: Slip) -> str | None:
    if "Invalid value" not in slip.message:
        return None
    word = re.match(r"([A-Za-z]+)\s*(?:[#,}\]]|$)", slip.rest)
    if word is not None and word[1].lower() in WORDS:
        return f"Write {WORDS[word[1].lower()]}; a text stands in quotation marks."
    if HEADER.fullmatch(slip.whole.strip()) or (KEY.match(slip.whole) and slip.column <= len(slip.whole.split("=")[0])):
        return CLOSED
    return "A text stands in quotation marks. If this line looks fine, look for a missing ] or , above it."


def _pair(slip: Slip) -> str | None:
    if "Expected '='" in slip.message:
        name = re.split(r"[:\s]", slip.before.strip())[-1].lstrip("{,")
        return f"Between a key and what it says stands =, as in {name or 'ask'} = …"
    if "Unclosed inline table" in slip.message:
        key = re.match(r"\s*([\w-]+)\s*=", slip.rest)
        return f"A comma is missing before {key[1]}." if key else "Look for a missing , or } in it."
    return "Look for a missing , or quotation mark." if "after a statement" in slip.message else None


def _header(slip: Slip) -> str | None:
    opened = slip.whole.strip().startswith("[") and "key part" in slip.message
    if "table declaration" not in slip.message and not opened:
        return None
    named = HEADER.match(slip.whole)
    if named is not None and not slip.rest.strip():
        opening, name = slip.whole.strip().count("["), named[1].strip()
        return f"A header ends with {']' * opening}: {'[' * opening}{name}{']' * opening}."
    words = re.split(r"[.:/\s]+", named[1].strip()) if named else []
    if len(words) < 2:
        return "A header stands between [ and ], as in [question.tone]."
    made = id_of(" ".join(words[1:]))
    lawful = f": [{words[0]}.{made}]" if words[0] in SECTIONS and made else ""
    if not re.search(r"[\s:/]", named[1].strip() if named else ""):
        example = lawful or ", as in [question.my-tone]"
        return f"A header has letters from a to z, digits, hyphens and points, and no others{example}."
    if slip.rest.startswith((":", "/")) and lawful:
        return f"The parts of a header are parted by points{lawful}."
    if lawful:
        return f"A header has no spaces{lawful}."
    return "A header has no spaces: words are joined by hyphens, and its parts by points, as in [question.my-tone]."


def _list(slip: Slip) -> str | None:
    if "Unclosed array" not in slip.message:
        return None
    if re.match(r"\s*[{\"'\[]", slip.rest):
        return "A comma is missing before this: entries of a list are parted by commas."
    return CLOSED
