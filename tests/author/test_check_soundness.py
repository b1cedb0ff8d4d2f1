"""What the check claims about small random trees, held against giving every answer there is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle import Everything, Oracle
from postwise.author.check_tree import check_file
from postwise.tree.loader import read_source
from postwise.tree.model import NOES
from postwise.tree.toml_source import Source
from strategies import as_toml, tree_data

TODAY = dt.date(2026, 11, 22)
EXPLAINING = {"unreachable", "never-matches", "not-yet-asked", "cycle", "uncovered"}


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(tree_data())
def test_what_it_claims_is_so_and_what_is_so_it_claims(data: dict[str, Any]) -> None:
    loaded = read_source(Source(as_toml(data)))
    tree = loaded.tree
    assert tree is not None
    slow = Everything(Oracle(data))
    told: dict[str, list[list[str]]] = {}
    for problem in check_file(loaded, today=TODAY).problems:
        told.setdefault(problem.code, []).append(problem.at.split("."))

    at_headers = {parts[1] for parts in told.get("uncovered", []) if len(parts) == 2}
    assert at_headers <= slow.uncovered
    assert bool(told.get("uncovered")) >= bool(slow.uncovered)
    assert bool(told.get("cycle")) == bool(slow.rings)

    nodes = {*tree.questions, *tree.branches, *tree.outcomes}
    unreached = {parts[1] for parts in told.get("unreachable", [])}
    assert unreached <= nodes - slow.reached
    assert not nodes - slow.reached or EXPLAINING & told.keys()

    for kind, name, _, line in (parts[:4] for parts in told.get("never-matches", [])):
        if kind == "branch":
            assert name in slow.reached
            assert (name, int(line)) not in slow.lines
        else:
            assert int(line) not in slow.told.get(name, set())

    for parts in told.get("not-yet-asked", []):
        if parts[0] != "value" and "on" not in parts:
            assert parts[-1] not in slow.asked_before[parts[1]]

    silent = [name for name, lines in slow.told.items() if None in lines]
    in_notes = {parts[1] for parts in told.get("uncovered", []) if parts[0] == "outcome"}
    assert bool(silent) == bool(in_notes)

    ended = set(slow.endings)
    assert {parts[1] for parts in told.get("untested-outcome", [])} == ended - {
        scenario.expect for scenario in tree.scenarios.values()
    }
    closed = sum(len(slow.endings[name]) for name in ended if tree.outcomes[name].verdict in NOES)
    assert ("mostly-no" in told) == (2 * closed > len(slow.walks))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tree_data(), st.integers(0, 120))
def test_however_little_it_may_look_at_it_claims_nothing_else(data: dict[str, Any], bound: int) -> None:
    loaded = read_source(Source(as_toml(data)))
    whole, part = (
        {(problem.code, problem.at) for problem in check_file(loaded, today=TODAY, **given).problems}
        for given in ({}, {"bound": bound})
    )
    too_large = {(code, at) for code, at in part if code == "too-large"}
    assert part - too_large <= whole
    assert too_large or part == whole
