"""The preview: what a save does to the page, to the walk and to the words, and what the keys do to the file."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from postwise.author.live_file import FileReading, checked
from postwise.author.live_file import read as reading_of
from postwise.author.scenario_writer import titled
from postwise.logic.importance import Importance
from postwise.logic.search import Budget
from postwise.train.aggregate import GroupVotes, QuestionAggregate, SessionAggregate
from postwise.tree.library import Library, LibraryEntry, Origin
from postwise.tree.loader import loads, read_source
from postwise.tree.model import Tree
from postwise.tree.toml_source import Source
from postwise.tui.app import PostwiseApp
from postwise.tui.dialogs import FormDialog, HelpDialog
from postwise.tui.openings import OpenPreview
from postwise.tui.screen_commands import ANSWERS, HELP, UNSURE, WHY
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.screens.preview_screen import PreviewScreen
from postwise.tui.widgets import file_watch
from postwise.tui.widgets.group_feedback import Remarks, remarks_of
from postwise.tui.widgets.problem_lines import FilePlace, problem_lines, source_lines, weight
from postwise.tui.widgets.walk_panel import WalkPanel

from .conftest import drained, press, running, shown

TREE = """# A small tree, with a comment
format = 1

[tree]
title = "May I take the [b]last[/b] biscuit?"
start = "whose"
review-by = 2999-01-01

[question.whose]
ask = "Whose is it?"
why = "It matters."
answers = [
  { id = "mine", text = "Mine", goto = "hungry" },
  { id = "theirs", text = "Somebody else's", goto = "asked" },
]

[question.hungry]
ask = "Are you hungry?"
why = "Biscuits are for that."
yes = "eat"
no = "leave"

[question.asked]
ask = "Have you asked them?"
why = "They may be looking forward to it."
yes = "eat"
no = "ask-them"

[outcome.eat]
verdict = "go"
headline = "Eat it."
next = ["Enjoy it."]

[outcome.leave]
verdict = "leave"
headline = "Leave it."
next = ["Have some water."]

[outcome.ask-them]
verdict = "talk"
headline = "Ask them."
next = ["Ask {buddy}."]

[scenario.mine]
answers = { whose = "mine", hungry = "yes" }
expect = "eat"

[scenario.leave]
answers = { whose = "mine", hungry = "no" }
expect = "leave"

[scenario.ask]
answers = { whose = "theirs", asked = "no" }
expect = "ask-them"
"""
SYNTAX = TREE.replace('ask = "Are you hungry?"', 'ask = "Are you hungry?')
TARGET = TREE.replace('no = "ask-them"', 'no = "ask-then"')
VERDICT = TREE.replace('verdict = "talk"', 'verdict = "tlak"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "biscuit.toml"
    path.write_text(TREE, encoding="utf-8")
    return path


def previewing(path: Path, origin: Origin = "file", remarks: Remarks | None = None) -> PostwiseApp:
    return PostwiseApp(Library(), OpenPreview(LibraryEntry("biscuit", path, origin), remarks))


@pytest.fixture
def app(path: Path) -> PostwiseApp:
    return previewing(path)


def page(app: PostwiseApp) -> PreviewScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, PreviewScreen)
    return screen


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Wait until something is so, message by message; a page that never comes to it fails after its thousandth."""
    for _ in range(1000):
        if true():
            await drained(pilot)
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(pilot.app))


async def read(pilot: Pilot[None]) -> PreviewScreen:
    """Wait until what is in the file stands on the page, with all that is wrong with it."""
    screen = page(pilot.app)
    text = screen.entry.path.read_text(encoding="utf-8") if screen.entry.path.exists() else ""
    await until(pilot, lambda: screen.reading is not None and screen.reading.text == text and screen.reading.checked)
    return screen


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def codes(screen: PreviewScreen) -> list[str]:
    return [problem.code for problem in screen.reading.problems]


async def test_the_page_has_the_question_its_source_and_what_is_wrong(app: PostwiseApp) -> None:
    async with running(app) as pilot:
        await read(pilot)
        text = shown(app)
        assert "May I take the [b]last[/b] biscuit?" in text
        assert "Whose is it?" in text
        assert '10  ask = "Whose is it?"' in text
        assert "✓ nothing wrong" in text


