"""A walk in lines that has ended: what can be typed then, and that each of the words does what it says."""

from __future__ import annotations

import json
import re
import stat

import pytest

from postwise.command_table import RUN_FORMATS
from postwise.plain import OWN_WORDS_LOST
from postwise.show.brief import LEFT_OUT
from postwise.tui import desktop

TREE = """format = 1
[tree]
title = "Coat?"
start = "rain"
sources = [{ title = "The almanac", url = "https://example.org/almanac" }]
[question.rain]
ask = "Is it raining?"
why = "Coats are *heavy*."
yes = "kit"
no = "wind"
[question.kit]
ask = "What have you got?"
type = "checklist"
answers = [ { id = "hat", text = "A hat" }, { id = "coat", text = "A coat" } ]
goto = "by-kit"
[question.wind]
ask = "Is it windy?"
yes = "go"
no = "go"
[branch.by-kit]
cases = [ { when = { kit = "coat" }, goto = "go" } ]
else = "stay"
[outcome.go]
verdict = "go"
headline = "Off you go."
next = ["Shut the door."]
notes = [{ text = "The *key* is under the mat." }]
[outcome.stay]
verdict = "leave"
headline = "Stay in."
"""
OFFERED = "\nYou can type change and a number, b, why, save, copy, brief, road, more, help or q to end.\n"


@pytest.fixture
def coat(tmp_path):
    path = tmp_path / "coat.toml"
    path.write_text(TREE, encoding="utf-8")
    return path


@pytest.fixture
def ended(postwise, coat):
    """Return what a walk says that has ended in staying in, and then hears some more lines."""

    def heard(*typed):
        return postwise("run", coat, "--plain", typed="".join(f"{line}\n" for line in ("1", "1", *typed)))

    return heard


def test_one_line_says_what_can_be_typed(ended):
    said = ended()
    assert said.code == 0
    assert said.err.endswith(f"{OFFERED}> \n")
    assert "\nMore with the next line: every other answer and how you got here.\npostwise run " in said.out
    assert "The word more" not in said.out, "nobody types it into what is printed to a file"


@pytest.mark.parametrize("typed", ["q", "Q", "quit", "stop", ""])
def test_nothing_else_is_said_to_whoever_has_done(ended, typed):
    assert ended(*[typed] * bool(typed)).code == 0
    assert ended("").err.count(OFFERED) == 2, "an empty line says it once more"


