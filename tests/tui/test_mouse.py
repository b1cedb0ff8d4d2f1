"""The mouse: a press counts where it was released, a drag picks out words, and the scroll bar scrolls."""

import pytest
from textual.events import MouseDown, MouseUp
from textual.geometry import Offset
from textual.selection import SELECT_ALL

from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import loads
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import HelpDialog
from postwise.tui.openings import OpenPreview, OpenWalk
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.field import DraftPanel
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.themes import BY_NAME
from postwise.walk.walk import Walk
from strategies import LONG_RUN
from train.playing import in_case, to

from .conftest import press, running, settled, shown
from .screens import SCREENS
from .training import in_room, session_of

MANY = "\n".join(f'{{ text = "Answer {number}" }},' for number in range(1, 61))
LONG = f"""
format = 1
[tree]
title = "Long"
start = "one"
[question.one]
ask = "One of many?"
answers = [
{MANY}
]
goto = "end"
[outcome.end]
headline = "The end."
reason = "It ends."
"""


def long_walk() -> PostwiseApp:
    tree = loads(LONG)
    assert tree is not None
    return PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree)))


def row_of(page: TextPage, target: object) -> Offset:
    """Return where the first row of something to choose stands on the screen, a few columns in."""
    place = next(place for place, row in enumerate(page.rows) if row.line.target == target)
    return page.content_region.offset + Offset(8, place - page.top)


def bar_of(page: TextPage, y: int) -> Offset:
    """Return where the scroll bar of a page stands on the screen, so many rows down."""
    return page.content_region.top_right + Offset(-1, y)


async def drag(pilot, *through: Offset) -> None:
    """Press at the first place, move through the others, and release at the last."""
    await pilot.mouse_down(offset=through[0])
    for place in through[1:]:
        await pilot.hover(offset=place)
    await pilot.mouse_up(offset=through[-1])
    await settled(pilot)


@pytest.fixture
def chosen(monkeypatch) -> list[object]:
    """Return what was chosen on any page, as it is chosen."""
    targets: list[object] = []
    monkeypatch.setattr(
        TextPage,
        "post_message",
        lambda self, message, _before=TextPage.post_message: (
            targets.append(message.target) if isinstance(message, TextPage.Chosen) else None,
            _before(self, message),
        )[1],
    )
    return targets


async def test_a_press_counts_where_it_was_released(walking, chosen):
    app = walking()
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        first, second = (row_of(page, target) for target in page.targets[:2])
        for away in (second, first + Offset(3, 0), Offset(4, first.y), Offset(4, 0), Offset(4, app.size.height - 1)):
            await drag(pilot, first, away)
            assert not chosen
            await drag(pilot, first, away, first)
            assert not chosen, "who goes away and comes back has thought better of it"
        await pilot.click(offset=first)
        await settled(pilot)
        assert chosen == ["bed"]


async def test_a_press_is_no_answer_to_a_question_that_came_while_it_was_held(walking, chosen):
    app = walking()
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        place = row_of(page, "pot")
        await pilot.mouse_down(offset=place)
        await press(pilot, "2")
        assert page.targets
        await pilot.mouse_up(offset=place)
        await settled(pilot)
        assert not chosen


async def test_a_command_of_the_foot_is_done_where_it_was_pressed(walking):
    app = walking("pot")
    async with running(app) as pilot:
        bar = app.screen.keybar
        places = [bar.region.offset + Offset(start + 1, 1) for start, _, _ in bar.places()]
        before = app.screen.walk
        for place in places[1:]:
            await drag(pilot, places[0], place)
            await drag(pilot, place, places[0])
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk is before


