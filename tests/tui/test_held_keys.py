"""A key that is held down, and a click that is the half of a double one, do once what they do."""

from __future__ import annotations

import pytest
from textual.events import Key, MouseDown, MouseUp
from textual.geometry import Offset
from textual.pilot import Pilot

from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import (
    LET_GO,
    LOSES,
    ChoiceDialog,
    FormDialog,
    FormField,
    HelpDialog,
    LeaveDialog,
    LinksDialog,
)
from postwise.tui.openings import OpenWalk
from postwise.tui.save_dialog import SaveDialog
from postwise.tui.screens.library_screen import LibraryScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.widgets.keys_in_turn import REPEATS, now
from postwise.walk.record_store import Records
from postwise.walk.walk import Walk
from strategies import tree_of
from train.playing import in_case, on, to

from .conftest import NAMED, Typed, done, press, running, shown
from .screens import TO_THE_END, saved_walks
from .training import in_room

pytestmark = pytest.mark.usefixtures("keys_may_be_held")
LETS_GO = 5.0
"""Seconds after which a key is pressed anew, and not held down."""
CHAIN = "\n".join(
    f'[question.q{place}]\nask = "Which of two, {place}?"\ngoto = "{f"q{place + 1}" if place < 30 else "end"}"\n'
    'answers = [{ id = "one", text = "One" }, { id = "two", text = "Two" }]'
    for place in range(1, 31)
)
LONG = f'format = 1\n[tree]\ntitle = "Long"\nstart = "q1"\n{CHAIN}\n[outcome.end]\nheadline = "The end."\nreason = "It ends."'


DO = [f"Do the thing that is number {number} on this list{', and do it well' * 9}." for number in range(5)]
LINKS = f"""
[tree]
title = "Links"
start = "one"
[question.one]
ask = "Which?"
goto = "end"
answers = [{{ id = "this", text = "This" }}, {{ id = "that", text = "That" }}]
[outcome.end]
headline = "The end."
reason = "It ends, see [this](https://example.org/there) and [that](https://example.org/else)."
next = {DO}
"""


class Hands:
    """Hands at a keyboard, with a clock of their own."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.at = now()

    async def press(self, key: str, after: float = LETS_GO) -> None:
        """Press a key so many seconds after the one before."""
        self.at = max(self.at + after, now())
        event = Key(key, key if len(key) == 1 else NAMED.get(key))
        event.time = self.at
        self.pilot.app.post_message(event)
        await done(self.pilot)

    async def hold(self, key: str, times: int = 25, first: float = 0.45, every: float = 0.033) -> None:
        """Hold a key down, as a keyboard sends it: once, after a while again, and then many times."""
        await self.press(key)
        await self.press(key, first)
        for _ in range(times):
            await self.press(key, every)

    async def click(self, at: Offset, after: float = LETS_GO) -> None:
        """Press and release the mouse somewhere."""
        self.at = max(self.at + after, now())
        for kind in (MouseDown, MouseUp):
            event = kind(None, *at, 0, 0, 1, False, False, False, *at)
            event.time = self.at
            self.pilot.app.post_message(event)
            await done(self.pilot)


def long_walk() -> PostwiseApp:
    return PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LONG))))


@pytest.fixture
def app(library, monkeypatch) -> PostwiseApp:
    """Return the app in a library without the trees that ship."""
    monkeypatch.setattr("postwise.tree.library.shipped_folder", lambda: library.folders[0] / "none")
    return PostwiseApp(library)


@pytest.fixture
def in_the_garden(library, garden) -> PostwiseApp:
    """Return the app at the first question of the garden's tree."""
    return PostwiseApp(library, OpenWalk(Walk.start(garden)))


async def come_to(hands: Hands, *keys: str) -> None:
    for key in keys:
        for each in key if isinstance(key, Typed) else (key,):
            await hands.press(each)


async def test_a_key_held_down_deletes_nothing_and_says_why(in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *TO_THE_END)
        for _ in range(3):
            Records().save(in_the_garden.walk, "answers")
        pilot.app.push_screen(LibraryScreen(pilot.app.library))
        await done(pilot)
        await saved_walks(pilot)
        await hands.hold("d")
        assert isinstance(pilot.app.screen, ChoiceDialog)
        assert len(Records().list()) == 3
        assert LET_GO in shown(pilot.app)
        await hands.press("d")
        assert len(Records().list()) == 2, "but the same key, once it was let go, does what it says"


