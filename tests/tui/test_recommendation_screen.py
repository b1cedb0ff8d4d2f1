"""The recommendation on screen: what it says, ticking, changing, other roads, going on, keeping and copying."""

import datetime as dt
import json
import os
import stat
from random import Random

import pytest
from textual.geometry import Offset

from postwise import load
from postwise.logic.reads import said_by
from postwise.show.brief import LEFT_OUT
from postwise.show.recommendation_document import NOT_BESIDE_A_RIGHT, RecommendationDocument
from postwise.tree.library import Library, shipped_folder
from postwise.tree.loader import loads
from postwise.tui import desktop
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenRecommendation, OpenWalk
from postwise.tui.save_dialog import SaveDialog
from postwise.tui.screens.compare_roads import CompareRoadsScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets import recommendation_lines as lines
from postwise.tui.widgets.field import TypedText
from postwise.tui.widgets.keys_in_turn import now
from postwise.walk.record_store import Records
from postwise.walk.resumed_walk import resume
from postwise.walk.walk import Walk
from shown import SHIPPED, endings
from strategies import examples, tree_of

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
        await press(pilot, "enter", "down", "enter")
        assert app.screen.shown.ticked == {0, 1}
        await press(pilot, "enter")
        assert app.screen.shown.ticked == {0}


async def test_what_was_ticked_off_is_so_when_the_same_walk_ends_there_again(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "home", "enter")
        assert app.screen.shown.ticked == {0}
        await press(pilot, "backspace", "enter")
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.shown.ticked == {0}
        await press(pilot, "r", "ctrl+u", *"white", "enter")
        assert app.screen.shown.ticked == set(), "it is another walk"


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
        await press(pilot, "pagedown", "space")
        assert "Ferns, then." in shown(app)
        await press(pilot, "pageup", "pageup")
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


@pytest.mark.parametrize(("key", "begins"), [("c", "Go: Tomatoes."), ("C", "# ● go: Tomatoes.")])
@pytest.mark.parametrize("taker", [None, "desktop", "tmux"])
async def test_copying_says_copied_only_if_it_was(walking, monkeypatch, key, begins, taker):
    monkeypatch.setattr(desktop, "copied", lambda _: taker)
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, key)
        assert app.clipboard.startswith(begins)
        page = shown(app)
        assert ("Sent to your terminal as" in page) == (taker is None)
        assert ("s saves it." in page) == (taker is None)
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
            assert app.screen.place == "records", "what nobody else can read comes first"
            await pick(pilot, where, "draft")
            await press(pilot, "s")
    day = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    names = [f"garden-{day}-2.{suffix}", f"garden-{day}.{suffix}"]
    assert sorted(path.name for path in tmp_path.glob("garden-*")) == names
    if os.name != "nt":
        assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in names} == {0o600}
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
        await pick(pilot, "markdown")
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


@pytest.mark.parametrize(("key", "begins"), [("c", "Go"), ("C", "# ● go"), ("h", "Can we"), ("o", ""), ("s", "")])
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


@pytest.mark.parametrize("size", [*SIZES, (60, 12), (80, 12)])
@pytest.mark.parametrize("turned", [0, 2, 100])
async def test_what_comes_in_later_never_moves_what_is_being_read(walking, monkeypatch, size, turned):
    monkeypatch.setattr(RecommendationScreen, "_explain", lambda self: None)
    app = walking(*GO)
    async with running(app, size) as pilot:
        app.screen.left.scroll_rows(turned)
        await settled(pilot)
        before = shown(app).split("\n")
        app.screen._explained(app.screen.walk.what_if)
        await settled(pilot)
        after = shown(app).split("\n")
        assert len(before) == len(after)
        for was, now in zip(before[1:-1], after[1:-1], strict=True):
            assert now.replace("▌", " ").startswith(was.replace("▌", " ").replace("▐", " ").rstrip()), "it only adds"


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_worth_settling_opens_at_its_heading_and_stays_there(library, size):
    tree = load(shipped_folder() / "before-you-post.toml")
    (walk,) = (one for one in endings(tree) if one.at == "adapt-disclose" and one.unsure)
    app = PostwiseApp(library, OpenRecommendation(walk))
    async with running(app, size):
        page = app.screen.left if size[0] < 72 else app.screen.right
        assert page.top == 0
        page.on_resize()
        assert page.top == 0
        headings = [row.words.plain.strip() for row in page.rows]
        assert headings.index("What decided it") < headings.index("Worth settling") < headings.index("Sources")
        if size[0] >= 72:
            assert "Worth settling" in shown(app)


