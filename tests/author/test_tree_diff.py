"""Two versions of a tree: what the comparison says, against giving every answer to both."""

from __future__ import annotations

import copy
import itertools
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from postwise.author.diff.tree_diff import TreeDiff, compare
from postwise.walk.walk import Walk
from strategies import answers_to, as_toml, tree_data, tree_of

OLD = """
format = 1
[tree]
title = "Shall I?"
start = "tone"
[question.tone]
ask = "Would you say it aloud?"
answers = [
  { id = "yes", text = "Yes", goto = "sorting" },
  { id = "no", text = "No", goto = "ask" },
]
[question.when]
ask = "When?"
answers = [
  { id = "now", text = "Now", goto = "say" },
  { id = "late", text = "Later", goto = "wait" },
]
[branch.sorting]
cases = [{ when = { tone = "yes" }, goto = "when" }]
else = "ask"
[outcome.say]
verdict = "go"
headline = "Say it."
[outcome.ask]
verdict = "talk"
headline = "Ask {buddy}."
[outcome.wait]
verdict = "pause"
headline = "Wait."
[scenario.late]
answers = { tone = "yes", when = "late" }
expect = "wait"
"""


def with_changes(*pairs: tuple[str, str]) -> TreeDiff:
    text = OLD
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return compare(tree_of(OLD), tree_of(text))


def test_the_same_tree_has_not_changed() -> None:
    found = with_changes()
    assert found.as_lines() == ["Nothing has changed."]
    assert not found.changed


def test_a_goto_that_leads_elsewhere() -> None:
    found = with_changes(('text = "Later", goto = "wait"', 'text = "Later", goto = "ask"'))
    assert found.changed
    assert found.as_lines() == [
        "Answers that now lead elsewhere",
        '  After when = "late": ask follows, where wait did.',
        '    wait → ask, for example tone = "yes", when = "late"',
        "",
        "Scenarios touched",
        "  late: wait → ask",
    ]


def test_only_words() -> None:
    found = with_changes(("Wait.", "Wait a day."))
    assert not found.changed
    assert found.as_lines() == ["Words", "  outcome.wait.headline", "    - Wait.", "    + Wait a day."]


def test_another_verdict_is_another_recommendation() -> None:
    found = with_changes(('verdict = "go"', 'verdict = "adapt"'))
    assert found.changed
    assert found.verdicts == {"say": ("go", "adapt")}


def test_new_names_for_the_same_things_change_nothing() -> None:
    found = with_changes(
        ("when]", "moment]"), ('"when"', '"moment"'), ("when = ", "moment = "), ("{ moment = { tone", "{ when = { tone"),
        ('"wait"', '"sleep"'), ("outcome.wait", "outcome.sleep"), ('id = "late"', 'id = "later"'), ('"late"', '"later"'),
    )  # fmt: skip
    assert not found.changed
    assert found.match.renamed("questions") == {"when": "moment"}
    assert found.match.renamed("outcomes") == {"wait": "sleep"}
    assert (found.answers, found.words, found.scenarios) == (([], []), (), ())


def test_what_is_new_and_what_is_gone() -> None:
    found = with_changes(
        ('  { id = "late", text = "Later", goto = "wait" },\n', '  { id = "never", text = "Never", goto = "drop" },\n'),
        ("[outcome.wait]", "[outcome.drop]"), ("Wait.", "Let it go."), ('verdict = "pause"', 'verdict = "leave"'),
        ('when = "late"', 'when = "never"'), ('expect = "wait"', 'expect = "drop"'),
    )  # fmt: skip
    assert found.answers == (["when.never"], ["when.late"])
    assert (found.match.added("outcomes"), found.match.gone("outcomes")) == (["drop"], ["wait"])
    assert found.as_lines()[1] == '  After when = "late": this answer is not taken any more (wait followed).'
    assert found.scenarios[0].old == "wait"