async def test_how_much_hangs_on_a_question_is_said_once_it_is_known(app: PostwiseApp, path: Path) -> None:
    async with running(app, (120, 40)) as pilot:
        screen = await read(pilot)
        await until(pilot, lambda: "The ending of every walk hangs on this question." in shown(app))
        await press(pilot, "1")
        await until(pilot, lambda: "The ending of 50 in 100 walks hangs on this question." in shown(app))
        save(path, TREE.replace('no = "leave"', 'no = "eat"'))
        await until(pilot, lambda: "No ending hangs on this question." in shown(app))
        assert screen.beside.importance["hungry"] == (2, 0, 4)


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (0, "No ending hangs on this question."),
        (1, "The ending of under 1 in 100 walks hangs on this question."),
        (410, "The ending of 41 in 100 walks hangs on this question."),
        (999, "The ending of over 99 in 100 walks hangs on this question."),
        (1000, "The ending of every walk hangs on this question."),
    ],
)
def test_how_much_hangs_on_a_question_in_words(elsewhere: int, said: str) -> None:
    assert weight(Importance(1000, elsewhere, 1000)) == said
    assert not weight(None)


async def test_a_save_keeps_the_place_and_says_what_was_edited(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        save(
            path, TREE.replace("Are you hungry?", "Are you really hungry?").replace('text = "Mine"', 'text = "My own"')
        )
        await read(pilot)
        assert screen.walked.walk.answers == {"whose": "mine"}
        text = shown(app)
        assert "Are you really hungry?" in text
        assert "My own" in text
        assert "~ changed" in text
        assert re.search(r'\d+.~ask = "Are you really hungry', text)
        assert "2 questions changed" in text


async def test_marks_go_away_by_themselves(app: PostwiseApp, path: Path, monkeypatch) -> None:
    monkeypatch.setattr("postwise.tui.screens.preview_screen.FLASH", 0.05)
    async with running(app) as pilot:
        screen = await read(pilot)
        save(path, TREE.replace("Whose is it?", "Whose biscuit is it?"))
        await until(pilot, lambda: "Whose biscuit" in shown(app))
        await until(pilot, lambda: "~" not in shown(app))
        assert screen.reading.tree is not None


async def test_nothing_is_marked_without_animations(app: PostwiseApp, path: Path) -> None:
    app.animation_level = "none"
    async with running(app) as pilot:
        await read(pilot)
        save(path, TREE.replace("Whose is it?", "Whose biscuit is it?"))
        await read(pilot)
        text = shown(app)
        assert "Whose biscuit is it?" in text
        assert "1 question changed" in text
        assert "~" not in text


@pytest.mark.parametrize(("broken", "code", "line"), [(SYNTAX, "toml-syntax", 18), (VERDICT, "bad-value", 40)])
async def test_a_broken_file_leaves_the_last_tree_on_the_page(app: PostwiseApp, path: Path, broken, code, line) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        save(path, broken)
        await read(pilot)
        assert codes(screen)[0] == code
        text = shown(app)
        assert "Are you hungry?" in text
        assert f"error  line {line}" in text
        assert "Not to be walked since" in text
        assert screen.beside.spot.line == line
        await press(pilot, "1")
        assert screen.walked.walk.at == "eat"
        save(path, TREE)
        await read(pilot)
        assert screen.walked.walk.at == "eat"
        assert "nothing wrong" in shown(app)


async def test_a_file_broken_from_the_start_shows_its_problems_and_waits(app: PostwiseApp, path: Path) -> None:
    save(path, VERDICT)
    async with running(app) as pilot:
        screen = await read(pilot)
        assert screen.walked.walk is None
        text = shown(app)
        assert "There is nothing to walk through yet." in text
        assert 'Did you mean "talk"?' in text
        assert screen.beside.spot.line == 40
        for key in ("1", "u", "w", "x", "m", "r", "backspace", "space", "enter", "tab", "tab", "p", "enter", "P"):
            await press(pilot, key)
        save(path, TREE)
        await read(pilot)
        assert (screen.walked.walk.at, screen.walked.walk.answers) == ("whose", {})
        assert "Whose is it?" in shown(app)


@pytest.mark.parametrize("broken", [False, True])
async def test_an_editor_may_put_a_new_file_in_its_place(app: PostwiseApp, path: Path, tmp_path: Path, broken) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        new = tmp_path / "new"
        save(new, VERDICT if broken else TREE.replace("Whose is it?", "Who owns it?"))
        new.replace(path)
        await read(pilot)
        assert ("Whose is it?" if broken else "Who owns it?") in shown(app)
        assert (screen.reading.tree is None) is broken


async def test_a_file_taken_away_and_put_back(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        path.unlink()  # noqa: ASYNC240
        await until(pilot, lambda: screen.reading.gone)
        await drained(pilot)
        text = shown(app)
        assert "Are you hungry?" in text
        assert "cannot be opened" in text
        save(path, TREE)
        await read(pilot)
        assert screen.walked.walk.at == "hungry"
        assert "nothing wrong" in shown(app)


async def test_half_a_file_is_not_believed_at_once(app: PostwiseApp, path: Path, monkeypatch) -> None:
    monkeypatch.setattr(file_watch, "POLL", 3600)  # it looks when it is told to, so that no second look comes too soon
    async with running(app) as pilot:
        screen = await read(pilot)
        seen = []
        screen.file.post_message, keep = (
            (lambda message: (seen.append(message), keep(message))[1]),
            screen.file.post_message,
        )
        save(path, TREE[: len(TREE) // 2])
        screen.file.look()
        await until(pilot, lambda: screen.file._doubted is not None)
        save(path, TREE + "\n# done\n")
        screen.file.look()
        await read(pilot)
        readings = [message.reading for message in seen if hasattr(message, "edits")]
        assert [reading.tree is not None for reading in readings] == [True]


async def test_a_touched_file_changes_nothing(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        before, stamp = screen.reading, screen.file.latest.stamp
        os.utime(path, ns=(1, 1))
        await until(pilot, lambda: screen.file.latest.stamp != stamp)
        assert screen.reading is before


async def test_answers_that_the_new_tree_does_not_take_wait_until_it_does(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "1")
        assert screen.walked.walk.at == "eat"
        save(path, TREE.replace('id = "mine"', 'id = "own"').replace('whose = "mine"', 'whose = "own"'))
        await read(pilot)
        assert screen.walked.walk.at == "whose"
        save(path, TREE)
        await read(pilot)
        assert screen.walked.walk.at == "eat"


async def test_an_earlier_question_that_is_put_again_stays_put(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        screen.walked.ask_again(("biscuit", "whose"))
        await press(pilot)
        assert "An earlier answer, put again: Esc leaves it as it was." in shown(app)
        save(path, TREE.replace("It matters.", "It matters a lot."))
        await read(pilot)
        assert screen.walked.asking == ("biscuit", "whose")
        assert "your answer" in shown(app)
        await press(pilot, "2")
        assert screen.walked.walk.at == "asked"
        assert "earlier answer" not in shown(app)


async def test_ticks_survive_a_save(path: Path) -> None:
    tree = TREE.replace('why = "It matters."', 'why = "It matters."\ntype = "checklist"\ngoto = "hungry"')
    tree = tree.replace(', goto = "hungry"', "").replace(', goto = "asked"', "")
    tree = tree[: tree.index("[scenario.mine]")]
    save(path, tree)
    app = previewing(path)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "2")
        assert screen.walked.panel.begun.ticked == {"theirs"}
        save(path, tree.replace("Somebody else's", "Another's"))
        await read(pilot)
        assert screen.walked.panel.begun.ticked == {"theirs"}
        assert "Another's" in shown(app)


async def test_what_is_typed_survives_a_save(path: Path) -> None:
    tree = TREE.replace('yes = "eat"\nno = "leave"', 'type = "number"\ngoto = "eat"', 1)
    tree = tree[: tree.index("[scenario.mine]")]
    save(path, tree)
    app = previewing(path)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        await press(pilot, "4", "2")
        save(path, tree.replace("Are you hungry?", "How hungry are you?"))
        await read(pilot)
        assert "How hungry are you?" in shown(app)
        await press(pilot, "enter")
        assert screen.walked.walk.answers["hungry"] == 42


async def test_problems_come_errors_first_and_are_walked_with_n_and_p(app: PostwiseApp, path: Path) -> None:
    save(path, TARGET.replace('why = "It matters."\n', ""))
    async with running(app) as pilot:
        screen = await read(pilot)
        assert codes(screen)[:2] == ["unknown-target", "no-why"]
        lines = []
        for key in ("p", "p", "P"):
            await press(pilot, key)
            lines.append(screen.beside.spot.line)
        assert lines == [26, 9, 26]
        assert app.focused is screen.beside.problems


async def test_whoever_reads_the_problems_goes_on_reading_when_the_question_becomes_one_to_type_at(path: Path) -> None:
    faulty = TREE.replace('why = "They may be looking forward to it."\n', "")
    save(path, faulty)
    app = previewing(path)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "p")
        edited = faulty.replace('yes = "eat"\nno = "leave"', 'type = "number"\ngoto = "eat"', 1)
        save(path, edited[: edited.index("[scenario.mine]")])
        await read(pilot)
        assert screen.walked.panel.has_class("typed")
        assert app.focused is screen.beside.problems


async def test_enter_on_a_problem_walks_to_its_question(app: PostwiseApp, path: Path) -> None:
    save(path, TREE.replace('why = "They may be looking forward to it."\n', ""))
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "1")
        assert codes(screen) == ["no-why"]
        await press(pilot, "p", "enter")
        assert screen.walked.walk.at == "asked"
        assert "Have you asked them?" in shown(app)
        assert screen.beside.spot.line == screen.reading.line_of(("question", "asked"))


async def test_enter_on_a_problem_of_an_earlier_question_puts_it_again(app: PostwiseApp, path: Path) -> None:
    save(path, TREE.replace('why = "It matters."\n', ""))
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "p", "enter")
        assert screen.walked.asking == ("biscuit", "whose")
        assert screen.walked.walk.answers == {"whose": "mine"}
        await press(pilot, "escape", "n")
        assert len(screen.walked.walk.answers) == 2, "a question of yes or no is answered by n here too"


async def test_a_problem_of_the_whole_tree_has_no_question(app: PostwiseApp, path: Path) -> None:
    save(path, TREE.replace("review-by = 2999-01-01\n", ""))
    async with running(app) as pilot:
        screen = await read(pilot)
        assert codes(screen) == ["no-review"]
        await press(pilot, "p", "enter")
        assert "comes by there" in shown(app)
        assert screen.walked.walk.at == "whose"


async def test_answers_that_no_case_meets_are_said(app: PostwiseApp, path: Path) -> None:
    branch = '\n[branch.turn]\ncases = [{ when = { whose = "theirs" }, goto = "eat" }]\n'
    save(path, TREE.replace('goto = "hungry"', 'goto = "turn"') + branch)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        assert screen.walked.node_id == "turn"
        assert "The walk stops here." in shown(app)
        assert "uncovered" in codes(screen)


# Scenarios


async def test_x_keeps_the_walk_as_a_scenario(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "x")
        assert "Walk to an ending first" in shown(app)
        await press(pilot, "2", "1", "x")
        assert isinstance(app.screen, FormDialog)
        assert "eat" in shown(app)
        await press(pilot, *"They said yes")
        await press(pilot, "enter")
        await read(pilot)
        after = text_of(path)
        assert after.startswith(TREE)
        scenario = loads(after).scenarios["they-said-yes"]
        assert (scenario.title, scenario.expect) == ("They said yes", "eat")
        assert scenario.answers == {"whose": "theirs", "asked": "yes"}
        assert "they-said-yes" in shown(app)
        assert screen.walked.walk.at == "eat"


async def test_a_walk_kept_without_a_name_has_that_of_its_ending(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "1", "x", "4", "2", "enter")
        assert "A name begins with a letter." in shown(app)
        await press(pilot, "backspace", "backspace", "enter")
        await read(pilot)
        assert loads(text_of(path)).scenarios["eat"].title is None


async def test_the_walk_that_was_to_be_kept_is_kept_or_none(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "2", "1", "x")
        other = TREE.replace('yes = "eat"\nno = "ask-them"', 'yes = "ask-them"\nno = "ask-them"')
        save(path, other)
        await until(pilot, lambda: screen.walked.walk.at != "eat")
        await press(pilot, *"Mine", "enter")
        await until(pilot, lambda: "ends elsewhere" in shown(app))
        assert text_of(path) == other
        assert "Mine" in shown(app), "and what was typed is not lost"
        save(path, TREE)
        await press(pilot, "enter")
        assert text_of(path).startswith(TREE)
        assert loads(text_of(path)).scenarios["mine"].expect == "eat"


async def test_of_a_walk_that_the_file_takes_no_more_it_is_said_why(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "2", "1", "x", *"Mine")
        asked = TREE[TREE.index("[question.asked]") : TREE.index("[outcome.eat]")]
        save(
            path,
            TREE[: TREE.index("[scenario.")]
            .replace(asked, "")
            .replace('"asked"', '"hungry"')
            .replace('"ask-them"', '"leave"'),
        )
        await until(pilot, lambda: not screen.walked.ended)
        await press(pilot, "enter")
        assert isinstance(app.screen, FormDialog)
        assert "Nothing was added to biscuit.toml" in shown(app)
        assert '"asked"' in shown(app)


async def test_a_walk_is_not_kept_in_a_file_with_errors(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "1")
        save(path, VERDICT)
        await read(pilot)
        await press(pilot, "x")
        assert "Mend them first" in shown(app)
        assert text_of(path) == VERDICT


async def test_a_file_that_broke_while_the_name_was_typed_stays_as_it_is(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "1", "x")
        save(path, SYNTAX)
        await press(pilot, "enter")
        assert text_of(path) == SYNTAX
        assert "has errors, so nothing was added" in shown(app)
        assert isinstance(app.screen, FormDialog), "it may be mended beside it"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eat", ("eat-2", None)),
        ("Late  at night", ("late-at-night", "Late at night")),
        ("42", ("", "42")),
        ("  ", ("", "")),
    ],
)
def test_a_typed_line_makes_an_id_and_a_title(typed: str, found: tuple[str, str | None]) -> None:
    assert titled(typed, {"eat"}) == found


