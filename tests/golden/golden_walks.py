"""Random walks, made and walked again by the command line alone: their answers, and the JSON they come to."""

from __future__ import annotations

import datetime as dt
import json
import lzma
import random
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from golden_run import ROOT, Place, Said, run, scratch

FOLDER = Path(__file__).parent / "walks"
MOST = 200
"""So many walks of each tree, all different; a small tree has fewer."""
NOT_SURE = 0.07
"""How often somebody is not sure."""

Walk = dict[str, Any]
Ask = Callable[[tuple[str, ...]], Said]


def trees() -> dict[str, str]:
    """Return what is walked by name: every shipped tree by its id, and the sound trees of the test data."""
    shipped = [path for path in sorted((ROOT / "trees").glob("*.toml")) if "\n[overlay]" not in path.read_text("utf-8")]
    sound = sorted((ROOT / "tests" / "data" / "valid").glob("*.toml"))
    return {path.stem: path.stem for path in shipped} | {path.stem: str(path.relative_to(ROOT)) for path in sound}


def walk(place: Place, tree: str, answers: Iterable[str]) -> Said:
    """Return what the command line says to these answers."""
    given = [word for answer in answers for word in ("--answer", answer)]
    return run(place, ["run", tree, "--format", "json", *given])


# Making them


def made(name: str) -> list[Walk]:
    """Return random walks of a tree, always the same while the program and the tree are."""
    with scratch() as place:
        asked: dict[tuple[str, ...], Said] = {}

        def ask(answers: tuple[str, ...]) -> Said:
            if answers not in asked:  # most walks begin as others do
                asked[answers] = walk(place, trees()[name], answers)
            return asked[answers]

        chance = random.Random(name)
        values = values_in(name)
        found: dict[tuple[str, ...], None] = {}
        for _ in range(MOST * 10):  # a small tree has fewer different ones, however often it is walked
            if len(found) < MOST:
                found[walked(ask, chance, values)] = None
        return [as_kept(answers, ask(answers)) for answers in found]


def walked(ask: Ask, chance: random.Random, values: list[Any]) -> tuple[str, ...]:
    """Return the answers of a walk to its end."""
    answers: tuple[str, ...] = ()
    while (question := json.loads(ask(answers).out).get("question")) is not None:
        answers = answered(ask, answers, question, chance, values)
    return answers


def answered(ask: Ask, answers: tuple[str, ...], question: Walk, chance: random.Random, values: list[Any]):
    """Return answers with one more that the question takes."""
    for _ in range(100):
        more = (*answers, f"{question['id']}={picked(question, chance, values)}")
        if ask(more).code != 2:
            return more
    raise ValueError(f"nothing answers {question['id']}")


def picked(question: Walk, chance: random.Random, values: list[Any]) -> str:
    """Return an answer as it is typed; that a number or date is out of bounds shows when it is given."""
    if chance.random() < NOT_SURE and question["type"] != "text":
        return "?"
    ids = [answer["id"] for answer in question["answers"]]
    match question["type"]:
        case "checklist":
            return ",".join(one for one in ids if chance.random() < 0.3)
        case "number":
            return str(chance.choice([0, 1, *(value for value in values if isinstance(value, int | float))]))
        case "date":
            days = [value for value in values if isinstance(value, dt.date)]
            return (chance.choice(days) + dt.timedelta(chance.choice((-1, 0, 1)))).isoformat()
        case "text":
            return chance.choice(("Words", "What we saw, and when", ""))
        case _:
            return chance.choice(ids)


def values_in(name: str) -> list[Any]:
    """Return the numbers and dates that a tree's file holds, and what lies beside them: there roads divide."""
    known = trees()[name]
    path = ROOT / known if known.endswith(".toml") else ROOT / "trees" / f"{known}.toml"
    found = list(dict.fromkeys(_leaves(tomllib.loads(path.read_text(encoding="utf-8")))))
    beside = [value + more for value in found if isinstance(value, int) for more in (-1, 1)]
    return [*found, *beside]


def _leaves(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict | list):
        for inner in thing.values() if isinstance(thing, dict) else thing:
            yield from _leaves(inner)
    elif isinstance(thing, int | float | dt.date) and not isinstance(thing, bool):
        yield thing


# Keeping them and walking them again


def as_kept(answers: Iterable[str], said: Said) -> Walk:
    return {"answers": list(answers), "exit": said.code, "stderr": said.err, "result": json.loads(said.out)}


def write(name: str) -> None:
    """Keep the walks of a tree; the same walks make the same file."""
    FOLDER.mkdir(exist_ok=True)
    text = "".join(f"{json.dumps(walk, ensure_ascii=False)}\n" for walk in made(name))
    (FOLDER / f"{name}.jsonl.xz").write_bytes(lzma.compress(text.encode(), preset=9))
    kept.cache_clear()


@cache
def kept(name: str) -> list[Walk]:
    """Return the walks of a tree as they were written."""
    text = lzma.decompress((FOLDER / f"{name}.jsonl.xz").read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()]


def changed(name: str, every: int = 1) -> Iterator[tuple[str, str, str]]:
    """Yield the walks, or every so manyth, that come to something else: what was walked, what was said, what is."""
    tree = trees()[name]
    with scratch() as place:
        for before in kept(name)[::every]:
            now = as_kept(before["answers"], walk(place, tree, before["answers"]))
            old, new = (json.dumps(one, ensure_ascii=False, indent=2) for one in (before, now))
            if old != new:
                yield f"walk of {name}: {' '.join(before['answers'])}", old, new
