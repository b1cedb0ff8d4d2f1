"""The desktop around the terminal: its commands are asked, and only what says yes is believed."""

import os
import time
from pathlib import Path

import pytest

from postwise.tui import desktop

CLIPBOARDS, OPENERS = desktop.clipboards, desktop.openers


def names(environ: dict[str, str], platform: str = "linux") -> list[str]:
    return [way.command[0] for way in CLIPBOARDS(environ, platform)]


def test_the_clipboard_of_the_desktop_is_asked_first_and_only_where_the_person_sits():
    both = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert names({}) == []
    assert names(both) == ["wl-copy", "xclip", "xsel"]
    assert names({"DISPLAY": ":0"}) == ["xclip", "xsel"]
    assert names({"DISPLAY": ":0", "TMUX": "x"}) == ["xclip", "xsel", "tmux"]
    assert names({**both, "SSH_TTY": "/dev/pts/1", "TMUX": "x"}) == ["tmux"]
    assert names({**both, "SSH_CONNECTION": "a"}) == []
    assert names({**both, "TEXTUAL_DRIVER": "a:b", "TMUX": "x"}) == []
    assert names({"WSL_DISTRO_NAME": "Debian", "DISPLAY": ":0"})[0] == "clip.exe"
    assert names({}, "darwin") == ["pbcopy"]
    assert names({"SYSTEMROOT": r"C:\Win"}, "win32") == [r"C:\Win\System32\clip.exe"]


def test_an_address_is_opened_only_where_the_person_sits():
    assert list(OPENERS({"DISPLAY": ":0"}, "linux")) == ["xdg-open"]
    assert list(OPENERS({}, "linux")) == []
    assert list(OPENERS({}, "darwin")) == ["open"]
    assert list(OPENERS({"SSH_TTY": "x"}, "darwin")) == []


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Return what makes a command of a shell script; those made are all that there are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("TMUX", "SSH_TTY", "SSH_CONNECTION", "TEXTUAL_DRIVER", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(desktop.sys, "platform", "linux")
    monkeypatch.setattr(desktop, "clipboards", CLIPBOARDS)
    monkeypatch.setattr(desktop, "openers", OPENERS)
    monkeypatch.setattr(desktop, "PATIENCE", 60)  # of a busy machine
    monkeypatch.chdir(tmp_path)

    def made(name: str, script: str) -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH={os.defpath}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    return made


pytestmark = pytest.mark.unix


@pytest.mark.parametrize("text", ["Slugs; $(touch x) are “liars”\n", "'", "日本語", "x" * 300_000], ids=len)
def test_a_text_is_given_as_it_is_to_the_first_that_says_yes(commands, tmp_path, text):
    commands("wl-copy", "exit 1")
    commands("xclip", 'cat > taken; echo "$@" > asked')
    commands("xsel", "touch late")
    assert desktop.copied(text) == "desktop"
    assert (tmp_path / "taken").read_text(encoding="utf-8") == text
    assert (tmp_path / "asked").read_text() == "-selection clipboard\n"
    assert not (tmp_path / "late").exists()
    assert not (tmp_path / "x").exists()


def test_what_fails_complains_or_is_not_there_has_copied_nothing(commands, capfd):
    assert desktop.copied("Slugs") is None
    commands("wl-copy", "echo no; echo no >&2; exit 1")
    commands("xclip", "kill -9 $$")
    assert desktop.copied("Slugs") is None
    assert capfd.readouterr() == ("", "")


def test_one_that_hangs_is_not_waited_for(commands, monkeypatch):
    monkeypatch.setattr(desktop, "PATIENCE", 0.2)
    commands("wl-copy", "exec sleep 60")
    commands("xclip", "exit 0")
    began = time.monotonic()
    assert desktop.copied("Slugs") == "desktop"
    assert time.monotonic() - began < 20


def test_one_that_stays_to_serve_the_clipboard_is_not_waited_for(commands):
    commands("wl-copy", "cat > /dev/null; sleep 30 & exit 0")
    began = time.monotonic()
    assert desktop.copied("Slugs") == "desktop"
    assert time.monotonic() - began < 20


def test_tmux_takes_what_no_desktop_does(commands, monkeypatch):
    monkeypatch.setenv("TMUX", "/tmp/tmux,1,0")
    commands("tmux", '[ "$*" = "load-buffer -w -" ]')
    assert desktop.copied("Slugs") == "tmux"


@pytest.mark.parametrize(("script", "answer"), [
    ("exit 0", True), ("exit 3", False), ("exec sleep 60", None), ("[ \"$1\" = 'https://example.org/?a=1&b=$(touch x)' ]", True),
])  # fmt: skip
def test_an_address_is_opened_if_the_desktop_says_so(commands, monkeypatch, script, answer):
    monkeypatch.setattr(desktop, "START", 0.3 if answer is None else 20)
    commands("xdg-open", script)
    assert desktop.opened("https://example.org/?a=1&b=$(touch x)") is answer
    assert not Path("x").exists()


def test_without_a_desktop_nothing_is_opened(commands):
    assert desktop.opened("https://example.org/") is False