async def test_a_tree_that_ships_is_not_written_to(path: Path) -> None:
    app = previewing(path, "shipped")
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "1", "x")
        assert "ships with postwise" in shown(app)


async def test_a_road_that_a_scenario_takes_already_is_said_and_so_is_the_id_that_is_made(app: PostwiseApp) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "1", "1", "x")
        assert "“mine” takes this road already." in shown(app)
        assert "It expects “eat”" in shown(app)
        await press(pilot, *"Two words")
        assert "read as two-words" in shown(app)


async def test_scenarios_are_walked_at_every_save(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        assert "✓ 3 scenarios" in shown(app)
        save(path, TREE.replace('hungry = "no" }', 'hungry = "yes" }'))
        await read(pilot)
        assert "✓ 2 ✗ 1 scenarios" in shown(app)
        assert "scenario-astray" in shown(app)


# Writing along


async def test_what_is_not_written_yet_is_walked_to_and_written_at_a_key(app: PostwiseApp, path: Path) -> None:
    save(path, TARGET)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "2", "2")
        assert "“ask-then” is not written yet." in shown(app)
        assert screen.beside.spot.line == TARGET.split("\n").index('no = "ask-then"') + 1
        assert "Write it" in [command.label for command in screen.keybar.commands]
        await press(pilot, "x")
        assert "a writes it" in shown(app)
        await press(pilot, "a", "q")
        await press(pilot, *"Why not?", "enter", *"To help.", "enter", *"No time / Shy", "enter")
        await read(pilot)
        after = text_of(path)
        assert after.startswith(TARGET)
        assert "“ask-then” stands at the end of biscuit.toml now." in shown(app)
        assert "Why not?" in shown(app)
        await press(pilot, "1")
        assert "“ask-then-no-time” is not written yet." in shown(app)
        assert "not written yet" in shown(app).splitlines()[0] + shown(app).splitlines()[1]
        await press(pilot, "a", "e")
        await press(pilot, *"Do it.", "enter", *"gou", "enter", *"It is fine.", "enter", *"Begin.", "enter")
        assert 'Did you mean "go"?' in shown(app)
        await press(pilot, "shift+tab", "shift+tab", "backspace", "enter", "enter", "enter")
        await until(pilot, lambda: "Do it." in shown(app) and not isinstance(app.screen, FormDialog))
        tree = loads(text_of(path).replace('goto = "ask-then-shy"', 'goto = "eat"'))
        assert tree.questions["ask-then"].why == "To help."
        end = tree.outcomes["ask-then-no-time"]
        assert (end.verdict, end.reason, end.next) == ("go", "It is fine.", ("Begin.",))


