"""A tree as one page to read and to print: the drawing, then the whole document. No script, no outside request."""

from __future__ import annotations

from collections.abc import Mapping

from postwise.show import document
from postwise.show.chart import Chart
from postwise.show.escape import for_html
from postwise.show.page import page
from postwise.show.paper import paper
from postwise.show.svg import drawing_style, drawn
from postwise.tree.model import Tree
from postwise.walk.walk import Walk

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


def html(tree: Tree, words: Mapping[str, str] | None = None, road: Walk | None = None) -> str:
    """Return the tree as one self-contained page; the road of a walk is marked in the drawing and in the text."""
    chart = Chart(tree, words or {}, road)
    title = chart.fill(tree.title)
    parts = [f"<h1>{for_html(title)}</h1>"]
    if tree.about.summary:
        parts.append(f"<p>{for_html(chart.fill(tree.about.summary))}</p>")
    parts.append(f'<figure class="drawing">{drawn(chart)}</figure>')
    parts += document.as_html(paper(chart))
    return page(title, "<main>\n" + "\n".join(parts) + "\n</main>", drawing_style() + STYLE)
