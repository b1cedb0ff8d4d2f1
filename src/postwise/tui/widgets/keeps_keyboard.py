"""What has the keyboard keeps it as long as it is shown, whatever is told of it late."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.dom import NoScreen

if TYPE_CHECKING:
    from typing import Self

    from textual.screen import Screen
    from textual.widget import Widget
else:
    Widget = object  # it is mixed into kinds of them, and a style sheet takes the first for what they are


class KeepsKeyboard(Widget):
    """A part of the screen that has the keyboard at times.

    Textual tells a part that it was hidden a frame later, and has it give the keyboard away later still: by then it may
    be shown again, or the keyboard be somewhere else, and nobody would have it.
    """

    def blur(self) -> Self:
        """Give the keyboard away, as what was hidden is to, if this is hidden when all that was told has been heard."""
        with suppress(NoScreen):
            self.screen.call_after_refresh(self._give_away, self.screen)
        return self

    def _give_away(self, screen: Screen[Any]) -> None:
        shown = self.is_attached and all(node.display for node in self.ancestors_with_self)
        if screen.focused is self and not shown:
            screen._reset_focus(self)  # noqa: SLF001 - what it does at once otherwise
