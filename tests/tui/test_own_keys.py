"""Keys of a person's own: which can be given, what is said of the others, and that they do what they are given to."""

from __future__ import annotations

import ast
import datetime as dt
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key, key_to_character
from textual.widgets import Input, TextArea

from postwise import tui
from postwise.tree.library import Library, LibraryEntry
from postwise.tui.app import PostwiseApp
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import FormDialog, HelpDialog
from postwise.tui.endings_dialog import EndingsDialog
from postwise.tui.openings import OpenPreview, OpenWalk
from postwise.tui.own_keys import CONTROL, NAMED, TOGGLES, keys_now, names, read_keys
from postwise.tui.palette import PaletteDialog
from postwise.tui.save_dialog import SaveDialog
from postwise.tui.screen_commands import EVERYWHERE, FIXED, SCREENS
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.head_and_foot import SIGNS, bound_anew
from postwise.walk.walk import Walk
from train.playing import in_case, to

from .conftest import Typed, press, running, shown
from .test_preview_screen import TREE as BISCUIT
from .training import in_room

GO = ("pot", "yes", ["can"], dt.date(2026, 5, 1), "red ones")


# Which keys can be given


@pytest.mark.parametrize(
    ("table", "taken"),
    [
        ({"why": "F2"}, {"why": ("f2",)}),
        ({"why": "f"}, {"why": ("f",)}),
        ({"copy-markdown": "K"}, {"copy-markdown": ("K",)}),
        ({"why": "é", "help": "#"}, {"why": ("é",), "help": ("#",)}),
        ({"back": ["⌫", "Ctrl+B"]}, {"back": ("backspace", "ctrl+b")}),
        ({"draft": "u", "not-sure": "d"}, {"draft": ("u",), "not-sure": ("d",)}),
        ({"draft": ["d", "ctrl+y"]}, {"draft": ("d", "ctrl+y")}),
        ({"vote": "w", "trust": "v"}, {"vote": ("w",), "trust": ("v",)}),
        ({}, {}),
    ],
)
def test_a_key_is_given_to_a_command_by_its_name(table, taken):
    assert read_keys(table) == (taken, [])


@pytest.mark.parametrize(
    ("table", "said", "mends"),
    [
        ({"wy": "F2"}, 'No command is called "wy".', 'Did you mean "why"?'),
        ({"sing": "F2"}, 'No command is called "sing".', "config keys"),
        ({"why": "1"}, '"1" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "Enter"}, '"Enter" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "Esc"}, '"Esc" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "down"}, '"down" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "j"}, '"j" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": " "}, '" " answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "space"}, '"space" answers, moves or leaves', "A key is one letter or sign"),
        ({"why": ","}, '"," answers, moves or leaves', "A key is one letter or sign"),
        ({"why": "ctrl+m"}, '"ctrl+m" is no key that a command can have.', "ctrl+ with one of b g l"),
        ({"why": "ctrl+c"}, '"ctrl+c" is no key that a command can have.', "ctrl+ with one of b g l"),
        ({"why": "alt+w"}, '"alt+w" is no key that a command can have.', "A key is one letter or sign"),
        ({"why": "backspace"}, '"backspace" is no key that a command can have.', "A key is one letter or sign"),
        ({"why": "F6"}, '"F6" is no key that a command can have.', "F1 to F4, F8 to F12"),
        ({"why": "字"}, '"字" is no key that a command can have.', "A key is one letter or sign"),
        ({"why": ""}, '"" is no key that a command can have.', "A key is one letter or sign"),
        ({"why": 3}, "This has to be a key or a list of keys, and is a number.", "A key is one letter or sign"),
        ({"why": []}, "This has to be a key or a list of keys, and is an empty list.", "A key is one letter or sign"),
        ({"why": ["F2", 3]}, "This has to be a key, and is a number.", "A key is one letter or sign"),
        ({"why": "u"}, 'The key "u" is that of "not-sure" too, on a walk.', 'another key, or "not-sure" one.'),
        ({"why": "y"}, 'The key "y" is that of answering yes too, on a walk.', 'Give "why" another key. Until then'),
        ({"why": "?"}, 'The key "?" is that of "help" too, on a walk.', 'another key, or "help" one.'),
        ({"timer": "f"}, 'The key "f" is that of "notes" too', 'another key, or "notes" one.'),
    ],
)
def test_what_cannot_be_is_said_and_the_command_keeps_the_keys_it_had(table, said, mends):
    taken, (fault, *more) = read_keys(table)
    assert (taken, more) == ({}, [])
    assert said in fault.message
    assert mends in fault.hint
    assert fault.where[:2] == ("keys", *table)


