"""What would change a recommendation, held against trying everything on small trees."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postwise import Walk
from postwise.logic.state_space import StateSpace
from postwise.tree.model import VERDICTS
from strategies import answers_to, endings, tree_of, trees_that_end, walks

MANY = 1500
"""More walks than this are not tried out one by one."""


def outcomes(walk: Walk) -> frozenset[str]:
    """Return the outcomes that can follow a walk, by trying everything."""
    found = list(islice(endings(walk), MANY))
    assume(len(found) < MANY)
    return frozenset(end.at for end in found)


def single_changes(walk: Walk, question_id: str) -> list[Any]:
    """Return the answers that differ from the one given in one thing."""
    given_answer = walk.answers[question_id]
    every = answers_to(walk.tree, question_id)
    asserted = rights_in(walk, question_id)
    if isinstance(given_answer, frozenset):
        changes = [answer for answer in every if len(answer ^ given_answer) == 1 or (not answer and given_answer)]
        return [answer for answer in changes if asserted <= answer]
    if asserted:
        return []
    if walk.tree.questions[question_id].kind == "text":
        return []
    return [answer for answer in every if answer != given_answer]


def rights_in(walk: Walk, question_id: str) -> set[str]:
    """Return which of the answers given to a question assert a right."""
    taken = walk.answers[question_id]
    names = taken if isinstance(taken, frozenset) else {taken}
    return {one.name for one in walk.tree.questions[question_id].options if one.rights and one.name in names}


@given(walks())
def test_every_change_that_leads_elsewhere_is_listed_and_no_other(walk: Walk) -> None:
    listed = {(change.question, change.answer): frozenset(change.endings) for change in walk.what_if.changes}
    assert len(walk.what_if.changes) == len(listed)
    if walk.outcome.rights:
        assert not listed
        return
    elsewhere = {}
    for step in walk.steps:
        for answer in single_changes(walk, step.node_id):
            reached = outcomes(walk.change(step.node_id, answer))
            if reached != {walk.at}:
                elsewhere[step.node_id, answer] = reached
    for (question_id, answer), reached in elsewhere.items():
        if walk.tree.questions[question_id].kind not in {"number", "date"}:
            assert listed[question_id, answer] == reached
        else:  # one number stands for all that lead where it leads
            assert reached in [endings for (changed, _), endings in listed.items() if changed == question_id]
    for (question_id, answer), reached in listed.items():
        assert elsewhere.get((question_id, answer), outcomes(walk.change(question_id, answer))) == reached
        assert reached != {walk.at}
        if walk.tree.questions[question_id].kind not in {"number", "date"}:
            assert (question_id, answer) in elsewhere


@given(walks())
def test_a_listed_outcome_is_where_the_change_leads(walk: Walk) -> None:
    for one in walk.what_if.changes:
        changed = walk.change(one.question, one.answer)
        if one.outcome is not None:
            assert changed.question is not None or changed.at == one.outcome
            assert outcomes(changed) == {one.outcome}
            assert one.verdict == walk.tree.outcomes[one.outcome].verdict
        else:
            assert changed.question is not None
            assert one.to_dict()["outcomes"] == list(one.endings)


@given(walks())
def test_the_kindest_come_first(walk: Walk) -> None:
    kindest = [VERDICTS.index(one.endings.verdicts[0]) for one in walk.what_if.changes]
    assert kindest == sorted(kindest)


def cost(walk: Walk, end: Walk) -> tuple[int, int]:
    """Return how many answers differ between two walks, and how many of the second's are new."""
    changed = sum(step.node_id in walk.answers and walk.answers[step.node_id] != step.answer for step in end.steps)
    return changed, sum(step.node_id not in walk.answers for step in end.steps)


