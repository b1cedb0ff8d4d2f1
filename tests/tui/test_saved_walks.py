"""The shelves of the library: walks to go on with, walks that ended just now, and the saved ones, read when asked for."""

import sqlite3

import pytest

from postwise.tui.app import PostwiseApp
from postwise.tui.library_shelf import SAVED, Shelved
from postwise.tui.openings import OpenWalk
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.saved_walks import ENDED_SINCE, SavedWalksScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.walk.record_store import NONE_SAVED, Records
from postwise.walk.walk import Walk
from strategies import tree_of

from .conftest import SIZES, TEXT, press, running, settled, shown
from .screens import TO_THE_END, saved_walks


@pytest.fixture
def app(library, monkeypatch):
    """Return the app in a library without the trees that ship."""
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: library.folders[0] / "none")
    return PostwiseApp(library)


async def begin(pilot, *keys):
    pilot.app.screen.shelf.mark("garden")
    await press(pilot, "enter", *keys)


async def click(pilot, page, target):
    row = next(y for y, row in enumerate(page.rows) if row.line.target == target)
    page.scroll_rows(max(row - page.top - page.size.height + 1, 0))  # as the wheel does
    await pilot.click(page, offset=(6, row - page.top))
    await press(pilot)
    await settled(pilot)


async def test_a_finished_walk_that_was_left_is_opened_again_with_its_draft(app):
    async with running(app) as pilot:
        await press(pilot, "ctrl+y", *"Dear", "escape")
        await begin(pilot, *TO_THE_END)
        assert isinstance(app.screen, RecommendationScreen)
        walk = app.screen.walk
        await press(pilot, "escape")
        assert "ENDED JUST NOW" in shown(app)
        assert not Records().list()
        app.draft = "Another one"
        app.screen.shelf.mark(Shelved("walk", 1))
        await press(pilot)
        assert "Open" in shown(app).split("\n")[-1]
        await press(pilot, "enter")
        assert isinstance(app.screen, RecommendationScreen)
        assert (app.screen.walk, app.screen.draft) == (walk, "Dear")
        await press(pilot, "escape")
        assert len(app.walks.ended) == 1, "it is there once, however often it is opened"
        assert app.draft == "Another one"


async def test_a_finished_walk_is_there_after_a_look_at_a_file(app):
    async with running(app) as pilot:
        await begin(pilot, *TO_THE_END)
        await press(pilot, "escape", "ctrl+l", "q")
        assert isinstance(app.screen, LibraryScreen)
        assert len(app.walks.ended) == 1


async def test_a_walk_that_was_begun_is_on_a_shelf_and_gone_on_with(app):
    async with running(app) as pilot:
        await begin(pilot, "2", "escape")
        page = shown(app)
        assert "GO ON WHERE YOU LEFT OFF" in page
        assert "… 1 answered" in page
        app.screen.shelf.mark(Shelved("walk", 1))
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
        assert len(app.screen.walk.answers) == 1


async def test_what_was_begun_stays_beside_a_walk_begun_anew(app):
    async with running(app) as pilot:
        await begin(pilot, "2", "escape")
        app.screen.shelf.mark("garden")
        await press(pilot, "ctrl+r")
        assert app.screen.walk.answers == {}
        await press(pilot, "1", "escape")
        assert [hand.walk.answers for hand in app.losing.walks] == [{"place": "pot"}, {"place": "bed"}]