async def test_a_says_what_it_is_for_where_everything_is_written(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "a")
        assert "All of this page is written." in shown(app)
        assert text_of(path) == TREE


async def test_where_nothing_can_be_walked_yet_a_does_not_say_that_all_is_written(app: PostwiseApp, path: Path) -> None:
    save(path, VERDICT)
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "a")
        assert "All of this page is written." not in shown(app)
        assert "Nothing can be walked yet. Where a goto names what is not there yet" in shown(app)


def test_the_mark_of_an_edited_line_takes_no_room_from_its_words(path: Path) -> None:
    reading = FileReading(path, None, dt.datetime.now().astimezone(), read_source(Source("[question.why-no-at-all]")))
    (_, line) = source_lines(reading, FilePlace(1), frozenset({1}), airy=False)
    assert (str(line.right), "~" in str(line.lead)) == ("", True)


async def test_another_id_is_written_wherever_it_is_named(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "i")
        assert "Another id for “hungry”" in shown(app)
        await press(pilot, *["backspace"] * 6, *"Asked", "enter")
        assert "could be asked." in shown(app)
        await press(pilot, *["backspace"] * 5, *"peckish", "enter")
        await read(pilot)
        assert text_of(path) == TREE.replace("question.hungry", "question.peckish").replace(
            '"hungry"', '"peckish"'
        ).replace("hungry = ", "peckish = ")
        assert "“hungry” is “peckish” now." in shown(app)
        assert "Are you hungry?" in shown(app)
        assert screen.walked.walk.at == "peckish"