def test_every_word_that_is_offered_does_something(ended, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = OFFERED.strip().removeprefix("You can type ").removesuffix(" to end.").replace(" or ", ", ").split(", ")
    assert len(words) == 10
    for word in words:
        said = ended(word.replace("and a number", "1"))
        assert said.code == (word == "b"), "which stands at a question again"
        assert "none of the words" not in said.err
        assert word == "q" or said.err.split(OFFERED)[1].strip("> \n")


def test_help_says_what_each_word_does_and_any_other_word_gets_a_sentence(ended):
    for word in ("help", "?", "HELP"):
        said = ended(word).err
        assert "change and a number asks the question of that number again; your other answers are kept.\n" in said
        assert "more says the rest" in said
    for word in ("n", "go on", "y", "copied"):
        which = word.partition(" ")[0]
        assert f'"{which}" is none of the words here. Type help to hear what there are.\n' in ended(word).err


def test_change_asks_again_and_ends_anew(ended):
    said = ended("change 2", "2")
    assert "\nQuestion 2.\nWhat have you got?\n" in said.err
    assert "Last time: A hat\n" in said.err
    assert [line for line in said.out.splitlines() if "Leave" in line or "Go:" in line] == ["Go: Off you go."]
    assert said.out.splitlines()[-1].startswith("postwise run "), "and nothing of the walk before"
    assert said.code == 0


@pytest.mark.parametrize("number", ["#2", "2.", "2)"])
def test_a_number_of_a_question_may_be_written_as_people_write_one(ended, number):
    assert ended(f"change {number}", "2") == ended("change 2", "2")


@pytest.mark.parametrize("word", ["b", "back", "go back", "Go  back"])
def test_back_goes_back_into_the_last_question(ended, word):
    said = ended(word, "2")
    assert (said.code, said.out) == (0, ended("change 2", "2").out)
    assert "Last time: A hat" in said.err
    assert ended(word, word, "1", "2").out == said.out, "and into the one before"


def test_change_says_what_is_no_longer_asked_and_goes_on_to_the_end(ended):
    said = ended("change 1", "2", "1", "q")
    assert "   No longer asked: What have you got?\n" in said.err
    assert "\nQuestion 2, the last one.\nIs it windy?\n" in said.err
    assert "Go: Off you go." in said.out
    assert "Stay in." not in said.out.partition("What would")[0]


@pytest.mark.parametrize("typed", [["change 1", ""], ["change 1", "q"], ["change 1"]])
def test_a_change_that_is_given_up_leaves_the_walk_as_it_was(ended, typed):
    said = ended(*typed)
    assert "Your walk is as it was.\n" in said.err
    assert said.out.count("Leave: Stay in.") == 1
    assert "not finished" not in said.out
    assert said.code == 0


@pytest.mark.parametrize("typed", [["change 1", "2", "q"], ["change 1", "2"]])
def test_who_stops_on_the_way_from_a_change_can_go_on_from_there(ended, coat, postwise, typed):
    said = ended(*typed)
    assert "Your walk is as it was." not in said.err
    assert "Leave: Stay in." not in said.out, "it is another walk now"
    way_on = said.err.rpartition("To go on from there: postwise ")[2].split()
    assert "Is it windy?" in postwise(*way_on, typed="").err
    assert said.code == 1


def test_what_waits_behind_an_open_question_is_in_the_code_too(postwise, coat):
    coat.write_text(TREE.replace('yes = "kit"', 'yes = "cold"') + COLD, encoding="utf-8")
    lines = ("2", "1", "change 1", "1", "q")
    said = postwise("run", coat, "--plain", typed="".join(f"{line}\n" for line in lines))
    way_on = said.err.rpartition("To go on from there: postwise ")[2].split()
    again = postwise(*way_on, typed="2\n")
    assert "Last time: Yes" in again.err or "Off you go." in again.out, "the wind was answered, and waits"


COLD = """
[question.cold]
ask = "Is it cold?"
yes = "kit"
no = "wind"
"""


def test_the_end_that_was_decided_already_is_taken_back(postwise, tmp_path):
    path = tmp_path / "early.toml"
    path.write_text(EARLY, encoding="utf-8")
    said = postwise("run", path, "--plain", typed="1\ne\nb\n2\nq\n")
    assert said.err.count("\nIs it windy?\n") == 2, "the question that was left is put again"
    assert "Last time" not in said.err
    assert said.code == 0


EARLY = """format = 1
[tree]
title = "Early?"
start = "rain"
[question.rain]
ask = "Is it raining?"
yes = "wind"
no = "dry"
[question.wind]
ask = "Is it windy?"
yes = "stay"
no = "stay"
[outcome.stay]
headline = "Stay in."
[outcome.dry]
headline = "Off you go."
"""


@pytest.mark.parametrize("number", ["", "0", "3", "x", "-1", "1_0", "9" * 5000])
def test_a_number_of_no_question_gets_a_sentence(ended, number):
    assert "the number of a question, from 1 to 2. The word why says the numbers.\n" in ended(f"change {number}").err


def test_why_says_how_each_answer_counted_by_its_number(ended):
    said = ended("change 1", "2", "1", "why").err
    assert "What decided it\n  - “No” to “Is it raining?”\n" in said
    assert "  1. Is it raining?\n     No\n  2. Is it windy?\n     Yes (led to the same ending)\n" in said


def test_more_says_all_that_was_not_said(ended):
    said = ended("change 2", "2", "more").err
    for part in (
        "Keep in mind\n  - The key is",
        "What would change this\n",
        "Sources\n  - The almanac: https://",
        "How you got",
    ):
        assert part in said
    assert not [letter for letter in said if "\u2190" <= letter <= "\u2bff"], "words, no signs"


@pytest.mark.parametrize(
    ("taker", "said"),
    [
        ("desktop", "Copied, as plain text.\n"),
        (None, "No clipboard took it. Type save and a name, and it is kept in a file"),
    ],
)
def test_copy_says_whether_a_clipboard_took_it(ended, monkeypatch, taker, said):
    given = []
    monkeypatch.setattr(desktop, "copied", lambda text: given.append(text) or taker)
    assert f"> {said}" in ended("copy").err
    assert given[0].startswith("Leave: Stay in.\n")
    assert "How you got here\n" in given[0]


def test_road_says_where_other_answers_lead_and_changes_nothing(ended):
    said = ended("road", "road 1", "road 2", "why").err
    _, every, first, second, why, _ = said.split("> ")[2:]
    assert every.splitlines() == [
        "Other roads",
        "  1. With “No” to “Is it raining?”: go: Off you go.",
        "  2. With “A coat” ticked at “What have you got?”: go: Off you go.",
    ]
    assert first.splitlines()[:2] == ["With “No” to “Is it raining?”:", "Go: Off you go."]
    assert "  1. Shut the door.\n" in first
    assert first.endswith("\nYour own walk is as it was. Type change 1 to answer that question again.\n")
    assert "Type change 2 to answer" in second
    assert "Is it raining?\n     Yes\n" in why


def test_of_many_roads_ten_are_named_at_once(postwise, coat):
    gates = ",\n".join(f'  {{ id = "g{n}", text = "Gate {n}", goto = "end-{n}" }}' for n in range(13))
    verdicts = ["go"] * 12 + ["stop"]
    ends = "\n".join(f'[outcome.end-{n}]\nverdict = "{each}"\nheadline = "{n}."' for n, each in enumerate(verdicts))
    head = 'format = 1\n[tree]\ntitle = "Gates"\nstart = "gate"\n[question.gate]\nask = "Which gate?"\n'
    coat.write_text(f"{head}answers = [\n{gates},\n]\n{ends}\n", encoding="utf-8")
    said = postwise("run", coat, "--plain", typed="1\nroad\nroad 12\n").err
    assert "\n  10. With " in said
    assert "\n  11. With " not in said
    assert "\nThere are 12. Type road and a number to hear any of them.\n" in said
    assert "\nStop: " in said.rpartition("> With ")[2]


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "9" * 5000])
def test_a_number_of_no_road_gets_a_sentence(ended, number):
    assert "> Type road and a number from 1 to 2. The word road says which there are.\n" in ended(f"road {number}").err