async def test_records_are_not_read_before_they_are_asked_for(app, monkeypatch):
    def never(*_):
        raise AssertionError("read unasked")

    monkeypatch.setattr(Records, "list", never)
    monkeypatch.setattr(Records, "all", never)
    async with running(app):
        assert "SAVED WALKS" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_saved_walk_is_seen_as_it_was_and_walked_again(app, size, tmp_path):
    async with running(app, size) as pilot:
        await begin(pilot, *TO_THE_END)
        walk = app.screen.walk
        Records().save(walk, "draft", draft="Dear council")
        await press(pilot, "escape", "tab", "s")
        assert isinstance(app.screen, SavedWalksScreen)
        assert "What shall I plant?" in shown(app)
        await press(pilot, "enter")
        assert walk.recommendation.headline in shown(app)
        assert "Dear council" in "\n".join(line.words.plain for line in app.screen.record.lines)
        await press(pilot, "escape", "w")
        assert isinstance(app.screen, RecommendationScreen)
        assert (app.screen.walk, app.screen.draft) == (walk, "Dear council")
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_saved_walk_is_deleted_once_that_was_said_twice(app):
    async with running(app) as pilot:
        await begin(pilot, *TO_THE_END)
        number = Records().save(app.screen.walk)
        await press(pilot, "escape")
        await saved_walks(pilot)
        await press(pilot, "d", "k")
        assert [record.id for record in Records().list()] == [number]
        await press(pilot, "d")
        assert "Delete “What shall I plant?” of " in shown(app)
        await press(pilot, "d")
        assert not Records().list()
        assert "nothing of it is left in the file" in shown(app)
        assert NONE_SAVED[:30] in shown(app)


async def test_of_a_recommendation_alone_it_is_said_that_it_cannot_be_walked_again(app):
    async with running(app) as pilot:
        await begin(pilot, *TO_THE_END)
        Records().save(app.screen.walk)
        await press(pilot, "escape")
        await saved_walks(pilot)
        await press(pilot, "w")
        assert "Only the recommendation was kept" in shown(app)
        assert isinstance(app.screen, SavedWalksScreen)


@pytest.mark.parametrize("damage", ["body = 'x'", "saved = 'x'"])
async def test_a_record_that_cannot_be_read_is_said_and_can_be_deleted(app, damage):
    async with running(app) as pilot:
        await begin(pilot, *TO_THE_END)
        bad, good = (Records().save(app.screen.walk) for _ in range(2))
        with sqlite3.connect(Records().path) as file:
            file.execute(f"UPDATE record SET {damage} WHERE id = ?", (bad,))
        file.close()
        await press(pilot, "escape")
        await saved_walks(pilot)
        assert f"Record {bad} cannot be read" in shown(app)
        assert app.screen.marked == good
        await press(pilot, "end", "d", "d")
        assert f"Record {bad} cannot be read" not in shown(app)
        assert [record.id for record in Records().list()] == [good]


