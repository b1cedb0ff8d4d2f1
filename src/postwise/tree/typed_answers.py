"""Numbers and dates as people write them, which files and commands write in one way each.

What can be read in two ways is not read: a number in groups keeps to one sign between them, and a comma before exactly
three digits sets thousands apart. Nothing of this is loaded before somebody has something to type.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping

from postwise.text import one_line, shortened
from postwise.tree.answers import AnswerError, day_of, number_of
from postwise.tree.placeholders import MONTHS, spoken

MINUS = "\u2212"
SIGNS = re.compile(rf"([-+{MINUS}]?)\s*([£€$]?)\s*([-+{MINUS}]?)\s*(.*)", re.DOTALL)
"""A sign and a currency before a number, either of them first."""
GAPS = "' \u00a0\u2007\u2009\u202f\u2019,"
"""What sets thousands apart: an apostrophe, a space of any width, a comma."""
IN_DIGITS = re.compile(rf"([1-9][0-9]{{0,2}}(?:([{GAPS}])[0-9]{{3}})(?:\2[0-9]{{3}})*|[0-9]*)(?:([.,])([0-9]+))?")
"""The whole number, what sets its groups apart, and after a point or a comma its decimals."""
MISTAKABLE = re.compile(rf"[0-9][0-9.{GAPS}]*[0-9]")
NAMES = (
    ("£", "pounds", "pound", "gbp"),
    ("€", "euros", "euro", "eur"),
    ("$", "dollars", "dollar", "usd"),
    ("%", "per cent", "percent"),
)
"""Other names of a unit."""


def number_in(text: str, unit: str = "") -> int | float | None:
    """Return the number that a person wrote, a sign, a currency and its unit with it if they like; None if it is none.

    Raises AnswerError, with how it is written, if it could be more than one number.
    """
    bare = text.strip()
    found = number_of(bare)
    if found is not None:
        return found
    sign, currency, after, digits = _parts(_without_unit(bare, unit))
    if (sign and after) or (currency and _of_something_else(currency, unit)):
        return None
    minus = "-" if {sign, after} & {"-", MINUS} else ""
    found = number_of(minus + digits)
    plain = _in_plain_digits(digits) if found is None else None
    if plain is not None:
        return number_of(minus + plain)
    if found is None and MISTAKABLE.fullmatch(digits):
        hint = "Write thousands as 12,000 and decimals as 12.5."
        raise AnswerError("bad-value", f'"{shortened(bare)}" is not a clear number.', hint)
    return found


def _parts(text: str) -> tuple[str, str, str, str]:
    parts = SIGNS.fullmatch(text)
    return (parts[1], parts[2], parts[3], parts[4]) if parts else ("", "", "", text)


def _in_plain_digits(written: str) -> str | None:
    """Return a number in plain digits, with a decimal point; None if it is written in no clear way."""
    found = IN_DIGITS.fullmatch(written)
    if found is None or not written:
        return None
    whole, gap, point, decimals = found.groups()
    if point == "," and (gap == "," or (len(decimals) == 3 and whole != "0")):
        return None
    digits = whole.replace(gap, "") if gap else whole
    return f"{digits or 0}.{decimals}" if point else digits


def _without_unit(text: str, unit: str) -> str:
    """Return what stands before the unit, in any of its names; all of the text if it does not end in one."""
    if unit.strip() and text.endswith(unit.strip()):
        return text.removesuffix(unit.strip()).rstrip()
    own = unit.strip().casefold()
    others = next((names for names in NAMES if own in names), (own.removesuffix("s"), f"{own}s"))
    for name in (own, *others) if own else ():
        if name and text[-len(name) :].casefold() == name:
            return text[: -len(name)].rstrip()
    return text


def _of_something_else(sign: str, unit: str) -> bool:
    """Tell whether a unit is about something else than the currency of a sign."""
    about = {names[0] for names in NAMES[:3] if any(name in unit.casefold() for name in names)}
    return bool(unit.strip()) and sign not in about


DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
NUMBERS = re.compile(r"([0-9]{1,4})\s*([/.-]|\s)\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
DAY = re.compile("([0-9]{1,2})(?:st|nd|rd|th)?")
YEAR = re.compile("[0-9]{4}|['\u2019]?[0-9]{2}")
BETWEEN = re.compile(r"[\s,./-]+")
LEFT_OUT = ("", "of", "the")
LEAP = 8
"""As many years after another there is a 29 February at the latest."""


def today() -> dt.date:
    """Return the day it is here."""
    return dt.datetime.now().astimezone().date()


def day_understood(text: str) -> str:
    """Return the day that a person wrote, in words; empty if it is none, or written in those."""
    day = day_in(text, today())
    return "" if day is None or spoken(day) == one_line(text) else spoken(day)


def day_in(
    text: str,
    now: dt.date,
    low: dt.date | None = None,
    high: dt.date | None = None,
    *,
    month_first: bool | None = None,
) -> dt.date | None:
    """Return the day that a person wrote, or None if it is none.

    A day without a year is the next there is from today on, of those from `low` to `high`; of a year in two digits it
    is the nearest. `month_first` says how 1/12/2026 is meant; left out, the person's locale does.
    """
    strict = day_of(text)
    if strict is not None:
        return strict
    written = text.strip().casefold()
    if written in DAYS:
        return now + dt.timedelta(DAYS[written])
    parts = _in_words(written) or _in_numbers(written, writes_month_first() if month_first is None else month_first)
    if parts is None:
        return None
    day, month, year = parts
    days = [found for found in (_made(each, month, day) for each in _years(year, now, low, high)) if found]
    if len(year) == 2:
        days.sort(key=lambda found: abs(found - now))
    elif not year:
        days.sort(key=lambda found: (found < now, abs(found - now)))
    fitting = (found for found in days if (low is None or low <= found) and (high is None or found <= high))
    return next(fitting, days[0] if days else None)


def writes_month_first(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the person's locale has the month before the day, as that of the United States does."""
    named = next((environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if environ.get(name)), "")
    return "_US" in named.partition(".")[0]