async def test_a_key_held_down_saves_nothing(in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *TO_THE_END)
        await hands.hold("s")
        assert isinstance(pilot.app.screen, SaveDialog)
        assert not Records().list()
        await hands.hold("s")
        assert len(Records().list()) == 1, "and pressed anew and held, it saves once"


async def test_the_key_that_saved_does_not_open_the_dialog_again_by_being_pressed_twice(in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *TO_THE_END, "s", "s")
        await hands.press("s", 0.25)
        assert not isinstance(pilot.app.screen, SaveDialog)
        assert len(Records().list()) == 1
        assert "Saved as record 1" in shown(pilot.app)
        await hands.press("s")
        assert isinstance(pilot.app.screen, SaveDialog), "but a second later it does what it says"


@pytest.mark.parametrize("how", ["held", "clicked twice"])
async def test_what_opened_a_link_ticks_nothing_under_it(how, monkeypatch):
    opened = []
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(LINKS))))
    monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
    async with running(app) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "1", "ctrl+g")
        assert isinstance(app.screen, LinksDialog)
        if how == "held":
            await hands.hold("enter")
        else:
            page = app.screen.page
            row = next(place for place, row in enumerate(page.rows) if row.line.target is not None)
            at = page.content_region.offset + Offset(4, row)
            await hands.click(at)
            await hands.click(at, 0.15)
        assert opened == ["https://example.org/there"]
        assert not app.screen.shown.ticked


@pytest.mark.parametrize("key", ["1", "enter"])
async def test_a_key_held_down_answers_no_question_after_question(key):
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await hands.hold(key)
        assert len(pilot.app.walk.steps) <= 2, "it comes once, and is seen to be held when it comes for the third time"
        await hands.press(key, 1.1)
        await hands.press(key, 0.3)
        assert len(pilot.app.walk.steps) == 4, "quick hands answer as fast as they like"


@pytest.mark.parametrize("taps", [(0.2, 0.14, *6 * (0.25,)), (0.2, 0.11, *6 * (0.25,)), (*9 * (0.19,),)])
async def test_a_key_that_is_tapped_is_dead_for_two_taps_at_the_most(taps):
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await hands.press("1")
        for seconds in taps:
            await hands.press("1", seconds)
        assert len(pilot.app.walk.steps) >= len(taps) - 1


RHYTHMS = {
    "a gap of 130 ms": (0.45, *6 * (0.033,), 0.13, *12 * (0.033,)),
    "a gap of 600 ms": (0.45, *6 * (0.033,), 0.6, *12 * (0.033,)),
    "a slow keyboard": (0.5, *15 * (0.125,)),
    "a line that jitters": (0.5, *10 * (0.09, 0.14)),
    "a line that waits and brings eight": (0.52, *4 * (*7 * (0.0,), 0.26)),
}


@pytest.mark.parametrize("rhythm", RHYTHMS.values(), ids=RHYTHMS)
async def test_a_key_is_held_in_any_rhythm_that_a_line_makes_of_it(rhythm):
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await hands.press("1")
        for seconds in rhythm:
            await hands.press("1", seconds)
        assert len(pilot.app.walk.steps) <= 2 + (rhythm[1] >= 0.12)


@pytest.mark.parametrize(("after", "left"), [((), False), ((0.1,), True), ((0.4,), True), ((LETS_GO,), True)])
async def test_an_interrupt_that_is_held_asks_and_a_second_one_leaves(after, left):
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "1")
        if after:
            await hands.press("ctrl+c")
        else:
            await hands.hold("ctrl+c")
        assert isinstance(pilot.app.screen, LeaveDialog)
        for seconds in after:
            await hands.press("ctrl+c", seconds)
        await pilot.pause(2 * REPEATS)
        assert (pilot.app.return_code == 130) == left


async def test_a_key_that_opened_a_walk_answers_nothing_while_it_is_held(app):
    async with running(app) as pilot:
        app.screen.shelf.mark("garden")
        await Hands(pilot).hold("enter")
        assert isinstance(app.screen, WalkScreen)
        assert not app.screen.walk.steps


async def test_a_key_does_what_it_says_where_it_has_led_once_another_was_pressed(in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *TO_THE_END, "s", "s")
        await hands.press("down", 0.2)
        await hands.press("s", 0.2)
        assert isinstance(pilot.app.screen, SaveDialog), "a key that is held down comes after itself"


