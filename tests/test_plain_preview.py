"""A preview in lines: what is saved is read, what is wrong with it is said, and what was answered stays answered."""

from __future__ import annotations

import io
import time

import pytest

from postwise.plain_preview import PlainPreview
from postwise.tree.library import Library, LibraryEntry

TREE = """format = 1
[tree]
title = "Shall I plant it?"
start = "place"
[question.place]
ask = "Is there a windowsill?"
why = "It wants light."
type = "yes-no"
yes = { goto = "water" }
no = { goto = "wait" }
[question.water]
ask = "Will you water it?"
why = "It wants water."
type = "yes-no"
yes = { goto = "plant" }
no = { goto = "wait" }
[outcome.plant]
headline = "Plant it."
next = ["Dig."]
[outcome.wait]
headline = "Wait."
next = ["Wait."]
"""


class Person:
    """Types, or saves the file, each time something has been said."""

    def __init__(self, target, steps):
        self.target, self.steps, self.heard = target, list(steps), 0

    def isatty(self):
        return False

    def readline(self, _most):
        while self.steps:
            awaited, act = self.steps.pop(0)
            self._wait_for(awaited)
            if isinstance(act, str):
                return act + "\n"
            act()
        return ""

    def _wait_for(self, awaited):
        end = time.monotonic() + 30
        while (found := self.target.getvalue().find(awaited, self.heard)) < 0:
            assert time.monotonic() < end, f"{awaited!r} was never said: {self.target.getvalue()[self.heard :]!r}"
            time.sleep(0.01)
        self.heard = found + len(awaited)


@pytest.fixture
def preview(tmp_path):
    """Return a function that takes somebody through a preview, and returns all that was said."""
    path = tmp_path / "plant.toml"
    path.write_text(TREE, "utf-8")

    def save(old, new):
        return lambda: path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def run(*steps):
        target = io.StringIO()
        person = Person(target, steps)
        PlainPreview(Library(), LibraryEntry("plant", run.path, run.origin), person, target).run()
        assert person.steps == [], target.getvalue()
        return target.getvalue()

    run.save, run.path, run.origin = save, path, "file"
    return run


def test_a_save_is_read_and_what_was_answered_stays_answered(preview):
    preview(
        ("windowsill?", "1"),
        ("Will you water it?", preview.save("Will you water it?", "Will you water it daily?")),
        ("plant.toml was saved.", "1"),
        ("Will you water it daily?", "q"),
    )


def test_a_file_that_is_torn_is_said_and_the_tree_before_it_walked_on(preview):
    preview(
        ("windowsill?", preview.save("[outcome.wait]", "[outcom.wait]")),
        ('Did you mean "outcome"?', "1"),
        ("You go on in the tree as it was before.", "w"),
        ("It wants water.", preview.save("[outcom.wait]", "[outcome.wait]")),
        ("plant.toml was saved.", "1"),
        ("Plant it.", "q"),
    )


def test_what_only_all_walks_show_is_said_once_the_check_has_found_it_and_puts_no_question_anew(preview):
    said = preview(
        ("windowsill?", preview.save('no = { goto = "wait" }\n[out', 'no = { goto = "place" }\n[out')),
        (", error: ", "q"),
    )
    assert said.count("windowsill?\n") == 2, "at the start, and after the save"


def test_at_an_end_one_goes_back_begins_again_or_saves(preview):
    preview(
        ("windowsill?", "2"),
        ("The word more says the rest:", "more"),
        ("How you got here\n  - Is there a windowsill?", "b"),
        ("Last time: No", "1"),
        ("Will you water it?", "1"),
        ("Plant it.", preview.save("Plant it.", "Plant it now.")),
        ("Plant it now.", "r"),
        ("windowsill?", "q"),
    )


def test_a_file_that_cannot_be_walked_yet_is_waited_for(preview):
    preview.path.write_text("[tree\n", "utf-8")
    preview(
        ("Nothing can be walked yet.", lambda: preview.path.write_text(TREE, "utf-8")),
        ("windowsill?", "q"),
    )


