"""Random small trees, the one source of them for all tests: the data of a file, its text, the tree, and walks through it.

A tree is thrown with dice from a size and a seed, which is some fifty times as fast as having every part of it drawn, and lets
its parts be weighed: a goto leads to the next node as a rule, and a condition looks at what was asked before. What fails is
shrunk by its size. `test_strategies.py` holds what the trees reach.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle import Oracle
from postwise import Walk
from postwise.tree.loader import read_source
from postwise.tree.model import VERDICTS, Question, Tree
from postwise.tree.table_reader import read_table
from postwise.tree.toml_source import Source

KINDS = {"choice": 7, "yes-no": 5, "checklist": 3, "number": 2, "date": 2, "text": 1}
"""The types of question, and how often each is thrown."""
FIRST_DAY = dt.date(2026, 1, 1)
LARGEST = 6
"""Questions of a tree."""


LONG_RUN = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Whether a long run is asked for, which leaves nothing out."""


def examples(number: int, *, quick: int | None = None) -> int:
    """Return how many examples a test looks at: forty times so many when a long run is asked for, else half, or `quick`."""
    return number * 40 if LONG_RUN else quick or (number + 1) // 2


def seeds(number: int) -> range:
    """Return the seeds of what a test throws itself, so many as `examples` says.

    They are the same every time: what is counted on the way, so that it is known to come about, is as well.
    """
    return range(examples(number))


