"""The draft: the text being thought about, beside the questions. It stays on this machine, and in memory only."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from postwise.tui.widgets.content import styled


class DraftPanel(TextArea):
    """A few lines to keep the draft in view, and to change it."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    DraftPanel, DraftPanel:focus { display: none; height: 40%; min-height: 6; border: round $ink-muted;
                         padding: 0 1; margin: 0 1; border-title-color: $ink-muted; border-subtitle-color: $ink-muted;
                         background: $paper; color: $foreground; background-tint: transparent; }
    DraftPanel:focus { border: round $ink-accent; }
    .-draft DraftPanel { display: block; }
    .-narrow.-draft DraftPanel { height: 1fr; }
    """

    class Left(Message):
        """The person is done with the draft for now."""

    def __init__(self, text: str) -> None:
        super().__init__(styled(text).plain, show_line_numbers=False, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False
        self.border_title = "your draft"
        self.border_subtitle = "stays on this machine · esc"

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        else:
            await super()._on_key(event)