def test_of_two_commands_on_one_key_neither_has_it_and_the_rest_of_the_table_holds():
    taken, faults = read_keys({"why": "f", "map": "F2", "not-sure": "F2", "draft": "F3"})
    assert taken == {"why": ("f",), "draft": ("f3",)}
    assert [fault.where for fault in faults] == [("keys", "map"), ("keys", "not-sure")]


def test_a_key_that_was_given_up_for_another_is_not_given_away():
    taken, faults = read_keys({"draft": "u", "not-sure": "1"})
    assert taken == {}
    assert [fault.where for fault in faults] == [("keys", "not-sure"), ("keys", "draft")]


def test_at_first_no_two_commands_of_a_screen_have_one_key():
    for screen in SCREENS:
        held = [key for _, keys in keys_now(screen, {}) for key in keys]
        assert len(held) == len(set(held)), screen


def every_screen() -> set[type[BaseScreen]]:
    for module in walk_packages(tui.__path__, "postwise.tui."):
        if "driver" not in module.name:
            import_module(module.name)
    found, seen = [BaseScreen], set()
    while found:
        one = found.pop()
        seen |= {one} if one.COMMANDS_HERE else set()
        found += one.__subclasses__()
    return seen


def test_the_table_has_every_screen_and_what_opens_and_closes_it():
    assert sorted(map(str, SCREENS.values())) == sorted(str(screen.COMMANDS_HERE) for screen in every_screen())
    for screen in every_screen():
        ids = {binding.id for bound in screen._merged_bindings.key_to_bindings.values() for binding in bound}
        named = {command.name for command in (*screen.COMMANDS_HERE, *EVERYWHERE)}
        where = next(where for where, commands in SCREENS.items() if commands is screen.COMMANDS_HERE)
        assert ids - {None} - named == ({TOGGLES[where][0]} if where in TOGGLES else set())


def test_every_command_with_a_name_can_be_given_a_key_on_every_screen():
    given = {name: (chr(0x3B1 + place),) for place, name in enumerate(names())}
    for screen in every_screen():
        bound = bound_anew(screen._merged_bindings, given).key_to_bindings
        for command in filter(lambda command: command.name, (*screen.COMMANDS_HERE, *EVERYWHERE)):
            keys = [key for key, bindings in bound.items() if command.name in {binding.id for binding in bindings}]
            stay = [key for key in command.keys.split(",") if key in FIXED]
            assert set(keys) == {*stay, _character_to_key(given[command.name][0])}, (screen, command)


