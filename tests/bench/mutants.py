"""How many small faults in the core the tests notice: `python tests/bench/mutants.py 60` puts sixty into each group.

mutmut makes the faults, several thousand (see `[tool.mutmut]` in pyproject.toml); here some of them are drawn by lot, the same
ones for the same seed, and it is asked to try those alone. It ends with 1 where the tests notice too few of a group. It wants
Linux or macOS, and `pip install mutmut`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
MUTMUT = Path(sys.executable).with_name("mutmut")
GROUPS = {
    "codes": "postwise.walk.share_code.",
    "conditions": "postwise.tree.conditions.",
    "diff": "postwise.author.diff.",
    "logic": "postwise.logic.",
    "walk": "postwise.walk.",
}
"""What the names of a group's faults begin with; the first that fits counts."""
ANY = "postwise.logic.reachable_outcomes.*Ranking*of__mutmut_1"
"""One fault: to try it, mutmut makes them all."""
ENOUGH = 0.9
"""The share of a group's faults that the tests have to notice."""
UNNOTICED = (0, 5, 33, None)
"""The numbers that mutmut keeps of a fault that no test noticed: every test passed, or none came by."""


def tried() -> dict[str, int | None]:
    """Return every fault there is, by name, with the number that says what came of it; None: it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((ROOT / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def group_of(name: str) -> str:
    """Return the group of a fault."""
    return next(group for group, beginning in GROUPS.items() if name.startswith(beginning))


def try_out(names: list[str], children: int) -> None:
    """Have mutmut try faults, so many at a time."""
    subprocess.run([str(MUTMUT), "run", "--max-children", str(children), *names], cwd=ROOT, check=True)


def noticed(drawn: list[str], came: dict[str, int | None]) -> dict[str, tuple[int, int]]:
    """Return of each group how many of the faults drawn the tests noticed, and how many were drawn."""
    groups = {group: [name for name in drawn if group_of(name) == group] for group in GROUPS}
    return {group: (sum(came[name] not in UNNOTICED for name in names), len(names)) for group, names in groups.items()}


def rows(drawn: list[str], came: dict[str, int | None]) -> Iterator[str]:
    """Yield a line for each group, then one for each fault that none of the tests noticed."""
    for group, (seen, size) in noticed(drawn, came).items():
        yield f"{group:<12}{seen:>5} of {size} noticed, {seen / max(1, size):4.0%}"
    yield from (f"mutmut show {name}" for name in drawn if came[name] in UNNOTICED)


if __name__ == "__main__":
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("size", type=int, help="how many faults of each group")
    wishes.add_argument("--seed", type=int, default=1, help="another number draws others")
    wishes.add_argument("--children", type=int, default=2, help="how many are tried at a time")
    wished = wishes.parse_args()
    if not tried():
        try_out([ANY], wished.children)
    dice = Random(wished.seed)
    each = [[name for name in sorted(tried()) if group_of(name) == group] for group in GROUPS]
    sample = [name for names in each for name in dice.sample(names, min(wished.size, len(names)))]
    try_out(sample, wished.children)
    found = tried()
    print(*rows(sample, found), sep="\n")  # noqa: T201
    sys.exit(any(seen < ENOUGH * size for seen, size in noticed(sample, found).values()))
