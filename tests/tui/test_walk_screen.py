"""Walking on screen: answers of every type, the way back, changing an answer, the trail, the draft, leaving."""

import asyncio
import datetime as dt

import pytest
from textual.events import Hide

from bench.families import interleaved_scales
from postwise.logic.lookahead import KnownBeforehand
from postwise.tree.library import Library
from postwise.tree.loader import loads
from postwise.tui import desktop
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import HelpDialog
from postwise.tui.openings import OpenWalk
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.field import DraftPanel
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.themes import leading_to, style_of
from postwise.tui.widgets.trail import to_go
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk
from postwise.walk.walking import changed
from strategies import LATE, made, tree_of

from .conftest import SIZES, Typed, post, press, running, settled, shown


def at(app):
    return app.screen.walk.at


async def test_a_digit_answers_at_once_and_the_count_is_exact(walking):
    app = walking()
    async with running(app) as pilot:
        assert "Where will it grow?" in shown(app)
        assert "1 · 1 to 5 to go" in shown(app)
        await press(pilot, "2")
        assert app.screen.walk.answers == {"place": "pot"}
        assert "2 · 4 to go" in shown(app)
        assert "Does the sun reach it?" in shown(app)


async def test_arrows_and_enter_answer(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "down", "enter")
        assert app.screen.walk.answers == {"place": "pot"}


async def test_a_click_answers(walking):
    app = walking()
    async with running(app) as pilot:
        sheet = app.screen.query_one("#question", TextPage)
        row = next(y for y, row in enumerate(sheet.rows) if row.line.words.plain == "In a pot")
        await pilot.click(sheet, offset=(8, row))
        await settled(pilot)
        assert app.screen.walk.answers == {"place": "pot"}


async def test_not_sure_takes_the_answer_marked_for_it(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "u")
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.walk.unsure == {"place"}


@pytest.mark.parametrize("most", [0, 1000])
async def test_not_sure_says_so_where_too_much_lies_ahead_to_know_what_can_follow(monkeypatch, library, most):
    monkeypatch.setattr("postwise.walk.walking.AT_ONCE", most)
    monkeypatch.setattr(KnownBeforehand, "look_ahead", lambda *_: False)  # as before the first idle moment
    app = PostwiseApp(library, OpenWalk(Walk.start(tree_of(LATE)), ""))
    async with running(app) as pilot:
        await press(pilot, "u")
        assert app.screen.walk.unsure == {"first"}
        assert (JUDGED_BY_GOTOS in shown(app)) == (most == 0)
        await press(pilot, "w")
        assert JUDGED_BY_GOTOS not in shown(app)


@pytest.mark.parametrize("key", ["backspace", "b"])
async def test_back_keeps_the_answer_highlighted(walking, key):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, key)
        assert at(app) == "place"
        assert app.screen.walked.panel.page.marked == "pot"
        assert "your answer" in shown(app)


async def test_a_checklist_is_ticked_with_space_digits_and_clicks(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        assert "☑" not in shown(app)
        await press(pilot, "space", "3")
        assert app.screen.walked.panel.begun.ticked == {"spade", "gloves"}
        assert "☐  Only my hands" in shown(app)
        sheet = app.screen.walked.panel.page
        row = next(y for y, row in enumerate(sheet.rows) if row.line.words.plain == "A watering can")
        await pilot.click(sheet, offset=(8, row))
        await settled(pilot)
        assert app.screen.walked.panel.begun.ticked == {"spade", "gloves", "can"}
        await press(pilot, "0")
        assert app.screen.walked.panel.begun.ticked == frozenset()
        await press(pilot, "2", "g")
        assert app.screen.walk.answers["tools"] == {"can"}


async def test_enter_on_an_item_of_a_list_ticks_it_and_on_the_last_line_goes_on(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "enter", "down", "enter", "enter")
        assert app.screen.walked.panel.begun.ticked == {"spade"}
        assert "tools" not in app.screen.walk.answers
        await press(pilot, "end", "enter")
        assert app.screen.walk.answers["tools"] == {"spade"}


@pytest.mark.parametrize("going_on", [["g"], ["end", "enter"], ["g", "g", "end", "enter", "enter"]])
async def test_going_on_from_a_list_with_nothing_ticked_asks_for_one_or_the_other(walking, going_on):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        assert "☑" not in shown(app)
        await press(pilot, *going_on)
        assert at(app) == "tools"
        assert "Tick what applies, or 0 if nothing does" in shown(app)
        await press(pilot, "0")
        assert "☑  Only my hands" in shown(app)
        assert "Tick what applies" not in shown(app)
        await press(pilot, "g")
        assert app.screen.walk.answers["tools"] == frozenset()
        await press(pilot, "backspace")
        assert "☑  Only my hands" in shown(app)  # as it was answered


async def test_an_item_that_is_ticked_and_unticked_leaves_the_list_as_it_was(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "1", "1", "g")
        assert at(app) == "tools"
        await press(pilot, "0", "0", "g")
        assert at(app) == "tools"


async def test_the_foot_names_the_keys_that_work_while_something_is_typed(walking):
    def named():
        return [f"{command.shown} {command.label}" for command in app.screen.keybar.commands]

    app = walking("bed")
    async with running(app) as pilot:
        assert named() == ["↵ Answer", "⌫ Back", "F1 Help", "esc Leave field"]
        await press(pilot, "9")
        assert named() == ["↵ Answer", "F1 Help", "esc Leave field"], "backspace takes a letter away now"
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpDialog)
        await press(pilot, "escape", "backspace")
        assert "⌫ Back" in named()
        await press(pilot, "escape")
        assert named() == ["↵ Type", "⌫ Back", "w Why", "d Draft", "? Help", "esc Leave"]
        await press(pilot, "d")
        assert named() == ["F1 Help", "esc Leave field"]
        await press(pilot, "escape", "9")
        await click_in_the_foot(pilot, "Answer")
        assert app.screen.walk.answers["size"] == 9
        assert named()[0] == "space Tick"
        await press(pilot, "d", "d")
        await click_in_the_foot(pilot, "Leave field")
        assert named()[0] == "space Tick"


