"""Numbers and dates as people write them: what is read, and what could be read in two ways and is not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise.tree.answers import AnswerError, day_of, in_words, number_of
from postwise.tree.model import Question
from postwise.tree.placeholders import MONTHS, spoken
from postwise.tree.typed_answers import clear_day, day_in, number_in, writes_month_first
from strategies import examples

NOW = dt.date(2026, 11, 28)


def understood(text, *given, **more):
    """Return the day that is meant by a text, or None if it is none or not a clear one."""
    try:
        return clear_day(text, *given, **more)
    except AnswerError:
        return None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *[(typed, 12000) for typed in ("12000", "12,000", "12 000", "12\u00a0000", "12\u2009000", "12\u202f000")],
        *[(typed, 12000) for typed in ("12'000", "12\u2019000", " 12,000 ")],
        *[(typed, 12.5) for typed in ("12.5", "12,5", "12,50", "+12.5")],
        *[(typed, -5) for typed in ("-5", "\u22125", "\u20135", "\u20145", "\u2013 5", "- 5")],
        *[(typed, 5) for typed in ("+5", "+ 5", "5.")],
        *[(typed, 0.5) for typed in ("0.5", "0,5", ",5", ".5", "0,500")],
        *[(typed, 1234567.5) for typed in ("1,234,567.5", "1 234 567,5", "1'234'567.5")],
        ("1,2345", 1.2345),
        ("1.234", 1.234),
        ("1e16", 1e16),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert number_in(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "1.234.567",
        "1.234,5",
        "1234,567",
        "12 000,500",
        "12,000,5",
        "12,000 000",
        "12,00,000",
        "1 2 3",
        "12'00",
        "0,5.5",
    ],
)
def test_a_number_that_could_be_another_is_not_read_and_how_it_is_written_is_said(typed):
    with pytest.raises(
        AnswerError, match=r"is not a clear number\. Write thousands as 12,000 and decimals as 12\.5\.$"
    ):
        number_in(typed)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "£", "-", "--5", "-£-5", "££5", "£5", "GBP 5", "5%", "5 years", "1_0", "٣٣", "five", ",500", "12,"],
)
def test_what_is_no_number_is_none(typed):
    assert number_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("5 years", "years", 5),
        ("5years", "years", 5),
        ("1 year", "years", 1),
        ("5 Years", "years", 5),
        ("5 hours", "hour", 5),
        ("12,5 km", "km", 12.5),
        ("5%", "%", 5),
        ("5 %", "per cent", 5),
        ("5 percent", "%", 5),
        ("12,50 €", "euros", 12.5),
        ("£5", "pounds", 5),
        ("5 pounds", "£", 5),
        ("12 GBP", "£", 12),
        *[(typed, "pounds", 12000) for typed in ("£12,000", "£ 12 000", "GBP 12,000", "gbp12000")],
        *[(typed, "£", -5) for typed in ("-£5", "£-5", "\u2212£5", "\u2013£5", "-GBP 5")],
        ("€12,50", "€", 12.5),
        ("EUR 12,50", "euros a day", 12.5),
        ("$12'000", "dollars", 12000),
        ("EUR 5", "pounds", None),
        ("€5", "neurons", None),
        ("€5", "pounds a month", None),
        ("£5", "kg", None),
        ("£5", "pounds a month", 5),
        ("5%", "years", None),
        ("5 km", "years", None),
        ("years", "years", None),
    ],
)
def test_the_unit_of_the_question_may_stand_behind_a_number_and_no_other(typed, unit, number):
    assert number_in(typed, unit) == number


DEC_1 = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01",
        "1 December 2026",
        "1 Dec 2026",
        "1 Dec",
        "1st December 2026",
        "the 1st of December",
        "Dec 1",
        "December 1, 2026",
        "DECEMBER 1st 2026",
        "1 Dec. 2026",
        "1-Dec-2026",
        "1 Dec 26",
        "1 dec ’26",
        "2026 December 1",
        "1/12/2026",
        "1.12.2026",
        "1. 12. 2026",
        "01/12/2026",
        "1-12-2026",
        "1 12 2026",
        "1/12/26",
        "1.12.26",
        "1-12-26",
        "1dec",
        "1Dec2026",
        "1dec26",
        "dec1",
        "Tue 1 Dec 2026",
        "Tue 1 Dec",
        "Tues. 1st December",
        "Tuesday, 1 December 2026",
        "Tuesday, December 1, 2026",
        "tue 1/12/2026",
        "2026/12/1",
    ],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert understood(typed, NOW, month_first=False) == DEC_1


@pytest.mark.parametrize(
    ("typed", "day"), [("today", NOW), ("Tomorrow", dt.date(2026, 11, 29)), ("yesterday", dt.date(2026, 11, 27))]
)
def test_a_day_may_be_said_from_where_one_stands(typed, day):
    assert understood(typed, NOW) == day


@pytest.mark.parametrize(
    ("typed", "month_first", "day"),
    [
        ("2/3/2026", False, dt.date(2026, 3, 2)),
        ("2/3/2026", True, dt.date(2026, 2, 3)),
        ("25/12/2026", True, dt.date(2026, 12, 25)),
        ("12/25/2026", False, dt.date(2026, 12, 25)),
        ("2 March 2026", True, dt.date(2026, 3, 2)),
        ("2026-03-02", True, dt.date(2026, 3, 2)),
    ],
)
def test_the_day_comes_first_unless_the_locale_says_otherwise_or_it_is_above_twelve(typed, month_first, day):
    assert understood(typed, NOW, month_first=month_first) == day


@pytest.mark.parametrize(
    ("environ", "first"),
    [
        ({}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_TIME": "en_US"}, True),
        ({"LC_ALL": "C.UTF-8", "LC_TIME": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LC_TIME": "", "LANG": "es_US"}, True),
        ({"LANG": "de_DE@euro"}, False),
    ],
)
def test_the_locale_is_read_from_the_environment(environ, first):
    assert writes_month_first(environ) is first


@pytest.mark.parametrize(
    ("typed", "low", "high", "day"),
    [
        ("28 Nov", None, None, NOW),
        ("27 Nov", None, None, dt.date(2027, 11, 27)),
        ("27 Nov", None, NOW, dt.date(2026, 11, 27)),
        ("1 Dec", None, NOW, dt.date(2025, 12, 1)),
        ("1 Dec", dt.date(2030, 1, 1), None, dt.date(2030, 12, 1)),
        ("1 Dec", dt.date(1990, 1, 1), dt.date(1999, 6, 1), dt.date(1998, 12, 1)),
        ("29 Feb", None, None, dt.date(2028, 2, 29)),
        ("29 Feb", dt.date(2097, 1, 1), None, dt.date(2104, 2, 29)),
        ("1 Dec", dt.date(2027, 1, 1), dt.date(2027, 2, 1), DEC_1),
        ("1/12/65", None, None, dt.date(2065, 12, 1)),
        ("1/12/65", None, NOW, dt.date(1965, 12, 1)),
        ("1/12/99", None, None, dt.date(1999, 12, 1)),
        ("29/2/00", None, None, dt.date(2000, 2, 29)),
    ],
)
def test_a_year_that_is_left_out_or_cut_short_is_the_nearest_that_the_question_takes(typed, low, high, day):
    assert understood(typed, NOW, low, high, month_first=False) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Dec",
        "December 2026",
        "12/2026",
        "1/12",
        "31 November 2026",
        "31/11/2026",
        "29 Feb 2026",
        "0/12/2026",
        "13/13/2026",
        "1 Dec 1",
        "1 Dec 202",
        "1/12/202",
        "26-12-01",
        "1 12 26",
        "1.12/2026",
        "1 Jan Dec",
        "1 2 Dec 2026",
        "1 2026 Dec",
        "soon",
        "1 De",
        "1 Dezember 2026",
        "٣ Dec 2026",
        "next Tuesday",
        "Tuesday",
        "Tu 1 December 2026",
        "Someday 1 December 2026",
        "9" * 5000,
    ],
)
def test_what_is_no_clear_day_is_none(typed):
    assert understood(typed, NOW, month_first=False) is None


@pytest.mark.parametrize("typed", ["01-12-26", "26-12-01", "12-11-10"])
def test_a_day_that_could_be_another_is_not_read_and_how_it_is_written_is_said(typed):
    with pytest.raises(AnswerError) as error:
        clear_day(typed, NOW, month_first=False)
    assert str(error.value) == (f'"{typed}" could be more than one day. Type it as 1 December 2026 or 2026-12-01.')
    assert clear_day("15-06-99", NOW, month_first=False) == dt.date(1999, 6, 15), "no month has 99 days"


@pytest.mark.parametrize("typed", ["Mon 1 Dec 2026", "Monday, 1 December", "Mon 1/12/26"])
def test_a_day_of_another_weekday_than_is_written_is_not_read_and_that_is_said(typed):
    with pytest.raises(AnswerError) as error:
        clear_day(typed, NOW, month_first=False)
    assert str(error.value).startswith(f'"{typed}" does not fit: 1 December 2026 is a Tuesday. Type the date ')
    assert understood(typed, NOW, month_first=False) is None


UNITS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
    .map(str.strip)
    .filter(lambda unit: unit and not unit[0].isdigit())
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=examples(200))
@given(number=NUMBERS, unit=st.none() | UNITS)
def test_a_number_as_the_trail_shows_it_reads_back_as_the_same_answer(number, unit):
    shown = in_words(Question(ask="?", type="number", goto="x", unit=unit), number)
    assert number_in(shown, unit or "") == number


@settings(max_examples=examples(200))
@given(day=st.dates(), now=st.dates(), month_first=st.booleans())
def test_a_date_as_the_trail_shows_it_reads_back_as_the_same_answer(day, now, month_first):
    assert understood(spoken(day), now, month_first=month_first) == day


WRITTEN = st.text("0123456789+-.,e \u00a0'/£%", max_size=12)


@settings(max_examples=examples(300))
@given(
    text=WRITTEN | NUMBERS.map(str) | st.integers().map("{:,}".format),
    unit=st.sampled_from(["", "%", "years", "pounds"]),
)
def test_no_number_that_a_file_could_hold_reads_differently_now(text, unit):
    strict = number_of(text.strip())
    if strict is not None:
        assert number_in(text, unit) == strict


@settings(max_examples=examples(300))
@given(text=WRITTEN | st.dates().map(str) | st.dates().map(lambda day: day.strftime("%G-W%V-%u")), now=st.dates())
def test_no_date_that_a_file_could_hold_reads_differently_now(text, now):
    strict = day_of(text)
    if strict is not None:
        assert understood(text, now) == strict


@settings(max_examples=examples(100))
@given(day=st.dates(dt.date(1000, 1, 1)), now=st.dates(), between=st.sampled_from(["/", ".", "-", " ", ". "]))
def test_however_its_parts_are_set_apart_a_day_is_that_day(day, now, between):
    parts = [str(day.day), str(day.month), str(day.year)]
    assert understood(between.join(parts), now, month_first=False) == day
    assert understood(between.join([parts[1], parts[0], parts[2]]), now, month_first=True) == day
    assert understood(between.join([parts[0], MONTHS[day.month - 1][:3], parts[2]]), now) == day


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_said_and_read_in_english_wherever_one_is(month, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    name = MONTHS[month - 1]
    assert spoken(dt.date(2026, month, 9)) == f"9 {name} 2026"
    for length in range(3, len(name) + 1):
        assert understood(f"9 {name[:length]} 2026", NOW) == dt.date(2026, month, 9)


@pytest.mark.parametrize("typed", ["1 Dec", "1-2-03", "soon", "Monday 1 December 2026"])
def test_where_nobody_asks_why_a_day_that_is_not_clear_is_none(typed):
    assert day_in(typed, NOW) == understood(typed, NOW)