async def test_a_key_that_opened_a_walk_answers_there_soon(app):
    async with running(app) as pilot:
        hands = Hands(pilot)
        app.screen.shelf.mark("garden")
        for _ in range(3):
            await hands.press("enter", 0.6)
        assert app.screen.walk.answers == {"place": "bed"}, "nobody who presses it again and again waits for ever"


async def test_backspace_held_down_empties_a_field_and_goes_no_further(in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *TO_THE_END[:-1])
        steps = in_the_garden.walk.steps
        await hands.hold("backspace")
        assert in_the_garden.walk.steps == steps
        assert in_the_garden.screen.walked.stands.answer.typed == ""
        await hands.press("backspace")
        assert len(in_the_garden.walk.steps) == len(steps) - 1


WORDS = """
[tree]
title = "Words"
start = "one"
[question.one]
ask = "What first?"
type = "text"
goto = "two"
[question.two]
ask = "What then?"
type = "text"
goto = "end"
[outcome.end]
headline = "The end."
reason = "It ends."
"""


@pytest.mark.parametrize("written", ["7", "12"])
async def test_backspace_held_down_where_little_stands_goes_no_further_either(written, in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "1", Typed(written))
        await hands.hold("backspace")
        assert len(in_the_garden.walk.steps) == 1
        assert in_the_garden.screen.walked.stands.answer.typed == ""
        await hands.press("backspace")
        assert not in_the_garden.walk.steps, "pressed anew, it goes back"


async def test_backspace_that_led_back_rubs_nothing_out_there_by_being_held():
    async with running(PostwiseApp(Library((), {}), OpenWalk(Walk.start(tree_of(WORDS))))) as pilot:
        hands, written = Hands(pilot), "what I mean to say"
        await come_to(hands, Typed(written), "enter")
        await hands.hold("backspace")
        assert pilot.app.screen.walked.stands.answer.typed in {written, written[:-1]}
        await hands.hold("backspace", times=5)
        assert pilot.app.screen.walked.stands.answer.typed == written[:-8], "pressed anew, it rubs out as ever"


async def test_what_moves_and_what_is_written_goes_on_while_it_is_held():
    async with running(long_walk(), (80, 24)) as pilot:
        hands = Hands(pilot)
        await hands.hold("down")
        page = pilot.app.screen.walked.panel.page
        assert page.marked == page.targets[-1]
        await hands.press("d")
        await hands.hold("x", times=9)
        assert pilot.app.screen.draft == "x" * 11


async def test_esc_held_down_does_not_lead_out_of_everything(app):
    async with running(app) as pilot:
        hands = Hands(pilot)
        app.screen.shelf.mark("garden")
        await come_to(hands, "enter", *TO_THE_END, "s")
        await hands.hold("escape")
        assert app.is_running
        assert isinstance(app.screen, LibraryScreen), (
            "out of the dialog, and out of the recommendation when it came again"
        )
        assert app.walks.ended


async def test_a_form_is_not_lost_by_holding_esc(in_the_garden):
    async with running(in_the_garden) as pilot:
        await press(pilot, *TO_THE_END[:1])
        form = FormDialog("A form", "", [FormField("one", "One")])
        pilot.app.push_screen(form)
        await done(pilot)
        hands = Hands(pilot)
        await come_to(hands, "a")
        await hands.hold("escape")
        assert pilot.app.screen is form
        assert LOSES in shown(pilot.app)
        await hands.press("escape")
        assert pilot.app.screen is not form


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.15])
async def test_a_click_answers_however_long_the_button_is_down(seconds):
    async with running(long_walk()) as pilot:
        page = pilot.app.screen.walked.panel.page
        place = next(place for place, row in enumerate(page.rows) if row.line.target == "one")
        at = page.content_region.offset + Offset(6, place - page.top)
        for kind in (MouseDown, MouseUp):
            pilot.app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))
            if seconds:
                await done(pilot)
                await pilot.pause(seconds)
        await done(pilot)
        assert len(pilot.app.walk.steps) == 1


async def test_the_second_half_of_a_double_click_answers_nothing():
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        page = pilot.app.screen.walked.panel.page
        place = next(place for place, row in enumerate(page.rows) if row.line.target == "one")
        at = page.content_region.offset + Offset(6, place - page.top)
        await hands.click(at)
        await hands.click(at, 0.2)
        assert len(pilot.app.walk.steps) == 1
        await hands.click(at)
        assert len(pilot.app.walk.steps) == 2


