"""Walks in trees that were named by their paths: each stays with its own trees, and none of another folder takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwise import load
from postwise.commands.recorded import found
from postwise.commands.records import GONE, way_on
from postwise.tree.library import Library
from postwise.tree.organisation import read_settings
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk

from .conftest import Typed, press, running, settled, shown
from .screens import saved_walks
from .test_walks_in_hand import TEXTS, asked, begin, kept, on_disk, shelf  # noqa: F401 - a fixture


def folder_of(tmp_path, name: str, **trees: str) -> Path:
    """Return a folder with some trees in it."""
    folder = tmp_path / name
    folder.mkdir()
    for tree, text in trees.items():
        (folder / f"{tree}.toml").write_text(f"format = 1\n{text}", encoding="utf-8")
    return folder


async def walked_by_path(library: Library, path: Path, *keys: object) -> None:
    """Walk in a tree named by its path, and press keys."""
    entry = library.find(str(path))
    beside = library.beside(entry)
    app = PostwiseApp(beside, OpenWalk(Walk.start(beside.load(entry).tree)))
    async with running(app) as pilot:
        await press(pilot, *keys)
    assert not app.is_running


async def test_what_was_put_aside_in_a_tree_named_by_its_path_is_on_the_shelf_and_gone_on_with_there(shelf, tmp_path):  # noqa: F811 - the fixture
    """The library has another tree of the name, which takes nothing of it."""
    apart = folder_of(tmp_path, "apart", ccc=TEXTS["ccc"].replace("Ccc", "Mine"))
    await walked_by_path(shelf, apart / "ccc.toml", Typed("my words"), "enter", "ctrl+q", "k")
    (number,) = (summary.id for summary in Records().unfinished())
    assert f"postwise run --record {number}" in way_on(Records().get(number), shelf)
    assert found(Records().get(number), shelf).walk.tree.file == str(apart / "ccc.toml")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        assert len(app.walks.unfinished) == 1
        assert app.begun_in("ccc") is None
        await press(pilot, "tab", "home")
        assert "You are part-way: 1 answered." in shown(app)
        assert not app.screen.offers("anew"), "there is no such tree in the library"
        await press(pilot, "enter")
        assert (app.screen.walk.title, app.screen.walk.answers) == ("Mine", {"c1": "my words"})
        await press(pilot, "ctrl+q")
        assert not asked(app), "it stands on the disk as it does here"
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await saved_walks(pilot)
        await press(pilot, "w", "space", "g", "ctrl+q")
        assert "1 answer would be lost" in asked(app)
        await press(pilot, "k")
    assert len(on_disk()) == 1, "it is kept in the place of what it went on from"


async def test_each_walk_goes_on_in_the_trees_of_its_own_folder(shelf, tmp_path):  # noqa: F811 - the fixture
    """Two folders have the same first tree to the letter, and the next ones differ; the library has one of them too."""
    folders = {
        name: folder_of(tmp_path, name, first=TEXTS["aaa"], bbb=TEXTS["bbb"].replace("Bbb", name.title()))
        for name in ("red", "blue")
    }
    for folder in folders.values():
        await walked_by_path(shelf, folder / "first.toml", "1", "1", "g", "1", "ctrl+q", "k")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        assert sorted(hand.walk.title for hand in app.walks.unfinished) == ["Blue", "Red"]
        await begin(pilot, "aaa", "1", "1", "g")
        assert app.screen.walk.title == "Bbb"
        await press(pilot, "escape", "escape", "escape")
        for hand in app.walks.unfinished:
            if hand.walk.title in {"Red", "Blue"}:
                app.open_walk(hand.number)
                await press(pilot, "tab", "home", "enter", "escape")
                await press(pilot, "escape", "escape")
        await press(pilot, "ctrl+q")
        await press(pilot, *["k"] * bool(asked(app)))
    kept_in = {record.tree.title: Path(record.files[record.tree.id].path).parent for record in Records().all()}
    assert kept_in == {"Red": folders["red"], "Blue": folders["blue"], "Bbb": shelf.folders[0]}


async def test_a_walk_led_from_a_path_into_the_library_is_whole_again(shelf, tmp_path):  # noqa: F811 - the fixture
    apart = folder_of(tmp_path, "apart", mine=TEXTS["aaa"].replace("Aaa", "Mine"))
    await walked_by_path(shelf, apart / "mine.toml", "1", "1", "g", "1", "ctrl+q", "k")
    record = next(Records().all())
    files = {"mine": str(apart / "mine.toml"), "bbb": str(shelf.folders[0] / "bbb.toml")}
    assert {name: one.path for name, one in record.files.items()} == files
    assert [*found(record, shelf).gone] == []
    app = PostwiseApp(shelf)
    async with running(app):
        (hand,) = app.walks.unfinished
        assert (hand.walk.visited, hand.answers, hand.changed) == (("mine", "bbb"), 3, "")


async def test_a_file_that_was_moved_while_its_walk_was_open_takes_it_up_once_it_is_back(shelf, tmp_path):  # noqa: F811 - the fixture
    apart = folder_of(tmp_path, "apart", ccc=TEXTS["ccc"].replace("Ccc", "Mine"))
    path, away = apart / "ccc.toml", tmp_path / "away.toml"
    entry = shelf.find(str(path))
    app = PostwiseApp(shelf.beside(entry), OpenWalk(Walk.start(shelf.beside(entry).load(entry).tree)))
    async with running(app) as pilot:
        await press(pilot, Typed("my words"), "enter")
        path.rename(away)
        await press(pilot, "ctrl+q", "k")
    record = next(Records().all())
    assert way_on(record, Library()) == GONE
    app = PostwiseApp(Library((folder_of(tmp_path, "none"),)))
    async with running(app):
        assert app.walks.unfinished == (), "no tree of another folder takes it"
    away.rename(path)
    assert found(record, shelf).walk.tree.file == str(path)


async def test_a_finished_walk_is_walked_again_in_the_tree_that_it_was_in(shelf, tmp_path):  # noqa: F811 - the fixture
    apart = folder_of(tmp_path, "apart", bbb=TEXTS["bbb"].replace("Bbb", "Mine").replace("Done in b", "Mine is done"))
    walk = Walk.start(load(apart / "bbb.toml")).answer("yes").answer("no")
    number = Records().save(walk, "answers")
    Records().save(Walk.start(load(shelf.folders[0] / "bbb.toml")).answer("no").answer("no"), "answers")
    assert Records().get(number).library(shelf).find("bbb").path == apart / "bbb.toml"
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        await saved_walks(pilot)
        await press(pilot, "down", "w")
        assert app.screen.walk.title == "Mine"
        await press(pilot, "escape", "up", "w")
        assert app.screen.walk.title == "Bbb"
        await press(pilot, "escape", "escape", "escape")
        assert app.library == shelf


@pytest.mark.parametrize("name", ["mine.txt", "mine", "MINE.TOML", ".mine.toml"])
async def test_a_tree_is_known_by_its_whole_name(shelf, tmp_path, name):  # noqa: F811 - the fixture
    apart = folder_of(tmp_path, "apart", mine=TEXTS["bbb"], MINE=TEXTS["bbb"])
    (apart / name).write_text(f"format = 1\n{TEXTS['ccc'].replace('Ccc', 'Mine')}", encoding="utf-8")
    await walked_by_path(shelf, apart / name, Typed("my words"), "enter", "ctrl+q", "k")
    assert found(next(Records().all()), shelf).walk.tree.file == str(apart / name)
    app = PostwiseApp(shelf)
    async with running(app):
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.answers) == ("Mine", 1)


async def test_a_later_tree_that_has_gone_is_waited_for_and_none_that_ships_takes_what_was_answered_there(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    apart = folder_of(tmp_path, "apart", mine=TEXTS["aaa"], bbb=TEXTS["bbb"].replace("Bbb", "Apart"))
    shipped = Library()
    folder = folder_of(tmp_path, "shipped", bbb=TEXTS["bbb"])
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: folder)
    await walked_by_path(shipped, apart / "mine.toml", "1", "1", "g", "1", "ctrl+q", "k")
    before, away = on_disk(), tmp_path / "away.toml"
    (apart / "bbb.toml").rename(away)
    assert way_on(next(Records().all()), shipped) == GONE
    app = PostwiseApp(shipped)
    async with running(app):
        assert app.walks.unfinished == ()
    assert on_disk() == before
    away.rename(apart / "bbb.toml")
    app = PostwiseApp(shipped)
    async with running(app):
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.answers, hand.changed) == ("Apart", 3, "")


async def test_a_folder_that_stands_behind_another_in_the_library_keeps_its_next_trees(shelf, tmp_path):  # noqa: F811
    red = folder_of(tmp_path, "red", mine=TEXTS["aaa"], bbb=TEXTS["bbb"].replace("Bbb", "Red"))
    both = Library((*shelf.folders, red))
    await walked_by_path(both, red / "mine.toml", "1", "1", "g", "1", "ctrl+q", "k")
    assert next(Records().all()).tree.title == "Red"
    app = PostwiseApp(both)
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.answers, hand.changed) == ("Red", 3, "")
        app.open_walk(hand.number)
        await press(pilot, "backspace", "backspace", "1", "g")
        assert app.screen.walk.title == "Red", "gone back from, it is there again"


async def test_each_of_its_trees_is_taken_from_where_it_lay_and_the_shelf_has_the_latest_first(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    """Two folders of an organisation that is not that of today; one that ships has the name of the second tree."""
    one = folder_of(tmp_path, "one", aaa=TEXTS["aaa"].replace("Aaa", "One"))
    two = folder_of(tmp_path, "two", bbb=TEXTS["bbb"].replace("Bbb", "Two"), ddd=TEXTS["bbb"].replace("Bbb", "Dee"))
    ships = folder_of(tmp_path, "ships", bbb=TEXTS["bbb"])
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: ships)
    theirs = Library((one, two))
    await kept(theirs, "aaa", "1", "1", "g", "1")
    await kept(Library(), "bbb", "1")
    await kept(theirs, "ddd", "1")
    app = PostwiseApp(Library())
    async with running(app):
        hands = app.walks.unfinished
        assert [(hand.walk.title, hand.answers, hand.changed) for hand in hands] == [
            ("Dee", 1, ""),
            ("Bbb", 1, ""),
            ("Two", 3, ""),
        ]
    assert [*found(next(Records().all()), Library()).gone] == []


async def test_a_link_that_leads_to_the_next_release_takes_its_walks_along(shelf, tmp_path):  # noqa: F811
    folders = [folder_of(tmp_path, f"v{number}", bbb=TEXTS["bbb"].replace("Bbb", f"V{number}")) for number in (1, 2)]
    current = tmp_path / "current"
    current.symlink_to(folders[0])
    await kept(Library((current,)), "bbb", "1")
    current.unlink()
    current.symlink_to(folders[1])
    app = PostwiseApp(Library((current,)))
    async with running(app):
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, app.begun_in("bbb")) == ("V2", hand)
    app = PostwiseApp(Library((folders[1],)))
    async with running(app):
        assert app.begun_in("bbb") is not None, "by another name, it is the same file"


async def test_from_a_tree_that_ships_the_organisations_own_stays_its_own_wherever_one_is(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    ships = folder_of(tmp_path, "ships", aaa=TEXTS["aaa"], bbb=TEXTS["bbb"])
    own = folder_of(tmp_path, "own", bbb=TEXTS["bbb"].replace("Bbb", "Own"))
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: ships)
    await kept(Library((own,)), "aaa", "1", "1", "g", "1")
    app = PostwiseApp(Library())
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.answers, hand.changed) == ("Own", 3, "")
        app.open_walk(hand.number)
        await press(pilot, "backspace", "backspace", "backspace", "1", "1", "g")
        assert app.screen.walk.title == "Own"
    (own / "bbb.toml").unlink()
    app = PostwiseApp(Library())
    async with running(app):
        assert app.walks.unfinished == (), "what ships is another"


async def test_none_of_the_organisations_own_takes_what_was_given_in_a_file_that_has_gone(shelf, tmp_path):  # noqa: F811
    stick = folder_of(tmp_path, "stick", bbb=TEXTS["bbb"].replace("Bbb", "Mine"))
    await walked_by_path(shelf, stick / "bbb.toml", "1", "ctrl+q", "k")
    before = on_disk()
    stick.rename(tmp_path / "away")
    app = PostwiseApp(shelf)
    async with running(app):
        assert app.walks.unfinished == ()
    assert on_disk() == before
    (shelf.folders[0] / "bbb.toml").write_bytes((tmp_path / "away" / "bbb.toml").read_bytes())
    app = PostwiseApp(shelf)
    async with running(app):
        assert app.begun_in("bbb") is not None, "to the letter, it is the same"


async def test_its_next_trees_too_are_those_beside_any_of_its_trees(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    one = folder_of(tmp_path, "one", aaa=TEXTS["aaa"])
    leads = TEXTS["aaa"].replace("a1", "b1").replace("a2", "b2").replace("bbb", "ddd").replace("Aaa", "Two")
    two = folder_of(tmp_path, "two", bbb=leads, ddd=TEXTS["ccc"].replace("Ccc", "Third"))
    ships = folder_of(tmp_path, "ships", ddd=TEXTS["ccc"])
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: ships)
    await kept(Library((one, two)), "aaa", "1", "1", "g", "1", "ctrl+q")
    app = PostwiseApp(Library())
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        app.open_walk(hand.number)
        await press(pilot, "1", "1", "g")
        assert app.screen.walk.title == "Third"


async def test_a_later_tree_is_gone_on_with_where_the_first_has_gone(shelf, tmp_path):  # noqa: F811
    apart = folder_of(tmp_path, "apart", mine=TEXTS["aaa"], bbb=TEXTS["bbb"].replace("Bbb", "Apart"))
    await walked_by_path(shelf, apart / "mine.toml", "1", "1", "g", "1", "ctrl+q", "k")
    (apart / "mine.toml").unlink()
    (shelf.folders[0] / "mine.toml").write_text(f"format = 1\n{TEXTS['ccc']}", encoding="utf-8")
    before = on_disk()
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.walk.visited, hand.answers) == ("Apart", ("bbb",), 1)
        await press(pilot, "ctrl+q")
        await press(pilot, *["k"] * bool(asked(app)))
    assert before[0] in on_disk(), "it holds more than the walk, and stays as it is"


async def test_a_file_that_is_written_later_takes_nothing_from_one_that_ships(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    apart = folder_of(tmp_path, "apart", mine=TEXTS["aaa"])
    ships = folder_of(tmp_path, "ships", bbb=TEXTS["bbb"])
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: ships)
    await walked_by_path(Library(), apart / "mine.toml", "1", "1", "g", "1", "ctrl+q", "k")
    (apart / "bbb.toml").write_text(f"format = 1\n{TEXTS['bbb'].replace('Bbb', 'Later')}", encoding="utf-8")
    there = found(next(Records().all()), Library())
    assert there.library.next_tree("bbb").typed == "bbb", "what ships is named by its id"
    app = PostwiseApp(Library())
    async with running(app):
        (hand,) = app.walks.unfinished
        assert (hand.walk.title, hand.answers, hand.changed) == ("Bbb", 3, "")


async def test_gone_back_from_a_tree_of_the_library_the_next_one_is_that_beside_the_first(shelf, tmp_path):  # noqa: F811
    leads = TEXTS["aaa"].replace(
        '[outcome.done]\nheadline = "Done in a."', '[outcome.done]\nheadline = "C."\ntree = "ccc"'
    )
    apart = folder_of(tmp_path, "apart", mine=leads, ccc=TEXTS["ccc"].replace("Ccc", "Beside"))
    await walked_by_path(
        shelf, apart / "mine.toml", "1", "1", "g", "1", "tab", "home", "down", "enter", "2", "ctrl+q", "k"
    )
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        assert sorted(next(Records().all()).files) == ["bbb", "mine"]
        app.open_walk(hand.number)
        await settled(pilot)
        await press(pilot, "g")
        assert app.screen.walk.title == "Beside"


def test_the_words_of_a_folder_that_is_ones_own_and_a_walks_are_laid_on_once(tmp_path):
    folder = folder_of(tmp_path, "own", bbb=TEXTS["bbb"])
    (folder / "words.toml").write_text('format = 1\n[overlay]\ntitle = "Words"\ntrees = ["bbb"]\n', encoding="utf-8")
    own = Library((folder,))
    for library in (own, own.beside(own.find(str(folder / "bbb.toml")))):
        tree = library.tree_named("bbb")
        assert tree is not None
        assert tree.overlays == ("Words",)


async def test_a_walk_goes_on_in_the_library_and_the_words_of_the_organisation_it_was_begun_in(
    shelf,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    """Another organisation has a tree of the name of the next one; the first says a word that only its own has."""
    theirs = folder_of(tmp_path, "theirs", aaa=TEXTS["aaa"].replace("A2?", "Have you asked {chief}?"))
    more = folder_of(tmp_path, "more", bbb=TEXTS["bbb"].replace("Bbb", "Theirs"))
    home = tmp_path / "home" / "postwise.toml"
    home.parent.mkdir()
    folders = ", ".join(f'"{folder}"' for folder in (theirs, more))
    home.write_text(f'[library]\ntrees = [{folders}]\n[profile]\nchief = "Ada"\n', encoding="utf-8")
    begun_in = Library.of(read_settings(home))
    await kept(begun_in, "aaa", "1")
    app = PostwiseApp(shelf)
    async with running(app) as pilot:
        (hand,) = app.walks.unfinished
        app.open_walk(hand.number)
        await settled(pilot)
        assert "Have you asked Ada?" in shown(app)
        await press(pilot, "1", "g")
        assert app.screen.walk.title == "Theirs"
