"""A page of text set in lines, some of which can be chosen. It is drawn in place, and never laid out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from postwise.tui.widgets.content import join, styled
from postwise.tui.widgets.keeps_keyboard import KeepsKeyboard
from postwise.tui.widgets.page_line import PageLine, PageRow, PageWidth, SetLine
from postwise.tui.widgets.readable import Readable
from postwise.tui.widgets.scroll_bar import ScrollBar
from postwise.tui.widgets.themes import drawn, style_of

MARK = "▌"
THUMB = styled("▐", "muted")
DRAWN = 300
"""So many rows are held as they were drawn."""


class Paper(NamedTuple):
    """What all rows of a page are drawn on."""

    width: int
    reach: int
    """How far the shade of a picked-out line reaches."""
    ground: Style
    theme: str


class TextPage(KeepsKeyboard, Readable, can_focus=True):
    """A page of lines. The line that is marked is the one that Enter chooses; a press chooses the line under it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "mark(-1)", show=False),
        Binding("down,j", "mark(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]
    lit = False
    """Whether the mark is drawn as where the keyboard is, although a field has it."""
    edge = 2
    """Columns at the left that the mark stands in."""
    opens_at_mark = True
    """Whether the mark is in view when the page is first laid out, or the first that stands there."""

    class Chosen(Message):
        """A line was chosen."""

        def __init__(self, page: TextPage, target: Hashable, *, clicked: bool = False) -> None:
            super().__init__()
            self.page = page
            self.about = page.about
            self.target = target
            self.clicked = clicked

    class Marked(Message):
        """The mark moved to another line."""

        def __init__(self, page: TextPage, target: Hashable) -> None:
            super().__init__()
            self.page = page
            self.about = page.about
            self.target = target

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
        measure: int = 0,
        quiet: bool = False,
        can_focus: bool = True,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = can_focus
        self.measure = measure
        """The widest that lines are set, in columns; 0 is as wide as the page."""
        self.quiet = quiet
        """Whether the mark is shown only while the keyboard is here."""
        self.about: object = None
        """What the page is about. Messages say it too: when one is read, the page may be about something else."""
        self.lines: Sequence[PageLine] = ()
        self.targets: list[Hashable] = []
        """What can be chosen, from the top."""
        self.marked: Hashable | None = None
        self._hover: Hashable | None = None
        self._grabbed: int | None = None
        """How far down the thumb of the scroll bar was pressed, while it is held."""
        self._rows: list[PageRow] = []
        self._places: dict[Hashable, tuple[int, int]] = {}
        """The first and the last row of what can be chosen."""
        self._width = PageWidth(-1, self.edge, measure)
        self._paper = Paper(0, 0, Style(), "")
        self._thumb = range(0)
        """The rows beside which the thumb of the scroll bar is drawn."""
        self._drawn: dict[tuple[object, ...], tuple[Content, Strip]] = {}
        """Rows as they were drawn on this paper, by the words, which are held there, and what was marked or picked."""
        self._looks: list[tuple[object, ...]] = []
        """How each row looked when it was last drawn."""
        self._high = 0
        """How many rows were in view before the page was given other room."""
        self._known: dict[int, SetLine] = {}
        """Each line as it is set, by which line it is; it is held there, so that no other can be taken for it."""

    # What is on it

    def show(self, lines: Sequence[PageLine], mark: Hashable | None = None, *, keep: bool = False) -> None:
        """Set the page anew. The mark goes to `mark` if there is such a line, else to the first that can be chosen.

        With `keep`, the mark stays as it is and what is being read where it is, as far as they can.
        """
        before, top, in_view = self._rows, self.top, self._mark_in_view
        wanted = self.marked if keep and mark is None else mark
        self.lines = lines
        self._hover = None
        ordered = dict.fromkeys(line.target for line in lines if line.target is not None)
        self.targets = list(ordered)
        self.marked = wanted if wanted in ordered else next(iter(ordered), None)
        if not keep:
            self.top = 0
            self.forget_press()
        self._break()
        if keep and top:
            self._go_on_reading(before, top)
        if mark is not None or (keep and in_view):
            self._bring_into_view()
        self.redraw()

    def _go_on_reading(self, before: Sequence[PageRow], top: int) -> None:
        """Put what was on the page where it was: the first line on it that is still there, else the last above it."""
        for place in (*range(top, min(top + self.size.height, len(before))), *range(top - 1, -1, -1)):
            row = before[place]
            if row.words.plain.strip():
                was, now = _first_rows(before, row.line), _first_rows(self._rows, row.line)
                if len(was) == len(now) == 1:
                    self.top = top + now[0] - was[0]
                    break
        self._keep_to_page()

    @property
    def _mark_in_view(self) -> bool:
        shown = self._rows[self.top : self.top + self.size.height]
        return any(row.line.target == self.marked for row in shown)

    @property
    def rows(self) -> list[PageRow]:
        """The rows of the whole page, as wide as it now is."""
        self._set()
        return self._rows

    def _set(self) -> None:
        """Break the lines into rows, unless that has been done for this width."""
        if self.size.width != self._width.columns:
            self._break()
        self._keep_to_page()

    def _keep_to_page(self) -> None:
        self.top = max(0, min(self.top, len(self._rows) - self.size.height))

    def _break(self) -> None:
        """Break the lines into rows; a line that was set for this width before is not set again.

        What was picked out is so no more if it would be other words.
        """
        picked = self.picked_words
        width = PageWidth(self.size.width, self.edge, self.measure)
        known = self._known if width == self._width else {}
        self._known, self._width, self._rows, self._places = {}, width, [], {}
        for line in self.lines if width.columns else ():
            set_line = self._known[id(line)] = known.get(id(line)) or SetLine(line, width)
            if line.target is not None:
                first = self._places.get(line.target, (len(self._rows),))[0]
                self._places[line.target] = first, len(self._rows) + len(set_line.rows) - 1
            self._rows += set_line.rows
        self._keep_to_page()
        if picked and self.picked_words != picked:
            self.forget_picked()

    # How it is drawn

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some rows as they are drawn; what they all hang on is looked up once."""
        self._set()
        paper = Paper(self.size.width, self._width.reach, self.visual_style, self.app.theme)
        if paper != self._paper or len(self._drawn) > DRAWN:
            self._drawn, self._paper = {}, paper
        self._thumb = self._bar.thumb
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one row as it is drawn; it is drawn once, wherever the page is scrolled to."""
        paper, place = self._paper, y + self.top
        if place >= len(self._rows):
            return Strip([Segment(" " * paper.width, paper.ground.rich_style)], paper.width)
        row, span = self._rows[place], self.span(place)
        how = id(row.words), self._picked_out(row.line), span
        if how not in self._drawn:
            self._drawn[how] = row.words, self._draw(row, place)
        strip = self._drawn[how][1]
        if y not in self._thumb:
            return strip
        return Strip.join([strip.crop(0, paper.width - 1), drawn(THUMB, paper.ground, paper.theme, 1)])

    def _draw(self, row: PageRow, place: int) -> Strip:
        width, reach, ground, theme = self._paper
        shaded, mark = self._picked_out(row.line)
        under = ground + style_of("chosen", theme) if shaded else ground
        words = join([styled(MARK, mark), row.words[1:]]) if mark else row.words
        strip = drawn(self.with_picked(words, place), under, theme, reach)
        return strip.adjust_cell_length(width, ground.rich_style)

    @property
    def keen(self) -> bool:
        """Whether Enter would choose the marked line."""
        return self.has_focus or self.lit

    def redraw(self) -> None:
        """Have those rows drawn anew that do not look as they did: of a whole page, often only a few."""
        thumb = self._bar.thumb
        now = [(y in thumb, *self._look(place)) for y, place in enumerate(range(self.top, self.top + self.size.height))]
        before, self._looks = self._looks, now
        if len(before) != len(now):
            self.refresh()
            return
        changed = [y for y, look in enumerate(now) if look != before[y]]
        if changed:
            self.refresh(Region(0, changed[0], self.size.width, changed[-1] - changed[0] + 1))

    def _look(self, place: int) -> tuple[object, ...]:
        """Return all that decides how the words of a row are drawn, but for the theme."""
        if place >= len(self._rows):
            return ()
        row = self._rows[place]
        words = row.words
        return words.plain, tuple(words.spans), self._picked_out(row.line), self.span(place)

    def _picked_out(self, line: PageLine) -> tuple[bool, str]:
        """Return whether a line has the shade of what is chosen, and the style of the mark before it; empty is none."""
        if line.target is None:
            return False, ""
        marked = line.target == self.marked
        mark = "accent" if self.keen else "" if self.quiet else "muted"
        return (marked and self.keen) or line.target == self._hover, mark if marked else ""

    @property
    def _bar(self) -> ScrollBar:
        """The bar at the right edge."""
        return ScrollBar(self.size.height, len(self._rows), self.top)

    # Choosing

    def action_mark(self, by: int) -> None:
        """Move the mark to the next or the previous line that can be chosen; past the last, turn the page."""
        place = self.targets.index(self.marked) + by if self.marked in self.targets else -1
        if 0 <= place < len(self.targets):
            self.mark(self.targets[place])
        else:
            self.scroll_rows(by)

    def mark(self, target: Hashable) -> None:
        """Put the mark on a line."""
        if target != self.marked:
            self.marked = target
            self.post_message(self.Marked(self, target))
        self._bring_into_view()
        self.redraw()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key does something here: where no line can be chosen, Enter is for others."""
        return action != "choose" or self.can_choose

    @property
    def can_choose(self) -> bool:
        """Whether there is a marked line, or something else that Enter chooses."""
        return self.marked is not None

    def action_choose(self) -> None:
        """Choose the marked line; one that is not in view is only shown, for nobody knows what they choose there."""
        if self.marked is not None and self.size.height and not self._mark_in_view:
            self._bring_into_view()
            self.redraw()
        elif self.marked is not None:
            self.post_message(self.Chosen(self, self.marked))

    def action_turn(self, by: int) -> None:
        """Turn the page."""
        self.scroll_rows(by * max(self.size.height - 2, 1))

    def action_edge(self, which: int) -> None:
        """Go to the first or the last line that can be chosen."""
        if self.targets:
            self.mark(self.targets[0] if which < 0 else self.targets[-1])
        self.scroll_rows(which * len(self._rows))

    def scroll_rows(self, by: int) -> None:
        """Move the page by some rows, as far as it goes."""
        before, self.top = self.top, self.top + by
        self._set()
        if self.top != before:
            self.redraw()

    def reveal(self, heading: str) -> None:
        """Move the page as far as it takes to see what stands under a heading, or as much as there is room for."""
        places = [place for place, row in enumerate(self.rows) if row.line.words.plain == heading]
        beyond = len(self._rows) - self.top - self.size.height
        if places and beyond > 0:
            self.scroll_rows(min(beyond, places[0] - self.top))

    def _bring_into_view(self) -> None:
        if self.marked not in self._places or not self.size.height:
            return
        first, last = self._places[self.marked]
        if self.marked == self.targets[0] and first < self.size.height:  # with the heading above it
            self.top = 0
        elif first < self.top:
            self.top = first
        elif last >= self.top + self.size.height:
            self.top = min(last - self.size.height + 1, first)
        self._set()

    # The mouse

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def row_words(self, place: int) -> str:
        """Return what can be read on a row; a line across the page is nothing to read."""
        row = self._rows[place]
        return "" if row.line.rule else row.words.plain

    def place_at(self, x: int, y: int) -> Offset | None:
        """Return which character of which row stands at a place on the screen; none on the scroll bar."""
        return None if self._on_bar(x) else super().place_at(x, y)

    def target_at(self, event: events.MouseEvent) -> Hashable | None:
        """Return what the row under the pointer chooses."""
        offset = event.get_content_offset(self)
        if offset is None or self._on_bar(event.screen_x):
            return None
        place = offset.y + self.top
        return self._rows[place].line.target if place < len(self._rows) else None

    def press(self, target: Hashable) -> None:
        """Choose what was pressed."""
        self.mark(target)
        self.post_message(self.Chosen(self, target, clicked=True))

    def hover_over(self, target: Hashable | None) -> None:
        """Shade the line that a press would choose."""
        if target != self._hover:
            self._hover = target
            self.redraw()

    def _on_bar(self, x: float) -> bool:
        """Tell whether a column of the screen is the scroll bar."""
        return bool(self._bar.thumb) and int(x) == self.content_region.right - 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the thumb of the scroll bar; beside the thumb, turn the page towards the pointer."""
        if not self._on_bar(event.screen_x):
            return
        event.prevent_default()  # it is no press on the page
        y, thumb = event.get_content_offset_capture(self).y, self._bar.thumb
        if y in thumb:
            self._grabbed = y - thumb.start
        else:
            self.action_turn(-1 if y < thumb.start else 1)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the page with the thumb, while it is held; while words are picked out, when the pointer leaves it."""
        y = event.get_content_offset_capture(self).y
        if self._grabbed is not None:
            event.prevent_default()
            self.scroll_rows(self._bar.top_for(y - self._grabbed) - self.top)
        elif self.picked is not None and self.app.mouse_captured is self:
            self.scroll_rows(-1 if y < 0 else 1 if y >= self.size.height else 0)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """Let the thumb go."""
        self._grabbed = None

    def on_hide(self) -> None:
        """Let the thumb go."""
        self._grabbed = None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the page under the wheel."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the page under the wheel."""
        event.stop()
        self.scroll_rows(-3)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001
        """Draw the mark as it is where Enter chooses it, or does not."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def on_resize(self) -> None:
        """Break the lines anew: the mark stays in view, or what is being read where it is."""
        before, top, high = self._rows, self.top, self._high
        in_view = self.marked is not None and any(row.line.target == self.marked for row in before[top : top + high])
        self._high = self.size.height
        self._set()
        if in_view or (self.opens_at_mark and not high):
            self._bring_into_view()
        elif top:
            self._go_on_reading(before, top)
        self.redraw()


def _first_rows(rows: Sequence[PageRow], wanted: PageLine) -> list[int]:
    """Return where lines like one begin among rows."""
    alike = [place for place, row in enumerate(rows) if row.line == wanted]
    return [place for place in alike if not place or rows[place - 1].line is not rows[place].line]