@pytest.mark.parametrize("left", [["escape"], ["tab", "end", "enter"]])
async def test_what_was_begun_is_there_again_after_a_look_at_an_earlier_answer(walking, left):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "1", "3", "tab", "home", "enter", *left)
        assert at(app) == "tools"
        assert app.screen.walked.panel.begun.ticked == {"spade", "gloves"}
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "7", "tab", "home", "enter", *left, "enter")
        assert app.screen.walk.answers["size"] == 7


async def test_on_the_trail_no_key_acts_on_the_list(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "1", "tab", "space", "g")
        assert app.screen.walked.panel.begun.ticked == {"spade"}
        assert at(app) == "tools"
        assert {"space", "g"}.isdisjoint(command.shown for command in app.screen.keybar.commands)
        assert app.screen.walked.asking is None
        await press(pilot, "home")
        await click_in_the_foot(pilot, "Change")
        assert app.screen.walked.asking is not None
        assert "Change" not in [command.label for command in app.screen.keybar.commands]


async def test_the_foot_names_nothing_that_would_do_nothing(walking):
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LINKED.replace("why", "help")))))
    async with running(app) as pilot:
        labels = [command.label for command in app.screen.keybar.commands]
        assert "Back" not in labels, "this is the first question"
        assert "Why" not in labels, "it does not say"
        await press(pilot, "backspace", "w", "1")
        assert "Back" in [command.label for command in app.screen.keybar.commands]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_while_an_earlier_answer_is_put_again_it_is_said_and_how_to_leave_it(walking, size):
    app = walking("pot", "yes")
    async with running(app, size) as pilot:
        await press(pilot, "tab", "home", "enter")
        assert "An earlier answer, put again: Esc leaves it as it was." in shown(app)
        await press(pilot, "escape")
        assert "earlier answer" not in shown(app)
        assert at(app) == "tools"


async def test_of_one_that_is_typed_it_is_said_that_esc_leaves_the_field_first(walking):
    app = walking("bed", 30)
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "down", "enter")
        assert app.screen.walked.node_id == "size"
        assert "Put again: Esc leaves the field, then it as it was." in shown(app)
        await press(pilot, *"99", "escape")
        assert app.screen.walked.node_id == "size"
        await press(pilot, "escape")
        assert app.screen.walked.node_id == "tools"
        assert app.screen.walk.answers["size"] == 30


async def click_in_the_foot(pilot, label):
    """Click on a command of the foot."""
    bar = pilot.app.screen.keybar
    column = next(start for start, _, command in bar.places() if command.label == label)
    await pilot.click(bar, offset=(column, 1))
    await settled(pilot)
    await settled(pilot)  # a key that a click stands for comes after the click


async def test_the_foot_names_the_keys_that_the_question_takes(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        assert "space Tick" in shown(app)
        assert "g Go on" in shown(app)
        assert "1-9 Answer" not in shown(app)
        await press(pilot, "backspace")
        assert "y n Answer" in shown(app)
        assert "space Tick" not in shown(app)
        await press(pilot, "backspace")
        assert "1-9 Answer" in shown(app)


async def test_a_number_is_typed_and_a_wrong_one_is_explained(walking):
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "9", "9", "enter")
        assert at(app) == "size"
        assert "99 is too large" in shown(app)
        await press(pilot, "backspace", "enter")
        assert app.screen.walk.answers["size"] == 9


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("before", "keys", "given"),
    [
        ((), ["2"], ("pot",)),
        (("bed",), ["9", "enter"], ("bed", 9)),
        (("pot", "yes", ["spade"]), [*"2026-05-01", "enter"], ("pot", "yes", ["spade"], "2026-05-01")),
    ],
)
async def test_a_question_looks_the_same_whatever_was_asked_before(walking, size, before, keys, given):
    pages = []
    for app, pressed in ((walking(*before), keys), (walking(*given), [])):
        async with running(app, size) as pilot:
            await press(pilot, *pressed)
            pages.append(shown(app))
    assert pages[0] == pages[1]


async def test_what_was_typed_can_be_sent_off_with_the_mouse(walking):
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "7")
        notes = app.screen.query_one("#aside", TextPage)
        await pilot.click(notes, offset=(5, 0))
        await settled(pilot)
        assert app.screen.walk.answers["size"] == 7


async def test_nothing_blinks(walking):
    app = walking("pot", "yes", ["spade"], draft="Dear council")
    async with running(app) as pilot:
        await press(pilot, *"2026-05-01", "enter")
        fields = [*app.screen.query("Input"), *app.screen.query("TextArea")]
        assert len(fields) == 3
        assert not any(field.cursor_blink for field in fields)