async def test_on_a_small_page_each_lead_says_all_of_its_answer_or_that_there_is_more(walking):
    app = walking()
    async with running(app, (80, 24)) as pilot:
        await press(pilot, "u")
        while app.screen.explained is None:
            await settled(pilot)
        page = " ".join(row.words.plain.strip() for row in app.screen.right.rows)
        assert all(f"if “{answer}”" in page for answer in ("In a bed", "In a pot", "I have not looked"))
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "what each answer leads to" in shown(app)
        assert "and 1 more" not in shown(app).partition("Fewest")[0], "no other answer is worth settling"


async def test_a_page_made_smaller_keeps_its_heading(walking):
    app = walking("bed", 5, ["spade", "gloves"], "2026-05-01", "")
    async with running(app, (120, 36)) as pilot:
        assert app.screen.right.marked == app.screen.right.targets[0]
        for size in ((90, 16), (90, 12), (80, 24), (120, 36)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert app.screen.right.top == 0, size


FIRST = ("Next", "Whom", "See", "What decided it", "Worth settling", "Fewest changes")
"""What a person came for."""
LATER = ("What would change this", "Sources", "How you got here")
"""What comes after it, in this order."""


def sections(page):
    """Return the last row of each section of a page, by its heading, in their order."""
    words = [row.words.plain.strip() for row in page.rows]
    named = [(place, text.partition(" to ")[0]) for place, text in enumerate(words)]
    headings = {text: place for place, text in named if text in (*FIRST, *LATER)}
    ends = {
        name: (words.index("", place) if "" in words[place:] else len(words)) - 1 for name, place in headings.items()
    }
    return dict(sorted(ends.items(), key=lambda one: one[1]))


OVER = {(80, 24): 0, (60, 20): 10}
"""Rows by which it is more than a page, at most: at 60 by 20 there are 16, and what to do takes up to 19."""


@pytest.mark.parametrize("size", OVER)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
async def test_what_a_person_came_for_is_on_the_first_page(library, path, size):
    tree = load(path)
    every = {(walk.at, bool(walk.unsure)): walk for walk in endings(tree)}
    chosen = Random(f"{path.stem} {size}").sample(list(every), min(len(every), examples(6)))
    walks = {name: every[name] for name in chosen}  # all of them where a long run is asked for
    app = PostwiseApp(library, OpenWalk(Walk.start(tree)))
    async with running(app, size) as pilot:
        app.open(OpenRecommendation(next(iter(walks.values()))))
        await settled(pilot)
        screen = app.screen
        for (end, _), walk in walks.items():
            screen.walk, screen.recommendation, screen.explained = walk, walk.recommendation, None
            screen._set()
            await pilot.pause(0)
            screen._explained(walk.what_if)
            await pilot.pause(0)
            left, right = sections(screen.left), sections(screen.left if screen.narrow else screen.right)
            assert screen.left.top == screen.right.top == 0
            if walk.recommendation.urgent:  # that is all there is
                assert list(left | right) == [name for name in FIRST if name in left]
                continue
            assert {"Next", "What decided it"} <= left.keys() | right.keys()
            over = {name: last + 1 - screen.left.size.height for name, last in (left | right).items() if name in FIRST}
            assert max(over.values()) <= OVER[size], (end, over)
            assert list(over) == [name for name in FIRST if name in over], "the most important first"
            assert [name for name in right if name in LATER] == [name for name in LATER if name in right]
            assert list(right)[-1] == "How you got here"


@pytest.mark.parametrize("key", ["pagedown", "space", "down"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_reading_on_works_at_once_in_whatever_column_there_is_more(library, key, size):
    tree = load(shipped_folder() / "before-you-post.toml")
    walk = next(one for one in endings(tree) if len(one.steps) > 6)
    app = PostwiseApp(library, OpenRecommendation(walk))
    async with running(app, size) as pilot:
        pages = [app.screen.left] if size[0] < 72 else [app.screen.left, app.screen.right]
        for _ in range(60):
            before = shown(app)
            await press(pilot, key)
            if shown(app) == before:
                break
        assert "How you got here" in shown(app) or pages[-1].top + pages[-1].size.height >= len(pages[-1].rows)
        assert pages[-1].top > 0
        assert app.screen.shown.ticked == frozenset()
        for _ in range(60):
            await press(pilot, {"pagedown": "pageup", "space": "pageup", "down": "up"}[key])
        assert [page.top for page in pages] == [0] * len(pages)
        assert app.screen.left.has_focus


async def test_what_there_is_no_room_for_is_a_line_away(library):
    tree = load(shipped_folder() / "before-you-post.toml")
    walk = max(endings(tree), key=lambda one: len(one.what_if.settle))
    app = PostwiseApp(library, OpenRecommendation(walk))
    async with running(app, (80, 24)) as pilot:
        page = app.screen.right
        page.focus()
        for target in (lines.ALL_DOUBTS, lines.ALL_DECIDING):
            if target in page.targets:
                page.mark(target)
                await press(pilot, "enter")
        assert not {lines.ALL_DOUBTS, lines.ALL_DECIDING} & set(page.targets)
        asked = [line for line in page.lines if line.lead.plain == "? "]
        assert len(asked) == len(walk.what_if.settle)


async def test_what_the_tree_was_built_on_is_shown_and_opened(library, monkeypatch):
    opened = []
    tree = load(shipped_folder() / "before-you-post.toml")
    longest = max(endings(tree), key=lambda walk: len(walk.what_if.changes))  # its sources are not on the first page
    app = PostwiseApp(library, OpenRecommendation(longest))
    monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
    async with running(app, (80, 24)) as pilot:
        assert "Simon Burall" not in shown(app)
        await press(pilot, "i")
        assert "Sources" in shown(app)
        assert "Simon Burall" in shown(app)
        page = app.screen.right
        page.mark(next(target for target in page.targets if getattr(target, "url", "").endswith("citizens")))
        await press(pilot, "enter")
    assert opened == [tree.about.sources[0].url]


async def test_a_tree_without_sources_offers_none(library):
    app = PostwiseApp(library, OpenRecommendation(Walk.start(loads(HANDS_OVER)).answer("yes")))
    async with running(app) as pilot:
        assert not app.screen.offers("sources")
        await press(pilot, "i")
        assert "Sources" not in shown(app)


def silent(walk):
    """Return the questions that neither fixed the ending nor change what is said at it."""
    return walk.asked.keys() - {*walk.what_if.decided, *said_by(walk.tree, walk.at)}


async def test_answers_that_made_no_difference_say_so_and_are_dimmed(library):
    tree = load(shipped_folder() / "before-you-post.toml")
    walk = next(one for one in endings(tree) if len(one.what_if.decided) > 0 and not one.unsure)
    app = PostwiseApp(library, OpenRecommendation(walk))
    async with running(app, (120, 36)):
        idle = [line for line in app.screen.right.lines if "(led to the same ending)" in line.words.plain]
        assert len(idle) == len(silent(walk))
        assert all("muted" in str(line.words.spans) for line in idle)


async def test_two_roads_seen_from_another_road_call_neither_of_them_ones_own(walking):
    app = walking(*GO)
    async with running(app) as pilot:
        await press(pilot, "o")
        assert "YOUR ROAD" in shown(app).upper()
        await press(pilot, "enter")
        other = app.screen
        while other.explained is None:
            await settled(pilot)
        await press(pilot, "o")
        assert "YOUR ROAD" not in shown(app).upper()
        assert "esc Back" in shown(app)
        await press(pilot, "escape")
        assert app.screen is other


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 34)])
async def test_what_is_said_is_said_whole_however_narrow_the_page(walking, size):
    app = walking(*GO)
    async with running(app, size) as pilot:
        while app.screen.explained is None:
            await settled(pilot)
        page = app.screen.left.size.height
        await press(pilot, "h")
        assert app.screen.walk.code in "".join(shown(app).split())
        assert "? Help" in shown(app)
        await press(pilot, "down")
        assert app.screen.left.size.height == page, "it has its room again"


