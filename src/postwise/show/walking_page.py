"""One HTML file that walks trees in a browser, offline: their tables, and a script that follows them.

It asks nobody for anything and stores nothing: its own rules (``Content-Security-Policy``) let nothing run but its own
script, and nothing load. Without scripts it shows the trees as documents.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from postwise.files import read
from postwise.logic.lookup_rows import NoEndError
from postwise.logic.search import BOUND, Budget, TooLarge
from postwise.show.html_page import STYLE, colours, verdict_colours
from postwise.show.numbered_tree import NumberedTree
from postwise.show.outline import outline
from postwise.show.page_table import page_table
from postwise.show.tree_table import no_end, too_large
from postwise.text import for_html, joined, number_word, safe

SCRIPTS = Path(__file__).with_name("page_script")
PURE = ("walk.js", "what_if.js", "code.js")
"""What knows of walks, and nothing of a page."""
DRAWING = ("sections.js", "page.js")
SHARED = ("states", "start", "schema", "hashes", "marked")
"""What a table in other words has as the first one has it."""


class PageWords(NamedTuple):
    """The trees of a page in some words: those it opens with, or those of a language that can be chosen on it."""

    title: str
    charts: Sequence[NumberedTree]
    languages: Sequence[str]
    """The language of each tree by its tag (BCP 47); empty where its words are in English."""


def script(names: Sequence[str]) -> str:
    """Return some files of the script as one, with the line endings that a browser makes of any before it hashes."""
    return "\n".join(read(SCRIPTS / name).decode().replace("\r\n", "\n") for name in names)


def walking_page(
    charts: Sequence[NumberedTree],
    others: Sequence[PageWords] = (),
    elsewhere: Mapping[str, str] | None = None,
    bound: int = BOUND,
) -> str:
    """Return the page of some trees; it opens where the road of the first one stands, if that has one.

    In `others` they stand in the same order, in words that can be chosen; `elsewhere` are the titles, by id, of trees
    that are not on the page. Raises TableError if there is more to look at in a tree than `bound`, or if some walks
    have no end.
    """
    title = _title(charts)
    first = PageWords("English", charts, [""] * len(charts))
    words = [_in_words(one, bound) for one in (first, *others)]
    for one in words[1:]:
        one["trees"] = [{key: said for key, said in table.items() if key not in SHARED} for table in one["trees"]]
    road = charts[0].road
    data = {"title": safe(title), "words": words, "elsewhere": elsewhere or {}, "opens": road.code if road else ""}
    code, style = script((*PURE, *DRAWING)), f"{colours()}{STYLE}{verdict_colours()}{OWN_STYLE}"
    return PAGE.format(
        policy=f"default-src 'none'; script-src {_allowed(code)}; style-src {_allowed(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        title=for_html(title),
        style=style,
        without="\n".join(_without_scripts(charts)),
        data=_in_script(data),
        script=code,
    )


def _title(charts: Sequence[NumberedTree]) -> str:
    first, *others = [chart.fill(chart.tree.title) for chart in charts]
    return f"{first} and {number_word(len(others))} more" if len(others) > 1 else joined((first, *others))


def page_of(chart: NumberedTree) -> str:
    """Return the page of one tree."""
    return walking_page([chart])


def _in_words(words: PageWords, bound: int) -> dict[str, Any]:
    told = zip(words.charts, words.languages, strict=True)
    return {"title": safe(words.title), "trees": [{**_table(chart, bound), "lang": tag} for chart, tag in told]}


def _table(chart: NumberedTree, bound: int) -> dict[str, Any]:
    try:
        return page_table(chart.tree, chart.words, Budget(bound))
    except TooLarge:
        raise too_large(chart.tree) from None
    except NoEndError as error:
        raise no_end(error) from None


def _in_script(data: Any) -> str:
    """Return JSON as it may stand in a page: nothing in it ends the script that it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _allowed(text: str) -> str:
    """Return how a policy names a script or a style: by what it says (CSP level 3, 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _without_scripts(charts: Sequence[NumberedTree]) -> Iterator[str]:
    yield f"<p><strong>{for_html(WITHOUT)}</strong></p>"
    for chart in charts:
        yield f"<h2>{for_html(chart.fill(chart.tree.title))}</h2>\n<pre>{for_html(outline(chart))}</pre>"


WITHOUT = (
    "This page asks its questions with a script, and scripts are off here. Below is what it would ask: begin at the "
    "first question, and go on at the number that your answer leads to."
)
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="walking">
<header><h1 id="title">{title}</h1><div id="choices"></div></header>
<main><p id="told" class="told" role="status"></p><div id="page"></div>
<noscript>
{without}
</noscript>
</main>
<footer id="about"></footer>
<script type="application/json" id="trees">{data}</script>
<script>{script}</script>
</body>
</html>
"""
OWN_STYLE = """
html{font-size:106.25%}
.walking{padding:1.2rem 1.25rem 3rem}
header{border-bottom:1px solid var(--rule);margin-bottom:1.6rem;padding-bottom:.6rem}
header h1{font-size:1.05rem;margin:0;color:var(--quiet);font-weight:600}
#choices:not(:empty){margin-top:.6rem}
h2{font-size:1.55rem;line-height:1.25;margin:.4rem 0 .8rem;text-wrap:balance}
h2:focus{outline:0}
#page h3{font-size:1.15rem;margin:2rem 0 .5rem}
h4{font-size:1rem;margin:1rem 0 .3rem}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;display:block;width:100%}
button,input,select,textarea{font:inherit;color:inherit}
button,select{min-height:2.75rem;padding:.45rem 1rem;border:1.5px solid var(--quiet);border-radius:7px;
 background:var(--card);cursor:pointer;max-width:100%}
button:hover{border-color:var(--ink)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--page);font-weight:600}
button.change{min-height:1.9rem;padding:.1rem .6rem;font-size:.9rem;border-color:var(--rule);margin-left:.3rem}
button.tree{font-weight:600;text-align:left}
:is(button,input,select,textarea,a,summary):focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.answer{display:flex;gap:.8rem;align-items:baseline;padding:.65rem .9rem;margin:.5rem 0;border:1.5px solid var(--rule);
 border-radius:8px;background:var(--card);cursor:pointer}
.answer:hover{border-color:var(--quiet)}
.answer:has(:checked){border-color:var(--accent);background:var(--wash)}
.answer input{width:1.15rem;height:1.15rem;margin:0;flex:none;position:relative;top:.15em;accent-color:var(--accent)}
.answer span{min-width:0}
.whole{display:inline-block}
input:not([type=radio],[type=checkbox]),textarea{padding:.5rem .7rem;border:1.5px solid var(--quiet);border-radius:7px;
 background:var(--card);min-height:2.75rem;max-width:100%;box-sizing:border-box}
textarea{width:100%}
.acts{margin:1.2rem 0}
.acts>*{margin-bottom:.4rem}
details{margin:.8rem 0}
summary{cursor:pointer;color:var(--accent);min-height:1.6rem;padding:.25rem 0}
.note{border-left:3px solid var(--rule);padding-left:.9rem;margin:.7rem 0}
.note p{margin:.3rem 0}
.told:not(:empty){border-left:4px solid var(--accent);background:var(--wash);padding:.6rem .9rem;margin:0 0 1.2rem}
.told:empty,.error:empty{display:none}
.error{color:var(--stop);font-weight:600}
#page .verdict{margin:0;font-size:1.15rem}
.trail dl>div{margin:.7rem 0}
.trail dt{margin:0}
.trail dd{margin-top:.2rem}
.codes{margin-top:2.4rem;border-top:1px solid var(--rule);padding-top:.8rem}
.codes code{overflow-wrap:anywhere;font-size:1.05rem}
.trees{list-style:none;padding:0}
footer{margin-top:2rem;border-top:1px solid var(--rule);padding-top:.4rem;font-size:.9rem}
footer .late{color:var(--stop);font-weight:600}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (forced-colors:active){.answer:has(:checked){outline:2px solid Highlight}
 button,button.main{background:ButtonFace;color:ButtonText;border-color:ButtonText}button.main{border-width:3px}}
@media print{button,details:not([open]),.codes,#choices,.acts,.told{display:none}body{background:none}
 .answer{break-inside:avoid}}
"""
