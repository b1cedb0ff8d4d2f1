"""What a room's page has room for: on what a projector leaves, a vote and what came of it are all there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from postwise.train.ballot import ballot_on
from postwise.train.room_view import Bar, RoomView, room
from postwise.train.session_words import BELOW, INVITATIONS, TIE
from postwise.tree.library import Library
from postwise.tree.loader import load
from postwise.tui.training.room_lines import RoomContent, page_lines
from postwise.tui.widgets.page_line import PageLine
from postwise.walk.walk import Walk
from train.playing import TREE, in_case, to

from .conftest import press, shown
from .training import count, in_room

PROJECTED = (60, 13)
"""What the head and the foot leave of 60 × 17."""
STORY = "Amina has just gone up a division with her club, and she is beside herself. " * 2 + "So far."
COUNTED = {"several": False, "help": "", "why": "", "trail": (), "road": ("", "")}


def votes() -> Iterator[RoomView]:
    """Yield a vote on each question that ships, as it is before anything is counted."""
    beside = room(in_case())
    for entry in Library().entries:
        tree = load(entry.path)
        walk = Walk.start(tree)
        for question_id in tree.questions:
            ballot = ballot_on(walk, question_id)
            if ballot is not None:
                texts = [*(choice.text for choice in ballot.choices), "Pass"]
                bars = tuple(Bar(text, None, None, leads=False) for text in texts)
                view = replace(beside, **COUNTED, stage="talk", story=STORY, ask=ballot.ask, bars=bars, hidden=False)
                yield replace(view, several=ballot.several, present=12, word="split")


def counted(view: RoomView, **more: object) -> RoomView:
    """Return a vote as it is after the second count, the widest counts in it."""
    bars = tuple(
        replace(bar, first=7 if place else 1, second=1, leads=place == 0) for place, bar in enumerate(view.bars)
    )
    moved = "split → leaning, at least 2 moved"
    return replace(view, stage="moved", bars=bars, voted=12, movement=moved, word="leaning", **more)


def page(view: RoomView, size: tuple[int, int] = PROJECTED, typed: str | None = None) -> RoomContent:
    return RoomContent(view, width=size[0], height=size[1], columns=size[0], typed=typed)


def words(lines: list[PageLine]) -> list[str]:
    return [each.words.plain for each in lines]


def test_every_vote_that_ships_and_all_that_comes_of_it_fits_what_a_projector_leaves():
    for view in votes():
        for step in (
            view,
            counted(view),
            counted(view, tie=True),
            replace(view, stage="shown"),
        ):
            content = page(step)
            lines = list(page_lines(content))
            assert content.left_by(lines) >= 0, (step.stage, step.ask)
            assert [bar.text for bar in step.bars] == [
                text for text in words(lines) if text in {b.text for b in step.bars}
            ]
            last = TIE if step.tie else step.movement if step.stage == "moved" else INVITATIONS.get(step.stage)
            assert last is None or last in words(lines)


def test_first_the_story_goes_and_then_the_bars_beside_the_counts():
    one = next(view for view in votes() if len(view.bars) == 4)
    long = tuple(replace(bar, text="An answer of forty letters and no more") for bar in one.bars)
    vote = counted(replace(one, ask="Whose?", bars=long))
    roomy, less, least = (list(page_lines(page(vote, (60, rows)))) for rows in (30, 11, 6))
    assert STORY in words(roomy)
    assert STORY not in [*words(less), *words(least)]
    assert ["░" in each.right.plain for each in less if each.lead.plain.strip() == "1"] == [True]
    assert [each.right.plain for each in least if each.lead.plain.strip() in {"1", "2"}] == [
        "a few → a few",
        "    7 → a few",
    ]


def test_what_no_page_has_room_for_is_said_to_be_below():
    one = next(votes())
    many = replace(one, bars=(*[one.bars[0]] * 20, one.bars[-1]))
    content = page(counted(many))
    lines = list(page_lines(content))
    assert content.left_by(lines) < 0
    assert lines[0].right.plain == BELOW
    assert BELOW not in "".join(each.right.plain for each in page_lines(page(counted(one))))


LONG = (
    TREE.replace('text = "Ours"', 'text = "Ours, or one that we share with people elsewhere and far away"')
    .replace('text = "My own"', 'text = "My own, though people know where it is that I work and what I do"')
    .replace('text = "None yet"', 'text = "None yet, and I would have to make one up before that or afterwards"')
    .replace(
        'ask = "Whose account', 'ask = "On a day like this one, and with all those people looking on: whose account'
    )
)


@pytest.mark.parametrize("size", [(60, 17), (80, 20)], ids=str)
async def test_answers_of_two_rows_and_their_counts_are_all_on_the_page(tmp_path, size):
    async with in_room(tmp_path / "s", to(in_case(text=LONG), "account"), size) as pilot:
        await press(pilot, "v")
        await count(pilot, "6 5 1")
        await press(pilot, "n")
        assert INVITATIONS["talk"] in shown(pilot.app)
        assert re.search(r"^ +Pass", shown(pilot.app), re.MULTILINE)
        await press(pilot, "v")
        await count(pilot, "4 8")
        assert "at least 3 moved" in shown(pilot.app)
        assert re.search(r"^ +Pass +.*1 → +0|^ +Pass +.*0 → +0", shown(pilot.app), re.MULTILINE)