class Thrower:
    """Throws one tree of so many questions."""

    def __init__(self, size: int, seed: int, *, rings: bool) -> None:
        self.dice = Random(f"{size}/{seed}")
        self.rings = rings
        self.questions: dict[str, dict[str, Any]] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.order = self._order(size)
        self.led_to: list[str] = []
        self.ends = [f"o{place}" for place in range(self.dice.choice((4, 5, 6, 6)))]

    def _order(self, size: int) -> list[str]:
        """Return the questions and branches in the order in which gotos lead, as a rule; a question comes first."""
        order = ["q0"]
        for place in range(1, size):
            if place > 1 and self.sometimes(0.4):
                order.append(f"b{place}")
            order.append(f"q{place}")
        return [*order, "b-last"] if self.sometimes(0.7) else order

    def sometimes(self, chance: float) -> bool:
        return self.dice.random() < chance

    def some(self, things: Iterable[Any], most: int) -> list[Any]:
        """Return some of several things, at least one, in any order."""
        every = list(things)
        return self.dice.sample(every, self.dice.randint(1, min(most, len(every))))

    def tree(self) -> dict[str, Any]:
        """Return the data of the file."""
        for name in self.order:
            if name.startswith("q"):
                self.questions[name] = self.question(name)
        self.values = self.value_tables()
        branches = {name: self.branch(name) for name in self.order if name.startswith("b")}
        for name, asked in self.questions.items():
            if self.sometimes(0.15):
                asked["notes"] = [{"when": self.condition(name), "text": "An aside."}]
        return {
            "format": 1,
            "tree": {"title": "A tree", "start": self.order[0]},
            "question": self.questions,
            "branch": branches,
            "value": self.values,
            "outcome": {name: self.outcome() for name in self.ends},
        }

    # Where things lead

    def goto(self, name: str, onward: float = 0.97) -> str:
        """Return where something at a node leads: with this chance on to the next; or further, to an end, or back."""
        place = self.order.index(name)
        later = self.order[place + 1 :]
        if self.rings and self.sometimes(0.014):
            return self.dice.choice(self.order[: place + 1])
        if later and self.sometimes(onward):
            return later[0]
        ends = [end for end in self.ends if end not in self.led_to] or self.ends
        self.led_to.append(self.dice.choice([*later[1:2], *ends]))
        return self.led_to[-1]

    # Questions

    def question(self, name: str) -> dict[str, Any]:
        kind = self.dice.choices([*KINDS], [*KINDS.values()])[0]
        asked: dict[str, Any] = {"ask": f"What about {name}?", "type": kind}
        ids = ["a", "b", "c"][: self.dice.choices((1, 2, 3), (1, 6, 12) if kind == "choice" else (1, 16, 3))[0]]
        if kind == "choice":
            asked["answers"] = [
                {"id": letter, "text": f"Say {letter}", "goto": self.goto(name, 0.36)} for letter in ids
            ]
            self.dice.choice(asked["answers"])["goto"] = self.goto(name)
        elif kind == "yes-no":
            first, second = self.dice.choice((("yes", "no"), ("no", "yes")))
            asked |= {first: self.goto(name), second: self.goto(name, 0.4)}
        else:
            asked["goto"] = self.goto(name)
        if kind == "checklist":
            asked["answers"] = [{"id": letter, "text": f"Tick {letter}"} for letter in ids]
        if kind == "number":
            low = self.dice.randint(-1, 1)
            asked |= {"min": low, "max": low + self.dice.randint(1, 2)}
            asked |= self.dice.choice(({"step": 1}, {"step": 2}, {"step": 0.5}, {}))
        if kind == "date":
            asked |= {"min": FIRST_DAY, "max": FIRST_DAY + dt.timedelta(self.dice.randint(0, 2))}
        for answer in asked.get("answers", ()):
            answer.update({"rights": True} if self.sometimes(0.06) else {})
            answer.update({"note": f"A word on {answer['id']}."} if self.sometimes(0.06) else {})
        if kind == "choice" and self.sometimes(0.2):
            self.dice.choice(asked["answers"])["unsure"] = True
        return asked

    # What is asked of earlier answers

    def condition(self, name: str = "") -> Any:
        """Return a condition, as a rule on what comes before a node."""
        if self.sometimes(0.15):
            return [self.tests(name), self.tests(name)]
        return self.tests(name)

    def tests(self, name: str) -> dict[str, Any]:
        before = self.order[: self.order.index(name)] if name else self.order
        asked = [earlier for earlier in before if earlier in self.questions] or [*self.questions]
        if self.sometimes(0.05):
            asked = [*self.questions]
        looked_at = [*asked, *self.values] if self.sometimes(0.5) else asked
        return {looked: self.test(looked) for looked in self.some(looked_at, self.dice.choice((1, 1, 2)))}

    def test(self, name: str) -> Any:
        return self.test_of_value(self.values[name]) if name in self.values else self.test_of(self.questions[name])

    def test_of(self, asked: dict[str, Any], *, outermost: bool = True) -> Any:
        """Return a test that a question can take."""
        chance = self.dice.random()
        if asked["type"] == "text" or (outermost and chance < 0.06):
            return {"answered": self.sometimes(0.5)}
        if outermost and chance < 0.2:
            return {"not": self.test_of(asked, outermost=False)}
        if outermost and chance < 0.32:
            return [self.test_of(asked, outermost=False) for _ in range(self.dice.randint(1, 2))]
        match asked["type"]:
            case "checklist":
                return self.test_of_items([answer["id"] for answer in asked["answers"]])
            case "number":
                return self.dice.choice((self.dice.randint(-1, 3), self.between(range(-1, 4))))
            case "date":
                days = [FIRST_DAY + dt.timedelta(day) for day in range(-1, 4)]
                return self.dice.choice((self.dice.choice(days), self.between(days)))
        return self.dice.choice([answer["id"] for answer in asked.get("answers", ({"id": "yes"}, {"id": "no"}))])

    def test_of_items(self, ids: list[str]) -> Any:
        return self.dice.choice(
            (
                self.dice.choice([*ids, "none"]),
                {"all": self.some(ids, 3)},
                {"none": self.some(ids, 3)},
                {"count": self.dice.randint(0, 3)},
                {"count": self.between(range(4))},
            )
        )

    def between(self, marks: Iterable[Any]) -> dict[str, Any]:
        low, high = sorted(self.dice.choices([*marks], k=2))
        return self.dice.choice(({"min": low}, {"max": high}, {"min": low, "max": high}))

    def test_of_value(self, value: dict[str, Any]) -> Any:
        if "sum" in value:
            return self.dice.choice((self.between(range(-1, 4)), self.dice.randint(0, 2)))
        results = [case["is"] for case in value["cases"]] + ([value["else"]] if "else" in value else [])
        return self.dice.choice((*results, *results, {"not": results[0]}, {"answered": False}))

    # Branches, values, ends

    def branch(self, name: str) -> dict[str, Any]:
        """Return a branch, as cases or as a table; one that leads back asks first, as a rule, whether it may."""
        last = name == self.order[-1]
        lines = [
            (self.condition(name), self.goto(name, 0.5))
            for _ in range(self.dice.randint(*((3, 4) if last else (1, 2))))
        ]
        if self.rings and self.sometimes(0.2):
            back = self.dice.choice([node for node in self.order[: self.order.index(name)] if node in self.questions])
            lines.insert(0, ({back: {"answered": False}}, back))
        otherwise = {"else": self.goto(name)} if self.sometimes(0.9) else {}
        if self.sometimes(0.4) and all(isinstance(when, dict) for when, _ in lines):
            on = [*dict.fromkeys(key for when, _ in lines for key in when)]
            rows = [[*(when.get(key, "*") for key in on), goto] for when, goto in lines]
            return {"on": on, "table": rows, **otherwise}
        return {"cases": [{"when": when, "goto": goto} for when, goto in lines], **otherwise}

    def value_tables(self) -> dict[str, Any]:
        """Return up to one sum and up to two values with results; a value may look at those before it."""
        counted = [name for name, asked in self.questions.items() if asked["type"] in {"choice", "yes-no", "checklist"}]
        if counted and self.sometimes(0.35):
            self.values["points"] = {"sum": {name: self.points(name) for name in self.some(counted, 2)}}
        for name in ("level", "mood"):
            if self.sometimes(0.3):
                words = ("low", "high")[: self.dice.randint(1, 2)]
                cases = [{"when": self.condition(), "is": word} for word in words]
                self.values = {
                    **self.values,
                    name: {"cases": cases, **({"else": "other"} if self.sometimes(0.6) else {})},
                }
        return self.values

    def points(self, name: str) -> dict[str, Any]:
        ids = [answer["id"] for answer in self.questions[name].get("answers", ({"id": "yes"}, {"id": "no"}))]
        return {answer: self.dice.choice((0, 1, 2, -1, 0.5)) for answer in ids}

    def outcome(self) -> dict[str, Any]:
        """Return an outcome, now and then with a note that says a value, with a right, or with a tree to go on in."""
        made: dict[str, Any] = {"headline": "This is it.", "verdict": self.dice.choice(VERDICTS)}
        if self.values and self.sometimes(0.25):
            made["notes"] = [{"when": self.condition(), "text": f"It is {{{self.dice.choice([*self.values])}}}."}]
        made |= {"rights": True} if self.sometimes(0.06) else {}
        return made | ({"tree": "another-tree"} if self.sometimes(0.08) else {})

    # Promises

    def promise(self) -> dict[str, Any]:
        """Return a promise with one claim or more, on every walk or on some."""
        endings = [*self.ends, *VERDICTS]
        claims = {
            "never": self.some(endings, 3),
            "only": self.dice.sample(endings, self.dice.randint(4, len(endings) - 1)),
            "asked": self.some(self.questions, 2),
            "at-most": self.dice.randint(1, LARGEST),
        }
        made = {"text": "It is so.", **{key: claims[key] for key in self.some(claims, 2)}}
        return {**made, "when": self.condition()} if self.sometimes(0.75) else made


