"""The recommendation on screen: what it says, ticking, changing, other roads, going on, keeping and copying."""

import datetime as dt
import json

import pytest

from postwise.tree.loader import loads
from postwise.tui import desktop
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.tui.save_dialog import SaveDialog
from postwise.tui.screens.compare_roads import CompareRoadsScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.field import TypedText
from postwise.walk.record_store import Records
from postwise.walk.saved_walk import resume
from postwise.walk.walk import Walk

from .conftest import SIZES, press, running, settled, shown
from .screens import TO_THE_END

DAY = dt.date(2026, 5, 1)
GO = ("pot", "yes", ["can"], DAY, "red ones")
TALK = ("bed", 30, ["spade"], DAY, "")


async def test_it_says_what_to_do_and_why(walking):
    app = walking(*GO)
    async with running(app):
        page = shown(app)
        for said in ("●  GO", "Tomatoes.", "They like light.", "Buy seeds.", "Ask Ines for canes.", "Keep in mind"):
            assert said in page
        for said in ("Water in the evening.", "How you got here", "What would change this", "On tomatoes"):
            assert said in page


async def test_steps_can_be_ticked(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "enter", "down", "space")
        assert app.screen.shown.ticked == {0, 1}
        await press(pilot, "space")
        assert app.screen.shown.ticked == {0}


async def test_a_link_is_opened_only_when_chosen_and_only_to_the_web(walking, monkeypatch):
    opened = []
    app = walking(*GO)
    monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
    async with running(app) as pilot:
        assert "file:///etc/passwd" in shown(app)
        targets = app.screen.left.targets
        assert [target.url for target in targets if hasattr(target, "url")] == ["https://example.org/tomatoes"]
        await press(pilot, "end", "enter")
        assert opened == ["https://example.org/tomatoes"]


async def test_revise_asks_the_last_question_again(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "r")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walked.asking == ("garden", "hope")


async def test_an_answer_chosen_here_is_asked_again(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "tab", "home", "enter")
        assert app.screen.walked.asking == ("garden", "place")


async def test_what_would_change_it_is_shown_without_losing_ones_own(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        own = app.screen.walk
        changes = app.screen.explained.changes
        verdicts = [change.verdict for change in changes if change.verdict]
        assert verdicts == sorted(verdicts, key=["adapt", "pause"].index), "kindest first"
        app.screen.right.focus()
        app.screen.right.mark(("change", next(n for n, change in enumerate(changes) if change.outcome == "ferns")))
        await press(pilot, "enter")
        assert "Ferns, then." in shown(app)
        await press(pilot, "q")
        assert app.screen.walk is own
        assert "Tomatoes." in shown(app)


async def test_a_change_that_opens_questions_is_walked_to_its_end(walking):
    app = walking(*TALK)
    async with running(app) as pilot:
        own = app.screen.walk
        place = next(n for n, change in enumerate(app.screen.explained.changes) if change.outcome is None)
        app.screen.right.focus()
        app.screen.right.mark(("change", place))
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "escape")
        assert app.screen.walk is own


async def test_two_roads_stand_side_by_side(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "o")
        assert isinstance(app.screen, CompareRoadsScreen)
        page = shown(app)
        assert "What they share" in page
        assert "Your road" in page
        first = app.screen.place
        await press(pilot, "right")
        assert app.screen.place != first
        await press(pilot, "enter")
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.other
        await press(pilot, "q")
        assert "Tomatoes." in shown(app)


async def test_two_roads_can_be_read_to_their_ends_in_little_room(walking):
    app = walking(*GO)
    async with running(app, (60, 20)) as pilot:
        await press(pilot, "o")
        assert "Ferns, then." not in shown(app)
        await press(pilot, *["down"] * 12)
        assert app.screen.shared.top > 0
        assert "Ferns, then." in shown(app)
        await press(pilot, *["up"] * 12)
        assert app.screen.shared.top == 0


