"""postwise alone: the library on its screen, or with no terminal the trees there are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from postwise.commands.new import made
from postwise.commands.shared import listed, open_library, output_kept_aside, screens_possible
from postwise.errors import Exit
from postwise.tree.library import Library, LibraryEntry

if TYPE_CHECKING:
    from postwise.tui.app import OpenRequest


def run(_options: argparse.Namespace) -> int:
    """Open the library; with no terminal, print the trees and what to type."""
    if screens_possible(plain=False):
        with output_kept_aside():
            return on_screens()
    library = open_library()
    print(listed(library))
    print()
    first = next((entry.id for entry in library.entries if entry.id == "before-you-post"), "TREE")
    print(f"To walk through one, type: postwise run {first}")
    print("For everything else: postwise --help")
    return Exit.DONE


def on_screens() -> int:
    """Open the library, and again after whatever the person went on to from there."""
    from postwise.tree.loader import collector_held
    from postwise.tui.app import run_app

    while True:
        with collector_held():
            library = open_library()
        left = run_app(library)
        code = left.code if left.wish is None else fulfilled(library, left.wish)
        if left.wish is None or code:
            return code


def fulfilled(library: Library, wish: OpenRequest) -> int:
    """Open what a person went on to from the library, and return how it was left."""
    if wish.what == "train":
        from postwise.commands.train import begin

        return begin(library, [wish.name])
    from postwise.tui.screens.preview_screen import run_preview

    if wish.what == "preview":
        return run_preview(library, library.find(wish.name))
    folder = next((folder for folder in library.folders if folder.is_dir()), Path.cwd())
    path = made(folder / f"{wish.name}.toml")
    return run_preview(library, LibraryEntry(path.stem, path, "file"))
