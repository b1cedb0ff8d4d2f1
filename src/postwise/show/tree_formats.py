"""A whole tree in the formats that it can be shown in; the command line offers those of this table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from postwise.show import document
from postwise.show.diagrams import dot, mermaid
from postwise.show.drawing.svg import drawing_style, drawn, svg
from postwise.show.handout import handout
from postwise.show.html_page import page
from postwise.show.numbered_tree import NumberedTree
from postwise.show.outline import outline
from postwise.show.tree_document import paper
from postwise.show.tree_table import table
from postwise.show.walking_page import page_of
from postwise.text import as_json, for_html, for_markdown
from postwise.tree.model import Tree

SCHEMA = "postwise.tree/1"


def markdown(chart: NumberedTree) -> str:
    """Return the tree as a document in CommonMark that a committee can read.

    It has what is promised; the questions with why they are asked, their answers and where they lead; the endings with
    reasons and next steps; what is worked out; the cases; the sources. The road of a walk is told, and marked.
    """
    about = chart.tree.about
    parts = [f"# {for_markdown(chart.fill(about.title))}"]
    if about.summary:
        parts.append(for_markdown(chart.fill(about.summary)))
    return "\n\n".join([*parts, *document.as_markdown(paper(chart))]) + "\n"


def tree_as_dict(tree: Tree) -> dict[str, Any]:
    """Return the whole tree as the JSON object ``postwise.tree/1``: the keys of the file, dates as ISO texts.

    What the file leaves out is left out here, and no words are filled in.
    """
    return {"schema": SCHEMA, "id": tree.id, "fingerprint": tree.fingerprint, **_for_json(tree.as_data())}


def _for_json(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _for_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_for_json(value) for value in data]
    return data.isoformat() if isinstance(data, dt.date | dt.time) else data


def json_text(chart: NumberedTree) -> str:
    """Return the whole tree as a JSON document."""
    return as_json(tree_as_dict(chart.tree)) + "\n"


DRAWING = 'class="drawing" role="region" aria-label="The tree as a drawing" tabindex="0"'
"""A wide one scrolls, which a keyboard can only do to what it can come to."""
STYLE = """
.drawing{margin:1.5rem calc(50% - 48vw);overflow-x:auto;border-block:1px solid var(--rule)}
.drawing svg{display:block;margin:0 auto;max-width:100%;height:auto}
.leads{white-space:normal}.leads,.leads a{color:var(--quiet)}
strong.road{color:var(--accent)}h3{margin-top:1.6rem}
section:target>h3{background:var(--wash);outline:.4em solid var(--wash)}
@media print{html{font-size:10pt;line-height:1.4}.drawing{margin:0 0 1rem;border:0;overflow:visible;break-after:page}
 .drawing svg{width:100%;min-width:0 !important;max-height:200mm}.drawing .ground{fill:none}
 section{break-inside:auto}h3{break-after:avoid;margin-top:1.1rem}li{margin:.12rem 0}}
"""


def html(chart: NumberedTree) -> str:
    """Return the tree as one self-contained page; the road of a walk is marked in the drawing and in the text."""
    about = chart.tree.about
    title = chart.fill(about.title)
    parts = [f"<h1>{for_html(title)}</h1>"]
    if about.summary:
        parts.append(f"<p>{for_html(chart.fill(about.summary))}</p>")
    parts.append(f"<figure {DRAWING}>{drawn(chart)}</figure>")
    body = "\n".join([*parts, *document.as_html(paper(chart))])
    return page(title, f"<main>\n{body}\n</main>", drawing_style() + STYLE)


FORMATS: Mapping[str, Callable[[NumberedTree], str]] = {
    "outline": outline,
    "markdown": markdown,
    "mermaid": mermaid,
    "dot": dot,
    "svg": svg,
    "html": html,
    "json": json_text,
    "handout": handout,
    "table": table,
    "page": page_of,
}
"""Every format by its name."""
