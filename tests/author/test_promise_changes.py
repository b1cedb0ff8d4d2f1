"""Promises of two versions side by side: which say less than they did, and by what."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracle import Oracle
from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.paired_states import PairedSearch
from postwise.author.diff.promise_changes import PromiseChange, PromiseComparison
from postwise.author.diff.tree_diff import compare
from postwise.logic.search import BOUND, Budget
from postwise.tree.model import Tree
from shown import changes_told
from strategies import LARGEST, Thrower, examples, made, tree_of, two_versions

TREE = """
format = 1
[tree]
title = "Shall I?"
start = "tone"
[question.tone]
ask = "Would you say it aloud?"
yes = "people"
no = "ask"
[question.people]
ask = "How many will hear it?"
type = "number"
min = 0
max = 9
step = 1
goto = "sorting"
[branch.sorting]
cases = [{ when = { people = { min = 7 } }, goto = "wait" }]
else = "say"
[outcome.say]
verdict = "go"
headline = "Say it."
[outcome.wait]
verdict = "pause"
headline = "Wait."
[outcome.ask]
verdict = "talk"
headline = "Ask."
[promise.one]
text = "It is so."
"""
SIGNED = 'signed = [{ role = "union", date = 2026-11-01 }, { role = "staff", date = 2026-11-02 }]'


def laid_side_by_side(old: Tree, new: Tree) -> tuple[PromiseChange, ...]:
    changes, judged = PromiseComparison(NodeMatch(old, new), Budget(BOUND)).changes()
    assert judged
    return changes


def changed(before: str, after: str, *, bound: int = 1 << 20) -> list[dict[str, Any]]:
    match = NodeMatch(tree_of(TREE + before), tree_of(TREE + after))
    return [
        {key: said for key, said in change.to_dict().items() if key not in {"reworded", "outdated"}}
        for change in PromiseComparison(match, Budget(bound)).changes()[0]
    ]


CASES = [  # before, after, by what it is weaker, in what else it is changed
    ("at-most = 3", "at-most = 4", ["at-most"], []),
    ("at-most = 4", "at-most = 3", [], ["at-most"]),
    ('at-most = 3\nnever = ["stop"]', 'never = ["stop"]', ["at-most"], []),
    ('never = ["stop", "say"]', 'never = ["say", "stop"]', None, None),
    ('never = ["stop", "say"]', 'never = ["stop"]', ["never"], []),
    ('never = ["stop"]', 'never = ["stop", "say"]', [], ["never"]),
    ('never = ["say"]', 'never = ["go"]', [], ["never"]),
    ('never = ["go"]', 'never = ["say"]', ["never"], []),
    ('only = ["say", "talk"]', 'only = ["say"]', [], ["only"]),
    ('only = ["say"]', 'only = ["say", "talk"]', ["only"], []),
    ('only = ["say"]', 'only = ["go"]', ["only"], []),
    ('only = ["go"]', 'only = ["say"]', [], ["only"]),
    ('only = ["say"]\nat-most = 3', "at-most = 3", ["only"], []),
    ('asked = ["tone", "people"]', 'asked = ["tone"]', ["asked"], []),
    ('asked = ["tone"]', 'asked = ["tone", "people"]', [], ["asked"]),
    ('asked = ["tone"]\nfor = ["union"]', 'asked = ["tone"]\nfor = ["staff"]', [], ["for"]),
    ("at-most = 3", "at-most = 3\nwhen = { people = { min = 3 } }", ["when"], []),
    ("at-most = 3\nwhen = { people = { min = 3 } }", "at-most = 3", [], ["when"]),
    ("at-most = 3\nwhen = { people = { min = 3 } }", "at-most = 3\nwhen = { people = { min = 4 } }", ["when"], []),
    ("at-most = 3\nwhen = { people = { min = 4 } }", "at-most = 3\nwhen = { people = { min = 3 } }", [], ["when"]),
    ("at-most = 3\nwhen = { people = { min = 9 } }", 'at-most = 3\nwhen = { tone = "yes" }', [], ["when"]),
    ('at-most = 3\nwhen = { tone = "no" }', "at-most = 3\nwhen = { people = { answered = false } }", [], ["when"]),
    (f"at-most = 3\n{SIGNED}", f"at-most = 3\n{SIGNED.replace('-02', '-03')}", [], ["signed"]),
]


@pytest.mark.parametrize(("before", "after", "weaker", "other"), CASES)
def test_what_is_weaker_and_what_is_only_changed(
    before: str, after: str, weaker: list[str] | None, other: list[str]
) -> None:
    expected = [] if weaker is None else [{"id": "one", "weaker": weaker, "unsigned": [], "other": other}]
    assert changed(before, after) == expected


def test_an_ending_that_is_gone_is_no_loss_and_a_question_that_is_gone_is_one() -> None:
    wait = '[outcome.wait]\nverdict = "pause"\nheadline = "Wait."\n'
    old = TREE + 'never = ["stop", "wait"]\nasked = ["tone", "people"]\n'
    new = old.replace(wait, "").replace('"stop", "wait"', '"stop"').replace('goto = "wait"', 'goto = "say"')
    (change,) = laid_side_by_side(tree_of(old), tree_of(new))
    assert (change.weaker, change.other) == ((), ("never",))
    start, end = new.index("[question.people]"), new.index("[branch.sorting]")
    gone = new[:start] + new[end:].replace("people = { min = 7 }", 'tone = "no"').replace('"tone", "people"', '"tone"')
    (change,) = laid_side_by_side(tree_of(old), tree_of(gone.replace('"people"', '"sorting"')))
    assert (change.weaker, change.other) == (("asked",), ("never",))


def test_of_a_condition_on_what_is_gone_nobody_can_say() -> None:
    old = TREE + "at-most = 3\nwhen = { people = { min = 3 } }\n"
    start, end = old.index("[question.people]"), old.index("[branch.sorting]")
    gone = (old[:start] + old[end:]).replace("people = { min = 7 }", 'tone = "no"').replace('"people"', '"sorting"')
    (change,) = laid_side_by_side(tree_of(old), tree_of(gone.replace("people = { min = 3 }", 'tone = "yes"')))
    assert (change.weaker, change.other) == ((), ("when",))


def test_who_has_signed_no_longer_is_named() -> None:
    fewer = SIGNED.replace('{ role = "union", date = 2026-11-01 }, ', "")
    (change,) = changed(f"at-most = 3\n{SIGNED}", f"at-most = 3\n{fewer}")
    assert change == {"id": "one", "weaker": [], "unsigned": ["union"], "other": []}


def test_where_too_much_would_have_to_be_looked_at_it_is_only_changed() -> None:
    (change,) = changed("at-most = 3", "at-most = 3\nwhen = { people = { min = 3 } }", bound=2)
    assert (change["weaker"], change["other"]) == ([], ["when"])


def test_a_comparison_that_could_not_judge_a_promise_says_that_it_is_not_complete() -> None:
    before, after = "at-most = 3", "at-most = 3\nwhen = { people = { min = 3 } }"
    old, new = tree_of(TREE + before), tree_of(TREE + after)
    spent = Budget(BOUND)
    assert PairedSearch(NodeMatch(old, new), spent).changes().complete
    for bound, complete in ((BOUND - spent.left, False), (BOUND, True)):
        found = compare(old, new, bound=bound)
        assert found.complete is complete
        assert found.promises[0].weaker == (("when",) if complete else ())


def test_new_names_for_the_same_things_make_no_promise_weaker() -> None:
    claims = 'never = ["say"]\nasked = ["tone"]\nwhen = { tone = ["yes"], people = { not = 3 } }'
    old, new = two_versions(
        TREE + claims, ("people", "heads"), ("outcome.say", "outcome.speak"), ('"say"', '"speak"'), ("one", "first")
    )
    difference = compare(old, new)
    assert difference.promises == ()
    assert difference.match.renamed("promises") == {"one": "first"}


def test_what_is_said_of_them_in_lines() -> None:
    gone = '\n[promise.two]\ntext = "Gone."\nasked = ["tone"]\n'
    old = tree_of(f'{TREE}when = {{ tone = "yes" }}\nat-most = 2\nonly = ["say"]\n{SIGNED}{gone}')
    after = f'{TREE}when = {{ people = 1 }}\nat-most = 4\nonly = ["say", "wait"]\nfor = ["staff"]\n'
    new = tree_of(after + gone.replace("two", "new").replace("Gone", "New"))
    assert changes_told(compare(old, new)) == [
        'The promise "two" is gone.',
        'The promise "one" says less than before and is not signed by union or staff any more.',
        "",
        "Promises",
        '  New promise: "new"',
        '    text = "New."',
        '    asked = ["tone"]',
        '  Gone promise: "two"',
        "    “Gone.”",
        '  Weaker: "one". Fewer walks come under it. only allows "wait" as well. at-most is 4, and was 2.',
        '  Signed by fewer: "one", no longer by "union" and "staff"',
        '  Changed: "one", in "for"',
        "    “It is so.”",
        "    For: staff",
        '    when: { tone = "yes" } → { people = 1 }',
        '    for: left out → ["staff"]',
    ]
    assert changes_told(compare(old, old)) == ["Nothing has changed."]
    old, new = (
        tree_of(f"{TREE}{claims}")
        for claims in ('at-most = 2\nnever = ["go", "stop"]\nonly = ["go"]', 'never = ["go"]')
    )
    assert changes_told(compare(old, new)) == [
        'The promise "one" says less than before.',
        "",
        "Promises",
        '  Weaker: "one". never has lost "stop". only is gone. at-most is gone.',
        "    “It is so.”",
    ]


def test_who_had_signed_a_promise_that_is_gone_is_told() -> None:
    old, new = tree_of(f"{TREE}at-most = 3\n{SIGNED}"), tree_of(TREE.partition("[promise.")[0])
    assert changes_told(compare(old, new)) == [
        'The promise "one" is gone, which union and staff had signed.',
        "",
        "Promises",
        '  Gone promise: "one"',
        "    “It is so.”",
        "    Signed by: union and staff",
    ]


@pytest.mark.parametrize("test", ['{ all = ["photo", "name"] }', '{ none = ["photo", "name"] }'])
def test_what_items_stand_for_that_a_promise_looks_at_is_told(test: str) -> None:
    items = '[{ id = "photo", text = "A picture" }, { id = "name", text = "Who it is" }, { id = "x", text = "Else" }]'
    asked = f'[question.in-it]\nask = "What is in it?"\ntype = "checklist"\ngoto = "tone"\nanswers = {items}\n'
    before = TREE.replace('start = "tone"', 'start = "in-it"').replace("[question.tone]", f"{asked}[question.tone]")
    said = DiffReport(
        compare(*map(tree_of, (f"{before}at-most = 3", f"{before}at-most = 3\nwhen = {{ in-it = {test} }}")))
    )
    lines = said.as_lines()
    assert lines[lines.index("What these names stand for") + 1 :] == [
        "  in-it: “What is in it?”",
        '    "name": “Who it is”',
        '    "photo": “A picture”',
    ]


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(2, LARGEST), st.integers(0, 2**32 - 1))
def test_a_promise_that_fewer_walks_come_under_is_weaker_and_no_other(size: int, seed: int) -> None:
    thrower = Thrower(size, seed, rings=True)
    data, claim = thrower.tree(), {"text": "It is so.", "at-most": 3}
    first, second = thrower.condition(), thrower.condition()
    assume(first != second)
    if Random(seed).random() < 0.3:
        second = [*(first if isinstance(first, list) else [first]), *(second if isinstance(second, list) else [second])]
    old, new = ({**data, "promise": {"one": {**claim, "when": when}}} for when in (first, second))
    (change,) = laid_side_by_side(made(old), made(new))
    assert isinstance(change, PromiseChange)
    oracle = Oracle(data)
    under = [asked for asked, place, _ in oracle.walks() if place.ends and oracle.holds(first, asked)]
    narrowed = any(not oracle.holds(second, asked) for asked in under)
    assert (change.weaker, change.other) == ((("when",), ()) if narrowed else ((), ("when",)))


def test_a_condition_that_is_new_or_gone_is_told_with_what_it_says() -> None:
    old, new = tree_of(f"{TREE}at-most = 3"), tree_of(f'{TREE}at-most = 3\nwhen = {{ tone = "yes" }}')
    assert '    when: left out → { tone = "yes" }' in changes_told(compare(old, new))
    assert '    when: { tone = "yes" } → left out' in changes_told(compare(new, old))


SAFE = "at-most = 3\n" + SIGNED
SIGNERS = "union and staff signed it as it was."


@pytest.mark.parametrize(
    ("before", "after", "how", "sentence", "signed"),
    [
        ("It is so.", "It may be so.", ["reworded"], f'The promise "one" is in other words; {SIGNERS}', ""),
        ("at-most = 3", "at-most = 4", ["weaker"], f'The promise "one" says less than before; {SIGNERS}', ""),
        ("at-most = 3", "at-most = 2", ["changed"], f'The promise "one" asks for something else; {SIGNERS}', ""),
        ("at-most = 3", "at-most = 4\nnever = ['stop']", ["weaker"], f'The promise "one" says less than before; {SIGNERS}', ""),
        (
            'at-most = 3\nsigned = [{ role = "union", date = 2026-11-01 }, ', "at-most = 4\nsigned = [",
            ["weaker"],
            'The promise "one" says less than before and is not signed by union any more; staff signed it as it was.',
            "",
        ),
        (
            'at-most = 3\nsigned = [{ role = "union", date = 2026-11-01 }',
            'at-most = 4\nsigned = [{ role = "union", date = 2026-12-01 }',
            ["weaker"],
            'The promise "one" says less than before; staff signed it as it was.',
            ", *one* signed by one",
        ),
    ],
)  # fmt: skip
def test_a_signature_is_one_to_words_and_to_no_others(
    before: str, after: str, how: list[str], sentence: str, signed: str
) -> None:
    text = TREE + SAFE
    assert before in text
    difference = compare(tree_of(text), tree_of(text.replace(before, after, 1)))
    assert changes_told(difference)[0] == sentence
    assert [one["how"] for one in difference.to_dict()["lost"]] == [how]  # type: ignore[attr-defined]
    head, _, kept = DiffReport(difference).as_markdown()[:3]
    assert head == "## Shall I?: no answer leads elsewhere, but 1 promise is not as it was."
    assert kept == f"{sentence} 1 of 1 promise holds{signed}."


def test_a_promise_that_is_gone_is_named_in_the_first_lines_with_who_had_signed_it() -> None:
    old, new = tree_of(TREE + SAFE), tree_of(TREE[: TREE.index("[promise.one]")])
    gone = 'The promise "one" is gone, which union and staff had signed.'
    assert changes_told(compare(old, new))[0] == gone
    comment = DiffReport(compare(old, new)).as_markdown()
    assert comment[:3] == ["## Shall I?: no answer leads elsewhere, but 1 promise is gone.", "", gone]
    assert list(compare(old, new).to_dict())[5] == "lost"


def test_other_words_that_nobody_signed_and_spaces_alone_are_no_loss() -> None:
    old = tree_of(TREE + "at-most = 3")
    assert compare(old, tree_of(TREE.replace("It is so.", "It may be.") + "at-most = 3")).lost == ()
    signed = TREE + SAFE
    assert compare(tree_of(signed), tree_of(signed.replace("It is so.", "It is  so."))).promises == ()


def test_under_promises_stand_both_texts_and_who_signed_the_old_one() -> None:
    text = TREE + SAFE
    lines = changes_told(compare(tree_of(text), tree_of(text.replace("It is so.", "It may be so."))))
    assert lines[lines.index("Promises") :][:5] == [
        "Promises",
        '  In other words: "one"',
        "    “It may be so.”",
        "    Signed as it was, and not since: union and staff",
        "    Before: “It is so.”",
    ]


@pytest.mark.parametrize(
    ("signed", "carried", "counts"),
    [
        ('{ role = "union", date = 2026-11-01 }, { role = "staff", date = 2026-11-02 }', ["union", "staff"], ""),
        ('{ role = "union", date = 2026-10-01 }', ["union"], ""),
        ('{ role = "union", date = 2026-12-01 }, { role = "staff", date = 2026-11-02 }', ["staff"], "one"),
        ('{ role = "union", date = 2026-12-01 }, { role = "union", date = 2026-11-01 }', [], "one"),
        ('{ role = "lawyer", date = 2026-10-01 }', [], "one"),
    ],
)
def test_a_new_promise_has_no_signature_from_before_it_stood_there(
    signed: str, carried: list[str], counts: str
) -> None:
    other = TREE.replace("[promise.one]", "[promise.two]").replace("It is so.", "It is seldom so.")
    difference = compare(tree_of(TREE + SAFE), tree_of(f"{other}at-most = 3\nsigned = [{signed}]"))
    gone, *new = difference.to_dict()["lost"]  # type: ignore[misc]
    assert gone["how"] == ["gone"]  # type: ignore[index]
    assert new == ([{"id": "two", "how": ["carried"], "signed": carried}] if carried else [])
    head, _, said = DiffReport(difference).as_markdown()[:3]
    assert head == "## Shall I?: no answer leads elsewhere, but 1 promise is gone."
    assert said.endswith(f"1 of 1 promise holds{f', *two* signed by {counts}' if counts else ''}.")
    lines = DiffReport(difference).as_lines()
    who = " and ".join(carried)
    told = f'The new promise "two" is signed by {who} with a date as old as to "one": that is not counted.'
    assert (lines[1] == told) is bool(carried)
    assert (f"    Signed before it stood here, and not since: {who}" in lines) is bool(carried)
