"""A whole walk, explained and turned into a code, writes nothing anywhere: held against Python's own audit events."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
WATCH = """
import os, sys

touched = []
WRITES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
          "os.utime", "shutil", "tempfile", "sqlite3.connect", "subprocess", "os.system", "os.exec", "socket")

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            touched.append((event, str(path)))
    elif event.startswith(WRITES):
        touched.append((event, repr(arguments)))

sys.addaudithook(watch)
"""
WALK = """
from pathlib import Path
from postwise import Walk, load
from postwise.walk.resumed_walk import resume

tree = load(Path(sys.argv[1]))
walk = Walk.start(tree).answer("personal")
while walk.question is not None:
    walk.remaining, walk.values, walk.question.ask
    walk = walk.not_sure() if walk.question.picks_one else walk.answer(frozenset())
assert walk.recommendation is not None
first = walk.steps[0]
for answer in first.question.by_id:
    walk.change(first.node_id, answer).changed_from(walk)
explained = walk.what_if.changes, walk.what_if.fewest, walk.what_if.settle
assert explained[0]
assert resume(Walk.start(tree), walk.code).walk == walk
assert walk.back().question.suggested is not None
assert "sqlite3" not in sys.modules
"""
SAVE = """
from postwise.walk.record_store import Records
Records().save(walk)
"""


def watched(script: str, folder: Path) -> str:
    """Run a script in a process of its own, in an empty folder, and return what it wrote to, as it says itself."""
    tree = SOURCES.parent / "trees" / "before-you-post.toml"
    environment = {
        "PYTHONPATH": str(SOURCES),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "TMPDIR": str(folder),
    }
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", f"{WATCH}{script}\nprint(touched)", str(tree)],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_whole_walk_writes_nothing(tmp_path: Path) -> None:
    assert watched(WALK, tmp_path) == "[]"
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is another one there")
def test_the_watch_would_see_a_record_being_saved(tmp_path: Path) -> None:
    told = watched(WALK + SAVE, tmp_path)
    assert "os.mkdir" in told
    assert "sqlite3.connect" in told
    assert (tmp_path / "data" / "postwise" / "records.sqlite3").exists()
