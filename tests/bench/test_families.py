"""The whole check of trees with walks beyond counting: how many states they are in, and the time against a bare parse.

No row may grow like the number of walks. The states are the same on every machine; `tests/logic/test_families.py` holds them.
"""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import tomli
import tomli_w

from bench.conftest import in_turn, note
from bench.families import FAMILIES, row, tree
from bench.terminals import IDLE, terminal
from bench.test_screens import READ
from postwise.author.check_tree import check_file
from postwise.logic.counting import analyse
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

TODAY = dt.date(2026, 11, 22)
ROWS = [(name, make, sizes) for name, (make, sizes) in FAMILIES.items()]


@pytest.mark.parametrize(("name", "make", "sizes"), ROWS, ids=[name for name, *_ in ROWS])
def test_check_of_a_family_by_size(benchmark, name, make, sizes):
    gc.disable()
    for size in sizes:
        text = tomli_w.dumps(make(size))
        loaded = read_source(Source(text))
        assert loaded.errors == (), loaded.errors[0]
        found = analyse(loaded.tree)
        ours, parse = in_turn(partial(check_file, loaded, today=TODAY), partial(tomli.loads, text), rounds=3)
        states = f"{len(found.exploration.states):,} states, {found.space.made.diagrams.size:,} diagrams"
        note(f"{size} {name}", ours, parse, None, f"{states}, {len(str(found.walks)) - 1} digits of walks")
    gc.enable()
    benchmark.pedantic(lambda: None)


LARGEST = {f"{sizes[-1]} {name}": make(sizes[-1]) for name, (make, sizes) in FAMILIES.items()}
LONG = {"50000 answers to one question": 12, "10000 cases on one number": 3}
"""What is a file of hundreds of kilobytes takes its time to be read: so many times as long as ten questions, at most."""
MEGABYTES = 150
MORE = {"50000 answers to one question": 300}
"""What a file of two and a half megabytes takes: half of it is the file's own text, answers and places."""
KEYS = 8
"""Keys pressed in each tree: while all that lies ahead of it is being worked out."""
ROUNDS = 5


def ten_like(data):
    """Return a tree of ten questions of the same kind as the first of a tree, the last of which decides."""
    first = data["question"]["q0"]
    asked = {"type": first["type"]} if "type" in first else {}
    if "answers" in first:
        asked["answers"] = first["answers"][:3]
    last = first["answers"][0]["id"] if "answers" in first else {"min": 5}
    return tree(row(10, asked), {"b": {"cases": [{"when": {"q9": last}, "goto": "o1"}], "else": "o0"}})


def written(folder, name, data):
    path = folder / f"{name}.toml"
    path.write_text(tomli_w.dumps(data), encoding="utf-8")
    return path


def asks(number):
    return f"Question {number}?".encode()


def started(path):
    with terminal("-m", "postwise", "run", path) as opened:
        return opened.painted(asks(0))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="time and memory are read from /proc")
@pytest.mark.parametrize("name", LARGEST)
def test_a_large_tree_starts_like_one_of_ten_questions(painted_ratio, tmp_path, name):
    large, small = written(tmp_path, "large", LARGEST[name]), written(tmp_path, "ten", ten_like(LARGEST[name]))
    pairs = [(started(large), started(small)) for _ in range(ROUNDS)]
    painted_ratio(f"start: {name}", *zip(*pairs, strict=True), at_most=LONG.get(name, 1.3))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="time and memory are read from /proc")
@pytest.mark.parametrize("name", [name for name, data in LARGEST.items() if len(data["question"]) > KEYS])
def test_a_key_in_a_large_tree_is_as_fast_as_in_one_of_ten_questions(painted_ratio, tmp_path, name):
    pairs = []
    picked = "answers" in LARGEST[name]["question"]["q0"]
    answers = [b"1", b"\r"] if picked else [b"1\r"]  # the first answer, in two ways: one key alone is held down
    for _ in range(ROUNDS):
        with terminal("-m", "postwise", "run", written(tmp_path, "ten", ten_like(LARGEST[name]))) as small:
            small.painted(asks(0))
            with terminal("-m", "postwise", "run", written(tmp_path, "large", LARGEST[name])) as large:
                large.painted(asks(0))
                for number in range(1, KEYS):
                    pressed = []
                    for opened in (large, small):
                        opened.press(answers[number % len(answers)], IDLE if number > 1 else READ)
                        pressed.append(opened.painted(asks(number)))
                    pairs.append(pressed)
    painted_ratio(f"key: {name}", *zip(*pairs, strict=True), at_most=1.2)


CHECK = """
import sys
from postwise.cli import main
main(["check", "--format", "json", sys.argv[1]])
told = open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]
print(told, file=sys.stderr)
"""
"""Checks a tree, and says last how many kilobytes it took at the most."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("name", LARGEST)
def test_the_check_of_every_family_keeps_within_its_memory(benchmark, tmp_path, name):
    path = written(tmp_path, "large", LARGEST[name])
    done = subprocess.run([sys.executable, "-c", CHECK, path], capture_output=True, text=True, check=True)
    megabytes = int(done.stderr.split()[-1]) * 1024 / 1e6
    benchmark.extra_info.update(megabytes=megabytes)
    benchmark.pedantic(lambda: None)
    assert megabytes <= MORE.get(name, MEGABYTES), name
