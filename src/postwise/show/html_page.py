"""One HTML page that needs nothing but itself: no script, no outside request, light, dark and printed."""

from __future__ import annotations

from postwise.text import for_html
from postwise.tree.model import VERDICTS

PAGE_COLOURS = {
    "page": ("#fbfaf7", "#171614"),
    "card": ("#ffffff", "#211f1c"),
    "ink": ("#23211d", "#ece7dc"),
    "quiet": ("#6a655c", "#a59e90"),
    "rule": ("#d9d4c8", "#45413a"),
    "wash": ("#f3f0e8", "#2a2824"),
    "accent": ("#9a4a12", "#f0a868"),
    "go": ("#1d6b3f", "#7fcf9c"),
    "info": ("#4d5a68", "#b3bfcc"),
    "act": ("#8a3ba0", "#d9a0ea"),
    "adapt": ("#7a5a00", "#e2c15a"),
    "pause": ("#1f5f96", "#8fc4f2"),
    "talk": ("#0f6a74", "#74ccd6"),
    "raise": ("#a8381e", "#f59a80"),
    "leave": ("#5d5a54", "#bdb7ab"),
    "stop": ("#a3152c", "#f68a98"),
}
"""Every colour by its name, on a light and on a dark ground; each verdict's has a contrast of at least 4.5 on card and
wash."""
LIGHT, DARK = ({name: pair[ground] for name, pair in PAGE_COLOURS.items()} for ground in (0, 1))


def colours(selector: str = ":root") -> str:
    """Return the style rules that give every colour its name, light, and dark where that is asked for.

    Printed pages are always light.
    """
    light, dark = ("".join(f"--{name}:{colour};" for name, colour in ground.items()) for ground in (LIGHT, DARK))
    return f"{selector}{{{light}}}@media screen and (prefers-color-scheme:dark){{{selector}{{{dark}}}}}"


STYLE = """
html{color-scheme:light dark;background:var(--page);color:var(--ink);
 font:17px/1.55 "Iowan Old Style","Palatino Linotype",Palatino,Georgia,"Liberation Serif",serif}
body{margin:0 auto;padding:3rem 1.5rem 4rem;max-width:42rem;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0 1rem;font-weight:600;text-wrap:balance}
h2{font-size:1.15rem;line-height:1.3;margin:2.2rem 0 .6rem;font-weight:600}
h3{font-size:1rem;line-height:1.35;margin:0 0 .3rem;font-weight:600}
p{margin:.6rem 0}
ul,ol{margin:.4rem 0;padding-left:1.4rem}
li{margin:.3rem 0}
a{color:var(--accent);text-underline-offset:.15em}
dl{margin:.4rem 0}dt{margin-top:.7rem}dd{margin:.1rem 0 0;padding-left:1.1rem;border-left:2px solid var(--rule)}
blockquote{margin:.6rem 0;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--rule);color:var(--quiet)}
pre,code{font:.9em/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
pre{white-space:pre-wrap}
.source,.quiet,footer{color:var(--quiet)}
.source{margin:0;font-size:.95rem}
.verdict{margin:2rem 0 0;font-size:1.05rem;font-weight:600;letter-spacing:.04em}
ul.todo{list-style:none;padding-left:0}
ul.todo>li{padding-left:1.9rem;position:relative;margin:.5rem 0}
ul.todo>li::before{content:"";position:absolute;left:0;top:.3em;width:.85em;height:.85em;
 border:1.5px solid var(--ink);border-radius:3px}
.draft{white-space:pre-wrap;background:var(--wash);border-radius:6px;padding:.8rem 1rem}
@page{margin:18mm}
@media print{html{font-size:11pt;background:none}body{max-width:none;padding:0}
 h2,h3,dt{break-after:avoid}li,dd{break-inside:avoid}}
"""


def verdict_colours(scope: str = "") -> str:
    """Return the style rules that colour what has the class of a verdict."""
    return "".join(f"{scope}.v-{verdict}{{color:var(--{verdict})}}" for verdict in VERDICTS)


def page(title: str, body: str, style: str = "") -> str:
    """Return a whole page; `title` is plain text, `body` and `style` are HTML and CSS."""
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">\n<head>\n<meta charset="utf-8" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n"
        f"<title>{for_html(title)}</title>\n"
        f"<style>{colours()}{STYLE}{verdict_colours()}{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
