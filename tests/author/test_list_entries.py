"""Which entry of a list is which in two versions of it, and which of them moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise.author.diff.list_entries import called, moved, paired, reordered


@given(st.lists(st.sampled_from(["a tree", "a house", "the sea"]), max_size=6), st.data())
def test_what_is_the_same_is_always_paired_and_nothing_twice(old, data):
    new = data.draw(st.permutations([*old, "something else altogether"]))
    pairs = paired(old, new)
    assert len(pairs) == len(old) == len({*pairs.values()})
    assert all(old[was] == new[now] for was, now in pairs.items())


@given(st.permutations(range(6)))
def test_the_fewest_that_moved_are_told_and_putting_them_there_makes_the_new_order(new):
    old = sorted(new)
    told = list(moved(old, new))
    order = [entry for entry in old if entry not in dict(told)]
    assert order == [entry for entry in new if entry not in dict(told)], "what stayed stands in one order"
    for entry, behind in told:
        order.insert(0 if behind is None else order.index(behind) + 1, entry)
    assert order == list(new)
    assert bool(told) is reordered(dict(enumerate(map(new.index, old))))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["Keep it short.", "Call."], ["Keep it very short.", "Call."], {0: 0, 1: 1}),
        (["Call."], ["Something quite other"], {}),
        ([{"when": {"a": "b"}, "goto": "c"}], [{"when": {"a": "x"}, "goto": "c"}], {0: 0}),
        ([{"text": "One", "when": {"a": "b"}}], [{"text": "Two", "when": {"a": "b"}}], {0: 0}),
        ([["a", "b", "c"]], [["x", "y", "z"], ["a", "b", "d"]], {0: 1}),
        (["a"], [{"text": "a"}], {}),
    ],
)
def test_what_is_called_the_same_or_much_alike_is_the_same(old, new, pairs):
    assert paired(old, new) == pairs


def test_an_entry_is_called_by_its_words_its_condition_or_the_whole_of_it():
    assert called({"text": "Sleep on it.", "when": {"a": "b"}}) == "“Sleep on it.”"
    assert called({"goto": "c", "when": {"a": "b"}}) == '{ a = "b" }'
    assert called(["a", "b"]) == '["a", "b"]'
    assert called("x" * 100) == f"“{'x' * 60}…”"
