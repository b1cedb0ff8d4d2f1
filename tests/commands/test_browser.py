"""The real program as it is served in a browser: it draws over pipes, it answers, and it ends with them."""

import contextlib
import json
import os
import re
import select
import subprocess
import sys
import time

import pytest

from postwise.commands import terminal
from postwise.errors import Crash
from postwise.tree.library import Library
from postwise.tree.organisation import Look

pytestmark = pytest.mark.unix
DRIVER = "textual.drivers.web_driver:WebDriver"
PATIENCE = 30
HUGE = {"type": "resize", "width": float("inf"), "height": 9}


class Page:
    """What serves the program to a browser: it sends packets and collects those that come back."""

    def __init__(self, arguments, folder, **environment):
        given = {"TEXTUAL_DRIVER": DRIVER, "COLUMNS": "100", "ROWS": "30", "TERM": "dumb", "TEXTUAL_ANIMATIONS": "none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "postwise", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=os.environ | given | environment,
            start_new_session=True,
        )
        self.came = b""
        self.frames, self.told, self.packed = [], [], []

    def send(self, kind, data):
        """Send what was typed, or something about the page."""
        self.frames.clear()
        packed = data if isinstance(data, bytes) else (data if kind == "D" else json.dumps(data)).encode()
        self.process.stdin.write(kind.encode() + len(packed).to_bytes(4, "big") + packed)
        self.process.stdin.flush()
        return self

    def wait_for(self, so):
        """Read on until a text has been painted since something was last sent, or until what came is as wanted."""
        end = time.monotonic() + PATIENCE
        while not (so in "".join(self.frames) if isinstance(so, str) else so(self)):
            assert time.monotonic() < end, (self.frames[-3:], self.told)
            assert self._read(0.2), (self.frames[-3:], self.told, self.process.stderr.read())
        return self

    def _read(self, seconds):
        """Take in the packets that are whole, leaving what is none; return whether there may be more."""
        stdout = self.process.stdout.fileno()
        if select.select([stdout], [], [], seconds)[0]:
            read = os.read(stdout, 65536)
            self.came += read
            if not read:
                return False
        self.came = self.came.removeprefix(b"__GANGLION__\n")
        while self.came[:1] in {b"D", b"M", b"P"} and len(self.came) >= (
            size := 5 + int.from_bytes(self.came[1:5], "big")
        ):
            packet, self.came = self.came[:size], self.came[size:]
            data = packet[5:].decode("utf-8", errors="replace")
            if packet[:1] == b"M":
                self.told.append(json.loads(data))
            elif packet[:1] == b"D":
                self.frames.append(data)
            else:
                self.packed.append(packet[5:])
        return True

    def ended(self):
        """Return the exit code, what stands behind the last packet, and what was said on standard error."""
        while self._read(0.2):
            pass
        said = self.process.stderr.read().decode("utf-8", "replace")
        return self.process.wait(PATIENCE), self.came, said


def lowest_row(frame):
    return max((int(row) for row in re.findall(r"\x1b\[(\d+);\d+H", frame)), default=0)


@pytest.fixture
def page(tmp_path):
    opened = []

    def start(*arguments, **environment):
        opened.append(Page(arguments, tmp_path, **environment))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        for pipe in (one.process.stdin, one.process.stdout, one.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()


@pytest.fixture
def desktop(tmp_path):
    """Return the environment of a desktop whose commands leave a file behind if they are ever asked."""
    (tmp_path / "bin").mkdir()
    for name in ("xclip", "xsel", "xdg-open", "wl-copy"):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n: > {tmp_path}/asked-{name}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "PATH": path}


def left_by(page):
    """Return what a page was left with: the exit code, what stands behind the last packet, what was said."""
    code, behind, said = page.ended()
    return code, behind.decode(errors="replace"), said