@pytest.mark.parametrize("then", ["leave it as it was", "change it"])
async def test_ones_own_walk_stays_under_another_road_that_is_gone_on_with(walking, then):
    app = walking(*GO)
    async with running(app) as pilot:
        own = app.screen
        await press(pilot, "o", "enter")
        other = app.screen.walk
        assert other.answers != own.walk.answers
        await press(pilot, "r")
        assert "Another road" in shown(app)
        await press(
            pilot, *(["escape", "escape"] if then == "leave it as it was" else ["enter"])
        )  # out of the field first
        assert "Another road" in shown(app)
        for _ in range(3):
            if app.screen is not own:
                await press(pilot, "q")
        assert app.screen is own
        assert app.walk.answers == own.walk.answers


@pytest.mark.parametrize("key", ["ctrl+p", "question_mark", "down", "tab", "ctrl+g"])
async def test_what_was_said_is_taken_back_by_whatever_key_is_pressed(walking, key):
    app = walking(*GO)
    async with running(app) as pilot:
        screen = app.screen
        screen.say("Said before.")
        await settled(pilot)
        assert "Said before." in shown(app)
        await press(pilot, key)
        assert "Said before." not in shown(app)


async def test_two_roads_stay_where_they_were_read_when_the_window_changes(walking):
    app = walking(*GO)
    async with running(app, (80, 14)) as pilot:
        await press(pilot, "o", "down", "down")
        tops = [page.top for page in app.screen._columns]
        assert any(tops)
        await pilot.resize_terminal(81, 14)
        await settled(pilot)
        assert [page.top for page in app.screen._columns] == tops


