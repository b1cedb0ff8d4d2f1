"""What the check says of answers said back in texts, held against giving every answer there is; and what it costs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from bench.families import row, tree
from oracle import Oracle
from postwise.author.check_tree import check_file
from postwise.logic.counting import analyse
from postwise.tree.loader import read_source
from postwise.tree.model import Tree
from postwise.tree.toml_source import Source
from strategies import as_toml, made, seeds, thrown

TODAY = dt.date(2026, 11, 22)


def saying_back(seed: int) -> dict[str, Any]:
    """Return the data of a tree whose texts say back answers, as they come."""
    dice, data = Random(seed), thrown(4, seed, rings=False)
    names = [name for name, asked in data["question"].items() if asked["type"] != "text"]

    def say() -> str:
        return f"It is {{{dice.choice(names)}}}." if names and dice.random() < 0.5 else "It is."

    for place, asked in enumerate(data["question"].values(), 1):
        if asked["type"] == "choice":  # so that more may be left out
            asked["answers"][0]["goto"] = dice.choice([*[*data["question"]][place:], *data["outcome"]])
        asked["ask"] = say()
        for answer in asked.get("answers", ()):
            answer["note"] = say()
    for end in data["outcome"].values():
        end["reason"] = say()
        end["notes"] = [{"when": note["when"], "text": say()} for note in end.get("notes", ())]
        if names and dice.random() < 0.5:
            looked = dice.choice(names)
            end["notes"].append({"when": {looked: {"answered": dice.random() < 0.7}}, "text": say()})
    return data


def said(data: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield every text that says an answer on any walk: where it stands, the question, whether it was asked by then."""
    oracle = Oracle(data)

    def read(where: str, text: str, asked: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
        name = text.partition("{")[2].partition("}")[0]
        if name:
            yield where, name, name in asked

    def texts(node: str, asked: dict[str, Any], *, ended: bool) -> Iterator[tuple[str, str, bool]]:
        holder = oracle.outcomes[node] if ended else oracle.questions[node]
        kind, key = ("outcome", "reason") if ended else ("question", "ask")
        yield from read(f"{kind}.{node}.{key}", holder[key], asked)
        for place, note in enumerate(holder.get("notes", ())):
            if oracle.holds(note["when"], asked):
                yield from read(f"{kind}.{node}.notes.{place}.text", note["text"], asked)

    for asked, place, _ in oracle.walks():
        if place.ends:
            yield from texts(place.node, asked, ended=True)
            for name, given_answer in asked.items():
                for number, answer in enumerate(oracle.questions[name].get("answers", ())):
                    chosen = given_answer if isinstance(given_answer, frozenset) else {given_answer}
                    if answer["id"] in chosen:
                        yield from read(f"question.{name}.answers.{number}.note", answer["note"], asked)
        before: dict[str, Any] = {}
        for name, given_answer in asked.items():
            yield from texts(name, before, ended=False)
            before = {**before, name: given_answer}


def test_an_answer_is_missed_where_some_walk_has_not_given_it_and_nowhere_else() -> None:
    met: Counter[str] = Counter()
    for seed in seeds(200):
        met += missed_answers(seed)
    assert min(met[name] for name in ("missed", "never", "sometimes", "in a note", "always given")) > 12, met


def missed_answers(seed: int) -> Counter[str]:
    """Hold the answers that the check misses in a tree against those that its walks miss; return what came about."""
    data = saying_back(seed)
    loaded = read_source(Source(as_toml(data)))
    assert loaded.tree is not None, [problem.message for problem in loaded.problems]
    problems = check_file(loaded, today=TODAY).problems
    if any(problem.code == "cycle" for problem in problems):
        return Counter()
    told = {problem.at for problem in problems if "answer" in problem.message or "this text is read" in problem.message}
    told = {at for at in told if at.rpartition(".")[2] in {"ask", "note", "reason", "text"}}
    slow: dict[str, list[bool]] = {}
    for at, _, given_by_then in said(data):
        slow.setdefault(at, []).append(given_by_then)
    assert told == {at for at, given in slow.items() if not all(given)}
    never = {problem.at for problem in problems if problem.code == "not-yet-asked"} & told
    assert never == {at for at in told if not any(slow[at])}
    return Counter(
        {
            "missed": bool(told),
            "never": bool(never),
            "sometimes": bool(told - never),
            "in a note": any(at.endswith((".text", ".note")) for at in told),
            "always given": any(all(given) for given in slow.values()),
        }
    )


def numbers_said(size: int, *, saying: bool) -> Tree:
    """Return a tree of so many numbers, any of which may be left out, that a note for each of them says back."""
    questions = row(size, {"type": "number", "min": 0, "max": 100})
    data = tree(questions, {"b": {"else": "o0"}})
    for n in range(size):
        onward = f"q{n + 1}" if n + 1 < size else "b"
        questions[f"w{n}"] = {"ask": f"Have you {n}?", "yes": f"q{n}", "no": onward.replace("q", "w")}
        questions[f"q{n}"]["goto"] = onward.replace("q", "w")
    data["tree"]["start"] = "w0"
    if saying:
        given_by_then = [{"when": {f"q{n}": {"answered": True}}, "text": f"You said {{q{n}}}."} for n in range(size)]
        data["outcome"] = {"o0": {"headline": "Done.", "notes": given_by_then}}
    else:
        data["outcome"] = {"o0": {"headline": "Done."}}
    return made(data)


def test_saying_back_many_numbers_adds_no_states() -> None:
    plain, saying = (numbers_said(12, saying=saying) for saying in (False, True))
    assert len(analyse(saying).exploration.states) == len(analyse(plain).exploration.states)
    every = numbers_said(12, saying=True)
    text = as_toml(every.as_data())
    codes = {problem.code for problem in check_file(read_source(Source(text)), today=TODAY).problems}
    assert not codes & {"too-large", "uncovered", "not-yet-asked", "no-effect"}


def test_what_a_text_says_of_a_question_has_an_effect_if_it_can_be_read() -> None:
    text = """
format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "b"
no = "b"
[question.b]
ask = "B?"
yes = "x"
no = "x"
[outcome.x]
headline = "You said {a}."
[outcome.y]
headline = "You said {b}."
"""
    problems = check_file(read_source(Source(text)), today=TODAY).problems
    alike = {problem.at for problem in problems if problem.code in {"no-effect", "same-target"}}
    assert not any(at.startswith("question.a") for at in alike)