def test_a_walk_in_a_browser_is_drawn_answered_and_left_without_a_word_of_it_to_who_serves_it(page):
    browser = page("run", "before-you-post").wait_for("account")
    for nonsense in ([], {"type": 1}, {"type": "resize", "width": "x"}, HUGE, {"type": "deliver_chunk_request"}):
        browser.send("M", nonsense)
    browser.send("D", b"\xff\x1b[99;99;99M").send("M", {"type": "focus"}).send("D", "1").wait_for("trusted")
    browser.send("M", {"type": "resize", "width": 70, "height": 22}).wait_for(
        lambda browser: any("trusted" in frame and lowest_row(frame) == 22 for frame in browser.frames)
    )
    browser.send("D", "2").wait_for("PAUSE")
    browser.send("D", "\x1b").wait_for(lambda browser: {"type": "exit"} in browser.told)
    assert left_by(browser) == (0, "", "")


def test_a_page_that_is_closed_ends_it_as_a_terminal_does(page):
    browser = page("run", "before-you-post").wait_for("account").send("D", "1").wait_for("trusted")
    browser.send("M", {"type": "quit"})
    assert left_by(browser) == (129, "", "")


def test_it_ends_with_who_serves_it_though_nobody_tells_it(page):
    browser = page("run", "before-you-post").wait_for("account").send("D", "1").wait_for("trusted")
    browser.process.stdin.close()
    browser.process.stdout.close()
    assert browser.process.wait(PATIENCE) == 129
    assert browser.process.stderr.read() == b""


def test_what_is_copied_opened_or_saved_goes_to_the_browser_and_not_to_who_serves_it(page, desktop, tmp_path):
    browser = page("run", "before-you-post", "--answer", "account=org", **desktop).wait_for("trusted")
    browser.send("D", "?").wait_for("stays on the").wait_for("comes from").send("D", "\x1b").wait_for("trusted")
    browser.send("D", "2").wait_for("PAUSE").send("D", "c").wait_for("\x1b]52;c;").wait_for("Sent to your browser")
    browser.send("D", "\x07").wait_for("Links on this").send("D", "\r").wait_for("Sent to your browser:")
    assert [told["url"][:4] for told in browser.told if told["type"] == "open_url"] == ["http"]
    browser.send("D", "s").wait_for("by your browser").send("D", "\r").wait_for("Sent to your browser as before")
    files = [told for told in browser.told if told["type"] == "deliver_file_start"]
    assert [file["mime_type"] for file in files] == ["text/plain"]
    browser.send("M", {"type": "deliver_chunk_request", "key": files[0]["key"], "size": 65536})
    browser.wait_for(lambda browser: any(b"Pause: Not yet" in packed for packed in browser.packed))
    browser.send("M", {"type": "quit"})
    assert left_by(browser) == (129, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_what_talks_over_pipes_is_told_where_there_are_none(page, tmp_path):
    driven = [sys.executable, "-m", "postwise", "run", "before-you-post"]
    with (tmp_path / "empty").open("wb+") as empty:
        ended = subprocess.run(
            driven, stdin=empty, capture_output=True, env=os.environ | {"TEXTUAL_DRIVER": DRIVER}, check=False
        )
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"talks over a pipe" in ended.stderr


@pytest.mark.parametrize(("driver", "left"), [(DRIVER, None), ("", "a walk")])
def test_a_crash_tells_who_serves_it_nothing_to_go_on_with(monkeypatch, driver, left):
    def crash(*_, told):
        raise Crash("a walk")

    monkeypatch.setenv("TEXTUAL_DRIVER", driver)
    monkeypatch.setattr("postwise.tui.app.run_app", crash)
    with pytest.raises(Crash) as crashed:
        terminal.on_screens(Library(), Look())
    assert crashed.value.walk == left
    assert bool(os.environ.get("TEXTUAL_DRIVER")) == (left is None)


ON_A_TERMINAL = "textual.drivers.linux_driver:LinuxDriver"


@pytest.mark.parametrize(
    ("driver", "possible"), [(DRIVER, True), ("mine:Driver", True), ("", False), (ON_A_TERMINAL, False)]
)
def test_a_driver_that_is_named_counts_as_a_terminal_unless_lines_are_wanted(monkeypatch, driver, possible):
    monkeypatch.setenv("TEXTUAL_DRIVER", driver)
    monkeypatch.setenv("TERM", "dumb")
    assert terminal.screens_possible(Look()) is possible
    assert not terminal.screens_possible(Look(plain=True))