async def test_a_dialog_is_closed_by_a_press_beside_it_and_by_no_drag(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        dialog = app.screen
        await drag(pilot, Offset(1, 1), Offset(118, 30))
        await drag(pilot, Offset(1, 1), dialog.page.region.offset)
        await drag(pilot, dialog.page.region.offset, Offset(1, 1))
        assert app.screen is dialog
        await pilot.click(offset=(1, 1))
        assert isinstance(app.screen, WalkScreen)


async def test_only_the_first_button_chooses(walking, chosen):
    app = walking()
    async with running(app) as pilot:
        place = row_of(app.screen.walked.panel.page, "pot")
        await pilot._post_mouse_events([MouseDown, MouseUp], offset=place, button=3)
        await settled(pilot)
        assert not chosen


async def scroll(pilot, chosen: list[object]) -> set[str]:
    """Press above, amid and below every scroll bar there is, in a long run on each of its rows; return of which pages."""
    here, bars = pilot.app.screen, set()
    chosen.clear()
    for page in here.query(TextPage):
        if page.region and len(page.rows) > page.size.height > 1:
            bars.add(page.id or type(page).__name__)
            every = range(page.size.height)
            for y in every if LONG_RUN else (0, every[len(every) // 2], every[-1]):
                await pilot.click(offset=bar_of(page, y))
            await drag(pilot, bar_of(page, 0), bar_of(page, page.size.height - 1), Offset(3, page.region.y))
    await settled(pilot)
    assert not chosen
    assert pilot.app.screen is here
    assert pilot.app.mouse_captured is None
    return bars


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_scroll_bar_only_scrolls(walking, chosen, screen):
    app = walking()
    async with running(app, size=(60, 20)) as pilot:
        await SCREENS[screen](pilot)
        await settled(pilot)
        await scroll(pilot, chosen)


async def test_the_scroll_bar_of_the_room_and_its_notes_only_scrolls(tmp_path, chosen):
    async with in_room(tmp_path / "s", to(in_case(4), "account"), size=(60, 10)) as pilot:
        await press(pilot, "v")
        before = session_of(pilot)
        assert await scroll(pilot, chosen)
        assert session_of(pilot) == before
        await press(pilot, "f")
        assert await scroll(pilot, chosen)


async def test_the_scroll_bars_of_the_preview_and_of_a_trail_only_scroll(tmp_path, chosen):
    path = tmp_path / "long.toml"
    chain = "".join(
        f'[question.q{place}]\nask = "Is it so, {place}?"\nyes = "q{place + 1}"\nno = "q{place + 1}"\n'
        for place in range(20)
    )
    chain = chain.replace('"q20"', '"end"')
    path.write_text(
        f'{LONG.split("[question", maxsplit=1)[0].replace("one", "q0")}{chain}[outcome.end]\nheadline = "The end."\n'
    )
    app = PostwiseApp(Library((), {}), OpenPreview(LibraryEntry("long", path, "file")))
    async with running(app, size=(120, 24)) as pilot:
        await press(pilot, *"1" * 15)
        assert len(await scroll(pilot, chosen)) > 1
        assert len(app.screen.walked.walk.answers) == 15


async def test_the_scroll_bar_of_a_long_question_goes_where_it_is_drawn(chosen):
    app = long_walk()
    async with running(app, size=(80, 24)) as pilot:
        page = app.screen.walked.panel.page
        last = page.size.height - 1
        await pilot.click(offset=bar_of(page, last))
        assert page.top == page.size.height - 2, "a press under the thumb turns the page"
        await pilot.click(offset=bar_of(page, 0))
        assert page.top == 0
        await pilot.click(offset=bar_of(page, 0))
        assert page.top == 0, "a press on the thumb alone moves nothing"
        await drag(pilot, bar_of(page, 1), bar_of(page, last))
        assert page.top == len(page.rows) - page.size.height
        await drag(pilot, bar_of(page, last), Offset(10, 0))
        assert page.top == 0, "the pointer may leave the bar while it drags"
        await drag(pilot, bar_of(page, 1), bar_of(page, 3), bar_of(page, 1))
        assert page.top == 0
        assert not chosen
        assert not app.screen.walk.answers


async def test_the_scroll_bar_of_the_library_starts_no_walk(chosen):
    app = PostwiseApp(Library.here())
    async with running(app, size=(60, 16)) as pilot:
        shelf = app.screen.shelf
        assert len(shelf.rows) > shelf.size.height
        rows = range(shelf.size.height)
        for y in rows if LONG_RUN else (0, rows[len(rows) // 2], rows[-1]):
            await pilot.click(offset=bar_of(shelf, y))
            await drag(pilot, bar_of(shelf, y), bar_of(shelf, shelf.size.height - 1 - y))
        assert isinstance(app.screen, LibraryScreen)
        assert not chosen


async def test_what_hides_while_it_is_pressed_lets_the_mouse_go(walking):
    app = walking("pot")
    async with running(app, size=(60, 20)) as pilot:
        page = app.screen.walked.panel.page
        await pilot.mouse_down(offset=page.region.offset + Offset(8, 3))
        app.screen.add_class("-aside")
        await settled(pilot)
        assert app.mouse_captured is None


# Picking words out


async def pick(pilot, page: TextPage, start: tuple[int, int], end: tuple[int, int]) -> str:
    """Drag from a column of a row of a page to another; return the words that are then picked out."""
    origin = page.content_region.offset - Offset(0, page.top)
    await drag(pilot, origin + Offset(*start), origin + Offset(*end))
    return pilot.app.screen.words_picked


def place_in(page: TextPage, words: str) -> tuple[int, int]:
    """Return the column and the row where words stand on a page."""
    return next((row.words.plain.index(words), y) for y, row in enumerate(page.rows) if words in row.words.plain)


async def test_what_stands_on_a_page_can_be_picked_out_as_it_is_read(walking, chosen):
    app = walking("pot")
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        column, row = place_in(page, "sun reach")
        assert await pick(pilot, page, (column, row), (column + 9, row)) in {"sun reach", "sun reach "}, (
            "a part of a row"
        )
        assert await pick(pilot, page, (column + 9, row), (column, row)) in {"sun reach", "sun reach "}, "backwards too"
        whole = await pick(pilot, page, (0, 0), (page.size.width - 3, page.size.height - 1))
        assert whole.splitlines() == [line.rstrip() for line in whole.splitlines()]
        assert whole.startswith("Does the sun reach it?\n")
        assert "1  Yes\n" in whole
        assert "A pot can be moved." in whole
        assert "▌" not in whole, "the mark is no word"
        first, second = place_in(page, "1  Yes"), place_in(page, "Hardly ever")
        assert await pick(pilot, page, first, (second[0] + 11, second[1])) == "1  Yes\n\n2  Hardly ever"
        assert not chosen


async def test_all_words_of_every_screen_can_be_picked_out(walking):
    app = walking("pot")
    async with running(app) as pilot:
        trail, bar, head = app.screen.trail, app.screen.keybar, app.screen.masthead
        assert "In a pot" in await pick(pilot, trail, (0, 0), (trail.size.width - 2, 5))
        await drag(pilot, bar.region.offset + Offset(0, 1), bar.region.offset + Offset(60, 1))
        assert app.screen.words_picked.startswith("y n Answer")
        await drag(pilot, head.content_region.offset, head.content_region.top_right + Offset(-1, 1))
        assert app.screen.words_picked.startswith("What shall I plant?")
        assert "━" not in app.screen.words_picked, "a line across the page is nothing to read"
        await press(pilot, "question_mark")
        assert not app.screen.words_picked
        page = app.screen.page
        assert "Take the last answer back" in await pick(pilot, page, (0, 0), (60, page.size.height - 1))
        assert isinstance(app.screen, HelpDialog)


async def test_what_is_said_over_the_foot_can_be_copied_and_ends_nothing(walking, monkeypatch):
    copied = []
    monkeypatch.setattr(PostwiseApp, "copy_to_clipboard", lambda _, text, *__: copied.append(text))
    app = walking("pot")
    async with running(app) as pilot:
        app.screen.say("Saved as record 1. See it again with: postwise records show 1")
        await settled(pilot)
        bar = app.screen.keybar
        await drag(pilot, bar.region.offset, bar.region.offset + Offset(bar.size.width - 1, 0))
        await press(pilot, "ctrl+c")
        assert copied == ["Saved as record 1. See it again with: postwise records show 1"]
        assert app.return_code is None
        await press(pilot, "down")
        assert "Saved as record 1" not in shown(app)
        assert not app.screen.words_picked


async def test_a_drag_stays_on_the_page_that_it_began_on(walking):
    app = walking("pot")
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        start = page.content_region.offset + Offset(*place_in(page, "1  Yes"))
        await drag(pilot, start, Offset(2, app.size.height - 1))
        assert app.screen.words_picked.startswith("1  Yes")
        assert app.screen.words_picked.endswith("A pot can be moved.")
        await drag(pilot, start, Offset(2, 0))
        assert app.screen.words_picked.startswith("Does the sun")


async def test_a_drag_may_begin_beside_all_pages_and_in_a_field(walking, chosen):
    app = walking("pot", draft="Slugs are liars")
    async with running(app) as pilot:
        for start in (Offset(42, 10), app.screen.query_one(DraftPanel).content_region.offset):
            for end in (row_of(app.screen.walked.panel.page, "yes"), Offset(4, 0), Offset(3, 4), Offset(119, 35)):
                await drag(pilot, start, end, Offset(50, 20), end)
        assert app.is_running
        assert not chosen


async def test_a_page_moves_on_under_a_drag_that_leaves_it(chosen):
    app = long_walk()
    async with running(app, size=(80, 24)) as pilot:
        page = app.screen.walked.panel.page
        start = page.content_region.offset + Offset(*place_in(page, "Answer 2"))
        below = Offset(start.x, app.size.height - 1)
        await drag(pilot, start, *[below, Offset(start.x + 1, below.y)] * 3)
        assert page.top == 6
        assert app.screen.words_picked.startswith("Answer 2\n3  Answer 3")
        last = page.rows[page.top + page.size.height - 2].words.plain.strip()
        assert last in app.screen.words_picked
        await pilot.hover(offset=below)
        assert page.top == 6, "the button is up"
        assert not chosen


async def test_wide_letters_are_picked_out_where_they_are_drawn(chosen):
    tree = loads(LONG.replace("One of many?", "日本語 twice"))
    assert tree is not None
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree)))
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        column, row = place_in(page, "日本語")
        assert (await pick(pilot, page, (column + 2, row), (column + 12, row))).strip() == "本語 twice"


def marked_out(app: PostwiseApp) -> str:
    """Return the words that are drawn with their colours turned round."""
    strips = app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse)


@pytest.mark.parametrize("theme", BY_NAME)
@pytest.mark.parametrize("colour", [True, False])
async def test_what_is_picked_out_shows_in_every_theme_and_without_colour(walking, monkeypatch, theme, colour):
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    app = walking("pot", draft="Slugs are liars")
    app.theme = theme
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        column, row = place_in(page, "sun reach")
        await pick(pilot, page, (column, row), (column + 9, row))
        assert marked_out(app).strip() == "sun reach"
        app.screen.query_one(DraftPanel).focus()
        await press(pilot, "home", *["shift+right"] * 5)
        assert app.screen.words_picked == "Slugs"
        assert marked_out(app).startswith("Slugs"), "one thing at a time is picked out"
        await pick(pilot, page, (column, row), (column + 9, row))
        assert marked_out(app).strip() == "sun reach"


async def test_a_press_picks_out_nothing_any_more_and_two_are_two(walking, chosen):
    app = walking("pot")
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        await pick(pilot, page, (2, 0), (20, 6))
        await pilot.click(offset=page.content_region.offset + Offset(4, 0))
        await settled(pilot)
        assert not app.screen.words_picked
        await pilot.click(offset=page.content_region.offset + Offset(4, 0), times=2)
        await pilot.click(offset=page.content_region.offset + Offset(4, 0), times=3)
        await settled(pilot)
        assert not app.screen.words_picked


async def test_what_is_picked_out_stays_as_long_as_its_words_do(walking):
    app = walking("pot")
    async with running(app) as pilot:
        page = app.screen.walked.panel.page
        column, row = place_in(page, "sun reach")
        await pick(pilot, page, (column, row), (column + 9, row))
        await press(pilot, "down", "w", "w")
        assert app.screen.words_picked.strip() == "sun reach", "the page was set anew, and says the same there"
        await press(pilot, "1")
        assert not app.screen.words_picked, "another question"
        assert not marked_out(app)


async def test_what_is_picked_out_as_a_screen_goes_leaves_nothing_over(walking):
    app = walking()
    async with running(app) as pilot:
        screen, page = app.screen, app.screen.walked.panel.page
        screen.selections = {page: SELECT_ALL}
        await settled(pilot)
        assert page.picked == SELECT_ALL
        assert screen._watch_selections({page: SELECT_ALL}, {}) is None, "nothing that would have to be awaited"


async def test_a_press_in_a_long_draft_is_where_it_was_made(walking):
    app = walking(draft="\n".join(f"Line {number} of it" for number in range(1, 41)))
    async with running(app, (100, 34)) as pilot:
        draft = app.screen.query_one(DraftPanel)
        await pilot.click(draft, offset=(8, 2))
        await settled(pilot)
        assert draft.has_focus
        assert draft.cursor_location[0] == 1
        assert draft.scroll_offset.y == 0
        await press(pilot, "escape", "d", "X")
        assert draft.cursor_location[0] == 1, "where it was left"


async def test_a_key_goes_on_behind_a_long_draft(walking):
    app = walking(draft="\n".join(f"Line {number} of it" for number in range(1, 41)))
    async with running(app, (100, 34)) as pilot:
        draft = app.screen.query_one(DraftPanel)
        assert draft.scroll_offset.y == 0, "until then its beginning can be read"
        await press(pilot, "d", "X")
        assert draft.text.endswith("Line 40 of itX")
