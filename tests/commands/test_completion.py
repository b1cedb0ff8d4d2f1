"""Completion as somebody meets it: TAB in a shell of their own, and the words that come of it."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from postwise import load
from postwise.author.template_names import TEMPLATES
from postwise.command_table import COMMANDS, SHELLS
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk

TREE = """format = 1
[tree]
title = "T"
start = "tone"
[question.tone]
ask = "Aloud?"
yes = "who"
no = "say"
[question.who]
ask = "Who hears it?"
type = "checklist"
goto = "say"
answers = [{ id = "boss", text = "The boss" }, { id = "press", text = "The press" }]
[outcome.say]
headline = "Say it."
[scenario.the-case]
story = "A story."
answers = { tone = "no" }
expect = "say"
[scenario.a-test]
answers = { tone = "no" }
expect = "say"
"""
ODD = ("$(touch owned)", "`touch owned2`", "two words", "it's")


def wanted(postwise, kind, *words):
    said = postwise("completion", "--values", kind, *words)
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()


@pytest.fixture
def trees(tmp_path):
    folder = tmp_path / "trees"
    folder.mkdir()
    for name in ("talk", *ODD):
        (folder / f"{name}.toml").write_text(TREE, encoding="utf-8")
    (folder / "pyproject.toml").write_text("[a]\n", encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    return folder


ASKED = [
    ("trees=ta", ("run",), ["talk"]),
    ("trees=TA", ("run",), ["talk"]),
    ("trees='two", ("run",), ["two words"]),
    ("answers=", ("run", "talk", "--answer"), ["tone=", "who="]),
    ("answers=", ("run", "talk", "--answer", "tone=yes", "--answer"), ["who="]),
    ("answers=tone=", ("run", "--plain", "--format", "json", "talk", "--answer"), ["tone=yes", "tone=no", "tone=?"]),
    ("answers=tone=", ("run", "trees/talk.toml", "--answer"), ["tone=yes", "tone=no", "tone=?"]),
    ("answers=tone=", ("run", r"two\ words", "--answer"), ["tone=yes", "tone=no", "tone=?"]),
    ("answers=who=", ("show", "talk", "--answer"), ["who=boss", "who=press"]),
    ("answers=who=boss,", ("show", "talk", "--answer"), ["who=boss,press"]),
    ("answers=nobody=", ("run", "talk", "--answer"), []),
    ("answers=", ("run", "nowhere", "--answer"), []),
    ("cases=", ("train", "talk", "--case"), ["the-case"]),
    ("cases=the-man", ("train", "--case"), ["the-man-who-sang"]),
    ("records=", ("records", "show"), []),
    ("templates=", ("new", "x", "--template"), list(TEMPLATES)),
    ("nothing=", ("run",), []),
    ("", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "words", "candidates"), ASKED)
def test_what_an_argument_can_be(postwise, trees, kind, words, candidates):
    assert wanted(postwise, kind, *words) == candidates


def test_the_numbers_of_records(postwise, trees):
    Records().save(Walk.replay(load(trees / "talk.toml"), {"tone": "no"}))
    assert wanted(postwise, "records=", "records", "show") == ["1"]


def test_a_broken_tree_or_a_folder_that_has_gone_completes_nothing_and_says_nothing(postwise, trees):
    (trees / "talk.toml").write_text("format = 1\n[tree]\n", encoding="utf-8")
    assert wanted(postwise, "answers=", "run", "talk", "--answer") == []
    shutil.rmtree(trees)
    assert wanted(postwise, "trees=talk", "run") == []


def test_no_shell_is_asked_for(postwise):
    said = postwise("completion")
    assert said.code == 2
    assert said.err == 'postwise: Name the shell that the script is for, as in "postwise completion bash".\n'


@pytest.mark.parametrize("shell", SHELLS)
def test_every_argument_of_a_kind_is_completed_in_every_shell_that_can(postwise, shell):
    script = postwise("completion", shell).out
    kinds = {option.completes for command in COMMANDS for option in command.options} - {"", "file", "tree"}
    assert kinds == {"answer", "case", "record", "template"}
    if shell != "tcsh":
        assert all(re.search(rf"_postwise_(values )?{kind}s", script) for kind in kinds)
    assert "--values" not in postwise("completion", "--help").out


# In their shells


def installed(shell):
    return pytest.param(shell, marks=[pytest.mark.unix, pytest.mark.skipif(not shutil.which(shell), reason="not here")])


BEGINS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'bind "set enable-bracketed-paste off"; eval "$(postwise completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'bindkey -e; autoload -U compinit && compinit -u -D; eval "$(postwise completion zsh)"'),
}  # fmt: skip
TO_THE_START, TO_THE_END = "\x01", "\x05"


@pytest.fixture
def typed(tmp_path, trees):
    """Return what becomes of a line that somebody types with TAB in it, word by word as the shell takes it."""
    program = tmp_path / "bin" / "postwise"
    program.parent.mkdir()
    source = Path(__file__).parents[2] / "src"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(source))} exec {shlex.quote(sys.executable)} -m postwise "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "TERM": "xterm", "PS1": "> "}

    def run(shell, line):
        if shell == "fish":
            return in_fish(line)
        command, setup = BEGINS[shell]
        said = talk(command, [f"shown() {{ printf '<%s>' \"$@\"; echo ' END'; }}; {setup}", "echo READ''Y"], line)
        return re.findall(r"<([^>]*)>", said)

    def talk(command, before, line):
        import pty

        child, terminal = pty.fork()
        if child == 0:
            os.chdir(tmp_path)
            os.execvpe(command[0], command, environment)
        try:
            os.write(terminal, "".join(f"{one}\r" for one in before).encode())
            heard(terminal, "\nREADY")
            os.write(terminal, f"{line}{TO_THE_START}shown {TO_THE_END}\r".encode())
            return heard(terminal, " END\r").rpartition("\n<")[2].join(("<", ""))
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(terminal)

    def in_fish(line):
        script = f"postwise completion fish | source; complete -C {shlex.quote(line.rstrip(chr(9)))}"
        done = subprocess.run(
            ["fish", "--no-config", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True
        )  # fmt: skip
        return [offer.partition("\t")[0] for offer in done.stdout.splitlines()]

    return run


def heard(terminal, mark):
    """Return what a terminal says up to a mark; what there is if it has said nothing for a while."""
    said = ""
    while mark not in said and select.select([terminal], [], [], 20)[0]:
        said += os.read(terminal, 4096).decode("utf-8", "replace")
    assert mark in said, said
    return said


COMPLETED = [
    ("postwise run pause-fo\t", ["run", "pause-for-thought"]),
    ("postwise run talk --answer to\t", ["run", "talk", "--answer", "tone="]),
    ("postwise run talk --answer to\tn\t", ["run", "talk", "--answer", "tone=no"]),
    ("postwise run talk --answer tone=n\t", ["run", "talk", "--answer", "tone=no"]),
    ("postwise run talk --answer tone=no --answer w\tb\t", ["run", "talk", "--answer", "tone=no", "--answer", "who=boss"]),
    ("postwise run talk --answer who=boss,p\t", ["run", "talk", "--answer", "who=boss,press"]),
    ("postwise train talk --case the\t", ["train", "talk", "--case", "the-case"]),
    ("postwise new x --template dec\t", ["new", "x", "--template", "decision-table"]),
    ("postwise diff tal\t", ["diff", "talk"]),
    ("postwise completion pow\t", ["completion", "powershell"]),
    ("postwise run \\$\t", ["run", "$(touch owned)"]),
    ("postwise run \\`\t", ["run", "`touch owned2`"]),
    ("postwise check trees/\\$\t", ["check", "trees/$(touch owned).toml"]),
    ("postwise check trees/tw\t", ["check", "trees/two words.toml"]),
    ("postwise check tre\tta\t", ["check", "trees/talk.toml"]),
    ("postwise run '$(\t", ["run", "$(touch owned)"]),
    ("postwise run tw\t", ["run", "two words"]),
    ("postwise run it\t", ["run", "it's"]),
    ("postwise run two\\ words --answer tone=n\t", ["run", "two words", "--answer", "tone=no"]),
]  # fmt: skip


@pytest.mark.parametrize("shell", [installed("bash"), installed("zsh")])
@pytest.mark.parametrize(("line", "words"), COMPLETED)
def test_tab_completes(typed, tmp_path, shell, line, words):
    assert typed(shell, line) == ["postwise", *words]
    assert not any(tmp_path.glob("owned*"))


@pytest.mark.parametrize("shell", [installed("bash"), installed("zsh"), installed("fish")])
def test_the_number_of_a_record_is_completed(typed, trees, shell):
    Records().save(Walk.replay(load(trees / "talk.toml"), {"tone": "no"}))
    assert typed(shell, "postwise records show \t")[-1] == "1"


@pytest.mark.parametrize("shell", [installed("fish")])
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("postwise run pau", {"pause-for-thought"}),
        ("postwise run talk --answer ", {"tone=", "who="}),
        ("postwise run talk --answer tone=", {"tone=yes", "tone=no", "tone=?"}),
        ("postwise run talk --answer tone=no --answer ", {"who="}),
        ("postwise run two\\ words --answer who=boss,", {"who=boss,press"}),
        ("postwise train talk --case ", {"the-case"}),
        ("postwise new x --template dec", {"decision-table"}),
        ("postwise completion pow", {"powershell"}),
    ],
)
def test_fish_offers(typed, shell, line, offered):
    assert offered == set(typed(shell, line))


@pytest.mark.parametrize("shell", [installed("fish")])
def test_a_name_is_no_command_in_fish(typed, tmp_path, shell):
    offered = set(typed(shell, "postwise run "))
    assert {"$(touch owned)", "`touch owned2`", "two words", "talk"} <= offered
    assert not any(tmp_path.glob("owned*"))


@pytest.mark.unix
def test_what_powershell_is_given_is_quoted_where_it_would_act(postwise):
    script = postwise("completion", "powershell").out
    assert re.search(r"_pos_0'? = '_postwise_trees_or_files'", script)
    assert "'_shtab_powershell_compgen_files'" not in script
    assert script.count("_postwise_quoted") == 3
