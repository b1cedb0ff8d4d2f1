"""Answers that are typed on screen: what was understood, y and n, and a word that leaves some of many answers."""

import pytest
from textual.events import Key

from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import HelpDialog
from postwise.tui.openings import OpenWalk
from postwise.tui.widgets.field import FilterField
from postwise.walk.walk import Walk
from strategies import tree_of

from .conftest import SIZES, press, running, settled, shown

COUNTRIES = (
    "Austria",
    "Belgium",
    "Chile",
    "Denmark",
    "Estonia",
    "Finland",
    "Georgia",
    "Hungary",
    "Iceland",
    "South Korea",
)
MANY = f"""[tree]
title = "Where?"
start = "where"
[question.where]
ask = "Where was it?"
help = "See [the map](https://example.org)."
why = "It is [asked](https://example.org) everywhere."
answers = [{", ".join(f'{{ text = "{name}", goto = "KIND" }}' for name in COUNTRIES)}]
[question.when]
ask = "When was it?"
type = "date"
max = 2026-11-28
goto = "size"
[question.size]
ask = "How many came?"
type = "number"
unit = "people"
min = 0
goto = "heard"
[question.heard]
ask = "Has anybody heard?"
yes = {{ text = "Nobody has not", goto = "done" }}
no = {{ text = "Yet to be told", goto = "done" }}
[question.tools]
ask = "What was there?"
type = "checklist"
answers = [{", ".join(f'{{ text = "{name}" }}' for name in COUNTRIES)}]
goto = "when"
[outcome.done]
headline = "Done."
"""


def walking(kind: str = "when", *answers: object) -> PostwiseApp:
    """Return what opens the app on a walk, some answers given; the first question leads to one of this kind."""
    walk = Walk.start(tree_of(MANY.replace("KIND", kind)))
    for answer in answers:
        walk = walk.answer(answer)
    return PostwiseApp(Library((), {}), OpenWalk(walk))


def foot(app):
    return [f"{command.shown} {command.label}" for command in app.screen.keybar.commands]


def words_shown(app):
    return [row.line.words.plain for row in app.screen.walked.panel.page.rows if row.line.target is not None]


# What was understood


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_understood_stands_under_the_field_and_moves_nothing(size, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    app = walking("when", "chile")
    async with running(app, size) as pilot:
        before = shown(app)
        assert "read as" not in before
        await press(pilot, *"1/12/25")
        assert "Go on · read as 1 December 2025" in shown(app)
        assert len(shown(app).splitlines()) == len(before.splitlines())
        await press(pilot, *["backspace"] * 7)
        assert "read as" not in shown(app)
        await press(pilot, *"1 December 2025")
        assert "read as" not in shown(app), "it says the same"
        await press(pilot, "enter")
        assert str(app.screen.walk.answers["when"]) == "2025-12-01"
        await press(pilot, *"£")
        assert "read as" not in shown(app)
        await press(pilot, "backspace", *"12,000")
        assert "Go on · read as 12000 people" in shown(app)
        await press(pilot, "enter")
        assert app.screen.walk.answers["size"] == 12000


async def test_a_refusal_says_what_is_wanted_until_something_else_is_typed():
    app = walking("when", "chile")
    async with running(app) as pilot:
        assert "Type a date up to 28 November 2026, as 1 December 2026 or 2026-12-01." in shown(app)
        await press(pilot, "enter")
        said = "There is no answer yet. Type a date up to 28 November 2026"
        assert said in shown(app)
        await press(pilot, "s")
        assert said not in shown(app)
        await press(pilot, "enter")
        assert '"s" is not a date. Type a date up to' in shown(app)
        await press(pilot, "backspace", *"1 Dec 2026", "enter")
        assert "1 December 2026 is too late. It goes up to 28 November 2026." in shown(app)
        assert app.screen.walk.at == "when"


async def test_what_is_sent_off_faster_than_it_is_drawn_is_refused_all_the_same():
    app = walking("when", "chile")
    async with running(app) as pilot:
        for key in ("s", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else "\r"))
        await settled(pilot)
        assert '"s" is not a date.' in shown(app)


async def test_an_answer_asked_again_stands_in_the_field_as_it_is_shown():
    app = walking("when", "chile", "2025-12-01")
    async with running(app) as pilot:
        await press(pilot, "backspace")
        assert app.screen.walked.panel.begun.typed == "1 December 2025"
        await press(pilot, "enter")
        assert str(app.screen.walk.answers["when"]) == "2025-12-01"


# Yes and no


@pytest.mark.parametrize(("key", "answer"), [("y", "yes"), ("n", "no"), ("1", "yes")])
async def test_y_and_n_answer_yes_and_no_whatever_the_two_are_called(key, answer):
    app = walking("heard")
    async with running(app) as pilot:
        await press(pilot, "y", "n", "3")
        assert app.screen.walk.at == "heard", "only a question of yes or no is answered by them"
        assert foot(app)[0] == "y n Answer"
        await press(pilot, key)
        assert app.screen.walk.answers["heard"] == answer


async def test_help_says_what_y_and_n_do():
    app = walking("heard", "chile")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpDialog)
        assert "y n       Answer yes or no" in shown(app)


# Filtering


