"""A tree as a diagram that another program draws: a Mermaid flowchart, or a graph for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postwise.show.html_page import LIGHT
from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.text import one_line, safe, wrap
from postwise.tree.model import VERDICTS

# Mermaid

UNSAFE = re.compile(r"[^\w ,.?!:;()'/+\u00a0-\U0010ffff-]|:(?=\S)")
"""Whatever Mermaid might read as anything but a letter of a label."""
AT_START = re.compile(r"^(?:[-+]|\d+[.)])(?=\s|$)")
BRACKETS = {"question": ('["', '"]'), "branch": ('{"', '"}'), "outcome": ('(["', '"])')}


def label(text: str) -> str:
    """Return a text as it stands in a quoted label of Mermaid: every doubtful letter by its number."""
    line = UNSAFE.sub(lambda match: f"#{ord(match[0])};", safe(one_line(text)))
    return AT_START.sub(lambda match: f"{match[0][:-1]}#{ord(match[0][-1])};", line) or "#32;"


def mermaid(chart: NumberedTree) -> str:
    """Return the tree as a Mermaid flowchart; the road of a walk in it is drawn thick."""
    return "\n".join(_mermaid(chart)) + "\n"


def _mermaid(chart: NumberedTree) -> Iterator[str]:
    yield "flowchart TD"
    title = re.sub(r"[;#{}%]", " ", safe(one_line(chart.fill(chart.tree.title))))
    yield f"  accTitle: {title}"
    for place, node in enumerate(chart.nodes.values()):
        before, after = BRACKETS[node.kind]
        text = node.label + (f": {'; '.join(node.items)}" if node.items else "")
        yield f"  n{place}{before}{label(text)}{after}" + (f":::{node.verdict}" if node.verdict else "")
    for source, line, target in _lines(chart):
        arrow = "==>" if line.taken else "-->"
        yield f"  {source} {arrow}" + (f'|"{label(line.text)}"|' if line.text else "") + f" {target}"
    yield from _classes(chart)


def _lines(chart: NumberedTree) -> Iterator[tuple[str, OutgoingLine, str]]:
    """Yield every way out, between the names in the diagram of where it begins and where it leads."""
    names = {node_id: f"n{place}" for place, node_id in enumerate(chart.nodes)}
    for node_id, node in chart.nodes.items():
        yield from ((names[node_id], line, names[line.target]) for line in node.lines)


def _classes(chart: NumberedTree) -> Iterator[str]:
    shown = {node.verdict for node in chart.nodes.values()}
    for verdict in VERDICTS:
        if verdict in shown:
            yield f"  classDef {verdict} fill:{LIGHT['card']},stroke:{LIGHT[verdict]},color:{LIGHT[verdict]}"
    taken = [f"n{place}" for place, node in enumerate(chart.nodes.values()) if node.on_road]
    if taken:
        yield "  classDef road stroke-width:4px"
        yield f"  class {','.join(taken)} road"


# Graphviz

SHAPES = {"question": "box", "branch": "diamond", "outcome": "box"}
STYLES = {"question": "rounded", "branch": "solid", "outcome": "rounded,filled"}
WIDTH = 28
"""Letters on a line of a label."""


def quoted(text: str, width: int = WIDTH) -> str:
    """Return a text as a quoted string of DOT that reads as itself, broken into lines."""
    lines = wrap(text, width, whole_words=False)
    plain = safe("\n".join(lines)).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'.replace("\n", "\\n")


def dot(chart: NumberedTree) -> str:
    """Return the tree as a Graphviz graph; the road of a walk in it is drawn thick."""
    return "\n".join(_dot(chart)) + "\n"


def _dot(chart: NumberedTree) -> Iterator[str]:
    yield "digraph {"
    yield f'  graph [label={quoted(chart.fill(chart.tree.title), 80)}, labelloc=t, charset="UTF-8"];'
    yield '  node [fontname="Helvetica", fontsize=11];'
    yield '  edge [fontname="Helvetica", fontsize=9];'
    for place, node in enumerate(chart.nodes.values()):
        yield f"  n{place} [{_box(node)}];"
    for source, line, target in _lines(chart):
        yield f"  {source} -> {target} [{_edge(line)}];"
    yield "}"


def _box(node: NumberedNode) -> str:
    text = node.label + "".join(f"; {item}" for item in node.items)
    looks = [f"label={quoted(text)}", f"shape={SHAPES[node.kind]}", f'style="{STYLES[node.kind]}"']
    if node.verdict:
        colour = LIGHT[node.verdict]
        looks += [f'color="{colour}"', f'fillcolor="{LIGHT["wash"]}"', f'fontcolor="{colour}"']
    if node.on_road:
        looks.append("penwidth=3")
    return ", ".join(looks)


def _edge(line: OutgoingLine) -> str:
    looks = [f"label={quoted(line.text, 20)}"] if line.text else []
    if line.taken:
        looks.append("penwidth=3")
    return ", ".join(looks)
