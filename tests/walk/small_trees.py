"""Small random trees with every type of question, branches, values and sums; and walks through them, one by one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from postwise import Walk, load
from postwise.logic.answer_classes import AnswerClasses
from postwise.logic.state_space import StateSpace
from postwise.tree.model import VERDICTS, Tree
from strategies import tree_data

PLACES = 6
DAYS = [dt.date(2026, 1, day) for day in (1, 10, 20)]


def tree_of(text: str) -> Tree:
    """Return the tree that a text holds; the text has to be without fault."""
    loaded = load(f"format = 1\n{text}")
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    return loaded.tree


def made(data: dict[str, Any], name: str = "small") -> Tree:
    """Return the tree that the data of a file makes, under an id."""
    tree = Tree.model_validate(data)
    tree._id = name
    tree._fingerprint = f"sha256:{sha256(json.dumps(data, default=str).encode()).hexdigest()}"
    return tree


@st.composite
def small_trees(
    draw: st.DrawFn, kinds: tuple[str, ...] = ("choice", "choice", "yes-no", "checklist", "number", "date", "text")
) -> Tree:
    """Trees of up to seven places; gotos lead forward only, so that every walk ends."""
    count = draw(st.integers(2, PLACES))
    ends = [f"o{number}" for number in range(draw(st.integers(2, 5)))]
    names = ["q0", *(draw(st.sampled_from([f"q{n}", f"q{n}", f"b{n}"])) for n in range(1, count))]
    questions: dict[str, Any] = {}
    branches: dict[str, Any] = {}
    for place, name in enumerate(names):
        targets = st.sampled_from([*names[place + 1 :], *names[place + 1 : place + 2], *ends])
        if name.startswith("q"):
            questions[name] = draw(question(draw(st.sampled_from(kinds)), targets))
        else:
            branches[name] = {"cases": [], "else": draw(targets)}
            for _ in range(draw(st.integers(1, 3))):
                branches[name]["cases"].append({"when": {}, "goto": draw(targets)})
    values = draw(value_tables(questions))
    for branch in branches.values():
        for case in branch["cases"]:
            case["when"] = draw(condition(questions, values))
    return made(
        {
            "format": 1,
            "tree": {"title": "Small", "start": "q0"},
            "question": questions,
            "branch": branches,
            "value": values,
            "outcome": {end: {"headline": f"End {end}", "verdict": draw(st.sampled_from(VERDICTS))} for end in ends},
        }
    )


@st.composite
def question(draw: st.DrawFn, kind: str, targets: st.SearchStrategy[str]) -> dict[str, Any]:
    """A question of one type."""
    found: dict[str, Any] = {"ask": "Which?", "type": kind}
    match kind:
        case "choice":
            found["answers"] = [
                {"id": letter, "text": f"Text {letter}", "goto": draw(targets)}
                for letter in "abc"[: draw(st.integers(2, 3))]
            ]
            if draw(st.booleans()):
                found["answers"][-1]["unsure"] = True
        case "yes-no":
            found |= {"yes": draw(targets), "no": draw(targets)}
        case "checklist":
            found["answers"] = [{"id": letter, "text": f"Item {letter}"} for letter in "abc"[: draw(st.integers(1, 3))]]
            found["goto"] = draw(targets)
        case "number":
            found |= {"min": 0, "max": 10, "goto": draw(targets)} | draw(st.sampled_from([{}, {"step": 1}]))
        case "date":
            found |= {"min": DAYS[0], "max": DAYS[-1], "goto": draw(targets)}
        case "text":
            found["goto"] = draw(targets)
    return found


@st.composite
def test_on(draw: st.DrawFn, asked: dict[str, Any]) -> Any:
    """A test that this question can take."""
    anything = st.sampled_from([{"answered": True}, {"answered": False}])
    match asked["type"]:
        case "choice":
            one = st.sampled_from([answer["id"] for answer in asked["answers"]])
            return draw(one | one.map(lambda x: {"not": x}) | st.lists(one, min_size=1, max_size=2) | anything)
        case "yes-no":
            return draw(st.sampled_from(["yes", "no"]) | anything)
        case "checklist":
            items = [answer["id"] for answer in asked["answers"]]
            some = st.lists(st.sampled_from(items), min_size=1, max_size=2)
            sets = st.sampled_from(["none", *items]) | some.map(lambda x: {"all": x}) | some.map(lambda x: {"none": x})
            return draw(sets | st.integers(0, 3).map(lambda n: {"count": {"min": n}}) | anything)
        case "number":
            marks = st.sampled_from([0, 2, 5, 7.5, 10])
            return draw(marks | marks.map(lambda n: {"min": n}) | marks.map(lambda n: {"max": n}) | anything)
        case "date":
            return draw(st.sampled_from(DAYS).flatmap(lambda day: st.sampled_from([day, {"min": day}, {"max": day}])))
    return draw(anything)


test_on.__test__ = False


@st.composite
def value_tables(draw: st.DrawFn, questions: dict[str, Any]) -> dict[str, Any]:
    """Up to two values: a decision table, and points."""
    values: dict[str, Any] = {}
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(questions)))
        values["v0"] = {"cases": [{"when": {name: draw(test_on(questions[name]))}, "is": "high"}], "else": "low"}
    counted = {
        name: [answer["id"] for answer in asked["answers"]] for name, asked in questions.items() if "answers" in asked
    }
    if counted and draw(st.booleans()):
        points = st.sampled_from([-1, 1, 2, 0.5])
        values["v1"] = {"sum": {name: {one: draw(points) for one in ids} for name, ids in counted.items()}}
    return values


@st.composite
def condition(draw: st.DrawFn, questions: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """One or two tests on questions and values."""
    found: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from([*sorted(questions), *sorted(values)]))
        if name == "v0":
            found[name] = draw(st.sampled_from(["high", "low", {"not": "high"}]))
        elif name == "v1":
            found[name] = {"min": draw(st.sampled_from([0, 1, 2.5]))}
        else:
            found[name] = draw(test_on(questions[name]))
    return found


def all_end(tree: Tree) -> bool:
    """Tell whether every walk of a tree comes to an outcome, and soon."""
    waiting, tried = [Walk.start(tree)], 0
    while waiting and tried < 120:
        here, tried = waiting.pop(), tried + 1
        if here.question is not None and here.at not in here.asked:
            waiting += [here.answer(answer) for answer in answers_to(tree, here.at)]
        elif here.outcome is None:
            return False
    return not waiting


def any_trees() -> st.SearchStrategy[Tree]:
    """Trees whose every walk ends: ours, and those with loops that no answers take and conditions of every form."""
    return small_trees() | tree_data().map(made).filter(all_end)


def answers_to(tree: Tree, name: str) -> list[Any]:
    """Return all answers of a small question, or one of each class that the tree can tell apart."""
    asked = tree.questions[name]
    if asked.kind == "checklist":
        sets = [frozenset()]
        for option in asked.options:
            sets += [one | {option.name} for one in sets]
        return sets
    return [kind.example for kind in facts_of(tree).kinds(name)]


def facts_of(tree: Tree) -> AnswerClasses:
    """Return the facts of a tree with every test that its branches look at noted."""
    return StateSpace(tree).facts


@st.composite
def walks(draw: st.DrawFn, trees: st.SearchStrategy[Tree] | None = None, *, finished: bool = True) -> Walk:
    """A walk through a small tree: to its end, or for some questions only."""
    tree = draw(any_trees() if trees is None else trees)
    walk = Walk.start(tree)
    steps = PLACES + 1 if finished else draw(st.integers(0, PLACES))
    for _ in range(steps):
        if walk.question is None:
            break
        if walk.question.picks_one and draw(st.integers(0, 3)) == 0:
            walk = walk.not_sure()
        else:
            walk = walk.answer(draw(st.sampled_from(answers_to(tree, walk.at))))
    return walk


def endings(walk: Walk) -> Iterator[Walk]:
    """Yield every finished walk that goes on from one, by trying everything."""
    waiting = [walk]
    while waiting:
        here = waiting.pop()
        if here.question is None:
            yield here
        else:
            waiting += [here.answer(answer) for answer in answers_to(here.tree, here.at)]
