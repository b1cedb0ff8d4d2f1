"""The library as a place to go on from: to training, to writing, to a new tree, and back."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from postwise.commands import open as command
from postwise.tui import app as screens
from postwise.tui.app import OpenRequest, ScreensLeft
from postwise.tui.screens import preview_screen


@pytest.fixture
def wishes(monkeypatch):
    """Leave the library with these wishes, one after the other; return what was opened for them."""
    opened = []

    def set_up(*left):
        turns = iter(left)
        monkeypatch.setattr(command, "screens_possible", lambda **_: True)
        monkeypatch.setattr(command, "output_kept_aside", nullcontext)
        monkeypatch.setattr(screens, "run_app", lambda _library: next(turns))
        monkeypatch.setattr(preview_screen, "run_preview", lambda _library, entry: opened.append(entry.id) or 0)
        return opened

    return set_up


def test_a_new_tree_is_written_and_opened_and_the_library_comes_back(postwise, wishes, tmp_path):
    opened = wishes(
        ScreensLeft(0, None, OpenRequest("new", "ours")),
        ScreensLeft(0, None, OpenRequest("preview", "pause-for-thought")),
        ScreensLeft(0, None),
    )
    assert postwise().code == 0
    assert opened == ["ours", "pause-for-thought"]
    assert (tmp_path / "ours.toml").is_file()
    assert postwise("check", "ours.toml", "--strict").code == 0


def test_a_signal_in_the_library_ends_it_all(postwise, wishes):
    opened = wishes(ScreensLeft(143, None, None))
    assert postwise().code == 143
    assert opened == []


def test_a_new_tree_goes_into_the_organisations_own_folder(postwise, wishes, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    wishes(ScreensLeft(0, None, OpenRequest("new", "events")), ScreensLeft(0, None))
    postwise()
    assert "events" in postwise("list", "--format", "ids").out.split()
