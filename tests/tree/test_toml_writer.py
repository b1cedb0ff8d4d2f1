"""What is written as TOML reads back as it was, whatever characters are in it."""

from __future__ import annotations

import datetime as dt

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from postwise.tree.toml_writer import toml_key, toml_table, toml_value

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x00\t\n\r\x1b\x7f\"'\\\u00a0\u2028#{}"))
SCALARS = TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.dates()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=8)


@given(VALUES)
def test_any_value_reads_back_as_it_was_from_one_line(value):
    line = f"a = {toml_value(value)}"
    assert "\n" not in line
    assert tomli.loads(line) == {"a": value}


@given(TEXTS, st.dictionaries(TEXTS, VALUES))
def test_any_table_reads_back_as_it_was(name, table):
    assert tomli.loads("\n".join(toml_table(("a", name), table))) == {"a": {name: table}}


@pytest.mark.parametrize(
    ("name", "key"), [("over-18", "over-18"), ("", '""'), ("a b", '"a b"'), ("é", '"é"'), ("a.b", '"a.b"')]
)
def test_a_key_is_in_quotes_only_where_it_must_be(name, key):
    assert toml_key(name) == key


def test_a_table_is_laid_out_for_people():
    ways = [{"id": "yes", "unsure": True}, {"id": "no"}]
    lines = toml_table(
        ("question", "who"), {"ask": "Who?", "answers": ways, "day": dt.date(2026, 1, 2), "next": ("a",)}
    )
    assert list(lines) == [
        "[question.who]",
        'ask = "Who?"',
        "answers = [",
        '  { id = "yes", unsure = true },',
        '  { id = "no" },',
        "]",
        "day = 2026-01-02",
        'next = ["a"]',
    ]


def test_a_set_is_written_in_the_order_of_its_letters():
    assert toml_value(frozenset({"b", "a", "c"})) == '["a", "b", "c"]'
