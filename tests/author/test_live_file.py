"""What an author has just edited: parts of the tree in words, lines of the file by number."""

from __future__ import annotations

import pytest

from postwise.author.live_file import edited_lines, edits_between
from postwise.tree.loader import loads

TREE = """format = 1
[tree]
title = "Small"
start = "who"
[question.who]
ask = "Who?"
answers = [{ id = "me", text = "Me", goto = "done" }, { id = "ask", text = "You", goto = "done" }]
[outcome.done]
headline = "Done."
"""


@pytest.mark.parametrize(
    ("old", "new", "said", "parts"),
    [
        ('"Who?"', '"Who is it?"', "1 question changed", {"who": {"": "changed", "ask": "changed"}}),
        ('"You"', '"You all"', "1 question changed", {"who": {"": "changed", "answers.ask": "changed"}}),
        ('ask = "Who?"', 'ask = "Who?"\nwhy = "So."', "1 question changed", {"who": {"": "changed", "why": "new"}}),
        ('"Done."', '"Done."\n[outcome.new]\nheadline = "New."', "1 ending new", {"new": {"": "new"}}),
        ('"Small"', '"Smaller"', "the tree's own words changed", {}),
        ('"Small"', '"Small" # a comment', "", {}),
    ],
)
def test_what_was_edited_in_words_and_parts(old, new, said, parts) -> None:
    edits = edits_between(loads(TREE), loads(TREE.replace(old, new)))
    assert edits.sentence == said
    assert edits.parts == parts


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (TREE, set()),
        (TREE.replace("Who?", "Whom?"), {6}),
        ("# first\n" + TREE, {1}),
        (TREE + "# last\n", {10}),
        (TREE.replace('title = "Small"\n', ""), set()),
        (TREE.replace("Small", "Sm\u2028all").replace("Done.", "Over."), {3, 9}),
    ],
)
def test_the_lines_that_were_edited(new: str, lines: set[int]) -> None:
    assert edited_lines(TREE, new) == lines