async def test_backspace_in_an_empty_field_goes_back(walking):
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "4", "backspace", "backspace")
        assert at(app) == "place"
        await press(pilot, "2")
        assert at(app) == "sunny", "the keys answer again when the field has gone"


async def test_a_date_and_a_text_are_typed(walking):
    app = walking("pot", "yes", ["spade"])
    async with running(app) as pilot:
        await press(pilot, *"2026-11-22", "enter")
        assert app.screen.walk.answers["when"] == dt.date(2026, 11, 22)
        await press(pilot, *"Red", "ctrl+j", *"ones", "enter")
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.walk.answers["hope"] == "Red\nones"


async def test_why_can_be_hidden_and_shown(walking):
    app = walking("pot")
    async with running(app) as pilot:
        assert "A pot can be moved." in shown(app)
        await press(pilot, "b")
        assert "Why we ask" in shown(app)
        await press(pilot, "w")
        assert "Why we ask" not in shown(app)
        await press(pilot, "w")
        assert "most of it" in shown(app), "Markdown is read"


async def test_a_line_of_the_trail_asks_again_and_shows_what_is_kept(walking):
    app = walking("pot", "yes", ["spade"])
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter")
        assert app.screen.walked.asking == ("garden", "place")
        assert app.screen.walked.panel.page.marked == "pot"
        await press(pilot, "1")
        assert at(app) == "size"
        assert "(kept)" in shown(app), "the tools wait behind the size of the bed"
        trail = "\n".join(row.words.plain for row in app.screen.trail.rows)
        assert "(no longer asked)" in trail
        await press(pilot, "5", "enter")
        assert at(app) == "when"
        assert app.screen.walk.answers == {"place": "bed", "size": 5, "tools": {"spade"}}


async def test_the_trail_tells_beforehand_what_another_answer_would_keep(walking):
    app = walking("pot", "yes", ["spade"])
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter", "up")
        trail = "\n".join(row.words.plain for row in app.screen.trail.rows)
        assert "Does the sun reach it?" in trail
        assert "(no longer asked)" in trail
        assert app.screen.walk.answers["place"] == "pot", "nothing is changed before it is answered"


async def test_an_answer_changed_to_itself_keeps_everything(walking):
    app = walking("pot", "yes", ["spade"])
    async with running(app) as pilot:
        before = app.screen.walk
        await press(pilot, "tab", "home", "enter", "enter")
        assert app.screen.walk == before
        assert "(kept)" in shown(app)


async def test_escape_takes_back_a_question_asked_again(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter", "escape")
        assert app.screen.walked.asking is None
        assert at(app) == "tools"


async def test_an_answer_in_an_earlier_tree_can_be_changed(walking, garden):
    walk = walking("bed", 30, ["spade"], dt.date(2026, 5, 1), "x").walk
    assert walk.outcome.tree == "garden"
    app = walking("bed", 30, ["spade"], dt.date(2026, 5, 1), "x")
    async with running(app) as pilot:
        await press(pilot, "g")
        assert "Round again?" in shown(app)
        assert "Stop here, and ring Ines" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, RecommendationScreen)


async def test_a_word_that_an_organisation_calls_title_is_not_taken_for_the_tree_s(walking, library):
    library.words["title"] = "Officer"
    app = walking("bed", 30, ["spade"], dt.date(2026, 5, 1), "x")
    async with running(app) as pilot:
        await press(pilot, "g")
        assert "“What shall I plant?”" in shown(app)


async def test_the_draft_stays_beside_the_questions(walking):
    app = walking(draft="Dear council")
    async with running(app) as pilot:
        assert "Dear council" in shown(app)
        await press(pilot, "D")
        assert not app.screen.has_class("-draft")
        await press(pilot, "d", "space", "n", "o", "escape")
        assert app.screen.draft == "Dear council no"
        await press(pilot, "2")
        assert at(app) == "sunny"
        assert app.screen.query_one(DraftPanel).text == "Dear council no"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_what_is_typed_behind_the_drafts_key_is_written_into_it_shown_or_not(walking, size):
    app = walking(draft="Dear council")
    async with running(app, size) as pilot:
        for words in ("+but", "+2+unusual"):
            await press(pilot, "d", Typed(words), "escape")
            assert app.screen.walk.answers == {}
        assert app.screen.draft == "Dear council+but+2+unusual"


async def test_in_one_column_the_trail_and_the_draft_take_the_page(walking):
    app = walking("pot", draft="Dear council")
    async with running(app, (60, 20)) as pilot:
        assert "Does the sun reach it?" in shown(app), "a draft does not hide the question"
        await press(pilot, "d")
        assert "Dear council" in shown(app)
        await press(pilot, "escape", "tab")
        assert "In a pot" in shown(app)
        assert "Does the sun reach it?" in shown(app)
        assert "Hardly ever" not in shown(app)
        await press(pilot, "tab")
        assert "Hardly ever" in shown(app)


async def test_leaving_asks_only_if_something_would_be_lost(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "escape")
        assert app.return_code == 0
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "escape")
        assert "1 answer would be lost" in shown(app)
        await press(pilot, "s")
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "escape", "l")
        assert app.return_code == 0
        assert not Records().unfinished(), "nothing is kept that was not asked for"


async def test_a_walk_can_be_put_aside(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "escape", "k")
    assert app.return_code == 0
    assert [summary.tree.id for summary in Records().unfinished()] == ["garden"]


