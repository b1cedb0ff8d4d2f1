"""The brief: the situation in the person's own answers, their doubts, and what to decide; nothing they typed."""

from __future__ import annotations

from postwise import Walk, load
from postwise.show.brief import brief
from postwise.tree.library import Library, shipped_folder
from postwise.tree.loader import loads
from postwise.walk.resumed_walk import resume

TREE = load(shipped_folder() / "before-you-post.toml")


def unsure_walk():
    walk = Walk.start(TREE, profile={"buddy": "Ana"}).answer("personal").answer(["side"]).answer("near")
    return walk.not_sure()


def test_it_says_the_situation_the_doubts_and_what_to_decide():
    text = brief(unsure_walk(), Library())
    assert "“Should I post this?”" in text
    assert "- Which account would this go out from? Mine, under my own name" in text
    assert "What I was not sure of\n- How would a fair-minded reader" in text
    assert "(it could change the answer)" in text
    assert "What there is to decide\n- " in text


def test_it_carries_the_walk_itself():
    code = brief(unsure_walk(), Library()).split("--resume ")[1].strip()
    assert resume(Walk.start(TREE), code).walk == unsure_walk()


def test_what_was_typed_stays_out_of_it():
    tree = loads(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "Your words?"\ntype = "text"\ngoto = "x"\n'
        '[outcome.x]\nverdict = "talk"\nheadline = "Talk to {buddy}."\n'
    )
    assert "a secret" not in brief(Walk.start(tree).answer("a secret"), Library())


def test_before_the_end_there_is_none():
    assert brief(Walk.start(TREE), Library()) == ""


THREE = {
    "first": 'ask = "Is it urgent?"\nyes = "on"\nno = "on"|tree = "second"',
    "second": 'ask = "Is it urgent?"\nyes = "on"\nno = "done"|tree = "third"',
    "third": 'ask = "Is it urgent?"\nyes = "on"\nno = "on"|verdict = "go"',
}


def test_what_hangs_on_a_doubt_of_an_earlier_tree_is_said_as_it_is():
    trees = {}
    for name, (question, end) in ((name, text.split("|")) for name, text in THREE.items()):
        trees[name] = loads(
            f'format = 1\n[tree]\ntitle = "{name}"\nstart = "urgent"\n[question.urgent]\n{question}\n'
            f'[outcome.on]\nheadline = "On."\n{end}\n[outcome.done]\nheadline = "Done."\nverdict = "stop"\n',
            id=name,
        )
    walk = Walk.start(trees["first"]).change("urgent", "yes", unsure=True).go_on(trees["second"]).go_on(trees["third"])
    text = brief(walk, Library())
    assert "- Is it urgent? (it could change where this goes on)" in text
    assert "What came before that, in “second”: postwise run second --resume" in text, "nobody else would come here"
    assert text.count("Is it urgent? Yes") == 1
