"""What a tree promises, in every form in which it is read."""

from __future__ import annotations

import re
from pathlib import Path

from postwise import load
from postwise.show.handout import handout
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import html, markdown, outline
from strategies import tree_of

TREE = load(Path(__file__).parents[1] / "data" / "valid" / "every-type.toml")
CHART = NumberedTree(TREE, {})
PROMISED = """
What it promises
- No crowd goes without a steward.
  That is, if answer 2 is 500 visitors or more: it ends in “◇ talk”
  For: neighbours and volunteers
  Signed by: committee (1 November 2026) and neighbours (8 November 2026)
- Whoever offers much is never simply waved through.
  That is, if «effort» is 3.5 or more; or answer 3 has exactly 3 ticked and answer 1 is 31 March 2027 or after: it never \
ends in “● go” or “◷ pause: Wait until you know what to offer.”
  Somebody disagreed (2 November 2026): Three stalls are not much.
- Everybody is asked what would make it a good day, after three questions at the most.
  That is, on every walk: questions 1 and 4 are asked; at most 4 questions are asked
"""


def test_the_outline_says_them_with_what_each_comes_to():
    assert outline(CHART).endswith(PROMISED)


def test_the_documents_say_all_that_the_outline_says():
    plain = re.sub(r"<[^>]+>", "\n", html(CHART))
    for line in filter(None, PROMISED.splitlines()):
        for part in re.split(r"(?<=:) |(?<=is,) ", line.strip("- ")):
            assert part in plain
            assert part in markdown(CHART)


def test_the_hand_out_says_who_has_signed_where_there_is_room():
    page = handout(CHART)
    assert "<p>No crowd goes without a steward.<br />" in page
    assert "Signed by committee (1 November 2026) and neighbours (8 November 2026)" in page
    many = NumberedTree(TREE.replaced(promises={f"p{n}": TREE.promises["short"] for n in range(9)}), {})
    assert "What it promises" not in handout(many)


def test_a_tree_that_promises_nothing_says_nothing_of_it():
    none = NumberedTree(TREE.replaced(promises={}), {})
    assert not any("promise" in form(none) for form in (outline, markdown, html, handout))


def test_texts_of_promises_are_filled_and_never_markup():
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "o"\nno = "o"\n'
        '[outcome.o]\nheadline = "O."\n'
        '[promise.p]\ntext = "Ask {manager}, *not* <b>me</b>."\nasked = ["a"]\nfor = ["{comms} <i>"]\n'
        'signed = [{ role = "the _{unionrep}_", date = 2026-01-02 }]\n'
    )
    chart = NumberedTree(tree, {"manager": "Joan <j>", "comms": "Priya", "unionrep": "Ben"})
    assert "- Ask Joan <j>, *not* <b>me</b>." in outline(chart)
    assert r"Ask Joan \<j\>, \*not\* \<b\>me\</b\>." in markdown(chart)
    for form in (html, handout):
        assert "Ask Joan &lt;j&gt;, *not* &lt;b&gt;me&lt;/b&gt;." in form(chart)
    assert "For: Priya <i>" in outline(chart)
    assert r"Signed by: the \_Ben\_ (2 January 2026)" in markdown(chart)
