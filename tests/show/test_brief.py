"""The brief: the situation in the person's own answers, their doubts, and what to decide; nothing they typed."""

from __future__ import annotations

from postwise import Walk, load
from postwise.show.brief import brief
from postwise.tree.library import shipped_folder
from postwise.tree.loader import loads
from postwise.walk.saved_walk import resume

TREE = load(shipped_folder() / "before-you-post.toml")


def unsure_walk():
    walk = Walk.start(TREE, profile={"buddy": "Ana"}).answer("personal").answer(["side"]).answer("near")
    return walk.not_sure()


def test_it_says_the_situation_the_doubts_and_what_to_decide():
    text = brief(unsure_walk())
    assert "“Should I post this?”" in text
    assert "- Which account would this go out from? Mine, under my own name" in text
    assert "What I was not sure of\n- How would a fair-minded reader" in text
    assert "(it could change the answer)" in text
    assert "What there is to decide\n- " in text


def test_it_carries_the_walk_itself():
    code = brief(unsure_walk()).split("--resume ")[1].strip()
    assert resume(Walk.start(TREE), code).walk == unsure_walk()


def test_what_was_typed_stays_out_of_it():
    tree = loads(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "Your words?"\ntype = "text"\ngoto = "x"\n'
        '[outcome.x]\nverdict = "talk"\nheadline = "Talk to {buddy}."\n'
    )
    assert "a secret" not in brief(Walk.start(tree).answer("a secret"))


def test_before_the_end_there_is_none():
    assert brief(Walk.start(TREE)) == ""