async def test_ctrl_c_asks_where_answers_would_be_lost_and_a_second_one_leaves_at_once(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "2", "ctrl+c")
        assert "Leave now?" in shown(app)
        await press(pilot, "s")
        assert at(app) == "sunny"
        await press(pilot, "ctrl+c")
        assert app.return_code is None
        await press(pilot, "ctrl+c")
    assert app.return_code == 130


@pytest.mark.parametrize("answers", [(), ("pot", "yes", frozenset(), dt.date(2026, 5, 1), "red")])
async def test_ctrl_c_leaves_at_once_where_nothing_would_be_lost(walking, answers):
    app = walking(*answers)
    async with running(app) as pilot:
        await press(pilot, "ctrl+c")
    assert app.return_code == 130


@pytest.mark.parametrize("leave", ["ctrl+c", "ctrl+q"])
async def test_a_draft_is_asked_about_like_an_answer_and_can_be_kept_with_the_walk(walking, library, leave):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "d", *"Slugs", leave)
        assert "your draft would be lost" in shown(app)
        await press(pilot, "d")
    assert app.return_code == 0
    again = PostwiseApp(library)
    async with running(again) as pilot:
        again.screen.shelf.mark("garden")
        await press(pilot, "enter")
        assert (again.screen.draft, again.screen.walk.answers) == ("Slugs", {})
        await press(pilot, "ctrl+c")
    assert again.return_code == 130, "it is kept already"


@pytest.mark.parametrize(("key", "kept"), [("k", [""]), ("d", ["Slugs"]), ("l", [])])
async def test_answers_are_kept_with_the_draft_or_without_it_as_one_says(walking, key, kept):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d", *"Slugs", "ctrl+q")
        assert "1 answer and your draft would be lost" in shown(app)
        await press(pilot, key)
    records = Records()
    assert [records.get(one.id).draft or "" for one in records.unfinished()] == kept


async def test_a_draft_that_is_a_file_is_asked_about_only_once_something_is_written_in_it(walking):
    app = walking(draft="Dear all")
    async with running(app) as pilot:
        await press(pilot, "ctrl+c")
    assert app.return_code == 130
    app = walking(draft="Dear all")
    async with running(app) as pilot:
        app.screen._draft().focus()
        await press(pilot, "x", "ctrl+c")
        assert "your draft would be lost" in shown(app)


async def test_a_draft_that_came_from_a_pipe_is_in_no_file(walking):
    app = walking(draft="Dear all", in_a_file=False)
    async with running(app) as pilot:
        await press(pilot, "ctrl+q")
        assert "your draft would be lost" in shown(app)


async def test_a_draft_beside_a_finished_walk_can_be_copied(walking, monkeypatch):
    copied = []
    monkeypatch.setattr(PostwiseApp, "copy_to_clipboard", lambda _, text: copied.append(text))
    app = walking("pot", "yes", frozenset(), dt.date(2026, 5, 1), "red")
    async with running(app) as pilot:
        app.draft = "Slugs"
        await press(pilot, "ctrl+q", "c")
        assert copied == ["Slugs"]
        assert app.return_code is None
        await press(pilot, "ctrl+q", "l")
    assert app.return_code == 0


async def test_who_stays_is_at_the_recommendation_again(walking):
    app = walking("pot", "yes", frozenset(), dt.date(2026, 5, 1), "red")
    async with running(app) as pilot:
        app.draft = "Slugs"
        for key in ("s", "escape", "c"):
            await press(pilot, "q", key)
            assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "q", "l")
    assert app.return_code == 0