async def test_what_was_answered_stays_answered_under_the_new_id(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        screen.walked.ask_again(("biscuit", "whose"))
        await press(pilot, "i", "q", *["backspace"] * 5, *"owner", "enter")
        await read(pilot)
        assert (screen.walked.walk.at, screen.walked.walk.answers) == ("hungry", {"owner": "mine"})


async def test_an_answer_gets_another_id_wherever_it_is_named(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "i")
        assert "theirs: Somebody else's" in shown(app)
        await press(pilot, "2", *["backspace"] * 6, *"other", "enter")
        await read(pilot)
        assert text_of(path) == TREE.replace('"theirs"', '"other"')
        assert "“theirs” is “other” now." in shown(app)


@pytest.mark.parametrize("key", ["a", "i"])
async def test_nothing_is_written_into_a_tree_that_ships(path: Path, key: str) -> None:
    save(path, TARGET)
    app = previewing(path, "shipped")
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "2", key)
        assert "ships with postwise" in shown(app)


# The editor


async def test_where_the_terminal_cannot_be_lent_it_is_said(app: PostwiseApp, monkeypatch) -> None:
    monkeypatch.setenv("EDITOR", "vi")
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "e")
        assert "cannot be lent to vi" in shown(app)


@pytest.mark.parametrize(("editor", "said"), [("'vi", "cannot be understood"), ("", "No editor is named")])
async def test_without_an_editor_it_is_said(app: PostwiseApp, monkeypatch, editor: str, said: str) -> None:
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.setenv("PATH", "")
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "e")
        assert said in shown(app)