async def test_an_unsure_answer_is_worth_settling(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "u")
        assert "Worth settling" in shown(app)


async def test_going_on_in_a_tree_that_was_walked_offers_to_stop(walking):
    app = walking(*TALK)
    async with running(app) as pilot:
        await press(pilot, "enter")
        assert "ring Ines" in shown(app)
        await press(pilot, "g")
        assert isinstance(app.screen, RecommendationScreen), "all answers came along"
        assert app.screen.walk.visited == ("garden", "garden")


@pytest.mark.parametrize(("key", "begins"), [("c", "● go: Tomatoes."), ("C", "# ● go: Tomatoes.")])
@pytest.mark.parametrize("taker", [None, "desktop", "tmux"])
async def test_copying_says_copied_only_if_it_was(walking, monkeypatch, key, begins, taker):
    monkeypatch.setattr(desktop, "copied", lambda _: taker)
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, key)
        assert app.clipboard.startswith(begins)
        page = shown(app)
        assert ("Sent to your terminal as" in page) == (taker is None)
        assert ("s saves it as a file" in page) == (taker is None)
        assert ("Copied as" in page) == (taker == "desktop")
        assert ("Copied into tmux as" in page) == (taker == "tmux")


async def test_handing_over_copies_a_brief_with_the_code_of_the_walk(walking):
    app = walking(*TALK)
    async with running(app) as pilot:
        await press(pilot, "h")
        assert app.clipboard.startswith("Can we talk something through?")
        code = app.clipboard.split("--resume ")[1].strip()
        assert resume(Walk.start(app.screen.walk.tree), code).walk == app.screen.walk
        assert code in shown(app)


async def pick(pilot, *targets):
    for target in targets:
        pilot.app.screen.page.mark(target)
        await press(pilot, "space")


@pytest.mark.parametrize(("where", "suffix"), [("markdown", "md"), ("text", "txt"), ("html", "html"), ("json", "json")])
async def test_it_is_kept_in_a_file_that_was_not_there(walking, tmp_path, monkeypatch, where, suffix):
    monkeypatch.chdir(tmp_path)
    app = walking(*GO, draft="Dear council")
    async with running(app) as pilot:
        for _ in range(2):
            await press(pilot, "s")
            assert isinstance(app.screen, SaveDialog)
            await pick(pilot, where, "draft")
            await press(pilot, "s")
    day = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    names = [f"garden-{day}-2.{suffix}", f"garden-{day}.{suffix}"]
    assert sorted(path.name for path in tmp_path.glob("garden-*")) == names
    text = (tmp_path / names[1]).read_text(encoding="utf-8")
    assert "Tomatoes." in text
    assert "Dear council" in text
    if where == "json":
        assert json.loads(text)["outcome"]["id"] == "tomatoes"


async def test_what_was_not_asked_for_is_not_kept(walking, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = walking(*GO, draft="Dear council")
    async with running(app) as pilot:
        for where in ("markdown", "text", "html"):
            await press(pilot, "s")
            await pick(pilot, where, "recommendation")
            await press(pilot, "s")
    for path in tmp_path.glob("garden-*"):
        text = path.read_text(encoding="utf-8")
        assert "Tomatoes." in text
        assert "Dear council" not in text
        assert "In a pot" not in text


async def test_it_is_kept_in_ones_own_records(walking):
    app = walking(*GO, draft="Dear council")
    async with running(app) as pilot:
        await press(pilot, "s")
        await pick(pilot, "records")
        await press(pilot, "s")
        assert "Saved as record 1" in shown(app)
    assert [summary.outcome for summary in Records().list()] == ["tomatoes"]


async def test_a_folder_that_cannot_be_written_is_said(walking, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "s")
        gone.rmdir()
        await press(pilot, "s")
        assert "cannot be" in app.screen.keybar.words.plain, "however long the folder's name is"


async def test_leaving_it_ends_the_app_with_the_walk(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "q")
    assert app.return_code == 0
    assert app.walk.at == "tomatoes"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_everything_is_reached_in_less_room(walking, size):
    app = walking(*GO)
    async with running(app, size):
        sheet = app.screen.left if size[0] < 72 else app.screen.right
        text = "\n".join(row.words.plain for row in sheet.rows)
        assert "How you got here" in text
        assert "What would change this" in text


async def test_two_roads_keep_the_whole_page_when_the_window_becomes_narrow(walking):
    app = walking(*GO)
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "o")
        await pilot.resize_terminal(60, 24)
        await settled(pilot)
        assert app.screen.shared.size.height >= 18


