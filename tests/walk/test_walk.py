"""What a walk promises (trees/README.md, "What a walk promises"): its state is its answers, and everything else follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oracle import Oracle
from postwise import Walk
from postwise.errors import PostwiseError
from postwise.tree.answers import AnswerError
from postwise.tree.loader import loads
from postwise.walk.left_behind import Changed
from postwise.walk.path import BranchStep, steps_of
from postwise.walk.walk import WalkError
from strategies import answers_to, endings, made, tree_data, tree_of, trees_that_end, walks

ROADS = """
[tree]
title = "Roads"
start = "first"
[question.first]
ask = "First?"
answers = [
  { id = "short", text = "Short", goto = "last" },
  { id = "long",  text = "Long",  goto = "extra" },
  { id = "other", text = "Other", goto = "elsewhere" },
]
[question.extra]
ask = "Extra?"
answers = [
  { id = "on",  text = "On",  goto = "last" },
  { id = "off", text = "Off", goto = "done" },
]
[question.elsewhere]
ask = "Elsewhere?"
yes = "done"
no = "done"
[question.last]
ask = "Last?"
answers = [
  { id = "one", text = "One", goto = "done" },
  { id = "two", text = "Two", goto = "done" },
]
[outcome.done]
headline = "Done."
"""


@given(walks(finished=False))
def test_replaying_the_answers_of_a_walk_is_that_walk(walk: Walk) -> None:
    again = Walk.replay(walk.tree, walk.answers, unsure=walk.unsure)
    assert again == walk
    assert (again.at, again.steps, again.values) == (walk.at, walk.steps, walk.values)


@given(walks(finished=False), st.data())
def test_changing_an_answer_to_itself_is_the_same_walk(walk: Walk, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 2))):
        walk = walk.back()
    for step in walk.steps:
        again = walk.change(step.node_id, step.answer, unsure=step.unsure)
        assert again == walk
        assert (again.remembered, again.waiting) == (walk.remembered, walk.waiting)


@given(walks(finished=False))
def test_back_undoes_an_answer(walk: Walk) -> None:
    if walk.question is not None:
        for answer in answers_to(walk.tree, walk.at):
            assert walk.answer(answer).back() == walk
            assert walk.answer(answer).back().question.suggested == answer


@given(trees_that_end())
def test_what_remains_is_as_many_questions_as_trying_everything_finds(tree) -> None:
    start = Walk.start(tree)
    lengths = [len(walk.steps) for walk in endings(start)]
    assert start.remaining == (min(lengths), max(lengths))
    answers = answers_to(tree, start.at) if start.question is not None else []
    for walk in map(start.answer, answers):
        lengths = [len(end.steps) - 1 for end in endings(walk)]
        assert walk.remaining == (min(lengths), max(lengths))


@given(walks(), st.data())
def test_a_change_keeps_every_later_answer_whose_question_still_comes_up(walk: Walk, data: st.DataObject) -> None:
    assume(walk.steps)
    name = data.draw(st.sampled_from([step.node_id for step in walk.steps]))
    changed = walk.change(name, data.draw(st.sampled_from(answers_to(walk.tree, name))))
    while changed.question is not None:
        assert changed.at not in walk.answers
        changed = changed.answer(data.draw(st.sampled_from(answers_to(walk.tree, changed.at))))
    for step in changed.steps:
        if step.node_id in walk.answers and step.node_id != name:
            assert (step.answer, step.unsure) == (walk.answers[step.node_id], step.node_id in walk.unsure)
    assert not changed.waiting


@given(walks(), st.data())
def test_what_a_change_keeps_and_strikes_out(walk: Walk, data: st.DataObject) -> None:
    assume(walk.steps)
    name = data.draw(st.sampled_from([step.node_id for step in walk.steps]))
    new = data.draw(st.sampled_from(answers_to(walk.tree, name)))
    changed = walk.change(name, new)
    ends = list(endings(changed))
    coming = {step.node_id for end in ends for step in end.steps}
    told = changed.changed_from(walk)
    assert set(told.kept) == {step.node_id for step in walk.steps if step.node_id in coming} - (
        {name} if changed.answers[name] != walk.answers[name] else set()
    )
    assert set(told.dropped) == {step.node_id for step in walk.steps} - coming
    new = [
        [s for s in end.steps if s.node_id not in changed.answers and s.node_id not in changed.waiting] for end in ends
    ]
    assert changed.remaining == (min(map(len, new)), max(map(len, new)))


def test_an_answer_waits_behind_a_question_that_a_change_opens() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("short").answer("two")
    changed = walk.change("first", "long")
    assert changed.at == "extra"
    assert changed.changed_from(walk) == Changed(kept=("last",), dropped=())
    assert changed.remaining == (1, 1)
    done = changed.answer("on")
    assert done.outcome is not None
    assert done.answers == {"first": "long", "extra": "on", "last": "two"}


def remembered(walk: Walk) -> dict[str, Any]:
    """Return the answers that a walk has only to highlight."""
    return {name: step.answer for name, step in walk.remembered.items()}


def test_an_answer_that_waited_in_vain_is_remembered() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("short").answer("two").change("first", "long").answer("off")
    assert walk.answers == {"first": "long", "extra": "off"}
    assert remembered(walk) == {"last": "two"}
    again = walk.change("extra", "on")
    assert again.at == "last"
    assert again.question.suggested == "two"


def test_an_answer_whose_question_cannot_come_up_is_struck_out() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("short").answer("two")
    changed = walk.change("first", "other")
    assert changed.at == "elsewhere"
    assert changed.changed_from(walk) == Changed(kept=(), dropped=("last",))


def test_what_was_gone_back_over_is_only_suggested() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("long").answer("on").answer("one").back()
    assert walk.change("first", "long") == walk
    assert walk.change("first", "short").at == "last"
    assert walk.change("first", "short").question.suggested == "one"


def test_a_mark_of_not_sure_stays_with_an_answer_that_waits() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("short").not_sure()
    assert walk.unsure == {"last"}
    changed = walk.change("first", "long")
    assert changed.unsure == frozenset()
    assert changed.answer("on").unsure == {"last"}


def test_a_walk_that_has_ended_takes_no_answer() -> None:
    ended = Walk.start(tree_of(ROADS)).answer("other").answer("yes")
    for asked in (ended.not_sure, lambda: ended.answer("yes")):
        with pytest.raises(WalkError) as told:
            asked()
        assert str(told.value) == "The walk has ended: there is no question open."


def test_an_open_question_and_a_finished_walk_say_so() -> None:
    walk = Walk.start(tree_of(ROADS))
    with pytest.raises(AnswerError, match="no answer"):
        walk.answer("shorter")
    with pytest.raises(WalkError, match="not on this road"):
        walk.change("last", "one")
    with pytest.raises(WalkError, match="ended"):
        walk.answer("short").answer("one").answer("one")
    assert walk.back() == walk


def test_there_are_two_doors_and_an_answer_that_no_question_takes_opens_neither() -> None:
    tree = tree_of(ROADS)
    with pytest.raises(TypeError):
        Walk(tree, {"first": "short"})
    with pytest.raises(TypeError, match="made by"):
        Walk(tree, (), {}, {}, {}, None, None)
    with pytest.raises(TypeError):
        replace(Walk.start(tree), at="nowhere")
    with pytest.raises(AnswerError, match='"first" does not take this answer'):
        Walk.replay(tree, {"first": "shrt"})
    with pytest.raises(AnswerError, match='no question "frist"') as unknown:
        Walk.replay(tree, {"frist": "short"})
    assert (unknown.value.code, unknown.value.hint) == ("unknown-question", 'Did you mean "first"?')


def test_an_item_that_a_list_does_not_have_is_named_by_its_place() -> None:
    tree = tree_of(
        '[tree]\ntitle = "Marks"\nstart = "marks"\n[question.marks]\nask = "Which?"\ntype = "checklist"\ngoto = "end"\n'
        'answers = [{ id = "short", text = "Short" }, { id = "long", text = "Long" }]\n[outcome.end]\nheadline = "End."\n'
    )
    with pytest.raises(AnswerError) as unknown:
        Walk.replay(tree, {"marks": ["short", "lon"]})
    assert (unknown.value.item, unknown.value.hint) == (1, 'Did you mean "long"?')


def test_a_step_says_its_tree_and_whether_it_came_along_once_another_tree_handed_over() -> None:
    before = Walk.start(tree_of(ROADS)).answer("short").answer("one")
    assert [{*step} & {"tree", "carried"} for step in before.to_dict()["steps"]] == [set(), set()]
    steps = before.go_on(tree_of(CARRIED)).to_dict()["steps"]
    assert [(step["question"], step["carried"]) for step in steps] == [
        ("first", False),
        ("last", False),
        ("last", True),
    ]
    assert all("tree" in step for step in steps)


def test_the_words_of_a_walk_are_its_own() -> None:
    tree, words = tree_of(ROADS), {"manager": "Joan"}
    walk = Walk.start(tree, profile=words)
    words["manager"] = "Eve"
    assert walk.filled("{manager}") == walk.answer("short").filled("{manager}") == "Joan"
    assert Walk.start(tree, profile=None).filled("{manager}") == "your line manager"


@pytest.mark.parametrize("words", [{"manager": None}, {1: "Joan"}, "Joan", ["Joan"], 3, "", [], 0])
def test_what_is_no_profile_is_refused(words) -> None:
    for refuse in (lambda: Walk.start(tree_of(ROADS), profile=words), lambda: loads(ROADS, profile=words)):
        with pytest.raises(TypeError, match="profile"):
            refuse()


def test_a_version_is_filled_like_every_text() -> None:
    tree = tree_of(ROADS.replace("[tree]", '[tree]\nversion = "2 {organisation} {{b}}"'))
    walk = Walk.start(tree, profile={"organisation": "Us"})
    assert walk.to_dict()["tree"]["version"] == walk.version == "2 Us {b}"
    assert Walk.start(tree_of(ROADS)).version is None


def test_answers_to_another_version_of_the_tree_are_taken_as_far_as_they_go() -> None:
    walk = Walk.start(tree_of(ROADS)).taking({"first": "short", "last": "three", "gone": "yes"}, {"first"})
    assert (walk.at, walk.answers, walk.unsure) == ("last", {"first": "short"}, {"first"})


def test_what_an_answer_raises_can_be_raised_anywhere() -> None:
    @contextmanager
    def around() -> Iterator[None]:
        yield

    walk = Walk.start(tree_of(ROADS))
    for bad in (lambda: walk.answer("shorter"), walk.answer("other").answer("yes").not_sure):
        with pytest.raises(PostwiseError), around():
            bad()


def test_the_path_holds_every_question_and_branch_with_the_line_taken() -> None:
    turned = ROADS.replace('text = "Short", goto = "last"', 'text = "Short", goto = "turn"')
    turned += '[branch.turn]\ncases = [{ when = { first = "long" }, goto = "done" }]\nelse = "last"\n'
    walk = Walk.start(tree_of(turned)).answer("short").answer("two")
    assert [(step.node_id, step.line, step.target) for step in walk.path] == [
        ("first", 0, "turn"),
        ("turn", 1, "last"),
        ("last", 1, "done"),
    ]
    assert [step.node_id for step in walk.steps] == ["first", "last"]
    assert walk.path[1] == BranchStep("turn", 1, "last")


@given(walks(finished=False))
def test_a_path_hangs_together(walk: Walk) -> None:
    stops = [step.node_id for step in walk.path] + [walk.at]
    assert stops[0] == walk.tree.about.start
    assert [step.target for step in walk.path] == stops[1:]


@given(tree_data())
def test_every_walk_stands_where_the_file_says(data: dict[str, Any]) -> None:
    tree, oracle = made(data), Oracle(data)
    for asked, place, turns in islice(oracle.walks(), 200):
        if place.ends:
            walk = Walk.replay(tree, asked)
            elses = {name: len(oracle.lines(branch)) for name, branch in oracle.branches.items()}
            assert walk.at == place.node
            assert [(step.node_id, step.line) for step in walk.path if isinstance(step, BranchStep)] == [
                (name, elses[name] if line == -1 else line) for name, line in turns
            ]
            assert walk.values == {
                name: value for name in oracle.values if (value := oracle.value(name, asked)) is not None
            }


def test_what_was_answered_elsewhere_is_highlighted_unless_it_was_answered_here() -> None:
    walk = Walk.start(tree_of(ROADS)).remembering(steps_of(tree_of(ROADS), {"first": "short", "last": "two"}))
    assert walk.question is not None
    assert (walk.question.suggested, walk.answers) == ("short", {})
    elsewhere = steps_of(walk.tree, {"first": "short", "extra": "off"})
    again = walk.answer("long").answer("on").back().back().remembering(elsewhere)
    assert remembered(again) == {"first": "long", "extra": "on", "last": "two"}
    assert again == walk


MIXED = """
[tree]
title = "Mixed"
start = "asked"
[question.asked]
ask = "Asked?"
yes = "sorting"
no = "sorting"
[value.mark]
cases = [{ when = { asked = "yes" }, is = "high" }]
else = 3
[branch.sorting]
cases = [{ when = { mark = { min = 2 } }, goto = "number" }]
else = "word"
[outcome.number]
headline = "{mark}."
[outcome.word]
headline = "{mark}."
"""


@pytest.mark.parametrize(("answer", "end"), [("yes", ("word", "high.")), ("no", ("number", "3."))])
def test_a_value_may_be_a_word_in_one_case_and_a_number_in_another(answer: str, end: tuple[str, str]) -> None:
    walk = Walk.start(tree_of(MIXED))
    assert walk.remaining == (1, 1)
    walk = walk.answer(answer)
    assert walk.recommendation is not None
    assert (walk.at, walk.recommendation.headline) == end


STUCK = """
[tree]
title = "Stuck"
start = "asked"
[question.asked]
ask = "Asked?"
answers = [
  { id = "on", text = "On", goto = "more" },
  { id = "end", text = "End", goto = "done" },
  { id = "none", text = "None", goto = "sorting" },
]
[question.more]
ask = "More?"
yes = "done"
no = "asked"
[branch.sorting]
cases = [{ when = { more = "yes" }, goto = "done" }]
[outcome.done]
headline = "Done."
verdict = "go"
"""


def test_a_road_that_leads_nowhere_counts_as_no_question_and_as_no_ending() -> None:
    walk = Walk.start(tree_of(STUCK))
    assert walk.remaining == (1, 2)
    assert walk.answer("on").answer("no").remaining == (0, 0)
    assert walk.answer("none").remaining == (0, 0)
    assert walk.answer("none").recommendation is None
    assert walk.not_sure().answers == {"asked": "on"}


CARRIED = """
[tree]
title = "Next"
start = "last"
[question.last]
ask = "Last?"
answers = [
  { id = "one", text = "One", goto = "when" },
  { id = "two", text = "Two", goto = "end" },
]
[question.when]
ask = "When?"
type = "date"
goto = "end"
[outcome.end]
headline = "End."
"""


def test_a_trail_comes_along_into_the_next_tree_and_can_be_changed_there() -> None:
    before = Walk.start(tree_of(ROADS)).answer("short").answer("one")
    walk = before.go_on(tree_of(CARRIED))
    assert [(step.node_id, step.carried) for step in walk.steps] == [("last", True)]
    assert walk.at == "when"
    assert walk.remaining == (1, 1)
    changed = walk.answer(dt.date(2026, 11, 1)).change("last", "two")
    assert [(step.node_id, step.carried) for step in changed.steps] == [("last", False)]
    assert remembered(changed) == {"when": dt.date(2026, 11, 1)}
    assert walk.back() is before


def test_a_walk_taken_up_behind_another_has_its_trail_and_remembers_what_was_taken_back() -> None:
    day = dt.date(2026, 11, 1)
    later = Walk.start(tree_of(CARRIED)).answer("one").answer(day)
    before = Walk.start(tree_of(ROADS)).answer("short").answer("two")
    walk = later.handed_over_by(before)
    assert (walk.previous, walk.answers) == (before, later.answers)
    again = later.back().back().handed_over_by(Walk.start(tree_of(ROADS)))
    assert again.answers == {}, "what was taken back is no answer until somebody gives it"
    assert remembered(again) == later.answers


def test_answers_given_otherwise_leave_the_doubts_about_others() -> None:
    walk = Walk.start(tree_of(ROADS)).answer("long").not_sure().not_sure()
    changed = walk.with_changes({"first": "short"})
    assert (changed.answers, changed.unsure) == ({"first": "short", "last": "one"}, {"last"})
    assert walk.with_changes({"last": "two"}).unsure == {"extra"}


def test_what_can_still_come_is_worked_out_once_for_all_walks_that_know_as_much() -> None:
    walk = Walk.start(tree_of(ROADS))
    assert walk.answer("long").not_sure().back().known is walk.known
    assert walk.taking({"first": "short"}).known is walk.known
