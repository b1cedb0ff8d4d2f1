"""What the check claims about small random trees, held against giving every answer there is."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oracle import Everything, Oracle
from postwise.author.check_tree import check_file
from postwise.tree.loader import read_source
from postwise.tree.model import NOES
from postwise.tree.toml_source import Source
from strategies import as_toml, examples, tree_data

TODAY = dt.date(2026, 11, 22)
EXPLAINING = {"unreachable", "never-matches", "not-yet-asked", "cycle", "uncovered"}


@settings(
    max_examples=examples(200),
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
    blocked = {pair for name in ended if tree.outcomes[name].verdict in NOES for pair in slow.given.get(name, ())}
    assert len(told.get("rights-blocked", [])) == sum(
        option.rights and (question_id, option.name) in blocked
        for question_id, question in tree.questions.items()
        for option in question.options
    )
    closed = sum(
        share(slow, walk) for name in ended if tree.outcomes[name].verdict in NOES for walk in slow.endings[name]
    )
    through = sum(share(slow, walk) for walk in slow.walks)
    if not slow.rings and not slow.uncovered:
        assert through == 1
        assert ("mostly-no" in told) == (2 * closed > 1)


def share(slow: Everything, walk: tuple[Any, ...]) -> Fraction:
    """Return how often a walk is gone, if each class of answers to a question is as frequent as any other."""
    often = Fraction(1)
    for name, _ in walk:
        answers = slow.oracle.answers(name)
        often /= len({slow.oracle.answer_class(name, answer) for answer in answers})
    return often


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


def future(oracle: Oracle, node: str, asked: dict[str, Any]) -> Any:
    """Return all that can still come: which question, and after each answer to it what then; or which end."""
    place = oracle.settle(node, asked)
    if not place.asks:
        return place.how, place.node
    answers = oracle.answers(place.node)
    return place.node, tuple(
        future(oracle, oracle.goto(place.node, one), {**asked, place.node: one}) for one in answers
    )


def idle_and_busy(oracle: Oracle) -> tuple[set[str], set[str]]:
    """Return the questions whose answers never change what can still come, and those whose answers do."""
    met: set[str] = set()
    busy: set[str] = set()

    def go(node: str, asked: dict[str, Any]) -> None:
        place = oracle.settle(node, asked)
        if place.asks:
            met.add(place.node)
            after = [(oracle.goto(place.node, one), {**asked, place.node: one}) for one in oracle.answers(place.node)]
            if len({future(oracle, *step) for step in after}) > 1:
                busy.add(place.node)
            for step in after:
                go(*step)

    go(oracle.start, {})
    return met - busy, busy


def looked_at(data: dict[str, Any], names: set[str]) -> set[str]:
    """Return names, and the questions and values behind those of them that are values."""
    found, waiting = set(names), [*names]
    while waiting:
        value = data.get("value", {}).get(waiting.pop(), {})
        cases = [case["when"] for case in value.get("cases", ())]
        inner = {*value.get("sum", {}), *value.get("on", ())}
        inner |= {name for when in cases for one in (when if isinstance(when, list) else [when]) for name in one}
        waiting += inner - found
        found |= inner
    return found


@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(tree_data())
def test_a_question_without_effect_is_told_and_no_other(data: dict[str, Any]) -> None:
    loaded = read_source(Source(as_toml(data)))
    slow = Everything(Oracle(data))
    assume(not slow.rings and not slow.uncovered and len(slow.walks) < 3_000)
    assume(not any("tree" in outcome for outcome in data["outcome"].values()))
    idle, busy = idle_and_busy(Oracle(data))
    problems = check_file(loaded, today=TODAY).problems
    told = {problem.at.split(".")[1] for problem in problems if problem.code == "no-effect"}
    assert not told & busy
    holders = [*data["question"].values(), *data["outcome"].values()]
    notes = [note for holder in holders for note in holder.get("notes", ())]
    whens = [note["when"] for note in notes if "when" in note]
    named = {name for when in whens for one in (when if isinstance(when, list) else [when]) for name in one}
    named |= {part.partition("}")[0] for note in notes for part in note["text"].split("{")[1:]}
    silent = looked_at(data, named) | {
        problem.at.split(".")[1] for problem in problems if problem.code == "same-target"
    }
    silent |= {one.get("split") for one in data.get("scenario", {}).values()}
    picked = {"choice", "yes-no", "text"}  # of numbers, days and lists it is left open what two states have in common
    for name in idle - silent:
        if not {question["type"] for other, question in data["question"].items() if other != name} <= picked:
            continue
        question = data["question"][name]
        said = [question.get(key) for key in ("yes", "no")] + list(question.get("answers", ()))
        noted = any(isinstance(one, dict) and "note" in one for one in said)
        if question["type"] != "text" and len(question.get("answers", "no")) > 1 and not noted:
            assert name in told, name
