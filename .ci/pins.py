"""Prints requirements: `lowest` of what pyproject.toml allows, `locked` as in uv.lock, `dev` for work on postwise."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def read(name: str) -> dict[str, Any]:
    """Return one of the project's TOML files."""
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def lowest() -> Iterator[str]:
    """Yield the lower bound of each requirement, those of the tests among them; raises SystemExit if one has none."""
    project = read("pyproject.toml")["project"]
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        bound = re.match(r"([\w-]+)>=([\w.]+)", requirement)
        if bound is None:
            raise SystemExit(f"{requirement} has no lower bound.")
        yield "==".join(bound.groups())


def locked() -> Iterator[str]:
    """Yield every version in the lock file, but our own; where Pythons differ, which one it is for."""
    for package in read("uv.lock")["package"]:
        if "registry" in package["source"]:
            markers = " or ".join(package.get("resolution-markers", ()))
            yield f"{package['name']}=={package['version']}" + (f" ; {markers}" if markers else "")


def dev() -> Iterator[str]:
    """Yield what lints, types and builds; an older pip knows no dependency groups."""
    yield from read("pyproject.toml")["dependency-groups"]["dev"]


if __name__ == "__main__":
    which = {"lowest": lowest, "locked": locked, "dev": dev}[sys.argv[1]]
    sys.stdout.write("\n".join(which()) + "\n")