def test_a_sentence_never_names_a_key_by_hand():
    by_hand = re.compile(r"(?:^|[.;,] |\bthen |\b(?:press|type) )(?![aAI] )[a-zA-Z] [a-z]+s\b|^ ?[a-zA-Z]  $")
    sources = (path.read_text(encoding="utf-8") for path in Path(tui.__path__[0]).rglob("*.py"))
    texts = (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    assert [node.value for node in texts if isinstance(node.value, str) and by_hand.search(node.value)] == []


def test_a_key_with_ctrl_or_of_a_name_is_not_the_field_s_own():
    for field in (Input, TextArea):
        own = {
            key.strip() for binding in field.BINDINGS if isinstance(binding, Binding) for key in binding.key.split(",")
        }
        assert own.isdisjoint({f"ctrl+{letter}" for letter in CONTROL} | NAMED - {"delete"})


def test_signs_are_called_what_textual_calls_them():
    odd = {_character_to_key(sign): sign for sign in map(chr, range(33, 127)) if not sign.isalnum()}
    assert {key: sign for key, sign in odd.items() if key_to_character(key) != sign} == SIGNS


# What they do


def foot(app: PostwiseApp) -> list[str]:
    return [f"{command.shown} {command.label}" for command in app.screen.keybar.commands]


def walk_through(garden, library, *answers: object, **keys: str | tuple[str, ...]) -> PostwiseApp:
    walk = Walk.start(garden, profile=library.words)
    for answer in answers:
        walk = walk.answer(answer)
    own, faults = read_keys(
        {name.replace("_", "-"): key if isinstance(key, str) else [*key] for name, key in keys.items()}
    )
    assert faults == []
    return PostwiseApp(library, OpenWalk(walk), keys=own)


async def test_on_a_walk_the_new_key_works_the_old_one_does_not_and_the_foot_says_so(garden, library):
    app = walk_through(garden, library, why="F2", back=("ctrl+b", "Z"), help="F3")
    async with running(app) as pilot:
        await press(pilot, "w", "question_mark")
        assert isinstance(app.screen, WalkScreen)
        closed = shown(app)
        await press(pilot, "f2")
        assert shown(app) != closed
        await press(pilot, "2", "backspace", "b")
        assert app.screen.walk.answers, "neither goes back now"
        assert foot(app)[-2] == "F3 Help"
        assert "ctrl+b Back" in foot(app)
        await press(pilot, "f3")
        assert isinstance(app.screen, HelpDialog)
        assert "ctrl+b    Take the last answer back" in shown(app)
        await press(pilot, "f3")
        assert isinstance(app.screen, WalkScreen), "as it is opened it is closed"
        await press(pilot, "Z")
        assert not app.screen.walk.answers


async def test_what_a_field_does_itself_is_no_command_while_it_has_the_keyboard(garden, library):
    app = walk_through(garden, library, "bed", quit="delete")
    async with running(app) as pilot:
        await press(pilot, Typed("12"), "home", "delete")
        assert app.is_running
        assert app.screen.walked.stands.answer.typed == "2"
        await press(pilot, "backspace", "end", "backspace", "escape", "delete")
        assert not app.is_running or "Leave now?" in shown(app)


async def test_in_a_field_letters_are_typed_and_other_keys_work(garden, library):
    app = walk_through(garden, library, "bed", back=("Z", "ctrl+b"), map="ä", quit="F10")
    async with running(app) as pilot:
        await press(pilot, "Z", "backspace")
        assert app.screen.walk.answers
        assert foot(app)[-3:] == ["ctrl+b Back", "F1 Help", "esc Leave field"]
        await press(pilot, "backspace")
        assert app.screen.walk.answers, "in an empty field it goes back no more"
        await press(pilot, Typed("ä"))
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "ctrl+b")
        assert not app.screen.walk.answers
        await press(pilot, "ä")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "m")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "ä")
        assert isinstance(app.screen, WalkScreen), "the map is closed as it is opened"
        await press(pilot, "ctrl+q")
        assert app.is_running
        await press(pilot, "f10")
        assert "what you have typed and not sent off would be lost" in app.screen.text
        await press(pilot, "l")
    assert app.return_code == 0


async def test_in_the_search_of_the_library_too():
    library = Library((), {})
    app = PostwiseApp(library, keys=read_keys({"train": "F9", "new-tree": "ö", "palette": "F4", "links": "ctrl+p"})[0])
    async with running(app) as pilot:
        assert "F9 Train" in foot(app)
        await press(pilot, Typed("ö"))
        assert app.screen.search.value == "ö", "a letter is typed"
        await press(pilot, "escape", "tab")
        assert "ö New tree" in foot(app)
        await press(pilot, "ö")
        assert isinstance(app.screen, FormDialog)
        await press(pilot, "escape", "f4")
        assert isinstance(app.screen, PaletteDialog)
        assert "ctrl+p" in shown(app), "which finds links now"
        await press(pilot, "f4", "ctrl+p")
        assert "There is no link on this page." in shown(app)