def _in_words(written: str) -> tuple[int, int, str] | None:
    """Return day, month and year of a day whose month is a word; without a year that is empty."""
    words = [word for word in BETWEEN.split(written) if word not in LEFT_OUT]
    months = [(place, month) for place, word in enumerate(words) if (month := _month(word))]
    if len(months) != 1 or len(words) > 3:
        return None
    place, month = months[0]
    rest = [*words[:place], *words[place + 1 :]]
    if place == 1 and len(rest) == 2 and len(rest[0]) == 4 and rest[0].isdecimal():
        rest.reverse()
    day, year = [*rest, "", ""][:2]
    number = DAY.fullmatch(day)
    if number is None or place == 2 or (year and not YEAR.fullmatch(year)):
        return None
    return int(number[1]), month, year.lstrip("'\u2019")


def _month(word: str) -> int:
    """Return the number of a month from its name, or from its first three letters or more; 0 if it is none."""
    names = (place for place, name in enumerate(MONTHS, 1) if name.casefold().startswith(word))
    return next(names, 0) if len(word) >= 3 else 0


def _in_numbers(written: str, month_first: bool) -> tuple[int, int, str] | None:  # noqa: FBT001
    """Return day, month and year of a day in numbers; a year in two digits is clear after a stroke or a point alone."""
    found = NUMBERS.fullmatch(written)
    if found is None:
        return None
    first, between, second, last = found.groups()
    if len(first) == 4 and len(last) <= 2:
        return int(last), int(second), first
    if len(first) > 2 or len(last) not in ({2, 4} if between in "/." else {4}):
        return None
    day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    return (month, day, last) if month > 12 else (day, month, last)


def _years(year: str, now: dt.date, low: dt.date | None, high: dt.date | None) -> Iterable[int]:
    """Return the years that may be meant by one as it is written: in any century, or this one and those about it."""
    if len(year) == 4:
        return (int(year),)
    if year:
        return range(int(year), 10000, 100)
    start = max(now.year, low.year if low else 0)
    end = min(now.year, high.year if high else start)
    return (*range(start, start + LEAP + 1), *range(end - LEAP, end + 1))


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
