"""What repositories of trees use: the hooks of pre-commit, and the workflow's steps, run as they stand in their files."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from postwise.cli import make_parser

ROOT = Path(__file__).parent.parent
TREE = """format = 1
[tree]
title = "Shall I?"
start = "tone"
review-by = 2999-01-01
[question.tone]
ask = "Aloud?"
why = "To hear it."
yes = "say"
no = "ask"
[outcome.say]
verdict = "go"
headline = "Say it."
next = ["Say it."]
[outcome.ask]
verdict = "talk"
headline = "Ask {buddy}."
next = ["Ask."]
[scenario.loud]
answers = { tone = "yes" }
expect = "say"
[scenario.soft]
answers = { tone = "no" }
expect = "ask"
"""
WORKFLOW = (ROOT / ".github/workflows/trees.yml").read_text(encoding="utf-8")


def test_every_hook_is_a_command_that_there_is():
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^  entry: postwise (.+)\n  args: \[(.+)\]$", hooks, re.MULTILINE)
    assert [entry for entry, _ in entries] == ["check", "test"]
    for entry, folder in entries:
        assert make_parser().parse_whole([*entry.split(), folder]).paths == ["trees"]


def step(name):
    """Return the script of a step of the workflow."""
    found = re.search(
        rf"- name: {name}\n(?:        if: .*\n)?        run: (?:\|\n((?:          .*\n)+)|(.+)\n)", WORKFLOW
    )
    return textwrap.dedent(found[1]) if found[1] else found[2]


def test_no_step_puts_what_others_have_written_into_its_script():
    assert "${{" not in "".join(map(step, ("install", "check", "test", "diff")))


GH = """
[ -z "$GH_FAILS" ] || exit 1
there=$RUNNER_TEMP/comments
mkdir -p "$there"
for word; do case $word in body=@*) body=${word#body=@} ;; */comments/*) id=${word##*/} ;; esac; done
case "$*" in
  *--paginate*) mark=$(printf %s "$*" | sed 's/.*startswith("//; s/").*//')
    for file in "$there"/*; do [ -e "$file" ] && [ "$(head -n 1 "$file")" = "$mark" ] && basename "$file"; done; true ;;
  *PATCH*) cp "$body" "$there/$id" ;;
  *) cp "$body" "$there/$(($(ls "$there" | wc -l) + 1))" ;;
esac
"""
"""Stands for gh: comments are files, each with its number for a name."""


@pytest.fixture
def repository(tmp_path):
    """Return how a step of the workflow runs in a repository of trees, with gh keeping its comments in files."""
    folder = tmp_path / "repository"
    (folder / "trees").mkdir(parents=True)
    programs = tmp_path / "bin"
    programs.mkdir()
    python = shlex.quote(sys.executable)
    for name, script in {
        "postwise": f'PYTHONPATH={shlex.quote(str(ROOT / "src"))} exec {python} -m postwise "$@"',
        "gh": GH,
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "FOLDER": "trees",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "NUMBER": "1",
        "GITHUB_REPOSITORY": "somebody/trees",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PYTHONIOENCODING": "utf-8",
        **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def run(script, **more):
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub runs a step
        return subprocess.run(
            command, cwd=folder, env={**environment, **more}, capture_output=True, text=True, timeout=120, check=False
        )

    (folder / "trees" / "shall-i.toml").write_text(TREE, encoding="utf-8")
    (folder / "trees" / "pyproject.toml").write_text("[a]\nb = 1\n", encoding="utf-8")
    assert run("git init -q && git add . && git commit -qm one").returncode == 0
    return folder, run


@pytest.mark.unix
def test_the_workflow_checks_and_tests(repository):
    folder, run = repository
    for name in ("check", "test"):
        assert run(step(name)).returncode == 0, name
    assert run(step("check"), STRICT="true").returncode == 0
    path = folder / "trees" / "shall-i.toml"
    path.write_text(TREE.replace('yes = "say"', 'yes = "sy"'), encoding="utf-8")
    said = run(step("check"))
    assert (said.returncode, "::error file=trees/shall-i.toml,line=9" in said.stdout) == (1, True)
    path.write_text(TREE.replace('why = "To hear it."\n', ""), encoding="utf-8")
    assert [run(step("check"), STRICT=strict).returncode for strict in ("false", "true")] == [0, 1]
    path.write_text(TREE.replace('expect = "ask"', 'expect = "say"'), encoding="utf-8")
    assert run(step("test")).returncode == 1


def comments(tmp_path):
    """Return the comments there are, each without the line that it is known by."""
    there = tmp_path / "comments"
    return [path.read_text(encoding="utf-8").partition("\n")[2] for path in sorted(there.glob("*"))]


@pytest.mark.unix
def test_the_workflow_says_what_a_change_comes_to_in_a_comment(repository, tmp_path):
    folder, run = repository
    changed = TREE.replace('yes = "say"', 'yes = "ask"')
    (folder / "trees" / "shall-i.toml").write_text(changed, encoding="utf-8")
    (folder / "trees" / "pyproject.toml").write_text("[a]\nb = 2\n", encoding="utf-8")
    (folder / "trees" / "$(touch owned).toml").write_text(TREE, encoding="utf-8")
    assert run("git add . && git commit -qm two").returncode == 0
    said = run(step("diff"), BASE="HEAD~1")
    assert said.returncode == 0, said.stderr
    (posted,) = comments(tmp_path)
    assert "## Shall I?: 1 of 2 walks now ends elsewhere." in posted
    assert "errors" not in posted
    assert "__touch_owned_.toml is new" in posted
    assert "pyproject.toml has changed and is no tree" in posted
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == posted
    assert not (folder / "owned").exists()
    assert "::notice::" in run(step("diff"), BASE="HEAD~1", GH_FAILS="yes").stdout


@pytest.mark.unix
def test_the_workflow_has_one_comment_and_writes_it_anew_and_no_other(repository, tmp_path):
    """So it does where nothing is changed any more: what it said then would be false now."""
    folder, run = repository
    (tmp_path / "comments").mkdir()
    (tmp_path / "comments" / "1").write_text("Another's.\n", encoding="utf-8")
    path = folder / "trees" / "shall-i.toml"
    for text, told in (
        (TREE.replace('yes = "say"', 'yes = "ask"'), "1 of 2 walks now ends elsewhere."),
        (TREE.replace('yes = "say"', 'yes = "sy"'), "shall-i.toml has errors, before this change or after it"),
        (TREE, "No tree has changed."),
    ):
        path.write_text(text, encoding="utf-8")
        assert run("git add . && git commit -qm more").returncode == 0
        assert run(step("diff"), BASE=f"HEAD~{1 + run('git log --oneline').stdout.count(' more') - 1}").returncode == 0
        mine = comments(tmp_path)[1:]
        assert len(mine) == 1
        assert told in mine[0]
    assert (tmp_path / "comments" / "1").read_text(encoding="utf-8") == "Another's.\n"
    assert run(step("diff"), BASE="HEAD~1", FOLDER="other").returncode == 0
    assert len(comments(tmp_path)) == 2, "of another folder nothing was said"


@pytest.mark.unix
def test_the_workflow_says_nothing_of_what_has_not_changed(repository, tmp_path):
    _, run = repository
    said = run(step("diff"), BASE="HEAD")
    assert (said.returncode, said.stdout) == (0, "No tree has changed.\n")
    assert comments(tmp_path) == []
