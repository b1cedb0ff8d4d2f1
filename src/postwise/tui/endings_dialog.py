"""Where walks end, over the map and the preview: worked out when an author asks for it."""

from __future__ import annotations

from textual import work
from textual.worker import get_current_worker

from postwise.logic.search import while_wanted
from postwise.tree.model import Tree
from postwise.tui.dialogs import Dialog
from postwise.tui.widgets.content import line
from postwise.tui.widgets.ending_shares import ending_shares
from postwise.tui.widgets.page_line import BLANK, PageLine


class EndingsDialog(Dialog[None]):
    """The share of roads through a tree that ends with each verdict."""

    def __init__(self, tree: Tree) -> None:
        super().__init__("Where walks end")
        self.counted = tree

    def on_mount(self) -> None:
        """Say that it is being worked out."""
        self._set([PageLine(line("One moment: all roads are being counted.", "muted"))])
        self._analyse()

    def _set(self, lines: list[PageLine]) -> None:
        if self.is_attached:
            self.page.show([PageLine(line(self.named, "bold")), BLANK, *lines])
            self.call_after_refresh(self.fit)

    @work(thread=True, exclusive=True, group="analyse", description="all walks of a tree")
    def _analyse(self) -> None:
        from postwise.logic.counting import analyse

        worker = get_current_worker()
        with while_wanted(lambda: worker.is_cancelled):
            analysis = analyse(self.counted)
            _ = analysis.verdicts
            if not worker.is_cancelled:
                self.app.call_from_thread(lambda: self._set(list(ending_shares(analysis, self.page.size.width))))