ONWARD = TREE.replace('headline = "Stay in."', 'headline = "Stay in."\ntree = "before-you-post"')


def test_where_another_tree_goes_on_every_word_works_before_one_goes_there(ended, coat):
    coat.write_text(ONWARD, encoding="utf-8")
    said = ended("more", "why", "help", "y")
    goes_on = "\nThis goes on in “Should I post this?”, with what you have answered so far.\n"
    assert f"{goes_on}{OFFERED.replace('type ', 'type go on, ')}> What decided it\n" in said.err
    assert "go on takes you to “Should I post this?”.\n" in said.err
    assert "none of the words" not in said.err
    assert re.search(r"\nQuestion 3, at most \d+ more\.\nWhich account", said.err), "as change and why number them"
    assert said.out.startswith("Leave: Stay in.")
    for typed in ("go on", "GO ON", "yes"):
        assert "\nWhich account" in ended(typed).err


BOOTS = """format = 1
[tree]
title = "Boots?"
start = "mud"
[question.mud]
ask = "Is there mud?"
yes = "wear"
no = "wear"
[question.wear]
ask = "Which would you wear?"
type = "text"
goto = "boots"
[outcome.boots]
verdict = "go"
headline = "Boots on."
"""


@pytest.fixture
def booted(postwise, coat):
    """Return what a walk says that has gone on into another tree and ended there, and then hears some more lines."""
    coat.write_text(ONWARD.replace("before-you-post", "boots"), encoding="utf-8")
    coat.with_name("boots.toml").write_text(BOOTS, encoding="utf-8")

    def heard(*typed):
        lines = ("1", "1", "go on", "1", "the red ones", *typed)
        return postwise("run", coat, "--plain", typed="".join(f"{line}\n" for line in lines))

    return heard


def test_the_answers_of_every_tree_have_numbers(booted):
    said = booted("why", "q").err
    numbered = said[said.index("How you got here") :].splitlines()
    assert [line.strip() for line in numbered if line.startswith("  ") and line.strip()[0].isdigit()] == [
        "1. Is it raining? (in “Coat?”)",
        "2. What have you got? (in “Coat?”)",
        "3. Is there mud?",
        "4. Which would you wear?",
    ]
    assert "from 1 to 4." in booted("change 5").err
    assert "Last time: the red ones" in booted("b").err


