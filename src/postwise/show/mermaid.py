"""A tree as a Mermaid flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from postwise.show.html_page import LIGHT
from postwise.show.numbered_tree import NumberedNode, NumberedTree
from postwise.text import one_line, safe
from postwise.tree.model import VERDICTS, Tree
from postwise.walk.walk import Walk

UNSAFE = re.compile(r"[^\w ,.?!:;()'/+\u00a0-\U0010ffff-]|:(?=\S)")
"""Whatever Mermaid might read as anything but a letter of a label."""
AT_START = re.compile(r"^(?:[-+]|\d+[.)])(?=\s|$)")
SHAPES = {"question": ('["', '"]'), "branch": ('{"', '"}'), "outcome": ('(["', '"])')}


def label(text: str) -> str:
    """Return a text as it stands in a quoted label of Mermaid: every doubtful letter by its number."""
    line = UNSAFE.sub(lambda found: f"#{ord(found[0])};", safe(one_line(text)))
    return AT_START.sub(lambda found: f"{found[0][:-1]}#{ord(found[0][-1])};", line) or "#32;"


def mermaid(tree: Tree, words: Mapping[str, str] | None = None, road: Walk | None = None) -> str:
    """Return the tree as a Mermaid flowchart; the road of a walk in it is drawn thick."""
    return "\n".join(_lines(NumberedTree(tree, words or {}, road))) + "\n"


def _lines(chart: NumberedTree) -> Iterator[str]:
    names = {name: f"n{place}" for place, name in enumerate(chart.nodes)}
    yield "flowchart TD"
    yield f"  accTitle: {_plain(chart.fill(chart.tree.title))}"
    for name, node in chart.nodes.items():
        before, after = SHAPES[node.kind]
        yield f"  {names[name]}{before}{label(_said(node))}{after}{_class(node)}"
    yield from _ways(chart, names)
    yield from _styles(chart)


def _plain(text: str) -> str:
    return re.sub(r"[;#{}%]", " ", safe(one_line(text)))


def _said(node: NumberedNode) -> str:
    items = f": {'; '.join(node.items)}" if node.items else ""
    return f"{node.label}{items}"


def _class(node: NumberedNode) -> str:
    return f":::{node.verdict}" if node.verdict else ""


def _ways(chart: NumberedTree, names: Mapping[str, str]) -> Iterator[str]:
    for name, node in chart.nodes.items():
        for way in node.ways:
            if way.target in names:
                arrow = "==>" if way.taken else "-->"
                text = f'|"{label(way.text)}"|' if way.text else ""
                yield f"  {names[name]} {arrow}{text} {names[way.target]}"


def _styles(chart: NumberedTree) -> Iterator[str]:
    shown = {node.verdict for node in chart.nodes.values()}
    for verdict in VERDICTS:
        if verdict in shown:
            yield f"  classDef {verdict} fill:{LIGHT['card']},stroke:{LIGHT[verdict]},color:{LIGHT[verdict]}"
    taken = [place for place, name in enumerate(chart.nodes) if chart.nodes[name].on_road]
    if taken:
        yield "  classDef road stroke-width:4px"
        yield f"  class {','.join(f'n{place}' for place in taken)} road"
