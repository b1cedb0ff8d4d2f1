"""What the code and the papers cite is in the repository: headings, files, and names in them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "postwise"
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "trees/README.md")
CODE = sorted(path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py") if path != Path(__file__))
DATA = sorted(path for folder in ("src", "tests", "trees") for path in (ROOT / folder).rglob("*.toml"))
ELSEWHERE = re.compile(
    r"\b(?:FORMAT|INTERFACE|SCREENS|TRAINING|ENGINE|ARCHITECTURE|STYLE)\b(?:\.md|,? \d| section)|\bdomain \d|\(INTERFACE\)"
)
"""How papers that are not in the repository used to be cited."""
HEADING = re.compile(r"((?:[\w-]+/)*[\w-]+\.md), \"([^\"]+)\"")
"""A citation: a paper, and the heading in it."""
PATH = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|toml|md|json|tcss)|(?:[\w.-]+/)+)`")
"""A file or folder named in a paper."""
BRACKET = re.compile(PATH.pattern + r"\s\(((?:[^()]|\([^()]*\))*)\)")
"""A file named in a paper, and the bracket behind it, which says what in it is to be looked for."""
INSIDE = re.compile(r"`(\w+)` in " + PATH.pattern)
"""A name, and the file that it is to be looked for in."""
DOTTED = re.compile(r"`(postwise(?:\.(?!toml\b)\w+)+)`")


def test_nothing_outside_the_repository_is_cited():
    cited = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in [*CODE, *DATA]
        for found in ELSEWHERE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert cited == []


def headings(paper: str) -> set[str]:
    text = (ROOT / paper).read_text(encoding="utf-8")
    return {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")}


def test_every_heading_that_is_cited_is_there():
    cited = [
        (path, *found.groups())
        for path in [*CODE, *(ROOT / paper for paper in PAPERS)]
        for found in HEADING.finditer(re.sub(r"\s+", " ", path.read_text(encoding="utf-8")))
    ]
    assert cited, "the format is cited somewhere"
    assert [(path, paper, heading) for path, paper, heading in cited if heading not in headings(paper)] == []


def test_every_file_that_the_map_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in PATH.findall(text) if not there(name)] == []


def there(name: str) -> Path | None:
    """Return where a file named in the map is: in the repository, or in the package."""
    return next((base / name for base in (ROOT, PACKAGE) if (base / name).exists()), None)


def looked_for(text: str) -> list[tuple[str, str]]:
    """Return the files named in a paper, each with a name that is to be looked for in it."""
    behind = [(INSIDE.sub("", bracket), name) for name, bracket in BRACKET.findall(text)]
    named = [
        (name, word) for bracket, name in behind for word in re.findall(r"`([A-Za-z_]\w*)(?:[=(\[][^`]*)?`", bracket)
    ]
    return [*named, *((name, word) for word, name in INSIDE.findall(text))]


def test_the_map_names_what_is_in_the_files():
    text = re.sub(r"\s+", " ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    named = looked_for(text)
    assert len(named) > 50
    assert [(name, word) for name, word in named if not says(there(name) or ROOT / name, word)] == []


def says(path: Path, word: str) -> bool:
    return re.search(rf"\b{word}\b", path.read_text(encoding="utf-8")) is not None


def dotted_names() -> list[str]:
    return sorted({found for path in CODE for found in DOTTED.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", dotted_names())
def test_every_name_in_a_docstring_leads_somewhere(name: str):
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            target: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            target = getattr(target, part)
        return
    pytest.fail(f"{name} leads nowhere")
