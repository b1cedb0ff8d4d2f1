"""A session in front of the room: its steps, what may be seen at each, and that nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import io
import shlex
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import cli
from postwise.errors import Crash
from postwise.plain import PlainDialogue
from postwise.plain_room import PlainRoom
from postwise.show.markdown import plain_lines
from postwise.train import living_memory, store, written_lines
from postwise.train.clocks import Timer
from postwise.train.events import Stage
from postwise.train.moves import FEET, NOBODY_YET, foot
from postwise.train.room_view import OPENED
from postwise.train.session import CLOSED_BY_SHOWING
from postwise.train.session_words import INVITATIONS, STEPS
from postwise.train.store import OpenSession
from postwise.train.transitions import IN_QUESTION, NEXT
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import ChoiceDialog, FormDialog
from postwise.tui.screen_commands import ROOM
from postwise.tui.training import OpenRoom
from postwise.tui.training.session_screen import SessionScreen
from postwise.tui.widgets.head_and_foot import MOST
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.text_page import TextPage
from train.playing import TREE, begun, in_case, on, to

from .conftest import SIZES, Typed, press, running, settled, shown
from .training import count, in_room, session_of, setting_up


async def test_nothing_is_written_before_the_facilitator_begins(tmp_path):
    async with setting_up(tmp_path) as pilot:
        await press(pilot, "down", "enter", "m")
        assert list(tmp_path.iterdir()) == []
        page = shown(pilot.app)
        assert "Nothing is written until you begin." in page
        assert "A picture of a client." in page
        assert pilot.app.theme == "postwise-projector"
        await press(pilot, "g")
        assert [path.name for path in tmp_path.iterdir()] == ["training-2026-11-22.session"]
        assert isinstance(pilot.app.screen, SessionScreen)


async def test_the_set_up_is_changed_line_by_line(tmp_path):
    async with setting_up(tmp_path) as pilot:
        screen = pilot.app.screen
        screen.page.mark("present")
        await press(pilot, "enter", "backspace", "backspace", *"0", "enter")
        assert isinstance(pilot.app.screen, FormDialog), "nobody is no session"
        await press(pilot, "backspace", *"7", "enter")
        screen.page.mark(("mode", "secret"))
        await press(pilot, "enter")
        screen.page.mark("path")
        await press(pilot, "enter", *"x", "enter", "g")
        setup = session_of(pilot).setup
        assert (setup.present, setup.mode, len(setup.cases)) == (7, "secret", 2)
        assert [path.suffix for path in tmp_path.iterdir()] == [".sessionx"]


async def test_no_case_is_no_session(tmp_path):
    async with setting_up(tmp_path) as pilot:
        await press(pilot, "enter", "enter", "g")
        assert "Choose at least one case." in shown(pilot.app)
        assert list(tmp_path.iterdir()) == []


async def test_counts_of_hands_are_typed_in_the_open_and_others_as_dots(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v", "8", "space", "3")
        assert "▸ 8 3   11 of 12 so far   Enter puts them in" in shown(pilot.app)
    for number, session in enumerate((to(in_case(12, "typed"), "account"), to(in_case(4), "account"))):
        async with in_room(tmp_path / f"s{number}", session) as pilot:
            await press(pilot, "v", "8", "space", "3")
            assert "▸ • •   11 of " in shown(pilot.app)
            await press(pilot, "space", "9", "enter")
            assert "That makes 20 votes" in shown(pilot.app)
            assert "▸ Type the hands" in shown(pilot.app), "nobody could put right what nobody sees"


async def test_counts_are_hidden_until_they_are_revealed(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v", "8", "space", "4", "enter")
        page = shown(pilot.app)
        assert "first vote · 12 of 12" in page
        assert store.resume(tmp_path / "s").counted.counts == {"org": 8, "mine": 4, "none-yet": 0}, (
            "on the disk before it is shown"
        )
        assert "8 of 12" not in page
        await press(pilot, "r")
        page = shown(pilot.app)
        assert "leaning: one way, not all the way" in page
        assert "8" not in page, "before the talk it would lead it"
        await press(pilot, "f", "y")
        assert "     8\n" in shown(pilot.app)
        await press(pilot, "escape", "v")
        await count(pilot, "8 4")
        assert "8 of 12 for 1" in shown(pilot.app)


async def test_the_head_names_the_case_in_the_words_of_the_organisation(tmp_path):
    text = TREE.replace('title = "The late train"', 'title = "{manager} is late"')
    session = on(begun(text=text), "forward", "forward", "forward")
    async with in_room(tmp_path / "s", session) as pilot:
        assert "Scenario 1 of 2 · your line manager is late" in shown(pilot.app)


async def test_talking_moves_and_the_second_vote_says_how(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v")
        await count(pilot, "6 5 1")
        await press(pilot, "n")
        assert "talk in pairs · 2:00" in shown(pilot.app)
        await press(pilot, "v")
        await count(pilot, "4 8")
        page = " ".join(shown(pilot.app).split())
        assert "6 → 4" in page
        assert "a few → 0" in page, "nobody looks for the one who passed"
        assert "split → leaning, at least 3 moved" in page


async def test_counts_that_cannot_be_are_refused_and_can_be_put_right(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v", *"13", "enter")
        assert "13 votes, and 12 are here" in shown(pilot.app)
        await press(pilot, "backspace", "2", "enter")
        assert session_of(pilot).voted == 12
        await press(pilot, *"1", "space", "0", "space", "0", "enter")
        assert session_of(pilot).voted == 1, "typed again, they take the place of the first"
        await press(pilot, "n")
        assert "1 of 12 are in." in shown(pilot.app)
        assert session_of(pilot).stage == "first"


async def test_a_hand_can_be_counted_with_the_mouse(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(2), "account")) as pilot:
        await press(pilot, "v")
        page = pilot.app.screen.page
        rows = [place for place, row in enumerate(page.rows) if row.line.target == ("hand", 1)]
        await pilot.click(page, offset=(10, rows[0] - page.top))
        await pilot.click(page, offset=(10, rows[0] - page.top))
        await press(pilot, "r")
        assert session_of(pilot).votes.first.counts == {"org": 0, "mine": 2, "none-yet": 0}


async def test_a_link_on_the_rooms_page_is_opened_once(tmp_path, monkeypatch):
    async with in_room(tmp_path / "x.session", begun()) as pilot:
        opened: list[str] = []
        monkeypatch.setattr(pilot.app, "open_url", lambda url, **_: opened.append(url))
        page = pilot.app.screen.page
        page.post_message(TextPage.Chosen(page, LinkTarget("https://example.org/")))
        await settled(pilot)
        assert opened == ["https://example.org/"]


async def test_fewer_than_five_are_never_shown_as_counts(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(4), "account")) as pilot:
        await press(pilot, "v")
        await count(pilot, "3 1")
        page = shown(pilot.app)
        assert "most think alike" in page
        assert "3 of 4" not in page
        assert "█" not in page


async def test_back_loses_no_vote(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "10 2 0")) as pilot:
        await press(pilot, "b", "b", "b")
        assert session_of(pilot).stage == "case"
        await press(pilot, "n")
        assert "10 of 12 for 1" in shown(pilot.app)


async def test_in_a_tie_the_facilitator_picks(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "6 6 0")) as pilot:
        await press(pilot, "n", "v")
        await count(pilot, "6 6 0")
        assert "No answer leads alone." in shown(pilot.app)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await press(pilot, "2")
        assert session_of(pilot).question == "reception"


async def test_both_roads_stand_side_by_side_with_what_they_share(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "8 4 0")) as pilot:
        await press(pilot, "n", "v")
        await count(pilot, "8 4 0")
        await press(pilot, "n")
        assert "STOP" in shown(pilot.app)
        await press(pilot, "o")
        assert session_of(pilot).question == "reception"
        while session_of(pilot).stage != "outcome":
            if session_of(pilot).stage in {"first", "second"}:
                await count(pilot, "0 0 0" if session_of(pilot).ballot.several else "12")
            await press(pilot, "n")
        await press(pilot, "n")
        page = shown(pilot.app)
        assert session_of(pilot).stage == "compare"
        assert page.index("On either road") < page.index("STOP")
        assert page.count("Read it aloud.") == 1
        assert "GO" in page


async def test_a_case_too_close_is_left_at_once_and_leaves_nothing(tmp_path):
    path = tmp_path / "s"
    async with in_room(path, to(in_case(), "account", "8 4 0")) as pilot:
        assert b"late-train" in path.read_bytes()
        await press(pilot, "X")
        page = shown(pilot.app)
        assert "The late train" not in page
        assert "The picture" in page
        assert "Nothing of it is kept." in page
        assert session_of(pilot).order == ("towing/picture",)
        assert [event for event in session_of(pilot).events if "late-train" in event.case] == []


async def test_every_move_of_a_facilitator_has_a_key_that_says_why_it_does_nothing(tmp_path):
    async with in_room(tmp_path / "s", begun()) as pilot:
        for key, said in {"g": "Nothing is settled", "d": "No other road is due", "N": "No case is open"}.items():
            await press(pilot, key)
            assert said in shown(pilot.app)
        await press(pilot, "n", "n", "h", "2")
        assert session_of(pilot).mode == "typed"
        await press(pilot, "n", "g")
        assert session_of(pilot).question == "reception"
        await press(pilot, "i")
        assert "silence · 1:" in shown(pilot.app)
        await press(pilot, "N")
        assert session_of(pilot).case == "towing/picture"


async def test_another_road_says_so_on_the_page_and_a_narrow_page_keeps_the_story(tmp_path):
    session = on(to(in_case(), "account", "8 4 0"), "vote")
    async with in_room(tmp_path / "s", session, (60, 17)) as pilot:
        assert "You are on platform 4" in shown(pilot.app)
        await count(pilot, "8 4")
        await press(pilot, "n", "n")
        assert "Another road: the one on which" in shown(pilot.app)


async def test_the_story_stays_while_the_question_is_put_and_the_road_so_far_goes_first(tmp_path):
    told = " ".join(f"word{number}" for number in range(40))
    text = TREE.replace("You are on platform 4, and {manager} is waiting.", told)
    text = text.replace('ask = "Would you say it in reception?"', 'ask = "Would you say it?"\nwhy = "Because."')
    text = text.replace('yes = "followers"\nno = "talk"', YES_OR_NOT)
    session = on(in_case(text=text), "given")
    for size, stays, goes in (((80, 24), "word39", "My own"), ((60, 17), "Reception?", "My own")):
        async with in_room(tmp_path / f"{size}", session, size) as pilot:
            assert stays in shown(pilot.app)
            assert goes not in shown(pilot.app)
    async with in_room(tmp_path / "s", session) as pilot:
        assert "word39" in shown(pilot.app)
        assert "As the story has it" in shown(pilot.app)
        assert shown(pilot.app).index("Because.") < shown(pilot.app).index("My own")


YES_OR_NOT = """answers = [
  { id = "yes", text = "Yes", goto = "followers" },
  { id = "no", text = "Reception? No", goto = "talk" },
  { id = "three", text = "Three", goto = "talk" },
  { id = "four", text = "Four", goto = "talk" },
  { id = "five", text = "Five", goto = "talk" },
]"""


async def test_who_comes_late_hears_what_became_of_the_vote(tmp_path):
    session = on(to(in_case(6, "secret"), "account"), "vote")
    async with in_room(tmp_path / "s", session) as pilot:
        for _ in range(6):
            pilot.app.screen.hold.cast(["mine"])
        await press(pilot, "r", "p", "backspace", "7", "enter", "b")
        assert "6 of 7 were counted. r reveals them; z begins it anew for all." in shown(pilot.app)
        assert "v Vote" not in shown(pilot.app)
        await press(pilot, "v")
        assert "This vote has been counted." in shown(pilot.app)


async def test_people_come_late_and_leave(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "p", "backspace", "4", "enter", "v")
        assert "0 of 14" in shown(pilot.app)


@pytest.mark.parametrize("typed", ["1" * 90, "1 " * 45, "0" * 90, "0 " * 45, "12 0 0 0" + "0" * 80])
async def test_of_counts_that_never_end_none_is_taken(tmp_path, typed):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v", Typed(typed))
        assert "That is more than can be counted here." in shown(pilot.app)
        await press(pilot, "enter")
        assert session_of(pilot).voted == 0
        assert session_of(pilot).votes.first is None
        assert "Type " in shown(pilot.app)


async def test_people_are_a_number_and_nothing_else(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        for typed in ("", "0", "-3", "2.5", "1e1", "1_0", "٣", "١٢", "many", "9" * 20, "9" * 4301, "10001", "\x1b[A3"):
            await press(pilot, "p")
            assert "Type a number from 1 to 10000." not in shown(pilot.app)
            pilot.app.screen.fields[0].value = typed
            await press(pilot, "enter")
            assert "Type a number from 1 to 10000." in shown(pilot.app), typed[:30]
            await press(pilot, "escape", "escape")
            assert session_of(pilot).present == 12, typed[:30]


async def test_what_is_no_count_is_taken_for_none(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v")
        for typed in ("-3", "2.5", "+3", "1_0", "1e1", "٣", "3/4", "1 -1 3"):
            await press(pilot, *("space" if key == " " else key for key in typed))
            assert "Type the counts as numbers with spaces between, as in 7 4 1." not in shown(pilot.app)
            await press(pilot, "enter")
            assert session_of(pilot).voted == 0, typed
            assert "Type the counts as numbers with spaces between, as in 7 4 1." in shown(pilot.app), typed
            await press(pilot, *["backspace"] * len(typed))
        await press(pilot, "8", "space", "3", "enter")
        assert "Type 3 numbers" in shown(pilot.app), "nobody knows for which line one is missing"
        await press(pilot, "space", "0", "enter")
        assert session_of(pilot).voted == 11


async def test_nothing_blinks_in_a_form(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "a")
        assert [field.cursor_blink for field in pilot.app.screen.fields] == [False, False, False]


async def test_what_is_written_down_can_be_changed_and_struck(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "8 4 0")) as pilot:
        await press(pilot, "m", *"Ask", "enter", "c", *"Whose", "enter", *"dim", "enter")
        note = session_of(pilot).notes("minority")[0]
        assert (note.text, note.question) == ("Ask", "account")
        await press(pilot, "E", "a", "enter", *"editor", "enter", "enter")
        assert "Fill in the first line too" in shown(pilot.app)
        await press(pilot, "shift+tab", "shift+tab", *"Tell", "enter", "enter", *"soon", "enter")
        assert "Write the day as" in shown(pilot.app)
        await press(pilot, *["backspace"] * 4, *"2026-12-01", "enter")
        assert "Tell (editor, by 1 December 2026)" in shown(pilot.app)
        assert "Whose (dim)" in shown(pilot.app)
        pilot.app.screen.page.mark(("note", session_of(pilot).notes("action")[0].number))
        await press(pilot, "enter", *["backspace"] * 4, "enter", "enter", "enter")
        assert session_of(pilot).notes("action") == ()


async def test_a_change_can_be_proposed_at_the_end_to_any_question(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "8 4 0")) as pilot:
        await press(pilot, "E", "c", "1", *"Whose", "enter", "enter")
        proposal = session_of(pilot).notes("proposal")[0]
        assert (proposal.tree, proposal.question) == ("towing", "account")


async def test_the_last_page_writes_the_debrief_where_it_is_asked_to(tmp_path):
    async with in_room(tmp_path / "s.session", to(in_case(), "account", "8 4 0")) as pilot:
        await press(pilot, "E", "n", "n", "s", "enter")
        assert "It is not a record about any person." in (tmp_path / "s.md").read_text()
        await press(pilot, "s", "enter")
        assert "is there already" in " ".join(shown(pilot.app).replace("│", " ").split())


async def test_the_notes_are_never_on_the_room_view_unless_asked_for_twice(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "reception")) as pilot:
        assert "Groups are known to divide here." not in shown(pilot.app)
        await press(pilot, "f")
        assert "Groups are known to divide here." not in shown(pilot.app)
        await press(pilot, "y")
        assert "Groups are known to divide here." in shown(pilot.app)
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, SessionScreen)


async def test_what_is_offered_to_be_typed_is_quoted_and_names_the_file_where_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with in_room(Path("in", "our hour"), begun()) as pilot:
        for keys, words in (("q", "--resume"), ("f", "--desk")):
            await press(pilot, keys)
            assert f"postwise train {words} 'in/our hour'" in pilot.app.screen.text
            await press(pilot, "escape")


FORMS = ("%Y-%m-%d", "%Y%m%d", "%G-W%V-%u", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b", "%A")
"""Ways in which people write a day."""
DAYS = st.one_of(
    st.sampled_from(["", "today", "tomorrow", "next week"]),
    st.text("0123456789-W. ", max_size=11).map(str.strip),
    st.builds(dt.date.strftime, st.dates(dt.date(1000, 1, 1)), st.sampled_from(FORMS)),
)
AT_FIRST = begun()


@given(DAYS, st.sampled_from(["", "Tell them"]))
def test_a_day_that_a_form_takes_is_kept(by, text):
    filled = {"text": text, "role": "", "by": by}
    if not written_lines.refused(filled, new=True):
        days = [event.note.by for event in written_lines.written(AT_FIRST, "action", filled, None)]
        assert [day is not None for day in days] == [bool(by)] * bool(by or text)


async def test_a_form_says_what_it_reads_of_a_day_while_it_is_typed(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    async with in_room(tmp_path / "s", to(in_case(), "account", "8 4 0")) as pilot:
        await press(pilot, "E", "a", *"Tell", "enter", "enter", *"1/12/26")
        assert "By when; may stay empty · read as 1 December 2026" in shown(pilot.app)
        await press(pilot, *["backspace"] * 3)
        assert "By when; may stay empty ─" in shown(pilot.app)
        await press(pilot, "enter")
        assert "Write the day as 1 December 2026 or 2026-12-01" in shown(pilot.app)
        await press(pilot, *"/2026", "enter")
        assert session_of(pilot).notes("action")[0].by == dt.date(2026, 12, 1)


@pytest.mark.parametrize("typed", ["12", "12 people", "+12", " 12 "])
def test_how_many_are_here_is_read_as_people_write_it(typed):
    assert written_lines.people_in({"present": typed}) == 12


@given(st.dates())
def test_a_day_is_kept_as_it_was_typed(day):
    filled = {"text": "Tell them", "role": "", "by": str(day)}
    assert written_lines.refused(filled, new=True) == ""
    assert [event.note.by for event in written_lines.written(AT_FIRST, "action", filled, None)] == [day]


async def test_leaving_says_how_to_go_on(tmp_path):
    async with in_room(tmp_path / "s", begun()) as pilot:
        await press(pilot, "q")
        assert "It is kept in s. To go on: postwise train --resume" in shown(pilot.app)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, SessionScreen)
        await press(pilot, "q", "l")
    assert pilot.app.return_code == 0


async def test_a_vote_that_the_disk_does_not_take_is_not_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(living_memory, "_there_is_memory", lambda: False)  # else it is on none before the case is over
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "v", "8", "space", "4")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("postwise.train.held_file._write", full)
            await press(pilot, "enter")
            assert "No space left" in shown(pilot.app)
            assert session_of(pilot).voted == 0
        await press(pilot, "enter")
        assert session_of(pilot).voted == 12
        with monkeypatch.context() as patched:
            patched.setattr("postwise.train.held_file._write", full)
            await press(pilot, "r")
            assert "No space left" in shown(pilot.app)
            assert "Nobody has voted" not in shown(pilot.app)


async def test_a_session_is_not_left_while_the_disk_does_not_take_the_case_in_hand(tmp_path, monkeypatch):
    path = tmp_path / "s"
    async with in_room(path, to(in_case(), "account")) as pilot:
        await press(pilot, "v", *"12", "space", "0", "space", "0", "enter")
        with monkeypatch.context() as patched:
            patched.setattr("postwise.train.held_file._write", lambda *_: (_ for _ in ()).throw(OSError(28, "Full")))
            await press(pilot, "q", "l")
            assert "Full" in shown(pilot.app)
            assert isinstance(pilot.app.screen, SessionScreen)
        await press(pilot, "q", "l")
    assert b'"voted"' in path.read_bytes()


def test_a_clock_counts_down_and_never_cuts_off():
    clock = Timer(120, 1000.0)
    assert clock.shown(1015.9) == "1:45"
    assert clock.shown(1130.0) == "0:10 over"
    stopped = clock.toggled(1015.0)
    assert stopped.shown(5000.0) == "1:45, stopped"
    assert stopped.toggled(2000.0).shown(2005.0) == "1:40"
    assert Timer(0, 0.0).shown(61.0) == "-1:01".strip("-")


async def test_the_timer_can_be_stopped_and_set_going(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account")) as pilot:
        await press(pilot, "t")
        assert "stopped" in shown(pilot.app)
        await press(pilot, "t", "v")
        assert pilot.app.screen.clocks.step is None
        await press(pilot, "t")
        assert "0 of 12 · 0:00" in shown(pilot.app)


def test_every_footer_keeps_five_with_help_and_names_commands_there_are():
    names = {command.name for command in ROOM}
    for stage in (*FEET, "rules", "case", "said", "living"):
        assert set(foot(stage)) <= names
        assert len(foot(stage)) < MOST


def test_where_a_vote_waits_to_be_shown_the_foot_has_what_shows_it():
    for stage in CLOSED_BY_SHOWING:
        assert {"vote", "reveal", "people"} <= set(foot(stage)), stage


@pytest.mark.parametrize("size", [(80, 24), (60, 17)], ids=str)
async def test_whether_all_could_live_with_it_is_voted_like_everything_else(tmp_path, size):
    async with in_room(tmp_path / "s", to(in_case(), "account", "12 0"), size) as pilot:
        await press(pilot, "n", "y")
        assert "b Back" in shown(pilot.app).split("\n")[-1]
        await press(pilot, "n")
        assert NOBODY_YET in shown(pilot.app)
        await press(pilot, *"12", "enter")
        assert "r reveals them" in " ".join(shown(pilot.app).split())
        assert "r Reveal" in shown(pilot.app).split("\n")[-1]
        await press(pilot, "r")
        assert session_of(pilot).stage == "lived"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_step_keeps_to_its_room(tmp_path, size):
    async with in_room(tmp_path / "s", begun(), size) as pilot:
        steps = 0
        while session_of(pilot).stage != "closed" and steps < 60:
            session = session_of(pilot)
            rows = shown(pilot.app).split("\n")
            assert len(rows) == size[1]
            assert "? Help" in rows[-1]
            if session.stage in {"first", "second"}:
                await count(pilot, "0 0 0" if session.ballot.several else "6 6" if steps < 12 else "12")
            await press(pilot, "n")
            if isinstance(pilot.app.screen, ChoiceDialog):
                await press(pilot, "2")
            steps += 1
        assert session_of(pilot).stage == "closed"


async def test_it_is_left_as_it_stood_when_the_window_changes(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(), "account", "10 2 0")) as pilot:
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "10 of 12 for 1" in shown(pilot.app)


def test_every_step_has_a_name_for_the_room_and_a_place_in_the_session():
    assert set(STEPS) == set(get_args(Stage))
    assert set(NEXT) == set(STEPS)
    assert set(FEET) | set(INVITATIONS) | set(IN_QUESTION) | OPENED <= set(STEPS)


async def test_what_breaks_leaves_the_session_to_go_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(SessionScreen, "action_vote", lambda _: {}["nothing"])
    path = tmp_path / "one.session"
    with store.OpenSession.begin(path, begun()) as hold:
        app = PostwiseApp(Library(), OpenRoom(hold))
        with pytest.raises(KeyError):
            async with running(app) as pilot:
                await press(pilot, "v")
    assert app.session == path


def test_after_a_fault_in_a_room_it_is_said_how_to_go_on(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path))
    with pytest.raises(Crash) as crash:
        raise Crash(None, tmp_path / "our hour.session") from KeyError("Ines")
    assert cli._crashed(crash.value, ["train"]) == 70
    said = capsys.readouterr().err
    assert f"postwise train --resume {shlex.quote(str(tmp_path / 'our hour.session'))}" in said
    assert "Ines" not in said


async def test_what_is_done_on_the_screens_and_in_lines_makes_the_same_session(tmp_path):
    typed = [
        "v",
        "4 8",
        "r",
        "m",
        "Ask us",
        "n",
        "v",
        "6 6",
        "r",
        "n",
        "2",
        "v",
        "2 10",
        "r",
        "n",
        "o",
        "n",
        "y",
        "9 3",
        "r",
        "n",
    ]
    async with in_room(tmp_path / "screens", to(in_case(), "account")) as pilot:
        for keys in typed:
            await press(pilot, *("space" if key == " " else key for key in keys), *["enter"] * (" " in keys))
        on_screens = session_of(pilot)
    lines = PlainDialogue(io.StringIO("\n".join(typed)), io.StringIO(), plain_lines)
    with OpenSession.begin(tmp_path / "lines", to(in_case(), "account")) as hold:
        PlainRoom(lines, hold, "").run()
        assert hold.session.events == on_screens.events
    assert (tmp_path / "lines").read_bytes() == (tmp_path / "screens").read_bytes()