async def test_every_draft_is_asked_about_also_where_another_was_kept(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        app.draft = "first"
        app.screen.shelf.mark("garden")
        await press(pilot, "enter", "2", "escape")
        app.draft = "second"
        await press(pilot, "ctrl+q", "d")
        assert "your draft would be lost" in shown(app)
        await press(pilot, "l")
    records = Records()
    assert [records.get(one.id).draft for one in records.unfinished()] == ["first"]


@pytest.fixture
def put_aside(library):
    """Keep a walk of one answer with a draft."""
    tree = library.load(library.find("garden")).tree
    Records().put_aside(Walk.start(tree).answer("pot"), draft="Slugs")


async def gone_on_with(pilot, draft):
    """Go on with that walk, its draft changed."""
    pilot.app.screen.shelf.mark("garden")
    await press(pilot, "enter")
    assert pilot.app.screen.draft == "Slugs"
    pilot.app.screen._draft().text = draft
    await settled(pilot)


@pytest.mark.parametrize("keys", [(), ("1", "0", "g", *"2026-05-01", "enter", *"red", "enter"), ("backspace",)])
async def test_the_draft_of_a_walk_gone_on_with_is_asked_about_wherever_it_leads(put_aside, library, keys):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await gone_on_with(pilot, "Slugs are liars")
        await press(pilot, *keys)
        await press(pilot, "ctrl+q")
        assert "your draft would be lost" in shown(app) or "and your draft would be lost" in shown(app)


async def test_a_draft_is_kept_with_its_own_walk(put_aside, library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await gone_on_with(pilot, "Slugs are liars")
        await press(pilot, "escape", "ctrl+q", "d")
    records = Records()
    assert [(records.get(one.id).tree.id, records.get(one.id).draft) for one in records.unfinished()] == [
        ("garden", "Slugs are liars")
    ]


async def test_ctrl_c_over_another_dialog_asks_too(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "2")
        for over in ("question_mark", "ctrl+p"):
            await press(pilot, over, "ctrl+c")
            assert "Leave now?" in shown(app)
            await press(pilot, "escape", "escape")
            assert at(app) == "sunny"


@pytest.mark.parametrize("opened", [(), ("escape",)], ids=["in the draft", "beside the draft"])
async def test_ctrl_c_copies_what_is_picked_out_in_the_draft_and_ends_nothing(walking, opened):
    app = walking("pot", draft="Slugs are liars")
    async with running(app) as pilot:
        app.screen.query_one(DraftPanel).focus()
        await press(pilot, "home", *["shift+right"] * 5, *opened)
        for _ in range(3):
            await press(pilot, "ctrl+c")
            assert app.clipboard == "Slugs"
            assert "Sent to your terminal" in shown(app)
        assert at(app) == "sunny"
    assert app.return_code is None


async def test_ctrl_c_copies_what_is_picked_out_on_a_page_and_in_a_field_for_an_answer(walking, monkeypatch):
    monkeypatch.setattr(desktop, "copied", lambda _: "desktop")
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "4", "2", "shift+home", "ctrl+c")
        assert app.clipboard == "42"
        assert "Copied." in shown(app)
        page = app.screen.walked.panel.page
        place = page.content_region.offset
        await pilot.mouse_down(offset=place)
        await pilot.hover(offset=(place.x + 40, place.y + len(page.rows)))
        await pilot.mouse_up(offset=(place.x + 40, place.y + len(page.rows)))
        await press(pilot, "ctrl+c")
        assert app.clipboard.startswith("How large is the bed?")
        await press(pilot, "question_mark", "escape", "question_mark")
        page = app.screen.page
        place = page.content_region.offset
        await pilot.mouse_down(offset=place)
        await pilot.hover(offset=(place.x + 30, place.y))
        await pilot.mouse_up(offset=(place.x + 30, place.y))
        await press(pilot, "ctrl+c")
        assert app.clipboard == app.screen.named
        assert "Copied." in shown(app)
    assert app.return_code is None


async def test_a_key_in_the_footer_can_be_clicked(walking):
    app = walking("pot")
    async with running(app) as pilot:
        bar = app.screen.keybar
        start = next(start for start, _, command in bar.places() if command.label == "Back")
        await pilot.click(bar, offset=(start + 2, 1))
        await settled(pilot)
        assert at(app) == "place"


@pytest.mark.parametrize("key", ["1", "y", "n", "u", "w", "enter"])
async def test_a_question_that_is_not_in_view_is_not_answered(walking, key):
    app = walking("pot")
    async with running(app, (60, 20)) as pilot:
        await press(pilot, "tab", key)
        assert at(app) == "sunny"
        assert app.screen.walk.answers == {"place": "pot"}
        assert "Answer" not in [command.label for command in app.screen.keybar.commands] or key == "enter"
    app = walking("pot")
    async with running(app, (60, 20)) as pilot:
        post(pilot, "tab", key)
        await settled(pilot)
        assert app.screen.walk.answers == {"place": "pot"}, "however fast"


async def test_of_two_questions_in_the_trail_one_alone_has_the_mark(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        assert shown(app).count("▸") == 1
        await press(pilot, "tab", "home", "enter")
        assert shown(app).count("▸") == 1
        assert "What have you got? (still open)" in " ".join(shown(app).split())


async def test_the_footer_keeps_six_and_never_loses_help_and_the_way_out(walking):
    app = walking()
    async with running(app, (30, 20)):
        labels = [command.label for _, _, command in app.screen.keybar.places()]
        assert labels[-2:] == ["Help", "Leave"]
    app = walking("pot", "yes")
    async with running(app):
        assert len(list(app.screen.keybar.places())) == 6


@pytest.mark.parametrize(("left", "said"), [((1, 1), "the last one"), ((2, 2), "2 to go"), ((1, 4), "1 to 4 to go")])
def test_what_is_left_is_said_in_words(left, said):
    assert to_go(*left) == said


DECIDED = """format = 1
[tree]
title = "Towing"
start = "broken"
[question.broken]
ask = "Is it broken?"
yes = "since"
no = "fine"
[question.since]
ask = "Since when?"
yes = "call"
no = "call"
[outcome.call]
headline = "Call somebody."
verdict = "act"
[outcome.fine]
headline = "All is well."
verdict = "go"
"""


async def test_what_is_decided_already_is_said_and_e_goes_there_and_back_again(library):
    app = PostwiseApp(library, OpenWalk(Walk.start(loads(DECIDED))))
    async with running(app) as pilot:
        assert "To the end" not in shown(app)
        await press(pilot, "e")
        assert at(app) == "broken", "nothing is decided yet"
        await press(pilot, "1")
        assert "The ending is clear: “Call somebody.” ─" in shown(app)
        assert "e To the end   d Draft   ? Help" in shown(app)
        await press(pilot, "down")
        assert "The ending is clear" in shown(app), "it stands there as long as it is so"
        await press(pilot, "e")
        assert isinstance(app.screen, RecommendationScreen)
        assert "The questions left were not asked" in shown(app)
        await press(pilot, "r")
        assert at(app) == "since"
        await press(pilot, "backspace")
        assert "The ending is clear" not in shown(app)
        await press(pilot, "1")
        await press(pilot, "2")
        assert isinstance(app.screen, RecommendationScreen)
        assert "not asked" not in shown(app)


async def test_where_what_is_said_at_the_end_hangs_on_questions_to_come_nobody_goes_there_early(library):
    hanging = DECIDED.replace(
        'headline = "Call somebody."',
        'headline = "Call somebody."\nnotes = [{ when = { since = "yes" }, text = "A time limit may run." }]',
    )
    app = PostwiseApp(library, OpenWalk(Walk.start(loads(hanging))))
    async with running(app) as pilot:
        await press(pilot, "1")
        assert "The ending is clear: act. Your next answers add to what it says." in shown(app)
        assert "To the end" not in shown(app)
        await press(pilot, "e")
        assert at(app) == "since"


async def test_near_the_end_of_a_large_tree_what_is_decided_is_said_before_all_else_is_known(library):
    tree = made(interleaved_scales(25))
    walk = Walk.start(tree).taking(dict.fromkeys(list(tree.questions)[:22], "a0"), frozenset())
    app = PostwiseApp(library, OpenWalk(walk))
    async with running(app) as pilot:
        for _ in range(1000):
            await pilot.pause(0.01)
            if "The ending is clear" in shown(app):
                break
        assert "The ending is clear" in shown(app)
        assert not app.screen.walked.looked_ahead


async def test_what_is_decided_already_is_said_no_longer_once_it_is_not(library):
    typed = DECIDED.replace('yes = "call"\nno = "call"', 'type = "number"\ngoto = "call"')
    app = PostwiseApp(library, OpenWalk(Walk.start(loads(typed))))
    async with running(app) as pilot:
        await press(pilot, "1")
        assert "The ending is clear" in shown(app)
        await press(pilot, "backspace")
        assert at(app) == "broken"
        assert "The ending is clear" not in shown(app), "a key in a field does not take back what was said"
        await press(pilot, "1")
        app.screen.walked.ask_again((app.screen.walk.tree.id, "broken"))
        await settled(pilot)
        assert "The ending is clear" not in shown(app), "as after a click on the trail"


HANDS_OVER = DECIDED.replace('verdict = "act"', 'verdict = "act"\ntree = "next"')
NEXT = 'format = 1\n[tree]\ntitle = "Next"\nstart = "who"\n[question.who]\nask = "Who?"\nyes = "end"\nno = "end"\n[outcome.end]\nheadline = "E."\n'


@pytest.mark.parametrize(("answer", "then"), [("yes", {"who": "yes"}), ("no", {"broken": "no"})])
def test_an_answer_given_anew_before_an_early_end_keeps_the_tree_that_followed(answer, then):
    following = loads(NEXT, id="next")
    walk = Walk.start(loads(HANDS_OVER)).answer("yes").to_its_end().go_on(following).answer("yes")
    assert changed(walk, (walk.visited[0], "broken"), answer).answers == then


def test_a_panel_that_the_screens_were_left_before_it_was_there_puts_nothing():
    panel = WalkPanel(id="walked")
    panel.show(Walk.start(tree_of(LATE)).answer("late"))
    assert panel.walk.at == "second"
    assert panel.panel.asked is None


LINKED = """
format = 1
[tree]
title = "Linked"
start = "one"
[question.one]
ask = "One?"
why = "Read [this](https://example.org/one) and [that](https://example.org/two)."
yes = "two"
no = "two"
[question.two]
ask = "Two?"
type = "checklist"
why = "Read [more](https://example.org/three)."
answers = [{ text = "A", note = "See [there](https://example.org/four)." }, { text = "B" }]
goto = "end"
[outcome.end]
headline = "The end."
reason = "See [all](https://example.org/five)."
"""


def terminal_links(app):
    """Return the links of the terminal on the screen: their words by their address."""
    links = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None and segment.style.link:
                links.setdefault(segment.style.link, []).append(segment.text)
    return links


@pytest.mark.parametrize("size", SIZES)
async def test_links_are_links_of_the_terminal(size):
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LINKED))))
    async with running(app, size=size) as pilot:
        await press(pilot, "w")
        if "one" not in shown(app):
            await press(pilot, "w")
        links = terminal_links(app)
        assert links["https://example.org/one"][0] == "this", "the words themselves"
        assert "example.org/one" in "".join(links["https://example.org/one"]), "and the line that Enter opens"
        strip = next(strip for strip in app.screen._compositor.render_strips() if "this" in strip.text)
        assert ";https://example.org/one\x1b\\" in strip.render(app.console)


