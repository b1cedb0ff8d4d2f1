"""Votes in secret: what is typed is never drawn, and nothing of a vote stays behind; notes in a second terminal."""

from __future__ import annotations

import pytest

from postwise.train import store, transitions
from postwise.train.ballot import CONFIDENCE_BEFORE, Ballot, Choice
from postwise.train.living_memory import LivingMemory
from postwise.train.session import Session
from postwise.train.store import OpenSession
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.training import OpenRoom
from postwise.tui.training.secret_vote import SecretVoteScreen, chosen_in
from postwise.tui.training.session_screen import SessionScreen
from train.playing import begun, in_case, on, to

from .conftest import press, running, settled, shown
from .contrast import unreadable
from .test_reach import clicked, in_foot
from .training import in_room, session_of, setting_up


def secret(people: int = 6) -> Session:
    """Return a session at the silence before a vote in secret."""
    return on(in_case(people, "secret"), "forward")


async def test_the_screen_is_the_same_whatever_is_typed(tmp_path):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v", "enter")
        assert isinstance(pilot.app.screen, SecretVoteScreen)
        open_page = shown(pilot.app)
        for number in "12":
            await press(pilot, number)
            assert shown(pilot.app) == open_page
            await press(pilot, "backspace")
            await pilot.pause()
            pilot.app.screen.say("")
        pages = []
        for number in "12":
            await press(pilot, number, "enter")
            page = shown(pilot.app)
            pages.append(page.replace("1 of 6", "n of 6").replace("2 of 6", "n of 6"))
            assert "My own" not in page, "nothing of the ballot stays on the screen"
            await press(pilot, "enter")
        assert pages[0] == pages[1]


async def test_behind_the_curtain_nothing_can_be_picked_out_and_copied(tmp_path):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v", "enter", "1")
        page = shown(pilot.app)
        await pilot.mouse_down(offset=(2, 4))
        await pilot.hover(offset=(60, 9))
        await pilot.mouse_up(offset=(60, 9))
        await settled(pilot)
        assert shown(pilot.app) == page
        assert not pilot.app.screen.selections
        assert not pilot.app.screen.words_picked


async def test_all_in_leads_back_to_the_room_and_can_be_revealed(tmp_path):
    path = tmp_path / "s"
    async with in_room(path, secret()) as pilot:
        await press(pilot, "v")
        for number in "112223":
            await press(pilot, "enter", number, "enter")
        assert isinstance(pilot.app.screen, SessionScreen)
        assert "All 6 are in. r reveals them." in shown(pilot.app)
        assert b'"voted"' not in path.read_bytes()
        await press(pilot, "r")
        assert session_of(pilot).votes.first.counts == {"org": 2, "mine": 3, "none-yet": 1}
        assert "the room divides here" in shown(pilot.app)
        assert path.read_bytes().count(b"voted") == 0, "the case may yet be too close to somebody"
    assert path.read_bytes().count(b"voted") == 1


async def test_each_vote_is_on_the_disk_before_the_keyboard_goes_on(tmp_path):
    path = tmp_path / "s"
    async with in_room(path, secret()) as pilot:
        await press(pilot, "v")
        for voted in range(1, 4):
            await press(pilot, "enter", "p" if voted == 3 else "1")
            if voted < 3:
                await press(pilot, "enter")
            assert store.resume(path).voted == voted
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SessionScreen)
        assert "3 of 6 are in. v passes the keyboard round." in shown(pilot.app)
        await press(pilot, "v", "enter", "escape")
        assert "Whoever has the keyboard" in shown(pilot.app), "behind an open curtain, it only falls again"


async def test_what_is_no_vote_is_refused_and_can_be_typed_again(tmp_path):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v", "enter", "9", "enter")
        assert "Type one number from 1 to 3" in shown(pilot.app)
        await press(pilot, "enter")
        assert pilot.app.screen.hold.session.voted == 0
        for typed in ("-3", "3x", "3-"):
            await press(pilot, *typed, "enter")
            assert "Type one number from 1 to 3" in shown(pilot.app)
            assert pilot.app.screen.hold.session.voted == 0
        await press(pilot, "2", "backspace", "3", "enter")
        assert pilot.app.screen.hold.session.secret_ballot.open().counts == {"org": 0, "mine": 0, "none-yet": 1}


@pytest.mark.parametrize(
    ("typed", "several", "keys"),
    [
        ("2", False, {"b"}),
        (" 2 ", False, {"b"}),
        ("12", False, None),
        ("1 2", False, None),
        ("0", False, None),
        ("", False, None),
        ("1" * 5000, False, None),
        ("00000001", False, None),
        ("0", True, set()),
        ("13", True, {"a", "c"}),
        ("1 3", True, {"a", "c"}),
        ("03", True, None),
        ("4", True, None),
        ("", True, None),
    ],
)
def test_numbers_are_read_as_a_vote_or_not_at_all(typed, several, keys):
    ballot = Ballot("q", "?", tuple(Choice(key, key, key) for key in "abc"), several)
    assert chosen_in(ballot, typed) == (None if keys is None else frozenset(keys))


def test_of_a_long_list_no_number_with_many_zeros_ticks_nothing():
    ballot = Ballot("q", "?", tuple(Choice(key, key, key) for key in "abcdefghijkl"), several=True)
    assert chosen_in(ballot, "00000001") is None
    assert chosen_in(ballot, "12 1") == {"a", "l"}