async def test_from_eight_answers_up_a_word_leaves_those_it_stands_in():
    app = walking()
    async with running(app) as pilot:
        assert "/ Filter" in foot(app)
        await press(pilot, "slash")
        assert foot(app) == ["1-9 Answer", "F1 Help", "esc All answers"]
        await press(pilot, *"land")
        assert words_shown(app) == ["Finland", "Iceland"]
        assert foot(app) == ["↵ Choose", "1-9 Answer", "F1 Help", "esc All answers"]
        await press(pilot, "down", "enter")
        assert app.screen.walk.answers == {"where": "iceland"}
        assert not app.screen.walked.panel.filtering


async def test_letters_that_are_commands_and_several_words_are_only_looked_for():
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "slash", *"ko so", "w", "backspace")
        assert words_shown(app) == ["South Korea"]
        assert app.screen.walk.at == "where"
        await press(pilot, *"udmtgbe?/q")
        assert words_shown(app) == []
        assert "No answer has that in it." in shown(app)
        assert foot(app) == ["F1 Help", "esc All answers"]
        await press(pilot, "enter", "0")
        assert app.screen.walk.at == "where", "nothing is marked, so nothing is chosen"


@pytest.mark.parametrize("left", [["escape"], ["backspace"] * 3, ["backspace", "backspace", "enter"]])
async def test_all_the_answers_come_back_and_the_keys_with_them(left):
    app = walking()
    async with running(app) as pilot:
        before = words_shown(app)
        await press(pilot, "slash", *"fi", *left)
        assert words_shown(app) == before
        assert not app.screen.walked.panel.filtering
        assert app.screen.walked.panel.page.has_focus
        await press(pilot, "slash")
        assert app.screen.query_one(FilterField).value == ""


async def test_digits_go_on_answering_but_not_with_what_cannot_be_seen():
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "slash", *"land", "2")
        assert app.screen.walk.at == "where"
        await press(pilot, "6")
        assert app.screen.walk.answers == {"where": "finland"}


async def test_a_click_on_an_answer_that_is_left_chooses_it():
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "slash", *"land")
        page = app.screen.walked.panel.page
        row = next(y for y, row in enumerate(page.rows) if row.line.words.plain == "Iceland")
        await pilot.click(page, offset=(8, row - getattr(page, "top", 0)))
        await settled(pilot)
        assert app.screen.walk.answers == {"where": "iceland"}


async def test_what_can_be_done_while_filtering_can_be_clicked():
    app = walking()
    async with running(app) as pilot:
        bar = app.screen.keybar

        async def click(label):
            column = next(start for start, _, command in bar.places() if command.label == label)
            await pilot.click(bar, offset=(column, 1))
            await settled(pilot)

        await click("Filter")
        assert app.screen.query_one(FilterField).has_focus
        await press(pilot, *"fin")
        await click("All answers")
        assert len(words_shown(app)) >= len(COUNTRIES)
        await click("Filter")
        await press(pilot, *"fin")
        await click("Choose")
        assert app.screen.walk.answers == {"where": "finland"}


async def test_going_elsewhere_shows_all_the_answers_and_a_look_at_another_window_does_not():
    app = walking("where")
    async with running(app) as pilot:
        await press(pilot, "slash", *"land")
        app.app_focus = False
        await settled(pilot)
        app.app_focus = True
        await settled(pilot)
        assert words_shown(app) == ["Finland", "Iceland"]
        assert app.screen.query_one(FilterField).has_focus
        await press(pilot, "f1", "escape")
        assert words_shown(app) == ["Finland", "Iceland"]
        app.screen.trail.focus()
        await settled(pilot)
        assert len(words_shown(app)) >= len(COUNTRIES)


async def test_items_of_a_list_are_ticked_among_those_that_are_left():
    app = walking("tools", "chile")
    async with running(app) as pilot:
        await press(pilot, "1", "slash", *"land", "enter", "9")
        panel = app.screen.walked.panel
        assert panel.begun.ticked == {"austria", "finland", "iceland"}
        await press(pilot, "0", "1")
        assert panel.begun.ticked == {"austria", "finland", "iceland"}, "neither can be seen"
        await press(pilot, "escape", "g")
        assert app.screen.walk.answers["tools"] == {"austria", "finland", "iceland"}


async def test_fewer_answers_are_not_filtered():
    app = walking("heard", "chile")
    async with running(app) as pilot:
        assert "/ Filter" not in foot(app)
        await press(pilot, "slash")
        assert not app.screen.query(FilterField)


async def test_letters_typed_ahead_of_an_answer_are_not_looked_for_in_the_next():
    app = walking("tools")
    async with running(app) as pilot:
        await press(pilot, "slash", *"chi", "enter", "slash")
        assert app.screen.walk.at == "tools"
        assert app.screen.query_one(FilterField).value == ""
        assert len(words_shown(app)) > len(COUNTRIES)


@pytest.mark.parametrize("size", SIZES)
async def test_the_filter_fits_on_every_screen(size):
    app = walking()
    async with running(app, size) as pilot:
        await press(pilot, "slash", *"land")
        assert "land" in shown(app)
        assert "Where was it?" in shown(app)
        assert "6  Finland" in shown(app)
