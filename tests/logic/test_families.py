"""How many states families of trees have, the same on every machine: none grows like the number of its walks."""

from __future__ import annotations

import pytest

from bench.families import FAMILIES
from postwise.logic.counting import analyse
from strategies import made

STATES = {
    "three-way questions, values over them, a table over those": {6: 24, 12: 67, 24: 168, 39: 315},
    "items in five interleaved scales": {10: 193, 15: 1826},
    "rows of a table over twelve four-way questions": {10: 173, 20: 553},
    "questions under five tables, and a table over those": {10: 108, 20: 914},
    "ranges of twelve numbers": {5: 24, 10: 74, 20: 102},
    "items of one checklist": {10: 9, 20: 9, 30: 9},
    "answers to one question": {500: 9},
    "cases on one number": {100: 9},
}


def test_every_family_is_held():
    assert STATES.keys() == FAMILIES.keys()


@pytest.mark.parametrize(
    ("name", "size", "states"), [(name, size, states) for name, row in STATES.items() for size, states in row.items()]
)
def test_so_many_states_and_no_more(name: str, size: int, states: int) -> None:
    found = analyse(made(FAMILIES[name][0](size)))
    assert not found.too_large
    assert len(found.exploration.states) == states
