"""The rules of the house that can be read off its files: one name for one thing, and who may import whom.

The import contracts in `pyproject.toml` hold the layers; here stands what they cannot say.
"""

from __future__ import annotations

import ast
import builtins
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src"
FILES = sorted(SOURCES.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 450, 40
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


def imported(path: Path) -> Iterator[str]:
    """Yield every module of postwise that a file imports: at its top, for its types, or when it needs it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


def twins(names: list[tuple[str, Path]]) -> dict[str, list[str]]:
    homes = defaultdict(list)
    for name, path in names:
        homes[name].append(module_of(path))
    return {name: places for name, places in homes.items() if len(places) > 1}


def test_no_two_public_classes_have_one_name():
    classes = [(node.name, path) for path in FILES for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    assert twins([(name, path) for name, path in classes if not name.startswith("_")]) == {}


def test_no_two_modules_have_one_name():
    assert twins([(path.stem, path) for path in FILES if path.stem != "__init__"]) == {}


def test_nothing_imports_in_a_ring():
    needs = {name: set(imported(path)) - {name} for name, path in MODULES.items()}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_frozen_means_frozen():
    assert [module_of(path) for path in FILES if "object.__setattr__" in path.read_text(encoding="utf-8")] == []


DOOR = re.compile(
    r"(?<![\w.])open\(|os\.open\(|\.(?:read|write)_(?:bytes|text)\(|\.open\(['\"]|hardlink_to|tempfile|\.expanduser|Path\.home"
)
"""What reads and writes files, and what raises where there is no home."""


def test_one_module_opens_files():
    doors = {
        module_of(path)
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.Call) and DOOR.search(ast.unparse(node).partition("\n")[0])
    }
    assert doors == {"postwise.files", "postwise.streams"}  # where what is closed leads


def test_no_error_is_frozen():
    """Python itself sets an error's notes and its way here, and what is raised then hides what happened."""
    frozen = {
        (module_of(path), node.name)
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and any(re.search("Error|Exception", ast.unparse(base)) for base in node.bases)
        and any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    }
    assert frozen == set()


def test_every_error_named_in_a_docstring_is_one():
    holders = [node for path in FILES for node in nodes(path) if isinstance(node, DOCUMENTED)]
    texts = [ast.get_docstring(holder) or "" for holder in holders]
    named = {name for text in texts for name in re.findall(r"\b[A-Z]\w*Error\b", text)}
    known = {holder.name for holder in holders if isinstance(holder, ast.ClassDef)}
    known |= {node.name for path in FILES for node in nodes(path) if isinstance(node, ast.alias)}
    assert len(named) > 10
    assert sorted(name for name in named - known if not hasattr(builtins, name)) == []


def test_files_and_functions_stay_small():
    long_files = [module_of(path) for path in FILES if path.read_text(encoding="utf-8").count("\n") > LONGEST_FILE]
    functions = [
        (module_of(path), node.name)
        for path in FILES
        for node in nodes(path)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert (long_files, functions) == ([], [])


def test_a_screen_never_imports_another():
    screens = {
        name
        for name, path in MODULES.items()
        if name.startswith(("postwise.tui.screens.", "postwise.tui.training."))
        and any(isinstance(node, ast.ClassDef) and node.name.endswith("Screen") for node in parsed(path).body)
    }
    assert len(screens) > 8
    kin = {
        (name, other)
        for name in screens
        for other in imported(MODULES[name])
        if other in screens and other not in inherited_from(name)
    }
    assert kin == set()


def inherited_from(name: str) -> set[str]:
    """Return the modules whose classes a module's classes are made from: a screen may be a kind of another."""
    bases = {
        base.value.id
        if isinstance(base, ast.Subscript) and isinstance(base.value, ast.Name)
        else getattr(base, "id", "")
        for node in parsed(MODULES[name]).body
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    }
    return {
        node.module
        for node in nodes(MODULES[name])
        if isinstance(node, ast.ImportFrom) and node.module and bases & {alias.name for alias in node.names}
    }


def test_nothing_imports_a_command():
    from postwise.command_table import COMMANDS

    commands = {command.module for command in COMMANDS} | {"postwise.commands.open"}
    assert commands <= MODULES.keys()
    assert {(name, other) for name, path in MODULES.items() for other in imported(path) if other in commands} == set()


WITHOUT_TEXTUAL = (
    "postwise.show.tree_formats",
    "postwise.plain",
    "postwise.author.check_tree",
    "postwise.train.store",
)
WITHOUT_PYDANTIC = (
    "postwise",
    "postwise.cli",
    "postwise.text",
    "postwise.commands.list",
    "postwise.commands.shared",
    "postwise.tree.loader",
    "postwise.walk.walk",
)


WITHOUT_RECORDS = ("postwise.tui.screens.library_screen", "postwise.tui.screens.walk_screen")


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        (WITHOUT_TEXTUAL, ("textual", "rich")),
        (WITHOUT_PYDANTIC, ("textual", "rich", "pydantic", "markdown_it")),
        (WITHOUT_RECORDS, ("pydantic", "sqlite3")),
    ],
    ids=["textual", "pydantic", "records"],
)
def test_nothing_is_loaded_sooner_than_it_must(modules: tuple[str, ...], unwanted: tuple[str, ...]):
    """Load one after the other in one program: what is there after one is not, then, that none of them may load."""
    code = f"""import sys
from importlib import import_module
for module in {modules!r}:
    import_module(module)
    print(*([module, *loaded] if (loaded := sorted(sys.modules.keys() & set({unwanted!r}))) else []))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [], "a module, and what it has loaded"


LOOKING_FOR_PLUGINS = {"importlib.metadata", "email", "zipfile"}


@pytest.mark.parametrize(("setting", "loaded"), [(None, set()), ("another-plugin", LOOKING_FOR_PLUGINS)])
def test_nobody_looks_for_plugins_that_nobody_has(setting: str | None, loaded: set[str], tmp_path: Path):
    code = f"import sys; from postwise.cli import main; main(['check', {str(faulty(tmp_path))!r}]); print(*sys.modules)"
    surroundings = {**os.environ, "PYDANTIC_DISABLE_PLUGINS": setting} if setting is not None else dict(os.environ)
    if setting is None:
        surroundings.pop("PYDANTIC_DISABLE_PLUGINS", None)
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, errors="replace", check=True, env=surroundings
    )
    assert "pydantic" in said.stdout.split()
    assert LOOKING_FOR_PLUGINS & set(said.stdout.split()) == loaded


def faulty(folder: Path) -> Path:
    """Return a tree with a fault, which is what pydantic is asked about."""
    path = folder / "faulty.toml"
    path.write_text("format = 1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["list", "check"])
def test_whoever_calls_a_command_has_plugins_afterwards(command: str, tmp_path: Path):
    code = f"""import os, sys
