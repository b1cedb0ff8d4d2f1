"""Keys that come in faster than the screens follow: over a slow line, or with a key held down, several at once."""

import asyncio
import datetime as dt
import random
from pathlib import Path

import pytest
from textual.events import Key, MouseMove, Paste
from textual.screen import Screen

from postwise.tree.library import Library, LibraryEntry
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import HelpDialog
from postwise.tui.openings import OpenPreview, OpenWalk
from postwise.tui.save_dialog import SaveDialog
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets import keys_in_turn
from postwise.tui.widgets.keys_in_turn import CaughtUp, KeysInTurn
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk
from strategies import examples, tree_of
from train.playing import begun, in_case, on, to

from .conftest import TEXT, post, press, running, settled, shown
from .screens import SCREENS, TO_THE_END
from .test_solo_screen import alone, told
from .test_workshop_screen import writing
from .training import in_room, setting_up

KEYS = (
    *"0123456789abcdefghikmnopqrstuvwxy",
    *("enter", "space", "backspace", "escape", "tab", "shift+tab", "up", "down", "left", "right"),
    *("home", "end", "pageup", "pagedown", "delete", "slash", "question_mark", "ctrl+p"),
)
BURSTS = 3
DAY = dt.date(2026, 5, 1)
SEEDS = range(examples(1))


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))


async def rush(pilot, *keys):
    """Press keys without waiting for anything in between."""
    post(pilot, *keys)
    await settled(pilot)


@pytest.mark.parametrize("keys", ["22", "222", ("enter", "enter"), ("2", "enter"), ("enter", "2"), "u2", "2u"])
async def test_a_key_answers_the_question_that_was_on_the_page(walking, keys):
    app = walking()
    async with running(app) as pilot:
        await rush(pilot, *keys)
        assert len(app.screen.walk.steps) == 1


@pytest.mark.parametrize("typed", ["2026-05-01", "some day"])
async def test_a_line_sent_off_twice_answers_once(walking, typed):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, "2", "1", "0", "g", *typed)
        asked = app.screen.walk.at
        await rush(pilot, "enter", "enter")
        assert (app.screen.walk.at == asked) == (typed == "some day")
        assert ("is not a date" in shown(app)) == (typed == "some day")