async def test_records_that_cannot_be_opened_say_so(app):
    async with running(app) as pilot:
        path = Records().path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"no records at all")
        await saved_walks(pilot)
        assert "does not hold records" in "".join(line.words.plain for line in app.screen.list.lines)
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_one_who_only_clicks_comes_to_every_shelf(app):
    async with running(app) as pilot:
        await begin(pilot, *TO_THE_END)
        Records().save(app.screen.walk)
        await press(pilot, "escape")
        for _ in range(2):
            await click(pilot, app.screen.shelf, Shelved("walk", 1))
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "escape")
        for _ in range(2):
            await click(pilot, app.screen.shelf, SAVED)
        assert isinstance(app.screen, SavedWalksScreen)
        for label in ("Walk again", "Delete", "Back"):
            assert label in shown(app).split("\n")[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_one_who_only_clicks_reaches_whatever_the_library_offers(app, size):
    """Help is in the foot wherever the keyboard is, and does what is clicked in it."""
    async with running(app, size) as pilot:
        app.screen.shelf.mark("garden")
        await pilot.click(app.screen.meant, offset=(6, 0))
        await press(pilot)
        assert app.screen.place == "draft"
        await foot(pilot, "Done")
        assert app.screen.place == "search"
        await foot(pilot, "The list")
        if app.screen.narrow:
            await foot(pilot, "About it")
            assert app.screen.preview.display
            await foot(pilot, "Search")
        await foot(pilot, "Help")
        listed = app.screen.listed
        assert {"start", "draft", "saved", "new_tree", "preview", "map"} <= {command.action for command in listed}
        place = next(place for place, command in enumerate(listed) if command.action == "saved")
        await click(pilot, app.screen.page, place)
        assert isinstance(app.screen, SavedWalksScreen)
        await foot(pilot, "Back")
        assert isinstance(app.screen, LibraryScreen)


async def foot(pilot, label):
    start = next(start for start, _, command in pilot.app.screen.keybar.places() if command.label == label)
    await pilot.click(pilot.app.screen.keybar, offset=(start, 1))
    await press(pilot)
    await settled(pilot)


async def test_a_walk_put_aside_whose_tree_is_not_in_the_library_is_among_the_saved_ones(library):
    elsewhere = Walk.start(tree_of(TEXT, "elsewhere")).answer("pot")
    number = Records().put_aside(elsewhere, draft="a draft")
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        assert list(app.screen.kept.walks) == [number]
        assert "put aside" in shown(app)
        assert "In a pot" in shown(app)
        await press(pilot, "w")
        assert "Its tree is not where it was" in shown(app)


ASKED_ANEW = TEXT.replace("sunny", "noon")


async def test_of_a_walk_gone_on_with_it_is_said_which_answers_fell_with_its_tree(library, garden):
    (folder,) = library.folders
    Records().put_aside(Walk.start(garden).answer("pot").answer("yes"))
    ended = Walk.start(garden).taking(
        {"place": "pot", "sunny": "yes", "tools": [], "when": "2026-05-01", "hope": "red"}
    )
    Records().save(ended, "answers")
    (folder / "garden.toml").write_text(ASKED_ANEW, encoding="utf-8")
    told = "Not all is as it was: 1 of 2 answers still stands."
    app = PostwiseApp(library)
    async with running(app) as pilot:
        app.screen.shelf.mark("garden")
        await press(pilot, "enter")
        assert told in shown(app)
        await press(pilot, "escape")
        assert told not in shown(app)
        await saved_walks(pilot)
        await press(pilot, "w")
        assert "Not all is as it was: 4 of 5 answers still stand." in shown(app)


async def test_of_a_walk_gone_on_with_as_it_was_nothing_is_said(library, garden):
    Records().put_aside(Walk.start(garden).answer("pot").answer("yes"))
    app = PostwiseApp(library)
    async with running(app) as pilot:
        app.screen.shelf.mark("garden")
        await press(pilot, "enter")
        assert "still stand" not in shown(app)


async def test_what_was_put_aside_is_among_the_saved_walks_and_is_gone_on_with_there(library, garden):
    number = Records().put_aside(Walk.start(garden).answer("pot"), draft="Dear council")
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        assert list(app.screen.kept.walks) == [number]
        assert "put aside" in shown(app)
        assert "w Go on" in shown(app)
        assert NONE_SAVED not in shown(app)
        await press(pilot, "w")
        assert isinstance(app.screen, WalkScreen)
        assert app.screen.walk.answers == {"place": "pot"}
        assert len(app.walks.unfinished) == 1, "it is the one on the shelf"


async def test_come_back_to_the_saved_walks_say_that_what_was_put_aside_has_ended_since(library, garden):
    Records().put_aside(Walk.start(garden).answer("pot"))
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        await press(pilot, "w")
        await press(pilot, *TO_THE_END[1:])
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, SavedWalksScreen)
        assert ENDED_SINCE in shown(app)
        assert "w See its end" in shown(app)
        await press(pilot, "w")
        assert isinstance(app.screen, RecommendationScreen)


@pytest.mark.parametrize("more", [(), ("enter", "1", "escape")])
async def test_what_was_put_aside_is_deleted_among_the_saved_walks(library, garden, more):
    Records().put_aside(Walk.start(garden).answer("pot"), draft="Dear council")
    app = PostwiseApp(library)
    async with running(app) as pilot:
        app.screen.shelf.mark(Shelved("walk", 1))
        await press(pilot, *more)
        await saved_walks(pilot)
        await press(pilot, "d", "d")
        while app.screen.kept is None or app.screen.kept.walks:
            await pilot.pause(0.01)
        await settled(pilot)
        assert NONE_SAVED[:30] in shown(app)
        await press(pilot, "escape")
        assert len(app.walks.unfinished) == (1 if more else 0), "what was answered since is in no record, and stays"
        assert ("GO ON WHERE YOU LEFT OFF" in shown(app)) == bool(more)
        await press(pilot, "ctrl+q")
        assert ("2 answers" in shown(app)) == bool(more)
        assert not Records().unfinished()


