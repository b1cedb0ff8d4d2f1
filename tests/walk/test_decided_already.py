"""What is decided already: said where every walk that can follow ends alike, and gone to only by whoever asks."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bench.families import interleaved_scales
from postwise import Walk
from postwise.cli import main
from postwise.logic.lookahead import AT_ONCE, SOON
from postwise.logic.search import BOUND
from postwise.plain import PlainDialogue, Stopped
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tree.model import Tree
from postwise.walk.ending_ahead import decided_in_words, end_at_hand, hanging_on
from postwise.walk.record_store import Records
from postwise.walk.resumed_walk import resume
from postwise.walk.walking import GoToItsEnd, Standing, after
from strategies import answers_to, endings, examples, made, tree_of, trees_that_end

TEXT = """
[tree]
title = "Towing"
start = "broken"
[question.broken]
ask = "Is it broken?"
yes = "since"
no = "fine"
[question.since]
ask = "Since when?"
answers = [{ id = "now", text = "Today", goto = "seen" }, { id = "before", text = "Earlier", goto = "call" }]
[question.seen]
ask = "What do you see?"
type = "text"
goto = "call"
[outcome.call]
headline = "Call somebody."
verdict = "act"
[outcome.fine]
headline = "All is well."
verdict = "go"
"""
SAID = "The ending is clear: “Call somebody.”"


@pytest.fixture
def broken() -> Walk:
    """Return a walk whose end is decided with two questions left."""
    return Walk.start(tree_of(TEXT)).answer("yes")


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.filter_too_much])
@given(trees_that_end())
def test_it_is_said_where_every_walk_that_can_follow_ends_alike_and_nowhere_else(tree: Tree) -> None:
    assume(len(tree.outcomes) > 1)
    walk = Walk.start(tree)
    while walk.question is not None:
        ends = {end.at for end in endings(walk)}
        assert walk.decided_already() == (ends.pop() if len(ends) == 1 else None)
        walk = walk.answer(answers_to(tree, walk.at)[-1])
    assert walk.decided_already() is None


@settings(max_examples=examples(40))
@given(trees_that_end())
def test_with_little_to_look_at_it_is_said_of_no_walk_of_which_it_is_not_so(tree: Tree) -> None:
    walk = Walk.start(tree)
    while walk.question is not None:
        assert walk.decided_already(3) in {None, walk.decided_already()}
        walk = walk.answer(answers_to(tree, walk.at)[0])


@settings(max_examples=examples(40))
@given(trees_that_end())
def test_what_is_past_need_not_be_looked_at_to_say_it(tree: Tree) -> None:
    """All that is known is what lies ahead from here, whatever lay ahead before."""
    walk = Walk.start(tree)
    while walk.question is not None:
        road = (walk.at, walk.asked)
        near = walk.known.near({"": road}, BOUND)
        assert near is not None
        assert near[""] == Walk.replay(tree, walk.answers).known.ahead(*road)
        walk = walk.answer(answers_to(tree, walk.at)[-1])


def test_near_the_end_of_a_large_tree_it_is_said_at_once() -> None:
    tree = tree_of_scales()
    walk = Walk.start(tree).taking(dict.fromkeys(list(tree.questions)[:22], "a0"), frozenset())
    assert walk.question is not None
    assert walk.known.ahead(walk.at, walk.asked, SOON) is None, "the whole tree is too large for that"
    assert walk.decided_already(AT_ONCE) == walk.decided_already() is not None


def tree_of_scales() -> Tree:
    return made(interleaved_scales(25))


def test_a_tree_with_one_ending_decides_nothing() -> None:
    text = '[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "?"\nyes = "end"\nno = "end"\n[outcome.end]\nheadline = "E."\n'
    assert Walk.start(tree_of(text)).decided_already() is None


def test_whoever_asks_goes_to_the_end_and_comes_back_to_the_question_left(broken: Walk) -> None:
    end = broken.to_its_end()
    assert end.question is None
    assert end.recommendation is not None
    assert end.recommendation.headline == "Call somebody."
    assert end.what_if.decided == ("broken",)
    assert end.back() == broken
    assert end.change("broken", "no").at == "fine"
    assert end.change("broken", "yes") == broken, "an answer given anew asks the questions left"
    assert end.code == broken.code
    assert resume(Walk.start(broken.tree), end.code).walk == broken


def test_a_walk_that_is_not_decided_stays_where_it_is() -> None:
    walk = Walk.start(tree_of(TEXT))
    assert walk.to_its_end() is walk


def test_answers_that_still_wait_to_be_taken_decide_too_so_nothing_is_said() -> None:
    text = (
        '[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "?"\nyes = "b"\nno = "c"\n[question.b]\nask = "?"\n'
        'yes = "c"\nno = "c"\n[question.c]\nask = "?"\nyes = "one"\nno = "two"\n'
        '[outcome.one]\nheadline = "1."\n[outcome.two]\nheadline = "2."\n'
    )
    walk = Walk.start(tree_of(text)).answer("no").answer("yes").change("a", "yes")
    assert walk.at == "b"
    assert "c" in walk.waiting
    assert walk.decided_already() is None


def test_the_page_says_that_the_questions_left_were_not_asked(broken: Walk) -> None:
    early = RecommendationDocument.of(broken.to_its_end())
    whole = RecommendationDocument.of(broken.answer("before"))
    for form in (RecommendationDocument.as_text, RecommendationDocument.as_markdown, RecommendationDocument.as_html):
        assert "left were not asked" in form(early)
        assert "left were not asked" not in form(whole)


def test_a_record_of_it_comes_to_the_same_end_again(broken: Walk, tmp_path: Path) -> None:
    records = Records(tmp_path / "records")
    replay = records.get(records.save(broken.to_its_end(), keep="answers")).replay(broken.tree)
    assert not replay.differs
    assert replay.question is None
    aside = records.get(records.put_aside(broken)).replay(broken.tree)
    assert aside.walk.at == "since", "one that was put aside goes on where it was"


def test_a_question_that_a_tree_has_grown_since_is_not_skipped_in_a_record_that_had_come_to_its_end(
    broken: Walk, tmp_path: Path
) -> None:
    records = Records(tmp_path / "records")
    before = Walk.start(tree_of(TEXT.replace('yes = "since"', 'yes = "call"'))).answer("yes")
    replay = records.get(records.save(before, keep="answers")).replay(broken.tree)
    assert replay.differs
    assert replay.walk.at == replay.question == "since"


def test_in_lines_it_is_said_and_e_goes_there(broken: Walk) -> None:
    heard, said = io.StringIO("1\ne\n"), io.StringIO()
    end = PlainDialogue(heard, said, str).walk(Walk.start(broken.tree))
    assert end.at == "call"
    assert said.getvalue().count(SAID) == 1


def test_in_lines_e_is_an_answer_like_any_where_nothing_is_decided(broken: Walk) -> None:
    heard, said = io.StringIO("e\n"), io.StringIO()
    with pytest.raises(Stopped):
        PlainDialogue(heard, said, str).walk(Walk.start(broken.tree))
    assert '"e" is none of the answers' in said.getvalue()


def test_json_says_what_decided_it_before_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "towing.toml"
    path.write_text(f"format = 1\n{TEXT}", encoding="utf-8")
    assert main(["run", str(path), "--answer", "broken=yes", "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["outcome"] is None
    assert result["decided"] == {"by": ["broken"], "outcome": "call"}


HANGING = """
[tree]
title = "Hanging"
start = "told"
[question.told]
ask = "Told anybody?"
yes = "kept"
no = "alone"
[question.kept]
ask = "Have you kept notes?"
yes = { goto = "raise", note = "Date them." }
no = "raise"
[value.points]
sum = { told = { yes = 2 }, kept = { yes = 1 } }
[outcome.raise]
headline = "Raise it."
verdict = "raise"
[outcome.alone]
headline = "Wait."
verdict = "pause"
"""
SO_FAR = "The ending is clear: raise. Your next answers add to what it says."


@pytest.mark.parametrize(
    "hanging",
    [
        'headline = "You have {points} points."',
        'headline = "Raise it."\nnotes = [{ when = { kept = "no" }, text = "Write it down tonight." }]',
        'headline = "Raise it."\nsee = [{ when = { kept = "no" }, title = "T", phone = "0300 123" }]',
        'headline = "Raise it."\nreason = "Notes: {kept}"',
        'headline = "Raise it."\nnext = ["Say {kept}."]',
        'headline = "Raise it."',
    ],
)
def test_what_is_said_at_the_end_is_not_promised_where_it_hangs_on_answers_to_come(hanging: str) -> None:
    walk = Walk.start(tree_of(HANGING.replace('headline = "Raise it."', hanging))).answer("yes")
    outcome = walk.decided_already()
    assert outcome == "raise"
    assert decided_in_words(walk, outcome) == SO_FAR
    assert end_at_hand(walk) is None, "what it says is still to be asked for"
    assert after(Standing(walk), GoToItsEnd()).walk is walk
    heard, said = io.StringIO("?\ne\nno\n"), io.StringIO()
    PlainDialogue(heard, said, str).walk(walk)
    assert SO_FAR in said.getvalue()
    assert "e to" not in said.getvalue()
    assert '"e" is none of the answers' in said.getvalue()
    early, whole = RecommendationDocument.of(walk.to_its_end()), RecommendationDocument.of(walk.answer("no"))
    assert "but change what is said here" in " ".join(early.as_text().split())
    assert "not asked" not in whole.as_text()


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.filter_too_much])
@given(trees_that_end())
def test_where_it_is_promised_the_words_of_the_ending_are_those_of_every_walk_that_follows(tree: Tree) -> None:
    walk = Walk.start(tree)
    while walk.question is not None:
        outcome = walk.decided_already()
        if outcome is not None and not hanging_on(walk, outcome):
            early = walk.to_its_end().recommendation
            for end in endings(walk):
                then = end.recommendation
                assert early is not None
                assert then is not None
                assert (then.headline, then.reason, then.next, then.notes, then.see) == (
                    early.headline, early.reason, early.next, early.notes, early.see,
                )  # fmt: skip
        walk = walk.answer(answers_to(tree, walk.at)[-1])


def test_to_say_as_json_where_a_walk_stands_only_little_is_looked_at() -> None:
    walk = Walk.start(made(interleaved_scales(20))).answer("a1")
    before = walk.known._states.budget.left
    assert walk.to_dict()["decided"] is None
    assert before - walk.known._states.budget.left <= SOON


def test_how_far_a_walk_came_says_where_it_leads_in_every_form(broken: Walk) -> None:
    document = RecommendationDocument.of(broken)
    for text in (document.as_text(), document.as_markdown(), document.as_html()):
        assert "The ending is clear: “" in text
    assert "Where it leads" not in RecommendationDocument.of(broken.back()).as_text()


def test_a_record_that_had_ended_early_where_more_would_be_asked_now_comes_to_its_end_as_it_was(tmp_path: Path) -> None:
    tree = tree_of(HANGING.replace('headline = "Raise it."', 'headline = "Raise it."\nreason = "Notes: {kept}"'))
    walk = Walk.start(tree).answer("yes")
    assert end_at_hand(walk) is None
    records = Records(tmp_path / "records")
    replay = records.get(records.save(walk.to_its_end(), keep="answers")).replay(tree)
    assert replay.question is None
    assert "but change what is said here" in " ".join(RecommendationDocument.of(replay.walk).as_text().split())