async def test_a_page_made_smaller_is_as_one_that_was_opened_so(library):
    tree = load(shipped_folder() / "under-fire.toml")
    walk = next(walk for walk in endings(tree) if walk.at == "act-safety")
    pages = []
    for size in ((120, 36), (80, 24)):
        app = PostwiseApp(library, OpenRecommendation(walk))
        async with running(app, size) as pilot:
            if size != (80, 24):
                await pilot.resize_terminal(80, 24)
                await settled(pilot)
            pages.append(shown(app))
    assert pages[0] == pages[1]


async def test_a_press_from_before_what_was_worked_out_stood_there_chooses_nothing_of_it(walking):
    app = walking("pot", "yes", ["spade"], "2026-05-01", "")
    async with running(app, (120, 36)) as pilot:
        while app.screen.explained is None:
            await settled(pilot)
        page, screen = app.screen.right, app.screen
        assert 0 < page.heeds_from <= now()
        row = next(place for place, row in enumerate(page.rows) if row.line.target == page.targets[0])
        for heeds_from in (now() + 60, page.heeds_from):
            page.heeds_from = heeds_from
            await pilot.click(offset=page.content_region.offset + Offset(6, row - page.top))
            await settled(pilot)
            assert (app.screen is screen) == (heeds_from > now())


RIGHTS = """
[tree]
title = "T"
start = "q"
[question.q]
ask = "What is it?"
answers = [{ text = "A wrong", goto = "safe" }, { text = "A joke", goto = "go" }]
[outcome.safe]
verdict = "raise"
headline = "Raise it."
rights = true
notes = [{ text = "You have three months less a day." }]
[outcome.go]
headline = "Go."
"""


