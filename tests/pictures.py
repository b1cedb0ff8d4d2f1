"""Pictures of the screens as SVG, made by driving the app.

    python tests/pictures.py OUT            every screen, in every theme, size and without colour, into a folder

The same answers are given each time, so a picture changes only if the screens or the tree do.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.pilot import Pilot

from hands import keys_let_go
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenLibrary, OpenWalk
from postwise.tui.widgets.themes import THEMES
from postwise.walk.walk import Walk

TREE = "before-you-post"
DRAFT = "Can't believe what the council has done to the library. Shame on every one of them."
TO_THE_END = ("5", "2", "g", "1", "5", "1")
SCREENS: Mapping[str, Sequence[str]] = {
    "walk": ("5", "2", "g", "1"),
    "draft": ("5", "2", "g", "1"),
    "checklist": ("6", "3", "space", "2"),
    "asked-again": ("5", "2", "g", "1", "tab", "home", "down", "down", "enter", "down"),
    "recommendation": TO_THE_END,
    "road": (*TO_THE_END, "tab", "end"),
    "roads": (*TO_THE_END, "o"),
    "keep": (*TO_THE_END, "s"),
    "map": ("5", "2", "g", "1", "m"),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "leave": ("5", "escape"),
    "library": (),
}
SIZES = ((120, 36), (80, 24), (60, 20))


def picture(keys: Sequence[str], theme: str, size: tuple[int, int], *, library: bool = False, draft: str = "") -> str:
    """Return the screen that some keys lead to, as SVG."""
    shelf = Library()
    tree = shelf.load(shelf.find(TREE)).tree
    if tree is None:
        raise SystemExit(f"{TREE} has errors: there is nothing to picture.")
    app = PostwiseApp(shelf, OpenLibrary() if library else OpenWalk(Walk.start(tree), draft))
    with keys_let_go():
        return asyncio.run(_drawn(app, keys, theme, size))


async def _drawn(app: PostwiseApp, keys: Sequence[str], theme: str, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        return re.sub(r"terminal-\d+", "terminal", app.export_screenshot(title="postwise"))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


def every_picture(folder: Path, screens: Sequence[str]) -> None:
    """Write the screens in every theme and size into a folder, and without colour in the largest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in screens:
        draft = DRAFT if name == "draft" else ""
        for theme in THEMES:
            for size in SIZES:
                drawn = picture(SCREENS[name], theme.name, size, library=name == "library", draft=draft)
                (folder / f"{name}-{theme.name.removeprefix('postwise-')}-{size[0]}.svg").write_text(drawn, "utf-8")
        os.environ["NO_COLOR"] = "1"
        drawn = picture(SCREENS[name], THEMES[0].name, SIZES[0], library=name == "library", draft=draft)
        (folder / f"{name}-no-colour-120.svg").write_text(drawn, "utf-8")
        del os.environ["NO_COLOR"]


def main() -> None:
    """Write the pictures that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("out", type=Path, help="the folder to write to")
    asked.add_argument("--screen", action="append", choices=SCREENS, help="only this screen; again for each")
    options = asked.parse_args()
    every_picture(options.out, options.screen or list(SCREENS))


if __name__ == "__main__":
    main()
