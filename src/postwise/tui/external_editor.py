"""Lending the terminal to an editor, and taking it back as it was."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator

from textual.app import SuspendNotSupported

from postwise.editor import EditorCall, how_it_ended, in_a_window, in_the_terminal, not_started
from postwise.tui.base_screen import Host


def lend(app: Host, opening: EditorCall) -> str | None:
    """Run an editor in the terminal, or start one that has a window; return what went wrong, or None."""
    if app.is_web:
        return f"A browser cannot open {opening.name}. Open the file elsewhere: it is read when it is saved."
    try:
        if opening.window:
            in_a_window(opening)
            return None
        with app.suspend(), _signals_left_to_it(app):
            code = in_the_terminal(opening)
    except SuspendNotSupported:
        return f"This terminal cannot be lent to {opening.name}. Open the file elsewhere: it is read when it is saved."
    except OSError as error:
        return not_started(opening, error)
    return how_it_ended(opening, code)


@contextlib.contextmanager
def _signals_left_to_it(app: Host) -> Iterator[None]:
    """Leave ctrl-c to the editor, which has its own use for it: else it would end us as soon as we are back.

    With it we sleep and go on, the terminal being lent.
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTSTP", "SIGCONT"):
        with contextlib.suppress(AttributeError, NotImplementedError):  # as on Windows
            loop.remove_signal_handler(getattr(signal, name))
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        app.heed_signals()
