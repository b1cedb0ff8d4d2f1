"""A whole hour with twelve people, in two terminals: by hands, then in secret, then typed; its clock is the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postwise.train import transitions
from postwise.train.cases import CLOSING_MINUTES
from postwise.train.events import VotesBy
from postwise.train.kept_clocks import KeptClocks
from postwise.train.rehearsal import invented
from postwise.train.session import VOTING, Session
from train.playing import TREE

from .test_train_terminal import IN_SECRET, Room

CLOCKED = """
import sys
from pathlib import Path
from postwise import cli
from postwise.train import clocks
clocks.steady = lambda: float(Path("clock").read_text())
sys.exit(cli.main(sys.argv[1:]))
"""
HOUR = f"""{TREE}
[scenario.ours]
title = "Our own"
story = "It is about where we work."
answers = {{ account = "org" }}
expect = "stop"
split = "account"

[scenario.ours.other]
answers = {{ account = "mine", reception = "no" }}
expect = "talk"
"""
SECONDS = {
    "rules": 300,
    "trust": 120,
    "confidence-before": 60,
    "case": 120,
    "silence": 20,
    "first": 45,
    "shown": 15,
    "talk": 120,
    "second": 45,
    "moved": 30,
    "said": 45,
    "outcome": 45,
    "compare": 90,
    "living": 30,
    "lived": 15,
}
"""How long the people of this hour are at each step before its key is pressed."""


class ClockedRoom(Room):
    """A window whose clock goes only when the test says so."""

    program = ("-c", CLOCKED)


class Hour:
    """Two windows and a facilitator who does what the desk says comes next."""

    def __init__(self, folder: Path) -> None:
        (folder / "towing.toml").write_text(HOUR, encoding="utf-8")
        self.clock = folder / "clock"
        self.now = 1000
        self.passes(0)
        cases = [f"--case={name}" for name in ("late-train", "picture", "ours")]
        self.room = ClockedRoom(folder, "towing.toml", *cases).shows("set-up").type("g").shows("How we do this")
        self.path = self.room.path = next(folder.glob("*.session"))
        self.desk = ClockedRoom(folder, "--desk", str(self.path)).shows("For the facilitator only")
        self.desk.path = self.path
        self.walked: dict[str, int] = {}

    def passes(self, seconds: int) -> None:
        """Let time go by."""
        self.now += seconds
        whole = self.clock.with_suffix(".new")
        whole.write_text(str(self.now), encoding="utf-8")
        whole.replace(self.clock)

    @property
    def session(self) -> Session:
        """The session as any window that opened it now would have it."""
        found: list[Session] = []
        self.desk.stands(lambda session: not found.append(session))
        return found[-1]

    @property
    def gone(self) -> int:
        """How many seconds of the hour are over."""
        return self.now - int(KeptClocks(self.path).of(self.session).hour.begun)

    def press(self, keys: str) -> None:
        """Press keys that lead to another step."""
        before = self.session.place
        self.desk.type(keys).stands(lambda session: session.place != before)

    def vote(self, session: Session) -> None:
        """Have everybody vote at the step at hand."""
        tally = next(event.votes for event in invented(session))
        if not session.secret:
            self.desk.type(" ".join(map(str, tally.counts.values())) + "\r")
        else:
            votes = [place for place, count in enumerate(tally.counts.values(), 1) for _ in range(count)]
            self.desk.type("v" + "".join(IN_SECRET(number) for number in votes)).shows("Give the keyboard back")
            self.desk.quiet().type("\x7f\r").shows("For the facilitator only")
        self.desk.stands(lambda now: now.voted == now.present)

    def step(self, session: Session) -> None:
        """Do what there is to do at a step, for as long as it takes, and go on."""
        self.passes(SECONDS.get(session.stage, 0))
        if session.stage in VOTING:
            self.vote(session)
        if session.stage in {"first", "second", "living"}:
            self.press("r")
        elif session.stage == "case" and transitions.given(session):
            self.press("g")
        elif session.stage == "outcome" and not transitions.due(session) and session.road_number == 0:
            self.press("y")
        elif session.stage in {"silence", "talk"}:
            self.press("v")
        else:
            self.press("n")

    def write(self, key: str, *lines: str) -> None:
        """Write a line down."""
        before = len(self.session.written)
        self.desk.type(key).shows("Done")
        for text in lines:
            self.desk.quiet().type(f"{text}\r")
        self.desk.stands(lambda session: len(session.written) == before + 1)

    def by(self, name: str, key: str) -> None:
        """Have votes given otherwise from now on."""
        self.desk.type("h").shows("How do we vote from now on?").quiet().type(key)
        self.desk.stands(lambda session: session.mode == name)


@pytest.fixture
def hour(tmp_path: Path) -> Iterator[Hour]:
    hour = Hour(tmp_path)
    yield hour
    for window in (hour.desk, hour.room):
        window.close()


def test_an_hour_with_twelve_in_two_windows_keeps_its_promises_in_sixty_minutes(hour: Hour):
    ways = {"towing/picture": ("secret", "1"), "towing/ours": ("typed", "2")}
    while (session := hour.session).stage != "closing":
        if session.stage == "trust" and not session.notes("trust"):
            hour.write("w", "That it is true")
        if session.stage == "case" and session.case in ways:
            hour.by(*ways.pop(session.case))
        if session.stage == "moved" and not session.notes("minority", session.case):
            hour.write("m", "Ask her first")
        if session.stage in {"compare", "lived"}:
            hour.walked[session.case] = len(session.finished())
            assert transitions.due(session) == (), "a road that was promised is not left out"
            hour.room.shows("side by side" if session.stage == "compare" else "one vote on it")
        hour.step(session)
    assert hour.walked == {"towing/late-train": 2, "towing/picture": 1, "towing/ours": 2}
    assert hour.gone <= (60 - CLOSING_MINUTES) * 60, "what is planned for the end is left for it"
    hour.write("a", "Read it aloud", "the duty editor", "")
    hour.passes(58 * 60 - hour.gone)
    hour.press("n")
    hour.step(hour.session)
    hour.passes(60 * 60 - hour.gone)
    hour.desk.at("closed").quiet()
    hour.room.shows("Thank you.")

    session = hour.session
    clock = KeptClocks(hour.path).of(session).hour
    assert (clock.minutes(hour.now), clock.shown(hour.now)) == (60, "0:00")
    assert all(session.round(vote, "").first.voters == 12 for vote in (":confidence-before", ":confidence-after"))
    assert [event.mode for event in session.events if isinstance(event, VotesBy)] == ["secret", "typed"]
    assert {note.kind for _, note in session.written.values()} == {"trust", "minority", "action"}
    divided = [key for key, votes in session.rounds.items() if key[0] and votes.first.agreement == "split"]
    assert len(divided) == 2
    assert all(votes.second for key, votes in session.rounds.items() if key in divided), "who divides votes again"
    hour.desk.type("q").shows("To go on").type("l")
    assert hour.desk.ended() == 0
    hour.room.shows("leads again").quiet().type("q").shows("To go on").type("l")
    assert hour.room.ended() == 0