async def test_in_one_column_a_record_has_all_of_the_room_at_once(library, garden):
    Records().save(
        Walk.start(garden).answer("pot").answer("yes").answer([]).answer("2026-05-01").answer("red"), "answers"
    )
    app = PostwiseApp(library)
    async with running(app, (60, 24)) as pilot:
        await saved_walks(pilot)
        await press(pilot, "enter")
        widest = max(line.words.cell_length for line in app.screen.record.lines)
        assert app.screen.record.size.width - 12 < widest <= app.screen.record.size.width - 4


async def test_a_finished_walk_that_is_walked_again_is_one_however_often_and_loses_nothing(library, garden, tmp_path):
    app = PostwiseApp(library, OpenWalk(Walk.start(garden)))
    async with running(app) as pilot:
        await press(pilot, *TO_THE_END)
        ended = app.screen.walk
    Records().save(ended, "draft")
    alone = Records().save(ended)
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        assert app.screen.marked == alone
        await press(pilot, "w")
        assert "Only the recommendation was kept" in shown(app)
        await press(pilot, "down", "w", "escape", "w", "escape", "escape")
        assert len(app.walks.ended) == 1
        await saved_walks(pilot)
        await press(pilot, "down", "w", "backspace", "ctrl+q")
        assert "would be lost" not in shown(app), "all of it is in the record"
    assert not app.is_running


async def test_what_is_saved_meanwhile_is_in_the_list_that_one_comes_back_to(library, garden):
    Records().put_aside(Walk.start(garden).answer("pot"))
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        await press(pilot, "w", *TO_THE_END[1:], "s", "s", "escape")
        await settled(pilot)
        assert isinstance(app.screen, SavedWalksScreen)
        assert len(app.screen.kept.walks) == 2


async def test_once_one_is_deleted_the_mark_is_on_the_one_behind_it(library, garden):
    numbers = [Records().save(Walk.start(garden).answer("unsure"), "answers") for _ in range(4)]
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await saved_walks(pilot)
        await press(pilot, "down", "d", "d")
        await settled(pilot)
        assert app.screen.marked == numbers[1]
        await press(pilot, "end", "d", "d")
        await settled(pilot)
        assert app.screen.marked == numbers[1], "at the end, it is the one before"


@pytest.mark.parametrize("columns", [48, 80, 120])
async def test_what_another_road_is_called_leaves_its_title_room(library, garden, columns):
    walk = Walk.start(garden).answer("unsure")
    Records().save(walk, "answers", other=True)
    app = PostwiseApp(library)
    async with running(app, (columns, 24)) as pilot:
        await saved_walks(pilot)
        row = next(row for row in shown(app).split("\n") if "What" in row)
        assert "What shall" in row
        assert "other" in row
        assert walk.outcome.verdict.title() in row or walk.outcome.verdict in row


async def test_a_walk_in_another_organisations_words_is_not_taken_for_the_other(library, garden):
    """Two saved walks with the same answers in one tree, each begun in the words of another organisation."""
    walks = [Walk.start(garden, profile={"buddy": name}).answer("unsure") for name in ("Ada", "Bob")]
    app = PostwiseApp(library)
    hands = [app.walks.take(walk) for walk in walks]
    for record, walk in enumerate(walks, 1):
        app.walks.is_saved(walk, record, "answers")
    assert [app.walks.taken_from(record, walk) for record, walk in enumerate(walks, 1)] == hands
    assert app.walks.taken_from(1, walks[1]) is None


async def test_a_narrow_head_keeps_the_name_of_the_page(app):
    async with running(app, (48, 24)) as pilot:
        await press(pilot, "ctrl+s")
        head = shown(app).split("\n")[0]
        assert head.startswith("  Saved walks  in your own records"), head