@given(walks())
def test_the_fewest_changes_are_the_fewest(walk: Walk) -> None:
    ends = list(islice(endings(Walk.start(walk.tree)), MANY))
    assume(len(ends) < MANY)
    fixed = [name for name in walk.answers if rights_in(walk, name)]
    ends = [
        end for end in ends if all(end.answers.get(name, walk.answers[name]) == walk.answers[name] for name in fixed)
    ]
    best = min(VERDICTS.index(end.outcome.verdict) for end in ends)
    found = walk.what_if.fewest
    if VERDICTS.index(walk.outcome.verdict) == best or walk.outcome.rights:
        assert found is None
        return
    assert found.verdict == VERDICTS[best]
    cheapest = min(cost(walk, end) for end in ends if end.outcome.verdict == found.verdict)
    assert (len(found.changes), len(found.new)) == cheapest
    taken = walk.with_changes(found.answers)
    assert taken.at == found.outcome
    assert cost(walk, taken) == cheapest
    assert [turn.question for turn in found.changes] == [
        step.node_id
        for step in taken.steps
        if step.node_id in walk.answers and walk.answers[step.node_id] != step.answer
    ]


@given(walks())
def test_what_is_worth_settling_makes_a_difference(walk: Walk) -> None:
    told = {one.question: one for one in walk.what_if.settle}
    assert told.keys() <= walk.unsure
    free = Walk.replay(walk.tree, {name: a for name, a in walk.answers.items() if name not in walk.unsure})
    ends = list(islice(endings(free), MANY))
    assume(len(ends) < MANY)
    for name in walk.unsure:
        options = walk.tree.questions[name].by_id
        led = {one: {end.at for end in ends if end.answers.get(name) == one} for one in options}
        with_others_kept = {
            frozenset(walk.tree.outcomes[at].verdict for at in outcomes(walk.change(name, one))) for one in options
        }
        if len(with_others_kept) > 1:
            assert name in told
        if name in told:
            named = {lead.answer: set(lead.endings) for lead in told[name].answers}
            assert named == ({} if walk.outcome.rights else led)
            assert len({walk.tree.outcomes[at].verdict for reached in led.values() for at in reached}) > 1


def test_without_an_end_or_an_unsure_answer_there_is_nothing_to_say() -> None:
    walk = Walk.start(tree_of(TREE))
    assert (walk.what_if.changes, walk.what_if.fewest, walk.what_if.settle) == ((), None, ())
    assert walk.answer("yes").answer("yes").answer("yes").what_if.settle == ()


TREE = """
[tree]
title = "Post?"
start = "fits"
[profile]
boss = "the boss"
[question.fits]
ask = "Does it fit?"
yes = "calm"
no = { text = "No, says {boss}", goto = "leave" }
[question.calm]
ask = "Are you calm?"
yes = "fair"
no = "pause"
[question.fair]
ask = "Is it fair?"
yes = "go"
no = "words"
[question.words]
ask = "Can you mend it?"
yes = "adapt"
no = "stop"
[outcome.go]
verdict = "go"
headline = "Go."
[outcome.pause]
verdict = "pause"
headline = "Wait."
[outcome.adapt]
verdict = "adapt"
headline = "Mend it."
[outcome.stop]
verdict = "stop"
headline = "Stop."
[outcome.leave]
verdict = "leave"
headline = "Leave it."
"""


def test_changes_read_as_the_answers_do_and_say_when_more_would_be_asked() -> None:
    walk = Walk.start(tree_of(TREE)).answer("yes").answer("yes").answer("yes")
    told = [(one.question, one.words, one.outcome, tuple(one.endings)) for one in walk.what_if.changes]
    assert told == [
        ("fair", "No", None, ("adapt", "stop")),
        ("calm", "No", "pause", ("pause",)),
        ("fits", "No, says the boss", "leave", ("leave",)),
    ]
    assert walk.what_if.changes[0].to_dict() == {
        "question": "fair",
        "answer": "no",
        "outcome": None,
        "verdict": None,
        "outcomes": ["adapt", "stop"],
    }
    assert walk.what_if.changes[1].to_dict() == {
        "question": "calm",
        "answer": "no",
        "outcome": "pause",
        "verdict": "pause",
    }


def test_the_fewest_changes_count_new_answers_apart() -> None:
    walk = Walk.start(tree_of(TREE)).answer("yes").answer("no")
    found = walk.what_if.fewest
    assert [(turn.question, turn.words) for turn in found.changes] == [("calm", "Yes")]
    assert [(turn.question, turn.words) for turn in found.new] == [("fair", "Yes")]
    assert (found.outcome, found.verdict) == ("go", "go")
    assert walk.with_changes(found.answers).what_if.fewest is None