async def test_in_one_column_what_to_keep_in_mind_of_a_right_comes_before_what_decided_it(library):
    walk = Walk.start(tree_of(RIGHTS)).answer("a-wrong")
    async with running(PostwiseApp(library, OpenWalk(walk)), (60, 24)) as pilot:
        page = shown(pilot.app)
        assert page.index("three months less a day") < page.index("What decided it")
        assert "What would change this" not in page
        await press(pilot, "o")
        assert NOT_BESIDE_A_RIGHT[:40] in " ".join(shown(pilot.app).split())


async def test_beside_a_right_what_is_worth_settling_is_named_without_what_each_answer_leads_to(library):
    tree = tree_of(RIGHTS.replace('text = "A wrong", ', 'text = "A wrong", unsure = true, '))
    async with running(PostwiseApp(library, OpenWalk(Walk.start(tree).not_sure())), (60, 30)) as pilot:
        page = shown(pilot.app)
        assert "Worth settling" in page
        assert "what each answer leads to" not in page
        assert "A joke" not in page


@pytest.mark.parametrize("size", SIZES)
async def test_beside_the_only_other_road_the_foot_has_no_next_one(library, size):
    tree = tree_of(RIGHTS.replace("rights = true\n", ""))
    async with running(PostwiseApp(library, OpenWalk(Walk.start(tree).answer("a-wrong"))), size) as pilot:
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, CompareRoadsScreen)
        last = shown(pilot.app).split("\n")[-1]
        assert "Look closer" in last
        assert "Next" not in last
        assert "Previous" not in last


async def test_what_decided_it_says_not_sure_of_an_answer_that_nobody_gave(library):
    tree = tree_of(
        RIGHTS.replace("rights = true\n", "").replace('text = "A wrong", ', 'text = "A wrong", unsure = true, ')
    )
    walk = Walk.start(tree).not_sure()
    async with running(PostwiseApp(library, OpenWalk(walk))) as pilot:
        assert "“Not sure; for now: A wrong” to “What is it?”" in " ".join(shown(pilot.app).split())
    assert "“Not sure; for now: A wrong” to “What is it?”" in RecommendationDocument.of(walk).as_text()


async def test_beside_a_right_the_brief_is_handed_over_without_answers_and_without_the_code(library):
    walk = Walk.start(tree_of(RIGHTS)).answer("a-wrong")
    async with running(PostwiseApp(library, OpenWalk(walk))) as pilot:
        await press(pilot, "h")
        assert LEFT_OUT in pilot.app.clipboard
        assert "A wrong" not in pilot.app.clipboard
        assert walk.code not in pilot.app.clipboard + shown(pilot.app)
        assert "without your answers" in shown(pilot.app)


async def test_where_somebody_may_not_be_safe_there_is_what_to_do_and_nothing_else(library):
    told = 'rights = true\nurgent = true\nnext = ["Ring Ana."]\nsee = [{ title = "A line", phone = "116 123" }]'
    tree = tree_of(RIGHTS.replace("rights = true", told).replace('start = "q"', f'start = "q"\n{SOURCES}'))
    for size in ((120, 36), (80, 24), (48, 30)):
        async with running(PostwiseApp(library, OpenWalk(Walk.start(tree).answer("a-wrong"))), size) as pilot:
            page = shown(pilot.app)
            for said in ("Raise it.", "Ring Ana.", "116 123"):
                assert said in page
            for other in ("What decided it", "Sources", "A judgment", "How you got here"):
                assert other not in page
            assert not pilot.app.screen.offers("sources")


SOURCES = 'sources = [{ title = "A judgment", url = "https://example.org" }]'
NUMBER = """
[tree]
title = "T"
start = "q"
[question.q]
ask = "What is it?"
yes = "end"
no = "end"
[outcome.end]
headline = "Ring somebody."
next = ["Talk to your rep, or ring the helpline on 0300 123 1100 when you can, or on (116 123, free)."]
see = [{ title = "A helpline by day and by night", phone = "0300 123 1100" }]
"""


@pytest.mark.parametrize("columns", range(46, 60))
async def test_no_row_ends_within_a_number_to_ring(library, columns):
    walk = Walk.start(tree_of(NUMBER)).answer("yes")
    async with running(PostwiseApp(library, OpenWalk(walk)), (columns, 30)) as pilot:
        page = shown(pilot.app)
        assert page.count("0300 123 1100") == 2
        assert "(116 123," in page


