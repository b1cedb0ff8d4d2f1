"""How much hangs on each question, held against every walk taken again with every other answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from bench.families import interleaved_scales
from oracle import Oracle
from postwise.logic.counting import analyse
from postwise.logic.importance import Importance, ImportanceSearch, importance
from strategies import examples, made, thrown, tree_data, tree_of


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


def found(data: dict[str, Any]) -> dict[str, tuple[int, int] | None]:
    counted = ImportanceSearch(analyse(made(data))).all()
    return {name: known and known[:2] for name, known in counted.items()}


@settings(max_examples=examples(50))
@given(data=tree_data(rings=False, largest=5).filter(lambda data: Oracle(data).all_end()))
def test_it_is_what_trying_every_other_answer_says(data: dict[str, Any]) -> None:
    assert found(data) == by_hand(Oracle(data))


@settings(max_examples=examples(30))
@given(data=tree_data(largest=5).filter(lambda data: Oracle(data).all_end()))
def test_where_rings_keep_it_from_being_known_nothing_is_said(data: dict[str, Any]) -> None:
    known = by_hand(Oracle(data))
    assert all(counted in (None, known[name]) for name, counted in found(data).items())


def test_the_trees_thrown_have_questions_on_which_much_little_and_nothing_hangs() -> None:
    data = [thrown(5, seed) for seed in range(60)]
    counted = [found(one) for one in data if Oracle(one).all_end()]
    met = Counter(sign for one in counted for sign in {kind(known) for known in one.values()})
    assert min(met["every"], met["some"], met["none"]) > 12
    assert met["never asked"] > 2
    assert met["not known"] < 5


def kind(counted: tuple[int, int] | None) -> str:
    if counted is None:
        return "not known"
    asked, elsewhere = counted
    return "never asked" if not asked else "none" if not elsewhere else "every" if asked == elsewhere else "some"


# What an author can reckon


def tree(last: str, rest: str = "") -> str:
    ends = "".join(f'[outcome.{name}]\nheadline = "{name}"\n' for name in ("here", "there"))
    first = '[question.first]\nask = "?"\nyes = "middle"\nno = "here"\n'
    middle = '[question.middle]\nask = "?"\ntype = "yes-no"\ngoto = "last"\n'
    return f'[tree]\ntitle = "T"\nstart = "first"\n{first}{middle}[question.last]\nask = "?"\n{last}\n{rest}{ends}'


def test_an_answer_that_leads_to_other_questions_counts_if_any_answer_to_those_ends_elsewhere() -> None:
    counted = ImportanceSearch(analyse(tree_of(tree('yes = "here"\nno = "there"')))).all()
    assert counted["first"] == Importance(5, 3, 5)  # from "here" to "there", and from each "there" to "here"
    assert counted["middle"] == Importance(4, 0, 5)
    assert counted["last"] == Importance(4, 4, 5)
    assert counted["last"].share == 0.8


def test_a_checklist_counts_by_what_its_items_do() -> None:
    items = ", ".join(f'{{ id = "i{n}", text = "{n}" }}' for n in range(40))
    many = '[branch.by]\ncases = [{ when = { last = { count = { min = 39 } } }, goto = "there" }]\nelse = "here"\n'
    counted = ImportanceSearch(
        analyse(tree_of(tree(f'type = "checklist"\ngoto = "by"\nanswers = [{items}]', many)))
    ).all()
    assert counted["last"] == Importance(4, 4, 5)


def test_of_a_tree_with_walks_that_have_no_end_nothing_is_said() -> None:
    stuck = '[branch.by]\ncases = [{ when = { last = "no" }, goto = "there" }]\n'
    loop = 'yes = "here"\nno = "middle"'
    assert importance(analyse(tree_of(tree('type = "yes-no"\ngoto = "by"', stuck)))) is None
    assert importance(analyse(tree_of(tree(loop)))) is None
    assert importance(analyse(made(interleaved_scales(10)), bound=50)) is None


def test_what_is_too_much_to_count_is_not_guessed() -> None:
    analysis = analyse(made(interleaved_scales(10)))
    every = ImportanceSearch(analysis).all()
    some = ImportanceSearch(analyse(analysis.tree)).all(1_000)
    assert None not in every.values()
    assert None in some.values()
    assert {name: known for name, known in some.items() if known} == {name: every[name] for name in some if some[name]}
    assert set(ImportanceSearch(analyse(analysis.tree)).all(100).values()) == {None}
