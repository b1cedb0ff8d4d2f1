"""The screens against the barest Textual app, over a pty, in turn in one run (issue 2, what to measure)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROWS

PRESSES = 500
ROUNDS = 15
BAREST = """
from textual.app import App
from textual.widgets import Footer, Header, OptionList, Static

class Barest(App):
    def compose(self):
        yield Header()
        yield Static("Which account would this go out from?")
        yield OptionList("One", "Two", "Three")
        yield Footer()

Barest().run()
"""
OURS = """
import sys
from postwise.cli import main

sys.exit(main(["run", "before-you-post"]))
"""
ONE_STATIC = """
from textual.app import App
from textual.widgets import Static

class OneStatic(App):
    count = 0
    def compose(self):
        yield Static("Question number 000 ?", id="ask")
    def on_key(self, event):
        self.count += 1
        self.query_one("#ask").update(f"Question number {self.count:03} ?")

OneStatic().run()
"""
WALK = """
import sys
from postwise.cli import main

sys.exit(main(["run", sys.argv[1]]))
"""


def long_tree(folder: Path) -> Path:
    """Write a tree of as many questions as there will be presses, with texts as long as real ones."""
    parts = ['format = 1\n[tree]\ntitle = "A long walk"\nstart = "q0"\n']
    for number in range(PRESSES + 2):
        onward = f"q{number + 1}" if number <= PRESSES else "end"
        parts.append(
            f'[question.q{number}]\nask = "Question number {number:03} ? And would you say it aloud in reception?"\n'
            f'why = "Nothing online is said under the breath, so try it at full volume, as number {number}."\n'
            f'answers = [ {{ id = "yes", text = "Yes, all of it", goto = "{onward}" }}, '
            f'{{ id = "words", text = "The point, yes; these words, no", goto = "{onward}" }}, '
            f'{{ id = "no", text = "No", goto = "{onward}" }} ]\n'
        )
    parts.append('[outcome.end]\nheadline = "There."\n')
    path = folder / "long-walk.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


class Terminal:
    """A program in a terminal of its own, whose output is waited for."""

    def __init__(self, code: str, *arguments: str) -> None:
        self.screen, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(inner)

    def wait_for(self, words: bytes) -> float:
        """Return the time at which some words have been painted."""
        seen = b""
        while words not in seen:
            ready, _, _ = select.select([self.screen], [], [], 30)
            assert ready, f"{words!r} was never painted"
            seen += os.read(self.screen, 1 << 16)
        return time.perf_counter()

    def drain(self) -> None:
        """Take what else is painted, until nothing comes any more."""
        while select.select([self.screen], [], [], 0.05)[0]:
            os.read(self.screen, 1 << 16)

    def drain_quickly(self) -> None:
        """Take what is painted after the question, so that it does not stand in the way of the next key."""
        while select.select([self.screen], [], [], 0.004)[0]:
            os.read(self.screen, 1 << 16)

    def press(self, key: bytes, words: bytes) -> float:
        """Press a key and return how long it takes until some words have been painted."""
        start = time.perf_counter()
        os.write(self.screen, key)
        return self.wait_for(words) - start

    def memory(self) -> int:
        """Return the bytes of memory that the program holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def end(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


@contextlib.contextmanager
def terminal(code: str, *arguments: str) -> Iterator[Terminal]:
    """Run a program in a terminal."""
    opened = Terminal(code, *arguments)
    try:
        yield opened
    finally:
        opened.end()


def first_question(code: str) -> None:
    """Run a program until its first question has been painted."""
    with terminal(code) as opened:
        opened.wait_for(b"Which account would")


def test_start_to_the_first_painted_question(ratio):
    assert ratio(lambda: first_question(OURS), lambda: first_question(BAREST), at_most=1.5, rounds=ROUNDS) < 2.2


def presses(code: str, *arguments: str) -> tuple[list[float], int]:
    """Return how long each of many keys takes until the next question is painted, and by how much memory grew."""
    with terminal(code, *arguments) as opened:
        opened.wait_for(b"Question number 000")
        opened.drain()
        times, early = [], 0
        for number in range(1, PRESSES + 1):
            times.append(opened.press(b"1", f"Question number {number:03}".encode()))
            opened.drain_quickly()
            if number == PRESSES // 5:
                early = opened.memory()
        return times, opened.memory() - early


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_key_to_the_next_painted_question(benchmark, tmp_path):
    floor, _ = presses(ONE_STATIC)
    times, grown = presses(WALK, str(long_tree(tmp_path)))
    benchmark.pedantic(lambda: None)
    least, median = statistics.median(floor), statistics.median(times)
    worst = statistics.quantiles(times, n=100)[98]
    benchmark.extra_info.update(ratio=median / least, p99=worst / median, grown=grown)
    ROWS.append(("key to the next painted question", median, least, 2.5))
    ROWS.append(("its 99th percentile, to its own median", worst, median, 4))
    assert median / least < 4
    assert grown < 8_000_000, "memory does not grow with the answers"
