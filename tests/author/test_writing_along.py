"""What the preview writes into a file: what a goto names and is not there yet, and another id wherever it is named."""

from __future__ import annotations

import pytest
import tomli

from postwise.author.diff.tree_diff import compare
from postwise.author.live_file import checked, read
from postwise.author.node_writer import add_node, outcome_lines, question_lines
from postwise.author.renaming import rename, rename_answer
from postwise.author.still_to_write import to_be_walked, unwritten
from postwise.errors import PostwiseError
from postwise.show.recommendation_document import besides, sections_in_lines
from postwise.show.recommendation_in_short import in_short
from postwise.tree.library import Library, shipped_folder
from postwise.tree.loader import load, loads, read_source
from postwise.tree.toml_source import Source

START = """# a tree, from its first line
format = 1

[tree]
title = "T"
start = "tone"
"""
BEGUN = (
    START
    + """
[question.tone]
ask = "Ready?"
yes = "later"
no = "talk"

[outcome.talk]
verdict = "talk"
headline = "Talk."
"""
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "t.toml"


def held(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_what_is_not_written_yet_is_where_walks_end(path):
    reading = read(held(path, BEGUN), Library())
    assert reading.unwritten == ("later",)
    assert reading.start.answer("yes").at == "later"
    assert "not written yet" in reading.start.answer("yes").recommendation.headline
    assert [problem.code for problem in reading.problems] == ["unknown-target"]


def test_a_tree_of_which_not_even_the_first_question_is_written_can_be_walked(path):
    reading = read(held(path, START), Library())
    assert reading.unwritten == ("tone",)
    assert reading.start.at == "tone"


def test_with_another_error_nothing_is_walked(path):
    reading = read(held(path, BEGUN.replace('verdict = "talk"', 'verdict = "tlak"')), Library())
    assert (reading.tree, reading.unwritten) == (None, ())


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_question_is_written_behind_what_is_there(path, ending):
    text = BEGUN.replace("\n", ending)
    add_node(held(path, text), "later", [*question_lines("later", "How  late?", "Now / Very late", {"talk"})], {})
    after = path.read_bytes().decode()
    assert after.startswith(text)
    question = read_source(Source(after)).sketch.questions["later"]
    assert question.ask == "How late?"
    assert [(one.id, one.text, one.goto) for one in question.answers] == [
        ("now", "Now", "later-now"),
        ("very-late", "Very late", "later-very-late"),
    ]
    assert read(path, Library()).unwritten == ("later-now", "later-very-late")


def test_a_question_answered_with_yes_or_no_is_one_and_an_ending_ends_it(path):
    held(path, START)
    add_node(path, "tone", [*question_lines("tone", "Ready?", "", ())], {})
    add_node(path, "tone-yes", [*outcome_lines("tone-yes", "Go.", "Go")], {})
    add_node(path, "tone-no", [*outcome_lines("tone-no", 'Say "no".', "leave")], {})
    tree = load(path)
    assert (tree.questions["tone"].kind, tree.outcomes["tone-yes"].verdict) == ("yes-no", "go")
    assert tree.outcomes["tone-no"].headline == 'Say "no".'


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: question_lines("x", " ", "", ()), "needs words"),
        (lambda: question_lines("x", "Q?", "One", ()), "two answers or more"),
        (lambda: question_lines("x", "Q?", "1 / 2", ()), "beginning with a letter"),
        (lambda: question_lines("x", "Q?", "A / a", ()), "two answers or more"),
        (lambda: outcome_lines("x", "", "go"), "needs words"),
        (lambda: outcome_lines("x", "Go.", "paus"), 'Did you mean "pause"?'),
    ],
)
def test_what_cannot_be_written_is_said(make, said):
    with pytest.raises(PostwiseError) as error:
        list(make())
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "name", "lines"),
    [
        (BEGUN, "talk", [*outcome_lines("talk", "X", "go")]),
        (BEGUN, "nobody", [*outcome_lines("nobody", "X", "go")]),
        (BEGUN.replace("later", "La_ter"), "La_ter", ["[outcome.La_ter]"]),
        (BEGUN, "later", ["[outcome.later]", "headline = "]),
        (BEGUN, "later", [*outcome_lines("later", "Go to {nobody}.", "go")]),
    ],
)
def test_a_file_that_would_be_worse_stays_as_it_is(path, text, name, lines):
    with pytest.raises(PostwiseError):
        add_node(held(path, text), name, lines, {})
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "name", ["before-you-post", "can-i-tow", "drinking-score", "restricted-roles", "someone-complained"]
)
def test_what_has_another_id_has_it_wherever_it_is_named_and_nothing_else_is_touched(path, name):
    text = (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
    tree = loads(text)
    for section in ("questions", "outcomes", "branches", "values"):
        for old in list(getattr(tree, section))[:6]:
            held(path, text)
            assert rename(path, old, "quite-another", {}) == "quite-another"
            after = path.read_text(encoding="utf-8")
            assert (
                old
                not in loads(after).sections[
                    section.removesuffix("s").removesuffix("e") if section == "branches" else section[:-1]
                ]
            )
            assert rename(path, "quite-another", old, {}) == old
            assert path.read_text(encoding="utf-8") == text


TREES = ["before-you-post", "can-i-tow", "drinking-score", "restricted-roles", "someone-complained", "choose-a-licence"]


@pytest.mark.parametrize("name", TREES)
def test_an_answer_with_another_id_has_it_wherever_it_is_named_and_nothing_else_is_touched(path, name):
    text = (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
    tree = loads(text)
    for question_id, question in list(tree.questions.items())[:8]:
        for answer in [one for one in question.answers or () if one.id is not None][:3]:
            held(path, text)
            rename_answer(path, question_id, answer.id, "quite-another", {})
            after = loads(path.read_text(encoding="utf-8"))
            found = compare(tree, after, bound=10)
            assert found.match.answer_ids(question_id)[answer.id] == "quite-another"
            assert [one.called for one in found.settings if not one.at.endswith(".id")] == []
            rename_answer(path, question_id, "quite-another", answer.id, {})
            assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("old", "typed"), [("go", "stay"), ("nobody", "x"), ("go", "Go")])
def test_what_is_no_answer_or_no_id_is_refused(path, old, typed):
    with pytest.raises(PostwiseError):
        rename_answer(held(path, SAID), "go", old, typed, {})
    assert path.read_text(encoding="utf-8") == SAID


def test_an_answer_called_like_its_question_alone_gets_another_id(path):
    rename_answer(held(path, SAID), "go", "go", "off", {})
    after = path.read_text(encoding="utf-8")
    assert after == SAID.replace('{ id = "go"', '{ id = "off"').replace('go = "go"', 'go = "off"')


SAID = """
format = 1
[tree]
title = "T"
start = "go"
[question.go]
ask = "Go?"
answers = [{ id = "go", text = "Go", goto = "no" }, { id = "stay", text = "Stay", goto = "end" }]
[question.no]
ask = "No?"
yes = "end"
no = "end"
[outcome.end]
headline = "You said {go}, and {{go}} is a word. {manager}"
verdict = "go"
[promise.p]
text = "p"
never = ["stop"]
asked = ["go"]
[scenario.go]
answers = { go = "go", no = "yes" }
expect = "end"
[scenario.then]
answers = { go = "go", no = "no" }
expect = "end"
after = "go"
"""


def test_answers_verdicts_and_other_words_of_the_same_name_stay(path):
    rename(held(path, SAID), "go", "away", {})
    after = path.read_text(encoding="utf-8")
    assert after == (
        SAID.replace('start = "go"', 'start = "away"')
        .replace("[question.go]", "[question.away]")
        .replace("{go},", "{away},")
        .replace('asked = ["go"]', 'asked = ["away"]')
        .replace('{ go = "go"', '{ away = "go"')
    ), "a scenario of that name is another thing, wherever it is named"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("No", "It could be no."), ("", "begins with a letter"), ("end", "in the file already"), ("1", "letter")],
)
def test_what_is_no_id_or_taken_is_refused(path, typed, said):
    with pytest.raises(PostwiseError) as error:
        rename(held(path, SAID), "go", typed, {})
    assert said in str(error.value)
    assert path.read_text(encoding="utf-8") == SAID


