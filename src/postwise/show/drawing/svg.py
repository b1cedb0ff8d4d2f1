"""A tree as a drawing: SVG of its own, light and dark, that can be read aloud and needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.drawing.placing import LEADING, PAD, Drawing, EdgePiece, NodeBox, PlacedBox, TextBlock
from postwise.show.html_page import colours, verdict_colours
from postwise.show.numbered_tree import NumberedTree
from postwise.text import for_html, joined

SMALLEST = 0.62
"""On a page a drawing may shrink so far before it has to be moved sideways."""
STYLE = """
.chart{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;color:var(--ink)}
.chart text{fill:currentColor;white-space:pre}.chart .ground{fill:var(--page)}
.chart .card{fill:var(--card);stroke:var(--rule);stroke-width:1.2}
.chart .branch .card{stroke-dasharray:5 4}.chart .branch .title,.chart .branch .cell{font-style:italic}
.chart .outcome .card{stroke:currentColor;stroke-width:1.4}.chart .outcome .title{fill:var(--ink)}
.chart .again .card{fill:none;stroke-width:1;stroke-dasharray:2 3}
.chart .number{fill:var(--accent);font-weight:700}.chart .sign{font-weight:700}
.chart .items{fill:var(--quiet)}.chart .parts{stroke:var(--rule);stroke-width:1}
.chart .row{fill:var(--wash)}.chart .port{fill:var(--quiet)}
.chart .line{fill:none;stroke:var(--quiet);stroke-width:1.3}.chart .head{fill:var(--quiet)}
.chart .road .card{stroke:var(--accent);stroke-width:2.6;stroke-dasharray:none}
.chart .line.road{stroke:var(--accent);stroke-width:3.4}.chart .head.road{fill:var(--accent)}
.chart .taken{fill:var(--accent);opacity:.17}.chart .chosen{font-weight:700}
"""


def svg(chart: NumberedTree) -> str:
    """Return the tree as one SVG document; the road of a walk in it is drawn thick."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + drawn(chart, f"{colours('.chart')}{drawing_style()}") + "\n"


def drawing_style() -> str:
    """Return the style rules of the drawing; the colours' names are the page's."""
    return STYLE + verdict_colours(".chart ")


def drawn(chart: NumberedTree, style: str = "") -> str:
    """Return the ``<svg>`` element alone, with style rules of its own if there are any."""
    return "\n".join(_lines(chart, style))


def _lines(chart: NumberedTree, style: str) -> Iterator[str]:
    drawing = Drawing(chart)
    width, height = f"{drawing.width:.0f}", f"{drawing.height:.0f}"
    least = "" if style else f' style="min-width:{drawing.width * SMALLEST:.0f}px"'
    yield (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"{least} '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="chart-title chart-desc">'
    )
    yield f'<title id="chart-title">{for_html(chart.fill(chart.tree.title))}</title>'
    yield f'<desc id="chart-desc">{for_html(_described(chart))}</desc>'
    if style:
        yield f"<style>{style}</style>"
    yield '<rect class="ground" width="100%" height="100%" />'
    stretches = drawing.stretches()
    yield from map(_stretch, stretches)
    for placed in drawing.placed():
        yield from _box(placed)
    yield from _heads(stretches)
    yield "</svg>"


def _described(chart: NumberedTree) -> str:
    about = [chart.fill(chart.tree.about.summary)] if chart.tree.about.summary else []
    about.append(f"A tree of {joined(chart.size)}, from the top down.")
    if chart.road is not None:
        about += ["The road taken:", *(node.label + "." for node in chart.nodes.values() if node.on_road)]
    return " ".join(about)


def _stretch(piece: EdgePiece) -> str:
    half = (piece.to_y - piece.bend) / 2
    course = f"M{piece.x:.1f},{piece.y:.1f}V{piece.bend:.1f}C{piece.x:.1f},{piece.bend + half:.1f}"
    course += f" {piece.to_x:.1f},{piece.to_y - half:.1f} {piece.to_x:.1f},{piece.to_y:.1f}"
    return f'<path class="line{" road" if piece.taken else ""}" d="{course}" />'


def _heads(stretches: list[EdgePiece]) -> Iterator[str]:
    """Yield an arrow's head for each box that lines lead to."""
    ends = {(piece.to_x, piece.to_y): piece.taken for piece in stretches if piece.arrives}
    for (x, y), taken in ends.items():
        wide, high = (6, 10) if taken else (4.5, 8)
        shape = f"M{x - wide:.1f},{y - high:.1f}H{x + wide:.1f}L{x:.1f},{y:.1f}Z"
        yield f'<path class="head{" road" if taken else ""}" d="{shape}" />'


def _box(placed: PlacedBox) -> Iterator[str]:
    box = placed.box
    verdict = f"v-{box.node.verdict}" if box.node.verdict else ""
    road = "road" if box.node.on_road and not box.again else ""
    classes = " ".join(filter(None, (box.node.kind, "again" if box.again else "", verdict, road)))
    yield f'<g class="{classes}" transform="translate({placed.x:.1f},{placed.y:.1f})">'
    corner = 14 if box.node.verdict else 8
    yield f'<rect class="card" width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner}" />'
    yield from _ending(box) if box.node.verdict else _question(box)
    yield "</g>"


def _ending(box: NodeBox) -> Iterator[str]:
    yield from _text(box.head, PAD, PAD, "sign")
    yield from _text(box.title, PAD, PAD + box.head.height, "title")


def _question(box: NodeBox) -> Iterator[str]:
    left = PAD + (box.head.width + 8 if box.head.lines else 0)
    yield from _text(box.head, PAD, PAD, "number")
    yield from _text(box.title, left, PAD, "number" if box.again else "title")
    yield from _text(box.items, left, PAD + box.title.height + 4, "items")
    if any(cell.text.lines for cell in box.cells):
        yield from _row(box)
    for cell in box.cells:
        yield f'<circle class="port" cx="{cell.port:.1f}" cy="{box.height:.1f}" r="2.6" />'


def _row(box: NodeBox) -> Iterator[str]:
    top, low = box.top_height, box.height
    yield (
        f'<path class="row" d="M.6,{top:.1f}H{box.width - 0.6:.1f}V{low - 8:.1f}'
        f'a7.4,7.4 0 0 1 -7.4,7.4H8a7.4,7.4 0 0 1 -7.4,-7.4Z" />'
    )
    for cell in box.cells:
        if cell.line.taken:
            yield (
                f'<rect class="taken" x="{cell.left:.1f}" y="{top:.1f}" width="{cell.width:.1f}" '
                f'height="{low - top:.1f}" rx="4" />'
            )
    edges = "".join(f"M{cell.left:.1f},{top:.1f}V{low:.1f}" for cell in box.cells if cell.left)
    yield f'<path class="parts" d="M0,{top:.1f}H{box.width:.1f}{edges}" />'
    for cell in box.cells:
        style = "cell chosen" if cell.line.taken else "cell"
        yield from _text(cell.text, cell.port, top + PAD * 0.6, style, ' text-anchor="middle"')


def _text(text: TextBlock, x: float, y: float, style: str, more: str = "") -> Iterator[str]:
    if not text.lines:
        return
    lead = text.size * LEADING
    first = y + lead * 0.5 + text.size * 0.35
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{first + place * lead:.1f}">{for_html(line)}</tspan>'
        for place, line in enumerate(text.lines)
    )
    yield f'<text class="{style}" font-size="{text.size:g}"{more}>{spans}</text>'
