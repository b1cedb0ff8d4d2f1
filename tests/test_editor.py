"""Which editor, and the +line spelling of each, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwise.editor import editor_named, opening, program
from postwise.errors import PostwiseError

FILE = Path("/trees/under fire.toml")
AT = "/trees/under fire.toml:12"

CASES = [
    ("vi", ["vi", "+12", str(FILE)], False),
    ("vim -u NONE", ["vim", "-u", "NONE", "+12", str(FILE)], False),
    ("/usr/bin/vim.tiny", ["/usr/bin/vim.tiny", "+12", str(FILE)], False),
    ("nvim", ["nvim", "+12", str(FILE)], False),
    ("nano -w", ["nano", "-w", "+12", str(FILE)], False),
    ("emacs", ["emacs", "-nw", "+12", str(FILE)], False),
    ("emacs -nw", ["emacs", "-nw", "+12", str(FILE)], False),
    ("emacs-29.1 -nw", ["emacs-29.1", "-nw", "+12", str(FILE)], False),
    ("emacsclient -t", ["emacsclient", "-t", "+12", str(FILE)], False),
    ("kak", ["kak", "+12", str(FILE)], False),
    ("micro", ["micro", "+12", str(FILE)], False),
    ("hx", ["hx", AT], False),
    ("helix", ["helix", AT], False),
    ("code", ["code", "--wait", "-g", AT], True),
    ("code --wait", ["code", "--wait", "-g", AT], True),
    ("code -w -n", ["code", "-w", "-n", "-g", AT], True),
    ("codium", ["codium", "--wait", "-g", AT], True),
    ("subl -w", ["subl", "-w", AT], True),
    ("zed", ["zed", "--wait", AT], True),
    ("gedit", ["gedit", "+12", str(FILE)], True),
    ("kate", ["kate", "--line", "12", str(FILE)], True),
    ("notepad++", ["notepad++", "-n12", str(FILE)], True),
    ("gvim -f", ["gvim", "-f", "+12", str(FILE)], True),
    ("'/opt/my editor/ed1t' --big", ["/opt/my editor/ed1t", "--big", str(FILE)], False),
]


@pytest.mark.parametrize(("editor", "command", "window"), CASES, ids=[case[0] for case in CASES])
def test_an_editor_is_told_file_and_line(editor, command, window):
    found = opening(editor, FILE, 12)
    assert list(found.command) == command
    assert found.window is window


def test_visual_comes_before_editor_and_blank_is_nothing():
    assert editor_named({"VISUAL": "hx", "EDITOR": "vi"}) == "hx"
    assert editor_named({"VISUAL": "  ", "EDITOR": "vi -e"}) == "vi -e"


def test_without_a_name_the_first_usual_editor_that_is_here():
    assert editor_named({}, {"vim": "/bin/vim", "vi": "/bin/vi"}.get) == "vim"
    with pytest.raises(PostwiseError, match="export EDITOR=nano"):
        editor_named({}, {}.get)


@pytest.mark.parametrize("editor", ["vim 'unclosed", " "])
def test_what_cannot_be_split_is_said(editor):
    with pytest.raises(PostwiseError, match="cannot be understood"):
        opening(editor, FILE, 1)


def test_a_line_before_the_first_is_the_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert opening("vi", Path("-tree.toml"), 0).command == ("vi", "+1", str(tmp_path / "-tree.toml"))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        (r"C:\Tools\notepad++.exe", "notepad++"),
        ("/usr/bin/emacs-nox", "emacs-nox"),
        ("vim9", "vim"),
        ("CODE.CMD", "code"),
    ],
)
def test_a_program_is_known_by_its_name_alone(word, name):
    assert program(word) == name
