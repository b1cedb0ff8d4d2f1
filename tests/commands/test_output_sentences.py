"""What the command line does when its result has nowhere to go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHELL = ["/bin/sh", "-c", 'exec "$0" -m postwise list "$@" >&-']


def test_a_closed_standard_output_is_silent() -> None:
    done = subprocess.run([*SHELL, sys.executable], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_standard_error_says_nothing_on_standard_output() -> None:
    line = ["/bin/sh", "-c", 'exec "$0" -m postwise run no-such-tree 2>&-', sys.executable]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("words", [["list"], ["run", "before-you-post", "--plain"], ["run", "nothere"]])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_stream_that_takes_nothing_is_no_fault_of_ours(tmp_path, words, stream):
    with Path(os.devnull).open() as read_only:
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: read_only}
        line = [sys.executable, "-m", "postwise", *words]
        done = subprocess.run(line, stdin=subprocess.DEVNULL, cwd=tmp_path, check=False, timeout=30, **streams)
    assert done.returncode in {0, 1, 2}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize(
    ("words", "code"), [(["run", "nothere"], 2), (["bogus"], 2), (["check", "pause-for-thought"], 0)]
)
def test_a_remark_that_cannot_be_written_changes_no_exit_code(tmp_path, words, code):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "postwise", *words],
            stderr=full,
            stdout=subprocess.DEVNULL,
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == code


@pytest.mark.parametrize("words", [["run", "pause-for-thought", "--plain"], ["config", "init"]])
def test_a_line_without_an_end_is_not_read_for_ever(postwise, words):
    said = postwise(*words, typed="x" * 300_000)
    assert said.code == 2
    assert "too long to be read" in said.err


@pytest.mark.parametrize(
    ("words", "then", "sentence"),
    [
        (["--plain"], "1\n1\nq\n", "Question 2"),
        (["run", "pause-for-thought", "--plain"], "1\nq\n", "Question 2"),
        (["train", "before-you-post", "--plain"], "cases\n", "Good news, early"),
    ],
)
def test_a_line_that_is_too_long_is_left_out_and_the_next_one_read(postwise, words, then, sentence):
    said = postwise(*words, typed=f"{'x' * 300_000}\n{then}")
    assert said.err.count("too long to be read. Type a shorter one.") == 1
    assert sentence in said.err
    assert "xxx" not in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_no_fault_of_ours() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "postwise", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=30,
            env={**os.environ, "PYTHONUNBUFFERED": ""},
        )
    assert done.returncode == 2
    assert done.stderr == "postwise: The result cannot be written: No space left on device.\n"