ACTING = "https://example.org/ü;x\x1b]0;y\x07\x9c"


def test_what_would_act_in_an_address_is_written_out_in_a_link_of_the_terminal():
    link = style_of(leading_to(ACTING, "under"), "postwise-dark").link
    assert link == "https://example.org/%C3%BC;x%1B]0;y%07%C2%9C"
    assert style_of(leading_to("https://example.org/bold", "muted"), "postwise-dark").bold is None


async def test_every_link_can_be_opened_by_key_beside_a_field_too(monkeypatch):
    tree = tree_of(
        LINKED.replace('type = "checklist"', 'type = "number"').replace(
            'answers = [{ text = "A", note = "See [there](https://example.org/four)." }, { text = "B" }]', ""
        )
    )
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree)))
    opened = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
    async with running(app) as pilot:
        await press(pilot, "ctrl+g", "down", "enter")
        assert opened == ["https://example.org/two"]
        await press(pilot, "1", "1", "ctrl+g")
        assert "example.org/three" in shown(app)
        await press(pilot, "enter")
        assert opened == ["https://example.org/two", "https://example.org/three"]
        assert at(app) == "two"
        await press(pilot, "ctrl+g", "escape", "enter", "end", "ctrl+g", "enter")
        assert opened[2:] == ["https://example.org/five"], "of the reason of an ending, too"
        assert isinstance(app.screen, RecommendationScreen)


