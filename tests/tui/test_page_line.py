"""The lines of a page: how many rows each takes is known before it is broken."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from textual.content import Content

from bench.families import many_answers
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenWalk
from postwise.tui.widgets.content import styled
from postwise.tui.widgets.page_line import PageLine, PageWidth, SetLine
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.walk import Walk
from strategies import made

from .conftest import press, running, settled

WORDS = st.text(alphabet=st.sampled_from("ab é家👩\u200d\u0301-\n\t"), max_size=60)


@given(
    st.builds(
        PageLine,
        st.builds(styled, WORDS) | st.builds(Content, WORDS),
        st.builds(styled, st.text("ab 1", max_size=6)),
        st.none(),
        st.integers(0, 4),
        st.integers(0, 3),
        st.builds(styled, st.text("ab", max_size=12)),
        st.booleans(),
    ),
    st.builds(PageWidth, st.integers(1, 80), st.integers(0, 2), st.sampled_from((0, 20, 66))),
)
@example(PageLine(Content("家" * 10)), PageWidth(23, 2, 0))
@example(PageLine(Content("a" * 20)), PageWidth(23, 2, 0))
@example(PageLine(Content("a" * 21)), PageWidth(23, 2, 0))
@example(PageLine(Content("\ta")), PageWidth(1, 0, 0))
def test_a_line_has_as_many_rows_as_it_is_broken_into(line: PageLine, width: PageWidth) -> None:
    told = SetLine(line, width)
    assert len(told.rows) == len(told.words)
    assert [row.words for row in told.rows] == list(told.words)


async def test_of_thousands_of_answers_only_those_are_broken_that_come_into_view(monkeypatch) -> None:
    broken: list[str] = []
    really = SetLine._broken
    monkeypatch.setattr(SetLine, "_broken", lambda line: broken.append(line.line.words.plain) or really(line))
    app = PostwiseApp(Library((), {}), OpenWalk(Walk.start(made(many_answers(5000)))))
    async with running(app) as pilot:
        seen = app.size.height
        assert 10 < len(broken) <= 3 * seen
        for key in ("down", "pagedown", "end", "up", "home", "w", "w"):
            broken.clear()
            await press(pilot, key)
            assert len(broken) <= seen, key
        assert app.screen.walked.panel.page.marked == "a0"


async def test_a_row_is_drawn_once_wherever_the_page_is_scrolled_to(monkeypatch, library):
    drawn, draw = [], TextPage._draw
    monkeypatch.setattr(TextPage, "_draw", lambda page, row, place: (drawn.append(page), draw(page, row, place))[1])
    walk = Walk.start(library.load(library.find("garden")).tree)
    async with running(PostwiseApp(library, OpenWalk(walk))) as pilot:
        page = pilot.app.screen.walked.panel.page
        page.show([PageLine(styled(f"Line {number}.")) for number in range(90)])
        await settled(pilot)
        for rows, more in ((0, None), (3, 3), (-3, 0), (5, 2)):
            before = drawn.count(page)
            page.scroll_rows(rows)
            await settled(pilot)
            assert more is None or drawn.count(page) == before + more