def test_an_answer_of_an_earlier_tree_is_changed_and_what_came_after_it_is_kept(booted):
    said = booted("change 2", "1,2", "change 2", "1", "go on", "q")
    assert "\nQuestion 2.\nWhat have you got?\n" in said.err
    assert (
        "   You are in “Coat?” again. What you answered in “Boots?” is there again should you come to it.\n" in said.err
    )
    ends = [line for line in said.out.splitlines() if line.startswith(("Go: ", "Leave: "))]
    assert ends == ["Leave: Stay in.", "Leave: Stay in.", "Go: Boots on."], "the answers in it are there again"
    assert (
        "the red ones" in booted("change 2", "1,2", "change 2", "1", "go on", "more", "q").err.rpartition("Sources")[2]
    )
    same = booted("change 1", "1", "q")
    again, before = same.out.splitlines()[-2:]
    assert again.startswith("postwise run ")
    assert before.startswith("What was answered before that: postwise run ")
    assert "Go: Boots on." in same.out
    assert "again" not in same.err.partition("Question 1.\nIs it raining")[2]


def test_of_a_tree_that_one_came_to_twice_an_earlier_answer_is_changed_and_nothing_falls_over(postwise, tmp_path):
    for here, there in (("one", "two"), ("two", "one")):
        (tmp_path / f"{here}.toml").write_text(ROUND.format(here=here, there=there), encoding="utf-8")
    lines = ("1", "1", "go on", "1", "go on", "change 3", "2", "change 1", "2", "q", "q")
    said = postwise("run", tmp_path / "one.toml", "--plain", typed="".join(f"{line}\n" for line in lines))
    assert said.code == 0
    assert "none of the words" not in said.err


ROUND = """format = 1
[tree]
title = "{here}"
start = "first"
[question.first]
ask = "Is it?"
yes = "{here}-second"
no = "on"
[question.{here}-second]
ask = "Is it so?"
yes = "on"
no = "on"
[outcome.on]
headline = "On."
tree = "{there}"
"""


@pytest.mark.usefixtures("booted")
def test_a_code_of_an_end_that_leads_on_goes_on_there(postwise, coat):
    said = postwise("run", coat, "--plain", typed="1\n1\ngo on\nq\n")
    way_on = said.err.rpartition("To go on from there: postwise ")[2].split()
    again = postwise(*way_on, typed="go on\n")
    assert "This goes on in “Boots?”" in again.err
    assert "Is there mud?" in again.err


@pytest.mark.usefixtures("booted")
def test_choices_left_behind_in_a_later_tree_are_asked_about_and_are_in_no_code(postwise, coat):
    boots = coat.with_name("boots.toml")
    boots.write_text(BOOTS.replace('type = "text"\ngoto = "boots"', 'yes = "boots"\nno = "boots"'), encoding="utf-8")
    typed = ("1", "1", "go on", "1", "1", "change 1", "2", "q", "q")
    said = postwise("run", coat, "--plain", typed="".join(f"{line}\n" for line in typed))
    assert "What you answered in “Boots?” would be lost. Type q again to stop here all the same." in said.err
    assert said.err.endswith("What was answered in “Boots?” is in no code.\n")


def test_words_left_behind_in_a_later_tree_are_asked_about_at_an_end(booted):
    said = booted("change 2", "1,2", "q", "q")
    lost = "What you wrote in your own words, and what you answered in “Boots?”, would be lost."
    assert said.err.count(lost) == 1
    asked = booted("change 2", "1,2", "q", "why", "q", "q")
    assert asked.err.count(lost) == 2, "what was said of stopping before another word is not said of stopping now"
    assert OWN_WORDS_LOST not in booted("q").err, "of what this end came from, all can be saved"