async def test_escape_held_down_closes_the_dialog_and_asks_before_it_leaves(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        await rush(pilot, "escape", "escape", "escape")
        assert app.is_running
        assert any(isinstance(screen, WalkScreen) for screen in app.screen_stack)


async def test_enter_held_down_keeps_a_recommendation_once(walking):
    app = walking()
    async with running(app) as pilot:
        await SCREENS["keep"](pilot)
        await rush(pilot, "enter", "enter", "s")
        assert len(Records().list()) == 1
        assert not list(Path.cwd().iterdir())


async def test_a_tree_chosen_twice_at_once_is_walked_on_one_screen(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await SCREENS["library"](pilot)
        await rush(pilot, "enter", "enter")
        assert isinstance(app.screen, WalkScreen)
        assert isinstance(app.screen_stack[-2], LibraryScreen)


MANY = """
[tree]
title = "Many"
start = "which"
[question.which]
ask = "Which?"
answers = [NAMES]
[question.more]
ask = "More?"
yes = "end"
no = "end"
[outcome.end]
headline = "Done."
""".replace(
    "NAMES",
    ", ".join(
        f'{{ id = "a{n}", text = "{name}", goto = "more" }}'
        for n, name in enumerate(["umbrella", "web", "bread", "map", "human", "press", "dust", "key"])
    ),
)


@pytest.mark.parametrize("typed", ["umbrella", "web", "bread", "map", "human", "press", "dust", "key"])
async def test_what_follows_the_key_of_the_filter_is_typed_into_it_and_answers_nothing(library, typed):
    app = PostwiseApp(library, OpenWalk(Walk.start(tree_of(MANY))))
    async with running(app) as pilot:
        for _ in range(2):
            await rush(pilot, "slash", *typed)
            assert not app.screen.walk.answers
            assert app.screen.walked.panel.words == typed
            await press(pilot, "escape")


async def test_while_answers_are_filtered_the_reason_that_is_not_shown_then_is_not_offered(library):
    asked = MANY.replace('ask = "Which?"', 'ask = "Which?"\nwhy = "It matters."')
    app = PostwiseApp(library, OpenWalk(Walk.start(tree_of(asked))))
    async with running(app, (60, 20)) as pilot:
        assert app.screen.offers("why")
        await press(pilot, "slash", "b")
        assert not app.screen.offers("why")
        await press(pilot, "escape")
        assert app.screen.offers("why")


@pytest.mark.parametrize("typed", ["umbrella", "quite", "mud 22"])
async def test_what_follows_the_key_of_the_draft_is_typed_into_it(walking, typed):
    app = walking()
    async with running(app) as pilot:
        await rush(pilot, "d", *typed)
        assert app.screen.draft == typed
        assert not app.screen.walk.answers


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
@pytest.mark.parametrize("keys", [("backspace",), ("tab", "backspace")])
async def test_what_follows_the_way_back_to_a_field_is_typed_into_it(walking, keys, size):
    app = walking()
    async with running(app, size) as pilot:
        await press(pilot, "1", "5", "enter")
        await rush(pilot, *keys, "d", "7")
        assert app.screen.walked.panel.begun.typed == "5d7"
        assert "How large is the bed?" in shown(app)
        assert "your draft" not in shown(app)


async def test_what_follows_an_answer_is_typed_into_the_field_that_comes_then_and_sent_off_once_that_was_seen(walking):
    app = walking()
    async with running(app) as pilot:
        await rush(pilot, "1", *"12", "enter")
        assert app.screen.walk.answers == {"place": "bed"}
        await press(pilot, "enter")
        assert app.screen.walk.answers == {"place": "bed", "size": 12}


async def test_in_the_library_too(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await press(pilot, "tab")
        await rush(pilot, "d", *"dquite")
        assert app.is_running
        assert app.draft == "dquite"


async def test_a_typed_answer_put_again_is_written_on_at_its_end(library):
    text = (
        MANY.replace('yes = "end"\nno = "end"', 'type = "number"\ngoto = "last"')
        + '[question.last]\nask = "?"\nyes = "end"\n'
    )
    app = PostwiseApp(library, OpenWalk(Walk.start(tree_of(text + 'no = "end"\n'))))
    async with running(app) as pilot:
        await press(pilot, "1", "3", "enter", "backspace", "5", "enter")
        assert app.screen.walk.answers["more"] == 35


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (("2", "backspace", "ctrl+c"), None),  # with nothing to lose, nothing is asked
        (("ctrl+y", *"why"), 0),
        (("question_mark", "escape", "2"), 1),
        (("question_mark", "slash", "escape", "2"), 1),
        (("m", "slash", *"2221", "enter", "escape", "2"), 1),
        (("2", "escape", "l"), 1),  # whether to leave is not answered before it is asked
        (("2", "escape", "enter"), 1),
    ],
)
async def test_each_key_is_taken_when_all_is_done_that_those_before_it_asked_for(walking, keys, answers):
    app = walking()
    async with running(app) as pilot:
        await rush(pilot, *keys)
        assert app.is_running == (answers is not None)
        if app.is_running:
            walk = next(screen.walk for screen in app.screen_stack if isinstance(screen, WalkScreen))
            assert len(walk.answers) == answers


async def test_a_mouse_that_moves_answers_nothing_with_a_key_from_before(walking):
    app = walking()
    async with running(app) as pilot:
        for key in ("2", "2"):
            pilot.app.post_message(Key(key, key))
        for _ in range(20):
            move = {"delta_x": 1, "delta_y": 0, "button": 0, "shift": False, "meta": False, "ctrl": False}
            pilot.app.post_message(MouseMove(None, 30, 10, **move))
            await asyncio.sleep(0)
        await settled(pilot)
        assert len(app.screen.walk.answers) == 1


async def test_no_key_is_lost_or_done_twice_however_screens_come_and_go(walking, monkeypatch):
    app, taken, hand_on = walking(), [], KeysInTurn._hand_on

    def handed_on(self, event):
        taken.append(event.key)
        return hand_on(self, event)

    monkeypatch.setattr(KeysInTurn, "_hand_on", handed_on)
    async with running(app) as pilot:
        keys = [*("question_mark", "escape") * 5, *("ctrl+p", "x", "escape") * 4, "d", *"222", "escape"]
        await rush(pilot, *keys)
        assert taken == keys
        assert app.draft == "222"
        assert not app.screen.walk.answers


async def test_a_key_waits_no_longer_for_what_never_comes_back(walking):
    app = walking()
    async with running(app) as pilot:
        app.screen.focused.disable_messages(CaughtUp)
        await rush(pilot, "2")
        assert len(app.screen.walk.answers) == 1
        await rush(pilot, "backspace", "2", "backspace")
        assert not app.screen.walk.answers


async def rush_about(pilot, seed):
    """Press keys at random, some of them held down, all of a burst at once."""
    chance = random.Random(seed)
    for _ in range(BURSTS):
        await rush(pilot, *(key for key in chance.choices(KEYS, k=6) for _ in range(chance.choice((1, 1, 2, 3)))))


@pytest.mark.usefixtures("every_frame_is_drawn")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("screen", SCREENS)
async def test_random_keys_at_once_break_nothing(walking, screen, seed):
    async with running(walking()) as pilot:
        await SCREENS[screen](pilot)
        await rush_about(pilot, f"{screen} {seed}")


def _preview(folder):
    path = folder / "garden.toml"
    path.write_text(TEXT, encoding="utf-8")
    return running(PostwiseApp(Library(), OpenPreview(LibraryEntry("garden", path, "file"))))


TRAINING = {
    "setup": setting_up,
    "rules": lambda folder: in_room(folder / "s", begun(6)),
    "vote": lambda folder: in_room(folder / "s", to(in_case(), "account")),
    "talk": lambda folder: in_room(folder / "s", to(in_case(), "account", "8 4 0")),
    "secret": lambda folder: in_room(folder / "s", on(in_case(6, "secret"), "forward")),
    "alone": lambda _: running(alone(told())),
    "workshop": writing,
    "preview": _preview,
}


@pytest.mark.usefixtures("every_frame_is_drawn")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("screen", TRAINING)
async def test_random_keys_at_once_break_nothing_for_those_who_train_or_write(tmp_path, screen, seed):
    async with TRAINING[screen](tmp_path) as pilot:
        await rush_about(pilot, f"{screen} {seed}")


async def drawn_after(app, key):
    """Press a key, and wait until what it brings has been drawn, and for nothing else."""
    app.post_message(Key(key, key if len(key) == 1 else None))
    await asyncio.sleep(0)
    while app.keys_wait or not app._drawn:  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0)


