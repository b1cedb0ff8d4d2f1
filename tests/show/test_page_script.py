"""The script of a walking page, held against the walks of the program: where they stand, what they say, their codes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Oracle
from page_engine import Deed, PageEngine, as_json
from postwise import Walk, load
from postwise.logic.answer_classes import AnswerClasses
from postwise.logic.counting import analyse
from postwise.show.markdown import plain_lines
from postwise.tree.answers import AnswerError, plain_answer
from postwise.tree.model import Tree
from postwise.walk.walk import WalkError
from postwise.walk.walking import changed
from shown import SHIPPED
from strategies import examples, made, talkative, tree_data

MANY = 5_000
"""Of a tree with more walks than these, so many are walked that they cover it."""
CHUNK = 250


def where(walk: Walk) -> dict[str, Any]:
    """Return where a walk of the program stands, as the script tells it."""
    steps = [
        [leg.tree.id, step.node_id, plain_answer(step.answer), step.unsure, step.carried]
        for leg in walk.legs
        for step in leg.steps
    ]
    told = {
        "node": walk.at,
        "steps": steps,
        "values": walk.values,
        "ahead": list(walk.remaining or ()),
        "waiting": [*walk.waiting],
        "coming": [*walk.coming],
        "remembered": [*walk.remembered],
        "code": walk.code,
    }
    return told if walk.outcome is not None else {**told, **put(walk)}


def put(walk: Walk) -> dict[str, Any]:
    asked = walk.question
    assert asked is not None
    model = {key: getattr(asked.model, key) for key in ("min", "max", "step")}
    question = {
        **{key: getattr(asked, key) for key in ("id", "ask", "none", "unit")},
        "type": asked.kind,
        "answers": [answer._asdict() for answer in asked.answers],
        **{
            key: as_json(bound) if isinstance(bound, dt.date) else bound
            for key, bound in model.items()
            if bound is not None
        },
        "why": plain_lines(asked.why),
        "help": plain_lines(asked.help),
        "notes": [*map(plain_lines, asked.notes)],
    }
    return {"question": question, "unsure": walk.cautious(walk.at).answer if asked.picks_one else None}


def end(walk: Walk) -> dict[str, Any]:
    """Return what the end of a walk says, as the script tells it."""
    told = walk.recommendation
    assert told is not None
    least = walk.what_if.fewest
    changes = [
        {
            "question": one.question,
            "answer": plain_answer(one.answer),
            "item": one.item,
            "outcomes": [*(one.endings or ())],
        }
        for one in walk.what_if.changes
    ]
    return {
        **told.outcome_entry(),
        "reason": plain_lines(told.reason),
        "notes": [*map(plain_lines, told.notes)],
        "decided": list(walk.what_if.decided or ()),
        "changes": changes,
        "settle": [one.to_dict() for one in walk.what_if.settle],
        "fewest": least and [least.verdict, len(least.changes), len(least.new)],
    }


def done(walk: Walk, deed: Deed, trees: list[Tree]) -> Walk:
    match deed:
        case ("answer", answer):
            return walk.answer(answer)
        case ("unsure",):
            return walk.not_sure()
        case ("change", place, question, *answer):
            raw = answer[0] if answer else None
            return changed(walk, (trees[place].id, question), raw, unsure_within=None if answer else 200_000)
        case ("back",):
            return walk.back()
        case ("go on", place):
            return walk.go_on(trees[place])
    raise AssertionError(deed)


def walked(trees: list[Tree], deeds: Iterable[Deed]) -> Iterator[Walk]:
    return itertools.islice(
        itertools.accumulate(deeds, lambda w, deed: done(w, deed, trees), initial=Walk.start(trees[0])), 1, None
    )


def alike(trees: list[Tree], engine: PageEngine, walks: list[list[Deed]]) -> int:
    """Hold walks of the script against those of the program; what several begin with is looked at once."""
    known: set[str] = set()
    for place in range(0, len(walks), CHUNK):
        part = walks[place : place + CHUNK]
        seen = []
        for deeds in part:
            begun = [str(deeds[: size + 1]) for size in range(len(deeds))]
            seen.append(next((at for at, one in enumerate(begun) if one not in known), len(begun)))
            known.update(begun)
        for deeds, fresh, said in zip(part, seen, engine.walks(part, seen), strict=True):
            stood = [*walked(trees, deeds)]
            assert said["been"][fresh:] == [where(walk) for walk in stood[fresh:]], deeds
            assert said["end"] == (end(stood[-1]) if stood[-1].outcome is not None else None), deeds
    return len(walks)


def every_road(tree: Tree, told: Any, answers: Any) -> Iterator[list[tuple[int, str, Any]]]:
    """Yield every walk of a tree by its table: of each step the state, the question and the answer."""
    waiting: list[tuple[int, list[tuple[int, str, Any]]]] = [(told["start"], [])]
    while waiting:
        state, road = waiting.pop()
        row = told["states"][state]
        if "to" not in row:
            yield road
            continue
        given = answers(row["node"])
        waiting += [(after(told, row, answer), [*road, (state, row["node"], answer)]) for answer in given]


def after(told: Any, row: Any, answer: Any) -> int:
    plain = plain_answer(answer)
    bounds = {
        "answer": plain.__eq__,
        "from": plain.__ge__,
        "above": plain.__gt__,
        "below": plain.__lt__,
        "up-to": plain.__le__,
    }
    number = next(one["state"] for one in row["to"] if all(bounds[key](one[key]) for key in one if key != "state"))
    while "item" in told["states"][number]:
        row = told["states"][number]
        number = row["ticked" if row["item"] in plain else "unticked"]
    return number


def covering(roads: Iterable[list[tuple[int, str, Any]]]) -> Iterator[list[tuple[int, str, Any]]]:
    """Yield such walks that every way out of every state is in one, and every pair of answers that is in any."""
    met: set[Any] = set()
    for road in roads:
        pairs = itertools.combinations([(name, answer) for _, name, answer in road], 2)
        new = {*road, *pairs} - met
        if new:
            met |= new
            yield road


def roads_of(tree: Tree, told: Any) -> list[list[Deed]]:
    roads = every_road(tree, told, cache(AnswerClasses(tree).kinds))
    if analyse(tree).walks > MANY:
        roads = covering(roads)
    return [[("answer", answer) for _, _, answer in road] for road in roads]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_walks_of_the_shipped_trees_are_the_same_on_a_page(path: Path) -> None:
    tree = load(path)
    engine = PageEngine([tree])
    walks = roads_of(tree, engine.tables[0])
    walks = [sorted_ticks(deeds) for deeds in walks]
    assert alike([tree], engine, walks) >= min(analyse(tree).walks, 400)


def sorted_ticks(deeds: list[Deed]) -> list[Deed]:
    return [tuple(sorted(one) if isinstance(one, frozenset) else one for one in deed) for deed in deeds]


# What somebody may do besides: take back, change, not be sure, go on in another tree


def thrown_deeds(trees: list[Tree], dice: Random, size: int) -> list[Deed]:
    """Return deeds that can be done one after the other, of all kinds."""
    deeds: list[Deed] = []
    walk = Walk.start(trees[0])
    for _ in range(size):
        deed = thrown_deed(walk, trees, dice)
        try:
            walk = done(walk, deed, trees)
        except (AnswerError, WalkError):
            continue
        deeds.append(sorted_ticks([deed])[0])
    return deeds


def thrown_deed(walk: Walk, trees: list[Tree], dice: Random) -> Deed:
    ids = [tree.id for tree in trees]
    given = [(ids.index(leg.tree.id), leg.tree, name) for leg in walk.legs for name in leg.own]
    chance = dice.random()
    if given and chance < 0.2:
        place, tree, name = dice.choice(given)
        if tree.questions[name].picks_one and dice.random() < 0.3:
            return ("change", place, name)
        return ("change", place, name, dice.choice(some_answers(tree, name)))
    if chance < 0.3:
        return ("back",)
    onward = walk.outcome.tree if walk.outcome else None
    if walk.question is None:
        again = onward in ids and onward not in walk.visited
        return ("go on", ids.index(onward)) if again else ("back",)
    if walk.question.picks_one and chance < 0.45:
        return ("unsure",)
    return ("answer", dice.choice(some_answers(walk.tree, walk.at)))


def some_answers(tree: Tree, name: str) -> list[Any]:
    return AnswerClasses(tree).kinds(name)


TOGETHER = ("before-you-post", "restricted-roles", "wrong-at-work", "in-trouble", "minority-report", "account-setup")


@pytest.mark.parametrize("first", ["before-you-post", "account-setup", "restricted-roles"])
def test_changes_and_hand_overs_come_to_the_same_on_a_page(first: str) -> None:
    names = [first, *(name for name in TOGETHER if name != first)]
    trees = [load(path) for name in names for path in SHIPPED if path.stem == name]
    dice = Random(first)
    walks = [thrown_deeds(trees, dice, dice.randint(5, 40)) for _ in range(examples(80))]
    assert sum(deed[0] == "go on" for deeds in walks for deed in deeds) > len(walks) / 8
    alike(trees, PageEngine(trees), walks)


@settings(max_examples=examples(30))
@given(data=tree_data(largest=5).map(talkative).filter(lambda data: Oracle(data).all_end()), seed=st.integers(0, 99))
def test_any_tree_is_walked_alike_on_a_page(data: dict[str, Any], seed: int) -> None:
    tree, dice = made(data), Random(seed)
    alike([tree], PageEngine([tree]), [thrown_deeds([tree], dice, 12) for _ in range(12)])