def test_unsure_answers_that_change_nothing_are_not_worth_settling() -> None:
    tree = tree_of(TREE.replace('yes = "adapt"\nno = "stop"', 'yes = "stop"\nno = "stop"'))
    walk = Walk.start(tree).answer("yes").not_sure()
    assert walk.answers["calm"] == "yes"
    walk = walk.answer("no").not_sure()
    assert [one.question for one in walk.what_if.settle] == ["calm"]
    assert walk.what_if.settle[0].to_dict() == {
        "question": "calm",
        "answers": [{"answer": "yes", "outcomes": ["stop"]}, {"answer": "no", "outcomes": ["pause"]}],
    }


BOTH = """
[tree]
title = "Both?"
start = "one"
[question.idle]
ask = "Idle?"
yes = "one"
no = "one"
[question.one]
ask = "One?"
yes = "two"
no = { goto = "two", unsure = true }
[question.two]
ask = "Two?"
yes = "check"
no = { goto = "check", unsure = true }
[branch.check]
cases = [{ when = { one = "yes", two = "yes" }, goto = "go" }]
else = "talk"
[outcome.go]
verdict = "go"
headline = "Go."
[outcome.talk]
verdict = "talk"
headline = "Talk."
"""


def test_what_leads_nowhere_is_no_reason_to_settle_an_unsure_answer() -> None:
    tree = tree_of(BOTH.replace('else = "talk"\n', "").replace('one = "yes", two', "two"))
    walk = Walk.replay(tree, {"one": "no", "two": "yes"}, unsure=["one", "two"])
    assert walk.at == "go"
    assert walk.change("two", "no").outcome is None, "the branch has no case for it"
    assert walk.what_if.settle == ()


def test_two_unsure_answers_that_only_matter_together_are_both_worth_settling() -> None:
    walk = Walk.start(tree_of(BOTH.replace('start = "one"', 'start = "idle"'))).not_sure().not_sure().not_sure()
    assert [one.to_dict() for one in walk.what_if.settle] == [
        {
            "question": name,
            "answers": [{"answer": "yes", "outcomes": ["go", "talk"]}, {"answer": "no", "outcomes": ["talk"]}],
        }
        for name in ("one", "two")
    ]


TELLING = """
[tree]
title = "Telling"
start = "half"
[question.half]
ask = "Half?"
yes = "most"
no = { goto = "most", unsure = true }
[question.most]
ask = "Most?"
answers = [
  { id = "go", text = "Go", goto = "go" },
  { id = "stop", text = "Stop", goto = "stop", unsure = true },
  { id = "either", text = "Either", goto = "check" },
]
[branch.check]
cases = [{ when = { half = "yes" }, goto = "go" }]
else = "pause"
[outcome.go]
verdict = "go"
headline = "Go."
[outcome.pause]
verdict = "pause"
headline = "Pause."
[outcome.stop]
verdict = "stop"
headline = "Stop."
"""


def test_what_leaves_the_fewest_verdicts_open_on_average_is_settled_first() -> None:
    walk = Walk.start(tree_of(TELLING)).not_sure().not_sure()
    assert [one.to_dict() for one in walk.what_if.settle] == [
        {
            "question": "most",
            "answers": [
                {"answer": "go", "outcomes": ["go"]},
                {"answer": "stop", "outcomes": ["stop"]},
                {"answer": "either", "outcomes": ["go", "pause"]},
            ],
        },
        {
            "question": "half",
            "answers": [
                {"answer": "yes", "outcomes": ["go", "stop"]},
                {"answer": "no", "outcomes": ["go", "pause", "stop"]},
            ],
        },
    ]


def test_a_carried_answer_can_be_changed_like_any_other() -> None:
    walk = Walk.start(tree_of(TREE)).answer("yes").answer("no").go_on(tree_of(TREE.replace("Post?", "Again?")))
    assert walk.outcome is not None
    assert [(one.question, one.outcome) for one in walk.what_if.changes] == [("calm", None), ("fits", "leave")]
    assert [turn.question for turn in walk.what_if.fewest.changes] == ["calm"]
    assert walk.with_changes(walk.what_if.fewest.answers).at == "go"