async def test_what_a_key_brings_is_drawn_at_once_and_waits_for_no_clock(walking, monkeypatch):
    drawn, draw = [], Screen._compositor_refresh
    monkeypatch.setattr(Screen, "_compositor_refresh", lambda screen: (drawn.append(screen), draw(screen))[1])
    app = walking()
    async with running(app):
        monkeypatch.setattr(app.screen._update_timer, "resume", lambda: None)
        drawn.clear()
        await drawn_after(app, "2")
        assert drawn == [app.screen], "one frame, and all of the next question is in it"


async def test_the_trail_follows_once_keys_rest_and_is_there_for_who_goes_to_it(walking, monkeypatch):
    shown_so_far, show = [], WalkPanel._show_trail
    monkeypatch.setattr(WalkPanel, "_show_trail", lambda panel, *change: (shown_so_far.append(1), show(panel, *change)))
    for pause in ("REST", "LATEST"):  # however slow a machine is, all these keys come before the pause is over
        monkeypatch.setattr(f"postwise.tui.widgets.walk_panel.{pause}", 600)
    app = walking()
    async with running(app) as pilot:
        shown_so_far.clear()
        for key in ("2", "1", "backspace", "1"):
            await drawn_after(app, key)
        assert shown_so_far == []
        await rush(pilot, "shift+tab")
        assert {target[1] for target in app.screen.trail.targets} >= set(app.screen.walk.answers)


