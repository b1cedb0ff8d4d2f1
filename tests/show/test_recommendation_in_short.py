"""A recommendation in short: what to do, whom to turn to, what decided it and the kindest other answers, in few lines."""

from __future__ import annotations

import pytest

from postwise import Walk, load
from postwise.show.recommendation_in_short import KINDEST, LINES, in_short
from postwise.text import cells
from postwise.tree.library import NextTree
from postwise.walk.recommendation import SIGNS
from shown import SHIPPED, endings, everything
from strategies import tree_of

SHORT = """\
Talk: Ask Priya [x] first.
May the forum say it?, version 2

A large audience, as they say (https://example.org).

Next
  1. Ring Priya [x].
  2. Wait.

See
  - How to ask: https://example.org/ask

Go on
  - In “The other tree”, from its first question:
    postwise run other-tree

Keep in mind
  - It is in our name.

What decided it
  - “All of us” to “Who is speaking?”
  - “5000 people” to “How many will read it?”

What would change this
  - go, with “0 people” to “How many will read it?”
  - go at best, with “Only me” to “Who is speaking?”

More with --all: every other answer and how you got here.
"""


def test_it_says_what_to_do_what_decided_it_and_what_would_change_it():
    walk = Walk.replay(everything(), {"who": "us", "reach": 5000}, profile={"comms": "Priya [x]"})
    assert in_short(walk, "More with --all", onward=NextTree("The other tree", "other-tree")) == SHORT


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_ending_of_a_shipped_tree_is_said_in_thirty_lines(path):
    for walk in endings(load(path)):
        then = NextTree("A tree of some other name", "another-tree")
        text, recommendation = in_short(walk, "More with --all", onward=then), walk.recommendation
        lines = text.splitlines()
        changes = text.partition("What would change this\n")[2].partition("\n\n")[0]
        named = f"\n{changes}".count("\n  - ")
        assert len(lines) <= LINES == 30 or (recommendation.rights and recommendation.notes and not named)
        assert max(map(cells, lines)) <= 80
        assert not [letter for letter in text if "\u2190" <= letter <= "\u2bff"], "words, no signs"
        together = " ".join(text.split())
        assert text.startswith(f"{SIGNS[recommendation.verdict].word.capitalize()}: ")
        for said in (recommendation.headline, *recommendation.next, *(contact.title for contact in recommendation.see)):
            assert " ".join(said.split()) in together
        if recommendation.urgent:
            assert "What decided it" not in text
            continue
        assert "What decided it\n  - " in text
        assert min(1 - recommendation.rights, len(walk.what_if.changes)) <= named <= KINDEST
        if recommendation.rights:
            assert all(" ".join(note.split()) in together for note in recommendation.notes), "a time limit, it may be"
        heading = 2 if not named else 0
        assert named == min(KINDEST, len(walk.what_if.changes)) or len(lines) > LINES - KINDEST - heading
        assert "More with --all: " in text
        assert "…" not in text, "no answer and no question is cut short"
        assert text.count("“") == text.count("”")


def many(answers: int, notes: int) -> Walk:
    """Return a walk through a tree in which each of many answers but the last decides, with much to keep in mind."""
    onward = [f'"q{n + 1}"' for n in range(answers - 1)] + ['"by"']
    questions = [
        f'[question.q{n}]\nask = "Is {n} so, whatever else may be said of it at such length as this?"\n'
        f"yes = {on}\nno = {on}\n"
        for n, on in enumerate(onward)
    ]
    wanted = ", ".join(f'q{n} = "yes"' for n in range(answers - 1))
    minded = ", ".join(f'{{ text = "Mind {n}." }}' for n in range(notes))
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "q0"\n'
        + "".join(questions)
        + f'[branch.by]\ncases = [{{ when = {{ {wanted} }}, goto = "on" }}]\nelse = "off"\n'
        f'[outcome.off]\nverdict = "pause"\nheadline = "Wait."\n'
        f'[outcome.on]\nverdict = "go"\nheadline = "Post."\nnotes = [{minded}]\n'
    )
    return Walk.replay(tree, {f"q{n}": "yes" for n in range(answers)})


def test_what_there_is_no_room_for_is_counted():
    text = in_short(many(20, 4), "More")
    assert len(text.splitlines()) == LINES
    assert "  - Mind 3.\n" in text
    assert "  - and ten more\n" in text, "of the nineteen that decided it"
    crowded = in_short(many(20, 30), "More")
    assert "  - and 16 more\n" in crowded
    assert "things to keep in mind, every other answer and how you got here." in " ".join(crowded.split())


def test_where_no_other_answer_leads_elsewhere_none_is_promised():
    tree = tree_of(
        '[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "Is it so?"\nyes = "on"\nno = "on"\n'
        '[outcome.on]\nheadline = "Post."\n'
    )
    assert in_short(Walk.replay(tree, {"q": "yes"}), "More").endswith("\nMore: how you got here.\n")


def test_an_unfinished_walk_has_nothing_to_say_in_short():
    with pytest.raises(ValueError, match="not ended"):
        in_short(Walk.start(everything()), "More")


def test_where_nothing_is_kinder_than_it_was_what_else_it_could_come_to_is_said():
    tree = tree_of(
        '[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "Fit for reception?"\nyes = "on"\nno = "more"\n'
        '[question.more]\nask = "Changed?"\nyes = "on"\nno = "off"\n'
        '[outcome.on]\nverdict = "go"\nheadline = "Post."\n[outcome.off]\nverdict = "pause"\nheadline = "Wait."\n'
    )
    text = in_short(Walk.replay(tree, {"q": "yes"}), "More")
    assert "  - perhaps pause, with “No” to “Fit for reception?”\n" in text
    assert "go at best" not in text