async def test_at_the_recommendation_and_in_what_it_asks(garden, library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = walk_through(garden, library, *GO, save="v", copy="s", leave="F8")
    async with running(app) as pilot:
        assert foot(app)[:2] == ["v Save", "s Copy"]
        await press(pilot, "s")
        assert app.clipboard
        assert "If it does not paste, v saves it." in shown(app)
        await press(pilot, "v")
        assert isinstance(app.screen, SaveDialog)
        assert "v  Save in my own records" in shown(app)
        await press(pilot, "s")
        assert isinstance(app.screen, SaveDialog)
        await press(pilot, "v")
        assert isinstance(app.screen, RecommendationScreen)
        assert "Saved as record" in shown(app)
        await press(pilot, "q")
        assert isinstance(app.screen, RecommendationScreen)
        await press(pilot, "ctrl+p", *Typed("leave the walk"))
        assert "F8" in shown(app)


async def test_a_letter_that_leaves_postwise_is_written_where_one_writes():
    app = PostwiseApp(Library((), {}), keys=read_keys({"quit": "Q"})[0])
    async with running(app) as pilot:
        await press(pilot, "Q", "ctrl+q", "escape", "tab", "n", "Q")
        assert app.is_running
        assert isinstance(app.screen, FormDialog)
        assert app.screen.fields[0].value == "Q"
        await press(pilot, "escape", "escape", "Q")
    assert app.return_code == 0


async def test_in_the_preview(tmp_path):
    path = tmp_path / "biscuit.toml"
    path.write_text(BISCUIT, encoding="utf-8")
    keys = read_keys({"scenario": "F9", "where-walks-end": "F10", "why": "F2"})[0]
    app = PostwiseApp(Library((tmp_path,)), OpenPreview(LibraryEntry("biscuit", path, "file")), keys=keys)
    async with running(app) as pilot:
        await press(pilot, "x")
        assert "keeps the walk" not in shown(app)
        await press(pilot, "f9")
        assert "Walk to an ending first; then F9 keeps the walk as a scenario." in shown(app)
        await press(pilot, "f10")
        assert isinstance(app.screen, EndingsDialog)


async def test_in_the_training_room(tmp_path):
    keys = {"vote": "F2", "reveal": "F3", "next": "F4", "back": "F8"}
    async with in_room(tmp_path / "s", to(in_case(), "account"), keys=read_keys(keys)[0]) as pilot:
        app = pilot.app
        assert foot(app)[0] == "F2 Vote"
        await press(pilot, "v")
        assert app.screen.session.stage == "silence"
        await press(pilot, "f2")
        assert app.screen.session.stage == "first"
        assert foot(app)[0] == "F3 Reveal"
        await press(pilot, "1", "backspace", "backspace", "b")
        assert app.screen.session.stage == "first", "taken away, and then nothing"
        await press(pilot, *Typed("8"), "space", *Typed("4"), "enter")
        assert "F3 reveals them" in shown(app)
        await press(pilot, "f3")
        assert app.screen.session.stage == "shown"
        await press(pilot, "f8")
        assert app.screen.session.stage != "shown"


async def test_beside_the_answers_stands_the_key_that_gives_them(garden, library):
    app = walk_through(garden, library, not_sure="F9", go_on="ctrl+n")
    async with running(app) as pilot:
        assert "F9 Not sure" in shown(app)
        await press(pilot, "2", "1", "space")
        assert "ctrl+n Go on, with 1 ticked" in shown(app)
        await press(pilot, "g")
        assert "ctrl+n Go on, with 1 ticked" in shown(app)
        await press(pilot, "ctrl+n")
        assert "ctrl+n Go on" not in shown(app)


async def test_in_a_secret_vote(tmp_path):
    session = to(in_case(mode="secret"), "account")
    async with in_room(tmp_path / "s", session, keys=read_keys({"pass": "F9", "clear": "F10"})[0]) as pilot:
        await press(pilot, "v", "v", "enter")
        page = shown(pilot.app)
        assert "F9 passes." in page
        assert "F10 begins again." in page
        await press(pilot, "p")
        assert "F9 passes." in shown(pilot.app)
        await press(pilot, "f9")
        assert "1 of 12" in shown(pilot.app)


# Their names


def test_names_stay_what_people_have_written_into_their_files():
    assert " ".join(sorted(names())) == (
        "action add all another-minute as-given back begin begin-anew change clear close copy copy-markdown"
        " delete draft edit end-case filter go-on hand-over help how-we-vote keep last-pages later leave"
        " leave-case leave-roads links live-with-it map minority-note more-cases new-tree next next-case"
        " next-found not-sure notes open other-road other-side palette pass people previous problem problem-before"
        " put-draft-away quit rename reveal revise save saved-walks scenario search sources strike take-away timer"
        " to-the-end train trust vote vote-anew walk-again where-walks-end why write write-down write-it-out"
    )
