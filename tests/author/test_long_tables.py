"""Tables of thousands of cases: what is said of each costs what it looks at, and not what the table does."""

from __future__ import annotations

from collections import Counter

from postwise.author.rules.reachability import ReachFacts
from postwise.logic import tree_diagrams
from postwise.logic.counting import analyse
from postwise.logic.ways_out import WaysOut
from strategies import tree_of


def test_dead_cases_of_a_long_table_are_told_without_looking_at_every_number_for_each(monkeypatch):
    asked, placed = Counter(), Counter()
    monkeypatch.setattr(tree_diagrams, "examples", counting(asked, tree_diagrams.examples))
    monkeypatch.setattr(WaysOut, "placed", counting(placed, WaysOut.placed))
    cases = "".join(
        f'{{ when = {{ n = {{ min = {10 * number}, max = {10 * number + 5} }} }}, goto = "one" }},\n'
        for number in (*range(100), *range(100))
    )
    text = (
        '[tree]\ntitle = "T"\nstart = "n"\n[question.n]\nask = "?"\ntype = "number"\ngoto = "b"\n'
        f'[branch.b]\ncases = [\n{cases}]\nelse = "two"\n'
        '[outcome.one]\nheadline = "1."\n[outcome.two]\nheadline = "2."\n'
    )
    tree = tree_of(text)
    reach = ReachFacts(analyse(tree))
    assert reach.dead_lines == {("b", 100 + number): {number} for number in range(100)}
    assert asked.total() == 1
    assert placed.total() < 3_000, "three stretches for each dead case, and all places once"


def counting(calls, inner):
    def counted(*arguments):
        calls[inner.__name__] += 1
        return inner(*arguments)

    return counted
