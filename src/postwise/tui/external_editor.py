"""Lending the terminal to an editor, and taking it back as it was."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

from textual.app import SuspendNotSupported

from postwise.editor import EditorCall
from postwise.tui.base_screen import Host


def lend(app: Host, opening: EditorCall) -> str | None:
    """Run an editor in the terminal, or start one that has a window; return what went wrong, or None."""
    if app.is_web:
        return f"A browser cannot open {opening.name}. Open the file elsewhere: it is read when it is saved."
    try:
        if opening.window:
            _start(opening)
            return None
        with app.suspend(), _signals_left_to_it(app):
            code = subprocess.run(opening.command, check=False, stdout=_terminal()).returncode
    except SuspendNotSupported:
        return f"This terminal cannot be lent to {opening.name}. Open the file elsewhere: it is read when it is saved."
    except OSError as error:
        return f"{opening.name} cannot be started: {error.strerror or error}. EDITOR names your editor."
    return None if code == 0 else f"{opening.name} ended with {code}; what it saved has been read."


def _start(opening: EditorCall) -> None:
    """Start an editor that lives beside us, and take note of its end whenever that comes."""
    nowhere = subprocess.DEVNULL
    window = subprocess.Popen(opening.command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    threading.Thread(target=window.wait, daemon=True).start()


def _terminal() -> int | None:
    """Return where an editor draws if our own output goes into a file: where we draw."""
    if sys.__stdout__ is not None and sys.__stdout__.isatty():
        return None
    return sys.__stderr__.fileno() if sys.__stderr__ is not None else None


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
