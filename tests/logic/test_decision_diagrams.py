"""Decision diagrams, held against the tables of all places that they stand for; points, against adding them up."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise.logic.decision_diagrams import COMBINED, LEAF, Diagrams
from postwise.logic.search import Budget, TooLarge
from postwise.logic.sum_diagrams import checklist_layers, choice_layers, sum_diagram
from postwise.tree.answers import exact
from postwise.tree.conditions import AnyOf, Between, Is, Not, holds

SIZES = (2, 3, 4)
"""How many places the three levels have."""
PLACES = list(product(*map(range, SIZES)))
tables = st.lists(st.sampled_from([True, False, None]), min_size=len(PLACES), max_size=len(PLACES))
truths = st.lists(st.booleans(), min_size=len(PLACES), max_size=len(PLACES))


def diagram_of(made, table, level=0, fixed=()):
    """Return the diagram of a table of what is said at all places, made from the last level to the first."""
    if level == len(SIZES):
        return made.leaf(table[PLACES.index(fixed)])
    after = [diagram_of(made, table, level + 1, (*fixed, place)) for place in range(SIZES[level])]
    return made.node(level, [*((place + 1, inner) for place, inner in enumerate(after[:-1])), (LEAF, after[-1])])


def said(made, diagram, places):
    while (level := made.level(diagram)) != LEAF:
        diagram = made.at(diagram, places[level])
    return made.said(diagram)


def table_of(made, diagram):
    return [said(made, diagram, places) for places in PLACES]


@given(tables, tables)
def test_what_says_the_same_is_the_same_diagram(one, other):
    made = Diagrams(Budget(10_000))
    assert table_of(made, diagram_of(made, one)) == one
    assert (diagram_of(made, one) == diagram_of(made, other)) == (one == other)


@given(st.lists(truths, max_size=5))
def test_all_and_any_of_several(rows):
    made = Diagrams(Budget(10_000))
    diagrams = [diagram_of(made, row) for row in rows]
    assert made.both(diagrams) == diagram_of(made, [all(row[n] for row in rows) for n in range(len(PLACES))])
    assert made.either(diagrams) == diagram_of(made, [any(row[n] for row in rows) for n in range(len(PLACES))])


@given(st.lists(tables, max_size=5))
def test_the_first_that_says_something(rows):
    made = Diagrams(Budget(10_000))
    found = made.first(diagram_of(made, row) for row in rows)
    first = [next((row[n] for row in rows if row[n] is not None), None) for n in range(len(PLACES))]
    assert found == diagram_of(made, first)


@given(tables, st.integers(0, len(SIZES) - 1), st.integers(0, 1))
def test_a_level_that_has_one_place(table, level, place):
    made = Diagrams(Budget(10_000))
    found = made.restricted(diagram_of(made, table), level, place)
    assert level not in made.levels(found)
    assert table_of(made, found) == [table[PLACES.index((*p[:level], place, *p[level + 1 :]))] for p in PLACES]


@given(tables)
def test_other_words_at_the_leaves(table):
    made = Diagrams(Budget(10_000))
    found = made.mapped(diagram_of(made, table), "words", str)
    assert found == diagram_of(made, list(map(str, table)))


@given(tables)
def test_what_follows_at_the_first_places_of_a_level(table):
    made = Diagrams(Budget(10_000))
    diagram = diagram_of(made, table)
    row = [made.restricted(diagram, 0, place) for place in range(SIZES[0])]
    assert made.row(diagram, 0, SIZES[0]) == row


@given(truths, truths)
def test_no_more_are_made_than_the_budget_allows_and_with_more_it_goes_on(one, other):
    budget = Budget(3)
    made = Diagrams(budget)
    while True:
        try:
            found = made.both((diagram_of(made, one), diagram_of(made, other)))
            break
        except TooLarge:
            assert budget.left == 0
            budget.left = 3
    assert table_of(made, found) == [a and b for a, b in zip(one, other, strict=True)]


# Points

points = st.sampled_from([-2, -1, -0.5, 0, 1, 1.5, 3])
numbers = st.sampled_from([-3, -1, 0, 0.5, 1, 2, 2.5])
plain_tests = st.one_of(
    numbers.map(Is),
    st.tuples(numbers, numbers).map(lambda pair: Between(min(pair), max(pair))),
    numbers.map(lambda low: Between(low, None)),
)
tests = st.one_of(plain_tests, plain_tests.map(Not), st.lists(plain_tests, min_size=1, max_size=3).map(lambda row: AnyOf(tuple(row))))  # fmt: skip


@given(st.lists(st.lists(points, min_size=1, max_size=3), min_size=1, max_size=4), tests)
def test_what_points_of_choices_add_up_to(rows, test):
    made = Diagrams(Budget(10_000))
    layers = []
    for level, row in enumerate(rows):
        added = {str(place): exact(more) for place, more in enumerate(row)}
        layers += choice_layers(level, map(str, range(len(row))), added, len(layers))
    diagram = sum_diagram(made, layers, test)
    for picks in product(*(range(len(row) + 1) for row in rows)):  # the last place: never asked
        total = sum((exact(row[pick]) for row, pick in zip(rows, picks, strict=True) if pick < len(row)), Fraction(0))
        assert said(made, diagram, picks) is holds(test, float(total)), picks


@given(st.lists(points, min_size=1, max_size=5), st.none() | points, tests)
def test_what_points_of_a_checklist_add_up_to(items, nothing, test):
    made = Diagrams(Budget(10_000))
    picks = {f"i{place}": 1 + place for place in range(len(items))}
    added = {f"i{place}": exact(more) for place, more in enumerate(items)}
    if nothing is not None:
        added["none"] = exact(nothing)
    diagram = sum_diagram(made, checklist_layers(0, picks, added, 0), test)
    for ticks in product((0, 1), repeat=len(items)):
        total = sum((exact(more) for more, tick in zip(items, ticks, strict=True) if tick), Fraction(0))
        total += exact(nothing or 0) if not any(ticks) else 0
        assert said(made, diagram, (0, *ticks)) is holds(test, float(total)), ticks
    assert said(made, diagram, (1, *[0] * len(items))) is holds(test, 0.0)


@pytest.mark.parametrize(("questions", "most"), [(10, 60), (40, 60)])
def test_points_that_double_from_one_to_the_next_cost_no_more_than_their_levels(questions, most):
    made = Diagrams(Budget(10_000))
    layers = []
    for level in range(questions):
        layers += choice_layers(level, ("no", "yes"), {"yes": Fraction(2**level)}, len(layers))
    sum_diagram(made, layers, Between(2 ** (questions - 1), None))
    assert 10_000 - made.budget.left <= most


def test_what_is_put_together_costs_something_though_nothing_new_comes_of_it():
    made, levels = Diagrams(Budget(10_000)), 1000
    rows = [made.node(levels, ((1, made.leaf(off)), (LEAF, made.leaf(not off)))) for off in (True, False)]
    for level in range(levels)[::-1]:
        rows = [made.node(level, ((1, made.no), (LEAF, row))) for row in rows]
    size, left = made.size, made.budget.left
    assert made.both(rows) == made.no
    assert made.size == size
    assert left - made.budget.left == levels // COMBINED
