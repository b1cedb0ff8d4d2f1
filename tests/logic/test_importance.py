"""How much hangs on each question, held against every walk taken again with every other answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given

from oracle import Oracle
from postwise.logic.counting import analyse
from postwise.logic.importance import ImportanceSearch
from strategies import made, tree_data


def ends_again(oracle: Oracle, answers: dict[str, Any]) -> Iterator[str]:
    """Yield every end of a walk to which these answers are given, and any to questions that it did not ask."""
    waiting: list[tuple[str, dict[str, Any]]] = [(oracle.start, {})]
    while waiting:
        node, asked = waiting.pop()
        place = oracle.settle(node, asked)
        if not place.asks:
            yield place.node
            continue
        name = place.node
        given = [answers[name]] if name in answers else oracle.answers(name)
        waiting += [(oracle.goto(name, answer), {**asked, name: answer}) for answer in given]


def by_hand(oracle: Oracle) -> dict[str, tuple[int, int]]:
    """Return on how many walks each question is asked, and how many could have ended elsewhere, by trying everything."""
    asked: dict[str, set[Any]] = {name: set() for name in oracle.questions}
    elsewhere: dict[str, set[Any]] = {name: set() for name in oracle.questions}
    for answers, end, _ in oracle.walks():
        key = tuple((name, oracle.answer_class(name, answer)) for name, answer in answers.items())
        for name, answer in answers.items():
            if key not in asked[name]:
                asked[name].add(key)
                others = (other for other in oracle.answers(name) if other != answer)
                if any(end.node != found for other in others for found in ends_again(oracle, {**answers, name: other})):
                    elsewhere[name].add(key)
    return {name: (len(asked[name]), len(elsewhere[name])) for name in oracle.questions}


def reached(data: dict[str, Any]) -> dict[str, tuple[int, int] | None]:
    found = ImportanceSearch(analyse(made(data))).all()
    return {name: importance and importance[:2] for name, importance in found.items()}


@given(data=tree_data(rings=False, largest=5).filter(lambda data: Oracle(data).all_end()))
def test_it_is_what_trying_every_other_answer_says(data: dict[str, Any]) -> None:
    assert reached(data) == by_hand(Oracle(data))


@given(data=tree_data(largest=5).filter(lambda data: Oracle(data).all_end()))
def test_where_rings_keep_it_from_being_known_nothing_is_said(data: dict[str, Any]) -> None:
    known = by_hand(Oracle(data))
    assert all(found in (None, known[name]) for name, found in reached(data).items())