from importlib.util import find_spec
from postwise.cli import main
before = dict(os.environ)
main(["{command}", *[{str(faulty(tmp_path))!r}][: "{command}" == "check"]])
assert dict(os.environ) == before
assert find_spec("pydantic.plugin._loader")
import pydantic.plugin._loader as loader
print(loader.PYDANTIC_ENTRY_POINT_GROUP)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, errors="replace", check=True)
    assert said.stdout.splitlines()[-1] == "pydantic"


def test_whatever_else_is_wanted_of_what_looks_for_plugins_is_there():
    code = """import sys
from postwise.cli import NO_PLUGINS
sys.modules[NO_PLUGINS.__name__] = NO_PLUGINS
from pydantic.plugin._loader import get_plugins, PYDANTIC_ENTRY_POINT_GROUP
print(get_plugins(), PYDANTIC_ENTRY_POINT_GROUP)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "() pydantic\n"


STYLED = re.compile(r"(?<![\w.#$-])([A-Z]\w+)(?=[\s.:#,{>])")
"""A class that a style sheet speaks of."""


def test_every_class_in_a_style_sheet_is_there():
    sheets = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.tcss")]
    for path in FILES:
        sheets += re.findall(r'CSS = "+(.*?)"+\n', path.read_text(encoding="utf-8"), re.DOTALL)
    ours = {node.name for path in FILES for node in parsed(path).body if isinstance(node, ast.ClassDef)}
    named = {name for sheet in sheets for name in STYLED.findall(sheet)}
    assert len(named) > 10
    assert named - ours - {"Screen", "ModalScreen", "Input", "TextArea", "Vertical", "Horizontal"} == set()


def test_one_place_reads_a_day_that_somebody_wrote():
    reading = re.compile(r"\bdate\.fromisoformat|strptime")
    readers = {module_of(path) for path in FILES if reading.search(path.read_text(encoding="utf-8"))}
    assert readers == {"postwise.tree.answers"}
