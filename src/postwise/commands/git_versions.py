"""What git has of a file: its text at a revision of the repository that it lies in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from postwise.errors import PostwiseError
from postwise.files import real_path
from postwise.text import on_one_line, shortened


def text_at(revision: str, path: Path) -> str:
    """Return the text that a file had at a revision. Raises PostwiseError if git has none there."""
    path = real_path(path)
    shown = _git(path, "show", "--end-of-options", f"{revision}:./{path.name}")
    if shown.returncode:
        why = shown.stderr.decode("utf-8", "replace").strip().splitlines() or ["git says nothing else"]
        raise PostwiseError(
            f"git has no {on_one_line(path.name)} at {shortened(revision)}: {shortened(why[0]).rstrip('.')}."
        )
    return shown.stdout.decode("utf-8", "replace")


def is_at_head(path: Path) -> bool:
    """Tell whether git has an earlier version of a file to compare with."""
    path = real_path(path)
    try:
        return _git(path, "cat-file", "-e", f"HEAD:./{path.name}").returncode == 0
    except PostwiseError:
        return False


def _git(path: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the folder of a file; raises PostwiseError where there is no git."""
    try:
        return subprocess.run(["git", "-C", str(path.parent), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise PostwiseError("git is not there, so there is no old version to compare with.") from None