def test_a_file_that_goes_away_is_said(preview):
    said = preview(
        ("windowsill?", preview.path.unlink),
        ("plant.toml cannot be opened", "q"),
    )
    assert "was saved" not in said


def test_that_it_has_gone_is_said_once_and_so_is_that_it_came_back(preview):
    said = preview(
        ("windowsill?", preview.path.unlink),
        ("plant.toml cannot be opened", lambda: preview.path.write_text(TREE, "utf-8")),
        ("plant.toml was saved.", lambda: None),
        ("3 problems, none of them new.", "q"),
    )
    assert said.count("cannot be opened") == 1


def test_a_name_writes_no_line_of_its_own(preview, tmp_path):
    preview.path = preview.path.rename(tmp_path / "evil\n2 problems.toml")
    said = preview(
        ("windowsill?", lambda: preview.path.write_text(TREE.replace("Shall", "May"), "utf-8")),
        ("was saved.", preview.path.unlink),
        ("cannot be opened", "q"),
    )
    assert [line for line in said.splitlines() if line.startswith("2 problems")] == []


def test_the_end_of_what_is_typed_ends_it(preview):
    assert "windowsill?" in preview()


def test_at_an_end_any_other_word_gets_one_line_and_a_save_says_only_what_is_new(preview):
    said = preview(
        ("windowsill?", "2"),
        ("b goes back", "rest"),
        ('"rest" is none of the words here. more says the rest, b goes back', "help"),
        ("b goes back", "?"),
        ("b goes back", preview.save("It wants water.", "Water it wants.")),
        ("plant.toml was saved.", lambda: None),
        ("b goes back", preview.save('"Wait."', '"Wait a day."')),
        ("Wait a day.", "q"),
    )
    assert said.count("Wait.\n") == said.count("Info: Wait.\n") + said.count("1. Wait.\n") + said.count("- Wait.\n")
    assert said.count("Info: Wait.\n") == 1


def test_the_opening_is_said_once(preview):
    said = preview(
        ("windowsill?", preview.save("Is there a windowsill?", "Have you a windowsill?")),
        ("Have you a windowsill?", "q"),
    )
    assert said.count("Type a number, or b back") == 1
    assert said.count("Shall I plant it?\n") == 1


def test_of_what_is_wrong_only_what_is_new_is_said_in_a_line_each(preview):
    torn = preview.path.read_text("utf-8").replace("why = ", "wyh = ")
    preview.path.write_text(torn, "utf-8")
    said = preview(
        ("2 problems:\nLine 7, ", preview.save('title = "Shall I', '# moved\ntitl = "Shall I')),
        ("3 problems, 1 of them new:\nLine 4, ", "q"),
    )
    assert "^" not in said
    assert said.count('"wyh"') == 2


def test_of_many_problems_ten_are_said_and_how_to_see_the_rest(preview):
    keys = "\n".join(f"nix{number} = 1" for number in range(14))
    preview.path.write_text(TREE.replace("[question.place]", f"[question.place]\n{keys}"), "utf-8")
    said = preview(("14 problems:\n", lambda: None), ("To see the other 4: postwise check ", "q"))
    assert said.count("\nLine ") == 10


def test_an_author_sees_where_a_walk_leads_nowhere(preview):
    branch = '[branch.turn]\ncases = [{ when = { place = "no" }, goto = "wait" }]\n'
    preview.path.write_text(TREE.replace('goto = "water"', 'goto = "turn"') + branch, "utf-8")
    said = preview(("windowsill?", "1"), ("This tree leads nowhere from there.", "q"))
    assert "no case for that answer" not in said


