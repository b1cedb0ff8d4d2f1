"""The brief: the situation in the person's own answers, their doubts, and what to decide; nothing they typed."""

from __future__ import annotations

import pytest

from postwise import Walk, load
from postwise.show.brief import LEFT_OUT, brief
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
    assert text.count("- Is it urgent? Not sure\n") == 1, "what it was taken for, nobody has said"
    assert "Yes" not in text


RIGHT = """format = 1
[tree]
title = "Told off"
start = "told"
[question.told]
ask = "What happened?"
fact = true
goto = "tonight"
answers = [{ id = "delete", text = "Told to delete it" }, { id = "chat", text = "A chat", unsure = true }]
[question.tonight]
ask = "How are you tonight?"
answers = [
  { id = "low", text = "I can't go on", goto = "act", note = "Eat something." },
  { id = "ok", text = "Managing", goto = "act", unsure = true },
]
[outcome.act]
verdict = "act"
headline = "Talk to somebody."
reason = "You come first."
rights = true
next = ["Ring {buddy}."]
notes = [{ text = "Keep a copy." }, { when = { tonight = "low" }, text = "Put the phone down." }]
see = [{ title = "A union", phone = "0300 123 1100" }, { when = { tonight = "low" }, title = "Crisis line", phone = "116" }]
tree = "next"
"""
NEXT = """format = 1
[tree]
title = "After that"
start = "more"
[question.more]
ask = "More?"
yes = "go"
no = "go"
[outcome.go]
verdict = "go"
headline = "On you go."
"""


def test_beside_a_right_it_says_what_there_is_to_do_and_with_whom_and_nothing_that_was_answered():
    text = brief(Walk.start(loads(RIGHT), profile={"buddy": "Ana"}).answer("delete").answer("low"), Library())
    for said in ("ends in “act”: Talk to somebody.", "You come first.", "- Ring Ana.", "- Keep a copy."):
        assert said in text
    assert "\nWhom to turn to\n- A union: 0300 123 1100\n" in text
    assert f"The situation\n- {LEFT_OUT}\n" in text
    for told in ("delete", "How are you", "can't go on", "Eat", "Put the phone", "Crisis", "--resume", "Not sure"):
        assert told not in text, told


def test_what_was_answered_on_the_way_through_a_right_stays_out_of_a_brief_from_the_next_tree():
    walk = (
        Walk.start(loads(RIGHT, id="told-off")).answer("delete").not_sure().go_on(loads(NEXT, id="next")).answer("yes")
    )
    text = brief(walk, Library())
    assert walk.outcome is not None
    assert not walk.outcome.rights
    assert "“After that” and it ends in “go”" in text
    assert LEFT_OUT in text
    assert "delete" not in text
    assert "--resume" not in text


def walks_of(walk, ticks):
    """Yield every finished walk on from one, with the ticks that are named for a checklist."""
    if walk.outcome is not None:
        yield walk
        return
    question = walk.tree.questions[walk.at]
    for answer in ticks.get(walk.at) or [option.name for option in question.options]:
        yield from walks_of(walk.answer(answer), ticks)


def test_of_a_colleague_no_brief_tells_what_they_believe_or_how_old_they_are():
    tree = load(shipped_folder() / "someone-complained.toml")
    ticks = {
        "right-in-it": [[], ["who"], ["belief"], ["terms"]],
        "history": [[], ["young"], ["closed"]],
        "looked": [[], ["original", "author"]],
        "whose-words": ["staff", "gone", "unsure"],
    }
    asked = {tree.questions[name].ask for name in tree.questions}
    endings = set()
    for walk in walks_of(Walk.start(tree), ticks):
        text = brief(walk, Library())
        endings.add(walk.at)
        assert LEFT_OUT in text, walk.at
        assert "--resume" not in text, walk.at
        assert not [ask for ask in asked if ask in text], walk.at
    assert {"pause-hear", "act-mend", "act-guidance"} <= endings


