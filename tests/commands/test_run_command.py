"""postwise run: answers given beforehand, typed, or left open; what is printed where, and how it ends."""

from __future__ import annotations

import json

import pytest

from postwise import Walk, load
from postwise.command_table import RUN_FORMATS
from postwise.commands.shared import NOT_OWN_WORDS
from postwise.logic.lookahead import SOON
from postwise.plain import OWN_WORDS_LOST
from postwise.tree.library import shipped_folder

TREE = """format = 1
[tree]
title = "Coat?"
start = "rain"
[question.rain]
ask = "Is it raining?"
yes = "kit"
no = "go"
[question.kit]
ask = "What have you got?"
type = "checklist"
answers = [ { id = "hat", text = "A hat" }, { id = "coat", text = "A coat" } ]
goto = "by-kit"
[branch.by-kit]
cases = [ { when = { kit = "coat" }, goto = "go" } ]
else = "stay"
[outcome.go]
verdict = "go"
headline = "Off you go."
[outcome.stay]
verdict = "leave"
headline = "Stay in."
tree = "before-you-post"
"""


@pytest.fixture
def coat(tmp_path):
    path = tmp_path / "coat.toml"
    path.write_text(TREE, encoding="utf-8")
    return path


def test_every_format_is_a_document_of_its_own(postwise, coat):
    printed = {form: postwise("run", coat, "--answer", "rain=no", "--format", form).out for form in RUN_FORMATS}
    assert all(printed.values())
    assert len(set(printed.values())) == len(RUN_FORMATS)