async def test_the_links_have_the_numbers_that_stand_beside_them():
    tree = tree_of(
        '[tree]\ntitle = "T"\nstart = "q"\nsources = [{ title = "Its law", url = "https://a.example" }]\n'
        '[question.q]\nask = "Q?"\nyes = "done"\nno = "done"\n[outcome.done]\nheadline = "Done."\n'
        'see = [{ title = "The desk", phone = "029 2000", url = "https://a.example" }]\n'
    )
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree)))
    async with running(app, (120, 36)) as pilot:
        await press(pilot, "1")
        while app.screen.explained is None:
            await settled(pilot)
        await press(pilot, "ctrl+g")
        assert "029 2000" in shown(app)
        assert "Its law" not in shown(app)


async def test_where_there_is_no_link_that_is_said(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "ctrl+g")
        assert "There is no link on this page." in shown(app)


@pytest.mark.parametrize(("answer", "said"), [
    (True, "Opened: https"), (None, "Asked your desktop to open: https"), (False, "Nothing here opens: https"),
])  # fmt: skip
async def test_opened_is_said_only_if_it_was(monkeypatch, answer, said):
    monkeypatch.setattr(desktop, "opened", lambda _: answer)
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LINKED))))
    async with running(app) as pilot:
        await press(pilot, "end", "enter")
        assert said in shown(app)


async def test_links_are_no_answers_wherever_the_mark_goes(monkeypatch):
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LINKED))))
    opened = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
    async with running(app) as pilot:
        await press(pilot, "1", "tab", "up", "enter", "down", "down", "down", "down", "enter")
        assert opened == ["https://example.org/two"]
        assert at(app) == "two", "the first question is put again, and not answered by an address"
        await press(pilot, "escape", "end", "enter", "up", "up", "up", "1", "down", "space", "g")
        assert isinstance(app.screen, RecommendationScreen)


async def test_answers_given_beforehand_are_not_left_without_asking(library):
    for key in ("ctrl+q", "ctrl+c"):
        app = PostwiseApp(library, OpenWalk(Walk.start(loads(DECIDED)).answer("yes")))
        async with running(app) as pilot:
            await press(pilot, key)
            assert app.is_running
            assert "1 answer would be lost" in shown(app)


async def test_a_walk_chosen_in_the_palette_is_the_one_on_the_page(walking):
    app = walking("pot")
    async with running(app) as pilot:
        page = app.screen
        await press(pilot, "m")
        app.action_open_tree("garden")
        await settled(pilot)
        assert app.screen is page
        assert app.screen_stack.count(page) == 1
        await press(pilot, "1")
        assert len(page.walk.steps) == 2


async def test_out_of_a_field_the_foot_names_the_way_back_into_it(library):
    typed = DECIDED.replace('yes = "since"\nno = "fine"', 'type = "number"\ngoto = "since"')
    app = PostwiseApp(library, OpenWalk(Walk.start(loads(typed))))
    async with running(app) as pilot:
        await press(pilot, "escape")
        assert "↵ Type" in shown(app)
        await press(pilot, "enter", "1", "2", "enter")
        assert app.screen.walk.answers == {"broken": 12}


STUCK = """
[tree]
title = "Stuck"
start = "first"
[question.first]
ask = "First?"
yes = "second"
no = "second"
[question.second]
ask = "Second?"
yes = "by-second"
no = "by-second"
[branch.by-second]
cases = [{ when = { second = "yes" }, goto = "end" }]
[outcome.end]
headline = "Done."
"""


async def test_a_walk_that_its_tree_takes_no_further_is_opened_at_its_last_question(library):
    walk = Walk.start(tree_of(STUCK)).answer("yes").answer("no")
    app = PostwiseApp(library, OpenWalk(walk))
    async with running(app):
        assert app.screen.walk == walk.back()
        assert "Second?" in shown(app)
        assert "no case for that answer" in shown(app)


async def test_an_answer_that_leads_nowhere_is_not_taken_and_it_is_said_why(library):
    app = PostwiseApp(library, OpenWalk(Walk.start(tree_of(STUCK)).answer("yes")))
    async with running(app) as pilot:
        await press(pilot, "n")
        assert app.screen.walk.answers == {"first": "yes"}
        assert "Second?" in shown(app)
        assert "no case for that answer" in shown(app)
        await press(pilot, "w")
        assert "no case for that answer" not in shown(app)


async def test_an_earlier_answer_stays_where_another_leads_nowhere(library):
    gap = STUCK.replace('goto = "end"', 'goto = "third"').replace("second = ", "first = ")
    walk = Walk.start(tree_of(gap + '[question.third]\nask = "Third?"\nyes = "end"\nno = "end"\n'))
    walk = walk.answer("yes").answer("no")
    app = PostwiseApp(library, OpenWalk(walk))
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter", "n")
        assert app.screen.walk.answers == {"first": "yes", "second": "no"}
        assert "no case for that answer" in shown(app)
        assert "First?" in shown(app)
        await press(pilot, "escape")
        assert "Third?" in shown(app)


