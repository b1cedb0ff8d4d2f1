"""What a session promises, held against every byte that it ever puts on a disk, and against what it asks of memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import pytest

from postwise.train import living_memory, transitions
from postwise.train.living_memory import HALF, MOST, LivingMemory
from postwise.train.session import Session
from postwise.train.store import OpenSession, resume

from .playing import begun, in_case, on

MEMORY = pytest.mark.skipif(not living_memory._there_is_memory(), reason="no memory outlives a process here")

opened: list[tuple[str, int]] = []
"""Every file that is opened to be written, with how; a hook cannot be taken away again, so it is one for all tests."""
sys.addaudithook(
    lambda event, told: opened.append((str(told[0]), told[2])) if event == "open" and isinstance(told[0], str) else None
)


class Written(bytearray):
    """Every byte that was written, in turn, whatever became of it."""


@contextmanager
def every_byte(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Written]:
    """Give all that is written meanwhile; every file of the folder is written through `os.write`, or this fails."""
    written, write = Written(), os.write

    def recorded(handle: int, raw: bytes) -> int:
        written.extend(raw)
        return write(handle, raw)

    del opened[:]
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", recorded)
        yield written
    by_path = {name for name, flags in opened if flags & (os.O_WRONLY | os.O_RDWR) and name.startswith(str(folder))}
    assert {Path(name).name for name in by_path} <= {"s", ".s.new"}


def told(monkeypatch: pytest.MonkeyPatch, path: Path, session: Session, *steps: object) -> bytes:
    """Return every byte that a session writes, from its beginning over these steps until it is closed."""
    path.unlink(missing_ok=True)
    with every_byte(monkeypatch, path.parent) as written, OpenSession.begin(path, session) as hold:
        for step in steps:
            step(hold)
    LivingMemory(path).forget()
    return bytes(written)


def cast(*votes: str | None):
    """Return the step of these secret votes, one after the other."""

    def step(hold: OpenSession) -> None:
        for vote in votes:
            hold.cast(None if vote is None else [vote])

    return step


def move(name: str, *given: object):
    """Return the step of a move by its name."""
    return lambda hold: hold.after(*getattr(transitions, name)(hold.session, *given))


@pytest.fixture
def path(tmp_path):
    yield tmp_path / "s"
    LivingMemory(tmp_path / "s").forget()


SECRET = on(in_case(6, "secret"), "forward", "vote")


def test_of_secret_votes_the_counts_are_written_once_and_nothing_else(monkeypatch, path):
    votes = ("mine", "mine", "org", "org", "org", None)
    orders = [votes, votes[::-1], *list(permutations(votes))[::97]]
    written = {
        told(monkeypatch, path, SECRET, cast(*order), move("reveal"), move("end_case"), move("close"))
        for order in orders
    }
    assert len(written) == 1
    assert written.pop().count(b'"org":3') == 1


def test_until_a_box_is_opened_nothing_written_depends_on_what_is_in_it(monkeypatch, path):
    for session in (SECRET, on(begun(6, "secret"), "forward", "forward")):
        choices = session.ballot.keys
        written = {
            told(monkeypatch, path, session, cast(*(vote,) * number))
            for vote in (choices[0], choices[1], None)
            for number in range(6)
        }
        assert len(written) == 1


@MEMORY
@pytest.mark.parametrize("over", ["end_case", "close"])
def test_a_box_whose_case_is_gone_on_from_is_nowhere_any_more(monkeypatch, path, over):
    with OpenSession.begin(path, SECRET) as hold:
        cast("mine", "org")(hold)
        assert hold.session.in_boxes == 2
        move(over)(hold)
        assert (hold.session.in_boxes, hold.session.secret_ballots) == (0, {})
        assert b"boxes" not in LivingMemory(path).kept() or b'"votes"' not in LivingMemory(path).kept()


@MEMORY
def test_a_case_that_is_left_is_as_if_nothing_had_happened_in_it(monkeypatch, path):
    plain = on(in_case(6, "hands"), "forward", "vote")

    def in_it(counts: str, note: str, people: int) -> bytes:
        return told(
            monkeypatch,
            path,
            plain,
            move("count", counts),
            move("reveal"),
            move("write", "minority", note),
            move("write", "parked", note),
            move("take", "mine"),
            OpenSession.leave_case,
            move("present", people),
            move("close"),
        )

    assert in_it("3 3 0", "It happened to one of us.", 6) == in_it("0 2 4", "Quite another thing.", 6)


def test_of_few_voters_no_count_is_written(monkeypatch, path):
    steps = move("reveal"), move("end_case"), move("close")
    typed, secret = (on(in_case(4, mode), "forward", "vote") for mode in ("typed", "secret"))
    ways = [told(monkeypatch, path, typed, move("count", counts), *steps) for counts in ("1 3 0", "0 3 1", "0 3 0 1")]
    ways.append(told(monkeypatch, path, secret, cast("mine", "org", "mine", "mine"), *steps))
    assert all(b'"word":"most"' in raw and b'"leaders":["mine"]' in raw and b'"mine":' not in raw for raw in ways)
    assert len(set(ways[:3])) == 1
    typed = on(begun(3, "typed"), "forward", "forward")
    counts = ("1 1 1 0 0", "0 3 0 0 0", "0 0 0 0 0 3")
    ways = [told(monkeypatch, path, typed, move("count", each), move("forward")) for each in counts]
    assert len(set(ways)) == 1, "of confidence not even a lead"


def test_a_session_of_few_can_be_gone_on_with_from_its_words(path):
    with OpenSession.begin(path, on(in_case(4, "typed"), "forward", "vote")) as hold:
        for step in (move("count", "1 3 0"), move("reveal"), move("talk"), move("vote"), move("count", "0 4 0")):
            step(hold)
        for name in ("reveal", "onward"):
            move(name)(hold)
        due, now = transitions.due(hold.session), hold.session
    found = resume(path)
    assert (found.place, found.roads(), transitions.due(found)) == (now.place, now.roads(), due)
    assert found.round("account").movement.sentence == "most → all"
    assert found.round("account").last.leaders == ("mine",)


# Memory


@MEMORY
def test_a_case_and_a_box_outlive_a_process_but_not_the_machine(path):
    hold = OpenSession.begin(path, in_case(6, "secret"))
    move("forward")(hold)
    move("vote")(hold)
    cast("mine", "org")(hold)
    hold._file.close()  # as the system does for a process that is killed
    assert (resume(path).stage, resume(path).voted) == ("first", 2)
    LivingMemory(path).forget()  # as it goes when the machine is switched off
    assert (resume(path).stage, resume(path).voted) == ("case", 0)


def test_where_no_memory_outlives_a_process_a_case_is_in_the_log_at_once_and_a_box_nowhere(path, monkeypatch):
    monkeypatch.setattr(living_memory, "_there_is_memory", lambda: False)
    with OpenSession.begin(path, in_case(6, "secret")) as hold:
        move("forward")(hold)
        move("vote")(hold)
        cast("mine")(hold)
        assert (resume(path).stage, resume(path).voted) == ("first", 0)
        cast("mine", "mine", "mine", "mine", "org")(hold)
        move("reveal")(hold)
        assert resume(path).votes.first.counts["mine"] == 5
        hold.leave_case()
        assert "voted" not in path.read_text()


@MEMORY
def test_a_case_too_large_for_memory_is_in_the_log(path):
    with OpenSession.begin(path, in_case(6)) as hold:
        hold.after(*transitions.write(hold.session, "minority", "x" * MOST))
        assert "xxx" in path.read_text()
        hold.after(*transitions.write(hold.session, "minority", "briefly"))
        assert "briefly" not in path.read_text()
        assert len(resume(path).notes("minority")) == 2


@MEMORY
def test_memory_that_was_half_written_is_as_it_was_before(path):
    memory = LivingMemory(path)
    assert memory.kept() == b""
    assert memory.keep(b"one")
    with memory._mapped() as kept:
        (here,) = (half for half in (0, HALF) if kept[half + living_memory.HEAD.size :][:3] == b"one")
        begin = HALF - here + living_memory.HEAD.size
        kept[begin : begin + 3] = b"two"  # killed before its head says that it is whole
    assert memory.kept() == b"one"
    assert memory.keep(b"three")
    assert memory.kept() == b"three"
    assert not memory.keep(b"x" * HALF)
    assert memory.kept() == b"three"
    memory.forget()
    assert memory.kept() == b""


def test_of_counts_that_are_typed_again_the_last_alone_is_written(monkeypatch, path):
    """Between two counts lies what came in meanwhile, and that may be one vote."""
    hands = on(in_case(12, "hands"), "forward", "vote")
    typed = [("7 5",), ("6 1", "7 1", "7 5"), ("1 5", "6 5", "7 5")]
    nothing = " 0" * (len(hands.ballot.keys) - 2)
    written = {
        told(
            monkeypatch,
            path,
            hands,
            *(move("count", f"{one}{nothing}") for one in counts),
            move("reveal"),
            move("end_case"),
        )
        for counts in typed
    }
    assert len(written) == 1


@MEMORY
def test_memory_has_the_last_state_alone_and_nothing_of_those_before_it(path):
    memory = LivingMemory(path)
    for state in (b"a long first state", b"the second", b"3"):
        assert memory.keep(state)
    with memory._mapped() as kept:
        all_of_it = bytes(kept)
    assert memory.kept() == b"3"
    for gone in (b"first", b"state", b"second", b"ond"):
        assert gone not in all_of_it


@MEMORY
def test_memory_that_somebody_else_has_made_is_not_used(path, monkeypatch):
    LivingMemory(path).keep(b"theirs")
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: 12345)
        patched.setattr(living_memory, "shm_unlink", lambda _: (_ for _ in ()).throw(PermissionError))
        assert not LivingMemory(path).keep(b"mine")
        assert LivingMemory(path).kept() == b""
    assert LivingMemory(path).kept() == b"theirs"


@MEMORY
def test_a_session_has_nothing_of_another_that_stood_in_its_place(path):
    hold = OpenSession.begin(path, in_case(6, "secret"))
    move("forward")(hold)
    hold._file.close()
    path.unlink()
    with OpenSession.begin(path, in_case(6, "secret")):
        assert resume(path).stage == "case"


@MEMORY
@pytest.mark.parametrize("lines", range(6))
def test_a_process_that_is_killed_while_it_writes_a_case_down_loses_nothing_of_it(path, monkeypatch, lines):
    hold = OpenSession.begin(path, on(in_case(4, "typed"), "forward", "vote"))
    move("count", "1 3 0")(hold)
    move("reveal")(hold)
    move("write", "minority", "Ask her first.")(hold)
    before, write = hold.session, os.write

    def killed(handle: int, raw: bytes) -> int:
        write(handle, b"".join(raw.splitlines(keepends=True)[:lines]) + b'{"su')
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            move("end_case")(hold)
    hold._file.close()
    with OpenSession.resume(path) as found:
        assert found.session.place == before.place
        assert len(found.session.events) == len(before.events)
        assert [note.text for note in found.session.notes("minority")] == ["Ask her first."]
        assert found.session.round("account").last.word == "most"
