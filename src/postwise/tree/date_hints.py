"""What somebody meant who wrote a date as people do: the same day as TOML has it, or why there is no such day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from contextlib import suppress

MONTHS = tuple(name.casefold() for name in calendar.month_name)
"""The months by their numbers; the first is none."""
YEAR_LAST = re.compile(r"=\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
SHORT_YEAR = re.compile(r"=\s*(\d{1,2})([/.-])\d{1,2}\2(\d{2})(?![\d/.-])")
YEAR_FIRST = re.compile(r"=\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
IN_WORDS = re.compile(rf"=\s*(?:{DAY}\s+)?([A-Za-z]{{3,}})\.?(?:\s+{DAY},?)?\s+(\d{{4}})")


def date_hint(line: str) -> str | None:
    """Return how the date in a line is written, or why it is none; None if there is no date in it."""
    other, first, words = YEAR_LAST.search(line), YEAR_FIRST.search(line), IN_WORDS.search(line)
    if other is not None:
        return f"A date has its year first, as in {other[4]}-12-31 for the last day of {other[4]}."
    short = SHORT_YEAR.search(line)
    if short is not None:
        year = short[1] if short[2] == "-" and len(short[1]) == 2 else short[3]
        return f"A date is its year in four digits, its month and its day, as in 20{year}-12-31."
    if first is not None:
        return _written(int(first[1]), int(first[2]), int(first[3]))
    month = 0 if words is None else _month(words[2])
    if words is None or not month or not (words[1] or words[3]):
        return None
    return _written(int(words[4]), month, int(words[1] or words[3]))


def _month(word: str) -> int:
    """Return the number of the month that a word begins; 0 for none."""
    return next((number for number, name in enumerate(MONTHS) if name.startswith(word.casefold())), 0)


def _written(year: int, month: int, day: int) -> str:
    with suppress(ValueError):
        return f"A date is written {dt.date(year, month, day)}."
    if not 1 <= month <= 12:
        swapped = f"{year}-{day:02}-{month:02}" if 1 <= day <= 12 and 1 <= month <= 28 else f"{year}-12-31"
        return f"There is no month {month}. A date is its year, month and day, as in {swapped}."
    if day == 0 or not year >= dt.MINYEAR:
        return f"There is no such day. A date is its year, month and day, as in {max(year, 1):04}-{month:02}-01."
    days = calendar.monthrange(year, month)[1]
    return f"{calendar.month_name[month]} {year} has {days} days: its last is {year:04}-{month:02}-{days}."