def test_what_is_not_written_yet_is_walked_to_and_written(preview):
    preview.path.write_text(TREE.replace('yes = { goto = "plant" }', 'yes = { goto = "when" }'), "utf-8")
    said = preview(
        ("windowsill?", "1"),
        ("Will you water it?", "1"),
        ("“when” is not written yet.", "ask When do you begin?"),
        ("The answers, with / between them", "q"),
        ("Nothing was written.", "ask When do you begin?"),
        ("The answers, with / between them", "Now / Next week"),
        ("Why it is asked", "It helps."),
        ("“when” stands at the end of plant.toml now.", lambda: None),
        ("plant.toml was saved.", lambda: None),
        ("When do you begin?", "2"),
        ("“when-next-week” is not written yet.", "end og Wait for it."),
        ('"og" is no verdict.', "end pause Wait for {buddy}."),
        ("Why; Enter alone", ""),
        ("What to do next", "Sleep."),
        ("“when-next-week” stands at the end", lambda: None),
        ("was saved.", lambda: None),
        ("Wait for", "q"),
    )
    assert "none of the words" not in said
    assert (
        '[outcome.when-next-week]\nverdict = "pause"\nheadline = "Wait for {buddy}."\nnext = ["Sleep."]\n'
        in preview.path.read_text("utf-8")
    )


def test_a_save_amid_what_is_being_written_writes_nothing_half(preview):
    preview.path.write_text(TREE.replace('yes = { goto = "plant" }', 'yes = { goto = "when" }'), "utf-8")
    preview(
        ("windowsill?", "1"),
        ("Will you water it?", "1"),
        ("“when” is not written yet.", "ask When do you begin?"),
        ("The answers, with / between them", preview.save("Wait.", "Wait a day.")),
        ("The file was saved before that was said", lambda: None),
        ("was saved.", "q"),
    )
    assert "question.when" not in preview.path.read_text("utf-8")


def test_what_one_is_at_gets_another_id_wherever_it_is_named(preview):
    preview(
        ("windowsill?", "?"),
        ("Rename and a new id", "1"),
        ("Will you water it?", "rename Place"),
        ("It could be place.", "rename care"),
        ("“water” is “care” now.", lambda: None),
        ("was saved.", lambda: None),
        ("Will you water it?", "2"),
        ("Wait.", "rename later"),
        ("“wait” is “later” now.", lambda: None),
        ("was saved.", "q"),
    )
    assert preview.path.read_text("utf-8") == TREE.replace("question.water", "question.care").replace(
        '"water"', '"care"'
    ).replace("outcome.wait", "outcome.later").replace('"wait"', '"later"')


def test_an_answer_gets_another_id(preview):
    text = TREE.replace(
        'type = "yes-no"\nyes = { goto = "water" }\nno = { goto = "wait" }',
        'answers = [{ id = "a", text = "A", goto = "water" }, { id = "b", text = "B", goto = "wait" }]',
    )
    preview.path.write_text(text, "utf-8")
    preview(
        ("windowsill?", "rename c d"),
        ("“c” is no id", "rename b none"),
        ("“b” is “none” now.", lambda: None),
        ("was saved.", "q"),
    )
    assert preview.path.read_text("utf-8") == text.replace('"b"', '"none"')


def test_a_walk_is_kept_as_a_scenario_and_scenarios_are_walked(preview):
    preview(
        ("windowsill?", "2"),
        ("Wait.", "keep No window"),
        ("Kept as scenario “no-window”", lambda: None),
        ("was saved.", lambda: None),
        ("1 scenario: 1 as expected.", "q"),
    )
    assert 'expect  = "wait"' in preview.path.read_text("utf-8")


def test_nothing_is_written_into_a_tree_that_ships(preview):
    preview.origin = "shipped"
    preview(("windowsill?", "rename other"), ("ships with postwise", "q"))
    assert preview.path.read_text("utf-8") == TREE


@pytest.mark.parametrize("kind", ["number", "date", "text"])
def test_not_sure_is_offered_where_it_is_an_answer_and_nowhere_else(preview, kind):
    preview.path.write_text(
        TREE.replace(
            'type = "yes-no"\nyes = { goto = "water" }\nno = { goto = "wait" }', f'type = "{kind}"\ngoto = "water"', 1
        ),
        "utf-8",
    )
    said = preview(("windowsill?", "q"))
    assert "u not sure" not in said
    assert "Type your answer, or b back" in said