async def test_quick_clicks_on_the_foot_are_not_all_dead():
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await come_to(hands, *"111111")
        bar = pilot.app.screen.keybar
        start = next(first for first, _, command in bar.places() if command.name == "back")
        at = bar.content_region.offset + Offset(start + 1, bar.size.height - 1)
        for seconds in (LETS_GO, 0.4, 0.4, 0.4, 0.4):
            await hands.click(at, seconds)
        assert len(pilot.app.walk.steps) == 3, "every other one is taken for the half of a double click"


@pytest.mark.parametrize("clicks", [1, 2])
async def test_a_click_beside_a_field_leaves_the_keyboard_in_it(clicks, in_the_garden):
    async with running(in_the_garden) as pilot:
        hands = Hands(pilot)
        panel = in_the_garden.screen.walked.panel
        place = next(place for place, row in enumerate(panel.page.rows) if row.line.target == "bed")
        at = panel.page.content_region.offset + Offset(6, place - panel.page.top)
        await hands.click(at)
        await hands.click(panel.page.content_region.offset + Offset(6, 1) if clicks == 1 else at, 0.2)
        await come_to(hands, Typed("12"))
        assert in_the_garden.screen.walked.stands.answer.typed == "12"


async def test_a_double_click_on_the_foot_does_one_command(in_the_garden):
    async with running(in_the_garden, (80, 24)) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "2", "1")
        screen, bar = in_the_garden.screen, in_the_garden.screen.keybar
        start = next(first for first, _, command in bar.places() if command.name == "back")
        at = bar.content_region.offset + Offset(start + 1, bar.size.height - 1)
        await hands.click(at)
        stood, had = in_the_garden.walk, screen.focused
        assert len(stood.steps) == 1
        assert next(command.name for first, last, command in bar.places() if first <= start + 1 < last) != "back"
        await hands.click(at, 0.2)
        assert (in_the_garden.walk, screen.focused) == (stood, had), "what stands there now was not pressed"


async def test_a_double_click_chooses_nothing_in_what_it_opened():
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "question_mark")
        page = pilot.app.screen.page
        listed = next(place for place, command in enumerate(pilot.app.screen.listed) if command.action == "map")
        row = next(place for place, row in enumerate(page.rows) if row.line.target == listed)
        at = page.content_region.offset + Offset(14, row)
        await hands.click(at)
        opened = pilot.app.screen
        assert not isinstance(opened, HelpDialog | WalkScreen)
        await hands.click(at, 0.2)
        assert pilot.app.screen is opened


async def test_what_comes_at_once_was_pressed_so_often():
    async with running(long_walk()) as pilot:
        hands = Hands(pilot)
        for _ in range(9):
            await hands.press("1", 0.02)
        assert len(pilot.app.walk.steps) == 9, "each was pressed when its question stood there"


async def test_a_count_may_have_the_same_digit_twice_however_fast(tmp_path):
    async with in_room(tmp_path / "s", to(in_case(22), "account")) as pilot:
        hands = Hands(pilot)
        await come_to(hands, "v", "1")
        await hands.press("1", 0.01)
        assert pilot.app.screen.typed == "11"


async def test_a_letter_that_is_held_is_not_written_where_it_led(app):
    async with running(app) as pilot:
        hands = Hands(pilot)
        app.screen.shelf.mark("garden")
        await come_to(hands, "enter", *TO_THE_END)
        await hands.hold("q")
        assert isinstance(app.screen, LibraryScreen)
        assert len(app.screen.search.value) <= 1, "it may have been pressed twice, but not more often"


async def test_enter_held_down_behind_a_vote_opens_no_page_of_the_next_person(tmp_path):
    async with in_room(tmp_path / "s", on(in_case(6, "secret"), "forward")) as pilot:
        hands = Hands(pilot)
        for key in ("v", "enter", "2"):
            await hands.press(key)
        await hands.hold("enter")
        assert pilot.app.screen.hold.session.voted == 1
        assert "Whoever has the keyboard" in shown(pilot.app)
        await hands.press("enter")
        assert "Type one number" in shown(pilot.app)


async def test_the_key_that_leaves_a_case_leaves_one_however_long_it_is_held(tmp_path):
    async with in_room(tmp_path / "s", in_case(22)) as pilot:
        cases = len(pilot.app.screen.session.cases)
        hands = Hands(pilot)
        await hands.hold("X")
        assert len(pilot.app.screen.session.cases) == cases - 1
        await hands.press("X")
        assert len(pilot.app.screen.session.cases) == max(cases - 2, 0) or pilot.app.screen.session.stage == "closing"
