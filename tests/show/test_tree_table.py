"""A tree as a table, followed by a program that knows nothing but the table, held against the walks of the real one."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bench.families import FAMILIES
from oracle import Oracle
from postwise import Walk, load
from postwise.logic.answer_classes import AnswerClasses
from postwise.logic.counting import analyse
from postwise.logic.exploration import Exploration
from postwise.logic.gotos import looping_questions
from postwise.logic.search import Budget
from postwise.logic.state_space import StateSpace
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_table import TableError, table
from postwise.tree.model import Tree
from shown import SHIPPED
from strategies import every_answer, examples, made, talkative, thrown, tree_data, tree_of

Table = Mapping[str, Any]


# A program of somebody else's, which follows a table


class Follower:
    """A walk through a table: the state it is in, and the answers on its road, as JSON has them."""

    def __init__(self, told: Table, state: int | None = None, road: Mapping[str, Any] | None = None) -> None:
        self.told = told
        self.state = told["start"] if state is None else state
        self.road = dict(road or {})
        self.row = told["states"][self.state]

    @property
    def node(self) -> str:
        return self.row["node"]

    def answer(self, answer: Any) -> Follower:
        after = self.follow(self.told["states"], self.row["to"], "state", answer)
        return Follower(self.told, after, {**self.road, self.node: answer})

    def follow(self, rows: list[Any], entries: list[Any], to: str, answer: Any) -> int:
        number = next(entry[to] for entry in entries if self.is_for(entry, answer))
        while "item" in rows[number]:
            number = rows[number]["ticked" if rows[number]["item"] in answer else "unticked"]
        return number

    @staticmethod
    def is_for(entry: Any, answer: Any) -> bool:
        return (
            ("answer" not in entry or answer == entry["answer"])
            and ("from" not in entry or answer >= entry["from"])
            and ("above" not in entry or answer > entry["above"])
            and ("below" not in entry or answer < entry["below"])
            and ("up-to" not in entry or answer <= entry["up-to"])
        )

    def look(self, number: int) -> Any:
        rows = self.told["diagrams"]
        while "is" not in rows[number]:
            row = rows[number]
            known = row["question"] in self.road
            number = self.follow(rows, row["to"], "diagram", self.road[row["question"]]) if known else row["never"]
        return rows[number]["is"]

    def value(self, name: str) -> Any:
        told = self.told["values"][name]
        return self.total(told) if "sum" in told else self.look(told["diagram"])

    def total(self, told: Any) -> Any:
        points = 0
        for question, answer in self.road.items():
            chosen = (answer or ["none"]) if isinstance(answer, list) else [answer]
            points += sum(told["sum"].get(question, {}).get(one, 0) for one in chosen)
        over = told.get("over", 1)
        return points // over if points % over == 0 else points / over

    @property
    def values(self) -> dict[str, Any]:
        found = {name: self.value(name) for name in self.told["values"]}
        return {name: value for name, value in found.items() if value is not None}

    def text(self, text: Any) -> str:
        if not isinstance(text, list):
            return text or ""
        return "".join(piece if isinstance(piece, str) else self.words(**piece) for piece in text)

    def words(self, value: str | None = None, answer: str | None = None) -> str:
        return self.value_words(value) if value is not None else self.said_back(answer or "")

    def said_back(self, name: str) -> str:
        told, answer = self.told["questions"][name], self.road.get(name)
        if answer is None or told["type"] == "text":
            return "…"
        if told["type"] == "date":
            year, month, day = map(int, answer.split("-"))
            return f"{day} {calendar.month_name[month]} {year}"
        if told["type"] == "number":
            number = str(int(answer) if answer == int(answer) else answer)
            return f"{number} {self.text(told['unit'])}" if "unit" in told else number
        chosen = answer if isinstance(answer, list) else [answer]
        *most, last = [self.text(one["text"]) for one in told["answers"] if one["id"] in chosen] or [
            self.text(told["none"])
        ]
        return f"{', '.join(most)} and {last}" if most else last

    def value_words(self, name: str) -> str:
        told = self.told["values"][name]
        return str(self.total(told)) if "sum" in told else self.look(told["words"])

    def shown(self, things: Any) -> list[Any]:
        return [thing for thing in things or () if "if" not in thing or self.look(thing["if"])]

    def notes(self) -> list[str]:
        given = []
        for name, answer in self.road.items():
            chosen = answer if isinstance(answer, list) else [answer]
            options = self.told["questions"][name].get("answers", ())
            given += [self.text(one["note"]) for one in options if one["id"] in chosen and "note" in one]
        own = [self.text(note["text"]) for note in self.shown(self.told["outcomes"][self.node].get("notes"))]
        return list(dict.fromkeys([*given, *own]))


def as_json(answer: Any) -> Any:
    if isinstance(answer, frozenset):
        return sorted(answer)
    return answer.isoformat() if isinstance(answer, dt.date) else answer


# Held against the walks


def read(tree: Tree, words: Mapping[str, str] | None = None) -> Table:
    return json.loads(table(NumberedTree(tree, words or {})))


def asks_alike(follower: Follower, walk: Walk) -> None:
    asked, told = walk.question, follower.told["questions"][follower.node]
    assert asked is not None
    assert (follower.node, told["type"]) == (walk.at, asked.kind)
    for key in ("ask", "why", "help", "none", "unit"):
        assert follower.text(told.get(key)) == getattr(asked, key)
    assert tuple(follower.text(note["text"]) for note in follower.shown(told.get("notes"))) == asked.notes
    answers = [(one["id"], follower.text(one["text"])) for one in told.get("answers", ())]
    assert answers == [tuple(answer) for answer in asked.answers]
    assert [told.get(key) for key in ("min", "max", "step")] == [
        as_json(getattr(asked.model, key)) for key in ("min", "max", "step")
    ]
    assert tuple(follower.row["ahead"]) == walk.remaining
    assert follower.row.get("unsure") == (walk.cautious(walk.at).answer if asked.picks_one else None)


def ends_alike(follower: Follower, walk: Walk) -> None:
    end, told = walk.recommendation, follower.told["outcomes"][follower.node]
    assert end is not None
    assert follower.node == end.id
    assert follower.values == walk.values
    assert follower.notes() == list(end.notes)
    entry = end.outcome_entry()
    links = zip(follower.shown(told.get("see")), entry["see"], strict=True)
    said = {
        "id": follower.node,
        "verdict": told["verdict"],
        "headline": follower.text(told["headline"]),
        "reason": follower.text(told.get("reason")),
        "next": [follower.text(step) for step in told.get("next", ())],
        "see": [{key: follower.text(link.get(key)) for key in shown} for link, shown in links],
        "rights": told.get("rights", False),
        "tree": told.get("tree"),
    }
    assert said == entry


def every_walk(
    follower: Follower, walk: Walk, answers: Callable[[str], Iterable[Any]]
) -> Iterator[tuple[Follower, Walk]]:
    """Walk every walk there is in both, and yield all places that they come to."""
    waiting = [(follower, walk)]
    while waiting:
        here, there = waiting.pop()
        yield here, there
        if there.question is not None:
            given = answers(there.at)
            waiting += [(here.answer(as_json(answer)), there.answer(answer)) for answer in given]


def held(places: Iterator[tuple[Follower, Walk]]) -> int:
    ends = 0
    for here, there in places:
        if there.question is not None:
            asks_alike(here, there)
        else:
            ends_alike(here, there)
            ends += 1
    return ends


@settings(max_examples=examples(40))
@given(data=tree_data(largest=5).map(talkative).filter(lambda data: Oracle(data).all_end()))
def test_following_the_table_says_what_the_program_says(data: dict[str, Any]) -> None:
    tree, words = made(data), {"manager": "Joan"}
    start = Follower(read(tree, words)), Walk.start(tree, profile=words)
    assert held(every_walk(*start, lambda name: every_answer(tree.questions[name])))


def said_in(told: Table) -> Iterator[str]:
    """Yield what a table has to say, by name, as often as it does."""
    for rows in ("states", "diagrams"):
        for row in told[rows]:
            yield from (f"{rows} {key}" for key in row if key == "item")
            bounds = (entry.keys() & {"from", "above", "below", "up-to"} for entry in row.get("to", ()))
            yield from (f"{rows} range" for found in bounds if found)
    shown = json.dumps([told["questions"], told["outcomes"], told["values"]])
    yield from (
        word for word in ("value", "answer", "if", "sum", "over") if f'{{"{word}"' in shown or f', "{word}"' in shown
    )


def test_the_trees_thrown_have_all_that_a_table_has_to_say() -> None:
    data = (talkative(thrown(5, seed)) for seed in range(60))
    trees = [made(one) for one in data if Oracle(one).all_end()]
    met = Counter(word for tree in trees for word in set(said_in(read(tree))))
    least = {
        "states item": 5,
        "diagrams item": 8,
        "states range": 4,
        "diagrams range": 3,
        "value": 25,
        "answer": 30,
        "if": 30,
        "sum": 12,
        "over": 2,
    }
    assert len(trees) > 40
    assert sum(bool(looping_questions(tree)) for tree in trees) > 10
    assert all(met[word] >= count for word, count in least.items()), met


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_walk_of_the_shipped_trees_is_in_their_tables(path: Path) -> None:
    tree = load(path)
    start = Follower(read(tree)), Walk.start(tree)
    assert held(every_walk(*start, cache(AnswerClasses(tree).kinds))) == analyse(tree).walks


# What a table has to say of all kinds of answers


KINDS = """[tree]
title = "May {manager} say {mood}?"
start = "age"
[profile]
hr = "Nobody"
manager = "Bo"
[question.age]
ask = "How old?"
type = "number"
max = 120
unit = "{manager} years"
goto = "born"
[question.born]
ask = "When? {mood}"
type = "date"
min = 2000-01-01
goto = "signs"
notes = [{ when = { age = { max = 17.5 } }, text = "Young: {points}." }]
[question.signs]
ask = "What of it?"
type = "checklist"
answers = [{ id = "a", text = "A", note = "On {mood}." }, { id = "b", text = "B" }, { id = "c", text = "C {{}}" }]
goto = "by-count"
[value.points.sum]
signs = { a = 0.1, b = 0.2, c = 0.25, none = 5 }
[value.mood]
cases = [{ when = { age = { min = 18, max = 30 } }, is = "{hr}" }, { when = { points = { min = 0.3 } }, is = 2.0 }]
[branch.by-count]
cases = [
  { when = { signs = { count = 2 } }, goto = "two" },
  { when = { age = 17.5 }, goto = "two" },
  { when = { born = { min = 2020-02-29 } }, goto = "late" },
]
else = "late"
[outcome.two]
headline = "It is {mood} with {points}."
verdict = "talk"
see = [{ title = "For {mood}", url = "https://example.org/{points}" }]
notes = [{ text = "Always." }, { when = { born = { max = 2019-12-31 } }, text = "Early." }]
[outcome.late]
headline = "Late."
tree = "another"
"""


def kinds() -> Table:
    return read(tree_of(KINDS), {"hr": "Ann {points}"})


def of(told: Table, rows: str, name: str) -> list[list[Any]]:
    """Return the entries of the rows of a question, without the rows that they lead to."""
    asking = (row["to"] for row in told[rows] if name in (row.get("node"), row.get("question")))
    return [
        [{key: bound for key, bound in entry.items() if key not in ("state", "diagram")} for entry in to]
        for to in asking
    ]


def test_numbers_and_days_are_ranges() -> None:
    told = kinds()
    assert of(told, "states", "age") == [[{"below": 17.5}, {"from": 17.5, "up-to": 17.5}, {"above": 17.5}]]
    adult = [{"below": 18}, {"from": 18, "up-to": 30}, {"above": 30}]
    assert of(told, "diagrams", "age") == [adult, adult, [{"up-to": 17.5}, {"above": 17.5}]]
    assert of(told, "diagrams", "born") == [[{"below": "2020-01-01"}, {"from": "2020-01-01"}]]
    stepwise = read(tree_of(KINDS.replace('type = "number"', 'type = "number"\nstep = 5\nmin = 3')))
    assert of(stepwise, "diagrams", "age")[0] == [{"below": 18}, {"from": 18, "below": 33}, {"from": 33}]
    assert of(stepwise, "states", "age") == [[{}]]


def test_a_checklist_goes_item_by_item_and_a_sum_adds_up_whole_numbers() -> None:
    told = kinds()
    assert of(told, "states", "signs") == [[{}], [{}]]
    assert [row["item"] for row in told["states"] if "item" in row] == ["a", "b", "b", "c", "c"]
    assert told["values"]["points"] == {"sum": {"signs": {"a": 2, "b": 4, "c": 5, "none": 100}}, "over": 20}


def test_every_kind_of_answer_and_text_is_followed() -> None:
    tree, words = tree_of(KINDS), {"hr": "Ann {points}"}
    start = Follower(read(tree, words)), Walk.start(tree, profile=words)
    assert start[0].text(start[0].told["tree"]["title"]) == start[1].title == "May Bo say «mood»?"
    for age, born in itertools.product((17, 17.5, 18, 30, 30.5), ("2019-12-31", "2020-01-01", "2020-02-29")):
        here, there = (place.answer(age).answer(born) for place in start)
        for size in range(4):
            for ticked in itertools.combinations("abc", size):
                ends_alike(here.answer([*ticked]), there.answer([*ticked]))
        asks_alike(here, there)


# How large it is, and that it is the same each time


def test_the_bytes_are_the_same_however_python_hashes() -> None:
    show = [sys.executable, "-m", "postwise", "show", "before-you-post", "--format", "table"]
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(show, env=environment, capture_output=True, check=True, text=True, encoding="utf-8")
    assert said.stdout == table(NumberedTree(load(SHIPPED[0].with_name("before-you-post.toml"))))


ROWS = {
    "three-way questions, values over them, a table over those": {12: (63, 22), 24: (164, 45)},
    "items in five interleaved scales": {10: (189, 0)},
    "rows of a table over twelve four-way questions": {20: (549, 0)},
    "questions under five tables, and a table over those": {10: (105, 48)},
    "ranges of twelve numbers": {20: (98, 0)},
    "items of one checklist": {10: (15, 0), 20: (25, 0), 30: (35, 0)},
    "answers to one question": {500: (5, 0)},
    "cases on one number": {100: (5, 0)},
}
"""How many rows states and diagrams have, by the size of a tree whose walks are beyond counting one by one."""


@pytest.mark.parametrize(("name", "size"), [(name, size) for name, row in ROWS.items() for size in row])
def test_a_table_grows_like_states_and_not_like_walks(name: str, size: int) -> None:
    told = read(made(FAMILIES[name][0](size)))
    assert (len(told["states"]), len(told["diagrams"])) == ROWS[name][size]


def test_a_tree_that_is_too_large_is_said_to_be() -> None:
    with pytest.raises(TableError, match="too large for a table") as refused:
        table(NumberedTree(load(SHIPPED[0])), bound=20)
    assert refused.value.exit_code == 1


def test_what_ticking_takes_is_counted_too() -> None:
    tree = made(FAMILIES["items of one checklist"][0](30))
    space = StateSpace(tree, budget=Budget(10_000))
    assert Exploration(space).complete
    with pytest.raises(TableError):
        table(NumberedTree(tree), bound=10_000 - space.budget.left + 20)


def test_a_ring_of_branches_has_no_table() -> None:
    ring = '{ when = { age = 17.5 }, goto = "by-count" }'
    with pytest.raises(TableError, match="have no end"):
        read(tree_of(KINDS.replace('{ when = { age = 17.5 }, goto = "two" }', ring)))


def test_a_tree_with_walks_that_have_no_end_has_no_table() -> None:
    with pytest.raises(TableError, match='stop at "by-count" and have no end'):
        read(tree_of(KINDS.replace('else = "late"', "")))