def test_an_answer_unsure_in_an_earlier_tree_is_still_worth_settling() -> None:
    walk = Walk.start(tree_of(TREE)).answer("yes").not_sure().answer("no").answer("yes")
    following = walk.go_on(tree_of(TREE.replace("Post?", "Again?")))
    assert [(step.node_id, step.unsure, step.carried) for step in following.steps][1] == ("calm", True, True)
    assert [one.question for one in following.what_if.settle] == ["calm"]
    assert following.change("calm", "yes").what_if.settle == ()


def chain(length: int) -> str:
    """Return a tree of so many questions, each of which may lead on or out, with a check on the first at the end."""
    lines = ['[tree]\ntitle = "Chain"\nstart = "q0"']
    for place in range(length):
        onward = f"q{place + 1}" if place + 1 < length else "last"
        lines.append(f'[question.q{place}]\nask = "?"\nyes = "{onward}"\nno = "o{place}"')
        lines.append(f'[outcome.o{place}]\nheadline = "Out."\nverdict = "adapt"')
    lines.append('[branch.last]\ncases = [{ when = { q0 = "yes" }, goto = "end" }]\nelse = "o0"')
    lines.append('[outcome.end]\nheadline = "End."\nverdict = "stop"\n')
    return "\n".join(lines)


class CountedSpace(StateSpace):
    """A space that counts the steps taken in it."""

    taken = 0

    def arcs(self, state):
        self.taken += 1
        return super().arcs(state)

    def after(self, state, answer):
        self.taken += 1
        return super().after(state, answer)


@pytest.mark.parametrize("length", [50, 500])
def test_explaining_takes_a_fixed_number_of_steps_for_each_question(length: int) -> None:
    tree = tree_of(chain(length))
    walk = Walk.replay(tree, {f"q{place}": "yes" for place in range(length)}, unsure=frozenset(tree.questions))
    space = CountedSpace(tree)
    vars(walk.what_if)["space"] = space
    assert len(walk.what_if.changes) == length
    assert len(walk.what_if.fewest.changes) == 1
    assert len(walk.what_if.settle) == length
    assert 0 < space.taken < 40 * length


def test_a_range_too_wide_to_look_through_is_said_to_be_unknown() -> None:
    walk = Walk.replay(tree_of(chain(30)), {"q0": "yes", "q1": "no"}, unsure=frozenset({"q1"}))
    assert [len(one.endings) for one in walk.what_if.changes] == [1, 29]
    told = replace(walk.what_if, limit=10).changes
    assert [(one.question, one.endings) for one in told] == [("q0", told[0].endings), ("q1", None)]
    assert told[1].to_dict() == {"question": "q1", "answer": "yes", "outcome": None, "verdict": None, "outcomes": []}
    assert [one.question for one in walk.what_if.settle] == ["q1"]
    assert replace(walk.what_if, limit=10).settle == ()


def test_of_a_tree_whose_branch_is_too_large_to_look_at_every_other_answer_is_said_to_be_unknown() -> None:
    rows = ", ".join(f'{{ when = {{ q{place} = "yes", q{place + 3} = "no" }}, goto = "a" }}' for place in range(5))
    questions = "".join(
        f'[question.q{place}]\nask = "Q{place}?"\ntype = "yes-no"\ngoto = "{f"q{place + 1}" if place < 7 else "b"}"\n'
        for place in range(8)
    )
    ends = '[outcome.a]\nheadline = "A"\nverdict = "stop"\n[outcome.b-end]\nheadline = "B"\nverdict = "go"\n'
    tree = tree_of(
        f'format = 1\n[tree]\ntitle = "T"\nstart = "q0"\n{questions}'
        f'[branch.b]\ncases = [{rows}]\nelse = "b-end"\n{ends}'
    )
    answers = {f"q{place}": "yes" if place < 3 else "no" for place in range(8)}
    told = replace(Walk.replay(tree, answers, unsure=["q1"]).what_if, limit=5)
    assert [(one.question, one.endings) for one in told.changes] == [(question, None) for question in answers]
    assert (told.decided, told.fewest, told.settle) == (None, None, ())


def test_a_search_for_the_fewest_gives_up_at_its_limit() -> None:
    tree = tree_of(chain(30).replace('headline = "End."\nverdict = "stop"', 'headline = "End."\nverdict = "go"'))
    walk = Walk.start(tree).answer("no")
    assert len(walk.what_if.fewest.new) == 29
    assert replace(walk.what_if, limit=10).fewest is None


