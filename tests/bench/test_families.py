"""The whole check of trees with walks beyond counting: how many states they are in, and the time against a bare parse.

No row may grow like the number of walks. The states are the same on every machine; `tests/logic/test_families.py` holds them.
"""

from __future__ import annotations

import datetime as dt
import gc
from functools import partial

import pytest
import tomli
import tomli_w

from bench.conftest import note, timed
from bench.families import FAMILIES
from postwise.author.check_tree import check_file
from postwise.logic.counting import analyse
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

TODAY = dt.date(2026, 11, 22)
ROWS = [(name, make, sizes) for name, (make, sizes) in FAMILIES.items()]


@pytest.mark.parametrize(("name", "make", "sizes"), ROWS, ids=[name for name, *_ in ROWS])
def test_check_of_a_family_by_size(benchmark, name, make, sizes):
    gc.disable()
    for size in sizes:
        text = tomli_w.dumps(make(size))
        loaded = read_source(Source(text))
        assert loaded.errors == (), loaded.errors[0]
        found = analyse(loaded.tree)
        ours = min(timed(partial(check_file, loaded, today=TODAY)) for _ in range(2))
        parse = min(timed(partial(tomli.loads, text)) for _ in range(5))
        states = f"{len(found.exploration.states):,} states, {found.space.made.diagrams.size:,} diagrams"
        note(f"{size} {name}", ours, parse, None, f"{states}, {len(str(found.walks)) - 1} digits of walks")
    gc.enable()
    benchmark.pedantic(lambda: None)