async def opened_at(app: PostwiseApp, monkeypatch) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    monkeypatch.setenv("EDITOR", "vi")
    monkeypatch.setattr("postwise.tui.external_editor.lend", lambda _app, how: found.append(how.command))
    return found


async def test_e_opens_the_question_the_ending_or_the_problem(app: PostwiseApp, path: Path, monkeypatch) -> None:
    opened = await opened_at(app, monkeypatch)
    save(path, TREE.replace('next = ["Enjoy it."]\n', ""))
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "e", "1", "e", "1", "e", "p", "e")
        assert [command[1] for command in opened] == ["+9", "+17", "+29", "+29"]
        assert {command[2] for command in opened} == {str(path)}


async def test_a_window_of_its_own_does_not_take_the_terminal(
    app: PostwiseApp, path: Path, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("EDITOR", shutil.which("true") or "true")
    monkeypatch.setattr("postwise.editor.program", lambda _word: "gedit")
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "e")
        assert "Open in gedit, at line 9" in shown(app)


async def test_enter_on_the_map_opens_the_editor_there(app: PostwiseApp, monkeypatch) -> None:
    opened = await opened_at(app, monkeypatch)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "m")
        assert isinstance(app.screen, MapScreen)
        await press(pilot, "down", "enter")
        assert app.screen is screen
        assert opened[0][1] == "+17"


async def test_a_click_on_a_line_of_the_file_opens_it(app: PostwiseApp, monkeypatch) -> None:
    opened = await opened_at(app, monkeypatch)
    async with running(app) as pilot:
        screen = await read(pilot)
        rows = screen.beside.source.rows
        row = next(place for place, row in enumerate(rows) if row.line.target == 10)
        await pilot.click(screen.beside.source, offset=(12, row + 1))
        await drained(pilot)
        assert opened[0][1] == "+10"


