"""The analysis against the slow way, on thousands of small random trees; and what it costs on large ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from oracle import Everything, Oracle
from postwise.logic.counting import Analysis, analyse
from postwise.logic.state_space import State, StateSpace
from postwise.tree.model import Tree
from postwise.walk.walk import Walk
from strategies import examples, made, tree_data, tree_of

MANY = settings(
    max_examples=examples(250),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def two_sums() -> dict[str, Any]:
    """Return a tree with two sums, a value that looks at values, and every kind of test there is."""
    options = [{"id": item, "text": item} for item in "xyz"]
    first, second = ({"id": item, "text": item, "goto": "ticks"} for item in "ab")
    day = dt.date(2026, 1, 1).replace
    return {
        "format": 1,
        "tree": {"title": "Two sums", "start": "pick"},
        "question": {
            "pick": {"ask": "?", "type": "choice", "answers": [first, second, {**first, "id": "c", "goto": "day"}]},
            "ticks": {"ask": "?", "type": "checklist", "answers": options, "goto": "count"},
            "count": {"ask": "?", "type": "number", "min": -1, "max": 3, "step": 0.5, "goto": "sorting"},
            "day": {"ask": "?", "type": "date", "min": day(day=1), "max": day(day=4), "goto": "sorting"},
        },
        "branch": {
            "sorting": {
                "cases": [
                    {"when": {"first": {"min": 3}, "second": {"max": 1}}, "goto": "e0"},
                    {"when": {"second": 2.5}, "goto": "e1"},
                    {"when": {"mood": "high"}, "goto": "late"},
                    {
                        "when": [
                            {"ticks": {"count": {"min": 3}}},
                            {"ticks": {"not": ["x", "y"]}, "count": {"min": 1, "max": 2}},
                        ],
                        "goto": "e2",
                    },
                    {"when": {"count": {"not": {"max": 1}}}, "goto": "e3"},
                    {"when": {"day": [day(day=2), {"min": day(day=4)}]}, "goto": "e4"},
                    {"when": {"ticks": "none"}, "goto": "e5"},
                ]
            },
            "late": {
                "on": ["pick", "day"],
                "table": [["a", "*", "e6"], ["*", {"answered": True}, "e7"]],
                "else": "last",
            },
            "last": {"cases": [{"when": {"second": {"min": 2}}, "goto": "e8"}], "else": "e9"},
        },
        "value": {
            "first": {"sum": {"pick": {"a": 2, "b": 0.5}, "ticks": {"x": 1, "none": -1}}},
            "second": {"sum": {"ticks": {"x": 1, "y": 1.5, "z": 1}, "pick": {"b": 1}}},
            "level": {"cases": [{"when": {"first": {"max": 0}}, "is": "low"}, {"when": {"count": 2}, "is": "even"}]},
            "mood": {"cases": [{"when": {"level": ["low", "even"]}, "is": "high"}], "else": "flat"},
        },
        "outcome": {f"e{place}": {"headline": "End.", "verdict": "go"} for place in range(10)},
    }


@MANY
@example(two_sums())
@given(tree_data())
def test_everything_it_says_is_what_giving_every_answer_shows(data: dict[str, Any]) -> None:
    tree = made(data)
    slow, fast = Everything(Oracle(data)), analyse(tree)
    assert fast.walks == len(slow.walks)
    assert fast.endings == {name: len(walks) for name, walks in sorted(slow.endings.items())}
    assert fast.shortest == min(slow.lengths, default=None)
    assert fast.longest == max(slow.lengths, default=None)
    assert fast.reached == slow.reached
    assert fast.lines == slow.lines
    assert set(fast.uncovered) == slow.uncovered
    assert bool(fast.loops) == bool(slow.rings)
    assert fast.asked_before(tree.questions) == slow.asked_before
    check_examples(tree, fast)
    for name, walks in slow.endings.items():
        assert len(fast.witness(name) or ()) == min(map(len, walks))


def check_examples(tree: Tree, found: Analysis) -> None:
    for name in tree.outcomes.keys() & found.reached:
        assert Walk.replay(tree, found.witness(name)).at == name
    for name, state in found.uncovered.items():
        walk = Walk.replay(tree, found.answers(state))
        assert walk.at == name
    for loop in found.loops:
        steps = [*loop.before, *loop.steps]
        walk = Walk.replay(tree, {step.node: step.answer for step in steps if step.answer is not None})
        assert walk.outcome is None


NUMBER = """
[tree]
title = "Number"
start = "asked"
[question.asked]
ask = "?"
type = "{kind}"
goto = "sorting"
{bounds}
[branch.sorting]
cases = [{{ when = {{ asked = {test} }}, goto = "met" }}]
else = "not-met"
[outcome.met]
headline = "Met."
[outcome.not-met]
headline = "Not met."
"""


@pytest.mark.parametrize(
    ("kind", "bounds", "test"),
    [
        ("number", "", "{ min = 3 }"),
        ("number", "", "{ max = 3 }"),
        ("number", "", "3"),
        ("number", "", "{ not = 0 }"),
        ("number", "", "{ min = -1, max = 1 }"),
        ("number", "", "{ min = 1e308 }"),
        ("number", "min = 3", "{ not = { max = 3 } }"),
        ("number", "max = 3", "{ not = { min = 3 } }"),
        ("number", "min = 3", "{ min = 4 }"),
        ("number", "max = 3", "{ max = -40 }"),
        ("number", "min = 0\nmax = 1", "{ not = [0, 1] }"),
        ("number", "step = 2", "{ min = 3 }"),
        ("number", "step = 2", "{ max = -3 }"),
        ("number", "step = 5\nmin = 2", "{ min = 9, max = 13 }"),
        ("number", "step = 5\nmax = 9", "{ min = 5 }"),
        ("number", "step = 0.5\nmin = 0.25", "{ min = 0.7, max = 0.8 }"),
        ("number", "step = 1\nmin = 0\nmax = 2", "{ not = [0, 2] }"),
        ("date", "", "{ min = 2026-11-01 }"),
        ("date", "", "2000-01-01"),
        ("date", "", "{ max = 0001-01-01 }"),
        ("date", "", "{ min = 9999-12-31 }"),
        ("date", "min = 2026-11-01", "2026-11-01"),
        ("date", "max = 2026-11-01", "{ not = { max = 2026-10-31 } }"),
        ("date", "min = 2026-11-01\nmax = 2026-11-30", "{ min = 2026-11-02, max = 2026-11-29 }"),
    ],
)
def test_whatever_bounds_it_has_both_sides_of_a_test_are_found(kind: str, bounds: str, test: str) -> None:
    tree = tree_of(NUMBER.format(kind=kind, bounds=bounds, test=test))
    found = analyse(tree)
    assert (found.walks, found.endings) == (2, {"met": 1, "not-met": 1})
    check_examples(tree, found)


@pytest.mark.parametrize(
    ("bounds", "test"),
    [
        ("step = 2\nmin = 0", "{ min = 2.5, max = 3.5 }"),
        ("step = 5\nmin = 2", "{ min = 8, max = 11 }"),
        ("step = 1", "{ not = [{ min = 1 }, { max = 0 }] }"),
        ("min = 0\nmax = 9", "{ not = { min = 0 } }"),
        ("step = 2\nmin = 0\nmax = 9", "{ not = { max = 8 } }"),
    ],
)
def test_between_two_steps_there_is_no_number(bounds: str, test: str) -> None:
    assert analyse(tree_of(NUMBER.format(kind="number", bounds=bounds, test=test))).endings == {"not-met": 1}


RINGS = """
[tree]
title = "Rings"
start = "hello"
[question.hello]
ask = "?"
yes = "count"
no = "end"
[question.count]
ask = "?"
type = "number"
min = 0
max = 3
goto = "again"
[question.again]
ask = "?"
answers = [
  { id = "a", text = "A", goto = "count" },
  { id = "b", text = "B", goto = "count" },
  { id = "c", text = "C", goto = "ticks" },
]
[question.ticks]
ask = "?"
type = "checklist"
answers = [{ id = "d", text = "D" }, { id = "e", text = "E" }]
goto = "sorting"
[branch.sorting]
cases = [{ when = { ticks = "d", count = 3 }, goto = "end" }, { when = { ticks = "e" }, goto = "hello" }]
else = "end"
[outcome.end]
headline = "End."
"""


def test_a_ring_is_told_once_for_each_answer_that_closes_it_and_once_for_a_goto_that_answers_share() -> None:
    loops = analyse(tree_of(RINGS)).loops
    assert [[(step.node, step.answer) for step in loop.before] for loop in loops] == [
        [("hello", "yes")],
        [("hello", "yes")],
        [],
    ]
    closed = [[step.node for step in loop.steps] for loop in loops]
    assert closed == [["count", "again"], ["count", "again"], ["hello", "count", "again", "ticks", "sorting"]]
    assert [loop.steps[1].answer for loop in loops[:2]] == ["a", "b"]
    shared = RINGS.replace('text = "C", goto = "ticks"', 'text = "C", goto = "end"').replace(
        'goto = "again"', 'goto = "hello"'
    )
    assert [[step.node for step in loop.steps] for loop in analyse(tree_of(shared)).loops] == [["hello", "count"]]


FAR_AND_NEAR = """
[tree]
title = "Far and near"
start = "hello"
[question.hello]
ask = "?"
yes = "detour"
no = "ring"
[question.detour]
ask = "?"
yes = "ring"
no = "end"
[question.ring]
ask = "?"
yes = "sorting"
no = "end"
[branch.sorting]
cases = [{ when = { hello = "yes", ring = "no" }, goto = "end" }]
else = "ring"
[outcome.end]
headline = "End."
"""


def test_a_ring_that_several_roads_come_to_is_told_by_the_shortest() -> None:
    found = analyse(tree_of(FAR_AND_NEAR))
    assert found.witness("sorting") == {"hello": "no", "ring": "yes"}
    (loop,) = found.loops
    assert [(step.node, step.answer) for step in loop.before] == [("hello", "no")]
    assert [(step.node, step.answer) for step in loop.steps] == [("ring", "yes"), ("sorting", None)]


def test_a_ring_is_told_once_though_several_answers_come_to_the_goto_that_closes_it() -> None:
    both = 'answers = [{ id = "no", text = "A", goto = "sorting" }, { id = "yes", text = "B", goto = "sorting" }]'
    text = FAR_AND_NEAR.replace('yes = "sorting"\nno = "end"', both)
    assert len(analyse(tree_of(text)).loops) == 1


def test_a_tree_may_come_to_its_end_without_a_question() -> None:
    at_once = '[branch.at-once]\ncases = [{ when = { hello = "yes" }, goto = "hello" }]\nelse = "end"'
    found = analyse(tree_of(FAR_AND_NEAR.replace('start = "hello"', 'start = "at-once"') + at_once))
    assert (found.walks, found.shortest, found.longest) == (1, 0, 0)


def test_branches_that_lead_to_each_other_at_the_very_start_are_a_ring() -> None:
    spin = '[branch.spin]\ncases = [{ when = { hello = "yes" }, goto = "hello" }]\nelse = "back"\n'
    back = '[branch.back]\ncases = [{ when = { hello = "no" }, goto = "end" }]\nelse = "spin"'
    found = analyse(tree_of(FAR_AND_NEAR.replace('start = "hello"', 'start = "spin"') + spin + back))
    assert [[step.node for step in loop.steps] for loop in found.loops] == [["spin", "back"]]
    assert (found.walks, found.shortest, found.longest, found.reached) == (0, None, None, {"spin", "back"})


@pytest.mark.parametrize(("yes", "no"), [("two", "one"), ("one", "two")])
def test_a_ring_of_branches_is_told_wherever_walks_enter_it(yes: str, no: str) -> None:
    ring = '[branch.one]\nelse = "two"\n[branch.two]\nelse = "one"'
    text = FAR_AND_NEAR.replace('yes = "detour"\nno = "ring"', f'yes = "{yes}"\nno = "{no}"') + ring
    (loop,) = analyse(tree_of(text)).loops
    assert sorted(step.node for step in loop.steps) == ["one", "two"]
    assert len(loop.before) == 1
    asked = loop.before[0].answer
    assert loop.steps[0].node == {"yes": yes, "no": no}[str(asked)]


@pytest.mark.parametrize("items", ["xz", "zx", "xyz", "zyx"])
def test_an_example_ticks_the_fewest(items: str) -> None:
    answers = ", ".join(f'{{ id = "{item}", text = "{item}" }}' for item in items)
    text = NUMBER.format(kind="checklist", bounds=f"answers = [{answers}]", test='{ not = "none" }')
    found = analyse(
        tree_of(
            text.replace('asked = { not = "none" }', "points = { min = 1 }")
            + "[value.points]\nsum = { asked = { x = 1 } }"
        )
    )
    assert found.witness("met") == {"asked": frozenset({"x"})}
    assert found.witness("not-met") == {"asked": frozenset()}


def chain(length: int) -> str:
    """Return a tree of so many questions in a row, each of which can also be left out."""
    lines = ['format = 1\n[tree]\ntitle = "Long"\nstart = "q0"\n']
    for n in range(length):
        first, second = (f"q{n + step}" if n + step < length else "end" for step in (1, 2))
        lines.append(f'[question.q{n}]\nask = "Q{n}?"\nyes = "{first}"\nno = "{second}"\n')
    return "".join(lines) + '[outcome.end]\nheadline = "End"\n'


def test_counts_of_any_size_are_exact() -> None:
    found = analyse(tree_of(chain(2000)))
    before, count = 1, 1
    for _ in range(2000):
        before, count = count, before + count
    assert found.walks == count
    assert (found.shortest, found.longest) == (1000, 2000)


def test_a_long_chain_takes_no_recursion_and_twice_the_length_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[State] = []
    arcs = StateSpace.arcs
    monkeypatch.setattr(StateSpace, "arcs", lambda space, state: looked_at.append(state) or arcs(space, state))

    def work(length: int) -> int:
        looked_at.clear()
        assert analyse(tree_of(chain(length))).longest == length
        return len(looked_at)

    assert work(6000) <= 2 * work(3000) + 10


WIDE = """
format = 1
[tree]
title = "Wide"
start = "q0"
{questions}
[branch.sorting]
cases = [{cases}]
else = "end"
[outcome.end]
headline = "End"
"""


def wide(count: int) -> str:
    ids = [f"q{n}" for n in range(count)]
    questions = "".join(
        f'[question.{name}]\nask = "?"\ntype = "yes-no"\ngoto = "{after}"\n'
        for name, after in zip(ids, [*ids[1:], "sorting"], strict=True)
    )
    cases = ", ".join(f'{{ when = {{ {name} = "yes" }}, goto = "end" }}' for name in ids)
    return WIDE.format(questions=questions, cases=cases)


def test_past_the_bound_it_says_so_and_proves_nothing() -> None:
    found = analyse(tree_of(wide(14)), bound=10)
    assert found.too_large
    assert found.walks is None
    assert found.shortest is None
    assert found.longest is None


def test_below_the_bound_it_is_exact() -> None:
    found = analyse(tree_of(wide(10)), bound=10_000)
    assert (found.walks, found.too_large) == (1024, False)
    assert ("sorting", -1) in found.lines


@pytest.mark.parametrize("node", ["q0", "end"])
def test_a_state_without_branches_is_its_node(node: str) -> None:
    found = analyse(tree_of(chain(3)))
    assert found.state(found.nearest(node)) == State(node, (), 0)


@pytest.mark.parametrize("node", ["e0", "e6", "e9"])
def test_a_state_forgets_what_nothing_ahead_asks_about(node: str) -> None:
    found = analyse(made(two_sums()))
    assert [found.state(number) for number in found.states_at(node)] == [State(node, (), 0)]


def test_of_what_no_answers_reach_there_is_no_nearest_state_and_no_witness() -> None:
    text = chain(3) + '[outcome.nowhere]\nheadline = "N."\n'
    found = analyse(tree_of(text))
    assert found.nearest("nowhere") is None
    assert found.witness("nowhere") is None
    assert found.asked_before(["q0"])["end"] == {"q0"}
    assert "nowhere" not in found.asked_before(["q0"])


PLAIN = """[tree]
title = "T"
start = "much"
[question.much]
ask = "?"
type = "number"
step = 1
goto = "day"
[question.day]
ask = "?"
type = "date"
goto = "text"
[question.text]
ask = "?"
type = "text"
goto = "sorting"
[branch.sorting]
cases = [{ when = { much = { min = 7 } }, goto = "end" }, { when = { much = { min = 3 } }, goto = "other" }]
else = "third"
[outcome.end]
headline = "E."
[outcome.other]
headline = "O."
[outcome.third]
headline = "T."
"""


def test_examples_are_as_plain_as_can_be() -> None:
    found = analyse(tree_of(PLAIN))
    day = dt.date(2000, 1, 1)
    answers = {end: found.witness(end) for end in ("end", "other", "third")}
    assert answers == {
        "end": {"much": 7, "day": day, "text": ""},
        "other": {"much": 3, "day": day, "text": ""},
        "third": {"much": 1, "day": day, "text": ""},
    }


def test_a_loop_through_a_text_is_told_once() -> None:
    text = (
        '[tree]\ntitle = "T"\nstart = "pick"\n[question.pick]\nask = "?"\nyes = "note"\nno = "note"\n'
        '[question.note]\nask = "?"\ntype = "text"\ngoto = "pick"\n[outcome.end]\nheadline = "E."\n'
    )
    (loop,) = analyse(tree_of(text)).loops
    assert [step.node for step in loop.steps] == ["pick", "note"]