def test_a_finished_walk_is_a_document(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=yes", "--answer", "kit=hat,coat", "--format", "json")
    document = json.loads(said.out)
    assert next(iter(document)) == "schema"
    assert document["schema"] == "postwise.recommendation/1"
    assert document["tree"]["id"] == "coat"
    assert document["outcome"]["id"] == "go"
    assert [(step["question"], step["answer"]) for step in document["steps"]] == [
        ("rain", "yes"),
        ("kit", ["coat", "hat"]),
    ]
    assert document["question"] is None
    assert said.code == 0


def test_an_unfinished_walk_names_the_question_that_is_open(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=yes", "--format", "json")
    document = json.loads(said.out)
    assert document["outcome"] is None
    assert document["question"] == {
        "id": "kit",
        "ask": "What have you got?",
        "type": "checklist",
        "answers": [{"id": "hat", "text": "A hat"}, {"id": "coat", "text": "A coat"}],
    }
    assert said.code == 1
    assert '"kit": What have you got?' in said.err


def test_what_is_typed_goes_on_from_the_answers_given(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=yes", typed="1\nn\n")
    assert said.code == 0
    assert "Stay in." in said.out
    assert "What have you got?" in said.err


def test_a_checklist_with_nothing_after_the_sign_is_none(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=yes", "--answer", "kit=", "--format", "json")
    assert json.loads(said.out)["outcome"]["id"] == "stay"


def test_not_sure_takes_the_cautious_road_and_says_so(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=?", "--answer", "kit=", "--format", "json")
    document = json.loads(said.out)
    assert document["steps"][0] == {
        "question": "rain",
        "ask": "Is it raining?",
        "answer": "yes",
        "text": "Yes",
        "unsure": True,
    }
    assert [entry["question"] for entry in document["settle"]] == ["rain"]


def test_the_end_of_input_says_which_question_was_left(postwise, coat):
    said = postwise("run", coat)
    assert said.code == 1
    assert said.err.endswith('the walk stopped before its end, at "rain": Is it raining?\n')


def test_whoever_stops_on_a_terminal_does_not_hear_the_question_left_all_over(postwise, coat, monkeypatch):
    monkeypatch.setattr("postwise.commands.run.talking", lambda: True)
    said = postwise("run", coat, "--plain", typed="1\nq\n")
    assert said.code == 1
    assert said.out == ""
    assert said.err.count("To go on from there: ") == 1
    assert postwise("run", coat, "--plain", "--format", "markdown", typed="1\nq\n").out.startswith("# ")


def test_whoever_stops_on_the_way_is_told_how_to_go_on(postwise, coat):
    said = postwise("run", coat, typed="1\nq\n")
    command = said.err.splitlines()[-1].removeprefix("To go on from there: postwise ")
    assert "\nWhat have you got?\n" in postwise(*command.split()).err


def test_whoever_stops_in_a_later_tree_is_told_how_to_go_on_in_each(postwise, coat):
    said = postwise("run", coat, "--plain", typed="yes\n0\ngo on\norg\nq\n")
    before, after = said.err.splitlines()[-2:]
    assert before.startswith("What was answered before that: postwise run ")
    assert "Stay in." in postwise(*before.partition(": postwise ")[2].split()).out
    assert after.startswith("To go on from there: postwise run before-you-post --resume ")
    said = postwise("run", coat, "--plain", typed="yes\n0\ngo on\nq\n")
    assert said.err.splitlines()[-1].startswith("To go on from there: postwise run ")
    assert "coat.toml" in said.err.splitlines()[-1]


WORDY = TREE.replace('no = "go"', 'no = "why"') + (
    '[question.why]\nask = "Why?"\ntype = "text"\ngoto = "sure"\n[question.sure]\nask = "Sure?"\nyes = "go"\nno = "go"\n'
)


def test_whoever_stops_is_asked_once_about_their_own_words_which_no_code_holds(postwise, coat):
    coat.write_text(WORDY, encoding="utf-8")
    asked = f"   {OWN_WORDS_LOST}\n"
    said = postwise("run", coat, "--plain", typed="no\nmy thoughts\nq\nq\n")
    assert said.err.count(asked) == 1
    assert said.err.splitlines()[-1] == NOT_OWN_WORDS
    twice = postwise("run", coat, "--plain", typed="no\nmy thoughts\nq\nw\nq\nq\n")
    assert twice.err.count(asked) == 2, "with another word between, nobody means the first q any more"
    stays = postwise("run", coat, "--plain", typed="no\nmy thoughts\nq\nyes\n")
    assert "Off you go." in stays.out
    back = postwise("run", coat, "--plain", typed="no\nmy thoughts\nb\nb\nq\nq\n")
    assert back.err.count(asked) == 1, "what was taken back would be there again, too"
    nothing = postwise("run", coat, "--plain", typed="no\n\nq\n")
    assert OWN_WORDS_LOST not in nothing.err
    assert NOT_OWN_WORDS not in nothing.err


def test_an_outcome_that_hands_over_offers_to_go_on(postwise, coat):
    said = postwise("run", coat, typed="yes\n0\ny\norg\nno\n")
    assert said.code == 0
    assert "Stay in." in said.out
    assert "This goes on in “Should I post this?”" in said.err
    assert "not yours alone" in said.out or "Ask" in said.out


def test_a_walk_goes_on_in_a_tree_beside_the_one_that_was_named(postwise, coat, tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    first, then = folder / "first.toml", folder / "then.toml"
    first.write_text(TREE.replace('tree = "before-you-post"', 'tree = "then"'), encoding="utf-8")
    then.write_text(TREE.replace("rain", "snow").replace('tree = "before-you-post"', ""), encoding="utf-8")
    given = "--answer", "rain=yes", "--answer", "kit="
    for form in ("text", "markdown", "html"):
        assert "postwise run ours/then.toml" in postwise("run", "ours/first.toml", *given, "--format", form).out
    said = postwise("run", "ours/first.toml", typed="yes\n0\ny\nno\nq\n")
    assert "snowing" in said.err
    again, before = said.out.splitlines()[-2:]
    again = again.removeprefix("postwise ")
    assert again.startswith("run ours/then.toml ")
    assert "Off you go." in postwise(*again.split()).out
    before = before.removeprefix("What was answered before that: postwise ")
    assert before.startswith("run ours/first.toml ")
    assert "How you got here" in postwise(*before.split(), "--all").out


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("rian=yes", 'Did you mean "rain"?'),
        ("rain=maybe", '"rain" does not take "maybe".'),
        ("rain", "Write it as QUESTION=ANSWER"),
        ("kit=hat,coot", 'Did you mean "coat"?'),
    ],
)
def test_a_wrong_answer_ends_with_a_suggestion(postwise, coat, answer, sentence):
    said = postwise("run", coat, "--answer", answer)
    assert said.code == 2
    assert sentence in said.err
    assert said.out == ""


def test_an_answer_that_never_came_up_is_said(postwise, coat):
    said = postwise("run", coat, "--answer", "rain=no", "--answer", "kit=hat")
    assert said.code == 0
    assert 'the question "kit" did not come up on this road.' in said.err


def test_an_answer_given_beforehand_for_a_question_that_never_comes_is_said_at_the_end(postwise, coat):
    said = postwise("run", coat, "--answer", "kit=hat", typed="no\n")
    assert said.code == 0
    assert said.err.count('the question "kit" did not come up on this road.') == 1
    assert "did not come up" not in postwise("run", coat, "--answer", "kit=hat", typed="yes\n\n\n").err


def test_before_its_end_there_is_no_brief_and_no_file_of_one(postwise, coat, tmp_path):
    said = postwise("run", coat, "--format", "brief", "--output", tmp_path / "b.txt", typed="yes\nq\n")
    assert (said.code, said.out) == (1, "")
    assert "the walk stopped before its end" in said.err
    assert not (tmp_path / "b.txt").exists()


def test_who_stops_before_the_question_of_an_answer_given_beforehand_can_go_on_with_it(postwise, coat):
    said = postwise("run", coat, "--answer", "kit=hat", typed="q\n")
    code = said.err.rpartition(" --resume ")[2].split()[0]
    then = json.loads(postwise("run", coat, "--resume", code, "--answer", "rain=yes", "--format", "json").out)
    assert [step["answer"] for step in then["steps"]][:2] == ["yes", ["hat"]]


def test_an_answer_given_beforehand_waits_for_its_question(postwise, coat):
    early = postwise("run", coat, "--answer", "kit=hat", "--format", "json")
    assert "did not come up" not in early.err
    code = json.loads(early.out)["code"]
    then = json.loads(postwise("run", coat, "--resume", code, "--answer", "rain=yes", "--format", "json").out)
    assert [step["question"] for step in then["steps"]][:2] == ["rain", "kit"]


def test_an_answer_given_beforehand_takes_the_place_of_that_in_a_code(postwise, coat):
    code = json.loads(postwise("run", coat, "--answer", "rain=yes", "--format", "json").out)["code"]
    said = postwise("run", coat, "--resume", code, "--answer", "rain=no", "--format", "json")
    assert said.err == ""
    assert {step["question"]: step["answer"] for step in json.loads(said.out)["steps"]}["rain"] == "no"


def test_not_sure_given_beforehand_takes_the_place_of_an_answer_in_a_code(postwise):
    code = json.loads(postwise("run", "pause-for-thought", "--answer", "implications=no", "--format", "json").out)[
        "code"
    ]
    said = postwise("run", "pause-for-thought", "--resume", code, "--answer", "implications=?", "--format", "json")
    assert said.err == ""
    (step, *_) = json.loads(said.out)["steps"]
    assert (step["question"], step["answer"], step["unsure"]) == ("implications", "others", True)


def test_a_tree_that_is_not_there_ends_with_a_suggestion(postwise):
    said = postwise("run", "before-you-pots")
    assert said.code == 2
    assert 'Did you mean "before-you-post"?' in said.err


def test_a_tree_with_errors_is_never_walked(postwise, coat):
    coat.write_text(TREE.replace('no = "go"', 'no = "gone"'), encoding="utf-8")
    said = postwise("run", coat, "--answer", "rain=no")
    assert said.code == 1
    assert "unknown-target" in said.err
    assert said.out == ""


def test_a_loop_that_answers_take_is_found_before_the_walk(postwise, coat):
    coat.write_text(TREE.replace('else = "stay"', 'else = "rain"'), encoding="utf-8")
    said = postwise("run", coat, "--answer", "rain=no")
    assert said.code == 1
    assert "[cycle]" in said.err


def test_the_draft_is_read_from_a_file_and_from_standard_input(postwise, coat, tmp_path):
    (tmp_path / "draft.txt").write_text("Can't believe it", encoding="utf-8")
    assert "Can't believe it" in postwise("run", coat, "--draft", tmp_path / "draft.txt").err
    assert "Such news" in postwise("run", coat, "--draft", "-", typed="Such news").err
    said = postwise("run", coat, "--draft", "nowhere.txt")
    assert (said.code, said.out) == (2, "")
    assert "nowhere.txt cannot be read" in said.err


def test_the_result_goes_to_a_file_whole(postwise, coat, tmp_path):
    target = tmp_path / "result.md"
    said = postwise("run", coat, "--answer", "rain=no", "--format", "markdown", "--output", target)
    assert said.out == ""
    assert "Off you go" in target.read_text(encoding="utf-8")
    assert postwise("run", coat, "--answer", "rain=no", "--output", tmp_path / "no" / "where").code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coat.toml", "result.md"]


@pytest.mark.parametrize("form", ["text", "markdown", "json", "brief"])
def test_what_cannot_be_written_is_shown_and_so_not_lost(postwise, coat, tmp_path, form):
    elsewhere = ("--all", "--format", form, "--output", tmp_path / "no" / "where")
    lost = postwise("run", coat, *elsewhere, typed="no\n")
    assert lost.code == 2
    assert "no/where" in lost.err
    shown = postwise("run", coat, "--all", "--format", form, typed="no\n")
    assert lost.out == shown.out
    assert shown.code == 0
    assert "Off you go" in shown.out


def test_the_organisations_own_words_are_in_the_recommendation(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text('[profile]\ncomms = "Priya in Comms"\n', encoding="utf-8")
    said = postwise("run", "before-you-post", "--answer", "account=org", "--answer", "trusted=no")
    assert "Priya in Comms" in said.out


def test_every_ending_of_the_flagship_is_reached_in_plain_mode(postwise):
    tree = load(shipped_folder() / "before-you-post.toml")
    seen = set()
    others = [scenario.other for scenario in tree.scenarios.values() if scenario.other is not None]
    for scenario in (*tree.scenarios.values(), *others):
        given = [part for name, raw in scenario.answers.items() for part in ("--answer", f"{name}={said(raw)}")]
        document = json.loads(postwise("run", "before-you-post", *given, "--format", "json").out)
        assert document["outcome"]["id"] == scenario.expect
        seen.add(scenario.expect)
    assert seen == tree.outcomes.keys()


def said(raw):
    return ",".join(raw) if isinstance(raw, list) else raw


def code_of(postwise, *arguments):
    return json.loads(postwise("run", *arguments, "--format", "json").out)["code"]


def test_a_walk_code_opens_the_same_walk(postwise, coat):
    code = code_of(postwise, coat, "--answer", "rain=?", "--answer", "kit=hat")
    document = json.loads(postwise("run", coat, "--resume", code.lower(), "--format", "json").out)
    assert document["outcome"]["id"] == "stay"
    assert [step["unsure"] for step in document["steps"]] == [True, False]


def test_a_walk_code_of_an_older_tree_says_which_answers_do_not_stand(postwise, coat):
    code = code_of(postwise, coat, "--answer", "rain=yes", "--answer", "kit=hat")
    coat.write_text(TREE.replace('id = "hat"', 'id = "cap"'), encoding="utf-8")
    said = postwise("run", coat, "--resume", code, "--format", "json")
    document = json.loads(said.out)
    assert [step["question"] for step in document["steps"]] == ["rain"]
    assert "What have you got?" in said.err


@pytest.mark.parametrize("wrong", ["", "hello", "P1W42NK5HC918Z92ZKP6BW8438FVB217HKJC8X"])
def test_a_mistyped_walk_code_ends_with_a_sentence(postwise, coat, wrong):
    said = postwise("run", coat, "--resume", wrong or "P", "--format", "json")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("postwise: ")


def test_a_brief_for_a_colleague(postwise):
    given = ("account=personal", "signs=side", "closeness=near", "stance=?")
    answers = [part for one in given for part in ("--answer", one)]
    out = postwise("run", "before-you-post", *answers, "--format", "brief").out
    assert out.startswith("Can we talk something through?")


@pytest.mark.parametrize("more", [("--plain",), ("--format", "json"), ("--format", "text")])
def test_not_sure_beforehand_keeps_nobody_waiting_and_is_the_same_in_every_form(postwise, coat, monkeypatch, more):
    looked, not_sure = [], Walk.not_sure
    monkeypatch.setattr(Walk, "not_sure", lambda walk, limit=None: (looked.append(limit), not_sure(walk, limit))[1])
    postwise("run", coat, "--answer", "rain=?", *more)
    assert looked == [SOON]


DAY_AND_SUM = """format = 1
[tree]
title = "A day and a sum"
start = "day"
[question.day]
ask = "When?"
type = "date"
goto = "sum"
[question.sum]
ask = "How much?"
type = "number"
unit = "pounds"
goto = "end"
[outcome.end]
headline = "The end."
"""


@pytest.mark.parametrize("day", ["2026-12-01", "1 December 2026", "1 Dec 2026"])
@pytest.mark.parametrize("amount", ["12000", "12,000", "12,000 pounds"])
def test_answers_given_beforehand_are_read_as_those_that_are_typed(postwise, tmp_path, day, amount):
    (tmp_path / "tree.toml").write_text(DAY_AND_SUM, encoding="utf-8")
    said = postwise("run", "tree.toml", "--answer", f"day={day}", "--answer", f"sum={amount}", "--format", "json")
    assert [step["answer"] for step in json.loads(said.out)["steps"]] == ["2026-12-01", 12000]


def test_an_answer_given_beforehand_that_is_none_says_how_to_write_it(postwise, tmp_path):
    (tmp_path / "tree.toml").write_text(DAY_AND_SUM, encoding="utf-8")
    said = postwise("run", "tree.toml", "--answer", "day=soonish")
    assert said.code == 2
    assert '"soonish" is not a date.' in said.err