# Keys, mouse, sizes


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_everything_can_be_come_by_at_every_size(app: PostwiseApp, path: Path, size) -> None:
    save(path, TREE.replace('why = "It matters."\n', ""))
    async with running(app, size) as pilot:
        screen = await read(pilot)
        await press(pilot, "1")
        assert "Are you hungry?" in shown(app)
        await press(pilot, "tab")
        assert app.focused is screen.walked.trail
        assert "Whose is it?" in shown(app)
        await press(pilot, "tab")
        assert app.focused is screen.beside.problems
        assert "no-why" in shown(app)
        assert "biscuit.toml" in shown(app)
        await press(pilot, "tab")
        assert "Are you hungry?" in shown(app)
        await press(pilot, "2")
        assert "Leave it." in shown(app)


async def test_the_footer_has_six_keys_and_help_has_all(app: PostwiseApp) -> None:
    async with running(app) as pilot:
        screen = await read(pilot)
        labels = [command.label for command in screen.keybar.commands]
        assert labels == ["Answer", "Edit", "Problem", "Help", "Leave"]
        await press(pilot, "1", "1")
        labels = [command.label for command in screen.keybar.commands]
        assert labels == ["Scenario", "Back", "Edit", "Problem", "Help", "Leave"]
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpDialog)
        assert set(screen.COMMANDS_HERE) - {*ANSWERS, UNSURE, WHY} <= set(app.screen.listed)
        assert HELP not in app.screen.listed


async def test_what_is_ticked_and_then_renamed_is_ticked_no_more(path: Path) -> None:
    tree = TREE.replace('why = "It matters."', 'why = "It matters."\ntype = "checklist"\ngoto = "hungry"')
    tree = tree.replace(', goto = "hungry"', "").replace(', goto = "asked"', "")
    tree = tree[: tree.index("[scenario.mine]")]
    save(path, tree)
    app = previewing(path)
    async with running(app) as pilot:
        screen = await read(pilot)
        await press(pilot, "1", "2")
        save(path, tree := tree.replace('id = "theirs"', 'id = "others"'))
        await read(pilot)
        assert screen.walked.panel.begun.ticked == {"mine"}
        assert "Go on, with 1 ticked" in shown(app)
        save(path, tree.replace('id = "mine"', 'id = "ours"'))
        await read(pilot)
        await press(pilot, "g")
        assert screen.walked.node_id == "whose"
        assert "Tick what applies" in shown(app)
        await press(pilot, "1", "g")
        assert screen.walked.node_id == "hungry"


async def test_the_mouse_alone(app: PostwiseApp, path: Path) -> None:
    save(path, TREE.replace('why = "They may be looking forward to it."\n', ""))
    async with running(app) as pilot:
        screen = await read(pilot)

        async def click(sheet, target) -> None:
            row = next(place for place, row in enumerate(sheet.rows) if row.line.target == target)
            top = 1 if sheet.styles.border_top[0] else 0
            await pilot.click(sheet, offset=(8, row - sheet.top + top))
            await drained(pilot)

        await click(screen.walked.panel.page, "mine")
        await click(screen.walked.panel.page, "no")
        assert screen.walked.walk.at == "leave"
        await click(screen.walked.trail, ("biscuit", "whose"))
        assert screen.walked.asking == ("biscuit", "whose")
        await click(screen.beside.problems, ("no-why", "question.asked", 0))
        assert screen.walked.walk.at == "asked"
        width = next(start for start, _, command in screen.keybar.places() if command.label == "Back")
        await pilot.click(screen.keybar, offset=(width, 1))
        await drained(pilot)
        assert screen.walked.walk.at == "whose"


async def test_what_groups_said_stands_beside_the_question(path: Path) -> None:
    said = QuestionAggregate("biscuit", "hungry", texts={"yes": "Yes"})
    first, last = Counter(split=2), Counter(agreed=1, split=1)
    votes = Counter(yes=7, no=5)
    said.all = GroupVotes(groups=2, talked=2, first=first, last=last, flipped=1, voters=12, votes=votes)
    said.dissent.add("One can be [b]peckish[/b].")
    together = SessionAggregate(sessions=2, questions={("biscuit", "hungry"): said})
    app = previewing(path, remarks=remarks_of(together))
    async with running(app) as pilot:
        await read(pilot)
        assert "What groups said" not in shown(app)
        await press(pilot, "1")
        text = shown(app)
        assert "2 groups: 1 agreed, 0 leaning, 1 split" in text
        assert "██████████   7  Yes" in text
        assert "“One can be [b]peckish[/b].”" in text


