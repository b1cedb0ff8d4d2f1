"""Trees for the tests of what is shown: a small one that has everything, shipped ones, and ones with hostile texts."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from postwise import Walk
from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.tree_diff import TreeDiff
from postwise.tree.library import shipped_folder, trees_in
from postwise.tree.model import Tree
from strategies import as_toml, tree_data, tree_of

SHIPPED: list[Path] = [entry.path for entry in trees_in(shipped_folder(), "shipped")]


STANDS_FOR = "What these names stand for"


def changes_told(diff: TreeDiff) -> list[str]:
    """Return what a comparison says in lines, but for what its names stand for."""
    lines = DiffReport(diff).as_lines()
    if STANDS_FOR not in lines:
        return lines
    start = lines.index(STANDS_FOR)
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return [*lines[: start - 1], *lines[end:]]


def endings(tree: Tree) -> list[Walk]:
    """Return a walk for each scenario, one for each outcome that none of them reaches, and some that are all unsure."""
    if tree.fingerprint not in ENDED:
        ENDED[tree.fingerprint] = _endings(tree)
    return ENDED[tree.fingerprint]


ENDED: dict[str, list[Walk]] = {}


def _endings(tree: Tree) -> list[Walk]:
    walks = [Walk.replay(tree, scenario.answers) for scenario in tree.scenarios.values()]
    reached = {walk.at for walk in walks}
    others = [scenario.other for scenario in tree.scenarios.values() if scenario.other is not None]
    # What would change it does not lead to them where the answer that does is a fact.
    walks += [Walk.replay(tree, other.answers) for other in others if other.expect not in reached]
    reached = {walk.at for walk in walks}
    for walk in walks:  # it grows while it is gone through
        if reached == tree.outcomes.keys():
            break
        for change in walk.what_if.changes:
            other = walk.change(change.question, change.answer)
            if other.outcome is not None and other.at not in reached:
                reached.add(other.at)
                walks.append(other)
    assert reached == tree.outcomes.keys()
    unsure = (Walk.replay(tree, walk.answers, unsure=_choices(walk)) for walk in walks)
    return [*walks, *(walk for walk in unsure if walk.outcome is not None)]


def _choices(walk: Walk) -> set[str]:
    return {step.node_id for step in walk.steps if step.question.picks_one}


EVERYTHING = """
format = 1

[tree]
title = "May {organisation} say it?"
summary = "A minute's thought."
start = "who"
version = "2"
reviewed = 2026-11-01
review-by = 2027-11-01
audience = "Everyone"
purpose = "Plain facts"
authors = ["The * group"]
sources = [{ title = "A report", url = "https://example.org/report_(1).html" }]

[profile]
organisation = "the forum"

[question.who]
ask = "Who is speaking?"
why = "It *matters*."
answers = [
  { id = "us", text = "All of us", goto = "reach" },
  { id = "me", text = "Only me", goto = "marks", note = "Then say **I**." },
]

[question.reach]
ask = "How many will read it?"
type = "number"
min = 0
step = 1
unit = "people"
goto = "by-reach"

[question.marks]
ask = "What is in it?"
type = "checklist"
none = "Nothing of the kind"
goto = "by-reach"
answers = [{ id = "face", text = "A face" }, { id = "place", text = "A place" }]

[value.size]
on = ["reach"]
table = [[{ min = 1000 }, "large"]]
else = "small"

[branch.by-reach]
cases = [
  { when = { size = "large" }, goto = "ask-first" },
  { when = { marks = ["face", "place"] }, goto = "sure" },
]
else = "go-on"

[question.sure]
ask = "Have they agreed?"
yes = "go-on"
no = { text = "Not yet", goto = "ask-first" }

[outcome.go-on]
verdict = "go"
headline = "Go on."
next = ["Post it."]

[outcome.ask-first]
verdict = "talk"
headline = "Ask {comms} first."
reason = "A {size} audience, [as they say](https://example.org)."
next = ["Ring {comms}.", "Wait."]
notes = [{ when = { who = "us" }, text = "It is in *our* name." }]
see = [{ title = "How to ask", url = "https://example.org/ask" }]
tree = "other-tree"

[scenario.face]
title = "A face"
story = "There is a *face* in it."
answers = { who = "me", marks = ["face"], sure = "no" }
expect = "ask-first"
discuss = ["Whose face?"]
split = "sure"
other = { answers = { who = "me", marks = ["face"], sure = "yes" }, expect = "go-on" }

[scenario.many]
answers = { who = "us", reach = 5000 }
expect = "ask-first"
"""


def everything():
    """Return a small tree with every kind of thing in it."""
    return tree_of(EVERYTHING, "everything")


HOSTILE = (
    '"]-->x',
    "</script><b>&amp;&lt;",
    'a "quoted" \\ back\\slash \\N \\G \\"',
    "[/x] [@click=app.quit]z[/]",
    "a|b`c``",
    "#quot; #35; %%{init}%%",
    "end",
    "- x",
    "1. one",
    "{a} {{b}}",
    "x" * 300,
    "*b* _i_ ~s~ **",
    "click n0 call()",
    "line\nbreak\ttab",
    "fa:fa-car",
    "日本語のとても長い文字列がここにあります" * 3,
    "\\",
    "--> subgraph; n1",
    "[a](javascript:alert(1)) ![p](https://example.org/p.png) <https://example.org>",
    "# h\n===\n> q",
    "    code",
    "]]>",
    "e\u0301\u200d\U0001f600",
)
"""Texts that mean something to a terminal, to Markdown, HTML, Mermaid or Graphviz."""

ODD = st.text(st.sampled_from("\"'\\<>&;:#|`*_[](){}%-=+.!?$~/ \n\tx1é語😀"), min_size=1).filter(
    lambda text: text.strip()
)
hostile_texts = st.one_of(st.sampled_from(HOSTILE), ODD)


@st.composite
def hostile_trees(draw, *, rings=True):
    """Draw a small random tree, branches included, with hostile texts all over it."""
    data, written = draw(tree_data(rings=rings)), {}

    def text() -> str:
        token = f"text {len(written)}"
        written[token] = draw(hostile_texts).replace("{", "{{").replace("}", "}}")
        return token

    data["tree"]["title"] = text()
    for question in data["question"].values():
        question["ask"], question["why"] = text(), text()
        for answer in question.get("answers", ()):
            answer["text"] = text()
    for outcome in data["outcome"].values():
        outcome["headline"], outcome["reason"], outcome["next"] = text(), text(), [text()]
    toml = as_toml(data)
    for token, words in written.items():
        toml = toml.replace(f'"{token}"', json.dumps(words, ensure_ascii=False))
    return tree_of(toml)