def test_a_question_put_in_between_asks_what_it_adds() -> None:
    found = with_changes(
        ('text = "Now", goto = "say"', 'text = "Now", goto = "sure"'),
        ("[branch.sorting]", '[question.sure]\nask = "Sure?"\nyes = "say"\nno = "wait"\n[branch.sorting]'),
    )
    (change,) = found.changes
    assert (change.was, change.now) == ("say", "wait")
    assert found.changes[change] == {"tone": "yes", "when": "now", "sure": "no"}


def test_the_json_says_all_of_it() -> None:
    document = with_changes(('text = "Later", goto = "wait"', 'text = "Later", goto = "ask"')).to_dict()
    assert document["schema"] == "postwise.diff/1"
    assert document["changed"] is True
    assert document["changes"] == [
        {
            "question": "when",
            "answer": "late",
            "was": "wait",
            "now": "ask",
            "old": "wait",
            "new": "ask",
            "example": {"tone": "yes", "when": "late"},
        }
    ]
    assert document["scenarios"] == [{"id": "late", "old": "wait", "new": "ask"}]


def test_past_the_bound_it_says_so() -> None:
    found = compare(tree_of(OLD), tree_of(OLD), bound=1)
    assert not found.complete
    assert "too large" in found.as_lines()[-1]


# Against every answer


def gotos(data: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return every place of a tree's data that leads somewhere, as a container and a key."""
    found: list[tuple[Any, Any]] = []
    for question in data["question"].values():
        found += [(question, key) for key in ("goto", "yes", "no") if key in question]
        found += [(answer, "goto") for answer in question.get("answers", []) if "goto" in answer]
    for branch in data["branch"].values():
        found += [(case, "goto") for case in branch.get("cases", [])]
        found += [(row, len(row) - 1) for row in branch.get("table", [])]
        found += [(branch, "else")] if "else" in branch else []
    return found


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a tree and a version of it in which some gotos lead elsewhere."""
    old = draw(tree_data(rings=False, largest=4))
    new = copy.deepcopy(old)
    order = [*new["question"], *new["branch"]]
    nodes = [*order, *new["outcome"]]
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(gotos(new)))
        holder[key] = draw(st.sampled_from(nodes))
    for question in new["question"].values():
        if len(question.get("answers", [])) > 1 and draw(st.integers(0, 9)) == 0:
            question["answers"].append({**question["answers"][0], "id": "d", "text": "Say d"})
    return as_toml(old), as_toml(new)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(versions())
def test_it_finds_every_change_of_ending_and_no_other(texts: tuple[str, str]) -> None:
    old, new = map(tree_of, texts)
    every = {question_id: answers_to(old, question_id) for question_id in old.questions}
    wider = {question_id: answers_to(new, question_id) for question_id in new.questions}
    assume(math.prod(map(len, wider.values())) <= 3000)
    expected = set()
    for answers in itertools.product(*wider.values()):
        given_ = dict(zip(wider, answers, strict=True))
        before, after = Walk.start(old).taking(given_), Walk.start(new).taking(given_)
        took = all(step.answer in every[step.node_id] for step in before.steps)
        if took and before.outcome is not None and before.at != after.at:
            expected.add((before.at, after.at))
    found = compare(old, new)
    ended = {(change.was, change.now) for change in found.changes if change.now in new.outcomes}
    assert ended == {pair for pair in expected if pair[1] in new.outcomes}
    for change, answers in found.changes.items():
        assert (
            Walk.start(old).taking(answers).at == change.was
        )  # what only the new one can be answered with is left out
        if change.now in new.outcomes:
            assert Walk.replay(new, answers).at == change.now


@pytest.mark.parametrize("kind", ["questions", "outcomes"])
def test_every_old_thing_is_paired_or_gone(kind: str) -> None:
    found = with_changes(("[outcome.wait]", "[outcome.sleep]"), ('"wait"', '"sleep"')).match
    assert {*getattr(found, kind), *found.gone(kind)} == set(getattr(found.old, kind))
