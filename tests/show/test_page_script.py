"""The script of a walking page, held against the walks of the program: where they stand, what they say, their codes."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
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
from postwise.show.page_table import marked_up
from postwise.show.recommendation_document import BY_PLACE, RecommendationDocument
from postwise.tree.answers import AnswerError, plain_answer
from postwise.tree.library import shipped_folder
from postwise.tree.model import Tree
from postwise.tree.overlay_file import read_overlay
from postwise.tree.overlays import laid
from postwise.walk.ending_ahead import end_at_hand
from postwise.walk.resumed_walk import resume
from postwise.walk.share_code import CodeError, decode
from postwise.walk.walk import WalkError
from postwise.walk.walking import changed
from shown import SHIPPED, endings
from strategies import LONG_RUN, examples, made, talkative, tree_data, tree_of

MANY = 5_000
"""Of a tree with more walks than these, so many are walked that they cover it."""
DAILY = 4
"""Of a tree with many walks, every day one of so many is walked, and seven in eight of those are not held to what other
answers would do; of its ends with the words of a place one of so many is read. A long run does all of it."""
CHUNK = 250
UK = read_overlay(shipped_folder() / "uk.toml").overlay


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
    return {
        "question": question,
        "clear": walk.decided_already(),
        "atHand": end_at_hand(walk),
        "unsure": walk.cautious(walk.at).answer if asked.picks_one else None,
    }


def end(walk: Walk, *, closely: bool) -> dict[str, Any]:
    """Return what the end of a walk says, as the script tells it; `closely`, with what other answers would do."""
    told = walk.recommendation
    assert told is not None
    said = {"reason": plain_lines(told.reason), "notes": [*map(plain_lines, told.notes)], "urgent": told.urgent}
    return {**told.outcome_entry(), **said, **(what_if(walk) if closely else {})}


def what_if(walk: Walk) -> dict[str, Any]:
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
        case ("end",):
            return walk.to_its_end()
        case ("back",):
            return walk.back()
        case ("go on", place):
            return walk.go_on(trees[place])
    raise AssertionError(deed)


def walked(trees: list[Tree], deeds: Iterable[Deed], start: Walk) -> Iterator[Walk]:
    return itertools.islice(itertools.accumulate(deeds, lambda w, deed: done(w, deed, trees), initial=start), 1, None)


def alike(trees: list[Tree], engine: PageEngine, walks: list[list[Deed]], often: int = 1) -> int:
    """Hold walks of the script against those of the program; what several begin with is looked at once.

    One of so many, as `often` says, is held to what other answers would do, too.
    """
    known: set[str] = set()
    start = Walk.start(trees[0])  # one for all, which share what has been worked out
    for place in range(0, len(walks), CHUNK):
        part = walks[place : place + CHUNK]
        seen, closely = [], [not at % often for at in range(place, place + len(part))]
        for deeds in part:
            begun = [str(deeds[: size + 1]) for size in range(len(deeds))]
            seen.append(next((at for at, one in enumerate(begun) if one not in known), len(begun)))
            known.update(begun)
        told = engine.walks(part, seen, closely)
        for deeds, fresh, close, said in zip(part, seen, closely, told, strict=True):
            stood = [*walked(trees, deeds, start)]
            assert said["been"][fresh:] == [where(walk) for walk in stood[fresh:]], deeds
            assert said["end"] == (end(stood[-1], closely=close) if stood[-1].outcome is not None else None), deeds
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
    walks = [sorted_ticks(deeds) for deeds in roads_of(tree, engine.tables[0])]
    assert len(walks) >= min(analyse(tree).walks, 1500)
    few = LONG_RUN or len(walks) < 200
    alike([tree], engine, walks if few else Random(path.stem).sample(walks, len(walks) // DAILY), 1 if few else 8)


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
    if chance < 0.37:
        return ("end",)
    if walk.question.picks_one and chance < 0.5:
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


# In words, and in codes


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_an_end_says_is_said_in_the_same_words(path: Path) -> None:
    tree = load(path)
    said_alike(tree, endings(tree))
    if tree.id in UK.about.trees:
        there, ends = laid(tree, UK), [walk for walk in endings(tree) if walk.outcome.see or walk.outcome.urgent]
        few = ends if LONG_RUN else ends[::DAILY]
        said_alike(there, [Walk.replay(there, walk.answers, unsure=walk.unsure) for walk in few])


def said_alike(tree: Tree, walks: list[Walk]) -> None:
    told = PageEngine([tree]).texts(walk.code for walk in walks)
    for walk, text in zip(walks, told, strict=True):
        assert comparable(text) == comparable(for_a_reader(RecommendationDocument.of(walk).as_text(10_000)))


@pytest.mark.parametrize("name", ["in-trouble", "wrong-at-work"])
def test_an_urgent_end_with_numbers_is_said_in_the_same_words(name: str) -> None:
    tree = next(load(path) for path in SHIPPED if path.stem == name)
    there = laid(tree, UK)
    walks = [Walk.replay(there, walk.answers) for walk in endings(tree) if walk.outcome.urgent]
    assert all("116 123" in text for text in PageEngine([there]).texts(walk.code for walk in walks))
    said_alike(there, walks)


TURNS = re.compile(r"(Fewest changes to .*)\n(?: {4}.*\n)+")
"""Which answers are the fewest: of several ways with as few, either may be named."""


def comparable(text: str) -> list[str]:
    return sorted(TURNS.sub(r"\1\n", text).splitlines())


def for_a_reader(text: str) -> str:
    """Return what the program says of an end without how to have numbers, which is for whoever has the program."""
    return text.replace(f"\nWhom to turn to\n  - {BY_PLACE}\n", "").replace(f"  - {BY_PLACE}\n", "")


def deeds_of(walk: Walk) -> list[Deed]:
    return sorted_ticks([("unsure",) if step.unsure else ("answer", step.answer) for step in walk.steps])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_code_of_the_program_opens_on_the_page_where_it_was_left(path: Path) -> None:
    tree = load(path)
    walks = [leg for walk in endings(tree) for leg in (walk, walk.back())]
    for walk, told in zip(walks, PageEngine([tree]).resumed(walk.code for walk in walks), strict=True):
        assert told == {"same": True, "kept": [*walk.asked], "lost": 0, "code": walk.code, "node": walk.at}


WRONG = ("", "P", "X123456789", "P23456789A", "P1!23456789", "Ü" * 12, "P" + "0" * 8, "P" + "Z" * 40)


def test_what_is_no_code_is_said_to_be_none() -> None:
    tree, other = (load(path) for path in SHIPPED[:2])
    engine = PageEngine([tree])
    code = Walk.start(tree).code
    slips = [code[:-1] + letter for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if letter != code[-1]]
    swapped = code[:3] + code[4] + code[3] + code[5:]
    for typed in (*WRONG, *slips, swapped, code[:-2], code + "00"):
        if typed != code:
            with pytest.raises(CodeError):
                decode(typed)
            assert set(engine.resumed([typed])[0]) == {"wrong"}
    assert "is not on this page" in engine.resumed([Walk.start(other).code])[0]["wrong"]
    typed = f" {code[:4].lower()}-{code[4:]}\u200b ".replace("0", "O").replace("1", "l")
    assert engine.resumed([typed])[0]["code"] == code


@given(seed=st.integers(0, 2**60))
def test_any_answers_go_through_a_code_both_ways(seed: int) -> None:
    dice, tree = Random(seed), ODD
    walk = Walk.start(tree)
    for question_id in tree.questions:
        walk = walk.answer(odd_answer(question_id, dice))
    told = odd_engine().walks([deeds_of(walk)])[0]["been"][-1]
    assert told["code"] == walk.code
    assert odd_engine().resumed([walk.code])[0]["code"] == walk.code
    assert resume(Walk.start(tree), told["code"]).walk.asked == {**walk.asked, "words": ""}


def odd_answer(question_id: str, dice: Random) -> Any:
    match question_id:
        case "number":
            size = dice.choice((1, 10**-7, 10**-3, 10**3, 10**12))
            return dice.choice((dice.randint(-(2**53) + 1, 2**53 - 1), round(dice.uniform(-size, size), 9) + 0.5))
        case "day":
            return dt.date.fromordinal(dice.randint(1, dt.date.max.toordinal()))
        case "list":
            return frozenset(item for item in ("zed", "a", "b", "c-2") if dice.random() < 0.5)
        case "words":
            return "mine"
    return dice.choice(("constructor", "other"))


ODD = tree_of("""format = 1
[tree]
title = "Odd"
start = "number"
[question.number]
ask = "How much?"
type = "number"
goto = "day"
[question.day]
ask = "When?"
type = "date"
goto = "list"
[question.list]
ask = "What?"
type = "checklist"
answers = [{ id = "b", text = "B" }, { id = "a", text = "A" }, { id = "zed", text = "Z" }, { id = "c-2", text = "C" }]
goto = "words"
[question.words]
ask = "Say?"
type = "text"
goto = "constructor"
[question.constructor]
ask = "Which?"
type = "choice"
answers = [{ id = "constructor", text = "C", goto = "o" }, { id = "other", text = "T", goto = "o" }]
[value.points.sum]
list = { a = 1 }
[outcome.o]
headline = "Of {number} on {day}: {list}, {points}."
""")


@cache
def odd_engine() -> PageEngine:
    return PageEngine([ODD])


MARKDOWN = (
    "plain",
    "two\nlines  of it",
    "one\n\ntwo",
    "*em* and **strong**, a `code  x` b",
    "[here](https://example.org/a_b) <https://example.org>",
    "[mail](mailto:a@b.org) <a@b.org>",
    "- one\n- two\n  more",
    "3. three\n4. four",
    "> quoted\n> more\n\n> - x\n>   1. y",
    "# Head\n\ntext\n- tight list",
    "```\ncode\n  more\n```\nafter",
    "    indented",
    "hard  \nbreak",
    "- a\n  - b\n  - c\n- d",
    "- a\n\n  para\n- b",
    "1. x\n\n   - deep\n\n     text\n2. y",
    "*a*\n\n- b\n- c\n\nd",
    "a & b &amp; c, <b>raw</b>, ![pic](https://example.org/y.png)",
    "***",
)


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_is_copied_in_the_same_plain_lines(text: str) -> None:
    assert odd_engine().said(f"plain(text({{}}, {json.dumps(marked_up(text))}))") == plain_lines(text)
