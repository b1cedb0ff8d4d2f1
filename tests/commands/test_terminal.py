"""The real program in a real terminal: it paints, it answers, and it leaves the terminal as it found it."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

import pytest

PATIENCE = 30


def outside():
    """Return the environment without what a runner of tests says of its own terminal."""
    return {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}


class Terminal:
    """A terminal of our own with the program in it; what it paints is collected."""

    def __init__(self, arguments, tmp_path, **environment):
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (30, 100))
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.painted = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "postwise", *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            cwd=tmp_path,
            env={**outside(), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **environment},
            start_new_session=True,
        )

    def wait_for(self, text):
        """Read on until the program has painted a text."""
        return self.wait_until(lambda painted: text in painted)

    def wait_until(self, so):
        """Read on until what has been painted is as wanted."""
        end = time.monotonic() + PATIENCE
        while not so(self.painted):
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.2)
        return self

    def read(self, seconds):
        if select.select([self.ours], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.painted += os.read(self.ours, 65536).decode("utf-8", errors="replace")

    def type(self, keys):
        self.painted = ""
        os.write(self.ours, keys.encode())
        return self

    def ended(self):
        """Return the exit code, reading on so that nothing blocks."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.05)
        seen = -1
        while seen != len(self.painted):  # what was painted last is still on its way
            seen = len(self.painted)
            self.read(0.3)
        return self.process.returncode

    def as_found(self):
        """Tell whether the terminal is as it was: its settings, the cursor, the first screen, no mouse."""
        left = self.painted
        return (
            termios.tcgetattr(self.theirs) == self.before
            and left.rfind("\x1b[?1049l") > left.rfind("\x1b[?1049h")
            and left.rfind("\x1b[?25h") > left.rfind("\x1b[?25l")
            and left.rfind("\x1b[?1000l") >= left.rfind("\x1b[?1000h")
        )


def rows_of(painted):
    """Return the lowest row that has been painted on."""
    return max((int(row) for row in re.findall(r"\x1b\[(\d+);\d+H", painted)), default=0)


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*arguments, **environment):
        opened.append(Terminal(arguments, tmp_path, **environment))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        one.process.stdout.close()
        os.close(one.ours)
        os.close(one.theirs)


def test_a_walk_on_screens_ends_with_its_recommendation_on_standard_output(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.type("1").wait_for("trusted")
    screen.type("2").wait_for("PAUSE")
    screen.type("\x1b")
    assert screen.ended() == 0
    assert screen.as_found()
    assert "Not yet" in screen.process.stdout.read().decode()


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_leaves_the_terminal_as_it_was_found(terminal, name, code):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.process.send_signal(getattr(signal, name))
    assert screen.ended() == code
    assert screen.as_found()


def test_ctrl_c_leaves_the_terminal_as_it_was_found(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


@pytest.mark.parametrize("stopped", [False, True])
def test_after_an_unannounced_stop_keys_are_heard_and_the_terminal_is_left_as_it_was_found(terminal, stopped):
    screen = terminal("run", "before-you-post").wait_for("account")
    for _ in range(3):
        screen.painted = ""
        if stopped:
            screen.process.send_signal(signal.SIGSTOP)
        screen.process.send_signal(signal.SIGCONT)
        screen.wait_until(lambda painted: "account" in painted and "1049h" in painted)
    screen.type("1").wait_for("trusted")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


def test_ctrl_z_and_back_are_as_before(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.painted = ""
    screen.process.send_signal(signal.SIGTSTP)
    screen.wait_for("1049l")
    screen.process.send_signal(signal.SIGCONT)
    screen.wait_until(lambda painted: "account" in painted and "1049h" in painted)
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


def test_a_crash_leaves_the_terminal_as_it_was_found_and_says_so(terminal, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from postwise.walk import walk\n"
        "walk.Walk.answer = lambda *_: 1 / 0\n"
        "walk.Walk.change = lambda *_, **__: 1 / 0\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    screen = terminal("run", "before-you-post", PYTHONPATH=path).wait_for("account")
    screen.type("1")
    assert screen.ended() == 70
    assert "ZeroDivisionError" in screen.painted
    assert screen.as_found()


def test_a_terminal_that_cannot_draw_gets_lines(terminal):
    screen = terminal("run", "before-you-post", TERM="dumb").wait_for("Type a number")
    assert "\x1b[?1049h" not in screen.painted
    screen.type("q\n")
    assert screen.ended() == 1


def test_the_library_opens_and_closes(terminal):
    screen = terminal().wait_for("Pause for thought").wait_for("Help")
    screen.wait_until(lambda painted: rows_of(painted) > 25)  # as large as it is, though the result goes elsewhere
    screen.type("q")
    assert screen.ended() == 0
    assert screen.as_found()
