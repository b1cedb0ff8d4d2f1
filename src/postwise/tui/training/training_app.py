"""The app of a training session: the same screens and themes, with the projector's unless another is asked for."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from textual import constants
from textual.app import App
from textual.screen import Screen

from postwise.errors import Exit
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.widgets.themes import TITLES

PROJECTOR = "postwise-projector"


class TrainingApp(PostwiseApp):
    """Postwise in front of a room, or beside it."""

    def __init__(self, library: Library, first: Callable[[], Screen[Any]], *, projected: bool = True) -> None:
        super().__init__(library)
        self.first = first
        if projected and constants.DEFAULT_THEME not in TITLES:
            self.set_reactive(App.theme, PROJECTOR)
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that it was opened with."""
        return self.first()


def run_training(library: Library, first: Callable[[], Screen[Any]], *, projected: bool = True) -> int:
    """Open a training screen and return the exit code; `projected` takes the projector's theme."""
    collecting = gc.isenabled()
    gc.disable()
    app = TrainingApp(library, first, projected=projected)
    try:
        app.run()
    finally:
        if collecting:
            gc.enable()
    code = app.return_code or Exit.DONE
    return Exit.BUG if code == 1 else code