async def test_confidence_is_always_secret_and_never_shown_as_counts(tmp_path):
    async with in_room(tmp_path / "s", on(begun(6), "forward", "forward")) as pilot:
        await press(pilot, "v")
        for number in "345543":
            await press(pilot, "enter", number, "enter")
        assert session_of(pilot).ballot == CONFIDENCE_BEFORE
        assert "6 of 6" in shown(pilot.app)
        await press(pilot, "n", "E", "n", "v")
        for number in "555544":
            await press(pilot, "enter", number, "enter")
        await press(pilot, "n")
        page = shown(pilot.app)
        assert "before  4.0 on average, 0.8 either way" in page
        assert "after   4.7 on average" in page


async def test_a_checklist_is_voted_item_by_item(tmp_path):
    session = to(in_case(5, "hands"), "contains")
    session = Session.replay(session.setup.model_copy(update={"mode": "secret"}), session.events)
    async with in_room(tmp_path / "s", session) as pilot:
        await press(pilot, "v")
        for typed in ("13", "1", "0", "p", "12"):
            await press(pilot, "enter", *typed, *(() if typed == "p" else ("enter",)))
        await press(pilot, "r")
        tally = session_of(pilot).votes.first
        assert (tally.counts, tally.passes) == ({"client": 3, "photo": 1, "number": 1}, 1)


async def test_a_vote_can_be_begun_anew(tmp_path):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v", "enter", "1", "enter", "escape", "z")
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await press(pilot, "l")
        assert session_of(pilot).voted == 1
        await press(pilot, "z", "e")
        assert session_of(pilot).voted == 0


@pytest.mark.parametrize("key", ["N", "E"])
async def test_a_case_is_not_gone_on_from_unasked_while_votes_lie_in_a_box(tmp_path, key):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v", "enter", "1", "enter", "escape", key)
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await press(pilot, "s")
        assert session_of(pilot).voted == 1
        case = session_of(pilot).case
        await press(pilot, key, "g")
        assert session_of(pilot).case != case
        assert not session_of(pilot).secret_ballots


async def test_where_a_vote_has_been_counted_v_says_why_nobody_can_vote(tmp_path):
    session = on(secret(), "vote")
    for _ in range(session.present):
        session = transitions.cast(session, session.ballot.keys[:1])
    session = on(session, "reveal")
    session = session.after(*transitions.present(session, session.present + 1))
    while session.stage != "first":
        session = on(session, "back")
    async with in_room(tmp_path / "s", session) as pilot:
        await press(pilot, "v")
        assert "This vote has been counted." in shown(pilot.app)


async def test_whoever_leaves_or_comes_back_amid_a_secret_vote_hears_what_becomes_of_it(tmp_path):
    path = tmp_path / "s"
    async with in_room(path, secret()) as pilot:
        await press(pilot, "v", "enter", "1", "enter", "escape", "q")
        assert "is kept until this machine is switched off" in pilot.app.screen.text
        await press(pilot, "l")
    for switched_off in (False, True):
        if switched_off:
            LivingMemory(path).forget()
        with OpenSession.resume(path) as hold:
            app = PostwiseApp(Library(), OpenRoom(hold))
            async with running(app):
                assert ("everybody votes once more" in shown(app)) == switched_off
                assert hold.session.voted == (0 if switched_off else 1)


async def test_one_answer_of_twelve_is_never_shown(tmp_path):
    async with in_room(tmp_path / "s", on(in_case(12, "secret"), "forward")) as pilot:
        await press(pilot, "v", "enter", "1", "enter", "escape")
        for key in "rn":
            await press(pilot, key)
            assert session_of(pilot).stage == "first"
            assert "1 of 12 are in. A vote is closed once all are in, or at least 5." in shown(pilot.app)
        for _ in range(4):
            await press(pilot, "v", "enter", "2", "enter", "escape")
        await press(pilot, "r")
        assert "7 have not voted. Count without them?" in shown(pilot.app)
        await press(pilot, "w")
        assert session_of(pilot).stage == "first"
        await press(pilot, "r", "c")
        assert (session_of(pilot).stage, session_of(pilot).voted) == ("shown", 5)


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_every_text_can_be_read_in_every_theme(tmp_path, size):
    async with setting_up(tmp_path, size) as pilot:
        for keys in ("m", "g", "n", "nn", "n", "v", "84", "r", "m", "escape", "f", "y", "fE", "a", "escape"):
            await press(pilot, *([keys] if len(keys) > 2 else keys))
            assert unreadable(pilot.app) == [], keys


async def test_who_only_clicks_can_vote_and_what_was_clicked_does_not_show(tmp_path):
    async with in_room(tmp_path / "s", secret()) as pilot:
        await press(pilot, "v")
        for voter, place in enumerate((1, 1, 2, 2, 2, 3), 1):
            await in_foot(pilot, "on")
            pages = []
            for other in (place % 3 + 1, place):
                await clicked(pilot, pilot.app.screen.page, other)
                pages.append(shown(pilot.app))
            assert pages[0] == pages[1]
            assert "Taken. Enter puts it in." in pages[0]
            await in_foot(pilot, "on")
            assert pilot.app.screen.hold.session.voted == voter
        await press(pilot, "r")
        assert session_of(pilot).votes.first.counts == {"org": 2, "mine": 3, "none-yet": 1}


async def test_a_list_is_clicked_item_by_item(tmp_path):
    session = to(in_case(5, "hands"), "contains")
    session = Session.replay(session.setup.model_copy(update={"mode": "secret"}), session.events)
    async with in_room(tmp_path / "s", session) as pilot:
        await press(pilot, "v")
        for typed in ((1, 3), (1,), (0,), (2,), (1, 2)):
            await press(pilot, "enter")
            for place in typed:
                await clicked(pilot, pilot.app.screen.page, place)
            await press(pilot, "enter")
        await press(pilot, "r")
        assert session_of(pilot).votes.first.counts == {"client": 3, "photo": 2, "number": 1}
