"""Two windows and one session: the desk leads, the room follows, and each sees what is meant for it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from postwise.train import clocks, transitions
from postwise.train.agenda import agenda
from postwise.train.moves import MOVES
from postwise.train.rehearsal import rehearsed
from postwise.train.seats import Seat, at_desk
from postwise.train.session import Session
from postwise.train.session_words import FIRST_VOTE, INVENTED
from postwise.train.store import OpenSession, resume
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.training import OpenDesk, OpenFollowingRoom, OpenRoom
from postwise.tui.training.following_room import FollowingRoomScreen
from postwise.tui.training.session_screen import SessionScreen
from train.playing import begun, in_case, on, to

from .conftest import press, running, settled, shown
from .training import count, in_room, session_of

SIZES = ((120, 36), (80, 24), (60, 17))


@pytest.fixture
def time(monkeypatch):
    """Return a clock that stands; what is added to its only place goes by."""
    now = [1000.0]
    monkeypatch.setattr(clocks, "steady", lambda: now[0])
    return now


@asynccontextmanager
async def alone_at_desk(path: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    with at_desk(path) as hold:
        async with running(PostwiseApp(Library(), OpenDesk(hold, alone=True)), size) as pilot:
            yield pilot


@asynccontextmanager
async def two_windows(
    path: Path, session: Session, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], Pilot[None]]]:
    """Open a room on a session, and then a desk that leads it."""
    OpenSession.begin(path, session).hand_over()
    with at_desk(path) as hold:
        room = PostwiseApp(Library(), OpenFollowingRoom(path, hold.session))
        desk = PostwiseApp(Library(), OpenDesk(hold, alone=True))
        async with running(room, size) as in_it, running(desk, size) as at_it:
            yield in_it, at_it


async def seen(pilot: Pilot[None]) -> str:
    """Return what stands on the page of a room once it has looked what happened, with single spaces."""
    with pilot.app._context():  # two of them run here
        pilot.app.screen.look()
        await settled(pilot)
        return " ".join(shown(pilot.app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_the_room_follows_the_desk_and_sees_what_is_meant_for_it(tmp_path, time, size):
    async with two_windows(tmp_path / "s", on(in_case(), "given"), size) as (room, desk):
        assert "Groups are known to divide here." in shown(desk.app) or size == (60, 17)
        assert "Groups are known" not in await seen(room)
        await press(desk, "v", "7", "space", "5")
        assert "7" in shown(desk.app).split("Yes")[1].split("\n")[0], "beside its line"
        await press(desk, "enter")
        assert "All 12 are in." in await seen(room)
        await press(desk, "r")
        assert shown(desk.app).split("Yes")[1].split("\n")[0].rstrip("▐").endswith("7")
        page = await seen(room)
        assert "the room divides here" in page
        assert "7" not in page
        await press(desk, "n")
        time[0] += 30
        assert "talk in pairs · 1:30" in await seen(room)
        await press(desk, "i")
        assert "talk in pairs · 2:30" in await seen(room)


@pytest.mark.parametrize("size", SIZES)
async def test_the_desk_says_where_the_hour_is_and_what_comes_next(tmp_path, time, size):
    path = tmp_path / "s"
    OpenSession.begin(path, begun()).close()
    async with alone_at_desk(path, size) as desk:
        page = shown(desk.app)
        assert "▸ before we begin 8" in page
        assert "The hour: 0 of 60 minutes." in page
        time[0] += 8 * 60
        await press(desk, "n", "n", "n")
        assert "✓ before we begin" in shown(desk.app)
        assert "▸ The late train" in shown(desk.app)
        assert "g  Take 1 answer as the story has it" in shown(desk.app)
        time[0] += 4 * 60
        desk.app.screen.tick()
        await settled(desk)
        assert "This case: 4 of" in shown(desk.app)
        assert "The hour: 12 of 60 minutes." in shown(desk.app)
        await press(desk, "g")
        assert "n  First vote" in shown(desk.app)
        time[0] += 45 * 60
        desk.app.screen.tick()
        await settled(desk)
        assert "What is still planned takes" in " ".join(shown(desk.app).replace("▐", "").split())


def test_every_move_that_a_session_knows_has_a_key_at_the_desk():
    """The desk has the commands of the room: one screen with another face."""
    names = {command.name for command in SessionScreen.COMMANDS_HERE}
    assert {move.name for move in MOVES} <= names


async def test_every_key_of_the_room_does_at_the_desk_what_it_does_there(tmp_path):
    path = tmp_path / "s"
    OpenSession.begin(path, begun()).close()
    async with alone_at_desk(path) as desk:
        await press(desk, "n", "n", "h", "2", "n", "n", "v")
        await count(desk, "8 4")
        assert session_of(desk).votes.first.counts == {"org": 8, "mine": 4, "none-yet": 0}
        await press(desk, "n", "v")
        await count(desk, "8 4")
        await press(desk, "m", *"wait", "enter", "n")
        assert session_of(desk).stage == "outcome"
        await press(desk, "end", "q")
        assert "train --resume" in desk.app.screen.text
        await press(desk, "s", "f")
        assert session_of(desk).stage == "outcome"


async def test_a_road_that_is_due_is_walked_or_left_from_the_desk(tmp_path):
    path, session = tmp_path / "s", to(in_case(), "account", "8 4 0")
    session = on(session, "forward", "vote")
    OpenSession.begin(path, session).close()
    async with alone_at_desk(path) as desk:
        await count(desk, "8 4")
        await press(desk, "n")
        assert "Another road: the one on which" in shown(desk.app), "it is announced before it is walked"
        desk.app.screen.page.mark(("fork", 0))
        await press(desk, "enter", "2")
        assert [note.question for note in session_of(desk).notes("parked")] == ["account"]
        assert "Other roads still to walk" not in shown(desk.app)


async def test_what_is_done_in_the_room_is_gone_on_with_at_the_desk_and_the_other_way_round(tmp_path, time):
    path = tmp_path / "s"
    async with in_room(path, to(in_case(), "account")) as room:
        await press(room, "v", "8")
        time[0] += 60
        seat = Seat(path, "desk")
        assert seat.take()
        room.app.screen.tick()
        assert isinstance(room.app.screen, SessionScreen), "what is being typed would be lost"
        await press(room, "backspace")
        led = room.app.screen
        for _ in range(2):
            led.tick()
            await settled(room)
        assert [type(screen) for screen in room.app.screen_stack] == [SessionScreen, FollowingRoomScreen]
        seat.leave()
        async with alone_at_desk(path) as desk:
            assert "The hour: 1 of 60 minutes." in shown(desk.app)
            await count(desk, "8 4")
            assert "one way, not all the way" in await seen(room)
            assert b'"voted"' not in path.read_bytes(), "of a case in hand nothing is on the disk"
            await press(desk, "q", "l")
        assert b'"voted"' not in path.read_bytes()
        await seen(room)
        assert "The desk has been left. This window leads again." in shown(room.app)
        await press(room, "n")
        assert session_of(room).stage == "talk"


async def test_a_session_that_a_desk_leads_is_shown_by_resuming_it_and_led_once_the_desk_is_gone(tmp_path):
    path = tmp_path / "s"
    async with two_windows(path, to(in_case(), "account")) as (room, desk):
        await press(desk, "q", "l")
        assert isinstance(room.app.screen, FollowingRoomScreen)
        Seat(path, "desk")._place.unlink()
        await seen(room)
        assert isinstance(room.app.screen, SessionScreen)
        await press(room, "v")
        assert session_of(room).stage == "first"


async def test_a_box_that_nothing_else_can_hold_is_not_handed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("postwise.train.living_memory._there_is_memory", lambda: False)
    path = tmp_path / "s"
    async with in_room(path, on(in_case(6, "secret"), "forward", "vote")) as room:
        room.app.screen.hold.cast(["mine"])
        seat = Seat(path, "desk")
        seat.take()
        room.app.screen.tick()
        assert isinstance(room.app.screen, SessionScreen)
        seat.leave()


async def test_the_last_who_votes_in_secret_does_not_see_the_desk(tmp_path):
    path = tmp_path / "s"
    OpenSession.begin(path, on(in_case(6, "secret"), "given", "vote")).close()
    async with alone_at_desk(path) as desk:
        for _ in range(5):
            desk.app.screen.hold.cast(["yes"])
        await press(desk, "v", "enter", "1", "enter")
        assert "Give the keyboard back to whoever leads." in shown(desk.app)
        assert "Groups are known" not in shown(desk.app)
        await press(desk, "enter")
        assert "Groups are known" in shown(desk.app)


async def test_over_the_rooms_page_the_desk_leads_and_is_put_away(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "f", "y", "v", "8", "space", "4", "enter", "r")
        assert FIRST_VOTE in shown(pilot.app)
        await press(pilot, "f")
        assert FIRST_VOTE not in shown(pilot.app)
        assert session_of(pilot).stage == "shown"


async def test_counts_that_the_room_sees_are_not_said_to_be_for_later(tmp_path):
    """Of a vote that is of one mind there is no second: the room sees its counts at once, and so the desk says them."""
    async with two_windows(tmp_path / "s", to(in_case(), "account"), (120, 36)) as (room, desk):
        await press(desk, "v")
        await count(desk, "12 0")
        assert "of one mind, or nearly" in await seen(room)
        assert " 12 " in await seen(room)
        assert "    12" in shown(desk.app).split("of one mind")[0], "as the room has it"
        assert FIRST_VOTE not in shown(desk.app)


async def test_clocks_go_on_where_a_session_is_taken_up_and_stand_while_it_is_left(tmp_path, time):
    path = tmp_path / "s"
    async with in_room(path, in_case()) as pilot:
        time[0] += 240
        await press(pilot, "q", "l")
    time[0] += 24 * 3600
    with OpenSession.resume(path) as hold:
        async with running(PostwiseApp(Library(), OpenRoom(hold))) as pilot:
            await press(pilot, "f", "y")
            assert "The hour: 4 of 60 minutes." in shown(pilot.app)
            assert "This case: 4 of" in shown(pilot.app)
    kept = hold.clocks.of(resume(path))
    assert b"begun" not in path.read_bytes()
    assert kept.hour.held is not None


async def test_no_clock_of_a_session_that_is_over_stays(tmp_path):
    path = tmp_path / "s"
    async with in_room(path, on(in_case(), "close", "forward", "forward")) as pilot:
        assert pilot.app.screen.hold.clocks._memory.kept() or not pilot.app.screen.hold.outlives
        await press(pilot, "q", "l")
    assert Seat(path, "desk").taken is False
    assert SessionScreen is not None
    with OpenSession.resume(path) as hold:
        assert hold.clocks._memory.kept() == b""


async def test_a_rehearsal_says_that_it_is_one(tmp_path):
    with rehearsed(begun(), tmp_path) as hold:
        async with running(PostwiseApp(Library(), OpenRoom(hold)), (80, 24)) as pilot:
            await press(pilot, "n", "n", "n", "g", "v")
            assert "Rehearsal · Scenario 1 of 2" in shown(pilot.app)
            assert "first vote · 12 of 12" in shown(pilot.app)
            await press(pilot, "n")
            assert "split: the room divides here" in shown(pilot.app)
            await press(pilot, "q")
            assert "nothing of a rehearsal is kept" in " ".join(shown(pilot.app).replace("│", " ").split())


def as_read(pilot: Pilot[None]) -> str:
    """Return what stands on the screen, with single spaces and without the frame of a dialog."""
    return " ".join(shown(pilot.app).replace("│", " ").replace("▐", " ").split())


async def test_a_rehearsal_says_on_its_last_page_that_nothing_is_kept_and_is_not_written_out(tmp_path):
    with rehearsed(begun(), tmp_path) as hold:
        async with running(PostwiseApp(Library(), OpenRoom(hold)), (80, 24)) as pilot:
            await press(pilot, "E", "n", "n")
            assert session_of(pilot).stage == "closed"
            assert INVENTED in as_read(pilot)
            assert "is kept in" not in as_read(pilot)
            assert "Write it out" not in as_read(pilot)
            assert "into a file" not in as_read(pilot)
            await press(pilot, "s")
            assert isinstance(pilot.app.screen, SessionScreen)
            await press(pilot, "question_mark")
            assert "Write what was said" not in as_read(pilot)
    assert not any(path.suffix in {".md", ".session"} for path in tmp_path.iterdir())


async def test_every_window_of_a_rehearsal_knows_that_it_is_one(tmp_path):
    """Its file says so, and no window has to be told: not the desk of its own, nor the room that follows that."""
    path = tmp_path / "rehearsal.session"
    with rehearsed(begun(), tmp_path) as hold:
        hold.hand_over()
        with at_desk(path) as led:
            room = PostwiseApp(Library(), OpenFollowingRoom(path, led.session))
            desk = PostwiseApp(Library(), OpenDesk(led, alone=True))
            async with running(room, (80, 24)) as in_it, running(desk, (80, 24)) as at_it:
                await press(at_it, "n", "n", "n", "g", "v")
                assert "first vote · 12 of 12" in shown(desk)
                assert "Rehearsal · For the facilitator only" in shown(desk)
                assert "Rehearsal · Scenario 1 of 2" in await seen(in_it)
                await press(at_it, "E", "n", "n")
                assert INVENTED in await seen(in_it)
                await press(at_it, "q")
                assert INVENTED in as_read(at_it)


async def test_a_desk_leaves_nothing_of_a_rehearsal_whose_room_is_gone(tmp_path):
    path = tmp_path / "rehearsal.session"
    with rehearsed(begun(), tmp_path) as hold:
        hold.hand_over()
        seat = Seat(path, "room")
        seat.take()
        with at_desk(path) as led:
            hold.destroy()
            seat.leave()
            led.after(*transitions.forward(led.session))
            assert path.exists(), "it goes on at the desk"
        assert not path.exists()


async def test_a_fault_in_a_rehearsal_names_no_file_to_go_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(SessionScreen, "action_vote", lambda _: {}["nothing"])
    with rehearsed(begun(), tmp_path) as hold:
        app = PostwiseApp(Library(), OpenRoom(hold))
        with pytest.raises(KeyError):
            async with running(app) as pilot:
                await press(pilot, "v")
    assert app.session is None


async def test_over_the_rooms_page_the_desk_is_put_away_and_its_foot_says_so(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account"), (80, 24)) as pilot:
        await press(pilot, "f", "y")
        assert "q To the room" in shown(pilot.app).split("\n")[-1]
        await press(pilot, "q")
        assert "q Leave" in shown(pilot.app).split("\n")[-1]


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_no_item_of_the_agenda_is_on_two_rows(tmp_path, width):
    path = tmp_path / "s"
    OpenSession.begin(path, on(begun(), "forward", "forward", "forward")).close()
    async with alone_at_desk(path, (width, 24)) as desk:
        for item in agenda(session_of(desk)):
            assert item.title in shown(desk.app)
        assert re.search(r"before we go \d+", shown(desk.app))