async def test_the_foot_says_where_the_way_out_leads(app: PostwiseApp) -> None:
    def way_out() -> str:
        return next(command.label for command in page(app).commands() if command.name == "leave")

    async with running(app) as pilot:
        screen = await read(pilot)
        assert way_out() == "Leave"
        await press(pilot, "1", "tab", "home", "enter")
        assert screen.walked.asking is not None
        assert way_out() == "As it was"
        assert "As it was" in shown(app)
        await press(pilot, "escape")
        assert screen.walked.asking is None
        await press(pilot, "tab", "tab")
        assert way_out() == "To the walk"
        await press(pilot, "q")
        assert way_out() == "Leave"
        assert app.is_running


async def test_leaving_ends_it(app: PostwiseApp) -> None:
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "1", "q")
    assert app.return_code == 0


async def test_what_breaks_leaves_the_walk_to_go_on_with(app: PostwiseApp, monkeypatch) -> None:
    monkeypatch.setattr(WalkPanel, "back", lambda _: {}["nothing"])
    with pytest.raises(KeyError):
        async with running(app) as pilot:
            await press(pilot, "1", "backspace")
    assert app.walk is not None
    assert (app.walk.tree.id, app.walk.answers) == ("biscuit", {"whose": "mine"})


async def test_nothing_writes_down_the_tree_that_is_worked_on_beside(app: PostwiseApp, path: Path, monkeypatch) -> None:
    def written_down(_self) -> str:
        raise AssertionError

    monkeypatch.setattr(Tree, "__repr__", written_down)
    async with running(app) as pilot:
        screen = await read(pilot)
        await until(pilot, lambda: screen.beside.importance)
        save(path, TREE + "\n# saved\n")
        await read(pilot)


async def test_a_check_of_what_the_file_held_before_is_given_up(app: PostwiseApp, path: Path, monkeypatch) -> None:
    begun, check = [], file_watch.checked

    def endless_at_first(reading, library):
        begun.append(reading)
        while len(begun) == 1:
            time.sleep(0.001)  # the loop of the screens gets its turn
            Budget(64).spend()
        return check(reading, library)

    monkeypatch.setattr(file_watch, "checked", endless_at_first)
    async with app.run_test() as pilot:  # not waiting for what is worked out beside: that never ends
        await until(pilot, lambda: begun)
        save(path, TREE + "\n# saved\n")
        await read(pilot)


async def test_what_a_goto_names_and_is_not_there_is_no_new_ending(app: PostwiseApp, path: Path) -> None:
    async with running(app) as pilot:
        await read(pilot)
        save(path, TREE.replace('no = "leave"', 'no = "later"'))
        await read(pilot)
        assert "1 question changed" in shown(app)
        assert "ending new" not in shown(app)
        save(path, f'{text_of(path)}\n[outcome.later]\nheadline = "Later."\n')
        await read(pilot)
        assert "1 ending new" in shown(app)


def test_a_problem_stands_in_a_row_however_long_its_code(path: Path) -> None:
    save(
        path,
        "\n" * 1200 + TREE.replace('no = "leave"', 'no = "later"') + '[promise.a]\ntext = "It {x}."\nnever = ["eat"]\n',
    )
    reading = checked(reading_of(path, Library()), Library())
    for width in (34, 58):
        heads = [
            one for one in problem_lines(reading, None, airy=True, width=width) if one.right.plain and one.lead.plain
        ]
        assert len(heads) == 2
        for head in heads:
            assert head.lead.cell_length + head.words.cell_length + 1 + head.right.cell_length <= width, head
        assert all(("error" in head.words.plain or "warning" in head.words.plain) == (width == 58) for head in heads)


async def test_tab_comes_to_done_as_well(app: PostwiseApp, path: Path) -> None:
    save(path, TARGET)
    async with running(app) as pilot:
        await read(pilot)
        await press(pilot, "2", "2", "a", "e")
        await press(pilot, *"Do it.", "tab", *"go", "tab", "tab", "tab")
        assert app.focused is not None
        assert app.focused.id == "done"
        await press(pilot, "enter")
        await until(pilot, lambda: "Do it." in text_of(path))
