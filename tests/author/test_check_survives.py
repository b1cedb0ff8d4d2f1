"""Whatever is done to a tree's file, the check says what is wrong with it and does not break."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from postwise.author.check_tree import check
from postwise.tree.loader import load
from strategies import as_toml

FOLDERS = (Path(__file__).parent.parent / "data", Path(__file__).parents[2] / "trees")
TODAY = dt.date(2026, 11, 22)
ODD: list[Any] = [
    *(3, 0, -1, 2.5, True, "x", "yes", "", "{x}", "*", [], {}, ["a"], dt.date(2026, 1, 1)),
    *({"min": 3}, {"not": "x"}, {"answered": False}, {"count": 2}, {"all": ["a"]}, {"a": {"b": 1}}, {"goto": "x"}),
]


def whole_files() -> list[dict[str, Any]]:
    paths = sorted(path for folder in FOLDERS for path in folder.rglob("*.toml") if path.stem != "toml-syntax")
    return [tomli.loads(path.read_text(encoding="utf-8")) for path in paths]


def places(found: Any) -> Iterator[tuple[Any, Any]]:
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, inner in pairs:
        yield found, key
        yield from places(inner)


def spoiled(data: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """Return a file's data with one to four things in it taken out, renamed, repeated, moved or replaced."""
    data = copy.deepcopy(data)
    for _ in range(dice.randint(1, 4)):
        holder, key = dice.choice(list(places(data)) or [({"x": 1}, "x")])
        match dice.randint(0, 4):
            case 0:
                holder.pop(key)
            case 1:
                holder[key] = copy.deepcopy(dice.choice(ODD))
            case 2 if isinstance(holder, dict):
                holder[key[:-1] or "x"] = holder.pop(key)
            case 3:
                other, place = dice.choice(list(places(data)) or [(holder, key)])
                holder[key] = copy.deepcopy(other[place])
            case _ if isinstance(holder[key], str):
                holder[key] += dice.choice(["x", "}", "{", "-", "\u200d"])
    return data


@pytest.mark.parametrize("seed", range(20))
def test_no_file_breaks_the_check(seed: int) -> None:
    dice, files = random.Random(seed), whole_files()
    for _ in range(15):
        text = as_toml(spoiled(dice.choice(files), dice)) + "\n"
        loaded = load(text, name="spoiled.toml")
        report = check(loaded, today=TODAY, bound=20_000)
        places_told = [(problem.span.line, problem.span.column) for problem in report.problems]
        assert places_told == sorted(places_told)
        assert set(loaded.problems) <= set(report.problems)
        if any(problem.code != "unknown-target" for problem in loaded.problems):
            assert {problem.code for problem in set(report.problems) - set(loaded.problems)} <= {"unknown-tree"}
