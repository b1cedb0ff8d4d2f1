"""The desktop around the terminal, as the app asks it: for its clipboard, for its browser, and what came of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import App
from textual.worker import get_current_worker

from postwise.tui import desktop
from postwise.tui.desktop import COPIED, OPENED, CopyWords
from postwise.tui.widgets.head_and_foot import TopScreen

Answer = TypeVar("Answer")


class DesktopApp(App[None]):
    """An app that asks the desktop, beside the screens, and says in the foot of the page what came of it."""

    @property
    def machine(self) -> str:
        """What the machine is called that keeps what is kept."""
        return desktop.SERVING if self.is_web else desktop.HERE

    def copy_to_clipboard(self, text: str, words: CopyWords = COPIED) -> None:
        """Put a text on the clipboard, by every way there is, and say what is known of it."""
        if not text:
            return
        super().copy_to_clipboard(text)  # by the terminal, which takes it or not and does not say
        if self.is_web:
            self._say(words.said("browser"))
        else:
            self._ask_desktop(lambda: desktop.copied(text), lambda taker: self._say(words.said(taker)))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address, and say what is known of it."""
        if self.is_web:
            super().open_url(url, new_tab=new_tab)
            self._say(f"Sent to your browser: {url}")
        else:
            self._ask_desktop(lambda: desktop.opened(url), lambda answer: self._say(f"{OPENED[answer]}: {url}"))

    def _ask_desktop(self, ask: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Ask the desktop for something, beside the screens: it may take its time."""

        def asked() -> None:
            worker, answer = get_current_worker(), ask()
            if not worker.is_cancelled:
                self.call_from_thread(then, answer)

        self.run_worker(asked, thread=True, exclusive=True, group="desktop")

    def _say(self, text: str) -> None:
        if isinstance(self.screen, TopScreen):
            self.screen.say(text)