async def test_an_interrupt_waits_for_no_more_than_a_moment(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await rush(pilot, *("question_mark", "escape") * 200, "ctrl+c")
        assert app.return_code == 130
        assert app._taken < 400, "those that were still before it are dropped"


async def test_what_was_being_written_when_it_comes_is_written_all_the_same(walking):
    app = walking("pot")
    text = "Can't believe what they have done, \nand nobody asked. " * 30
    async with running(app) as pilot:
        await press(pilot, "d")
        await rush(pilot, *("enter" if letter == "\n" else letter for letter in text), "ctrl+c")
        assert app.is_running, "it is asked about first"
        assert [hand.draft for hand in app.losing.beside] == [text]


async def test_what_was_taken_back_while_it_was_written_stays_so(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d", *"abc")
        await rush(
            pilot, *("backspace" if letter == "⌫" else letter for letter in "⌫⌫" + "abc⌫" * 40 + "END"), "ctrl+c"
        )
        assert [hand.draft for hand in app.losing.beside] == ["a" + "ab" * 40 + "END"]


WRITING = [
    *"abc x",
    "backspace",
    "delete",
    "left",
    "right",
    "home",
    "end",
    "ctrl+w",
    "ctrl+u",
    "ctrl+k",
    "ctrl+j",
    "up",
]


@pytest.mark.parametrize(
    "answers", [("pot", "d"), ("pot", "yes", ["can"], DAY, ""), ("bed", "")], ids=["draft", "text", "number"]
)
@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_written_before_an_interrupt_is_what_it_would_be_key_by_key(walking, monkeypatch, answers, seed):
    monkeypatch.setattr(keys_in_turn, "SOON", 0.0)
    keys = random.Random(seed).choices(WRITING, k=25)
    fields = []
    for at_once in (False, True):
        app = walking(*answers[:-1])
        async with running(app) as pilot:
            await press(pilot, *answers[-1], *([] if at_once else keys))
            field = app.focused
            if at_once:
                await rush(pilot, *keys, "ctrl+c")
            fields.append(getattr(field, "text", None) or getattr(field, "value", ""))
    assert fields[0] == fields[1]


async def test_a_key_that_sends_an_answer_writes_nothing_before_an_interrupt(walking, monkeypatch):
    monkeypatch.setattr(keys_in_turn, "SOON", 0.0)
    app = walking("pot", "yes", ["can"], DAY)
    async with running(app) as pilot:
        field = app.focused
        await rush(pilot, "9", "enter", "a", "ctrl+c")
        assert field.text == "9"


async def test_a_paste_before_an_interrupt_is_written(walking):
    app = walking("pot")
    async with running(app) as pilot:
        await press(pilot, "d")
        post(pilot, *"letters ")
        app.post_message(Paste("and a paste, " * 20))
        post(pilot, *"and more", "ctrl+c")
        await settled(pilot)
        assert [hand.draft for hand in app.losing.beside] == ["letters " + "and a paste, " * 20 + "and more"]


@pytest.mark.parametrize("then", ["g", "enter", "q", "s", "r", "backspace"])
async def test_a_recommendation_is_passed_by_no_key_from_before(walking, then):
    app = walking("pot", "yes", ["spade"], "2026-05-01")
    async with running(app) as pilot:
        await press(pilot, *"red")
        await rush(pilot, "enter", then)
        assert isinstance(app.screen, RecommendationScreen)
        assert app.screen.walk.outcome is not None
        await press(pilot, "s")
        assert isinstance(app.screen, SaveDialog)


async def test_nothing_is_saved_by_a_key_from_before_it_was_asked_what(walking):
    app = walking()
    async with running(app) as pilot:
        await press(pilot, *TO_THE_END)
        await rush(pilot, "s", "s", "enter")
        assert isinstance(app.screen, SaveDialog)
        assert not list(Records().all())


async def test_no_command_is_done_from_the_help_by_a_key_from_before_it(library):
    app = PostwiseApp(library)
    async with running(app) as pilot:
        await rush(pilot, "f1", "enter")
        assert isinstance(app.screen, HelpDialog)
