"""The moving picture in the README, .github/walk.svg: a walk, an answer changed in the trail, and what decided it.

    python tests/moving_picture.py

Its frames are the screens of the program itself, drawn once each into one SVG; whoever wants no motion sees one of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from hands import keys_let_go
from pictures import TREE, settled
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.walk.walk import Walk

MOVING = Path(__file__).parent.parent / ".github" / "walk.svg"
THEME, SIZE = "postwise-light", (100, 30)


class Frame(NamedTuple):
    """A screen of the picture: the key that leads to it, and how many seconds it stays."""

    key: str
    seconds: float
    shown: str = ""
    """The key as a person calls it."""


FIRST_WALK = ("5", "2", "g", "2", "1", "5", "1")
"""The keys of it: one for each answer, and in a list one for each tick, then g."""
CHANGED = 5
"""Which of its keys is another the second time, from 0, and the answer that it is changed to."""
TO = "1"
STORY = (
    Frame("", 2.5),
    *(Frame(key, 1.6, key) for key in FIRST_WALK[:-1]),
    Frame(FIRST_WALK[-1], 4.5, FIRST_WALK[-1]),
    Frame("r", 1.6, "r"),
    Frame("tab", 1, "tab"),
    *[Frame("up", 0.6, "↑")] * (len(FIRST_WALK) - 1 - CHANGED),
    Frame("enter", 3, "↵"),
    Frame(TO, 7, TO),
)
STILL = len(STORY) - 2
"""The frame that is seen by whoever wants no motion."""
FRAME = re.compile(
    r"(?P<styles>(?:\s*\.terminal-r\d+ \{[^}]*\})+)\s*</style>.*?"
    r'(?P<drawn><g transform="translate\(9, 41\)".*</g>)\s*</svg>',
    re.DOTALL,
)
FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts out of the web: a picture in a page may load none."""
KEY = (
    '<g transform="translate({x}, 10)"><rect width="{width}" height="24" rx="5" fill="#faf7f0"/>'
    '<text x="{middle}" y="17" text-anchor="middle" class="terminal-key">{key}</text></g>'
)


async def screens() -> Sequence[str]:
    """Return the screen of every frame, each as an SVG of its own."""
    shelf = Library()
    tree = shelf.load(shelf.find(TREE)).tree
    if tree is None:
        raise SystemExit(f"{TREE} has errors: there is nothing to picture.")
    app = PostwiseApp(shelf, OpenWalk(Walk.start(tree), ""))
    with keys_let_go():
        return await _drawn(app)


async def _drawn(app: PostwiseApp) -> Sequence[str]:
    drawn: list[str] = []
    async with app.run_test(size=SIZE) as pilot:
        app.theme = THEME
        for frame in STORY:
            if frame.key:
                await pilot.press(frame.key)
            await settled(pilot)
            drawn.append(re.sub(r"terminal-\d+", "terminal", app.export_screenshot(title="postwise")))
    return drawn


def moving(drawn: Sequence[str]) -> str:
    """Return one SVG that shows the screens one after another, for ever."""
    looks: dict[str, str] = {}
    frames = [_frame(place, svg, looks) for place, svg in enumerate(drawn)]
    head, _, rest = drawn[0].partition("</style>")
    head = FACES.sub("", re.sub(r"\.terminal-r\d+ \{[^}]*\}\s*", "", head))
    around = rest[: rest.index('<g transform="translate(9, 41)"')]
    styles = "\n".join((*(f".{name} {{{look}}}" for look, name in looks.items()), *_motion()))
    text = f"{head.rstrip()}\n{styles}\n</style>{around}{''.join(frames)}\n</svg>\n"
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def _frame(place: int, svg: str, looks: dict[str, str]) -> str:
    """Return a screen as a part of the picture, in classes that mean the same in all of it."""
    found = FRAME.search(svg)
    if found is None:
        raise SystemExit("A screen is drawn in another way than it was: this has to learn it.")
    own = dict(re.findall(r"\.terminal-(r\d+) \{\s*([^}]*?)\s*\}", found["styles"]))
    names = {name: looks.setdefault(look, f"t{len(looks)}") for name, look in own.items()}
    drawn = re.sub(r'class="terminal-(r\d+)"', lambda old: f'class="{names[old[1]]}"', found["drawn"])
    drawn = re.sub(r' clip-path="url\(#terminal-line-\d+\)"', "", drawn)
    still = " still" if place == STILL else ""
    return f'\n<g class="frame{still}" id="f{place}">{_key(STORY[place].shown)}{drawn}</g>'


def _key(key: str) -> str:
    """Return the key that was pressed, as it lies beside the name of the window."""
    if not key:
        return ""
    width = 24 + 10 * (len(key) - 1)
    return KEY.format(x=1216 - width, width=width, middle=width / 2, key=key)


def _motion() -> Iterator[str]:
    """Yield what makes each frame be seen in its time, and one of them for good where no motion is wanted."""
    whole = sum(frame.seconds for frame in STORY)
    yield '.terminal-key { font: bold 15px "Fira Code", monospace; fill: #22201c }'
    yield f".frame {{ visibility: hidden; animation: {whole:g}s step-end infinite }}"
    yield ".still { visibility: visible }"
    begun = 0.0
    for place, frame in enumerate(STORY):
        ends = begun + frame.seconds
        before = "0% { visibility: hidden } " if begun else ""
        after = "" if place == len(STORY) - 1 else f" {100 * ends / whole:.3f}% {{ visibility: hidden }}"
        yield f"#f{place} {{ animation-name: s{place} }}"
        yield f"@keyframes s{place} {{ {before}{100 * begun / whole:.3f}% {{ visibility: visible }}{after} }}"
        begun = ends
    yield "@media (prefers-reduced-motion: reduce) { .frame { animation: none !important } }"


def main() -> None:
    """Draw the picture anew."""
    MOVING.parent.mkdir(exist_ok=True)
    MOVING.write_text(moving(asyncio.run(screens())), encoding="utf-8")


if __name__ == "__main__":
    main()
