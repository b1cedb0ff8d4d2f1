"""postwise alone where there is a terminal: the library is opened, and how it was left is how postwise ends."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from postwise.cli import make_parser
from postwise.commands import open as command
from postwise.commands import terminal
from postwise.tree.organisation import own_file
from postwise.tui import app as screens
from postwise.tui.app import ScreensLeft


@pytest.mark.parametrize("code", [0, 143])
def test_the_library_is_opened_and_its_end_is_the_end(postwise, monkeypatch, tmp_path, code):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    opened = []
    monkeypatch.setattr(command, "screens_possible", lambda _look: True)
    monkeypatch.setattr(terminal, "_output_kept_aside", nullcontext)
    monkeypatch.setattr(
        screens, "run_app", lambda library, _first, liked: opened.append((library, liked)) or ScreensLeft(code, None)
    )
    assert postwise().code == code
    (library, liked), *_ = opened
    assert [folder.name for folder in library.folders] == ["ours"]
    assert liked == "auto"


@pytest.mark.parametrize(
    ("words", "variable", "own", "plain"),
    [
        ([], None, "", False),
        (["--plain"], None, "", True),
        ([], "1", "", True),
        ([], "0", "plain = true", False),
        ([], "", "plain = true", True),
        ([], None, "plain = true", True),
        (["--plain"], "0", "plain = false", True),
    ],
)
def test_lines_are_asked_for_by_word_by_variable_or_in_the_own_file(monkeypatch, words, variable, own, plain):
    path = own_file()
    path.parent.mkdir(parents=True)
    path.write_text(f"[look]\n{own}\n", encoding="utf-8")
    if variable is not None:
        monkeypatch.setenv("POSTWISE_PLAIN", variable)
    for line in ([*words], [*words, "run", "x"], ["run", "x", *words], ["check", *words], [*words, "train"]):
        assert terminal.look_wanted(make_parser().parse_args(line)).plain is plain
