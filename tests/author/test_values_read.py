"""Rows of values are judged where they are read: held against giving every answer there is, and looking there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

from oracle import Oracle
from postwise.author.check_tree import check_file
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source
from strategies import Thrower, as_toml, seeds

TODAY = dt.date(2026, 11, 22)
WORDS = ("low", "high", "odd")


def with_values(seed: int) -> dict[str, Any]:
    """Return the data of a tree with values that are read by branches, by notes and contacts, and in texts."""
    dice, thrower = Random(seed), Thrower(4, seed, rings=False)
    data = thrower.tree()
    thrower.values = {}  # for values that look at questions alone
    data["value"] = {}
    for name in ("first", "second"):
        cases = [{"when": thrower.condition(), "is": dice.choice(WORDS)} for _ in range(dice.randint(1, 3))]
        data["value"][name] = {"cases": cases, "else": "other"}

    def read() -> dict[str, Any]:
        name = dice.choice([*data["value"]])
        return {name: dice.choice([case["is"] for case in data["value"][name]["cases"]])}

    for asked in data["question"].values():
        asked["notes"] = [{"when": read(), "text": "So."}] if dice.random() < 0.2 else []
    for branch in data["branch"].values():
        branch.pop("on", None)
        branch.pop("table", None)
        ends = [*data["outcome"]]
        branch["cases"] = [{"when": read(), "goto": dice.choice(ends)}] if dice.random() < 0.6 else []
        branch["cases"].append({"when": thrower.condition(), "goto": dice.choice(ends)})
        branch["else"] = dice.choice(ends)
    for end in data["outcome"].values():
        end["notes"] = [{"when": read(), "text": "So."}] if dice.random() < 0.3 else []
        end["see"] = [{"when": read(), "title": "There."}] if dice.random() < 0.3 else []
        end["reason"] = f"It is {{{dice.choice([*data['value']])}}}." if dice.random() < 0.3 else "It is."
    return data


def lines_read(data: dict[str, Any]) -> dict[str, set[int]]:
    """Return of each value that is read on some walk the lines that give it its result there."""
    oracle = Oracle(data)
    met: dict[str, set[int]] = {}

    def look(names: set[str], asked: dict[str, Any]) -> None:
        for name in names & data["value"].keys():
            met.setdefault(name, set()).add(oracle.line(data["value"][name], asked))

    def named(when: Any) -> set[str]:
        return {name for table in (when if isinstance(when, list) else [when]) for name in table}

    def go(node: str, asked: dict[str, Any]) -> None:
        place = oracle.settle(node, asked)
        for branch, _ in place.branches:
            for when, _ in oracle.lines(data["branch"][branch]):
                look(named(when), asked)
        if place.asks:
            for note in oracle.questions[place.node].get("notes", ()):
                look(named(note["when"]), asked)
            for answer in oracle.answers(place.node):
                go(oracle.goto(place.node, answer), {**asked, place.node: answer})
        elif place.ends:
            end = oracle.outcomes[place.node]
            for aside in (*end["notes"], *end["see"]):
                look(named(aside["when"]), asked)
            look({end["reason"].partition("{")[2].partition("}")[0]}, asked)

    go(oracle.start, {})
    return met


def test_a_row_that_gives_no_result_where_it_is_read_is_told_and_no_other() -> None:
    met: Counter[str] = Counter()
    for seed in seeds(160):
        met += rows_without_a_result(seed)
    assert min(met[name] for name in ("dead", "taken", "never so", "alive")) > 3, met


def rows_without_a_result(seed: int) -> Counter[str]:
    """Hold the rows of values that the check finds dead against those that no walk reads; return what came about."""
    data = with_values(seed)
    loaded = read_source(Source(as_toml(data)))
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    problems = [problem for problem in check_file(loaded, today=TODAY).problems if problem.at.startswith("value.")]
    told = {(parts[1], int(parts[3])) for parts in (p.at.split(".") for p in problems if p.code == "never-matches")}
    early = {problem.at.split(".")[1] for problem in problems if problem.code == "not-yet-asked"}
    dead = {
        (name, line)
        for name, lines in lines_read(data).items()
        for line in range(len(data["value"][name]["cases"]))
        if line not in lines
    }
    assert told <= dead
    assert all(name in early for name, _ in dead - told)
    for problem in problems:
        if problem.code == "never-matches":
            assert problem.message.startswith('Where "')
            assert " is read (" in problem.message
    return Counter(
        {
            "dead": bool(told),
            "taken": any("never gets its turn" in problem.message for problem in problems),
            "never so": any("match this case" in problem.message for problem in problems),
            "alive": any(lines - {-1} for lines in lines_read(data).values()),
        }
    )


NOTED = """
format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "turn"
no = "b"
[question.b]
ask = "B?"
yes = "turn"
no = "x"
[branch.turn]
cases = [{ when = { mood = "good" }, goto = "x" }]
else = "x"
[value.mood]
cases = [{ when = { b = "no" }, is = "bad" }, { when = { a = "yes" }, is = "good" }]
else = "so"
[outcome.x]
headline = "X"
"""


def test_a_row_may_be_there_for_a_note_a_contact_or_a_promise_alone() -> None:
    def told(text: str) -> list[str]:
        return [
            p.message for p in check_file(read_source(Source(text)), today=TODAY).problems if p.code == "never-matches"
        ]

    (message,) = told(NOTED)
    assert message == 'Where "mood" is read (branch.turn), no answers match this case: by then b is never "no".'
    for aside in (
        'notes = [{ when = { mood = "bad" }, text = "Oh." }]',
        'see = [{ when = { mood = "bad" }, title = "Oh" }]',
        '[promise.p]\ntext = "P"\nwhen = { mood = "bad" }\nonly = ["x"]',
    ):
        assert told(f"{NOTED}{aside}\n") == []


def test_a_row_may_be_there_for_what_is_read_first_of_all() -> None:
    text = NOTED.replace('title = "T"', 'title = "T {mood}"').replace('b = "no"', "a = { answered = false }")
    assert not [p for p in check_file(read_source(Source(text)), today=TODAY).problems if p.code == "never-matches"]
