"""A whole tree in lines: each question with its number, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.show.promise_words import promised
from postwise.text import one_line, safe
from postwise.tree.placeholders import spoken


def outline(chart: NumberedTree) -> str:
    """Return the tree in lines: each question with its number, and where each answer leads.

    What stands on the road of a walk begins with a sign.
    """
    return "\n".join(safe(line).rstrip() for line in _outline(chart)) + "\n"


def _outline(chart: NumberedTree) -> Iterator[str]:
    about = chart.tree.about
    yield one_line(chart.fill(about.title))
    if about.summary:
        yield one_line(chart.fill(about.summary))
    if about.version or about.reviewed:
        version = f"Version {chart.fill(about.version)}. " if about.version else ""
        yield version + (f"Last looked at on {spoken(about.reviewed)}." if about.reviewed else "")
    if chart.road is not None:
        yield "▸ marks the road taken."
    gutter = len(str(len(chart.numbers)))
    for node in chart.nodes.values():
        if node.kind != "outcome":
            yield ""
            yield from _outlined(chart, node, gutter)
    yield from _promises(chart)
    if chart.road is not None:
        yield ""
        end = chart.nodes[chart.road.at]
        yield f"▸ {'The road ends with' if end.verdict else 'The road has come to'} {one_line(end.called)}"


def _promises(chart: NumberedTree) -> Iterator[str]:
    if chart.tree.promises:
        yield ""
        yield "What it promises"
    for promise in promised(chart):
        yield f"- {one_line(promise.text)}"
        yield from (f"  {item.label} {one_line(item.text)}" for item in promise.under)


def _outlined(chart: NumberedTree, node: NumberedNode, gutter: int) -> Iterator[str]:
    mark = ("▸ " if node.on_road else "  ") if chart.road is not None else ""
    indent = " " * (len(mark) + gutter + 2)
    yield f"{mark}{node.number:>{gutter}}  {one_line(node.title)}"
    yield from (f"{indent}- {one_line(item)}" for item in node.items)
    yield from (f"{indent}{_line(chart, line)}" for line in node.lines)


def _line(chart: NumberedTree, line: OutgoingLine) -> str:
    mark = ("▸ " if line.taken else "  ") if chart.road is not None else ""
    onward = f"→ {one_line(chart.nodes[line.target].called)}"
    return f"{mark}{one_line(line.text)} {onward}" if line.text else f"{mark}{onward}"
