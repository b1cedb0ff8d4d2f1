"""Tables of thousands of cases: what is said of each costs what it looks at, and not what the table does."""

from __future__ import annotations

from collections import Counter

from postwise.author.rules.mentions import Mentions
from postwise.author.rules.reachability import ReachFacts, rights_blocked
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
    reach = ReachFacts(analyse(tree), Mentions(tree))
    assert reach.dead_lines == {("b", 100 + number): {number} for number in range(100)}
    assert asked.total() == 1
    assert placed.total() < 3_000, "three stretches for each dead case, and all places once"


def test_two_ranges_in_each_row_of_a_long_table_are_looked_at_by_stretches(monkeypatch):
    placed = Counter()
    monkeypatch.setattr(WaysOut, "placed", counting(placed, WaysOut.placed))
    asked = "".join(f'[question.{name}]\nask = "?"\ntype = "number"\ngoto = "{to}"\n' for name, to in ("mn", "nb"))
    rows = "".join(
        f'[{{ min = {10 * n}, max = {10 * n + 400} }}, {{ min = {7 * n % 500} }}, "one"],\n' for n in range(100)
    )
    ends = '[outcome.one]\nheadline = "1."\n[outcome.two]\nheadline = "2."\n'
    branch = f'[branch.b]\non = ["m", "n"]\ntable = [\n{rows}]\nelse = "two"\n'
    found = analyse(tree_of(f'[tree]\ntitle = "T"\nstart = "m"\n{asked}{branch}{ends}'))
    assert found.walks is not None
    assert found.walks > 10_000, "every two of some hundred ranges"
    assert placed.total() < 3_000, "neither is every one of their examples looked at in every state"


def test_many_answers_that_assert_a_right_are_looked_at_at_once():
    answers = ", ".join(f'{{ id = "a{n}", text = "{n}", goto = "b", rights = true }}' for n in range(300))
    text = (
        f'[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "?"\nanswers = [{answers}]\n'
        '[branch.b]\ncases = [{ when = { q = "a7" }, goto = "no" }]\nelse = "go"\n'
        '[outcome.go]\nheadline = "1."\nverdict = "go"\n[outcome.no]\nheadline = "2."\nverdict = "stop"\n'
    )
    tree = tree_of(text)
    reach = ReachFacts(analyse(tree), Mentions(tree))
    assert reach.proven
    before = reach.analysis.space.budget.left
    assert [fault.where for fault in rights_blocked(reach)] == [("question", "q", "answers", 7, "rights")]
    assert reach.analysis.space.budget.left == before, "no state is looked at again for any of them"


def counting(calls, inner):
    def counted(*arguments):
        calls[inner.__name__] += 1
        return inner(*arguments)

    return counted
