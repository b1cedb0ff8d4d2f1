"""Mermaid and Graphviz: as many boxes and lines as the tree has, whatever its words, for readers of ours and for real ones."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from functools import partial

import pytest
from hypothesis import given

from postwise import Walk, load
from postwise.show.diagrams import dot, label, mermaid, quoted
from postwise.show.numbered_tree import NumberedTree
from postwise.text import one_line, safe
from shown import HOSTILE, SHIPPED, everything, hostile_texts, hostile_trees
from strategies import tree_of

MERMAID_NODE = re.compile(r'  n(\d+)(?:\["([^"]*)"\]|\{"([^"]*)"\}|\(\["([^"]*)"\]\))(?::::[a-z]+)?')
MERMAID_LINE = re.compile(r'  n(\d+) (-->|==>)(?:\|"([^"]*)"\|)? n(\d+)')
DOT_NODE = re.compile(r'  n(\d+) \[label="((?:[^"\\]|\\.)*)", (?:[^"\\]|"[^"\\]*")*\];')
DOT_LINE = re.compile(r'  n(\d+) -> n(\d+) \[(?:label="((?:[^"\\]|\\.)*)")?[^"]*\];')


def out_of_mermaid(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def out_of_dot(text: str) -> str:
    return html.unescape(re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text))


def lines(tree) -> list[tuple[str, str]]:
    chart = NumberedTree(tree)
    return [(name, way.target) for name, node in chart.nodes.items() for way in node.lines]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(hostile_texts)
def test_a_label_reads_as_the_text(text):
    shown = safe(one_line(text))
    assert out_of_mermaid(label(text)) == shown
    assert squeezed(out_of_dot(quoted(text)[1:-1])) == squeezed(shown)


@given(hostile_trees())
def test_mermaid_has_every_box_and_every_line_once(tree):
    names = list(NumberedTree(tree).nodes)
    found = [line for line in mermaid(NumberedTree(tree)).splitlines() if line.startswith("  n")]
    nodes = [match for line in found if (match := MERMAID_NODE.fullmatch(line))]
    arrows = [match for line in found if (match := MERMAID_LINE.fullmatch(line))]
    assert len(nodes) + len(arrows) == len(found)
    assert [names[int(node[1])] for node in nodes] == names
    assert [(names[int(arrow[1])], names[int(arrow[4])]) for arrow in arrows] == lines(tree)
    asked = [out_of_mermaid(node[2]) for node in nodes if node[2]]
    assert len(asked) == len(tree.questions)


@given(hostile_trees())
def test_dot_has_every_box_and_every_line_once(tree):
    names = list(NumberedTree(tree).nodes)
    found = [
        line
        for line in dot(NumberedTree(tree)).splitlines()
        if line.startswith("  n") and not line.startswith("  node")
    ]
    nodes = [match for line in found if (match := DOT_NODE.fullmatch(line))]
    arrows = [match for line in found if (match := DOT_LINE.fullmatch(line))]
    assert [names[int(node[1])] for node in nodes] == names
    assert [(names[int(arrow[1])], names[int(arrow[2])]) for arrow in arrows] == lines(tree)
    headlines = {
        squeezed(safe(outcome.headline)).replace("{{", "{").replace("}}", "}") for outcome in tree.outcomes.values()
    }
    shown = {squeezed(out_of_dot(node[2])) for node in nodes}
    assert all(any(text.endswith(headline) for text in shown) for headline in headlines)


def test_the_road_is_thick():
    tree = everything()
    road = Walk.replay(tree, {"who": "me", "marks": []})
    assert mermaid(NumberedTree(tree, {}, road)).count("==>") == 3
    assert "class n0,n2,n3," in mermaid(NumberedTree(tree, {}, road))
    assert dot(NumberedTree(tree, {}, road)).count("penwidth=3") == 3 + 4
    assert "==>" not in mermaid(NumberedTree(tree))
    assert "penwidth" not in dot(NumberedTree(tree))


def test_branches_are_diamonds_with_their_conditions():
    assert '{"4  Depending on earlier answers"}'.replace("  ", " ") in mermaid(NumberedTree(everything()))
    assert "shape=diamond" in dot(NumberedTree(everything()))
    assert "answer 3 has “A face” or “A place” ticked" in out_of_mermaid(mermaid(NumberedTree(everything())))


def hostile_tree():
    """Return a tree that has every hostile text as a question, as an answer and as a headline."""
    import json

    lines = ["format = 1", '[tree]\ntitle = "T"\nstart = "q0"']
    for place, text in enumerate(HOSTILE):
        words = json.dumps(text.replace("{", "{{").replace("}", "}}"), ensure_ascii=False)
        onward = f"q{place + 1}" if place + 1 < len(HOSTILE) else "o0"
        answers = f'{{ id = "a", text = {words}, goto = "{onward}" }}, {{ id = "b", text = "No", goto = "o{place}" }}'
        lines.append(f"[question.q{place}]\nask = {words}\nanswers = [{answers}]")
        lines.append(f'[outcome.o{place}]\nverdict = "talk"\nheadline = {words}')
    return tree_of("\n".join(lines))


TREES = {"hostile": hostile_tree, **{path.stem: partial(load, path) for path in SHIPPED}}


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
@pytest.mark.parametrize("name", TREES)
def test_graphviz_reads_what_we_write(name):
    tree = TREES[name]()
    ran = subprocess.run(["dot", "-Tplain"], input=dot(NumberedTree(tree)), capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert len(re.findall(r"^node ", ran.stdout, re.MULTILINE)) == len(NumberedTree(tree).nodes)
    assert len(re.findall(r"^edge ", ran.stdout, re.MULTILINE)) == len(lines(tree))


@pytest.mark.skipif(not shutil.which("mmdc"), reason="the Mermaid command line is not installed")
@pytest.mark.parametrize("name", TREES)
def test_mermaid_reads_what_we_write(name, tmp_path):
    source, drawn = tmp_path / "tree.mmd", tmp_path / "tree.svg"
    source.write_text(mermaid(NumberedTree(TREES[name]())), encoding="utf-8")
    subprocess.run(["mmdc", "-i", source, "-o", drawn], check=True, capture_output=True)
    assert drawn.read_text(encoding="utf-8").count('class="node ') == len(NumberedTree(TREES[name]()).nodes)