def test_what_is_still_to_be_written_can_have_another_id_too(path):
    rename(held(path, BEGUN), "later", "size", {})
    assert path.read_text(encoding="utf-8") == BEGUN.replace('"later"', '"size"')


def test_scenarios_are_walked_with_every_reading(path):
    text = (
        SAID
        + '[scenario.astray]\nanswers = { go = "stay" }\nexpect = "end"\n[scenario.open]\nanswers = { go = "go" }\nexpect = "end"\n'
    )
    assert checked(read(held(path, text), Library()), Library()).scenarios == (3, 1)


def test_a_tree_that_is_whole_lacks_nothing():
    tree = loads(SAID)
    assert unwritten(tree) == ()
    assert to_be_walked(read_source(Source(SAID)))[1] == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("This / That", ["This", "That"]),
        ("This/That", ["This", "That"]),
        ("This and/or that / Neither", ["This and/or that", "Neither"]),
        ("24/7 is too much / It is fine", None),
    ],
)
def test_answers_may_have_a_stroke_in_them(typed, said):
    if said is None:
        with pytest.raises(PostwiseError):
            list(question_lines("tone", "Which?", typed, ()))
    else:
        text = "\n".join(question_lines("tone", "Which?", typed, ()))
        assert [one["text"] for one in tomli.loads(text)["question"]["tone"]["answers"]] == said


def test_an_ending_that_is_not_written_has_no_verdict(path):
    start = read(held(path, BEGUN.replace('yes = "later"', 'yes = "later"')), Library()).start
    ended = start.answer("no")
    for said in (in_short(ended, "More"), "\n".join(sections_in_lines(besides(ended)))):
        assert "not written yet" in said
        assert "info" not in said