def test_where_the_next_tree_has_errors_the_rest_can_be_heard_all_the_same(ended, coat):
    coat.write_text(ONWARD.replace("before-you-post", "broken"), encoding="utf-8")
    coat.with_name("postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    (coat.parent / "ours").mkdir()
    (coat.parent / "ours" / "broken.toml").write_text('format = 1\n[tree]\ntitle = "Broken"\n', encoding="utf-8")
    said = ended("more")
    assert "broken.toml has errors, so it cannot be used yet." in said.err
    assert f"{OFFERED}> What decided it\n" in said.err
    assert said.code == 0


def test_brief_gives_a_code_that_opens_the_walk(ended, postwise, coat):
    code = re.search(r"--resume (\w+)", ended("brief").err)[1]
    assert "Leave: Stay in." in postwise("run", coat, "--resume", code).out


def test_beside_a_right_a_brief_gives_neither_answers_nor_a_code(postwise, coat):
    coat.write_text(TREE.replace('headline = "Stay in."', 'headline = "Stay in."\nrights = true'), encoding="utf-8")
    said = postwise("run", coat, "--plain", typed="1\n1\nhelp\nbrief\nq\n")
    talk = said.err.split("Can we talk something through?")[1]
    assert LEFT_OUT in talk
    assert "A hat" not in talk
    assert "--resume" not in talk
    assert "brief says it in a few lines for a colleague, without your answers." in said.err


def test_another_road_that_is_told_says_if_more_would_be_asked_there(postwise, coat):
    notes = 'notes = [{ when = { wind = "yes" }, text = "Hold on to your hat." }, { text'
    coat.write_text(TREE.replace("notes = [{ text", notes), encoding="utf-8")
    said = postwise("run", coat, "--plain", typed="1\n1\nroad\nroad 1\nroad 2\nq\n")
    assert "change what is said here" in " ".join(said.err.split())


@pytest.mark.parametrize(
    ("name", "begins"), [("a.md", "# "), ("a.html", "<!"), ("a.json", "{"), ("a b.txt", "Leave: ")]
)
def test_save_keeps_all_of_it_in_a_new_file_for_the_person_alone(ended, tmp_path, monkeypatch, name, begins):
    monkeypatch.chdir(tmp_path)
    said = ended(f"save {name}", f"save {name}", "save nowhere/a.txt").err
    assert f"Saved as {name}. Only you can read it.\n" in said
    assert f"{name} is there already" in said
    assert "nowhere/a.txt cannot be written: there is no folder nowhere.\n" in said
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "What have you got?" in text
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["/", ".", "./", "..", "new/"])
def test_a_folder_is_no_file_to_save_in(ended, name, tmp_path):
    said = ended(f"save {name}")
    assert said.err.count(" is a folder. Name a file in it.\n") == 1
    assert said.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["coat.toml"]


@pytest.mark.parametrize("name", ['"my name.txt"', "'my name.txt'"])
def test_a_name_may_be_quoted_as_for_a_shell(ended, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert "Saved as my name.txt. Only you can read it.\n" in ended(f"save {name}").err
    assert (tmp_path / "my name.txt").exists()


def test_a_name_that_no_file_can_have_gets_a_sentence(ended):
    said = ended("save a\0b")
    assert said.code == 0
    assert " cannot be written: no file can have such a name.\n" in said.err


def test_save_alone_keeps_it_among_the_records(ended, postwise):
    assert "Saved as record 1, with your answers. To see it again: postwise records show 1\n" in ended("save").err
    assert "What have you got?" in postwise("records", "show", "1").out


def test_whoever_asked_for_a_document_hears_no_more(postwise, coat, tmp_path):
    for form in set(RUN_FORMATS) - {"text"}:
        assert "You can type" not in postwise("run", coat, "--plain", "--format", form, typed="1\n1\nwhy\n").err
    said = postwise("run", coat, "--plain", "--output", tmp_path / "out.txt", typed="1\n1\nwhy\n")
    assert "You can type" not in said.err
    last = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith(f"postwise run {coat} --resume ")
    whole = postwise(*last.split()[1:]).out
    assert "How you got here" in whole


def test_all_prints_all_of_it_and_the_last_line_says_so(postwise, coat):
    given = ("run", coat, "--answer", "rain=no", "--answer", "wind=no")
    short, whole = postwise(*given).out, postwise(*given, "--all").out
    assert short.endswith("\n\nMore with --all: every other answer and how you got here.\n")
    assert "How you got here\n" not in short
    assert "How you got here\n  - Is it raining?\n    No\n" in whole
    assert "Sources\n" in whole
    assert "More with" not in whole
    for form in ("markdown", "html", "json"):
        assert postwise(*given, "--format", form) == postwise(*given, "--format", form, "--all")


def test_all_of_it_is_printed_after_a_walk_in_lines_too(postwise, coat):
    said = postwise("run", coat, "--plain", "--all", typed="1\n1\nq\n")
    assert "How you got here" in said.out
    assert json.loads(postwise("run", coat, "--answer", "rain=no", "--format", "json").out)["outcome"] is None
