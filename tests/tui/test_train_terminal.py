"""A whole session in a real terminal, as a facilitator types it: a split, the other road, two kills, a debrief."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postwise.train import store
from postwise.train.living_memory import LivingMemory
from postwise.train.session import Session
from postwise.train.store import SessionFileError
from train.playing import TREE

PATIENCE = 30
LET_GO = 0.2
"""Seconds after which the same key comes again: sooner, it would be one that is held down."""

IN_SECRET = "\x7f\r{}\r".format
"""What one voter types. Another key comes first: an Enter that follows one at once may be held down."""


class Room:
    """The program in a terminal of its own; it is typed at, and waited for by what it paints and what it keeps."""

    program: tuple[str, ...] = ("-m", "postwise")

    def __init__(self, folder: Path, *options: str) -> None:
        self.ours, self.theirs = pty.openpty()
        termios.tcsetwinsize(self.theirs, (24, 80))
        self.before = termios.tcgetattr(self.theirs)
        self.path = folder / "training.session"
        self.painted = self.pressed = ""
        self.process = subprocess.Popen(
            [sys.executable, *self.program, "train", *options],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            cwd=folder,
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )

    def type(self, keys: str) -> Room:
        self.painted = ""
        for key in keys:
            if key == self.pressed:
                time.sleep(LET_GO)
            self.pressed = key
            os.write(self.ours, key.encode())
        return self

    def read(self, seconds: float) -> None:
        if select.select([self.ours], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.painted += os.read(self.ours, 65536).decode("utf-8", errors="replace")

    def until(self, so: Callable[[], bool]) -> Room:
        end = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.02)
        return self

    def quiet(self) -> Room:
        """Read on until nothing is painted for a moment: what was typed has been taken in, as from a person's fingers."""
        end, seen = time.monotonic() + PATIENCE, -1
        while seen != len(self.painted) and time.monotonic() < end:
            seen = len(self.painted)
            self.read(0.3)
        return self

    def shows(self, text: str) -> Room:
        return self.until(lambda: text in self.painted)

    def stands(self, so: Callable[[Session], bool]) -> Room:
        def look() -> bool:
            with contextlib.suppress(SessionFileError):
                return so(store.resume(self.path))
            return False

        return self.until(look)

    def at(self, stage: str, question: str = "") -> Room:
        return self.stands(lambda session: session.stage == stage and session.question == question)

    def ended(self) -> int:
        self.until(lambda: self.process.poll() is not None)
        self.read(0)
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)
        for about in ("", "clocks"):
            LivingMemory(self.path, about).forget()

    def killed(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        assert self.ended() == -signal.SIGKILL


@pytest.fixture
def open_room(tmp_path: Path) -> Iterator[Callable[..., Room]]:
    (tmp_path / "towing.toml").write_text(TREE, encoding="utf-8")
    opened: list[Room] = []

    def start(*options: str) -> Room:
        opened.append(Room(tmp_path, *options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def counts(room: Room, question: str, first: str, second: str = "") -> None:
    """Play a question: silence, the first vote, and where it is split talk and a second vote."""
    room.at("silence", question).type("v").at("first", question).type(f"{first}r").at("shown", question)
    if second:
        room.type("n").at("talk", question).type("v").at("second", question).type(f"{second}r").at("moved", question)
    room.type("n")


def test_an_hour_as_a_facilitator_plays_it(open_room, tmp_path):
    room = open_room("towing.toml").shows("set-up")
    assert not list(tmp_path.glob("*.session"))
    room.type("g").until(lambda: bool(list(tmp_path.glob("*.session"))))
    room.path = next(tmp_path.glob("*.session"))
    room.at("rules").type("n").at("trust").type("w").shows("In a line").type("That it is true\r")
    room.stands(lambda session: len(session.notes("trust")) == 1).type("n").at("confidence-before")

    room.type(f"v{''.join(map(IN_SECRET, '34253'))}").stands(lambda session: session.voted == 5)
    path = room.path
    room.killed()
    room = open_room("--resume", str(path)).shows("5 of 12")
    room.path = path
    room.type("v" + IN_SECRET("4") * 7).stands(lambda session: session.voted == 12).shows("12 of 12")

    room.type("n").at("case").type("n")
    room.at("silence", "account").type("v").at("first", "account").type("5 7\r")
    room.stands(lambda session: session.voted == 12)
    room.killed()
    room = open_room("--resume", str(path)).shows("first vote · 12 of 12")
    room.path = path
    assert "7 of 12" not in room.painted
    room.type("r").at("shown", "account").type("n").at("talk", "account").type("v").at("second", "account")
    room.type("8 4r").at("moved", "account").shows("split → leaning, at least 3 moved")
    room.type("m").shows("In a line").type("Ask her first\r")
    room.stands(lambda session: len(session.notes("minority")) == 1).type("n").at("outcome").shows("STOP")

    room.type("o")
    counts(room, "reception", "12")
    counts(room, "followers", "12")
    counts(room, "contains", "0 0 0")
    room.at("said", "words").type("n")
    counts(room, "when", "12")
    room.at("outcome").shows("GO").type("n").at("compare").shows("On either road")

    room.type("n").stands(lambda session: session.stage == "case" and session.case.endswith("late-train")).type("n")
    counts(room, "account", "10 2")
    room.at("outcome").type("E").at("closing").type("a").shows("By when").type("Read it aloud\r").quiet()
    room.type("the duty editor\r").quiet().type("\r").stands(lambda session: len(session.notes("action")) == 1)
    room.type("n").at("confidence-after").type("v" + IN_SECRET("5") * 12).stands(lambda session: session.voted == 12)
    room.shows("12 of 12").type("n").at("closed").type("s").shows("Write out").type("\r")
    written = path.with_suffix(".md")
    room.until(written.exists).type("q").shows("To go on").type("l")
    assert room.ended() == 0
    assert termios.tcgetattr(room.theirs) == room.before

    said = written.read_text(encoding="utf-8")
    assert said.startswith("This is a record of what a group talked about. It is not a record about any person.")
    for words in ("Ask her first", "Read it aloud", "the duty editor", "That it is true", "The picture", "split"):
        assert words in said
    session = store.resume(path)
    assert session.round("account", "towing/picture").first.counts == {"org": 5, "mine": 7, "none-yet": 0}
    assert session.round("account", "towing/picture").second.counts == {"org": 8, "mine": 4, "none-yet": 0}


def test_alone_and_at_a_desk_beside_a_room(open_room, tmp_path):
    room = open_room("towing.toml").shows("set-up").type("g")
    room.until(lambda: bool(list(tmp_path.glob("*.session"))))
    room.path = next(tmp_path.glob("*.session"))
    room.at("rules")
    desk = open_room("--desk", str(room.path)).shows("For the facilitator only")
    desk.path = room.path
    desk.type("nnnn").at("silence", "account").shows("twenty seconds")
    room.shows("Silence first")
    second = open_room("--desk", str(room.path))
    assert second.ended() == 2
    assert "is led from a desk in another window" in " ".join(second.painted.split())
    beside = open_room("--resume", str(room.path)).shows("Silence first").type("q")
    assert beside.ended() == 0
    desk.killed()
    room.shows("This window leads again.")
    second = open_room("--resume", str(room.path))
    assert second.ended() == 2
    assert "is open in another window" in " ".join(second.painted.split())
    room.type("q").shows("To go on").type("l")
    assert room.ended() == 0
    alone = open_room("towing.toml", "--solo", "--debrief", str(room.path)).shows("case 1 of 2")
    alone.type("cc").shows("You have answered nothing").type("q")
    assert alone.ended() == 0