LONG = """
[tree]
title = "Long"
start = "which"
[question.which]
ask = "Which?"
why = "Because so much hangs on it."
answers = [{ANSWERS}]
[outcome.end]
headline = "Done."
"""


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_why_we_ask_can_be_read_as_soon_as_it_is_asked_for(library, size):
    answers = ", ".join(f'{{ id = "a{number}", text = "The {number}th", goto = "end" }}' for number in range(60))
    walk = Walk.start(tree_of(LONG.replace("{ANSWERS}", answers)))
    app = PostwiseApp(library, OpenWalk(walk))
    async with running(app, size) as pilot:
        assert "Because so much hangs on it." not in shown(app)
        await press(pilot, "w")
        assert "Because so much hangs on it." in shown(app)
        await press(pilot, "w")
        assert "Because so much hangs on it." not in shown(app)
        assert app.screen.walked.panel.page.marked == "a0"
        assert "The 0th" in shown(app), "the marked answer is in view again"


async def test_help_has_a_key_for_everything_while_letters_are_written(walking):
    app = walking("bed")
    async with running(app) as pilot:
        await press(pilot, "f1")
        page = app.screen.page
        keys = {place: page.rows[page._places[place][0]].words.plain[2:12].strip() for place in page.targets}
        assert all(keys.values())
        assert "here" in keys.values()
        place = next(place for place, command in enumerate(app.screen.listed) if command.name == "map")
        assert keys[place] == "here"
        await press(pilot, *["down"] * place, "enter")
        assert isinstance(app.screen, MapScreen)


@pytest.mark.parametrize("key", ["tab", "shift+tab", "escape"])
async def test_in_one_column_the_draft_goes_when_it_is_left(walking, key):
    app = walking("pot")
    async with running(app, (60, 20)) as pilot:
        await press(pilot, "d", key)
        assert "your draft" not in shown(app)
        await press(pilot, "1")
        assert at(app) == "tools", "and the question is there to be answered"


async def test_the_way_out_of_a_question_put_again_is_called_what_it_does(walking):
    app = walking("pot", "yes")
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter")
        assert "esc As it was" in shown(app)
        await press(pilot, "escape")
        assert "esc Leave" in shown(app)


async def test_a_draft_that_nobody_writes_in_makes_room_for_the_question(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d", "escape")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "Does the sun reach it?" in shown(app)
        await press(pilot, "tab")
        assert "Answer" not in shown(app)
        await pilot.resize_terminal(120, 36)
        await settled(pilot)
        assert "y n Answer" in shown(app), "the foot names what works now"
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        await press(pilot, "tab", "y")
        assert at(app) == "tools"


async def test_where_the_trail_covers_the_question_the_foot_says_how_to_get_back(walking):
    app = walking("pot", "yes")
    async with running(app, (60, 20)) as pilot:
        await press(pilot, "tab")
        assert "  tab Question   ↵ Change   ⌫ Back   ? Help   esc Leave" in shown(app)
        await click_in_the_foot(pilot, "Question")
        assert "What have you got?" in shown(app)
        assert "tab Question" not in shown(app)


async def test_a_draft_does_not_take_the_keyboard_where_there_is_little_room(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d", "escape", "tab")
        await pilot.resize_terminal(60, 24)
        await settled(pilot)
        assert "your draft" not in shown(app)
        assert "Does the sun reach it?" in shown(app), "and the question is in view"
        await press(pilot, "1")
        assert (app.screen.draft, at(app)) == ("", "tools")


@pytest.mark.parametrize(
    "keys",
    [
        ("tab", "backspace"),
        ("tab", "d", "escape"),
        ("tab", "d", "tab"),
        ("tab", "home", "enter", "tab", "backspace"),
    ],
)
async def test_a_question_that_has_the_keyboard_is_in_view(walking, keys):
    app = walking("bed", 5)
    async with running(app, (60, 20)) as pilot:
        await press(pilot, *keys)
        assert app.screen.walked.has_focus_within
        assert app.screen.walked.display
        assert app.screen.walk.question.ask in shown(app)


@pytest.mark.parametrize("time", range(6))
async def test_the_keyboard_is_somewhere_however_fast_one_comes_back_from_the_trail(library, garden, time):
    app = PostwiseApp(library, OpenWalk(Walk.start(garden)))
    async with running(app, (60, 20)) as pilot:
        await press(pilot, "2", "1", "0", "g")
        for key in ("escape", "tab", "backspace"):
            post(pilot, key)
            await asyncio.sleep(0.004 * (time % 2))
        await settled(pilot)
        assert app.screen.focused is app.screen.walked.panel.page


async def test_out_of_a_field_the_keyboard_is_not_put_back_into_it_by_a_smaller_terminal(library, garden):
    app = PostwiseApp(library, OpenWalk(Walk.start(garden), "a draft"))
    async with running(app) as pilot:
        await press(pilot, "1", "escape")
        assert app.screen.has_class("-draft")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert not app.screen.has_class("-draft")
        assert app.screen.focused is app.screen.walked.panel.page


@pytest.mark.parametrize("shown_again", [True, False])
async def test_what_is_told_late_that_it_was_hidden_keeps_the_keyboard_if_it_is_shown(library, garden, shown_again):
    app = PostwiseApp(library, OpenWalk(Walk.start(garden)))
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        page.display = shown_again
        page.post_message(Hide())
        await settled(pilot)
        assert (app.screen.focused is page) == shown_again
