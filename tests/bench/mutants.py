"""How many small faults in the core the tests notice: `python tests/bench/mutants.py 60` puts sixty into each group.

mutmut makes the faults, several thousand (see `[tool.mutmut]` in pyproject.toml); here some of them are drawn by lot, the same
ones for the same seed, and it is asked to try those alone: group by group, and only the groups named after the size where any
are. It ends with 1 where the tests notice too few of a group. It wants Linux or macOS, and `pip install mutmut`.
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


def drawn(group: str, size: int, seed: int) -> list[str]:
    """Return some faults of a group, the same ones whatever the other groups hold."""
    names = [name for name in sorted(tried()) if group_of(name) == group]
    return Random(f"{seed} {group}").sample(names, min(size, len(names)))


def unnoticed(names: list[str]) -> list[str]:
    """Return those of some faults that have been tried that no test noticed."""
    came = tried()
    return [name for name in names if came[name] in UNNOTICED]


def rows(group: str, names: list[str]) -> Iterator[str]:
    """Yield a line for a group, then one for each of its faults that none of the tests noticed."""
    left = unnoticed(names)
    seen = len(names) - len(left)
    yield f"{group:<12}{seen:>5} of {len(names)} noticed, {seen / max(1, len(names)):4.0%}"
    yield from (f"mutmut show {name}" for name in left)


if __name__ == "__main__":
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("size", type=int, help="how many faults of each group")
    wishes.add_argument("groups", nargs="*", help=f"which groups, of {', '.join(GROUPS)}; all where none is named")
    wishes.add_argument("--seed", type=int, default=1, help="another number draws others")
    wishes.add_argument("--children", type=int, default=2, help="how many are tried at a time")
    wished = wishes.parse_args()
    if unknown := set(wished.groups) - GROUPS.keys():
        wishes.error(f"no such group: {', '.join(sorted(unknown))}")
    if not tried():
        try_out([ANY], wished.children)
    samples = {group: drawn(group, wished.size, wished.seed) for group in wished.groups or GROUPS}
    for group, sample in samples.items():
        try_out(sample, wished.children)
        print(*rows(group, sample), sep="\n", flush=True)  # noqa: T201
    sys.exit(any(len(unnoticed(sample)) > (1 - ENOUGH) * len(sample) for sample in samples.values()))