@pytest.mark.parametrize("key", ["backspace", "b"])
async def test_back_goes_into_the_last_question_and_answering_it_comes_here_again(walking, key):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, *TO_THE_END)
        answers = dict(app.screen.walk.answers)
        await press(pilot, key)
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.answers == {name: one for name, one in answers.items() if name != app.screen.walk.at}
        assert "red" in app.screen.walked.panel.query_one(TypedText).text
        await press(pilot, "enter")
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.walk.answers == answers


async def test_a_revision_that_is_left_again_comes_back_to_the_recommendation(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, *TO_THE_END, "r", "escape", "escape")
        assert isinstance(app.screen, RecommendationScreen)


HANDS_OVER = f"""
format = 1
[tree]
title = "Hands over"
start = "one"
[question.one]
ask = "One?"
yes = "on"
no = "on"
[outcome.on]
headline = "Write it down, and tell somebody who can act."
verdict = "raise"
reason = "{"It is easier to be protected for telling a regulator. " * 3}"
next = {[f"Step {step}, which takes more than one row where there is one column only." for step in range(5)]}
tree = "next"
"""


@pytest.mark.parametrize("size", SIZES)
async def test_the_verdict_stands_on_the_first_page_where_the_walk_can_go_on(library, size):
    app = PostwiseApp(library, OpenWalk(Walk.start(loads(HANDS_OVER))))
    async with running(app, size=size) as pilot:
        await press(pilot, "1")
        assert "RAISE" in shown(app)


@pytest.mark.parametrize(("key", "begins"), [("c", "● go"), ("C", "# ● go"), ("h", "Can we"), ("o", ""), ("s", "")])
async def test_no_key_waits_for_what_would_change_it(walking, monkeypatch, key, begins):
    monkeypatch.setattr(RecommendationScreen, "_explain", lambda self: None)
    app = walking(*GO)
    async with running(app) as pilot:
        screen = app.screen
        await press(pilot, key)
        assert not app.clipboard
        assert app.screen is screen
        assert "One moment" in shown(app)
        assert vars(screen.walk.what_if).keys().isdisjoint({"changes", "decided", "fewest", "settle"})
        screen._explained(screen.walk.what_if)
        await settled(pilot)
        assert app.clipboard.startswith(begins)
        assert isinstance(app.screen, {"o": CompareRoadsScreen, "s": SaveDialog}.get(key, RecommendationScreen))


@pytest.mark.parametrize("rows", [12, 20])
async def test_what_comes_in_later_never_moves_what_is_being_read(walking, monkeypatch, rows):
    monkeypatch.setattr(RecommendationScreen, "_explain", lambda self: None)
    app = walking(*GO)
    async with running(app, (60, rows)) as pilot:
        page = app.screen.left
        page.scroll_rows(next(place for place, row in enumerate(page.rows) if "How you got here" in row.words.plain))
        await settled(pilot)
        top, first = page.top, shown(app).split("\n")[3]
        assert top
        app.screen._explained(app.screen.walk.what_if)
        await settled(pilot)
        assert shown(app).split("\n")[3] == first
        assert rows > 12 or page.top > top, "what came in stands above the road, of which the small page is full"
