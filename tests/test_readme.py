"""The README says what is so: its commands, its example, its words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from bench.families import FAMILIES
from postwise.command_table import COMMANDS
from postwise.commands.config import ASKED
from postwise.tree.placeholders import DEFAULTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_commands_is_the_table_of_commands():
    table = README.split("<!-- commands -->")[1].split("<!-- end of commands -->")[0]
    assert table.strip().splitlines() == [f"| `postwise {command.name}` | {command.summary} |" for command in COMMANDS]


def test_every_figure_is_one_that_a_benchmark_measures():
    measured = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/bench").glob("test_*.py"))
    measured += "".join(f'"{size} {name}"' for name, (_, sizes) in FAMILIES.items() for size in sizes)
    figures = README.split("<!-- figures -->")[1].split("<!-- end of figures -->")[0].strip().splitlines()[2:]
    told = [re.fullmatch(r"\| (.+) \| .+ \| [\d.]+ \|", row) for row in figures]
    assert figures
    assert all(row and f'"{row[1]}"' in measured for row in told)


@pytest.fixture
def example(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "example.py"
    path.write_text(code, encoding="utf-8")
    return path


def test_the_example_in_python_runs(example):
    found = subprocess.run([sys.executable, example], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip()


def test_the_example_in_python_is_typed(example):
    pytest.importorskip("mypy", reason="whoever only runs the tests need not have it; .ci/run has")
    environment = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml", example]
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def test_the_keys_in_it_can_be_given():
    from postwise.tui.own_keys import CAN_BE, read_keys

    keys, faults = read_keys(tomli.loads(EXAMPLES[0])["keys"])
    assert (len(keys), faults) == (2, [])
    assert CAN_BE.rstrip(".") in " ".join(README.replace("`", "").split())


def test_the_organisations_file_in_it_is_one(tmp_path):
    from postwise.tree.organisation import read_settings

    example = EXAMPLES[1]
    path = tmp_path / "postwise.toml"
    path.write_text(example, encoding="utf-8")
    settings = read_settings(path)
    assert settings.problems == ()
    assert settings.profile["comms"] == "Priya in Comms"
    assert set(tomli.loads(example)["profile"]) <= {*DEFAULTS, "place"}


@pytest.mark.parametrize("word", ASKED)
def test_the_questions_of_config_init_are_the_ones_it_asks(word):
    assert f'{ASKED[word]}? (else: "{DEFAULTS[word]}")' in README


def test_the_picture_is_there():
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / name).is_file(), name
