"""The hour in which a group writes a tree: typed as it would be, and it ends with a tree that passes a check."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from postwise import load
from postwise.author.check_tree import check
from postwise.author.scenarios import run_scenarios
from postwise.train import clocks
from postwise.train.kept_hours import KeptHours
from postwise.train.workshop import PARTS, Workshop
from postwise.tree.library import Library, shipped_folder
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import ChoiceDialog, FormDialog
from postwise.tui.training import OpenWorkshop
from postwise.tui.training.workshop_screen import TrialWalkScreen

from .conftest import SIZES, Typed, press, running, shown
from .contrast import unreadable

STARTER = load(shipped_folder() / "pause-for-thought.toml")
TODAY = dt.date(2026, 11, 22)


@asynccontextmanager
async def writing(folder: Path, size: tuple[int, int] = (120, 36), *, begin: bool = True) -> AsyncIterator[Pilot[None]]:
    """Begin the hour, the tree called *Speaking at events*."""
    hours = KeptHours.of_this_person({})
    app = PostwiseApp(Library(), OpenWorkshop(lambda title: Workshop.begin(title, STARTER), folder, TODAY, hours))
    async with running(app, size) as pilot:
        if begin:
            await press(pilot, Typed("Speaking at events"), "enter")
        yield pilot


def draft(pilot: Pilot[None]) -> Workshop:
    return pilot.app.screen.writing


async def fill(pilot: Pilot[None], target: tuple[object, ...], *lines: str) -> None:
    """Choose a line of the page, and fill in the form that it opens; what stood in it is rubbed out."""
    screen = pilot.app.screen
    screen.page.mark(target)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, FormDialog)
    for text in lines:
        field = pilot.app.focused
        field.value = ""
        await press(pilot, Typed(text), "enter")


async def run_a_case(pilot: Pilot[None], title: str, *answers: str) -> None:
    await press(pilot, "end", "enter", Typed(title), "enter", "enter")
    assert isinstance(pilot.app.screen, TrialWalkScreen)
    await press(pilot, *answers, "s")


async def test_the_hour_ends_with_a_tree_that_passes_a_check(tmp_path):
    async with writing(tmp_path) as pilot:
        await fill(pilot, ("trust",), "That it is true")
        await press(pilot, "n")
        await fill(pilot, ("dilemma",), "A friend asks for a talk")
        await press(pilot, "n", "enter", "n")
        assert draft(pilot).story == "A friend asks for a talk"
        await fill(pilot, ("question", ""), "Is a fee paid?", "People ask.")
        await fill(pilot, ("answer", "is-a-fee-paid", ""), "Yes", "b")
        await fill(pilot, ("answer", "is-a-fee-paid", ""), "No", "A")
        first = draft(pilot).questions[1]
        await fill(pilot, ("answer", first.id, first.answers[0].id), "Yes", "4")
        assert "The draft holds together." in shown(pilot.app)
        await press(pilot, "n")
        await run_a_case(pilot, "The fee", "1", "1", "2")
        await run_a_case(pilot, "The day", "3")
        assert [one.title for one in draft(pilot).scenarios] == ["The fee", "The day"]
        await press(pilot, "n")
        await fill(pilot, ("mantra",), "Would {manager} hear it first?")
        for text in ("Ask who pays.", "Say no early.", "Stuff"):
            await fill(pilot, ("guidance", len(draft(pilot).guidance)), text)
        pilot.app.screen.page.mark(("guidance", 2))
        await press(pilot, "x", "s", "n")
        await fill(pilot, ("consent", "mantra"), "7 2 1")
        assert "7 yes, 2 with a change, 1 no" in shown(pilot.app)
        await fill(pilot, ("consent", "guidance"), "9 1 0")
        await fill(pilot, ("consent", "tree"), "3 0 0")
        assert "The vote is in." in shown(pilot.app)
        await fill(pilot, ("differ", "is-a-fee-paid"), "Fee is the wrong word")
        await press(pilot, "n")
        await fill(pilot, ("close",), "the events lead", "1 May 2027")
        assert draft(pilot).missing() == ()
        assert list(tmp_path.iterdir()) == [], "nothing is written before it is asked for"
        await press(pilot, "s", "enter", "q")
    path = tmp_path / "speaking-at-events.toml"
    assert (tmp_path / "speaking-at-events-mantra.txt").read_text() == "Would your line manager hear it first?\n"
    page = (tmp_path / "speaking-at-events-guidance.md").read_text()
    assert "- Ask who pays.\n- Say no early.\n" in page
    assert "- The guidance: 9 yes, 1 with a change, 0 no\n- The tree: The vote is in." in page
    assert (tmp_path / "speaking-at-events-hand-out.html").exists()
    report = check([path], library=Library(), today=TODAY)
    assert [problem.as_text() for problem in report.problems if problem.severity == "error"] == []
    tree = load(path)
    assert tree.questions["is-a-fee-paid"].dissent[0].text == "Fee is the wrong word"
    [rehearsed] = run_scenarios([path], library=Library()).trees
    assert all(result.passed for result in rehearsed.results)
    assert rehearsed.coverage.missing == ()


async def test_what_is_read_out_has_its_words_in_and_no_doubled_braces(tmp_path):
    async with writing(tmp_path) as pilot:
        await fill(pilot, ("trust",), "{manager} knows {that}")
        assert "your line manager knows {that}" in shown(pilot.app)
        await press(pilot, "n", "n", "n")
        await fill(pilot, ("question", ""), "Is it {this}, {manager}?", "")
        for _ in range(3):
            page = shown(pilot.app)
            assert "{{" not in page
            assert "{manager}" not in page
            await press(pilot, "n")
        assert "{{" not in shown(pilot.app)


async def test_what_cannot_be_is_said_in_the_form(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n")
        await fill(pilot, ("answer", "reception", ""), "Perhaps", "Z")
        assert "Say where it leads: one of 1, 2, 3, A" in shown(pilot.app)
        await press(pilot, "escape", "escape")
        await fill(pilot, ("outcome", ""), "Wait", "maybe", "", "")
        assert "The word is one of go" in shown(pilot.app)
        await press(pilot, "escape", "escape", "n", "n", "n")
        await fill(pilot, ("consent", "guidance"), "many")
        assert "numbers with spaces" in shown(pilot.app)
        await press(pilot, "escape", "escape", "n")
        await fill(pilot, ("close",), "lead", "2020-01-01")
        assert "has to lie ahead" in shown(pilot.app)


async def test_a_struck_ending_leaves_a_draft_that_says_so_and_is_not_written(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n", "x", "s")
        assert len(draft(pilot).questions) == 2
        pilot.app.screen.page.mark(("outcome", draft(pilot).outcomes[0].id))
        await press(pilot, "x", "s", "s")
        assert "Mend them first" in shown(pilot.app)
        assert any("▲" in row.words.plain for row in pilot.app.screen.page.rows)


async def test_something_to_take_away(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "p", "m", "enter", "p", "h", "enter", "p", "f", "enter")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"speaking-at-events-{name}" for name in ("full.md", "hand-out.html", "mantra.txt")]
    assert (tmp_path / names[0]).read_text().startswith("# Speaking at events")
    assert "Ask yourself" in (tmp_path / names[1]).read_text()
    assert (tmp_path / names[2]).read_text().endswith("Go ahead.\n")


async def test_what_is_taken_away_twice_has_two_names_and_of_a_faulty_draft_nothing(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "p", "m", "enter", "p", "m", "enter")
        assert len(list(tmp_path.iterdir())) == 2
        await press(pilot, "n", "n", "n")
        pilot.app.screen.page.mark(("outcome", draft(pilot).outcomes[0].id))
        await press(pilot, "x", "s", "p")
        assert "Mend them first" in shown(pilot.app)


async def test_an_hour_that_was_broken_off_is_gone_on_with_and_one_that_is_over_has_gone(tmp_path):
    async with writing(tmp_path) as pilot:
        await fill(pilot, ("trust",), "That it is true")
        await press(pilot, "n")
        await fill(pilot, ("dilemma",), "A friend asks for a talk")
        before = draft(pilot)
        pilot.app.exit()  # as a fault of ours, or the end of the terminal, would
    async with writing(tmp_path, begin=False) as pilot:
        assert "Go on with “Speaking at events”" in shown(pilot.app)
        await press(pilot, "1")
        assert draft(pilot) == before
        assert "A friend asks for a talk" in shown(pilot.app)
        await press(pilot, "q", "l")
    async with writing(tmp_path) as pilot:
        assert draft(pilot).dilemmas == ()


async def test_what_stands_in_a_file_is_not_asked_about_once_the_hour_is_taken_up_and_its_clock_goes_on(
    tmp_path, monkeypatch
):
    now = 1000.0
    monkeypatch.setattr(clocks, "steady", lambda: now)
    async with writing(tmp_path) as pilot:
        await fill(pilot, ("trust",), "That it is true")
        now += 23
        await press(pilot, "s", "enter")
        assert "Written to" in shown(pilot.app)
    async with writing(tmp_path, begin=False) as pilot:
        await press(pilot, "1")
        assert "4:37" in shown(pilot.app)
        await press(pilot, "q")
        assert not isinstance(pilot.app.screen, ChoiceDialog)


async def test_a_wording_that_the_disk_does_not_take_is_not_shown(tmp_path, monkeypatch):
    async with writing(tmp_path) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr("postwise.train.held_file._write", lambda *_: (_ for _ in ()).throw(OSError(28, "Full")))
            await fill(pilot, ("trust",), "That it is true")
            assert "Full" in shown(pilot.app)
            assert draft(pilot).trust == ""


async def test_leaving_asks_only_if_something_would_be_lost(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "b")
        await fill(pilot, ("trust",), "That it is true")
        await press(pilot, "q")
        assert "would be lost" in shown(pilot.app)
        await press(pilot, "w", "enter", "q")
    assert (tmp_path / "speaking-at-events.toml").exists()
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_what_a_group_has_written_is_asked_about_however_it_is_left(tmp_path, key):
    async with writing(tmp_path) as pilot:
        await press(pilot, key)
        assert pilot.app.return_code in {0, 130}, "nothing is written yet"
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "b")
        await fill(pilot, ("trust",), "That it is true")
        await press(pilot, key)
        assert pilot.app.is_running
        assert "what you have written together would be lost" in pilot.app.screen.text
        await press(pilot, "s")
        assert pilot.app.is_running
        await press(pilot, key, "l")
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_part_keeps_to_its_room_and_can_be_read_in_every_theme(tmp_path, size):
    async with writing(tmp_path, size) as pilot:
        for part in PARTS:
            assert draft(pilot).part == part
            rows = shown(pilot.app).split("\n")
            assert len(rows) == size[1]
            assert "? Help" in rows[-1]
            assert unreadable(pilot.app) == []
            await press(pilot, "n")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_line_of_a_form_is_on_the_page(tmp_path, size):
    async with writing(tmp_path, size) as pilot:
        await press(pilot, "n", "n", "n")
        pilot.app.screen.page.mark(("outcome", ""))
        await press(pilot, "enter", *"Headline", "enter", "enter", *"Reason", "enter", *"Step")
        page = shown(pilot.app)
        assert all(text in page for text in ("An ending", "Headline", "talk", "Reason", "Step", "In one word"))


async def test_before_something_is_struck_it_is_asked_and_holding_the_key_strikes_nothing(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n")
        before = draft(pilot)
        pilot.app.screen.page.mark(("outcome", before.outcomes[0].id))
        await press(pilot, "x")
        assert "Strike this ending?" in shown(pilot.app)
        await press(pilot, "x", "x", "l")
        assert draft(pilot) == before


async def test_a_case_that_was_tried_is_not_lost_unasked(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n", "n")
        await press(pilot, "end", "enter", Typed("A case"), "enter", "enter")
        assert isinstance(pilot.app.screen, TrialWalkScreen)
        await press(pilot, "escape")
        assert "This case is not kept" in shown(pilot.app)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TrialWalkScreen)
        await press(pilot, "q", "l")
        assert not draft(pilot).scenarios


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_a_case_that_is_tried_is_asked_about_however_it_is_left(tmp_path, key):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n", "n")
        await press(pilot, "end", "enter", Typed("A case"), "enter", "enter", key)
        assert pilot.app.is_running
        assert "the case that you are trying" in shown(pilot.app)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, TrialWalkScreen)


async def test_of_what_is_pasted_into_a_line_no_line_is_lost(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n", "n", "end", "enter", Typed("A case"), "enter")
        pilot.app.post_message(Paste("She rang.\n\n  Then"))
        pilot.app.post_message(Paste(" he did.\n"))
        pilot.app.post_message(Paste("So?"))
        await press(pilot, "end")
        assert pilot.app.focused.value == "She rang. Then he did. So?"


@pytest.mark.usefixtures("keys_may_be_held")
async def test_one_line_after_the_other_is_written_as_quickly_as_one_can(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n")
        for line in ("a nurse is asked", "next door a neighbour"):
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, FormDialog)
            await press(pilot, Typed(line))
            await pilot.pause(0.3)
            await press(pilot, "enter")
            assert not isinstance(pilot.app.screen, FormDialog)
            await pilot.pause(0.3)
        assert "next door a neighbour" in shown(pilot.app)


@pytest.mark.usefixtures("keys_may_be_held")
async def test_a_form_that_enter_opened_is_sent_by_enter_and_enter(tmp_path):
    async with writing(tmp_path) as pilot:
        await press(pilot, "n", "n", "n")
        pilot.app.screen.page.mark(("outcome", ""))
        await press(pilot, "enter", *"Headline")
        form = pilot.app.screen
        for _ in form.fields:
            await pilot.pause(0.3)
            await press(pilot, "enter")
        assert pilot.app.screen is not form


async def test_nothing_is_offered_before_the_first_part_of_the_hour_or_after_the_last(tmp_path):
    async with writing(tmp_path) as pilot:
        assert "b Back" not in shown(pilot.app).split("\n")[-1]
        await press(pilot, "n")
        assert "b Back" in shown(pilot.app).split("\n")[-1]
        await press(pilot, *"n" * len(PARTS))
        assert draft(pilot).part is PARTS[-1]
        assert "n Next" not in shown(pilot.app).split("\n")[-1]
        await press(pilot, "b")
        assert "n Next" in shown(pilot.app).split("\n")[-1]
