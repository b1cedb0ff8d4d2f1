"""Trees whose walks are beyond counting one by one, in families: each grows by one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Data = dict[str, Any]
VERDICTS = ("go", "talk", "stop")
ENDS = {f"o{n}": {"headline": f"End {n}.", "verdict": VERDICTS[n % 3]} for n in range(4)}


def tree(questions: Data, branches: Data, values: Data | None = None) -> Data:
    """Return the data of a file with a tree in it."""
    about = {"title": "A family", "start": "q0"}
    data = {"format": 1, "tree": about, "question": questions, "branch": branches, "outcome": ENDS}
    return {**data, "value": values} if values else data


def row(count: int, answered: Mapping[str, Any]) -> Data:
    """Return so many questions, one after the other, then the branch."""
    return {
        f"q{n}": {"ask": f"Question {n}?", "goto": f"q{n + 1}" if n + 1 < count else "b", **answered}
        for n in range(count)
    }


def choice(size: int) -> Data:
    return {"answers": [{"id": f"a{n}", "text": f"Answer {n}"} for n in range(size)]}


def values_and_a_table(size: int) -> Data:
    """So many three-way questions, a value over every three of them, and a table over the values."""
    dice, names = Random(5), [f"v{n}" for n in range(size // 3)]
    values = {
        name: {
            "on": [f"q{3 * place + n}" for n in range(3)],
            "table": [[*dice.choices(("a0", "a1", "a2", "*"), k=3), result] for result in "xyzx"],
            "else": "z",
        }
        for place, name in enumerate(names)
    }
    rows = [[*dice.choices(("x", "z", "*"), k=len(names)), f"o{n}"] for n in range(4)]
    return tree(row(size, choice(3)), {"b": {"on": names, "table": rows, "else": "o0"}}, values)


def interleaved_scales(size: int) -> Data:
    """So many items that add points to five scales in turn, each scale with a cut-off."""
    points = {"a1": 1, "a2": 2}
    values = {f"s{n}": {"sum": {f"q{item}": points for item in range(n, size, 5)}} for n in range(5)}
    cases = [{"when": {f"s{n}": {"min": size // 5}}, "goto": f"o{n % 4}"} for n in range(5)]
    return tree(row(size, choice(3)), {"b": {"cases": cases, "else": "o3"}}, values)


def mixed_rows(size: int) -> Data:
    """Twelve four-way questions, and a table of so many rows that look at any of them."""
    dice = Random(5)
    cells = ("*", "*", "*", "*", "*", "*", "a0", "a1", "a2", "a3")
    rows = [[*dice.choices(cells, k=12), f"o{dice.randrange(4)}"] for _ in range(size)]
    return tree(row(12, choice(4)), {"b": {"on": [f"q{n}" for n in range(12)], "table": rows, "else": "o0"}})


def tables_over_tables(size: int) -> Data:
    """So many questions, five tables over neighbouring ones that share some, and one more over their results."""
    dice, step = Random(5), size // 5
    values = {}
    for place, rows in enumerate((10, 15, 20, 30, 30)):
        on = [f"q{n}" for n in range(max(place * step - 1, 0), min(place * step + step + 1, size))]
        cells = ("*", "*", "*", "a0", "a1", "a2", "a3")
        table = [[*dice.choices(cells, k=len(on)), dice.choice("xyz")] for _ in range(rows)]
        values[f"v{place}"] = {"on": on, "table": table, "else": "z"}
    last = [[*dice.choices(("x", "y", "z", "*"), k=5), f"o{dice.randrange(4)}"] for _ in range(15)]
    return tree(row(size, choice(4)), {"b": {"on": list(values), "table": last, "else": "o0"}}, values)


def numbers_with_ranges(size: int) -> Data:
    """Twelve numbers, and a branch of so many ranges."""
    dice = Random(5)
    starts = [dice.randrange(900) for _ in range(size)]
    cases = [
        {"when": {f"q{dice.randrange(12)}": {"min": start, "max": start + 50}}, "goto": f"o{n % 4}"}
        for n, start in enumerate(starts)
    ]
    asked = {"type": "number", "min": 0, "max": 1000, "step": 1}
    return tree(row(12, asked), {"b": {"cases": cases, "else": "o0"}})


def one_checklist(size: int) -> Data:
    """One checklist of so many items, each with a case of its own."""
    items = {"type": "checklist", "answers": [{"id": f"i{n}", "text": f"Item {n}"} for n in range(size)]}
    cases = [{"when": {"q0": f"i{n}"}, "goto": f"o{n % 4}"} for n in range(size)]
    return tree(row(1, items), {"b": {"cases": cases, "else": "o0"}})


def many_answers(size: int) -> Data:
    """One question of so many answers, of which every fifth has a case."""
    cases = [{"when": {"q0": f"a{n}"}, "goto": f"o{n % 4}"} for n in range(0, size, 5)]
    return tree(row(1, choice(size)), {"b": {"cases": cases, "else": "o0"}})


def many_cases(size: int) -> Data:
    """One number, and a branch of so many ranges of it."""
    cases = [{"when": {"q0": {"min": 3 * n, "max": 3 * n + 1}}, "goto": f"o{n % 4}"} for n in range(size)]
    return tree(row(1, {"type": "number"}), {"b": {"cases": cases, "else": "o0"}})


FAMILIES: Mapping[str, tuple[Callable[[int], Data], tuple[int, ...]]] = {
    "three-way questions, values over them, a table over those": (values_and_a_table, (6, 12, 24, 39)),
    "items in five interleaved scales": (interleaved_scales, (10, 15, 20, 25)),
    "rows of a table over twelve four-way questions": (mixed_rows, (10, 20, 41)),
    "questions under five tables, and a table over those": (tables_over_tables, (10, 20, 26)),
    "ranges of twelve numbers": (numbers_with_ranges, (5, 10, 20)),
    "items of one checklist": (one_checklist, (10, 20, 30)),
    "answers to one question": (many_answers, (500, 5_000, 50_000)),
    "cases on one number": (many_cases, (100, 1_000, 10_000)),
}
"""The families, each with the sizes it is measured at."""
