"""Alone with a few cases: a walk through each, then one's own answers beside those of groups, and no score."""

from __future__ import annotations

import re

import pytest

from postwise.train.aggregate import SessionAggregate
from postwise.train.session_report import debrief
from postwise.train.solo import Solo
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.training import OpenSolo
from train.playing import TREE, cases, counted, in_case, on, to
from train.test_session_report import lay_together

from .conftest import SIZES, Typed, press, running, shown
from .contrast import unreadable


def alone(together: SessionAggregate) -> PostwiseApp:
    """Return the app with somebody alone with the cases of the small tree."""
    return PostwiseApp(Library(), OpenSolo(Solo.begin(cases()), together))


def told() -> SessionAggregate:
    """Return what a group of twelve said to the first question."""
    session = to(in_case(), "account", "8 3 1")
    session = counted(on(session, "talk", "vote"), "7 4 1")
    return lay_together([debrief(session)])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_three_cases_end_beside_what_groups_said(size):
    app = alone(told())
    async with running(app, size) as pilot:
        page = shown(app)
        assert "platform 4" in page
        assert "Whose account" in page
        await press(pilot, "1")
        assert "STOP" in shown(app)
        await press(pilot, "backspace")
        assert "Whose account" in shown(app)
        await press(pilot, "2", "2")
        assert "TALK" in shown(app)
        lines = [row.line.words.plain for row in app.screen.walked.page.rows]
        for line in ("The case's own road", "My own → No", "Its other road", "Who was on the platform?"):
            assert line in lines
        await press(pilot, "c", "1", "c")
        page = shown(app)
        assert "Nothing here is right or wrong" in page
        lines = [row.line.words.plain for row in app.screen.walked.page.rows]
        assert "My own" in lines
        assert "1 was split" in lines
        assert not any("score" in text.lower() for text in lines)
        await press(pilot, "backspace")
        assert "STOP" in shown(app)


async def test_what_no_group_has_voted_on_says_so():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "u", "c", "c")
        assert "no group has told us yet" in shown(app)


async def test_every_kind_of_question_can_be_answered():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "3", *"20", "enter", "space", "g", Typed("Dear"), "enter", Typed("2026-03-03"), "enter")
        assert app.screen.walked.walk.outcome.verdict == "stop"
        await press(pilot, "b", "escape", "b", "escape", "b", "space", "0", "g", "enter", "enter")
        assert app.screen.walked.walk.outcome.verdict == "go"


async def test_every_text_can_be_read_in_every_theme():
    app = alone(told())
    async with running(app) as pilot:
        for key in ("w", "1", "c", "c"):
            await press(pilot, key)
            assert unreadable(app) == []


async def test_words_that_were_begun_stay_while_one_steps_back():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "3", *"20", "enter", "space", "g", Typed("Dear"))
        assert "Dear" in shown(app)
        await press(pilot, "escape", "b", "g")
        assert "Dear" in shown(app)
        await press(pilot, "escape", "c", "b")
        assert "Dear" in shown(app), "and while one is at another case"
        await press(pilot, "escape", "c", "q")
        assert "your road through these cases" in " ".join(shown(app).split())


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_who_would_leave_before_the_end_is_asked_once_for_nothing_is_kept(leave):
    app = alone(told())
    async with running(app) as pilot:
        await press(pilot, "1", leave)
        assert app.is_running
        assert "If you leave now, your road through" in " ".join(shown(app).split())
        assert "unless you say so" not in shown(app)
        await press(pilot, "escape", "c", "1", "c", "c")
        assert "Nothing here is right or wrong" in shown(app)
        await press(pilot, leave)
        assert not app.is_running


async def test_words_that_were_never_sent_off_are_not_lost_unasked_at_the_end_either():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "3", *"20", "enter", "space", "g", Typed("Dear"), "escape", "c", "c", "c")
        assert "Nothing here is right or wrong" in shown(app)
        await press(pilot, "q")
        assert app.is_running
        assert "what you have typed" in " ".join(shown(app).split())


async def test_ticks_that_were_never_sent_off_are_not_called_typed():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "3", *"20", "enter", "space", "c", "c", "c", "q")
        assert app.is_running
        assert "what you have ticked" in " ".join(shown(app).split())


async def test_who_has_done_nothing_leaves_unasked():
    app = alone(told())
    async with running(app) as pilot:
        await press(pilot, "q")
        assert not app.is_running


async def test_behind_the_last_case_the_help_says_what_back_does_there():
    app = alone(SessionAggregate())
    async with running(app) as pilot:
        await press(pilot, "c", "c", "question_mark")
        page = shown(app)
        assert "Go back to the last case" in page
        assert "Take the last answer back" not in page
        assert "Alone with a few cases" in page


LONG = "Before it was said. " * 60 + "And this is what the case turns on."


@pytest.mark.parametrize("size", [(48, 24), (60, 17), (60, 20), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_of_a_story_can_be_read_with_the_keyboard_alone(size):
    text = re.sub('story = ".*"', f'story = "{LONG}"', TREE)
    app = PostwiseApp(Library(), OpenSolo(Solo.begin(cases(text)), SessionAggregate()))
    async with running(app, size) as pilot:
        end = "turns on."
        assert end not in shown(app)
        assert "tab Story" in shown(app).split("\n")[-1]
        await press(pilot, "tab", "end")
        assert end in " ".join(shown(app).split())
        assert app.screen.case.story.has_focus
        await press(pilot, "tab")
        assert not app.screen.case.story.has_focus
        await press(pilot, "1")
        assert app.screen.solo.walk.answers, "the answers are where they were"


async def test_where_all_of_a_story_is_seen_nobody_has_to_go_to_it():
    app = alone(SessionAggregate())
    async with running(app, (80, 24)) as pilot:
        assert "Story" not in shown(app).split("\n")[-1]
        await press(pilot, "tab")
        assert not app.screen.case.story.has_focus


@pytest.mark.parametrize("size", [(48, 24), (60, 20), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_long_story_leaves_a_typed_answer_its_room(size):
    text = re.sub('story = ".*"', f'story = "{LONG}"', TREE).replace('start = "account"', 'start = "many"')
    text += '[question.many]\nask = "How many have seen it?"\ntype = "number"\ngoto = "account"\n'
    text = text.replace("[scenario.", "[scenario.", 1)
    app = PostwiseApp(Library(), OpenSolo(Solo.begin(cases(text)), SessionAggregate()))
    async with running(app, size) as pilot:
        await press(pilot, *"abc", "enter")
        page = shown(app)
        assert "abc" in page
        assert "is not a number" in page
        await press(pilot, "tab")
        assert app.screen.case.story.has_focus
        await press(pilot, "tab", "backspace", "backspace", "backspace", "3", "enter")
        assert app.screen.solo.walk.answers["many"] == 3
