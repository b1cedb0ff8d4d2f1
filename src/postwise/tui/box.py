"""A box over a screen: what help, the palette and short questions stand in."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from postwise.tui.widgets.sheet import Sheet

Result = TypeVar("Result")


class Box(ModalScreen[Result | None]):
    """A sheet in a box. Escape, or a click beside it, closes it without a result."""

    DEFAULT_CSS = """
    Box { align: center middle; background: $paper; }
    Box > Vertical { width: 72; max-width: 96%; max-height: 94%; height: 10; background: $paper;
                     border: round $ink-muted; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self.frame = Vertical()

    def compose(self) -> ComposeResult:
        """Yield the sheet in its box."""
        with self.frame:
            yield self.sheet

    def fit(self) -> None:
        """Make the box as high as what stands on its sheet."""
        self.frame.styles.height = len(self.sheet.rows) + 4

    def on_resize(self) -> None:
        """Fit the box to what stands in it."""
        self.call_after_refresh(self.fit)

    def on_click(self, event: events.Click) -> None:
        """Close at a click beside the box."""
        if event.widget is self:
            self.dismiss(None)
