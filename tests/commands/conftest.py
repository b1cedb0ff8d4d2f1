"""Running the command line: in this process for what it says, as a program for how it ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from postwise.cli import main


@dataclass
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def postwise(capsys, monkeypatch, tmp_path):
    """Run a command line in this process, in an empty folder, with no terminal; return what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return Said(int(code or 0), said.out, said.err)

    return run


@pytest.fixture
def program(tmp_path):
    """Run the real program in an empty folder, with nothing on its standard input."""

    def run(*arguments, typed="", encoding="utf-8", **environment):
        return subprocess.run(
            [sys.executable, "-m", "postwise", *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            encoding=encoding,
            cwd=tmp_path,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )

    return run