ROADS = """
[tree]
title = "T"
start = "q"
[question.q]
ask = "What is it?"
yes = "more"
no = "stay"
[question.more]
ask = "Is it windy?"
yes = "go"
no = "go"
[outcome.go]
verdict = "go"
headline = "Off you go."
notes = [{ when = { more = "yes" }, text = "Hold on to your hat." }]
[outcome.stay]
verdict = "leave"
headline = "Stay in."
"""


async def test_another_road_on_which_more_is_to_be_asked_is_walked_to_its_end(library):
    walk = Walk.start(tree_of(ROADS)).answer("no")
    async with running(PostwiseApp(library, OpenWalk(walk))) as pilot:
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, CompareRoadsScreen)
        assert "Off you go." in shown(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WalkScreen), "what is said there hangs on what is asked now"
        assert pilot.app.screen.walk.at == "more"


async def test_what_stands_over_two_roads_can_be_read_to_its_end():
    lines = ['format = 1\n[tree]\ntitle = "Chain"\nstart = "q0"']
    lines += [f'[question.q{n}]\nask = "Ask {n}?"\nyes = "q{n + 1}"\nno = "q{n + 1}"' for n in range(20)]
    lines += ['[question.q20]\nask = "The last?"\nyes = "one"\nno = "two"']
    lines += [f'[outcome.{name}]\nverdict = "{name}"\nheadline = "It is {name}."' for name in ("go", "stop")]
    tree = tree_of("\n".join(lines).replace('"one"', '"go"').replace('"two"', '"stop"'))
    walk = Walk.start(tree)
    while walk.question is not None:
        walk = walk.answer("yes")
    app = PostwiseApp(Library(), OpenWalk(walk))
    async with running(app, (80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "o")
        assert "Ask 19?" not in shown(app)
        await press(pilot, *["down"] * 12)
        assert "Ask 19?" in shown(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_long_reason_can_be_read_to_its_end(size):
    reason = "Here it begins. " + "It was so, and it was said before. " * 130 + "Here it ends."
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "Long"\nstart = "one"\n[question.one]\nask = "So?"\nyes = "go"\nno = "go"\n'
        f'[outcome.go]\nverdict = "go"\nheadline = "Go."\nreason = "{reason}"\nnext = ["Do it."]\n'
    )
    app = PostwiseApp(Library(), OpenWalk(Walk.start(tree).answer("yes")))
    async with running(app, size) as pilot:
        await settled(pilot)
        first = seen = shown(app)
        assert "Here it begins." in first
        assert "Go." in first
        for _ in range(12):
            await press(pilot, "pagedown")
            seen += shown(app)
        assert "Here it ends." in seen
        assert "Do it." in seen
        await press(pilot, *["pageup"] * 12)
        assert "Do it." not in shown(app)
        await press(pilot, "enter")
        assert "Do it." in shown(app), "Enter shows what it would choose"
        assert not app.walks.ticked_at(app.screen.walk)
        await press(pilot, "enter")
        assert app.screen.shown.ticked


@pytest.mark.parametrize("keys", [("tab", "down", "down"), ("u", "tab", "down", "down"), ("u", "down", "down", "down")])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_is_drawn_is_what_would_be_drawn_anew(walking, size, keys):
    app = walking("pot")
    async with running(app, size) as pilot:
        for key in keys:
            await press(pilot, key)
            await settled(pilot)
            seen = shown(app)
            for widget in app.screen.walk_children(with_self=True):
                widget.refresh()
            await settled(pilot)
            assert shown(app) == seen, key


async def test_sources_are_shown_though_what_was_said_in_the_foot_goes_meanwhile(walking):
    app = walking(*GO)
    async with running(app, (80, 24)) as pilot:
        await settled(pilot)
        app.screen.say("This is said in so many words that they take two rows of the foot, and go at the next key.")
        await settled(pilot)
        await press(pilot, "i")
        await settled(pilot)
        assert "Sources" in shown(app)
