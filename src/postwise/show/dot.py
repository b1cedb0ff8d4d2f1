"""A tree as a Graphviz graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postwise.show.html_page import LIGHT
from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.text import safe, wrap
from postwise.tree.model import Tree
from postwise.walk.walk import Walk

SHAPES = {"question": "box", "branch": "diamond", "outcome": "box"}
STYLES = {"question": "rounded", "branch": "solid", "outcome": "rounded,filled"}
WIDTH = 28
"""Letters on a line of a label."""


def quoted(text: str, width: int = WIDTH) -> str:
    """Return a text as a quoted string of DOT that reads as itself, broken into lines."""
    lines = wrap(text, width, whole_words=False)
    plain = safe("\n".join(lines)).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'.replace("\n", "\\n")


def dot(tree: Tree, words: Mapping[str, str] | None = None, road: Walk | None = None) -> str:
    """Return the tree as a Graphviz graph; the road of a walk in it is drawn thick."""
    return "\n".join(_lines(NumberedTree(tree, words or {}, road))) + "\n"


def _lines(chart: NumberedTree) -> Iterator[str]:
    names = {name: f"n{place}" for place, name in enumerate(chart.nodes)}
    yield "digraph {"
    yield f'  graph [label={quoted(chart.fill(chart.tree.title), 80)}, labelloc=t, charset="UTF-8"];'
    yield '  node [fontname="Helvetica", fontsize=11];'
    yield '  edge [fontname="Helvetica", fontsize=9];'
    for name, node in chart.nodes.items():
        yield f"  {names[name]} [{_node(node)}];"
    for name, node in chart.nodes.items():
        for way in node.ways:
            if way.target in names:
                yield f"  {names[name]} -> {names[way.target]} [{_way(way)}];"
    yield "}"


def _node(node: NumberedNode) -> str:
    text = node.label + "".join(f"; {item}" for item in node.items)
    looks = [f"label={quoted(text)}", f"shape={SHAPES[node.kind]}", f'style="{STYLES[node.kind]}"']
    if node.verdict:
        looks += [
            f'color="{LIGHT[node.verdict]}"',
            f'fillcolor="{LIGHT["wash"]}"',
            f'fontcolor="{LIGHT[node.verdict]}"',
        ]
    if node.on_road:
        looks.append("penwidth=3")
    return ", ".join(looks)


def _way(way: OutgoingLine) -> str:
    looks = [f"label={quoted(way.text, 20)}"] if way.text else []
    if way.taken:
        looks.append("penwidth=3")
    return ", ".join(looks)
