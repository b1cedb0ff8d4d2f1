"""postwise alone where there is a terminal: the library is opened, and how it was left is how postwise ends."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from postwise.commands import open as command
from postwise.commands import terminal
from postwise.tui import app as screens
from postwise.tui.app import ScreensLeft


@pytest.mark.parametrize("code", [0, 143])
def test_the_library_is_opened_and_its_end_is_the_end(postwise, monkeypatch, tmp_path, code):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    opened = []
    monkeypatch.setattr(command, "screens_possible", lambda **_: True)
    monkeypatch.setattr(terminal, "_output_kept_aside", nullcontext)
    monkeypatch.setattr(screens, "run_app", lambda library, _first: opened.append(library) or ScreensLeft(code, None))
    assert postwise().code == code
    assert [folder.name for folder in opened[0].folders] == ["ours"]