def thrown_with_promises(size: int, seed: int) -> dict[str, Any]:
    """Return the data of a tree that makes three promises, kept or not."""
    thrower = Thrower(size, seed, rings=True)
    return {**thrower.tree(), "promise": {f"p{number}": thrower.promise() for number in range(3)}}


def thrown(size: int, seed: int, *, rings: bool = True) -> dict[str, Any]:
    """Return the data of a tree that `load` finds nothing wrong with; what only all walks show may be wrong.

    With `rings` its gotos may lead back, whether or not any answers take that road.
    """
    data = Thrower(size, seed, rings=rings).tree()
    dice = Random(f"{seed}/{size}")
    if dice.random() < 0.2:
        data["scenario"] = dict(scenarios(data, dice))
    return data


def scenarios(data: dict[str, Any], dice: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a scenario that arrives, unless the walk that is thrown for it comes to no end."""
    oracle = Oracle(data)
    asked: dict[str, Any] = {}
    place = oracle.settle(oracle.start, asked)
    while place.asks:
        asked[place.node] = dice.choice(oracle.answers(place.node))
        place = oracle.settle(oracle.goto(place.node, asked[place.node]), asked)
    if place.ends:
        answers = {name: sorted(given) if isinstance(given, frozenset) else given for name, given in asked.items()}
        yield "thrown", {"answers": answers, "expect": place.node}


def tree_data(*, rings: bool = True, largest: int = LARGEST) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the data of a small tree; see `thrown`."""
    sizes = st.sampled_from((*range(1, largest), *(largest,) * 60))
    return st.builds(lambda size, seed: thrown(size, seed, rings=rings), sizes, st.integers(0, 2**32 - 1))


def tree_texts() -> st.SearchStrategy[str]:
    """Draw the text of a small tree."""
    return tree_data().map(as_toml)


def trees_that_end() -> st.SearchStrategy[Tree]:
    """Draw a tree whose every walk comes to an outcome; it may have rings that no answers take."""
    return tree_data().filter(lambda data: Oracle(data).all_end()).map(made)


LATE = """
[tree]
title = "Late"
start = "first"
[question.first]
ask = "First?"
answers = [{ text = "Kind", goto = "kind" }, { text = "Late", goto = "second" }]
[question.second]
ask = "Second?"
yes = "kind"
no = "by-first"
[branch.by-first]
cases = [{ when = { first = "late" }, goto = "hard" }]
else = "kind"
[outcome.kind]
verdict = "go"
headline = "Go."
[outcome.hard]
verdict = "stop"
headline = "Stop."
"""
"""Of two answers one leads straight to where only a late look at them can end badly."""


def tree_of(text: str, name: str = "tree") -> Tree:
    """Return the tree that a text holds, without fault, under an id; the text may leave out its format."""
    whole = text if text.lstrip().startswith("format") else f"format = 1\n{text}"
    loaded = read_source(Source(whole), tree_id=name)
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    return loaded.tree


def two_versions(text: str, *changes: tuple[str, str]) -> tuple[Tree, Tree]:
    """Return the tree that a text holds, and the one that it holds with some of its words replaced everywhere."""
    after = text
    for old, new in changes:
        assert old in after, old
        after = after.replace(old, new)
    return tree_of(text), tree_of(after)


def talkative(data: dict[str, Any]) -> dict[str, Any]:
    """Let the texts and notes of questions and outcomes say values and depend on answers more than a thrown tree's do."""
    dice = Random(json.dumps(data, default=str))
    names = [*data["value"]]
    for things in (data["question"], data["outcome"]):
        for thing in things.values():
            key = "ask" if "ask" in thing else "headline"
            if names and dice.random() < 0.5:
                thing[key] += f" {{{{It}}}} is {{{dice.choice(names)}}} for {{manager}}."
            said = [name for name, asked in data["question"].items() if asked["type"] != "text"]
            if said and dice.random() < 0.5:
                thing[key] += f" You said {{{dice.choice(said)}}}."
            if names and dice.random() < 0.3:
                cases = data["value"][dice.choice(names)].get("cases")
                looked = dice.choice(cases)["when"] if cases else {names[0]: {"min": 1}}
                thing.setdefault("notes", []).append({"when": looked, "text": f"So {{{dice.choice(names)}}}."})
    for value in data["value"].values():
        for case in value.get("cases", ()):
            case["is"] = {"low": "{hr}", "high": 2.0}.get(case["is"], case["is"]) if dice.random() < 0.3 else case["is"]
    return data


def made(data: Mapping[str, Any], name: str = "small") -> Tree:
    """Return the tree that the data of a file makes, under an id."""
    tree = read_table(Tree, data)
    assert tree is not None
    return tree.knowing(id=name, fingerprint=f"sha256:{sha256(json.dumps(data, default=str).encode()).hexdigest()}")


@st.composite
def walks(draw: st.DrawFn, *, finished: bool = True) -> Walk:
    """Draw a walk through a small tree, the longest of a few: to its end, or for some questions only."""
    tree = draw(trees_that_end())
    dice = Random(draw(st.integers(0, 2**32 - 1)))
    longest = max((walked(tree, dice) for _ in range(4)), key=lambda walk: len(walk.steps))
    for _ in range(0 if finished else draw(st.integers(0, LARGEST))):
        longest = longest.back()
    return longest


def walked(tree: Tree, dice: Random) -> Walk:
    """Return a walk whose answers are thrown, a quarter of the choices with *Not sure*."""
    walk = Walk.start(tree)
    while walk.question is not None:
        if walk.question.picks_one and dice.random() < 0.25:
            walk = walk.not_sure()
        else:
            walk = walk.answer(dice.choice(answers_to(tree, walk.at)))
    return walk


def answers_to(tree: Tree, question_id: str) -> list[Any]:
    """Return every answer that a question of a small tree takes; of a number without a grid, every half."""
    return list(every_answer(tree.questions[question_id]))


def every_answer(question: Question) -> Iterator[Any]:
    """Yield every answer that a question of a small tree takes."""
    match question.kind:
        case "checklist":
            ids = [option.name for option in question.options]
            for size in range(len(ids) + 1):
                yield from map(frozenset, itertools.combinations(ids, size))
        case "number":
            step = Fraction(str(question.step or 0.5))
            for count in range(int((question.max - question.min) / step) + 1):
                number = question.min + count * step
                yield int(number) if number.denominator == 1 else float(number)
        case "date":
            for days in range((question.max - question.min).days + 1):
                yield question.min + dt.timedelta(days)
        case "text":
            yield "words"
        case _:
            yield from question.by_id


def endings(walk: Walk) -> Iterator[Walk]:
    """Yield every finished walk that goes on from one, by trying everything."""
    waiting = [walk]
    while waiting:
        tried = waiting.pop()
        if tried.question is None:
            yield tried
        else:
            waiting += [tried.answer(answer) for answer in answers_to(tried.tree, tried.at)]


# As text


def as_toml(value: Any, table: tuple[str, ...] = ()) -> str:
    """Return data as TOML text; tables of tables down to two levels get headers, what is deeper stands inline."""
    lines = [
        f"{key} = {inline(item)}" for key, item in value.items() if not (isinstance(item, dict) and len(table) < 2)
    ]
    text = "".join(f"{line}\n" for line in lines)
    for key, item in value.items():
        if isinstance(item, dict) and len(table) < 2:
            path = (*table, key)
            inner = as_toml(item, path)
            only_tables = item and len(path) < 2 and all(isinstance(part, dict) for part in item.values())
            text += inner if only_tables else f"\n[{'.'.join(path)}]\n{inner}"
    return text


def inline(value: Any) -> str:
    """Return one value as TOML writes it on a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {inline(item)}' for key, item in value.items())} }}" if value else "{}"
    return repr(value)
