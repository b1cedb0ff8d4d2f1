"""What every command prints is what it printed when the net was written (see golden.py)."""

from __future__ import annotations

import lzma
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import golden_walks
import pytest
from golden_cases import FORMATS, GROUPS, SHELLS, TEMPLATES
from golden_run import ROOT, run, scratch

import golden

EVERY = 20
"""Every twentieth walk is walked here; the script walks them all."""
HELP = {"-h", "--help"}


@pytest.mark.parametrize("name", GROUPS)
def test_every_command_says_what_it_said(name):
    found = list(golden.differences(name))
    assert not found, "".join(found)


@pytest.mark.parametrize("tree", golden_walks.trees())
def test_random_walks_come_to_what_they_came_to(tree):
    found = [golden.diff(*one) for one in golden_walks.changed(tree, EVERY)]
    assert not found, "".join(found)


def test_nothing_kept_has_lost_its_command():
    kept = {path.name.partition(".")[0] for path in golden.FOLDER.iterdir()}
    walked = {path.name.partition(".")[0] for path in golden_walks.FOLDER.iterdir()}
    assert (kept, walked) == (set(GROUPS), set(golden_walks.trees()))


def test_nothing_kept_names_a_folder_of_this_machine():
    folders = (str(ROOT), tempfile.gettempdir(), str(Path.home()), sys.prefix)
    for path in golden.FOLDER.iterdir():
        raw = path.read_bytes()
        text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
        assert not [folder for folder in folders if f"{folder}/" in text], path.name


@pytest.fixture(scope="module")
def asked():
    """Every command line of the net, in words."""
    return [one.argv for make in GROUPS.values() for one in make().steps]


@pytest.fixture(scope="module")
def helps():
    """The help of the program, and of each command."""
    with scratch() as place:
        return {name: run(place, [*([name] if name else []), "--help"]).out for name in ("", *FORMATS)}


def test_every_command_is_in_the_net(helps):
    assert set(re.findall(r"^ {4}([a-z]+)(?: |$)", helps[""], re.MULTILINE)) == set(FORMATS)


@pytest.mark.parametrize("command", FORMATS)
def test_every_format_and_option_of_a_command_is_in_the_net(command, helps, asked):
    usage = " ".join(helps[command].partition("\n\n")[0].split())
    formats = re.search(r"--format ([a-z|]+)", usage)
    assert set(formats[1].split("|") if formats else ()) == set(FORMATS[command])
    own = [argv for argv in asked if argv[:1] == (command,)]
    used = {word for argv in own for word in argv}
    options = set(re.findall(r"\[(--[a-z-]+)", usage))
    choices = {
        word for words in re.findall(r"(?<!--format )\b([a-z]+(?:\|[a-z]+)+)", usage) for word in words.split("|")
    }
    assert (options | choices) - HELP <= used
    assert set(FORMATS[command]) <= {argv[argv.index("--format") + 1] for argv in own if "--format" in argv}


def test_every_template_and_shell_is_in_the_net(helps):
    with scratch() as place:
        said = run(place, ["new", "x", "--template", "?"], inside=True).err
    assert re.search(r"There are (.*)\.$", said, re.MULTILINE)[1].split(", ") == list(TEMPLATES)
    assert "|".join(SHELLS) in helps["completion"]


def test_the_installed_command_says_the_same():
    with scratch() as place:
        here = run(place, ["run", "pause-for-thought", "--answer", "implications=org", "--format", "json"])
    program = Path(sys.executable).with_name("postwise")
    command = [str(program)] if program.exists() else [sys.executable, "-m", "postwise"]
    there = subprocess.run(
        [*command, "run", "pause-for-thought", "--answer", "implications=org", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert (there.returncode, there.stdout.decode(), there.stderr.decode()) == here
