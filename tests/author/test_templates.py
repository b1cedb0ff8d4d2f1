"""New trees pass the check and their own tests; the schema says what the loader says, as an editor sees it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from postwise.author.check_tree import check
from postwise.author.json_schema import schema
from postwise.author.scenarios import run_scenarios
from postwise.author.templates import TEMPLATES, in_a_year, new_tree
from postwise.errors import PostwiseError
from postwise.tree.library import Library, trees_in
from postwise.tree.model import VERDICTS

TODAY = dt.date(2028, 2, 29)
ROOT = Path(__file__).parents[2]
TREES = [entry.path for entry in trees_in(ROOT / "trees", "shipped")]


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_a_new_tree_passes_the_check_and_its_tests(template: str, tmp_path: Path) -> None:
    path = tmp_path / "over-18.toml"
    text = new_tree("over-18", template, TODAY)
    path.write_text(text, encoding="utf-8")
    report = check([path], library=Library(), today=TODAY)
    assert [problem.as_text() for problem in report.problems] == []
    tests = run_scenarios([path], library=Library())
    assert tests.passed
    assert tests.trees[0].results
    assert 'title     = "Over 18"' in text
    assert "reviewed  = 2028-02-29\nreview-by = 2029-02-28\n" in text


def test_a_blank_tree_names_every_verdict() -> None:
    told = re.search(r"a verdict \((.+?)\)", new_tree("over-18", "blank", TODAY))
    assert told is not None
    assert sorted(re.findall(r"\w+", told[1].replace(" or ", " "))) == sorted(VERDICTS)


def test_what_cannot_be_made_is_said_with_a_suggestion() -> None:
    with pytest.raises(PostwiseError, match='Try "over-18"'):
        new_tree("Over 18", "blank", TODAY)
    with pytest.raises(PostwiseError, match='Did you mean "scored"'):
        new_tree("over-18", "score", TODAY)


def test_a_year_on() -> None:
    assert in_a_year(dt.date(2026, 11, 22)) == dt.date(2027, 11, 22)


# The schema


def tables(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, list):
        return [table for one in found for table in tables(one)]
    if not isinstance(found, dict):
        return []
    inner = [table for one in found.values() for table in tables(one)]
    return [found, *inner] if isinstance(found.get("properties"), dict) else inner


def test_every_key_of_the_schema_has_its_meaning() -> None:
    found = tables(schema())
    assert len(found) > 10
    for table in found:
        for key, entry in table["properties"].items():
            assert entry.get("description"), key


def test_the_schema_beside_the_trees_is_this_one() -> None:
    assert json.loads((ROOT / "trees" / ".schema.json").read_text(encoding="utf-8")) == schema()


TOMBI = shutil.which("tombi") or shutil.which("tombi", path=str(Path(sys.executable).parent))


def tombi_errors(folder: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what tombi says is wrong with the texts of trees that name the schema, by their names; one start for all."""
    (folder / ".schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    for name, text in texts.items():
        headed = text if text.startswith("#:schema") else f"#:schema ./.schema.json\n{text}"
        (folder / f"{name}.toml").write_text(headed, encoding="utf-8")
    command = [
        str(TOMBI),
        "lint",
        "--offline",
        "--diagnostics-format",
        "github",
        "--diagnostics-file",
        "/dev/stdout",
        *(str(folder / f"{name}.toml") for name in texts),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in {0, 1}, done.stderr
    errors = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    found: dict[str, str] = {}
    for error in errors:
        place, _, said = error.removeprefix("::error").partition("::")
        name = next(name for name in texts if f"{name}.toml," in place)
        found[name] = f"{found.get(name, '')} {said}"
    return found


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
def test_an_editor_finds_no_fault_in_a_shipped_tree(tmp_path: Path) -> None:
    assert tombi_errors(tmp_path, {path.stem: path.read_text(encoding="utf-8") for path in TREES}) == {}


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
def test_an_editor_finds_no_fault_in_a_new_tree(tmp_path: Path) -> None:
    assert tombi_errors(tmp_path, {name: new_tree("new-one", name, TODAY) for name in TEMPLATES}) == {}


BROKEN = (
    ('ask  = "Who', 'aks  = "Who', "aks"),
    ('verdict  = "go"', 'verdict  = "gO"', "gO"),
    ("reviewed  = 2028-02-29", 'reviewed  = "soon"', "Date"),
    ('start     = "who"', "start     = 3", "Integer"),
    ("format = 1", "format = 2", "2"),
    ('table = [\n  ["*",         "report", "send"],', 'table = [\n  ["send"],', "1"),
    ("[question.who]", "[question.Who]", "Who"),
    ('goto = "decide"', 'goto = ""', "pattern"),
    ("[outcome.send]", "[outcome.send]\nrights = 1", "Boolean"),
)
"""What is broken in a new tree, and what an editor then says."""


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
def test_an_editor_finds_the_fault_in_a_broken_one(tmp_path: Path) -> None:
    text = new_tree("new-one", "decision-table", TODAY)
    assert [before for before, _, _ in BROKEN if before not in text] == []
    broken = {f"broken-{place}": text.replace(before, after, 1) for place, (before, after, _) in enumerate(BROKEN)}
    errors = tombi_errors(tmp_path, broken)
    for name, (_, after, said) in zip(broken, BROKEN, strict=True):
        assert said in errors.get(name, ""), after