def test_a_search_that_has_found_the_kindest_looks_no_further() -> None:
    text = chain(30).replace('no = "o0"', 'no = "kind"') + '[outcome.kind]\nheadline = "Kind."\nverdict = "go"\n'
    walk = Walk.replay(tree_of(text), {f"q{place}": "yes" for place in range(30)})
    fewest = replace(walk.what_if, limit=40).fewest
    assert fewest is not None
    assert (fewest.outcome, fewest.answers) == ("kind", {"q0": "no"})


# Facts and rights: nobody is invited to rewrite what happened to them

HAPPENED = """
[tree]
title = "T"
start = "fact"
[question.fact]
ask = "Did it happen at work?"
fact = true
yes = "nearest"
no = "fine"
[question.nearest]
ask = "Which is nearest?"
answers = [
  { id = "danger", text = "Somebody could be hurt", goto = "marks", rights = true },
  { id = "bad-day", text = "A bad day", goto = "fine" },
]
[question.marks]
ask = "What is in it?"
type = "checklist"
answers = [{ id = "pay", text = "Pay", rights = true }, { id = "joke", text = "A joke" }]
goto = "sorting"
[branch.sorting]
cases = [{ when = { marks = "joke" }, goto = "stop" }]
else = "safe"
[outcome.fine]
verdict = "go"
headline = "Go."
[outcome.stop]
verdict = "stop"
headline = "Stop."
[outcome.safe]
verdict = "raise"
headline = "Raise it."
rights = true
"""


def happened(*marks: str) -> Walk:
    return Walk.replay(tree_of(HAPPENED), {"fact": "yes", "nearest": "danger", "marks": list(marks)})


def test_no_change_is_proposed_to_a_fact_or_to_what_asserts_a_right() -> None:
    proposed = [(change.question, change.item) for change in happened("pay", "joke").what_if.changes]
    assert proposed == [("marks", "joke")]
    assert happened("joke").what_if.fewest.answers == {"marks": frozenset()}


def test_the_fewest_changes_keep_facts_and_what_asserts_a_right() -> None:
    assert happened("pay", "joke").what_if.fewest is None
    text = HAPPENED.replace("fact = true\n", "").replace(", rights = true }", " }")
    free = Walk.replay(tree_of(text), {"fact": "yes", "nearest": "danger", "marks": ["pay", "joke"]})
    assert free.what_if.fewest.verdict == "go"


def test_beside_an_ending_that_is_a_right_no_other_answers_are_listed() -> None:
    assert happened().outcome.rights
    assert happened().what_if.fewest is None
    assert happened().what_if.changes == happened("pay").what_if.changes == ()


def test_beside_an_ending_that_is_a_right_a_doubt_is_named_without_what_each_answer_leads_to() -> None:
    tree = tree_of(HAPPENED.replace('"Somebody could be hurt", ', '"Somebody could be hurt", unsure = true, '))
    doubted = Walk.start(tree).answer("yes").not_sure().answer(["pay"])
    assert doubted.outcome.rights
    assert [one.to_dict() for one in doubted.what_if.settle] == [{"question": "nearest", "answers": []}]
    stopped = doubted.change("marks", ["joke"])
    assert not stopped.outcome.rights
    assert [lead.answer for lead in stopped.what_if.settle[0].answers] == ["danger", "bad-day"]


@given(trees_that_end(), st.randoms())
def test_whatever_is_a_fact_or_a_right_is_never_proposed_otherwise(tree, dice) -> None:
    marked = {name: {"fact": dice.random() < 0.3, "rights": dice.random() < 0.2} for name in tree.questions}
    questions = {name: question.replaced(**marked[name]) for name, question in tree.questions.items()}
    told = tree.replaced(questions=questions)
    ends = list(endings(Walk.start(told)))
    for end in dice.sample(ends, min(len(ends), 12)):
        fixed = {name for name, marks in marked.items() if any(marks.values())}
        assert fixed.isdisjoint(change.question for change in end.what_if.changes)
        if end.what_if.fewest is not None:
            assert fixed.isdisjoint(change.question for change in end.what_if.fewest.changes)
            assert not end.outcome.rights
