from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise.train.tally import Tally, confidence, movement, shown


def votes(*counts: int, passes: int = 0) -> Tally:
    return Tally(dict(zip("abcdefgh", counts, strict=False)), passes, sum(counts) + passes)


def ticks(*counts: int, voters: int, passes: int = 0) -> Tally:
    return Tally(dict(zip("abcdefgh", counts, strict=False)), passes, voters, several=True)


@pytest.mark.parametrize(
    ("tally", "agreement", "word", "leaders"),
    [
        (votes(8, 2, 0), "agreed", "most", ("a",)),
        (votes(79, 21), "leaning", "most", ("a",)),
        (votes(6, 4), "leaning", "most", ("a",)),
        (votes(59, 41), "split", "split", ("a",)),
        (votes(5, 5), "split", "split", ("a", "b")),
        (votes(5, 0, passes=7), "split", "split", ("a",)),
        (votes(0, 0, passes=6), "split", "split", ()),
        (votes(0, 9), "agreed", "all", ("b",)),
        (votes(3, 1), "leaning", "most", ("a",)),
        (votes(1, 1), "split", "split", ("a", "b")),
        (ticks(10, 2, voters=12), "agreed", "most", ("a",)),
        (ticks(10, 6, voters=12), "split", "split", ("a",)),
        (ticks(0, 0, voters=5), "agreed", "all", ()),
    ],
)
def test_agreement_is_that_of_all_voters(tally, agreement, word, leaders):
    assert (tally.agreement, tally.word, tally.leaders) == (agreement, word, leaders)


@pytest.mark.parametrize(("counts", "voters"), [({"a": -1, "b": 2}, 1), ({"a": 1}, 2), ({}, -1)])
def test_counts_that_cannot_be_are_refused(counts, voters):
    with pytest.raises(ValueError, match="add up"):
        Tally(counts, 0, voters)


def test_more_ticks_than_deciders_are_refused():
    with pytest.raises(ValueError, match="add up"):
        ticks(5, voters=5, passes=1)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=4), st.integers(0, 4))
def test_of_few_voters_no_number_is_shown(counts, passes):
    tally = votes(*counts, passes=passes)
    seen = shown(tally)
    if tally.voters < 5:
        assert (seen.counts, seen.passes, seen.voters) == (None, None, None)
        assert seen.word in {"all", "most", "split"}
        assert not any(char.isdigit() for char in repr(seen))
    else:
        assert sum(seen.counts.values()) + seen.passes == seen.voters


@given(st.lists(st.sampled_from(["a", "b", None]), max_size=12))
def test_the_order_of_votes_leaves_no_trace(chosen):
    def cast(order):
        tally = Tally({"a": 0, "b": 0})
        for one in order:
            tally = tally.passed() if one is None else tally.plus([one])
        return tally

    assert cast(chosen) == cast(sorted(chosen, key=str)) == cast(chosen[::-1])


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (votes(4, 5, 2), votes(6, 5, 0, passes=1), "split → split, at least 2 moved, one more passed, one more voted"),
        (votes(6, 6), votes(9, 3), "split → leaning, at least 3 moved"),
        (votes(6, 6), votes(6, 6), "split → split, the same counts as before"),
        (votes(5, 5), votes(7, 5), "split → split, 2 more voted"),
        (votes(5, 6), votes(7, 3), "split → leaning, at least 2 moved, one fewer voted"),
        (votes(2, 2), votes(3, 1), "split → most"),
        (votes(3, 2), votes(4, 0), "most → all"),
        (ticks(6, 3, voters=12), ticks(10, 3, voters=12), "split → leaning, at least 4 moved"),
    ],
)
def test_movement_is_what_counts_can_tell(before, after, sentence):
    assert movement(before, after).sentence == sentence


def test_both_votes_speak_the_words_of_the_smaller():
    assert movement(votes(5, 1), votes(3, 1)).before == "most"


def test_confidence_is_a_mean_and_a_spread_from_five_on():
    scale = ("1", "2", "3", "4", "5")
    assert confidence(Tally(dict(zip(scale, (0, 1, 0, 2, 1), strict=True)), 1, 5)) is None
    found = confidence(Tally(dict(zip(scale, (1, 0, 0, 0, 4), strict=True)), 0, 5))
    assert (found.mean, found.spread) == (4.2, 1.6)
