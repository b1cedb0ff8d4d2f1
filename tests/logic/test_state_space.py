"""States merged by what is left of the branches ahead, held against every walk of small trees."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oracle import Oracle
from postwise.logic.lookahead import KnownBeforehand
from postwise.logic.search import Budget, TooLarge, all_from
from postwise.logic.state_space import State, StateSpace
from postwise.tree.model import VERDICTS, Tree
from strategies import made, tree_data, tree_of


def along(space: StateSpace, asked: dict[str, Any]) -> list[State]:
    """Return the states that a walk with these answers comes through, all branches on the way too."""
    states = [space.start]
    while True:
        state = states[-1]
        if state.node in asked and not space.loops(state):
            states.append(space.after(state, asked[state.node]))
        elif state.node in space.tree.branches and (arcs := list(space.arcs(state))):
            states.append(arcs[0].state)
            if len(states) > len(asked) + len(space.tree.branches) * (len(asked) + 1):
                return states
        else:
            return states


@given(data=tree_data())
def test_every_walk_comes_to_where_its_answers_lead(data: dict[str, Any]) -> None:
    space = StateSpace(made(data))
    for asked, place, _ in Oracle(data).walks():
        end = along(space, asked)[-1]
        if place.how != "ring" or place.node in asked:
            assert end.node == place.node
        if place.node in asked:
            assert space.loops(end)
        if place.how == "stuck":
            assert not list(space.arcs(end))


@given(data=tree_data())
def test_the_steps_out_of_states_are_those_that_answers_take(data: dict[str, Any]) -> None:
    space = StateSpace(made(data))
    taken = {state for asked, _, _ in Oracle(data).walks() for state in along(space, asked)}
    assert all_from(space.start, space.onward, space.budget) == taken


@given(data=tree_data())
def test_a_state_is_the_same_however_it_was_worked_out(data: dict[str, Any]) -> None:
    space = StateSpace(made(data))
    for asked, place, _ in Oracle(data).walks():
        if place.ends:
            states = along(space, asked)
            for state in states:
                before = (
                    {
                        name: asked[name]
                        for name in list(asked)[: [s.node for s in states if s.node in asked].index(state.node)]
                    }
                    if state.node in asked
                    else None
                )
                if before is not None:
                    assert space.at(state.node, before) == state


@given(data=tree_data(rings=False))
def test_what_lies_ahead_is_what_walks_say(data: dict[str, Any]) -> None:
    oracle, tree = Oracle(data), made(data)
    walks = [(asked, place) for asked, place, _ in oracle.walks()]
    if all(place.ends for _, place in walks):
        ahead = KnownBeforehand(tree, {}).ahead(tree.about.start, {})
        lengths = [len(asked) for asked, _ in walks]
        worst = max(VERDICTS.index(tree.outcomes[place.node].verdict) for _, place in walks)
        ends = {place.node for _, place in walks}
        assert ahead == (min(lengths), max(lengths), worst, ends.pop() if len(ends) == 1 else None)


# How many states there are, which is the same on every machine


def chain(questions: int, question: str, rest: str) -> Tree:
    """Return a tree that asks questions in a row and ends in its branch `b`."""
    asks = "".join(
        f'[question.q{n}]\nask = "?"\ngoto = "{f"q{n + 1}" if n + 1 < questions else "b"}"\n{question}\n'
        for n in range(questions)
    )
    ends = "".join(
        f'[outcome.o{n}]\nheadline = "."\nverdict = "{verdict}"\n' for n, verdict in enumerate(("go", "stop"))
    )
    return tree_of(f'[tree]\ntitle = "T"\nstart = "q0"\n{asks}{rest}{ends}')


THREE = 'answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }, { id = "c", text = "C" }]'


def scales(items: int, count: int) -> Tree:
    sums = "".join(
        f"[value.s{n}.sum]\n" + "".join(f"q{item} = {{ b = 1, c = 2 }}\n" for item in range(n, items, count))
        for n in range(count)
    )
    cases = ", ".join(f'{{ when = {{ s{n} = {{ min = 5 }} }}, goto = "o{1 - n % 2}" }}' for n in range(count))
    return chain(items, THREE, f'{sums}[branch.b]\ncases = [{cases}]\nelse = "o0"\n')


def ticks(items: int) -> Tree:
    answers = ", ".join(f'{{ id = "i{n}", text = "{n}" }}' for n in range(items))
    cases = ", ".join(f'{{ when = {{ q0 = "i{n}" }}, goto = "o{n % 2}" }}' for n in range(items))
    question = f'type = "checklist"\nanswers = [{answers}]'
    return chain(1, question, f'[branch.b]\ncases = [{cases}]\nelse = "o0"\n')


@pytest.mark.parametrize(
    ("tree", "states"),
    [(scales(4, 1), 17), (scales(8, 1), 41), (scales(16, 1), 89), (scales(16, 4), 577), (ticks(4), 5), (ticks(30), 5)],
)
def test_what_says_the_same_is_one_state(tree: Tree, states: int) -> None:
    space = StateSpace(tree)
    assert len(all_from(space.start, space.onward, space.budget)) == states


def test_more_than_the_bound_is_said() -> None:
    space = StateSpace(scales(16, 4), budget=Budget(500))
    with pytest.raises(TooLarge):
        all_from(space.start, space.onward, space.budget)


TICKS = """
[tree]
title = "Ticks"
start = "which"
[question.which]
ask = "Which?"
type = "checklist"
goto = "sorting"
answers = [
  {{ id = "a", text = "A" }}, {{ id = "b", text = "B" }}, {{ id = "c", text = "C" }}, {{ id = "d", text = "D" }},
]
[branch.sorting]
cases = [{cases}]
else = "rest"
[outcome.met]
headline = "Met."
[outcome.rest]
headline = "Rest."
"""


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=4))
@example([{"a"}, {"b", "c"}])
def test_of_the_ticks_that_leave_the_same_the_fewest_are_the_example(met: list[set[str]]) -> None:
    cases = ", ".join(f'{{ when = {{ which = {{ all = {sorted(items)} }} }}, goto = "met" }}' for items in met)
    space = StateSpace(tree_of(TICKS.format(cases=cases.replace("'", '"'))))
    fewest: dict[State, int] = {}
    for ticked in (set(some) for size in range(5) for some in itertools.combinations("abcd", size)):
        fewest.setdefault(space.after(space.start, frozenset(ticked)), len(ticked))
    assert {arc.state: len(arc.answer) for arc in space.arcs(space.start)} == fewest
