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
from postwise.tree.answers import AS_A_DAY, AnswerError, day_of, number_of
from postwise.tree.placeholders import MONTHS, spoken

MINUS = "\u2212\u2012\u2013\u2014"
"""What stands for a minus, beside a hyphen: its own sign, and the dashes that are written for it."""
SIGNS = re.compile(rf"([-+{MINUS}]?)\s*(£|€|\$|gbp|eur|usd)?\s*([-+{MINUS}]?)\s*(.*)", re.DOTALL | re.IGNORECASE)
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
    """Return the number that a person wrote, with a sign and its unit if they like; None if it is none.

    A currency may stand before it if the unit is about that currency.
    Raises AnswerError, with how it is written, if it could be more than one number.
    """
    bare = text.strip()
    found = number_of(bare)
    if found is not None:
        return found
    sign, currency, after, digits = _parts(_without_unit(bare, unit))
    if (sign and after) or (currency and _of_something_else(currency, unit)):
        return None
    minus = "-" if {sign, after} & {"-", *MINUS} else ""
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
    return (parts[1], parts[2] or "", parts[3], parts[4]) if parts else ("", "", "", text)


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


def _of_something_else(currency: str, unit: str) -> bool:
    """Tell whether a unit is about something else than a currency."""
    words = set(re.findall(r"[^\W\d_]+|\S", unit.casefold()))
    return not any(words & set(names) for names in NAMES[:3] if currency.casefold() in names)


DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
NUMBERS = re.compile(r"([0-9]{1,4})\s*([/.-]|\s)\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMED = re.compile(r"([a-z]{3,})[\s,.]+(.*)", re.DOTALL)
"""A word before a day, as its weekday is."""
TOGETHER = re.compile("(?<=[0-9])(?!(?:st|nd|rd|th)\\b)(?=[a-z])|(?<=[a-z])(?=[0-9])")
"""Where a month is written together with its day or its year."""
DAY = re.compile("([0-9]{1,2})(?:st|nd|rd|th)?")
YEAR = re.compile("[0-9]{4}|['\u2019]?[0-9]{2}")
BETWEEN = re.compile(r"[\s,./-]+")
LEFT_OUT = ("", "of", "the")
LONGEST_MONTH = 31
LEAP = 8
"""As many years after another there is a 29 February at the latest."""


def today() -> dt.date:
    """Return the day it is here."""
    return dt.datetime.now().astimezone().date()


def day_understood(text: str) -> str:
    """Return the day that a person wrote, in words; empty if it is none, or written in those."""
    day = day_in(text, today())
    return "" if day is None or spoken(day) == one_line(text) else spoken(day)


def day_in(text: str, now: dt.date) -> dt.date | None:
    """Return the day that a person wrote, or None if it is none, or not a clear one."""
    try:
        return clear_day(text, now)
    except AnswerError:
        return None


def clear_day(
    text: str,
    now: dt.date,
    low: dt.date | None = None,
    high: dt.date | None = None,
    *,
    month_first: bool | None = None,
) -> dt.date | None:
    """Return the day that a person wrote, its weekday before it if they like; None if it is none.

    A day without a year is the next there is from today on, of those from `low` to `high`; of a year in two digits it
    is the nearest. `month_first` says how 1/12/2026 is meant; left out, the person's locale does. Raises AnswerError if
    it could be more than one day, or has another weekday than is written.
    """
    strict = day_of(text)
    if strict is not None:
        return strict
    weekday, written = _after_weekday(text.strip().casefold())
    day = _day_in(written, now, low, high, writes_month_first() if month_first is None else month_first)
    if weekday and day is not None and WEEKDAYS[day.weekday()] != weekday:
        said = f"{spoken(day)} is a {WEEKDAYS[day.weekday()]}"
        hint = "Type the date without its weekday if you mean it."
        raise AnswerError("bad-value", f'"{shortened(text.strip())}" does not fit: {said}.', hint)
    return day


def _after_weekday(written: str) -> tuple[str, str]:
    """Return the weekday that stands before a day, empty if none does, and the rest."""
    found = NAMED.fullmatch(written)
    if found is not None:
        for name in WEEKDAYS:
            if name.casefold().startswith(found[1]):
                return name, found[2]
    return "", written


def _day_in(
    written: str,
    now: dt.date,
    low: dt.date | None,
    high: dt.date | None,
    month_first: bool,  # noqa: FBT001
) -> dt.date | None:
    if written in DAYS:
        return now + dt.timedelta(DAYS[written])
    parts = _in_words(TOGETHER.sub(" ", written)) or _in_numbers(written, month_first)
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
    """Return day, month and year of a day in numbers. A year in two digits is not clear after a space.

    Raises AnswerError if between hyphens the first of the numbers could be the year as well as the last.
    """
    found = NUMBERS.fullmatch(written)
    if found is None:
        return None
    first, between, second, last = found.groups()
    if len(first) == 4 and len(last) <= 2:
        return int(last), int(second), first
    if len(first) > 2 or len(last) not in ({2, 4} if between in "/.-" else {4}):
        return None
    if between == "-" and {len(first), len(second), len(last)} == {2} and 0 < int(last) <= LONGEST_MONTH:
        hint = f"Type it {AS_A_DAY}."
        raise AnswerError("bad-value", f'"{written}" could be more than one day.', hint)
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