def test_of_whoever_hides_to_keep_safe_no_brief_tells_it_and_nobody_asks_them_to_come_out():
    """It was listed under what would change the ending: that they stand by it with their name."""
    for clues in (["photo"], []):
        walk = Walk.start(TREE).answer("unnamed").answer("safety").answer(clues)
        while walk.outcome is None:
            walk = walk.answer([]) if walk.at == "signs" else walk.answer("yes")
        assert LEFT_OUT in brief(walk, Library())
        assert "keep safe" not in brief(walk, Library())
        assert not {"stand-by", "clues"} & {change.question for change in walk.what_if.changes}, walk.at
        fewest = walk.what_if.fewest
        assert fewest is None or not {"stand-by", "clues"} & fewest.answers.keys(), walk.at


def test_of_an_account_without_a_name_it_is_the_same():
    tree = load(shipped_folder() / "account-setup.toml")
    walk = Walk.replay(tree, {"why-here": "private", "linked": [], "naming": "safe"})
    assert LEFT_OUT in brief(walk, Library())
    assert "keep myself safe" not in brief(walk, Library())
    assert "naming" not in {change.question for change in walk.what_if.changes}


@pytest.mark.parametrize(
    ("name", "answers", "told"),
    [
        ("before-you-post", {"signs": ["heat"], "seen": "self"}, "faith"),
        ("before-you-post", {"signs": [], "seen": "self"}, "faith"),
        ("account-setup", {"why-here": "leaving", "leaving": "looking"}, "not everyone at work knows"),
        ("minority-report", {"at-work": "asked", "in-whose-name": "org", "say-it": "no"}, "sticks in my throat"),
        ("under-fire", {"heat": "few", "aimed-at": "colleague", "asked": "quiet"}, "kept quiet"),
    ],
)
def test_who_somebody_is_and_what_they_keep_to_themselves_is_told_in_no_brief(name, answers, told):
    """One told a colleague of somebody's faith, and one that not everyone knew of their search."""
    if name == "before-you-post":
        answers = {"account": "personal", "reception": "no", "why-not": "private", **answers}
    walk = Walk.replay(load(shipped_folder() / f"{name}.toml"), answers)
    assert walk.outcome
    assert LEFT_OUT in brief(walk, Library())
    assert told not in brief(walk, Library())
    asked = list(answers)[-1]
    assert asked not in {change.question for change in walk.what_if.changes}
    assert walk.what_if.fewest is None or asked not in walk.what_if.fewest.answers


def test_an_answer_to_a_question_about_a_right_is_left_out_wherever_the_walk_ends():
    asked = NEXT.replace('ask = "More?"', 'ask = "More?"\nrights = true')
    assert LEFT_OUT in brief(Walk.start(loads(asked)).answer("yes"), Library())
    said = NEXT.replace('yes = "go"', 'yes = { text = "Danger", goto = "go", rights = true }')
    assert "Danger" not in brief(Walk.start(loads(said)).answer("yes"), Library())
    assert "More? No" in brief(Walk.start(loads(said)).answer("no"), Library())


def test_whom_to_turn_to_is_said_elsewhere_too():
    tree = loads(RIGHT.replace("rights = true\n", ""))
    text = brief(Walk.start(tree).answer("delete").answer("low"), Library())
    assert "- A union: 0300 123 1100\n- Crisis line: 116\n" in text
    assert "- How are you tonight? I can't go on" in text


def test_beside_a_right_no_sentence_that_says_an_answer_stands_in_it():
    says = RIGHT.replace("Talk to somebody.", "You said {tonight}.").replace("You come first.", "Since {tonight}.")
    says = says.replace('next = ["Ring {buddy}."]', 'next = ["Ring {buddy}.", "Say {told}."]')
    text = brief(Walk.start(loads(says), profile={"buddy": "Ana"}).answer("delete").answer("low"), Library())
    assert "- Ring Ana." in text
    for told in ("can't go on", "delete"):
        assert told not in text
