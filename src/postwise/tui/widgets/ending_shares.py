"""Where the walks through a tree end, as bars: for whoever writes it. They count roads, and say nothing of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.walk.recommendation import SIGNS

if TYPE_CHECKING:
    from textual.content import Content

    from postwise.logic.counting import Analysis
    from postwise.tree.model import Verdict

BAR = 24
"""As many columns as the longest bar has."""


def ending_shares(known: Analysis, room: int) -> Iterator[PageLine]:
    """Yield a bar for each verdict that walks end with, in at most so many columns."""
    walks = known.walks
    if not walks:
        large = walks is None
        yield PageLine(line("There are too many roads to count." if large else "No walk comes to an end.", "muted"))
        return
    shares = {verdict: known.verdicts[verdict] / walks for verdict in SIGNS if verdict in known.verdicts}
    most, bar = max(shares.values()), max(min(BAR, room - 20), 1)
    for verdict, share in shares.items():
        words = styled(f"{SIGNS[verdict].sign} {SIGNS[verdict].word:<7}", verdict)
        yield PageLine(_bar(verdict, share, most, bar), words)
    yield BLANK
    yield PageLine(line("These are shares of roads through the tree, not of people."))


def _bar(verdict: Verdict, share: float, most: float, room: int) -> Content:
    full = max(round(room * share / most), 1)
    percent = f"{share:>5.0%}" if share >= 0.005 else " <1%"
    return join([styled("━" * full, verdict), styled("─" * (room - full), "rule"), styled(percent, "muted")])
