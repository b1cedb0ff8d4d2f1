"""What an author has just edited: parts of the tree in words, lines of the file by number."""

from __future__ import annotations

import pytest

from postwise import Walk
from postwise.author.live_file import edited_lines, edits_between, read, walk_past
from postwise.logic import lookahead
from postwise.tree import toml_source
from postwise.tree.library import Library
from postwise.tree.loader import loads
from postwise.walk import walk

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


PROMISES = """
[promise.one]
text = "It is never done alone."
when = { who = "me" }
never = ["talk", "info"]
only = ["talk"]
[promise.two]
text = "It takes one question."
at-most = 1
"""


@pytest.mark.parametrize("claim", ["never.1", "only"])
def test_from_a_claim_that_is_broken_one_comes_to_a_walk_that_breaks_it(claim: str) -> None:
    now = Walk.start(loads(TREE + PROMISES))
    walk, node = walk_past(now, f"promise.one.{claim}") or (now, "")
    assert (walk.asked, node) == ({"who": "me"}, "done")


@pytest.mark.parametrize("at", ["promise.one.never.0", "promise.one", "promise.two.at-most", "promise.three.never.0"])
def test_from_a_promise_that_holds_there_is_nowhere_to_go(at: str) -> None:
    assert walk_past(Walk.start(loads(TREE + PROMISES)), at) is None


def test_promises_that_are_edited_are_counted() -> None:
    edited = loads((TREE + PROMISES).replace("at-most = 1", "at-most = 2"))
    assert edits_between(loads(TREE + PROMISES), edited).sentence == "1 promise changed"


def test_what_the_page_looks_for_first_is_found_while_the_file_is_read(tmp_path, monkeypatch) -> None:
    (tmp_path / "small.toml").write_text(TREE, encoding="utf-8")
    reading = read(tmp_path / "small.toml", Library())

    def looked_for_again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(toml_source, "Places", looked_for_again)
    monkeypatch.setattr(lookahead, "most_by_gotos", looked_for_again)
    monkeypatch.setattr(walk, "fill_question", looked_for_again)
    assert reading.line_of(("question", "who")) == 5
    assert reading.start.question.ask == "Who?"
    assert reading.start.taking({}).remaining_so_far == (None, 1)
